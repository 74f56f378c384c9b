"""Le Markdown des clauses et les mots du groupe : ce qui devient du HTML, et ce qui reste du texte."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charte.moteur.texte import echapper
from charte.rendu.langue.balisage import abreger, contact, en_blocs, en_ligne, mot_a_mot
from tests.rendu.outils.charte_d_essai import HOSTILE

FINE, FIXE = "\u202f", "\u00a0"
HOSTILE_SUR = "A &amp; B &lt;b&gt;{{7*7}}&lt;/b&gt; [x](javascript:alert(1))"


def test_paragraphes_listes_et_gras() -> None:
    assert en_blocs("**Attention** : relire *tout*.\n\n- un ;\n- deux.") == (
        f"<p><strong>Attention</strong>{FIXE}: relire <em>tout</em>.</p>\n"
        f"<ul>\n<li>un{FINE};</li>\n<li>deux.</li>\n</ul>\n"
    )


def test_en_ligne_n_a_pas_de_paragraphe() -> None:
    assert en_ligne("L'*essentiel*\nici") == "L’<em>essentiel</em> ici"


@pytest.mark.parametrize(
    "source",
    [
        *("# Titre", "Titre\n===", "> cité", "---", "    code", "```\ncode\n```", "<b>gras</b>", "&lt;b&gt;"),
        *("![a](https://a.org/b.png)", "[x]: https://a.org\n\n[x]", "<script>x</script>"),
        *("[x](javascript:alert(1))", "[x](data:text/html,y)", "[x](file:///etc/passwd)", "<javascript:alert(1)>"),
    ],
)
def test_rien_d_autre_n_est_interprete(source: str) -> None:
    assert set(re.findall(r"<(\w+)", en_blocs(source))) <= {"p", "a", "code"}
    assert not re.search(r'href="(?!https://)', en_blocs(source))


def test_liens_permis() -> None:
    assert en_ligne("[l'**aide**](https://a.org/?x=1&y=2)") == '<a href="https://a.org/?x=1&amp;y=2">l’aide</a>'
    assert en_ligne("[nous](mailto:a@b.org)") == '<a href="mailto:a@b.org">nous</a>'


def test_mots_du_groupe_litteraux() -> None:
    assert mot_a_mot(HOSTILE) == HOSTILE_SUR
    assert en_ligne(echapper(HOSTILE)) == HOSTILE_SUR
    assert HOSTILE_SUR in en_blocs(f"Nous, {echapper(HOSTILE)}, décidons.")


def test_mots_insecables_et_ordinaux() -> None:
    assert mot_a_mot("les salarié·es") == 'les <span class="nc">salarié·es</span>'
    assert f'<span class="nc">L.{FIXE}1321-4</span>' in mot_a_mot("article L. 1321-4")
    assert en_ligne("le 1er mars, XXIe siècle") == f"le 1<sup>er</sup>{FIXE}mars, XXI<sup>e</sup> siècle"


def test_un_mot_sans_fin_peut_se_couper() -> None:
    assert mot_a_mot("&" * 300).count("<wbr>") == 7
    assert "<wbr>" not in mot_a_mot("anticonstitutionnellement " * 20)


def test_contact() -> None:
    assert contact("a@b.org") == '<a href="mailto:a@b.org">a@b.org</a>'
    assert contact("https://a.org/b") == '<a href="https://a.org/b">https://a.org/b</a>'
    assert contact("<i> au local") == "&lt;i&gt; au local"


def test_abreger() -> None:
    assert abreger("court", 10) == "court"
    assert abreger("un nom vraiment très long", 18) == "un nom vraiment…"
    assert abreger("x" * 30, 10) == "x" * 9 + "…"


@given(st.text(alphabet="*_`[]()<>!#-+\\&;'\"|~{}:/.=1a é\n", max_size=40))
def test_neutralises_les_mots_du_groupe_gardent_leurs_lettres(mots: str) -> None:
    rendu = en_ligne(echapper(mots))
    assert set(re.findall(r"<(\w+)", rendu)) <= {"span", "sup", "wbr"}
    nu = unescape(re.sub(r"<[^>]*>", "", rendu))
    assert [signe for signe in nu if signe.isalnum()] == [signe for signe in mots if signe.isalnum()]
