"""`charte reviser` : ne reposer que ce que l'on veut, voir ce que cela change, puis écrire ou non."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.commandes.vie.reviser import Cible, reviser
from charte.contenu.bibliotheque import charger_reponses
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.erreurs import Interruption, Refus, UsageIncorrect
from tests.commandes.atelier.test_init import TOUT_GARDER
from tests.ecran.outils import QUESTIONNAIRE, modele, questionnaire

Reviser = Callable[..., int]
ICI = Dossier(Path("ma-charte"))


@pytest.fixture
def revoir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reviser:
    """Une charte déjà écrite, et de quoi la réviser avec ces lignes en entrée."""
    du_modele = modele(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))

    def taper(*lignes: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{ligne}\n" for ligne in lignes)))

    def executer(cible: Cible, *lignes: str, **autres: object) -> int:
        taper(*lignes)
        return reviser(ICI.chemin, cible, modele=du_modele, questionnaire=QUESTIONNAIRE, **autres)  # type: ignore[arg-type]

    taper(*TOUT_GARDER)
    init(ICI.chemin, modele=du_modele, questionnaire=QUESTIONNAIRE)
    ICI.reponses.write_text(f"# Préparé en réunion\n{ICI.reponses.read_text(encoding='utf-8')}", encoding="utf-8")
    capsys.readouterr()
    return executer


def lues() -> Reponses:
    return charger_reponses(ICI.reponses, questionnaire())


def test_une_question_se_repose_seule_puis_s_ecrit(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    avant = lues()
    assert revoir(Cible(questions=("nom",)), "Le Grand Canal", "1") == 0
    affiche = capsys.readouterr().out
    assert "Face à l'IA" not in affiche
    assert "« Le Canal »" in affiche
    assert lues() == avant.model_copy(
        update={"reponses": {**avant.reponses, "nom": "Le Grand Canal"}, "date": datetime.date.today()}
    )
    assert ICI.reponses.read_text(encoding="utf-8").startswith("# Préparé en réunion\n")
    assert "Nous sommes Le Grand Canal." in ICI.texte.read_text(encoding="utf-8")
    assert not ICI.revision.exists()


def test_ne_rien_changer_laisse_tout_tel_quel(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    avant = ICI.reponses.read_bytes(), ICI.texte.read_bytes()
    assert revoir(Cible(questions=("nom",)), "Le Grand Canal", "3") == 0
    assert "la charte reste celle d'avant" in capsys.readouterr().out
    assert (ICI.reponses.read_bytes(), ICI.texte.read_bytes()) == avant
    assert not ICI.revision.exists()


def test_les_memes_reponses_ne_demandent_rien(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    avant = ICI.reponses.read_bytes()
    assert revoir(Cible(questions=("nom",)), "") == 0
    assert "Rien ne change" in capsys.readouterr().out
    assert ICI.reponses.read_bytes() == avant


def test_une_coupure_se_reprend_sans_rien_reposer(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    avant = ICI.reponses.read_bytes()
    with pytest.raises(Interruption) as arret:
        revoir(Cible(questions=("nom", "posture")), "Le Grand Canal", "arreter")
    assert "charte reviser ma-charte" in arret.value.remede
    assert ICI.reponses.read_bytes() == avant
    capsys.readouterr()
    assert revoir(Cible(), "", "", "1") == 0
    affiche = capsys.readouterr().out
    assert "On reprend la révision commencée." in affiche
    assert "Trois questions pour faire connaissance" not in affiche
    assert lues().reponses["nom"] == "Le Grand Canal"


def test_une_coupure_apres_l_ecriture_refait_les_documents(revoir: Reviser) -> None:
    with pytest.raises(Interruption):
        revoir(Cible(questions=("nom",)), "Le Grand Canal", "arreter")
    brouillon = ICI.revision.read_bytes()
    assert revoir(Cible(), "1") == 0
    ICI.revision.write_bytes(brouillon)
    ICI.texte.write_bytes(ICI.base.read_bytes())
    assert revoir(Cible()) == 0
    assert "Nous sommes Le Grand Canal." in ICI.texte.read_text(encoding="utf-8")
    assert not ICI.revision.exists()


def test_des_reponses_changees_entre_temps_ne_se_melangent_pas(revoir: Reviser) -> None:
    with pytest.raises(Interruption):
        revoir(Cible(questions=("nom",)), "Le Grand Canal", "arreter")
    ICI.reponses.write_text(ICI.reponses.read_text(encoding="utf-8").replace("Le Canal", "L'Écluse"), encoding="utf-8")
    with pytest.raises(Refus, match="rien n'est mélangé"):
        revoir(Cible())
    assert revoir(Cible(), abandonner=True) == 0
    assert revoir(Cible(questions=("nom",)), "") == 0
    assert lues().reponses["nom"] == "L'Écluse"


def test_un_brouillon_abime_se_dit(revoir: Reviser) -> None:
    ICI.revision.write_text("{")
    with pytest.raises(Refus, match="ne se lit plus"):
        revoir(Cible(questions=("nom",)))
    ICI.mise_a_jour.write_text("{")
    assert revoir(Cible(), abandonner=True) == 0
    assert not ICI.revision.exists() and not ICI.mise_a_jour.exists()


def test_sans_option_on_demande_quoi_rediscuter(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Interruption, match="rien n'est changé"):
        revoir(Cible(), "arreter")
    affiche = capsys.readouterr().out
    assert "Que voulez-vous rediscuter ?" in affiche
    assert "Tout, du début à la fin" in affiche


def test_le_parcours_complet_ne_repose_que_ce_qui_manquait(revoir: Reviser) -> None:
    with pytest.raises(Interruption):
        revoir(Cible(), "arreter", parcours="complet")
    assert "salaries" in ICI.revision.read_text(encoding="utf-8")
    assert '"nom"' not in ICI.revision.read_text(encoding="utf-8").split('"rouvrir"')[1]


@pytest.mark.parametrize(
    ("cible", "faute"),
    [
        (Cible(questions=("nmo",)), "vouliez-vous dire « nom »"),
        (Cible(sections=("nulle",)), "n'est pas une partie du questionnaire"),
        (Cible(questions=("salaries",)), "parcours complet"),
    ],
)
def test_une_demande_impossible_se_dit(revoir: Reviser, cible: Cible, faute: str) -> None:
    with pytest.raises(UsageIncorrect) as erreur:
        revoir(cible)
    assert faute in erreur.value.phrase


def test_rien_a_rediscuter_se_dit(revoir: Reviser, capsys: pytest.CaptureFixture[str]) -> None:
    assert revoir(Cible(a_decider=True)) == 0
    assert "Rien à rediscuter" in capsys.readouterr().out
