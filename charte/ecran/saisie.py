"""Lire ce que la personne a tapé, et dire en français ce qui ne va pas."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from charte.contenu.lecture.validation import verifier_valeur
from charte.contenu.questionnaire import Question
from charte.moteur.texte import aplatir, majuscule

_JOUR_FRANCAIS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_NOMBRE = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")


class SaisieRefusee(Exception):
    """La saisie ne convient pas ; `phrase` dit pourquoi, à afficher telle quelle."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def lire_saisie(question: Question, texte: str) -> Any:
    """La valeur tapée pour un texte, un nombre ou une date ; `None` si rien n'est tapé. Lève `SaisieRefusee`."""
    nettoye = texte.strip() if question.type == "texte_long" else aplatir(texte)
    if not nettoye:
        if question.obligatoire:
            raise SaisieRefusee("Cette réponse est nécessaire pour écrire la charte.")
        return None
    lecteurs: dict[str, Callable[[str], Any]] = {"nombre": _nombre, "date": _date}
    valeur = lecteurs.get(question.type, str)(nettoye)
    refuser_si_faute(question, valeur)
    return valeur


def refuser_si_faute(question: Question, valeur: Any) -> None:
    """Lève `SaisieRefusee` avec la première faute, mise en phrase."""
    fautes = verifier_valeur(question, valeur)
    if fautes:
        raise SaisieRefusee(en_phrase(fautes[0]))


def en_phrase(faute: str) -> str:
    """Met une faute en phrase : « 3 réponses au moins » devient « Il faut 3 réponses au moins. »."""
    debut = "Il faut " if faute[:1].isdigit() else ""
    return f"{debut}{faute if debut else majuscule(faute)}."


def sans_accent(texte: str) -> str:
    """Le texte en minuscules, sans accent ni espace superflu : pour reconnaître un mot tapé."""
    decompose = unicodedata.normalize("NFD", texte.strip().casefold().replace("’", "'"))
    return " ".join("".join(signe for signe in decompose if not unicodedata.combining(signe)).split())


def a_taper(question: Question, valeur: Any) -> str:
    """La valeur telle qu'on la retaperait : date en jour/mois/année, nombre à virgule."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime.date):
        return f"{valeur:%d/%m/%Y}"
    return str(valeur).replace(".", ",") if question.type == "nombre" else str(valeur)


def _nombre(texte: str) -> int | float:
    serre = "".join(texte.split())
    if not _NOMBRE.fullmatch(serre):
        raise SaisieRefusee("Un nombre est attendu, par exemple 12.")
    return float(serre.replace(",", ".")) if "," in serre or "." in serre else int(serre)


def _date(texte: str) -> datetime.date:
    francais = _JOUR_FRANCAIS.fullmatch(texte)
    iso = f"{francais[3]}-{int(francais[2]):02}-{int(francais[1]):02}" if francais else texte
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        raise SaisieRefusee("Une date est attendue, par exemple 31/01/2027.") from None
