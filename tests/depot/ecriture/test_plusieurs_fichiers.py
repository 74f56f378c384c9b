"""Plusieurs fichiers écrits comme un seul, fins de ligne gardées, restes effacés."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from charte.depot.ecriture import plusieurs_fichiers as ensemble
from charte.depot.ecriture.plusieurs_fichiers import ecrire_ensemble, interrompue, journal, reprendre
from charte.depot.ecriture.un_fichier import ecrire
from charte.depot.ecriture.verrou import achever, verrouiller
from charte.erreurs import EcritureImpossible, Refus


def contenus(dossier: Path) -> dict[str, str]:
    return {
        un.relative_to(dossier).as_posix(): un.read_text(encoding="utf-8")
        for un in sorted(dossier.rglob("*"))
        if un.is_file()
    }


def ecrire_deux(dossier: Path, texte: str) -> None:
    ecrire_ensemble(dossier, {dossier / "CHARTE.md": texte, dossier / ".charte" / "base.md": texte})


def test_tous_s_ecrivent_et_rien_d_autre_ne_reste(tmp_path: Path) -> None:
    ecrire_deux(tmp_path, "un")
    ecrire_deux(tmp_path, "deux")
    assert contenus(tmp_path) == {"CHARTE.md": "deux", ".charte/base.md": "deux"}


def test_un_fichier_qui_ne_se_prepare_pas_n_en_change_aucun(tmp_path: Path) -> None:
    ecrire_deux(tmp_path, "un")
    (tmp_path / "charte.pdf").mkdir()
    with pytest.raises(EcritureImpossible, match=r"charte\.pdf : un dossier porte ce nom"):
        ecrire_ensemble(tmp_path, {tmp_path / "CHARTE.md": "deux", tmp_path / "charte.pdf": b"%PDF"})
    assert contenus(tmp_path) == {"CHARTE.md": "un", ".charte/base.md": "un"}


@pytest.fixture
def coupee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Un dossier où l'écriture s'est arrêtée après le premier des deux fichiers."""
    ecrire_deux(tmp_path, "un")
    vrai, poses = os.replace, []

    def couper(source: Path, place: Path) -> None:
        if Path(place).name == "base.md" and poses:
            raise PermissionError(13, "ouvert ailleurs")
        vrai(source, place)
        poses.append(place)

    with monkeypatch.context() as coupure:
        coupure.setattr(ensemble.os, "replace", couper)
        with pytest.raises(EcritureImpossible, match=r"base\.md : le dossier est protégé"):
            ecrire_deux(tmp_path, "deux")
    assert interrompue(tmp_path)
    return tmp_path


def test_la_commande_suivante_termine(coupee: Path) -> None:
    achever(coupee)
    assert contenus(coupee) == {"CHARTE.md": "deux", ".charte/base.md": "deux"}
    assert not interrompue(coupee)


def test_ce_qui_a_change_depuis_est_garde_et_dit(coupee: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (coupee / ".charte" / "base.md").write_text("à la main", encoding="utf-8")
    with verrouiller(coupee):
        pass
    assert contenus(coupee) == {
        "CHARTE.md": "deux",
        ".charte/base.md": "deux",
        ".charte/base.avant-reprise-1.md": "à la main",
    }
    assert "base.md avait changé depuis" in capsys.readouterr().err


@pytest.mark.parametrize(
    "abime",
    [
        "{",
        '{"format": 2, "poses": []}',
        '{"format": 1, "poses": [{"place": "../x", "provisoire": ".x.charte.tmp", "avant": ""}]}',
        '{"format": 1, "poses": [{"place": "x", "provisoire": "../.x.charte.tmp", "avant": ""}]}',
        '{"format": 1, "poses": [{"place": "x", "provisoire": "reponses.yaml", "avant": ""}]}',
        '{"format": 1, "poses": [3]}',
    ],
)
def test_un_journal_abime_ou_hostile_est_refuse(tmp_path: Path, abime: str) -> None:
    ecrire(journal(tmp_path / "charte"), abime)
    (tmp_path / ".x.charte.tmp").write_text("hostile", encoding="utf-8")
    with pytest.raises(Refus, match="ne se lit pas") as refus, verrouiller(tmp_path / "charte"):
        pass
    assert str(journal(tmp_path / "charte")) in refus.value.remede
    assert not (tmp_path / "x").exists()
    assert journal(tmp_path / "charte").exists()


def test_une_coupure_avant_le_journal_n_a_pas_eu_lieu(tmp_path: Path) -> None:
    ecrire_deux(tmp_path, "un")
    for reste in (tmp_path / ".CHARTE.md.x1.charte.tmp", tmp_path / ".charte" / ".base.md.x2.charte.tmp"):
        reste.write_text("deux", encoding="utf-8")
    (tmp_path / ".brouillon.tmp").write_text("à la personne", encoding="utf-8")
    reprendre(tmp_path)
    assert contenus(tmp_path) == {"CHARTE.md": "un", ".charte/base.md": "un", ".brouillon.tmp": "à la personne"}


def test_le_journal_ne_nomme_que_des_fichiers_du_dossier(coupee: Path) -> None:
    contenu = json.loads(journal(coupee).read_text(encoding="utf-8"))
    assert [pose["place"] for pose in contenu["poses"]] == ["CHARTE.md", ".charte/base.md"]


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendu"),
    [
        (b"un\r\ndeux\r\n", "un\ntrois\n", b"un\r\ntrois\r\n"),
        (b"un\ndeux\r\n", "un\ntrois\n", b"un\ntrois\n"),
        (b"\xef\xbb\xbfun\r\n", "été\n", b"\xef\xbb\xbf\xc3\xa9t\xc3\xa9\r\n"),
        (b"un", "un\ndeux\n", b"un\ndeux\n"),
        (b"un\r", "un\ndeux\n", b"un\ndeux\n"),
        (b"un\r\n", b"octets\n", b"octets\n"),
        (b"un\r\n", "un\n", b"un\r\n"),
    ],
)
def test_un_texte_garde_ses_fins_de_ligne(tmp_path: Path, ancien: bytes, nouveau: str | bytes, attendu: bytes) -> None:
    (tmp_path / "x").write_bytes(ancien)
    ecrire(tmp_path / "x", nouveau)
    assert (tmp_path / "x").read_bytes() == attendu
    (tmp_path / "x").write_bytes(ancien)
    ecrire_ensemble(tmp_path, {tmp_path / "x": nouveau})
    assert (tmp_path / "x").read_bytes() == attendu
