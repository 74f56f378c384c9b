"""Un fichier de réponses fautif dit toutes ses fautes, à leur place ; un bon se relit tel qu'écrit."""

import contextlib
import datetime
from pathlib import Path

import pytest

from charte.contenu.bibliotheque import charger_questionnaire, charger_reponses
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.reponses import Deliberation, Reponses
from charte.erreurs import FichierInvalide

ENTETE = "format: 1\nquestionnaire: association 1.1.0\nmodele: association 1.1.0\n"


def _fautes(tmp_path: Path, contenu: str) -> list[str]:
    fichier = tmp_path / "reponses.yaml"
    fichier.write_text(contenu, encoding="utf-8")
    with pytest.raises(FichierInvalide) as erreur:
        charger_reponses(fichier, charger_questionnaire())
    assert erreur.value.code == 3
    return [str(faute).replace(str(fichier), "reponses.yaml") for faute in erreur.value.fautes]


def test_cinq_fautes_cinq_messages_situes(tmp_path: Path) -> None:
    fautes = _fautes(
        tmp_path,
        ENTETE
        + """\
reponses:
  nom: 1901
  pais: FR
  posture: minimal
  publics: [mineurs, martiens]
  usages: {redaction: encadre, recrutemant: exclu}
""",
    )
    assert fautes == [
        "reponses.yaml:5:8 : nom : un texte est attendu ; mettez-le entre guillemets : '1901'",
        "reponses.yaml:6:3 : « pais » n'est pas une question ; vouliez-vous dire « pays » ?",
        "reponses.yaml:7:12 : posture : « minimal » n'est pas permis (attendu : refus, usage_minimal, "
        "experimentation, appropriation) ; vouliez-vous dire « usage_minimal » ?",
        "reponses.yaml:8:22 : publics : « martiens » n'est pas permis (attendu : mineurs, personnes_agees, "
        "malades_handicap, precarite, exil, detenus, eloignees_numerique, donateurs, adherents, grand_public)",
        "reponses.yaml:9:45 : usages : « recrutemant » n'est pas une ligne de cette grille ; vouliez-vous dire "
        "« recrutement » ?",
    ]


@pytest.mark.parametrize(
    ("ajout", "attendu"),
    [
        (
            "repnses: {}\n",
            "reponses.yaml:4:1 : « repnses » n'est pas un champ connu ; vouliez-vous dire « reponses » ?",
        ),
        ("a_decider: [nom]\n", "reponses.yaml:4:13 : « nom » ne peut pas rester à décider"),
        ("a_decider: [usages.dons, usages.don]\n", "reponses.yaml:4:26 : « don » n'est pas une ligne de « usages »"),
        ("parcours: rapide\n", "reponses.yaml:4:11 : « rapide » n'est pas permis (attendu : express, complet)"),
        (
            "deliberations: {posture: {accord: bof}}\n",
            "reponses.yaml:4:35 : « bof » n'est pas permis (attendu : consensus, majorite, desaccord)",
        ),
        (
            "adoptions: [{version: 1.0, date: hier, instance: AG}]\n",
            "reponses.yaml:4:23 : un texte est attendu ; mettez-le entre guillemets : '1.0'",
        ),
        (
            "adoptions: [{version: '../autre', date: 2026-01-10, instance: AG}]\n",
            "reponses.yaml:4:23 : « ../autre » n'a pas la forme attendue (un numéro de version comme '1.0'",
        ),
        (
            "adoptions: [{version: '1.0', date: 2026-01-10, instance: AG, pour: -5}]\n",
            "reponses.yaml:4:68 : un nombre entier est attendu, zéro ou plus",
        ),
        ("reponses: {posture: null}\n", "reponses.yaml:4:21 : posture : il n'y a rien après les deux-points"),
        ("reponses: {salaries: [a]}\n", "reponses.yaml:4:22 : salaries : « ['a'] » n'est pas permis"),
        ("reponses: {posture: refus}\na_decider: [posture]\n", "reponses.yaml:5:13 : « posture » a déjà une réponse"),
    ],
)
def test_une_faute_est_situee(tmp_path: Path, ajout: str, attendu: str) -> None:
    assert _fautes(tmp_path, ENTETE + ajout)[0].startswith(attendu)


def test_un_fichier_plus_recent_est_refuse(tmp_path: Path) -> None:
    assert "format 2, plus récent" in _fautes(tmp_path, ENTETE.replace("format: 1", "format: 2") + "inconnu: 3\n")[0]
    assert (
        "plus récent que celui-ci" in _fautes(tmp_path, ENTETE.replace("association 1.1.0", "association 9.0.0", 1))[0]
    )


@pytest.mark.parametrize("version", ["1.²", "9" * 5000])
def test_une_version_insensee_ne_trouble_pas(tmp_path: Path, version: str) -> None:
    fichier = tmp_path / "reponses.yaml"
    entete = f"format: 1\nquestionnaire: association {version}\nmodele: association 1.1.0\n"
    fichier.write_text(entete, encoding="utf-8")
    with contextlib.suppress(FichierInvalide):
        charger_reponses(fichier, charger_questionnaire())


def test_un_fichier_qui_n_est_pas_une_table(tmp_path: Path) -> None:
    assert "format: 1" in _fautes(tmp_path, "- a\n")[0]
    assert "format: 1" in _fautes(tmp_path, "")[0]


def test_ce_qui_est_ecrit_se_relit(tmp_path: Path) -> None:
    reponses = Reponses(
        questionnaire="association 1.1.0",
        modele="association 1.1.0",
        date=datetime.date(2026, 11, 21),
        reponses={
            "nom": "oui: 'L\"Arbre' # 1 😀 مرحبا",
            "mission": "Deux lignes\n---\n# titre",
            "benevoles": True,
            "outils": [{"nom": "true", "libre": False}],
            "contact": "0123456789",
        },
        a_decider=["posture", "usages.dons"],
        deliberations={
            "posture": Deliberation(accord="desaccord", remarque="À revoir", revoir_le=datetime.date(2027, 3, 1))
        },
    )
    fichier = tmp_path / "reponses.yaml"
    fichier.write_text(texte_reponses(reponses), encoding="utf-8")
    assert "benevoles: oui" in fichier.read_text(encoding="utf-8")
    relues = charger_reponses(fichier, charger_questionnaire())
    assert relues.model_copy(update={"reponses": {}}) == reponses.model_copy(update={"reponses": {}})
    assert relues.reponses["nom"] == reponses.reponses["nom"]
    assert relues.reponses["mission"] == reponses.reponses["mission"]
    assert relues.reponses["contact"] == "0123456789"
