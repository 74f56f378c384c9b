"""`charte diagnostic` : ce qui manque, et la commande qui y remédie."""

import importlib.metadata
import importlib.util
import io
import re
import sys
import tomllib
from pathlib import Path

import pytest

from charte.commandes.aide import diagnostic as module
from charte.commandes.aide.diagnostic import BIBLIOTHEQUES, TROP_RECENTES, diagnostic
from charte.rendu.systeme import Installation

RACINE = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Une machine ordinaire, où Pango et git répondent sans qu'on les lance."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for nom in ("NO_COLOR", "ACCESSIBLE", "TERM"):
        monkeypatch.delenv(nom, raising=False)
    monkeypatch.setattr(module, "_interroger", lambda commande: "git version 2.39.5\n")


def _sans(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    monkeypatch.setattr(module, "_interroger", lambda commande: None if absent in commande else "git version 2.39.5\n")


def _versions(monkeypatch: pytest.MonkeyPatch, **autres: str | None) -> None:
    vraie = importlib.metadata.version

    def version(nom: str) -> str:
        if nom not in autres:
            return vraie(nom)
        choisie = autres[nom]
        if choisie is None:
            raise importlib.metadata.PackageNotFoundError(nom)
        return choisie

    monkeypatch.setattr(importlib.metadata, "version", version)


def test_tout_est_la(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert diagnostic() == 0
    dit = capsys.readouterr().out
    assert "MANQUE" not in dit and "\x1b" not in dit
    for attendu in (
        *("charte ", "Python 3.", "weasyprint 7", "Pango, pour le PDF", "questionnaire association"),
        *("modèle association", "référentiel : 134 recommandations", "polices du modèle : ", "git version"),
        *("terminal en UTF-8", "terminal de 100 colonnes", f"on peut écrire ici : {tmp_path}"),
    ):
        assert attendu in dit
    assert dit.endswith("Tout ce qu'il faut est là.\n")


def test_les_versions_sont_celles_du_paquet() -> None:
    declarees = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    attendues = {nom: f"{nom}>={minimum}" for nom, minimum in BIBLIOTHEQUES.items()}
    attendues |= {nom: f"{attendues[nom]},<{limite}" for nom, limite in TROP_RECENTES.items()}
    assert sorted(attendues.values()) == sorted(declaree.split(";")[0] for declaree in declarees)


def test_sans_pango(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _sans(monkeypatch, "import weasyprint")
    vrai = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda nom: None if nom == "typst" else vrai(nom))
    macos = Installation("macOS", "brew install pango", "Sinon :\nexport X=1")
    monkeypatch.setattr("charte.rendu.systeme.installation_ici", lambda: macos)
    assert diagnostic() == 1
    dit = capsys.readouterr().out
    assert "MANQUE   Pango : absent" in dit
    assert "           Pour y remédier : brew install pango\n           Sinon :\n           export X=1\n" in dit
    assert dit.endswith("Il manque une chose indispensable.\n")


def test_sans_pango_typst_prend_le_relais(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _sans(monkeypatch, "import weasyprint")
    assert diagnostic() == 0
    dit = capsys.readouterr().out
    assert "ok       typst 0.15" in dit
    assert "conseil  Pango : absent ; la charte en PDF se fait avec Typst" in dit
    assert dit.endswith("Tout ce qu'il faut est là.\n")


def test_typst_peut_manquer_quand_pango_est_la(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _versions(monkeypatch, typst=None)
    assert diagnostic() == 0
    assert "conseil  typst : absent" in capsys.readouterr().out


@pytest.mark.parametrize(("compte", "commande"), [(1000, "sudo dnf install git"), (0, "dnf install git")])
def test_sans_git_on_peut_continuer(
    compte: int, commande: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _sans(monkeypatch, "git")
    monkeypatch.setattr(module.os, "geteuid", lambda: compte, raising=False)
    monkeypatch.setattr(module.shutil, "which", lambda outil: "/usr/bin/dnf" if outil == "dnf" else None)
    assert diagnostic() == 0
    assert re.search(rf"conseil  git : absent.*\n +Pour y remédier : {commande}\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("version", "constat"), [(None, "absent"), ("1.9", "1.9 : trop ancien"), ("71.0", "71.0 : trop récent")]
)
def test_une_bibliotheque_manque_ou_ne_va_pas(
    version: str | None, constat: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _versions(monkeypatch, weasyprint=version)
    assert diagnostic() == 1
    dit = capsys.readouterr().out
    assert f"MANQUE   weasyprint {constat}" in dit or f"MANQUE   weasyprint : {constat}" in dit
    assert f'Pour y remédier : "{sys.executable}" -m pip install "weasyprint>=70,<71"' in dit


def test_les_contenus_manquent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("charte.contenu.bibliotheque.donnees", lambda nom: tmp_path / nom)
    assert diagnostic() == 1
    assert "MANQUE   contenus du programme" in capsys.readouterr().out


def test_un_petit_terminal_sans_accents(monkeypatch: pytest.MonkeyPatch) -> None:
    sortie = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    monkeypatch.setattr(sys, "stdout", sortie)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("ACCESSIBLE", "1")
    assert diagnostic() == 0
    sortie.flush()
    dit = sortie.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]
    assert "conseil  terminal en ascii" in dit and "PYTHONUTF8" in dit
    assert "conseil  terminal de 40 colonnes" in dit
    assert "sans couleur (NO_COLOR)" in dit and "(ACCESSIBLE)" in dit


def test_un_dossier_protege(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(dossier: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("charte.depot.ecriture.un_fichier.verifier_inscriptible", refuser)
    assert diagnostic() == 0
    assert "on ne peut pas écrire dans ce dossier" in capsys.readouterr().out


def test_un_programme_qui_echoue_ou_n_existe_pas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert module._interroger([sys.executable, "-c", "print('oui')"]) == "oui\n"
    assert module._interroger([sys.executable, "-c", "raise SystemExit(3)"]) is None
    assert module._interroger(["ce-programme-n-existe-pas"]) is None
