"""Le nom que le groupe donne à qui décide : partout dans la charte, contractions faites, jamais interprété."""

from __future__ import annotations

import pytest

from charte.contenu.reponses import ApparenceVoulue
from charte.moteur.charte import Charte
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.instance import mots_de_l_instance
from charte.services.charger import Contenus, charger
from tests.donnees.jeux import reponses


@pytest.fixture(scope="module")
def contenus() -> Contenus:
    return charger()


def composer(contenus: Contenus, instance: str) -> Charte:
    voulue = ApparenceVoulue(instance=instance) if instance else None
    jeu = {"nom": "Essai", "forme": "association_1901", "pays": "FR", "instance": "ag"}
    return contenus.composer(reponses(jeu, apparence=voulue))


@pytest.mark.parametrize(
    ("nom", "seul", "de", "a"),
    [
        ("le comité de pilotage", "le comité de pilotage", "du comité de pilotage", "au comité de pilotage"),
        ("La commission", "la commission", "de la commission", "à la commission"),
        ("L’équipe", "l'équipe", "de l'équipe", "à l'équipe"),
        ("l'assemblée", "l'assemblée", "de l'assemblée", "à l'assemblée"),
        ("notre bureau", "notre bureau", "de notre bureau", "à notre bureau"),
        ("une cellule d'appui", "une cellule d'appui", "d'une cellule d'appui", "à une cellule d'appui"),
    ],
)
def test_les_contractions(nom: str, seul: str, de: str, a: str) -> None:
    assert mots_de_l_instance(nom) == {"l_instance": seul, "de_l_instance": de, "a_l_instance": a}


def test_il_remplace_celui_du_modele_partout(contenus: Contenus) -> None:
    avant, apres = composer(contenus, ""), composer(contenus, "le comité de pilotage")
    assert avant.instance == "l'assemblée générale" and apres.instance == "le comité de pilotage"

    def tout(charte: Charte) -> str:
        return " ".join([*(clause.texte for clause in charte.clauses()), *(a.en_clair for a in charte.articles)])

    dites = tout(avant).lower().count("l'assemblée générale")
    assert dites >= 5
    assert tout(apres).lower().count("comité de pilotage") == dites
    assert "l'assemblée générale" not in tout(apres).lower()
    assert "devant le comité de pilotage" in tout(apres)
    for faute in ("de le comité", "à le comité", "de Le comité", "{{"):
        assert faute not in tout(apres)


def test_il_n_est_jamais_interprete(contenus: Contenus) -> None:
    charte = composer(contenus, "le {{ 7*7 }} <b>*x*</b> {% raw %}")
    assert charte.instance == r"le {{ 7\*7 }} \<b>\*x\*\</b> {% raw %}"
    assert any(r"devant le {{ 7\*7 }}" in clause.texte for clause in charte.clauses())


def test_un_modele_sans_ces_mots_n_en_gagne_pas(contenus: Contenus) -> None:
    voulues = reponses({"nom": "Essai"}, apparence=ApparenceVoulue(instance="le bureau"))
    assert "l_instance" not in Contexte(contenus.questionnaire, voulues, {}).variables
