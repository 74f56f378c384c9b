"""Comparer deux chartes : les décisions et ce qu'elles entraînent, puis ce qu'aucune réponse n'explique."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from charte.contenu.base import Markdown, Table
from charte.moteur.charte import CaseMatrice, Charte, Clause, Matrice, PointADecider
from charte.moteur.comparaison.appariement import apparier, aspects
from charte.moteur.comparaison.causes import Causes, differe
from charte.moteur.comparaison.changements import (
    CaseChangee,
    Changements,
    ClauseChangee,
    Decision,
    DroitChange,
    Version,
)
from charte.moteur.comparaison.decisions import Changee, accord, geste, parties, reelle, reponses_changees
from charte.moteur.comparaison.mot_a_mot import nu
from charte.moteur.comparaison.passages import passages
from charte.moteur.texte import AUCUN_TEXTE

_SUIVIS = {
    *("articles", "annexes", "essentiel", "matrice", "a_decider", "reponses", "droit", "retraits"),
    *("titre", "sous_titre", "avertissement", "nom", "structure", "mission", "instance", "contact"),
    "origine",
}
"""Les champs comparés en détail, et celui que ses réponses disent déjà ; un autre qui diffère est nommé tel quel."""


@dataclass(frozen=True)
class Renommages:
    """Ce qu'une mise à jour du modèle a renommé : ancien identifiant, nouveau."""

    questions: Table[str, str] = field(default_factory=Table)
    clauses: Table[str, str] = field(default_factory=Table)


def comparer(avant: Charte, apres: Charte, renommages: Renommages | None = None) -> Changements:
    """Rend ce qui sépare deux chartes, dans l'ordre de la seconde ; `vide` si elles sont égales.

    `renommages` : pour suivre une question ou une clause qui a changé d'identifiant. Sans lui, deux clauses au même
    texte, deux questions au même énoncé, sont encore reconnues.
    """
    avant = _renommer(avant, renommages) if renommages else avant
    reponses = reponses_changees(avant, apres)
    droit = _droit(avant, apres)
    causes = Causes(avant, apres, reponses, [un.id for un in droit])
    paires = apparier(avant.clauses(), apres.clauses(), lambda une: une.id, lambda une: (une.titre, une.texte))
    changees = [causes.clause(paire) for paire in paires if differe(*paire)]
    cases = _cases(avant.matrice, apres.matrice, causes)
    decisions = _decisions(reponses, changees, cases)
    citees = {id(une) for decision in decisions for une in (*decision.clauses, *decision.cases)}
    return Changements(
        avant=_version(avant),
        apres=_version(apres),
        decisions=decisions,
        sans_reponse=tuple(une for une in changees if id(une) not in citees),
        cases=tuple(une for une in cases if id(une) not in citees),
        droit=droit,
        tranches=_points_absents(avant.a_decider, apres.a_decider),
        ouverts=_points_absents(apres.a_decider, avant.a_decider),
        passages=passages(avant, apres),
        glissees=tuple(
            (une.numero, autre.numero)
            for une, autre in paires
            if une and autre and une.numero != autre.numero and not differe(une, autre)
        ),
        autres=tuple(
            champ.name
            for champ in fields(Charte)
            if champ.name not in _SUIVIS and getattr(avant, champ.name) != getattr(apres, champ.name)
        ),
    )


def _version(charte: Charte) -> Version:
    adoption = charte.adoptions[-1] if charte.adoptee and charte.adoptions else None
    return Version(
        nom=charte.nom,
        version=charte.version,
        date=charte.date,
        parcours=charte.parcours,
        questionnaire=charte.questionnaire,
        modele=charte.modele,
        relecture=charte.relecture,
        adoption=adoption,
    )


