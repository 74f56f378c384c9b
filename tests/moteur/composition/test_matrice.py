"""La matrice du groupe : ce que ses réponses décident, ce qu'il ajuste, ce que la loi lui refuse."""

import itertools
from typing import Any

import pytest

from charte.contenu.reponses import Reponses
from charte.moteur.charte import CaseMatrice, Matrice
from charte.moteur.composition.coherence import Constat
from charte.moteur.composition.matrice import RIGUEUR, ajustements_refuses, dresser
from charte.moteur.expressions.contexte import Contexte
from charte.services.charger import charger
from charte.services.controler.constats import constats_de
from tests.moteur import petit

CONTENUS = charger()
MODELE = CONTENUS.modele.matrice
OUVERTES = {"anonymisation": "selon_cas", "lieu_donnees": "hors_ue_encadre", "posture": "appropriation"}
"""Les réponses qui laissent le plus de cases ouvertes."""


def _reponses(a_decider: tuple[str, ...] = (), parcours: str = "complet", **valeurs: Any) -> Reponses:
    return Reponses.model_validate(
        {
            "questionnaire": "association 1.1.0",
            "modele": "association 1.1.0",
            "parcours": parcours,
            "reponses": {"nom": "Nous", **valeurs},
            "a_decider": list(a_decider),
        }
    )


def _contexte(*a_decider: str, **valeurs: Any) -> Contexte:
    return Contexte(CONTENUS.questionnaire, _reponses(a_decider, **valeurs), CONTENUS.modele.entete.mots)


def _matrice(*a_decider: str, **valeurs: Any) -> Matrice:
    return dresser(MODELE, _contexte(*a_decider, **valeurs))


def _case(matrice: Matrice, donnees: str, famille: str) -> CaseMatrice:
    colonne = [une.id for une in matrice.familles].index(famille)
    return next(classe.cases[colonne] for classe in matrice.classes if classe.id == donnees)


def _fiche(donnees: str, famille: str, decision: str, raison: str = "parce que") -> dict[str, str]:
    return {"donnees": donnees, "famille": famille, "decision": decision, "raison": raison}


def _refus(*fiches: dict[str, str], **valeurs: Any) -> list[Constat]:
    return ajustements_refuses(MODELE, _contexte(**valeurs, ajustements_matrice=list(fiches)))


def test_resserrer_s_applique_avec_la_raison_du_groupe() -> None:
    fiche = _fiche("publiques", "grand_public", "interdit", "nous n'y allons plus")
    case = _case(_matrice(**OUVERTES, ajustements_matrice=[fiche]), "publiques", "grand_public")
    assert case == CaseMatrice("interdit", "Nous n'y allons plus.", ajustee=True, reponses=("ajustements_matrice",))
    assert _refus(fiche, **OUVERTES) == []


def test_resserrer_une_case_que_la_loi_encadre_s_applique_aussi() -> None:
    fiche = _fiche("personnelles", "contrat_hors_ue", "interdit")
    assert _case(_matrice(**OUVERTES, ajustements_matrice=[fiche]), "personnelles", "contrat_hors_ue").ajustee
    assert _refus(fiche, **OUVERTES) == []


def test_desserrer_un_choix_du_groupe_s_applique() -> None:
    fiche = _fiche("internes", "grand_public", "autorise", "Nos budgets sont déjà publics !")
    case = _case(_matrice(ajustements_matrice=[fiche]), "internes", "grand_public")
    assert case == CaseMatrice(
        "autorise", "Nos budgets sont déjà publics !", ajustee=True, reponses=("ajustements_matrice",)
    )


def test_desserrer_jusqu_au_plancher_s_applique() -> None:
    fiche = _fiche("personnelles", "contrat_hors_ue", "accord")
    choix = {"lieu_donnees": "ue_seulement", "anonymisation": "selon_cas"}
    assert _case(_matrice(**choix), "personnelles", "contrat_hors_ue").decision == "interdit"
    assert _case(_matrice(**choix, ajustements_matrice=[fiche]), "personnelles", "contrat_hors_ue").decision == "accord"
    assert _refus(fiche, **choix) == []


