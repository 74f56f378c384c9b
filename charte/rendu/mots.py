"""Les mots fixes des documents, communs à tous les formats."""

from __future__ import annotations

from charte.contenu.base import Markdown

DECISIONS = {
    "autorise": "Autorisé",
    "conditions": "Sous conditions",
    "accord": "Sur accord",
    "interdit": "Interdit",
    "a_decider": "À décider",
}

TITRES = {
    "sommaire": Markdown("Sommaire"),
    "essentiel": Markdown("L'essentiel en une page"),
    "matrice": Markdown("Quelle donnée dans quel outil ?"),
    "a-decider": Markdown("Points à décider"),
    "adoption": Markdown("Adoption et signatures"),
    "reponses": Markdown("Nos réponses"),
    "provenance": Markdown("D'où vient chaque clause"),
    "recommandations": Markdown("Recommandations suivies"),
    "droit": Markdown("Repères de droit"),
    "ailleurs": Markdown("Les autres annexes"),
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
