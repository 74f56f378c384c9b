"""Ce qui change d'une charte à l'autre, pour un autre programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from charte.moteur.charte import Reponse
from charte.moteur.comparaison.changements import CaseChangee, Changements, ClauseChangee, Decision, Morceau

FORMAT = 1


def en_donnees(changements: Changements) -> dict[str, Any]:
    """Rend les changements en objets simples, prêts pour le JSON."""
    clauses = sorted(changements.clauses, key=lambda une: une.id)
    return {
        "format": FORMAT,
        "vide": changements.vide,
        "avant": asdict(changements.avant),
        "apres": asdict(changements.apres),
        "decisions": [_decision(decision) for decision in changements.decisions],
        "sans_reponse": [une.id for une in changements.sans_reponse],
        "clauses": [_clause(une) for une in clauses],
        "matrice": [_case(case) for case in changements.toutes_les_cases],
        "droit": [{"id": un.id, "sens": un.sens, "titre": (un.apres or un.avant).titre} for un in changements.droit],  # type: ignore[union-attr]
        "tranches": [point.question for point in changements.tranches],
        "ouverts": [point.question for point in changements.ouverts],
        "passages": [{**asdict(passage), "mots": _mots(passage.mots)} for passage in changements.passages],
        "numeros": [list(numeros) for numeros in changements.glissees],
        "autres": list(changements.autres),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "question": decision.question,
        "enonce": decision.reponse.enonce,
        "geste": decision.geste,
        "reelle": decision.reelle,
        "avant": _reponse(decision.avant),
        "apres": _reponse(decision.apres),
        "parties": [asdict(partie) for partie in decision.parties],
        "clauses": [une.id for une in decision.clauses],
        "renvois": [une.id for une in decision.renvois],
        "cases": [[case.classe, case.famille] for case in decision.cases],
    }


def _reponse(reponse: Reponse | None) -> dict[str, Any] | None:
    if reponse is None:
        return None
    noms = ("valeur", "etat", "accord", "remarque", "revoir_le")
    return {nom: getattr(reponse, nom) for nom in noms}


def _clause(une: ClauseChangee) -> dict[str, Any]:
    donnees: dict[str, Any] = {"id": une.id, "sens": une.sens, "cause": une.cause, "questions": list(une.questions)}
    for moment, clause in (("avant", une.avant), ("apres", une.apres)):
        noms = ("numero", "titre", "texte", "etat", "retouche")
        donnees[moment] = {nom: getattr(clause, nom) for nom in noms} if clause else None
    return donnees | {"raison": une.raison, "aspects": list(une.aspects), "mots": _mots(une.mots)}


def _case(case: CaseChangee) -> dict[str, Any]:
    return {
        "donnees": case.classe,
        "outils": case.famille,
        "avant": case.avant.decision if case.avant else None,
        "apres": case.apres.decision if case.apres else None,
        "questions": list(case.questions),
    }


def _mots(morceaux: Iterable[Morceau]) -> list[list[str]]:
    return [[morceau.sorte, morceau.texte] for morceau in morceaux]
