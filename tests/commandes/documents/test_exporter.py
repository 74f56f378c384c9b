"""`charte exporter` et `charte verifier`, comme on les tape : fichiers, messages, codes de sortie."""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from charte.moteur.texte import aplatir
from tests.rendu.outils.lecture_pdf import pages

EXEMPLES = Path(__file__).parents[3] / "exemples"
HOSTILES = {
    "nom": "A & B <b>{{7*7}}</b> [x](javascript:alert(1))",
    "mission": "mot " * 2500,
    "territoire": "# Titre | case `code` ~~non~~ **gras** &lt; $x$",
    "referent": "---",
    "contact": "Fête 🎉 du vélo",
    "besoins": [{"situation": "جمعية الأمل"}],
}
SANS_POLICE = ("contact", "besoins")
"""Ce que la police fournie ne dessine pas : le PDF y met un repli, que l'on ne relit pas en texte."""


def charte(*mots: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Exécute le programme comme dans un terminal."""
    return subprocess.run(
        [sys.executable, "-m", "charte", *map(str, mots)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        check=False,
    )


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Un dossier de charte, avec les réponses du tiers-lieu."""
    ici = tmp_path / "ma charte"
    ici.mkdir()
    (ici / "reponses.yaml").write_bytes((EXEMPLES / "tiers-lieu" / "reponses.yaml").read_bytes())
    return ici


def test_tous_les_formats(dossier: Path) -> None:
    sortie = charte("exporter", dossier, "--format", "md,html,pdf,json")
    assert (sortie.returncode, sortie.stderr) == (0, "")
    noms = {fichier.name for fichier in dossier.iterdir()}
    assert noms == {"reponses.yaml", "CHARTE.md", "charte.pdf", "charte.html", "charte.json", ".charte"}
    assert json.loads((dossier / "charte.json").read_text(encoding="utf-8"))["nom"] == "Le Couderc aux Machines"


def test_deux_fois_les_memes_octets(dossier: Path) -> None:
    charte("exporter", dossier, "--format", "md,html,json")
    avant = {fichier.name: fichier.read_bytes() for fichier in dossier.iterdir() if fichier.is_file()}
    charte("exporter", dossier, "--format", "md,html,json", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert {fichier.name: fichier.read_bytes() for fichier in dossier.iterdir() if fichier.is_file()} == avant


def test_des_reponses_hostiles_ressortent_telles_quelles(dossier: Path) -> None:
    reponses = yaml.safe_load((dossier / "reponses.yaml").read_text(encoding="utf-8"))
    reponses["reponses"] |= HOSTILES
    reponses["parcours"] = "complet"
    adoption = {"version": "1.0", "date": datetime.date(2026, 12, 1), "instance": f"{HOSTILES['nom']} | 2"}
    reponses["adoptions"] = [adoption]
    (dossier / "reponses.yaml").write_text(yaml.safe_dump(reponses, allow_unicode=True), encoding="utf-8")
    sortie = charte("exporter", dossier, "--format", "md,html,pdf,json", "--moteur", "typst")
    assert (sortie.returncode, sortie.stderr) == (0, "")

    texte = _nu(_texte_markdown((dossier / "CHARTE.md").read_text(encoding="utf-8")))
    html = (dossier / "charte.html").read_text(encoding="utf-8")
    imprime = _nu("".join(pages((dossier / "charte.pdf").read_bytes())))
    for question, valeur in HOSTILES.items():
        brut = valeur if isinstance(valeur, str) else valeur[0]["situation"]
        assert _nu(aplatir(brut)) in texte, question
        if question not in SANS_POLICE:
            assert _nu(aplatir(brut))[:200] in imprime, question
    assert _nu(f"Version {adoption['version']} –") in texte
    adoptions = _lignes_apres(dossier / "CHARTE.md", "| Version | Date | Instance | Vote |")
    assert [len(ligne) for ligne in adoptions] == [4]
    assert "<b>{{" not in html
    assert 'href="javascript' not in html
    assert json.loads((dossier / "charte.json").read_text(encoding="utf-8"))["nom"] == HOSTILES["nom"]


def _lignes_apres(fichier: Path, entete: str) -> list[list[str]]:
    """Les cases de chaque ligne du tableau, coupées à ses barres et à elles seules."""
    tableau = fichier.read_text(encoding="utf-8").partition(entete)[2].split("\n\n")[0].splitlines()[2:]
    return [re.split(r"(?<!\\)\|", ligne)[1:-1] for ligne in tableau]


def _texte_markdown(texte: str) -> str:
    morceaux = [
        jeton.content
        for bloc in MarkdownIt("gfm-like", {"linkify": False}).parse(texte)
        for jeton in bloc.children or ()
    ]
    return "".join(morceaux)


def _nu(texte: str) -> str:
    """Le texte sans ses espaces ni ses apostrophes, que la typographie remplace."""
    return "".join(texte.replace("’", "'").split()).replace("\u00ad", "").replace("\u200b", "")


def test_des_retouches_ne_sont_jamais_ecrasees(dossier: Path) -> None:
    charte("exporter", dossier, "--format", "md")
    texte = dossier / "CHARTE.md"
    neuf = texte.read_text(encoding="utf-8")
    retouche = neuf.replace("La peur d’être en retard n’est pas une raison.", "La peur du retard, non merci.", 1)
    assert retouche != neuf
    texte.write_text(retouche, encoding="utf-8")
    reponses = dossier / "reponses.yaml"
    reponses.write_text(
        reponses.read_text(encoding="utf-8").replace("Couderc aux Machines", "Couderc"), encoding="utf-8"
    )

    verifie = charte("verifier", dossier)
    assert "Retouche : 1.3 « Notre position », amendée." in verifie.stdout
    assert "Le texte n'est pas à jour" in verifie.stdout
    garde = charte("exporter", dossier, "--format", "md,json")
    assert garde.returncode == 0
    assert "1 retouche gardée : 1.3 amendée." in garde.stderr
    assert texte.read_text(encoding="utf-8") == retouche.replace("Couderc aux Machines", "Couderc").replace(
        "| 1.3 Notre position |", "| 1.3 Notre position · *amendée par le groupe* |"
    )
    assert "La peur du retard, non merci." in (dossier / "charte.json").read_text(encoding="utf-8")
    assert "pas à jour" not in charte("verifier", dossier).stdout

    accepte = charte("exporter", dossier, "--format", "md", "--remplacer")
    assert accepte.returncode == 0
    assert "non merci" in (dossier / "CHARTE.retouches-1.md").read_text(encoding="utf-8")
    assert texte.read_text(encoding="utf-8") == neuf.replace("Couderc aux Machines", "Couderc")
    assert "Retouche" not in charte("verifier", dossier).stdout


def test_cinq_fautes_cinq_messages_et_pas_de_trace(dossier: Path) -> None:
    fautif = "format: 1\nquestionnaire: association 1.1.0\nmodele: association 1.1.0\nparcours: lent\nreponses:\n"
    fautif += "  nom: 12\n  pais: FR\n  posture: minimal\n  benevoles: peut-être\n"
    (dossier / "reponses.yaml").write_text(fautif, encoding="utf-8")
    for commande in ("verifier", "exporter"):
        sortie = charte(commande, dossier)
        assert sortie.returncode == 3
        assert "Traceback" not in sortie.stderr
    assert "reponses.yaml:4:11 : « lent »" in sortie.stderr
    (dossier / "reponses.yaml").write_text(fautif.replace("lent", "express"), encoding="utf-8")
    lignes = charte("verifier", dossier).stderr.splitlines()
    assert [ligne.split("reponses.yaml:")[1].split(" ")[0] for ligne in lignes] == ["6:8", "7:3", "8:12", "9:14"]


@pytest.mark.parametrize(
    ("place", "commande"), [("CHARTE.md", "exporter"), ("CHARTE.md", "verifier"), (".charte/base.md", "exporter")]
)
def test_un_dossier_a_la_place_d_un_fichier_se_dit(dossier: Path, place: str, commande: str) -> None:
    charte("exporter", dossier, "--format", "md")
    (dossier / place).unlink()
    (dossier / place).mkdir()
    sortie = charte(commande, dossier)
    assert sortie.returncode == 4
    assert sortie.stderr == f"Impossible d'accéder à {dossier / place} : un dossier porte ce nom.\n"


def test_un_nom_trop_long_se_dit(tmp_path: Path) -> None:
    sortie = charte("exporter", tmp_path / ("a" * 300))
    assert sortie.returncode == 4
    assert "le nom est trop long" in sortie.stderr


def test_un_terminal_sans_accents_montre_le_reste(dossier: Path) -> None:
    sortie = charte("verifier", dossier, PYTHONIOENCODING="ascii")
    assert sortie.returncode == 0
    assert "R?ponses lisibles" in sortie.stdout


def test_une_commande_a_recopier_est_protegee(tmp_path: Path) -> None:
    assert "charte init ';rm -rf x'" in charte("exporter", Path(";rm -rf x")).stderr


def test_un_dossier_sans_reponses(tmp_path: Path) -> None:
    sortie = charte("exporter", tmp_path)
    assert sortie.returncode == 2
    assert "charte init" in sortie.stderr


def test_un_constat_bloquant_se_voit_et_se_code(dossier: Path) -> None:
    texte = (dossier / "reponses.yaml").read_text(encoding="utf-8")
    (dossier / "reponses.yaml").write_text(
        texte.replace("decision_individuelle: exclu", "decision_individuelle: encourage"), encoding="utf-8"
    )
    sortie = charte("verifier", dossier)
    assert sortie.returncode == 1
    assert "Bloquant" in sortie.stdout
    assert "Remède" in sortie.stdout


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (["foo"], "La commande « foo » n'existe pas."),
        (["init", "--bar"], "L'option --bar n'existe pas."),
        (["expliquer"], "Il manque ID."),
        (["exporter", "a", "b"], "Il y a un mot de trop : b."),
        (["exporter", "--format"], "L'option --format attend une valeur."),
        (["exporter", "--format", "epub"], "Format inconnu"),
    ],
)
def test_les_erreurs_d_usage_sont_en_francais(mots: list[str], phrase: str) -> None:
    sortie = charte(*mots)
    assert sortie.returncode == 2
    assert phrase in sortie.stderr


