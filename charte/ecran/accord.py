"""Demander l'accord du groupe avant de changer sa charte."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from charte.contenu.questionnaire import Section
from charte.contenu.reponses import Reponses
from charte.ecran.interlocuteur import Repondre, Revenir
from charte.ecran.seance import Seance, inviter_menu, menu

OUI, NON = "oui", "non"
_SECTION = "section-"


@dataclass
class Accord:
    """Le dernier écran d'une mise à jour. `dire` : ce qu'elle change, avec ces réponses.

    `sections` : celles des questions posées, que l'on propose de relire. `donne` : ce que le groupe a choisi.
    """

    dire: Callable[[Reponses], str]
    sections: Collection[str] = ()
    donne: bool = field(default=False, init=False)

    def __call__(self, seance: Seance) -> Section | Revenir | None:
        """Montre ce qui change. Rend la section à relire, `Revenir`, ou `None` quand le groupe a choisi."""
        seance.interlocuteur.titrer("Avant et après", "")
        seance.interlocuteur.dire(self.dire(seance.reponses))
        relire = [section for section in seance.entretien.sections if section.id in self.sections]
        options = {OUI: "Oui : écrire les réponses et refaire la charte"}
        options |= {_SECTION + section.id: f"Relire « {section.titre} »" for section in relire}
        options[NON] = "Non : ne rien changer"
        entree = menu("accord", "Mettre cette charte à jour ?", options)
        geste = seance.poser(inviter_menu(entree, "Pour finir", peut_revenir=bool(relire), depart=OUI))
        if not isinstance(geste, Repondre):
            return Revenir()
        self.donne = geste.valeur == OUI
        return next((section for section in relire if _SECTION + section.id == geste.valeur), None)
