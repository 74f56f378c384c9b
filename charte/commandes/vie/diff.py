"""`charte diff` : ce qui sépare deux chartes, ou deux moments d'une même charte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from charte.depot.dossier import Dossier
from charte.erreurs import UsageIncorrect, commande
from charte.services.comparer.differences import entre, rendre
from charte.services.comparer.etats import Etat, Lecteur, est_une_charte
from charte.services.options import verifier_format

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
