"""Une réponse convient à sa question, ou l'on dit pourquoi : les bornes, ce qui s'exclut."""

from __future__ import annotations

from typing import Any

import pytest

from charte.contenu.lecture.validation import verifier_valeur
from charte.contenu.questionnaire import Question

OPTIONS = [{"valeur": une, "libelle": une.title()} for une in "abcd"]
PLUSIEURS = {"type": "choix_multiple", "minimum": 1, "maximum": 2, "options": OPTIONS}
AUCUNE = [{"valeur": "a", "libelle": "Aucune", "exclut": ["b"]}, {"valeur": "b", "libelle": "Une"}]
NOMBRE = {"type": "nombre", "minimum": 1, "maximum": 9}


@pytest.mark.parametrize(
    ("question", "valeur", "fautes"),
    [
        (PLUSIEURS, [], ["1 réponses au moins"]),
        (PLUSIEURS, ["a"], []),
        (PLUSIEURS, ["a", "b"], []),
        (PLUSIEURS, ["a", "b", "c"], ["2 réponses au plus"]),
        (PLUSIEURS, ["a", "a"], ["« a » est donné deux fois"]),
        ({"type": "choix_multiple", "options": AUCUNE}, ["a"], []),
        ({"type": "choix_multiple", "options": AUCUNE}, ["b", "a"], ["« Aucune » ne va pas avec « Une »"]),
        (NOMBRE, 0, ["1 au moins"]),
        (NOMBRE, 1, []),
        (NOMBRE, 9, []),
        (NOMBRE, 10, ["9 au plus"]),
        (NOMBRE, True, ["un nombre est attendu"]),
    ],
)
def test_ce_qui_convient_et_ce_qui_ne_convient_pas(question: dict[str, Any], valeur: Any, fautes: list[str]) -> None:
    posee = Question.model_validate({"id": "une", "enonce": "Une ?", **question})
    assert verifier_valeur(posee, valeur) == fautes
