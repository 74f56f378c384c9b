"""Ce qui sépare deux états d'une charte, dans le format demandé."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from charte.contenu.base import Brut
from charte.contenu.bibliotheque import dossier_modele
from charte.moteur.comparaison.changements import Changements
from charte.moteur.comparaison.deux_chartes import comparer
from charte.rendu.recits.changements import en_donnees
from charte.rendu.recits.narration import raconter
from charte.rendu.recits.recit import ecrire
from charte.services.comparer.etats import Etat, renommages
from charte.services.dire.pliage import LARGEUR_MAXIMALE


def entre(avant: Etat, apres: Etat) -> Changements:
    """Ce qui sépare deux états, nommés comme on les a demandés."""
    trouves = comparer(avant.charte, apres.charte, renommages(avant.charte, apres.charte))
    return replace(
        trouves,
        avant=replace(trouves.avant, titre=Brut(avant.titre)),
        apres=replace(trouves.apres, titre=Brut(apres.titre)),
    )


def rendre(changements: Changements, format: str, modele: Path | None) -> str:
    """Rend ces changements dans le format demandé."""
    if format == "json":
        return json.dumps(en_donnees(changements), ensure_ascii=False, indent=2) + "\n"
    return ecrire(raconter(changements), format, largeur(), partial(dossier_modele, modele))


def largeur() -> int:
    """Celle du terminal, sans dépasser ce qui se lit d'un coup d'œil."""
    return min(shutil.get_terminal_size().columns, LARGEUR_MAXIMALE)
