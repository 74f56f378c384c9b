"""La couverture du référentiel : où sert chaque recommandation, et ce qu'une charte en retient.

Une recommandation a sa place si une clause, une règle de la matrice, une annexe, une question ou le guide d'animation
la porte, ou si le référentiel dit pourquoi il l'écarte. Une règle de cohérence seule ne suffit pas : elle ne se montre
qu'aux groupes qui se contredisent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from charte.contenu import modele as m
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.referentiel import Recommandation, Referentiel, RegleDroit
from charte.moteur.charte import Annexe, Charte, Clause, Retrait
from charte.moteur.composition.matrice import regles_actives
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.raisons import Decisive, decisives, est_fausse

Groupe = Literal["retenue", "adaptee", "ecartee"]


@dataclass(frozen=True)
class Porteurs:
    """Les identifiants de ce qui cite une recommandation ou un repère de droit ; `reperes` : les chiffres en annexe."""

    clauses: tuple[str, ...] = ()
    reperes: tuple[str, ...] = ()
    matrice: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    coherence: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceDeRecommandation:
    """Où sert une recommandation. `guide` : la partie du guide d'animation ; `raison` : pourquoi elle est écartée."""

    entree: Recommandation
    porteurs: Porteurs
    guide: str
    raison: str

    @property
    def orpheline(self) -> bool:
        """Vrai si rien ne la porte et qu'aucune raison ne l'écarte."""
        p = self.porteurs
        return not (p.clauses or p.reperes or p.matrice or p.annexes or p.questions or self.guide or self.raison)


@dataclass(frozen=True)
class PlaceDuDroit:
    """Où est cité un repère de droit."""

    regle: RegleDroit
    porteurs: Porteurs

    @property
    def orpheline(self) -> bool:
        """Vrai si rien ne le cite."""
        return self.porteurs == Porteurs()


@dataclass(frozen=True)
class Bilan:
    """Le référentiel entier face à un modèle et à son questionnaire."""

    places: tuple[PlaceDeRecommandation, ...]
    droit: tuple[PlaceDuDroit, ...]

    @property
    def complet(self) -> bool:
        """Vrai si aucune recommandation, aucun repère de droit n'est orphelin."""
        return not (any(place.orpheline for place in self.places) or any(repere.orpheline for repere in self.droit))


@dataclass(frozen=True)
class Absence:
    """Une clause ou une règle de la matrice que cette charte n'a pas.

    `express` : le parcours express ne l'aborde pas ; sinon `reponses` : celles qui l'écartent. `retrait` : la raison du
    groupe s'il l'a retirée du texte ("" s'il ne la dit pas), sinon `None`.
    """

    id: str
    titre: str
    express: bool
    reponses: tuple[Decisive, ...]
    retrait: str | None = None


@dataclass(frozen=True)
class Suivi:
    """Ce qu'une charte fait d'une recommandation."""

    place: PlaceDeRecommandation
    groupe: Groupe
    clauses: tuple[Clause, ...]
    matrice: tuple[str, ...]
    annexes: tuple[Annexe, ...]
    absences: tuple[Absence, ...]


def porteurs(modele: m.Modele, questionnaire: Questionnaire, source: str) -> Porteurs:
    """Tout ce qui cite cette recommandation ou ce repère de droit."""
    return Porteurs(
        clauses=tuple(c.id for a in modele.articles if not a.annexe for c in a.clauses if _cite(c, source)),
        reperes=tuple(c.id for a in modele.articles if a.annexe for c in a.clauses if _cite(c, source)),
        matrice=tuple(regle.id for regle in modele.matrice.regles if _cite(regle, source)),
        annexes=tuple(annexe.id for annexe in modele.annexes if _cite(annexe, source)),
        questions=tuple(une.id for une in questionnaire.questions() if source in une.recommandations),
        coherence=tuple(regle.id for regle in modele.coherence if _cite(regle, source)),
    )


