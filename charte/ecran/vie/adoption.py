"""Demander ce qu'il faut pour adopter : version, jour, instance, voix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from charte.contenu.base import Brut, Table
from charte.contenu.questionnaire import Question, Questionnaire, Section
from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.ecran.entretien.conduite import mener
from charte.ecran.entretien.seance import Seance, inviter_menu, menu
from charte.ecran.interlocuteur import Interlocuteur, Revenir
from charte.erreurs import Interruption
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import compter

Dire = Callable[[AdoptionEcrite], str]

_ADOPTER, _CORRIGER, _RENONCER = "adopter", "corriger", "renoncer"
_NOM = "adoption"


def _question(identifiant: str, type_: Any, enonce: str, aide: str = "", obligatoire: bool = True) -> Question:
    return Question(
        id=identifiant,
        type=type_,
        enonce=Brut(enonce),
        aide=aide or None,
        obligatoire=obligatoire,
        decidable=False,
        pourquoi="L'adoption s'inscrit dans la charte, dans l'extrait de procès-verbal et dans l'historique.",
    )


_SANS_DECOMPTE = "Facultatif : passez si l'on n'a pas compté les voix."
QUESTIONS = (
    _question(
        "instance", "texte", "Quelle instance adopte la charte ?", "Avec son article : le bureau, l'assemblée générale."
    ),
    _question("date", "date", "Quel jour a-t-elle été adoptée ?"),
    _question("version", "texte", "Quel numéro donner à cette version ?", "1.0 pour la première, puis 2.0, ou 1.1."),
    _question("pour", "nombre", "Combien de voix pour ?", _SANS_DECOMPTE, obligatoire=False),
    _question("contre", "nombre", "Combien de voix contre ?", _SANS_DECOMPTE, obligatoire=False),
    _question("abstentions", "nombre", "Combien d'abstentions ?", _SANS_DECOMPTE, obligatoire=False),
)


def completer(propose: AdoptionEcrite, interlocuteur: Interlocuteur, faute: Dire, attention: Dire) -> AdoptionEcrite:
    """Pose ces questions, valeurs proposées d'avance, puis demande confirmation.

    `faute` : ce qui ne va pas dans une adoption, en une phrase, ou "" ; `attention` : ce qu'il faut savoir avant de
    confirmer, de même. Lève `Interruption` si l'on renonce.
    """
    questionnaire = Questionnaire(
        id=_NOM,
        version="1.0.0",
        titre="Adopter la charte",
        sections=(Section(id=_NOM, titre="Adoption", questions=QUESTIONS),),
    )
    donnees = {nom: valeur for nom, valeur in propose.model_dump().items() if valeur is not None}
    reponses = Reponses(
        questionnaire="adoption 1.0.0",
        modele="-",
        reponses=Table({une.id: donnees[une.id] for une in QUESTIONS if une.id in donnees}),
    )
    rouvrir = {une.id for une in QUESTIONS}
    confirmation = _Confirmation(propose, faute, attention)
    mener(questionnaire, reponses, interlocuteur, lambda _: None, rouvrir=rouvrir, conclure=confirmation)
    if confirmation.choisie is None:
        raise Interruption("Adoption abandonnée.")
    return confirmation.choisie


class _Confirmation:
    """Le dernier écran : dire l'adoption en une phrase, et la confirmer."""

    def __init__(self, propose: AdoptionEcrite, faute: Dire, attention: Dire) -> None:
        self.propose, self.faute, self.attention = propose, faute, attention
        self.choisie: AdoptionEcrite | None = None

    def __call__(self, seance: Seance) -> Section | Revenir | None:
        adoption = self.propose.model_copy(update={une.id: seance.reponses.reponses.get(une.id) for une in QUESTIONS})
        faute = self.faute(adoption)
        seance.interlocuteur.titrer("Adopter la charte", "")
        seance.interlocuteur.dire(_phrase(adoption))
        if alerte := faute or self.attention(adoption):
            seance.interlocuteur.alerter(alerte)
        options = {} if faute else {_ADOPTER: "Oui, cette version est adoptée et ne changera plus"}
        options |= {_CORRIGER: "Corriger une réponse", _RENONCER: "Renoncer : rien n'est changé"}
        entree = menu("confirmation", "Est-ce bien cela ?", options)
        geste = seance.poser(inviter_menu(entree, "Adoption", depart=next(iter(options))))
        choix = getattr(geste, "valeur", _CORRIGER)
        if choix == _CORRIGER:
            return seance.entretien.sections[0]
        self.choisie = adoption if choix == _ADOPTER else None
        return None


def _phrase(adoption: AdoptionEcrite) -> str:
    voix = [
        compter(nombre, un, plusieurs)
        for nombre, un, plusieurs in (
            (adoption.pour, "voix pour", "voix pour"),
            (adoption.contre, "voix contre", "voix contre"),
            (adoption.abstentions, "abstention", "abstentions"),
        )
        if nombre is not None
    ]
    vote = f", {', '.join(voix)}" if voix else ""
    return f"Version {adoption.version}, adoptée le {en_lettres(adoption.date)} par {adoption.instance}{vote}."
