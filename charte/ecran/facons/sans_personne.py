"""Sans personne : les réponses viennent d'un fichier, aucune question n'est posée."""

from __future__ import annotations

import datetime
from pathlib import Path

from charte.contenu.questionnaire import Parcours, Questionnaire
from charte.contenu.reponses import Reponses
from charte.erreurs import Faute, FichierInvalide
from charte.moteur.entretien.ordre_des_questions import Entretien


def reprendre(
    questionnaire: Questionnaire, reponses: Reponses, origine: Path, parcours: Parcours | None, date: datetime.date
) -> Reponses:
    """Rend ces réponses, prêtes à composer : parcours demandé, et date du jour si le fichier n'en a pas.

    Ce qui manque prend le défaut du questionnaire au moment de composer. Lève `FichierInvalide` s'il manque une
    réponse sans laquelle la charte ne s'écrit pas.
    """
    pretes = reponses.model_copy(
        update={"parcours": parcours or reponses.parcours, "date": reponses.date or date, "en_cours": {}}
    )
    manquantes = [
        question
        for question in Entretien(questionnaire, pretes).questions
        if question.obligatoire and question.id not in pretes.reponses
    ]
    if manquantes:
        fautes = [Faute(origine, 1, 1, f"il manque la réponse « {une.id} » : {une.enonce}") for une in manquantes]
        raise FichierInvalide(fautes)
    return pretes
