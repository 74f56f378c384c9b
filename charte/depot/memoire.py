"""Se souvenir, d'une commande à l'autre, de ce qui coûte à refaire : contenus lus, expressions et gabarits compilés.

Les fichiers sont rangés avec le code compilé de Python (`__pycache__`), suivent ses règles et s'effacent sans dommage.
On n'y met que les contenus livrés avec le programme : jamais une réponse, jamais un modèle venu d'ailleurs.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

import jinja2
import pydantic

from charte import __version__, contenu
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import EcritureImpossible
from charte.moteur.expressions import bac_a_sable, conditions

T = TypeVar("T")
OCTETS_DE_SOMME = 4


def dossier() -> Path:
    """Le dossier du code compilé de ce module."""
    return Path(importlib.util.cache_from_source(__file__)).parent


@cache
def tenir() -> None:
    """Reprend les expressions compilées, et les gardera à la fin du programme s'il y en a de nouvelles."""
    code = [Path(module.__file__ or "") for module in (conditions, bac_a_sable)]
    entete = _entete(code)
    avant = _lire("expressions", entete)
    with contextlib.suppress(ValueError, EOFError, TypeError):
        conditions.se_souvenir(avant)
    atexit.register(_retenir, entete, avant, conditions.retenues())


def contenus(nom: str, sources: Iterable[Path], fabriquer: Callable[[], T]) -> T:
    """Rend ce que `fabriquer` a rendu la dernière fois sous ce nom, si ni les sources ni les types n'ont changé."""
    entete = _entete([*sources, *Path(contenu.__file__).parent.rglob("*.py")])
    avant = _lire(nom, entete)
    if avant:
        with contextlib.suppress(pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError):
            garde: T = pickle.loads(avant)
            return garde
    neuf = fabriquer()
    _garder(nom, entete, pickle.dumps(neuf), avant)
    return neuf


def _retenir(entete: bytes, avant: bytes, combien: int) -> None:
    """Garde les expressions si le programme en a compilé d'autres que celles qu'il avait reprises."""
    if conditions.retenues() != combien:
        _garder("expressions", entete, conditions.memoire(), avant)


def _lire(nom: str, entete: bytes) -> bytes:
    try:
        octets = _fichier(nom).read_bytes()
    except OSError:
        return b""
    somme, corps = octets[len(entete) :][:OCTETS_DE_SOMME], octets[len(entete) + OCTETS_DE_SOMME :]
    return corps if octets.startswith(entete) and somme == _somme(corps) else b""


def _garder(nom: str, entete: bytes, octets: bytes, avant: bytes) -> None:
    """Écrit s'il y a du nouveau ; ne dit rien si l'on ne peut pas écrire ici."""
    if octets != avant and not sys.dont_write_bytecode:
        with contextlib.suppress(EcritureImpossible):
            ecrire(_fichier(nom), entete + _somme(octets) + octets)


def _somme(octets: bytes) -> bytes:
    """Un fichier abîmé se relirait parfois, avec d'autres mots ou d'autres instructions : on le refait."""
    return zlib.crc32(octets).to_bytes(OCTETS_DE_SOMME, "big")


def _fichier(nom: str) -> Path:
    return dossier() / f"{nom}.{sys.implementation.cache_tag}.bin"


def _entete(sources: Iterable[Path]) -> bytes:
    """Change avec tout ce dont dépend la mémoire : Python, Jinja, pydantic, charte et ces fichiers."""
    etats = [(str(source), source.stat().st_mtime_ns, source.stat().st_size) for source in sorted(sources)]
    return repr((sys.version, jinja2.__version__, pydantic.VERSION, __version__, etats)).encode() + b"\n"
