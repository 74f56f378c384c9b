"""Un arrêt net à n'importe quelle écriture laisse l'ancien état ou le nouveau, et la même commande reprend.

Chaque geste meurt avant sa première écriture, puis avant la deuxième, et ainsi de suite jusqu'à la dernière. Les plus
longs n'y meurent qu'une fois sur quelques-unes ; `bancs/morts.py` les tue tous, à toutes leurs écritures et au hasard.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.commandes.documents.exporter import exporter
from charte.commandes.vie.adopter import Vote, adopter
from charte.commandes.vie.mettre_a_jour import mettre_a_jour
from charte.contenu.bibliotheque import charger_reponses
from charte.depot.ecriture.verrou import achever
from charte.rendu.ecrivains.gabarits import environnement
from charte.services.charger import charger
from tests.ecran.outils import QUESTIONNAIRE, Groupe, modele, questionnaire
from tests.ensemble.robustesse.morts import Etat, etat, lieu_d_essai, morts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="on y meurt par fork")

REPONSES = """\
format: 1
questionnaire: essai 1.0.0
modele: essai 1.0.0
parcours: express
date: 2026-11-22
reponses: {nom: Le Canal, posture: refus}
"""
REPONDU = {"nom": "Le Canal", "posture": "refus"}
AUTRES = REPONSES.replace("refus", "plein")


@pytest.fixture
def lieu(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un lieu rapide, avec le petit modèle d'essai, lu une fois ; sans PDF."""
    racine = lieu_d_essai()
    lus = charger(modele(racine), QUESTIONNAIRE)
    for ou in ("vie.adopter", "documents.exporter", "atelier.init"):
        monkeypatch.setattr(f"charte.commandes.{ou}.charger", lambda *_, **__: lus)
    # Compiler un gabarit prend bien plus de temps que mourir.
    monkeypatch.setattr("charte.rendu.ecrivains.markdown.environnement", cache(environnement))
    (racine / "reponses.yaml").write_text(REPONSES, encoding="utf-8")
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md", "json"))
    monkeypatch.setattr("charte.commandes.atelier.init.ouvrir", lambda _: Groupe())
    monkeypatch.setattr("charte.rendu.publics.proces_verbal.pdf", lambda *_: b"%PDF")
    yield racine
    shutil.rmtree(racine)


def commencer(dossier: Path) -> None:
    init(dossier, dossier.parents[1] / "reponses.yaml", avec_git=False)


def mener(dossier: Path) -> None:
    init(dossier, parcours="express", avec_git=False)


def refaire(dossier: Path) -> None:
    exporter(dossier, "md,json")


def voter(dossier: Path) -> None:
    adopter(dossier, Vote("1.0", "2026-11-22", "le bureau"), sans_git=True)


def moderniser(dossier: Path) -> None:
    mettre_a_jour(dossier, sans_questions=True)


def sans_reste(fichiers: Etat) -> bool:
    return not any("tmp" in nom or "ecriture.json" in nom for nom in fichiers)


def charte_faite(lieu: Path, reponses: str = REPONSES) -> Path:
    dossier = lieu / "depart" / "ma-charte"
    dossier.parent.mkdir()
    commencer(dossier)
    (dossier / "reponses.yaml").write_text(reponses, encoding="utf-8")
    return dossier


def sans_provisoire(dossier: Path) -> Etat:
    return {nom: octets for nom, octets in etat(dossier).items() if not nom.endswith(".charte.tmp")}


def test_mourir_en_exportant(lieu: Path) -> None:
    depart = charte_faite(lieu, AUTRES)
    avant = etat(depart)
    temoin = lieu / "fini" / "ma-charte"
    shutil.copytree(depart, temoin)
    refaire(temoin)
    apres = etat(temoin)
    assert apres["CHARTE.md"] != avant["CHARTE.md"]
    vus: list[Etat] = []
    for rang, dossier in morts(depart, refaire):
        achever(dossier)
        # L'ancienne charte, puis la nouvelle : jamais un mélange, et jamais de retour en arrière.
        laisse = sans_provisoire(dossier)
        assert laisse in (avant, apres), rang
        if laisse not in vus[-1:]:
            vus.append(laisse)
            refaire(dossier)
            assert etat(dossier) == apres, rang
    assert vus == [avant, apres]
    assert rang > 30


