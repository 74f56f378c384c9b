"""`charte diff --textconv` : des réponses en clair, pour que git les compare."""

from __future__ import annotations

from pathlib import Path

from charte.contenu.bibliotheque import charger_reponses as charger_les_reponses
from charte.contenu.lecture.yaml_situe import lire
from charte.erreurs import FichierInvalide
from charte.rendu.recits.reponses_en_clair import en_clair
from charte.services.comparer.etats import contenus_de


def textconv(fichier: Path, questionnaire: Path | None = None) -> int:
    """Écrit des réponses en clair, une par paragraphe, pour que `git diff` les compare ; rend 0.

    Un fichier fautif est écrit tel quel : git a besoin d'un texte, et `charte verifier` dira la faute.
    """
    try:
        contenus = contenus_de(fichier, None, questionnaire)
        reponses = charger_les_reponses(fichier, contenus.questionnaire)
        contexte = contenus.contexte(reponses)
        questions = (contexte.question(nom) for nom in contenus.questionnaire.par_id)
        print(en_clair(lire(fichier).valeur, questions), end="")
    except FichierInvalide:
        print(fichier.read_text(encoding="utf-8", errors="replace"), end="")
    return 0
