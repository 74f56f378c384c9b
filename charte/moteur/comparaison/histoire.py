"""L'histoire d'une charte : ses versions adoptées, l'une après l'autre, et le travail en cours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charte.moteur.comparaison.changements import Changements


@dataclass(frozen=True)
class Etape:
    """Un moment de la charte. `version` : "" pour l'état de travail. Dates au format ISO, "" si l'on ne sait pas.

    `etiquette`, `empreinte` : dans git, "" si elle n'y est pas. `figee` : ses documents sont gardés dans le dossier.
    `depuis` : ce qui la sépare de la version d'avant, `None` s'il n'y en a pas ou qu'elle n'est plus lisible.
    """

    version: str
    date: str
    instance: str = ""
    vote: str = ""
    relire_le: str = ""
    etiquette: str = ""
    empreinte: str = ""
    figee: bool = False
    precedente: str = ""
    depuis: Changements | None = None


@dataclass(frozen=True)
class Histoire:
    """Les étapes, de la plus récente à la plus ancienne ; l'état de travail en tête."""

    nom: str
    etapes: tuple[Etape, ...]

    @property
    def adoptions(self) -> Iterable[Etape]:
        """Les étapes adoptées."""
        return (etape for etape in self.etapes if etape.version)
