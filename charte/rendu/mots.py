"""Les mots fixes des documents, communs à tous les formats."""

from __future__ import annotations

DECISIONS = {
    "autorise": "Autorisé",
    "conditions": "Sous conditions",
    "accord": "Sur accord",
    "interdit": "Interdit",
    "a_decider": "À décider",
}

ACCORDS = {"consensus": "consensus", "majorite": "majorité", "desaccord": "désaccord noté"}
