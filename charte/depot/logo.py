"""Le logo d'un groupe : un fichier du dossier de la charte, lu une fois, contrôlé, ou refusé d'une phrase."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PureWindowsPath
from typing import NoReturn

from charte.contenu.lecture import lire
from charte.contenu.reponses import Reponses
from charte.depot.png import SIGNATURE, PngRefuse, lire_png
from charte.depot.svg import SvgRefuse, lire_svg
from charte.erreurs import Faute, FichierInvalide, Refus
from charte.moteur.charte import Logo

OCTETS_PNG, OCTETS_SVG = 2_000_000, 500_000
"""Ce que pèse un logo, au plus : il est joint à chaque document."""

_ADRESSE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def lire_logo(fichier: Path, reponses: Reponses) -> Logo | None:
    """Rend le logo que nomment ces réponses, lues dans ce fichier, ou `None` si elles n'en nomment pas.

    Lève `Refus` si son chemin sort du dossier, `FichierInvalide` si le logo manque, ou ne peut pas aller dans un
    document.
    """
    chemin = chemin_du_logo(fichier, reponses)
    return None if chemin is None else _controler(chemin, _octets(fichier, chemin))


def chemin_du_logo(fichier: Path, reponses: Reponses) -> Path | None:
    """Le fichier du logo, dans le dossier de ces réponses ; il peut manquer. Lève `Refus` s'il en sortait."""
    nom = reponses.apparence.logo if reponses.apparence else None
    if nom is None:
        return None
    if _ADRESSE.match(nom) or nom.startswith("//"):
        _refuser(fichier, f"« {nom} » est une adresse : le logo est un fichier de ce dossier")
    if "\\" in nom or "\0" in nom or Path(nom).is_absolute() or PureWindowsPath(nom).is_absolute() or nom[0] == "/":
        _refuser(fichier, f"« {nom} » : donnez un chemin relatif, comme « logo.svg »")
    if ".." in Path(nom).parts:
        _refuser(fichier, f"« {nom} » sort du dossier de la charte : copiez-y le logo")
    chemin = fichier.parent / nom
    try:
        dedans = chemin.resolve().is_relative_to(fichier.parent.resolve())
    except (OSError, RuntimeError):
        _invalide(fichier, f"« {nom} » est un lien qui tourne en rond")
    if not dedans:
        _refuser(fichier, f"« {nom} » est un lien qui sort du dossier de la charte : copiez-y le logo")
    return chemin


def _octets(fichier: Path, chemin: Path) -> bytes:
    """Le contenu du logo, borné. Lève `FichierInvalide` s'il manque, si c'est un dossier, s'il est trop gros."""
    nom = chemin.relative_to(fichier.parent)
    try:
        # Sans O_NONBLOCK, ouvrir un tube nommé attendrait sans fin.
        descripteur = os.open(chemin, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descripteur, "rb") as ouvert:
            if not stat.S_ISREG(os.fstat(descripteur).st_mode):
                _invalide(fichier, f"« {nom} » n'est pas un fichier : un logo PNG ou SVG est attendu")
            octets = ouvert.read(OCTETS_PNG + 1)
    except IsADirectoryError:
        _invalide(fichier, f"« {nom} » est un dossier : un logo PNG ou SVG est attendu")
    except PermissionError:
        _invalide(fichier, f"« {nom} » ne se lit pas : vérifiez vos droits sur ce fichier")
    except OSError:
        _invalide(fichier, f"« {nom} » est introuvable dans ce dossier")
    if len(octets) > OCTETS_PNG:
        _invalide(fichier, f"« {nom} » est trop gros : {OCTETS_PNG // 1_000_000} Mo au plus")
    return octets


def _controler(chemin: Path, octets: bytes) -> Logo:
    try:
        if octets.startswith(SIGNATURE):
            return lire_png(octets)
        if not _ressemble_a_du_xml(octets):
            raise SvgRefuse("ce fichier n'est ni un PNG ni un SVG")
        if len(octets) > OCTETS_SVG:
            raise SvgRefuse(f"ce SVG est trop gros : {OCTETS_SVG // 1000} ko au plus ; simplifiez-le")
        return lire_svg(octets)
    except PngRefuse as refus:
        raise FichierInvalide([Faute(chemin, 1, 1, str(refus))]) from None
    except SvgRefuse as refus:
        raise FichierInvalide([Faute(chemin, refus.ligne, refus.colonne, refus.phrase)]) from None


def _ressemble_a_du_xml(octets: bytes) -> bool:
    return octets.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or octets[:2] in (b"\xff\xfe", b"\xfe\xff")


def _place(fichier: Path) -> tuple[int, int]:
    return lire(fichier).position(("apparence", "logo"))


def _invalide(fichier: Path, phrase: str) -> NoReturn:
    raise FichierInvalide([Faute(fichier, *_place(fichier), f"logo : {phrase}")]) from None


def _refuser(fichier: Path, phrase: str) -> NoReturn:
    raise Refus(str(Faute(fichier, *_place(fichier), f"logo : {phrase}"))) from None
