"""Écrire sans jamais laisser un fichier à moitié fait."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from charte.erreurs import EcritureImpossible


def ecrire(chemin: Path, contenu: str | bytes) -> None:
    """Écrit d'un bloc : fichier temporaire dans le même dossier, synchronisé, puis renommé.

    Une coupure laisse l'ancien fichier ou le nouveau, jamais un mélange. Un fichier qui dit déjà cela n'est pas touché.
    Lève `EcritureImpossible`.
    """
    octets = contenu.encode("utf-8") if isinstance(contenu, str) else contenu
    try:
        if chemin.is_file() and chemin.stat().st_size == len(octets) and chemin.read_bytes() == octets:
            return
        chemin.parent.mkdir(parents=True, exist_ok=True)
        droits = chemin.stat().st_mode & 0o777 if chemin.exists() else 0o666 & ~_masque()
        descripteur, provisoire = tempfile.mkstemp(prefix=f".{chemin.name}.", suffix=".tmp", dir=chemin.parent)
        try:
            with os.fdopen(descripteur, "wb") as sortie:
                sortie.write(octets)
                sortie.flush()
                os.fsync(sortie.fileno())
            os.chmod(provisoire, droits)
            os.replace(provisoire, chemin)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(provisoire)
            raise
    except OSError as erreur:
        raise EcritureImpossible(f"Impossible d'écrire {chemin} : {cause(erreur)}.") from erreur


def verifier_inscriptible(dossier: Path) -> None:
    """Vérifie qu'on pourra écrire dans ce dossier, existant ou à créer ; ne laisse rien derrière soi.

    Lève `EcritureImpossible`, avec la cause et un remède.
    """
    existant = dossier
    while not existant.exists() and existant != existant.parent:
        existant = existant.parent
    remede = "Choisissez un autre dossier, par exemple : charte init ~/ma-charte"
    if not existant.is_dir():
        raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {existant} n'est pas un dossier.", remede)
    try:
        descripteur, provisoire = tempfile.mkstemp(prefix=".charte-essai.", dir=existant)
        os.close(descripteur)
        os.unlink(provisoire)
    except OSError as erreur:
        raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {cause(erreur)}.", remede) from erreur


def cause(erreur: OSError) -> str:
    """Dit en français pourquoi le système refuse."""
    causes = {
        "EACCES": "le dossier est protégé",
        "EPERM": "le système le refuse",
        "EROFS": "le disque est en lecture seule",
        "ENOSPC": "le disque est plein",
        "EDQUOT": "votre quota est atteint",
        "ENAMETOOLONG": "le nom est trop long",
        "ENOENT": "le dossier n'existe pas",
        "EEXIST": "un fichier porte ce nom",
        "ELOOP": "un lien tourne en rond",
        "ENOTDIR": "un fichier porte le nom du dossier",
        "EISDIR": "un dossier porte ce nom",
    }
    return causes.get(errno.errorcode.get(erreur.errno or 0, ""), f"erreur du système n° {erreur.errno}")


def _masque() -> int:
    masque = os.umask(0)
    os.umask(masque)
    return masque
