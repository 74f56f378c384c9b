"""Les repères de droit : complets, datés, imprimés pour qui ils concernent et pour personne d'autre."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from charte.contenu.referentiel import RegleDroit
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte
from charte.moteur.composition.droit import concerne
from charte.moteur.expressions.conditions import condition
from charte.moteur.expressions.contexte import Contexte
from charte.rendu.ecrivains.html import html
from charte.rendu.ecrivains.markdown import markdown
from charte.services.charger import charger
from tests.rendu.outils.lecture_pdf import pages

CONTENUS = charger()
DROIT = CONTENUS.referentiel.droit
EXEMPLES = Path(__file__).parents[2] / "exemples"
POUR_TOUT_LE_MONDE = {
    *("ia-act-calendrier", "ia-act-5", "rgpd-6", "rgpd-22", "rgpd-28", "rgpd-33", "cjue-pseudonymes"),
    *("rgpd-77", "directive-2019-790"),
}
FR: dict[str, Any] = {"pays": "FR", "forme": "association_1901"}
BE: dict[str, Any] = {"pays": "BE", "forme": "asbl"}
REFUS: dict[str, Any] = {**FR, "posture": "refus"}


def usage(ligne: str, decision: str = "encadre") -> dict[str, Any]:
    return {"usages": {ligne: decision}}


CONCERNES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "ia-act-4": (FR, [REFUS]),
    "ia-act-26": ({**FR, **usage("recrutement")}, [FR, {**REFUS, "surveillance": "encadree"}]),
    "ia-act-27": (
        {**FR, **usage("decision_individuelle"), "service_public": True},
        [{**FR, **usage("decision_individuelle")}, {**FR, "service_public": True}],
    ),
    "ia-act-50": (FR, [REFUS]),
    "ia-act-50-agent": ({**FR, **usage("agent_public")}, [{**FR, **usage("agent_public", "exclu")}, REFUS]),
    "ia-act-annexe-3": ({**BE, **usage("orientation")}, [BE, {**BE, **usage("redaction")}]),
    "rgpd-9": ({**FR, "categories_donnees": ["sante"]}, [{**FR, "categories_donnees": ["publiques", "internes"]}]),
    "rgpd-10": ({**FR, "categories_donnees": ["penales"]}, [{**FR, "categories_donnees": ["sante"]}]),
    "rgpd-35": (
        {**FR, "categories_donnees": ["sante"]},
        [{**FR, "categories_donnees": ["publiques"]}, {**REFUS, "categories_donnees": ["sante"]}],
    ),
    "rgpd-44": ({**FR, "lieu_donnees": "hors_ue_encadre"}, [{**FR, "lieu_donnees": "local_seulement"}]),
    "directive-2019-882": (
        {**BE, "service_public": True, "salaries": "11_49"},
        [{**BE, "service_public": True, "salaries": "1_10"}],
    ),
    "fr-cse-11": (
        {**FR, "salaries": "11_49"},
        [{**FR, "salaries": "1_10"}, {**FR, "salaries": "50_plus"}, {**BE, "salaries": "11_49"}],
    ),
    "fr-cse-50": (
        {**FR, "salaries": "50_plus"},
        [
            {**FR, "salaries": "11_49"},
            {**REFUS, "salaries": "50_plus"},
            {**BE, "salaries": "50_plus"},
            {**FR, "salaries": "50_plus", "forme": "collectivite"},
        ],
    ),
    "fr-travail-pilote": ({**FR, "salaries": "50_plus"}, [{**FR, "salaries": "11_49"}, {**BE, "salaries": "50_plus"}]),
    "fr-l1222-4": ({**FR, "salaries": "1_10"}, [{**FR, "salaries": "aucun"}, {**BE, "salaries": "1_10"}]),
    "fr-l1321-4": (
        {**FR, "salaries": "1_10", "non_respect": "sanctions"},
        [{**FR, "salaries": "1_10"}, {**FR, "salaries": "aucun", "non_respect": "sanctions"}],
    ),
    "fr-mineurs-15": (
        {**FR, "publics": ["mineurs"]},
        [{**FR, "publics": ["adherents"]}, {**BE, "publics": ["mineurs"]}],
    ),
    "fr-accessibilite-47": ({**FR, "service_public": True}, [FR, {**BE, "service_public": True}]),
    "fr-cnil-ia-generative": (FR, [BE, REFUS]),
    "fr-anssi-ia-generative": (
        {**FR, "lieu_donnees": "local_seulement"},
        [FR, {**BE, "lieu_donnees": "local_seulement"}],
    ),
    "be-apd-ia": (BE, [FR, {**BE, "posture": "refus"}]),
    "be-cct-39": ({**BE, "salaries": "50_plus"}, [{**BE, "salaries": "11_49"}, {**FR, "salaries": "50_plus"}]),
    "be-reglement-travail": (
        {**BE, "salaries": "1_10", "non_respect": "sanctions"},
        [{**BE, "salaries": "1_10"}, {**FR, "salaries": "1_10", "non_respect": "sanctions"}],
    ),
    "be-mineurs-13": (
        {**BE, "publics": ["mineurs"]},
        [{**BE, "publics": ["adherents"]}, {**FR, "publics": ["mineurs"]}],
    ),
    "be-bruxelles-126": ({**BE, "service_public": True}, [BE, {**FR, "service_public": True}]),
}


def reponses(valeurs: dict[str, Any], ouvertes: list[str] | None = None) -> Reponses:
    return Reponses(
        questionnaire="association 1.1.0",
        modele="association 1.1.0",
        date=datetime.date(2026, 11, 21),
        reponses={"nom": "Nous", "posture": "usage_minimal", **valeurs},
        a_decider=ouvertes or [],
    )


def composer(valeurs: dict[str, Any]) -> Charte:
    return CONTENUS.composer(reponses(valeurs))


def imprimes(valeurs: dict[str, Any]) -> set[str]:
    return {cite.id for cite in composer(valeurs).droit}


def test_chaque_repere_est_eprouve() -> None:
    assert {*CONCERNES, *POUR_TOUT_LE_MONDE} == set(DROIT)
    assert all(autres for _, autres in CONCERNES.values()), "chacun se tait aussi pour quelqu'un"
    assert {
        regle.id for regle in DROIT.values() if regle.si is None and regle.juridiction == "UE"
    } == POUR_TOUT_LE_MONDE


@pytest.mark.parametrize("identifiant", CONCERNES)
def test_imprime_pour_qui_il_concerne(identifiant: str) -> None:
    assert identifiant in imprimes(CONCERNES[identifiant][0])


@pytest.mark.parametrize("identifiant", CONCERNES)
def test_tu_pour_qui_il_ne_concerne_pas(identifiant: str) -> None:
    for valeurs in CONCERNES[identifiant][1]:
        assert identifiant not in imprimes(valeurs), valeurs


def test_les_reperes_de_tout_le_monde_s_impriment_en_france_et_en_belgique() -> None:
    assert imprimes(FR) >= POUR_TOUT_LE_MONDE
    assert imprimes(BE) >= POUR_TOUT_LE_MONDE
    assert not [une for une in imprimes(BE) if une.startswith("fr-")]
    assert not [une for une in imprimes(FR) if une.startswith("be-")]


@pytest.mark.parametrize("ouverte", ["usages.recrutement", "usages", "posture"])
def test_dans_le_doute_le_repere_concerne(ouverte: str) -> None:
    donnees = reponses(FR, [ouverte])
    valeurs = {nom: valeur for nom, valeur in donnees.reponses.items() if nom != ouverte}
    contexte = Contexte(CONTENUS.questionnaire, donnees.model_copy(update={"reponses": valeurs}))
    attendu = "ia-act-4" if ouverte == "posture" else "ia-act-annexe-3"
    assert concerne(DROIT[attendu], contexte)


@pytest.mark.parametrize("regle", DROIT.values(), ids=lambda regle: regle.id)
def test_une_condition_ne_lit_que_des_questions(regle: RegleDroit) -> None:
    assert regle.si is None or condition(regle.si).noms <= set(CONTENUS.questionnaire.par_id)


@pytest.mark.parametrize("regle", DROIT.values(), ids=lambda regle: regle.id)
def test_les_dates_se_suivent(regle: RegleDroit) -> None:
    dates = [regle.applicable, *(etape.date for etape in regle.etapes)]
    assert dates == sorted(set(dates))
    assert regle.verifie == datetime.date(2026, 11, 21)
    assert regle.fiabilite == "etablie", "une charte imprime ce repère comme un fait"


def test_le_calendrier_attendu() -> None:
    etapes = {(regle.id, etape.date.isoformat()) for regle in DROIT.values() for etape in regle.etapes}
    assert etapes == {
        ("ia-act-calendrier", "2025-08-02"),
        ("ia-act-calendrier", "2026-08-02"),
        ("ia-act-calendrier", "2027-12-02"),
        ("ia-act-calendrier", "2028-08-02"),
        ("ia-act-5", "2026-12-02"),
        ("ia-act-50", "2026-12-02"),
    }
    applicables = {identifiant: DROIT[identifiant].applicable.isoformat() for identifiant in ("ia-act-4", "ia-act-5")}
    assert applicables == {"ia-act-4": "2025-02-02", "ia-act-5": "2025-02-02"}
    assert {DROIT[une].applicable.isoformat() for une in ("ia-act-50", "ia-act-50-agent")} == {"2026-08-02"}
    for une in ("ia-act-26", "ia-act-27", "ia-act-annexe-3"):
        assert DROIT[une].applicable.isoformat() == "2027-12-02"
        assert "à partir du 2 décembre 2027" in DROIT[une].enonce.lower()


def test_rien_d_incertain_et_rien_qui_promette() -> None:
    tout = " ".join(f"{r.titre} {r.enonce} {' '.join(e.effet for e in r.etapes)}".lower() for r in DROIT.values())
    incertain = ("présomption d'exploitation", "com(2025)", "omnibus", "autorité de surveillance", "dgccrf", "ibpt")
    promesse = ("garantit", "garantir un niveau", "conforme", "suffit à respecter", "sans risque", "vous protège")
    assert [mot for mot in (*incertain, *promesse) if mot in tout] == []


def test_france_et_belgique_disent_deux_ages() -> None:
    textes = {
        pays: next(
            clause.texte for clause in composer({**base, "publics": ["mineurs"]}).clauses() if "mineurs" in clause.id
        )
        for pays, base in (("FR", FR), ("BE", BE))
    }
    assert "15 ans" in textes["FR"] and "13 ans" not in textes["FR"]
    assert "13 ans" in textes["BE"] and "15 ans" not in textes["BE"]


def test_une_charte_seule_ne_sanctionne_personne() -> None:
    for base in (FR, BE):
        clauses = {une.id: une for une in composer({**base, "salaries": "1_10", "non_respect": "sanctions"}).clauses()}
        assert "nous nous en tenons au dialogue" in clauses["gouvernance-sanctions"].texte
        assert "gouvernance-sanctions" not in {une.id for une in composer({**base, "salaries": "1_10"}).clauses()}


def test_un_texte_d_interet_public_demande_relecture_et_responsabilite() -> None:
    charte = composer({**FR, "mention": "obligations_seulement"})
    texte = next(une.texte for une in charte.clauses() if une.id == "transparence-signaler")
    assert "vérifié le fond" in texte and "en répond" in texte


@pytest.mark.parametrize("base", [FR, BE, REFUS])
def test_la_charte_dit_qu_elle_n_est_pas_un_conseil_juridique(base: dict[str, Any]) -> None:
    charte = composer(base)
    for texte in (markdown(charte, CONTENUS.dossier_modele), html(charte, CONTENUS.dossier_modele)):
        assert "pas un conseil juridique" in " ".join(texte.split()).replace("’", "'")


@pytest.mark.parametrize("exemple", sorted(un.name for un in EXEMPLES.iterdir() if un.is_dir()))
def test_le_pdf_le_dit_aussi(exemple: str) -> None:
    fin = "".join(pages((EXEMPLES / exemple / "charte.pdf").read_bytes())[-2:])
    assert "pasunconseiljuridique" in "".join(fin.split())
