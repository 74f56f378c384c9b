"""Écrire du XML OpenDocument avec la bibliothèque standard : espaces de noms, texte mêlé d'éléments, archive."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping

from charte.rendu.apparence.identite import Teintes, teindre

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ESPACES = {
    "office": f"{_OASIS}:office:1.0",
    "style": f"{_OASIS}:style:1.0",
    "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "draw": f"{_OASIS}:drawing:1.0",
    "svg": f"{_OASIS}:svg-compatible:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "manifest": f"{_OASIS}:manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
for _prefixe, _adresse in _ESPACES.items():
    ET.register_namespace(_prefixe, _adresse)

DATE_D_ARCHIVE = (1980, 1, 1, 0, 0, 0)
"""La plus ancienne date d'une archive zip : la même partout, pour des octets identiques."""

Attributs = dict[str, str]
Enfant = ET.Element | str


def qualifie(nom: str) -> str:
    """« text:p » sous la forme qu'attend `xml.etree`."""
    prefixe, _, local = nom.partition(":")
    return f"{{{_ESPACES[prefixe]}}}{local}"


def element(nom: str, attributs: Mapping[str, str], *enfants: Enfant) -> ET.Element:
    """Rend un élément ; ses enfants sont des éléments ou du texte, dans l'ordre."""
    parent = ET.Element(qualifie(nom), {qualifie(cle): valeur for cle, valeur in attributs.items()})
    for enfant in enfants:
        if not isinstance(enfant, str):
            parent.append(enfant)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + enfant
        else:
            parent.text = (parent.text or "") + enfant
    return parent


def colorer(racine: ET.Element, voulues: Teintes) -> ET.Element:
    """Rend l'arbre, les teintes du modèle remplacées dans ses styles ; le texte n'y change pas."""
    styles = (f"{{{_ESPACES['fo']}}}", f"{{{_ESPACES['style']}}}")
    for noeud in racine.iter() if voulues else ():
        for nom, valeur in noeud.attrib.items():
            if nom.startswith(styles):
                noeud.set(nom, teindre(valeur, voulues))
    return racine


def octets(racine: ET.Element) -> bytes:
    """Rend le document XML, en UTF-8, avec sa déclaration."""
    rendu: bytes = ET.tostring(racine, encoding="UTF-8", xml_declaration=True)
    return rendu


def archive(fichiers: Mapping[str, bytes], sans_compression: str = "") -> bytes:
    """Rend une archive zip, toujours la même pour les mêmes fichiers ; l'ordre est gardé."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as zip:
        for nom, contenu in fichiers.items():
            fiche = zipfile.ZipInfo(nom, DATE_D_ARCHIVE)
            fiche.create_system = 3
            fiche.compress_type = zipfile.ZIP_STORED if nom == sans_compression else zipfile.ZIP_DEFLATED
            zip.writestr(fiche, contenu)
    return tampon.getvalue()
