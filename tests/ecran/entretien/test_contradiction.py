"""Une contradiction se dit à la question qui la crée, une fois, et l'on choisit d'y revenir ou non."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.bibliotheque import charger_modele
from charte.contenu.modele import Modele, RegleCoherence
from charte.contenu.reponses import Reponses
from charte.ecran.entretien.conduite import mener
from charte.ecran.facons.lineaire import Lineaire
from charte.ecran.interlocuteur import Arreter, Geste, Passer, Repondre, Revenir
from charte.erreurs import Interruption
from charte.moteur.composition.coherence import constats
from charte.moteur.entretien.ordre_des_questions import Entretien
from tests.ecran.entretien.test_conduite import au_hasard
from tests.ecran.outils import ESSAI, Groupe, questionnaire, sans_rien_changer, vierge

GARDER, REVOIR = Repondre("garder"), Repondre("revoir")
REGLES = [
    {
        "id": "plein-et-sante",
        "si": 'posture == "plein" and "sante" in donnees',
        "gravite": "attention",
        "constat": "Vous vous servez de l'IA, et vous tenez des données de santé.",
        "remede": "Décochez-les, ou essayez seulement.",
        "questions": ["posture", "donnees"],
    },
    {
        "id": "dons-sans-donnees",
        "si": 'usages.dons == "encadre" and "dons" not in donnees',
        "gravite": "bloquant",
        "constat": "Vous ciblez les dons sans données {{ de_la_maison }}.",
        "remede": "Excluez cet usage.",
        "questions": ["usages", "donnees"],
    },
    {
        "id": "images-et-sobriete",
        "si": 'usages.images == "encadre" and "sobriete" in valeurs',
        "gravite": "attention",
        "constat": "Vous faites des images et vous êtes sobres.",
        "remede": "Excluez cet usage.",
        "questions": ["usages", "valeurs"],
    },
    {
        "id": "un-conseil",
        "si": 'posture == "plein"',
        "gravite": "conseil",
        "constat": "Un conseil.",
        "remede": "Plus tard.",
        "questions": ["posture"],
    },
]
PLEIN_ET_SANTE = (
    "Attention : Vous vous servez de l'IA, et vous tenez des données de santé.\nDécochez-les, ou essayez seulement."
)
DEBUT = {"nom": "X", "posture": "plein"}
SUITE = ["salaries", "fondation", "mission", "outils"]


@cache
def modele() -> Modele:
    essai = charger_modele(ESSAI / "modele")
    entete = essai.entete.model_copy(update={"mots": {**essai.entete.mots, "de_la_maison": "de la maison"}})
    regles = [RegleCoherence.model_validate(regle) for regle in REGLES]
    return essai.model_copy(update={"entete": entete, "coherence": regles})


def jouer(*gestes: Geste, ensuite: Any = None, depart: Reponses | None = None, **autres: Any) -> tuple[Groupe, Any]:
    """Joue ces gestes, puis s'arrête ; rend le groupe et les dernières réponses enregistrées."""
    depart = depart or vierge(reponses=DEBUT, passees=SUITE)
    groupe = Groupe(gestes, ensuite or (lambda invite: Arreter()))
    enregistrees = [depart]
    with contextlib.suppress(Interruption):
        mener(questionnaire(), depart, groupe, enregistrees.append, modele=modele(), **autres)
    return groupe, enregistrees[-1]


def alertes(groupe: Groupe) -> list[str]:
    return [dit for dit in groupe.dits if dit.startswith("Attention")]


def test_elle_se_dit_apres_la_reponse_enregistree() -> None:
    groupe, reponses = jouer(Repondre(["sante"]))
    assert alertes(groupe) == [PLEIN_ET_SANTE]
    assert groupe.notes[-1] == ("Quelles données passent entre vos mains ?", "Données de santé")
    assert reponses.reponses["donnees"] == ["sante"]
    invite = groupe.invites[-1]
    assert invite.question.enonce == "Que faites-vous de cette contradiction ?"
    assert [option.libelle for option in invite.options] == [
        "Garder et continuer (ce point reviendra à la fin)",
        "Revoir cette réponse",
        "Rouvrir : Face à l'IA, où vous situez-vous ensemble ?",
    ]
    assert invite.saisie == "garder"


