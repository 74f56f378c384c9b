"""Un dessin pour chaque signe du PDF : polices de repli du modèle, ou le code du signe ; jamais un carré vide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

_REGIONAUX = {0x1F1E6 + rang: chr(ord("A") + rang) for rang in range(26)}
_SUITES_D_EMOJI = {0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)}
_FORMATS = {".otf", ".ttf", ".woff2"}


def adapter(html: str, modele: Path) -> tuple[str, str]:
    """Rend le HTML où tout signe a un dessin dans les polices du modèle, et le CSS des polices de repli utiles.

    Un drapeau devient ses deux lettres, un émoji composé ses dessins l'un après l'autre. Ce que rien ne dessine
    devient son code, comme `[U+4F60]`. Sans signe inhabituel, le HTML ressort tel quel et le CSS est vide.
    """
    adapte, replis = dessiner(html, modele)
    faces = (
        f'@font-face {{ font-family: "Repli {rang}"; src: url({repli.name}) }}' for rang, repli in enumerate(replis, 1)
    )
    return adapte, "\n".join(faces)


def dessiner(html: str, modele: Path) -> tuple[str, list[Path]]:
    """Comme `adapter`, mais rend les fichiers des polices de repli utiles, sans les dire en CSS."""
    graisses = polices_du_modele(modele)
    manquants = {ord(signe) for signe in set(html) if ord(signe) > 0x7E} - _communs(graisses)
    if not (graisses and manquants):
        return html, []
    replis: list[Path] = []
    for fichier in _polices(modele / "polices" / "repli"):
        if dessines := manquants & _couverture(fichier):
            replis.append(fichier)
            manquants -= dessines
    return html.translate({code: _remplacant(code) for code in manquants}), replis


def sans_dessin(texte: str, modele: Path) -> str:
    """Rend les signes du texte que le PDF ne montrera que par leur code, dans l'ordre des codes."""
    replis = _polices(modele / "polices" / "repli")
    connus = _communs(polices_du_modele(modele)).union(*map(_couverture, replis))
    inconnus = sorted(signe for signe in set(texte) if ord(signe) not in connus)
    return "".join(signe for signe in inconnus if _remplacant(ord(signe)).startswith("["))


def polices_du_modele(modele: Path) -> list[Path]:
    """Rend les graisses de la police du texte ; une liste vide si le modèle s'en remet aux polices de la machine."""
    return _polices(modele / "polices")


def decomprimee(octets: bytes) -> bytes:
    """Rend en TrueType une police WOFF2 ; tout autre fichier, tel quel."""
    return _decomprimer(octets) if octets.startswith(b"wOF2") else octets


@cache
def _decomprimer(police: bytes) -> bytes:
    """C'est long, plus d'une seconde pour les émojis : chaque police ne l'est qu'une fois, pour tous les documents."""
    from fontTools.ttLib import woff2

    sortie = BytesIO()
    woff2.decompress(BytesIO(police), sortie)
    return sortie.getvalue()


def _polices(dossier: Path) -> list[Path]:
    return sorted(fichier for fichier in dossier.glob("*") if fichier.suffix in _FORMATS)


def _communs(polices: Iterable[Path]) -> set[int]:
    """Les signes que dessinent toutes les graisses à la fois."""
    couvertures = [_couverture(police) for police in polices]
    return set.intersection(*couvertures) if couvertures else set()


def _couverture(police: Path) -> set[int]:
    from fontTools.ttLib import TTFont

    with TTFont(police, lazy=True) as fonte:
        return set(fonte.getBestCmap())


def _remplacant(code: int) -> str:
    signe = chr(code)
    if code in _REGIONAUX:
        return _REGIONAUX[code]
    if code in _SUITES_D_EMOJI or unicodedata.category(signe) in ("Cf", "Cc"):
        return ""
    if unicodedata.category(signe) == "Zs":
        return " "
    return f"[U+{code:04X}]"
