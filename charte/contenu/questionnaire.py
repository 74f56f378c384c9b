"""Le questionnaire : sections, questions, options."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from charte.contenu.base import Condition, Fiche, Identifiant, Mots, Suite, Texte, ValeurOption, Version

TypeQuestion = Literal[
    "texte",
    "texte_long",
    "oui_non",
    "choix",
    "choix_multiple",
    "classement",
    "grille",
    "nombre",
    "date",
    "liste",
]
Parcours = Literal["express", "complet"]


class Option(Fiche):
    """Une réponse possible, ou une ligne de grille.

    `libelle` s'affiche à l'écran ; `en_phrase` s'imprime au milieu d'une phrase de la charte
    (par défaut : le libellé, première lettre en minuscule).
    """

    valeur: ValeurOption
    libelle: Mots
    en_phrase: str | None = None
    aide: str | None = None
    exclut: Suite[ValeurOption] = Field(default_factory=tuple)
    si: Condition | None = None


class DefautConditionnel(Fiche):
    """Un défaut qui ne vaut que si la condition est vraie ; le dernier qui convient l'emporte.

    Pour une grille, chaque défaut qui convient complète les précédents, ligne à ligne.
    """

    si: Condition
    valeur: Any


class Question(Fiche):
    """Une question, ou un champ d'une `liste`."""

    id: Identifiant
    type: TypeQuestion
    parcours: Parcours = "complet"
    enonce: Mots
    aide: str | None = None
    pourquoi: str | None = None
    si: Condition | None = None
    defaut: Any = None
    defaut_si: Suite[DefautConditionnel] = Field(default_factory=tuple)
    options: Suite[Option] = Field(default_factory=tuple)
    lignes: Suite[Option] = Field(default_factory=tuple)
    champs: Suite[Question] = Field(default_factory=tuple)
    minimum: int | None = None
    maximum: int | None = None
    obligatoire: bool = False
    decidable: bool = True
    deliberer: bool = False
    recommandations: Suite[Identifiant] = Field(default_factory=tuple)


class Section(Fiche):
    """Une étape de l'atelier."""

    id: Identifiant
    titre: Texte
    intro: str | None = None
    questions: Suite[Question] = Field(min_length=1)


class Questionnaire(Fiche):
    """Un questionnaire complet, tel que lu dans `questionnaires/*.yaml`."""

    id: Identifiant
    version: Version
    titre: Texte
    sections: Suite[Section] = Field(min_length=1)

    @cached_property
    def par_id(self) -> dict[str, Question]:
        """Toutes les questions, par identifiant, dans l'ordre du questionnaire."""
        return {question.id: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Toutes les questions, dans l'ordre."""
        for section in self.sections:
            yield from section.questions

    def section_de(self, identifiant: str) -> Section:
        """La section qui contient la question ; lève `KeyError` si aucune."""
        for section in self.sections:
            if any(question.id == identifiant for question in section.questions):
                return section
        raise KeyError(identifiant)
