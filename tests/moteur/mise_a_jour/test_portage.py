"""Porter des réponses à la version suivante : rien ne se perd, et ce qui change est dit."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from charte.contenu.bibliotheque import charger_reponses
from charte.contenu.lecture.validation import verifier_valeur
from charte.contenu.migration import Migration, charger_migrations
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Ancienne, Deliberation, Reponses
from charte.moteur.entretien.gestes import repondre
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.entretien.revision import mettre_de_cote, remettre
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.mise_a_jour.portage import Devenir, porter
from charte.moteur.mise_a_jour.questions_nouvelles import accueillir
from charte.moteur.mise_a_jour.sorts import sorts
from charte.services.charger import charger
from tests.moteur import petit

TORDUE = Path(__file__).parents[2] / "donnees" / "versions" / "1.0.0" / "tordue.yaml"
AVANT, APRES = charger(reponses=TORDUE), charger()
MIGRATIONS = charger_migrations("1.0.0")
MIGRATION = Migration.model_validate(
    {
        "depuis": "1.0.0",
        "version": "1.1.0",
        "renommees": [{"avant": "vieux", "apres": "neuf", "pourquoi": "Plus clair."}],
        "divisees": [
            {
                "question": "tout",
                "en": [{"question": "tout", "options": ["a", "b"]}, {"question": "reste", "options": ["c"]}],
                "pourquoi": "Deux sujets.",
            }
        ],
        "fusionnees": [{"en": "grille", "lignes": {"x": "un", "y": "deux"}, "valeurs": {"1": "peu"}, "pourquoi": "P."}],
        "valeurs": [{"question": "neuf", "valeurs": {"oui_mais": "parfois"}, "pourquoi": "Dit mieux."}],
        "retirees": [{"question": "morte", "pourquoi": "Inutile."}],
        "nouvelles": [{"question": "venue", "sans_reponse": "a_decider", "pourquoi": "Manquait."}],
        "clauses": {"clause-a": "clause-b"},
    }
)
DEPART = Questionnaire.model_validate(
    {
        "id": "essai",
        "version": "1.0.0",
        "titre": "Essai",
        "sections": [
            {
                "id": "s",
                "titre": "S",
                "questions": [
                    {"id": nom, "type": "texte", "enonce": f"Et {nom} ?"}
                    for nom in ("vieux", "tout", "un", "deux", "morte")
                ],
            }
        ],
    }
)


def reponses(**autres: Any) -> Reponses:
    return Reponses(questionnaire="essai 1.0.0", modele="essai 1.0.0", **autres)


def portees(**autres: Any) -> dict[str, Any]:
    """Ce que deviennent ces réponses, champs vides et têtes mis à part."""
    neuves = porter(reponses(**autres), [MIGRATION], DEPART).reponses
    assert (neuves.questionnaire, neuves.modele) == ("essai 1.1.0", "essai 1.1.0")
    vides = reponses()
    ignores = ("questionnaire", "modele")
    return {
        nom: list(dit) if isinstance(dit := getattr(neuves, nom), tuple) else dit
        for nom in Reponses.model_fields
        if nom not in ignores and getattr(neuves, nom) != getattr(vides, nom)
    }


def note(accord: Any, remarque: str = "", revoir_le: datetime.date | None = None) -> Deliberation:
    return Deliberation(accord=accord, remarque=remarque, revoir_le=revoir_le)


def ancienne(**autres: Any) -> dict[str, Ancienne]:
    return {"morte": Ancienne(version="1.0.0", enonce="Et morte ?", **autres)}


TOT, TARD = datetime.date(2026, 3, 1), datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ({"reponses": {"a": 1, "vieux": "non"}}, {"reponses": {"a": 1, "neuf": "non"}}),
        ({"reponses": {"vieux": "oui_mais"}}, {"reponses": {"neuf": "parfois"}}),
        ({"reponses": {"vieux": ["oui_mais", "non"]}}, {"reponses": {"neuf": ["parfois", "non"]}}),
        ({"reponses": {"vieux": {"l": "oui_mais"}}}, {"reponses": {"neuf": {"l": "parfois"}}}),
        ({"a_decider": ["z", "vieux", "vieux.l"]}, {"a_decider": ["z", "neuf", "neuf.l"]}),
        ({"passees": ["vieux", "z"]}, {"passees": ["neuf", "z"]}),
        ({"deliberations": {"vieux": note("consensus")}}, {"deliberations": {"neuf": note("consensus")}}),
        ({"en_cours": {"vieux": "oui_mais"}}, {"en_cours": {"neuf": "parfois"}}),
        ({"reponses": {"tout": ["c", "a"]}}, {"reponses": {"tout": ["a"], "reste": ["c"]}}),
        ({"reponses": {"tout": []}}, {"reponses": {"tout": [], "reste": []}}),
        ({"a_decider": ["tout", "z"]}, {"a_decider": ["tout", "reste", "z"]}),
        ({"passees": ["tout"]}, {"passees": ["tout", "reste"]}),
        ({"en_cours": {"tout": ["c"]}}, {"en_cours": {"tout": [], "reste": ["c"]}}),
        (
            {"deliberations": {"tout": note("majorite", "R.")}},
            {"deliberations": {"tout": note("majorite", "R."), "reste": note("majorite", "R.")}},
        ),
        ({"reponses": {"un": "1", "deux": "2"}}, {"reponses": {"grille": {"x": "peu", "y": "2"}}}),
        ({"reponses": {"deux": "1"}}, {"reponses": {"grille": {"y": "peu"}}}),
        (
            {"reponses": {"un": "1"}, "a_decider": ["deux", "z"]},
            {"reponses": {"grille": {"x": "peu"}}, "a_decider": ["grille.y", "z"]},
        ),
        ({"a_decider": ["z", "un", "t", "deux"]}, {"a_decider": ["z", "grille", "t"]}),
        ({"passees": ["un", "z", "deux"]}, {"passees": ["grille", "z"]}),
        ({"reponses": {"un": "1"}, "passees": ["deux"]}, {"reponses": {"grille": {"x": "peu"}}}),
        (
            {"reponses": {"un": "2"}, "en_cours": {"deux": "1"}},
            {"reponses": {"grille": {"x": "2"}}, "en_cours": {"grille": {"y": "peu"}}},
        ),
        (
            {"deliberations": {"deux": note("consensus", "B.", TARD), "un": note("desaccord", "A.", TOT)}},
            {"deliberations": {"grille": note("desaccord", "A.\nB.", TOT)}},
        ),
        ({"reponses": {"morte": ["x"]}}, {"anciennes": ancienne(reponse=["x"])}),
        ({"reponses": {"morte": [{"y": True}]}}, {"anciennes": ancienne(reponse=[{"y": "oui"}])}),
        ({"a_decider": ["morte"]}, {"anciennes": ancienne(etat="a_decider")}),
        ({"a_decider": ["morte.l"], "reponses": {"morte": {"k": "v"}}}, {"anciennes": ancienne(reponse={"k": "v"})}),
        ({"passees": ["morte"]}, {"anciennes": ancienne(etat="passe")}),
        ({"en_cours": {"morte": "x"}}, {"anciennes": ancienne(etat="en_cours", en_cours="x")}),
        (
            {
                "reponses": {"morte": "y"},
                "en_cours": {"morte": "x"},
                "deliberations": {"morte": note("majorite", "M.")},
            },
            {"anciennes": ancienne(reponse="y", en_cours="x", accord="majorite", remarque="M.")},
        ),
        (
            {"anciennes": {"jadis": Ancienne(version="0.1", enonce="?")}},
            {"anciennes": {"jadis": Ancienne(version="0.1", enonce="?")}},
        ),
        ({"parcours": "express", "date": TOT}, {"parcours": "express", "date": TOT}),
        ({}, {}),
    ],
)
def test_chaque_etat_d_une_question_se_porte(avant: dict[str, Any], apres: dict[str, Any]) -> None:
    assert portees(**avant) == apres


def test_sans_migration_rien_ne_change() -> None:
    depart = reponses(reponses={"vieux": "oui_mais"})
    assert porter(depart, [], DEPART).reponses == depart


def test_deux_versions_d_un_coup() -> None:
    suite = Migration.model_validate(
        {
            "depuis": "1.1.0",
            "version": "2.0.0",
            "renommees": [{"avant": "neuf", "apres": "tout_neuf", "pourquoi": "P."}],
            "retirees": [{"question": "reste", "pourquoi": "P."}],
            "clauses": {"clause-b": "clause-c", "autre": "ailleurs"},
        }
    )
    portage = porter(reponses(reponses={"vieux": "oui_mais", "tout": ["c"]}), [MIGRATION, suite], DEPART)
    assert portage.reponses.reponses == {"tout_neuf": "parfois", "tout": []}
    assert portage.reponses.questionnaire == "essai 2.0.0"
    assert portage.noms == {"vieux": "tout_neuf"}
    assert portage.clauses == {"clause-a": "clause-c", "autre": "ailleurs"}
    assert portage.reponses.anciennes["reste"].reponse == ["c"]
    assert portage.passages[0] == Devenir("renommee", ("vieux",), ("tout_neuf",), "Plus clair.")


def test_toute_reponse_possible_reste_permise() -> None:
    for question in AVANT.questionnaire.questions():
        for option in question.options:
            valeur: Any = [option.valeur] if question.type in ("choix_multiple", "classement") else option.valeur
            if question.type == "grille":
                valeur = {ligne.valeur: option.valeur for ligne in question.lignes}
            depart = Reponses(
                questionnaire="association 1.0.0", modele="association 1.0.0", reponses={question.id: valeur}
            )
            arrivee = porter(depart, MIGRATIONS, AVANT.questionnaire).reponses
            for nom, portee in arrivee.reponses.items():
                fautes = [] if question.minimum else verifier_valeur(APRES.questionnaire.par_id[nom], portee)
                assert fautes == [], (question.id, option.valeur)
            assert arrivee.reponses or arrivee.anciennes


def test_ce_qui_engage_reste_a_decider_et_le_reste_garde_la_proposition() -> None:
    portage = porter(charger_reponses(TORDUE, AVANT.questionnaire), MIGRATIONS, AVANT.questionnaire)
    accueillies, posees = accueillir(portage.reponses, MIGRATIONS, APRES.questionnaire, APRES.modele)
    assert posees == ("agents", "reunions", "lieu_debat")
    assert accueillies.a_decider == (*portage.reponses.a_decider, "agents", "reunions")
    express = portage.reponses.model_copy(update={"parcours": "express"})
    assert accueillir(express, MIGRATIONS, APRES.questionnaire, APRES.modele) == (express, ())
    exclue = portage.reponses.model_copy(update={"reponses": {"posture": "refus", "nom": "A"}})
    assert accueillir(exclue, MIGRATIONS, APRES.questionnaire, APRES.modele)[1] == ("lieu_debat",)


def test_le_sort_de_chaque_reponse_est_dit() -> None:
    lues = charger_reponses(TORDUE, AVANT.questionnaire)
    portage = porter(lues, MIGRATIONS, AVANT.questionnaire)
    avant = Contexte(AVANT.questionnaire, lues, AVANT.modele.entete.mots)
    tous = sorts(portage, avant, Contexte(APRES.questionnaire, portage.reponses, APRES.modele.entete.mots))
    dits = [(une.nature, [d.valeur for d in une.avant], [d.valeur for d in une.apres]) for une in tous.touchees]
    gestes = "Prendre l'outil le plus léger qui suffit"
    materiel = "Garder nos appareils plus longtemps, Acheter du matériel reconditionné"
    toutes = f"Garder nos appareils plus longtemps, {gestes}, Acheter du matériel reconditionné"
    assert dits[:4] == [
        ("renommee", ["Aucun des deux"], ["Aucun des deux"]),
        ("divisee", [toutes], [gestes, materiel]),
        (
            "fusionnee",
            ["4 sur 4 : c'est déjà arrivé", "À décider"],
            [
                "C'est déjà arrivé : Employer l'IA trop, au point de contredire notre mission ; "
                "À décider : L'employer mal, faute de la comprendre"
            ],
        ),
        ("valeurs", ["Aucun des deux"], ["Aucun des deux"]),
    ]
    assert [une.nature for une in tous.touchees[4:]] == ["valeurs", "retiree", "nouvelle", "nouvelle", "nouvelle"]
    dites = {*lues.reponses, "mesusage", "delegue", *lues.passees, *lues.deliberations, *lues.en_cours}
    assert dites == {d.question for une in tous.touchees for d in une.avant} | {d.question for d in tous.gardees}


def test_une_question_nouvelle_deja_dite_ne_se_rouvre_pas() -> None:
    nouvelle = {"question": "donnees", "sans_reponse": "a_decider", "pourquoi": "P."}
    migration = Migration.model_validate({"depuis": "0.9.0", "version": "1.0.0", "nouvelles": [nouvelle]})
    muettes = petit.reponses()
    passees = muettes.model_copy(update={"passees": ["donnees"]})
    for depart, ouvertes in (
        (muettes, ("donnees",)),
        (petit.reponses(donnees=[]), ()),
        (petit.reponses(a_decider=["donnees"]), ("donnees",)),
        (passees, ()),
    ):
        accueillies, posees = accueillir(depart, [migration], petit.QUESTIONNAIRE, petit.MODELE)
        assert (accueillies.a_decider, posees) == (ouvertes, ("donnees",))


@pytest.mark.parametrize(("choisie", "dits"), [("plein", ["valeurs"]), ("essai", [])])
def test_une_option_renommee_ne_se_dit_qu_a_qui_l_avait_choisie(choisie: str, dits: list[str]) -> None:
    changee = {"question": "posture", "valeurs": {"plein": "refus"}, "pourquoi": "P."}
    migration = Migration.model_validate({"depuis": "0.9.0", "version": "1.0.0", "valeurs": [changee]})
    portage = porter(petit.reponses(posture=choisie), [migration], petit.QUESTIONNAIRE)
    contextes = [Contexte(petit.QUESTIONNAIRE, une) for une in (petit.reponses(posture=choisie), portage.reponses)]
    assert [une.nature for une in sorts(portage, *contextes).touchees] == dits


def test_on_ne_pose_que_les_questions_nouvelles_et_le_reste_revient() -> None:
    portees = porter(charger_reponses(TORDUE, AVANT.questionnaire), MIGRATIONS, AVANT.questionnaire).reponses
    depart, choisies = Entretien(APRES.questionnaire, portees), ("agents", "lieu_debat")
    posees = mettre_de_cote(depart, choisies, portees)
    entretien = Entretien(APRES.questionnaire, posees)
    assert [une.id for une in entretien.questions if not entretien.traitee(une)] == list(choisies)
    assert remettre(depart, choisies, posees) == portees
    dites = repondre(posees, APRES.questionnaire.par_id["agents"], "jamais")
    dites = repondre(dites, APRES.questionnaire.par_id["mot_independance"], "autonomie")
    revenues = remettre(depart, choisies, dites)
    assert revenues.reponses == {**portees.reponses, "agents": "jamais", "mot_independance": "autonomie"}
    assert revenues.passees == portees.passees
    assert set(revenues.en_cours) == {"outils"}
