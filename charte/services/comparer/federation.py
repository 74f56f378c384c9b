"""Lire plusieurs chartes et les mettre côte à côte, même si l'une est fautive."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from charte.contenu.base import Table
from charte.depot.dossier import Dossier
from charte.erreurs import ErreurCharte, UsageIncorrect
from charte.moteur.comparaison.federation import Federation, Structure, federer
from charte.moteur.expressions.lisible import DECISIONS
from charte.services.charger import charger_reponses
from charte.services.comparer.etats import contenus_de, renommees_depuis


def rassembler(
    dossiers: Iterable[Path], anonyme: bool = False, modele: Path | None = None, questionnaire: Path | None = None
) -> tuple[Federation, list[tuple[Path, str]]]:
    """Rend le tableau de ces dossiers, et ceux qui n'ont pas pu être lus, avec leur faute.

    Lève `UsageIncorrect` si aucun ne peut l'être.
    """
    structures: list[Structure] = []
    fautes: list[tuple[Path, str]] = []
    for dossier in {chemin.resolve(): chemin for chemin in dossiers}.values():
        try:
            structures.append(_lire(dossier, modele, questionnaire))
        except ErreurCharte as erreur:
            fautes.append((dossier, erreur.phrase))
    if not structures:
        raise UsageIncorrect(
            "Aucun de ces dossiers ne contient une charte lisible.", "\n".join(phrase for _, phrase in fautes)
        )
    return federer(structures, DECISIONS, anonyme), fautes


def _lire(dossier: Path, modele: Path | None, questionnaire: Path | None) -> Structure:
    ici = Dossier(dossier)
    contenus = contenus_de(ici.reponses, modele, questionnaire)
    reponses = charger_reponses(ici, contenus.questionnaire)
    contexte = contenus.contexte(reponses)
    renommees = Table[str, str]() if questionnaire else renommees_depuis(contenus.questionnaire.version).questions
    return Structure(contenus.composer(reponses), contexte, dossier.resolve().name, renommees)
