"""Ce qui sépare deux chartes : rien d'inventé, rien d'oublié, et la bonne décision en face de chaque effet."""

import re
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest

from charte.contenu.reponses import Deliberation
from charte.moteur.charte import Charte, Clause, Retrait
from charte.moteur.comparaison.appariement import apparier
from charte.moteur.comparaison.changements import Changements, Decision
from charte.moteur.comparaison.deux_chartes import Renommages, comparer
from charte.moteur.composition.composer import composer
from charte.rendu.programmes.charte_json import de_json, en_json
from tests.donnees.jeux import CONTENUS, au_hasard, d_apres_une_base
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, clause, monde, reponses

TIRAGES = range(8)
_INVERSE = {"apparue": "disparue", "disparue": "apparue", "changee": "changee"}


def petite(**options: Any) -> Charte:
    """La charte du petit monde."""
    return composer(QUESTIONNAIRE, MODELE, REFERENTIEL, reponses(**options))


@cache
def grande(graine: int) -> Charte:
    """Une charte du modèle livré, au hasard."""
    return CONTENUS.composer(au_hasard(graine) if graine % 2 else d_apres_une_base(graine))


def decision(changements: Changements, question: str) -> Decision:
    """La décision sur cette question."""
    return next(une for une in changements.decisions if une.question == question)


@pytest.mark.parametrize("graine", TIRAGES)
def test_rien_ne_separe_une_charte_d_elle_meme(graine: int) -> None:
    charte = grande(graine)
    assert comparer(charte, charte).vide
    assert comparer(charte, de_json(en_json(charte))).vide


@pytest.mark.parametrize("graine", TIRAGES)
def test_tout_ce_qui_change_est_dit_une_fois(graine: int) -> None:
    avant, apres = grande(graine), grande(graine + 1)
    changements = comparer(avant, apres)
    assert not changements.vide
    textes = [{une.id: (une.titre, une.texte, une.etat) for une in charte.clauses()} for charte in (avant, apres)]
    attendues = {nom for nom in {**textes[0], **textes[1]} if textes[0].get(nom) != textes[1].get(nom)}
    dites = [une.id for une in changements.clauses if not une.discrete]
    assert sorted(dites) == sorted(attendues)
    cases = [
        {
            (classe.id, rang): case.decision
            for classe in charte.matrice.classes
            for rang, case in enumerate(classe.cases)
        }
        for charte in (avant, apres)
    ]
    assert sum(not une.discrete for une in changements.toutes_les_cases) == sum(
        cases[0][cle] != cases[1][cle] for cle in cases[0]
    )
    valeurs = [{une.question: (une.valeur, une.etat) for une in charte.reponses} for charte in (avant, apres)]
    bougees = {nom for nom in {**valeurs[0], **valeurs[1]} if valeurs[0].get(nom) != valeurs[1].get(nom)}
    assert bougees <= {une.question for une in changements.decisions}
    for une in changements.decisions:
        assert all(clause.questions[0] == une.question for clause in une.clauses)
        assert all(une.question in clause.questions[1:] for clause in une.renvois)


@pytest.mark.parametrize("graine", TIRAGES)
def test_l_aller_et_le_retour_sont_en_miroir(graine: int) -> None:
    aller, retour = comparer(grande(graine), grande(graine + 1)), comparer(grande(graine + 1), grande(graine))
    assert {(une.id, une.sens) for une in aller.clauses} == {(une.id, _INVERSE[une.sens]) for une in retour.clauses}
    assert {(une.classe, une.famille, une.avant, une.apres) for une in aller.toutes_les_cases} == {
        (une.classe, une.famille, une.apres, une.avant) for une in retour.toutes_les_cases
    }
    assert {une.question for une in aller.decisions} == {une.question for une in retour.decisions}
    assert {(un.id, un.sens) for un in aller.droit} == {(un.id, _INVERSE[un.sens]) for un in retour.droit}
    assert (aller.tranches, aller.ouverts) == (retour.ouverts, retour.tranches)
    assert {(avant, apres) for avant, apres in aller.glissees} == {(apres, avant) for avant, apres in retour.glissees}
    assert len(aller.passages) == len(retour.passages)
    assert aller.autres == retour.autres


