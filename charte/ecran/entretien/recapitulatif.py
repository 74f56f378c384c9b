"""Relire ce qui a été répondu, et rouvrir ce que l'on veut avant de continuer."""

from __future__ import annotations

import textwrap

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Question, Section
from charte.ecran.entretien.seance import Seance, inviter_menu, menu
from charte.ecran.interlocuteur import Repondre, Revenir
from charte.ecran.presentation import etat_lisible
from charte.moteur.composition.coherence import constats
from charte.moteur.texte import compter

CONTINUER, MODIFIER = "continuer", "modifier"
_QUESTION, _SECTION = "question-", "section-"


def de_section(seance: Seance, section: Section, ensuite: str) -> Question | Revenir | None:
    """Montre les réponses d'une section. `ensuite` : ce que « continuer » annonce.

    Rend la question à rouvrir, `Revenir`, ou `None` pour continuer. Lève `Interruption`.
    """
    questions = seance.entretien.questions_de(section)
    lignes = [
        f"- {question.enonce}\n{textwrap.indent(etat_lisible(seance.entretien, question), '  ')}"
        for question in questions
    ]
    seance.interlocuteur.titrer(f"Récapitulatif : {section.titre}", "")
    seance.interlocuteur.dire("\n".join(lignes))
    entree = menu("recapitulatif", "Est-ce bien cela ?", {CONTINUER: ensuite, MODIFIER: "Modifier une réponse"})
    while True:
        geste = seance.poser(inviter_menu(entree, section.titre, peut_revenir=True, depart=CONTINUER))
        if not isinstance(geste, Repondre):
            return Revenir()
        if geste.valeur == CONTINUER:
            return None
        choisie = _choisir(seance, section, questions)
        if choisie is not None:
            return choisie


def _choisir(seance: Seance, section: Section, questions: tuple[Question, ...]) -> Question | None:
    options = {_QUESTION + question.id: question.enonce for question in questions}
    entree = menu("a-rouvrir", "Quelle réponse modifier ?", options)
    geste = seance.poser(inviter_menu(entree, section.titre, peut_revenir=True))
    if not isinstance(geste, Repondre):
        return None
    return next(question for question in questions if _QUESTION + question.id == geste.valeur)


def general(seance: Seance) -> Section | Revenir | None:
    """Le dernier récapitulatif, court. Rend la section à relire, `Revenir`, ou `None` pour composer la charte.

    Lève `Interruption`.
    """
    seance.interlocuteur.titrer("Vos réponses sont complètes", "")
    seance.interlocuteur.dire(bilan_de_l_entretien(seance))
    options = {CONTINUER: "Écrire la charte"}
    options |= {
        _SECTION + section.id: f"Relire « {section.titre} »{_ouvertes(seance, section)}"
        for section in seance.entretien.sections
    }
    entree = menu("bilan", "On écrit la charte, ou on relit d'abord ?", options)
    geste = seance.poser(inviter_menu(entree, "Pour finir", peut_revenir=True, depart=CONTINUER))
    if not isinstance(geste, Repondre):
        return Revenir()
    choisies = [section for section in seance.entretien.sections if _SECTION + section.id == geste.valeur]
    return choisies[0] if choisies else None


def bilan_de_l_entretien(seance: Seance) -> str:
    """Combien de réponses, de points passés, ce qui reste à décider, et les contradictions que le groupe a gardées."""
    entretien = seance.entretien
    etats = [entretien.contexte.etat(question.id) for question in entretien.questions]
    phrases = [compter(etats.count("repondu"), "réponse donnée", "réponses données")]
    passees = etats.count("passe") + etats.count("defaut")
    if passees:
        phrases.append(f"{compter(passees, 'point passé', 'points passés')}, sur la proposition par défaut")
    ouverts = points_ouverts(seance)
    if ouverts:
        liste = "\n".join(f"- {point}" for point in ouverts)
        phrases.append(f"{compter(len(ouverts), 'point', 'points')} à décider :\n{liste}")
    trouves = [constat for constat in constats(seance.regles, entretien.contexte) if constat.gravite != "conseil"]
    if trouves:
        liste = "\n".join(f"- {constat.phrase}" for constat in trouves)
        phrases.append(f"{compter(len(trouves), 'contradiction', 'contradictions')} à regarder :\n{liste}")
    return "\n".join(phrases)


def points_ouverts(seance: Seance) -> list[Brut]:
    """Les énoncés laissés à décider, lignes de grille comprises, dans l'ordre du questionnaire."""
    points = []
    for question in seance.entretien.questions:
        if question.id in seance.reponses.a_decider:
            points.append(question.enonce)
        ouvertes = seance.entretien.lignes_ouvertes(question)
        points += [Brut(f"{question.enonce} {ligne.libelle}") for ligne in question.lignes if ligne.valeur in ouvertes]
    return points


def _ouvertes(seance: Seance, section: Section) -> str:
    connues = {question.id for question in seance.entretien.questions_de(section)}
    nombre = sum(reference.partition(".")[0] in connues for reference in seance.reponses.a_decider)
    return f" ({nombre} à décider)" if nombre else ""
