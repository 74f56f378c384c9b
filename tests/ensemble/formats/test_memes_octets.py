"""Tous les formats : les mêmes octets d'un dossier, d'une langue, d'un fuseau et d'un hachage à l'autre."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from charte.moteur.charte import Charte
from charte.rendu import FORMATS, rendre_document
from tests.rendu.outils.charte_d_essai import MODELE, minimale
from tests.rendu.outils.exemples import exemple

RACINE = Path(__file__).parents[3]
PROGRAMME = """
import sys
sys.path.insert(0, {racine!r})
from tests.ensemble.formats.test_memes_octets import empreintes
print(*empreintes(), sep="\\n")
"""
AILLEURS = {"TZ": "Pacific/Auckland", "LC_ALL": "fr_FR.UTF-8", "LANG": "C", "PYTHONHASHSEED": "7"}
ICI = {"TZ": "America/Cayenne", "LC_ALL": "C", "LANG": "fr_FR.UTF-8", "PYTHONHASHSEED": "1"}
POUR_DEUX = ("md", "html", "odt", "docx", "json")


def courte() -> Charte:
    """Une charte courte, datée, qui a des réponses à joindre."""
    return replace(minimale(), date="2026-11-21", origine=exemple("tiers-lieu").origine)


def empreintes() -> list[str]:
    """Une ligne par document : son format, son empreinte."""
    faites = [(nom, rendre_document(courte(), nom, MODELE)) for nom in FORMATS if nom != "affiche"]
    faites += [("pdf, Typst", rendre_document(courte(), "pdf", MODELE, "typst"))]
    faites += [(f"{nom}, entier", rendre_document(exemple("tiers-lieu"), nom, MODELE)) for nom in POUR_DEUX]
    return [f"{nom} {hashlib.sha256(octets).hexdigest()}" for nom, octets in faites]


@pytest.fixture(scope="module")
def vues(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    dossiers = [tmp_path_factory.mktemp(nom) for nom in ("ici", "un autre dossier, à côté")]
    lances = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAMME.format(racine=str(RACINE))],
            cwd=dossier,
            env={**os.environ, **reglages, "HOME": str(dossier), "TMPDIR": str(dossier)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for dossier, reglages in zip(dossiers, (ICI, AILLEURS), strict=True)
    ]
    sorties = [lance.communicate() for lance in lances]
    assert [erreurs for _, erreurs in sorties] == ["", ""]
    return [sortie.splitlines() for sortie, _ in sorties]


def test_memes_octets_partout(vues: list[list[str]]) -> None:
    ici, ailleurs = vues
    assert len(ici) == len(FORMATS) + len(POUR_DEUX)
    assert ici == ailleurs
