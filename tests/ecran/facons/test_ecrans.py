"""De vrais écrans : le programme dans un pseudo-terminal, relu comme une personne le lirait."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pas de pseudo-terminal sous Windows")

from charte.contenu.bibliotheque import charger_questionnaire, charger_reponses
from charte.contenu.reponses import Reponses
from tests.ecran.outils import QUESTIONNAIRE, Ecran, modele, questionnaire

ENTREE, ECHAP, HAUT, BAS = "\r", "\x1b", "\x1b[A", "\x1b[B"
CTRL_C, CTRL_D, CTRL_O, CTRL_P = "\x03", "\x04", "\x0f", "\x10"
ANGLAIS = re.compile(r"Use (arrow|short)|Answer|Description|Invalid|WARNING|Cancelled|done \(|too small|Select|toggle")
COULEUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m")

Ouvrir = Callable[..., Ecran]


@pytest.fixture
def ouvrir(tmp_path: Path) -> Iterator[Ouvrir]:
    """Ouvre `charte init` dans un terminal ; à la fin, contrôle que rien n'y fut en anglais."""
    ecrans: list[Ecran] = []
    du_modele = modele(tmp_path)

    def lancer(*mots: str, **autres: object) -> Ecran:
        fixes = ["--modele", str(du_modele), "--questionnaire", str(QUESTIONNAIRE)]
        ecran = Ecran("init", str(tmp_path / "charte"), *fixes, *mots, **autres)  # type: ignore[arg-type]
        ecrans.append(ecran)
        return ecran

    yield lancer
    for ecran in ecrans:
        ecran.programme.close(force=True)
        assert not ANGLAIS.search(ecran.brut)


@pytest.fixture
def enregistrees(tmp_path: Path) -> Callable[[], Reponses]:
    return lambda: charger_reponses(tmp_path / "charte" / "reponses.yaml", questionnaire())


def deposer(tmp_path: Path, reponses: str) -> None:
    (tmp_path / "charte").mkdir()
    entete = "format: 1\nquestionnaire: essai 1.0.0\nmodele: essai 1.0.0\ndate: 2026-11-21\n"
    (tmp_path / "charte" / "reponses.yaml").write_text(entete + reponses, encoding="utf-8")


def test_le_premier_ecran(ouvrir: Ouvrir, tmp_path: Path) -> None:
    ecran = ouvrir()
    ecran.attendre("Ctrl-C arrêter")
    lignes = [ligne for ligne in ecran.affiche().split("\n") if str(tmp_path) not in ligne and ligne.strip()]
    assert lignes[-8:] == [
        "De combien de temps disposez-vous ?",
        "L'express donne une charte courte ; on peut la compléter plus tard sans rien",
        "refaire.",
        " » Express : 4 questions, environ une demi-heure",
        "   Complet : jusqu'à 10 questions, environ deux heures",
        "   Autre geste…",
        "Flèches : choisir  Entrée : valider",
        "Ctrl-C arrêter",
    ]


def test_une_question_porte_sa_place_son_aide_et_ses_gestes(ouvrir: Ouvrir, tmp_path: Path) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal}\n")
    ecran = ouvrir()
    ecran.attendre("Ctrl-C arrêter")
    assert ecran.affiche().split("\n")[-12:] == [
        "Vos choix · question 2 sur 4",
        "Face à l'IA, où vous situez-vous ensemble ?",
        "",
        "   Refuser",
        " » Essayer (proposition)",
        "   S'en servir",
        "   Autre geste…",
        "",
        "Un peu, en en parlant.",
        "",
        "Flèches : choisir  Entrée : valider",
        "Échap retour  Ctrl-P passer  Ctrl-D à décider  Ctrl-O pourquoi  Ctrl-C arrêter",
    ]
    ecran.taper(BAS)
    ecran.attendre(" » S'en servir")
    ecran.taper(CTRL_O)
    assert "Toute la charte en dépend." in ecran.attendre("Ce que recommandent les documents sources")
    ecran.attendre(" » S'en servir")


