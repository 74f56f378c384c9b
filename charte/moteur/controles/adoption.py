"""Adopter : quelle version vient, et ce qui l'empêche."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from charte.contenu.reponses import MOTIF_DE_VERSION, AdoptionEcrite, Reponses
from charte.moteur.charte import Charte, PointADecider
from charte.moteur.composition.coherence import Constat
from charte.moteur.expressions.dates import en_lettres

INSTANCE = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f\ud800-\udfff]{1,120}")
"""Le nom d'une instance tient sur une ligne de la page de signatures."""


def version_suivante(reponses: Reponses) -> str:
    """« 1.0 » pour une première adoption ; ensuite, le nombre entier d'après."""
    return f"{max((_rang(une.version)[0] for une in reponses.adoptions), default=0) + 1}.0"


def fautes(adoption: AdoptionEcrite, reponses: Reponses, jour: datetime.date) -> Iterator[str]:
    """Ce qui ne va pas dans l'adoption elle-même, en phrases. `jour` : aujourd'hui."""
    if not re.fullmatch(MOTIF_DE_VERSION, adoption.version):
        yield f"« {adoption.version} » n'est pas un numéro de version : écrivez par exemple 1.0."
    elif any(une.version == adoption.version for une in reponses.adoptions):
        yield f"La version {adoption.version} est déjà adoptée : donnez un autre numéro."
    elif passee := next((une for une in reponses.par_date if _rang(une.version) >= _rang(adoption.version)), None):
        plus_grand = version_suivante(reponses)
        yield f"La version {passee.version} est déjà adoptée : donnez un numéro plus grand, {plus_grand}."
    if not INSTANCE.fullmatch(adoption.instance):
        yield "Le nom de l'instance tient en une ligne de 120 caractères : écrivez par exemple « le bureau »."
    if adoption.date > jour:
        yield f"On n'adopte pas d'avance : le {en_lettres(adoption.date)} n'est pas encore passé."
    derniere = reponses.par_date[-1] if reponses.adoptions else None
    if derniere is not None and adoption.date < derniere.date:
        yield f"La version {derniere.version} a été adoptée après, le {en_lettres(derniere.date)}."
    if adoption.relire_le is not None and adoption.relire_le <= adoption.date:
        yield "Le jour de relecture doit venir après l'adoption."
    votes = (adoption.pour, adoption.contre, adoption.abstentions)
    if any(nombre is not None and (nombre < 0 or nombre != int(nombre)) for nombre in votes):
        yield "Un nombre de voix est un nombre entier, zéro ou plus."
    if adoption.pour == 0:
        yield "Personne n'a voté pour : le texte n'est pas adopté."
    elif adoption.pour is not None and adoption.contre is not None and adoption.pour < adoption.contre:
        yield f"Le vote est contraire : {adoption.pour} pour, {adoption.contre} contre."


def _rang(version: str) -> tuple[int, ...]:
    """De quoi ranger « 1.10 » après « 1.9 », et « 1.0 » avec « 1.0.0 »."""
    nombres = [int(nombre) for nombre in version.split(".")]
    return tuple(nombres + [0] * (3 - len(nombres)))


def attentions(adoption: AdoptionEcrite, charte: Charte, precedente: Charte | None) -> Iterator[str]:
    """Ce qu'il faut savoir avant d'adopter ce texte, sans que cela l'empêche. `precedente` : la dernière version."""
    if charte.instance and charte.instance.casefold() not in adoption.instance.casefold():
        yield f"La charte se dit adoptée par : {charte.instance}. Vous dites : {adoption.instance}. Accordez-les."
    if precedente is not None and meme_texte(charte, precedente):
        yield f"Ce texte est mot pour mot celui de la version {precedente.version}."


def empechements(charte: Charte, constats: Iterable[Constat]) -> Iterator[str]:
    """Ce qui empêche d'adopter ce texte : les points à décider, puis les constats bloquants."""
    for point in charte.a_decider:
        yield f"À décider : {point.enonce}{en_attente(point)}"
    for constat in constats:
        if constat.gravite == "bloquant":
            yield f"À régler : {constat.phrase} {constat.remede}"


def en_attente(point: PointADecider) -> str:
    """Les clauses qui attendent ce point, entre parenthèses ; vide s'il n'y en a pas."""
    if not point.clauses:
        return ""
    return f" (clause{'s' if len(point.clauses) > 1 else ''} {', '.join(point.clauses)})"


def meme_texte(charte: Charte, adoptee: Charte) -> bool:
    """Vrai si ces deux chartes disent la même chose, clause par clause, case par case."""
    parties = ("essentiel", "articles", "annexes", "matrice", "a_decider", "reponses", "titre", "sous_titre", "nom")
    return all(getattr(charte, une) == getattr(adoptee, une) for une in parties)
