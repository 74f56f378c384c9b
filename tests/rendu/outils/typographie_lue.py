"""Compter les fautes de typographie d'un texte déjà composé, qu'il vienne d'un PDF, d'une page ou d'un fichier.

Les règles sont celles de `charte.rendu.langue.typographie`, dites à l'envers et sans elle :
ce que l'on ne doit jamais lire.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as xml
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pypdf

from tests.rendu.outils.lecture_pdf import pages

_COUPABLE = r"[ \n\u2009]"
_FIXE = r"[\u00a0\u202f]"
_UNITES = "%|‰|€|£|k€|M€|°C|kWh|Wh|kW|kg|km|cm|mm|Go|Mo|ko|To"
_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DUREES = "ans?|mois|semaines?|jours?|heures?|minutes?|secondes?"
_RENVOIS = r"[Aa]rt\.|[Aa]rticles?|[Aa]nnexe|annexes|(?<!une )[Pp]ages?|p\.|[Cc]hapitres?|[Vv]ersions?|[Éé]tapes?"

FAUTES = {
    "apostrophe droite": r"\w'(?=\w)|(?<=\w)'«",
    "guillemet droit": r'"',
    "points de suspension": r"\.\.\.",
    "espace devant : ou sans espace": rf"(?<=\w){_COUPABLE}+:(?=\s|$)|[\w)»]:(?=\s|$)",
    "espace devant ; ! ?": rf"(?<=\w)(?:{_COUPABLE}+|\u00a0)[;!?](?=\s|$)|[\w)»][;!?](?=\s|$)",
    "guillemet ouvrant": r"«(?!\u202f)",
    "guillemet fermant": r"(?<!\u202f)»",
    "signe en tête de ligne": r"\n[;:!?»%€]",
    "ouvrant en fin de ligne": r"[«(\[]\n",
    "unité": rf"\d{_COUPABLE}(?:{_UNITES})(?!\w)|\d[%€]",
    "milliers": r"(?<![\d.,/-])\d{1,3}[ \n\u00a0]\d{3}(?![\d/])",
    "durée": rf"\b\d+{_COUPABLE}(?:{_DUREES})\b",
    "jour du mois": rf"\b(?:\d{{1,2}}|1er){_COUPABLE}(?:{_MOIS})\b",
    "année": rf"\b(?:{_MOIS}){_COUPABLE}\d{{4}}\b",
    "ordinal": r"\b1(?:ère|ere|ier)\b|\b\d+(?:ème|eme|ième|nd[es]?)\b",
    "renvoi": rf"(?<!\w)(?:{_RENVOIS}){_COUPABLE}(?:\d|[A-Z]\b)",
    "article de code": rf"\b[LRD]\.{_COUPABLE}?\d",
    "règlement": rf"\(UE\){_COUPABLE}\d",
    "numéro": rf"\b[nN]°(?!{_FIXE})",
    "civilité": rf"\b(?:M\.|MM\.|Mme|Mmes|Dr){_COUPABLE}(?=[A-ZÀ-Ý])",
    "mot inclusif coupé": r"\w·\n|\n·\w",
}
"""Ce que l'on ne doit pas lire : le nom de la faute, et ce qui la montre."""

_FAUTES = {nom: re.compile(motif) for nom, motif in FAUTES.items()}
_HORS_TEXTE = re.compile(
    r"https?://\S+|(?:mailto:|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|`[^`]*`|\b\d{1,2}[:h]\d{2}\b", re.IGNORECASE
)


def fautes(texte: str) -> list[str]:
    """Chaque faute, avec les mots autour ; adresses, heures et code n'en sont jamais."""
    net = _HORS_TEXTE.sub("x", texte)
    return [
        f"{nom} : …{net[max(trouvee.start() - 25, 0) : trouvee.end() + 25]}…".replace("\n", "⏎")
        for nom, motif in _FAUTES.items()
        for trouvee in motif.finditer(net)
    ]


def texte_du_pdf(octets: bytes) -> str:
    """Tout ce qu'un PDF donne à lire : ses pages, en-têtes et pieds compris, titre, signets, liens, pièces jointes.

    Typst décrit ses liens lui-même (« page 3 ») : ce n'est pas notre texte.
    """
    lecteur = pypdf.PdfReader(io.BytesIO(octets))
    morceaux = pages(octets)
    donnees = lecteur.metadata or {}
    morceaux += [str(donnees[cle]) for cle in ("/Title", "/Author", "/Subject", "/Keywords") if cle in donnees]
    morceaux += _signets(lecteur.outline)
    notes = (note.get_object() for page in lecteur.pages for note in page.get("/Annots", ()))
    if not str(donnees.get("/Creator")).startswith("Typst"):
        morceaux += [str(note["/Contents"]) for note in notes if "/Contents" in note]
    racine: Any = lecteur.trailer["/Root"]
    morceaux += [str(piece.get_object()["/Desc"]) for piece in racine.get("/AF", ())]
    return "\n\n".join(morceaux)


def _signets(signets: Any) -> Iterator[str]:
    for signet in signets:
        if isinstance(signet, list):
            yield from _signets(signet)
        else:
            yield str(signet.title)


def texte_de_bureau(octets: bytes) -> str:
    """Le texte d'un ODT ou d'un DOCX, paragraphe par paragraphe, en-têtes, pieds et propriétés compris."""
    archive = zipfile.ZipFile(io.BytesIO(octets))
    parties = [xml.fromstring(archive.read(nom)) for nom in archive.namelist() if nom.endswith(".xml")]
    for ordre in (un for partie in parties for un in partie.iter() if un.tag.endswith("}instrText")):
        ordre.text = ""
    paragraphes = (un for partie in parties for un in partie.iter() if un.tag.rpartition("}")[2] in ("p", "h", "title"))
    return "\n\n".join("".join(un.itertext()) for un in paragraphes)


def texte_de_la_page(source: str) -> str:
    """Tout ce qu'une page HTML donne à lire ou à entendre : son texte, et les attributs qui s'affichent."""
    lecteur = _Lecteur()
    lecteur.feed(source)
    lecteur.close()
    return "".join(lecteur.morceaux)


class _Lecteur(HTMLParser):
    EN_LIGNE = frozenset(("a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "wbr"))
    DITS = frozenset(("alt", "aria-label", "content", "title", "data-courant", "data-famille", "data-pied"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.morceaux: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        muet = dict(attrs).get("name") in ("viewport", "color-scheme")
        self.morceaux += [f"\n\n{valeur}\n\n" for cle, valeur in attrs if cle in self.DITS and valeur and not muet]
        self.style = tag == "style"
        self.handle_endtag("" if self.style else tag)

    def handle_endtag(self, tag: str) -> None:
        self.style = self.style and tag != "style"
        if tag not in self.EN_LIGNE:
            self.morceaux.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.style:
            self.morceaux.append(re.sub(r"[ \n\t]+", " ", data))
