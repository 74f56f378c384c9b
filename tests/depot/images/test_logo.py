"""Le logo d'un groupe : un fichier du dossier, sans danger, ou une phrase."""

from __future__ import annotations

import os
import time
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from PIL import ImageFile

from charte.contenu.reponses import ApparenceVoulue, Reponses
from charte.depot.images.logo import lire_logo
from charte.erreurs import FichierInvalide, Refus
from charte.moteur.charte import Logo
from tests.depot.images.dessins import SIGNATURE, SVG_HOSTILES, morceau, png, svg


def reponses(logo: str) -> Reponses:
    return Reponses(questionnaire="association 1.0.0", modele="association 1.0.0", apparence=ApparenceVoulue(logo=logo))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Le dossier d'une charte, où les réponses nomment un logo ligne 3."""
    ici = tmp_path / "charte"
    ici.mkdir()
    (ici / "reponses.yaml").write_text("format: 1\napparence:\n  logo: x\nreponses: {}\n", encoding="utf-8")
    return ici


def lire(dossier: Path, nom: str, octets: bytes | None = None) -> Logo:
    if octets is not None:
        (dossier / nom).write_bytes(octets)
    logo = lire_logo(dossier / "reponses.yaml", reponses(nom))
    assert logo is not None
    return logo


def test_un_png_garde_son_image_et_perd_le_reste(dossier: Path) -> None:
    bavard = png(
        30, 20, morceau(b"tEXt", b"Auteur\0Une personne"), morceau(b"iCCP", b"x\0\0" + zlib.compress(b"a" * 999))
    )
    logo = lire(dossier, "logo.png", bavard)
    assert (logo.nature, logo.largeur, logo.hauteur) == ("png", 30, 20)
    assert logo.octets == png(30, 20)


def test_un_png_entrelace(dossier: Path) -> None:
    from io import BytesIO

    from PIL import Image

    image = BytesIO()
    Image.new("RGBA", (37, 11), (1, 2, 3, 4)).save(image, "PNG")
    assert lire(dossier, "logo.png", image.getvalue()).largeur == 37
    passes = sum(h * (1 + 3 * w) for w, h in ((1, 1), (1, 1), (2, 1), (2, 2), (4, 1), (3, 3), (7, 2)))
    entete = (7).to_bytes(4) + (5).to_bytes(4) + bytes((8, 2, 0, 0, 1))
    corps = morceau(b"IDAT", zlib.compress(b"\0" * passes))
    logo = lire(dossier, "b.png", SIGNATURE + morceau(b"IHDR", entete) + corps + morceau(b"IEND", b""))
    with Image.open(BytesIO(logo.octets)) as relue:
        relue.load()
        assert relue.size == (7, 5)


def test_un_svg_ne_garde_que_ses_formes(dossier: Path) -> None:
    dessin = svg(
        '<title>Nous</title><sodipodi:v xmlns:sodipodi="http://s" a="1"/><!-- secret -->'
        "<style><![CDATA[/* { */ .a{fill:#123456/*;*/;-inkscape-x:1} #b,rect{stroke:red !important}]]></style>"
        '<defs><linearGradient id="g"><stop offset="0" style="stop-color:#f00;stop-opacity:.5"/></linearGradient>'
        '</defs><rect class="a" width="4" height="4"/>'
        '<path id="b" d="M0 0h1" fill="url(#g)" data-nom="x" aria-label="y"/>'
        '<use xlink:href="#b"/>',
        'viewBox="0 0 300 200" width="10cm" inkscape:version="1" xmlns:inkscape="http://i"',
    )
    logo = lire(dossier, "logo.svg", dessin)
    assert (logo.nature, logo.largeur, logo.hauteur) == ("svg", 300, 200)
    assert logo.octets.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="512" height="341.333">'
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#f00" stop-opacity=".5"/></linearGradient></defs>'
        '<rect width="4" height="4" stroke="red" fill="#123456"/>'
        '<path id="b" d="M0 0h1" fill="url(#g)" stroke="red"/><use href="#b"/></svg>'
    )


@pytest.mark.parametrize(
    ("attributs", "taille"),
    [
        ('viewBox="0 0 800 100"', (800, 100)),
        ('viewBox="-5,-5 10 40"', (10, 40)),
        ('width="120" height="60px"', (120, 60)),
        ('width="100%" height="100%" viewBox="0 0 2 1"', (2, 1)),
    ],
)
def test_les_proportions_d_un_svg_sans_taille(dossier: Path, attributs: str, taille: tuple[float, float]) -> None:
    logo = lire(dossier, "logo.svg", svg(attributs=attributs))
    assert (logo.largeur, logo.hauteur) == taille
    assert "width" in ET.fromstring(logo.octets).attrib


@pytest.mark.parametrize("nom", SVG_HOSTILES)
def test_un_svg_hostile_est_refuse_d_une_phrase_situee(dossier: Path, nom: str) -> None:
    octets, attendu = SVG_HOSTILES[nom]
    debut = time.perf_counter()
    try:
        logo = lire(dossier, "logo.svg", octets)
    except FichierInvalide as refus:
        assert refus.code == 3
        assert attendu in refus.phrase
        assert refus.phrase.startswith(f"{dossier / 'logo.svg'}:") and "\n" not in refus.phrase
    else:
        assert not attendu, "ce logo devait être refusé"
        assert b"stylesheet" not in logo.octets
    assert time.perf_counter() - debut < 5


