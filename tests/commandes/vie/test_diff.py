"""`charte diff` : sur de vrais dossiers, de vraies étiquettes, un vrai `git diff`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from charte.commandes.vie.diff import diff
from charte.commandes.vie.historique import historique
from charte.commandes.vie.textconv import textconv
from charte.contenu.bibliotheque import charger_reponses
from charte.depot.adoptions import Figee
from charte.depot.appel_git import environnement
from charte.depot.dossier import Dossier
from charte.erreurs import FichierInvalide, UsageIncorrect
from charte.rendu.programmes.charte_json import en_json
from charte.services.comparer.etats import Lecteur
from tests.depot.depots import a_l_ecart, git

ATTENDUS = Path(__file__).parents[2] / "donnees" / "attendus"
ADOPTION = """
adoptions:
- version: "{version}"
  date: {date}
  instance: l'assemblée générale
  pour: 14
  contre: 2
"""


@pytest.fixture(autouse=True)
def ailleurs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    a_l_ecart(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def charte(tmp_path: Path) -> Path:
    """Une charte dans un sous-dossier d'un dépôt, enregistrée telle qu'elle était avant."""
    dossier = tmp_path / "depot" / "nos chartes"
    dossier.mkdir(parents=True)
    git(tmp_path / "depot", "init", "--quiet")
    ecrire(dossier, "avant")
    enregistrer(dossier, "Commencer")
    return dossier


def ecrire(dossier: Path, nom: str, suite: str = "") -> None:
    """Met dans ce dossier les réponses d'avant ou d'après."""
    texte = (ATTENDUS / nom / "reponses.yaml").read_text(encoding="utf-8")
    (dossier / "reponses.yaml").write_text(texte + suite, encoding="utf-8")


def enregistrer(dossier: Path, message: str) -> None:
    """Un commit de tout."""
    git(dossier, "add", "--all", ".")
    git(dossier, "commit", "--quiet", "-m", message)


def adopter(dossier: Path, version: str, date: str, nom: str, figer: bool = True) -> None:
    """Note une adoption des réponses de ce nom, la fige si on le veut, et l'étiquette."""
    ecrire(dossier, nom, ADOPTION.format(version=version, date=date))
    texte = (dossier / "reponses.yaml").read_text(encoding="utf-8")
    (dossier / "reponses.yaml").write_text(texte.replace("date: 2027-03-12\n", "").replace("date: 2026-03-05\n", ""))
    if figer:
        etat = en_json(Lecteur(Dossier(dossier)).travail().charte).encode()
        reponses = (dossier / "reponses.yaml").read_bytes()
        Figee(Dossier(dossier), version).figer({"reponses.yaml": reponses, ".charte/charte.json": etat}, "essai")
    enregistrer(dossier, f"Adopter {version}")
    git(dossier, "tag", "-a", "-m", "adoptée", f"nos-chartes/v{version}")


def sortie(capsys: pytest.CaptureFixture[str], *arguments: object, **options: object) -> str:
    """Ce que dit la commande, qui doit réussir."""
    assert diff(*arguments, **options) == 0  # type: ignore[arg-type]
    return capsys.readouterr().out


def test_deux_dossiers_et_leurs_fichiers(capsys: pytest.CaptureFixture[str]) -> None:
    avant, apres = ATTENDUS / "avant", ATTENDUS / "apres"
    texte = sortie(capsys, str(avant), str(apres))
    attendu = (ATTENDUS / "diff.txt").read_text(encoding="utf-8")
    assert texte.partition("8 décisions changent")[2] == attendu.partition("8 décisions changent")[2]
    fichiers = sortie(capsys, str(avant / "reponses.yaml"), str(apres / "reponses.yaml"))
    assert fichiers.partition("8 décisions changent")[2] == texte.partition("8 décisions changent")[2]


def test_un_etat_en_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    etat = tmp_path / "charte.json"
    etat.write_text(en_json(Lecteur(Dossier(ATTENDUS / "avant")).travail().charte), encoding="utf-8")
    assert "Rien ne change." in sortie(capsys, str(etat), str(ATTENDUS / "avant"))


