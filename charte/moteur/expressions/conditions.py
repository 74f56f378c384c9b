"""Lire une condition ou un texte à trous, et se souvenir de ce qu'on a compilé.

Une condition est une expression Jinja, un texte est un gabarit : deux boucles imbriquées au plus, ni macro, ni
inclusion, ni rien qui puisse gonfler sans fin (un texte qui se recopie lui-même, une liste de listes).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.parser import Parser
from jinja2.utils import missing

from charte.moteur.expressions.bac_a_sable import SIGNES_MAXIMUM, BacASable, ExpressionInvalide, Indecis

BOUCLES_IMBRIQUEES = 2
LONGUEUR_MAXIMALE = 5_000
EXTRAIT = 60
_NOEUDS_REFUSES = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.Call,
    nodes.AssignBlock,
    nodes.FilterBlock,
    nodes.Concat,
    nodes.Mul,
    nodes.Pow,
    nodes.Mod,
)
_CONTENANTS = (nodes.List, nodes.Tuple, nodes.Dict)
_SANS_QUESTION = {"loop", "none", "true", "false"}

_ENV = BacASable()
_MEMOIRE: dict[str, tuple[tuple[str, ...], CodeType]] = {}
"""Ce qui est compilé, par source : compiler coûte cent fois plus que lire."""


@dataclass(frozen=True)
class Expression:
    """Une condition ou un gabarit compilé ; `noms` : les variables qu'il peut lire."""

    noms: frozenset[str]
    _gabarit: Template | None
    _litteral: str = ""
    _source: str = ""

    def evaluer(self, variables: dict[str, Any]) -> Any:
        """Rend la valeur d'une condition. Lève `Indecis`, ou `ExpressionInvalide` si elle ne se calcule pas."""
        resultat = self._executer(variables)[1].get("resultat", missing)
        if isinstance(resultat, Undefined):
            try:
                bool(resultat)
            except UndefinedError as erreur:
                raise self._invalide(erreur) from None
        return resultat

    def rendre(self, variables: dict[str, Any]) -> str:
        """Rend le texte. Lève `Indecis`, ou `ExpressionInvalide` s'il ne se calcule pas."""
        return self._litteral if self._gabarit is None else self._executer(variables)[0]

    def _executer(self, variables: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if self._gabarit is None:
            return self._litteral, {}
        contexte = self._gabarit.new_context(variables, shared=True)
        try:
            return _assembler(self._gabarit.root_render_func(contexte)), contexte.vars
        except (Indecis, ExpressionInvalide):
            raise
        except Exception as erreur:
            raise self._invalide(erreur) from None

    def _invalide(self, erreur: Exception) -> ExpressionInvalide:
        return ExpressionInvalide(f"« {_extrait(self._source)} » : {_en_francais(erreur)}", source=self._source)


def _assembler(morceaux: Iterable[str]) -> str:
    """Le texte entier. Lève `OverflowError` dès qu'il est trop long, sans attendre la fin d'une boucle."""
    gardes: list[str] = []
    reste = SIGNES_MAXIMUM
    for morceau in morceaux:
        reste -= len(morceau)
        if reste < 0:
            raise OverflowError
        gardes.append(morceau)
    return "".join(gardes)


def _extrait(source: str) -> str:
    ligne = " ".join(source.split())
    return ligne if len(ligne) <= EXTRAIT else f"{ligne[:EXTRAIT]}…"


@cache
def condition(source: str) -> Expression:
    """Compile une condition ; lève `ExpressionInvalide`."""
    return _compiler("si", source, lambda: _arbre_de_condition(source))


@cache
def gabarit(source: str) -> Expression:
    """Compile un texte à trous ; lève `ExpressionInvalide`. Un texte sans trou ne coûte rien."""
    if "{" not in source:
        return Expression(frozenset(), None, source)
    return _compiler("texte", source, lambda: _ENV.parse(source))


def champs_lus(source: str, si: bool, nom: str) -> list[str]:
    """Les champs que lit sous ce nom une condition (`si`) ou un texte bien écrit : « sortie » pour « fiche.sortie »."""
    arbre = _arbre_de_condition(source) if si else _ENV.parse(source)
    lus = {lu.attr for lu in arbre.find_all(nodes.Getattr) if isinstance(lu.node, nodes.Name) and lu.node.name == nom}
    return sorted(lus)


def retenues() -> int:
    """Combien d'expressions sont compilées : s'il n'y en a pas de nouvelles, il n'y a rien à garder."""
    return len(_MEMOIRE)


def memoire() -> bytes:
    """Tout ce qui est compilé, pour s'en souvenir d'une commande à l'autre."""
    return marshal.dumps(_MEMOIRE)


def se_souvenir(octets: bytes) -> None:
    """Reprend ce que `memoire` a rendu. Lève `ValueError`, `EOFError` ou `TypeError` si les octets sont abîmés."""
    _MEMOIRE.update(marshal.loads(octets))


def _arbre_de_condition(source: str) -> nodes.Template:
    analyseur = Parser(_ENV, source, state="variable")
    expression = analyseur.parse_expression()
    if not analyseur.stream.eos:
        raise TemplateSyntaxError("fin attendue", analyseur.stream.current.lineno)
    return nodes.Template([nodes.Assign(nodes.Name("resultat", "store"), expression, lineno=1)], lineno=1)


def _compiler(sorte: str, source: str, analyser: Callable[[], nodes.Template]) -> Expression:
    cle = f"{sorte} {source}"
    if cle not in _MEMOIRE:
        if len(source) > LONGUEUR_MAXIMALE:
            raise ExpressionInvalide(f"texte à trous trop long : {LONGUEUR_MAXIMALE} signes au plus")
        try:
            arbre = analyser()
            arbre.set_environment(_ENV)
            noms = _noms_lus(arbre)
            _MEMOIRE[cle] = (tuple(sorted(noms)), _ENV.compile(arbre))
        except TemplateSyntaxError as erreur:
            raise ExpressionInvalide(_en_francais(erreur), erreur.lineno) from None
        except TemplateError as erreur:
            raise ExpressionInvalide(_en_francais(erreur)) from None
        except (RecursionError, MemoryError, SyntaxError, ValueError):
            # Ce que Python lui-même refuse de compiler.
            raise ExpressionInvalide("trop de parenthèses, de blocs, d'opérations ou de chiffres") from None
    lus, code = _MEMOIRE[cle]
    return Expression(frozenset(lus), Template.from_code(_ENV, code, {}), _source=source)


def _noms_lus(arbre: nodes.Template) -> set[str]:
    """Les variables que lit l'arbre ; lève `ExpressionInvalide` s'il contient ce qui n'est pas permis."""
    lus: set[str] = set()
    poses: set[str] = set()
    _parcourir(arbre, 0, lus, poses)
    if "self" in lus:
        raise ExpressionInvalide("le nom « self » n'existe pas")
    return lus - poses - _SANS_QUESTION


def _parcourir(noeud: nodes.Node, boucles: int, lus: set[str], poses: set[str]) -> None:
    if isinstance(noeud, nodes.Name):
        (lus if noeud.ctx == "load" else poses).add(noeud.name)
    elif isinstance(noeud, _NOEUDS_REFUSES):
        raise ExpressionInvalide("cette construction n'est pas permise dans une charte", noeud.lineno)
    elif isinstance(noeud, nodes.Filter) and noeud.name not in _ENV.filters:
        raise ExpressionInvalide(f"filtre inconnu « {noeud.name} »", noeud.lineno)
    elif isinstance(noeud, _CONTENANTS) and any(noeud.find_all((nodes.Name, *_CONTENANTS))):
        raise ExpressionInvalide("une liste écrite ici ne contient que des mots", noeud.lineno)
    boucles += isinstance(noeud, nodes.For)
    if boucles > BOUCLES_IMBRIQUEES:
        raise ExpressionInvalide(f"plus de {BOUCLES_IMBRIQUEES} boucles imbriquées", noeud.lineno)
    for enfant in noeud.iter_child_nodes():
        _parcourir(enfant, boucles, lus, poses)


def _en_francais(erreur: Exception) -> str:
    message = str(getattr(erreur, "message", "") or "")
    if "is undefined" in message or "has no attribute" in message:
        # « 'dict object' has no attribute 'finalite' » : le dernier nom est celui qui manque.
        nom = message.split("'")[-2] if "'" in message else message
        return f"le nom « {nom} » n'existe pas"
    if isinstance(erreur, OverflowError):
        return "ce texte devient trop long"
    if isinstance(erreur, TemplateSyntaxError):
        return "expression mal écrite : vérifiez guillemets, parenthèses et accolades"
    return "cette expression ne peut pas être calculée"
