"""Les documents que plusieurs essais regardent, rendus une seule fois pour toute la suite.

Regarder un document (conforme, complet, dans l'ordre) ne demande pas de le refaire : un PDF entier prend plusieurs
secondes. Les travailleurs se les passent par un dossier commun, que `tests/conftest.py` donne à chaque passage.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from charte.moteur.charte import Charte
from charte.rendu import rendre_document
from tests.rendu.outils.charte_d_essai import MODELE

_ou: list[Path] = []


def garder_dans(dossier: Path) -> None:
    """Dit où garder les documents ; à dire une fois, avant le premier."""
    dossier.mkdir(exist_ok=True)
    _ou[:] = [dossier]


def rendu(charte: Charte, format: str, moteur: str | None = None) -> bytes:
    """Le document de cette charte, par le modèle livré ; la même charte n'est rendue qu'une fois.

    Le moteur d'un PDF, s'il n'est pas dit, est WeasyPrint et lui seul.
    """
    moteur = moteur or ("weasyprint" if format == "pdf" else None)
    garde = _ou[0] / hashlib.sha256(repr((charte, format, moteur)).encode()).hexdigest()
    if not garde.exists():
        provisoire = garde.with_suffix(f".{os.getpid()}")
        provisoire.write_bytes(rendre_document(charte, format, MODELE, moteur))
        provisoire.replace(garde)
    return garde.read_bytes()
