"""Des réponses en clair, ligne à ligne, pour que git en montre les changements dans les mots du questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from charte.contenu.lecture.validation import normaliser
from charte.contenu.questionnaire import Question
from charte.moteur.expressions.lisible import ACCORDS, en_mots, en_parties


def en_clair(donnees: Mapping[str, Any], questions: Iterable[Question]) -> str:
    """Rend ce que dit `reponses.yaml`, un paragraphe par question répondue, dans l'ordre de ces questions."""
    reponses = _table(donnees.get("reponses"))
    paragraphes = [[f"{nom} : {valeur}" for nom, valeur in donnees.items() if not isinstance(valeur, dict | list)]]
    for question in questions:
        lignes = list(_question(question, donnees, reponses))
        if lignes:
            paragraphes.append([f"{question.enonce} ({question.id})", *(f"  {ligne}" for ligne in lignes)])
    for nom in ("apparence", "anciennes", "adoptions"):
        if donnees.get(nom):
            paragraphes.append([f"{nom} :", *(f"  {ligne}" for ligne in _brut(donnees[nom]))])
    return "\n\n".join("\n".join(paragraphe) for paragraphe in paragraphes) + "\n"


def _table(valeur: Any) -> Mapping[str, Any]:
    return valeur if isinstance(valeur, dict) else {}


def _question(question: Question, donnees: Mapping[str, Any], reponses: Mapping[str, Any]) -> Iterator[str]:
    ouvertes = [str(une) for une in donnees.get("a_decider") or () if str(une).partition(".")[0] == question.id]
    if question.id in reponses:
        yield from _valeur(question, reponses[question.id], ouvertes)
    if question.id in ouvertes:
        yield "À décider"
    if question.id in (donnees.get("passees") or ()):
        yield "Non discuté"
    dite = _table(_table(donnees.get("deliberations")).get(question.id))
    if dite:
        yield f"Accord : {ACCORDS.get(str(dite.get('accord')), dite.get('accord'))}"
    for nom, champ in (("Remarque", "remarque"), ("À revoir le", "revoir_le")):
        if dite.get(champ):
            yield f"{nom} : {dite[champ]}"


def _valeur(question: Question, valeur: Any, ouvertes: list[str]) -> Iterable[str]:
    normale = normaliser(question, valeur)
    parties = en_parties(question, normale, ouvertes)
    if not parties:
        return en_mots(question, normale).splitlines()
    return [" : ".join(filter(None, (partie.nom, partie.champ, partie.valeur))) for partie in parties]


def _brut(valeur: Any) -> Iterator[str]:
    """Une valeur quelconque, une ligne par élément."""
    if isinstance(valeur, dict):
        for nom, contenu in valeur.items():
            yield f"{nom} : {contenu}"
    elif isinstance(valeur, list):
        for element in valeur:
            yield "- " + (", ".join(_brut(element)) if isinstance(element, dict) else str(element))
    else:
        yield str(valeur)
