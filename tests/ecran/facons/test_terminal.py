"""Les invites de l'écran, avec des touches envoyées dans un tuyau."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from charte.ecran.facons.terminal import Terminal
from charte.ecran.interlocuteur import (
    Arreter,
    Geste,
    LaisserADecider,
    Passer,
    Pourquoi,
    Repondre,
    Revenir,
)
from tests.ecran.test_presentation import invite

ENTREE, ECHAP, HAUT, BAS, ESPACE = "\r", "\x1b", "\x1b[A", "\x1b[B", " "
CTRL_C, CTRL_D, CTRL_O, CTRL_P, F1 = "\x03", "\x04", "\x0f", "\x10", "\x1bOP"


@pytest.fixture
def tuyau() -> Iterator[PipeInput]:
    with create_pipe_input() as entree, create_app_session(input=entree, output=DummyOutput()):
        yield entree


def repondre(tuyau: PipeInput, nom: str, touches: str, **autres: Any) -> Geste:
    tuyau.send_text(touches)
    return Terminal().demander(invite(nom, **autres))


@pytest.mark.parametrize(
    ("nom", "touches", "valeur"),
    [
        ("nom", "Le Canal" + ENTREE, "Le Canal"),
        ("effectif", "12" + ENTREE, 12),
        ("fondation", "31/01/2020" + ENTREE, datetime.date(2020, 1, 31)),
        ("mission", ENTREE, None),
        ("salaries", ENTREE, True),
        ("salaries", BAS + ENTREE, False),
        ("salaries", "n" + ENTREE, False),
        ("salaries", "no" + ENTREE, True),
        ("posture", BAS + BAS + ENTREE, "plein"),
        ("donnees", ESPACE + BAS + ESPACE + ENTREE, ["publiques", "sante"]),
        ("valeurs", BAS + ESPACE + HAUT + ESPACE + ENTREE, ["sobriete", "democratie"]),
    ],
)
def test_repondre(tuyau: PipeInput, nom: str, touches: str, valeur: object) -> None:
    assert repondre(tuyau, nom, touches) == Repondre(valeur)


@pytest.mark.parametrize("nom", ["posture", "donnees", "salaries", "mission"])
@pytest.mark.parametrize(
    ("touches", "attendu"),
    [
        (ECHAP, Revenir()),
        (CTRL_P, Passer()),
        (CTRL_D, LaisserADecider()),
        (CTRL_C, Arreter()),
    ],
)
def test_les_touches_des_gestes(tuyau: PipeInput, nom: str, touches: str, attendu: Geste) -> None:
    assert repondre(tuyau, nom, touches) == attendu


def test_pourquoi_garde_ce_qui_etait_commence(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "posture", BAS + CTRL_O) == Pourquoi("essai")
    assert repondre(tuyau, "donnees", ESPACE + F1) == Pourquoi(["publiques"])
    assert repondre(tuyau, "donnees", ENTREE, saisie=["publiques"], valeur=["sante"]) == Repondre(["publiques"])


def test_une_touche_impossible_ici_ne_fait_rien(tuyau: PipeInput) -> None:
    interdits = {"peut_revenir": False, "peut_decider_plus_tard": False}
    touches = "Le" + ECHAP + CTRL_D + CTRL_P + CTRL_O + " Canal" + ENTREE
    assert repondre(tuyau, "nom", touches, **interdits) == Repondre("Le Canal")


def test_la_valeur_de_depart_est_pointee(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "posture", ENTREE, valeur="essai") == Repondre("essai")
    assert repondre(tuyau, "salaries", ENTREE, valeur=False) == Repondre(False)
    assert repondre(tuyau, "nom", " et du quai" + ENTREE, valeur="Canal") == Repondre("Canal et du quai")
    assert repondre(tuyau, "donnees", ENTREE, valeur=["dons"]) == Repondre(["dons"])


def test_les_options_qui_s_excluent(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "donnees", BAS * 3 + ESPACE + ENTREE, valeur=["dons", "sante"]) == Repondre(["rien"])
    assert repondre(tuyau, "donnees", ESPACE + ENTREE, valeur=["rien"]) == Repondre(["publiques"])


def test_rien_de_coche_se_confirme(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "donnees", ENTREE + ENTREE) == Repondre([])
    assert repondre(tuyau, "donnees", ENTREE + ESPACE + ENTREE) == Repondre(["publiques"])


def test_le_maximum_d_un_classement(tuyau: PipeInput) -> None:
    depart = ["democratie", "sobriete", "inclusion"]
    assert repondre(tuyau, "valeurs", BAS * 3 + ESPACE + ENTREE, valeur=depart) == Repondre(depart)
    assert repondre(tuyau, "valeurs", ESPACE + ENTREE, valeur=depart) == Repondre(["sobriete", "inclusion"])


def test_le_minimum_d_un_classement(tuyau: PipeInput) -> None:
    touches = ESPACE + ENTREE + BAS + ESPACE + ENTREE
    assert repondre(tuyau, "valeurs", touches) == Repondre(["democratie", "sobriete"])


def test_les_lettres_de_questionary_sont_sans_effet(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "donnees", "ai" + ENTREE, valeur=["dons"]) == Repondre(["dons"])


def test_une_saisie_refusee_attend_une_autre(tuyau: PipeInput) -> None:
    assert repondre(tuyau, "effectif", "abc" + ENTREE + "\x7f" * 3 + "4" + ENTREE) == Repondre(4)


@pytest.mark.parametrize(
    ("nom", "ouvrir"),
    [("posture", HAUT * 2 + ENTREE), ("donnees", HAUT + ENTREE), ("donnees", HAUT + ESPACE), ("mission", "?" + ENTREE)],
)
def test_le_menu_des_gestes_sans_raccourci(tuyau: PipeInput, nom: str, ouvrir: str) -> None:
    depart = {"valeur": "essai"} if nom == "posture" else {}
    assert repondre(tuyau, nom, ouvrir + ENTREE, **depart) == Revenir()


def test_du_menu_on_retourne_a_la_question_sans_rien_perdre(tuyau: PipeInput) -> None:
    touches = ESPACE + HAUT + ENTREE + HAUT + ENTREE + ENTREE
    assert repondre(tuyau, "donnees", touches) == Repondre(["publiques"])
    assert repondre(tuyau, "posture", HAUT + ENTREE + BAS * 2 + ENTREE) == LaisserADecider()
    assert repondre(tuyau, "posture", HAUT + ENTREE + BAS * 3 + ENTREE) == Pourquoi()
    assert repondre(tuyau, "posture", HAUT + ENTREE + BAS * 4 + ENTREE) == Arreter()


def test_la_fin_de_l_entree_arrete(tuyau: PipeInput) -> None:
    tuyau.close()
    assert Terminal().demander(invite("posture")) == Arreter()
