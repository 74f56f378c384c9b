"""`charte mettre-a-jour` : tout dire, ne rien perdre, écrire d'un coup ou pas du tout."""

from __future__ import annotations

import codecs
import datetime
import functools
import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.documents.exporter import exporter
from charte.commandes.vie import mettre_a_jour as module
from charte.commandes.vie.mettre_a_jour import mettre_a_jour
from charte.commandes.vie.reviser import Cible, reviser
from charte.contenu.bibliotheque import archive_de, charger_reponses
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import FichierInvalide, Interruption, Refus, UsageIncorrect
from charte.services.charger import Contenus, charger
from charte.services.produire.production import produire

VERSIONS = Path(__file__).parents[2] / "donnees" / "versions"
AUJOURDHUI = datetime.date.today().isoformat()
PORTEES = (
    (VERSIONS / "1.1.0" / "tordue.yaml")
    .read_text(encoding="utf-8")
    .replace("date: 2026-03-14", f"date: {AUJOURDHUI}")
    .replace('- "delegue"\n', '- "delegue"\n- agents\n- reunions\n')
)
RAPPORT = """\
# Mise à jour de la charte : avant et après

Les « Amis » du canal : n° 4 #bis passe de la version 1.0.0 du questionnaire et du modèle à la version 1.1.0.

Aucune réponse n'est perdue. Ce qui suit dit ce que devient chacune, puis ce que la charte dit désormais.

## Ce que deviennent vos réponses

### « Quel mot dit le mieux votre indépendance face aux fournisseurs ? »

Gardée : Aucun des deux.
"""
Arbre = dict[str, bytes]


def arbre(dossier: Path) -> Arbre:
    """Tout ce que contient le dossier, chemin par chemin."""
    return {un.relative_to(dossier).as_posix(): un.read_bytes() for un in sorted(dossier.rglob("*")) if un.is_file()}


@functools.cache
def contenus(version: str) -> Contenus:
    """Les contenus d'une version (vide : la courante), lus une fois pour tous les tests."""
    return charger(reponses=VERSIONS / version / "tordue.yaml" if version else None)


def charges(*_: object, reponses: Path | None = None, **__: object) -> Contenus:
    """Les contenus de la version à laquelle répond ce fichier, sans les relire."""
    return contenus(archive_de(reponses) if reponses else "")


@pytest.fixture(scope="module")
def depart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une charte à la version 1.0.0, son texte déjà fait."""
    ici = tmp_path_factory.mktemp("depart")
    (ici / "reponses.yaml").write_bytes((VERSIONS / "1.0.0" / "tordue.yaml").read_bytes())
    produire(
        Dossier(ici),
        contenus("1.0.0"),
        charger_reponses(ici / "reponses.yaml", contenus("1.0.0").questionnaire),
        ["md"],
    )
    return ici


@pytest.fixture
def dossier(depart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Une copie de cette charte ; le PDF, lent, y est laissé de côté."""
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))
    monkeypatch.setenv("COLUMNS", "80")
    for commande in ("vie.mettre_a_jour", "documents.exporter", "vie.reviser"):
        monkeypatch.setattr(f"charte.commandes.{commande}.charger", charges)
    return Path(shutil.copytree(depart, tmp_path / "ma charte"))


