"""Contrôler un PNG de logo avant que quiconque ne le décompresse, et n'en garder que l'image.

Règles : PNG (troisième édition), W3C ; sections 5 (morceaux) et 7 (lignes, entrelacement).
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterator

from charte.moteur.charte import Logo

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS_MAXIMUM = 8_000_000
COTE_MAXIMUM = 20_000
_UTILES = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_PROFONDEURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
"""Par type de couleur : combien de valeurs par pixel, et les profondeurs permises."""

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""L'entrelacement Adam7 : première colonne, première ligne, et leurs pas."""


class PngRefuse(Exception):
    """Ce PNG n'ira pas dans un document ; le message est la phrase à dire."""


def lire_png(octets: bytes) -> Logo:
    """Rend l'image, sans ses métadonnées. Lève `PngRefuse` si elle est trop grande, tronquée ou abîmée."""
    morceaux = list(_morceaux(octets))
    if not morceaux or morceaux[0][0] != b"IHDR" or len(morceaux[0][1]) != 13 or morceaux[-1][0] != b"IEND":
        raise PngRefuse("ce PNG est tronqué ou abîmé ; exportez-le de nouveau")
    entete = morceaux[0][1]
    largeur, hauteur = int.from_bytes(entete[:4]), int.from_bytes(entete[4:8])
    profondeur, couleur, compression, filtre, entrelace = entete[8:]
    _borner(largeur, hauteur)
    permises = _PROFONDEURS.get(couleur, (0, ()))
    if profondeur not in permises[1] or compression or filtre or entrelace > 1:
        raise PngRefuse("ce PNG n'a pas un format connu ; exportez-le de nouveau")
    palette = next((len(contenu) // 3 for nom, contenu in morceaux if nom == b"PLTE"), 0)
    if couleur == 3 and not palette:
        raise PngRefuse("ce PNG n'a pas sa palette de couleurs ; exportez-le de nouveau")
    bits = permises[0] * profondeur
    attendu = sum(haut * (1 + (large * bits + 7) // 8) for large, haut in _passes(largeur, hauteur, entrelace))
    _decompresser((contenu for nom, contenu in morceaux if nom == b"IDAT"), attendu)
    gardes = (_morceau(nom, contenu) for nom, contenu in morceaux if nom in _UTILES)
    return Logo("png", b64encode(SIGNATURE + b"".join(gardes)).decode(), largeur, hauteur)


def _borner(largeur: int, hauteur: int) -> None:
    if not largeur or not hauteur:
        raise PngRefuse("ce PNG n'a aucun pixel")
    if largeur * hauteur > PIXELS_MAXIMUM or max(largeur, hauteur) > COTE_MAXIMUM:
        raise PngRefuse(
            f"ce PNG est trop grand : {largeur} × {hauteur} pixels, soit {largeur * hauteur / 1e6:.0f} mégapixels ; "
            f"{PIXELS_MAXIMUM // 1_000_000} au plus (1000 × 1000 suffit à un logo)"
        )


def _morceaux(octets: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Les morceaux, jusqu'à `IEND` ; ce qui suit ne compte pas. Lève `PngRefuse` si l'un est incomplet ou faux."""
    rang = len(SIGNATURE)
    while rang < len(octets):
        longueur, nom = int.from_bytes(octets[rang : rang + 4]), octets[rang + 4 : rang + 8]
        fin = rang + 8 + longueur
        contenu, somme = octets[rang + 8 : fin], octets[fin : fin + 4]
        if len(somme) < 4 or zlib.crc32(nom + contenu) != int.from_bytes(somme):
            raise PngRefuse("ce PNG est tronqué ou abîmé ; exportez-le de nouveau")
        yield nom, contenu
        if nom == b"IEND":
            return
        rang = fin + 4


def _morceau(nom: bytes, contenu: bytes) -> bytes:
    return len(contenu).to_bytes(4) + nom + contenu + zlib.crc32(nom + contenu).to_bytes(4)


def _passes(largeur: int, hauteur: int, entrelace: int) -> Iterator[tuple[int, int]]:
    """Les dimensions de chaque image partielle ; une seule sans entrelacement."""
    if not entrelace:
        yield largeur, hauteur
        return
    for x, y, pas_x, pas_y in _PASSES:
        large, haut = -(-(largeur - x) // pas_x), -(-(hauteur - y) // pas_y)
        if large > 0 and haut > 0:
            yield large, haut


def _decompresser(morceaux: Iterator[bytes], attendu: int) -> None:
    """Compte ce que donnent les morceaux, sans jamais en garder plus que prévu. Lève `PngRefuse`."""
    flux, produits = zlib.decompressobj(), 0
    try:
        for morceau in morceaux:
            reste = morceau
            while reste and not flux.eof:
                produits += len(flux.decompress(reste, 1 << 20))
                reste = flux.unconsumed_tail
                if produits > attendu:
                    raise PngRefuse("ce PNG contient plus que son image ; exportez-le de nouveau")
        produits += len(flux.flush(1 << 20)) if not flux.eof else 0
    except zlib.error:
        raise PngRefuse("ce PNG est tronqué ou abîmé ; exportez-le de nouveau") from None
    if produits != attendu or not flux.eof:
        raise PngRefuse("ce PNG est tronqué ou abîmé ; exportez-le de nouveau")
