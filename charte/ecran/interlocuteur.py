"""Ce qu'une façon de parler avec la personne doit savoir faire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from charte.contenu.questionnaire import Option, Question


@dataclass(frozen=True)
class Invite:
    """Une question prête à poser : options déjà filtrées, valeur déjà donnée ou défaut calculé.

    `deja_repondu`, `a_decider` : ce que le groupe en a déjà dit ; passer le garde alors tel quel.
    `precision` : où l'on en est dans une grille ou une fiche (« ligne 3 sur 17 »).
    `saisie` : ce que la personne avait commencé à répondre avant de demander pourquoi.
    """

    question: Question
    section: str
    rang: int
    total: int
    options: tuple[Option, ...]
    valeur: Any
    deja_repondu: bool
    peut_revenir: bool
    peut_decider_plus_tard: bool
    a_decider: bool = False
    precision: str = ""
    saisie: Any = None


@dataclass(frozen=True)
class Repondre:
    """La personne donne une valeur."""

    valeur: Any


@dataclass(frozen=True)
class Revenir:
    """Revenir à la question précédente."""


@dataclass(frozen=True)
class Passer:
    """Ne pas discuter ce point : il garde le défaut."""


@dataclass(frozen=True)
class LaisserADecider:
    """Le groupe ne tranche pas."""


@dataclass(frozen=True)
class Pourquoi:
    """Demander ce que la réponse change ; `saisie` : ce qui était commencé, à retrouver ensuite."""

    saisie: Any = None


@dataclass(frozen=True)
class Arreter:
    """S'arrêter là ; tout est enregistré."""


Suite = Repondre | Revenir | Passer | LaisserADecider
"""Un geste qui fait avancer ou reculer."""

Geste = Suite | Pourquoi | Arreter


class Interlocuteur(Protocol):
    """Une façon de parler avec la personne : écran, texte linéaire, ou fichier."""

    def dire(self, texte: str) -> None:
        """Affiche une information."""

    def alerter(self, texte: str) -> None:
        """Affiche un avertissement qui ne bloque pas."""

    def titrer(self, titre: str, intro: str) -> None:
        """Annonce une section, ou une étape."""

    def noter(self, enonce: str, reponse: str) -> None:
        """Confirme ce qui vient d'être répondu."""

    def demander(self, invite: Invite) -> Geste:
        """Pose une question et rend le geste de la personne."""
