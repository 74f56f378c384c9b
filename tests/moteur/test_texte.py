"""Les mots du groupe ressortent littéralement, quoi qu'on y ait mis."""

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from charte.moteur.texte import aplatir, de, echapper, enumerer, minuscule, par

MD = MarkdownIt("gfm-like", {"linkify": False})


def _texte_rendu(markdown: str) -> tuple[str, set[str]]:
    """Le texte que verrait un lecteur, et les sortes de jetons rencontrées."""
    sortes: set[str] = set()
    morceaux: list[str] = []
    for bloc in MD.parse(markdown):
        sortes.add(bloc.type)
        for jeton in bloc.children or ():
            sortes.add(jeton.type)
            morceaux.append(jeton.content if jeton.type != "softbreak" else "\n")
    return "".join(morceaux), sortes


@given(st.text(min_size=1, max_size=200))
@example("A & B <b>{{7*7}}</b> [x](javascript:alert(1))")
@example("---")
@example("1. Un\n# Deux\n> trois &amp; ![i](u) `c` ~~d~~ $x$ <!-- -->")
@example("_x_ a_b_c __y__ \\* *")
@example("+ de 10")
def test_une_reponse_ressort_litteralement(brut: str) -> None:
    attendu = aplatir(brut)
    if not attendu:
        return
    rendu, sortes = _texte_rendu(echapper(brut))
    assert rendu == attendu
    assert sortes <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def test_ce_qui_ne_se_voit_pas_ne_s_imprime_pas() -> None:
    assert aplatir("\ufeffun\x07 deux\x1b[1m\u2028trois\x00\n\tquatre") == "un deux [1m trois quatre"


def test_au_milieu_d_une_phrase_aussi() -> None:
    rendu, sortes = _texte_rendu(f"Nous, **{echapper('a*b [c](d)')}**, décidons.")
    assert rendu == "Nous, a*b [c](d), décidons."
    assert "link_open" not in sortes


def test_l_echappement_reste_lisible() -> None:
    assert echapper("Les Jardins du Trieux & Cie (loi 1901) : 12 % !") == (
        "Les Jardins du Trieux & Cie (loi 1901) : 12 % !"
    )


def test_enumerer() -> None:
    assert enumerer([]) == ""
    assert enumerer(["a"]) == "a"
    assert enumerer(["a", "b", "c"]) == "a, b et c"
    assert enumerer(["a", "b"], "ou") == "a ou b"


def test_minuscule_respecte_les_sigles() -> None:
    assert minuscule("Les bénévoles") == "les bénévoles"
    assert minuscule("IA générative") == "IA générative"
    assert minuscule("") == ""


def test_de_et_par_font_les_contractions() -> None:
    noms = ["le bureau", "Le conseil d'administration", "l’assemblée générale", "les membres", "la collégiale"]
    assert [de(nom) for nom in noms] == [
        "du bureau",
        "du conseil d'administration",
        "de l'assemblée générale",
        "des membres",
        "de la collégiale",
    ]
    assert [par(nom) for nom in noms[:2]] == ["par le bureau", "par le conseil d'administration"]
    assert (de("AG du 3 mars"), par("AG du 3 mars")) == ("", "par : AG du 3 mars")
