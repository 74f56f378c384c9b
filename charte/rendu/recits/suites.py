"""Dire ce qu'une décision entraîne : les clauses, les cases, groupées par ce qui leur arrive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charte.moteur.charte import CaseMatrice
from charte.moteur.comparaison.changements import CaseChangee, ClauseChangee, Decision
from charte.moteur.comparaison.mot_a_mot import nu
from charte.moteur.expressions.lisible import DECISIONS
from charte.moteur.texte import compter, enumerer, minuscule


@dataclass(frozen=True)
class Lien:
    """Des mots qui mènent à une autre entrée du récit."""

    texte: str
    ancre: str


Phrase = tuple[str | Lien, ...]
"""Une phrase, dont certains mots sont des liens là où l'on peut cliquer."""

RENVOIS_AU_PLUS = 8

ETATS = {
    "ferme": "La clause a été discutée.",
    "non_discutee": "La clause est maintenant marquée « non discutée ».",
    "a_decider": "La clause attend maintenant une décision.",
}

_SORTS = {
    "change": ("change", "changent"),
    "ecrite": ("n'attend plus de décision et s'écrit", "n'attendent plus de décision et s'écrivent"),
    "attend": ("attend maintenant une décision", "attendent maintenant une décision"),
    "discutee": (
        "garde son texte, et n'est plus « non discutée »",
        "gardent leur texte, et ne sont plus « non discutées »",
    ),
    "non_discutee": (
        "garde son texte, mais devient « non discutée »",
        "gardent leur texte, mais deviennent « non discutées »",
    ),
    "disparue": ("disparaît", "disparaissent"),
    "apparue": ("apparaît", "apparaissent"),
}


def citer(texte: str) -> str:
    """Le texte entre guillemets ; ceux qu'il contient déjà deviennent anglais."""
    return f"« {texte.replace('« ', '“').replace(' »', '”')} »"


def en_clair(phrase: Phrase) -> str:
    """La phrase, liens compris, en texte."""
    return "".join(bout if isinstance(bout, str) else bout.texte for bout in phrase)


def designer(une: ClauseChangee) -> str:
    """« 4.2 Les outils », et le numéro d'avant s'il a glissé."""
    ancien = une.avant.numero if une.avant and une.apres and une.avant.numero != une.apres.numero else ""
    return f"{une.clause.numero} {nu(une.clause.titre)}" + (f" ({ancien} auparavant)" if ancien else "")


def de_la_decision(decision: Decision) -> tuple[Phrase, ...]:
    """Ce que la décision entraîne, une puce par sort commun ; ce qu'une autre cite n'est que nommé."""
    puces = [*des_clauses(decision.clauses), *des_cases(decision.cases)]
    renvois = [une for une in decision.renvois if not une.discrete]
    if len(renvois) > RENVOIS_AU_PLUS:
        puces.append((f"Touche aussi {len(renvois)} clauses, citées ailleurs.",))
    elif renvois:
        tete = "Touche aussi la clause " if len(renvois) == 1 else "Touche aussi les clauses "
        puces.append((tete, *_numeros(renvois), ", " + ("citée" if len(renvois) == 1 else "citées") + " ailleurs."))
    return tuple(puces) or (("Aucune clause n'en change.",),)


def des_clauses(clauses: Iterable[ClauseChangee]) -> Iterable[Phrase]:
    """Une phrase par sort : celles qui changent, celles qui disparaissent, celles qui apparaissent…"""
    groupes: dict[str, list[ClauseChangee]] = {sort: [] for sort in _SORTS}
    for une in clauses:
        if not une.discrete:
            groupes[_sort(une)].append(une)
    for sort, siennes in groupes.items():
        if siennes:
            singulier, pluriel = _SORTS[sort]
            tete, verbe = ("La clause ", singulier) if len(siennes) == 1 else ("Les clauses ", pluriel)
            yield (tete, *_enumerer([_citee(une) for une in siennes]), f" {verbe}.")


def _sort(une: ClauseChangee) -> str:
    if une.avant is None or une.apres is None:
        return une.sens
    if une.avant.etat != une.apres.etat:
        if "a_decider" in (une.avant.etat, une.apres.etat):
            return "attend" if une.apres.etat == "a_decider" else "ecrite"
        if not {"titre", "texte"} & set(une.aspects):
            return "discutee" if une.apres.etat == "ferme" else "non_discutee"
    return "change"


