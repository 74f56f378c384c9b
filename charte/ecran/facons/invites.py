"""Choisir dans une liste, ou taper un texte."""

from __future__ import annotations

from typing import Any, cast

import questionary
from prompt_toolkit.key_binding import KeyBindings
from questionary import Choice
from questionary.prompts.common import InquirerControl

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Option
from charte.ecran.facons.cadre import AUTRE, AutreGeste, Resultat, aide_pointee, demander, pointee, titre_d_option
from charte.ecran.facons.touches import LISTE, STYLE, controle
from charte.ecran.interlocuteur import Invite, Repondre
from charte.ecran.saisie import SaisieRefusee, a_taper, lire_saisie

# Construites sans vérification, et sans défaut à fabriquer : pour l'une, pydantic préparerait ici tout le type ; pour
# l'autre, il analyserait la signature de `list`, ce qui coûte autant que d'importer ce module.
OPTIONS_OUI_NON = (
    Option.model_construct(valeur="oui", libelle=Brut("Oui"), exclut=()),
    Option.model_construct(valeur="non", libelle=Brut("Non"), exclut=()),
)


def choisir(invite: Invite, autre_geste: bool = True) -> Resultat:
    """Une liste où l'on choisit une option ; « o » et « n » désignent Oui et Non.

    `autre_geste` : la liste se termine par une entrée qui ouvre le menu des gestes.
    """
    oui_non = invite.question.type == "oui_non"
    options = OPTIONS_OUI_NON if oui_non else invite.options
    actuelle = _valeur_d_option(invite.valeur)
    depart = invite.saisie if invite.saisie is not None else actuelle
    choix = [
        Choice(titre_d_option(option.libelle + _marque(invite, option.valeur == actuelle)), option.valeur)
        for option in options
    ]
    if autre_geste:
        choix.append(Choice("Autre geste…", AUTRE))
    liste = questionary.select(
        "",
        choix,
        default=depart if depart in [option.valeur for option in options] else None,
        **LISTE,
    )
    ic = cast(InquirerControl, controle(liste))
    touches = KeyBindings()
    if oui_non:
        for rang, lettre in enumerate("on"):
            touches.add(lettre, eager=True)(lambda _, rang=rang: setattr(ic, "pointed_at", rang))
    aides = {option.valeur: option.aide or "" for option in options}
    consigne = "Flèches : choisir  Entrée : valider" + ("  o, n : oui, non" if oui_non else "")
    resultat = demander(
        liste,
        invite,
        [touches],
        lambda: ic.get_pointed_at().value,
        lambda: aide_pointee(aides, pointee(ic)),
        consigne,
    )
    if not isinstance(resultat, str):
        return cast(Resultat, resultat)
    if resultat == AUTRE:
        return AutreGeste()
    return Repondre(resultat == "oui" if oui_non else resultat)


def saisir(invite: Invite) -> Resultat:
    """Une ligne à taper : texte, nombre ou date ; « ? » seul ouvre le menu des gestes."""
    question = invite.question

    def convient(texte: str) -> bool | str:
        try:
            return texte.strip() == "?" or lire_saisie(question, texte) is not Ellipsis
        except SaisieRefusee as refus:
            return refus.phrase

    ligne = questionary.text(
        "",
        default=a_taper(question, invite.saisie if invite.saisie is not None else invite.valeur),
        validate=convient,
        qmark="»",
        style=STYLE,
        erase_when_done=True,
        validate_while_typing=False,
    )
    tampon = ligne.application.layout.current_buffer
    resultat = demander(
        ligne,
        invite,
        [],
        lambda: tampon.text if tampon else "",
        lambda: [],
        "Entrée : valider  ? puis Entrée : autre geste",
    )
    if not isinstance(resultat, str):
        return cast(Resultat, resultat)
    return AutreGeste() if resultat.strip() == "?" else Repondre(lire_saisie(question, resultat))


def _valeur_d_option(valeur: Any) -> str | None:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return valeur or None


def _marque(invite: Invite, est_actuelle: bool) -> str:
    if not est_actuelle or invite.a_decider:
        return ""
    return " (réponse actuelle)" if invite.deja_repondu else " (proposition)"
