"""Le plan d'un document mis en page : ce qui s'imprime, dans quel ordre, sous quelle lettre et avec quels renvois."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple

from charte.contenu.base import Brut, Markdown, Table
from charte.moteur.charte import (
    Annexe,
    Article,
    CaseMatrice,
    Charte,
    ClasseDonnees,
    Clause,
    DecisionCase,
    PointADecider,
)
from charte.moteur.texte import echapper
from charte.rendu.document.blocs import EntreeSommaire
from charte.rendu.document.phrases import Phrases

_FINALES = ("reponses", "provenance", "recommandations", "droit")


class Attente(NamedTuple):
    """Une question qui retient une clause. `ailleurs` : la clause qui l'imprime déjà en entier, ou ""."""

    point: PointADecider
    ailleurs: str


class Provenance(NamedTuple):
    """D'où vient une clause, en codes : Q (nos réponses), R (recommandations), D (droit)."""

    clause: Clause
    reponses: tuple[str, ...]
    recommandations: tuple[str, ...]
    droit: tuple[str, ...]


class CaseAnnotee(NamedTuple):
    """Une case du tableau des données et des outils, et le rang de sa note (0 : aucune)."""

    decision: DecisionCase
    note: int


class LigneAnnotee(NamedTuple):
    """Une ligne du même tableau, prête à imprimer."""

    classe: ClasseDonnees
    cases: tuple[CaseAnnotee, ...]


class Plan(NamedTuple):
    """Le document. Une partie vide ne paraît ni au sommaire ni dans le texte.

    `pratiques` : les annexes d'action ; `finales` : celles qui disent d'où vient la charte ; `ailleurs` : celles que ce
    document laisse à un autre. `attentes` : par clause.
    """

    articles: tuple[Article, ...]
    pratiques: tuple[Annexe, ...]
    reperes: tuple[Article, ...]
    matrice_apres: str
    lignes: tuple[LigneAnnotee, ...]
    motifs: tuple[Markdown, ...]
    attentes: Table[str, tuple[Attente, ...]]
    provenances: tuple[Provenance, ...]
    sommaire: tuple[EntreeSommaire, ...]
    sommaire_annexes: tuple[EntreeSommaire, ...]
    finales: tuple[EntreeSommaire, ...]
    ailleurs: tuple[EntreeSommaire, ...]


def dresser(charte: Charte, phrases: Phrases, abrege: bool = False) -> Plan:
    """Rend le plan de la charte, les parties que tout document a nommées par ces phrases.

    `abrege` : sans les annexes que l'on remplit ou que l'on consulte ; les autres gardent leur lettre.
    """
    articles = tuple(article for article in charte.articles if not article.annexe)
    reperes = tuple(article for article in charte.articles if article.annexe)
    entrees = tuple(_entrees_des_annexes(charte, reperes, phrases))
    ailleurs = tuple(entree for a_consulter, entree in entrees if abrege and a_consulter)
    ici = tuple(entree for _, entree in entrees if entree not in ailleurs)
    lignes, motifs = matrice_annotee(charte)
    matrice_apres = _matrice_apres(charte, articles)
    return Plan(
        articles=articles,
        pratiques=tuple(annexe for annexe in charte.annexes if not (abrege and annexe.a_consulter)),
        reperes=tuple(article for article in reperes if not (abrege and article.a_consulter)),
        matrice_apres=matrice_apres,
        lignes=lignes,
        motifs=motifs,
        attentes=_attentes(charte),
        provenances=_provenances(charte),
        sommaire=tuple(_sommaire(charte, articles, matrice_apres, phrases)),
        sommaire_annexes=(*ici, _partie("ailleurs", phrases)) if ailleurs else ici,
        finales=tuple(entree for entree in ici if entree.ancre in _FINALES),
        ailleurs=ailleurs,
    )


def _matrice_apres(charte: Charte, articles: tuple[Article, ...]) -> str:
    """L'article que suit la matrice ; "" s'il n'y a pas de matrice."""
    if not charte.matrice.classes or not articles:
        return ""
    identifiants = [article.id for article in articles]
    return charte.matrice.apres if charte.matrice.apres in identifiants else identifiants[-1]


