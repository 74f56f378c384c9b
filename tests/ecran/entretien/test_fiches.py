"""Remplir une liste de fiches."""

from __future__ import annotations

import contextlib
from typing import Any

from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Reponses
from charte.ecran.entretien.conduite import mener
from charte.ecran.interlocuteur import Arreter, Geste, LaisserADecider, Passer, Repondre, Revenir
from charte.erreurs import Interruption
from tests.ecran.outils import Groupe, questionnaire, vierge

AVANT = {
    "nom": "X",
    "salaries": False,
    "posture": "essai",
    "donnees": ["sante"],
    "valeurs": ["democratie", "plaisir"],
    "usages": {"redaction": "encadre", "images": "exclu", "dons": "exclu"},
}
NEXTCLOUD = {"nom": "Nextcloud", "compte": "organisation", "libre": True}
CREER: list[Geste] = [Repondre("ajouter"), Repondre("Nextcloud"), Repondre("organisation"), Repondre(True)]


def depart(**autres: Any) -> Reponses:
    return vierge(reponses={**AVANT, **autres}, passees=["fondation", "mission"])


def jouer(
    gestes: list[Geste], depuis: Reponses | None = None, questions: Questionnaire | None = None, **autres: Any
) -> tuple[Groupe, Reponses]:
    groupe = Groupe([*gestes, Arreter()])
    enregistrees = [depuis or depart()]
    with contextlib.suppress(Interruption):
        mener(questions or questionnaire(), enregistrees[0], groupe, enregistrees.append, **autres)
    return groupe, enregistrees[-1]


def libelles(groupe: Groupe, rang: int) -> list[str]:
    return [option.libelle for option in groupe.invites[rang].options]


def test_ajouter_une_fiche_champ_par_champ() -> None:
    groupe, reponses = jouer([*CREER, Repondre("terminer")])
    assert reponses.reponses["outils"] == [NEXTCLOUD]
    assert [invite.precision for invite in groupe.invites[1:4]] == ["fiche 1"] * 3
    assert libelles(groupe, 0) == ["Ajouter une première fiche", "Rien à noter ici"]
    assert libelles(groupe, 4) == [
        "Ajouter une fiche",
        "C'est complet : 1 fiche",
        "Modifier une fiche",
        "Supprimer une fiche",
    ]
    assert groupe.invites[4].question.aide == "Déjà là : Nextcloud"


def test_un_champ_facultatif_se_passe() -> None:
    _, reponses = jouer([Repondre("ajouter"), Repondre("A"), Passer(), Passer(), Repondre("terminer")])
    assert reponses.reponses["outils"] == [{"nom": "A"}]


def test_aucune_fiche_est_une_reponse() -> None:
    _, reponses = jouer([Repondre("terminer")])
    assert reponses.reponses["outils"] == []


def test_chaque_champ_est_enregistre_et_la_fiche_se_reprend() -> None:
    _, arretees = jouer(CREER[:2])
    assert arretees.en_cours == {"outils": [{"nom": "Nextcloud"}]}
    groupe, reponses = jouer([Repondre("personnel"), Passer(), Repondre("terminer")], arretees)
    assert groupe.invites[0].question.enonce == "Avec quel compte ?"
    assert "On reprend la fiche « Nextcloud »." in groupe.dits
    assert reponses.reponses["outils"] == [{"nom": "Nextcloud", "compte": "personnel"}]


def test_revenir_dans_une_fiche_puis_l_abandonner() -> None:
    gestes: list[Geste] = [*CREER[:2], Revenir(), Revenir(), Repondre("terminer")]
    groupe, reponses = jouer(gestes)
    assert groupe.invites[3].valeur == "Nextcloud"
    assert "Fiche abandonnée." in groupe.dits
    assert reponses.reponses["outils"] == []


def test_modifier_une_fiche() -> None:
    gestes: list[Geste] = [
        Repondre("modifier"),
        Repondre("fiche-0"),
        Repondre("champ-libre"),
        Repondre(False),
        Repondre("terminer"),
        Repondre("terminer"),
    ]
    groupe, reponses = jouer(gestes, depart(outils=[NEXTCLOUD]), rouvrir={"outils"})
    assert reponses.reponses["outils"] == [{**NEXTCLOUD, "libre": False}]
    assert libelles(groupe, 2) == [
        "La fiche convient",
        "Quel est son nom ? Nextcloud",
        "Avec quel compte ? Un compte du groupe",
        "Est-il libre ? Oui",
    ]


def test_supprimer_une_fiche() -> None:
    depuis = depart(outils=[NEXTCLOUD, {"nom": "B"}])
    gestes: list[Geste] = [Repondre("supprimer"), Repondre("fiche-0"), Repondre("terminer")]
    groupe, reponses = jouer(gestes, depuis, rouvrir={"outils"})
    assert reponses.reponses["outils"] == [{"nom": "B"}]
    assert ("Fiche supprimée", "Nextcloud") in groupe.notes


def test_renoncer_a_modifier_ou_supprimer() -> None:
    gestes: list[Geste] = [Repondre("supprimer"), Revenir(), Repondre("modifier"), Repondre("fiche-0"), Revenir()]
    depuis = depart(outils=[NEXTCLOUD])
    _, reponses = jouer(gestes, depuis, rouvrir={"outils"})
    assert reponses == depuis


def test_passer_ou_laisser_a_decider_la_liste() -> None:
    assert jouer([Passer()])[1].passees[-1] == "outils"
    assert jouer([LaisserADecider()])[1].a_decider == ("outils",)
    groupe, _ = jouer(CREER)
    assert groupe.invites[-1].question.obligatoire


def avec_bornes(minimum: int, maximum: int) -> Questionnaire:
    brut = questionnaire().model_dump(exclude_defaults=True)
    for section in brut["sections"]:
        for question in section["questions"]:
            if question["id"] == "outils":
                question.update(minimum=minimum, maximum=maximum)
    return Questionnaire.model_validate(brut)


def test_un_minimum_et_un_maximum_de_fiches() -> None:
    questions = avec_bornes(1, 1)
    groupe, reponses = jouer([Repondre("terminer"), *CREER, Repondre("terminer")], questions=questions)
    assert "Attention : Il faut 1 fiche au moins." in groupe.dits
    assert "Ajouter une fiche" not in libelles(groupe, 5)
    assert reponses.reponses["outils"] == [NEXTCLOUD]
