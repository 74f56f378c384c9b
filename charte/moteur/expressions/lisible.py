"""Les réponses, dites en mots du questionnaire."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Option, Question
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import aplatir

# Dire une valeur sert dès la première question, qui n'attend pas les types de toute la charte.
if TYPE_CHECKING:
    from charte.moteur.charte import Partie

A_DECIDER = Brut("À décider")
RIEN = Brut("—")

ACCORDS = {"consensus": "consensus", "majorite": "majorité", "desaccord": "désaccord"}
DECISIONS = {
    "autorise": "Autorisé",
    "conditions": "Sous conditions",
    "accord": "Sur accord",
    "interdit": "Interdit",
    "a_decider": A_DECIDER,
}
"""Les mots des écrans et des récits ; ceux des documents sont dans les phrases du modèle."""


def en_mots(question: Question, valeur: Any, ouvertes: Collection[str] = ()) -> Brut:
    """Rend une valeur telle que le groupe la reconnaît, sur une ligne ; « — » si elle est vide.

    `ouvertes` : les points à décider ; une ligne de grille (`usages.dons`) peut en être un.
    """
    if valeur is None or valeur == "" or valeur == [] or valeur == {}:
        return RIEN
    if question.type == "oui_non":
        return Brut("Oui" if valeur else "Non")
    if question.type == "choix":
        return libelle(question.options, valeur)
    if question.type in ("choix_multiple", "classement"):
        separateur = " puis " if question.type == "classement" else ", "
        return Brut(separateur.join(libelle(question.options, une) for une in valeur))
    if question.type == "grille":
        return _grille(question, valeur, ouvertes)
    if question.type == "liste":
        return _liste(question, valeur)
    if isinstance(valeur, datetime.date):
        return Brut(en_lettres(valeur))
    return aplatir(str(valeur))


def libelle(options: Iterable[Option], valeur: object) -> Brut:
    """Le libellé d'une option, ou la valeur elle-même si elle n'existe plus."""
    return next((option.libelle for option in options if option.valeur == valeur), Brut(str(valeur)))


def _grille(question: Question, valeur: Mapping[str, str], ouvertes: Collection[str]) -> Brut:
    dites = [_ligne_de_grille(question, ligne, valeur, ouvertes) for ligne in question.lignes]
    groupes = []
    for groupe in (*(option.libelle for option in question.options), A_DECIDER):
        lignes = [ligne.libelle for ligne, dite in zip(question.lignes, dites, strict=True) if dite == groupe]
        if lignes:
            groupes.append(f"{groupe} : {', '.join(lignes)}")
    return Brut(" ; ".join(groupes)) or RIEN


def _ligne_de_grille(question: Question, ligne: Option, valeur: Mapping[str, str], ouvertes: Collection[str]) -> Brut:
    if f"{question.id}.{ligne.valeur}" in ouvertes:
        return A_DECIDER
    return libelle(question.options, valeur[ligne.valeur]) if ligne.valeur in valeur else RIEN


def _liste(question: Question, fiches: Sequence[Mapping[str, Any]]) -> Brut:
    premier = question.champs[0]
    return Brut(", ".join(en_mots(premier, fiche.get(premier.id)) for fiche in fiches))


def en_parties(question: Question, valeur: Any, ouvertes: Collection[str] = ()) -> tuple[Partie, ...]:
    """Le détail d'un choix, d'une grille ou d'une liste ; vide pour les autres questions.

    `ouvertes` : les points à décider ; une ligne de grille (`usages.dons`) peut en être un.
    """
    from charte.moteur.charte import Partie

    if not valeur:
        return ()
    if question.type == "choix":
        return (Partie(str(valeur), libelle(question.options, valeur)),)
    if question.type == "choix_multiple":
        return tuple(Partie(une, libelle(question.options, une)) for une in valeur)
    if question.type == "grille":
        return tuple(
            Partie(ligne.valeur, ligne.libelle, valeur=_ligne_de_grille(question, ligne, valeur, ouvertes))
            for ligne in question.lignes
        )
    if question.type == "liste":
        return tuple(_parties_des_fiches(question, valeur))
    return ()


def _parties_des_fiches(question: Question, fiches: Sequence[Mapping[str, Any]]) -> Iterator[Partie]:
    """Une partie par champ rempli. Deux fiches du même nom se distinguent par leur rang."""
    from charte.moteur.charte import Partie

    vus: dict[str, int] = {}
    for fiche in fiches:
        nom = en_mots(question.champs[0], fiche.get(question.champs[0].id))
        vus[nom] = vus.get(nom, 0) + 1
        cle = nom if vus[nom] == 1 else Brut(f"{nom} ({vus[nom]})")
        for champ in question.champs:
            dite = en_mots(champ, fiche.get(champ.id))
            if dite != RIEN:
                yield Partie(f"{cle} / {champ.id}", cle, champ.enonce, dite)
