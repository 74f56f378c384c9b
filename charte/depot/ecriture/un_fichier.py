"""Écrire sans jamais laisser un fichier à moitié fait."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import sys
import tempfile
from pathlib import Path, PurePath

from charte.erreurs import EcritureImpossible

SUFFIXE = ".charte.tmp"
"""La fin du nom de nos fichiers provisoires : assez à nous pour les effacer sans crainte."""
LONGUEUR_POUR_WINDOWS = 180
"""259 signes en tout, moins le plus long des noms écrits dans le dossier, ses provisoires compris."""
_RESERVE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_INTERDIT = re.compile(r'[<>:"|?*\x00-\x1f]|[. ]$')


def ecrire(chemin: Path, contenu: str | bytes) -> None:
    """Écrit d'un bloc : fichier provisoire dans le même dossier, synchronisé, puis renommé.

    Une coupure laisse l'ancien fichier ou le nouveau, jamais un mélange. Un texte (`str`) garde les fins de ligne et la
    marque d'ordre qu'avait le fichier ; un fichier qui dit déjà cela n'est pas touché. Lève `EcritureImpossible`.
    """
    try:
        octets = a_ecrire(chemin, contenu)
        if octets is not None:
            provisoire = preparer(chemin, octets)
            try:
                os.replace(provisoire, chemin)
            except BaseException:
                retirer(provisoire)
                raise
            synchroniser(chemin.parent)
    except OSError as erreur:
        raise impossible(chemin, erreur) from erreur


def a_ecrire(chemin: Path, contenu: str | bytes) -> bytes | None:
    """Les octets à écrire dans ce fichier, ou `None` s'il les contient déjà. Lève `OSError`."""
    ancien = chemin.read_bytes() if chemin.is_file() else None
    octets = contenu if isinstance(contenu, bytes) else _comme_avant(contenu, ancien or b"")
    return None if octets == ancien else octets


def _comme_avant(texte: str, ancien: bytes) -> bytes:
    """Ce texte en UTF-8, avec les fins de ligne et la marque d'ordre (BOM) du fichier qu'il remplace."""
    octets = texte.removeprefix("\ufeff").encode()
    premiere = ancien.partition(b"\n")[0]
    if premiere.endswith(b"\r") and len(premiere) < len(ancien):
        octets = octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return codecs.BOM_UTF8 + octets if ancien.startswith(codecs.BOM_UTF8) else octets


def preparer(chemin: Path, octets: bytes) -> Path:
    """Écrit ces octets à côté du fichier, synchronisés et prêts à prendre sa place. Lève `OSError`."""
    _creer(chemin.parent)
    droits = chemin.stat().st_mode & 0o777 if chemin.exists() else 0o666 & ~_masque()
    descripteur, provisoire = tempfile.mkstemp(prefix=f".{chemin.name}.", suffix=SUFFIXE, dir=chemin.parent)
    try:
        with os.fdopen(descripteur, "wb") as sortie:
            sortie.write(octets)
            sortie.flush()
            os.fsync(sortie.fileno())
        os.chmod(provisoire, droits)
    except BaseException:
        retirer(Path(provisoire))
        raise
    return Path(provisoire)


def retirer(chemin: Path) -> None:
    """Efface ce fichier s'il est là ; ne dit rien si l'on ne peut pas."""
    with contextlib.suppress(OSError):
        chemin.unlink()


def balayer(dossier: Path) -> None:
    """Efface les fichiers provisoires qu'un arrêt net a laissés dans ce dossier."""
    for reste in dossier.glob(f".*{SUFFIXE}"):
        retirer(reste)


def synchroniser(dossier: Path) -> None:
    """Inscrit sur le disque les noms de ce dossier : sans cela, une coupure de courant peut défaire un renommage.

    Windows ne sait pas le faire, certains disques réseau non plus : on fait alors sans.
    """
    with contextlib.suppress(OSError):
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def impossible(chemin: Path, erreur: OSError) -> EcritureImpossible:
    """Dit quel fichier ne s'écrit pas, et pourquoi."""
    remede = "Fermez-le s'il est ouvert dans un autre logiciel." if sys.platform == "win32" and chemin.exists() else ""
    return EcritureImpossible(f"Impossible d'écrire {chemin} : {cause(erreur)}.", remede)


def _creer(dossier: Path) -> None:
    if not dossier.is_dir():
        _creer(dossier.parent)
        dossier.mkdir(exist_ok=True)
        synchroniser(dossier.parent)


def verifier_inscriptible(dossier: Path) -> None:
    """Vérifie qu'on pourra écrire dans ce dossier, existant ou à créer ; ne laisse rien derrière soi.

    Lève `EcritureImpossible`, avec la cause et un remède.
    """
    existant = dossier
    while not existant.exists() and existant != existant.parent:
        existant = existant.parent
    remede = "Choisissez un autre dossier, par exemple : charte init ~/ma-charte"
    empeche = refus_de_windows(dossier.absolute()) if sys.platform == "win32" else ""
    if empeche:
        raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {empeche}.", remede)
    if not existant.is_dir():
        raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {existant} n'est pas un dossier.", remede)
    try:
        # Sans nom là où le système le permet : même un arrêt net ne laisse rien.
        tempfile.TemporaryFile(prefix=".charte-essai.", suffix=SUFFIXE, dir=existant).close()
    except OSError as erreur:
        raise EcritureImpossible(f"Impossible d'écrire dans {dossier} : {cause(erreur)}.", remede) from erreur


def refus_de_windows(dossier: PurePath) -> str:
    """Ce que Windows refuserait dans ce nom de dossier, vide s'il va bien.

    Les règles sont celles de « Naming Files, Paths, and Namespaces » (Microsoft).
    """
    for nom in dossier.parts[1 if dossier.anchor else 0 :]:
        if _RESERVE.fullmatch(nom):
            return f"« {nom} » est un nom que Windows garde pour lui"
        if _INTERDIT.search(nom):
            return f"Windows n'accepte pas le nom « {nom} »"
    if len(str(dossier)) > LONGUEUR_POUR_WINDOWS:
        return f"le chemin est trop long pour Windows ({len(str(dossier))} signes, {LONGUEUR_POUR_WINDOWS} au plus)"
    return ""


def cause(erreur: OSError) -> str:
    """Dit en français pourquoi le système refuse."""
    causes = {
        "EACCES": "le dossier est protégé",
        "EPERM": "le système le refuse",
        "EROFS": "le disque est en lecture seule",
        "ENOSPC": "le disque est plein",
        "EDQUOT": "votre quota est atteint",
        "EFBIG": "le disque n'accepte pas un si gros fichier",
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