def test_une_saisie_refusee_puis_acceptee(ouvrir: Ouvrir, enregistrees: Callable[[], Reponses]) -> None:
    ecran = ouvrir("--parcours", "express")
    ecran.attendre("Comment s'appelle")
    ecran.taper(ENTREE)
    ecran.attendre("Cette réponse est nécessaire pour écrire la charte.")
    ecran.taper("Le Canal", ENTREE)
    ecran.attendre("Comment s'appelle votre groupe ? → Le Canal")
    ecran.attendre("Vos choix · question 2 sur 4")
    assert enregistrees().reponses == {"nom": "Le Canal"}


def test_revenir_passer_laisser_a_decider(ouvrir: Ouvrir, enregistrees: Callable[[], Reponses]) -> None:
    ecran = ouvrir("--parcours", "complet")
    ecran.attendre("question 1 sur 9")
    ecran.taper("Le Canal", ENTREE)
    ecran.attendre("question 2 sur 9")
    ecran.taper(ECHAP)
    ecran.attendre("»  Le Canal")
    ecran.taper(ENTREE)
    ecran.attendre("question 2 sur 9")
    ecran.taper("o")
    ecran.attendre(" » Oui")
    ecran.taper(ENTREE)
    ecran.attendre("question 3 sur 10")
    ecran.taper(CTRL_P)
    ecran.attendre("Combien de personnes ? → pas discuté")
    ecran.taper(CTRL_P)
    ecran.attendre("Récapitulatif : Votre groupe")
    ecran.taper(ENTREE)
    ecran.attendre("question 5 sur 10")
    ecran.taper(CTRL_D)
    ecran.attendre("Qu'est-ce qui fait débat ?")
    ecran.taper("Trop tôt.", ENTREE)
    ecran.attendre("question 6 sur 10")
    fin = enregistrees()
    assert (fin.passees, fin.a_decider) == (("effectif", "fondation"), ("posture",))
    assert fin.deliberations["posture"].remarque == "Trop tôt."


def test_cocher_ce_qui_s_exclut(ouvrir: Ouvrir, tmp_path: Path) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal, posture: plein}\n")
    ecran = ouvrir()
    ecran.attendre("[x] Informations publiques")
    ecran.taper(BAS * 3, " ")
    ecran.attendre("[x] Aucune de celles-là")
    assert "[ ] Informations publiques" in ecran.affiche()
    ecran.taper(" ", ENTREE)
    ecran.attendre("Rien n'est coché.")


def test_classer(ouvrir: Ouvrir, tmp_path: Path, enregistrees: Callable[[], Reponses]) -> None:
    deposer(tmp_path, "reponses: {nom: A, salaries: non, posture: plein, donnees: [dons]}\npassees: [fondation]\n")
    ecran = ouvrir()
    ecran.attendre("Espace : numéroter")
    ecran.taper(BAS, " ", ENTREE)
    ecran.attendre("Il faut 2 réponses au moins.")
    ecran.taper(BAS * 2, " ")
    ecran.attendre("[2] Plaisir")
    ecran.taper(ENTREE)
    ecran.attendre("Quelles valeurs, dans quel ordre ? → Sobriété puis Plaisir")
    assert enregistrees().reponses["valeurs"] == ["sobriete", "plaisir"]


def test_la_grille_ligne_a_ligne(ouvrir: Ouvrir, tmp_path: Path, enregistrees: Callable[[], Reponses]) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal, posture: plein, donnees: [dons]}\n")
    ecran = ouvrir()
    ecran.attendre("Cibler les appels aux dons : Exclu")
    ecran.taper(ENTREE)
    ecran.attendre("ligne 1 sur 3")
    ecran.taper(ENTREE)
    ecran.attendre("ligne 2 sur 3")
    assert "Rédiger des textes → Encadré" in ecran.affiche()
    ecran.taper(CTRL_D)
    ecran.attendre("ligne 3 sur 3")
    assert enregistrees().en_cours == {"usages": {"redaction": "encadre", "images": None}}
    ecran.taper(ENTREE)
    ecran.attendre(" » Valider ce tableau")
    ecran.taper(ENTREE, ENTREE)
    ecran.attendre("Qu'est-ce qui fait débat ?")
    ecran.taper(ENTREE)
    ecran.attendre(" » Écrire la charte")
    assert "- Que faites-vous de chaque usage ? Créer des images" in ecran.affiche()


