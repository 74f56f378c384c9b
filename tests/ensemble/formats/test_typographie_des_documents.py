"""Zéro faute de typographie dans ce que chaque document donne à lire, marges, titres, liens et propriétés compris."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from charte.rendu import FORMATS
from charte.rendu.ecrivains.html import page
from charte.rendu.publics.falc import page as page_facile
from charte.rendu.publics.grands_caracteres import page_agrandie
from tests.rendu.outils.charte_d_essai import MODELE, charte_d_essai
from tests.rendu.outils.exemples import DOSSIERS, NOMS, exemple
from tests.rendu.outils.rendus import rendu
from tests.rendu.outils.typographie_lue import FAUTES, fautes, texte_de_bureau, texte_de_la_page, texte_du_pdf

PAGES = {"charte": page, "falc": page_facile, "grands caractères": page_agrandie}
EN_TEXTE = ("md", "html", "falc-html", "odt", "docx")
EN_PDF = [*((nom, "falc") for nom in NOMS), ("tiers-lieu", "affiche"), ("tiers-lieu", "grands-caracteres")]


@cache
def lu(nom: str, format: str, moteur: str | None = None) -> str:
    octets = rendu(exemple(nom), format, moteur)
    if FORMATS[format].fichier.endswith(".pdf"):
        return texte_du_pdf(octets)
    if format in ("odt", "docx"):
        return texte_de_bureau(octets)
    return texte_de_la_page(octets.decode()) if format != "md" else octets.decode()


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("format", EN_TEXTE)
def test_dans_les_fichiers(nom: str, format: str) -> None:
    assert fautes(lu(nom, format)) == []


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("sorte", PAGES)
def test_dans_les_pages_que_l_on_imprime(nom: str, sorte: str) -> None:
    assert fautes(texte_de_la_page(PAGES[sorte](exemple(nom), MODELE))) == []


@pytest.mark.parametrize(("nom", "format"), EN_PDF)
def test_dans_les_pdf(nom: str, format: str) -> None:
    assert fautes(lu(nom, format)) == []


def test_dans_le_pdf_de_typst() -> None:
    assert fautes(lu("tiers-lieu", "pdf", "typst")) == []


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda dossier: dossier.name)
def test_dans_les_pdf_du_depot(dossier: Path) -> None:
    # Un autre test les compare à ce que rend WeasyPrint.
    fichiers = sorted(dossier.glob("*.pdf"))
    assert fichiers
    for fichier in fichiers:
        assert fautes(texte_du_pdf(fichier.read_bytes())) == [], fichier.name


def test_une_charte_a_decider_et_adoptee() -> None:
    assert fautes(texte_de_la_page(page(charte_d_essai(), MODELE))) == []


@pytest.mark.parametrize(
    ("texte", "faute"),
    [
        ("l'équipe", "apostrophe droite"),
        ('un "mot"', "guillemet droit"),
        ("puis...", "points de suspension"),
        ("deux mots : oui", "espace devant : ou sans espace"),
        ("deux mots:\noui", "espace devant : ou sans espace"),
        ("vraiment ?", "espace devant ; ! ?"),
        ("vraiment\u00a0?", "espace devant ; ! ?"),
        ("vraiment? Oui", "espace devant ; ! ?"),
        ("« oui\u202f»", "guillemet ouvrant"),
        ("«\u202foui »", "guillemet fermant"),
        ("un mot\n; deux", "signe en tête de ligne"),
        ("dit «\noui", "ouvrant en fin de ligne"),
        ("30 %", "unité"),
        ("30%", "unité"),
        ("12 500", "milliers"),
        ("5 ans", "durée"),
        ("le 21 novembre", "jour du mois"),
        ("novembre 2026", "année"),
        ("la 2ème fois", "ordinal"),
        ("art. 50", "renvoi"),
        ("voir la page\n12", "renvoi"),
        ("L. 1321-4", "article de code"),
        ("(UE) 2016/679", "règlement"),
        ("n° 12", "numéro"),
        ("M. Dupont", "civilité"),
        ("les salarié·\nes", "mot inclusif coupé"),
    ],
)
def test_le_controleur_voit(texte: str, faute: str) -> None:
    assert faute in {une.split(" : …")[0] for une in fautes(texte)}
    assert faute in FAUTES


def test_le_controleur_laisse_passer_ce_qui_est_juste() -> None:
    juste = (
        "Écrire à x.y@exemple.org\u202f; voir https://exemple.org/a?b=c;d:e à 14:30.\n"
        "L’équipe dit «\u202foui\u202f»\u00a0: 12\u202f500\u202f€, 30\u202f%, 1er\u00a0mars\u00a02027.\n"
        "Voir art.\u00a050, n°\u00a012…\n"
        "En 2026 150 personnes\u202f?! L’essentiel en une page 3"
    )
    assert fautes(juste) == []
