"""`charte comparer` : une fédération, avec et sans les noms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from charte.commandes.federation.comparer import FORMATS, comparer
from charte.erreurs import UsageIncorrect
from charte.moteur.comparaison.federation import Federation
from charte.rendu.recits import federation as rendu
from charte.rendu.recits.federation import en_html
from tests.rendu.outils.charte_d_essai import MODELE

ENTETE = "format: 1\nquestionnaire: association {version}\nmodele: association {version}\nparcours: express\n"
SECRETS = (
    "Tilleul",
    "Chardon",
    "Bruyère",
    "apprendre ensemble",
    "=1+1",
    "Pelle-Bot",
    "la présidente",
    "ia@tilleul.example",
    "2026-04-17",
    "17 avril 2026",
    "Le groupe a longtemps hésité",
    "dossier-secret",
)


@pytest.fixture
def federation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Trois structures : une Belge adoptée, une au questionnaire d'avant, une qui n'a presque rien dit."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    textes = {
        "dossier-secret-1": f"""{ENTETE.format(version="1.1.0")}
reponses:
  nom: Tilleul
  forme: asbl
  pays: BE
  mission: "=1+1 apprendre ensemble"
  publics: [mineurs, adherents]
  posture: refus
  referent: la présidente
  contact: ia@tilleul.example
deliberations:
  posture: {{accord: majorite, remarque: Le groupe a longtemps hésité}}
