"""Le plan d'un document mis en page : ce qui s'imprime, dans quel ordre, sous quelle lettre et avec quels renvois."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import ascii_uppercase
from typing import NamedTuple

from charte.contenu.base import Markdown, Table
from charte.moteur.charte import (
    Annexe,
    Article,
    CaseMatrice,
    Charte,
    ClasseDonnees,
    Clause,
    PointADecider,
)
from charte.rendu.mots import DECISIONS, TITRES

ARTICLE_DE_LA_MATRICE = "donnees"
_FINALES = ("reponses", "provenance", "recommandations", "droit")


class Entree(NamedTuple):
    """Une ligne du sommaire. `repere` : « 6 », « B », ou "" pour une partie sans numéro."""

    ancre: str
    repere: str
    titre: Markdown


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


class Cellule(NamedTuple):
    """Une case de la matrice : son mot, et le rang de sa note (0 : aucune)."""

    decision: str
    mot: str
    note: int


class LigneMatrice(NamedTuple):
    """Une ligne de la matrice, prête à imprimer."""

    classe: ClasseDonnees
    cellules: tuple[Cellule, ...]


class Plan(NamedTuple):
    """Le document. Une partie vide ne paraît ni au sommaire ni dans le texte.

    `pratiques` : les annexes d'action. `annexes` : la lettre de chaque annexe finale, par ancre ; "" si elle ne
    s'imprime pas. `ailleurs` : les annexes que ce document laisse à un autre. `attentes` : par clause.
    """

    articles: tuple[Article, ...]
    pratiques: tuple[Annexe, ...]
    reperes: tuple[Article, ...]
    matrice_apres: str
    lignes: tuple[LigneMatrice, ...]
    motifs: tuple[Markdown, ...]
    attentes: Table[str, tuple[Attente, ...]]
    annexes: Table[str, str]
    provenances: tuple[Provenance, ...]
    sommaire: tuple[Entree, ...]
    sommaire_annexes: tuple[Entree, ...]
    ailleurs: tuple[Entree, ...]


def dresser(charte: Charte, sauf: Collection[str] = ()) -> Plan:
    """Rend le plan de la charte.

    `sauf` : les identifiants des annexes à laisser de côté ; les autres gardent leur lettre.
    """
    articles = tuple(article for article in charte.articles if not article.annexe)
    reperes = tuple(article for article in charte.articles if article.annexe)
    entrees = tuple(_entrees_des_annexes(charte, reperes))
    ailleurs = tuple(entree for identifiant, entree in entrees if identifiant in sauf)
    ici = tuple(entree for _, entree in entrees if entree not in ailleurs)
    lignes, motifs = matrice_annotee(charte)
    matrice_apres = _matrice_apres(charte, articles)
    return Plan(
        articles=articles,
        pratiques=tuple(annexe for annexe in charte.annexes if annexe.id not in sauf),
        reperes=tuple(article for article in reperes if article.id not in sauf),
        matrice_apres=matrice_apres,
        lignes=lignes,
        motifs=motifs,
        attentes=_attentes(charte),
        annexes=Table(dict.fromkeys(_FINALES, "") | {entree.ancre: entree.repere for entree in ici}),
        provenances=_provenances(charte),
        sommaire=tuple(_sommaire(charte, articles, matrice_apres)),
        sommaire_annexes=(*ici, Entree("ailleurs", "", TITRES["ailleurs"])) if ailleurs else ici,
        ailleurs=ailleurs,
    )


def lettres_finales(charte: Charte) -> dict[str, str]:
    """La lettre de chaque annexe finale qui a quelque chose à imprimer, par ancre."""
    reperes = tuple(article for article in charte.articles if article.annexe)
    entrees = _entrees_des_annexes(charte, reperes)
    return {entree.ancre: entree.repere for _, entree in entrees if entree.ancre in _FINALES}


def _matrice_apres(charte: Charte, articles: tuple[Article, ...]) -> str:
    """L'article que suit la matrice ; "" s'il n'y a pas de matrice."""
    if not charte.matrice.classes or not articles:
        return ""
    identifiants = [article.id for article in articles]
    return ARTICLE_DE_LA_MATRICE if ARTICLE_DE_LA_MATRICE in identifiants else identifiants[-1]


def matrice_annotee(charte: Charte) -> tuple[tuple[LigneMatrice, ...], tuple[Markdown, ...]]:
    """Les lignes de la matrice, chaque case avec le rang de sa raison, puis les raisons elles-mêmes."""
    motifs = _motifs(charte)
    return tuple(_ligne(classe, motifs) for classe in charte.matrice.classes), motifs


def _motifs(charte: Charte) -> tuple[Markdown, ...]:
    """Les raisons des cases, une fois chacune. « Autorisé » s'en passe, sauf quand c'est le groupe qui l'a voulu."""
    cases = (case for classe in charte.matrice.classes for case in classe.cases)
    return tuple(dict.fromkeys(case.motif for case in cases if _a_une_note(case)))


def _a_une_note(case: CaseMatrice) -> bool:
    return bool(case.motif) and (case.decision != "autorise" or case.ajustee)


def _ligne(classe: ClasseDonnees, motifs: tuple[Markdown, ...]) -> LigneMatrice:
    return LigneMatrice(
        classe,
        tuple(
            Cellule(case.decision, DECISIONS[case.decision], motifs.index(case.motif) + 1 if _a_une_note(case) else 0)
            for case in classe.cases
        ),
    )


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


def _entrees_des_annexes(charte: Charte, reperes: tuple[Article, ...]) -> Iterator[tuple[str, Entree]]:
    """Toutes les annexes qui ont quelque chose à imprimer, chacune avec son identifiant."""
    for annexe in charte.annexes:
        yield annexe.id, Entree(f"annexe-{annexe.numero}", annexe.numero, annexe.titre)
    for repere in reperes:
        yield repere.id, Entree(repere.ancre, repere.numero, repere.titre)
    # Une annexe retirée laisse un trou, une annexe ajoutée n'a pas de lettre à elle : « B bis ».
    prises = ({une.numero for une in charte.annexes} | {une.numero for une in reperes}) & {*ascii_uppercase}
    lettres = iter(ascii_uppercase[ascii_uppercase.index(max(prises)) + 1 if prises else 0 :])
    contenus = (charte.reponses, charte.clauses(), charte.recommandations, charte.droit)
    for ancre, contenu in zip(_FINALES, contenus, strict=True):
        if contenu:
            yield ancre, Entree(ancre, next(lettres), TITRES[ancre])


def _sommaire(charte: Charte, articles: tuple[Article, ...], matrice_apres: str) -> Iterator[Entree]:
    if charte.essentiel:
        yield Entree("essentiel", "", TITRES["essentiel"])
    for article in articles:
        yield Entree(article.ancre, article.numero, article.titre)
        if article.id == matrice_apres:
            yield Entree("matrice", "", TITRES["matrice"])
    if charte.a_decider:
        yield Entree("a-decider", "", TITRES["a-decider"])
    yield Entree("adoption", "", TITRES["adoption"])
