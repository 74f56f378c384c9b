"""Plier un texte à la largeur d'un terminal."""

from __future__ import annotations

import re
import textwrap

_COLLE = re.compile(r" (?=[:;?!»%])|(?<=«) ")


def plier(texte: str, largeur: int, debut: str = "", suite: str = "") -> list[str]:
    """Coupe aux espaces, jamais avant un « ; » ni à l'intérieur d'un guillemet ; un mot trop long déborde entier."""
    colle = _COLLE.sub("\u00a0", texte)
    pliees = textwrap.wrap(
        colle, largeur, initial_indent=debut, subsequent_indent=suite, break_long_words=False, break_on_hyphens=False
    )
    return [ligne.replace("\u00a0", " ") for ligne in pliees]