def _renommer(charte: Charte, renommages: Renommages) -> Charte:
    """La charte sous les identifiants d'aujourd'hui ; ses mots restent les siens."""

    def une(reference: str) -> str:
        question, point, ligne = reference.partition(".")
        return f"{renommages.questions.get(question, question)}{point}{ligne}"

    def toutes(references: Iterable[str]) -> tuple[str, ...]:
        return tuple(une(reference) for reference in references)

    def clause(celle: Clause) -> Clause:
        nom = renommages.clauses.get(celle.id, celle.id)
        return replace(
            celle,
            id=nom,
            reponses=toutes(celle.reponses),
            points=toutes(celle.points),
            presence=toutes(celle.presence),
            par_les_mots=toutes(celle.par_les_mots),
        )

    classes = tuple(
        replace(classe, cases=tuple(replace(case, reponses=toutes(case.reponses)) for case in classe.cases))
        for classe in charte.matrice.classes
    )
    return replace(
        charte,
        articles=tuple(replace(un, clauses=tuple(map(clause, un.clauses))) for un in charte.articles),
        reponses=tuple(replace(reponse, question=une(reponse.question)) for reponse in charte.reponses),
        a_decider=tuple(replace(point, question=une(point.question)) for point in charte.a_decider),
        matrice=replace(charte.matrice, classes=classes),
    )


def _decisions(
    reponses: Iterable[Changee],
    clauses: Sequence[ClauseChangee],
    cases: Sequence[CaseChangee],
) -> tuple[Decision, ...]:
    """Les décisions, chacune avec ce qu'elle entraîne ; ce qu'une autre explique mieux n'est que nommé."""
    expliquees = [une for une in clauses if une.cause == "reponse"]
    return tuple(
        Decision(
            question=question,
            geste=geste(avant, apres),
            reelle=reelle(avant, apres),
            avant=avant,
            apres=apres,
            parties=parties(avant, apres),
            accord_change=bool(avant and apres and accord(avant) != accord(apres)),
            clauses=tuple(une for une in expliquees if une.questions[0] == question),
            renvois=tuple(une for une in expliquees if question in une.questions[1:]),
            cases=tuple(case for case in cases if case.questions[:1] == (question,)),
        )
        for question, avant, apres in reponses
    )


# Les clauses et la matrice.


def _cases(avant: Matrice, apres: Matrice, causes: Causes) -> list[CaseChangee]:
    anciennes, nouvelles = _par_case(avant), _par_case(apres)
    changees = []
    for cle in {**nouvelles, **anciennes}:
        ancienne, nouvelle = anciennes.get(cle), nouvelles.get(cle)
        if ancienne and nouvelle and not aspects(ancienne[2], nouvelle[2], ("reponses",)):
            continue
        classe, famille, _ = nouvelle or ancienne or (AUCUN_TEXTE, AUCUN_TEXTE, None)
        cases = [une[2] for une in (ancienne, nouvelle) if une]
        changees.append(
            CaseChangee(
                *cle,
                libelle_classe=nu(classe),
                libelle_famille=nu(famille),
                avant=ancienne[2] if ancienne else None,
                apres=nouvelle[2] if nouvelle else None,
                questions=causes.de_la_case(*(case.reponses for case in cases)),
            )
        )
    return changees


def _par_case(matrice: Matrice) -> dict[tuple[str, str], tuple[Markdown, Markdown, CaseMatrice]]:
    """Chaque case sous sa classe et sa famille, avec leurs libellés."""
    return {
        (classe.id, famille.id): (classe.libelle, famille.libelle, case)
        for classe in matrice.classes
        for famille, case in zip(matrice.familles, classe.cases, strict=True)
    }


# Le droit, les points à décider.


def _droit(avant: Charte, apres: Charte) -> tuple[DroitChange, ...]:
    paires = apparier(avant.droit, apres.droit, lambda un: un.id, lambda un: un.id)
    return tuple(
        DroitChange(paire.une.id, paire.sens, *paire)
        for paire in paires
        if paire.sens != "changee" or aspects(*paire, ("code",))
    )


def _points_absents(ici: Iterable[PointADecider], la: Iterable[PointADecider]) -> tuple[PointADecider, ...]:
    """Les points d'ici qui ne sont pas là."""
    autres = {point.question for point in la}
    return tuple(point for point in ici if point.question not in autres)
