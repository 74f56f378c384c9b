"""Le logo d'un groupe : un fichier du dossier de la charte, lu une fois, contrôlé, ou refusé d'une phrase."""

from __future__ import annotations

import os
import re
import stat
import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PureWindowsPath
from typing import NoReturn

from charte.contenu.lecture.yaml_situe import lire
from charte.contenu.reponses import Reponses
from charte.depot.images.svg import SvgRefuse, lire_svg
from charte.erreurs import Faute, FichierInvalide, Refus
from charte.moteur.charte import Logo

OCTETS_PNG, OCTETS_SVG = 2_000_000, 500_000
"""Ce que pèse un logo, au plus : il est joint à chaque document."""

PIXELS_MAXIMUM, COTE_MAXIMUM = 8_000_000, 20_000

_ADRESSE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FIN = b"\0\0\0\0IEND\xaeB`\x82"
_UTILES = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_VALEURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Combien de valeurs fait un pixel, par type de couleur (PNG, troisième édition, W3C, 11.2.1)."""
_ABIME = "ce PNG est tronqué ou abîmé ; exportez-le de nouveau"


class PngRefuse(Exception):
    """Ce PNG n'ira pas dans un document ; le message est la phrase à dire."""


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
        if octets.startswith(_SIGNATURE):
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


def lire_png(octets: bytes) -> Logo:
    """Rend l'image, sans ses métadonnées. Lève `PngRefuse` si elle est trop grande, tronquée ou abîmée."""
    morceaux = list(_morceaux_utiles(octets))
    # L'image garde ses octets : réencodée, elle changerait d'une version de Pillow à l'autre, et avec elle la charte.
    image = _SIGNATURE + b"".join(morceaux)
    if image[12:16] != b"IHDR" or image[26:28] != b"\0\0" or not image.endswith(_FIN):
        raise PngRefuse(_ABIME)
    largeur, hauteur = int.from_bytes(image[16:20]), int.from_bytes(image[20:24])
    _borner(largeur, hauteur)
    _decoder(image)
    _mesurer(image[24:29], largeur, hauteur, b"".join(un[8:-4] for un in morceaux if un[4:8] == b"IDAT"))
    return Logo("png", b64encode(image).decode(), largeur, hauteur)


def _morceaux_utiles(octets: bytes) -> Iterator[bytes]:
    """Ce qui fait l'image, jusqu'à `IEND` ; ce qui suit ne compte pas."""
    rang, nom = len(_SIGNATURE), b""
    while rang < len(octets) and nom != b"IEND":
        nom, fin = octets[rang + 4 : rang + 8], rang + 12 + int.from_bytes(octets[rang : rang + 4])
        if nom in _UTILES:
            yield octets[rang:fin]
        rang = fin


def _borner(largeur: int, hauteur: int) -> None:
    if not largeur or not hauteur:
        raise PngRefuse("ce PNG n'a aucun pixel")
    if largeur * hauteur > PIXELS_MAXIMUM or max(largeur, hauteur) > COTE_MAXIMUM:
        raise PngRefuse(
            f"ce PNG est trop grand : {largeur} × {hauteur} pixels, soit {largeur * hauteur / 1e6:.0f} mégapixels ; "
            f"{PIXELS_MAXIMUM // 1_000_000} au plus (1000 × 1000 suffit à un logo)"
        )


def _decoder(image: bytes) -> None:
    """Lève `PngRefuse` si Pillow ne sait pas lire cette image jusqu'au bout, sommes de contrôle comprises."""
    from PIL import ImageFile  # seul qui a un logo en PNG attend Pillow
    from PIL.PngImagePlugin import PngImageFile

    # WeasyPrint, une fois chargé, rend Pillow indulgent pour les images tronquées, dans tout le programme.
    indulgent, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        PngImageFile(BytesIO(image)).verify()
        lue = PngImageFile(BytesIO(image))
        palette = lue.palette
        lue.load()
    except Exception:  # selon le défaut, Pillow lève OSError, SyntaxError, ValueError, IndexError…
        raise PngRefuse(_ABIME) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = indulgent
    if lue.mode == "P" and palette is None:
        raise PngRefuse("ce PNG n'a pas sa palette de couleurs ; exportez-le de nouveau")


def _mesurer(entete: bytes, largeur: int, hauteur: int, comprimee: bytes) -> None:
    """Lève `PngRefuse` si elle se décomprime en plus ou moins d'octets que ses pixels : Pillow ne s'en soucie pas."""
    profondeur, couleur, _, _, entrelace = entete
    attendu = hauteur * (1 + (largeur * _VALEURS[couleur] * profondeur + 7) // 8)
    # Entrelacés, les mêmes pixels font sept petites images, dont chaque ligne est complétée.
    au_plus = 4 * attendu if entrelace else attendu
    flux = zlib.decompressobj()
    try:
        produits = len(flux.decompress(comprimee, au_plus + 1))
    except zlib.error:
        raise PngRefuse(_ABIME) from None
    if produits > au_plus:
        raise PngRefuse("ce PNG contient plus que son image ; exportez-le de nouveau")
    if produits < attendu or not flux.eof:
        raise PngRefuse(_ABIME)


def _ressemble_a_du_xml(octets: bytes) -> bool:
    return octets.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or octets[:2] in (b"\xff\xfe", b"\xfe\xff")


def _place(fichier: Path) -> tuple[int, int]:
    return lire(fichier).position(("apparence", "logo"))


def _invalide(fichier: Path, phrase: str) -> NoReturn:
    raise FichierInvalide([Faute(fichier, *_place(fichier), f"logo : {phrase}")]) from None


def _refuser(fichier: Path, phrase: str) -> NoReturn:
    raise Refus(str(Faute(fichier, *_place(fichier), f"logo : {phrase}"))) from None
