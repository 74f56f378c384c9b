"""La charte en JSON : l'objet entier, pour d'autres programmes."""

from __future__ import annotations

import json
from pathlib import Path

from charte.moteur.charte import Charte

FORMAT = 1


def en_json(charte: Charte, modele: Path | None = None) -> str:
    """Rend la charte en JSON (UTF-8), avec un numéro de format ; un champ par ligne, pour comparer deux versions.

    `modele` ne sert pas : les données n'ont pas de mise en page.
    """
    champs = {"format": FORMAT, **vars(charte)}
    lignes = (f"{json.dumps(nom)}: {json.dumps(v, ensure_ascii=False, default=vars)}" for nom, v in champs.items())
    return "{\n" + ",\n".join(lignes) + "\n}\n"
