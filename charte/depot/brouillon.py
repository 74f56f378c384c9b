"""Une révision, une mise à jour commencée : de quoi la reprendre après une coupure, sans toucher à `reponses.yaml`."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from pydantic import Field, ValidationError

from charte.contenu.base import Fiche, Suite
from charte.contenu.reponses import Reponses
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import Refus, commande


class Brouillon(Fiche):
    """Les réponses d'où l'on part, où l'on en est, ce qui était à reposer et ce qui le reste."""

    depart: Reponses
    reponses: Reponses
    choisies: Suite[str] = Field(default_factory=tuple)
    rouvrir: Suite[str] = Field(default_factory=tuple)


def lire(chemin: Path, connues: Collection[str]) -> Brouillon | None:
    """Le brouillon, ou `None` s'il n'y en a pas. `connues` : les questions que l'on sait reposer.

    Lève `Refus` s'il ne se lit plus, ou s'il en repose d'autres.
    """
    try:
        brouillon = Brouillon.model_validate_json(chemin.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        brouillon = None
    if brouillon is None or not {*brouillon.choisies, *brouillon.rouvrir} <= set(connues):
        raise Refus(
            f"Ce qui était commencé, et gardé dans {chemin}, ne se lit plus. Vos réponses, elles, sont intactes.",
            f"Pour l'oublier et repartir d'elles : "
            f"{commande('charte', 'reviser', str(chemin.parent.parent), '--abandonner')}",
        )
    return brouillon


def garder(chemin: Path, brouillon: Brouillon) -> None:
    """Écrit le brouillon d'un bloc. Lève `EcritureImpossible`.

    Ce qui garde sa valeur d'usage ne s'écrit pas : vide, une couleur ou une instance ne se relirait pas.
    """
    ecrire(chemin, brouillon.model_dump_json(indent=1, exclude_defaults=True))


def oublier(chemin: Path) -> bool:
    """Retire le brouillon ; rend vrai s'il y en avait un."""
    with contextlib.suppress(FileNotFoundError):
        chemin.unlink()
        return True
    return False
