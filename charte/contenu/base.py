"""Ce que partagent tous les formats écrits en YAML.

Ni ici ni dans les modules de types, d'annotations différées : pydantic les relirait une à une à chaque démarrage.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NewType, NoReturn, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function

C = TypeVar("C")
V = TypeVar("V")

Markdown = NewType("Markdown", str)
"""Du Markdown sûr : écrit par le modèle, ou neutralisé ; un rendu le convertit sans crainte."""
Brut = NewType("Brut", str)
"""Des mots tels quels, du groupe ou du questionnaire : rien n'y est balisage, chaque rendu les échappe à sa façon."""


class Table(dict[C, V]):
    """Un groupe « clé : valeur » que rien ne modifie plus : ce qui est gelé peut le tenir."""

    def _refuser(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("cette table ne change plus ; écrivez-en une autre")

    __setitem__ = __delitem__ = __ior__ = _refuser
    clear = pop = popitem = setdefault = update = _refuser

    def __reduce__(self) -> tuple[type[Self], tuple[dict[C, V]]]:
        """Se garde et se copie d'un bloc : `pickle` remplirait sinon la table clé après clé."""
        return type(self), (dict(self),)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Se lit comme un `dict`, puis se gèle."""
        cle, valeur = get_args(source) or (Any, Any)
        return no_info_after_validator_function(cls, handler.generate_schema(dict[cle, valeur]))  # type: ignore[valid-type]


Suite = Annotated[tuple[V, ...], Field(strict=False)]
"""Une liste du fichier, dans l'ordre. Un tuple strict refuserait ce que YAML rend, d'où `strict=False`."""


class Fiche(BaseModel):
    """Base des formats : stricte, sans champ inconnu, jamais modifiée après lecture."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """La même fiche, ces champs changés, gelés eux aussi : pydantic les prendrait tels quels."""
        return super().model_copy(update={nom: _geler(valeur) for nom, valeur in (update or {}).items()}, deep=deep)


def _geler(valeur: Any) -> Any:
    if isinstance(valeur, list):
        return tuple(valeur)
    return Table(valeur) if isinstance(valeur, dict) else valeur


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


Variantes = str | Suite[Variante]
"""Un texte Jinja, ou plusieurs variantes. Hors d'une clause, celle qui touche à un point indécis est passée."""
