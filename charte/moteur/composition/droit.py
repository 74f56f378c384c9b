"""Quels repères de droit concernent une structure : ceux de l'Union et de son pays, selon ses réponses."""

from __future__ import annotations

from charte.contenu.referentiel import Referentiel, RegleDroit
from charte.moteur.expressions.bac_a_sable import ExpressionInvalide, Indecis
from charte.moteur.expressions.conditions import condition
from charte.moteur.expressions.contexte import Contexte


def reperes_applicables(referentiel: Referentiel, contexte: Contexte) -> frozenset[str]:
    """Les identifiants des repères qui concernent la structure."""
    return frozenset(regle.id for regle in referentiel.droit.values() if concerne(regle, contexte))


def concerne(regle: RegleDroit, contexte: Contexte) -> bool:
    """Vrai si le repère vaut dans ce pays et pour ces réponses.

    Dans le doute, il concerne : une question à décider, ou une question ou une ligne de grille absente de ce
    questionnaire, ne fait taire aucune règle.
    """
    questions = contexte.questionnaire.par_id
    if regle.juridiction not in ("UE", contexte.valeur("pays") if "pays" in questions else ""):
        return False
    if regle.si is None or not condition(regle.si).noms <= questions.keys():
        return True
    try:
        return contexte.vrai(regle.si)
    except (Indecis, ExpressionInvalide):
        return True
