"""Un rendu coupé net ne laisse pas de dossier derrière lui pour toujours."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from charte.rendu.impression.jetable import PERIME, PREFIXE, dossier_jetable


def test_le_dossier_s_efface(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with dossier_jetable() as dossier:
        (dossier / "fonts.conf").write_text("", encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def test_les_restes_d_un_arret_net_s_effacent_au_rendu_suivant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    perime, en_cours, a_autrui = (tmp_path / nom for nom in (f"{PREFIXE}perime", f"{PREFIXE}vif", "charte-journal-x"))
    for dossier in (perime, en_cours, a_autrui):
        dossier.mkdir()
        (dossier / "police.ttf").write_text("", encoding="utf-8")
    for dossier in (perime, a_autrui):
        os.utime(dossier, (time.time() - PERIME - 60,) * 2)
    with dossier_jetable():
        assert not perime.exists()
        assert en_cours.exists()
        assert a_autrui.exists()