def test_sans_rien_dire_le_dernier_enregistrement_et_le_travail(
    capsys: pytest.CaptureFixture[str], charte: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ecrire(charte, "apres")
    dehors = sortie(capsys, str(charte))
    assert "Avant : le dernier enregistrement git. Après : l'état de travail." in dehors
    assert "8 décisions changent" in dehors
    monkeypatch.chdir(charte)
    assert sortie(capsys) == dehors
    assert "Rien ne change." in sortie(capsys, "HEAD", "HEAD~0")


def test_les_versions_adoptees_figees_ou_non(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    adopter(charte, "1.0", "2026-04-01", "avant")
    adopter(charte, "2.0", "2027-04-01", "apres", figer=False)
    for noms in (("1.0", "2.0"), ("v1.0", "v2.0"), ("nos-chartes/v1.0", "HEAD"), ("v1.0", str(charte))):
        texte = sortie(capsys, *noms, dossier=charte)
        assert "8 décisions changent ; 16 clauses changent" in texte, noms
    entete = "Avant : la version 1.0 du 1er avril 2026. Après : v2.0 du 1er avril 2027."
    assert entete in sortie(capsys, "v1.0", "v2.0", dossier=charte)
    # L'étiquette garde ce que le dossier n'a plus.
    shutil.rmtree(charte / "adoptions")
    assert "Avant : la version 1.0 du 1er avril 2026." in sortie(capsys, "v1.0", dossier=charte)


def test_la_derniere_version_adoptee_est_l_avant_par_defaut(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    adopter(charte, "1.0", "2026-04-01", "avant")
    ecrire(charte, "apres", ADOPTION.format(version="1.0", date="2026-04-01"))
    texte = sortie(capsys, dossier=charte)
    assert "Avant : la version 1.0 du 1er avril 2026. Après : l'état de travail." in texte
    assert "8 décisions changent" in texte


def test_une_retouche_a_la_main_se_voit(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    from charte.commandes.documents.exporter import exporter

    assert exporter(charte, "md") == 0
    enregistrer(charte, "Le texte")
    fichier = charte / "CHARTE.md"
    texte = fichier.read_text(encoding="utf-8")
    assert texte.count("La peur d’être en retard n’est pas une raison.") == 1
    fichier.write_text(texte.replace("La peur d’être en retard", "L’urgence"), encoding="utf-8")
    capsys.readouterr()
    dite = sortie(capsys, "HEAD", dossier=charte)
    assert "Aucune décision ne change ; 1 clause change." in dite
    assert "- La clause 1.3 « Notre position » est amendée." in dite
    # Enregistrée sans être exportée, elle se lit encore à cette référence.
    enregistrer(charte, "Retouche")
    assert "est amendée" in sortie(capsys, "HEAD~1", "HEAD", dossier=charte)


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_les_autres_formats(capsys: pytest.CaptureFixture[str], format: str) -> None:
    rendu = sortie(capsys, str(ATTENDUS / "avant"), str(ATTENDUS / "apres"), format=format)
    if format == "json":
        assert len(json.loads(rendu)["decisions"]) > 8
    else:
        assert rendu.startswith({"md": "# Ce qui change", "html": "<!DOCTYPE html>"}[format])


def test_ce_qui_ne_se_trouve_pas(charte: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageIncorrect, match="ni une charte, ni une version adoptée, ni une référence git"):
        diff("v9.9", dossier=charte)
    with pytest.raises(UsageIncorrect, match="n'est pas le dossier d'une charte"):
        diff(dossier=tmp_path)
    with pytest.raises(UsageIncorrect, match="Format inconnu"):
        diff(format="pdf")
    seule = tmp_path / "seule"
    seule.mkdir()
    ecrire(seule, "avant")
    with pytest.raises(UsageIncorrect, match="rien n'est encore adopté ni enregistré dans git"):
        diff(dossier=seule)
    ecrire(seule, "avant", ADOPTION.format(version="1.0", date="2026-04-01"))
    with pytest.raises(UsageIncorrect, match="n'est gardée ni dans le dossier ni dans git"):
        diff(dossier=seule)


def test_une_faute_d_autrefois_dit_d_ou_elle_vient(charte: Path) -> None:
    fichier = charte / "reponses.yaml"
    bon = fichier.read_text(encoding="utf-8")
    fichier.write_text(bon.replace("posture: usage_minimal", "posture: peut-etre"), encoding="utf-8")
    enregistrer(charte, "Faute")
    fichier.write_text(bon, encoding="utf-8")
    with pytest.raises(FichierInvalide) as refus:
        diff("HEAD", dossier=charte)
    assert str(refus.value).startswith("HEAD:reponses.yaml:15:12 : posture : « peut-etre »")


def test_textconv_dit_les_reponses_dans_les_mots_du_questionnaire(capsys: pytest.CaptureFixture[str]) -> None:
    assert textconv(ATTENDUS / "avant" / "reponses.yaml") == 0
    lignes = capsys.readouterr().out
    assert lignes == (ATTENDUS / "textconv.txt").read_text(encoding="utf-8")
    donnees = charger_reponses_de(ATTENDUS / "avant" / "reponses.yaml")
    assert all(f"({nom})" in lignes for nom in donnees)


def charger_reponses_de(fichier: Path) -> dict[str, object]:
    """Les réponses écrites dans ce fichier."""
    from charte.services.charger import charger

    return charger_reponses(fichier, charger(reponses=fichier).questionnaire).reponses


def test_textconv_rend_tel_quel_un_fichier_fautif(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fichier = tmp_path / "reponses.yaml"
    fichier.write_text("reponses: [\nnom: «", encoding="utf-8")
    assert textconv(fichier) == 0
    assert capsys.readouterr().out == "reponses: [\nnom: «"


def test_git_diff_se_sert_de_textconv(charte: Path) -> None:
    (charte / ".gitattributes").write_text("reponses.yaml diff=charte\n", encoding="utf-8")
    git(charte, "config", "diff.charte.textconv", f'"{sys.executable}" -m charte diff --textconv')
    ecrire(charte, "apres")
    fini = subprocess.run(
        ["git", "diff", "--no-color", "--unified=1", "reponses.yaml"],
        cwd=charte,
        env=environnement(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (
        " Face à l'IA, où vous situez-vous ensemble ? (posture)\n"
        "-  Usage minimal : rarement, si le besoin est réel\n"
        "-  Accord : majorité\n"
        "-  Remarque : Six mains auraient préféré le refus.\n"
        "+  Refuser : nous n'utilisons pas l'IA\n"
        "+  Accord : consensus\n"
    ) in fini.stdout


# L'histoire.


def test_l_histoire_en_entier(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    adopter(charte, "1.0", "2026-04-01", "avant")
    courte = git(charte, "rev-parse", "nos-chartes/v1.0^{commit}")[:7]
    adoptee = ADOPTION.format(version="1.0", date="2026-04-01")
    ecrire(charte, "apres", adoptee)
    assert historique(charte) == 0
    assert (
        capsys.readouterr().out
        == f"""\
L'histoire de la charte : Les Amis du canal

1 version adoptée.

Projet en cours (12 mars 2027)
------------------------------

Depuis la version 1.0 : 8 décisions changent ; 16 clauses changent, 4
apparaissent, 7 disparaissent ; 9 cases de la matrice changent.

Version 1.0, adoptée le 1er avril 2026
--------------------------------------

Par : l'assemblée générale. Vote : 14 pour, 2 contre.
À relire le 1er avril 2027.
Gardée dans le dossier et dans git (étiquette nos-chartes/v1.0, {courte}).
"""
    )


def test_l_histoire_de_deux_versions_pour_un_programme(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    adopter(charte, "1.0", "2026-04-01", "avant")
    premiere = ADOPTION.format(version="1.0", date="2026-04-01")
    seconde = '- version: "2.0"\n  date: 2027-04-01\n  instance: le bureau\n'
    ecrire(charte, "apres", premiere + seconde)
    fichier = charte / "reponses.yaml"
    fichier.write_text(fichier.read_text(encoding="utf-8").replace("date: 2027-03-12\n", ""), encoding="utf-8")
    assert historique(charte, "json") == 0
    etapes = json.loads(capsys.readouterr().out)["etapes"]
    # La 2.0 n'est gardée nulle part : on le dit, et l'on ne sait pas ce qui l'a changée.
    assert [(une["version"], une["figee"], une["etiquette"], une["depuis"]) for une in etapes] == [
        ("2.0", False, "", None),
        ("1.0", True, "nos-chartes/v1.0", None),
    ]
    assert historique(charte, "md") == 0
    assert "Son texte n’est gardé ni dans le dossier, ni dans git." in capsys.readouterr().out
    Figee(Dossier(charte), "2.0").figer(
        {".charte/charte.json": en_json(Lecteur(Dossier(charte)).travail().charte).encode()}, "essai"
    )
    assert historique(charte, "json") == 0
    assert json.loads(capsys.readouterr().out)["etapes"][0]["depuis"] == {
        "decisions": 8,
        "clauses": {"changee": 16, "apparue": 4, "disparue": 7},
        "cases": 9,
    }


def test_une_reponse_changee_apres_le_vote_est_un_projet(capsys: pytest.CaptureFixture[str], charte: Path) -> None:
    adopter(charte, "1.0", "2026-04-01", "avant")
    assert historique(charte) == 0
    assert "Projet en cours" not in capsys.readouterr().out
    fichier = charte / "reponses.yaml"
    texte = fichier.read_text(encoding="utf-8")
    fichier.write_text(texte.replace("voie_humaine: toujours", "voie_humaine: pas_encore"), encoding="utf-8")
    assert historique(charte) == 0
    assert "Projet en cours\n---------------\n\nDepuis la version 1.0 : 1 décision change" in capsys.readouterr().out


def test_une_charte_sans_histoire(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    seule = tmp_path / "seule"
    seule.mkdir()
    ecrire(seule, "avant")
    assert historique(seule) == 0
    assert capsys.readouterr().out == (
        "L'histoire de la charte : Les Amis du canal\n\nRien n'est adopté.\n\n"
        "Projet en cours (5 mars 2026)\n-----------------------------\n"
    )
    with pytest.raises(UsageIncorrect):
        historique(tmp_path)
