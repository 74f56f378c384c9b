"""Les questions nouvelles d'une mise à jour : lesquelles se posent à ce groupe, et elles seules."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from charte.contenu.migration import Migration
from charte.contenu.modele import Modele
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Reponses
from charte.moteur.contexte import Contexte
from charte.moteur.entretien import Entretien


def accueillir(
    reponses: Reponses, migrations: Iterable[Migration], arrivee: Questionnaire, modele: Modele
) -> tuple[Reponses, tuple[str, ...]]:
    """Laisse ouvertes les questions nouvelles auxquelles personne n'a répondu, si elles engagent le groupe.

    Rend aussi celles qui se posent à ce groupe, dans l'ordre ; une question sans objet ici, ou hors de son parcours,
    ne se pose pas.
    """
    posees = []
    for nouvelle in (une for migration in migrations for une in migration.nouvelles):
        contexte = Contexte(arrivee, reponses, modele.entete.mots)
        question = contexte.question(nouvelle.question)
        if not contexte.visible(question) or not contexte.du_parcours(question.id):
            continue
        posees.append(question.id)
        dite = question.id in {*reponses.reponses, *reponses.a_decider, *reponses.passees}
        if nouvelle.sans_reponse == "a_decider" and not dite:
            reponses = reponses.model_copy(update={"a_decider": [*reponses.a_decider, question.id]})
    return reponses, tuple(posees)


def mettre_de_cote(depart: Entretien, choisies: Collection[str], reponses: Reponses) -> Reponses:
    """Ces réponses, où rien d'autre que `choisies` n'est à poser : ni ce qui manquait, ni ce qui était commencé.

    `depart` : l'entretien avant les questions nouvelles. Ce qui est mis de côté revient avec `remettre`.
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


def _tues(depart: Entretien, choisies: Collection[str]) -> list[str]:
    return [une.id for une in depart.questions if une.id not in choisies and not depart.traitee(une)]
