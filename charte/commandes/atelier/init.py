"""`charte init` : mener l'entretien, enregistrer chaque réponse, rendre la charte."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from charte.contenu import bibliotheque
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.questionnaire import Parcours
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire, verifier_inscriptible
from charte.depot.ecriture.verrou import achever, verrouiller
from charte.depot.reponses_jointes import est_un_pdf, reponses_du_pdf
from charte.ecran.entretien.conduite import choisir_parcours, mener
from charte.ecran.facons.ouverture import ouvrir
from charte.ecran.facons.sans_personne import reprendre
from charte.ecran.interlocuteur import Interlocuteur
from charte.erreurs import Interruption, Refus, commande
from charte.services import conclure as fin
from charte.services.charger import Contenus, charger
from charte.services.options import verifier_parcours

_DU_PDF = "Le PDF porte les réponses, pas les retouches faites à la main dans CHARTE.md : reportez-les s'il y en avait."


@dataclass(frozen=True)
class Demande:
    """Ce qui est demandé sur la ligne de commande, pour le retrouver dans la commande de reprise."""

    dossier: Dossier
    parcours: Parcours | None
    lineaire: bool
    modele: Path | None
    questionnaire: Path | None
    avec_git: bool | None = None

    @property
    def reprise(self) -> str:
        """La commande qui reprend cet entretien."""
        mots = ["charte", "init", str(self.dossier.chemin)]
        mots += ["--lineaire"] if self.lineaire else []
        mots += ["--modele", str(self.modele)] if self.modele else []
        mots += ["--questionnaire", str(self.questionnaire)] if self.questionnaire else []
        mots += [] if self.avec_git is None else ["--git" if self.avec_git else "--sans-git"]
        return commande(*mots)


def init(
    dossier: Path,
    reponses: Path | None = None,
    parcours: str | None = None,
    lineaire: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
    avec_git: bool | None = None,
) -> int:
    """Mène l'entretien, ou reprend les réponses d'un fichier ou du PDF d'une charte, puis rend la charte.

    `avec_git` : l'enregistrer dans git, ou non ; `None` le demande en entretien, et ne touche pas à git sans personne.
    Une charte déjà faite s'y enregistre aussi. Rend 0, ou 1 si un document n'a pas pu être produit. Lève `Refus` si le
    dossier contient déjà une charte, `Interruption` si la personne s'arrête, `FichierInvalide` si un fichier est
    fautif, `RefusGit` si l'on veut git et qu'il ne peut pas.
    """
    if reponses is not None and est_un_pdf(reponses):
        with reponses_du_pdf(reponses) as jointes:
            code = init(dossier, jointes, parcours, lineaire, modele, questionnaire, avec_git)
        from charte.services.dire.pliage import dire

        dire(f"\n{_DU_PDF}")
        return code
    demande = Demande(Dossier(dossier), verifier_parcours(parcours), lineaire, modele, questionnaire, avec_git)
    verifier_inscriptible(dossier)
    achever(dossier)
    if avec_git and reponses is None and demande.dossier.texte.exists() and demande.dossier.reponses.exists():
        with verrouiller(dossier):
            _versionner(demande, None)
        return 0
    if reponses is None:
        _refuser_si_composee(demande.dossier)
    # Un modèle à soi se contrôle avant l'atelier, pas une fois tout le monde parti.
    contenus = charger(modele, questionnaire, reponses=reponses or demande.dossier.reponses)
    with verrouiller(dossier):
        if reponses is not None:
            interlocuteur, pretes = None, _copier(demande, contenus, reponses)
        else:
            interlocuteur = ouvrir(lineaire)
            pretes = _interroger(demande, contenus, interlocuteur)
        code = fin.conclure(demande.dossier, contenus, pretes)
        _versionner(demande, interlocuteur)
        return code


def _versionner(demande: Demande, interlocuteur: Interlocuteur | None) -> None:
    # git ne sert qu'à la fin : la première question n'a pas à l'attendre.
    from charte.services.enregistrer.versionner import versionner

    versionner(demande.dossier, demande.avec_git, interlocuteur)


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


def _interroger(demande: Demande, contenus: Contenus, interlocuteur: Interlocuteur) -> Reponses:
    """Mène l'entretien depuis le début, ou d'où l'on s'était arrêté."""
    chemin, questionnaire = demande.dossier.reponses, contenus.questionnaire
    try:
        existantes = bibliotheque.charger_reponses(chemin, questionnaire) if chemin.exists() else None
        if existantes is None:
            interlocuteur.titrer(questionnaire.titre, f"Chaque réponse s'enregistre aussitôt dans {chemin}.")
            parcours = demande.parcours or choisir_parcours(questionnaire, interlocuteur)
            reponses = _vierges(contenus, parcours)
        else:
            reponses = existantes.model_copy(update={"parcours": demande.parcours or existantes.parcours})
        if reponses != existantes:
            _enregistrer(chemin, reponses)
        completes = mener(
            questionnaire,
            reponses,
            interlocuteur,
            lambda neuves: _enregistrer(chemin, neuves),
            contenus.enonces(),
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
        _copier_le_logo(ici, lues, origine)
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


def _copier_le_logo(ici: Dossier, lues: Reponses, origine: Path) -> None:
    """Le logo suit les réponses qui le nomment, une fois contrôlé. Lève `Refus` si un autre fichier a son nom."""
    if lues.apparence is None:
        return
    from charte.depot.images.logo import chemin_du_logo, lire_logo

    source = chemin_du_logo(origine, lues)
    if source is None or lire_logo(origine, lues) is None:
        return
    copie, octets = ici.chemin / source.relative_to(origine.parent), source.read_bytes()
    if copie.exists() and (not copie.is_file() or copie.read_bytes() != octets):
        raise Refus(f"{copie} existe déjà : il n'est pas remplacé.", "Donnez un autre dossier, ou un autre logo.")
    ecrire(copie, octets)
