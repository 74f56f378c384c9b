"""Remplir une liste : des fiches que l'on ajoute, modifie et supprime une à une."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from charte.contenu.base import Brut
from charte.contenu.lecture.validation import verifier_valeur
from charte.contenu.questionnaire import Option, Question
from charte.ecran.entretien.seance import Seance, inviter_menu, menu
from charte.ecran.interlocuteur import Invite, Passer, Repondre, Revenir, Suite
from charte.ecran.presentation import lisible, titre_de_fiche
from charte.ecran.saisie import en_phrase
from charte.moteur.entretien.gestes import commencer
from charte.moteur.texte import compter

AJOUTER, TERMINER, MODIFIER, SUPPRIMER = "ajouter", "terminer", "modifier", "supprimer"
Fiche = dict[str, Any]


def remplir(seance: Seance, question: Question) -> Suite:
    """Mène la liste. Rend `Repondre` avec les fiches, ou un autre geste. Lève `Interruption`.

    Chaque champ est enregistré dès qu'il est dit : une fiche inachevée se retrouve à la reprise.
    """
    while True:
        fiches = _fiches(seance, question)
        if any(_manquants(question, fiche) for fiche in fiches):
            _completer(seance, question, next(rang for rang, une in enumerate(fiches) if _manquants(question, une)))
            continue
        geste = seance.poser(_invite(seance, question, fiches))
        if not isinstance(geste, Repondre):
            return geste
        if geste.valeur == TERMINER:
            propres = [{cle: dit for cle, dit in fiche.items() if dit is not None} for fiche in fiches]
            fautes = verifier_valeur(question, propres) + _bornes(question, propres)
            if not fautes:
                return Repondre(propres)
            seance.interlocuteur.alerter(en_phrase(fautes[0]))
        elif geste.valeur == AJOUTER:
            _garder(seance, question, [*fiches, {}])
        elif geste.valeur == MODIFIER:
            rang = _choisir(seance, question, fiches, "Quelle fiche modifier ?")
            if rang is not None:
                _modifier(seance, question, rang)
        else:
            rang = _choisir(seance, question, fiches, "Quelle fiche supprimer ?")
            if rang is not None:
                seance.interlocuteur.noter("Fiche supprimée", titre_de_fiche(question, fiches[rang]))
                _garder(seance, question, fiches[:rang] + fiches[rang + 1 :])


def _invite(seance: Seance, question: Question, fiches: list[Fiche]) -> Invite:
    options = {AJOUTER: "Ajouter une fiche" if fiches else "Ajouter une première fiche"}
    options[TERMINER] = f"C'est complet : {compter(len(fiches), 'fiche', 'fiches')}" if fiches else "Rien à noter ici"
    if fiches:
        options |= {MODIFIER: "Modifier une fiche", SUPPRIMER: "Supprimer une fiche"}
    if question.maximum is not None and len(fiches) >= question.maximum:
        del options[AJOUTER]
    choix = [Option(valeur=valeur, libelle=Brut(nom)) for valeur, nom in options.items()]
    resume = "Déjà là : " + " ; ".join(titre_de_fiche(question, fiche) for fiche in fiches) if fiches else None
    aide = "\n".join(part for part in (question.aide, resume) if part) or None
    invite = seance.inviter_au_choix(question, choix, aide=aide)
    return replace(invite, saisie=TERMINER if fiches else AJOUTER)


def _completer(seance: Seance, question: Question, rang: int) -> None:
    """Pose les champs qui manquent à une fiche ; revenir avant le premier l'abandonne."""
    fiche = _fiches(seance, question)[rang]
    if fiche:
        seance.interlocuteur.dire(f"On reprend la fiche « {titre_de_fiche(question, fiche)} ».")
    if not _champs(seance, question, rang, _manquants(question, fiche)[0]):
        fiches = _fiches(seance, question)
        _garder(seance, question, fiches[:rang] + fiches[rang + 1 :])
        seance.interlocuteur.dire("Fiche abandonnée.")


