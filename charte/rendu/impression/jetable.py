"""Le dossier où un moteur de PDF pose ses brouillons : il s'efface, même après un arrêt net."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIXE = "charte-rendu-"
PERIME = 3600
"""En secondes : aucun rendu ne dure une heure."""


@contextlib.contextmanager
def dossier_jetable() -> Iterator[Path]:
    """Rend un dossier vide, effacé à la fin ; efface aussi ceux qu'un rendu coupé net avait laissés."""
    _balayer(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIXE, ignore_cleanup_errors=True) as nom:
        yield Path(nom)


def _balayer(commun: Path) -> None:
    """Le dossier est à tout le monde : on n'y touche qu'aux restes de la personne, jamais à un rendu en cours."""
    for reste in commun.glob(f"{PREFIXE}*"):
        with contextlib.suppress(OSError):
            etat = reste.lstat()
            a_nous = not hasattr(os, "getuid") or etat.st_uid == os.getuid()
            if a_nous and time.time() - etat.st_mtime > PERIME and not reste.is_symlink():
                shutil.rmtree(reste, ignore_errors=True)