def matrice_annotee(charte: Charte) -> tuple[tuple[LigneAnnotee, ...], tuple[Markdown, ...]]:
    """Les lignes de la matrice, chaque case avec le rang de sa raison, puis les raisons elles-mêmes."""
    motifs = _motifs(charte)
    return tuple(_ligne(classe, motifs) for classe in charte.matrice.classes), motifs


def _motifs(charte: Charte) -> tuple[Markdown, ...]:
    """Les raisons des cases, une fois chacune. « Autorisé » s'en passe, sauf quand c'est le groupe qui l'a voulu."""
    cases = (case for classe in charte.matrice.classes for case in classe.cases)
    return tuple(dict.fromkeys(case.motif for case in cases if _a_une_note(case)))


def _a_une_note(case: CaseMatrice) -> bool:
    return bool(case.motif) and (case.decision != "autorise" or case.ajustee)


def _ligne(classe: ClasseDonnees, motifs: tuple[Markdown, ...]) -> LigneAnnotee:
    notes = (motifs.index(case.motif) + 1 if _a_une_note(case) else 0 for case in classe.cases)
    return LigneAnnotee(classe, tuple(map(CaseAnnotee, (case.decision for case in classe.cases), notes)))


def _attentes(charte: Charte) -> Table[str, tuple[Attente, ...]]:
    """Une question s'imprime en entier à la première clause qu'elle retient ; ensuite, on y renvoie."""
    points = {point.question: point for point in charte.a_decider}
    deja: dict[str, str] = {}
    attentes = {}
    for clause in charte.clauses():
        retenues = [points[reference] for reference in clause.points if reference in points]
        attentes[clause.id] = tuple(Attente(point, deja.get(point.question, "")) for point in retenues)
        for point in retenues:
            deja.setdefault(point.question, clause.numero)
    return Table(attentes)


def _provenances(charte: Charte) -> tuple[Provenance, ...]:
    q = {reponse.question: reponse.code for reponse in charte.reponses}
    r = {citee.id: citee.code for citee in charte.recommandations}
    d = {cite.id: cite.code for cite in charte.droit}
    return tuple(
        Provenance(clause, _codes(clause.reponses, q), _codes(clause.recommandations, r), _codes(clause.droit, d))
        for clause in charte.clauses()
    )


def _codes(identifiants: tuple[str, ...], codes: dict[str, str]) -> tuple[str, ...]:
    trouves = {codes[identifiant] for identifiant in identifiants if codes.get(identifiant)}
    return tuple(sorted(trouves, key=lambda code: int(code[1:])))


def _entrees_des_annexes(
    charte: Charte, reperes: tuple[Article, ...], phrases: Phrases
) -> Iterator[tuple[bool, EntreeSommaire]]:
    """Toutes les annexes qui ont quelque chose à imprimer, et si l'on ne fait que la consulter."""
    for annexe in charte.annexes:
        yield annexe.a_consulter, EntreeSommaire(f"annexe-{annexe.numero}", annexe.numero, annexe.titre)
    for repere in reperes:
        yield repere.a_consulter, EntreeSommaire(repere.ancre, repere.numero, repere.titre)
    # Une annexe retirée laisse un trou, une annexe ajoutée n'a pas de lettre à elle : « B bis ».
    prises = ({une.numero for une in charte.annexes} | {une.numero for une in reperes}) & {*ascii_uppercase}
    lettres = iter(ascii_uppercase[ascii_uppercase.index(max(prises)) + 1 if prises else 0 :])
    contenus = (charte.reponses, charte.clauses(), charte.recommandations, charte.droit)
    for ancre, contenu in zip(_FINALES, contenus, strict=True):
        if contenu:
            yield True, _partie(ancre, phrases, next(lettres))


def _sommaire(
    charte: Charte, articles: tuple[Article, ...], matrice_apres: str, phrases: Phrases
) -> Iterator[EntreeSommaire]:
    if charte.essentiel:
        yield _partie("essentiel", phrases)
    for article in articles:
        yield EntreeSommaire(article.ancre, article.numero, article.titre)
        if article.id == matrice_apres:
            yield _partie("matrice", phrases)
    if charte.a_decider:
        yield _partie("a-decider", phrases)
    yield _partie("adoption", phrases)


def _partie(ancre: str, phrases: Phrases, repere: str = "") -> EntreeSommaire:
    """Une partie que tout document a ; sa phrase porte le nom de son ancre."""
    return EntreeSommaire(ancre, repere, echapper(Brut(phrases.texte(ancre))))
