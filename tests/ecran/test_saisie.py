"""Lire ce qui est tapé."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from charte.contenu.questionnaire import Question
from charte.ecran.saisie import SaisieRefusee, a_taper, lire_saisie, sans_accent


def question(type_: str, **autres: Any) -> Question:
    return Question.model_validate({"id": "q", "type": type_, "enonce": "?", **autres})


@pytest.mark.parametrize(
    ("type_", "tape", "lu"),
    [
        ("texte", "  Le  Canal ", "Le Canal"),
        ("texte", "", None),
        ("texte_long", " Une phrase.\nUne autre. ", "Une phrase.\nUne autre."),
        ("nombre", "12", 12),
        ("nombre", "3,5", 3.5),
        ("nombre", "1 200", 1200),
        ("date", "31/01/2027", datetime.date(2027, 1, 31)),
        ("date", "1-2-2027", datetime.date(2027, 2, 1)),
        ("date", "2027-01-31", datetime.date(2027, 1, 31)),
    ],
)
def test_ce_qui_convient(type_: str, tape: str, lu: object) -> None:
    assert lire_saisie(question(type_), tape) == lu


@pytest.mark.parametrize(
    ("type_", "tape", "phrase"),
    [
        ("nombre", "douze", "Un nombre est attendu, par exemple 12."),
        ("nombre", "0", "Il faut 1 au moins."),
        ("date", "31/02/2027", "Une date est attendue, par exemple 31/01/2027."),
        ("date", "demain", "Une date est attendue, par exemple 31/01/2027."),
        ("texte", "x" * 20_001, "Texte trop long : 20001 signes, 20000 au plus."),
    ],
)
def test_ce_qui_ne_convient_pas(type_: str, tape: str, phrase: str) -> None:
    with pytest.raises(SaisieRefusee) as refus:
        lire_saisie(question(type_, minimum=1), tape)
    assert refus.value.phrase == phrase


def test_une_reponse_obligatoire() -> None:
    with pytest.raises(SaisieRefusee, match="nécessaire"):
        lire_saisie(question("texte", obligatoire=True), "  ")


def test_ce_qui_se_retape_se_relit() -> None:
    for type_, valeur in (("nombre", 3.5), ("date", datetime.date(2027, 1, 31)), ("texte", "A.B")):
        assert lire_saisie(question(type_), a_taper(question(type_), valeur)) == valeur
    assert a_taper(question("texte"), None) == ""


def test_les_mots_se_reconnaissent_sans_accent() -> None:
    assert sans_accent("  Arrêter ") == "arreter"
    assert sans_accent("À  Décider") == "a decider"
