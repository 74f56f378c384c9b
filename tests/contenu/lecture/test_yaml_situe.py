"""Le lecteur situé : aucune faute perdue, aucune sans sa place, rien de dangereux."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charte.contenu.lecture.yaml_situe import FAUTES_MAXIMUM, lire
from charte.erreurs import FichierInvalide


def _fautes(tmp_path: Path, contenu: str | bytes) -> list[str]:
    fichier = tmp_path / "essai.yaml"
    fichier.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    with pytest.raises(FichierInvalide) as erreur:
        lire(fichier)
    return [str(faute).replace(str(fichier), "essai.yaml") for faute in erreur.value.fautes]


def test_les_mots_francais_restent_des_mots(tmp_path: Path) -> None:
    fichier = tmp_path / "essai.yaml"
    fichier.write_text("a: oui\nb: no\nc: 0123\nd: 12:30\ne: 1_000\nf: true\ng: 3\nh: 2027-01-31\ni: 1.5\nj:\n")
    valeur = lire(fichier).valeur
    assert [valeur[cle] for cle in "abcde"] == ["oui", "no", "0123", "12:30", "1_000"]
    assert valeur["f"] is True
    assert valeur["g"] == 3
    assert valeur["h"].isoformat() == "2027-01-31"
    assert valeur["i"] == 1.5
    assert valeur["j"] is None


def test_toutes_les_fautes_de_cles_d_un_coup(tmp_path: Path) -> None:
    assert _fautes(tmp_path, "a: 1\nb: {c: 1, c: 2}\na: 3\n") == [
        "essai.yaml:2:11 : la clé « c » est déjà donnée ligne 2 ; gardez-en une seule",
        "essai.yaml:3:1 : la clé « a » est déjà donnée ligne 1 ; gardez-en une seule",
    ]


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        ("a: !!python/object/apply:os.system [echo]\n", "essai.yaml:1:4 : étiquette"),
        ("a: &x [1]\nb: *y\n", "essai.yaml:2:4 : un alias"),
        ("a: [1, 2\nb: 3\n", "essai.yaml:2:2"),
        ("a: 'b\n", "essai.yaml:2:1 : fin de fichier"),
        ("a: b: c\n", "essai.yaml:1:5 : un « : » est mal placé"),
        ("\ta: 1\n", "essai.yaml:1:1"),
        (b"nom: caf\xe9\n", "essai.yaml:1:9 : ce fichier n'est pas en UTF-8"),
        ("a: 1\n---\nb: 2\n", "essai.yaml:2:1 : un seul document"),
        ("a: \x00\n", "essai.yaml:1:4"),
        ("a: 2027-02-30\n", "essai.yaml:1:4 : « 2027-02-30 » n'est pas un jour"),
        ("? [a, b]\n: 1\n", "essai.yaml:1:3 : une clé doit être un mot simple"),
    ],
)
def test_une_faute_dit_ou_et_quoi(tmp_path: Path, contenu: str | bytes, attendu: str) -> None:
    assert _fautes(tmp_path, contenu)[0].startswith(attendu)


def test_les_alias_en_cascade_sont_bornes(tmp_path: Path) -> None:
    bombe = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for precedent, suivant in zip("abcdefgh", "bcdefghi", strict=True):
        bombe += f"{suivant}: &{suivant} [{', '.join([f'*{precedent}'] * 10)}]\n"
    assert "alias en cascade" in _fautes(tmp_path, bombe)[0]


def test_un_alias_qui_se_contient_est_refuse(tmp_path: Path) -> None:
    assert "alias en cascade" in _fautes(tmp_path, "a: &a [*a]\n")[0]


def test_un_fichier_profond_est_refuse(tmp_path: Path) -> None:
    assert _fautes(tmp_path, "[" * 5000)


def test_un_fichier_trop_gros_est_refuse(tmp_path: Path) -> None:
    assert "trop gros" in _fautes(tmp_path, b"a: " + b"x" * 2_100_000)[0]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="propre aux systèmes de type Unix")
def test_un_fichier_sans_fin_est_refuse() -> None:
    with pytest.raises(FichierInvalide, match="trop gros"):
        lire(Path("/dev/zero"))


def test_les_fautes_sont_comptees(tmp_path: Path) -> None:
    assert len(_fautes(tmp_path, "a: 1\n" * 5000)) == FAUTES_MAXIMUM


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(FichierInvalide, match="introuvable"):
        lire(tmp_path / "absent.yaml")


@given(st.binary(max_size=300))
def test_n_importe_quels_octets_donnent_une_valeur_ou_des_fautes(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes
) -> None:
    fichier = tmp_path_factory.getbasetemp() / "octets.yaml"
    fichier.write_bytes(octets)
    try:
        lire(fichier)
    except FichierInvalide as erreur:
        assert erreur.fautes
        assert all(faute.ligne >= 1 and faute.colonne >= 1 for faute in erreur.fautes)


def test_un_fichier_a_la_place_d_un_dossier(tmp_path: Path) -> None:
    (tmp_path / "modele").write_text("", encoding="utf-8")
    with pytest.raises(FichierInvalide, match="est un fichier, pas un dossier"):
        lire(tmp_path / "modele" / "modele.yaml")
