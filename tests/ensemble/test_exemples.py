"""Les trois associations d'exemple : refaire leurs documents redonne ceux du dépôt."""

from pathlib import Path

import pytest

from charte.contenu.bibliotheque import charger_reponses
from charte.rendu import rendre_document
from charte.services.charger import Contenus, charger
from charte.services.controler.constats import constats_de
from tests.rendu.outils.lecture_pdf import pages
from tests.rendu.outils.rendus import rendu

EXEMPLES = sorted(dossier for dossier in (Path(__file__).parents[2] / "exemples").iterdir() if dossier.is_dir())


@pytest.fixture(scope="module")
def contenus() -> Contenus:
    """Les contenus du programme."""
    return charger()


def test_il_y_en_a_trois() -> None:
    assert [dossier.name for dossier in EXEMPLES] == ["aide-a-domicile", "alphabetisation-insertion", "tiers-lieu"]


@pytest.mark.parametrize("dossier", EXEMPLES, ids=lambda dossier: dossier.name)
def test_refaire_redonne_les_memes_documents(dossier: Path, contenus: Contenus) -> None:
    reponses = charger_reponses(dossier / "reponses.yaml", contenus.questionnaire)
    charte = contenus.composer(reponses, dossier / "reponses.yaml")
    assert rendre_document(charte, "md", contenus.dossier_modele) == (dossier / "CHARTE.md").read_bytes()
    assert (
        rendre_document(charte, "json", contenus.dossier_modele) == (dossier / ".charte" / "charte.json").read_bytes()
    )
    neuf = rendu(charte, "pdf")
    depot = (dossier / "charte.pdf").read_bytes()
    # D'une machine à l'autre, une bibliothèque peut changer des octets ; jamais le texte.
    assert neuf == depot or pages(neuf) == pages(depot)


@pytest.mark.parametrize("dossier", EXEMPLES, ids=lambda dossier: dossier.name)
def test_aucun_constat_bloquant(dossier: Path, contenus: Contenus) -> None:
    reponses = charger_reponses(dossier / "reponses.yaml", contenus.questionnaire)
    assert [constat.id for constat in constats_de(contenus, reponses) if constat.gravite == "bloquant"] == []


def test_trois_groupes_trois_textes(contenus: Contenus) -> None:
    textes = []
    for dossier in EXEMPLES:
        charte = contenus.composer(charger_reponses(dossier / "reponses.yaml", contenus.questionnaire))
        textes.append({clause.texte for clause in charte.clauses()})
    communs = set.intersection(*textes)
    assert all(len(communs) < len(texte) / 2 for texte in textes)
