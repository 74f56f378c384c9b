"""Les pages d'un récit et d'une fédération, dans un vrai navigateur : rien ne déborde, axe-core ne trouve rien."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from charte.moteur.comparaison.histoire import Etape, Histoire
from charte.rendu.recits import federation, histoire, recit
from charte.rendu.recits.narration import raconter
from charte.services.comparer.federation import rassembler
from tests.rendu.ecrivains.test_navigateur import ECRANS, ELAGUER, fautes, navigateur
from tests.rendu.outils.charte_d_essai import MODELE
from tests.rendu.outils.navigateur import Page
from tests.rendu.recits.test_changements import changements

__all__ = ["navigateur"]

ATTENDUS = Path(__file__).parents[2] / "donnees" / "attendus"


@cache
def pages() -> dict[str, str]:
    """Les trois pages."""
    etapes = (
        Etape("", "2027-03-12", precedente="1.0", depuis=changements()),
        Etape("1.0", "2026-04-01", "l'assemblée générale", "14 pour", "2027-04-01", "v1.0", "0" * 40, figee=True),
    )
    structures, _ = rassembler([ATTENDUS / "avant", ATTENDUS / "apres"])
    return {
        "changements": recit.en_html(raconter(changements()), MODELE),
        "histoire": recit.en_html(histoire.raconter(Histoire("Les Amis du canal", etapes)), MODELE),
        "federation": federation.en_html(structures, MODELE),
    }


@pytest.mark.parametrize("nom", ["changements", "histoire", "federation"])
def test_axe_ne_trouve_rien(navigateur: Page, tmp_path: Path, nom: str) -> None:
    page = tmp_path / f"{nom}.html"
    page.write_text(pages()[nom], encoding="utf-8")
    for largeur, sombre in ECRANS:
        navigateur.aller(page, largeur, sombre)
        assert navigateur.evaluer("document.documentElement.scrollWidth") <= largeur
        if nom != "histoire":
            navigateur.evaluer(ELAGUER)
        assert fautes(navigateur) == [], (largeur, sombre)


def test_ce_qui_change_se_voit_sans_couleur_et_s_entend(navigateur: Page, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(pages()["changements"], encoding="utf-8")
    navigateur.aller(page, 1280)
    for balise, trait, mot in (("del", "line-through", "retiré"), ("ins", "underline", "ajouté")):
        style = f"getComputedStyle(document.querySelector('.mots {balise}'))"
        assert navigateur.evaluer(f"{style}.textDecorationLine") == trait
        avant = f"getComputedStyle(document.querySelector('.mots {balise}'), '::before')"
        assert mot in navigateur.evaluer(f"{avant}.content")


def test_sans_script_ni_adresse(tmp_path: Path) -> None:
    for page in pages().values():
        assert "<script" not in page and "http://" not in page and "https://" not in page
