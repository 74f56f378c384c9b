"""Les flux prêts pour les forges et le crochet pre-commit : leurs commandes, jouées dans un vrai clone."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.depot.depots import a_l_ecart, ecrire, git

RACINE = Path(__file__).parents[2]
FLUX = RACINE / "docs" / "forges"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="des flux pour Linux")


def lu(chemin: Path) -> Any:
    return yaml.safe_load(chemin.read_text(encoding="utf-8"))


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Le clone du dépôt d'un groupe, avec sa charte, et `charte` dans le chemin des commandes."""
    a_l_ecart(tmp_path, monkeypatch)
    groupe = tmp_path / "groupe"
    exemple = RACINE / "exemples" / "tiers-lieu"
    (groupe / "ma-charte").mkdir(parents=True)
    shutil.copy(exemple / "reponses.yaml", groupe / "ma-charte")
    git(groupe, "init", "--quiet")
    git(groupe, "add", ".")
    git(groupe, "commit", "--quiet", "-m", "La charte")
    git(tmp_path, "clone", "--quiet", "--depth=1", groupe.as_uri(), "clone")
    charte = ecrire(tmp_path / "bin" / "charte", f'#!/bin/sh\nexec "{sys.executable}" -m charte "$@"\n')
    charte.chmod(0o755)
    monkeypatch.setenv("PATH", f"{charte.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(RACINE))
    return tmp_path / "clone"


def jouer(clone: Path, commandes: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Joue ces commandes comme une forge ; une page HTML suffit, le PDF étant éprouvé ailleurs."""
    env = {**os.environ, **variables, "FORMATS": "md,html"}
    script = "\n".join(["set -euo pipefail", *commandes])
    return subprocess.run(["bash", "-c", script], cwd=clone, env=env, capture_output=True, text=True, check=False)


def du_flux(nom: str) -> tuple[list[str], dict[str, str]]:
    """Les commandes d'un flux qui appellent charte, et ses variables ; ce qui installe est laissé à la forge."""
    contenu = lu(FLUX / nom)
    if "jobs" not in contenu:
        return contenu["charte"]["script"], contenu["charte"]["variables"]
    # « on » se lit « vrai » en YAML 1.1.
    assert contenu[True] == ["push", "pull_request"]
    etapes = contenu["jobs"]["charte"]["steps"]
    return [etape["run"] for etape in etapes if etape.get("run", "").startswith("charte ")], contenu["env"]


def casser(clone: Path) -> int:
    """Rend la première réponse illisible ; rend sa ligne."""
    chemin = clone / "ma-charte" / "reponses.yaml"
    lignes = chemin.read_text(encoding="utf-8").splitlines(keepends=True)
    rang = next(rang for rang, ligne in enumerate(lignes) if ligne.startswith("  forme:"))
    lignes[rang] = "  forme: confrerie\n"
    chemin.write_text("".join(lignes), encoding="utf-8")
    return rang + 1


@pytest.mark.parametrize("nom", ["forgejo.yml", "github.yml", "gitlab-ci.yml"])
def test_un_flux_verifie_puis_exporte_et_s_arrete_a_la_premiere_faute(clone: Path, nom: str) -> None:
    commandes, variables = du_flux(nom)
    assert [commande.split()[1] for commande in commandes][-2:] == ["verifier", "exporter"]
    if nom == "forgejo.yml":
        bien = jouer(clone, commandes, variables)
        assert bien.returncode == 0, bien.stderr
        (clone / "ma-charte" / "charte.html").unlink()
    ligne = casser(clone)
    mal = jouer(clone, commandes, variables)
    assert mal.returncode == 3
    assert not (clone / "ma-charte" / "charte.html").exists()
    if nom == "github.yml":
        assert f"::error file=ma-charte/reponses.yaml,line={ligne},col=" in mal.stdout
    else:
        assert f"ma-charte/reponses.yaml:{ligne}:" in mal.stderr
    if nom == "gitlab-ci.yml":
        rapport = lu(FLUX / nom)["charte"]["artifacts"]["reports"]["codequality"]
        (faute,) = json.loads((clone / rapport).read_text(encoding="utf-8"))
        assert faute["location"] == {"path": "ma-charte/reponses.yaml", "lines": {"begin": ligne}}


def test_la_page_nomme_les_flux_et_les_gravites() -> None:
    page = (FLUX / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([\w-]+\.yml)\)", page)) == {un.name for un in FLUX.glob("*.yml")}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == {"bloquant", "attention", "conseil", "information"}


def test_le_crochet_refuse_des_reponses_cassees_avec_leur_ligne(clone: Path) -> None:
    """Le crochet de git fait ici ce que fait pre-commit : les fichiers choisis par le manifeste, à la suite."""
    (crochet,) = lu(RACINE / ".pre-commit-hooks.yaml")
    choisis = [
        nom
        for nom in (
            "reponses.yaml",
            "a b/reponses.yaml",
            "reponses.yaml.bak",
            "x/adoptions/1.0/reponses.yaml",
            "mes-reponses.yaml",
        )
        if re.search(crochet["files"], nom) and not re.search(crochet["exclude"], nom)
    ]
    assert choisis == ["reponses.yaml", "a b/reponses.yaml"]
    texte = f"#!/bin/sh\ngit diff --cached --name-only -z | grep -z 'reponses.yaml$' | xargs -0 {crochet['entry']}\n"
    fichier = ecrire(clone / ".git" / "hooks" / "pre-commit", texte)
    fichier.chmod(fichier.stat().st_mode | stat.S_IXUSR)
    ligne = casser(clone)
    git(clone, "add", "ma-charte/reponses.yaml")
    refus = subprocess.run(["git", "commit", "-m", "Cassée"], cwd=clone, capture_output=True, text=True, check=False)
    assert refus.returncode != 0
    assert f"ma-charte/reponses.yaml:{ligne}:10 : forme : « confrerie »" in refus.stderr
    assert git(clone, "rev-list", "--count", "HEAD") == "1"
    git(clone, "checkout", "HEAD", "--", "ma-charte/reponses.yaml")
    chemin = clone / "ma-charte" / "reponses.yaml"
    chemin.write_text("# Relu\n" + chemin.read_text(encoding="utf-8"), encoding="utf-8")
    git(clone, "add", "ma-charte/reponses.yaml")
    git(clone, "commit", "-m", "Bonne")