def test_garder_continue_et_ne_la_redit_pas() -> None:
    groupe, reponses = jouer(Repondre(["sante"]), GARDER, Revenir(), Repondre(["sante", "publiques"]))
    assert alertes(groupe) == [PLEIN_ET_SANTE]
    assert groupe.posees == ["donnees", "valeurs", "donnees", "valeurs"]
    assert reponses.reponses["donnees"] == ["sante", "publiques"]


def test_disparue_puis_revenue_elle_se_redit() -> None:
    aller_retour: list[Geste] = [Revenir(), Repondre(["dons"]), Revenir(), Repondre(["sante"])]
    groupe, _ = jouer(Repondre(["sante"]), GARDER, *aller_retour)
    assert alertes(groupe) == [PLEIN_ET_SANTE] * 2


@pytest.mark.parametrize("geste", [REVOIR, Revenir()])
def test_revoir_repose_la_question(geste: Geste) -> None:
    groupe, reponses = jouer(Repondre(["sante"]), geste, Repondre(["dons"]))
    assert alertes(groupe) == [PLEIN_ET_SANTE]
    assert groupe.posees == ["donnees", "valeurs"]
    reposee = groupe.invites[2]
    assert (reposee.question.id, reposee.valeur, reposee.deja_repondu) == ("donnees", ["sante"], True)
    assert reponses.reponses["donnees"] == ["dons"]


def test_revoir_puis_garder_tel_quel_ne_la_redit_pas() -> None:
    groupe, _ = jouer(Repondre(["sante"]), REVOIR, Passer())
    assert alertes(groupe) == [PLEIN_ET_SANTE]
    assert groupe.posees == ["donnees", "valeurs"]


def test_rouvrir_l_autre_question_puis_reprendre_ou_l_on_en_etait() -> None:
    groupe, reponses = jouer(Repondre(["sante"]), Repondre("rouvrir-posture"), Repondre("essai"), Repondre("consensus"))
    assert groupe.posees == ["donnees", "posture", "valeurs"]
    assert (reponses.reponses["posture"], reponses.reponses["donnees"]) == ("essai", ["sante"])
    assert "recapitulatif" not in [invite.question.id for invite in groupe.invites]


def test_revenir_de_l_autre_question_ramene_a_celle_que_l_on_quittait() -> None:
    groupe, _ = jouer(Repondre(["sante"]), Repondre("rouvrir-posture"), Revenir(), Repondre(["dons"]))
    assert groupe.posees == ["donnees", "posture", "donnees", "valeurs"]


def test_plusieurs_a_la_fois_se_disent_l_une_apres_l_autre_les_plus_graves_d_abord() -> None:
    depart = vierge(
        reponses={**DEBUT, "donnees": ["publiques"], "valeurs": ["sobriete", "plaisir"]},
        passees=["salaries", "fondation", "mission", "outils"],
    )
    grille = {"redaction": "exclu", "images": "encadre", "dons": "encadre"}
    groupe, _ = jouer(
        Repondre("valider"),
        Repondre("consensus"),
        GARDER,
        GARDER,
        depart=depart.model_copy(update={"en_cours": {"usages": grille}}),
    )
    assert [dit.partition("\n")[0] for dit in alertes(groupe)] == [
        "Attention : à régler avant l'adoption. Vous ciblez les dons sans données de la maison.",
        "Attention : Vous faites des images et vous êtes sobres.",
    ]
    assert groupe.invites[-1].question.id == "recapitulatif"