def retouchee(une: ClauseChangee) -> Phrase:
    """Ce qu'une retouche à la main a fait de la clause."""
    if une.sens == "disparue":
        raison = f" Raison donnée : {nu(une.raison)}" if une.raison else " Aucune raison n'est donnée."
        return ("La clause ", _citee(une), " est retirée.", raison)
    if une.sens == "apparue":
        quoi = " est remise." if une.clause.retouche != "locale" else " est ajoutée par le groupe."
        return ("La clause ", _citee(une), quoi)
    quoi = {
        "amendee": " est amendée.",
        "deplacee": " est déplacée.",
        "locale": " est du groupe ; elle change.",
        "": " retrouve le texte du modèle.",
    }[une.clause.retouche]
    return ("La clause ", _citee(une), quoi)


def des_cases(cases: Sequence[CaseChangee]) -> Iterable[Phrase]:
    """« 3 cases de la matrice passent de « sous conditions » à « interdit ». »"""
    for (avant, apres), siennes in _par_passage(cases).items():
        nombre = compter(len(siennes), "case de la matrice passe", "cases de la matrice passent")
        yield (f"{nombre} de « {minuscule(avant)} » à « {minuscule(apres)} ».",)


def cases_nommees(cases: Sequence[CaseChangee]) -> Iterable[Phrase]:
    """Les mêmes, case par case, une ligne de la matrice après l'autre."""
    for (avant, apres), siennes in _par_passage(cases).items():
        classes: dict[str, list[str]] = {}
        for case in siennes:
            classes.setdefault(case.libelle_classe, []).append(case.libelle_famille)
        lieux = " ; ".join(
            f"{classe}, dans {enumerer(citer(famille) for famille in familles)}" for classe, familles in classes.items()
        )
        yield (f"« {avant} » devient « {apres} » : {lieux}.",)
    discretes = sum(case.discrete for case in cases)
    if discretes:
        nombre = compter(discretes, "case garde sa décision", "cases gardent leur décision")
        yield (f"{nombre}, pour une autre raison.",)


def _par_passage(cases: Iterable[CaseChangee]) -> dict[tuple[str, str], list[CaseChangee]]:
    groupes: dict[tuple[str, str], list[CaseChangee]] = {}
    for case in cases:
        if not case.discrete:
            groupes.setdefault((_decision(case.avant), _decision(case.apres)), []).append(case)
    return groupes


def _decision(case: CaseMatrice | None) -> str:
    return DECISIONS[case.decision] if case else "Absente"


def discretes(clauses: Iterable[ClauseChangee]) -> Iterable[Phrase]:
    """Les clauses qui gardent leur texte, groupées par ce qui change autour d'elles."""
    groupes: dict[str, list[ClauseChangee]] = {}
    for une in clauses:
        autour = dict.fromkeys(_ASPECTS[aspect] for aspect in une.aspects if aspect in _ASPECTS)
        groupes.setdefault(", ".join(autour), []).append(une)
    for noms, siennes in groupes.items():
        if noms:
            tete = "La clause garde son texte : " if len(siennes) == 1 else "Ces clauses gardent leur texte : "
            yield (tete, *_numeros(siennes), f". Ce qui change autour : {noms}.")


_ASPECTS = {
    "force": "la nature de la règle",
    "reponses": "les réponses dont le texte dépend",
    "recommandations": "les sources",
    "droit": "les repères de droit",
    "falc": "la version facile à lire",
    "falc_place": "la version facile à lire",
    "picto": "le dessin",
    "affiche": "la ligne d'affiche",
    "retouche": "la marque de retouche",
}


def _citee(une: ClauseChangee) -> Lien:
    ancien = une.avant.numero if une.avant and une.apres and une.avant.numero != une.apres.numero else ""
    texte = f"{une.clause.numero} {citer(nu(une.clause.titre))}" + (f" ({ancien} auparavant)" if ancien else "")
    return Lien(texte, f"clause-{une.id}")


def _numeros(clauses: Sequence[ClauseChangee]) -> Iterable[str | Lien]:
    return _enumerer([Lien(_numero(une), f"clause-{une.id}" if not une.discrete else "") for une in clauses])


def _numero(une: ClauseChangee) -> str:
    """Le numéro ; celui d'une clause disparue a pu être repris par une autre."""
    return f"{une.clause.numero} (disparue)" if une.sens == "disparue" else une.clause.numero


def _enumerer(bouts: Sequence[Lien]) -> Iterable[str | Lien]:
    """« a, b et c », liens gardés."""
    for rang, bout in enumerate(bouts):
        if rang:
            yield " et " if rang == len(bouts) - 1 else ", "
        yield bout
