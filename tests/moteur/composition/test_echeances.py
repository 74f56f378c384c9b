"""Les échéances, sans horloge : ce qui est franchi, ce qui vient, ce qui est périmé, ce que le groupe a promis."""

import datetime
from typing import Any

import pytest

from charte.contenu.referentiel import Referentiel
from charte.contenu.reponses import Reponses
from charte.moteur.composition.composer import composer
from charte.moteur.composition.droit import concerne
from charte.moteur.composition.echeances import (
    EcheanceDeDroit,
    date_de_la_charte,
    echeances_de_droit,
    prochaine_relecture,
    rendez_vous,
)
from charte.moteur.expressions.contexte import Contexte
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, reponses


def jour(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def regle(identifiant: str, applicable: str, **autres: Any) -> dict[str, Any]:
    return {
        "id": identifiant,
        "titre": identifiant.title(),
        "juridiction": "UE",
        "reference": "art. 1",
        "enonce": "Règle.",
        "applicable": applicable,
        "verifie": "2026-11-21",
        **autres,
    }


def referentiel(*regles: dict[str, Any]) -> Referentiel:
    droit = Referentiel.model_validate(
        {"documents": {}, "recommandations": {}, "tensions": {}, "droit": {une["id"]: une for une in regles}},
        strict=False,
    ).droit
    return REFERENTIEL.model_copy(update={"droit": droit})


def datees(date: str | None = "2025-06-01", adoption: str | None = None, **valeurs: Any) -> Reponses:
    adoptions = [{"version": "1.0", "date": adoption, "instance": "Le bureau"}] if adoption else []
    brutes = reponses(**valeurs).model_dump() | {"date": date, "adoptions": adoptions}
    return Reponses.model_validate(brutes, strict=False)


def echeances(regles: Referentiel, donnees: Reponses, au: str) -> tuple[EcheanceDeDroit, ...]:
    contexte = Contexte(QUESTIONNAIRE, donnees, MODELE.entete.mots)
    return echeances_de_droit(regles, contexte, composer(QUESTIONNAIRE, MODELE, regles, donnees), jour(au))


def resume(trouvees: tuple[EcheanceDeDroit, ...]) -> list[tuple[str, str, str]]:
    return [(une.moment, une.date.isoformat(), une.effet) for une in trouvees]


@pytest.mark.parametrize(
    ("au", "moment"),
    [
        ("2026-06-01", None),
        ("2026-06-02", "a_venir"),
        ("2026-12-01", "a_venir"),
        ("2026-12-02", "franchie"),
        ("2031-01-01", "franchie"),
    ],
)
def test_avant_et_apres_une_entree_en_application(au: str, moment: str | None) -> None:
    trouvees = echeances(referentiel(regle("europe", "2026-12-02")), datees(), au)
    assert [une.moment for une in trouvees] == ([moment] if moment else [])


@pytest.mark.parametrize(("date", "nombre"), [("2026-12-01", 1), ("2026-12-02", 0), ("2026-12-03", 0), (None, 0)])
def test_seul_compte_ce_qui_suit_la_date_de_la_charte(date: str | None, nombre: int) -> None:
    trouvees = echeances(referentiel(regle("europe", "2026-12-02")), datees(date), "2027-01-01")
    assert len(trouvees) == nombre


def test_l_adoption_l_emporte_sur_la_date_du_projet() -> None:
    assert date_de_la_charte(datees("2025-01-01", "2026-02-03")) == jour("2026-02-03")
    assert date_de_la_charte(datees("2025-01-01")) == jour("2025-01-01")
    assert date_de_la_charte(datees(None)) is None
    regles = referentiel(regle("europe", "2025-08-02"))
    assert echeances(regles, datees("2025-01-01"), "2026-11-21")
    assert not echeances(regles, datees("2025-01-01", "2026-02-03"), "2026-11-21")


def test_les_etapes_comptent_comme_des_dates() -> None:
    etapes = [
        {"date": "2025-08-02", "effet": "Un."},
        {"date": "2026-12-02", "effet": "Deux."},
        {"date": "2028-08-02", "effet": "Trois."},
    ]
    regles = referentiel(regle("europe", "2025-02-02", etapes=etapes))
    assert resume(echeances(regles, datees("2024-12-01"), "2026-11-21")) == [
        ("franchie", "2025-02-02", "Règle."),
        ("franchie", "2025-08-02", "Un."),
        ("a_venir", "2026-12-02", "Deux."),
    ]
    assert [une.entree for une in echeances(regles, datees("2024-12-01"), "2026-11-21")] == [True, False, False]


def test_un_repere_est_perime_apres_sa_date() -> None:
    regles = referentiel(regle("europe", "2020-01-01", a_revoir="2027-06-02"))
    assert not echeances(regles, datees(), "2027-06-02")
    assert [(une.moment, une.date) for une in echeances(regles, datees(), "2027-06-03")] == [
        ("perimee", jour("2027-06-02"))
    ]


def test_l_ordre_est_franchies_a_venir_perimees() -> None:
    regles = referentiel(
        regle("belgique", "2020-01-01", a_revoir="2026-01-01"),
        regle("france", "2026-12-02"),
        regle("europe", "2026-08-02"),
    )
    trouvees = echeances(regles, datees(), "2026-11-21")
    assert [(une.moment, une.regle.id) for une in trouvees] == [
        ("franchie", "europe"),
        ("a_venir", "france"),
        ("perimee", "belgique"),
    ]


def test_au_meme_moment_la_plus_ancienne_d_abord() -> None:
    regles = referentiel(
        regle("tard", "2026-08-02", a_revoir="2026-10-01"), regle("tot", "2026-02-02", a_revoir="2026-09-01")
    )
    trouvees = echeances(regles, datees(), "2026-11-21")
    assert [(une.moment, une.regle.id) for une in trouvees] == [
        ("franchie", "tot"),
        ("franchie", "tard"),
        ("perimee", "tot"),
        ("perimee", "tard"),
    ]


def test_les_clauses_qui_la_citent_sont_nommees() -> None:
    regles = referentiel(regle("europe", "2026-08-02"), regle("seule", "2026-08-02"))
    citee, seule = echeances(regles, datees(), "2026-11-21")
    assert [clause.id for clause in citee.clauses] == ["posture"]
    assert (citee.citee, seule.citee, seule.clauses) == (True, False, ())


def test_une_regle_qui_ne_concerne_pas_se_tait() -> None:
    regles = referentiel(
        regle("europe", "2026-08-02", si='"sante" in donnees'), regle("france", "2026-08-02", juridiction="FR")
    )
    assert not echeances(regles, datees(), "2026-11-21")
    assert [une.regle.id for une in echeances(regles, datees(donnees=["sante"]), "2026-11-21")] == ["europe"]


def test_dans_le_doute_une_regle_concerne() -> None:
    regles = referentiel(
        regle("europe", "2026-08-02", si='posture == "refus"'), regle("autre", "2026-08-02", si="salaries")
    )
    ouvertes = Contexte(QUESTIONNAIRE, reponses(a_decider=["posture"]))
    assert concerne(regles.droit["europe"], ouvertes)
    assert not concerne(regles.droit["europe"], Contexte(QUESTIONNAIRE, reponses(posture="essai")))
    assert concerne(regles.droit["autre"], ouvertes), "une question absente du questionnaire ne fait rien taire"


REVUE = QUESTIONNAIRE.model_validate(
    {
        "id": "revue",
        "version": "1.0.0",
        "titre": "Revue",
        "sections": [
            {
                "id": "tout",
                "titre": "Tout",
                "questions": [
                    {
                        "id": "revue",
                        "type": "choix",
                        "enonce": "Quand relire ?",
                        "defaut": "1_an",
                        "options": [{"valeur": nom, "libelle": nom} for nom in ("6_mois", "1_an", "2_ans", "jamais")],
                    },
                    {"id": "note", "type": "texte", "enonce": "Une note ?", "si": 'revue == "jamais"'},
                ],
            }
        ],
    }
)


def revue(rythme: str, adoption: str | None = "2025-08-31", **autres: Any) -> Contexte:
    donnees = {
        "questionnaire": "revue 1.0.0",
        "modele": "petit 1.0.0",
        "date": "2025-01-01",
        "reponses": {"revue": rythme},
        "adoptions": [{"version": "1.0", "date": adoption, "instance": "Le bureau"}] if adoption else [],
        **autres,
    }
    return Contexte(REVUE, Reponses.model_validate(donnees, strict=False))


@pytest.mark.parametrize(
    ("rythme", "attendue"),
    [("6_mois", "2026-02-28"), ("1_an", "2026-08-31"), ("2_ans", "2027-08-31"), ("jamais", None)],
)
def test_la_relecture_suit_le_rythme_choisi(rythme: str, attendue: str | None) -> None:
    assert prochaine_relecture(revue(rythme)) == (jour(attendue) if attendue else None)


def test_un_projet_n_a_pas_de_relecture() -> None:
    assert prochaine_relecture(revue("1_an", None)) is None
    assert prochaine_relecture(Contexte(QUESTIONNAIRE, datees(adoption="2025-01-01"))) is None


def test_la_relecture_due_est_dite_le_jour_meme() -> None:
    assert not rendez_vous(revue("1_an"), jour("2026-08-30"))
    (due,) = rendez_vous(revue("1_an"), jour("2026-08-31"))
    assert (due.date, due.question) == (jour("2026-08-31"), "")


def test_un_rythme_a_decider_ne_promet_rien() -> None:
    assert prochaine_relecture(revue("1_an", reponses={}, a_decider=["revue"])) is None


def test_un_point_a_rediscuter_est_dit_s_il_a_un_objet() -> None:
    deliberations = {
        "revue": {"accord": "desaccord", "revoir_le": "2026-03-01"},
        "note": {"accord": "consensus", "revoir_le": "2026-02-01"},
    }
    contexte = revue("2_ans", deliberations=deliberations)
    assert not rendez_vous(contexte, jour("2026-02-28"))
    (point,) = rendez_vous(contexte, jour("2026-03-01"))
    assert (point.question, point.enonce) == ("revue", "Quand relire ?")


def test_les_rendez_vous_se_disent_du_plus_ancien_au_plus_recent() -> None:
    deliberations = {
        "note": {"accord": "consensus", "revoir_le": "2026-09-02"},
        "revue": {"accord": "desaccord", "revoir_le": "2026-02-01"},
    }
    contexte = revue("1_an", deliberations=deliberations, reponses={"revue": "1_an", "note": "là"})
    dus = rendez_vous(contexte, jour("2026-09-30"))
    assert [un.question for un in dus] == ["revue", ""], "une question sans objet n'a plus de rendez-vous"
    toujours = rendez_vous(revue("jamais", deliberations=deliberations), jour("2026-09-30"))
    assert [un.question for un in toujours] == ["revue", "note"]


def test_une_date_extreme_ne_casse_rien() -> None:
    assert prochaine_relecture(revue("2_ans", "9999-12-31")) == datetime.date.max
