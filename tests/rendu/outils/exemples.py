"""Les chartes des trois exemples, composées une fois par processus."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from charte.contenu.bibliotheque import charger_reponses
from charte.moteur.charte import Charte
from charte.services.charger import charger

DOSSIERS = sorted(dossier for dossier in (Path(__file__).parents[3] / "exemples").iterdir() if dossier.is_dir())
NOMS = [dossier.name for dossier in DOSSIERS]


@cache
def exemple(nom: str) -> Charte:
    """La charte de l'exemple qui porte ce nom."""
    fichier = next(dossier for dossier in DOSSIERS if dossier.name == nom) / "reponses.yaml"
    contenus = charger(reponses=fichier)
    return contenus.composer(charger_reponses(fichier, contenus.questionnaire), fichier)
