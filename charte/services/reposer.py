"""Reposer des questions d'une charte écrite : tout se garde à part, et rien ne change si le groupe ne le veut pas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from charte.contenu.reponses import Reponses
from charte.depot import brouillon
from charte.depot.brouillon import Brouillon
from charte.ecran.entretien.conduite import mener
from charte.ecran.interlocuteur import Interlocuteur
from charte.ecran.vie.revision import Annonce, Conclusion
from charte.erreurs import Interruption
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.entretien.revision import mettre_de_cote, remettre
from charte.services.charger import Contenus


def reposer(
    chemin: Path,
    commencee: Brouillon,
    depart: Entretien,
    contenus: Contenus,
    interlocuteur: Interlocuteur,
    annonce: Annonce,
    dire: Callable[[Reponses], str],
) -> Reponses | None:
    """Repose les questions choisies, dit ce que cela change, et rend les réponses ; `None` si le groupe n'en veut pas.

    `chemin` : où le brouillon se garde après chaque réponse ; `depart` : l'entretien d'avant ; `dire` : ce que des
    réponses changent à la charte. Lève `Interruption` : le brouillon reste.
    """
    questionnaire, choisies, rouvrir = contenus.questionnaire, commencee.choisies, set(commencee.rouvrir)
    etat = [commencee.reponses]

    def garder() -> None:
        suite = {"reponses": etat[0], "rouvrir": [une for une in choisies if une in rouvrir]}
        brouillon.garder(chemin, commencee.model_copy(update=suite))

    def enregistrer(reponses: Reponses) -> None:
        etat[0] = remettre(depart, choisies, reponses)
        garder()

    sections = {questionnaire.section_de(une).id for une in choisies}
    conclusion = Conclusion(lambda reponses: dire(remettre(depart, choisies, reponses)), annonce, sections)
    posees = mettre_de_cote(depart, choisies, commencee.reponses)
    try:
        menees = mener(
            questionnaire, posees, interlocuteur, enregistrer, contenus.enonces(), rouvrir, contenus.modele, conclusion
        )
    except (Interruption, KeyboardInterrupt):
        garder()
        raise
    if not conclusion.gardee:
        brouillon.oublier(chemin)
        return None
    print()
    return remettre(depart, choisies, menees)