def test_une_fiche(ouvrir: Ouvrir, tmp_path: Path, enregistrees: Callable[[], Reponses]) -> None:
    usages = "usages: {redaction: exclu, images: exclu, dons: exclu}"
    donnees = f"reponses: {{nom: A, salaries: non, posture: plein, donnees: [dons], {usages}}}"
    deposer(tmp_path, f"{donnees}\npassees: [fondation, valeurs, mission]\n")
    ecran = ouvrir()
    ecran.attendre(" » Ajouter une première fiche")
    ecran.taper(ENTREE)
    ecran.attendre("question 8 sur 9 · fiche 1")
    ecran.taper("Nextcloud", ENTREE)
    ecran.attendre("Avec quel compte ?")
    ecran.taper(CTRL_P)
    ecran.attendre("Est-il libre ?")
    ecran.taper("o", ENTREE)
    ecran.attendre(" » C'est complet : 1 fiche")
    assert enregistrees().en_cours["outils"] == [{"nom": "Nextcloud", "compte": None, "libre": "oui"}]


def test_le_menu_des_gestes_sans_raccourci(ouvrir: Ouvrir, tmp_path: Path) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal}\n")
    ecran = ouvrir()
    ecran.attendre(" » Essayer")
    ecran.taper(BAS * 2, ENTREE)
    ecran.attendre(" » Revenir en arrière")
    ecran.attendre("Ctrl-C arrêter")
    assert ecran.affiche().split("\n")[-9:-3] == [
        " » Revenir en arrière",
        "   Passer : ne pas en discuter aujourd'hui",
        "   À décider plus tard : le groupe ne tranche pas",
        "   Pourquoi cette question ?",
        "   S'arrêter là : tout est enregistré",
        "   Retour à la question",
    ]


def test_tuer_le_programme_ne_perd_que_la_question_affichee(
    ouvrir: Ouvrir, enregistrees: Callable[[], Reponses]
) -> None:
    ecran = ouvrir("--parcours", "express")
    ecran.attendre("question 1 sur 4")
    ecran.taper("Le Canal", ENTREE)
    ecran.attendre("question 2 sur 4")
    ecran.taper(ENTREE)
    ecran.attendre("le groupe est-il d'accord ?")
    ecran.programme.kill(signal.SIGKILL)
    ecran.programme.wait()
    assert enregistrees().reponses == {"nom": "Le Canal"}
    ecran = ouvrir()
    ecran.attendre("« Essayer » : le groupe est-il d'accord ?")
    ecran.taper(ENTREE)
    ecran.attendre("question 3 sur 4")


def test_s_arreter_puis_reprendre(ouvrir: Ouvrir) -> None:
    ecran = ouvrir("--parcours", "express")
    ecran.attendre("question 1 sur 4")
    ecran.taper("Le Canal", ENTREE)
    ecran.attendre("question 2 sur 4")
    ecran.taper(CTRL_C)
    assert ecran.finir() == 130
    assert "Pour reprendre : charte init" in " ".join(ecran.brut.split())
    ecran = ouvrir()
    ecran.attendre("On reprend : 1 question déjà vue sur 4.")
    ecran.attendre("question 2 sur 4")


def test_jusqu_a_la_charte(ouvrir: Ouvrir, tmp_path: Path) -> None:
    (tmp_path / "charte").mkdir()
    du_programme = charger_questionnaire()
    express = [question.id for question in du_programme.questions() if question.parcours == "express"]
    lignes = ["format: 1", "questionnaire: association 1.1.0", "modele: association 1.1.0", "parcours: express"]
    lignes += ["reponses: {nom: Le Canal}", f"passees: [{', '.join(express[1:-1])}]"]
    (tmp_path / "charte" / "reponses.yaml").write_text("\n".join(lignes), encoding="utf-8")
    ecran = Ecran("init", str(tmp_path / "charte"))
    ecran.attendre("question 18 sur 18")
    ecran.taper(ENTREE)
    ecran.attendre("Récapitulatif : Décider et faire vivre")
    ecran.taper(ENTREE)
    ecran.attendre(" » Écrire la charte")
    ecran.taper(ENTREE)
    ecran.attendre(" » Oui, créer un dépôt")
    ecran.taper(BAS, ENTREE)
    assert ecran.finir() == 0
    assert "Votre charte est prête" in ecran.brut
    assert "Le Canal" in (tmp_path / "charte" / "CHARTE.md").read_text(encoding="utf-8")
    assert (tmp_path / "charte" / "charte.pdf").read_bytes().startswith(b"%PDF")


