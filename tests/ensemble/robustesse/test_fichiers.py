"""Les fichiers gardent leurs fins de ligne, et une seule commande à la fois les écrit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.commandes.vie.reviser import Cible, reviser
from charte.contenu.bibliotheque import charger_reponses
from charte.depot.ecriture.verrou import verrouiller
from charte.erreurs import Refus
from tests.ecran.outils import questionnaire
from tests.ensemble.robustesse.morts import etat
from tests.ensemble.robustesse.test_morts import AUTRES, charte_faite, commencer, lieu, moderniser, refaire, voter

__all__ = ["lieu"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="le petit modèle est lu par un test d'Unix")
BOM = b"\xef\xbb\xbf"


def en_crlf(chemin: Path, marque: bytes = b"") -> None:
    chemin.write_bytes(marque + chemin.read_bytes().replace(b"\n", b"\r\n"))


def tout_en_crlf(octets: bytes) -> bool:
    return b"\r\n" in octets and b"\n" not in octets.replace(b"\r\n", b"")


@pytest.mark.parametrize("marque", [b"", BOM])
def test_les_fins_de_ligne_de_windows_restent(lieu: Path, marque: bytes) -> None:
    dossier = charte_faite(lieu, AUTRES)
    reponses, texte = dossier / "reponses.yaml", dossier / "CHARTE.md"
    en_crlf(reponses, marque)
    en_crlf(texte)
    avant = texte.read_bytes()
    refaire(dossier)
    assert texte.read_bytes() != avant
    assert tout_en_crlf(texte.read_bytes())
    assert b"\r" not in (dossier / ".charte" / "base.md").read_bytes()
    voter(dossier)
    assert tout_en_crlf(reponses.read_bytes())
    assert reponses.read_bytes().startswith(marque)
    assert charger_reponses(reponses, questionnaire()).adoptions[0].version == "1.0"
    refaire(dossier)
    assert tout_en_crlf(texte.read_bytes())


def test_des_reponses_reprises_gardent_leur_forme(lieu: Path) -> None:
    dossier = lieu / "ma-charte"
    dossier.mkdir()
    (dossier / "reponses.yaml").write_bytes(BOM + AUTRES.replace("\n", "\r\n").encode())
    init(dossier, parcours="express", avec_git=False)
    octets = (dossier / "reponses.yaml").read_bytes()
    assert octets.startswith(BOM)
    assert tout_en_crlf(octets)
    assert "donnees" in charger_reponses(dossier / "reponses.yaml", questionnaire()).reponses


@pytest.mark.parametrize(
    "commande",
    [refaire, voter, commencer, moderniser, lambda dossier: reviser(dossier, Cible(tout=True))],
    ids=["exporter", "adopter", "init", "mettre-a-jour", "reviser"],
)
def test_une_seule_commande_a_la_fois(
    lieu: Path, monkeypatch: pytest.MonkeyPatch, commande: Callable[[Path], object]
) -> None:
    dossier = charte_faite(lieu, AUTRES)
    avant = etat(dossier)
    # Ces deux-là liraient le questionnaire livré.
    from charte.commandes.documents import exporter

    for ou in ("mettre_a_jour", "reviser"):
        monkeypatch.setattr(f"charte.commandes.vie.{ou}.charger", exporter.charger)
    with verrouiller(dossier), pytest.raises(Refus, match="Une autre commande charte travaille") as refus:
        commande(dossier)
    assert refus.value.code == 4
    assert etat(dossier) == avant
