"""Réviser : quelles questions reposer d'une charte déjà écrite, et rien d'autre."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from charte.contenu.questionnaire import Section
from charte.contenu.referentiel import Referentiel
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte
from charte.moteur.echeances import echeances_de_droit, prochaine_relecture, rendez_vous
from charte.moteur.entretien import Entretien


def toutes(entretien: Entretien) -> list[str]:
    """Toutes les questions qui ont un objet, dans l'ordre."""
    return [question.id for question in entretien.questions]


def de_la_section(entretien: Entretien, section: Section) -> list[str]:
    """Les questions d'une section qui ont un objet."""
    return [question.id for question in entretien.questions_de(section)]


def ouvertes(entretien: Entretien) -> list[str]:
    """Les questions laissées à décider, en entier ou pour une ligne de grille."""
    references = {reference.partition(".")[0] for reference in entretien.reponses.a_decider}
    return [une for une in toutes(entretien) if une in references]


def non_discutees(entretien: Entretien) -> list[str]:
    """Les questions que le groupe n'a pas discutées : passées, ou jamais posées."""
    return [une for une in toutes(entretien) if entretien.contexte.etat(une) in ("passe", "defaut")]


def echues(entretien: Entretien, charte: Charte, referentiel: Referentiel, jour: datetime.date) -> list[str]:
    """Les questions qu'une date remet sur la table.

    Un point que le groupe s'était promis de revoir ; les réponses dont viennent les clauses qu'une règle de droit
    touche, entrée en application depuis la charte ou dans les six mois ; toutes, si la relecture est passée.
    """
    relecture = prochaine_relecture(entretien.contexte)
    if relecture is not None and relecture <= jour:
        return toutes(entretien)
    dues = {rendez.question for rendez in rendez_vous(entretien.contexte, jour)}
    for echeance in echeances_de_droit(referentiel, entretien.contexte, charte, jour):
        if echeance.moment != "perimee":
            dues |= {reponse for clause in echeance.clauses for reponse in clause.reponses}
    return [une for une in toutes(entretien) if une in dues]


def mettre_de_cote(depart: Entretien, rouvrir: Collection[str], reponses: Reponses) -> Reponses:
    """Ces réponses, sans rien à poser d'autre que `rouvrir` et ce que les nouvelles réponses feront naître.

    `depart` : l'entretien avant la révision. Ce qui y était sans réponse, et n'est pas rouvert, est tenu pour passé.
    """
    tues = [une for une in _tues(depart, rouvrir) if une not in reponses.reponses]
    return reponses.model_copy(update={"passees": [*reponses.passees, *tues]})


def remettre(depart: Entretien, rouvrir: Collection[str], reponses: Reponses) -> Reponses:
    """Rend, de ces réponses révisées, celles où ce que l'on avait mis de côté est de nouveau sans réponse."""
    tues = set(_tues(depart, rouvrir))
    return reponses.model_copy(update={"passees": [une for une in reponses.passees if une not in tues]})


def _tues(entretien: Entretien, rouvrir: Collection[str]) -> list[str]:
    return [une.id for une in entretien.questions if une.id not in rouvrir and not entretien.traitee(une)]
