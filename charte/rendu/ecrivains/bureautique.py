"""Ce que l'ODT et le DOCX ont en commun : des blocs sans boîte, un habit par tableau, des marges et des métadonnées."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from charte.rendu.document.blocs import (
    Bloc,
    Case,
    Corps,
    Document,
    Element,
    Fragment,
    Groupe,
    Liste,
    Paragraphe,
    Tableau,
    citer,
)
from charte.rendu.ecrivains.fragments import en_blocs, fragments, texte_de
from charte.rendu.langue.balisage import abreger

Habit = Literal["registre", "matrice", "signatures", "champs"]

_NUMEROTEES = ("points", "etapes")
_SANS_MARQUE = ("familles", "documents")


def a_plat(document: Document) -> Iterator[Bloc]:
    """Rend les blocs d'un document sans leurs groupes ; chaque texte en Markdown y devient paragraphes et listes.

    Une liste sans marque devient une suite de paragraphes. Une charte courte n'a pas de sommaire.
    """
    yield from _a_plat((document.couverture, *(() if document.court else (document.sommaire,)), *document.corps))


def _a_plat(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    for bloc in blocs:
        if isinstance(bloc, Groupe):
            yield from _a_plat(bloc.blocs)
        elif isinstance(bloc, Corps):
            yield from en_blocs(bloc.texte)
        elif isinstance(bloc, Liste) and bloc.genre in _SANS_MARQUE:
            yield from (_sans_marque(element) for element in bloc.elements)
        elif isinstance(bloc, Liste) and bloc.genre in _NUMEROTEES:
            yield replace(bloc, genre="numeros")
        elif isinstance(bloc, Tableau) and habit(bloc) == "registre" and bloc.genre != "provenance":
            yield replace(bloc, lignes=tuple((_en_gras(ligne[0]), *ligne[1:]) for ligne in bloc.lignes))
        else:
            yield bloc


def _sans_marque(element: Element) -> Paragraphe:
    seul = element.blocs[0]
    assert isinstance(seul, Paragraphe)
    rang = (Fragment(element.rang, gras=True), Fragment("\t")) if element.rang else ()
    return replace(seul, ligne=(*rang, *seul.ligne))


def _en_gras(case: Case) -> Case:
    """La première case d'une ligne dit de quoi l'on parle."""
    return replace(
        case,
        paragraphes=tuple(
            replace(un, ligne=tuple(replace(fragment, gras=True) for fragment in fragments(un.ligne)))
            for un in case.paragraphes
        ),
    )


def habit(tableau: Tableau) -> Habit:
    """L'habillage d'un tableau ; tous les registres se ressemblent."""
    match tableau.genre:
        case "matrice" | "signatures" | "champs":
            return tableau.genre
        case _:
            return "registre"


def d_un_tenant(tableau: Tableau) -> bool:
    """Vrai pour un tableau qu'aucun saut de page ne coupe."""
    return habit(tableau) != "registre"


def marges_de(document: Document) -> tuple[str, str]:
    """Ce qui se répète en haut puis en bas de chaque page : le titre ; la structure et la version."""
    return abreger(texte_de(document.titre_courant), 60), texte_de(document.pied_courant)


def metadonnees(document: Document) -> tuple[str, str]:
    """L'auteur et le titre du document, 250 signes au plus : les traitements de texte n'en gardent pas davantage."""
    nom = abreger(texte_de(citer(document.auteur)), 120)
    return nom, f"{abreger(texte_de(document.titre), 120)} – {nom}"