def _cite(porteur: m.ClauseDuModele | m.RegleMatrice | m.RegleCoherence | m.AnnexeDuModele, source: str) -> bool:
    return source in porteur.recommandations or source in porteur.droit


def bilan_du_referentiel(questionnaire: Questionnaire, modele: m.Modele, referentiel: Referentiel) -> Bilan:
    """Où sert chaque recommandation, où est cité chaque repère de droit, quelle que soit la charte."""
    return Bilan(
        places=tuple(
            PlaceDeRecommandation(une, porteurs(modele, questionnaire, une.id), une.animation or "", une.ecartee or "")
            for une in referentiel.recommandations.values()
        ),
        droit=tuple(
            PlaceDuDroit(regle, porteurs(modele, questionnaire, regle.id)) for regle in referentiel.droit.values()
        ),
    )


def suivre(
    places: tuple[PlaceDeRecommandation, ...], modele: m.Modele, contexte: Contexte, charte: Charte
) -> tuple[Suivi, ...]:
    """Ce que cette charte fait de chaque recommandation. `contexte` : celui dont la charte est composée."""
    return tuple(map(_Suite(modele, contexte, charte).de, places))


class _Suite:
    """Ce qui est dans une charte, ce qui n'y est pas et pourquoi, par identifiant."""

    def __init__(self, modele: m.Modele, contexte: Contexte, charte: Charte) -> None:
        clauses = [clause for article in modele.articles for clause in article.clauses]
        regles = modele.matrice.regles
        self.clauses = {clause.id: clause for clause in charte.clauses()}
        self.annexes = {annexe.id: annexe for annexe in charte.annexes}
        self.actives = {regle.id for regle in regles_actives(modele.matrice, contexte)}
        self.absentes = {
            une.id: absence(une, contexte, charte.retraits) for une in clauses if une.id not in self.clauses
        }
        for regle in regles:
            if regle.si and est_fausse(regle.si, contexte):
                self.absentes[regle.id] = Absence(regle.id, regle.id, False, decisives(regle.si, contexte))

    def de(self, place: PlaceDeRecommandation) -> Suivi:
        """La suite donnée à une recommandation. Une règle de la matrice ne manque qu'à qui n'a pas de clause."""
        p = place.porteurs
        textes = (*p.clauses, *p.reperes)
        absences = tuple(self.absentes[une] for une in textes or p.matrice if une in self.absentes)
        clauses = tuple(self.clauses[une] for une in textes if une in self.clauses)
        annexes = tuple(self.annexes[une] for une in p.annexes if une in self.annexes)
        matrice = tuple(une for une in p.matrice if une not in self.absentes)
        presente = bool(clauses or annexes or matrice)
        ferme = self.actives.issuperset(matrice) and all(clause.etat == "ferme" for clause in clauses)
        entiere: Groupe = "adaptee" if absences or not ferme else "retenue"
        return Suivi(place, entiere if presente else "ecartee", clauses, matrice, annexes, absences)


def absence(clause: m.ClauseDuModele, contexte: Contexte, retraits: Iterable[Retrait] = ()) -> Absence:
    """Pourquoi cette clause n'est pas imprimée. `retraits` : ce que le groupe a retiré du texte.

    Le parcours express l'emporte, sauf si des réponses données suffisent à l'écarter : elle manquerait aussi à la
    charte complète.
    """
    titre = contexte.variante(clause.titre) or clause.titre.partition("{")[0].strip()
    retrait = next((un for un in retraits if un.id == clause.id), None)
    if retrait is not None:
        return Absence(clause.id, titre, False, (), retrait.raison)
    reponses = decisives(clause.si, contexte) if clause.si and est_fausse(clause.si, contexte) else ()
    express = not contexte.aborde(clause) and not (reponses and all(reponse.etat == "repondu" for reponse in reponses))
    return Absence(clause.id, titre, express, () if express else reponses)