def test_celle_que_l_on_n_a_pas_encore_vue_attend_son_tour() -> None:
    depart = vierge(
        reponses={**DEBUT, "donnees": ["publiques"], "valeurs": ["sobriete", "plaisir"]},
        passees=["salaries", "fondation", "mission", "outils"],
        en_cours={"usages": {"redaction": "exclu", "images": "encadre", "dons": "encadre"}},
    )
    valider = [Repondre("valider"), Repondre("consensus")]
    groupe, _ = jouer(*valider, REVOIR, Repondre("ligne-dons"), Repondre("exclu"), *valider, GARDER, depart=depart)
    assert [dit.partition("\n")[0] for dit in alertes(groupe)] == [
        "Attention : à régler avant l'adoption. Vous ciblez les dons sans données de la maison.",
        "Attention : Vous faites des images et vous êtes sobres.",
    ]


def test_rien_tant_qu_une_question_en_cause_reste_a_poser() -> None:
    depart = vierge(reponses={"nom": "X"}, passees=["salaries", "fondation"])
    groupe, _ = jouer(Repondre("plein"), Repondre("consensus"), depart=depart)
    assert alertes(groupe) == []


def test_s_arreter_la_ne_perd_rien_et_ne_la_redit_pas() -> None:
    _, arretees = jouer(Repondre(["sante"]), Arreter())
    assert arretees.reponses["donnees"] == ["sante"]
    groupe, _ = jouer(depart=arretees)
    assert alertes(groupe) == []
    assert groupe.posees == ["valeurs"]


def test_celles_que_l_on_garde_sont_rappelees_avant_d_ecrire() -> None:
    groupe, _ = jouer(Repondre(["sante"]), GARDER, ensuite=sans_rien_changer)
    rappel = "1 contradiction à regarder :\n- Vous vous servez de l'IA, et vous tenez des données de santé."
    assert [dit for dit in groupe.dits if dit.endswith(rappel)]


def test_sans_modele_rien_ne_se_dit() -> None:
    groupe = Groupe([Repondre(["sante"])], lambda invite: Arreter())
    with contextlib.suppress(Interruption):
        mener(questionnaire(), vierge(reponses=DEBUT, passees=SUITE), groupe, lambda _: None)
    assert alertes(groupe) == []


def test_par_lignes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    sortie = io.StringIO()
    lineaire = Lineaire(io.StringIO("2\n\narreter\n"), sortie)
    with contextlib.suppress(Interruption):
        depart = vierge(reponses=DEBUT, passees=SUITE)
        mener(questionnaire(), depart, lineaire, lambda _: None, modele=modele())
    assert (
        f"Noté : Données de santé\n\n{PLEIN_ET_SANTE}\n\n"
        "Vos choix\nQue faites-vous de cette contradiction ?\n"
        "1. Garder et continuer (ce point reviendra à la fin)\n2. Revoir cette réponse\n"
        "3. Rouvrir : Face à l'IA, où vous situez-vous ensemble ?\n"
        "Un seul choix : tapez son numéro.\n"
        "Entrée seule : Garder et continuer (ce point reviendra à la fin).\n"
    ) in sortie.getvalue()
    assert "question 6 sur 9" in sortie.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 60))
def test_quoi_qu_on_choisisse_l_entretien_va_au_bout(hasard: st.DataObject, nombre: int) -> None:
    reste = iter(range(nombre))

    def ensuite(invite: Any) -> Geste:
        return au_hasard(hasard, invite) if next(reste, None) is not None else sans_rien_changer(invite)

    groupe, arretees = jouer(ensuite=ensuite, depart=vierge())
    groupe, finies = jouer(ensuite=sans_rien_changer, depart=arretees)
    entretien = Entretien(questionnaire(), finies, modele().entete.mots)
    assert entretien.prochaine() is None
    for alerte in alertes(groupe):
        assert any(alerte.endswith(constat.remede) for constat in constats(modele().coherence, entretien.contexte))
