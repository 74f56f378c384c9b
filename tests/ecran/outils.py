"""De quoi essayer l'entretien : un petit questionnaire, un groupe qui répond tout seul, un écran que l'on relit."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from charte.contenu.bibliotheque import charger_questionnaire
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Reponses
from charte.ecran.interlocuteur import Geste, Invite, Passer, Repondre
from charte.ecran.presentation import gestes

RACINE = Path(__file__).parents[2]
ESSAI = Path(__file__).parent / "essai"
QUESTIONNAIRE = ESSAI / "questionnaire.yaml"


@cache
def questionnaire() -> Questionnaire:
    return charger_questionnaire(QUESTIONNAIRE)


def vierge(**autres: Any) -> Reponses:
    return Reponses(questionnaire="essai 1.0.0", modele="essai 1.0.0", **autres)


def modele(dossier: Path) -> Path:
    """Le modèle d'essai, complété des gabarits fournis."""
    copie = dossier / "modele"
    shutil.copytree(ESSAI / "modele", copie)
    shutil.copytree(RACINE / "modeles" / "association" / "gabarits", copie / "gabarits")
    shutil.copy(RACINE / "modeles" / "association" / "phrases.yaml", copie)
    return copie


def automatique(invite: Invite) -> Geste:
    """Ce que répond un groupe toujours d'accord : la proposition, sinon la première réponse possible."""
    question = invite.question
    if invite.valeur not in (None, "", []):
        return Repondre(invite.valeur)
    if invite.saisie is not None:
        return Repondre(invite.saisie)
    possibles: dict[str, Any] = {
        "texte": "Un texte",
        "texte_long": "Une phrase.",
        "nombre": 3,
        "date": datetime.date(2020, 1, 31),
        "oui_non": False,
    }
    valeurs = [option.valeur for option in invite.options]
    if question.type == "choix":
        return Repondre(valeurs[0])
    if question.type in ("choix_multiple", "classement"):
        return Repondre(valeurs[: max(1, question.minimum or 1)])
    return Repondre(possibles[question.type])


def sans_rien_changer(invite: Invite) -> Geste:
    """Avance comme on feuillette : passe ce qui peut l'être, sinon redonne la même chose."""
    if any(possible.nom == "passer" for possible in gestes(invite)):
        return Passer()
    return automatique(invite)


class Groupe:
    """Un interlocuteur qui joue des gestes préparés, puis répond tout seul ; il garde ce qu'on lui a montré."""

    def __init__(self, prepares: Iterable[Geste] = (), ensuite: Callable[[Invite], Geste] = automatique) -> None:
        self.prepares = list(prepares)
        self.ensuite = ensuite
        self.invites: list[Invite] = []
        self.dits: list[str] = []
        self.notes: list[tuple[str, str]] = []

    def dire(self, texte: str) -> None:
        self.dits.append(texte)

    def alerter(self, texte: str) -> None:
        self.dits.append(f"Attention : {texte}")

    def titrer(self, titre: str, intro: str) -> None:
        self.dits.append(titre)

    def noter(self, enonce: str, reponse: str) -> None:
        self.notes.append((enonce, reponse))

    def demander(self, invite: Invite) -> Geste:
        self.invites.append(invite)
        return self.prepares.pop(0) if self.prepares else self.ensuite(invite)

    @property
    def posees(self) -> list[str]:
        """Les questions du questionnaire qui ont été posées, menus mis à part, sans les répétitions de suite."""
        noms = [invite.question.id for invite in self.invites if invite.rang and not invite.precision]
        return [nom for rang, nom in enumerate(noms) if rang == 0 or noms[rang - 1] != nom]


class Ecran:
    """Le programme dans un vrai pseudo-terminal, dont on relit l'écran."""

    def __init__(self, *mots: str, colonnes: int = 80, lignes: int = 24, env: Mapping[str, str] | None = None) -> None:
        import pexpect
        import pyte

        propre = {cle: valeur for cle, valeur in os.environ.items() if cle not in ("ACCESSIBLE", "NO_COLOR")}
        self.ecran = pyte.Screen(colonnes, lignes)
        self.flux = pyte.Stream(self.ecran)
        self.brut = ""
        self.programme = pexpect.spawn(
            sys.executable,
            ["-m", "charte", *mots],
            dimensions=(lignes, colonnes),
            encoding="utf-8",
            timeout=20,
            env={**propre, "TERM": "xterm-256color", "PYTHONPATH": str(RACINE), **(env or {})},
        )

    def attendre(self, texte: str, limite: float = 20) -> str:
        """Lit jusqu'à voir ce texte à l'écran ; rend l'écran."""
        import pexpect

        fin = time.monotonic() + limite
        while texte not in self.affiche():
            if time.monotonic() > fin:
                raise AssertionError(f"« {texte} » ne s'affiche pas :\n{self.affiche()}")
            try:
                lu = self.programme.read_nonblocking(4096, timeout=0.2)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                if texte in self.affiche():
                    break
                raise AssertionError(f"fin avant « {texte} » :\n{self.affiche()}") from None
            self.brut += lu
            self.flux.feed(lu)
        return self.affiche()

    def affiche(self) -> str:
        return "\n".join(ligne.rstrip() for ligne in self.ecran.display).strip("\n")

    def taper(self, *touches: str) -> None:
        for touche in touches:
            self.programme.send(touche)

    def finir(self) -> int:
        """Attend la fin du programme ; rend son code de sortie."""
        import pexpect

        while True:
            try:
                lu = self.programme.read_nonblocking(4096, timeout=20)
            except pexpect.EOF:
                break
            self.brut += lu
            self.flux.feed(lu)
        self.programme.close()
        return int(self.programme.exitstatus if self.programme.exitstatus is not None else -1)
