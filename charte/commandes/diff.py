"""`charte diff` : ce qui sépare deux chartes, ou deux moments d'une même charte."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from charte.commandes.etats import Etat, Lecteur, contenus_de, est_une_charte, renommages
from charte.commandes.pliage import LARGEUR_MAXIMALE
from charte.contenu.base import Brut
from charte.contenu.bibliotheque import charger_reponses as charger_les_reponses
from charte.contenu.bibliotheque import dossier_modele
from charte.contenu.lecture import lire
from charte.depot.dossier import Dossier
from charte.erreurs import FichierInvalide, UsageIncorrect, commande
from charte.moteur.changements import Changements
from charte.moteur.comparaison import comparer
from charte.rendu.changements import en_donnees
from charte.rendu.narration import raconter
from charte.rendu.recit import ecrire
from charte.rendu.reponses import en_clair

FORMATS = ("texte", "md", "html", "json")


def diff(
    avant: str | None = None,
    apres: str | None = None,
    dossier: Path | None = None,
    format: str = "texte",
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Dit ce qui change d'une charte à l'autre ; rend 0.

    Sans `avant`, la dernière version adoptée ; sans `apres`, l'état de travail. Lève `UsageIncorrect` si l'une des deux
    ne se trouve pas, `FichierInvalide` si elle est fautive.
    """
    verifier_format(format, FORMATS)
    if avant and not (apres or dossier) and est_une_charte(Path(avant)) and not est_une_charte(Path()):
        dossier, avant = Path(avant), None
    lecteur = Lecteur(Dossier(dossier or _dossier_de(avant, apres)), modele, questionnaire)
    ancien = lecteur.designe(avant) if avant else _derniere(lecteur)
    nouveau = lecteur.designe(apres) if apres else lecteur.travail()
    print(rendre(entre(ancien, nouveau), format, modele), end="")
    return 0


def verifier_format(format: str, formats: tuple[str, ...]) -> None:
    """Lève `UsageIncorrect` si ce n'est pas l'un de ces formats."""
    if format not in formats:
        raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : {', '.join(formats)}.")


def entre(avant: Etat, apres: Etat) -> Changements:
    """Ce qui sépare deux états, nommés comme on les a demandés."""
    trouves = comparer(avant.charte, apres.charte, renommages(avant.charte, apres.charte))
    return replace(
        trouves,
        avant=replace(trouves.avant, titre=Brut(avant.titre)),
        apres=replace(trouves.apres, titre=Brut(apres.titre)),
    )


def rendre(changements: Changements, format: str, modele: Path | None) -> str:
    """Rend ces changements dans le format demandé."""
    if format == "json":
        return json.dumps(en_donnees(changements), ensure_ascii=False, indent=2) + "\n"
    return ecrire(raconter(changements), format, largeur(), partial(dossier_modele, modele))


def largeur() -> int:
    """Celle du terminal, sans dépasser ce qui se lit d'un coup d'œil."""
    return min(shutil.get_terminal_size().columns, LARGEUR_MAXIMALE)


def _dossier_de(avant: str | None, apres: str | None) -> Path:
    """Le dossier où chercher versions et références : celui où l'on est, sinon l'un de ceux que l'on compare."""
    cites = (Path(un) for un in (apres, avant) if un)
    return Path() if est_une_charte(Path()) else next((un for un in cites if est_une_charte(un)), Path())


def _derniere(lecteur: Lecteur) -> Etat:
    """La dernière version adoptée, sinon le dernier enregistrement git."""
    travail = lecteur.travail().charte
    if travail.adoptions:
        return lecteur.adoptee(travail.adoptions[-1].version)
    etat = lecteur.enregistree("HEAD")
    if etat is None:
        raise UsageIncorrect(
            f"Dans {lecteur.ici.chemin}, rien n'est encore adopté ni enregistré dans git : il n'y a pas d'avant.",
            f"Pour comparer deux chartes : {commande('charte', 'diff', 'AVANT', 'APRES')}",
        )
    return replace(etat, titre="le dernier enregistrement git")


def textconv(fichier: Path, questionnaire: Path | None = None) -> int:
    """Écrit des réponses en clair, une par paragraphe, pour que `git diff` les compare ; rend 0.

    Un fichier fautif est écrit tel quel : git a besoin d'un texte, et `charte verifier` dira la faute.
    """
    try:
        contenus = contenus_de(fichier, None, questionnaire)
        reponses = charger_les_reponses(fichier, contenus.questionnaire)
        contexte = contenus.contexte(reponses)
        questions = (contexte.question(nom) for nom in contenus.questionnaire.par_id)
        print(en_clair(lire(fichier).valeur, questions), end="")
    except FichierInvalide:
        print(fichier.read_text(encoding="utf-8", errors="replace"), end="")
    return 0
