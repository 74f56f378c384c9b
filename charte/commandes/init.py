"""`charte init` : mener l'entretien, enregistrer chaque réponse, rendre la charte."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from charte.commandes import fin
from charte.commandes.chargement import Contenus, charger
from charte.contenu import bibliotheque
from charte.contenu.ecriture import texte_reponses
from charte.contenu.questionnaire import Parcours
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.depot.ecriture import ecrire, verifier_inscriptible
from charte.depot.verrou import verrouiller
from charte.ecran.conduite import choisir_parcours, mener
from charte.ecran.fichier import reprendre
from charte.ecran.ouverture import ouvrir
from charte.erreurs import Interruption, Refus, UsageIncorrect, commande


@dataclass(frozen=True)
class Demande:
    """Ce qui est demandé sur la ligne de commande, pour le retrouver dans la commande de reprise."""

    dossier: Dossier
    parcours: Parcours | None
    lineaire: bool
    modele: Path | None
    questionnaire: Path | None

    @property
    def reprise(self) -> str:
        """La commande qui reprend cet entretien."""
        mots = ["charte", "init", str(self.dossier.chemin)]
        mots += ["--lineaire"] if self.lineaire else []
        mots += ["--modele", str(self.modele)] if self.modele else []
        mots += ["--questionnaire", str(self.questionnaire)] if self.questionnaire else []
        return commande(*mots)


def init(
    dossier: Path,
    reponses: Path | None = None,
    parcours: str | None = None,
    lineaire: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Mène l'entretien, ou reprend les réponses d'un fichier, puis rend la charte.

    Rend 0, ou 1 si un document n'a pas pu être produit. Lève `Refus` si le dossier contient déjà une charte,
    `Interruption` si la personne s'arrête, `FichierInvalide` si un fichier est fautif.
    """
    demande = Demande(Dossier(dossier), _parcours(parcours), lineaire, modele, questionnaire)
    verifier_inscriptible(dossier)
    if reponses is None:
        _refuser_si_composee(demande.dossier)
    # Un modèle à soi se contrôle avant l'atelier, pas une fois tout le monde parti.
    contenus = charger(modele, questionnaire)
    with verrouiller(dossier):
        pretes = _interroger(demande, contenus) if reponses is None else _copier(demande, contenus, reponses)
        return fin.conclure(demande.dossier, contenus, pretes)


def _parcours(demande: str | None) -> Parcours | None:
    if demande is not None and demande not in get_args(Parcours):
        raise UsageIncorrect(f"Parcours inconnu : « {demande} ».", "Parcours : express, complet.")
    return cast(Parcours | None, demande)


def _refuser_si_composee(dossier: Dossier) -> None:
    produits = (dossier.texte, dossier.base, dossier.etat, dossier.chemin / "charte.pdf")
    deja = next((chemin for chemin in produits if chemin.exists()), None)
    if deja is None:
        return
    if dossier.reponses.exists():
        exporter = commande("charte", "exporter", str(dossier.chemin))
        raise Refus(
            f"{dossier.chemin} contient déjà une charte : elle n'est pas remplacée.",
            f"Pour refaire ses documents : {exporter}\nPour une autre charte, donnez un autre dossier.",
        )
    raise Refus(
        f"{deja} existe déjà : il n'est pas remplacé.",
        f"Choisissez un autre dossier, par exemple : {commande('charte', 'init', f'{dossier.chemin}-2')}",
    )


def _interroger(demande: Demande, contenus: Contenus) -> Reponses:
    """Mène l'entretien depuis le début, ou d'où l'on s'était arrêté."""
    chemin, questionnaire = demande.dossier.reponses, contenus.questionnaire
    try:
        existantes = bibliotheque.charger_reponses(chemin, questionnaire) if chemin.exists() else None
        interlocuteur = ouvrir(demande.lineaire)
        if existantes is None:
            interlocuteur.titrer(questionnaire.titre, f"Chaque réponse s'enregistre aussitôt dans {chemin}.")
            parcours = demande.parcours or choisir_parcours(questionnaire, interlocuteur)
            reponses = _vierges(contenus, parcours)
        else:
            reponses = existantes.model_copy(update={"parcours": demande.parcours or existantes.parcours})
        if reponses != existantes:
            _enregistrer(chemin, reponses)
        enonces = {une.id: une.enonce for une in contenus.referentiel.recommandations.values()}
        completes = mener(
            questionnaire,
            reponses,
            interlocuteur,
            lambda neuves: _enregistrer(chemin, neuves),
            enonces,
            modele=contenus.modele,
        )
    except (Interruption, KeyboardInterrupt):
        raise _interruption(demande) from None
    print()
    return completes


def _interruption(demande: Demande) -> Interruption:
    chemin = demande.dossier.reponses
    if not chemin.exists():
        return Interruption("Entretien interrompu avant la première réponse : rien n'est enregistré.")
    phrase = f"Entretien interrompu. Tout ce qui est répondu est enregistré dans {chemin}."
    return Interruption(phrase, f"Pour reprendre : {demande.reprise}")


def _vierges(contenus: Contenus, parcours: Parcours) -> Reponses:
    questionnaire, entete = contenus.questionnaire, contenus.modele.entete
    return Reponses(
        questionnaire=f"{questionnaire.id} {questionnaire.version}",
        modele=f"{entete.id} {entete.version}",
        date=datetime.date.today(),
        parcours=parcours,
    )


def _enregistrer(chemin: Path, reponses: Reponses) -> None:
    ancien = chemin.read_text(encoding="utf-8") if chemin.exists() else ""
    ecrire(chemin, texte_reponses(reponses, ancien))


def _copier(demande: Demande, contenus: Contenus, origine: Path) -> Reponses:
    """Valide et copie les réponses d'un fichier. Lève `Refus` si le dossier en contient d'autres."""
    ici, questionnaire = demande.dossier, contenus.questionnaire
    lues = bibliotheque.charger_reponses(origine, questionnaire)
    pretes = reprendre(questionnaire, lues, origine, demande.parcours, datetime.date.today())
    if not ici.reponses.exists():
        _refuser_si_composee(ici)
        ecrire(ici.reponses, texte_reponses(pretes, origine.read_text(encoding="utf-8-sig")))
        return pretes
    existantes = bibliotheque.charger_reponses(ici.reponses, questionnaire)
    if lues.date is None:
        pretes = pretes.model_copy(update={"date": existantes.date})
    if pretes != existantes:
        raise Refus(
            f"{ici.chemin} contient déjà d'autres réponses : rien n'est remplacé.",
            f"Donnez un autre dossier, ou refaites les documents : {commande('charte', 'exporter', str(ici.chemin))}",
        )
    return existantes
