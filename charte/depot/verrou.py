"""Un seul entretien à la fois dans un dossier."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from charte.erreurs import Refus

if sys.platform == "win32":
    import msvcrt

    def _prendre(fichier: IO[str]) -> None:
        msvcrt.locking(fichier.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _prendre(fichier: IO[str]) -> None:
        fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def verrouiller(dossier: Path) -> Iterator[None]:
    """Tient le dossier le temps d'un entretien ; lève `Refus` si un autre le tient.

    Le système rend le verrou à la mort du programme, quelle qu'elle soit : il ne reste jamais pris. Les dossiers créés
    pour lui et restés vides sont retirés.
    """
    chemin = dossier / ".charte" / "verrou"
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a", encoding="utf-8") as fichier:
        try:
            _prendre(fichier)
        except OSError:
            raise Refus(
                f"Un autre entretien est en cours dans {dossier}.",
                "Terminez-le d'abord, ou choisissez un autre dossier.",
            ) from None
        try:
            yield
        finally:
            # Fermé avant d'être effacé : Windows n'efface pas un fichier ouvert.
            fichier.close()
            for reste in (chemin.unlink, chemin.parent.rmdir, dossier.rmdir):
                with contextlib.suppress(OSError):
                    reste()
