"""`charte comparer` : ce que plusieurs structures ont choisi, côte à côte, pour une fédération ou un réseau."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from charte.contenu.bibliotheque import dossier_modele
from charte.moteur.comparaison.federation import Federation
from charte.rendu.recits import federation as rendu
from charte.services.comparer.differences import largeur
from charte.services.comparer.federation import rassembler
from charte.services.dire.pliage import dire
from charte.services.options import verifier_format

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
