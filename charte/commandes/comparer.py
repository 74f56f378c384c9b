"""`charte comparer` : ce que plusieurs structures ont choisi, côte à côte, pour une fédération ou un réseau."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from charte.commandes.chargement import charger_reponses
from charte.commandes.diff import largeur, verifier_format
from charte.commandes.etats import contenus_de, renommees_depuis
from charte.commandes.pliage import dire
from charte.contenu.base import Table
from charte.contenu.bibliotheque import dossier_modele
from charte.depot.dossier import Dossier
from charte.erreurs import ErreurCharte, UsageIncorrect
from charte.moteur.federation import Federation, Structure, federer
from charte.moteur.lisible import DECISIONS
from charte.rendu import federation as rendu

FORMATS = ("texte", "md", "csv", "json", "html")


def comparer(
    dossiers: Iterable[Path],
    anonyme: bool = False,
    format: str = "texte",
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Met les chartes côte à côte. Rend 0, ou 1 si un dossier n'a pas pu être lu ; les autres le sont quand même.

    Lève `UsageIncorrect` si aucun ne peut l'être.
    """
    verifier_format(format, FORMATS)
    federation, fautes = rassembler(dossiers, anonyme, modele, questionnaire)
    for dossier, phrase in fautes:
        dire(f"Laissé de côté : {dossier}\n{phrase}", en_erreur=True)
    if rendu.alerte(federation):
        dire(f"Attention : {rendu.alerte(federation)}", en_erreur=True)
    print(_rendre(federation, format, modele), end="")
    return 1 if fautes else 0


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


def _rendre(federation: Federation, format: str, modele: Path | None) -> str:
    if format == "md":
        return rendu.en_markdown(federation)
    if format == "csv":
        return rendu.en_csv(federation)
    if format == "html":
        return rendu.en_html(federation, dossier_modele(modele))
    if format == "json":
        return json.dumps(rendu.en_donnees(federation), ensure_ascii=False, indent=2) + "\n"
    return rendu.en_texte(federation, largeur())
