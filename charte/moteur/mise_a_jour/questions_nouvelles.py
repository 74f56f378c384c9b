"""Les questions nouvelles d'une mise à jour : lesquelles se posent à ce groupe, et elles seules."""

from __future__ import annotations

from collections.abc import Iterable

from charte.contenu.migration import Migration
from charte.contenu.modele import Modele
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Reponses
from charte.moteur.expressions.contexte import Contexte


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