def test_une_decision_et_ce_qu_elle_entraine() -> None:
    changements = comparer(petite(posture="essai"), petite(posture="refus"))
    choix = decision(changements, "posture")
    assert (choix.geste, choix.reelle, choix.avant and choix.avant.valeur, choix.apres and choix.apres.valeur) == (
        "changee",
        True,
        "Essayer",
        "Refuser",
    )
    assert [(une.id, une.sens) for une in choix.clauses] == [("posture", "changee"), ("refus", "apparue")]
    assert [
        (une.famille, une.avant and une.avant.decision, une.apres and une.apres.decision) for une in choix.cases
    ] == [("local", "conditions", "autorise")]
    # La santé suit la posture : personne n'en a décidé, et la clause qui en vient se dit sous elle.
    suite = decision(changements, "donnees")
    assert (suite.geste, suite.reelle, [une.id for une in suite.clauses]) == ("suivie", False, ["sante"])
    assert changements.sans_reponse == ()
    assert changements.glissees == (("1.3", "1.4"),)


def test_ce_que_le_groupe_a_decide_vient_avant_ce_qui_en_decoule() -> None:
    changements = comparer(petite(posture="essai"), petite(posture="refus", accord=False))
    assert [(une.question, une.reelle) for une in changements.decisions] == [
        ("posture", True),
        ("accord", True),
        ("donnees", False),
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "geste", "reelle"),
    [
        ({"donnees": ["dons"]}, {"donnees": ["sante"]}, "changee", True),
        ({}, {"donnees": []}, "confirmee", True),
        ({"donnees": []}, {}, "relachee", True),
        ({"donnees": ["dons"]}, {}, "suivie", True),
        ({"a_decider": ["donnees"]}, {"donnees": ["dons"]}, "tranchee", True),
        ({"donnees": ["dons"]}, {"a_decider": ["donnees"]}, "ouverte", True),
    ],
)
def test_les_gestes(avant: dict[str, Any], apres: dict[str, Any], geste: str, reelle: bool) -> None:
    trouvee = decision(comparer(petite(**avant), petite(**apres)), "donnees")
    assert (trouvee.geste, trouvee.reelle) == (geste, reelle)


def test_une_question_posee_ou_retiree() -> None:
    sans, avec = petite(donnees=["dons"]), petite(donnees=["sante"])
    assert decision(comparer(sans, avec), "accord").geste == "posee"
    assert decision(comparer(avec, sans), "accord").geste == "retiree"
    assert not decision(comparer(sans, avec), "accord").reelle


def test_un_accord_change_est_une_decision_sans_effet() -> None:
    donnees = reponses(posture="essai")
    notees = donnees.model_copy(update={"deliberations": {"posture": Deliberation(accord="desaccord")}})
    chartes = [composer(QUESTIONNAIRE, MODELE, REFERENTIEL, une) for une in (donnees, notees)]
    changements = comparer(*chartes)
    assert [(une.geste, une.accord_change, une.clauses) for une in changements.decisions] == [("deliberee", True, ())]


def test_un_point_ouvert_explique_la_clause_qui_l_attend() -> None:
    changements = comparer(petite(posture="essai"), petite(a_decider=["posture"]))
    clause = next(une for une in changements.clauses if une.id == "posture")
    assert (clause.cause, clause.questions, clause.apres and clause.apres.etat) == (
        "reponse",
        ("posture",),
        "a_decider",
    )
    assert [point.question for point in changements.ouverts] == ["posture"]
    assert changements.tranches == ()


def test_le_parcours_et_le_modele_expliquent_ce_qu_aucune_reponse_n_explique() -> None:
    (longue,) = comparer(petite(parcours="express"), petite()).sans_reponse
    assert (longue.id, longue.sens, longue.cause) == ("long", "apparue", "parcours")
    charte = petite()
    redite = _avec(charte, "toujours", texte="Nous sommes autrement Nous.")
    assert [une.cause for une in comparer(charte, redite).sans_reponse] == ["autre"]
    assert [une.cause for une in comparer(charte, replace(redite, modele="petit 2.0.0")).sans_reponse] == ["modele"]


def test_une_reponse_confirmee_n_explique_pas_un_texte_change() -> None:
    questionnaire, modele = monde([], [clause("deux", "{{ posture }}, {{ donnees | enumerer }}.")])
    chartes = [
        composer(questionnaire, modele, REFERENTIEL, une)
        for une in (reponses(donnees=["dons"]), reponses(posture="essai", donnees=["sante"]))
    ]
    changee = next(une for une in comparer(*chartes).clauses if une.id == "deux")
    assert (changee.cause, changee.questions) == ("reponse", ("donnees",))


