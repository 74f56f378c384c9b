"""La charte en grands caractères : le texte du PDF, en 18 points au moins, sur une colonne, les tableaux en fiches."""

from __future__ import annotations

from pathlib import Path

from charte.moteur.charte import Charte
from charte.rendu.ecrivains.html import feuille_autonome, page
from charte.rendu.impression.pdf import imprimer


def grands_caracteres(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF en grands caractères ; même texte, même ordre que le PDF. Lève comme celui du PDF."""
    return imprimer(page_agrandie(charte, modele), modele, "grands-caracteres.css", charte, joindre=True)


def html(charte: Charte, modele: Path) -> str:
    """Rend le même document en une page à imprimer depuis un navigateur. Lève `FichierInvalide`."""
    return page_agrandie(charte, modele, feuille_autonome(modele, "grands-caracteres.css", charte))


def page_agrandie(charte: Charte, modele: Path, style: str = "") -> str:
    """Rend le HTML du document, avec la feuille de style donnée.

    Les annexes que l'on remplit, que l'on recopie ou que l'on consulte feraient, à ce corps, deux documents de plus :
    celui-ci dit où les trouver.
    """
    return page(charte, modele, style, abrege=True, en_fiches=True)
