"""Une seule commande à la fois écrit dans un dossier."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO

import pytest

from charte.depot.ecriture import verrou
from charte.depot.ecriture.verrou import verrouiller
from charte.erreurs import EcritureImpossible, Refus


def test_un_second_entretien_est_refuse(tmp_path: Path) -> None:
    with (
        verrouiller(tmp_path),
        pytest.raises(Refus, match="Une autre commande charte travaille"),
        verrouiller(tmp_path),
    ):
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


def test_le_verrou_efface_par_un_autre_ne_trompe_personne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Une commande finit entre l'ouverture et la prise du verrou : le fichier ouvert n'est plus celui des autres."""
    vrai = verrou._prendre
    pris: list[str] = []

    def prendre(fichier: IO[str]) -> None:
        vrai(fichier)
        if not pris:
            Path(fichier.name).unlink()
        pris.append(fichier.name)

    monkeypatch.setattr(verrou, "_prendre", prendre)
    with verrouiller(tmp_path), pytest.raises(Refus), verrouiller(tmp_path):
        pass
    assert len(pris) == 2


def test_un_disque_qui_ne_sait_pas_verrouiller_n_empeche_pas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def incapable(_: IO[str]) -> None:
        raise OSError(errno.ENOLCK, "non")

    monkeypatch.setattr(verrou, "_prendre", incapable)
    with verrouiller(tmp_path):
        pass


def test_un_dossier_ou_l_on_ne_peut_pas_ecrire(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(EcritureImpossible, match="Impossible d'écrire dans"), verrouiller(tmp_path / "x"):
        pass