def test_mourir_en_commencant_d_apres_un_fichier(lieu: Path) -> None:
    depart = lieu / "depart" / "ma-charte"
    depart.parent.mkdir()
    attendu: Etat = {}
    vus: list[Etat] = []
    for rang, dossier in morts(depart, commencer):
        achever(dossier)
        laisse = sans_provisoire(dossier)
        if laisse in vus:
            continue
        vus.append(laisse)
        assert laisse.get("reponses.yaml", REPONSES.encode()) == REPONSES.encode(), rang
        documents = {"CHARTE.md", "charte.json", ".charte/base.md", ".charte/charte.json"}
        assert documents & set(laisse) in (set(), documents), rang
        commencer(dossier)
        attendu = attendu or etat(dossier)
        assert etat(dossier) == attendu, rang
    assert sans_reste(attendu)
    assert len(vus) == 3
    assert rang > 30


def test_mourir_pendant_l_entretien_ne_perd_aucune_reponse(lieu: Path) -> None:
    depart = lieu / "depart" / "ma-charte"
    depart.parent.mkdir()
    attendu: Etat = {}
    gardees: dict[str, object] = {}
    vus: list[Etat] = []
    for rang, dossier in morts(depart, mener, pas=3):
        achever(dossier)
        if (dossier / "reponses.yaml").exists():
            lues = charger_reponses(dossier / "reponses.yaml", questionnaire())
            assert gardees.items() <= lues.reponses.items(), rang
            gardees = dict(lues.reponses)
        if sans_provisoire(dossier) in vus:
            continue
        vus.append(sans_provisoire(dossier))
        if (dossier / "CHARTE.md").exists():
            refaire(dossier)
        else:
            mener(dossier)
        fini = etat(dossier)
        attendu = attendu or fini
        assert fini == attendu, rang
    assert len(gardees) == 4
    assert rang > 60


def test_mourir_en_adoptant(lieu: Path) -> None:
    depart = charte_faite(lieu)
    attendu: Etat = {}
    vus: list[Etat] = []
    for rang, dossier in morts(depart, voter, pas=4):
        achever(dossier)
        laisse = sans_provisoire(dossier)
        if laisse in vus:
            continue
        vus.append(laisse)
        assert charger_reponses(dossier / "reponses.yaml", questionnaire()).reponses == REPONDU, rang
        if "adoptions/1.0/empreintes.txt" not in laisse:
            voter(dossier)
        attendu = attendu or etat(dossier)
        assert etat(dossier) == attendu, rang
        # Rien n'est figé, ou tout l'est ; et ce qui l'est ne change plus.
        figes = {nom for nom in laisse if nom.startswith("adoptions/")}
        assert figes in (set(), {nom for nom in attendu if nom.startswith("adoptions/")}), rang
    assert sans_reste(attendu)
    assert "adoptions/1.0/empreintes.txt" in attendu
    assert len(vus) == 4
    assert rang > 60


def test_mourir_en_mettant_a_jour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charte.rendu.ecrivains.markdown.environnement", cache(environnement))
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))
    racine = lieu_d_essai()
    depart = racine / "depart" / "ma-charte"
    depart.mkdir(parents=True)
    ancien = "format: 1\nquestionnaire: association 1.0.0\nmodele: association 1.0.0\nparcours: express\n"
    (depart / "reponses.yaml").write_text(f"{ancien}reponses:\n  nom: Le Canal  # ainsi\n", encoding="utf-8")
    exporter(depart, "md")
    avant = etat(depart)
    moderne = racine / "moderne" / "ma-charte"
    shutil.copytree(depart, moderne)
    moderniser(moderne)
    apres = etat(moderne)
    assert apres["reponses.yaml"] != avant["reponses.yaml"]
    assert "# ainsi" in apres["reponses.yaml"].decode()
    vus = []
    for rang, dossier in morts(depart, moderniser, pas=12):
        achever(dossier)
        laisse = sans_provisoire(dossier)
        assert laisse in (avant, apres), rang
        if laisse not in vus:
            vus.append(laisse)
            moderniser(dossier)
            assert etat(dossier) == apres, rang
    assert vus == [avant, apres]
    shutil.rmtree(racine)
