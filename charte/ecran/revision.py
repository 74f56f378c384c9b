"""Réviser une charte : que reposer, puis ce que cela change, avant d'écrire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from charte.contenu.questionnaire import Questionnaire, Section
from charte.contenu.reponses import Reponses
from charte.ecran.interlocuteur import Interlocuteur, Repondre, Revenir
from charte.ecran.seance import Seance, inviter_menu, menu
from charte.moteur.entretien import Entretien

ENREGISTRER, ABANDONNER = "enregistrer", "abandonner"
_SECTION = "section-"


def choisir(questionnaire: Questionnaire, interlocuteur: Interlocuteur, choix: Mapping[str, str]) -> str:
    """Demande ce qu'il faut reposer, parmi ces libellés par valeur. Lève `Interruption`."""
    seance = Seance(
        Entretien(questionnaire, Reponses(questionnaire=questionnaire.id, modele="-")), interlocuteur, _rien
    )
    aide = "Vos réponses d'aujourd'hui sont proposées d'avance : Entrée les garde."
    entree = menu("revision", "Que voulez-vous rediscuter ?", choix, aide)
    while True:
        geste = seance.poser(inviter_menu(entree, "", depart=next(iter(choix))))
        if isinstance(geste, Repondre):
            return str(geste.valeur)


@dataclass
class Conclusion:
    """Le dernier écran d'une révision. `dire` : ce que ces réponses changent à la charte, ou "".

    `sections` : celles que l'on propose de relire. `gardee` : ce que le groupe a choisi.
    """

    dire: Callable[[Reponses], str]
    sections: Collection[str] = ()
    gardee: bool = field(default=False, init=False)

    def __call__(self, seance: Seance) -> Section | Revenir | None:
        """Montre ce qui change. Rend la section à relire, `Revenir`, ou `None` quand le groupe a choisi."""
        changements = self.dire(seance.reponses)
        seance.interlocuteur.titrer("Ce que vos réponses changent", "")
        if not changements:
            seance.interlocuteur.dire("Rien ne change : vos réponses sont celles d'avant.")
            return None
        seance.interlocuteur.dire(changements)
        options = {ENREGISTRER: "Enregistrer et refaire la charte"}
        options |= {
            _SECTION + section.id: f"Relire « {section.titre} »"
            for section in seance.entretien.sections
            if section.id in self.sections
        }
        options[ABANDONNER] = "Ne rien changer : garder la charte d'avant"
        entree = menu("conclusion", "Que fait-on de ces changements ?", options)
        geste = seance.poser(inviter_menu(entree, "Pour finir", peut_revenir=True, depart=ENREGISTRER))
        if not isinstance(geste, Repondre):
            return Revenir()
        self.gardee = geste.valeur == ENREGISTRER
        return next((une for une in seance.entretien.sections if _SECTION + une.id == geste.valeur), None)


def _rien(reponses: Reponses) -> None:
    """Rien n'est encore à enregistrer."""
