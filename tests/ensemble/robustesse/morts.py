"""Mourir net à la n-ième écriture d'un geste, comme d'un `kill -9`, et regarder ce qui reste."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from charte.erreurs import ErreurCharte

Geste = Callable[[Path], object]
Etat = dict[str, bytes]

_MORT, _FINI, _RATE = 137, 0, 99
_APPELS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link", "fcntl.flock"}
_POUR_ECRIRE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def etat(dossier: Path) -> Etat:
    """Les fichiers d'un dossier, par chemin ; le verrou n'en est pas."""
    fichiers = (un for un in sorted(dossier.rglob("*")) if un.is_file() and un.name != "verrou")
    return {un.relative_to(dossier).as_posix(): un.read_bytes() for un in fichiers if ".git/" not in un.as_posix()}


def morts(depart: Path, geste: Geste, pas: int = 1) -> Iterator[tuple[int, Path]]:
    """Les dossiers que laisse ce geste, mort avant sa première écriture, avant la deuxième, et ainsi jusqu'à la fin.

    `pas` : ne mourir que toutes les tant d'écritures. Le dernier dossier rendu est celui d'un geste arrivé au bout.
    """
    rang = 1 - pas
    while True:
        rang += pas
        dossier = depart.parent.with_name(f"mort-{rang}") / depart.name
        if depart.exists():
            shutil.copytree(depart, dossier)
        else:
            dossier.parent.mkdir()
        code = _mourir(rang, dossier, geste)
        assert code in (_MORT, _FINI), f"le geste a échoué avant sa mort n° {rang} : code {code}"
        yield rang, dossier
        shutil.rmtree(dossier.parent)
        if code == _FINI:
            return


def a_part(geste: Callable[[], object]) -> int:
    """Lance le geste dans un processus à part et muet ; rend son code : 0, celui de l'erreur de charte, ou 99."""
    sys.stdout.flush()
    sys.stderr.flush()
    enfant = os.fork()
    if enfant:
        return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
    try:
        rien = os.open(os.devnull, os.O_RDWR)
        for flux in (0, 1, 2):
            os.dup2(rien, flux)
        geste()
        os._exit(_FINI)
    except ErreurCharte as erreur:
        os._exit(erreur.code)
    finally:
        os._exit(_RATE)


def _mourir(rang: int, dossier: Path, geste: Geste) -> int:
    """Lance le geste à part ; il meurt juste avant sa `rang`-ième écriture. Rend son code."""

    def mourir() -> None:
        armer(rang, dossier.parent)
        geste(dossier)

    return a_part(mourir)


def armer(rang: int, lieu: Path) -> None:
    """Ce processus mourra juste avant sa `rang`-ième écriture sous ce lieu, sans un mot."""
    reste = [rang]
    ici = os.fspath(lieu)

    def compter() -> None:
        reste[0] -= 1
        if reste[0] == 0:
            os._exit(_MORT)

    def ecouter(evenement: str, arguments: tuple[Any, ...]) -> None:
        if evenement in _APPELS or (evenement == "open" and (arguments[2] or 0) & _POUR_ECRIRE):
            cible = arguments[0]
            if evenement == "fcntl.flock" or (isinstance(cible, str | bytes | os.PathLike) and _sous(cible, ici)):
                compter()

    def avant(appel: Callable[..., Any]) -> Callable[..., Any]:
        def appeler(*arguments: Any, **options: Any) -> Any:
            compter()
            return appel(*arguments, **options)

        return appeler

    # Ces appels-là ne s'annoncent pas : ni le premier octet écrit, ni la mise sur le disque.
    os.fsync = avant(os.fsync)
    os.fdopen = avant(os.fdopen)
    sys.addaudithook(ecouter)


def _sous(cible: str | bytes | os.PathLike[str], ici: str) -> bool:
    return os.path.abspath(os.fsdecode(cible)).startswith(ici)


def lieu_d_essai() -> Path:
    """Un dossier temporaire en mémoire si la machine en a un : on y meurt des centaines de fois."""
    memoire = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="charte-morts-", dir=memoire if os.access(memoire, os.W_OK) else None))
