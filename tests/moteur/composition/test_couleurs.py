"""Les couleurs d'un groupe : toujours lisibles, assombries au plus juste, et c'est dit avec les chiffres."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.reponses import ApparenceVoulue
from charte.moteur.composition.apparence import remarques, resoudre
from charte.moteur.composition.couleurs import (
    BLANC,
    ENCRE,
    FOND_SOMBRE,
    SEUIL,
    VOILE_SOMBRE,
    ajuster,
    contraste,
    palette,
)

COULEURS = st.integers(0, 0xFFFFFF).map(lambda nombre: f"#{nombre:06x}")


def teinte(couleur: str) -> tuple[float, float]:
    """La teinte (0 à 1) et la saturation."""
    rvb = [int(couleur[rang : rang + 2], 16) / 255 for rang in (1, 3, 5)]
    h, _, s = colorsys.rgb_to_hls(*rvb)
    return h, s


@pytest.mark.parametrize(
    ("couleur", "sur_blanc"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0), ("#0000ff", 8.59)],
)
def test_le_contraste_est_celui_des_wcag(couleur: str, sur_blanc: float) -> None:
    assert contraste(couleur, BLANC) == pytest.approx(sur_blanc, abs=0.01)
    assert contraste(BLANC, couleur) == contraste(couleur, BLANC)


@settings(max_examples=60, deadline=None)
@given(COULEURS, COULEURS)
def test_tout_texte_se_lit_quelles_que_soient_les_couleurs(couleur: str, accent: str) -> None:
    retenues = {une.nom: une.retenue for une in ajuster(couleur, accent)}
    p = palette(retenues["couleur"], retenues["accent"], accent)
    couples = [
        *((p.principale, fond) for fond in (BLANC, p.voile, p.sable)),
        *((texte, p.principale) for texte in (BLANC, p.sur_aplat, p.outils)),
        *((p.accent, BLANC), (p.appui, BLANC), (p.appui, p.sable)),
        *((ENCRE, p.voile), (ENCRE, p.sable)),
        *(
            (texte, fond)
            for texte in (p.principale_nuit, p.accent_nuit, p.appui_nuit)
            for fond in (FOND_SOMBRE, VOILE_SOMBRE)
        ),
        ("#e6eceb", p.sable_nuit),
    ]
    assert {couple: contraste(*couple) for couple in couples if contraste(*couple) < SEUIL} == {}


@pytest.mark.parametrize(("couleur", "accent"), [("#1f5c99", ""), ("", "#b3541e"), ("#9c27b0", ""), ("", "#2e7d32")])
def test_une_seule_couleur_va_avec_celles_du_modele(couleur: str, accent: str) -> None:
    p = palette(couleur, accent)
    assert contraste(p.principale, p.sable) >= SEUIL and contraste(p.sur_aplat, p.principale) >= SEUIL
    assert contraste(p.accent, BLANC) >= SEUIL


@settings(max_examples=60, deadline=None)
@given(COULEURS)
def test_assombrie_au_plus_juste_et_teinte_gardee(couleur: str) -> None:
    (une,) = ajuster(couleur, "")
    assert une.demandee == couleur
    if une.retenue == couleur:
        return
    assert contraste(une.retenue, BLANC) > contraste(couleur, BLANC)
    # Le fond où elle se lit le moins bien est à peine au-dessus du seuil : un cran plus clair n'aurait pas suffi.
    assert SEUIL <= une.pire < SEUIL + 0.12
    (avant, saturee), (apres, encore) = teinte(couleur), teinte(une.retenue)
    if saturee > 0.3 and encore > 0.3:
        ecart = abs(avant - apres)
        assert min(ecart, 1 - ecart) < 0.02


def test_une_couleur_lisible_ne_change_pas() -> None:
    voulue = ApparenceVoulue(couleur="#1F5C99", accent="#b3541e")
    assert remarques(voulue) == ()
    assert resoudre(voulue).couleur == "#1f5c99"
    assert resoudre(voulue).accent == "#b3541e"
    assert resoudre(ApparenceVoulue(couleur="#048")).couleur == "#004488"
    assert resoudre(None) == resoudre(ApparenceVoulue())


def test_ce_qui_change_est_dit_avec_les_chiffres() -> None:
    assert remarques(ApparenceVoulue(couleur="#ffcc00", accent="#b3541e")) == (
        "la couleur principale #ffcc00 est assombrie en #856b00 pour rester lisible sur blanc : contraste 1,5, "
        "il en faut 4,5",
    )
    assert remarques(ApparenceVoulue(accent="#00c2a8")) == (
        "la couleur d'accent #00c2a8 est assombrie en #008674 pour rester lisible sur blanc : contraste 2,2, "
        "il en faut 4,5",
    )
    (phrase,) = remarques(ApparenceVoulue(couleur="#767676"))
    assert phrase.endswith(" pour rester lisible sur les encadrés : contraste 4,1, il en faut 4,5")


@pytest.mark.parametrize("accent", ["#00c2a8", "#b5541c", "#402000", "#ffee00", "#ffffff", "#101060"])
def test_les_filets_gardent_la_couleur_donnee(accent: str) -> None:
    """Un filet n'est pas du texte : il garde la couleur, sauf si elle s'y perdait ; jamais plus vive que donnée."""
    resolue = resoudre(ApparenceVoulue(accent=accent))
    p = palette(resolue.couleur, resolue.accent, resolue.filet)
    assert p.vive == accent or contraste(accent, BLANC) < 1.35 <= contraste(p.vive, BLANC)
    assert contraste(p.vive_aplat, p.principale) >= 3 and contraste(p.vive_nuit, FOND_SOMBRE) >= 3
    (donnee, saturee) = teinte(accent)
    for derivee in (p.vive_aplat, p.vive_nuit, p.accent_nuit, p.douce):
        h, s = teinte(derivee)
        assert s <= max(saturee, 0.72) + 0.05
        assert saturee < 0.3 or s < 0.1 or min(abs(h - donnee), 1 - abs(h - donnee)) < 0.03
