"""Pourquoi une clause n'est pas dans une charte, dit en mots : les réponses qui l'écartent, ou le parcours."""

from __future__ import annotations

from collections.abc import Iterable

from charte.moteur.controles.couverture import Absence
from charte.moteur.expressions.raisons import Decisive
from charte.moteur.texte import enumerer

SIGNES_PAR_REPONSE = 80
RETRAIT = "le groupe l'a retirée du texte"
EXPRESS = "le parcours express ne l'aborde pas"


def raisons(absences: Iterable[Absence]) -> str:
    """Les raisons de ces absences, chacune dite une fois."""
    absences = list(absences)
    dites = _reponses([une for absence in absences for une in absence.reponses])
    suites = [f"parce que {' et que '.join(dites)}"] if dites else []
    suites += [EXPRESS] if any(absence.express for absence in absences) else []
    retraits = dict.fromkeys(absence.retrait for absence in absences if absence.retrait is not None)
    suites += [
        f"{RETRAIT} : {raison.rstrip('.')}" if raison else f"{RETRAIT}, sans raison écrite" for raison in retraits
    ]
    return " ; ".join(suites) or "sa condition n'est pas remplie"


def _reponses(reponses: Iterable[Decisive]) -> list[str]:
    """Chaque réponse une fois ; les lignes d'une grille qui ont la même valeur, ensemble."""
    groupes: dict[tuple[str, str, str], dict[str, None]] = {}
    for une in reponses:
        groupes.setdefault((une.enonce, une.valeur, une.etat), {})[une.ligne] = None
    return [_reponse(*groupe, [ligne for ligne in lignes if ligne]) for groupe, lignes in groupes.items()]


def _reponse(enonce: str, valeur: str, etat: str, lignes: list[str]) -> str:
    question = f"« {enonce} »" + (f", pour {enumerer(f'« {ligne} »' for ligne in lignes)}" if lignes else "")
    if etat == "a_decider":
        return f"{question} reste à décider"
    if not valeur:
        return f"vos réponses à {question} n'y mènent pas"
    if valeur == "—":
        return f"vous n'avez rien retenu à {question}" if etat == "repondu" else f"{question} n'a pas été discuté"
    if etat != "repondu":
        return f"{question} n'a pas été discuté et garde la proposition « {_abreger(valeur)} »"
    return f"vous avez répondu « {_abreger(valeur)} » à {question}"


def _abreger(texte: str) -> str:
    """Coupe une longue réponse entre deux options, sinon entre deux mots."""
    if len(texte) <= SIGNES_PAR_REPONSE:
        return texte
    debut = texte[:SIGNES_PAR_REPONSE]
    return f"{debut.rpartition(', ')[0] or debut.rpartition(' ')[0] or debut}…"
