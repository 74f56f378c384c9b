"""Une seule commande à la fois écrit dans un dossier."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from charte.depot.ecriture import plusieurs_fichiers as ensemble
from charte.depot.ecriture.un_fichier import cause
from charte.erreurs import EcritureImpossible, Refus

if sys.platform == "win32":
    import msvcrt

    def _prendre(fichier: IO[str]) -> None:
        msvcrt.locking(fichier.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _prendre(fichier: IO[str]) -> None:
        fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)


_ESSAIS = 20


@contextlib.contextmanager
def verrouiller(dossier: Path) -> Iterator[None]:
    """Tient le dossier le temps d'une commande qui écrit, après avoir fini ce qu'un arrêt aurait coupé.

    Lève `Refus` si une autre commande le tient, `EcritureImpossible` si l'on ne peut pas écrire ici. Le système rend le
    verrou à la mort du programme, quelle qu'elle soit : il ne reste jamais pris. Les dossiers créés pour lui et restés
    vides sont retirés.
    """
    chemin = dossier / ".charte" / "verrou"
    with _ouvrir(dossier, chemin) as fichier:
        try:
            ensemble.reprendre(dossier)
            yield
        finally:
            # Effacé avant d'être rendu, personne ne peut le prendre entre-temps ; Windows n'efface qu'un fichier fermé.
            restes = [chemin.unlink, fichier.close, chemin.parent.rmdir, dossier.rmdir]
            if sys.platform == "win32":
                restes[:2] = reversed(restes[:2])
            for reste in restes:
                with contextlib.suppress(OSError):
                    reste()


def achever(dossier: Path) -> None:
    """Avant de lire : finit l'écriture qu'un arrêt aurait coupée. Ne touche à rien s'il n'y en a pas.

    Lève les refus de `verrouiller`.
    """
    if ensemble.interrompue(dossier):
        with verrouiller(dossier):
            pass


def _ouvrir(dossier: Path, chemin: Path) -> IO[str]:
    """Le fichier du verrou, tenu."""
    for _ in range(_ESSAIS):
        try:
            chemin.parent.mkdir(parents=True, exist_ok=True)
            fichier = chemin.open("a", encoding="utf-8")
        except FileNotFoundError:
            # Une commande qui finissait vient de retirer le dossier.
            continue
        except OSError as erreur:
            raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {cause(erreur)}.") from erreur
        try:
            _prendre(fichier)
        except (BlockingIOError, PermissionError):
            fichier.close()
            break
        except OSError:
            # Certains disques réseau ne savent pas verrouiller : mieux vaut y travailler ainsi que pas du tout.
            return fichier
        if _en_place(fichier, chemin):
            return fichier
        fichier.close()
    raise Refus(
        f"Une autre commande charte travaille dans {dossier}.",
        "Attendez qu'elle finisse, ou terminez l'entretien resté ouvert, puis recommencez.",
    )


def _en_place(fichier: IO[str], chemin: Path) -> bool:
    """Vrai si le fichier tenu est toujours celui que les autres ouvriront."""
    try:
        return os.path.samestat(os.fstat(fichier.fileno()), chemin.stat())
    except FileNotFoundError:
        return False
