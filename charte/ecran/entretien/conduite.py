"""Mener l'entretien : poser, enregistrer, revenir, récapituler, jusqu'à ce que la charte puisse s'écrire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from charte.contenu.base import Table
from charte.contenu.modele import Modele
from charte.contenu.questionnaire import Parcours, Question, Questionnaire, Section
from charte.contenu.reponses import Reponses
from charte.ecran.entretien import contradiction, deliberation, fiches, grille, recapitulatif
from charte.ecran.entretien.seance import Enregistrer, Seance, faire_choisir, menu
from charte.ecran.interlocuteur import Interlocuteur, LaisserADecider, Passer, Repondre, Revenir, Suite
from charte.ecran.presentation import etat_lisible
from charte.moteur.entretien.gestes import abandonner, laisser_a_decider, passer, repondre
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.texte import compter

Etape = Question | Section | None
"""Ce qu'il y a à faire : une question, le récapitulatif d'une section, ou le bilan (`None`)."""
Conclure = Callable[[Seance], Section | Revenir | None]
"""Le dernier écran : rend la section à relire, `Revenir`, ou `None` quand tout est dit."""


def mener(
    questionnaire: Questionnaire,
    reponses: Reponses,
    interlocuteur: Interlocuteur,
    enregistrer: Enregistrer,
    recommandations: Mapping[str, str] | None = None,
    rouvrir: set[str] | None = None,
    modele: Modele | None = None,
    conclure: Conclure | None = None,
) -> Reponses:
    """Mène l'entretien jusqu'au bout et rend les réponses.

    `enregistrer` est appelé après chaque geste qui change quelque chose ; `recommandations` donne les énoncés par
    identifiant ; `rouvrir` : des questions à reposer même si elles sont traitées, ensemble qui se vide à mesure ;
    `modele` : ses mots, et ses règles de cohérence, dites au fil des réponses ; `conclure` : un autre dernier écran que
    le bilan, sans récapitulatif de section avant lui. Lève `Interruption`.
    """
    entretien = Entretien(questionnaire, reponses, modele.entete.mots if modele else Table())
    regles = modele.coherence if modele else ()
    seance = Seance(entretien, interlocuteur, enregistrer, recommandations, regles)
    return _Conduite(seance, set() if rouvrir is None else rouvrir, conclure).mener()


def choisir_parcours(questionnaire: Questionnaire, interlocuteur: Interlocuteur) -> Parcours:
    """Demande le parcours, avant toute autre question. Lève `Interruption`."""
    express = sum(question.parcours == "express" for question in questionnaire.questions())
    toutes = len(questionnaire.par_id)
    options = {
        "express": f"Express : {express} questions, environ une demi-heure",
        "complet": f"Complet : jusqu'à {toutes} questions, environ deux heures",
    }
    aide = "L'express donne une charte courte ; on peut la compléter plus tard sans rien refaire."
    entree = menu("parcours", "De combien de temps disposez-vous ?", options, aide)
    return cast(Parcours, faire_choisir(questionnaire, interlocuteur, entree, "express"))


class _Conduite:
    """Une étape après l'autre ; `rouvrir` se vide à mesure que l'on repose ces questions."""

    def __init__(self, seance: Seance, rouvrir: set[str], conclure: Conclure | None) -> None:
        self.seance = seance
        self.rouvrir = rouvrir
        self.breve = conclure is not None
        self.conclure = conclure or recapitulatif.general
        self.annoncee = ""
        # Les questions qu'une contradiction a fait quitter, et d'où elles avaient été rouvertes.
        self.detours: list[tuple[Question, str]] = []
        # Données avant l'arrêt, alors que l'accord du groupe manquait encore.
        self.en_attente = set(seance.reponses.en_cours)

    def mener(self) -> Reponses:
        etape = self._debut()
        while True:
            if isinstance(etape, Question):
                etape = self._question(etape)
            elif isinstance(etape, Section):
                etape = self._recapituler(etape)
            else:
                suite = self.conclure(self.seance)
                if suite is None:
                    return self.seance.reponses
                etape = self.seance.entretien.sections[-1] if isinstance(suite, Revenir) else suite

    def _debut(self) -> Etape:
        entretien = self.seance.entretien
        progression = entretien.progression()
        if 0 < progression.traitees < progression.total and not self.rouvrir:
            traitees = compter(progression.traitees, "question déjà vue", "questions déjà vues")
            self.seance.interlocuteur.dire(f"On reprend : {traitees} sur {progression.total}. Rien n'est à refaire.")
        return entretien.prochaine(rouvrir=self.rouvrir)

    def _question(self, question: Question) -> Etape:
        self._annoncer(self.seance.entretien.questionnaire.section_de(question.id))
        avant = self.seance.entretien
        geste = self._obtenir(question)
        if isinstance(geste, Revenir):
            return self._avant(question)
        if isinstance(geste, Passer):
            self._passer(question)
        elif isinstance(geste, LaisserADecider):
            self.seance.garder(laisser_a_decider(self.seance.reponses, question))
            self._noter(question)
            if question.deliberer:
                deliberation.remarquer(self.seance, question)
        elif not self._repondre(question, geste.valeur):
            return question
        elif (reposee := contradiction.signaler(self.seance, question, avant)) is not None:
            return self._reposer(reposee, question)
        self.rouvrir.discard(question.id)
        self.seance.rouverte = ""
        quittee = self.detours[0][0] if self.detours else question
        self.detours.clear()
        return self._apres(quittee)

    def _reposer(self, reposee: Question, depuis: Question) -> Question:
        """Repose une question en cause ; de l'autre, on reviendra là où l'on en était."""
        if reposee.id != depuis.id:
            self.rouvrir.discard(depuis.id)
            self.detours.append((depuis, self.seance.rouverte))
            self.seance.rouverte = reposee.id
        return reposee

    def _annoncer(self, section: Section) -> None:
        if section.id == self.annoncee:
            return
        self.annoncee = section.id
        sections = self.seance.entretien.sections
        titre = f"{section.titre} (étape {sections.index(section) + 1} sur {len(sections)})"
        self.seance.interlocuteur.titrer(titre, section.intro or "")

    def _obtenir(self, question: Question) -> Suite:
        if question.type == "grille":
            return grille.remplir(self.seance, question)
        if question.type == "liste":
            return fiches.remplir(self.seance, question)
        if question.id in self.en_attente:
            self.en_attente.discard(question.id)
            return Repondre(self.seance.entretien.proposition(question))
        return self.seance.poser(self.seance.inviter(question))

    def _avant(self, question: Question) -> Etape:
        if self.detours and question.id == self.seance.rouverte:
            quittee, self.seance.rouverte = self.detours.pop()
            return quittee
        if question.id == self.seance.rouverte:
            return self.seance.entretien.questionnaire.section_de(question.id)
        precedente = self.seance.entretien.precedente(question.id)
        if precedente is None:
            self.seance.interlocuteur.dire("C'est la première question.")
        return precedente or question

    def _passer(self, question: Question) -> None:
        reponses = self.seance.reponses
        deja_dit = question.id in reponses.reponses or question.id in reponses.a_decider
        self.seance.garder(abandonner(reponses, question) if deja_dit else passer(reponses, question))
        self._noter(question)

    def _repondre(self, question: Question, valeur: Any) -> bool:
        """Enregistre la réponse, après l'accord du groupe s'il se demande ; rend faux s'il faut reposer la question."""
        ouvertes: list[str] = []
        if question.type == "grille":
            ouvertes = [ligne for ligne, choix in valeur.items() if choix is None]
            valeur = {ligne: choix for ligne, choix in valeur.items() if choix is not None}
        elif valeur is None:
            self.seance.garder(passer(self.seance.reponses, question))
            self._noter(question)
            return True
        if not question.deliberer:
            self.seance.garder(repondre(self.seance.reponses, question, valeur, ouvertes))
            self._noter(question)
            return True
        if not deliberation.accorder(self.seance, question, valeur, ouvertes):
            return False
        self._noter(question)
        if deliberation.fait_debat(self.seance, question):
            deliberation.remarquer(self.seance, question)
        return True

    def _noter(self, question: Question) -> None:
        self.seance.interlocuteur.noter(question.enonce, etat_lisible(self.seance.entretien, question))

    def _apres(self, question: Question) -> Etape:
        """La prochaine question de la section, sinon son récapitulatif."""
        entretien = self.seance.entretien
        section = entretien.questionnaire.section_de(question.id)
        questions = entretien.questions_de(section)
        restantes = [une.id for une in questions if une.id in self.rouvrir or not entretien.traitee(une)]
        prochaine = entretien.prochaine(question.id, self.rouvrir)
        if prochaine is not None and prochaine.id in restantes:
            return prochaine
        if restantes:
            return entretien.contexte.question(restantes[0])
        # Une seule question : sa réponse vient d'être confirmée, la récapituler ne ferait que ralentir.
        return section if len(questions) > 1 and not self.breve else prochaine

    def _recapituler(self, section: Section) -> Etape:
        entretien = self.seance.entretien
        prochaine = entretien.prochaine(section.questions[-1].id, self.rouvrir)
        suite = entretien.questionnaire.section_de(prochaine.id) if prochaine else None
        ensuite = f"Oui, continuer : {suite.titre}" if suite else "Oui, continuer"
        geste = recapitulatif.de_section(self.seance, section, ensuite)
        self.annoncee = section.id
        if isinstance(geste, Revenir):
            return entretien.questions_de(section)[-1]
        self.seance.rouverte = geste.id if geste else ""
        return geste or entretien.prochaine(section.questions[-1].id, self.rouvrir)
