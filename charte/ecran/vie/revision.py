"""Réviser une charte, ou la mettre à jour : que reposer, puis ce que cela change, avant d'écrire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from charte.contenu.questionnaire import Questionnaire, Section
from charte.contenu.reponses import Reponses
from charte.ecran.entretien.seance import Seance, faire_choisir, inviter_menu, menu
from charte.ecran.interlocuteur import Interlocuteur, Repondre, Revenir

_SECTION = "section-"


def choisir(questionnaire: Questionnaire, interlocuteur: Interlocuteur, choix: Mapping[str, str]) -> str:
    """Demande ce qu'il faut reposer, parmi ces libellés par valeur. Lève `Interruption`."""
    aide = "Vos réponses d'aujourd'hui sont proposées d'avance : Entrée les garde."
    entree = menu("revision", "Que voulez-vous rediscuter ?", choix, aide)
    return faire_choisir(questionnaire, interlocuteur, entree, next(iter(choix)))


class Annonce(NamedTuple):
    """Les mots du dernier écran : son titre, ce qu'il demande, et les deux choix (valeur, libellé)."""

    nom: str
    titre: str
    demande: str
    oui: tuple[str, str]
    non: tuple[str, str]


DE_LA_REVISION = Annonce(
    "conclusion",
    "Ce que vos réponses changent",
    "Que fait-on de ces changements ?",
    ("enregistrer", "Enregistrer et refaire la charte"),
    ("abandonner", "Ne rien changer : garder la charte d'avant"),
)
DE_LA_MISE_A_JOUR = Annonce(
    "accord",
    "Avant et après",
    "Mettre cette charte à jour ?",
    ("oui", "Oui : écrire les réponses et refaire la charte"),
    ("non", "Non : ne rien changer"),
)


@dataclass
class Conclusion:
    """Le dernier écran d'une révision ou d'une mise à jour. `dire` : ce que ces réponses changent à la charte, ou "".

    `sections` : celles que l'on propose de relire. `gardee` : ce que le groupe a choisi.
    """

    dire: Callable[[Reponses], str]
    annonce: Annonce
    sections: Collection[str] = ()
    gardee: bool = field(default=False, init=False)

    def __call__(self, seance: Seance) -> Section | Revenir | None:
        """Montre ce qui change. Rend la section à relire, `Revenir`, ou `None` quand le groupe a choisi."""
        changements, annonce = self.dire(seance.reponses), self.annonce
        seance.interlocuteur.titrer(annonce.titre, "")
        if not changements:
            seance.interlocuteur.dire("Rien ne change : vos réponses sont celles d'avant.")
            return None
        seance.interlocuteur.dire(changements)
        relire = [section for section in seance.entretien.sections if section.id in self.sections]
        options = [annonce.oui, *((_SECTION + une.id, f"Relire « {une.titre} »") for une in relire), annonce.non]
        entree = menu(annonce.nom, annonce.demande, dict(options))
        geste = seance.poser(inviter_menu(entree, "Pour finir", peut_revenir=bool(relire), depart=annonce.oui[0]))
        if not isinstance(geste, Repondre):
            return Revenir()
        self.gardee = geste.valeur == annonce.oui[0]
        return next((une for une in relire if _SECTION + une.id == geste.valeur), None)
