"""Une ligne en Markdown : les mots du groupe n'y sont jamais interprétés, ce que le modèle écrit l'est."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from charte.contenu.base import Markdown
from charte.moteur.texte import aplatir
from charte.rendu.document.blocs import Cite, Redige, citer
from charte.rendu.ecrivains.markdown import en_markdown

SIGNES = "abé 1.-+*_`[](){}<>#|!&;:/\\~=\"'"


def lus(markdown: str) -> tuple[str, set[str]]:
    """Le texte que l'on voit, et les sortes de jetons qui le portent."""
    jetons = [enfant for bloc in MarkdownIt().parse(markdown) for enfant in bloc.children or ()]
    blocs = {bloc.type for bloc in MarkdownIt().parse(markdown)}
    return "".join(jeton.content for jeton in jetons), {jeton.type for jeton in jetons} | blocs


@settings(max_examples=300, deadline=None)
@given(st.text(SIGNES, min_size=1, max_size=40).filter(str.strip))
def test_des_mots_cites_ne_sont_que_du_texte(mots: str) -> None:
    texte, sortes = lus(en_markdown(citer(mots)).strip())
    assert texte == aplatir(mots)
    assert sortes <= {"text", "text_special", "paragraph_open", "paragraph_close", "inline"}


def test_un_mot_hostile_reste_un_mot_dans_une_phrase() -> None:
    ligne = (Redige(Markdown("Nous disons **non** à ")), Cite("[x](javascript:alert(1)) *et* <b>", italique=True))
    texte, sortes = lus(en_markdown(ligne))
    assert texte == "Nous disons non à [x](javascript:alert(1)) *et* <b>"
    assert {"strong_open", "em_open"} <= sortes and not sortes & {"link_open", "html_inline"}


def test_les_blancs_du_bord_separent() -> None:
    assert en_markdown((Cite("un "), Cite("deux", gras=True), Cite(" · "), Cite("trois"))) == "un **deux** · trois"
