"""L'entretien : ce que l'on demande, dans quel ordre, et ce que chaque geste change."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Deliberation, Reponses
from charte.moteur.entretien.gestes import commencer, deliberer, laisser_a_decider, passer, repondre
from charte.moteur.entretien.ordre_des_questions import Entretien

EXPRESS = {"parcours": "express"}
QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "id": "essai",
        "version": "1.0.0",
        "titre": "Essai",
        "sections": [
            {
                "id": "debut",
                "titre": "Début",
                "questions": [
                    {"id": "nom", "type": "texte", "enonce": "Nom ?", "obligatoire": True, **EXPRESS},
                    {"id": "salaries", "type": "oui_non", "enonce": "Des {{ nom }} ?", "defaut": False},
                    {"id": "effectif", "type": "nombre", "enonce": "Combien ?", "si": "salaries"},
                ],
            },
            {
                "id": "suite",
                "titre": "Suite",
                "questions": [
                    {
                        "id": "posture",
                        "type": "choix",
                        "enonce": "Posture ?",
                        "deliberer": True,
                        "defaut": "essai",
                        "options": [
                            {"valeur": "refus", "libelle": "Refus"},
                            {"valeur": "essai", "libelle": "Essai"},
                            {"valeur": "plein", "libelle": "Plein", "si": "salaries"},
                        ],
                        **EXPRESS,
                    },
                    {
                        "id": "donnees",
                        "type": "choix_multiple",
                        "enonce": "Données ?",
                        "defaut": ["a"],
                        "defaut_si": [{"si": 'posture == "refus"', "valeur": ["b"]}],
                        "options": [{"valeur": "a", "libelle": "A"}, {"valeur": "b", "libelle": "B"}],
                    },
                    {
                        "id": "usages",
                        "type": "grille",
                        "enonce": "Usages ?",
                        "defaut": {"un": "oui", "deux": "non"},
                        "defaut_si": [{"si": 'posture == "refus"', "valeur": {"un": "non"}}],
                        "options": [
                            {"valeur": "oui", "libelle": "Oui", "si": 'posture != "refus"'},
                            {"valeur": "non", "libelle": "Non"},
                        ],
                        "lignes": [{"valeur": "un", "libelle": "Un"}, {"valeur": "deux", "libelle": "Deux"}],
                    },
                ],
            },
        ],
    }
)
TOUT = QUESTIONNAIRE.par_id


def vierge(**autres: Any) -> Reponses:
    return Reponses(questionnaire="essai 1.0.0", modele="essai 1.0.0", **autres)


def entretien(**autres: Any) -> Entretien:
    return Entretien(QUESTIONNAIRE, vierge(**autres))


def noms(un: Entretien) -> list[str]:
    return [question.id for question in un.questions]


def test_le_parcours_express_ne_garde_que_ses_questions() -> None:
    assert noms(entretien(parcours="express")) == ["nom", "posture"]


def test_une_question_sans_objet_n_est_pas_posee() -> None:
    assert "effectif" not in noms(entretien())
    assert "effectif" in noms(entretien(reponses={"salaries": True}))


def test_une_condition_indecise_garde_la_question() -> None:
    assert "effectif" in noms(entretien(a_decider=["salaries"]))


def test_les_enonces_sont_dits_dans_les_mots_du_groupe() -> None:
    assert entretien(reponses={"nom": "castors"}).questions[1].enonce == "Des castors ?"


def test_suivante_et_precedente_traversent_les_sections() -> None:
    un = entretien()
    assert un.suivante("salaries") == TOUT["posture"]
    precedente = un.precedente("posture")
    assert precedente is not None and precedente.id == "salaries"
    assert un.precedente("nom") is None
    assert un.suivante("usages") is None


def test_repondu_passe_et_a_decider_comptent_comme_traites() -> None:
    un = entretien(reponses={"nom": "X"}, passees=["salaries"], a_decider=["posture"])
    assert [un.traitee(question) for question in un.questions] == [True, True, True, False, False]
    assert un.prochaine() == TOUT["donnees"]
    assert un.progression().traitees == 3
    assert (un.progression(TOUT["donnees"]).rang, un.progression(TOUT["donnees"]).total) == (4, 5)
    assert un.progression(section=QUESTIONNAIRE.sections[1]).traitees == 1


def test_la_prochaine_est_d_abord_apres_puis_depuis_le_debut() -> None:
    un = entretien(reponses={"donnees": ["a"]})
    assert un.prochaine("posture") == TOUT["usages"]
    prochaine = entretien(reponses={"donnees": ["a"], "usages": {"un": "oui", "deux": "non"}}).prochaine("posture")
    assert prochaine == TOUT["nom"]


def test_rouvrir_repose_une_question_traitee() -> None:
    un = entretien(reponses={"nom": "X"}, passees=["salaries", "posture", "donnees", "usages"])
    assert un.prochaine() is None
    assert un.prochaine(rouvrir={"donnees"}) == TOUT["donnees"]


def test_un_defaut_se_recalcule_une_reponse_reste() -> None:
    un = entretien()
    assert un.proposition(TOUT["donnees"]) == ["a"]
    assert un.avec(repondre(un.reponses, TOUT["posture"], "refus")).proposition(TOUT["donnees"]) == ["b"]
    touchees = repondre(un.reponses, TOUT["donnees"], ["a"])
    assert un.avec(repondre(touchees, TOUT["posture"], "refus")).proposition(TOUT["donnees"]) == ["a"]


def test_une_question_passee_suit_son_defaut() -> None:
    reponses = passer(vierge(), TOUT["donnees"])
    assert Entretien(QUESTIONNAIRE, repondre(reponses, TOUT["posture"], "refus")).contexte.valeur("donnees") == ["b"]


def test_une_reponse_qui_n_est_plus_proposee_est_a_revoir() -> None:
    un = entretien(reponses={"salaries": True, "posture": "plein"})
    assert un.traitee(TOUT["posture"])
    apres = un.avec(repondre(un.reponses, TOUT["salaries"], False))
    assert not apres.traitee(TOUT["posture"])
    assert apres.proposition(TOUT["posture"]) is None


def test_oui_et_non_ecrits_a_la_main_sont_reconnus() -> None:
    un = entretien(reponses={"salaries": "oui"})
    assert un.proposition(TOUT["salaries"]) is True
    assert un.traitee(TOUT["salaries"])


def test_sans_defaut_rien_n_est_propose() -> None:
    assert entretien().proposition(TOUT["nom"]) is None


def test_une_grille_est_traitee_ligne_a_ligne() -> None:
    assert not entretien(reponses={"usages": {"un": "oui"}}).traitee(TOUT["usages"])
    assert entretien(reponses={"usages": {"un": "oui"}}, a_decider=["usages.deux"]).traitee(TOUT["usages"])


def test_le_tableau_d_une_grille() -> None:
    un = entretien(reponses={"usages": {"un": "non"}}, a_decider=["usages.deux"])
    assert un.tableau(TOUT["usages"]) == {"un": "non", "deux": None}
    commencee = un.avec(commencer(un.reponses, TOUT["usages"], {"deux": "oui"}))
    assert commencee.tableau(TOUT["usages"]) == {"un": "non", "deux": "oui"}
    assert commencee.lignes_touchees(TOUT["usages"]) == {"un", "deux"}
    assert not commencee.traitee(TOUT["usages"])


def test_une_ligne_dont_la_valeur_n_est_plus_proposee_reprend_son_defaut() -> None:
    un = entretien(reponses={"usages": {"un": "oui", "deux": "non"}, "posture": "refus"})
    assert un.tableau(TOUT["usages"]) == {"un": "non", "deux": "non"}
    assert un.lignes_touchees(TOUT["usages"]) == {"deux"}
    assert not un.traitee(TOUT["usages"])


def test_repondre_oublie_les_autres_etats() -> None:
    question = TOUT["posture"]
    avant = commencer(vierge(a_decider=["posture"], passees=["posture"]), question, "refus")
    apres = repondre(avant, question, "essai")
    assert apres == vierge(reponses={"posture": "essai"})


def test_repondre_autre_chose_oublie_l_accord() -> None:
    question = TOUT["posture"]
    avant = deliberer(repondre(vierge(), question, "essai"), question, "consensus")
    assert repondre(avant, question, "essai").deliberations == {"posture": Deliberation(accord="consensus")}
    assert repondre(avant, question, "refus").deliberations == {}


def test_laisser_a_decider_garde_le_desaccord_et_retire_la_reponse() -> None:
    question = TOUT["posture"]
    en_desaccord = deliberer(repondre(vierge(), question, "essai"), question, "desaccord", "Trop tôt.")
    apres = laisser_a_decider(en_desaccord, question)
    assert (apres.reponses, apres.a_decider) == ({}, ("posture",))
    assert apres.deliberations["posture"].remarque == "Trop tôt."
    assert laisser_a_decider(apres, question) == apres
    assert laisser_a_decider(deliberer(en_desaccord, question, "consensus"), question).deliberations == {}


def test_une_grille_garde_l_ordre_de_ses_lignes_ouvertes() -> None:
    question = TOUT["usages"]
    avant = vierge(a_decider=["usages.un", "posture", "usages.deux"])
    assert repondre(avant, question, {}, ["un", "deux"]).a_decider == avant.a_decider
    assert repondre(avant, question, {"un": "oui"}, ["deux"]).a_decider == ("posture", "usages.deux")
    assert passer(avant, question).a_decider == ("posture",)


VALEURS: dict[str, list[Any]] = {
    "nom": ["X", "Y"],
    "salaries": [True, False],
    "effectif": [1, 2],
    "posture": ["refus", "essai", "plein"],
    "donnees": [[], ["a"], ["a", "b"]],
    "usages": [{"un": "oui", "deux": "non"}, {"un": "non"}],
}
GESTES = st.lists(
    st.sampled_from(list(VALEURS)).flatmap(
        lambda nom: st.one_of(
            st.sampled_from(VALEURS[nom]).map(lambda valeur: (nom, "repondre", valeur)),
            st.sampled_from([(nom, "passer", None), (nom, "plus tard", None)]),
        )
    ),
    max_size=12,
)


def jouer(gestes: list[tuple[str, str, Any]]) -> Entretien:
    reponses = vierge()
    for nom, geste, valeur in gestes:
        if geste == "repondre":
            reponses = repondre(reponses, TOUT[nom], valeur)
        else:
            reponses = (passer if geste == "passer" else laisser_a_decider)(reponses, TOUT[nom])
    return Entretien(QUESTIONNAIRE, reponses)


@settings(deadline=None)
@given(GESTES)
def test_revenir_puis_avancer_ramene_a_la_meme_question(gestes: list[tuple[str, str, Any]]) -> None:
    un = jouer(gestes)
    for question in un.questions[1:]:
        precedente = un.precedente(question.id)
        assert precedente is not None
        assert un.suivante(precedente.id) == question


@settings(deadline=None)
@given(GESTES)
def test_redonner_la_meme_reponse_ne_change_rien(gestes: list[tuple[str, str, Any]]) -> None:
    un = jouer(gestes)
    for question in un.questions:
        if question.id in un.reponses.reponses and question.type != "grille" and un.traitee(question):
            assert repondre(un.reponses, question, un.proposition(question)) == un.reponses
        if question.id in un.reponses.a_decider:
            assert laisser_a_decider(un.reponses, question) == un.reponses
        if question.id in un.reponses.passees:
            assert passer(un.reponses, question) == un.reponses


@settings(deadline=None)
@given(GESTES)
def test_chaque_question_est_dans_un_seul_etat(gestes: list[tuple[str, str, Any]]) -> None:
    reponses = jouer(gestes).reponses
    for nom in VALEURS:
        etats = (nom in reponses.reponses, nom in reponses.passees, nom in reponses.a_decider)
        assert sum(etats) <= 1


@settings(deadline=None)
@given(GESTES)
def test_on_finit_toujours_par_tout_traiter(gestes: list[tuple[str, str, Any]]) -> None:
    un = jouer(gestes)
    for _ in range(len(VALEURS) + 1):
        question = un.prochaine()
        if question is None:
            return
        un = un.avec(passer(un.reponses, question))
    raise AssertionError("l'entretien ne finit pas")