def test_sous_un_plancher_la_case_ne_change_pas_et_le_constat_bloque() -> None:
    fiche = _fiche("personnelles", "grand_public", "conditions", "c'est pratique")
    case = _case(_matrice(**OUVERTES, ajustements_matrice=[fiche]), "personnelles", "grand_public")
    assert case == _case(_matrice(**OUVERTES), "personnelles", "grand_public")
    assert case.decision == "interdit"
    [constat] = _refus(fiche, **OUVERTES)
    assert constat.gravite == "bloquant"
    assert constat.questions == ("ajustements_matrice",)
    assert constat.phrase == (
        "Vous passez à « Sous conditions » une case que la loi encadre : Personnelles × Grand public. "
        "La charte garde « Interdit ». Aucun contrat n'y protège les personnes."
    )
    assert constat.remede == "Retirez cet ajustement. La décision la plus souple que la loi admet ici : « Interdit »."


def test_verifier_met_le_refus_en_tete() -> None:
    fiche = _fiche("secretes", "local", "autorise")
    reponses = _reponses(ajustements_matrice=[fiche], voie_humaine="pas_encore", publics=["personnes_agees"])
    trouves = constats_de(CONTENUS, reponses)
    assert trouves[0].id == "ajustement-refuse-secretes-local"
    assert len(trouves) > 1


def test_l_article_9_ne_couvre_pas_toutes_les_donnees_delicates() -> None:
    fiche = _fiche("sensibles", "contrat_ue", "accord")
    assert [constat.id for constat in _refus(fiche, categories_donnees=["sante"], **OUVERTES)] == [
        "ajustement-refuse-sensibles-contrat_ue"
    ]
    assert _refus(fiche, categories_donnees=["mineurs"], **OUVERTES) == []
    assert _refus(fiche, categories_donnees=["internes"], **OUVERTES) != []


def test_deux_fiches_sur_la_meme_case_la_derniere_l_emporte() -> None:
    fiches = [_fiche("internes", "local", "interdit"), _fiche("internes", "local", "accord", "à deux")]
    assert _case(_matrice(ajustements_matrice=fiches), "internes", "local") == CaseMatrice(
        "accord", "À deux.", ajustee=True, reponses=("ajustements_matrice",)
    )


def test_un_point_a_decider_laisse_la_case_en_attente_et_nomme_la_question() -> None:
    case = _case(_matrice("lieu_donnees", anonymisation="selon_cas"), "internes", "contrat_ue")
    assert case.decision == "a_decider"
    assert case.motif == "La case attend une réponse : « Où les données confiées à une IA peuvent-elles aller ? »"


def test_une_reponse_qui_ne_rendrait_pas_la_case_plus_stricte_ne_la_retient_pas() -> None:
    regles = [regle.model_copy(update={"decision": "interdit"}) for regle in petit.MODELE.matrice.regles]
    modele = petit.MODELE.matrice.model_copy(update={"regles": regles})
    matrice = dresser(modele, Contexte(petit.QUESTIONNAIRE, petit.reponses(a_decider=["posture"])))
    assert [case.decision for case in matrice.classes[0].cases] == ["a_decider", "interdit"]


def test_de_deux_regles_aussi_strictes_la_premiere_ecrite_donne_le_motif() -> None:
    regles = [regle.model_copy(update={"decision": "interdit"}) for regle in petit.MODELE.matrice.regles]
    modele = petit.MODELE.matrice.model_copy(update={"regles": regles})
    matrice = dresser(modele, Contexte(petit.QUESTIONNAIRE, petit.reponses(posture="essai")))
    assert [case.motif for case in matrice.classes[0].cases] == ["Avec soin.", "Trop loin."]


def test_l_ajustement_tranche_une_case_en_attente_d_un_choix_du_groupe() -> None:
    fiche = _fiche("internes", "contrat_ue", "conditions")
    case = _case(_matrice("lieu_donnees", ajustements_matrice=[fiche]), "internes", "contrat_ue")
    assert case.decision == "conditions"


def test_l_ajustement_ne_devance_pas_une_regle_de_droit_en_attente() -> None:
    fiche = _fiche("sensibles", "integre", "accord")
    case = _case(_matrice("categories_donnees", **OUVERTES, ajustements_matrice=[fiche]), "sensibles", "integre")
    assert case.decision == "a_decider"
    assert "Quelles données" in case.motif


