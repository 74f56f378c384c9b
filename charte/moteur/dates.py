"""Les dates en toutes lettres, sans dépendre de la langue de la machine."""

from __future__ import annotations

import datetime

_MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def en_lettres(date: datetime.date | str) -> str:
    """Rend « 21 novembre 2026 » (« 1er » pour le premier du mois) ; accepte une date ISO."""
    jour = datetime.date.fromisoformat(date) if isinstance(date, str) else date
    return f"{'1er' if jour.day == 1 else jour.day} {_MOIS[jour.month - 1]} {jour.year}"
