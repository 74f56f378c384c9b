"""L'entretien : quelles questions poser, dans quel ordre, et que proposer à chacune.

Un défaut n'est jamais enregistré ; il se recalcule donc tout seul quand une réponse d'amont change, tandis qu'une
réponse donnée reste.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from charte.contenu.base import Table, Variantes
from charte.contenu.lecture.validation import normaliser
from charte.contenu.questionnaire import Option, Question, Questionnaire, Section
from charte.contenu.reponses import Reponses
from charte.moteur.expressions.contexte import Contexte


@dataclass(frozen=True)
class Progression:
    """Où l'on en est : `rang` commence à 1 ; `traitees` compte ce qui a été répondu, passé ou laissé à décider."""

    rang: int
    total: int
    traitees: int


@dataclass(frozen=True)
class Entretien:
    """Un questionnaire et les réponses déjà données : de quoi savoir que demander. `mots` : ceux du modèle."""

    questionnaire: Questionnaire
    reponses: Reponses
    mots: Table[str, Variantes] = field(default_factory=Table)

    @cached_property
    def contexte(self) -> Contexte:
        """Les réponses, lisibles par les conditions."""
        return Contexte(self.questionnaire, self.reponses, self.mots)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Les questions visibles du parcours, dans l'ordre, dites dans les mots de ce groupe."""
        return tuple(
            self.contexte.question(question.id)
            for question in self.questionnaire.questions()
            if self.contexte.du_parcours(question.id) and self.contexte.visible(question)
        )

    @cached_property
    def _ordre(self) -> dict[str, int]:
        return {identifiant: rang for rang, identifiant in enumerate(self.questionnaire.par_id)}

    def avec(self, reponses: Reponses) -> Entretien:
        """Le même entretien, avec ces réponses."""
        return replace(self, reponses=reponses)

    def questions_de(self, section: Section) -> tuple[Question, ...]:
        """Les questions visibles d'une section."""
        connues = {question.id for question in section.questions}
        return tuple(question for question in self.questions if question.id in connues)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Les sections qui ont au moins une question visible."""
        return tuple(section for section in self.questionnaire.sections if self.questions_de(section))

    def options(self, question: Question) -> tuple[Option, ...]:
        """Les options proposées, d'une question ou d'un champ de fiche."""
        return tuple(option for option in question.options if self.contexte.vrai_ou(option.si, indecise=True))

    def lignes(self, question: Question) -> tuple[Option, ...]:
        """Les lignes d'une grille qui ont un objet."""
        return tuple(ligne for ligne in question.lignes if self.contexte.vrai_ou(ligne.si, indecise=True))

    def suivante(self, identifiant: str) -> Question | None:
        """La question visible qui suit, ou `None` après la dernière."""
        rang = self._ordre[identifiant]
        return next((question for question in self.questions if self._ordre[question.id] > rang), None)

    def precedente(self, identifiant: str) -> Question | None:
        """La question visible qui précède, y compris dans une autre section, ou `None` avant la première."""
        rang = self._ordre[identifiant]
        return next((question for question in reversed(self.questions) if self._ordre[question.id] < rang), None)

    def traitee(self, question: Question) -> bool:
        """Vrai si le groupe a répondu, passé, ou laissé à décider.

        Ce qui est commencé ne l'est pas ; une grille l'est quand chacune de ses lignes l'est. Une réponse qui n'est
        plus proposée est à revoir.
        """
        if question.id in self.reponses.en_cours:
            return False
        if question.id in self.reponses.a_decider or question.id in self.reponses.passees:
            return True
        if question.id not in self.reponses.reponses:
            return False
        valeur = normaliser(question, self.reponses.reponses[question.id])
        if question.type == "grille":
            dites = {*self.lignes_ouvertes(question), *self._encore_proposee(question, valeur)}
            return all(ligne.valeur in dites for ligne in self.lignes(question))
        return bool(self._encore_proposee(question, valeur) == valeur)

    def prochaine(self, apres: str | None = None, rouvrir: Collection[str] = ()) -> Question | None:
        """La prochaine question non traitée (ou à `rouvrir`) : après celle-ci d'abord, sinon depuis le début."""
        rang = -1 if apres is None else self._ordre[apres]
        restantes = [question for question in self.questions if question.id in rouvrir or not self.traitee(question)]
        suivantes = [question for question in restantes if self._ordre[question.id] > rang]
        return next(iter(suivantes or restantes), None)

    def progression(self, question: Question | None = None, section: Section | None = None) -> Progression:
        """Le rang de la question (0 si aucune) et le total, sur tout le parcours ou dans une section."""
        parmi = self.questions if section is None else self.questions_de(section)
        rang = next((rang for rang, une in enumerate(parmi, 1) if question and une.id == question.id), 0)
        return Progression(rang, len(parmi), sum(map(self.traitee, parmi)))

    def lignes_ouvertes(self, question: Question) -> frozenset[str]:
        """Les lignes d'une grille laissées à décider."""
        prefixe = f"{question.id}."
        return frozenset(une.removeprefix(prefixe) for une in self.reponses.a_decider if une.startswith(prefixe))

    def proposition(self, question: Question) -> Any:
        """Ce que l'on propose en posant la question : ce qui est commencé, ou déjà répondu, ou le défaut calculé.

        Une option qui n'est plus proposée n'y figure pas ; `None` s'il ne reste rien. Pour une grille : voir `tableau`.
        """
        for source in (self.reponses.en_cours, self.reponses.reponses):
            if question.id in source:
                return self._encore_proposee(question, normaliser(question, source[question.id]))
        return self._encore_proposee(question, self.defaut(question))

    def defaut(self, question: Question) -> Any:
        """Le défaut calculé d'après les autres réponses, ou `None` si le questionnaire n'en donne pas."""
        sans_defaut = question.defaut is None and not question.defaut_si
        return None if sans_defaut else self.contexte.defaut(question)

    def tableau(self, question: Question) -> dict[str, Any]:
        """Pour chaque ligne visible d'une grille, ce que l'on propose ; `None` pour une ligne à décider."""
        propositions = {**(self.defaut(question) or {}), **self._dit(question)}
        return {ligne.valeur: propositions.get(ligne.valeur) for ligne in self.lignes(question)}

    def lignes_touchees(self, question: Question) -> frozenset[str]:
        """Les lignes d'une grille dont le groupe a déjà dit quelque chose."""
        return frozenset(self._dit(question))

    def _dit(self, question: Question) -> dict[str, Any]:
        """Ce que le groupe a dit de chaque ligne, le plus récent l'emportant ; `None` pour une ligne à décider."""
        connues = self.reponses
        return {
            **self._encore_proposee(question, connues.reponses.get(question.id)),
            **dict.fromkeys(self.lignes_ouvertes(question)),
            **self._encore_proposee(question, connues.en_cours.get(question.id)),
        }

    def _encore_proposee(self, question: Question, valeur: Any) -> Any:
        permises = {option.valeur for option in self.options(question)}
        if question.type == "choix":
            return valeur if valeur in permises else None
        if question.type in ("choix_multiple", "classement"):
            return [une for une in valeur or () if une in permises]
        if question.type == "grille":
            return {ligne: choix for ligne, choix in (valeur or {}).items() if choix is None or choix in permises}
        return valeur