def test_la_raison_du_groupe_n_est_jamais_interpretee() -> None:
    fiche = _fiche("internes", "local", "accord", "{{ nom }} *très* <b>fort</b>\n# titre")
    motif = _case(_matrice(ajustements_matrice=[fiche]), "internes", "local").motif
    assert "{{ nom }}" in motif
    assert r"\*très\*" in motif
    assert "\n" not in motif


def test_refuser_l_ia_ferme_tout_et_n_ajuste_rien() -> None:
    fiche = _fiche("publiques", "local", "autorise")
    matrice = _matrice(posture="refus", ajustements_matrice=[fiche])
    assert {case.decision for classe in matrice.classes for case in classe.cases} == {"interdit"}
    assert _refus(fiche, posture="refus") == []


@pytest.mark.parametrize("parcours", ["express", "complet"])
def test_les_outils_nommes_sont_dans_leur_famille(parcours: str) -> None:
    outils = [{"nom": "Alpha", "famille": "integre"}, {"nom": "Bêta *", "famille": "integre"}]
    nommes = _matrice(parcours=parcours, outils=outils)
    assert {famille.id: famille.outils for famille in nommes.familles if famille.outils} == {
        "integre": ("Alpha", "Bêta *")
    }
    assert {famille.outils for famille in _matrice(parcours=parcours).familles} == {()}


def test_une_regle_de_plancher_cite_le_droit_ou_protege_un_secret() -> None:
    sans_droit = [regle.id for regle in MODELE.regles if regle.plancher and not regle.droit]
    assert sans_droit == ["secretes-nulle-part", "sensibles-secret-professionnel"]


def test_les_choix_du_questionnaire_sont_ceux_de_la_matrice() -> None:
    champs = {champ.id: champ for champ in CONTENUS.questionnaire.par_id["ajustements_matrice"].champs}
    assert [option.valeur for option in champs["donnees"].options] == [classe.id for classe in MODELE.classes]
    assert [option.valeur for option in champs["famille"].options] == [famille.id for famille in MODELE.familles]
    assert [option.valeur for option in champs["decision"].options] == list(RIGUEUR)
    assert all(champ.obligatoire for champ in champs.values())


def _profils() -> list[dict[str, Any]]:
    """Des réponses qui font jouer chaque règle avec toutes les autres."""
    questions = CONTENUS.questionnaire.par_id
    libres = {nom: [option.valeur for option in questions[nom].options] for nom in ("lieu_donnees", "anonymisation")}
    choix: dict[str, list[Any]] = libres | {
        "posture": ["usage_minimal", "appropriation"],
        "geants": ["refuser", "accepter"],
        "comptes_personnels": ["interdits", "donnees_publiques_seulement"],
        "categories_donnees": [["publiques"], ["mineurs"], ["sante", "secret_professionnel"], ["penales"]],
    }
    return [dict(zip(choix, valeurs, strict=True)) for valeurs in itertools.product(*choix.values())]


def test_plus_la_donnee_est_protegee_plus_la_case_est_stricte_et_dit_pourquoi() -> None:
    for profil in _profils():
        classes = _matrice(**profil).classes
        assert all(case.motif for classe in classes for case in classe.cases), profil
        for colonne in zip(*(classe.cases for classe in classes), strict=True):
            rigueurs = [RIGUEUR[case.decision] for case in colonne if case.decision != "a_decider"]
            assert rigueurs == sorted(rigueurs), profil


def test_ce_qui_est_public_ne_devient_pas_plus_risque_sous_contrat() -> None:
    for profil in _profils():
        matrice = _matrice(**profil)
        ouvert = RIGUEUR[_case(matrice, "publiques", "grand_public").decision]
        for famille in ("contrat_ue", "contrat_hors_ue", "integre", "local"):
            assert RIGUEUR[_case(matrice, "publiques", famille).decision] <= ouvert, (profil, famille)


def test_refuser_de_sortir_de_l_union_ne_touche_que_ce_qui_n_est_pas_public() -> None:
    matrice = _matrice(lieu_donnees="ue_seulement", posture="experimentation")
    assert _case(matrice, "publiques", "contrat_hors_ue").decision == "autorise"
    interne = _case(matrice, "internes", "contrat_hors_ue")
    assert interne.decision == "interdit"
    assert interne.motif == "Notre règle : ce qui n'est pas public reste dans l'Union européenne."
