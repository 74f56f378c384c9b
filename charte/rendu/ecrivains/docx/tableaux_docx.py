"""Les tableaux du DOCX : ligne de titre répétée, première colonne en tête de ligne, teintes de la matrice."""

from __future__ import annotations

from typing import Protocol

from charte.rendu.document.blocs import Case, Paragraphe, Tableau
from charte.rendu.ecrivains.bureautique import d_un_tenant, habit
from charte.rendu.ecrivains.docx.xml_docx import Noeud, noeud, twips
from charte.rendu.ecrivains.fragments import texte_de
from charte.rendu.ecrivains.styles_de_bureau import (
    BLANC,
    BRUME,
    COLONNE_DES_NUMEROS,
    FILET,
    HAUTEURS,
    PRINCIPALE,
    TEINTES,
)

_CADRE, _CHAMP = "9DB6BC", "7A8A91"
_MARGES = {
    "registre": (0.7, 0, 0.9, 2),
    "matrice": (1.4, 1.6, 1.4, 1.6),
    "signatures": (3, 4, 1, 4),
    "champs": (1,) * 4,
}
"""Haut, gauche, bas, droite, en millimètres."""


class Redacteur(Protocol):
    """Ce qui écrit un paragraphe."""

    def __call__(self, paragraphe: Paragraphe, *proprietes: Noeud, encre: str = "") -> Noeud:
        """Rend l'élément du paragraphe."""


def tableau(bloc: Tableau, rediger: Redacteur) -> Noeud:
    """Rend le tableau, débordant dans la marge des numéros ; `rediger` écrit les paragraphes de ses cases."""
    lignes = [(bloc.entetes, True), *((ligne, False) for ligne in bloc.lignes)]
    return noeud(
        "w:tbl",
        {},
        _proprietes(bloc),
        noeud("w:tblGrid", {}, *(noeud("w:gridCol", {"w:w": twips(largeur)}) for largeur in bloc.largeurs)),
        *(
            _ligne(bloc, cases, entete, rediger, suite=entete or (d_un_tenant(bloc) and rang < len(lignes) - 1))
            for rang, (cases, entete) in enumerate(lignes)
        ),
    )


def _proprietes(bloc: Tableau) -> Noeud:
    premiere = "1" if habit(bloc) in ("registre", "matrice") else "0"
    aspect = {"w:val": "04A0", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": premiere, "w:lastColumn": "0"}
    legende = texte_de(bloc.legende)
    return noeud(
        "w:tblPr",
        {},
        noeud("w:tblStyle", {"w:val": "Tableau"}),
        noeud("w:tblW", {"w:w": twips(sum(bloc.largeurs)), "w:type": "dxa"}),
        noeud("w:tblInd", {"w:w": twips(-COLONNE_DES_NUMEROS), "w:type": "dxa"}),
        noeud("w:tblLayout", {"w:type": "fixed"}),
        noeud("w:tblLook", {**aspect, "w:noHBand": "1", "w:noVBand": "1"}),
        *((noeud("w:tblCaption", {"w:val": legende}),) if legende else ()),
    )


def _ligne(bloc: Tableau, cases: tuple[Case, ...], entete: bool, rediger: Redacteur, suite: bool) -> Noeud:
    hauteur = {"w:val": twips(HAUTEURS.get(bloc.genre, 0)), "w:hRule": "atLeast"}
    return noeud(
        "w:tr",
        {},
        noeud(
            "w:trPr",
            {},
            noeud("w:cantSplit", {}),
            *((noeud("w:trHeight", hauteur),) if bloc.genre in HAUTEURS and not entete else ()),
            *((noeud("w:tblHeader", {}),) if entete else ()),
        ),
        *(_case(bloc, rang, case, entete, rediger, suite) for rang, case in enumerate(cases)),
    )


def _case(bloc: Tableau, rang: int, case: Case, entete: bool, rediger: Redacteur, suite: bool) -> Noeud:
    fond, encre = TEINTES.get(case.decision or "", ("", ""))
    if bloc.genre == "matrice" and not fond:
        fond = PRINCIPALE if entete else BRUME
    liees = (noeud("w:keepNext", {}),) if suite or bloc.genre == "champs" else ()
    marges = zip(("top", "left", "bottom", "right"), _MARGES[habit(bloc)], strict=True)
    return noeud(
        "w:tc",
        {},
        noeud(
            "w:tcPr",
            {},
            noeud("w:tcW", {"w:w": twips(bloc.largeurs[rang]), "w:type": "dxa"}),
            _bordures(bloc, entete),
            *((noeud("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fond}),) if fond else ()),
            noeud("w:tcMar", {}, *(noeud(f"w:{cote}", {"w:w": twips(mm), "w:type": "dxa"}) for cote, mm in marges)),
            noeud("w:vAlign", {"w:val": _aplomb(bloc, entete)}),
        ),
        *(rediger(paragraphe, *liees, encre=encre) for paragraphe in case.paragraphes),
    )


def _aplomb(bloc: Tableau, entete: bool) -> str:
    if bloc.genre != "matrice":
        return "top"
    return "bottom" if entete else "center"


def _bordures(bloc: Tableau, entete: bool) -> Noeud:
    """Les filets de la case, dans l'ordre : haut, gauche, bas, droite."""
    if bloc.genre == "matrice":
        return noeud("w:tcBorders", {}, *(_filet(cote, 2, BLANC) for cote in ("top", "left", "bottom", "right")))
    if bloc.genre == "signatures":
        cotes = ("top", "left", "right") if entete else ("left", "bottom", "right")
        return noeud("w:tcBorders", {}, *(_filet(cote, 0.75, _CADRE) for cote in cotes))
    if bloc.genre == "champs":
        return noeud("w:tcBorders", {}, *(() if entete else (_filet("bottom", 0.5, _CHAMP),)))
    return noeud("w:tcBorders", {}, _filet("bottom", 1 if entete else 0.5, PRINCIPALE if entete else FILET))


def _filet(cote: str, points: float, couleur: str) -> Noeud:
    return noeud(f"w:{cote}", {"w:val": "single", "w:sz": str(round(points * 8)), "w:space": "0", "w:color": couleur})
