"""La mise en pages, par les boîtes de WeasyPrint : rien de coupé, aucun titre en pied, aucune page à moitié vide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from charte.moteur.charte import Charte
from charte.rendu.ecrivains.html import page
from charte.rendu.impression.pdf import presse
from charte.rendu.publics.falc import page as page_facile
from charte.rendu.publics.grands_caracteres import page_agrandie
from charte.rendu.publics.proces_verbal import page as page_du_proces_verbal
from tests.rendu.outils.charte_d_essai import MODELE, adoptee
from tests.rendu.outils.exemples import exemple

DOCUMENTS: dict[str, tuple[Callable[..., str], str, str]] = {
    "complet": (page, "pdf.css", "aide-a-domicile"),
    "express": (page, "pdf.css", "tiers-lieu"),
    "grands caractères": (page_agrandie, "grands-caracteres.css", "tiers-lieu"),
}
TITRES = ("h1", "h2", "h3", "caption", "thead")
REMPLIE_AU_MOINS = 0.5
AISANCE = 1.25
"""Une ligne est coupée trop tôt si son mot suivant y tenait à cette aisance près."""


Posee = tuple[Any, tuple[Any, ...]]
"""Une boîte, et celles qui la contiennent, de la plus grande à la plus proche."""


@dataclass(frozen=True)
class Feuille:
    """Une page : sa boîte, toutes celles qu'elle contient, et ses lignes de texte, de haut en bas."""

    page: Any
    boites: list[Posee]
    lignes: list[Posee]


@cache
def feuilles(document: str) -> tuple[Feuille, ...]:
    composer, feuille, nom = DOCUMENTS[document]
    charte: Charte = exemple(nom)
    with presse(MODELE, feuille, charte) as ouverte:
        pages = [une._page_box for une in ouverte.mettre_en_pages(composer(charte, MODELE)).pages]
    return tuple(Feuille(une, toutes := [*boites(une)], lignes(toutes)) for une in pages)


def proces_verbal(charte: Charte, modele: Path) -> str:
    """La page HTML du procès-verbal, avant l'impression."""
    return page_du_proces_verbal(charte, modele, "0" * 64)


def boites(boite: Any, parents: tuple[Any, ...] = ()) -> Iterator[Posee]:
    """Chaque boîte avec celles qui la contiennent, marges de page exclues."""
    for enfant in getattr(boite, "children", ()):
        posee = getattr(enfant, "_box", enfant)
        if type(posee).__name__ != "MarginBox":
            yield posee, parents
            yield from boites(posee, (*parents, posee))


def lignes(toutes: list[Posee]) -> list[Posee]:
    trouvees = [une for une in toutes if type(une[0]).__name__ == "LineBox" and texte(une[0]).strip()]
    return sorted(trouvees, key=lambda une: float(une[0].position_y))


def texte(boite: Any) -> str:
    return "".join(une.text for une, _ in boites(boite) if hasattr(une, "text"))


def classes(boite: Any) -> list[str]:
    return str(boite.element.get("class", "")).split() if boite.element is not None else []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_aucun_titre_en_pied_de_page(document: str) -> None:
    for numero, feuille in enumerate(feuilles(document)[1:-1], 2):
        derniere, parents = feuille.lignes[-1]
        assert not {un.element_tag for un in parents} & {*TITRES}, (numero, texte(derniere))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_aucune_page_a_moitie_vide(document: str) -> None:
    """Hors la couverture, la dernière page, et celle des signatures, qui finit la charte."""
    for numero, feuille in enumerate(feuilles(document)[1:-1], 2):
        bas = max(float(une.position_y + une.height) for une, _ in feuille.lignes)
        remplie = (bas - feuille.page.content_box_y()) / feuille.page.height
        signee = any("signatures" in classes(boite) for boite, _ in feuille.boites)
        assert remplie >= REMPLIE_AU_MOINS or signee, (numero, round(remplie, 2), texte(feuille.lignes[-1][0]))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_ni_matrice_ni_signatures_ni_ligne_de_tableau_coupees(document: str) -> None:
    pages = defaultdict(set)
    for numero, feuille in enumerate(feuilles(document), 1):
        for boite, parents in feuille.boites:
            matrice = boite.element_tag == "table" and any("matrice" in classes(parent) for parent in parents)
            entiere = matrice and document != "grands caractères"  # Là, chaque ligne de la matrice est une fiche.
            if entiere or boite.element_tag == "tr" or "signatures" in classes(boite):
                en_tete = any(parent.element_tag == "thead" for parent in parents)
                pages[boite.element].update(() if en_tete else (numero,))
    assert len(pages) > 20
    for element, numeros in pages.items():
        assert len(numeros) <= 1, (element.tag, "".join(element.itertext())[:80], numeros)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_aucune_ligne_coupee_trop_tot(document: str) -> None:
    vues = 0
    for feuille in feuilles(document):
        paragraphes = defaultdict(list)
        for ligne, parents in feuille.lignes:
            paragraphes[id(parents[-1])].append((ligne, parents[-1]))
        for suite in paragraphes.values():
            for (avant, bloc), (apres, _) in pairwise(suite):
                dit = texte(apres).strip()
                mot = dit.split(" ")[0].split("\u00a0")[0]
                large = apres.width / len(texte(apres)) * (len(mot) + 1) * AISANCE
                vues += 1
                assert bloc.width - avant.width < max(large, 0.3 * bloc.width), (texte(avant), dit[:40])
    assert vues > 100


NOMS = ("Ô", "AJ", "Asso", "Club Ôm", "Les Voisins du quai", "Association des voisines et voisins du quartier " * 3)
PIEDS: dict[str, tuple[Callable[..., str], str]] = {
    "charte": (page, "pdf.css"),
    "grands caractères": (page_agrandie, "grands-caracteres.css"),
    "facile à lire": (page_facile, "falc-pdf.css"),
    "procès-verbal": (proces_verbal, "proces-verbal.css"),
}


@pytest.mark.parametrize("document", PIEDS)
@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("majuscules", [False, True])
def test_le_pied_tient_sur_une_ligne(nom: str, document: str, majuscules: bool) -> None:
    """Du nom le plus court au plus long, et l'en-tête aussi ; une marge plus étroite que son recul le cassait."""
    composer, feuille = PIEDS[document]
    nom = (nom.upper() if majuscules else nom)[:120]
    charte = replace(adoptee(), nom=nom, titre="IA" if len(nom) < 5 else "Charte d'usage de l'IA")
    with presse(MODELE, feuille, charte) as ouverte:
        pages = ouverte.mettre_en_pages(composer(charte, MODELE)).pages
    pied = ""
    for une in pages:
        for marge in une._page_box.children:
            if type(marge).__name__ == "MarginBox":
                dites = [ligne for ligne, _ in boites(marge) if type(ligne).__name__ == "LineBox"]
                assert len(dites) <= 1, [texte(ligne) for ligne in dites]
                assert all(ligne.width <= marge.width + 0.01 for ligne in dites)
                pied += texte(marge) if "bottom" in marge.at_keyword else ""
    assert nom[:20].replace("'", "’") in pied or document in ("grands caractères", "procès-verbal")
