"""Les réponses jointes aux PDF : conformes, les mêmes partout, et une charte se rouvre à partir de son seul PDF."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from charte.commandes.atelier.init import init
from charte.contenu.bibliotheque import charger_reponses
from charte.depot.reponses_jointes import extraire, reponses_du_pdf
from charte.erreurs import FichierInvalide
from charte.moteur.charte import Charte
from charte.rendu import rendre_document
from charte.services.charger import charger
from tests.rendu.impression.test_pdf import fautes
from tests.rendu.outils.charte_d_essai import MODELE, minimale
from tests.rendu.outils.exemples import exemple
from tests.rendu.outils.rendus import rendu

RACINE = Path(__file__).parents[3]


def sans_date() -> Charte:
    charte = exemple("tiers-lieu")
    assert charte.origine is not None
    return replace(minimale(), date="", origine=charte.origine.model_copy(update={"date": None}))


CHARTES: dict[str, Callable[[], Charte]] = {
    "tiers-lieu": lambda: exemple("tiers-lieu"),
    "minimale": lambda: replace(minimale(), origine=exemple("tiers-lieu").origine),
    "sans date": sans_date,
}
MOTEURS = ["weasyprint", "typst"]
CAS = [
    *((nom, "pdf", moteur) for nom in ("tiers-lieu", "sans date") for moteur in MOTEURS),
    ("minimale", "grands-caracteres", None),
]


@cache
def tire(nom: str, format: str, moteur: str | None) -> bytes:
    return rendu(CHARTES[nom](), format, moteur)


def jointe(octets: bytes) -> Any:
    racine: Any = pypdf.PdfReader(io.BytesIO(octets)).trailer["/Root"]
    assert len(racine["/AF"]) == 1
    return racine["/AF"][0].get_object()


@pytest.mark.parametrize(("nom", "format", "moteur"), CAS)
def test_conforme_et_decrite(nom: str, format: str, moteur: str | None) -> None:
    octets = tire(nom, format, moteur)
    assert fautes(octets) == []
    piece = jointe(octets)
    assert (piece["/F"], piece["/UF"], piece["/AFRelationship"]) == ("reponses.yaml", "reponses.yaml", "/Source")
    assert piece["/Desc"].startswith("Les réponses du groupe, pour rouvrir la charte")
    fichier = piece["/EF"]["/F"].get_object()
    assert fichier["/Subtype"] == "/application/yaml"
    date = CHARTES[nom]().date
    assert fichier["/Params"].get("/ModDate") == (f"D:{date.replace('-', '')}000000Z" if date else None)


@pytest.mark.parametrize("moteur", MOTEURS)
def test_sans_date_aucune_date(moteur: str) -> None:
    octets = tire("sans date", "pdf", moteur)
    lecteur = pypdf.PdfReader(io.BytesIO(octets))
    assert lecteur.metadata is not None
    assert (lecteur.metadata.creation_date, lecteur.metadata.modification_date) == (None, None)
    assert not re.search(rb"19700101|1970-01-01", octets) and f"{datetime.date.today():%Y%m%d}".encode() not in octets


@pytest.mark.parametrize(("nom", "format", "moteur"), CAS)
def test_on_la_relit_avec_ou_sans_bibliotheque(nom: str, format: str, moteur: str | None, tmp_path: Path) -> None:
    octets, fichier = tire(nom, format, moteur), tmp_path / "reponses.yaml"
    par_pypdf = pypdf.PdfReader(io.BytesIO(octets)).attachments["reponses.yaml"][0]
    assert extraire(octets) == {"reponses.yaml": par_pypdf}
    fichier.write_bytes(par_pypdf)
    contenus = charger(reponses=fichier)
    relues = charger_reponses(fichier, contenus.questionnaire)
    assert relues == CHARTES[nom]().origine
    assert nom != "tiers-lieu" or contenus.composer(relues) == exemple("tiers-lieu")


def test_init_rouvre_une_charte_depuis_son_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))
    document_seul = tmp_path / "reçu par courriel.pdf"
    document_seul.write_bytes(tire("tiers-lieu", "pdf", "weasyprint"))
    neuf = tmp_path / "neuf"
    assert init(neuf, document_seul) == 0
    assert capsys.readouterr().err == ""
    assert (neuf / "reponses.yaml").read_bytes() == extraire(document_seul.read_bytes())["reponses.yaml"]
    assert (neuf / "CHARTE.md").read_bytes() == rendre_document(exemple("tiers-lieu"), "md", MODELE)


def test_ce_qui_n_est_pas_valide_ne_part_pas() -> None:
    charte = exemple("tiers-lieu")
    assert charte.origine is not None
    contenus = charger()
    recomposee = contenus.composer(charte.origine.model_copy(update={"en_cours": {"nom": "brouillon"}}))
    assert recomposee.origine == charte.origine
    assert "/AF" not in pypdf.PdfReader(io.BytesIO(rendu(charte, "falc"))).trailer["/Root"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "octets",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n1 0 obj\n<</Type /Filespec /UF (reponses.yaml) /EF << /F 2 0 R >>>>\nendobj\n",
        b"%PDF-1.7\n1 0 obj\n<</Type /Filespec /UF (reponses.yaml) /EF << /F 2 0 R >>>>\nendobj\n"
        b"2 0 obj\n<</Filter /FlateDecode>>\nstream\nabime\nendstream\nendobj\n",
        b"%PDF-1.7\n1 0 obj\n<</Type /Filespec /UF (../../autre.yaml) /EF << /F 2 0 R >>>>\nendobj\n"
        b"2 0 obj\n<</Length 2>>\nstream\na:\nendstream\nendobj\n",
    ],
)
def test_un_pdf_sans_reponses_se_refuse(octets: bytes, tmp_path: Path) -> None:
    fichier = tmp_path / "autre.pdf"
    fichier.write_bytes(octets)
    with pytest.raises(FichierInvalide) as refus, reponses_du_pdf(fichier):
        pass
    assert "enregistrez sa pièce jointe reponses.yaml" in refus.value.remede


def test_sans_origine_il_n_y_a_rien_a_joindre() -> None:
    assert extraire(rendu(minimale(), "pdf", "typst")) == {}
