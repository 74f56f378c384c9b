"""Mener l'entretien, avec un groupe qui répond tout seul."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.bibliotheque import charger_questionnaire
from charte.contenu.questionnaire import Parcours
from charte.contenu.reponses import Deliberation, Reponses
from charte.ecran.entretien.conduite import choisir_parcours, mener
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
from charte.ecran.presentation import gestes
from charte.erreurs import Interruption
from charte.moteur.entretien.ordre_des_questions import Entretien
from tests.ecran.outils import Groupe, automatique, questionnaire, sans_rien_changer, vierge

EXPRESS = ["nom", "posture", "donnees", "usages"]
COMPLET = ["nom", "salaries", "fondation", "posture", "donnees", "valeurs", "usages", "outils", "mission"]


def jouer(groupe: Groupe, depart: Reponses | None = None, **autres: Any) -> tuple[Reponses, list[Reponses]]:
    """Mène l'entretien ; rend les dernières réponses enregistrées, et toutes celles qui l'ont été."""
    depart = depart or vierge()
    enregistrees: list[Reponses] = []
    with contextlib.suppress(Interruption):
        mener(questionnaire(), depart, groupe, enregistrees.append, **autres)
    return (enregistrees or [depart])[-1], enregistrees


def complet() -> Reponses:
    return jouer(Groupe())[0]


def test_tout_accepter_mene_au_bout() -> None:
    groupe = Groupe()
    reponses, enregistrees = jouer(groupe)
    assert groupe.posees == COMPLET
    assert list(reponses.reponses) == COMPLET
    assert reponses.deliberations == {
        "posture": Deliberation(accord="consensus"),
        "usages": Deliberation(accord="consensus"),
    }
    assert reponses.en_cours == {}
    assert len(enregistrees) > len(COMPLET)


def test_le_parcours_express() -> None:
    groupe = Groupe()
    jouer(groupe, vierge(parcours="express"))
    assert groupe.posees == EXPRESS
    assert {invite.total for invite in groupe.invites if invite.rang} == {4}


def test_choisir_le_parcours() -> None:
    assert choisir_parcours(questionnaire(), Groupe([Repondre("complet")])) == "complet"
    assert choisir_parcours(questionnaire(), Groupe()) == "express"
    with pytest.raises(Interruption):
        choisir_parcours(questionnaire(), Groupe([Arreter()]))


def test_chaque_reponse_est_enregistree_avant_la_question_suivante() -> None:
    groupe = Groupe([Repondre("Le Canal"), Repondre(True), Arreter()])
    reponses, enregistrees = jouer(groupe)
    assert [sorted(une.reponses) for une in enregistrees] == [["nom"], ["nom", "salaries"]]
    assert reponses.reponses == {"nom": "Le Canal", "salaries": True}


def test_revenir_a_la_premiere_question_y_reste() -> None:
    groupe = Groupe([Revenir(), Revenir(), Arreter()])
    jouer(groupe)
    assert [invite.question.id for invite in groupe.invites] == ["nom"] * 3


def test_revenir_passe_d_une_section_a_l_autre() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    groupe = Groupe([Revenir(), Revenir(), Arreter()], automatique)
    jouer(groupe, depart)
    assert groupe.posees == ["posture", "fondation", "salaries"]


def test_corriger_puis_reprendre_la_ou_l_on_en_etait() -> None:
    groupe = Groupe([Repondre("X"), Repondre(False), Revenir(), Revenir(), Repondre("Y"), Arreter()])
    reponses, _ = jouer(groupe)
    assert groupe.posees == ["nom", "salaries", "fondation", "salaries", "nom", "fondation"]
    assert reponses.reponses["nom"] == "Y"


def test_une_question_apparue_en_amont_est_posee() -> None:
    groupe = Groupe([Repondre("X"), Repondre(False), Revenir(), Repondre(True), Arreter()])
    jouer(groupe)
    assert groupe.posees == ["nom", "salaries", "fondation", "salaries", "effectif"]


def test_passer_garde_le_defaut_et_ne_defait_pas_une_reponse() -> None:
    reponses, _ = jouer(Groupe([Repondre("X"), Passer(), Arreter()]))
    assert reponses.passees == ("salaries",)
    groupe = Groupe([Repondre("X"), Repondre(True), Revenir(), Passer(), Arreter()])
    reponses, _ = jouer(groupe)
    assert reponses.reponses["salaries"] is True
    assert reponses.passees == ()


def test_effacer_un_texte_revient_a_passer() -> None:
    depart = complet()
    groupe = Groupe([Repondre(None), Repondre("continuer"), Repondre("continuer")])
    reponses, _ = jouer(groupe, depart, rouvrir={"mission"})
    assert reponses.passees == ("mission",)
    assert "mission" not in reponses.reponses


def test_pourquoi_explique_puis_repose_avec_ce_qui_etait_saisi() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    groupe = Groupe([Pourquoi("refus"), Arreter()])
    jouer(groupe, depart, recommandations={"gouvernance-charte-locale": "Écrire sa charte."})
    assert "Pourquoi cette question ?\nToute la charte en dépend." in groupe.dits
    assert "Ce que recommandent les documents sources :\n- Écrire sa charte." in groupe.dits
    assert [invite.saisie for invite in groupe.invites] == [None, "refus"]


def test_laisser_a_decider_et_dire_ce_qui_fait_debat() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    reponses, _ = jouer(Groupe([LaisserADecider(), Repondre("Trop tôt."), Arreter()]), depart)
    assert reponses.a_decider == ("posture",)
    assert reponses.deliberations == {"posture": Deliberation(accord="desaccord", remarque="Trop tôt.")}
    reponses, _ = jouer(Groupe([LaisserADecider(), Passer(), Arreter()]), depart)
    assert reponses.deliberations == {}


def test_un_desaccord_sur_une_reponse_garde_la_remarque() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    groupe = Groupe([Repondre("refus"), Repondre("desaccord"), Repondre("Deux voix contre."), Arreter()])
    reponses, _ = jouer(groupe, depart)
    assert reponses.deliberations == {"posture": Deliberation(accord="desaccord", remarque="Deux voix contre.")}
    assert groupe.notes[-1] == ("Face à l'IA, où vous situez-vous ensemble ?", "Refuser (désaccord)")


def test_ne_pas_noter_d_accord() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    reponses, _ = jouer(Groupe([Repondre("refus"), Passer(), Arreter()]), depart)
    assert reponses.reponses["posture"] == "refus"
    assert reponses.deliberations == {}


def test_un_arret_avant_l_accord_ne_perd_pas_la_reponse() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    arretees, _ = jouer(Groupe([Repondre("refus"), Arreter()]), depart)
    assert arretees.en_cours == {"posture": "refus"}
    groupe = Groupe([Repondre("majorite"), Arreter()])
    reprises, _ = jouer(groupe, arretees)
    assert groupe.invites[0].question.id == "accord"
    assert reprises.reponses["posture"] == "refus"
    assert reprises.deliberations == {"posture": Deliberation(accord="majorite")}
    assert reprises.en_cours == {}


def test_revenir_de_l_accord_repose_la_question() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    groupe = Groupe([Repondre("refus"), Revenir(), Repondre("plein"), Repondre("consensus"), Arreter()])
    reponses, _ = jouer(groupe, depart)
    assert groupe.invites[2].valeur == "refus"
    assert reponses.reponses["posture"] == "plein"


def test_avancer_apres_etre_revenu_de_l_accord_garde_l_ancienne_reponse() -> None:
    depart = complet()
    groupe = Groupe([Repondre("refus"), Revenir(), Passer()])
    reponses, _ = jouer(groupe, depart, rouvrir={"posture"})
    assert reponses == depart
    assert groupe.posees == ["posture"]


@pytest.mark.parametrize("parcours", ["express", "complet"])
def test_le_questionnaire_fourni_va_au_bout(parcours: Parcours) -> None:
    fourni = charger_questionnaire()
    groupe = Groupe()
    depart = Reponses(questionnaire="association 1.1.0", modele="association 1.1.0", parcours=parcours)
    reponses = mener(fourni, depart, groupe, lambda _: None)
    assert Entretien(fourni, reponses).prochaine() is None
    assert not any("{{" in invite.question.enonce for invite in groupe.invites)
    if parcours == "express":
        assert len(groupe.posees) == 18


def test_le_recapitulatif_rouvre_une_reponse() -> None:
    prepares: list[Geste] = [Repondre("X"), Repondre(False), Passer()]
    prepares += [Repondre("modifier"), Repondre("question-nom"), Repondre("Y"), Repondre("continuer"), Arreter()]
    groupe = Groupe(prepares)
    reponses, _ = jouer(groupe)
    assert reponses.reponses["nom"] == "Y"
    assert groupe.posees == ["nom", "salaries", "fondation", "nom", "posture"]
    recapitulatif = "- Comment s'appelle votre groupe ?\n  X\n- Employez-vous quelqu'un ?\n  Non"
    assert any(dit.startswith(recapitulatif) for dit in groupe.dits)


def test_revenir_d_une_reponse_rouverte_ramene_au_recapitulatif() -> None:
    prepares: list[Geste] = [Repondre("X"), Repondre(False), Passer()]
    prepares += [Repondre("modifier"), Repondre("question-nom"), Revenir(), Arreter()]
    groupe = Groupe(prepares)
    jouer(groupe)
    assert groupe.invites[-1].question.id == "recapitulatif"
    assert groupe.invites[-2].peut_revenir


def test_revenir_du_recapitulatif_et_du_choix_a_rouvrir() -> None:
    prepares: list[Geste] = [Repondre("X"), Repondre(False), Passer()]
    prepares += [Repondre("modifier"), Revenir(), Revenir(), Arreter()]
    groupe = Groupe(prepares)
    jouer(groupe)
    assert [invite.question.id for invite in groupe.invites[3:]] == [
        "recapitulatif",
        "a-rouvrir",
        "recapitulatif",
        "fondation",
    ]


def test_une_section_d_une_question_n_a_pas_de_recapitulatif() -> None:
    groupe = Groupe()
    jouer(groupe, vierge(parcours="express"))
    assert [invite.section for invite in groupe.invites if invite.question.id == "recapitulatif"] == ["Vos choix"]


def test_le_bilan_relit_une_section() -> None:
    groupe = Groupe([Repondre("section-choix"), Repondre("continuer"), Repondre("continuer")])
    reponses, enregistrees = jouer(groupe, complet())
    assert [invite.question.id for invite in groupe.invites] == ["bilan", "recapitulatif", "bilan"]
    assert enregistrees == []
    groupe = Groupe([Revenir(), Repondre("continuer"), Repondre("continuer")])
    jouer(groupe, reponses)
    assert groupe.invites[1].section == "En pratique"


def test_le_bilan_compte_ce_qui_reste_ouvert() -> None:
    depart = complet().model_copy(update={"a_decider": ["usages.dons"], "passees": ["fondation"]})
    sans = {nom: valeur for nom, valeur in depart.reponses.items() if nom != "fondation"}
    groupe = Groupe()
    jouer(groupe, depart.model_copy(update={"reponses": sans}))
    assert groupe.dits[-1] == (
        "8 réponses données\n1 point passé, sur la proposition par défaut\n"
        "1 point à décider :\n- Que faites-vous de chaque usage ? Cibler les appels aux dons"
    )
    assert groupe.invites[-1].options[-1].libelle == "Relire « En pratique » (1 à décider)"


def test_rouvrir_repose_seulement_ces_questions() -> None:
    groupe = Groupe()
    reponses, enregistrees = jouer(groupe, complet(), rouvrir={"donnees", "mission"})
    assert groupe.posees == ["donnees", "mission"]
    assert enregistrees == []
    assert reponses == complet()


def test_a_la_reprise_on_dit_ou_l_on_en_est() -> None:
    groupe = Groupe([Arreter()])
    jouer(groupe, vierge(reponses={"nom": "X", "salaries": False}))
    assert groupe.dits[0] == "On reprend : 2 questions déjà vues sur 9. Rien n'est à refaire."
    assert groupe.posees == ["fondation"]


def test_une_reponse_qui_n_est_plus_proposee_se_repose_seule() -> None:
    depart = complet().model_copy(update={"reponses": {**complet().reponses, "posture": "refus"}})
    usages = {"redaction": "encourage", "images": "exclu", "dons": "exclu"}
    depart = depart.model_copy(update={"reponses": {**depart.reponses, "usages": usages}})
    groupe = Groupe()
    reponses, _ = jouer(groupe, depart)
    assert groupe.posees == ["usages"]
    assert reponses.reponses["usages"] == {**usages, "redaction": "exclu"}


def au_hasard(hasard: st.DataObject, invite: Invite) -> Geste:
    """Un geste possible, quel qu'il soit."""
    possibles: list[Geste] = [automatique(invite)]
    connus: dict[str, Geste] = {
        "revenir": Revenir(),
        "passer": Passer(),
        "plus_tard": LaisserADecider(),
        "pourquoi": Pourquoi(),
        "arreter": Arreter(),
    }
    possibles += [connus[possible.nom] for possible in gestes(invite)]
    if invite.question.type == "choix":
        possibles += [Repondre(option.valeur) for option in invite.options]
    if invite.question.type == "oui_non":
        possibles += [Repondre(True), Repondre(False)]
    return hasard.draw(st.sampled_from(possibles))


