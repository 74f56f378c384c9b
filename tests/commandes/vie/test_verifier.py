"""`charte verifier --au` : les échéances du droit et du groupe, en France et en Belgique, avant et après."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from charte.commandes.vie.verifier import verifier
from charte.erreurs import UsageIncorrect
from charte.services.charger import charger

CONTENUS = charger()
FR: dict[str, Any] = {"pays": "FR", "forme": "association_1901", "posture": "usage_minimal"}
BE: dict[str, Any] = {"pays": "BE", "forme": "asbl", "posture": "usage_minimal"}


def ecrire(dossier: Path, valeurs: dict[str, Any], date: str | None = "2026-11-21", **autres: Any) -> Path:
    """Un dossier de charte avec ces réponses."""
    contenu = {
        "format": 1,
        "questionnaire": "association 1.1.0",
        "modele": "association 1.1.0",
        "parcours": "complet",
        "reponses": {"nom": "Les Amis du canal", **valeurs},
        **autres,
    }
    texte = yaml.safe_dump(contenu, allow_unicode=True, sort_keys=False)
    dossier.mkdir(exist_ok=True)
    (dossier / "reponses.yaml").write_text(texte + (f"date: {date}\n" if date else ""), encoding="utf-8")
    return dossier


@pytest.fixture
def dire(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ce que dit `verifier` à ce jour, sans les plis ; le code de sortie est 0."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("charte.commandes.vie.verifier.charger", lambda *_, **__: CONTENUS)

    def _dire(au: str | None, valeurs: dict[str, Any], date: str | None = "2026-11-21", **autres: Any) -> str:
        assert verifier(ecrire(tmp_path / "ma-charte", valeurs, date, **autres), au=au) == 0
        return " ".join(capsys.readouterr().out.split())

    return _dire


def adoptee(date: str) -> list[dict[str, Any]]:
    return [{"version": "1.0", "date": datetime.date.fromisoformat(date), "instance": "Le conseil d'administration"}]


def test_la_veille_et_le_jour_du_2_decembre_2026(dire: Any) -> None:
    veille = dire("2026-12-01", FR)
    assert "Bientôt : « Pratiques interdites » changera le 2 décembre 2026" in veille
    assert "images intimes sans consentement" in veille
    assert "relisez ces clauses en réunion avant le 2 décembre 2026" in veille
    apres = dire("2026-12-02", FR)
    assert "Attention : « Pratiques interdites » a changé le 2 décembre 2026" in apres
    assert "Attention : « Transparence de ce que l'on publie » a changé le 2 décembre 2026" in apres
    assert "Bientôt" not in apres


def test_une_charte_ecrite_apres_ne_l_entend_plus(dire: Any) -> None:
    assert "Pratiques interdites" not in dire("2027-01-15", FR, date="2026-12-02")


def test_plus_de_six_mois_avant_rien_n_est_annonce(dire: Any) -> None:
    agent = {**FR, "usages": {"agent_public": "encadre"}}
    assert "« Agent conversationnel »" not in dire("2026-02-01", agent, date="2026-01-01")
    assert "« Agent conversationnel » s'appliquera le 2 août 2026" in dire("2026-02-02", agent, date="2026-01-01")


def test_quand_rien_ne_bouge_cela_se_dit(dire: Any) -> None:
    texte = dire("2027-02-01", FR, date="2026-12-15")
    assert "La charte est un projet du 15 décembre 2026. Rien n'a changé dans ses repères de droit" in texte
    assert "Attention" not in texte


def test_adoptee_en_2025_elle_apprend_ce_qui_a_change(dire: Any) -> None:
    texte = dire("2026-11-21", FR, adoptions=adoptee("2025-06-30"))
    assert "La charte a été adoptée le 30 juin 2025 ; à relire le 30 juin 2026 au plus tard." in texte
    assert "« Transparence de ce que l'on publie » s'applique depuis le 2 août 2026" in texte
    assert "celles de l'annexe III au 2 décembre 2027 (au lieu du 2 août 2026)" in texte
    assert "Attention : la charte devait être relue le 30 juin 2026 au plus tard" in texte
    assert "vous avez choisi de la relire chaque année" in texte
    assert "« Maîtrise de l'IA »" not in texte, "elle s'appliquait déjà"


def test_le_haut_risque_n_est_annonce_qu_a_qui_il_concerne(dire: Any) -> None:
    recrute = {**FR, "usages": {"recrutement": "encadre"}}
    annonce = dire("2027-06-02", recrute)
    assert "Bientôt : « Usages à haut risque » s'appliquera le 2 décembre 2027" in annonce
    assert "« Devoirs de qui utilise une IA à haut risque »" in annonce
    assert "« Analyse d'impact sur les droits fondamentaux »" not in annonce
    assert "« Analyse d'impact sur les droits fondamentaux » s'appliquera" in dire(
        "2027-06-02", {**recrute, "service_public": True}
    )
    assert "« Usages à haut risque »" not in dire("2027-06-02", FR)
    assert "« Usages à haut risque » s'applique depuis le 2 décembre 2027" in dire("2027-12-02", recrute)


def test_france_et_belgique_n_entendent_que_leur_droit(dire: Any) -> None:
    salaries = {"salaries": "50_plus", "dialogue_social": "fait", "service_public": True}
    france = dire("2026-11-21", {**FR, **salaries}, date="2024-01-01")
    belgique = dire("2026-11-21", {**BE, **salaries}, date="2024-01-01")
    assert "(fr-travail-pilote)" in france and "(be-" not in france
    assert "(be-bruxelles-126)" in belgique and "(fr-" not in belgique


def test_chaque_echeance_dit_sa_reference_son_effet_ses_clauses_et_le_geste(dire: Any) -> None:
    bloc = dire("2026-12-02", FR).partition("Attention : « Pratiques interdites »")[2]
    for attendu in ("Référence : Règlement (UE) 2024/1689", "(ia-act-5)", "Ce que cela change :", "À faire :"):
        assert attendu in bloc
    assert "Pas de surveillance" in bloc.partition("À faire")[0]
    assert "charte exporter" in bloc


def test_une_regle_que_la_charte_ne_cite_pas_est_dite_quand_meme(dire: Any) -> None:
    texte = dire("2026-12-02", FR, date="2026-07-01", parcours="express")
    assert "d'après vos réponses, la règle peut vous concerner" in texte
    assert "charte expliquer ia-act-5" in texte


def test_les_reperes_perimes_se_disent_en_une_fois(dire: Any) -> None:
    avant = dire("2027-06-02", FR).partition("à vérifier de nouveau")[2]
    assert "« Données hors de l'Union européenne », depuis le 21 mai 2027" in avant
    assert "« Calendrier" not in avant
    apres = dire("2028-01-01", FR)
    assert apres.count("ces repères de droit sont à vérifier de nouveau") == 1
    assert "« Calendrier du règlement sur l'IA », depuis le 2 juin 2027" in apres
    assert "mettez charte à jour" in apres


def test_un_point_a_rediscuter(dire: Any) -> None:
    notees = {"posture": {"accord": "desaccord", "revoir_le": datetime.date(2026, 12, 1)}}
    assert "rediscuté" not in dire("2026-11-30", FR, deliberations=notees)
    texte = dire("2026-12-01", FR, deliberations=notees)
    assert "Attention : un point devait être rediscuté le 1er décembre 2026" in texte
    assert "où vous situez-vous ensemble ? (posture)" in texte


def test_une_charte_sans_date_le_dit(dire: Any) -> None:
    texte = dire("2026-11-21", FR, date=None)
    assert "La charte n'est pas datée" in texte
    assert "date: AAAA-MM-JJ" in texte
    assert "« Pratiques interdites » changera" in texte


def test_sans_au_c_est_aujourd_hui(dire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fige(datetime.date):
        @classmethod
        def today(cls) -> "Fige":
            return cls(2026, 12, 2)

    monkeypatch.setattr("charte.services.dire.echeances.datetime.date", Fige)
    assert "Échéances au 2 décembre 2026" in dire(None, FR)


@pytest.mark.parametrize(
    "jour",
    ["demain", "2026-13-01", "2026-02-30", "20261202", "2026-12-2", "2026-W49-3", "", "0001-01-01", "9999-12-31"],
)
def test_un_jour_illisible_est_refuse(tmp_path: Path, jour: str) -> None:
    with pytest.raises(UsageIncorrect) as refus:
        verifier(ecrire(tmp_path / "ma-charte", FR), au=jour)
    assert f"« {jour} »" in refus.value.phrase
    assert "--au 2026-12-02" in refus.value.remede


def test_en_ligne_de_commande(tmp_path: Path) -> None:
    def charte(*mots: str) -> subprocess.CompletedProcess[str]:
        commande = [sys.executable, "-m", "charte", *mots]
        return subprocess.run(commande, capture_output=True, text=True, encoding="utf-8", check=False)

    dossier = str(ecrire(tmp_path / "ma-charte", FR))
    refus = charte("verifier", dossier, "--au", "bientôt")
    assert (refus.returncode, refus.stdout) == (2, "")
    assert "« bientôt » n'est pas une date" in refus.stderr
    fautive = ecrire(tmp_path / "ma-charte", {**FR, "usages": {"decision_individuelle": "encourage"}})
    for jour in ("2026-11-22", "2031-01-01"):
        assert charte("verifier", str(fautive), "--au", jour).returncode == 1
    aide = " ".join(charte("verifier", "--help").stdout.split())
    assert "--au AAAA-MM-JJ" in aide
    assert "elles ne changent pas le code de sortie" in aide
