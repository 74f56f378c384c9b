"""Les dates en toutes lettres, sans dépendre de la langue de la machine."""

from __future__ import annotations

import datetime

_MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def en_lettres(date: datetime.date | str) -> str:
    """Rend « 21 novembre 2026 » (« 1er » pour le premier du mois) ; accepte une date ISO."""
    jour = datetime.date.fromisoformat(date) if isinstance(date, str) else date
    return f"{'1er' if jour.day == 1 else jour.day} {_MOIS[jour.month - 1]} {jour.year}"


def dans(date: datetime.date | str, mois: int) -> datetime.date:
    """La date tant de mois plus tard, ramenée à la fin du mois s'il est plus court ; accepte une date ISO."""
    jour = datetime.date.fromisoformat(date) if isinstance(date, str) else date
    annees, rang = divmod(jour.month - 1 + mois, 12)
    if jour.year + annees >= datetime.MAXYEAR:
        return datetime.date.max
    debut = datetime.date(jour.year + annees, rang + 1, 1)
    fin = (debut + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return min(debut + datetime.timedelta(days=jour.day - 1), fin)


def lundi_suivant(date: datetime.date | str) -> datetime.date:
    """Le premier lundi après ce jour ; accepte une date ISO."""
    jour = datetime.date.fromisoformat(date) if isinstance(date, str) else date
    return jour + datetime.timedelta(days=7 - jour.weekday())
