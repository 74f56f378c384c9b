"""Réviser : quelles questions reposer d'une charte déjà écrite, et rien d'autre."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from charte.contenu.questionnaire import Section
from charte.contenu.referentiel import Referentiel
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte
from charte.moteur.composition.echeances import echeances_de_droit, prochaine_relecture, rendez_vous
from charte.moteur.entretien.ordre_des_questions import Entretien


def toutes(entretien: Entretien) -> list[str]:
    """Toutes les questions qui ont un objet, dans l'ordre."""
    return [question.id for question in entretien.questions]


def de_la_section(entretien: Entretien, section: Section) -> list[str]:
    """Les questions d'une section qui ont un objet."""
    return [question.id for question in entretien.questions_de(section)]


def ouvertes(entretien: Entretien) -> list[str]:
    """Les questions laissées à décider, en entier ou pour une ligne de grille."""
    return [une for une in toutes(entretien) if une in entretien.reponses.en_suspens]


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


def mettre_de_cote(depart: Entretien, choisies: Collection[str], reponses: Reponses) -> Reponses:
    """Ces réponses, où rien d'autre que `choisies` n'est à poser : ni ce qui manquait, ni ce qui était commencé.

    `depart` : l'entretien d'avant. Ce que les nouvelles réponses font naître se pose ; ce qui est mis de côté revient
    avec `remettre`.
    """
    gardees = {nom: valeur for nom, valeur in reponses.en_cours.items() if nom in choisies}
    passees = [*reponses.passees, *(nom for nom in _tues(depart, choisies) if nom not in reponses.passees)]
    return reponses.model_copy(update={"passees": passees, "en_cours": gardees})


def remettre(depart: Entretien, choisies: Collection[str], reponses: Reponses) -> Reponses:
    """Ces réponses, une fois revenu ce que l'on avait mis de côté ; ce qui a reçu une réponse entre-temps la garde."""
    avant, tues = depart.reponses, _tues(depart, choisies)
    intactes = [nom for nom in tues if reponses.reponses.get(nom) == avant.reponses.get(nom)]
    revenues = {nom: avant.en_cours[nom] for nom in intactes if nom in avant.en_cours}
    passees = [nom for nom in reponses.passees if nom not in tues or nom in avant.passees]
    return reponses.model_copy(update={"passees": passees, "en_cours": {**revenues, **reponses.en_cours}})


def tenir(reponses: Reponses, reposees: Collection[str], jour: datetime.date) -> Reponses:
    """Ces réponses, sans les rendez-vous que le groupe vient de tenir : le jour venu, il a répondu de nouveau."""
    tenues = {
        nom: une.model_copy(update={"revoir_le": None})
        for nom, une in reponses.deliberations.items()
        if nom in reposees and nom not in reponses.en_suspens and une.revoir_le is not None and une.revoir_le <= jour
    }
    return reponses.model_copy(update={"deliberations": {**reponses.deliberations, **tenues}})


def _tues(depart: Entretien, choisies: Collection[str]) -> list[str]:
    return [une.id for une in depart.questions if une.id not in choisies and not depart.traitee(une)]
