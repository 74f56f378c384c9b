"""La façon linéaire : des lignes en entrée, des lignes en sortie."""

from __future__ import annotations

import io
from typing import Any

import pytest

from charte.ecran.entretien.conduite import choisir_parcours, mener
from charte.ecran.facons.lineaire import Lineaire
from charte.ecran.interlocuteur import (
    Arreter,
    Geste,
    Invite,
    LaisserADecider,
    Passer,
    Pourquoi,
    Repondre,
    Revenir,
)
from charte.erreurs import Interruption
from tests.ecran.outils import questionnaire, vierge
from tests.ecran.test_presentation import invite


@pytest.fixture(autouse=True)
def largeur(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def demander(une: Invite, *lignes: str) -> tuple[Geste, str]:
    sortie = io.StringIO()
    interlocuteur = Lineaire(io.StringIO("".join(f"{ligne}\n" for ligne in lignes)), sortie)
    interlocuteur.annonce = True
    return interlocuteur.demander(une), sortie.getvalue()


def test_une_question_a_choix_se_lit_de_haut_en_bas() -> None:
    geste, texte = demander(invite("posture", valeur="essai"), "1")
    assert geste == Repondre("refus")
    assert texte == (
        "Vos choix · question 8 sur 18\n"
        "Face à l'IA, où vous situez-vous ensemble ?\n"
        "1. Refuser (Nous n'en voulons pas.)\n"
        "2. Essayer (Un peu, en en parlant.)\n"
        "3. S'en servir\n"
        "Un seul choix : tapez son numéro.\n"
        "Proposition : Essayer (Entrée seule la garde).\n"
        "Votre réponse : 1\n"
    )


@pytest.mark.parametrize(
    ("nom", "ligne", "attendu"),
    [
        ("posture", "", Repondre("essai")),
        ("posture", "S'EN SERVIR", Repondre("plein")),
        ("posture", "revenir", Revenir()),
        ("posture", "Retour", Revenir()),
        ("posture", "passer", Passer()),
        ("posture", "plus tard", LaisserADecider()),
        ("posture", "à décider", LaisserADecider()),
        ("posture", "pourquoi", Pourquoi()),
        ("posture", "arrêter", Arreter()),
    ],
)
def test_reponses_et_commandes(nom: str, ligne: str, attendu: Geste) -> None:
    assert demander(invite(nom, valeur="essai"), ligne)[0] == attendu


@pytest.mark.parametrize(
    ("nom", "ligne", "valeur"),
    [
        ("salaries", "o", True),
        ("salaries", "NON", False),
        ("donnees", "2 3", ["sante", "dons"]),
        ("donnees", "2, 3", ["sante", "dons"]),
        ("donnees", "2 2", ["sante"]),
        ("donnees", "aucun", []),
        ("valeurs", "4 1", ["plaisir", "democratie"]),
        ("nom", "Le Canal", "Le Canal"),
        ("mission", "", None),
    ],
)
def test_une_ligne_par_reponse(nom: str, ligne: str, valeur: Any) -> None:
    assert demander(invite(nom), ligne)[0] == Repondre(valeur)


@pytest.mark.parametrize(
    ("nom", "ligne", "phrase"),
    [
        ("posture", "7", "Tapez un numéro de 1 à 3, ou « aide »."),
        ("posture", "", "Tapez un numéro de 1 à 3, ou « aide »."),
        ("salaries", "peut-être", "Tapez oui ou non."),
        ("donnees", "", "Tapez des numéros séparés par des espaces, « aucun », ou « aide »."),
        ("donnees", "1 4", "« Aucune de celles-là » ne va pas avec « Informations publiques »."),
        ("valeurs", "1", "Il faut 2 réponses au moins."),
        ("nom", "", "Cette réponse est nécessaire pour écrire la charte."),
        ("effectif", "douze", "Un nombre est attendu, par exemple 12."),
        ("nom", "\udce9", "Cette ligne n'est pas en UTF-8 : elle ne peut pas être lue."),
    ],
)
def test_un_refus_se_dit_et_la_question_attend(nom: str, ligne: str, phrase: str) -> None:
    geste, texte = demander(invite(nom), ligne)
    assert geste == Arreter()
    assert phrase in texte


def test_les_commandes_impossibles_se_disent() -> None:
    une = invite("nom", peut_revenir=False, peut_decider_plus_tard=False)
    texte = demander(une, "revenir", "passer", "plus tard", "pourquoi")[1]
    assert "C'est la première question : on ne peut pas revenir plus loin." in texte
    assert "Cette réponse est nécessaire : on ne peut pas la passer." in texte
    assert "Cette question ne peut pas rester à décider." in texte
    assert "Il n'y a rien de plus à dire de cette question." in texte


def test_l_aide_donne_les_commandes_puis_repose() -> None:
    texte = demander(invite("posture", deja_repondu=True, valeur="essai"), "aide")[1]
    assert "revenir : Revenir en arrière\navancer : Avancer sans rien changer\n" in texte
    assert "plus tard : À décider plus tard" in texte
    assert texte.count("Face à l'IA") == 2


def test_une_question_laissee_a_decider_le_dit() -> None:
    texte = demander(invite("posture", a_decider=True, valeur="essai"), "1")[1]
    assert "Pour l'instant : à décider. Entrée seule : Essayer.\n" in texte


def test_la_fin_de_l_entree_arrete() -> None:
    assert demander(invite("nom"))[0] == Arreter()
    derniere = Lineaire(io.StringIO("Le Canal"), io.StringIO()).demander(invite("nom"))
    assert derniere == Repondre("Le Canal")


def test_un_entretien_entier_par_lignes() -> None:
    lignes = ["express", "Le Canal", "3", "2", "2 3", "1", "1", "1", "2", "1", "2", "1", "1"]
    sortie = io.StringIO()
    interlocuteur = Lineaire(io.StringIO("\n".join(lignes) + "\n"), sortie)
    parcours = choisir_parcours(questionnaire(), interlocuteur)
    try:
        reponses = mener(questionnaire(), vierge(parcours=parcours), interlocuteur, lambda _: None)
    except Interruption:
        pytest.fail(sortie.getvalue())
    assert reponses.reponses == {
        "nom": "Le Canal",
        "posture": "plein",
        "donnees": ["sante", "dons"],
        "usages": {"redaction": "encourage", "images": "encadre", "dons": "encourage"},
    }
    texte = sortie.getvalue()
    assert texte.startswith("À tout moment, tapez « aide » pour connaître les commandes.\n\n")
    assert "\n\n\n" not in texte
    assert "Vos choix (étape 2 sur 3)\nPrenez le temps d'en parler.\n\n" in texte
    assert "Noté : S'en servir (majorité)\n" in texte
    assert not set(texte) & set("\x1b\r\b─→●○❯")
