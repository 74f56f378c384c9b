"""Une autre main sur les mêmes phrases : polytypo, en français, et les seuls écarts que l'on assume."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.rendu.langue.typographie import typographier

polytypo = pytest.importorskip("polytypo.text", reason="polytypo n'est pas installé : il n'a rien relu.")

RACINE = Path(__file__).parents[3]
FINE, FIXE = "\u202f", "\u00a0"

ECARTS = {
    # Dans les guillemets et devant les unités, le Lexique de l'Imprimerie nationale admet l'une et l'autre espace ;
    # la fine, partout, tient le texte serré : c'est celle de nos documents.
    "fine plutôt qu'insécable": (FINE, FIXE),
    # Les dates, les milliers, les renvois (« art. 50 »), les heures : polytypo les laisse se couper, nous non.
    "liés par nous seuls, à l'insécable": (FIXE, " "),
    "liés par nous seuls, à la fine": (FINE, " "),
    # « 30% » : l'espace manquait, polytypo ne la met pas.
    "espace que l'on ajoute devant le signe": (FINE, ""),
    # « (R) » : le code d'une recommandation, pas une marque déposée.
    "lettre entre parenthèses": ("(R)", "®"),
}
"""Ce que nous écrivons, ce que polytypo écrit, et pourquoi. Rien d'autre ne doit différer."""


def ecarts(phrase: str) -> list[tuple[str, str]]:
    """Ce qui diffère sans être assumé : nos signes, les siens."""
    ici, la = typographier(phrase), polytypo.transform(phrase, locale="fr")
    blocs = SequenceMatcher(None, ici, la, autojunk=False).get_opcodes()
    differents = ((ici[a:b], la[c:d]) for genre, a, b, c, d in blocs if genre != "equal")
    return [un for un in differents if un not in ECARTS.values()]


def phrases(valeur: Any) -> Iterator[str]:
    """Les phrases d'un fichier du modèle, telles qu'elles s'écrivent, sans celles qui attendent une réponse."""
    if isinstance(valeur, str):
        yield from (ligne for ligne in valeur.split("\n") if " " in ligne and not re.search(r"[{}]", ligne))
    elif isinstance(valeur, list):
        for partie in valeur:
            yield from phrases(partie)
    elif isinstance(valeur, dict):
        for nom, partie in valeur.items():
            yield from phrases(partie) if nom != "si" else ()


def test_les_phrases_des_modeles() -> None:
    fichiers = [*RACINE.glob("modeles/association/**/*.yaml"), RACINE / "questionnaires" / "association.yaml"]
    corpus = {une for fichier in fichiers for une in phrases(yaml.safe_load(fichier.read_text(encoding="utf-8")))}
    assert len(corpus) > 1500
    assert {une: trouves for une in corpus if (trouves := ecarts(une))} == {}


MOTS = [
    *("l'équipe", "d'accord", "aujourd'hui", "salarié·es", "l'IA", "jusqu'à", "qu'elle", "C'est", "n'est-ce", "Élan"),
    *("12 500 €", "30%", "30 %", "5 ans", "n° 12", "M. Dupont", "14h30", "14:30", "le 1er mars 2027", "art. 50"),
    *("règlement (UE) 2016/679", "3,5 kWh", "1 000 000", "18 h 30", "annexe III", "page 12", "20 °C", "L. 1321-4"),
    *(
        "x.y@exemple.org",
        "https://exemple.org/a?b=c;d:e",
        "« essai »",
        "«essai»",
        '"deux mots"',
        "l'« essai »",
        "(oui)",
    ),
]
SIGNES = [" !", " ?", " ;", " :", " ?!", ",", ".", "...", "", "!", "?", ";", ":"]
MORCEAUX = st.tuples(st.sampled_from(MOTS), st.sampled_from(SIGNES)).filter(
    # Collé à une adresse, un signe peut en faire partie : nous n'y touchons jamais, polytypo tranche.
    lambda un: not ("//" in un[0] and un[1] in tuple(";:!?"))
)


@settings(max_examples=300)
@given(st.lists(MORCEAUX, min_size=1, max_size=8))
def test_des_phrases_inventees(morceaux: list[tuple[str, str]]) -> None:
    assert ecarts(" ".join(mot + signe for mot, signe in morceaux)) == []


@pytest.mark.parametrize("nous_eux", ECARTS.values(), ids=ECARTS)
def test_chaque_ecart_assume_existe(nous_eux: tuple[str, str]) -> None:
    phrase = "Le 1er mars 2027, « 12 500 € » et 30% de l'aide (R)."
    ici, la = typographier(phrase), polytypo.transform(phrase, locale="fr")
    blocs = SequenceMatcher(None, ici, la, autojunk=False).get_opcodes()
    assert nous_eux in {(ici[a:b], la[c:d]) for _, a, b, c, d in blocs}