def test_la_faute_est_a_sa_ligne(dossier: Path) -> None:
    with pytest.raises(FichierInvalide) as refus:
        lire(dossier, "logo.svg", svg('\n<g>\n  <rect onclick="x"/></g>'))
    assert [(faute.ligne, faute.colonne) for faute in refus.value.fautes] == [(3, 3)]


_INDEXE, _VIDE = b"\0\0\0\1\0\0\0\1\x08\3\0\0\0", morceau(b"IDAT", zlib.compress(b"\0\0"))
PNG_HOSTILES = {
    "quarante mégapixels": (png(8000, 5000, lignes=1), "40 mégapixels ; 8 au plus"),
    "tronqué": (png(300, 200)[:-30], "tronqué"),
    "coupé en deux": (png(300, 200)[:60], "tronqué"),
    "sans fin": (png(300, 200)[:-12], "tronqué"),
    "lignes manquantes": (png(300, 200, lignes=150), "tronqué"),
    "bombe": (png(10, 10, lignes=60_000), "plus que son image"),
    "somme fausse": (png(30, 20)[:40] + b"X" + png(30, 20)[41:], "abîmé"),
    "sans palette": (b"".join((SIGNATURE, morceau(b"IHDR", _INDEXE), _VIDE, morceau(b"IEND", b""))), "palette"),
    "couleur inconnue": (png(30, 20, couleur=5), "abîmé"),
    "entrelacé inconnu": (png(30, 20, entrelace=2), "abîmé"),
    "flux abîmé": (png(30, 20).replace(b"x\x9c", b"x\x9d", 1), "abîmé"),
    "sans pixel": (png(0, 20), "aucun pixel"),
    "seulement la signature": (SIGNATURE, "tronqué"),
    "trop gros": (png(20, 20, morceau(b"tEXt", b"a" * 2_000_001)), "trop gros : 2 Mo"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "ni un PNG ni un SVG"),
    "texte": (b"bonjour", "ni un PNG ni un SVG"),
    "vide": (b"", "ni un PNG ni un SVG"),
}


@pytest.mark.parametrize("indulgent", [False, True])
@pytest.mark.parametrize("nom", PNG_HOSTILES)
def test_un_png_hostile_est_refuse_d_une_phrase(
    dossier: Path, nom: str, indulgent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # WeasyPrint rend Pillow indulgent, selon ce que le programme a fait avant.
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", indulgent)
    octets, attendu = PNG_HOSTILES[nom]
    with pytest.raises(FichierInvalide) as refus:
        lire(dossier, "logo.png", octets)
    assert attendu in refus.value.phrase and "\n" not in refus.value.phrase
    assert ImageFile.LOAD_TRUNCATED_IMAGES is indulgent


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("../logo.png", "sort du dossier"),
        ("images/../../logo.png", "sort du dossier"),
        ("/etc/passwd", "chemin relatif"),
        ("//serveur/logo.png", "une adresse"),
        ("C:\\logo.png", "adresse"),
        ("images\\logo.png", "chemin relatif"),
        ("https://a.org/logo.png", "une adresse"),
        ("file:///etc/passwd", "une adresse"),
        ("data:image/png;base64,AAAA", "une adresse"),
        ("lien.png", "lien qui sort du dossier"),
        ("dossier-lien/logo.png", "lien qui sort du dossier"),
    ],
)
def test_un_chemin_qui_sort_du_dossier_est_un_refus(dossier: Path, nom: str, attendu: str) -> None:
    (dossier.parent / "logo.png").write_bytes(png(9, 9))
    (dossier / "lien.png").symlink_to(dossier.parent / "logo.png")
    (dossier / "dossier-lien").symlink_to(dossier.parent)
    with pytest.raises(Refus) as refus:
        lire(dossier, nom)
    assert refus.value.code == 4
    assert attendu in refus.value.phrase
    assert refus.value.phrase.startswith(f"{dossier / 'reponses.yaml'}:3:9 : logo : ")


def test_un_logo_absent_ou_d_une_autre_nature(dossier: Path) -> None:
    (dossier / "images").mkdir()
    (dossier / "boucle.png").symlink_to("boucle.png")
    os.mkfifo(dossier / "tube.png")
    for nom, attendu in (
        *(("absent.png", "introuvable"), ("images", "est un dossier"), (".", "est un dossier")),
        *(("boucle.png", "lien"), ("tube.png", "n'est pas un fichier"), ("reponses.yaml/x", "introuvable")),
        ("reponses.yaml", "ni un PNG ni un SVG"),
    ):
        with pytest.raises(FichierInvalide) as refus:
            lire(dossier, nom)
        assert attendu in refus.value.phrase, nom


def test_un_logo_dans_un_sous_dossier_ou_par_un_lien_du_dossier(dossier: Path) -> None:
    (dossier / "images").mkdir()
    (dossier / "images" / "logo.png").write_bytes(png(9, 9))
    (dossier / "lien.png").symlink_to("images/logo.png")
    assert lire(dossier, "images/logo.png") == lire(dossier, "lien.png") == lire(dossier, "./images/logo.png")
    assert lire_logo(dossier / "reponses.yaml", Reponses(questionnaire="a 1", modele="a 1")) is None
