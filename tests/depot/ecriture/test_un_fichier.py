"""Écrire : tout ou rien, et jamais par-dessus des retouches."""

import os
import tempfile
from pathlib import Path

import pytest

from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire, verifier_inscriptible
from charte.erreurs import EcritureImpossible


def test_ecrire_cree_les_dossiers_et_ne_laisse_rien_trainer(tmp_path: Path) -> None:
    cible = tmp_path / "a" / "b.txt"
    ecrire(cible, "été\n")
    ecrire(cible, "hiver\n")
    assert cible.read_bytes() == b"hiver\n"
    assert [fichier.name for fichier in cible.parent.iterdir()] == ["b.txt"]


def test_une_coupure_laisse_l_ancien_fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cible = tmp_path / "b.txt"
    ecrire(cible, "avant")

    def couper(*_: object) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(os, "fsync", couper)
    with pytest.raises(EcritureImpossible, match="le disque est plein"):
        ecrire(cible, "après")
    assert cible.read_text() == "avant"
    assert [fichier.name for fichier in tmp_path.iterdir()] == ["b.txt"]


def test_un_fichier_qui_dit_deja_cela_n_est_pas_touche(tmp_path: Path) -> None:
    cible = tmp_path / "b.txt"
    ecrire(cible, "pareil")
    avant = cible.stat().st_ino
    ecrire(cible, "pareil")
    assert cible.stat().st_ino == avant
    ecrire(cible, "pareim")
    assert cible.read_text() == "pareim"


def test_verifier_ne_laisse_rien(tmp_path: Path) -> None:
    verifier_inscriptible(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_un_fichier_a_la_place_du_dossier(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(EcritureImpossible, match="n'est pas un dossier"):
        verifier_inscriptible(tmp_path / "x" / "charte")


def test_un_dossier_protege(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def proteger(*_: object, **__: object) -> None:
        raise PermissionError(13, "protégé")

    monkeypatch.setattr(tempfile, "TemporaryFile", proteger)
    with pytest.raises(EcritureImpossible, match="le dossier est protégé"):
        verifier_inscriptible(tmp_path / "charte")


def _poser(dossier: Dossier, texte: str) -> None:
    ecrire(dossier.texte, texte)
    ecrire(dossier.base, texte)


def test_un_texte_retouche_se_voit(tmp_path: Path) -> None:
    dossier = Dossier(tmp_path)
    assert not dossier.est_retouche()
    _poser(dossier, "un\ndeux\n")
    assert not dossier.est_retouche()
    dossier.texte.write_text("un\ndeux bis\n")
    assert dossier.est_retouche()
    assert dossier.dit_deja("un\ndeux bis\n")


def test_un_texte_sans_base_compte_comme_retouche(tmp_path: Path) -> None:
    dossier = Dossier(tmp_path)
    dossier.texte.write_text("à nous\n", encoding="utf-8")
    assert dossier.est_retouche()


def test_une_copie_ne_prend_la_place_de_rien(tmp_path: Path) -> None:
    dossier = Dossier(tmp_path)
    (tmp_path / "CHARTE.retouches-1.md").write_text("")
    assert dossier.copie_libre().name == "CHARTE.retouches-2.md"


@pytest.mark.parametrize("avant", [b"un\r\ndeux\r\n", b"\xef\xbb\xbfun\ndeux\n", b"\xef\xbb\xbfun\r\ndeux"])
def test_les_fins_de_ligne_et_la_marque_de_windows_ne_sont_pas_une_retouche(tmp_path: Path, avant: bytes) -> None:
    dossier = Dossier(tmp_path)
    _poser(dossier, "un\ndeux\n")
    dossier.texte.write_bytes(avant)
    assert not dossier.est_retouche()
