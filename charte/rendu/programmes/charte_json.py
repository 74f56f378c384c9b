"""La charte en JSON : l'objet entier, pour d'autres programmes, et pour la relire telle qu'elle fut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from charte.contenu.reponses import Reponses
from charte.erreurs import Faute, FichierInvalide
from charte.moteur.charte import Charte

FORMAT = 1
"""Augmente quand un fichier d'hier ne se lirait plus ; un champ de plus qui a un défaut n'y change rien."""


def en_json(charte: Charte, modele: Path | None = None) -> str:
    """Rend la charte en JSON (UTF-8), avec un numéro de format ; un champ par ligne, pour comparer deux versions.

    `modele` ne sert pas : les données n'ont pas de mise en page.
    """
    champs = {"format": FORMAT, **vars(charte)}
    lignes = (
        f"{json.dumps(nom)}: {json.dumps(v, ensure_ascii=False, default=_en_donnees)}" for nom, v in champs.items()
    )
    return "{\n" + ",\n".join(lignes) + "\n}\n"


def _en_donnees(objet: Any) -> Any:
    """Les champs d'un objet de la charte ; pour les réponses dont elle sort, ce que le groupe a écrit."""
    return objet.model_dump(mode="json", exclude_defaults=True) if isinstance(objet, Reponses) else vars(objet)


def de_json(texte: str | bytes, chemin: Path = Path("charte.json")) -> Charte:
    """Relit ce que `en_json` a rendu ; un champ que cette version ignore est laissé de côté.

    `chemin` : d'où vient le texte, pour le dire. Lève `FichierInvalide` s'il est d'un format plus récent, ou abîmé.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        donnees = json.loads(texte)
    except (ValueError, RecursionError):
        raise _illisible(chemin) from None
    format = donnees.get("format") if isinstance(donnees, dict) else None
    if isinstance(format, int) and format > FORMAT:
        phrase = f"cette charte est au format {format}, plus récent que ce programme ({FORMAT})"
        raise FichierInvalide([Faute(chemin, 1, 1, phrase)], "Mettez charte à jour, puis recommencez.")
    if format != FORMAT:
        raise _illisible(chemin)
    try:
        return TypeAdapter(Charte).validate_json(texte, strict=True)
    except ValidationError as erreur:
        ou = ".".join(str(part) for part in erreur.errors(include_url=False)[0]["loc"])
        raise _illisible(chemin, f" (champ « {ou} »)") from None


def _illisible(chemin: Path, ou: str = "") -> FichierInvalide:
    faute = Faute(chemin, 1, 1, f"ce fichier n'est pas une charte que ce programme a écrite{ou}")
    return FichierInvalide([faute], "Refaites-le depuis ses réponses : charte exporter DOSSIER --format json")