@pytest.mark.parametrize(
    ("avant", "apres", "ordre"),
    [("abc", "ac", "abc"), ("abc", "c", "abc"), ("ab", "abc", "abc"), ("abc", "cxa", "cxab")],
)
def test_ce_qui_a_disparu_se_lit_apres_ce_qui_le_precedait(avant: str, apres: str, ordre: str) -> None:
    paires = apparier(avant, apres, str, lambda un: un)
    assert [une or autre for une, autre in paires] == list(ordre)


def test_les_retouches_ne_passent_pas_pour_des_decisions() -> None:
    avant = petite(posture="essai")
    amendee = _avec(petite(posture="refus"), "posture", texte="Nous refusons net.", retouche="amendee")
    locale = replace(avant.clauses()[0], id="locale", texte="À nous.", retouche="locale", reponses=())
    apres = replace(
        _ajouter(_sans(amendee, "toujours"), locale),
        retraits=(Retrait("toujours", "1.1", "Toujours", "trop évident"),),
    )
    causes = {(une.id, une.sens, une.cause, une.raison) for une in comparer(avant, apres).sans_reponse}
    assert causes == {
        ("posture", "changee", "retouche", ""),
        ("locale", "apparue", "retouche", ""),
        ("toujours", "disparue", "retouche", "trop évident"),
    }


def test_un_renommage_n_est_pas_un_changement() -> None:
    charte = petite(posture="refus", donnees=["sante"], a_decider=["accord"])
    noms = Renommages({"posture": "position", "accord": "entente"}, {"toujours": "partout", "long": "detail"})
    neuve = de_json(_renommee(en_json(charte), {**noms.questions, **noms.clauses}))
    assert comparer(charte, neuve, noms).vide
    # Sans la table, énoncés et textes suffisent à se reconnaître, sauf là où les noms eux-mêmes se lisent.
    sans_table = comparer(charte, neuve)
    assert {une.geste for une in sans_table.decisions} <= {"reformulee"}
    assert {une.sens for une in sans_table.clauses} == {"changee"}


def _renommee(texte: str, noms: dict[str, str]) -> str:
    """La charte en JSON où ces identifiants, et eux seuls, ont changé."""
    for ancien, nouveau in noms.items():
        texte = re.sub(f'"{ancien}"(?!:)', f'"{nouveau}"', texte)
    return texte


def test_une_charte_d_avant_le_detail_des_reponses_se_compare_encore() -> None:
    charte = petite(posture="refus", donnees=["sante"])
    vieille = replace(
        charte,
        reponses=tuple(replace(une, parties=()) for une in charte.reponses),
        matrice=replace(
            charte.matrice,
            classes=tuple(
                replace(classe, cases=tuple(replace(case, reponses=()) for case in classe.cases))
                for classe in charte.matrice.classes
            ),
        ),
    )
    assert comparer(vieille, charte).vide
    choix = decision(comparer(vieille, petite(posture="refus", donnees=["dons"])), "donnees")
    assert choix.geste == "changee"


def test_un_champ_ajoute_a_la_charte_n_echappe_pas_a_la_comparaison() -> None:
    """Tout champ textuel de la charte est comparé, sous son nom ou en détail."""
    charte = petite()
    for champ in fields(Charte):
        if champ.name != "origine" and isinstance(getattr(charte, champ.name), str):
            autre = replace(charte, **{champ.name: "autre"})
            assert not comparer(charte, autre).vide, champ.name


def _avec(charte: Charte, identifiant: str, **champs: Any) -> Charte:
    return _clauses(charte, lambda une: replace(une, **champs) if une.id == identifiant else une)


def _sans(charte: Charte, identifiant: str) -> Charte:
    return _clauses(charte, lambda une: None if une.id == identifiant else une)


def _clauses(charte: Charte, changer: Any) -> Charte:
    articles = (
        replace(un, clauses=tuple(neuve for une in un.clauses if (neuve := changer(une)))) for un in charte.articles
    )
    return replace(charte, articles=tuple(articles))


def _ajouter(charte: Charte, clause: Clause) -> Charte:
    premier, *autres = charte.articles
    return replace(charte, articles=(replace(premier, clauses=(*premier.clauses, clause)), *autres))
