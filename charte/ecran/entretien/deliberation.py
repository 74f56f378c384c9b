"""L'accord du groupe sur une réponse, et ce qui fait débat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Question
from charte.contenu.reponses import Accord
from charte.ecran.entretien.seance import Seance, inviter_menu, menu
from charte.ecran.interlocuteur import Repondre, Revenir
from charte.ecran.presentation import lisible
from charte.moteur.entretien.gestes import commencer, deliberer, repondre

_CHOIX = {
    "consensus": "Consensus : tout le monde peut vivre avec",
    "majorite": "Majorité : la plupart, pas tout le monde",
    "desaccord": "Désaccord : le débat reste ouvert",
}


def accorder(seance: Seance, question: Question, valeur: Any, ouvertes: Collection[str]) -> bool:
    """Demande l'accord du groupe, puis enregistre la réponse et l'accord ; rend faux si l'on revient à la question.

    En attendant, la réponse est gardée « en cours » : un arrêt ici ne la perd pas. Lève `Interruption`.
    """
    if question.type not in ("grille", "liste"):
        seance.garder(commencer(seance.reponses, question, valeur))
    repondu = repondre(seance.reponses, question, valeur, ouvertes)
    notee = repondu.deliberations.get(question.id)
    ancien = notee.accord if notee else None
    invite = inviter_menu(_accord(question, valeur), seance.inviter(question).section, ancien, peut_revenir=True)
    geste = seance.poser(replace(invite, deja_repondu=notee is not None, precision="accord du groupe"))
    if isinstance(geste, Revenir):
        return False
    accord = cast(Accord, geste.valeur) if isinstance(geste, Repondre) else ancien
    garde = notee.remarque if notee and notee.accord == accord else ""
    seance.garder(deliberer(repondu, question, accord, garde))
    return True


def _accord(question: Question, valeur: Any) -> Question:
    enonce = "Le groupe est-il d'accord sur l'ensemble ?"
    if question.type not in ("grille", "liste"):
        enonce = f"« {lisible(question, valeur)} » : le groupe est-il d'accord ?"
    aide = "La charte garde la trace de cet accord. Passez si vous ne voulez rien noter."
    return menu("accord", enonce, _CHOIX, aide).model_copy(update={"obligatoire": False})


def fait_debat(seance: Seance, question: Question) -> bool:
    """Vrai si le groupe a noté un désaccord, ou laissé des lignes à décider."""
    notee = seance.reponses.deliberations.get(question.id)
    desaccord = notee is not None and notee.accord == "desaccord"
    return desaccord or bool(seance.entretien.lignes_ouvertes(question))


def remarquer(seance: Seance, question: Question) -> None:
    """Demande ce qui fait débat, et le note ; sans accord noté, c'est un désaccord. Lève `Interruption`."""
    notee = seance.reponses.deliberations.get(question.id)
    ancienne = notee.remarque if notee else ""
    remarque = Question(
        id="remarque",
        type="texte_long",
        enonce=Brut("Qu'est-ce qui fait débat ?"),
        aide="Facultatif. Une phrase suffit, sans nommer personne.",
        decidable=False,
    )
    invite = inviter_menu(remarque, seance.inviter(question).section, ancienne or None)
    geste = seance.poser(replace(invite, deja_repondu=bool(ancienne)))
    if isinstance(geste, Repondre) and (geste.valeur or notee):
        accord = notee.accord if notee else "desaccord"
        seance.garder(deliberer(seance.reponses, question, accord, geste.valeur or ""))
