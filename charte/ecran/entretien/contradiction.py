"""Dire une contradiction à la question qui la crée, et laisser le groupe choisir d'y revenir ou non."""

from __future__ import annotations

from charte.contenu.questionnaire import Question
from charte.ecran.entretien.seance import Seance, inviter_menu, menu
from charte.ecran.interlocuteur import Repondre
from charte.moteur.composition.coherence import Constat, nouveaux
from charte.moteur.entretien.ordre_des_questions import Entretien

GARDER, REVOIR = "garder", "revoir"
_ROUVRIR = "rouvrir-"


def signaler(seance: Seance, question: Question, avant: Entretien) -> Question | None:
    """Montre, une à une, les contradictions que la réponse vient de créer. `avant` : l'entretien avant elle.

    Rend la question que le groupe veut reposer, ou `None` pour continuer. Chacune ne se montre qu'une fois, tant
    qu'elle dure. Lève `Interruption` : la réponse est déjà enregistrée.
    """
    nes = nouveaux(seance.regles, avant.contexte, seance.entretien.contexte, question.id, seance.tus)
    seance.tus |= {constat.id for constat in nes}
    for constat in nes:
        seance.tus.discard(constat.id)
        choisie = _demander(seance, question, constat)
        if choisie is not None:
            return choisie
    return None


def _demander(seance: Seance, question: Question, constat: Constat) -> Question | None:
    annonce = "à régler avant l'adoption. " if constat.gravite == "bloquant" else ""
    seance.interlocuteur.alerter(f"{annonce}{constat.phrase}\n{constat.remede}")
    entretien = seance.entretien
    autres = [
        une
        for une in entretien.questions
        if une.id in constat.questions and une.id != question.id and entretien.traitee(une)
    ]
    options = {GARDER: "Garder et continuer (ce point reviendra à la fin)", REVOIR: "Revoir cette réponse"}
    options |= {_ROUVRIR + une.id: f"Rouvrir : {une.enonce}" for une in autres}
    entree = menu("contradiction", "Que faites-vous de cette contradiction ?", options)
    invite = inviter_menu(entree, seance.inviter(question).section, peut_revenir=True, depart=GARDER)
    geste = seance.poser(invite)
    if not isinstance(geste, Repondre) or geste.valeur == REVOIR:
        return entretien.contexte.question(question.id)
    return next((une for une in autres if _ROUVRIR + une.id == geste.valeur), None)
