"""La charte en grands caractères : le texte du PDF, en 18 points au moins, sur une colonne, les tableaux en fiches."""

from __future__ import annotations

from pathlib import Path

from charte.moteur.charte import Charte
from charte.rendu.html import page
from charte.rendu.pdf import imprimer


def grands_caracteres(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF en grands caractères ; même texte et même ordre que le PDF. Lève comme `charte.rendu.pdf.pdf`."""
    return imprimer(page(charte, modele, gabarit="grands-caracteres.html.j2"), modele, "grands-caracteres.css")
