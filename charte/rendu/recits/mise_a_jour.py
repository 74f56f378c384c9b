"""Le récit d'une mise à jour : ce que devient chaque réponse, puis ce que la charte y gagne ou y perd."""

from __future__ import annotations

from charte.moteur.comparaison.changements import Changements
from charte.moteur.mise_a_jour.sorts import Dite, Sort, Sorts
from charte.rendu.recits.narration import raconter
from charte.rendu.recits.recit import Chapitre, ElementDeRecit, Recit

RAPPORT = "MISE-A-JOUR.md"
_ETATS = {"a_decider": "à décider", "propose": "non discuté, proposition : ", "sans_objet": "sans objet ici"}


def recit(nom: str, depuis: str, vers: str, tous: Sorts, changements: Changements) -> Recit:
    """Rend le récit entier, pour l'écran et pour le conseil."""
    chapeau = (
        f"{nom} passe de la version {depuis} du questionnaire et du modèle à la version {vers}.",
        "Aucune réponse n'est perdue. Ce qui suit dit ce que devient chacune, puis ce que la charte dit désormais.",
    )
    chapitres = [*_chapitres(tous), *raconter(changements).chapitres]
    return Recit("Mise à jour de la charte : avant et après", chapeau, tuple(chapitres))


def annonce(tous: Sorts, questions: int) -> Recit:
    """Rend le sort des réponses, et combien de questions nouvelles vont se poser."""
    suite = ["Une question nouvelle se pose." if questions == 1 else f"{questions} questions nouvelles se posent."]
    chapeau = ("Voici ce que deviennent vos réponses.", *(suite if questions else []))
    return Recit("Mise à jour de la charte", chapeau, tuple(_chapitres(tous)[:1]))


def _chapitres(tous: Sorts) -> list[Chapitre]:
    touchees = [sort for sort in tous.touchees if sort.attendue]
    anciennes = [_element(sort) for sort in touchees if sort.nature != "nouvelle"]
    nouvelles = [_element(sort) for sort in touchees if sort.nature == "nouvelle"]
    ailleurs = tuple((_ailleurs(sort),) for sort in tous.touchees if not sort.attendue)
    gardees = len(tous.gardees)
    compte = "1 réponse ne change en rien." if gardees == 1 else f"{gardees} réponses ne changent en rien."
    anciennes.append(ElementDeRecit("Gardées telles quelles", (compte,)))
    if ailleurs:
        sans_effet = "Le questionnaire change aussi là où votre groupe n'avait rien dit, ou n'est pas concerné."
        anciennes.append(ElementDeRecit("Sans effet sur vos réponses", (sans_effet,), ailleurs))
    chapitres = [Chapitre("vos-reponses", "Ce que deviennent vos réponses", tuple(anciennes))]
    if nouvelles:
        chapitres.append(Chapitre("nouvelles-questions", "Les nouvelles questions", tuple(nouvelles)))
    return chapitres


def _element(sort: Sort) -> ElementDeRecit:
    return ElementDeRecit(_titre(sort), (*_PHRASES[sort.nature](sort), sort.pourquoi))


def _titre(sort: Sort) -> str:
    return " et ".join(f"« {dite.enonce} »" for dite in sort.avant or sort.apres)


def _renommee(sort: Sort) -> tuple[str, ...]:
    (avant,), (apres,) = sort.avant, sort.apres
    noms = f"Dans reponses.yaml, elle s'appelle {apres.question} et non plus {avant.question}."
    return (f"Gardée : {_valeur(apres)}.", noms, *(["L'accord noté la suit."] if avant.note else []))


def _valeurs(sort: Sort) -> tuple[str, ...]:
    return (f"Gardée : {_valeur(sort.apres[0])}. Dans reponses.yaml, cette option porte un autre nom.",)


def _divisee(sort: Sort) -> tuple[str, ...]:
    (avant,) = sort.avant
    parts = " ; ".join(f"« {dite.enonce} » : {_valeur(dite)}" for dite in sort.apres)
    phrases = [f"Divisée en {len(sort.apres)} questions. Avant : {_valeur(avant)}.", f"Maintenant : {parts}."]
    return (*phrases, *(["L'accord noté vaut pour chacune."] if avant.note else []))


def _fusionnee(sort: Sort) -> tuple[str, ...]:
    (apres,) = sort.apres
    avant = " ; ".join(_valeur(dite) for dite in sort.avant)
    phrases = [f"Réunies en une question, « {apres.enonce} ». Avant : {avant}.", f"Maintenant : {_valeur(apres)}."]
    notes = sum(dite.note for dite in sort.avant)
    return (*phrases, *(["Des accords notés, le plus réservé est gardé, avec toutes les remarques."] if notes else []))


def _retiree(sort: Sort) -> tuple[str, ...]:
    (avant,) = sort.avant
    suite = " avec l'accord noté" if avant.note else ""
    return (f"Retirée. Votre réponse ({_valeur(avant)}) reste dans reponses.yaml, sous « anciennes »{suite}.",)


def _nouvelle(sort: Sort) -> tuple[str, ...]:
    (apres,) = sort.apres
    if apres.etat == "a_decider":
        return ("Laissée à décider : elle engage le groupe, qui n'en a pas encore parlé.",)
    if apres.etat == "propose":
        return (f"Pas encore discutée. En attendant, la proposition vaut : {apres.valeur}.",)
    return (f"Votre réponse : {apres.valeur}.",)


_PHRASES = {
    "renommee": _renommee,
    "valeurs": _valeurs,
    "divisee": _divisee,
    "fusionnee": _fusionnee,
    "retiree": _retiree,
    "nouvelle": _nouvelle,
}


def _ailleurs(sort: Sort) -> str:
    mots = {
        "renommee": "change de nom",
        "valeurs": "change de mots",
        "divisee": "devient plusieurs questions",
        "fusionnee": "n'en font plus qu'une",
        "retiree": "n'est plus posée",
        "nouvelle": "s'ajoute, et ne se pose pas à votre groupe",
    }
    return f"{_titre(sort)} {mots[sort.nature]}."


def _valeur(dite: Dite) -> str:
    if dite.etat == "repondu":
        return dite.valeur
    return _ETATS[dite.etat] + (dite.valeur if dite.etat == "propose" else "")
