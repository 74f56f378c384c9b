"""Les contradictions entre réponses, trouvées par des règles tenues en données."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charte.contenu.modele import RegleCoherence
from charte.moteur.bac_a_sable import Indecis
from charte.moteur.contexte import Contexte

ORDRE = {"bloquant": 0, "attention": 1, "conseil": 2}


@dataclass(frozen=True)
class Constat:
    """Une contradiction, son remède et les questions à rouvrir. `gravite` : bloquant, attention ou conseil."""

    id: str
    gravite: str
    phrase: str
    remede: str
    questions: tuple[str, ...]


def constats(regles: Iterable[RegleCoherence], contexte: Contexte) -> list[Constat]:
    """Rend les constats, les plus graves d'abord.

    Une règle qui touche à un point à décider se tait, comme celle dont aucune question n'a reçu de réponse : le groupe
    ne s'est pas contredit.
    """
    trouves = [_constat(regle, contexte) for regle in regles if _se_declenche(regle, contexte)]
    return sorted(trouves, key=lambda constat: ORDRE[constat.gravite])


def _se_declenche(regle: RegleCoherence, contexte: Contexte) -> bool:
    if not any(contexte.etat(question) == "repondu" for question in regle.questions):
        return False
    try:
        return contexte.vrai(regle.si)
    except Indecis:
        return False


def _constat(regle: RegleCoherence, contexte: Contexte) -> Constat:
    return Constat(
        regle.id,
        regle.gravite,
        contexte.variante(regle.constat),
        contexte.variante(regle.remede),
        tuple(regle.questions),
    )
