"""La différence mot à mot : fidèle, lisible, jamais par lettre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charte.moteur.comparaison.mot_a_mot import comparer_les_mots, nu
from charte.moteur.texte import aplatir, echapper

_MOTS = st.sampled_from(["nous", "relisons", "l'année", "chacun·e", "(IA)", "- un", "25", ".", ";", "peut-être", "\n"])
TEXTES = st.lists(_MOTS, max_size=25).map(" ".join)
_MARQUES = {"garde": "%s", "retire": "[-%s-]", "ajoute": "{+%s+}"}


def montrer(avant: str, apres: str) -> str:
    """La différence, marquée."""
    return "".join(_MARQUES[un.sorte] % un.texte for un in comparer_les_mots(avant, apres))


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (
            "Elle se relit chaque année.",
            "Elle se relit tous les six mois.",
            "Elle se relit [-chaque année-]{+tous les six mois+}.",
        ),
        ("Nous servons l'IA.", "Nous servons d'IA.", "Nous servons [-l'IA-]{+d'IA+}."),
        ("le résumé et la traduction", "le résumé, la traduction", "le résumé [-et -]{+, +}la traduction"),
        ("a b c d e", "a b c d e", "a b c d e"),
        ("Rien de commun ici", "Tout autre chose dit", "[-Rien de commun ici-]{+Tout autre chose dit+}"),
        ("Listes :\n- un mot\n- deux mots", "Listes :\n- deux mots", "Listes :\n[-- un mot\n-]- deux mots"),
        ("", "Neuf.", "{+Neuf.+}"),
    ],
)
def test_la_difference(avant: str, apres: str, attendu: str) -> None:
    assert montrer(avant, apres) == attendu


def test_deux_changements_que_separe_un_mot_vide_n_en_font_qu_un() -> None:
    assert montrer("le chat de Paul dort ici ce soir", "le chien de Jeanne dort ici ce soir") == (
        "le [-chat de Paul -]{+chien de Jeanne +}dort ici ce soir"
    )


@given(TEXTES, TEXTES)
def test_les_morceaux_redonnent_les_deux_textes(avant: str, apres: str) -> None:
    morceaux = comparer_les_mots(avant, apres)
    for texte, sortes in ((avant, ("garde", "retire")), (apres, ("garde", "ajoute"))):
        redonne = "".join(un.texte for un in morceaux if un.sorte in sortes)
        assert "".join(redonne.split()) == "".join(texte.split())
    if avant.split() == apres.split() and avant.count("\n") == apres.count("\n") == 0:
        assert {un.sorte for un in morceaux} <= {"garde"}


@given(st.text(max_size=60))
def test_les_mots_du_groupe_se_relisent_tels_quels(brut: str) -> None:
    assert nu(echapper(brut)) == aplatir(brut)
    assert nu(echapper("a *b* [c](d) `e` <f> 1. g")) == "a *b* [c](d) `e` <f> 1. g"


def test_la_mise_en_forme_disparait() -> None:
    assert nu("**Gras**, *italique*, `code`, [un lien](https://a.org) et snake_case") == (
        "Gras, italique, code, un lien (https://a.org) et snake_case"
    )


def test_un_texte_sans_fin_se_compare_quand_meme() -> None:
    avant, apres = ("a b a a b " * 4_000).strip(), ("b a b b a a " * 4_000).strip()
    assert {un.sorte for un in comparer_les_mots(avant, apres)} == {"retire", "ajoute"}
