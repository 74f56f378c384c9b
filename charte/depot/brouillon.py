"""Une révision commencée : ce qu'il faut pour la reprendre après une coupure, sans toucher à `reponses.yaml`."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pydantic import Field, ValidationError

from charte.contenu.base import Fiche
from charte.contenu.reponses import Reponses
from charte.depot.ecriture import ecrire
from charte.erreurs import Refus


class Brouillon(Fiche):
    """Les réponses d'où l'on part, où l'on en est, ce qui était à reposer et ce qui le reste."""

    depart: Reponses
    reponses: Reponses
    choisies: list[str] = Field(default_factory=list)
    rouvrir: list[str] = Field(default_factory=list)


def lire(chemin: Path) -> Brouillon | None:
    """Le brouillon, ou `None` s'il n'y en a pas. Lève `Refus` s'il ne se lit plus."""
    try:
        return Brouillon.model_validate_json(chemin.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise Refus(
            f"La révision commencée dans {chemin} ne se lit plus.",
            "Pour l'oublier et repartir de vos réponses : charte reviser --abandonner",
        ) from None


def garder(chemin: Path, brouillon: Brouillon) -> None:
    """Écrit le brouillon d'un bloc. Lève `EcritureImpossible`."""
    ecrire(chemin, brouillon.model_dump_json(indent=1))


def oublier(chemin: Path) -> bool:
    """Retire le brouillon ; rend vrai s'il y en avait un."""
    with contextlib.suppress(FileNotFoundError):
        chemin.unlink()
        return True
    return False
