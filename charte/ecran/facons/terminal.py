"""L'écran : des listes où l'on se déplace, une saisie, et les gestes toujours visibles en bas.

Ce module charge questionary et prompt_toolkit : on ne l'importe qu'à la première question.
"""

from __future__ import annotations

import os
from dataclasses import replace

from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText

from charte.ecran.entretien.seance import inviter_menu, menu
from charte.ecran.facons.cadre import AutreGeste, geste
from charte.ecran.facons.cases import Cases
from charte.ecran.facons.invites import choisir, saisir
from charte.ecran.facons.touches import STYLE, largeur
from charte.ecran.interlocuteur import Arreter, Geste, Invite
from charte.ecran.presentation import gestes, replier

RETOUR = "retour"


class Terminal:
    """Parle sur un écran ; chaque question s'efface une fois répondue et laisse sa réponse."""

    def __init__(self) -> None:
        # Sans quoi un terminal qui ne dit pas où est son curseur affiche un avertissement en anglais.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        self._notes_en_cours = False

    def dire(self, texte: str) -> None:
        """Affiche une information, après une ligne vide."""
        self._afficher(("", f"\n{replier(texte, largeur())}"))

    def alerter(self, texte: str) -> None:
        """Affiche un avertissement, annoncé comme tel."""
        self._afficher(("class:refus", f"\n{replier(f'Attention : {texte}', largeur())}"))

    def titrer(self, titre: str, intro: str) -> None:
        """Annonce une section, soulignée."""
        lignes = replier(titre, largeur())
        trait = "─" * max(map(len, lignes.split("\n")))
        suite = f"\n{replier(intro, largeur())}" if intro else ""
        self._afficher(("class:enonce", f"\n{lignes}"), ("", f"\n{trait}{suite}"))

    def noter(self, enonce: str, reponse: str) -> None:
        """Garde à l'écran la question et sa réponse, sur une ligne si elles y tiennent."""
        if not self._notes_en_cours:
            self._afficher(("", ""))
        if "\n" not in reponse and len(enonce) + len(reponse) + 3 <= largeur():
            self._afficher(("", f"{enonce} → "), ("class:answer", reponse))
        else:
            lignes = replier(reponse, largeur() - 4, suite="  ").replace("\n", "\n    ")
            self._afficher(("", f"{replier(enonce, largeur())}\n"), ("class:answer", f"  → {lignes}"))
        self._notes_en_cours = True

    def demander(self, invite: Invite) -> Geste:
        """Pose la question ; Ctrl-C, ou la fin de l'entrée, vaut un arrêt."""
        try:
            while True:
                resultat = self._poser(invite)
                if not isinstance(resultat, AutreGeste):
                    return resultat
                choisi = self._autre_geste(invite, resultat)
                if choisi is not None:
                    return choisi
                invite = replace(invite, saisie=resultat.saisie)
        except (KeyboardInterrupt, EOFError):
            return Arreter()

    def _poser(self, invite: Invite) -> Geste | AutreGeste:
        if invite.question.type in ("choix", "oui_non"):
            return choisir(invite)
        if invite.question.type in ("choix_multiple", "classement"):
            return Cases(invite).demander()
        return saisir(invite)

    def _autre_geste(self, invite: Invite, depuis: AutreGeste) -> Geste | None:
        """Le menu des gestes, pour qui ne se sert pas des touches ; `None` : retour à la question."""
        possibles = {possible.nom: possible for possible in gestes(invite)}
        options = {nom.replace("_", "-"): possible.phrase for nom, possible in possibles.items()}
        options |= {RETOUR: "Retour à la question"}
        entree = inviter_menu(menu("gestes", invite.question.enonce, options), invite.section)
        resultat = choisir(entree, autre_geste=False)
        nom = getattr(resultat, "valeur", RETOUR)
        return next((geste(un, depuis.saisie) for un in possibles if un.replace("_", "-") == nom), None)

    def _afficher(self, *morceaux: tuple[str, str]) -> None:
        self._notes_en_cours = False
        print_formatted_text(FormattedText([morceau for morceau in morceaux if morceau[1]]), style=STYLE)
