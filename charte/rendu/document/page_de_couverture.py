"""La couverture, l'essentiel et le pied : ce qui présente la charte."""

from __future__ import annotations

from collections.abc import Iterator

from charte.moteur.charte import Charte
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import majuscule
from charte.rendu.document.blocs import (
    Bloc,
    Cite,
    Element,
    Groupe,
    Image,
    Ligne,
    Liste,
    Paragraphe,
    Titre,
    citer,
    joindre,
    rediger,
)
from charte.rendu.document.phrases import Phrases
from charte.rendu.langue.balisage import COURRIEL, SITE, abreger

GRAS = Cite("", gras=True)


def couverture(charte: Charte, phrases: Phrases) -> Groupe:
    """Rend le logo, le nom, le titre, puis la version, qui l'adopte et à qui écrire."""
    return Groupe("couverture", tuple(_couverture(charte, phrases)))


def version_de(charte: Charte, phrases: Phrases) -> str:
    """« version 1.0 », ou « projet » tant que rien n'est adopté."""
    return phrases.mots("version", version=charte.version) if charte.adoptee else charte.version


def _couverture(charte: Charte, phrases: Phrases) -> Iterator[Bloc]:
    if logo := charte.apparence.logo:
        yield Image(logo, phrases.dire("logo", nom=abreger(charte.nom, 200)))
    yield Paragraphe("structure", citer(abreger(charte.nom, 320)))
    yield Paragraphe("titre", rediger(charte.titre))
    if charte.sous_titre:
        yield Paragraphe("sous_titre", rediger(charte.sous_titre))
    yield Groupe("cartouche", tuple(Paragraphe("cartouche", ligne) for ligne in _cartouche(charte, phrases)))


def _cartouche(charte: Charte, phrases: Phrases) -> Iterator[Ligne]:
    date = phrases.dire("date", date=en_lettres(charte.date)) if charte.date else ()
    yield (Cite(majuscule(version_de(charte, phrases)), gras=True), *date)
    if charte.adoptee:
        yield phrases.dire("adoptee_par", instance=charte.adoptions[-1].instance)
    elif charte.instance:
        yield phrases.dire("a_adopter_par", instance=rediger(charte.instance))
    if charte.contact:
        yield phrases.dire("contact", contact=contact(charte.contact, 120))


def contact(brut: str, signes: int) -> Ligne:
    """Un contact, cliquable si c'est une adresse de courriel ou un site ; `signes` : ce qu'il peut en occuper."""
    dit = abreger(brut, signes)
    if COURRIEL.fullmatch(dit):
        return (Cite(dit, vers=f"mailto:{dit}"),)
    return (Cite(dit, vers=dit if SITE.fullmatch(dit) else ""),)


def essentiel(charte: Charte, phrases: Phrases, complete: bool) -> Iterator[Bloc]:
    """Rend la page d'essentiel ; rien si la charte n'en a pas. `complete` : elle commence une page."""
    if charte.essentiel:
        yield Groupe(
            "essentiel",
            (
                Titre(1, "", phrases.dire("essentiel"), "essentiel", page=complete),
                reflexes(charte, phrases),
                Groupe("bilan", tuple(_bilan(charte, phrases))),
            ),
        )


def reflexes(charte: Charte, phrases: Phrases, mener: bool = True) -> Liste:
    """Rend les réflexes, et l'article de chacun. `mener` : cet article est dans le document, on peut y aller."""
    elements = (
        Element(
            (
                Paragraphe("geste", rediger(reflexe.geste)),
                Paragraphe("detail", (*rediger(reflexe.detail), *_vers_article(reflexe.article, phrases, mener))),
            ),
            str(rang),
        )
        for rang, reflexe in enumerate(charte.essentiel, 1)
    )
    return Liste("reflexes", tuple(elements))


def _vers_article(numero: str, phrases: Phrases, mener: bool) -> Ligne:
    if not numero:
        return ()
    lien = Cite("", vers=f"#article-{numero}".replace(" ", "-") if mener else "")
    return (Cite(" "), *phrases.dire("renvoi_article", 1, lien, numero=numero))


def _bilan(charte: Charte, phrases: Phrases) -> Iterator[Paragraphe]:
    """Où en est la charte, en une à trois phrases, puis à qui en parler."""
    dites = [compter("compte", charte, phrases)]
    if ouverts := len(charte.a_decider):
        dites.append(phrases.dire("compte_a_decider", ouverts, GRAS))
    if passes := len(charte.non_discutees):
        dites.append(phrases.dire("compte_non_discute", passes))
    yield Paragraphe("bilan" if charte.contact else "bilan_fin", joindre(dites))
    if charte.contact:
        yield Paragraphe("bilan_fin", joindre((phrases.dire("question"), contact(charte.contact, 80))))


def compter(nom: str, charte: Charte, phrases: Phrases) -> Ligne:
    """Rend la phrase de ce nom, qui dit combien la charte a d'articles et de clauses, hors annexes."""
    articles = [article for article in charte.articles if not article.annexe]
    clauses = sum(len(article.clauses) for article in articles)
    return phrases.dire(
        nom,
        clauses=phrases.dire("compte_clauses", clauses),
        articles=phrases.dire("compte_articles", len(articles)),
    )


def a_qui_parler(charte: Charte, phrases: Phrases) -> Ligne:
    """Rend la phrase qui dit à qui s'adresser, qu'il y ait ou non un contact et une personne référente."""
    qui = charte.referent
    if charte.contact:
        joint = contact(charte.contact, 120)
        suite = phrases.dire("question_contact", qui=majuscule(qui), contact=joint) if qui else joint
    else:
        suite = phrases.dire("question_a", qui=qui) if qui else phrases.dire("question_sans_contact")
    return joindre((phrases.dire("question", 1, GRAS), suite))


def avertissement(charte: Charte, phrases: Phrases) -> Iterator[Bloc]:
    """Rend ce que la charte n'est pas, et ce qui l'a composée ; rien si le modèle n'avertit de rien."""
    if charte.avertissement:
        composition = phrases.dire("composition", modele=charte.modele, questionnaire=charte.questionnaire)
        lignes = (rediger(charte.avertissement), composition)
        yield Groupe("avertissement", tuple(Paragraphe("avertissement", ligne) for ligne in lignes))
