"""Les lignes d'un document en fragments déjà composés : ce que prend un format qui n'est ni du HTML ni du Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from charte.contenu.base import Markdown
from charte.rendu.document.blocs import (
    Cite,
    Element,
    Fragment,
    GenreDeListe,
    Ligne,
    Liste,
    Paragraphe,
    Redige,
    Role,
)
from charte.rendu.langue import balisage
from charte.rendu.langue.typographie import COUTURE, typographier

if TYPE_CHECKING:
    from markdown_it.token import Token

_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_BLANCS = re.compile(r"[ \t\n\r]+")


def permis(texte: str) -> str:
    """Rend le texte sans ce que XML 1.0 interdit, les blancs ordinaires réduits à une espace.

    Règle : production `Char` de XML 1.0 ; les insécables restent.
    """
    return _BLANCS.sub(" ", _INTERDITS.sub(" ", texte))


def fragments(ligne: Ligne) -> Iterator[Fragment]:
    """Rend les fragments d'une ligne, typographiés, sans caractère que XML interdise."""
    for bout in ligne:
        if isinstance(bout, Fragment):
            yield bout
        elif isinstance(bout, Redige):
            yield from _des_jetons(balisage.jetons_en_ligne(bout.texte), Fragment("", gras=bout.gras))
        else:
            yield from _des_mots(bout)


def _des_mots(bout: Cite) -> Iterator[Fragment]:
    adresse = bout.vers and bout.vers[0] != "#"
    texte = permis(bout.texte if adresse else typographier(bout.texte))
    yield from _ordinaux(Fragment(texte, bout.gras, bout.italique, bout.appel, bout.marque, bout.vers))


def texte_de(ligne: Ligne) -> str:
    """Le texte nu d'une ligne, composé."""
    return "".join(fragment.texte for fragment in fragments(ligne))


def en_blocs(markdown: Markdown, role: Role = "corps") -> Iterator[Paragraphe | Liste]:
    """Les paragraphes et les listes d'un texte en Markdown."""
    suite = iter(balisage.jetons(markdown))
    yield from _blocs(suite, "", role)


def _blocs(suite: Iterator[Token], fin: str, role: Role) -> Iterator[Paragraphe | Liste]:
    """Lit la suite jusqu'au jeton `fin`."""
    for jeton in suite:
        if jeton.type == fin:
            return
        if jeton.type == "inline":
            yield Paragraphe(role, tuple(_des_jetons(jeton.children or (), Fragment(""))))
        elif jeton.type in ("bullet_list_open", "ordered_list_open"):
            genre: GenreDeListe = "numeros" if jeton.type.startswith("ordered") else "puces"
            yield Liste(genre, tuple(_elements(suite, jeton.type.replace("open", "close"))))


def _elements(suite: Iterator[Token], fin: str) -> Iterator[Element]:
    for jeton in suite:
        if jeton.type == fin:
            return
        if jeton.type == "list_item_open":
            yield Element(tuple(_blocs(suite, "list_item_close", "puce")))


def _des_jetons(jetons: Iterable[Token], depart: Fragment) -> Iterator[Fragment]:
    """Suit les balises ouvrantes et fermantes : l'apparence courante est celle du prochain texte."""
    apparence = depart
    for jeton in jetons:
        if jeton.type in ("strong_open", "strong_close"):
            apparence = replace(apparence, gras=depart.gras or jeton.nesting == 1)
        elif jeton.type in ("em_open", "em_close"):
            apparence = replace(apparence, italique=depart.italique or jeton.nesting == 1)
        elif jeton.type == "link_open":
            apparence = replace(apparence, vers=str(jeton.attrs["href"]))
        elif jeton.type == "link_close":
            apparence = replace(apparence, vers="")
        elif jeton.type in ("softbreak", "hardbreak"):
            yield replace(apparence, texte=" " if jeton.type == "softbreak" else "\n")
        elif jeton.type == "code_inline":
            yield replace(apparence, texte=permis(jeton.content), marque="code")
        elif jeton.content:
            yield from _ordinaux(replace(apparence, texte=permis(jeton.content.replace(COUTURE, ""))))


def _ordinaux(fragment: Fragment) -> Iterator[Fragment]:
    """Élève les ordinaux, sauf dans un lien : « 1er » donne « 1 » puis « er » en exposant."""
    depuis = 0
    for rang in () if fragment.vers else balisage.ORDINAUX.finditer(fragment.texte):
        signe = rang.start(2) if rang[2] else rang.start(4)
        yield replace(fragment, texte=fragment.texte[depuis:signe])
        yield replace(fragment, texte=fragment.texte[signe : rang.end()], exposant=True)
        depuis = rang.end()
    if reste := fragment.texte[depuis:]:
        yield replace(fragment, texte=reste)
