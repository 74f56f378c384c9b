"""Ce que partagent tous les formats écrits en YAML.

Ni ici ni dans les modules de types, d'annotations différées : pydantic les relirait une à une à chaque démarrage.
"""

from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field

Markdown = NewType("Markdown", str)
"""Du Markdown sûr : écrit par le modèle, ou neutralisé ; un rendu le convertit sans crainte."""
Brut = NewType("Brut", str)
"""Des mots tels quels, du groupe ou du questionnaire : rien n'y est balisage, chaque rendu les échappe à sa façon."""


class Fiche(BaseModel):
    """Base des formats : stricte, sans champ inconnu, jamais modifiée après lecture."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


Identifiant = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$",
        description="En minuscules sans accent, avec des tirets : il ne change plus.",
    ),
]
ValeurOption = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$",
        description="Ce qui s'écrit dans reponses.yaml et dans les conditions : elle ne change plus.",
    ),
]
Version = Annotated[str, Field(pattern=r"^\d+\.\d+(?:\.\d+)?$")]
Texte = Annotated[str, Field(min_length=1)]
Mots = Annotated[Brut, Field(min_length=1)]
Condition = Annotated[
    str,
    Field(
        min_length=1,
        description='Expression Jinja sur les identifiants de questions : "sante" in categories_donnees',
    ),
]


class Variante(Fiche):
    """Un texte, et la condition qui l'amène. La première variante qui convient l'emporte."""

    si: Condition | None = None
    texte: str


Variantes = str | list[Variante]
"""Un texte Jinja, ou plusieurs variantes. Une variante qui touche à un point indécis est passée."""
