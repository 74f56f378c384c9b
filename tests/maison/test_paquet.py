"""La roue : tout ce qu'il faut y est, et elle marche loin du dépôt, dans un environnement vierge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
CONTENUS = ("modeles", "questionnaires", "referentiel", "schemas")
BINAIRES = "Scripts" if sys.platform == "win32" else "bin"


def lancer(*mots: str | Path, dossier: Path) -> str:
    """Lance la commande hors du dépôt, sans rien hériter de ses chemins ; échoue en montrant ce qu'elle a dit."""
    environnement = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
    resultat = subprocess.run(
        [str(mot) for mot in mots], cwd=dossier, env=environnement, capture_output=True, text=True, encoding="utf-8"
    )
    assert resultat.returncode == 0, f"{' '.join(map(str, mots))}\n{resultat.stdout}\n{resultat.stderr}"
    return resultat.stdout


@pytest.fixture(scope="module")
def roue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La roue, bâtie depuis l'archive des sources : l'archive doit donc être complète."""
    sortie = tmp_path_factory.mktemp("roue")
    lancer(sys.executable, "-m", "build", "--outdir", sortie, RACINE, dossier=sortie)
    assert len(list(sortie.glob("charte-*.tar.gz"))) == 1
    return next(sortie.glob("charte-*.whl"))


@pytest.fixture(scope="module")
def installee(roue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La commande `charte` d'un environnement vierge où seule la roue est installée."""
    dossier = tmp_path_factory.mktemp("environnement")
    venv.create(dossier)
    # Le pip d'ici installe là-bas : inutile d'y en mettre un, ni de compiler d'avance ce que l'on ne lancera pas.
    pip = [sys.executable, "-m", "pip", "--python", dossier / BINAIRES / "python"]
    lancer(*pip, "install", "--quiet", "--no-compile", roue, dossier=dossier)
    return dossier / BINAIRES / "charte"


@pytest.fixture(scope="module")
def atelier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les seules réponses d'un exemple, dans un dossier sans rapport avec le dépôt."""
    dossier = tmp_path_factory.mktemp("ailleurs") / "Notre association"
    dossier.mkdir()
    shutil.copy(RACINE / "exemples" / "tiers-lieu" / "reponses.yaml", dossier)
    return dossier


def test_la_roue_porte_les_contenus_et_rien_d_autre(roue: Path) -> None:
    noms = set(zipfile.ZipFile(roue).namelist())
    attendus = {
        f"charte/donnees/{fichier.relative_to(RACINE).as_posix()}"
        for contenu in CONTENUS
        for fichier in (RACINE / contenu).rglob("*")
        if fichier.is_file() and "__pycache__" not in fichier.parts
    }
    assert attendus
    assert all(any(nom.startswith(f"charte/donnees/{contenu}/") for nom in attendus) for contenu in CONTENUS)
    assert {nom for nom in noms if nom.startswith("charte/donnees/")} == attendus
    assert "charte/py.typed" in noms
    assert {nom.split("/")[0] for nom in noms} == {"charte", f"charte-{version()}.dist-info"}
    assert not [nom for nom in noms if nom.endswith(".pyc")]


def version() -> str:
    import charte

    return charte.__version__


def test_une_charte_loin_du_depot(installee: Path, atelier: Path, tmp_path: Path) -> None:
    assert version() in lancer(installee, "--version", dossier=atelier.parent)
    lancer(installee, "verifier", atelier, dossier=atelier.parent)
    lancer(installee, "exporter", atelier, "--format", "md,html,json", dossier=atelier.parent)
    depot = tmp_path / "depuis le dépôt"
    shutil.copytree(atelier, depot, ignore=shutil.ignore_patterns("charte.*", "CHARTE.md", ".charte"))
    lancer(sys.executable, "-m", "charte", "exporter", depot, "--format", "md,html,json", dossier=RACINE)
    for nom in ("CHARTE.md", "charte.html", "charte.json"):
        assert (atelier / nom).read_bytes() == (depot / nom).read_bytes()


def test_les_pdf_loin_du_depot(installee: Path, atelier: Path) -> None:
    """La charte par Typst, le document facile à lire par WeasyPrint : les deux moteurs trouvent ce qu'il leur faut."""
    lancer(installee, "exporter", atelier, "--format", "pdf,falc", "--moteur", "typst", dossier=atelier.parent)
    for nom in ("charte.pdf", "facile-a-lire.pdf"):
        assert (atelier / nom).read_bytes().startswith(b"%PDF-")