@pytest.fixture
def atelier(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Lance la mise à jour avec une personne, dont voici les réponses."""
    monkeypatch.setattr(module, "_quelqu_un", lambda: True)

    def lancer(*lignes: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{ligne}\n" for ligne in lignes)))
        return mettre_a_jour(dossier, lineaire=True)

    return lancer


def lire(dossier: Path, nom: str) -> str:
    return (dossier / nom).read_text(encoding="utf-8")


def test_sans_personne_tout_est_porte_et_dit(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    avant = lire(dossier, "CHARTE.md")
    capsys.readouterr()
    assert mettre_a_jour(dossier) == 0
    assert lire(dossier, "reponses.yaml") == PORTEES
    rapport = lire(dossier, module.rendu.RAPPORT).replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")
    assert rapport.startswith(RAPPORT)
    texte = lire(dossier, "CHARTE.md")
    assert texte != avant
    assert "modèle association 1.1.0, questionnaire association 1.1.0" in texte
    dit = " ".join(capsys.readouterr().out.split())
    for phrase in (
        "Réunies en une question, « Jusqu'où ces deux dérives vous menacent-elles ? ».",
        "Retirée. Votre réponse (Non) reste dans reponses.yaml, sous « anciennes » avec",
        "Laissée à décider : elle engage le groupe, qui n'en a pas encore parlé.",
        "La charte est à jour :",
        f"Le rapport pour le conseil : {dossier / 'MISE-A-JOUR.md'}",
        f"5 points restent à décider. Pour en décider : charte reviser '{dossier}' --a-decider",
    ):
        assert phrase in dit
    assert exporter(dossier, "md") == 0
    assert lire(dossier, "CHARTE.md") == texte


def test_deux_fois_ne_change_rien(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mettre_a_jour(dossier)
    avant = arbre(dossier)
    capsys.readouterr()
    assert mettre_a_jour(dossier) == 0
    assert mettre_a_jour(dossier, simuler=True) == 0
    assert capsys.readouterr().out == "Déjà à jour : questionnaire et modèle 1.1.0.\n" * 2
    assert arbre(dossier) == avant


def test_simuler_montre_la_meme_chose_et_n_ecrit_rien(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    avant = arbre(dossier)
    capsys.readouterr()
    assert mettre_a_jour(dossier, simuler=True) == 0
    simule = capsys.readouterr().out
    assert arbre(dossier) == avant
    assert simule.endswith("Simulation : rien n'est écrit.\n")
    mettre_a_jour(dossier)
    assert capsys.readouterr().out.startswith(simule.removesuffix("Simulation : rien n'est écrit.\n"))


def test_les_fins_de_ligne_et_la_marque_d_ordre_restent(dossier: Path) -> None:
    reponses = dossier / "reponses.yaml"
    reponses.write_bytes(codecs.BOM_UTF8 + reponses.read_bytes().replace(b"\n", b"\r\n"))
    mettre_a_jour(dossier)
    assert reponses.read_bytes() == codecs.BOM_UTF8 + PORTEES.replace("\n", "\r\n").encode()


def test_une_retouche_suit_sa_clause_renommee(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texte = lire(dossier, "CHARTE.md")
    retouchee = texte.replace("qui collecte le moins.", "qui collecte le moins, et nous le disons.")
    assert retouchee != texte
    ecrire(dossier / "CHARTE.md", retouchee)
    assert mettre_a_jour(dossier) == 0
    assert "qui collecte le moins, et nous le disons." in lire(dossier, "CHARTE.md")
    assert "1 retouche gardée : 9.8 amendée." in capsys.readouterr().out


def test_une_retouche_dont_la_clause_disparait_est_a_trancher(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texte = lire(dossier, "CHARTE.md")
    retouchee = texte.replace("ou son silence pèse dans notre choix.", "ou son silence pèse lourd.")
    assert retouchee != texte
    ecrire(dossier / "CHARTE.md", retouchee)
    assert mettre_a_jour(dossier) == 1
    assert "pèse lourd." in lire(dossier, "CHARTE.md")
    assert "<<<<<<<" in lire(dossier, "CHARTE.md")
    assert lire(dossier, "reponses.yaml") == PORTEES
    avant = arbre(dossier)
    assert mettre_a_jour(dossier) == 0
    assert arbre(dossier) == avant
    assert "et la nouvelle charte ne la contient plus" in capsys.readouterr().out


def test_une_personne_repond_puis_donne_son_accord(
    atelier: Callable[..., int], dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert atelier("1", "2", "a decider", "1") == 0
    portees = lire(dossier, "reponses.yaml")
    assert "    agents: jamais\n    reunions: entre_nous\n" in portees
    assert "- lieu_debat\n" in portees
    assert "- agents\n" not in portees
    dit = capsys.readouterr().out
    assert dit.index("Ce que deviennent vos réponses") < dit.index("Une IA peut-elle agir seule")
    assert dit.index("Une IA peut-elle agir seule") < dit.index("Avant et après")
    assert not (dossier / ".charte" / "mise-a-jour.json").exists()


def test_sans_accord_rien_ne_change(atelier: Callable[..., int], dossier: Path) -> None:
    avant = arbre(dossier)
    assert atelier("1", "2", "1", "4") == 0
    assert arbre(dossier) == avant


def test_un_arret_garde_les_reponses_donnees(
    atelier: Callable[..., int], dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    avant = arbre(dossier)
    with pytest.raises(Interruption, match="la charte n'a pas changé") as arret:
        atelier("2")
    assert arret.value.remede == f"Pour reprendre : charte mettre-a-jour '{dossier}'"
    gardees = arbre(dossier)
    assert set(gardees) - set(avant) == {".charte/mise-a-jour.json"}
    assert {nom: gardees[nom] for nom in avant} == avant
    capsys.readouterr()
    assert atelier("3", "1", "1") == 0
    assert "Une IA peut-elle agir seule pour vous : cliquer, acheter, envoyer ? (" not in capsys.readouterr().out
    assert "    agents: avec_accord\n    reunions: dictee\n" in lire(dossier, "reponses.yaml")


def test_sans_questions_ne_demande_rien_meme_a_quelqu_un(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_quelqu_un", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert mettre_a_jour(dossier, sans_questions=True) == 0
    assert lire(dossier, "reponses.yaml") == PORTEES


@pytest.mark.parametrize("coup", (0, 1, 3, 5))
def test_une_coupure_laisse_l_ancien_ou_le_nouveau(dossier: Path, monkeypatch: pytest.MonkeyPatch, coup: int) -> None:
    avant = arbre(dossier)
    restants = [coup]

    def replace(*chemins: str | Path) -> None:
        if not restants[0]:
            raise KeyboardInterrupt
        restants[0] -= 1
        os.rename(*chemins)

    with monkeypatch.context() as coupure:
        coupure.setattr("os.replace", replace)
        try:
            mettre_a_jour(dossier)
        except KeyboardInterrupt:
            assert not restants[0]
    capture = arbre(dossier)
    assert capture["reponses.yaml"] in (avant["reponses.yaml"], PORTEES.encode())
    assert mettre_a_jour(dossier) == 0
    fini = arbre(dossier)
    assert fini["reponses.yaml"] == PORTEES.encode()
    assert set(fini) == {*avant, "MISE-A-JOUR.md"}


def test_une_revision_commencee_se_termine_d_abord(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n"))
    with pytest.raises(Interruption):
        reviser(dossier, Cible(questions=("posture", "neutralite")), lineaire=True)
    avant = arbre(dossier)
    with pytest.raises(Refus, match="Une révision est commencée") as refus:
        mettre_a_jour(dossier)
    assert "--abandonner" in refus.value.remede
    assert arbre(dossier) == avant


@pytest.mark.parametrize("version", ["0.3.0", "7.0.0"])
@pytest.mark.parametrize("simuler", [True, False])
def test_une_version_inconnue_n_est_pas_touchee(dossier: Path, version: str, simuler: bool) -> None:
    reponses = dossier / "reponses.yaml"
    reponses.write_text(lire(dossier, "reponses.yaml").replace("association 1.0.0", f"association {version}"), "utf-8")
    avant = arbre(dossier)
    with pytest.raises(FichierInvalide, match=version):
        mettre_a_jour(dossier, simuler)
    assert arbre(dossier) == avant


def test_des_reponses_fautives_sont_dites_avant_tout(dossier: Path) -> None:
    reponses = dossier / "reponses.yaml"
    reponses.write_text(lire(dossier, "reponses.yaml").replace("pays: FR", "pays: CH"), encoding="utf-8")
    avant = arbre(dossier)
    with pytest.raises(FichierInvalide, match="« CH » n'est pas permis"):
        mettre_a_jour(dossier)
    assert arbre(dossier) == avant


def test_un_dossier_sans_reponses_le_dit(tmp_path: Path) -> None:
    with pytest.raises(UsageIncorrect, match="n'est pas le dossier d'une charte"):
        mettre_a_jour(tmp_path)
