"""Les blocs d'un document de traitement de texte : ce que l'ODT et le DOCX ont en commun, avant toute syntaxe.

Un texte est une suite de fragments déjà typographiés, sans caractère que XML interdise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from charte.contenu.base import Markdown
from charte.moteur.charte import Logo
from charte.rendu import balisage
from charte.rendu.typographie import COUTURE, typographier

if TYPE_CHECKING:
    from markdown_it.token import Token

Role = Literal[
    "logo",
    "structure",
    "titre",
    "sous_titre",
    "cartouche",
    "titre_sommaire",
    "sommaire",
    "intertitre",
    "titre_1",
    "titre_2",
    "corps",
    "introduction",
    "en_clair",
    "puce",
    "geste",
    "detail",
    "bilan",
    "bilan_fin",
    "encart_titre",
    "encart_question",
    "encart",
    "encart_option",
    "familles",
    "legende",
    "motif",
    "source",
    "tableau_legende",
    "tableau_entete",
    "tableau_texte",
    "matrice_entete",
    "matrice_classe",
    "matrice_exemples",
    "matrice_case",
    "signataire",
    "champ",
    "avertissement",
]
"""Le rôle d'un paragraphe : à chacun son style nommé, dans les deux formats."""

Genre = Literal["puces", "numeros", "reflexes", "options", "motifs"]
Marque = Literal["", "numero", "mention", "code"]

_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_BLANCS = re.compile(r"[ \t\n\r]+")


@dataclass(frozen=True)
class Fragment:
    """Un bout de texte d'une seule apparence. `vers` : une adresse, ou « # » et une ancre. « \\n » : saut de ligne."""

    texte: str
    gras: bool = False
    italique: bool = False
    exposant: bool = False
    marque: Marque = ""
    vers: str = ""


Ligne = tuple[Fragment, ...]


@dataclass(frozen=True)
class Paragraphe:
    """Un paragraphe ; `ancre` : ce que visent les renvois, ou ""."""

    role: Role
    ligne: Ligne
    ancre: str = ""


@dataclass(frozen=True)
class Titre:
    """Un titre de niveau 1 (article, annexe) ou 2 (clause). `numero` peut être vide."""

    niveau: Literal[1, 2]
    numero: str
    ligne: Ligne
    ancre: str
    page: bool = False


@dataclass(frozen=True)
class Liste:
    """Une liste ; chaque élément est une suite de paragraphes et de listes."""

    genre: Genre
    elements: tuple[tuple[Paragraphe | Liste, ...], ...]


@dataclass(frozen=True)
class Cellule:
    """Une case de tableau ; `teinte` : la décision d'une case de la matrice."""

    paragraphes: tuple[Paragraphe, ...]
    teinte: str = ""


@dataclass(frozen=True)
class Tableau:
    """Un tableau : une ligne de titre répétée, une première colonne qui dit de quoi l'on parle.

    `largeurs` en millimètres ; `genre` choisit l'habillage ; `d_un_tenant` : jamais coupé par un saut de page.
    """

    genre: Literal["registre", "matrice", "signatures", "champs"]
    legende: Ligne
    entetes: tuple[Cellule, ...]
    lignes: tuple[tuple[Cellule, ...], ...]
    largeurs: tuple[int, ...]
    d_un_tenant: bool = False


@dataclass(frozen=True)
class EntreeSommaire:
    """Une ligne du sommaire, qui mène à `ancre`."""

    numero: str
    texte: str
    ancre: str


@dataclass(frozen=True)
class Sommaire:
    """Le sommaire, déjà rempli ; `annexes` suit sous son intertitre."""

    titre: str
    entrees: tuple[EntreeSommaire, ...]
    intertitre: str
    annexes: tuple[EntreeSommaire, ...]


@dataclass(frozen=True)
class Image:
    """Le logo, et le texte qui en tient lieu ; largeur et hauteur en millimètres."""

    logo: Logo
    texte: str
    largeur: float
    hauteur: float


Bloc = Paragraphe | Titre | Liste | Tableau | Sommaire | Image


def permis(texte: str) -> str:
    """Rend le texte sans ce que XML 1.0 interdit, les blancs ordinaires réduits à une espace.

    Règle : production `Char` de XML 1.0 ; les insécables restent.
    """
    return _BLANCS.sub(" ", _INTERDITS.sub(" ", texte))


def mots(brut: str, **apparence: object) -> Ligne:
    """Les mots exacts du groupe, ou un mot fixe : typographiés, rien n'y est interprété."""
    return tuple(_ordinaux(Fragment(permis(typographier(brut)), **apparence)))  # type: ignore[arg-type]


def en_ligne(markdown: Markdown, **apparence: object) -> Ligne:
    """Un titre ou une cellule en Markdown."""
    return tuple(_fragments(balisage.jetons_en_ligne(markdown), Fragment("", **apparence)))  # type: ignore[arg-type]


def lien(texte: str, vers: str) -> Ligne:
    """Un renvoi dans le document, ou vers une adresse."""
    return (Fragment(permis(texte), vers=vers),)


def contact(brut: str) -> Ligne:
    """Un contact, cliquable si c'est une adresse de courriel ou un site."""
    if balisage.COURRIEL.fullmatch(brut):
        return lien(brut, f"mailto:{brut}")
    return lien(brut, brut) if balisage.SITE.fullmatch(brut) else mots(brut)


def texte_de(ligne: Iterable[Fragment]) -> str:
    """Le texte nu d'une ligne."""
    return "".join(fragment.texte for fragment in ligne)


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
            yield Paragraphe(role, tuple(_fragments(jeton.children or (), Fragment(""))))
        elif jeton.type in ("bullet_list_open", "ordered_list_open"):
            genre: Genre = "numeros" if jeton.type.startswith("ordered") else "puces"
            yield Liste(genre, tuple(_elements(suite, jeton.type.replace("open", "close"))))


def _elements(suite: Iterator[Token], fin: str) -> Iterator[tuple[Paragraphe | Liste, ...]]:
    for jeton in suite:
        if jeton.type == fin:
            return
        if jeton.type == "list_item_open":
            yield tuple(_blocs(suite, "list_item_close", "puce"))


def _fragments(jetons: Iterable[Token], depart: Fragment) -> Iterator[Fragment]:
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
