"""Pourquoi une condition n'est pas remplie : les réponses qui en décident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Question
from charte.moteur.charte import EtatReponse
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.lisible import RIEN, en_mots, libelle
from charte.moteur.texte import AUCUN_MOT

LIGNES_AU_PLUS = 3
_JETON = re.compile(r"""("[^"]*"|'[^']*')|([(\[{])|([)\]}])|\b(and|or|if|else)\b""")


@dataclass(frozen=True)
class Decisive:
    """Une réponse sans laquelle la condition serait peut-être remplie.

    `reference` : la question, ou la ligne de grille (`usages.dons`) que `ligne` nomme ; `valeur` : "" pour une grille
    entière.
    """

    reference: str
    enonce: Brut
    ligne: Brut
    valeur: Brut
    etat: EtatReponse


def decisives(source: str, contexte: Contexte) -> tuple[Decisive, ...]:
    """Les réponses qui rendent fausse cette condition, chacune une fois, dans l'ordre où la condition les lit.

    D'une suite de « and », seules comptent les parties fausses. Une question sans objet cède la place aux réponses qui
    la privent d'objet. Lève `ExpressionInvalide` si la condition est mal écrite.
    """
    trouvees = [une for partie in _fausses(source, contexte) for une in _lues(partie, contexte)]
    return tuple({une.reference: une for une in trouvees}.values())


def _fausses(source: str, contexte: Contexte) -> Iterator[str]:
    """Les plus petites parties fausses de la condition."""
    source = _deballer(source)
    for mot in ("or", "and"):
        parties = _couper(source, mot)
        if len(parties) > 1:
            for partie in parties:
                if est_fausse(partie, contexte):
                    yield from _fausses(partie, contexte)
            return
    yield source


def est_fausse(source: str, contexte: Contexte) -> bool:
    """Vrai si la condition n'est pas remplie ; une condition indécise n'est pas fausse."""
    return not contexte.vrai_ou(source, indecise=True)


def _deballer(source: str) -> str:
    """La condition sans les parenthèses qui l'entourent tout entière."""
    source = source.strip()
    while source.startswith("(") and _fin_de_groupe(source) == len(source) - 1:
        source = source[1:-1].strip()
    return source


def _fin_de_groupe(source: str) -> int:
    profondeur = 0
    for jeton in _JETON.finditer(source):
        profondeur += bool(jeton[2]) - bool(jeton[3])
        if not profondeur and jeton[3]:
            return jeton.start()
    return -1


def _couper(source: str, mot: str) -> list[str]:
    """La condition coupée à ce mot, hors guillemets et parenthèses ; entière si elle porte un « if »."""
    parties, debut, profondeur = [], 0, 0
    for jeton in _JETON.finditer(source):
        profondeur += bool(jeton[2]) - bool(jeton[3])
        if profondeur or not jeton[4]:
            continue
        if jeton[4] in ("if", "else"):
            return [source]
        if jeton[4] == mot:
            parties.append(source[debut : jeton.start()])
            debut = jeton.end()
    return [*parties, source[debut:]]


def _lues(partie: str, contexte: Contexte) -> Iterator[Decisive]:
    for identifiant in contexte.questions_lues([], [partie]):
        question, etat = contexte.question(identifiant), contexte.etat(identifiant)
        if etat == "sans_objet" and question.si:
            yield from decisives(question.si, contexte)
        elif question.type == "grille":
            yield from _lignes(partie, question, contexte)
        else:
            yield Decisive(
                identifiant, question.enonce, AUCUN_MOT, en_mots(question, contexte.valeur(identifiant)), etat
            )


def _lignes(partie: str, question: Question, contexte: Contexte) -> Iterator[Decisive]:
    """Les lignes que la condition nomme ; la grille entière si elle n'en nomme aucune, ou trop."""
    etat = contexte.etat(question.id)
    nom = re.escape(question.id)
    nommees = {*re.findall(rf"\b{nom}\.(\w+)", partie), *re.findall(rf"""["'](\w+)["'] (?:not )?in {nom}\b""", partie)}
    lignes = [ligne for ligne in question.lignes if ligne.valeur in nommees]
    if not 0 < len(lignes) <= LIGNES_AU_PLUS:
        yield Decisive(question.id, question.enonce, AUCUN_MOT, AUCUN_MOT, etat)
        return
    valeurs = contexte.valeur(question.id) or {}
    for ligne in lignes:
        reference = f"{question.id}.{ligne.valeur}"
        choisie = libelle(question.options, valeurs[ligne.valeur]) if valeurs.get(ligne.valeur) else RIEN
        ouverte: EtatReponse = "a_decider" if reference in contexte.reponses.a_decider else etat
        yield Decisive(reference, question.enonce, ligne.libelle, choisie, ouverte)
