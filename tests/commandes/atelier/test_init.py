"""`charte init` : de la première question aux documents, sans rien écraser."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.contenu.bibliotheque import charger_reponses
from charte.depot.ecriture.verrou import verrouiller
from charte.erreurs import EcritureImpossible, FichierInvalide, Interruption, Refus, UsageIncorrect
from tests.ecran.outils import QUESTIONNAIRE, modele, questionnaire

Lancer = Callable[..., int]
TOUT_GARDER = ["express", "Le Canal", "", "1", "", "", "2", "1", ""]
REPONSES = """\
# Préparé en réunion
format: 1
questionnaire: essai 1.0.0
modele: essai 1.0.0
parcours: express
reponses:
  nom: Le Canal   # tout le monde dit ainsi
  posture: refus
a_decider: [usages.dons]
"""


@pytest.fixture
def lancer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """Lance `charte init` dans un dossier à part, avec ces lignes en entrée ; le PDF, lent, y est remplacé."""
    du_modele = modele(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md", "json"))

    def executer(dossier: str = "ma-charte", *lignes: str, **autres: object) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{ligne}\n" for ligne in lignes)))
        arguments = {"modele": du_modele, "questionnaire": QUESTIONNAIRE, **autres}
        return init(Path(dossier), **arguments)  # type: ignore[arg-type]

    return executer


def ecrire(nom: str, texte: str = REPONSES) -> Path:
    Path(nom).write_text(texte, encoding="utf-8")
    return Path(nom)


def test_un_entretien_donne_une_charte(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer("ma-charte", *TOUT_GARDER) == 0
    assert "Nous sommes Le Canal." in Path("ma-charte/CHARTE.md").read_text(encoding="utf-8")
    reponses = charger_reponses(Path("ma-charte/reponses.yaml"), questionnaire())
    assert (reponses.questionnaire, reponses.modele, reponses.parcours) == ("essai 1.0.0", "essai 1.0.0", "express")
    assert reponses.date is not None
    dit = capsys.readouterr().out
    assert "Votre charte est prête :\n  ma-charte/CHARTE.md\n" in dit
    assert "charte verifier ma-charte" in dit
    assert not Path("ma-charte/.charte/verrou").exists()


def test_un_arret_dit_ou_c_est_enregistre_et_comment_reprendre(lancer: Lancer) -> None:
    with pytest.raises(Interruption) as arret:
        lancer("mon atelier", "express", "Le Canal", "3", lineaire=True)
    assert arret.value.code == 130
    assert arret.value.phrase.endswith("enregistré dans mon atelier/reponses.yaml.")
    assert arret.value.remede.startswith("Pour reprendre : charte init 'mon atelier' --lineaire --modele ")
    assert charger_reponses(Path("mon atelier/reponses.yaml"), questionnaire()).en_cours == {"posture": "plein"}


def test_la_relance_reprend(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Interruption):
        lancer("ma-charte", *TOUT_GARDER[:4])
    capsys.readouterr()
    assert lancer("ma-charte", *TOUT_GARDER[4:]) == 0
    dit = capsys.readouterr().out
    assert "On reprend : 2 questions déjà vues sur 4." in dit
    assert "Comment s'appelle" not in dit


def test_un_arret_avant_la_premiere_reponse_ne_laisse_rien(lancer: Lancer) -> None:
    with pytest.raises(Interruption, match="rien n'est enregistré"):
        lancer("ma-charte")
    assert not Path("ma-charte").exists()


def test_le_parcours_demande_n_est_pas_redemande(lancer: Lancer) -> None:
    with pytest.raises(Interruption):
        lancer("ma-charte", "Le Canal", parcours="complet")
    assert charger_reponses(Path("ma-charte/reponses.yaml"), questionnaire()).parcours == "complet"
    with pytest.raises(Interruption):
        lancer("ma-charte", parcours="express")
    assert charger_reponses(Path("ma-charte/reponses.yaml"), questionnaire()).parcours == "express"
    with pytest.raises(UsageIncorrect, match="Parcours inconnu : « rapide »"):
        lancer("ma-charte", parcours="rapide")


def test_ce_qui_est_ecrit_a_la_main_dans_les_reponses_y_reste(lancer: Lancer) -> None:
    Path("ma-charte").mkdir()
    ecrire("ma-charte/reponses.yaml", REPONSES.replace("  posture: refus\n", ""))
    with pytest.raises(Interruption):
        lancer("ma-charte", "3", "consensus")
    texte = Path("ma-charte/reponses.yaml").read_text(encoding="utf-8")
    assert texte.startswith("# Préparé en réunion\n")
    assert "nom: Le Canal   # tout le monde dit ainsi\n" in texte
    assert "posture: plein" in texte


def test_une_charte_composee_n_est_jamais_remplacee(lancer: Lancer) -> None:
    lancer("ma-charte", *TOUT_GARDER)
    avant = {un: un.read_bytes() for un in Path("ma-charte").rglob("*") if un.is_file()}
    with pytest.raises(Refus) as refus:
        lancer("ma-charte", *TOUT_GARDER)
    assert refus.value.code == 4
    assert "charte exporter ma-charte" in refus.value.remede
    assert {un: un.read_bytes() for un in Path("ma-charte").rglob("*") if un.is_file()} == avant


@pytest.mark.parametrize("nom", ["CHARTE.md", "charte.pdf", ".charte/charte.json"])
def test_un_fichier_d_ailleurs_n_est_pas_remplace(lancer: Lancer, nom: str) -> None:
    chemin = Path("ma-charte") / nom
    chemin.parent.mkdir(parents=True)
    chemin.write_text("à quelqu'un", encoding="utf-8")
    for autres in ({}, {"reponses": ecrire("r.yaml")}):
        with pytest.raises(Refus, match="existe déjà"):
            lancer("ma-charte", **autres)
    assert chemin.read_text(encoding="utf-8") == "à quelqu'un"


def test_un_dossier_protege_se_dit_avant_la_premiere_question(
    lancer: Lancer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuser(**_: object) -> None:
        raise PermissionError(errno.EACCES, "non")

    monkeypatch.setattr("charte.depot.ecriture.un_fichier.tempfile.TemporaryFile", refuser)
    with pytest.raises(EcritureImpossible, match="protégé"):
        lancer("ma-charte", *TOUT_GARDER)
    assert capsys.readouterr().out == ""


def test_un_fichier_a_la_place_du_dossier(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    ecrire("ma-charte", "")
    with pytest.raises(EcritureImpossible, match="n'est pas un dossier"):
        lancer("ma-charte", *TOUT_GARDER)
    assert capsys.readouterr().out == ""


def test_deux_entretiens_en_meme_temps(lancer: Lancer) -> None:
    with verrouiller(Path("ma-charte")), pytest.raises(Refus, match="Une autre commande charte"):
        lancer("ma-charte", *TOUT_GARDER)


def test_sans_personne_les_reponses_d_un_fichier(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer("ma-charte", reponses=ecrire("r.yaml")) == 0
    dit = capsys.readouterr().out
    assert "Votre réponse" not in dit
    assert "1 point reste à décider" in dit
    assert "Attention : Vous refusez l'IA" not in dit
    copie = Path("ma-charte/reponses.yaml").read_text(encoding="utf-8")
    assert copie.startswith(REPONSES)
    assert "date: " in copie


def test_les_contradictions_se_disent_a_la_fin(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    lancer("ma-charte", reponses=ecrire("r.yaml", REPONSES + "passees: [donnees]\n"))
    assert "Attention" not in capsys.readouterr().out
    contraires = REPONSES.replace("  posture: refus\n", "  posture: refus\n  usages: {redaction: encadre}\n")
    lancer("autre", reponses=ecrire("r.yaml", contraires))
    assert "Attention : Vous refusez l'IA et encadrez un usage.\n  Excluez-le" in capsys.readouterr().out


def test_la_meme_copie_deux_fois_donne_les_memes_octets(lancer: Lancer) -> None:
    source = ecrire("r.yaml")
    lancer("ma-charte", reponses=source)
    avant = {un: un.read_bytes() for un in Path("ma-charte").rglob("*") if un.is_file()}
    assert lancer("ma-charte", reponses=source) == 0
    assert {un: un.read_bytes() for un in Path("ma-charte").rglob("*") if un.is_file()} == avant


def test_d_autres_reponses_sont_refusees_et_une_retouche_reste(lancer: Lancer) -> None:
    lancer("ma-charte", reponses=ecrire("r.yaml"))
    with pytest.raises(Refus, match="d'autres réponses"):
        lancer("ma-charte", reponses=ecrire("r.yaml", REPONSES.replace("refus", "essai")))
    with Path("ma-charte/CHARTE.md").open("a", encoding="utf-8") as texte:
        texte.write("\nUne retouche.\n")
    assert lancer("ma-charte", reponses=ecrire("r.yaml")) == 0
    assert Path("ma-charte/CHARTE.md").read_text(encoding="utf-8").endswith("\nUne retouche.\n")


def test_un_entretien_inacheve_n_est_pas_remplace_par_un_fichier(lancer: Lancer) -> None:
    with pytest.raises(Interruption):
        lancer("ma-charte", *TOUT_GARDER[:4])
    with pytest.raises(Refus, match="d'autres réponses"):
        lancer("ma-charte", reponses=ecrire("r.yaml"))


def test_un_fichier_de_reponses_fautif_ne_cree_rien(lancer: Lancer) -> None:
    with pytest.raises(FichierInvalide, match="refusons"):
        lancer("ma-charte", reponses=ecrire("r.yaml", REPONSES.replace("posture: refus", "posture: refusons")))
    with pytest.raises(FichierInvalide, match="il manque la réponse « nom »"):
        lancer("ma-charte", reponses=ecrire("r.yaml", REPONSES.replace("  nom: ", "  mission: ")))
    assert not Path("ma-charte").exists()


def test_un_modele_fautif_se_dit_avant_l_atelier(lancer: Lancer, tmp_path: Path) -> None:
    (tmp_path / "modele" / "articles" / "seul.yaml").unlink()
    with pytest.raises(FichierInvalide, match="introuvable"):
        lancer("ma-charte", *TOUT_GARDER)
    assert not Path("ma-charte").exists()
