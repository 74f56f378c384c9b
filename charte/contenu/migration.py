"""Ce qu'une version du questionnaire change à la précédente (`questionnaires/migrations/*.yaml`), et comment le lire.

Une migration se décrit, elle ne se programme pas : ce qui est renommé, divisé, réuni, retiré, ajouté, et pourquoi.
"""

from typing import Literal

from pydantic import Field

from charte.contenu.base import Fiche, Identifiant, Suite, Table, Texte, ValeurOption, Version
from charte.contenu.bibliotheque import donnees, rang_de_version
from charte.contenu.lecture.types_situes import valider
from charte.contenu.lecture.yaml_situe import lire

Valeurs = Table[ValeurOption, ValeurOption]


class Renommee(Fiche):
    """Une question qui change de nom."""

    avant: Identifiant
    apres: Identifiant
    pourquoi: Texte


class ValeursRenommees(Fiche):
    """Des options qui changent de nom, dans une question sous son nom nouveau. `valeurs` : ancienne, nouvelle."""

    question: Identifiant
    valeurs: Valeurs
    pourquoi: Texte


class Part(Fiche):
    """L'une des questions issues d'une division, et les options qu'elle reprend."""

    question: Identifiant
    options: Suite[ValeurOption] = Field(min_length=1)


class Divisee(Fiche):
    """Une question à choix multiple devenue plusieurs ; chaque option va à l'une d'elles."""

    question: Identifiant
    en: Suite[Part] = Field(min_length=2)
    pourquoi: Texte


class Fusionnee(Fiche):
    """Des questions à choix réunies en une grille. `lignes` : chaque ligne, et l'ancienne question qui la remplit."""

    en: Identifiant
    lignes: Table[ValeurOption, Identifiant] = Field(min_length=2)
    valeurs: Valeurs = Field(default_factory=Table)
    pourquoi: Texte


class Retiree(Fiche):
    """Une question que l'on ne pose plus."""

    question: Identifiant
    pourquoi: Texte


class Nouvelle(Fiche):
    """Une question ajoutée. `sans_reponse` : ce qu'elle devient si personne n'est là pour y répondre."""

    question: Identifiant
    sans_reponse: Literal["a_decider", "defaut"]
    pourquoi: Texte


class Migration(Fiche):
    """Le passage d'une version à la suivante. Les étapes se font dans l'ordre de ces champs."""

    depuis: Version
    version: Version
    renommees: Suite[Renommee] = Field(default_factory=tuple)
    divisees: Suite[Divisee] = Field(default_factory=tuple)
    fusionnees: Suite[Fusionnee] = Field(default_factory=tuple)
    valeurs: Suite[ValeursRenommees] = Field(default_factory=tuple)
    retirees: Suite[Retiree] = Field(default_factory=tuple)
    nouvelles: Suite[Nouvelle] = Field(default_factory=tuple)
    clauses: Table[Identifiant, Identifiant] = Field(default_factory=Table)


def charger_migrations(depuis: str) -> list[Migration]:
    """Les migrations à faire depuis cette version du questionnaire livré, dans l'ordre. Lève `FichierInvalide`."""
    fichiers = (donnees("questionnaires") / "migrations").glob("*.yaml")
    plus_tard = [un for un in fichiers if rang_de_version(un.stem) > rang_de_version(depuis)]
    return [valider(lire(un), Migration) for un in sorted(plus_tard, key=lambda un: rang_de_version(un.stem))]
