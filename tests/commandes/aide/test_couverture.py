"""`charte couverture` : sorties entières sur un petit monde, promesses tenues sur les exemples livrés."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charte.commandes.aide import couverture as module
from charte.commandes.aide.couverture import couverture
from charte.contenu.referentiel import Referentiel, Sujet
from charte.contenu.reponses import Reponses
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import FichierInvalide, UsageIncorrect
from charte.moteur.composition.composer import composer
from charte.moteur.controles.couverture import bilan_du_referentiel, suivre
from charte.moteur.controles.sujets import du_modele
from charte.moteur.controles.sujets import suivre as suivre_les_sujets
from charte.moteur.expressions.contexte import Contexte
from charte.services.charger import Contenus, charger
from tests.donnees.jeux import au_hasard
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, reponses

EXEMPLES = sorted(dossier for dossier in (Path(__file__).parents[3] / "exemples").iterdir() if dossier.is_dir())
EXPRESS = "tiers-lieu"
SUJETS_EXPRESS_AU_MOINS = 40
UNE = REFERENTIEL.recommandations["une"]
ENTREES = [
    UNE,
    UNE.model_copy(update={"id": "guidee", "titre": "Une idée à dire", "animation": "Ouvrir l'atelier"}),
    UNE.model_copy(update={"id": "vieille", "titre": "Un vieux chiffre", "ecartee": "Il n'est plus à jour."}),
]
PETIT = REFERENTIEL.model_copy(
    update={
        "recommandations": {entree.id: entree for entree in ENTREES},
        "themes": {"t": "Un thème"},
        "familles": {"f": "Une famille"},
        "sujets": {
            "nous": Sujet(
                id="nous", famille="f", titre="Qui nous sommes", n_chartes=3, n_modeles=1, clauses=["toujours"]
            ),
            "sante": Sujet(
                id="sante", famille="f", titre="La santé", n_chartes=1, n_modeles=0, si="accord", clauses=["sante"]
            ),
            "long": Sujet(id="long", famille="f", titre="Le détail", n_chartes=1, n_modeles=0, clauses=["long"]),
        },
    }
)
BILAN = """\
Couverture du référentiel
  3 recommandations. Une même recommandation peut servir à plusieurs endroits :
  - dans une clause : 1
  - dans un repère chiffré, en annexe : 0
  - dans la matrice des données et des outils : 0
  - dans une annexe d'action : 0
  - dans une question de l'atelier : 0
  - dans une règle de cohérence : 0
  - dans le guide d'animation : 1
  - écartées, avec leur raison : 1
  - sans aucune place : 0

Un thème (3)
  - Une idée (une)
    clauses : toujours, posture, refus, long, sante.
  - Une idée à dire (guidee)
    guide d'animation : « Ouvrir l'atelier ».
  - Un vieux chiffre (vieille)
    écartée : Il n'est plus à jour.

Droit (3)
  - europe (europe, Union européenne)
    clauses : posture.
  - france (france, France)
    clauses : posture.
  - belgique (belgique, Belgique)
    clauses : posture.

Compte
  Repères de droit : 3 sur 3 sont cités.
  Recommandations : 3 sur 3 ont leur place.
"""
CHARTE = """\
Couverture de la charte « Nous »
  3 recommandations : 0 retenue, 1 adaptée, 2 écartées.
  - Retenue : tout ce qui la porte est dans le texte, et décidé.
  - Adaptée : une partie est dans le texte, ou n'est pas encore décidée ou discutée.
  - Écartée : rien, dans le texte, ne la porte.
  Par thème :
  - Un thème : 0 retenue, 1 adaptée, 2 écartées

Un thème : 1 adaptée
  - Une idée : clauses 1.1, 1.2.
    Sans « Refus », « Long », « Sante » : parce que vous avez répondu « Essayer » à « Votre
    posture ? » et que « Vos données ? » n'a pas été discuté ; le parcours express ne l'aborde
    pas.

Un thème : 2 écartées
  - Une idée à dire : sert dans le guide d'animation, « Ouvrir l'atelier ».
  - Un vieux chiffre : Il n'est plus à jour.
"""
SUJETS = """\
Sujets des chartes publiées
  3 sujets relevés dans des chartes publiées et des modèles de charte, de 2024 à 2026.

Une famille (3)
  - Qui nous sommes (3 chartes et 1 modèle au moins)
    clauses : toujours.
  - La santé (1 charte et 0 modèle au moins)
    clauses : sante.
  - Le détail (1 charte et 0 modèle au moins)
    clauses : long.

Compte
  Sujets : 3 sur 3 sont traités.
"""
SUJETS_DE_LA_CHARTE = """\
Sujets des chartes publiées, dans la charte « Nous »
  3 sujets relevés dans des chartes publiées et des modèles de charte, de 2024 à 2026.
  1 traité, 1 sans objet ici, 1 non traité.

