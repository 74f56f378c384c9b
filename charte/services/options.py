"""Lire ce qui est tapé sur la ligne de commande : un jour, un parcours, un format."""

from __future__ import annotations

import datetime
import re
from typing import cast, get_args

from charte.contenu.questionnaire import Parcours
from charte.erreurs import UsageIncorrect


def verifier_format(format: str, formats: tuple[str, ...]) -> None:
    """Lève `UsageIncorrect` si ce n'est pas l'un de ces formats."""
    if format not in formats:
        raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : {', '.join(formats)}.")


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ANNEES = range(2000, 2200)


def lire_le_jour(demande: str | None) -> datetime.date:
    """Le jour demandé, ou aujourd'hui. Lève `UsageIncorrect` si ce n'est pas une date AAAA-MM-JJ vraisemblable."""
    if demande is None:
        return datetime.date.today()
    try:
        jour = datetime.date.fromisoformat(demande) if _DATE.fullmatch(demande) else None
    except ValueError:
        jour = None
    if jour is None or jour.year not in ANNEES:
        raise UsageIncorrect(
            f"« {demande} » n'est pas une date que charte comprend.",
            "Écrivez l'année, le mois et le jour, avec des tirets : --au 2026-12-02",
        )
    return jour


def verifier_parcours(demande: str | None) -> Parcours | None:
    """Rend le parcours demandé. Lève `UsageIncorrect` s'il n'existe pas."""
    if demande is not None and demande not in get_args(Parcours):
        raise UsageIncorrect(f"Parcours inconnu : « {demande} ».", "Parcours : express, complet.")
    return cast(Parcours | None, demande)
