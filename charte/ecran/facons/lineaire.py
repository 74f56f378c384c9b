"""La façon linéaire : du texte annoncé, des choix numérotés, une réponse par ligne. Rien ne se redessine."""

from __future__ import annotations

import re
import shutil
import sys
from typing import Any, TextIO

from charte.contenu.questionnaire import Option
from charte.ecran.interlocuteur import Arreter, Geste, Invite, Repondre
from charte.ecran.presentation import GESTES, NomGeste, entete, gestes, lisible, point_de_depart, replier
from charte.ecran.saisie import SaisieRefusee, lire_saisie, refuser_si_faute, sans_accent

_MOTS: dict[str, NomGeste] = {
    "revenir": "revenir",
    "retour": "revenir",
    "passer": "passer",
    "avancer": "passer",
    "plus tard": "plus_tard",
    "a decider": "plus_tard",
    "pourquoi": "pourquoi",
    "arreter": "arreter",
    "arret": "arreter",
    "quitter": "arreter",
}
_CONSIGNES = {
    "oui_non": "Répondez par oui ou non.",
    "choix": "Un seul choix : tapez son numéro.",
    "choix_multiple": "Plusieurs choix possibles : tapez leurs numéros, séparés par des espaces, ou « aucun ».",
    "classement": "Tapez les numéros dans l'ordre, le plus important d'abord, séparés par des espaces.",
    "nombre": "Tapez un nombre.",
    "date": "Tapez une date, par exemple 31/01/2027.",
}


