"""Ce que disent les écrans : mise en lignes, valeurs lisibles, gestes possibles. Aucun affichage ici."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from charte.contenu.lecture.validation import normaliser
from charte.contenu.questionnaire import Question
from charte.ecran.interlocuteur import Arreter, Geste, Invite, LaisserADecider, Passer, Pourquoi, Revenir
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.expressions.lisible import ACCORDS, en_mots, libelle

LARGEUR_DE_LECTURE = 78
_INSECABLE = "\N{NO-BREAK SPACE}"
_A_LIER = re.compile(r" (?=[:;?!»])|(?<=«) ")

NomGeste = Literal["revenir", "passer", "plus_tard", "pourquoi", "arreter"]
GESTES: Mapping[NomGeste, Geste] = {
    "revenir": Revenir(),
    "passer": Passer(),
    "plus_tard": LaisserADecider(),
    "pourquoi": Pourquoi(),
    "arreter": Arreter(),
}


@dataclass(frozen=True)
class Possible:
    """Un geste possible sur une invite : son nom, ses mots courts, sa phrase."""

    nom: NomGeste
    court: str
    phrase: str


def replier(texte: str, largeur: int, suite: str = "") -> str:
    """Met le texte en lignes de `largeur` au plus, sans laisser un « ? » ou un guillemet seul en tête de ligne.

    Chaque paragraphe garde son retrait ; la suite d'un tiret s'aligne sous son texte. `suite` : retrait ajouté aux
    lignes de suite.
    """
    lignes: list[str] = []
    for paragraphe in texte.strip("\n").split("\n"):
        nu = paragraphe.strip()
        retrait = paragraphe[: len(paragraphe) - len(paragraphe.lstrip())]
        lignes += textwrap.wrap(
            _A_LIER.sub(_INSECABLE, nu),
            max(20, min(largeur, LARGEUR_DE_LECTURE)),
            initial_indent=retrait,
            subsequent_indent=retrait + ("  " if nu.startswith("- ") else suite),
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lignes).replace(_INSECABLE, " ")


def entete(invite: Invite) -> str:
    """Où l'on en est : « Vos données · question 8 sur 18 »."""
    parts = [invite.section]
    if invite.rang:
        parts.append(f"question {invite.rang} sur {invite.total}")
    if invite.precision:
        parts.append(invite.precision)
    return " · ".join(part for part in parts if part)


def gestes(invite: Invite) -> tuple[Possible, ...]:
    """Les gestes possibles à côté de la réponse, dans l'ordre où on les montre."""
    question = invite.question
    possibles: list[Possible] = []
    if invite.peut_revenir:
        possibles.append(Possible("revenir", "retour", "Revenir en arrière"))
    if not question.obligatoire and (invite.deja_repondu or invite.a_decider):
        possibles.append(Possible("passer", "avancer", "Avancer sans rien changer"))
    elif not question.obligatoire:
        possibles.append(Possible("passer", "passer", "Passer : ne pas en discuter aujourd'hui"))
    if invite.peut_decider_plus_tard:
        possibles.append(Possible("plus_tard", "à décider", "À décider plus tard : le groupe ne tranche pas"))
    if question.pourquoi or question.recommandations:
        possibles.append(Possible("pourquoi", "pourquoi", "Pourquoi cette question ?"))
    possibles.append(Possible("arreter", "arrêter", "S'arrêter là : tout est enregistré"))
    return tuple(possibles)


def point_de_depart(invite: Invite) -> str:
    """D'où l'on part : « Réponse actuelle : … », « Proposition : … », ou rien."""
    if invite.a_decider:
        return "Pour l'instant : à décider"
    if invite.valeur in (None, "", []):
        return ""
    nom = "Réponse actuelle" if invite.deja_repondu else "Proposition"
    return f"{nom} : {lisible(invite.question, invite.valeur)}"


def lisible(question: Question, valeur: Any) -> str:
    """La valeur telle qu'on la lit à l'écran ; « rien » si elle est vide."""
    valeur = normaliser(question, valeur)
    if question.type == "grille":
        return tableau_lisible(question, valeur or {}) or "rien"
    if question.type == "liste":
        return " ; ".join(titre_de_fiche(question, fiche) for fiche in valeur or ()) or "rien"
    if question.type == "choix_multiple":
        return " ; ".join(libelle(question.options, une) for une in valeur or ()) or "rien"
    mots = en_mots(question, valeur)
    return "rien" if mots == "—" else mots


def tableau_lisible(question: Question, tableau: Mapping[str, Any]) -> str:
    """Une grille, une ligne par valeur : « Exclu : la voix ; le tri », puis « À décider : les dons »."""
    valeurs = [*((option.valeur, option.libelle) for option in question.options), (None, "À décider")]
    groupes = []
    for valeur, nom in valeurs:
        lignes = [une.libelle for une in question.lignes if une.valeur in tableau and tableau[une.valeur] == valeur]
        if lignes:
            groupes.append(f"{nom} : {' ; '.join(lignes)}")
    return "\n".join(groupes)


def titre_de_fiche(question: Question, fiche: Mapping[str, Any]) -> str:
    """Ce qui nomme une fiche : son premier champ rempli."""
    for champ in question.champs:
        if fiche.get(champ.id) not in (None, "", []):
            return lisible(champ, fiche[champ.id])
    return "fiche vide"


def etat_lisible(entretien: Entretien, question: Question) -> str:
    """Ce que le groupe a dit d'une question : sa réponse et l'accord noté, ou l'état où elle reste."""
    reponses = entretien.reponses
    etat = entretien.contexte.etat(question.id)
    if etat == "repondu" and question.type == "grille":
        texte = tableau_lisible(question, entretien.tableau(question))
    elif etat == "repondu":
        texte = lisible(question, entretien.contexte.valeur(question.id))
    elif etat == "a_decider":
        texte = "à décider"
    else:
        defaut = lisible(question, entretien.contexte.defaut(question))
        texte = "pas discuté" if defaut == "rien" else f"pas discuté (par défaut : {defaut})"
    deliberation = reponses.deliberations.get(question.id)
    if deliberation is not None and etat == "repondu":
        accord = ACCORDS[deliberation.accord]
        texte += f"\nAccord du groupe : {accord}" if "\n" in texte else f" ({accord})"
    return texte
