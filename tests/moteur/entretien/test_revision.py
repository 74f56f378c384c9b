"""Quelles questions une révision repose, et ce qu'elle laisse dormir."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from charte.contenu.bibliotheque import charger_modele, charger_questionnaire, charger_referentiel
from charte.contenu.reponses import AdoptionEcrite, Deliberation, Reponses
from charte.moteur.composition.composer import composer
from charte.moteur.entretien import revision
from charte.moteur.entretien.ordre_des_questions import Entretien
from tests.moteur import petit

JOUR = datetime.date(2026, 11, 21)


def entretien(donnees: dict[str, Any], **autres: Any) -> Entretien:
    questionnaire, modele = charger_questionnaire(), charger_modele()
    reponses = Reponses(
        questionnaire=f"{questionnaire.id} {questionnaire.version}",
        modele=f"{modele.entete.id} {modele.entete.version}",
        reponses={"nom": "Le Canal", **donnees},
        **{"date": JOUR, "parcours": "express", **autres},
    )
    return Entretien(questionnaire, reponses, modele.entete.mots)


def echues(ici: Entretien, jour: datetime.date) -> list[str]:
    modele, referentiel = charger_modele(), charger_referentiel()
    charte = composer(ici.questionnaire, modele, referentiel, ici.reponses)
    return revision.echues(ici, charte, referentiel, jour)


def test_les_points_a_decider_lignes_de_grille_comprises() -> None:
    ici = entretien({}, a_decider=["usages.dons", "posture"])
    assert revision.ouvertes(ici) == ["posture", "usages"]


def test_ce_dont_on_n_a_pas_discute() -> None:
    ici = entretien({"posture": "usage_minimal"}, passees=["valeurs"])
    assert "posture" not in revision.non_discutees(ici)
    assert {"valeurs", "usages"} <= set(revision.non_discutees(ici))


def test_un_point_que_l_on_devait_revoir() -> None:
    promis = {"referent": Deliberation(accord="majorite", revoir_le=datetime.date(2026, 12, 1))}
    ici = entretien({"posture": "usage_minimal"}, deliberations=promis)
    assert "referent" not in echues(ici, JOUR)
    assert "referent" in echues(ici, datetime.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("date", "questions"),
    [
        # La loi a changé, ou va changer : on en reparle. Un repère à vérifier est l'affaire de charte, pas du groupe.
        ({"applicable": datetime.date(2026, 12, 2)}, ["posture"]),
        ({"a_revoir": datetime.date(2026, 6, 1)}, []),
    ],
)
def test_une_regle_qui_change_rouvre_ses_questions_pas_un_repere_a_verifier(
    date: dict[str, datetime.date], questions: list[str]
) -> None:
    regle = petit.REFERENTIEL.droit["europe"].model_copy(update=date)
    referentiel = petit.REFERENTIEL.model_copy(update={"droit": {"europe": regle}})
    ici = Entretien(petit.QUESTIONNAIRE, petit.reponses(posture="essai"), petit.MODELE.entete.mots)
    charte = composer(petit.QUESTIONNAIRE, petit.MODELE, referentiel, ici.reponses)
    assert revision.echues(ici, charte, referentiel, JOUR) == questions


def test_un_rendez_vous_tenu_ne_revient_pas() -> None:
    promis = Deliberation(accord="majorite", revoir_le=JOUR)
    plus_tard = promis.model_copy(update={"revoir_le": JOUR + datetime.timedelta(days=1)})
    ici = entretien({}, deliberations={"referent": promis, "posture": promis, "valeurs": promis, "usages": plus_tard})
    reponses = ici.reponses.model_copy(update={"a_decider": ["posture"]})
    tenues = revision.tenir(reponses, ["referent", "posture", "usages"], JOUR).deliberations
    assert tenues["referent"] == promis.model_copy(update={"revoir_le": None})
    assert {nom: tenues[nom] for nom in ("posture", "valeurs", "usages")} == {
        "posture": promis,
        "valeurs": promis,
        "usages": plus_tard,
    }


def test_la_relecture_passee_remet_tout_sur_la_table() -> None:
    adoption = AdoptionEcrite(
        version="1.0", date=JOUR, instance="l'assemblée générale", relire_le=datetime.date(2027, 3, 1)
    )
    ici = entretien({"posture": "usage_minimal"}, adoptions=[adoption], date=None)
    assert echues(ici, datetime.date(2027, 3, 1)) == revision.toutes(ici)


def test_le_droit_remet_sur_la_table_les_reponses_des_clauses_qu_il_touche() -> None:
    ici = entretien({"posture": "usage_minimal"}, date=datetime.date(2020, 1, 1))
    dues = echues(ici, JOUR)
    assert dues
    assert set(dues) < set(revision.toutes(ici))


def test_ce_que_l_on_ne_rouvre_pas_ne_se_pose_pas_et_reste_sans_reponse() -> None:
    depart = entretien({"posture": "usage_minimal"})
    posees = revision.mettre_de_cote(depart, ["posture"], depart.reponses)
    assert depart.avec(posees).prochaine(rouvrir={"posture"}).id == "posture"  # type: ignore[union-attr]
    assert depart.avec(posees).prochaine() is None
    assert revision.remettre(depart, ["posture"], posees) == depart.reponses


def test_une_question_nee_d_une_nouvelle_reponse_se_pose() -> None:
    depart = entretien({"benevoles": "aucun", "salaries": "aucun"}, parcours="complet")
    posees = revision.mettre_de_cote(depart, ["salaries"], depart.reponses)
    neuves = posees.model_copy(update={"reponses": {**posees.reponses, "salaries": "11_49"}})
    prochaine = depart.avec(neuves).prochaine()
    assert prochaine is not None
    assert prochaine.id not in revision.toutes(depart)