def test_quarante_colonnes(ouvrir: Ouvrir, tmp_path: Path) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal}\n")
    ecran = ouvrir(colonnes=40)
    ecran.attendre("arrêter")
    assert ecran.affiche().split("\n")[-8:] == [
        "   Autre geste…",
        "",
        "Un peu, en en parlant.",
        "",
        "Flèches : choisir  Entrée : valider",
        "Échap retour  Ctrl-P passer",
        "Ctrl-D à décider  Ctrl-O pourquoi",
        "Ctrl-C arrêter",
    ]
    ecran.taper(ENTREE)
    ecran.attendre("« Essayer » : le groupe est-il\nd'accord ?")


def test_un_tout_petit_ecran_reste_utilisable(ouvrir: Ouvrir, tmp_path: Path) -> None:
    deposer(tmp_path, "parcours: express\nreponses: {nom: Le Canal, posture: plein, donnees: [dons]}\n")
    ecran = ouvrir(colonnes=40, lignes=8)
    ecran.attendre(" » Examiner les lignes une à une")
    ecran.taper(BAS * 4)
    ecran.attendre(" » Cibler les appels aux dons")


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
def test_aucune_couleur_n_est_necessaire(ouvrir: Ouvrir, env: dict[str, str]) -> None:
    ecran = ouvrir("--parcours", "express", env=env)
    ecran.attendre("question 1 sur 4")
    ecran.taper("Le Canal", ENTREE)
    ecran.attendre("question 2 sur 4")
    assert not COULEUR.search(ecran.brut)


@pytest.mark.parametrize(("mots", "env"), [(["--lineaire"], {}), ([], {"ACCESSIBLE": "1"}), ([], {"TERM": "dumb"})])
def test_la_facon_lineaire_ne_redessine_rien(ouvrir: Ouvrir, mots: list[str], env: dict[str, str]) -> None:
    ecran = ouvrir("--parcours", "express", *mots, env=env)
    ecran.attendre("Votre réponse :")
    ecran.taper("Le Canal\n")
    ecran.attendre("Noté : Le Canal")
    ecran.attendre("Proposition : Essayer (Entrée seule la garde).")
    assert "\x1b" not in ecran.brut
    ecran.taper("arreter\n")
    assert ecran.finir() == 130


@pytest.mark.parametrize("colonnes", [80, 40])
def test_une_contradiction_se_dit_et_un_arret_ne_perd_rien(
    ouvrir: Ouvrir, tmp_path: Path, enregistrees: Callable[[], Reponses], colonnes: int
) -> None:
    deposer(
        tmp_path,
        "parcours: express\nreponses: {nom: Le Canal, posture: refus, donnees: [rien]}\n"
        "en_cours: {usages: {redaction: encadre, images: exclu, dons: exclu}}\n",
    )
    ecran = ouvrir(colonnes=colonnes, lignes=40)
    ecran.attendre(" » Valider ce tableau")
    ecran.taper(ENTREE)
    ecran.attendre(" » Consensus")
    ecran.taper(ENTREE)
    ecran.attendre(" » Garder et continuer")
    montre = " ".join(ecran.affiche().split())
    assert "Attention : Vous refusez l'IA et encadrez un usage. Excluez-le, ou changez de posture." in montre
    assert "Revoir cette réponse Rouvrir : Face à l'IA, où vous situez-vous ensemble ? Autre geste…" in montre
    ecran.taper(BAS * 2)
    ecran.attendre(" » Rouvrir : Face à l'IA")
    ecran.taper(ENTREE)
    ecran.attendre(" » Refuser (réponse actuelle)")
    ecran.taper(ECHAP)
    ecran.attendre(" » Valider ce tableau")
    ecran.taper(CTRL_C)
    assert ecran.finir() == 130
    assert enregistrees().reponses["usages"]["redaction"] == "encadre"
    ecran = ouvrir(colonnes=colonnes, lignes=40)
    ecran.attendre(" » Écrire la charte")
    assert "Attention" not in ecran.affiche()
