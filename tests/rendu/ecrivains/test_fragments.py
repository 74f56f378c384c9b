"""Des lignes aux fragments : ce que prennent les formats qui ne sont ni du HTML ni du Markdown."""

from __future__ import annotations

from charte.contenu.base import Markdown
from charte.rendu.document.blocs import Cite, Fragment, rediger
from charte.rendu.ecrivains.fragments import fragments, permis


def test_un_ordinal_s_eleve_sauf_dans_un_lien() -> None:
    assert [(un.texte, un.exposant) for un in fragments((Cite("le 1er mai"),))] == [
        ("le 1", False),
        ("er", True),
        ("\u00a0mai", False),
    ]
    assert [un.texte for un in fragments((Cite("le 1er", vers="#la"),))] == ["le 1er"]


def test_le_gras_d_une_ligne_s_ajoute_a_celui_de_son_markdown() -> None:
    assert list(fragments(rediger(Markdown("un **deux**")))) == [Fragment("un "), Fragment("deux", gras=True)]


def test_une_adresse_ressort_telle_quelle() -> None:
    adresse = "https://la.example/a'b?c=1"
    assert [(un.texte, un.vers) for un in fragments((Cite(adresse, vers=adresse),))] == [(adresse, adresse)]


def test_ce_que_xml_interdit_devient_une_espace() -> None:
    assert permis("a\x00b\u000bc") == "a b c"