class Lineaire:
    """Parle par lignes de texte. La fin de l'entrée vaut un arrêt : tout est déjà enregistré."""

    def __init__(self, entree: TextIO | None = None, sortie: TextIO | None = None) -> None:
        self.entree = entree if entree is not None else sys.stdin
        self.sortie = sortie if sortie is not None else sys.stdout
        self.annonce = False
        self.aere = True
        if hasattr(self.entree, "reconfigure"):
            # Un octet qui n'est pas de l'UTF-8 se refuse avec une phrase, au lieu de tout interrompre.
            self.entree.reconfigure(errors="surrogateescape")

    def dire(self, texte: str) -> None:
        """Affiche une information, suivie d'une ligne vide."""
        self._ecrire(f"{self._replier(texte)}\n")

    def alerter(self, texte: str) -> None:
        """Affiche un avertissement, annoncé comme tel."""
        self._ecrire(f"{self._replier(f'Attention : {texte}')}\n")

    def titrer(self, titre: str, intro: str) -> None:
        """Annonce une section, ou une étape."""
        if not self.aere:
            self._ecrire("")
        self._ecrire(self._replier(titre))
        if intro:
            self._ecrire(self._replier(intro))
        self._ecrire("")

    def noter(self, enonce: str, reponse: str) -> None:
        """Confirme la réponse, sans répéter la question."""
        self._ecrire(f"{self._replier(f'Noté : {reponse}')}\n")

    def demander(self, invite: Invite) -> Geste:
        """Pose la question, et lit des lignes jusqu'à une réponse ou une commande qui conviennent."""
        if not self.annonce:
            self.annonce = True
            self.dire("À tout moment, tapez « aide » pour connaître les commandes.")
        self._poser(invite)
        while True:
            ligne = self._lire()
            if ligne is None:
                return Arreter()
            geste = self._comprendre(invite, ligne)
            if geste is not None:
                return geste

    def _comprendre(self, invite: Invite, ligne: str) -> Geste | None:
        mot = sans_accent(ligne)
        if mot in ("aide", "?"):
            self._aider(invite)
            return None
        if mot in _MOTS:
            return self._commande(invite, _MOTS[mot])
        try:
            return Repondre(self._valeur(invite, ligne))
        except SaisieRefusee as refus:
            self._ecrire(self._replier(refus.phrase))
            return None

    def _commande(self, invite: Invite, nom: NomGeste) -> Geste | None:
        if nom in [possible.nom for possible in gestes(invite)]:
            return GESTES[nom]
        refus: dict[NomGeste, str] = {
            "revenir": "C'est la première question : on ne peut pas revenir plus loin.",
            "passer": "Cette réponse est nécessaire : on ne peut pas la passer.",
            "plus_tard": "Cette question ne peut pas rester à décider.",
            "pourquoi": "Il n'y a rien de plus à dire de cette question.",
        }
        self._ecrire(self._replier(refus[nom]))
        return None

    def _valeur(self, invite: Invite, ligne: str) -> Any:
        question = invite.question
        if any("\udc80" <= signe <= "\udcff" for signe in ligne):
            raise SaisieRefusee("Cette ligne n'est pas en UTF-8 : elle ne peut pas être lue.")
        if not ligne.strip() and _entree_seule(invite) is not None:
            return _entree_seule(invite)
        if question.type == "oui_non":
            return _oui_non(ligne)
        if question.type == "choix":
            return _un_choix(invite.options, ligne)
        if question.type in ("choix_multiple", "classement"):
            valeurs = [] if sans_accent(ligne) in ("aucun", "aucune", "0") else _des_choix(invite.options, ligne)
            refuser_si_faute(question, valeurs)
            return valeurs
        return lire_saisie(question, ligne)

    def _poser(self, invite: Invite) -> None:
        question = invite.question
        if entete(invite):
            self._ecrire(self._replier(entete(invite)))
        self._ecrire(self._replier(question.enonce))
        if question.aide:
            self._ecrire(self._replier(question.aide))
        for rang, option in enumerate(() if question.type == "oui_non" else invite.options, 1):
            aide = f" ({option.aide})" if option.aide else ""
            self._ecrire(self._replier(f"{rang}. {option.libelle}{aide}", suite="   "))
        if question.type in _CONSIGNES:
            self._ecrire(self._replier(_CONSIGNES[question.type]))
        depart, gardee = point_de_depart(invite), _entree_seule(invite)
        if depart and not invite.a_decider:
            self._ecrire(self._replier(f"{depart} (Entrée seule la garde)."))
        elif depart or gardee is not None:
            phrases = [depart, f"Entrée seule : {lisible(question, gardee)}" if gardee is not None else ""]
            self._ecrire(self._replier(" ".join(f"{phrase}." for phrase in phrases if phrase)))

    def _aider(self, invite: Invite) -> None:
        mots = {un.nom: "avancer" if un.court == "avancer" else un.nom.replace("_", " ") for un in gestes(invite)}
        lignes = [f"{mots[un.nom]} : {un.phrase}" for un in gestes(invite)]
        self._ecrire(self._replier("\n".join(["Commandes :", *lignes]), suite="   "))
        self._ecrire("")
        self._poser(invite)

    def _lire(self) -> str | None:
        self.sortie.write("Votre réponse : ")
        self.sortie.flush()
        self.aere = False
        try:
            ligne = self.entree.readline()
        except KeyboardInterrupt:
            ligne = ""
        if not self.entree.isatty():
            # Sans personne au clavier, la ligne lue n'est pas à l'écran : on l'y recopie.
            self.sortie.write(ligne.encode("utf-8", "replace").decode("utf-8"))
        if not ligne.endswith("\n"):
            self._ecrire("")
        return ligne.rstrip("\r\n") if ligne else None

    def _ecrire(self, texte: str) -> None:
        self.sortie.write(f"{texte}\n")
        self.sortie.flush()
        self.aere = not texte or texte.endswith("\n")

    def _replier(self, texte: str, suite: str = "") -> str:
        return replier(texte, shutil.get_terminal_size().columns - 1, suite=suite)


def _entree_seule(invite: Invite) -> Any:
    """Ce que vaut une ligne vide : la réponse d'où l'on part ; `None` s'il faut taper quelque chose."""
    if invite.valeur not in (None, "", []):
        return invite.valeur
    return invite.saisie


def _oui_non(ligne: str) -> bool:
    mot = sans_accent(ligne)
    if mot not in ("o", "oui", "n", "non"):
        raise SaisieRefusee("Tapez oui ou non.")
    return mot[0] == "o"


def _un_choix(options: tuple[Option, ...], ligne: str) -> str:
    mot = sans_accent(ligne)
    for rang, option in enumerate(options, 1):
        if mot in (str(rang), sans_accent(option.valeur), sans_accent(option.libelle)):
            return option.valeur
    raise SaisieRefusee(f"Tapez un numéro de 1 à {len(options)}, ou « aide ».")


def _des_choix(options: tuple[Option, ...], ligne: str) -> list[str]:
    parts = [part for part in re.split(r"[\s,;]+", ligne.strip()) if part]
    if not parts:
        raise SaisieRefusee("Tapez des numéros séparés par des espaces, « aucun », ou « aide ».")
    return list(dict.fromkeys(_un_choix(options, part) for part in parts))
