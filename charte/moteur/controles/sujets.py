"""Les sujets des chartes publiées ailleurs : traités ici, sans objet, ou non traités."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from charte.contenu import modele as m
from charte.contenu.referentiel import Sujet
from charte.moteur.charte import Annexe, Charte, Clause
from charte.moteur.controles.couverture import Absence, absence
from charte.moteur.expressions.bac_a_sable import ExpressionInvalide
from charte.moteur.expressions.conditions import condition
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.raisons import Decisive, decisives, est_fausse

EtatSujet = Literal["traite", "sans_objet", "non_traite"]


@dataclass(frozen=True)
class SujetDuModele:
    """Un sujet, et les clauses et annexes de ce modèle qui le traitent."""

    sujet: Sujet
    clauses: tuple[str, ...]
    annexes: tuple[str, ...]

    @property
    def traite(self) -> bool:
        """Vrai si une clause ou une annexe du modèle le traite."""
        return bool(self.clauses or self.annexes)


@dataclass(frozen=True)
class SuiviSujet:
    """Ce qu'une charte fait d'un sujet. `reponses` : celles qui le rendent sans objet."""

    sujet: Sujet
    etat: EtatSujet
    clauses: tuple[Clause, ...] = ()
    annexes: tuple[Annexe, ...] = ()
    absences: tuple[Absence, ...] = ()
    reponses: tuple[Decisive, ...] = ()


def du_modele(sujets: Mapping[str, Sujet], modele: m.Modele) -> tuple[SujetDuModele, ...]:
    """Chaque sujet avec ce qui le traite ; un modèle à soi n'a pas forcément les clauses du modèle fourni."""
    clauses = {clause.id for article in modele.articles for clause in article.clauses}
    annexes = {annexe.id for annexe in modele.annexes}
    return tuple(
        SujetDuModele(
            sujet,
            tuple(une for une in sujet.clauses if une in clauses),
            tuple(une for une in sujet.annexes if une in annexes),
        )
        for sujet in sujets.values()
    )


def suivre(
    sujets: tuple[SujetDuModele, ...], modele: m.Modele, contexte: Contexte, charte: Charte
) -> tuple[SuiviSujet, ...]:
    """Ce que cette charte fait de chaque sujet. `contexte` : celui dont la charte est composée."""
    clauses = {clause.id: clause for article in modele.articles for clause in article.clauses}
    return tuple(_suivi(sujet, clauses, contexte, charte) for sujet in sujets)


def _suivi(
    ici: SujetDuModele, clauses: Mapping[str, m.ClauseDuModele], contexte: Contexte, charte: Charte
) -> SuiviSujet:
    sujet = ici.sujet
    if sujet.si and _sans_objet(sujet.si, contexte):
        return SuiviSujet(sujet, "sans_objet", reponses=decisives(sujet.si, contexte))
    imprimees = tuple(clause for clause in charte.clauses() if clause.id in ici.clauses)
    annexes = tuple(annexe for annexe in charte.annexes if annexe.id in ici.annexes)
    if imprimees or annexes:
        return SuiviSujet(sujet, "traite", imprimees, annexes)
    absences = tuple(absence(clauses[une], contexte, charte.retraits) for une in ici.clauses)
    return SuiviSujet(sujet, "non_traite", absences=absences)


def _sans_objet(si: str, contexte: Contexte) -> bool:
    """Vrai si ces réponses écartent le sujet ; ce qu'un questionnaire à soi ne demande pas n'écarte rien."""
    if not condition(si).noms <= {*contexte.questionnaire.par_id, *contexte.mots}:
        return False
    try:
        return est_fausse(si, contexte)
    except ExpressionInvalide:
        return False
