"""La couverture : où sert une recommandation, ce qu'une charte en retient, et les réponses qui écartent le reste."""

from typing import Any

import pytest

from charte.contenu.modele import Modele
from charte.contenu.referentiel import Recommandation, Referentiel, Sujet
from charte.moteur.composition.composer import composer
from charte.moteur.controles import sujets
from charte.moteur.controles.couverture import (
    PlaceDeRecommandation,
    Porteurs,
    Suivi,
    bilan_du_referentiel,
    porteurs,
    suivre,
)
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.raisons import decisives
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, reponses


def _entree(identifiant: str, **autres: Any) -> Recommandation:
    une = REFERENTIEL.recommandations["une"]
    return une.model_copy(update={"id": identifiant, "titre": identifiant.title(), **autres})


def _citer(clause: str, *recommandations: str) -> Modele:
    """Le petit modèle, où une clause cite d'autres recommandations."""
    brut = MODELE.model_dump()
    for article in brut["articles"]:
        for une in article["clauses"]:
            if une["id"] == clause:
                une["recommandations"] = list(recommandations)
    return Modele.model_validate(brut)


def _referentiel(*entrees: Recommandation) -> Referentiel:
    return REFERENTIEL.model_copy(update={"recommandations": {entree.id: entree for entree in entrees}})


def _suivi(modele: Modele, entree: Recommandation, **valeurs: Any) -> Suivi:
    lues = reponses(**valeurs)
    places = bilan_du_referentiel(QUESTIONNAIRE, modele, _referentiel(entree)).places
    contexte = Contexte(QUESTIONNAIRE, lues, modele.entete.mots)
    charte = composer(QUESTIONNAIRE, modele, _referentiel(entree, REFERENTIEL.recommandations["une"]), lues)
    return suivre(places, modele, contexte, charte)[0]


def test_ce_qui_porte_une_source() -> None:
    assert porteurs(MODELE, QUESTIONNAIRE, "une").clauses == ("toujours", "posture", "refus", "long", "sante")
    assert porteurs(MODELE, QUESTIONNAIRE, "europe") == Porteurs(clauses=("posture",))
    assert porteurs(MODELE, QUESTIONNAIRE, "inconnue") == Porteurs()


@pytest.mark.parametrize(
    ("porte", "guide", "raison", "orpheline"),
    [
        (Porteurs(), "", "", True),
        (Porteurs(coherence=("regle",)), "", "", True),
        (Porteurs(clauses=("une",)), "", "", False),
        (Porteurs(reperes=("un",)), "", "", False),
        (Porteurs(matrice=("une",)), "", "", False),
        (Porteurs(annexes=("une",)), "", "", False),
        (Porteurs(questions=("une",)), "", "", False),
        (Porteurs(), "Ouvrir l'atelier", "", False),
        (Porteurs(), "", "Le chiffre n'est plus à jour.", False),
    ],
)
def test_une_entree_orpheline(porte: Porteurs, guide: str, raison: str, orpheline: bool) -> None:
    assert PlaceDeRecommandation(_entree("seule"), porte, guide, raison).orpheline is orpheline


def test_un_bilan_complet_n_a_ni_recommandation_ni_droit_orphelin() -> None:
    trou = _referentiel(REFERENTIEL.recommandations["une"], _entree("seule"))
    assert bilan_du_referentiel(QUESTIONNAIRE, MODELE, REFERENTIEL).complet
    assert not bilan_du_referentiel(QUESTIONNAIRE, MODELE, trou).complet
    sans_droit = _citer("posture", "une").model_copy()
    brut = sans_droit.model_dump()
    brut["articles"][0]["clauses"][1]["droit"] = []
    assert not bilan_du_referentiel(QUESTIONNAIRE, Modele.model_validate(brut), REFERENTIEL).complet


def test_retenue_si_toutes_ses_clauses_sont_imprimees_et_decidees() -> None:
    modele = _citer("posture", "deux")
    suivi = _suivi(modele, _entree("deux"), posture="essai")
    assert suivi.groupe == "retenue"
    assert [clause.numero for clause in suivi.clauses] == ["1.2"]
    assert suivi.absences == ()


def test_adaptee_si_ce_n_est_ni_discute_ni_decide() -> None:
    modele = _citer("posture", "deux")
    assert _suivi(modele, _entree("deux")).groupe == "adaptee"
    a_decider = _suivi(modele, _entree("deux"), a_decider=["posture"])
    assert (a_decider.groupe, a_decider.clauses[0].etat) == ("adaptee", "a_decider")


def test_adaptee_si_une_partie_manque() -> None:
    suivi = _suivi(MODELE, REFERENTIEL.recommandations["une"], posture="essai")
    assert suivi.groupe == "adaptee"
    assert [absence.id for absence in suivi.absences] == ["refus", "sante"]


def test_ecartee_par_une_reponse() -> None:
    suivi = _suivi(_citer("refus", "deux"), _entree("deux"), posture="essai")
    assert suivi.groupe == "ecartee"
    (absence,) = suivi.absences
    (reponse,) = absence.reponses
    assert not absence.express
    assert (reponse.reference, reponse.valeur, reponse.etat) == ("posture", "Essayer", "repondu")


def test_ecartee_par_le_parcours() -> None:
    suivi = _suivi(_citer("long", "deux"), _entree("deux"), parcours="express")
    assert suivi.groupe == "ecartee"
    assert suivi.absences[0].express


