"""Les contenus livrés se tiennent : tout nom cité existe, le noyau est porté, rien n'est orphelin."""

import pytest

from charte.services.charger import Contenus, charger


@pytest.fixture(scope="module")
def contenus() -> Contenus:
    """Les contenus du programme, contrôlés."""
    return charger(controler=True)


def test_les_contenus_livres_sont_sans_faute(contenus: Contenus) -> None:
    assert contenus.questionnaire.id == "association"


def test_dix_huit_questions_express(contenus: Contenus) -> None:
    express = [question.id for question in contenus.questionnaire.questions() if question.parcours == "express"]
    assert len(express) == 18


def test_chaque_question_dit_son_aide_et_son_pourquoi(contenus: Contenus) -> None:
    muettes = [
        question.id
        for question in contenus.questionnaire.questions()
        if not (question.aide and question.pourquoi and question.recommandations)
    ]
    assert muettes == []


def test_les_quatorze_articles(contenus: Contenus) -> None:
    assert [article.id for article in contenus.modele.articles] == [
        "preambule",
        "definitions",
        "besoins",
        "usages",
        "humain",
        "donnees",
        "inclusion",
        "sobriete",
        "outils",
        "transparence",
        "formation",
        "gouvernance",
        "engagement",
        "reperes",
    ]


def test_le_noyau_est_porte_par_la_charte_express(contenus: Contenus) -> None:
    noyau = {une.id for une in contenus.referentiel.recommandations.values() if une.priorite == "noyau"}
    clauses = [clause for article in contenus.modele.articles for clause in article.clauses]
    portees = {une for clause in clauses if clause.parcours == "express" for une in clause.recommandations}
    assert len(noyau) == 36
    assert noyau - portees == set()


def test_la_plupart_des_clauses_dependent_des_reponses(contenus: Contenus) -> None:
    clauses = [clause for article in contenus.modele.articles for clause in article.clauses]
    dependantes = [clause for clause in clauses if clause.si or clause.lignes or "{" in str(clause.texte)]
    assert len(dependantes) > len(clauses) / 2


def test_chaque_case_de_la_matrice_a_une_raison(contenus: Contenus) -> None:
    matrice = contenus.modele.matrice
    motivees = {(c, f) for regle in matrice.regles for c in regle.classes for f in regle.familles}
    assert {(c.id, f.id) for c in matrice.classes for f in matrice.familles} <= motivees


def test_un_interdit_nomme_la_voie_permise(contenus: Contenus) -> None:
    voies = ("voie permise", "à la place", "sans ia", "faire sans", "on demande", "nous demandons")
    muettes = [
        clause.id
        for article in contenus.modele.articles
        for clause in article.clauses
        if clause.force == "interdiction" and not any(voie in str(clause.texte).lower() for voie in voies)
    ]
    assert muettes == []
