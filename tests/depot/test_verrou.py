"""Un seul entretien à la fois dans un dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from charte.depot.verrou import verrouiller
from charte.erreurs import Refus


def test_un_second_entretien_est_refuse(tmp_path: Path) -> None:
    with verrouiller(tmp_path), pytest.raises(Refus, match="Un autre entretien est en cours"), verrouiller(tmp_path):
        pass


def test_le_verrou_tient_encore_apres_un_refus(tmp_path: Path) -> None:
    with verrouiller(tmp_path):
        for _ in range(2):
            with pytest.raises(Refus), verrouiller(tmp_path):
                pass


def test_le_verrou_se_rend_et_ne_laisse_rien(tmp_path: Path) -> None:
    dossier = tmp_path / "charte"
    with verrouiller(dossier):
        pass
    assert not dossier.exists()
    with verrouiller(tmp_path), pytest.raises(ValueError), verrouiller(dossier):
        raise ValueError
    assert not dossier.exists()


def test_un_verrou_oublie_ne_bloque_pas(tmp_path: Path) -> None:
    (tmp_path / ".charte").mkdir()
    (tmp_path / ".charte" / "verrou").write_text("", encoding="utf-8")
    with verrouiller(tmp_path):
        pass


def test_ce_qui_est_dans_le_dossier_reste(tmp_path: Path) -> None:
    (tmp_path / "reponses.yaml").write_text("format: 1\n", encoding="utf-8")
    with verrouiller(tmp_path):
        pass
    assert [un.name for un in tmp_path.iterdir()] == ["reponses.yaml"]