@pytest.mark.parametrize(("valeurs", "express"), [({"posture": "essai"}, False), ({}, True)])
def test_une_reponse_donnee_l_emporte_sur_le_parcours(valeurs: dict[str, Any], express: bool) -> None:
    """Une clause du parcours complet que la réponse écarterait de toute façon."""
    brut = _citer("refus", "deux").model_dump()
    brut["articles"][0]["clauses"][2]["parcours"] = "complet"
    suivi = _suivi(Modele.model_validate(brut), _entree("deux"), parcours="express", **valeurs)
    assert suivi.absences[0].express is express


def test_une_recommandation_que_seule_la_matrice_porte() -> None:
    brut = MODELE.model_dump()
    brut["matrice"]["regles"][1]["recommandations"] = ["deux"]
    modele = Modele.model_validate(brut)
    assert _suivi(modele, _entree("deux"), posture="essai").groupe == "retenue"
    ecartee = _suivi(modele, _entree("deux"), posture="refus")
    assert (ecartee.groupe, [absence.id for absence in ecartee.absences]) == ("ecartee", ["local"])


def test_une_regle_de_la_matrice_en_suspens_adapte() -> None:
    brut = MODELE.model_dump()
    brut["matrice"]["regles"][1]["recommandations"] = ["deux"]
    suivi = _suivi(Modele.model_validate(brut), _entree("deux"), a_decider=["posture"])
    assert (suivi.groupe, suivi.matrice, suivi.absences) == ("adaptee", ("local",), ())


def test_une_entree_sans_clause_est_ecartee_avec_sa_raison() -> None:
    suivi = _suivi(MODELE, _entree("deux", ecartee="Le chiffre n'est plus à jour."))
    assert (suivi.groupe, suivi.place.raison) == ("ecartee", "Le chiffre n'est plus à jour.")


def _decisives(source: str, **valeurs: Any) -> list[tuple[str, str, str]]:
    contexte = Contexte(QUESTIONNAIRE, reponses(**valeurs), MODELE.entete.mots)
    assert not contexte.vrai(source)
    return [(une.reference, une.valeur, une.etat) for une in decisives(source, contexte)]


def test_d_une_suite_de_et_seules_comptent_les_parties_fausses() -> None:
    assert _decisives('posture == "essai" and "sante" in donnees', posture="essai", donnees=["dons"]) == [
        ("donnees", "Dons", "repondu")
    ]


def test_d_un_ou_toutes_les_parties_comptent() -> None:
    assert _decisives('(posture == "refus" or ("sante" in donnees))', posture="essai", donnees=[]) == [
        ("posture", "Essayer", "repondu"),
        ("donnees", "—", "repondu"),
    ]


def test_un_mot_entre_guillemets_ne_coupe_pas() -> None:
    assert _decisives('posture == "refus and (ou" and posture == "essai"', posture="essai") == [
        ("posture", "Essayer", "repondu")
    ]


def test_une_question_sans_objet_renvoie_a_ce_qui_la_prive_d_objet() -> None:
    assert _decisives("accord", donnees=["dons"]) == [("donnees", "Dons", "repondu")]
    assert _decisives("accord", posture="essai") == [("donnees", "—", "defaut")]


def test_un_mot_du_modele_renvoie_aux_questions_qu_il_lit() -> None:
    assert _decisives('l_instance == "l\'assemblée"', posture="essai") == [("posture", "Essayer", "repondu")]


SUJETS = {
    sujet.id: sujet
    for sujet in (
        Sujet(id="toujours", famille="f", titre="Toujours", n_chartes=3, n_modeles=1, clauses=["toujours"]),
        Sujet(id="sante", famille="f", titre="Santé", n_chartes=1, n_modeles=0, si="accord", clauses=["sante"]),
        Sujet(id="long", famille="f", titre="Long", n_chartes=1, n_modeles=0, clauses=["long", "disparue"]),
        Sujet(id="rien", famille="f", titre="Rien", n_chartes=1, n_modeles=0),
    )
}


def test_les_sujets_d_un_modele() -> None:
    ici = sujets.du_modele(SUJETS, MODELE)
    assert [(un.clauses, un.traite) for un in ici] == [
        (("toujours",), True),
        (("sante",), True),
        (("long",), True),
        ((), False),
    ]


@pytest.mark.parametrize(
    ("parcours", "donnees", "etats"),
    [
        ("complet", ["sante"], ["traite", "traite", "traite", "non_traite"]),
        ("complet", ["dons"], ["traite", "sans_objet", "traite", "non_traite"]),
        ("express", ["sante"], ["traite", "traite", "non_traite", "non_traite"]),
    ],
)
def test_les_sujets_d_une_charte(parcours: str, donnees: list[str], etats: list[str]) -> None:
    lues = reponses(parcours=parcours, donnees=donnees)
    charte = composer(QUESTIONNAIRE, MODELE, REFERENTIEL, lues)
    contexte = Contexte(QUESTIONNAIRE, lues, MODELE.entete.mots)
    suivis = sujets.suivre(sujets.du_modele(SUJETS, MODELE), MODELE, contexte, charte)
    assert [suivi.etat for suivi in suivis] == etats
    sans_objet = next((suivi for suivi in suivis if suivi.etat == "sans_objet"), None)
    assert sans_objet is None or [une.reference for une in sans_objet.reponses] == ["donnees"]


def test_le_et_lie_plus_que_le_ou() -> None:
    condition = 'posture == "refus" and "dons" in donnees or accord'
    assert [une[0] for une in _decisives(condition, posture="essai", donnees=["dons", "sante"], accord=False)] == [
        "posture",
        "accord",
    ]
