"""Les gabarits de documents : Jinja en bac à sable, sans rien hors du dossier du modèle."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from charte import __version__
from charte.erreurs import Faute, FichierInvalide
from charte.moteur.expressions.dates import en_lettres

REPETITIONS_MAXIMUM = 1000
_A_NOUS = frozenset({"charte.moteur.charte", "charte.rendu.document.blocs"})
"""Les modules qui ne font que des données : Jinja y chercherait en vain, à chaque lecture, ce qui est dangereux."""


class _Compiles(FileSystemBytecodeCache):
    """Garde les gabarits compilés avec le code compilé de Python, quand on peut y écrire.

    La typographie s'applique à la compilation : un gabarit compilé ne vaut que pour elle.
    """

    def __init__(self) -> None:
        typographie = Path(__file__).parents[1].joinpath("langue", "typographie.py").stat().st_mtime_ns
        dossier = Path(importlib.util.cache_from_source(__file__)).parent
        super().__init__(str(dossier), f"gabarit-%s-{__version__}-{typographie}.bin")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Garde un gabarit compilé ; ne dit rien si l'on ne peut pas écrire ici."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


class _DuModele(FileSystemLoader):
    """Lit les gabarits d'un modèle, jamais un fichier d'ailleurs, même par un lien."""

    def __init__(self, modele: Path) -> None:
        super().__init__(modele / "gabarits")
        self.racine = modele.resolve()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, nom, a_jour = super().get_source(environment, template)
        if not Path(nom).resolve().is_relative_to(self.racine):
            raise TemplateNotFound(template)
        return source, nom, a_jour


class _Resserre(ImmutableSandboxedEnvironment):
    """Un bac à sable où rien ne peut gonfler un texte : ni puissance, ni remplissage, ni longue répétition."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Ne permet que de répéter un texte un petit nombre de fois."""
        if operator == "*" and isinstance(right, int) and right <= REPETITIONS_MAXIMUM:
            return left * right
        raise SecurityError(f"l'opération '{operator}' n'est pas permise")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Aucune méthode des textes : leurs remplissages n'ont pas de borne."""
        if type(obj).__module__ in _A_NOUS:
            return not attr.startswith("_")
        return not isinstance(obj, str) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Ne fait pas d'exception pour `format`, que Jinja permettrait."""


def environnement(modele: Path, balises: bool) -> ImmutableSandboxedEnvironment:
    """L'environnement des gabarits d'un modèle ; `balises` : échapper pour HTML tout ce qui n'est pas déjà sûr."""
    env = _Resserre(
        loader=_DuModele(modele),
        undefined=StrictUndefined,
        autoescape=balises,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiles(),
    )
    env.globals.clear()
    for sans_borne in ("center", "format", "indent"):
        del env.filters[sans_borne]
    env.filters["date"] = en_lettres
    return env


def rendre(env: ImmutableSandboxedEnvironment, nom: str, **variables: Any) -> str:
    """Rend le gabarit ; lève `FichierInvalide`, située, s'il manque ou s'il est mal écrit."""
    dossier = Path(env.loader.searchpath[0]) if isinstance(env.loader, FileSystemLoader) else Path()
    try:
        return env.get_template(nom).render(**variables)
    except TemplateSyntaxError as erreur:
        lieu = Path(erreur.filename or nom)
        raise FichierInvalide([Faute(lieu, erreur.lineno, 1, "gabarit mal écrit")]) from None
    except TemplateNotFound as erreur:
        raise FichierInvalide([Faute(dossier / str(erreur.name), 1, 1, "gabarit introuvable dans le modèle")]) from None
    except TemplateError as erreur:
        noms = re.findall(r"'([^']+)'", str(erreur.message))
        quoi = f" : « {noms[-1]} » n'existe pas" if noms else ""
        raise FichierInvalide([Faute(dossier / nom, 1, 1, f"gabarit impossible à rendre{quoi}")]) from None
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise FichierInvalide([Faute(dossier / nom, 1, 1, "gabarit impossible à rendre")]) from None
