"""Les grands caractères : le même texte que le PDF, dans le même ordre, et rien sous dix-huit points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from charte.moteur.charte import Charte
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.document.plan import dresser
from charte.rendu.ecrivains.html import page
from charte.rendu.langue.balisage import en_ligne
from charte.rendu.publics.grands_caracteres import page_agrandie
from tests.rendu.impression.test_pdf import avec_les_mots, fautes, lire, structure, texte
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, minimale
from tests.rendu.outils.lecture_pdf import lu_a_voix_haute
from tests.rendu.outils.rendus import rendu
from tests.rendu.publics.test_affiche import EXEMPLES, exemple

CORPS_AU_MOINS = 18
PAGES_AU_PLUS = 40
APRES_LE_LIEN_D_EVITEMENT = 6
PLUS_LONGUE_REDITE = 900
"""Entre deux mots de la charte, il n'y a au plus que la tête de la matrice."""
HORS_DU_TEXTE = ("style", "title", "nav", "thead", "caption")


@cache
def essai() -> bytes:
    return rendu(charte_d_essai(), "grands-caracteres")


class _Texte(HTMLParser):
    """Les mots d'une page, sans le style, le sommaire ni la tête des tableaux, qui seule change."""

    def __init__(self) -> None:
        super().__init__()
        self.mots: list[str] = []
        self.dehors = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.dehors += tag in HORS_DU_TEXTE or dict(attrs).get("class") == "familles"

    def handle_endtag(self, tag: str) -> None:
        self.dehors -= bool(self.dehors) and tag in (*HORS_DU_TEXTE, "ul")

    def handle_data(self, data: str) -> None:
        if not self.dehors:
            self.mots += data.split()


def lettres(texte: str) -> str:
    return "".join(re.findall(r"[^\W_]+", texte))


def mots(html: str) -> list[str]:
    lecteur = _Texte()
    lecteur.feed(html)
    return lecteur.mots


@pytest.mark.parametrize("nom", EXEMPLES)
def test_conforme_et_complet_pour_chaque_exemple(nom: str) -> None:
    charte = exemple(nom)
    octets = rendu(charte, "grands-caracteres")
    assert fautes(octets) == []
    assert len(pypdfium2.PdfDocument(octets)) <= PAGES_AU_PLUS
    lu, depuis = lettres(lu_a_voix_haute(octets)), 0
    for mot in mots(page_agrandie(charte, MODELE))[APRES_LE_LIEN_D_EVITEMENT:]:
        trouve = lu.find(lettres(mot), depuis)
        assert 0 <= trouve < depuis + PLUS_LONGUE_REDITE, mot
        depuis = trouve + len(lettres(mot))


@pytest.mark.parametrize("charte", [adoptee, minimale, lambda: avec_les_mots(HOSTILE)])
def test_conforme_quoi_qu_on_ecrive(charte: Callable[[], Charte]) -> None:
    assert fautes(rendu(charte(), "grands-caracteres")) == []


def test_meme_texte_meme_ordre() -> None:
    charte = charte_d_essai()
    courant, grand = page(charte, MODELE, abrege=True), page_agrandie(charte, MODELE)
    assert mots(courant) == mots(grand)
    assert len(mots(grand)) > 2000
    for outil in (outil for famille in charte.matrice.familles for outil in famille.outils):
        assert grand.count(outil) == courant.count(outil)


def test_les_annexes_qui_ne_se_lisent_pas_sont_nommees_avec_leur_lettre() -> None:
    """Elles gardent la lettre qu'elles ont dans le PDF, et le document dit où elles sont."""
    charte = charte_d_essai()
    grand = page_agrandie(charte, MODELE)
    suite = grand[grand.index('id="ailleurs"') :]
    omises = dresser(charte, phrases_du_modele(MODELE), abrege=True).ailleurs
    assert {entree.ancre for entree in omises} >= {"reponses", "provenance", "recommandations"}
    for entree in omises:
        assert f'id="{entree.ancre}"' not in grand
        assert f"<li>{entree.repere}. {en_ligne(entree.titre)}</li>" in suite
    assert "charte.pdf" in suite and "CHARTE.md" in suite
    assert {*omises} <= {*dresser(charte, phrases_du_modele(MODELE)).sommaire_annexes}


def corps(octets: bytes) -> Iterator[float]:
    """Le corps de chaque morceau de texte imprimé, en points."""
    for feuille in pypdfium2.PdfDocument(octets):
        for objet in feuille.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=15):
            taille = pdfium.c_float()
            pdfium.FPDFTextObj_GetFontSize(objet.raw, taille)
            yield abs(taille.value * objet.get_matrix().d)


def test_rien_sous_dix_huit_points() -> None:
    tailles = list(corps(essai()))
    assert len(tailles) > 500
    assert min(tailles) >= CORPS_AU_MOINS - 0.01


def test_les_numeros_sont_dans_le_texte_et_la_matrice_en_fiches() -> None:
    lu = texte(essai())
    assert "5. Je demande" not in lu and "6. Je demande en cas de doute" in lu
    assert "1. Préambule, valeurs et posture" in lu
    fiche = lu[lu.index("Sensibles :") : lu.index("Secrètes :")]
    for ligne in ("Grand public : Interdit", "Intégré à un logiciel : Sur accord", "Local : Sous conditions"):
        assert ligne in fiche
    assert "Outils : Le Chat" not in lu and "Chez nous : Le Chat, DeepL" in lu


def test_les_fiches_restent_des_tableaux_pour_qui_ecoute() -> None:
    racine: Any = lire(essai()).trailer["/Root"]
    elements = list(structure(racine["/StructTreeRoot"]["/K"][0]))
    assert {element["/A"]["/Scope"] for element in elements if element["/S"] == "/TH"} == {"/Row"}
    assert sum(element["/S"] == "/Table" for element in elements) == 2


def test_la_couleur_n_y_porte_aucun_sens() -> None:
    """La feuille n'emploie que du noir ; seules les formes de la matrice ont une teinte, et un mot les double."""
    feuille = (MODELE / "styles" / "grands-caracteres.css").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", feuille)) == {"#000"}
