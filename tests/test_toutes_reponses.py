"""Toute combinaison de réponses rend une charte : sans trou, sans balise, sans article vide."""

import datetime
import functools
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charte.commandes.chargement import charger
from charte.contenu.questionnaire import Question
from charte.contenu.reponses import Reponses
from charte.contenu.validation import verifier_valeur
from charte.rendu.markdown import markdown

CONTENUS = charger()
QUESTIONS = list(CONTENUS.questionnaire.questions())
TEXTES = st.lists(st.sampled_from(["été", "Les", "amis", "d'ici", "2026", "œuvre"]), min_size=1, max_size=5).map(
    " ".join
)
TROUS = re.compile(r" ,| \.(?!\.)|\.\.(?!\.)|,,|\( | \)|\bet et\b|: *\.|« *»|  ")


def _valeurs(question: Question) -> st.SearchStrategy[Any]:
    options = [option.valeur for option in question.options]
    if question.type in ("texte", "texte_long"):
        return TEXTES
    if question.type == "oui_non":
        return st.booleans()
    if question.type == "nombre":
        return st.integers(question.minimum or 0, question.maximum or 1000)
    if question.type == "date":
        return st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))
    if question.type == "choix":
        return st.sampled_from(options)
    if question.type == "grille":
        lignes = [ligne.valeur for ligne in question.lignes]
        return st.dictionaries(st.sampled_from(lignes), st.sampled_from(options))
    if question.type == "liste":
        champs = {champ.id: _valeurs(champ) for champ in question.champs}
        obligatoires = {champ.id: champs.pop(champ.id) for champ in question.champs if champ.obligatoire}
        return st.lists(st.fixed_dictionaries(obligatoires, optional=champs), max_size=2)
    multiple = st.lists(
        st.sampled_from(options), unique=True, min_size=question.minimum or 0, max_size=question.maximum
    )
    return multiple.filter(lambda valeur: not verifier_valeur(question, valeur))


@functools.cache
def jeux_de_reponses() -> st.SearchStrategy[Reponses]:
    """Des réponses quelconques mais permises, points à décider et lignes de grille compris."""
    decidables = [question.id for question in QUESTIONS if question.decidable]
    lignes = [f"{question.id}.{ligne.valeur}" for question in QUESTIONS for ligne in question.lignes]
    return st.builds(
        lambda donnees, ouverts, parcours: Reponses(
            questionnaire="association 1.0.0",
            modele="association 1.0.0",
            parcours=parcours,
            reponses={nom: valeur for nom, valeur in donnees.items() if nom not in ouverts},
            a_decider=ouverts,
        ),
        st.fixed_dictionaries(
            {"nom": TEXTES},
            optional={question.id: _valeurs(question) for question in QUESTIONS if question.id != "nom"},
        ),
        st.lists(st.sampled_from([*decidables, *lignes]), unique=True, max_size=4),
        st.sampled_from(["express", "complet"]),
    )


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(reponses=jeux_de_reponses())
def test_toute_combinaison_rend_une_charte(reponses: Reponses) -> None:
    charte = CONTENUS.composer(reponses)
    assert charte.articles
    assert all(article.clauses and article.titre and article.en_clair for article in charte.articles)
    points = {point.question for point in charte.a_decider}
    for clause in charte.clauses():
        assert clause.recommandations, clause.id
        assert bool(clause.texte) != bool(clause.points), clause.id
        assert set(clause.points) <= points, clause.id
        assert "{%" not in clause.texte
        assert not TROUS.search(clause.texte), (clause.id, clause.texte)
    assert len(charte.essentiel) <= 6
    texte = markdown(charte, CONTENUS.dossier_modele)
    assert texte.startswith("# Charte")
    assert texte.endswith("\n")
