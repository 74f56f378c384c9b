"""Les contradictions entre réponses, trouvées par des règles tenues en données."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from charte.contenu.modele import RegleCoherence
from charte.moteur.expressions.contexte import Contexte

_DITES_PENDANT_L_ENTRETIEN = ("bloquant", "attention")

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


def nouveaux(
    regles: Iterable[RegleCoherence], avant: Contexte, apres: Contexte, question: str, tus: Collection[str] = ()
) -> list[Constat]:
    """Les constats que la réponse à cette question vient de faire naître, les plus graves d'abord.

    Un conseil attend la fin, comme une contradiction avec une question qui reste à poser. `tus` : des constats plus
    anciens, par identifiant, que le groupe n'a pas encore vus.
    """
    concernees = [
        regle for regle in regles if question in regle.questions and regle.gravite in _DITES_PENDANT_L_ENTRETIEN
    ]
    nees = [
        regle
        for regle in concernees
        if _est_etablie(regle, apres) and (regle.id in tus or not _est_etablie(regle, avant))
    ]
    return constats(nees, apres)


def _est_etablie(regle: RegleCoherence, contexte: Contexte) -> bool:
    """Vrai si la règle se déclenche, et si plus aucune des questions qu'elle lit ne reste à poser."""
    # Ses questions d'abord : la plupart des règles s'écartent ainsi sans lire leur condition.
    return (
        not _reste_a_poser(regle.questions, contexte)
        and not _reste_a_poser(contexte.questions_lues([], [regle.si]), contexte)
        and _se_declenche(regle, contexte)
    )


def _reste_a_poser(questions: Iterable[str], contexte: Contexte) -> bool:
    return any(contexte.etat(une) == "defaut" and contexte.du_parcours(une) for une in questions)


def _se_declenche(regle: RegleCoherence, contexte: Contexte) -> bool:
    repondue = any(contexte.etat(question) == "repondu" for question in regle.questions)
    return repondue and contexte.vrai_ou(regle.si, indecise=False)


def _constat(regle: RegleCoherence, contexte: Contexte) -> Constat:
    return Constat(
        regle.id,
        regle.gravite,
        contexte.variante(regle.constat),
        contexte.variante(regle.remede),
        tuple(regle.questions),
    )
