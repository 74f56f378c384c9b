"""Retrouver dans un PDF fait par `charte` les réponses du groupe, qui y sont jointes.

Ni bibliothèque, ni lecture complète du format : les deux moteurs écrivent leurs pièces jointes en objets simples, et un
PDF qu'un autre programme a réécrit autrement se refuse avec le geste à faire.
"""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from charte.erreurs import Faute, FichierInvalide, commande

REPONSES = "reponses.yaml"
NOMS = (REPONSES, "logo.png", "logo.svg")
TAILLE_MAXIMALE = 20_000_000
_ENTETE = b"%PDF-"
_PIECE = re.compile(
    rb"/Type\s*/Filespec\b(?:(?!endobj).)*?/UF\s*\(([\w.]+)\)(?:(?!endobj).)*?/EF\s*<<\s*/F\s+(\d+) 0 R", re.DOTALL
)
_FLUX = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b((?:(?!endobj|stream).)*)stream\r?\n", re.DOTALL)
_LONGUEUR = re.compile(rb"/Length\s+(\d+)\b(?!\s+0\s+R)")


@contextmanager
def reponses_du_pdf(fichier: Path) -> Iterator[Path]:
    """Le fichier des réponses jointes à ce PDF, et le logo à côté, le temps du contexte.

    Lève `FichierInvalide` si le PDF n'en porte pas.
    """
    pieces = extraire(fichier.read_bytes())
    if REPONSES not in pieces:
        faute = Faute(fichier, 1, 1, "ce PDF ne porte pas de réponses que l'on sache relire")
        exemple = commande("charte", "init", "DOSSIER", "--reponses", REPONSES)
        raise FichierInvalide([faute], f"Ouvrez-le, enregistrez sa pièce jointe {REPONSES}, puis : {exemple}")
    with tempfile.TemporaryDirectory(prefix="charte-") as dossier:
        for nom, octets in pieces.items():
            Path(dossier, nom).write_bytes(octets)
        yield Path(dossier, REPONSES)


def extraire(octets: bytes) -> dict[str, bytes]:
    """Les pièces jointes que `charte` écrit, par nom ; celles que l'on ne sait pas relire n'y sont pas."""
    flux: dict[bytes, re.Match[bytes]] = {}
    for debut in _FLUX.finditer(octets):
        flux.setdefault(debut[1], debut)
    # Un moteur range ses petits objets dans des paquets comprimés, l'autre non.
    paquets = (_contenu(octets, debut) or b"" for debut in flux.values() if b"/ObjStm" in debut[2])
    fiches = _PIECE.findall(b"\n".join((octets, *paquets)))
    lues = {nom.decode(): _contenu(octets, flux[rang]) for nom, rang in fiches if nom.decode() in NOMS and rang in flux}
    return {nom: contenu for nom, contenu in lues.items() if contenu is not None}


def est_un_pdf(fichier: Path) -> bool:
    """Vrai si ce fichier existe et commence comme un PDF."""
    try:
        with fichier.open("rb") as ouvert:
            return ouvert.read(len(_ENTETE)) == _ENTETE
    except OSError:
        return False


def _contenu(octets: bytes, debut: re.Match[bytes]) -> bytes | None:
    """Ce que contient le flux dont voici le début, décomprimé ; rien s'il est abîmé, ou s'il enfle trop."""
    brut, longueur = octets[debut.end() :], _LONGUEUR.search(debut[2])
    if b"/FlateDecode" not in debut[2]:
        return brut[: int(longueur[1])] if longueur else None
    decompresseur = zlib.decompressobj()
    try:
        contenu = decompresseur.decompress(brut, TAILLE_MAXIMALE)
    except zlib.error:
        return None
    return contenu if decompresseur.eof else None
