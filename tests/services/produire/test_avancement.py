"""Ce qui s'affiche pendant que les documents se font, dans de vrais terminaux et hors d'eux."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

PROGRAMME = """
import sys
from charte.services.produire.avancement import suivre
for nom in suivre({formats!r}):
    print(nom)
print("rich" in sys.modules)
"""
TROIS = ["pdf", "grands-caracteres", "affiche-a4"]
RACINE = Path(__file__).parents[3]


def dans_un_terminal(formats: list[str], variables: Mapping[str, str], colonnes: int = 80) -> str:
    environnement = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(RACINE), **variables}
    environnement = {nom: valeur for nom, valeur in environnement.items() if valeur}
    programme = ["-c", PROGRAMME.format(formats=formats)]
    enfant = pexpect.spawn(sys.executable, programme, env=environnement, encoding="utf-8", dimensions=(24, colonnes))
    enfant.expect(pexpect.EOF)
    return str(enfant.before)


@pytest.mark.parametrize("colonnes", [80, 40])
def test_une_barre_dans_un_terminal(colonnes: int) -> None:
    vu = dans_un_terminal(TROIS, {"NO_COLOR": "", "ACCESSIBLE": ""}, colonnes)
    for rang in (1, 2, 3):
        assert f"{rang} sur 3" in vu
    assert "charte.pdf" in vu and "━" in vu and "affiche-a4.pdf" in vu
    assert vu.rstrip().endswith("True")


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_une_ligne_par_document_pour_qui_ecoute(variable: dict[str, str]) -> None:
    vu = dans_un_terminal(TROIS, {"NO_COLOR": "", "ACCESSIBLE": "", **variable})
    assert "\x1b" not in vu
    assert [ligne for ligne in vu.splitlines() if "Document" in ligne] == [
        "Document 1 sur 3 : charte.pdf",
        "Document 2 sur 3 : charte-grands-caracteres.pdf",
        "Document 3 sur 3 : affiche-a4.pdf",
    ]
    assert vu.rstrip().endswith("False")


def test_rien_pour_un_ou_deux_documents() -> None:
    assert dans_un_terminal(["md", "pdf"], {"NO_COLOR": ""}).split() == ["md", "pdf", "False"]


def test_rien_hors_d_un_terminal() -> None:
    commande = [sys.executable, "-c", PROGRAMME.format(formats=TROIS)]
    sortie = subprocess.run(commande, capture_output=True, text=True, cwd=RACINE, check=True)
    assert (sortie.stdout.split(), sortie.stderr) == ([*TROIS, "False"], "")
