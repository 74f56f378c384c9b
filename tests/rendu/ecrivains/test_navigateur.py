"""Les pages HTML dans Chromium : zéro faute d'axe-core, rien hors de l'écran, tout au clavier, et sans script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from charte.rendu import FORMATS
from tests.rendu.outils.exemples import NOMS
from tests.rendu.outils.exemples import exemple as charte_de
from tests.rendu.outils.navigateur import Page, axe, chromium, ouvrir
from tests.rendu.outils.rendus import rendu

PAGES = [(nom, format) for nom in NOMS for format in ("html", "falc-html")]
ECRANS = ((1280, False), (360, True))
LES_AUTRES_ECRANS = ((1280, True), (360, False))

DESSINS = "td::before { display: none !important } .idee { background-image: none !important }"
"""Les pictogrammes, à côté du texte et jamais dessous ; axe-core ne sait pas le voir, et ne conclurait pas."""

ELAGUER = """document.querySelectorAll('tbody, ol, ul, .article').forEach(
  l => [...l.children].slice(l.matches('.article') ? 4 : 3).forEach(e => e.remove()))"""
"""Trois rangées par tableau et par liste, deux clauses par article : les suivantes ont le même dessin, et axe-core y
passerait la minute."""

FAUTES = """axe.run(document, {rules: {'target-size': {enabled: true}}}).then(bilan =>
  [...bilan.violations, ...bilan.incomplete].flatMap(f => f.nodes.map(n => `${f.id} : ${n.html.slice(0, 200)}`)))"""
"""Toutes les règles d'axe-core, et la taille des cibles que veut WCAG 2.2 ; un doute est une faute."""

SUIVRE_LE_FOCUS = """window.vus = []; document.addEventListener('focusin', ({target: e}) => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  vus.push([[...document.querySelectorAll('a[href]')].indexOf(e),
    s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    r.bottom > 0 && r.top < innerHeight && r.left >= 0 && r.right <= innerWidth + 1]) }); 0"""
"""Pour chaque élément atteint : quel lien c'est, si un cadre le montre, s'il est à l'écran."""


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Page]:
    if not chromium() or not axe():
        pytest.skip("Chromium ou axe-core ne sont pas installés : les pages HTML n'ont pas été ouvertes pour de vrai.")
    with ouvrir() as page:
        yield page


@cache
def source(exemple: str, format: str) -> str:
    return rendu(charte_de(exemple), format).decode()


@pytest.fixture
def fichier(exemple: str, format: str, tmp_path: Path) -> Path:
    page = tmp_path / FORMATS[format].fichier
    page.write_text(source(exemple, format), encoding="utf-8")
    return page


def fautes(page: Page) -> Any:
    script = axe()
    assert script is not None
    page.evaluer(f"document.head.insertAdjacentHTML('beforeend', {json.dumps(f'<style>{DESSINS}</style>')})")
    page.evaluer(f"{script.read_text(encoding='utf-8')};0")
    return page.evaluer(FAUTES)


@pytest.mark.parametrize(("exemple", "format"), PAGES)
def test_axe_ne_trouve_rien(navigateur: Page, fichier: Path, exemple: str) -> None:
    court = exemple == "tiers-lieu"
    for largeur, sombre in (*ECRANS, *LES_AUTRES_ECRANS) if court else ECRANS:
        navigateur.aller(fichier, largeur, sombre)
        assert navigateur.evaluer("document.documentElement.scrollWidth") <= largeur
        fond = navigateur.evaluer("getComputedStyle(document.body).backgroundColor")
        assert (fond != "rgb(255, 255, 255)") == sombre
        if not (court and (largeur, sombre) == ECRANS[0]):
            navigateur.evaluer(ELAGUER)
        assert fautes(navigateur) == [], (largeur, sombre)


@pytest.mark.parametrize(("exemple", "format"), [("tiers-lieu", "html"), ("tiers-lieu", "falc-html")])
@pytest.mark.parametrize("largeur", [1280, 360])
def test_tout_s_atteint_au_clavier_dans_l_ordre(navigateur: Page, fichier: Path, largeur: int) -> None:
    navigateur.aller(fichier, largeur)
    navigateur.evaluer(SUIVRE_LE_FOCUS)
    liens = navigateur.evaluer("document.querySelectorAll('a[href], button, input, select, summary').length")
    navigateur.tabuler(liens)
    assert liens > 0
    assert navigateur.evaluer("vus") == [[rang, True, True] for rang in range(liens)]


@pytest.mark.parametrize(("exemple", "format"), PAGES)
def test_rien_ne_depend_d_un_script(exemple: str, format: str) -> None:
    assert not re.search(r"<(?:script|noscript|template|dialog)\b|\son\w+=|javascript:", source(exemple, format))


def test_axe_voit_les_fautes(navigateur: Page, tmp_path: Path) -> None:
    page = tmp_path / "fautive.html"
    page.write_text('<title>x</title><body><img src="x.png"><p style="color: #bbb">gris</p>', encoding="utf-8")
    navigateur.aller(page, 1280)
    assert {faute.split(" : ")[0] for faute in fautes(navigateur)} >= {"color-contrast", "html-has-lang", "image-alt"}