def prolonger(hasard: st.DataObject, gestes_au_hasard: int) -> tuple[Groupe, Reponses]:
    """Un entretien où l'on fait n'importe quoi, puis que l'on arrête."""
    reste = iter(range(gestes_au_hasard))
    groupe = Groupe(ensuite=lambda invite: au_hasard(hasard, invite) if next(reste, None) is not None else Arreter())
    return groupe, jouer(groupe)[0]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 40))
def test_la_reprise_ne_redemande_rien(hasard: st.DataObject, nombre: int) -> None:
    _, arretees = prolonger(hasard, nombre)
    avant = Entretien(questionnaire(), arretees)
    traitees = {question.id for question in avant.questions if avant.traitee(question)}
    groupe = Groupe()
    finies, _ = jouer(groupe, arretees)
    assert not traitees & set(groupe.posees)
    assert Entretien(questionnaire(), finies).prochaine() is None
    for nom in traitees & set(arretees.reponses):
        assert finies.reponses[nom] == arretees.reponses[nom]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 40), st.integers(1, 25))
def test_revenir_puis_avancer_ne_change_rien(hasard: st.DataObject, nombre: int, retours: int) -> None:
    finies, _ = jouer(Groupe(), prolonger(hasard, nombre)[1])
    reste = iter(range(retours))
    groupe = Groupe(ensuite=lambda invite: Revenir() if next(reste, None) is not None else sans_rien_changer(invite))
    apres, enregistrees = jouer(groupe, finies)
    assert apres == finies
    assert enregistrees == []
