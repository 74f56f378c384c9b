"""Les gabarits de documents : Jinja en bac à sable, sans rien hors du dossier du modèle."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sys
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
from jinja2.sandbox import ImmutableSandboxedEnvironment

from charte import __version__
from charte.erreurs import Faute, FichierInvalide
from charte.moteur.dates import en_lettres


class _Compiles(FileSystemBytecodeCache):
    """Garde les gabarits compilés avec le code compilé de Python, quand on peut y écrire.

    La typographie s'applique à la compilation : un gabarit compilé ne vaut que pour elle.
    """

    def __init__(self) -> None:
        typographie = Path(__file__).with_name("typographie.py").stat().st_mtime_ns
        dossier = Path(importlib.util.cache_from_source(__file__)).parent
        super().__init__(str(dossier), f"gabarit-%s-{__version__}-{typographie}.bin")

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


def environnement(modele: Path, balises: bool) -> ImmutableSandboxedEnvironment:
    """L'environnement des gabarits d'un modèle ; `balises` : échapper pour HTML tout ce qui n'est pas déjà sûr."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(modele / "gabarits"),
        undefined=StrictUndefined,
        autoescape=balises,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiles(),
    )
    env.globals.clear()
    env.filters["date"] = en_lettres
    return env


def rendre(env: ImmutableSandboxedEnvironment, nom: str, **variables: Any) -> str:
    """Rend le gabarit ; lève `FichierInvalide`, située, s'il manque ou s'il est mal écrit."""
    try:
        return env.get_template(nom).render(**variables)
    except TemplateSyntaxError as erreur:
        lieu = Path(erreur.filename or nom)
        raise FichierInvalide([Faute(lieu, erreur.lineno, 1, "gabarit mal écrit")]) from None
    except TemplateNotFound as erreur:
        raise FichierInvalide([Faute(Path(str(erreur.name)), 1, 1, "gabarit introuvable dans le modèle")]) from None
    except TemplateError as erreur:
        noms = re.findall(r"'([^']+)'", str(erreur.message))
        quoi = f" : « {noms[-1]} » n'existe pas" if noms else ""
        raise FichierInvalide([Faute(Path(nom), 1, 1, f"gabarit impossible à rendre{quoi}")]) from None