def _champs(seance: Seance, question: Question, rang: int, place: int) -> bool:
    """Pose les champs à partir de `place` ; rend faux si l'on revient avant le premier."""
    while place < len(question.champs):
        champ = question.champs[place]
        if not seance.entretien.contexte.visible(champ):
            _poser_valeur(seance, question, rang, champ, None)
            place += 1
            continue
        geste = _champ(seance, question, rang, champ)
        if not isinstance(geste, Revenir):
            place += 1
            continue
        visibles = [autre for autre in range(place) if seance.entretien.contexte.visible(question.champs[autre])]
        if not visibles:
            return False
        place = visibles[-1]
    return True


def _champ(seance: Seance, question: Question, rang: int, champ: Question) -> Suite:
    fiche = _fiches(seance, question)[rang]
    connue = fiche.get(champ.id)
    options = seance.entretien.options(champ)
    geste = seance.poser(
        replace(
            seance.inviter(question),
            question=champ,
            options=options,
            valeur=connue if connue is not None else seance.entretien.defaut(champ),
            deja_repondu=connue is not None,
            peut_revenir=True,
            peut_decider_plus_tard=False,
            precision=f"fiche {rang + 1}",
        )
    )
    if isinstance(geste, Repondre | Passer):
        valeur = geste.valeur if isinstance(geste, Repondre) else connue
        _poser_valeur(seance, question, rang, champ, valeur)
        seance.interlocuteur.noter(champ.enonce, lisible(champ, valeur))
    return geste


def _modifier(seance: Seance, question: Question, rang: int) -> None:
    """Choisit un champ d'une fiche, le repose, jusqu'à ce que la fiche convienne."""
    while True:
        fiche = _fiches(seance, question)[rang]
        visibles = [champ for champ in question.champs if seance.entretien.contexte.visible(champ)]
        options = {TERMINER: "La fiche convient"} | {
            f"champ-{champ.id}": f"{champ.enonce} {lisible(champ, fiche.get(champ.id))}" for champ in visibles
        }
        entree = menu("fiche", f"Fiche « {titre_de_fiche(question, fiche)} » : que changer ?", options)
        section = seance.inviter(question).section
        geste = seance.poser(inviter_menu(entree, section, peut_revenir=True, depart=TERMINER))
        if not isinstance(geste, Repondre) or geste.valeur == TERMINER:
            return
        _champ(seance, question, rang, next(une for une in visibles if f"champ-{une.id}" == geste.valeur))


def _choisir(seance: Seance, question: Question, fiches: list[Fiche], enonce: str) -> int | None:
    options = {f"fiche-{rang}": titre_de_fiche(question, fiche) for rang, fiche in enumerate(fiches)}
    entree = menu("fiches", enonce, options)
    geste = seance.poser(inviter_menu(entree, seance.inviter(question).section, peut_revenir=True))
    return int(geste.valeur.removeprefix("fiche-")) if isinstance(geste, Repondre) else None


def _fiches(seance: Seance, question: Question) -> list[Fiche]:
    """Les fiches à cet instant. Un champ sans clé n'a jamais été posé ; `None` : posé, et passé."""
    fiches = seance.entretien.proposition(question) or []
    if question.id in seance.reponses.en_cours:
        return [dict(fiche) for fiche in fiches]
    vierge = dict.fromkeys(champ.id for champ in question.champs)
    return [{**vierge, **fiche} for fiche in fiches]


def _manquants(question: Question, fiche: Fiche) -> list[int]:
    return [place for place, champ in enumerate(question.champs) if champ.id not in fiche]


def _poser_valeur(seance: Seance, question: Question, rang: int, champ: Question, valeur: Any) -> None:
    fiches = _fiches(seance, question)
    fiches[rang] = {**fiches[rang], champ.id: valeur}
    _garder(seance, question, fiches)


def _garder(seance: Seance, question: Question, fiches: list[Fiche]) -> None:
    seance.garder(commencer(seance.reponses, question, fiches))


def _bornes(question: Question, fiches: list[Fiche]) -> list[str]:
    if question.minimum is not None and len(fiches) < question.minimum:
        return [f"{question.minimum} {'fiche' if question.minimum < 2 else 'fiches'} au moins"]
    return []
