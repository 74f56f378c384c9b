"""Ce que disent les écrans."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from charte.ecran.interlocuteur import Invite
from charte.ecran.presentation import entete, etat_lisible, gestes, lisible, point_de_depart, replier, tableau_lisible
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.texte import compter
from tests.ecran.outils import questionnaire, vierge

TOUT = questionnaire().par_id


def invite(nom: str, **autres: object) -> Invite:
    champs: dict[str, object] = {
        "question": TOUT[nom],
        "section": "Vos choix",
        "rang": 8,
        "total": 18,
        "options": tuple(TOUT[nom].options),
        "valeur": None,
        "deja_repondu": False,
        "peut_revenir": True,
        "peut_decider_plus_tard": True,
    }
    return Invite(**{**champs, **autres})  # type: ignore[arg-type]


def test_une_ponctuation_double_ne_passe_pas_a_la_ligne() -> None:
    assert replier("Quelle est la forme de votre maison ?", 36) == "Quelle est la forme de votre\nmaison ?"
    assert replier("Dire « oui » ensemble", 20) == "Dire « oui »\nensemble"


def test_les_retraits_sont_gardes() -> None:
    assert replier("- un deux trois quatre\n  cinq six sept huit neuf", 20) == (
        "- un deux trois\n  quatre\n  cinq six sept huit\n  neuf"
    )
    assert replier("un\n\ndeux", 20) == "un\n\ndeux"
    assert replier("a b c d e f g h i j k", 20, suite="   ") == "a b c d e f g h i j\n   k"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300), st.integers(20, 78))
def test_aucune_ligne_ne_deborde(texte: str, largeur: int) -> None:
    assert all(len(ligne) <= largeur for ligne in replier(texte, largeur).split("\n"))


def test_l_en_tete_dit_ou_l_on_en_est() -> None:
    assert entete(invite("posture")) == "Vos choix · question 8 sur 18"
    assert entete(invite("posture", rang=0)) == "Vos choix"
    assert entete(invite("usages", precision="ligne 3 sur 17")) == "Vos choix · question 8 sur 18 · ligne 3 sur 17"


def test_les_gestes_suivent_l_invite() -> None:
    assert [un.nom for un in gestes(invite("posture"))] == ["revenir", "passer", "plus_tard", "pourquoi", "arreter"]
    assert [un.nom for un in gestes(invite("nom", peut_revenir=False, peut_decider_plus_tard=False))] == ["arreter"]
    assert gestes(invite("posture", deja_repondu=True))[1].court == "avancer"
    assert gestes(invite("posture", a_decider=True))[1].court == "avancer"


def test_le_point_de_depart() -> None:
    assert point_de_depart(invite("posture")) == ""
    assert point_de_depart(invite("posture", valeur="essai")) == "Proposition : Essayer"
    assert point_de_depart(invite("posture", valeur="essai", deja_repondu=True)) == "Réponse actuelle : Essayer"
    assert point_de_depart(invite("posture", valeur="essai", a_decider=True)) == "Pour l'instant : à décider"


def test_les_valeurs_se_lisent() -> None:
    assert lisible(TOUT["salaries"], "oui") == "Oui"
    assert lisible(TOUT["donnees"], ["sante", "dons"]) == "Données de santé ; Données sur les dons"
    assert lisible(TOUT["donnees"], []) == "rien"
    assert lisible(TOUT["fondation"], datetime.date(2020, 1, 31)) == "31 janvier 2020"
    assert (
        lisible(TOUT["outils"], [{"nom": "A"}, {"compte": "personnel"}, {}]) == "A ; Un compte personnel ; fiche vide"
    )
    assert lisible(TOUT["outils"], None) == "rien"


def test_une_grille_se_lit_par_valeur() -> None:
    assert tableau_lisible(TOUT["usages"], {"redaction": "exclu", "images": "exclu", "dons": None}) == (
        "Exclu : Rédiger des textes ; Créer des images\nÀ décider : Cibler les appels aux dons"
    )
    assert tableau_lisible(TOUT["usages"], {"dons": None}) == "À décider : Cibler les appels aux dons"


def test_l_etat_d_une_question() -> None:
    entretien = Entretien(questionnaire(), vierge(a_decider=["posture"], passees=["donnees", "nom"]))
    assert etat_lisible(entretien, TOUT["posture"]) == "à décider"
    assert etat_lisible(entretien, TOUT["donnees"]) == "pas discuté (par défaut : Informations publiques)"
    assert etat_lisible(entretien, TOUT["nom"]) == "pas discuté"


def test_compter() -> None:
    assert [compter(nombre, "point", "points") for nombre in (0, 1, 2)] == ["0 point", "1 point", "2 points"]
