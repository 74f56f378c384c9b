"""Choisir la façon de parler avec la personne."""

from __future__ import annotations

import os
import sys

from charte.ecran.interlocuteur import Interlocuteur


def ouvrir(lineaire: bool) -> Interlocuteur:
    """L'écran, ou le texte linéaire s'il est demandé (`--lineaire`, `ACCESSIBLE=1`) ou seul possible ici."""
    if lineaire or _texte_seul():
        from charte.ecran.facons.lineaire import Lineaire

        return Lineaire()
    from charte.ecran.facons.terminal import Terminal

    return Terminal()


def _texte_seul() -> bool:
    accessible = os.environ.get("ACCESSIBLE", "") not in ("", "0")
    return accessible or os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty())