Une famille
  - Qui nous sommes : traité, clause 1.1.
  - La santé : sans objet ici, parce que « Vos données ? » n'a pas été discuté.
  - Le détail : non traité, le parcours express ne l'aborde pas.
"""


@pytest.fixture(autouse=True)
def ailleurs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "96")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def petit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Le petit monde, à la place des contenus livrés."""
    _remplacer(monkeypatch, PETIT)


def _remplacer(monkeypatch: pytest.MonkeyPatch, referentiel: Referentiel) -> None:
    contenus = Contenus(QUESTIONNAIRE, MODELE, referentiel, Path())
    monkeypatch.setattr(module, "charger", lambda *_, **__: contenus)


def _repondre(dossier: Path) -> Path:
    entete = "format: 1\nquestionnaire: petit 1.0.0\nmodele: petit 1.0.0\nparcours: express\n"
    ecrire(dossier / "reponses.yaml", f"{entete}reponses: {{nom: Nous, posture: essai}}\n")
    return dossier


@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize(("sujets", "attendu"), [(False, BILAN), (True, SUJETS)])
def test_le_bilan_du_referentiel(sujets: bool, attendu: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert couverture(sujets=sujets) == 0
    assert capsys.readouterr().out == attendu


@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize(("sujets", "attendu"), [(False, CHARTE), (True, SUJETS_DE_LA_CHARTE)])
def test_la_couverture_d_une_charte(
    sujets: bool, attendu: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert couverture(_repondre(tmp_path / "ma-charte"), sujets) == 0
    assert capsys.readouterr().out == attendu


@pytest.mark.usefixtures("petit")
def test_la_charte_du_dossier_ou_l_on_est(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _repondre(tmp_path)
    assert couverture() == 0
    assert capsys.readouterr().out == CHARTE


def test_une_recommandation_orpheline_rend_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seule = UNE.model_copy(update={"id": "seule", "titre": "Une idée perdue"})
    _remplacer(monkeypatch, PETIT.model_copy(update={"recommandations": {**PETIT.recommandations, "seule": seule}}))
    assert couverture() == 1
    dit = capsys.readouterr().out
    assert "- Une idée perdue (seule)\n    aucune place : ni clause, ni matrice, ni question" in dit
    assert dit.endswith("  Recommandations : 3 sur 4 ont leur place.\n")


def test_un_repere_de_droit_ou_un_sujet_orphelin_rend_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repere = PETIT.droit["europe"].model_copy(update={"id": "perdu"})
    sujet = PETIT.sujets["long"].model_copy(update={"clauses": ["disparue"]})
    _remplacer(monkeypatch, PETIT.model_copy(update={"droit": {"perdu": repere}, "sujets": {"long": sujet}}))
    assert couverture() == 1
    assert couverture(sujets=True) == 1
    dit = capsys.readouterr().out
    assert "(perdu, Union européenne)\n    cité nulle part." in dit
    assert "Sujets : 0 sur 1 sont traités." in dit


def test_un_format_ou_un_dossier_inconnu(tmp_path: Path) -> None:
    with pytest.raises(UsageIncorrect, match="« xml » n'est pas un format"):
        couverture(format="xml")
    with pytest.raises(UsageIncorrect, match="n'est pas le dossier d'une charte"):
        couverture(tmp_path / "vide")


def test_un_sujet_qui_cite_une_clause_disparue_est_situe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from charte.contenu import bibliotheque

    lire = bibliotheque.lire_sujets
    texte = (bibliotheque.donnees("referentiel") / "sujets.yaml").read_text(encoding="utf-8")
    fautif = texte.replace("[gouvernance-roles", "[gouvernance-rols", 1).replace("famille: cadre", "famille: cadr", 1)
    ecrire(tmp_path / "sujets.yaml", fautif)
    monkeypatch.setattr(bibliotheque, "lire_sujets", lambda _=None: lire(tmp_path))
    with pytest.raises(FichierInvalide) as levee:
        charger(controler=True)
    ligne = fautif[: fautif.index("[gouvernance-rols")].count("\n") + 1
    phrases = [str(faute) for faute in levee.value.fautes]
    assert phrases[0].endswith("« cadr » n'est pas une famille de ce fichier ; vouliez-vous dire « cadre » ?")
    assert phrases[1].startswith(f"{tmp_path / 'sujets.yaml'}:{ligne}:")
    assert "« gouvernance-rols » n'est pas une clause du modèle" in phrases[1]


def test_tout_le_referentiel_livre_a_sa_place(capsys: pytest.CaptureFixture[str]) -> None:
    code = couverture()
    dit = capsys.readouterr().out
    nombre = len(charger().referentiel.recommandations)
    assert dit.endswith(f"  Recommandations : {nombre} sur {nombre} ont leur place.\n")
    assert "cité nulle part" not in dit
    assert code == 0


def test_tous_les_sujets_sont_traites(capsys: pytest.CaptureFixture[str]) -> None:
    assert couverture(sujets=True) == 0
    assert capsys.readouterr().out.endswith("  Sujets : 51 sur 51 sont traités.\n")


def _json(dossier: Path, sujets: bool, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert couverture(dossier, sujets, "json") == 0
    lu: dict[str, Any] = json.loads(capsys.readouterr().out)
    return lu


@pytest.mark.parametrize("exemple", EXEMPLES, ids=lambda dossier: dossier.name)
def test_un_exemple_range_chaque_recommandation_et_dit_pourquoi(
    exemple: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    donnees = _json(exemple, False, capsys)["recommandations"]
    assert couverture(exemple) == 0
    dit = capsys.readouterr().out
    recommandations = charger().referentiel.recommandations
    assert [une["id"] for une in donnees] == list(recommandations)
    for une in donnees:
        assert une["clauses"] or une["matrice"] or une["annexes"] or une["groupe"] == "ecartee", une["id"]
        assert une["groupe"] != "ecartee" or une["absences"] or une["guide"] or une["raison"] or une["questions"]
        assert une["groupe"] != "retenue" or all(clause["etat"] == "ferme" for clause in une["clauses"])
    plat = " ".join(dit.split())
    assert all(plat.count(f"- {une.titre} : ") == 1 for une in recommandations.values())
    assert "None" not in dit and not set("│─┌┐└┘|\\") & set(dit)
    assert max(map(len, dit.splitlines())) <= 96


@pytest.mark.parametrize("exemple", EXEMPLES, ids=lambda dossier: dossier.name)
def test_un_exemple_traite_les_sujets_des_autres_chartes(exemple: Path, capsys: pytest.CaptureFixture[str]) -> None:
    donnees = _json(exemple, True, capsys)
    manquent = [sujet["id"] for sujet in donnees["sujets"] if sujet["etat"] == "non_traite"]
    if exemple.name == EXPRESS:
        assert donnees["resume"]["traite"] >= SUJETS_EXPRESS_AU_MOINS, manquent
    else:
        assert manquent == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000).map(au_hasard))
def test_toute_absence_a_sa_raison(reponses: Reponses) -> None:
    """Quelles que soient les réponses : une réponse donnée, gardée, encore ouverte, ou le parcours."""
    contenus = charger()
    contexte = Contexte(contenus.questionnaire, reponses, contenus.modele.entete.mots)
    places = bilan_du_referentiel(contenus.questionnaire, contenus.modele, contenus.referentiel).places
    for suivi in suivre(places, contenus.modele, contexte, contenus.composer(reponses)):
        assert suivi.groupe != "ecartee" or suivi.absences or suivi.place.guide or suivi.place.porteurs.questions
        for absence in suivi.absences:
            assert absence.express != bool(absence.reponses), absence.id
            assert reponses.parcours == "express" or not absence.express
            assert {une.etat for une in absence.reponses} <= {"repondu", "passe", "defaut", "a_decider"}, absence.id


def test_le_tiers_lieu_ecarte_par_ses_reponses(capsys: pytest.CaptureFixture[str]) -> None:
    """L'express dit ses vraies raisons : une réponse quand c'est une réponse, le parcours sinon."""
    couverture(next(dossier for dossier in EXEMPLES if dossier.name == EXPRESS))
    plat = " ".join(capsys.readouterr().out.split())
    assert "parce que vous avez répondu « Exclu » à « Quels usages de l'IA encouragez-vous" in plat
    assert "pour « Trier ou évaluer des candidatures »" in plat
    assert "le parcours express ne l'aborde pas" in plat


def test_un_sujet_sur_une_question_que_l_on_ne_pose_pas_garde_son_objet() -> None:
    contexte = Contexte(QUESTIONNAIRE, reponses(), MODELE.entete.mots)
    charte = composer(QUESTIONNAIRE, MODELE, PETIT, reponses())
    sujets = {
        condition: PETIT.sujets["long"].model_copy(update={"id": condition, "si": condition})
        for condition in ("pays == 'FR'", "posture.absent", "accord")
    }
    suivis = suivre_les_sujets(du_modele(sujets, MODELE), MODELE, contexte, charte)
    assert [suivi.etat for suivi in suivis] == ["traite", "traite", "sans_objet"]


def test_un_lecteur_qui_s_en_va_n_est_pas_une_faute() -> None:
    lecture, ecriture = os.pipe()
    os.close(lecture)
    with os.fdopen(ecriture, "wb") as tube:
        fini = subprocess.run([sys.executable, "-m", "charte", "couverture"], stdout=tube, stderr=subprocess.PIPE)
    assert (fini.returncode, fini.stderr) == (0, b"")
