"""Remplir une grille : un tableau que l'on valide d'un bloc, que l'on parcourt, ou que l'on corrige ligne à ligne."""

from __future__ import annotations

from dataclasses import replace

from charte.contenu.base import Brut
from charte.contenu.questionnaire import Option, Question
from charte.ecran.entretien.seance import Seance
from charte.ecran.interlocuteur import LaisserADecider, Repondre, Revenir, Suite
from charte.moteur.entretien.gestes import commencer
from charte.moteur.expressions.lisible import libelle

VALIDER = "valider"
PARCOURIR = "parcourir"
GARDER_LE_RESTE = "garder-le-reste"
_LIGNE = "ligne-"


def remplir(seance: Seance, question: Question) -> Suite:
    """Mène la grille. Rend `Repondre` avec une valeur par ligne (`None` : à décider), ou un autre geste.

    Chaque ligne est enregistrée dès qu'elle est dite. Lève `Interruption`.
    """
    pointee = _en_suspens(seance, question)
    while True:
        geste = _tableau(seance, question, pointee)
        if not isinstance(geste, Repondre):
            return geste
        if geste.valeur == VALIDER:
            return Repondre(seance.entretien.tableau(question))
        if geste.valeur == PARCOURIR:
            pointee = _parcourir(seance, question)
        else:
            ligne = geste.valeur.removeprefix(_LIGNE)
            suivante = _suivante(seance, question, ligne)
            pointee = geste.valeur if _ligne(seance, question, ligne) == "revenir" else suivante


def _en_suspens(seance: Seance, question: Question) -> str:
    """L'entrée de la première ligne laissée à décider, si toutes ont été vues : c'est pour elle que l'on revient."""
    touchees, tableau = seance.entretien.lignes_touchees(question), seance.entretien.tableau(question)
    lignes = [ligne.valeur for ligne in seance.entretien.lignes(question)]
    if not all(ligne in touchees for ligne in lignes):
        return ""
    return next((_LIGNE + ligne for ligne in lignes if tableau[ligne] is None), "")


def _tableau(seance: Seance, question: Question, pointee: str) -> Suite:
    touchees = seance.entretien.lignes_touchees(question)
    lignes = seance.entretien.lignes(question)
    restantes = [ligne for ligne in lignes if ligne.valeur not in touchees]
    if not touchees:
        valider, parcourir = "Garder la proposition pour toutes les lignes", "Examiner les lignes une à une"
    elif restantes:
        valider = "Valider ce tableau, avec la proposition pour les lignes restantes"
        parcourir = f"Continuer à la ligne « {restantes[0].libelle} »"
    else:
        valider, parcourir = "Valider ce tableau", "Examiner de nouveau les lignes une à une"
    tableau = seance.entretien.tableau(question)
    options = [
        Option(valeur=PARCOURIR, libelle=Brut(parcourir)),
        Option(valeur=VALIDER, libelle=Brut(valider)),
        *(
            Option(
                valeur=_LIGNE + ligne.valeur,
                libelle=Brut(
                    f"{ligne.libelle} : {_dire(question, tableau[ligne.valeur])}"
                    f"{'' if ligne.valeur in touchees else ' (proposition)'}"
                ),
            )
            for ligne in lignes
        ),
    ]
    invite = seance.inviter_au_choix(question, options)
    return seance.poser(replace(invite, saisie=pointee or (PARCOURIR if restantes else VALIDER)))


def _parcourir(seance: Seance, question: Question) -> str:
    """Passe les lignes en revue depuis la première sans réponse ; rend l'entrée du tableau à montrer ensuite."""
    lignes = [ligne.valeur for ligne in seance.entretien.lignes(question)]
    touchees = seance.entretien.lignes_touchees(question)
    rang = next((rang for rang, ligne in enumerate(lignes) if ligne not in touchees), 0)
    while rang < len(lignes):
        suite = _ligne(seance, question, lignes[rang])
        if suite == GARDER_LE_RESTE:
            break
        rang += -1 if suite == "revenir" else 1
        if rang < 0:
            return PARCOURIR
    return VALIDER


def _ligne(seance: Seance, question: Question, valeur: str) -> str:
    """Pose une ligne ; rend « revenir », « garder-le-reste » ou « suite »."""
    lignes = seance.entretien.lignes(question)
    rang = next(rang for rang, une in enumerate(lignes) if une.valeur == valeur)
    ligne = lignes[rang]
    tableau = seance.entretien.tableau(question)
    options = list(seance.entretien.options(question))
    if rang + 1 < len(lignes):
        reste = "Garder la proposition pour cette ligne et les suivantes"
        options.append(Option(valeur=GARDER_LE_RESTE, libelle=Brut(reste)))
    invite = seance.inviter_au_choix(question, options, enonce=ligne.libelle, aide=ligne.aide, obligatoire=True)
    geste = seance.poser(
        replace(
            invite,
            valeur=tableau[valeur],
            deja_repondu=valeur in seance.entretien.lignes_touchees(question),
            a_decider=valeur in seance.entretien.lignes_touchees(question) and tableau[valeur] is None,
            peut_revenir=True,
            precision=f"ligne {rang + 1} sur {len(lignes)}",
        )
    )
    if isinstance(geste, Revenir):
        return "revenir"
    choix = None if isinstance(geste, LaisserADecider) else geste.valeur if isinstance(geste, Repondre) else None
    if choix == GARDER_LE_RESTE:
        return GARDER_LE_RESTE
    commencees = {**(seance.reponses.en_cours.get(question.id) or {}), valeur: choix}
    seance.garder(commencer(seance.reponses, question, commencees))
    seance.interlocuteur.noter(ligne.libelle, _dire(question, choix))
    return "suite"


def _suivante(seance: Seance, question: Question, valeur: str) -> str:
    lignes = [ligne.valeur for ligne in seance.entretien.lignes(question)]
    rang = lignes.index(valeur) + 1
    return _LIGNE + lignes[rang] if rang < len(lignes) else VALIDER


def _dire(question: Question, valeur: str | None) -> str:
    return "à décider" if valeur is None else libelle(question.options, valeur)
