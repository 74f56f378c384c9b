"""Une charte se lit : assez courte, des phrases brèves, et une version facile à lire pour qui est concerné."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from charte.contenu.bibliotheque import charger_reponses
from charte.moteur.charte import Charte
from charte.rendu.langue.typographie import typographier
from charte.services.charger import charger

CONTENUS = charger()
EXEMPLES = sorted((Path(__file__).parents[2] / "exemples").glob("*/reponses.yaml"))
PAGES = {"complet": 15, "express": 6}
"""Pages au plus, annexes à part : couverture, sommaire, essentiel, articles, matrice, signatures."""
MOTS_PAR_PHRASE = 20
MOTS_FALC = 16
_FIN = re.compile(r"(?<=[.!?…])\s+|\n+")


def _phrases(texte: str) -> list[str]:
    return [phrase for phrase in _FIN.split(texte) if re.search(r"\w", phrase)]


def _mots(phrase: str) -> int:
    return len([mot for mot in phrase.split() if re.search(r"\w", mot)])


@pytest.fixture(params=EXEMPLES, ids=lambda chemin: chemin.parent.name)
def exemple(request: pytest.FixtureRequest) -> tuple[Path, Charte]:
    """Le dossier d'un exemple, et sa charte."""
    return request.param.parent, CONTENUS.composer(charger_reponses(request.param, CONTENUS.questionnaire))


def test_la_charte_tient_en_peu_de_pages(exemple: tuple[Path, Charte]) -> None:
    dossier, charte = exemple
    lecteur = pypdf.PdfReader(io.BytesIO((dossier / "charte.pdf").read_bytes()))
    signets = {signet["/Title"]: lecteur.get_destination_page_number(signet) for signet in lecteur.outline}
    annexe = charte.annexes[0]
    debut = next(page for titre, page in signets.items() if str(titre).endswith(typographier(annexe.titre)))
    assert debut <= PAGES[charte.parcours]


def test_les_phrases_sont_breves(exemple: tuple[Path, Charte]) -> None:
    _, charte = exemple
    phrases = [phrase for clause in charte.clauses() for phrase in _phrases(clause.texte)]
    assert sum(map(_mots, phrases)) / len(phrases) <= MOTS_PAR_PHRASE


def test_le_facile_a_lire_l_est(exemple: tuple[Path, Charte]) -> None:
    _, charte = exemple
    versions = {clause.id: clause.falc for clause in charte.clauses() if clause.falc}
    assert len(versions) >= 10
    longues = [
        (nom, phrase) for nom, falc in versions.items() for phrase in _phrases(falc) if _mots(phrase) > MOTS_FALC
    ]
    assert longues == []
    assert [nom for nom, falc in versions.items() if "·" in falc] == []
