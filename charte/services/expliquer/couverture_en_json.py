"""La couverture en JSON, pour un autre programme : les mêmes calculs, sans phrase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from charte.moteur.charte import Charte, Clause
from charte.moteur.controles.couverture import Absence, Bilan, PlaceDeRecommandation, Suivi
from charte.moteur.controles.sujets import SuiviSujet, SujetDuModele

Donnees = dict[str, Any]


def du_modele(bilan: Bilan) -> Donnees:
    """Chaque recommandation et chaque repère de droit, et ce qui les porte."""
    return {
        "complet": bilan.complet,
        "recommandations": [
            {**_entree(place), **asdict(place.porteurs), "guide": place.guide, "raison": place.raison}
            | {"orpheline": place.orpheline}
            for place in bilan.places
        ],
        "droit": [
            {"id": repere.regle.id, "titre": repere.regle.titre, **asdict(repere.porteurs)}
            | {"orpheline": repere.orpheline}
            for repere in bilan.droit
        ],
    }


def de_la_charte(suivis: Sequence[Suivi], charte: Charte) -> Donnees:
    """Ce que la charte fait de chaque recommandation : son groupe, ce qui est imprimé, ce qui manque et pourquoi."""
    return {
        "charte": charte.nom,
        "resume": dict(Counter(suivi.groupe for suivi in suivis)),
        "recommandations": [
            {
                **_entree(suivi.place),
                "groupe": suivi.groupe,
                "clauses": _clauses(suivi.clauses),
                "matrice": suivi.matrice,
                "annexes": [annexe.id for annexe in suivi.annexes],
                "questions": suivi.place.porteurs.questions,
                "guide": suivi.place.guide,
                "raison": suivi.place.raison,
                "absences": _absences(suivi.absences),
            }
            for suivi in suivis
        ],
    }


def sujets_du_modele(sujets: Iterable[SujetDuModele]) -> Donnees:
    """Chaque sujet, et ce qui le traite dans le modèle."""
    return {
        "sujets": [
            {**ici.sujet.model_dump(exclude={"si"}), "clauses": ici.clauses, "annexes": ici.annexes} for ici in sujets
        ]
    }


def sujets_de_la_charte(suivis: Sequence[SuiviSujet], charte: Charte) -> Donnees:
    """Ce que la charte fait de chaque sujet."""
    return {
        "charte": charte.nom,
        "resume": dict(Counter(suivi.etat for suivi in suivis)),
        "sujets": [
            {
                "id": suivi.sujet.id,
                "titre": suivi.sujet.titre,
                "etat": suivi.etat,
                "clauses": _clauses(suivi.clauses),
                "annexes": [annexe.id for annexe in suivi.annexes],
                "reponses": [asdict(reponse) for reponse in suivi.reponses],
                "absences": _absences(suivi.absences),
            }
            for suivi in suivis
        ],
    }


def _entree(place: PlaceDeRecommandation) -> Donnees:
    return {"id": place.entree.id, "titre": place.entree.titre, "theme": place.entree.theme}


def _clauses(clauses: Iterable[Clause]) -> list[Donnees]:
    return [{"id": clause.id, "numero": clause.numero, "etat": clause.etat} for clause in clauses]


def _absences(absences: Iterable[Absence]) -> list[Donnees]:
    return [asdict(absence) for absence in absences]
