"""Contrôler le travail d'autrui : chaque texte à trous est lu avant l'atelier, et sa faute située."""

from typing import Any

import pytest

from charte.contenu.modele import Modele
from charte.contenu.questionnaire import Questionnaire
from charte.moteur.controles.controle_du_modele import (
    controler_modele,
    controler_mots_du_questionnaire,
    controler_questionnaire,
)
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, monde


def _modele(*chemin: str | int, valeur: Any) -> Modele:
    return Modele.model_validate(_changer(MODELE.model_dump(), chemin, valeur))


def _changer(objet: Any, chemin: tuple[str | int, ...], valeur: Any) -> Any:
    endroit = objet
    for part in chemin[:-1]:
        endroit = endroit[part]
    endroit[chemin[-1]] = valeur
    return objet


def _nouvelles(modele: Modele) -> list[tuple[str, tuple[str | int, ...], str]]:
    deja = controler_modele(MODELE, QUESTIONNAIRE, REFERENTIEL)
    return [faute for faute in controler_modele(modele, QUESTIONNAIRE, REFERENTIEL) if faute not in deja]


@pytest.mark.parametrize(
    ("document", "chemin"),
    [
        ("modele", ("entete", "titre")),
        ("matrice", ("matrice", "conditions")),
        ("matrice", ("matrice", "classes", 0, "libelle")),
        ("matrice", ("matrice", "familles", 0, "exemples")),
    ],
)
def test_un_texte_fautif_est_situe(document: str, chemin: tuple[str | int, ...]) -> None:
    assert [faute[:2] for faute in _nouvelles(_modele(*chemin, valeur="{{ inconnu }}"))] == [(document, chemin[1:])]


def test_le_titre_d_un_article_est_lu() -> None:
    trouvees = _nouvelles(_modele("articles", 0, "titre", valeur="{% for"))
    assert [faute[:2] for faute in trouvees] == [(MODELE.articles[0].id, ("titre",))]


def test_un_mot_qui_se_cite_est_refuse() -> None:
    mots = {**MODELE.entete.mots, "a": "{{ b }}", "b": "{{ a }}"}
    trouvees = _nouvelles(_modele("entete", "mots", valeur=mots))
    assert [faute[1] for faute in trouvees] == [("mots", "a"), ("mots", "b")]


def test_une_regle_de_coherence_porte_sur_des_questions() -> None:
    trouvees = _nouvelles(_modele("coherence", 0, "questions", valeur=["la_structure"]))
    assert [faute[0] for faute in trouvees] == ["coherence"]


@pytest.mark.parametrize(("trou", "nombre"), [("{{ la_structure }}", 0), ("{{ donnees }}", 1), ("{% for", 1)])
def test_un_enonce_ne_lit_que_ce_qui_precede(trou: str, nombre: int) -> None:
    chemin = ("sections", 0, "questions", 0, "enonce")
    questionnaire = Questionnaire.model_validate(_changer(QUESTIONNAIRE.model_dump(), chemin, trou))
    assert len(controler_mots_du_questionnaire(questionnaire, MODELE)) == nombre


@pytest.mark.parametrize(("si", "faute"), [("accord", False), ("tard", True), ("elle", True)])
def test_une_condition_ne_lit_que_ce_qui_precede(si: str, faute: bool) -> None:
    questionnaire, _ = monde(
        [
            {"id": "elle", "type": "oui_non", "enonce": "Elle ?", "si": si},
            {"id": "tard", "type": "oui_non", "enonce": "Plus tard ?"},
        ],
        [],
    )
    trouvees = controler_questionnaire(questionnaire, REFERENTIEL)
    assert [une[1] for une in trouvees] == ([("sections", 0, "questions", 4, "si")] if faute else [])
