"""Le bac à sable Jinja des conditions et des textes : ce qu'on peut y lire, ce qu'on n'y peut pas.

Filtres comptés, aucune méthode, aucune inclusion. Les réponses y sont des données, jamais du gabarit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from charte.contenu.base import Brut
from charte.erreurs import ErreurCharte
from charte.moteur.texte import echapper, enumerer, majuscule, minuscule

SIGNES_MAXIMUM = 200_000
"""Ce qu'un texte peut donner, au plus : dix fois la plus longue des réponses."""
ATTRIBUTS_PERMIS = frozenset({"libelle", "en_phrase"})
FILTRES_STANDARD = frozenset(
    {
        "default",
        "first",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "reject",
        "rejectattr",
        "select",
        "selectattr",
        "sort",
    }
)


class Indecis(Exception):
    """Une condition ou un texte touche à une réponse que le groupe n'a pas tranchée."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


class ExpressionInvalide(ErreurCharte):
    """Une condition ou un gabarit est mal écrit ; `ligne` est relative au texte, à partir de 1.

    `source` : le texte entier, s'il se lit mais ne se calcule pas.
    """

    code = 3

    def __init__(self, phrase: str, ligne: int = 1, source: str = "") -> None:
        super().__init__(phrase)
        self.ligne = ligne
        self.source = source


class ADecider(StrictUndefined):
    """La valeur d'une question à décider : la moindre lecture lève `Indecis`."""

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        raise Indecis(str(self._undefined_name))

    __str__ = __len__ = __iter__ = __bool__ = __eq__ = __ne__ = __hash__ = __contains__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __getitem__ = _fail_with_undefined_error

    def __getattr__(self, nom: str) -> Any:
        if nom.startswith("__"):
            raise AttributeError(nom)
        return self._fail_with_undefined_error()


def a_decider(question: str) -> ADecider:
    """La valeur à donner à une question que le groupe n'a pas tranchée."""
    return ADecider(name=question)


class Valeur(str):
    """Une option choisie : se compare par sa valeur, s'imprime par sa forme `en_phrase`."""

    __slots__ = ("en_phrase", "libelle")
    en_phrase: str
    libelle: str

    def __new__(cls, valeur: str, libelle: str, en_phrase: str | None = None) -> Valeur:
        """Rend l'option ; sans `en_phrase`, le libellé en minuscule."""
        neuf = super().__new__(cls, valeur)
        neuf.libelle = libelle
        neuf.en_phrase = en_phrase if en_phrase is not None else minuscule(libelle)
        return neuf


class EnPhrase(str):
    """Un texte sûr, écrit par le questionnaire ou par un filtre : il s'imprime tel quel."""

    __slots__ = ()


def _imprimer(valeur: Any) -> str:
    if isinstance(valeur, Valeur):
        return valeur.en_phrase
    if isinstance(valeur, EnPhrase):
        return str(valeur)
    if isinstance(valeur, ADecider):
        str(valeur)
    return echapper(Brut(str(valeur)))


def borner(texte: str) -> str:
    """Rend le texte. Lève `OverflowError` s'il dépasse `SIGNES_MAXIMUM`."""
    if len(texte) > SIGNES_MAXIMUM:
        raise OverflowError
    return texte


def _enumerer(elements: Any, dernier: str = "et") -> EnPhrase:
    return EnPhrase(borner(enumerer([_imprimer(element) for element in elements], dernier)))


def _lignes(grille: Mapping[str, Any], *valeurs: str) -> list[str]:
    """Les lignes d'une grille qui ont l'une de ces valeurs ; une ligne à décider n'en a aucune."""
    return [ligne for ligne, choix in grille.items() if not isinstance(choix, ADecider) and choix in valeurs]


def _parmi(elements: Iterable[Any], *voulus: str) -> list[Any]:
    return [element for element in elements if element in voulus]


def _sauf(elements: Iterable[Any], *exclus: str) -> list[Any]:
    return [element for element in elements if element not in exclus]


def _en_texte(change: Callable[[str], str]) -> Callable[[Any], EnPhrase]:
    return lambda valeur: EnPhrase(borner(change(_imprimer(valeur))))


class BacASable(ImmutableSandboxedEnvironment):
    """L'environnement Jinja des conditions et des textes."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_imprimer, autoescape=False, keep_trailing_newline=False)
        self.globals.clear()
        self.filters = {nom: filtre for nom, filtre in self.filters.items() if nom in FILTRES_STANDARD}
        self.filters |= {
            "enumerer": _enumerer,
            "lignes": _lignes,
            "majuscule": _en_texte(majuscule),
            "minuscule": _en_texte(minuscule),
            "parmi": _parmi,
            "sauf": _sauf,
        }

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Seuls les libellés d'option se lisent ; les champs d'une fiche passent par leurs clés."""
        return attr in ATTRIBUTS_PERMIS

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Additionner des nombres, rien d'autre : le reste pourrait gonfler un texte sans fin."""
        if operator == "+" and isinstance(left, int | float) and isinstance(right, int | float):
            return left + right
        raise TypeError(operator)
