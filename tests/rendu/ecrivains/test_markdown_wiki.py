"""`CHARTE.md` se dépose tel quel dans le wiki d'une forge (GitHub, GitLab, Forgejo) : ni HTML, ni lien sans cible."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from charte.rendu import rendre_document
from tests.rendu.outils.charte_d_essai import MODELE
from tests.rendu.outils.exemples import NOMS, exemple


@cache
def lu(nom: str) -> tuple[str, list[Token]]:
    texte = rendre_document(exemple(nom), "md", MODELE).decode()
    return texte, MarkdownIt("gfm-like", {"linkify": False}).parse(texte)


def titres(nom: str) -> list[str]:
    _, jetons = lu(nom)
    dedans = (jetons[rang + 1].children or () for rang, jeton in enumerate(jetons) if jeton.type == "heading_open")
    return ["".join(un.content for un in enfants) for enfants in dedans]


def github(titre: str) -> str:
    return re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-")


def gitlab(titre: str) -> str:
    return re.sub(r"-{2,}", "-", github(titre))


def forgejo(titre: str) -> str:
    return "".join("-" if un.isspace() else un.lower() for un in titre if un.isalnum() or un in "_-" or un.isspace())


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("forge", [github, gitlab, forgejo])
def test_tout_lien_interne_arrive(nom: str, forge: object) -> None:
    assert callable(forge)
    ancres = [forge(titre) for titre in titres(nom)]
    renvois = set(re.findall(r"\]\(#([^)]+)\)", lu(nom)[0]))
    assert len(renvois) > 10 and renvois <= set(ancres)
    assert all(ancres.count(renvoi) == 1 for renvoi in renvois)


@pytest.mark.parametrize("nom", NOMS)
def test_ni_html_ni_saut_de_niveau(nom: str) -> None:
    _, jetons = lu(nom)
    assert not [jeton.content for jeton in jetons if "html" in jeton.type]
    assert not [un.content for jeton in jetons for un in jeton.children or () if "html" in un.type]
    niveaux = [int(jeton.tag[1]) for jeton in jetons if jeton.type == "heading_open"]
    assert niveaux[0] == 1 and niveaux.count(1) == 1
    assert all(apres <= avant + 1 for avant, apres in pairwise(niveaux))
