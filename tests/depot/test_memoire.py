"""Se souvenir des contenus : un fichier abîmé se refait sans que personne ne le voie."""

import random
import sys
from pathlib import Path

import pytest

from charte.depot import memoire

VALEUR = {"mots": [f"mot {rang}" for rang in range(50)]}


def _relire(valeur: object = VALEUR) -> object:
    return memoire.contenus("essai", [], lambda: valeur)


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Le fichier où la valeur vient d'être gardée."""
    monkeypatch.setattr(memoire, "dossier", lambda: tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    _relire()
    return next(tmp_path.iterdir())


def test_une_valeur_gardee_est_rendue(fichier: Path) -> None:
    assert _relire("autre chose") == VALEUR


@pytest.mark.parametrize("graine", range(40))
def test_un_fichier_abime_est_refait(fichier: Path, graine: int) -> None:
    hasard = random.Random(graine)
    octets = bytearray(fichier.read_bytes())
    if graine % 4 == 0:
        del octets[hasard.randrange(len(octets)) :]
    else:
        octets[hasard.randrange(len(octets))] ^= 1 << hasard.randrange(8)
    fichier.write_bytes(octets)
    assert _relire("autre chose") == "autre chose"
    assert _relire() == "autre chose"


def test_un_fichier_inaccessible_ne_gene_pas(fichier: Path) -> None:
    fichier.unlink()
    fichier.mkdir()
    assert _relire("autre chose") == "autre chose"
