"""Du Markdown d'une clause au HTML sûr : paragraphes, listes, gras, italique, liens. Rien d'autre n'est interprété."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from charte.contenu.base import Markdown
from charte.rendu.langue.typographie import COUTURE, typographier

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_LIEN_PERMIS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BALISE = re.compile(r"<[^>]*>")
COURRIEL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SITE = re.compile(r"https?://[^\s<>\"]+")

# Un mot inclusif, ou une référence de loi, ne se coupe pas en fin de ligne ; au-delà, mieux vaut couper que déborder.
_INSECABLES = re.compile(r"[\w’'-]{1,30}(?:·\w{1,15}){1,3}|[LRD]\.\u00a0\d+(?:-\d+)+|\d{4}/\d+")
# Un mot sans fin ne déborde pas et ne ralentit pas la mise en page : on y marque où le couper. Une URL reste entière.
_SANS_FIN = re.compile(r"[^\s<>]{120,}")
_TRONCON = re.compile(r"(?:&#?\w+;|.){1,40}")
ORDINAUX = re.compile(r"\b(1)(er|re)\b|\b(\d+|[IVX]+)(e)\b")


def en_blocs(markdown: Markdown) -> Markup:
    """Rend les paragraphes et les listes d'un texte en Markdown."""
    return Markup(_convertisseur().render(markdown))


def en_ligne(markdown: Markdown) -> Markup:
    """Rend un titre ou une cellule : comme `en_blocs`, sans paragraphe autour."""
    return Markup(_convertisseur().renderInline(" ".join(markdown.split())))


def texte_nu(markdown: Markdown) -> str:
    """Rend le texte typographié sans aucune balise, pour un lien, un titre courant, une métadonnée."""
    return sans_balise(en_ligne(markdown))


def sans_balise(html: Markup) -> str:
    """Rend le texte d'un HTML sûr."""
    return Markup(_BALISE.sub("", html)).unescape()


def jetons(markdown: Markdown) -> list[Token]:
    """Rend les mêmes blocs en jetons markdown-it, textes typographiés, pour un format qui n'est pas du HTML."""
    return _convertisseur().parse(markdown)


def jetons_en_ligne(markdown: Markdown) -> list[Token]:
    """Rend les jetons d'un titre ou d'une cellule, sans paragraphe autour."""
    lignes = _convertisseur().parseInline(" ".join(markdown.split()))
    return [jeton for ligne in lignes for jeton in ligne.children or ()]


def mot_a_mot(brut: str) -> Markup:
    """Rend les mots exacts du groupe : échappés, typographiés, rien n'y est interprété."""
    return _garnir(typographier(brut))


def contact(brut: str) -> Markup:
    """Rend un contact, cliquable si c'est une adresse de courriel ou un site."""
    if COURRIEL.fullmatch(brut):
        return Markup('<a href="mailto:{0}">{0}</a>').format(brut)
    if SITE.fullmatch(brut):
        return Markup('<a href="{0}">{0}</a>').format(brut)
    return mot_a_mot(brut)


def abreger(brut: str, signes: int) -> str:
    """Coupe un texte trop long entre deux mots et l'annonce par « … »."""
    if len(brut) <= signes:
        return brut
    debut = brut[: signes - 1]
    return (debut.rsplit(" ", 1)[0] if " " in debut[signes // 2 :] else debut).rstrip(" ,;:.") + "…"


def _garnir(texte: str) -> Markup:
    """Échappe le texte, retient ensemble les mots inclusifs, élève les ordinaux."""
    sur = _SANS_FIN.sub(lambda mot: "<wbr>".join(_TRONCON.findall(mot[0])), str(escape(texte)))
    sur = _INSECABLES.sub(lambda mot: f'<span class="nc">{mot[0]}</span>', sur)
    return Markup(ORDINAUX.sub(lambda rang: f"{rang[1] or rang[3]}<sup>{rang[2] or rang[4]}</sup>", sur))


@cache
def _convertisseur() -> MarkdownIt:
    from markdown_it import MarkdownIt

    convertisseur = MarkdownIt("commonmark", {"html": False}).disable(
        ["blockquote", "code", "fence", "heading", "hr", "html_block", "lheading", "reference", "html_inline", "image"]
    )
    convertisseur.validateLink = lambda url: bool(_LIEN_PERMIS.match(url))  # type: ignore[method-assign]
    convertisseur.core.ruler.push("typographie", _composer)
    convertisseur.add_render_rule("text", _rendre_texte)
    return convertisseur


def _composer(etat: StateCore) -> None:
    """Typographie chaque paragraphe d'un bloc : une règle peut tenir à cheval sur un mot en gras."""
    for bloc in etat.tokens:
        if bloc.type == "inline" and bloc.children:
            bloc.children = list(_liens_simples(bloc.children))
            textes = [jeton for jeton in bloc.children if jeton.type == "text"]
            couture = COUTURE.join(jeton.content.replace(COUTURE, "") for jeton in textes)
            # Sans aucun texte (du code seul), il n'y a rien à recoudre.
            for jeton, compose in zip(textes, typographier(couture).split(COUTURE), strict=bool(textes)):
                jeton.content = compose


def _liens_simples(jetons: Iterable[Token]) -> Iterable[Token]:
    """Ne garde que du texte dans les liens : toute balise y ferait un lien de plus dans le PDF."""
    dans_un_lien = False
    for jeton in jetons:
        if jeton.type in ("link_open", "link_close"):
            dans_un_lien = jeton.type == "link_open"
        elif dans_un_lien and jeton.type == "code_inline":
            jeton.type = "text"
        elif dans_un_lien and jeton.type != "text":
            continue
        if dans_un_lien and jeton.type == "text":
            jeton.meta["lien"] = True
        yield jeton


def _rendre_texte(self: object, jetons: list[Token], rang: int, options: object, env: object) -> str:
    jeton = jetons[rang]
    return str(escape(jeton.content)) if jeton.meta.get("lien") else str(_garnir(jeton.content))
