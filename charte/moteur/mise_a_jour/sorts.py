"""Le sort de chaque réponse d'une mise à jour : ce qu'elle disait, ce qu'elle dit maintenant, et pourquoi."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from charte.contenu.base import Brut
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte, Clause
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.lisible import A_DECIDER, en_mots
from charte.moteur.mise_a_jour.portage import Devenir, Nature, Portage

EtatDit = Literal["repondu", "a_decider", "propose", "sans_objet"]


@dataclass(frozen=True)
class Dite:
    """Une question et ce que le groupe en dit. `note` : un accord du groupe y est noté."""

    question: str
    enonce: Brut
    valeur: Brut
    etat: EtatDit
    note: bool = False


@dataclass(frozen=True)
class Sort:
    """Ce que devient une question, ou plusieurs ; `avant` est vide si elle est nouvelle, `apres` si elle est retirée.

    `attendue` : le groupe en avait dit quelque chose, ou elle se pose à lui.
    """

    nature: Nature
    avant: tuple[Dite, ...]
    apres: tuple[Dite, ...]
    pourquoi: str
    attendue: bool


@dataclass(frozen=True)
class Sorts:
    """Tous les sorts d'une mise à jour. `gardees` : ce que le groupe a dit et qui ne change en rien."""

    touchees: tuple[Sort, ...]
    gardees: tuple[Dite, ...]


def sorts(portage: Portage, avant: Contexte, apres: Contexte) -> Sorts:
    """Rend le sort de chaque réponse. `avant`, `apres` : les réponses de départ et d'arrivée, dans leur version."""
    touchees = tuple(
        Sort(
            passage.nature,
            tuple(_dire(avant, nom) for nom in passage.avant if nom in avant.questionnaire.par_id),
            tuple(_dire(apres, nom) for nom in passage.apres),
            passage.pourquoi,
            _attendue(passage, avant, apres),
        )
        for passage in portage.passages
        if passage.nature != "valeurs" or _valeur_changee(passage, avant, apres)
    )
    nommees = {dite.question for sort in touchees for dite in sort.avant}
    gardees = [nom for nom in avant.questionnaire.par_id if nom not in nommees and _dite(avant.reponses, nom)]
    return Sorts(touchees, tuple(_dire(avant, nom) for nom in gardees))


def redite(avant: Charte, portee: Charte, portage: Portage) -> Charte:
    """La charte d'avant, dont les réponses sont dites comme dans la nouvelle version.

    `portee` : les mêmes réponses, composées dans la nouvelle version. Une question renommée, divisée ou réunie n'est
    pas une décision du groupe : la comparaison n'a pas à la présenter ainsi.
    """
    memes = [une for une in portage.passages if une.nature not in ("retiree", "nouvelle")]
    anciens = {nom for passage in memes for nom in passage.avant}
    nouveaux = {nom for passage in memes for nom in passage.apres}
    doubles = {clause.id: clause for clause in portee.clauses()}

    def redire(clause: Clause) -> Clause:
        double = doubles.get(portage.clauses.get(clause.id, clause.id), clause)
        lues = double.reponses if anciens.intersection(clause.reponses) else clause.reponses
        points = double.points if anciens.intersection(map(_question, clause.points)) else clause.points
        return replace(clause, reponses=lues, points=points)

    return replace(
        avant,
        articles=tuple(replace(une, clauses=tuple(map(redire, une.clauses))) for une in avant.articles),
        reponses=(
            *(une for une in avant.reponses if une.question not in anciens),
            *(une for une in portee.reponses if une.question in nouveaux),
        ),
        a_decider=(
            *(une for une in avant.a_decider if _question(une.question) not in anciens),
            *(une for une in portee.a_decider if _question(une.question) in nouveaux),
        ),
    )


def _question(reference: str) -> str:
    """La question d'un point à décider, qui peut être une ligne de grille (« usages.dons »)."""
    return reference.partition(".")[0]


def _attendue(passage: Devenir, avant: Contexte, apres: Contexte) -> bool:
    if passage.avant:
        return any(_dite(avant.reponses, nom) for nom in passage.avant)
    return all(apres.etat(nom) != "sans_objet" and apres.du_parcours(nom) for nom in passage.apres)


def _valeur_changee(passage: Devenir, avant: Contexte, apres: Contexte) -> bool:
    """Vrai si le groupe avait choisi l'une des options renommées."""
    ecrites = [avant.reponses.reponses.get(nom) for nom in passage.avant]
    ecrites += [apres.reponses.reponses.get(nom) for nom in passage.apres]
    return bool(ecrites[0] != ecrites[-1])


def _dite(reponses: Reponses, nom: str) -> bool:
    """Vrai si le fichier parle de cette question."""
    decides: Iterable[Iterable[str]] = (reponses.reponses, reponses.en_suspens, reponses.passees)
    return any(nom in partie for partie in (*decides, reponses.deliberations, reponses.en_cours))


def _dire(contexte: Contexte, nom: str) -> Dite:
    question, etat = contexte.question(nom), contexte.etat(nom)
    valeur = A_DECIDER if etat == "a_decider" else en_mots(question, contexte.valeur(nom), contexte.reponses.a_decider)
    dit: EtatDit = "propose" if etat == "passe" or etat == "defaut" else etat
    return Dite(nom, question.enonce, valeur, dit, nom in contexte.reponses.deliberations)
