"""Vérifier qu'une réponse convient à sa question."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from charte.contenu.lecture.types_situes import proche
from charte.contenu.questionnaire import Option, Question

LONGUEUR_MAXIMALE = 20_000
Chemin = tuple[str | int, ...]
Fautes = list[tuple[Chemin, str]]


def verifier_valeur(question: Question, valeur: Any) -> list[str]:
    """Les phrases de faute, ou une liste vide si la valeur convient."""
    return [phrase for _, phrase in fautes_de_valeur(question, valeur)]


def normaliser(question: Question, valeur: Any) -> Any:
    """Rend la valeur sous sa forme interne : « oui » et « non » deviennent vrai et faux, y compris dans les fiches."""
    if question.type == "oui_non" and isinstance(valeur, str):
        return {"oui": True, "non": False}.get(valeur.lower(), valeur)
    if question.type == "liste" and isinstance(valeur, list):
        champs = {champ.id: champ for champ in question.champs}
        return [
            {cle: normaliser(champs[cle], contenu) if cle in champs else contenu for cle, contenu in fiche.items()}
            if isinstance(fiche, dict)
            else fiche
            for fiche in valeur
        ]
    return valeur


def fautes_de_valeur(question: Question, valeur: Any) -> Fautes:
    """Les fautes, avec leur place dans la valeur : `((2, "nom"), "un texte est attendu")`."""
    if valeur is None and question.type not in ("texte", "texte_long"):
        return [((), "il n'y a rien après les deux-points ; pour ne pas répondre, retirez la ligne")]
    return _CONTROLES[question.type](question, normaliser(question, valeur))


def _texte(question: Question, valeur: Any) -> Fautes:
    if valeur is None:
        return [((), "un texte est attendu ; pour n'en mettre aucun, retirez la ligne")]
    if not isinstance(valeur, str):
        ecrit = str(valeur).lower() if isinstance(valeur, bool) else valeur
        return [((), f"un texte est attendu ; mettez-le entre guillemets : '{ecrit}'")]
    if len(valeur) > LONGUEUR_MAXIMALE:
        return [((), f"texte trop long : {len(valeur)} signes, {LONGUEUR_MAXIMALE} au plus")]
    if question.obligatoire and not valeur.strip():
        return [((), "ce texte ne peut pas être vide")]
    return []


def _oui_non(question: Question, valeur: Any) -> Fautes:
    return [] if isinstance(valeur, bool) else [((), "oui ou non est attendu")]


def _nombre(question: Question, valeur: Any) -> Fautes:
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        return [((), "un nombre est attendu")]
    if question.minimum is not None and valeur < question.minimum:
        return [((), f"{question.minimum} au moins")]
    if question.maximum is not None and valeur > question.maximum:
        return [((), f"{question.maximum} au plus")]
    return []


def _date(question: Question, valeur: Any) -> Fautes:
    return [] if isinstance(valeur, datetime.date) else [((), "une date est attendue, sous la forme 2027-01-31")]


def _option(options: tuple[Option, ...], valeur: Any, chemin: Chemin = ()) -> Fautes:
    permises = [option.valeur for option in options]
    if valeur in permises and isinstance(valeur, str):
        return []
    return [(chemin, f"« {valeur} » n'est pas permis (attendu : {', '.join(permises)}){proche(str(valeur), permises)}")]


def _choix(question: Question, valeur: Any) -> Fautes:
    return _option(question.options, valeur)


def _choix_multiple(question: Question, valeur: Any) -> Fautes:
    if not isinstance(valeur, list):
        return [((), "une liste est attendue, par exemple [a, b]")]
    fautes = [faute for rang, un in enumerate(valeur) for faute in _option(question.options, un, (rang,))]
    if fautes:
        return fautes
    doubles = sorted(un for un, fois in Counter(valeur).items() if fois > 1)
    if doubles:
        fautes.append(((), f"« {doubles[0]} » est donné deux fois"))
    par_valeur = {option.valeur: option for option in question.options}
    for un in dict.fromkeys(valeur):
        gene = [autre for autre in par_valeur[un].exclut if autre in valeur]
        if gene:
            fautes.append(((), f"« {par_valeur[un].libelle} » ne va pas avec « {par_valeur[gene[0]].libelle} »"))
            break
    if question.minimum is not None and len(valeur) < question.minimum:
        fautes.append(((), f"{question.minimum} réponses au moins"))
    if question.maximum is not None and len(valeur) > question.maximum:
        fautes.append(((), f"{question.maximum} réponses au plus"))
    return fautes


def _grille(question: Question, valeur: Any) -> Fautes:
    if not isinstance(valeur, dict):
        return [((), "une réponse par ligne est attendue, par exemple « redaction: encadre »")]
    connues = [ligne.valeur for ligne in question.lignes]
    fautes: Fautes = []
    for ligne, choix in valeur.items():
        if ligne not in connues:
            fautes.append(((ligne,), f"« {ligne} » n'est pas une ligne de cette grille{proche(str(ligne), connues)}"))
        else:
            fautes += _option(question.options, choix, (ligne,))
    return fautes


def _liste(question: Question, valeur: Any) -> Fautes:
    if not isinstance(valeur, list):
        return [((), "une liste de fiches est attendue")]
    champs = {champ.id: champ for champ in question.champs}
    fautes: Fautes = []
    for rang, fiche in enumerate(valeur):
        if not isinstance(fiche, dict):
            fautes.append(((rang,), "une fiche « champ: valeur » est attendue"))
            continue
        for cle, contenu in fiche.items():
            if cle not in champs:
                phrase = f"« {cle} » n'est pas un champ de cette fiche{proche(str(cle), champs)}"
                fautes.append(((rang, cle), phrase))
            else:
                fautes += [((rang, cle, *place), phrase) for place, phrase in fautes_de_valeur(champs[cle], contenu)]
        manquants = [champ.id for champ in question.champs if champ.obligatoire and champ.id not in fiche]
        fautes += [((rang,), f"il manque « {manquant} »") for manquant in manquants]
    return fautes


_CONTROLES = {
    "texte": _texte,
    "texte_long": _texte,
    "oui_non": _oui_non,
    "nombre": _nombre,
    "date": _date,
    "choix": _choix,
    "choix_multiple": _choix_multiple,
    "classement": _choix_multiple,
    "grille": _grille,
    "liste": _liste,
}
