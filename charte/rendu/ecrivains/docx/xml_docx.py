"""Écrire du WordprocessingML avec python-docx : éléments, mesures, polices jointes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from charte.rendu.apparence.polices import Police

if TYPE_CHECKING:
    from docx.opc.part import Part

Noeud = Any
"""Un élément de python-docx, donc de lxml."""

_POINT = 72 / 25.4


def noeud(nom: str, attributs: Mapping[str, str], *enfants: Noeud, texte: str = "") -> Noeud:
    """Rend un élément « w:… » ; un texte garde ses espaces de bord."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    rendu: Noeud = OxmlElement(nom)
    for cle, valeur in attributs.items():
        rendu.set(qn(cle), valeur)
    if texte:
        rendu.text = texte
        rendu.set(qn("xml:space"), "preserve")
    rendu.extend(enfants)
    return rendu


def points(millimetres: float) -> float:
    """Des millimètres en points."""
    return millimetres * _POINT


def twips(millimetres: float) -> str:
    """Des millimètres en vingtièmes de point, l'unité de Word."""
    return str(round(points(millimetres) * 20))


def joindre(polices: tuple[Police, ...], table: Part, famille: str, remplacante: str) -> None:
    """Écrit la table des polices et y joint celles du modèle, brouillées comme le veut Word.

    Règle : ISO/IEC 29500-1, 17.8.1 (les 32 premiers octets sont mêlés à la clé).
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    noms = {(False, False): "Regular", (False, True): "Italic", (True, False): "Bold", (True, True): "BoldItalic"}
    fonte = noeud("w:font", {"w:name": famille}, noeud("w:altName", {"w:val": remplacante}))
    fonte.append(noeud("w:family", {"w:val": "swiss"}))
    # L'ordre des quatre graisses est imposé : droit, gras, italique, gras italique.
    for rang, police in enumerate(sorted(polices, key=lambda une: (une.italique, une.gras)), 1):
        cle = hashlib.md5(police.octets, usedforsecurity=False).hexdigest().upper()
        partie = Part(
            PackURI(f"/word/fonts/font{rang}.odttf"),
            "application/vnd.openxmlformats-officedocument.obfuscatedFont",
            _brouiller(police.octets, cle),
            table.package,
        )
        lien = table.relate_to(partie, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font")
        guid = f"{{{cle[:8]}-{cle[8:12]}-{cle[12:16]}-{cle[16:20]}-{cle[20:]}}}"
        nom = f"w:embed{noms[police.gras, police.italique]}"
        fonte.append(noeud(nom, {"r:id": lien, "w:fontKey": guid}))
    table._blob = serialize_part_xml(noeud("w:fonts", {}, fonte))


def _brouiller(octets: bytes, cle: str) -> bytes:
    masque = bytes.fromhex(cle)[::-1]
    return bytes(octet ^ masque[rang % 16] for rang, octet in enumerate(octets[:32])) + octets[32:]