adoptions:
- {{version: "1.0", date: 2026-04-17, instance: l'assemblée}}
""",
        "dossier-secret-2": f"""{ENTETE.format(version="1.0.0")}
reponses:
  nom: Chardon
  forme: association_1901
  publics: [adherents]
  posture: usage_minimal
  usages: {{redaction: encadre}}
  outils: [{{nom: Pelle-Bot, famille: local}}]
a_decider: [lieu_donnees, usages.dons]
""",
        "dossier-secret-3": f"{ENTETE.format(version='1.1.0')}\nreponses: {{nom: Bruyère, posture: refus}}\n",
    }
    for nom, texte in textes.items():
        (tmp_path / nom).mkdir()
        (tmp_path / nom / "reponses.yaml").write_text(texte, encoding="utf-8")
    return [tmp_path / nom for nom in textes]


def dire(capsys: pytest.CaptureFixture[str], dossiers: list[Path], format: str = "texte", anonyme: bool = False) -> str:
    """Ce que dit la commande, qui doit réussir."""
    assert comparer(dossiers, anonyme, format) == 0
    return capsys.readouterr().out


def rangees(texte: str) -> Iterator[list[str]]:
    """Les rangées d'un CSV pour tableur français."""
    assert texte.startswith("\ufeff")
    return csv.reader(io.StringIO(texte[1:]), delimiter=";")


def test_le_tableau_dit_les_choix_les_points_ouverts_et_les_absences(
    capsys: pytest.CaptureFixture[str], federation: list[Path]
) -> None:
    lignes = {ligne[1]: ligne[2:] for ligne in rangees(dire(capsys, federation, "csv"))}
    assert lignes["identifiant"] == ["question", "Tilleul", "Chardon", "Bruyère", "décompte"]
    assert lignes["posture"][1:] == [
        "Refuser : nous n'utilisons pas l'IA",
        "Usage minimal : rarement, si le besoin est réel",
        "Refuser : nous n'utilisons pas l'IA",
        "Refuser : nous n'utilisons pas l'IA : 2 ; Usage minimal : rarement, si le besoin est réel : 1",
    ]
    assert lignes["lieu_donnees"][2] == lignes["usages.dons"][2] == "À décider"
    assert lignes["pays"][1:] == ["Belgique", "France *", "France *", "France : 2 ; Belgique : 1"]
    assert lignes["a_decider"][1:4] == ["0", "2", "0"]
    assert lignes["version"][1:4] == ["1.0, 17 avril 2026", "projet", "projet"]
    assert lignes["outils"][2] == "Pelle-Bot"
    assert lignes["mission"][1] == "'=1+1 apprendre ensemble"
    assert lignes["matrice.publiques.local"][1] == "Interdit"
    # Une question née avec le questionnaire 1.1 n'a pas de réponse dans celui d'avant, et l'inverse.
    assert any(ligne[2] == "—" and ligne[1] not in ("", "—") for ligne in lignes.values())


def test_le_terminal_compte_et_nomme(capsys: pytest.CaptureFixture[str], federation: list[Path]) -> None:
    texte = dire(capsys, federation)
    assert (
        "Face à l'IA, où vous situez-vous ensemble ?\n"
        "- Refuser : nous n'utilisons pas l'IA : 2 (Tilleul, Bruyère)\n"
        "- Usage minimal : rarement, si le besoin est réel : 1 (Chardon)\n"
    ) in texte
    assert all(len(ligne) <= 83 for ligne in texte.splitlines())


@pytest.mark.parametrize("format", FORMATS)
def test_anonyme_ne_nomme_rien_ni_personne(
    capsys: pytest.CaptureFixture[str], federation: list[Path], format: str
) -> None:
    nommee = dire(capsys, federation, format)
    assert {secret for secret in SECRETS if secret in nommee} >= {"Tilleul", "Pelle-Bot", "la présidente"}
    anonyme = dire(capsys, federation, format, anonyme=True)
    assert [secret for secret in SECRETS if secret in anonyme] == []
    assert "Structure 3" in anonyme


@pytest.mark.parametrize("format", FORMATS)
def test_l_ordre_donne_ne_se_retrouve_pas(
    capsys: pytest.CaptureFixture[str], federation: list[Path], format: str
) -> None:
    une = dire(capsys, federation, format, anonyme=True)
    assert une == dire(capsys, federation[::-1], format, anonyme=True)
    assert une == dire(capsys, [federation[1], federation[2], federation[0]], format, anonyme=True)


def test_au_dessous_de_trois_l_anonymat_est_illusoire(
    capsys: pytest.CaptureFixture[str], federation: list[Path]
) -> None:
    assert comparer(federation[:2], anonyme=True) == 0
    dit = capsys.readouterr()
    assert "l'anonymat est illusoire" in dit.err
    assert "l'anonymat est illusoire" in " ".join(dit.out.split())
    assert comparer(federation, anonyme=True) == 0
    assert "illusoire" not in capsys.readouterr().err


def test_un_dossier_fautif_n_arrete_pas_les_autres(
    capsys: pytest.CaptureFixture[str], federation: list[Path], tmp_path: Path
) -> None:
    vide = tmp_path / "vide"
    vide.mkdir()
    fichier = federation[1] / "reponses.yaml"
    fichier.write_text(fichier.read_text(encoding="utf-8").replace("usage_minimal", "moyen"), encoding="utf-8")
    assert comparer([*federation, vide], format="csv") == 1
    dit = capsys.readouterr()
    assert next(rangees(dit.out))[3:5] == ["Tilleul", "Bruyère"]
    assert f"Laissé de côté : {federation[1]}\n{fichier}:" in dit.err
    assert f"Laissé de côté : {vide}" in dit.err
    with pytest.raises(UsageIncorrect, match="Aucun de ces dossiers"):
        comparer([vide])
    with pytest.raises(UsageIncorrect, match="Format inconnu"):
        comparer(federation, format="pdf")


def test_deux_fois_le_meme_dossier_ne_compte_qu_une_fois(
    capsys: pytest.CaptureFixture[str], federation: list[Path]
) -> None:
    doubles = [federation[0], federation[0] / ".." / federation[0].name]
    assert len(json.loads(dire(capsys, doubles, "json"))["colonnes"]) == 1


def test_deux_homonymes_se_distinguent_par_leur_dossier(
    capsys: pytest.CaptureFixture[str], federation: list[Path]
) -> None:
    fichier = federation[2] / "reponses.yaml"
    fichier.write_text(fichier.read_text(encoding="utf-8").replace("Bruyère", "Tilleul"), encoding="utf-8")
    colonnes = json.loads(dire(capsys, federation, "json"))["colonnes"]
    assert colonnes == ["Tilleul (dossier-secret-1)", "Chardon", "Tilleul (dossier-secret-3)"]


def test_les_mots_des_structures_ne_sont_jamais_interpretes() -> None:
    hostile = '<img src=x onerror="alert(1)"> | **a** {{ b }}'
    from charte.moteur.comparaison.federation import CelluleComparee, LigneComparee, Rubrique

    ligne = LigneComparee("q", hostile, (CelluleComparee(hostile),))
    federation = Federation((hostile,), (Rubrique("R", (ligne,)),))
    assert "<img" not in en_html(federation, MODELE)
    assert "<img" not in rendu.en_markdown(federation).replace("\\<", "")
    assert "\\|" in rendu.en_markdown(federation)
