"""Cocher plusieurs options, ou les classer : l'ordre des cases cochées est alors le classement."""

from __future__ import annotations

from typing import cast

import questionary
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from questionary import Choice
from questionary.prompts.common import InquirerControl

from charte.contenu.lecture.validation import verifier_valeur
from charte.ecran.facons.cadre import AUTRE, AutreGeste, Resultat, aide_pointee, demander, pointee, titre_d_option
from charte.ecran.facons.touches import LISTE, bloc, controle
from charte.ecran.interlocuteur import Invite, Repondre
from charte.ecran.saisie import en_phrase


class Cases:
    """Une liste où l'on coche, ou que l'on classe : l'ordre des cases cochées est alors le classement."""

    def __init__(self, invite: Invite) -> None:
        self.invite = invite
        self.classement = invite.question.type == "classement"
        depart = invite.saisie if invite.saisie is not None else invite.valeur
        self.cochees: list[str] = list(depart or ())
        self.refus = ""
        self.options = {option.valeur: option for option in invite.options}
        self.liste = questionary.checkbox(
            "",
            [*(Choice(option.libelle, option.valeur) for option in invite.options), Choice("Autre geste…", AUTRE)],
            **LISTE,
        )
        self.ic = cast(InquirerControl, controle(self.liste))
        self.ic.use_indicator = False
        self._dessiner()

    def demander(self) -> Resultat:
        """Pose la question ; lève `KeyboardInterrupt` si l'on s'arrête."""
        touches = KeyBindings()
        touches.add(" ", eager=True)(self._basculer)
        touches.add("enter", eager=True)(self._valider)
        for lettre in "ai":
            touches.add(lettre, eager=True)(lambda _: None)
        coche = "Espace : numéroter" if self.classement else "Espace : cocher"
        consigne = f"Flèches : se déplacer  {coche}  Entrée : valider"
        resultat = demander(self.liste, self.invite, [touches], lambda: list(self.cochees), self._dessous, consigne)
        return cast(Resultat, resultat)

    def _dessous(self) -> StyleAndTextTuples:
        aides = {valeur: option.aide or "" for valeur, option in self.options.items()}
        return [*aide_pointee(aides, pointee(self.ic)), *bloc("class:refus", self.refus)]

    def _basculer(self, evenement: KeyPressEvent) -> None:
        valeur = pointee(self.ic)
        if valeur == AUTRE:
            evenement.app.exit(result=AutreGeste(list(self.cochees)))
            return
        self.refus = ""
        if valeur in self.cochees:
            self.cochees.remove(valeur)
        else:
            self.cochees = [*(une for une in self.cochees if not self._excluent(une, valeur)), valeur]
            maximum = self.invite.question.maximum
            if maximum is not None and len(self.cochees) > maximum:
                self.cochees.pop()
                self.refus = f"{maximum} réponses au plus : retirez-en une d'abord."
        self._dessiner()

    def _excluent(self, une: str, autre: str) -> bool:
        return autre in self.options[une].exclut or une in self.options[autre].exclut

    def _valider(self, evenement: KeyPressEvent) -> None:
        if pointee(self.ic) == AUTRE:
            evenement.app.exit(result=AutreGeste(list(self.cochees)))
            return
        fautes = verifier_valeur(self.invite.question, self.cochees)
        vide = "Rien n'est coché. Espace coche une ligne ; Entrée encore une fois répond « rien »."
        if fautes:
            self.refus = en_phrase(fautes[0])
        elif not self.cochees and self.refus != vide:
            self.refus = vide
        else:
            ordre = self.cochees if self.classement else [une for une in self.options if une in self.cochees]
            evenement.app.exit(result=Repondre(list(ordre)))

    def _dessiner(self) -> None:
        for choix in self.ic.choices:
            if choix.value in self.options:
                choix.title = titre_d_option(f"[{self._case(choix.value)}] {self.options[choix.value].libelle}", 4)

    def _case(self, valeur: str) -> str:
        if valeur not in self.cochees:
            return " "
        return str(self.cochees.index(valeur) + 1) if self.classement else "x"
