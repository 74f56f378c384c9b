"""Conditions et gabarits : Jinja dans un bac à sable resserré.

Une condition est une expression, un texte est un gabarit. Ni l'un ni l'autre n'exécute de code : filtres comptés,
aucune méthode, aucune inclusion, deux boucles imbriquées au plus. Les réponses y sont des données, jamais du gabarit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from charte.moteur.texte import echapper, enumerer, majuscule, minuscule

BOUCLES_IMBRIQUEES = 2
ATTRIBUTS_PERMIS = frozenset({"libelle", "en_phrase"})
FILTRES_STANDARD = frozenset(
    {"default", "first", "last", "length", "list", "lower", "map", "reject", "rejectattr", "select", "selectattr", "sort"}
)
_NOEUDS_REFUSES = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.Call,
    nodes.Mul,
    nodes.Pow,
    nodes.Mod,
)


class Indecis(Exception):
    """Une condition ou un texte touche à une réponse que le groupe n'a pas tranchée."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


class ExpressionInvalide(ValueError):
    """Une condition ou un gabarit est mal écrit ; `ligne` est relative au texte, à partir de 1."""

    def __init__(self, phrase: str, ligne: int = 1) -> None:
        super().__init__(phrase)
        self.ligne = ligne


class ADecider(StrictUndefined):
    """La valeur d'une question à décider : la moindre lecture lève `Indecis`."""

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        raise Indecis(str(self._undefined_name))

    __str__ = __len__ = __iter__ = __bool__ = __eq__ = __ne__ = __hash__ = __contains__ = _fail_with_undefined_error  # type: ignore[assignment]
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
    return echapper(valeur)


def _enumerer(elements: Any, dernier: str = "et") -> EnPhrase:
    return EnPhrase(enumerer([_imprimer(element) for element in elements], dernier))


def _lignes(grille: Mapping[str, Any], valeur: str) -> list[str]:
    """Les lignes d'une grille qui ont cette valeur ; une ligne à décider n'en a aucune."""
    return [ligne for ligne, choix in grille.items() if not isinstance(choix, ADecider) and choix == valeur]


def _en_texte(change: Callable[[str], str]) -> Callable[[Any], EnPhrase]:
    return lambda valeur: EnPhrase(change(_imprimer(valeur)))


class BacASable(ImmutableSandboxedEnvironment):
    """L'environnement Jinja des conditions et des textes."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_imprimer, autoescape=False, keep_trailing_newline=False)
        self.globals.clear()
        self.filters = {nom: filtre for nom, filtre in self.filters.items() if nom in FILTRES_STANDARD}
        self.filters |= {
            "enumerer": _enumerer,
            "lignes": _lignes,
            "majuscule": _en_texte(majuscule),
            "minuscule": _en_texte(minuscule),
        }

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Seuls les libellés d'option se lisent ; les champs d'une fiche passent par leurs clés."""
        return attr in ATTRIBUTS_PERMIS

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Aucune multiplication : elle pourrait gonfler un texte sans fin."""
        raise ExpressionInvalide(f"l'opération « {operator} » n'est pas permise ici")


_ENV = BacASable()


@dataclass(frozen=True)
class Expression:
    """Une condition ou un gabarit compilé ; `noms` : les variables qu'il peut lire."""

    noms: frozenset[str]
    _gabarit: Template | None
    _litteral: Any = None

    def evaluer(self, variables: Mapping[str, Any]) -> Any:
        """Rend la valeur d'une condition. Lève `Indecis`, ou `ExpressionInvalide` si un nom manque."""
        if self._gabarit is None:
            return self._litteral
        contexte = self._gabarit.new_context(variables, shared=True)
        try:
            for _ in self._gabarit.root_render_func(contexte):
                pass
        except TemplateError as erreur:
            raise ExpressionInvalide(_en_francais(erreur)) from None
        resultat = contexte.vars.get("resultat", missing)
        if isinstance(resultat, ADecider):
            bool(resultat)
        return resultat

    def rendre(self, variables: Mapping[str, Any]) -> str:
        """Rend le texte. Lève `Indecis`, ou `ExpressionInvalide` si un nom manque."""
        if self._gabarit is None:
            return str(self._litteral)
        contexte = self._gabarit.new_context(variables, shared=True)
        try:
            return "".join(self._gabarit.root_render_func(contexte))
        except TemplateError as erreur:
            raise ExpressionInvalide(_en_francais(erreur)) from None


@cache
def condition(source: str) -> Expression:
    """Compile une condition ; lève `ExpressionInvalide`."""
    try:
        analyseur = _corps_expression(source)
    except TemplateSyntaxError as erreur:
        raise ExpressionInvalide(_en_francais(erreur), erreur.lineno) from None
    return _compiler(nodes.Template([nodes.Assign(nodes.Name("resultat", "store"), analyseur, lineno=1)], lineno=1))


@cache
def gabarit(source: str) -> Expression:
    """Compile un texte à trous ; lève `ExpressionInvalide`. Un texte sans trou ne coûte rien."""
    if "{" not in source:
        return Expression(frozenset(), None, source)
    try:
        arbre = _ENV.parse(source)
    except TemplateSyntaxError as erreur:
        raise ExpressionInvalide(_en_francais(erreur), erreur.lineno) from None
    return _compiler(arbre)


def _corps_expression(source: str) -> nodes.Expr:
    from jinja2.parser import Parser

    analyseur = Parser(_ENV, source, state="variable")
    expression = analyseur.parse_expression()
    if not analyseur.stream.eos:
        raise TemplateSyntaxError("fin attendue", analyseur.stream.current.lineno)
    return expression


def _compiler(arbre: nodes.Template) -> Expression:
    arbre.set_environment(_ENV)
    _controler(arbre, 0)
    stockes = {nom.name for nom in arbre.find_all(nodes.Name) if nom.ctx in ("store", "param")}
    lus = {nom.name for nom in arbre.find_all(nodes.Name) if nom.ctx == "load"}
    if "self" in lus:
        raise ExpressionInvalide("le nom « self » n'existe pas")
    try:
        compile_ = _ENV.from_string(arbre)
    except TemplateError as erreur:
        raise ExpressionInvalide(_en_francais(erreur)) from None
    return Expression(frozenset(lus - stockes - {"loop", "none", "true", "false"}), compile_)


def _controler(noeud: nodes.Node, boucles: int) -> None:
    if isinstance(noeud, _NOEUDS_REFUSES):
        raise ExpressionInvalide("cette construction n'est pas permise dans une charte", noeud.lineno)
    if isinstance(noeud, nodes.Filter) and noeud.name not in _ENV.filters:
        raise ExpressionInvalide(f"filtre inconnu « {noeud.name} »", noeud.lineno)
    boucles += isinstance(noeud, nodes.For)
    if boucles > BOUCLES_IMBRIQUEES:
        raise ExpressionInvalide(f"plus de {BOUCLES_IMBRIQUEES} boucles imbriquées", noeud.lineno)
    for enfant in noeud.iter_child_nodes():
        _controler(enfant, boucles)


def _en_francais(erreur: TemplateError) -> str:
    message = str(erreur.message or "")
    if "is undefined" in message or "has no attribute" in message:
        nom = message.split("'")[1] if "'" in message else message
        return f"le nom « {nom} » n'existe pas"
    if isinstance(erreur, TemplateSyntaxError):
        return "expression mal écrite : vérifiez guillemets, parenthèses et accolades"
    return "cette expression ne peut pas être calculée"
