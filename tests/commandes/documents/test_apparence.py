"""Couleurs et logo, comme on les tape : ce qui est dit, ce qui est refusé, ce que `init` emporte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.commandes.documents.exporter import exporter
from charte.commandes.vie.verifier import verifier
from charte.contenu.bibliotheque import charger_questionnaire, charger_reponses
from charte.erreurs import FichierInvalide, Refus
from tests.depot.images.dessins import SVG_HOSTILES, png, svg

APPARENCE = (
    'apparence:\n  logo: images/logo.svg\n  couleur: "#ffcc00"\n  accent: "#1F5C99"\n  instance: Le comité d\'éthique\n'
)


def ecrire(dossier: Path, apparence: str = APPARENCE) -> Path:
    entete = (
        "format: 1\nquestionnaire: association 1.1.0\nmodele: association 1.1.0\ndate: 2026-11-21\nparcours: express\n"
    )
    (dossier / "images").mkdir(parents=True, exist_ok=True)
    (dossier / "images" / "logo.svg").write_bytes(svg())
    chemin = dossier / "reponses.yaml"
    chemin.write_text(f"{entete}{apparence}reponses:\n  nom: Les Volets ouverts\n", encoding="utf-8")
    return chemin


def test_exporter_et_verifier_disent_ce_qu_ils_changent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ecrire(tmp_path)
    assert exporter(tmp_path, "md,html,json") == 0
    dit = "la couleur principale #ffcc00 est assombrie en #856b00 pour rester lisible sur blanc : contraste 1,5"
    assert dit in capsys.readouterr().err
    lue = json.loads((tmp_path / "charte.json").read_text(encoding="utf-8"))
    assert (lue["instance"], lue["apparence"]["couleur"]) == ("le comité d'éthique", "#856b00")
    assert lue["apparence"]["accent"] == "#1f5c99" and lue["apparence"]["logo"]["nature"] == "svg"
    assert "À adopter par le comité d’éthique" in (tmp_path / "charte.html").read_text(encoding="utf-8")
    assert "devant le comité d’éthique" in (tmp_path / "CHARTE.md").read_text(encoding="utf-8")
    verifier(tmp_path)
    assert dit in capsys.readouterr().out


def test_sans_couleur_ni_logo_rien_n_est_dit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ecrire(tmp_path, "")
    assert exporter(tmp_path, "md") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("ligne", "place", "phrase"),
    [
        ("couleur: #1f5c99", "7:11", "ceci n'est pas une couleur"),
        ('couleur: "1f5c99"', "7:12", "« 1f5c99 » n'est pas une couleur"),
        ("couleur: bleu", "7:12", "« bleu » n'est pas une couleur"),
        ("accent: 123456", "7:11", "« 123456 » n'est pas une couleur"),
        ('accent: "#12345g"', "7:11", "entre guillemets, un croisillon et six signes"),
        ("instance: comité", "7:13", "avec son article : « le comité de pilotage »"),
        ("instance: les membres", "7:13", "au singulier"),
        ("teinte: x", "7:3", "« teinte » n'est pas un champ connu"),
        ("logo: 12", "7:9", "un texte est attendu"),
    ],
)
def test_une_faute_est_situee(tmp_path: Path, ligne: str, place: str, phrase: str) -> None:
    chemin = ecrire(tmp_path, f"apparence:\n  {ligne}\n")
    with pytest.raises(FichierInvalide) as faute:
        charger_reponses(chemin, charger_questionnaire())
    assert str(faute.value.phrase).startswith(f"{chemin}:{place} : ")
    assert phrase in faute.value.phrase


def test_un_logo_hostile_se_refuse_sans_trace(tmp_path: Path) -> None:
    ecrire(tmp_path)
    (tmp_path / "images" / "logo.svg").write_bytes(SVG_HOSTILES["bombe d'entités"][0])
    for mots in (("exporter", str(tmp_path)), ("verifier", str(tmp_path))):
        fini = subprocess.run([sys.executable, "-m", "charte", *mots], capture_output=True, text=True, check=False)
        assert fini.returncode == 3
        assert fini.stderr.startswith(f"{tmp_path / 'images' / 'logo.svg'}:1:") and fini.stderr.count("\n") == 1
        assert "DOCTYPE" in fini.stderr and "Traceback" not in fini.stderr
    assert {chemin.name for chemin in tmp_path.iterdir()} == {"reponses.yaml", "images"}


def test_un_lien_qui_sort_du_dossier_se_refuse(tmp_path: Path) -> None:
    ici = tmp_path / "charte"
    ecrire(ici)
    (tmp_path / "ailleurs.png").write_bytes(png(9, 9))
    (ici / "images" / "logo.svg").unlink()
    (ici / "images" / "logo.svg").symlink_to(tmp_path / "ailleurs.png")
    with pytest.raises(Refus) as refus:
        exporter(ici, "md")
    assert refus.value.code == 4 and "lien qui sort du dossier" in refus.value.phrase


def test_init_emporte_le_logo_avec_les_reponses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charte.services.conclure.conclure", lambda *_: 0)
    origine = ecrire(tmp_path / "origine")
    neuf = tmp_path / "neuf"
    assert init(neuf, origine) == 0
    assert (neuf / "images" / "logo.svg").read_bytes() == svg()
    assert exporter(neuf, "html") == 0
    # Un autre fichier de ce nom n'est pas remplacé, et rien d'autre n'est écrit.
    (tmp_path / "pris" / "images").mkdir(parents=True)
    (tmp_path / "pris" / "images" / "logo.svg").write_text("à moi", encoding="utf-8")
    with pytest.raises(Refus, match="n'est pas remplacé"):
        init(tmp_path / "pris", origine)
    assert not (tmp_path / "pris" / "reponses.yaml").exists()
    # Un logo hostile ne voyage pas.
    (tmp_path / "origine" / "images" / "logo.svg").write_bytes(SVG_HOSTILES["script"][0])
    with pytest.raises(FichierInvalide, match="n'exécute rien"):
        init(tmp_path / "encore", origine)
    assert not (tmp_path / "encore" / "reponses.yaml").exists()
