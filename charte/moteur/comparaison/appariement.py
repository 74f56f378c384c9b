"""Retrouver une même chose dans deux chartes, et dire en quoi elle diffère."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import fields
from typing import Any, Generic, NamedTuple, TypeVar

from charte.moteur.comparaison.changements import Sens

T = TypeVar("T")


class Paire(NamedTuple, Generic[T]):
    """Les deux états d'une même chose ; l'un des deux au moins existe."""

    avant: T | None
    apres: T | None

    @property
    def une(self) -> T:
        """La chose, telle qu'on la connaît en dernier."""
        une = self.avant if self.apres is None else self.apres
        assert une is not None
        return une

    @property
    def sens(self) -> Sens:
        """Ce qu'elle est devenue."""
        return "apparue" if self.avant is None else "disparue" if self.apres is None else "changee"


def apparier(
    avant: Iterable[T],
    apres: Iterable[T],
    cle: Callable[[T], str],
    ressemblance: Callable[[T], Hashable],
) -> list[Paire[T]]:
    """Les deux états de chaque chose, dans l'ordre d'après ; ce qui a disparu vient après ce qui le précédait.

    On se retrouve par l'identifiant, sinon par une ressemblance sans ambiguïté.
    """
    anciens = {cle(un): un for un in avant}
    nouveaux = {cle(un): un for un in apres}
    seuls_avant = _uniques((nom for nom in anciens if nom not in nouveaux), lambda nom: ressemblance(anciens[nom]))
    seuls_apres = _uniques((nom for nom in nouveaux if nom not in anciens), lambda nom: ressemblance(nouveaux[nom]))
    jumeaux = {seuls_avant[trait]: nom for trait, nom in seuls_apres.items() if trait in seuls_avant}
    anciens = {jumeaux.get(nom, nom): un for nom, un in anciens.items()}
    paires: dict[str, Paire[T]] = {nom: Paire(anciens.get(nom), un) for nom, un in nouveaux.items()}
    ordre = list(paires)
    precedent: str | None = None
    for nom, un in anciens.items():
        if nom not in nouveaux:
            paires[nom] = Paire(un, None)
            ordre.insert(0 if precedent is None else ordre.index(precedent) + 1, nom)
        precedent = nom
    return [paires[nom] for nom in ordre]


def _uniques(noms: Iterable[str], trait: Callable[[str], Hashable]) -> dict[Hashable, str]:
    """Les noms par trait, sans ceux dont le trait est partagé."""
    groupes: dict[Hashable, list[str]] = {}
    for nom in noms:
        groupes.setdefault(trait(nom), []).append(nom)
    return {trouve: groupe[0] for trouve, groupe in groupes.items() if len(groupe) == 1}


def aspects(avant: Any, apres: Any, sans: Sequence[str]) -> tuple[str, ...]:
    """Les champs de deux objets du même type qui diffèrent, hors ceux-là."""
    noms = (champ.name for champ in fields(avant) if champ.name not in sans)
    return tuple(nom for nom in noms if getattr(avant, nom) != getattr(apres, nom))
