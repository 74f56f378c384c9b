"""Les mots fixes des documents, communs à tous les formats."""

from __future__ import annotations

DECISIONS = {
    "autorise": "Autorisé",
    "conditions": "Sous conditions",
    "accord": "Sur accord",
    "interdit": "Interdit",
    "a_decider": "À décider",
}

TITRES = {
    "sommaire": "Sommaire",
    "essentiel": "L'essentiel en une page",
    "matrice": "Quelle donnée dans quel outil ?",
    "a-decider": "Points à décider",
    "adoption": "Adoption et signatures",
    "reponses": "Nos réponses",
    "provenance": "D'où vient chaque clause",
    "recommandations": "Recommandations suivies",
    "droit": "Repères de droit",
    "ailleurs": "Les autres annexes",
}
"""Les titres des parties que tout document a, par ancre ; ceux des articles et des annexes viennent du modèle."""

RETOUCHES = {
    "amendee": "amendée par le groupe",
    "locale": "ajoutée par le groupe",
    "deplacee": "déplacée par le groupe",
}
"""Ce que le groupe a fait d'une clause de sa main."""

RETRAITS = "Clauses du modèle que le groupe a retirées :"
SANS_RAISON = "sans raison écrite"

ACCORDS = {"consensus": "consensus", "majorite": "majorité", "desaccord": "désaccord noté"}
