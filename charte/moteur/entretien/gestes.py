"""Ce que chaque geste change aux réponses. Rien ne se modifie ici : chaque geste rend de nouvelles réponses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from charte.contenu.lecture.validation import normaliser
from charte.contenu.questionnaire import Question
from charte.contenu.reponses import Accord, Deliberation, Reponses


def repondre(reponses: Reponses, question: Question, valeur: Any, ouvertes: Collection[str] = ()) -> Reponses:
    """Enregistre une réponse. `ouvertes` : pour une grille, les lignes laissées à décider.

    L'accord noté sur une autre valeur est oublié : il ne portait pas sur celle-ci.
    """
    marques = [f"{question.id}.{ligne}" for ligne in ouvertes]
    gardees = [une for une in reponses.a_decider if une in marques or not _concerne(une, question)]
    avant = normaliser(question, reponses.reponses.get(question.id))
    return reponses.model_copy(
        update={
            "reponses": {**reponses.reponses, question.id: valeur},
            "a_decider": [*gardees, *(marque for marque in marques if marque not in gardees)],
            "passees": _hors(reponses.passees, question.id),
            "deliberations": reponses.deliberations
            if avant in (None, valeur)
            else _sans(reponses.deliberations, question.id),
            "en_cours": _sans(reponses.en_cours, question.id),
        }
    )


def passer(reponses: Reponses, question: Question) -> Reponses:
    """Note que la question a été posée et non discutée : elle garde le défaut."""
    neuves = _oublier(reponses, question)
    return neuves.model_copy(
        update={
            "passees": reponses.passees if question.id in reponses.passees else [*reponses.passees, question.id],
            "deliberations": _sans(reponses.deliberations, question.id),
        }
    )


def laisser_a_decider(reponses: Reponses, question: Question) -> Reponses:
    """Laisse la question ouverte. La réponse qu'elle avait est retirée ; seul un désaccord noté reste."""
    if question.id in reponses.a_decider and question.id not in reponses.en_cours:
        return reponses
    neuves = _oublier(reponses, question)
    notee = reponses.deliberations.get(question.id)
    garde = notee is not None and notee.accord == "desaccord"
    return neuves.model_copy(
        update={
            "a_decider": [*neuves.a_decider, question.id],
            "deliberations": reponses.deliberations if garde else _sans(reponses.deliberations, question.id),
        }
    )


def deliberer(reponses: Reponses, question: Question, accord: Accord | None, remarque: str = "") -> Reponses:
    """Note l'accord du groupe, et ce qui fait débat ; `None` efface ce qui était noté."""
    notees = _sans(reponses.deliberations, question.id)
    if accord is not None:
        ancienne = reponses.deliberations.get(question.id)
        revoir_le = ancienne.revoir_le if ancienne else None
        notees[question.id] = Deliberation(accord=accord, remarque=remarque, revoir_le=revoir_le)
    return reponses.model_copy(update={"deliberations": notees})


def commencer(reponses: Reponses, question: Question, valeur: Any) -> Reponses:
    """Garde ce qui est commencé et pas encore validé, pour que rien ne se perde si l'on s'arrête là."""
    return reponses.model_copy(update={"en_cours": {**reponses.en_cours, question.id: valeur}})


def abandonner(reponses: Reponses, question: Question) -> Reponses:
    """Oublie ce qui était commencé ; ce que le groupe avait dit avant reste."""
    return reponses.model_copy(update={"en_cours": _sans(reponses.en_cours, question.id)})


def _oublier(reponses: Reponses, question: Question) -> Reponses:
    return reponses.model_copy(
        update={
            "reponses": _sans(reponses.reponses, question.id),
            "a_decider": [une for une in reponses.a_decider if not _concerne(une, question)],
            "passees": _hors(reponses.passees, question.id),
            "en_cours": _sans(reponses.en_cours, question.id),
        }
    )


def _concerne(reference: str, question: Question) -> bool:
    return reference.partition(".")[0] == question.id


def _sans(table: Mapping[str, Any], cle: str) -> dict[str, Any]:
    return {une: valeur for une, valeur in table.items() if une != cle}


def _hors(liste: Iterable[str], element: str) -> list[str]:
    return [un for un in liste if un != element]
