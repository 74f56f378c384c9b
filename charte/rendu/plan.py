"""Le plan d'un document mis en page : ce qui s'imprime, dans quel ordre, sous quelle lettre et avec quels renvois."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from charte.moteur.charte import (
    Article,
    CaseMatrice,
    Charte,
    ClasseDonnees,
    Clause,
    Markdown,
    PointADecider,
)
from charte.rendu.mots import DECISIONS

ARTICLE_DE_LA_MATRICE = "donnees"


@dataclass(frozen=True)
class Entree:
    """Une ligne du sommaire. `repere` : « 6 », « B », ou "" pour une partie sans numéro."""

    ancre: str
    repere: str
    titre: Markdown


@dataclass(frozen=True)
class Attente:
    """Une question qui retient une clause. `ailleurs` : la clause qui l'imprime déjà en entier, ou ""."""

    point: PointADecider
    ailleurs: str


@dataclass(frozen=True)
class Provenance:
    """D'où vient une clause, en codes : Q (nos réponses), R (recommandations), D (droit)."""

    clause: Clause
    reponses: tuple[str, ...]
    recommandations: tuple[str, ...]
    droit: tuple[str, ...]


@dataclass(frozen=True)
class Cellule:
    """Une case de la matrice : son mot, et le rang de sa note (0 : aucune)."""

    decision: str
    mot: str
    note: int


@dataclass(frozen=True)
class LigneMatrice:
    """Une ligne de la matrice, prête à imprimer."""

    classe: ClasseDonnees
    cellules: tuple[Cellule, ...]


@dataclass(frozen=True)
class Plan:
    """Le document. Une partie vide ne paraît ni au sommaire ni dans le texte.

    `annexes` : la lettre de chaque annexe finale, par ancre ; "" si elle est vide. `attentes` : par clause.
    """

    articles: tuple[Article, ...]
    reperes: tuple[Article, ...]
    matrice_apres: str
    lignes: tuple[LigneMatrice, ...]
    motifs: tuple[Markdown, ...]
    attentes: dict[str, tuple[Attente, ...]]
    annexes: dict[str, str]
    provenances: tuple[Provenance, ...]
    sommaire: tuple[Entree, ...]
    sommaire_annexes: tuple[Entree, ...]


def dresser(charte: Charte) -> Plan:
    """Rend le plan de la charte."""
    articles = tuple(article for article in charte.articles if not article.annexe)
    reperes = tuple(article for article in charte.articles if article.annexe)
    lignes, motifs = matrice_annotee(charte)
    matrice_apres = _matrice_apres(charte, articles)
    finales = _annexes(charte, len(reperes) + len(charte.annexes))
    return Plan(
        articles=articles,
        reperes=reperes,
        matrice_apres=matrice_apres,
        lignes=lignes,
        motifs=motifs,
        attentes=_attentes(charte),
        annexes={ancre: lettre for ancre, (lettre, _) in finales.items()},
        provenances=_provenances(charte),
        sommaire=tuple(_sommaire(charte, articles, matrice_apres)),
        sommaire_annexes=(
            *(Entree(f"annexe-{annexe.numero}", annexe.numero, annexe.titre) for annexe in charte.annexes),
            *(Entree(f"article-{repere.numero}", repere.numero, repere.titre) for repere in reperes),
            *(Entree(ancre, lettre, titre) for ancre, (lettre, titre) in finales.items() if lettre),
        ),
    )


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


def _attentes(charte: Charte) -> dict[str, tuple[Attente, ...]]:
    """Une question s'imprime en entier à la première clause qu'elle retient ; ensuite, on y renvoie."""
    points = {point.question: point for point in charte.a_decider}
    deja: dict[str, str] = {}
    attentes = {}
    for clause in charte.clauses():
        retenues = [points[reference] for reference in clause.points if reference in points]
        attentes[clause.id] = tuple(Attente(point, deja.get(point.question, "")) for point in retenues)
        for point in retenues:
            deja.setdefault(point.question, clause.numero)
    return attentes


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


def _annexes(charte: Charte, deja: int) -> dict[str, tuple[str, str]]:
    """Les annexes finales : ancre, puis lettre et titre. Celle qui n'a rien à imprimer n'a pas de lettre."""
    presentes = {
        "reponses": ("Nos réponses", charte.reponses),
        "provenance": ("D'où vient chaque clause", charte.clauses()),
        "recommandations": ("Recommandations suivies", charte.recommandations),
        "droit": ("Repères de droit", charte.droit),
    }
    lettres = iter(ascii_uppercase[deja:])
    return {ancre: (next(lettres) if contenu else "", titre) for ancre, (titre, contenu) in presentes.items()}


def _sommaire(charte: Charte, articles: tuple[Article, ...], matrice_apres: str) -> Iterator[Entree]:
    if charte.essentiel:
        yield Entree("essentiel", "", "L'essentiel en une page")
    for article in articles:
        yield Entree(f"article-{article.numero}", article.numero, article.titre)
        if article.id == matrice_apres:
            yield Entree("matrice", "", "Quelle donnée dans quel outil ?")
    if charte.a_decider:
        yield Entree("a-decider", "", "Points à décider")
    yield Entree("adoption", "", "Adoption et signatures")