@pytest.mark.parametrize("commande", ["", "init", "exporter", "verifier", "expliquer", "diagnostic"])
def test_l_aide_est_en_francais(commande: str) -> None:
    sortie = charte(*([commande] if commande else []), "--help")
    assert sortie.returncode == 0
    anglais = ("Usage:", "Options:", "Arguments:", "Commands:", "Show ", "Install ", "default:", "required", "<path>")
    assert [mot for mot in anglais if mot in sortie.stdout] == []


def test_un_imprevu_donne_une_phrase_et_un_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from charte.services.dire import sortie

    def casser(**_: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(typer.Typer, "__call__", lambda self, **_: casser())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert sortie.executer(typer.Typer()) == 70
    journal = next(tmp_path.glob("charte-journal-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in journal
    assert "panne\n" not in journal.replace('RuntimeError("panne")\n', "")


def test_des_reponses_sans_nom_se_disent(dossier: Path) -> None:
    reponses = yaml.safe_load((dossier / "reponses.yaml").read_text(encoding="utf-8"))
    del reponses["reponses"]["nom"]
    (dossier / "reponses.yaml").write_text(yaml.safe_dump(reponses, allow_unicode=True), encoding="utf-8")
    for commande in ("verifier", "exporter", "couverture"):
        sortie = charte(commande, dossier)
        assert sortie.returncode == 3
        assert "reponses.yaml:1:1 : il manque la réponse « nom »" in sortie.stderr


def _modele(dossier: Path, fichier: str, avant: str, apres: str) -> Path:
    """Un modèle à soi, où un passage d'un fichier a changé."""
    modele = dossier.parent / "modele"
    shutil.copytree(EXEMPLES.parent / "modeles" / "association", modele)
    texte = (modele / fichier).read_text(encoding="utf-8")
    assert avant in texte
    (modele / fichier).write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    return modele


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "lieu"),
    [
        (
            "articles/usages.yaml",
            '  si: usages | lignes("exclu") | length > 0',
            "  si: usages.redac",
            "« usages.redac » : le nom « redac »",
        ),
        (
            "articles/usages.yaml",
            "not tout_est_exclu and exclus_pour_juger",
            "exclu_pour_juger",
            "« exclu_pour_juger » n'est pas une question ou un mot du modèle ; vouliez-vous dire « exclus_",
        ),
        ("articles/usages.yaml", "  lignes:\n  - {si:", "  lignes:\n  - {sii:", "« sii » n'est pas un champ connu ;"),
        (
            "articles/usages.yaml",
            "  - texte: \"Nous n'employons",
            '  - si: sans_ia\n    texte: "Nous n',
            "il manque le cas",
        ),
        ("coherence.yaml", "  si: posture", "  si: usages.redac or posture", "« usages.redac or posture"),
        ("modele.yaml", "- registre\n", "- questionnaire\n", "« questionnaire » est déjà pris"),
        ("modele.yaml", "- registre\n", "- usages\n", "« usages » est déjà pris"),
    ],
)
def test_un_modele_a_soi_fautif_est_situe(dossier: Path, fichier: str, avant: str, apres: str, lieu: str) -> None:
    modele = _modele(dossier, fichier, avant, apres)
    sortie = charte("verifier", dossier, "--modele", modele)
    assert sortie.returncode == 3
    assert re.search(rf"{re.escape(str(modele / fichier))}:\d+:\d+ : {re.escape(lieu)}", sortie.stderr), sortie.stderr
