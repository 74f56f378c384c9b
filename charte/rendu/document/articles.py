"""Les articles et leurs clauses, ce qui les retient, et les points à décider réunis."""

from __future__ import annotations

from collections.abc import Iterator

from charte.moteur.charte import Article, Clause, PointADecider
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.document.blocs import (
    Bloc,
    Cite,
    Corps,
    Element,
    Groupe,
    Ligne,
    Liste,
    Paragraphe,
    Titre,
    citer,
    joindre,
    rediger,
)
from charte.rendu.document.phrases import Phrases
from charte.rendu.document.plan import Attente, Plan

_ETIQUETTE = Cite("", gras=True, marque="etiquette")


def article(un: Article, plan: Plan, phrases: Phrases, page: bool = False) -> Groupe:
    """Rend l'article : son titre, sa phrase « En clair », ses clauses. `page` : il en commence une."""
    blocs: list[Bloc] = [Titre(1, un.numero, rediger(un.titre), un.ancre, page)]
    if un.en_clair:
        blocs.append(_en_clair(rediger(un.en_clair), phrases))
    blocs += (_clause(une, plan.attentes[une.id], phrases) for une in un.clauses)
    return Groupe("article", tuple(blocs))


def _en_clair(suite: Ligne, phrases: Phrases) -> Paragraphe:
    return Paragraphe("en_clair", (*phrases.dire("en_clair", 1, _ETIQUETTE), Cite(" "), *suite))


def _clause(une: Clause, attentes: tuple[Attente, ...], phrases: Phrases) -> Groupe:
    mention: Ligne = ()
    if une.etat == "non_discutee":
        mention = (Cite(" "), *phrases.dire("non_discute", 1, Cite("", marque="mention")))
    blocs: list[Bloc] = [Titre(2, une.numero, (*rediger(une.titre), *mention), une.ancre)]
    if une.etat == "a_decider":
        blocs.append(Groupe("encart", tuple(_encart(attentes, phrases))))
    if une.texte:
        blocs.append(Corps(une.texte))
    return Groupe("clause", tuple(blocs), une.ancre)


def _encart(attentes: tuple[Attente, ...], phrases: Phrases) -> Iterator[Bloc]:
    yield Paragraphe("encart_titre", phrases.dire("a_decider"))
    for attente in attentes:
        yield Paragraphe("encart_question", citer(attente.point.enonce))
        if attente.ailleurs:
            renvoi = _renvoi(attente.ailleurs)
            yield Paragraphe("encart", phrases.dire("options_ailleurs", clause=renvoi))
        elif attente.point.options:
            options = (Paragraphe("encart_option", citer(option)) for option in attente.point.options)
            yield Liste("options", tuple(Element((option,)) for option in options))
    if not attentes:
        yield Paragraphe("encart", phrases.dire("sans_question"))


def _renvoi(numero: str) -> Ligne:
    return (Cite(numero, vers=f"#clause-{numero}".replace(" ", "-")),)


def points_a_decider(points: tuple[PointADecider, ...], phrases: Phrases) -> Iterator[Bloc]:
    """Rend toutes les questions laissées ouvertes ; rien s'il n'y en a pas."""
    if points:
        elements = tuple(Element((Paragraphe("puce", _point(un, phrases)),)) for un in points)
        yield Groupe(
            "suites",
            (
                Titre(1, "", phrases.dire("a-decider"), "a-decider"),
                _en_clair(phrases.dire("points", len(points)), phrases),
                Liste("points", elements),
            ),
        )


def _point(point: PointADecider, phrases: Phrases) -> Ligne:
    bouts: list[Ligne] = [(Cite(point.enonce, gras=True),)]
    if point.clauses:
        numeros = joindre(map(_renvoi, point.clauses), ", ")
        bouts.append(phrases.dire("point_clauses", len(point.clauses), clauses=numeros))
    elif point.options:
        bouts.append(phrases.dire("point_choix", options=" ; ".join(point.options)))
    if point.remarque:
        bouts.append(phrases.dire("point_remarque", remarque=point.remarque))
    if point.revoir_le:
        bouts.append(phrases.dire("point_revoir", date=en_lettres(point.revoir_le)))
    return joindre(bouts, "")
