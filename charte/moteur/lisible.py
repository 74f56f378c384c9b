"""Les réponses, dites en mots du questionnaire."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from charte.contenu.questionnaire import Option, Question
from charte.moteur.dates import en_lettres
from charte.moteur.texte import aplatir


def en_mots(question: Question, valeur: Any) -> str:
    """Rend une valeur telle que le groupe la reconnaît, sur une ligne ; « — » si elle est vide."""
    if valeur is None or valeur == "" or valeur == [] or valeur == {}:
        return "—"
    if question.type == "oui_non":
        return "Oui" if valeur else "Non"
    if question.type == "choix":
        return _libelle(question.options, valeur)
    if question.type in ("choix_multiple", "classement"):
        separateur = " puis " if question.type == "classement" else ", "
        return separateur.join(_libelle(question.options, une) for une in valeur)
    if question.type == "grille":
        return _grille(question, valeur)
    if question.type == "liste":
        return _liste(question, valeur)
    if isinstance(valeur, datetime.date):
        return en_lettres(valeur)
    return aplatir(str(valeur))


def _libelle(options: Sequence[Option], valeur: str) -> str:
    return next((option.libelle for option in options if option.valeur == valeur), str(valeur))


def _grille(question: Question, valeur: Mapping[str, str]) -> str:
    groupes = []
    for option in question.options:
        lignes = [ligne.libelle for ligne in question.lignes if valeur.get(ligne.valeur) == option.valeur]
        if lignes:
            groupes.append(f"{option.libelle} : {', '.join(lignes)}")
    return " ; ".join(groupes) or "—"


def _liste(question: Question, fiches: Sequence[Mapping[str, Any]]) -> str:
    premier = question.champs[0]
    return ", ".join(en_mots(premier, fiche.get(premier.id)) for fiche in fiches)
