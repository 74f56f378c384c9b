"""Les annexes d'action : lignes sous condition, répétées, limitées aux mots employés, et muettes sur l'indécis."""

from typing import Any

import pytest

from charte.contenu.modele import AnnexeDuModele
from charte.contenu.reponses import Reponses
from charte.moteur.composition import annexes
from charte.moteur.composition.composer import composer
from charte.moteur.controles.controle_du_modele import ANNEXES_MAXIMUM, controler_modele
from charte.moteur.expressions.contexte import Contexte
from charte.rendu.ecrivains.html import page
from charte.services.charger import charger

CONTENUS = charger()
FICHES = [{"nom": "Le premier", "finalite": "aider"}, {"nom": "Le <second>"}]


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


def _composer(annexe: dict[str, Any], reponses: Reponses, date: str = "2026-11-21", texte: str = "") -> list[Any]:
    contexte = Contexte(CONTENUS.questionnaire, reponses, CONTENUS.modele.entete.mots)
    modele = AnnexeDuModele.model_validate({"id": "essai", "titre": "Essai", **annexe})
    return [composee for _, composee in annexes.composer([modele], contexte, date, texte)]


def _tableau(*lignes: dict[str, Any], **autres: Any) -> dict[str, Any]:
    return {"tableaux": [{"titre": "T", "colonnes": ["A", "B"], "lignes": list(lignes), **autres}]}


def test_une_ligne_se_repete_pour_chaque_fiche() -> None:
    (annexe,) = _composer(
        _tableau({"pour": "fiches_usage", "cases": ["{{ fiche.nom }}", "{{ fiche.finalite or 'rien' }}"]}),
        _reponses(fiches_usage=FICHES),
    )
    assert annexe.tableaux[0].lignes == (("Le premier", "aider"), ("Le \\<second>", "rien"))


def test_un_tableau_se_repete_pour_chaque_fiche() -> None:
    (annexe,) = _composer(
        {
            "tableaux": [
                {
                    "titre": "{{ fiche.nom }}",
                    "pour": "fiches_usage",
                    "colonnes": ["A"],
                    "lignes": [{"cases": ["{{ fiche.finalite }}"]}, {"cases": ["fin"]}],
                }
            ]
        },
        _reponses(fiches_usage=FICHES),
    )
    assert [(tableau.titre, tableau.lignes) for tableau in annexe.tableaux] == [
        ("Le premier", (("aider",), ("fin",))),
        ("Le \\<second>", (("fin",),)),
    ]


def test_une_grille_se_repete_ligne_a_ligne_sans_l_indecis() -> None:
    (annexe,) = _composer(
        _tableau(
            {"pour": "usages", "si": 'fiche.reponse == "exclu"', "cases": ["{{ fiche.ligne }}", "{{ fiche.reponse }}"]}
        ),
        _reponses(a_decider=("usages.dons",), usages={"redaction": "exclu", "resume": "encadre", "dons": "exclu"}),
    )
    assert any(ligne[0].startswith("la rédaction") for ligne in annexe.tableaux[0].lignes)
    assert not [ligne for ligne in annexe.tableaux[0].lignes if "don" in ligne[0]]


def test_une_case_qui_attend_une_decision_le_dit() -> None:
    ligne = {"cases": ["posture", "{{ posture }}"]}
    assert _composer(_tableau(ligne), _reponses(a_decider=("posture",)))[0].tableaux[0].lignes == (
        ("posture", "*à décider*"),
    )


def test_un_point_a_decider_fait_taire_la_ligne_ou_l_annexe() -> None:
    ligne = {"si": 'posture == "refus"', "cases": ["oui", "oui"]}
    assert _composer(_tableau(ligne), _reponses(posture="refus"))
    assert not _composer(_tableau(ligne), _reponses(a_decider=("posture",)))
    texte = {"cases": ["{{ posture }}", "oui"]}
    assert not _composer(_tableau(texte), _reponses(a_decider=("posture",)))
    assert not _composer(_tableau({"pour": "outils", "cases": ["x", "y"]}), _reponses(a_decider=("outils",)))


def test_un_mot_absent_du_texte_n_a_pas_de_ligne() -> None:
    ligne = {"mots": ["libre", "libres"], "cases": ["Libre", "Que l'on peut modifier"]}
    assert _composer(_tableau(ligne), _reponses(), texte="des logiciels Libres.")
    assert not _composer(_tableau(ligne), _reponses(), texte="l'équilibre")


def test_le_parcours_court_laisse_ce_qui_est_reserve_au_long() -> None:
    ligne = {"parcours": "complet", "cases": ["a", "b"]}
    assert _composer(_tableau(ligne), _reponses())
    assert not _composer(_tableau(ligne), _reponses(parcours="express"))
    assert not _composer({"parcours": "complet", "etapes": [{"cases": ["a"]}]}, _reponses(parcours="express"))


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        ("2026-11-21", "23 novembre 2026, 21 février 2027, 21 novembre 2027"),
        ("2026-11-30", "7 décembre 2026, 28 février 2027, 30 novembre 2027"),
        ("", ", , "),
        ("9999-12-31", ", , "),
    ],
)
def test_les_echeances_partent_de_la_date_de_la_charte(date: str, attendu: str) -> None:
    etape = "Le : {{ premier_lundi }}, {{ dans_trois_mois }}, {{ dans_un_an }}"
    (annexe,) = _composer({"etapes": [{"cases": [etape]}]}, _reponses(), date)
    assert annexe.etapes == (f"Le : {attendu}".rstrip() if attendu == ", , " else f"Le : {attendu}",)


@pytest.mark.parametrize(
    ("annexe", "chemin", "phrase"),
    [
        (_tableau({"cases": ["seule"]}), ("tableaux", 0, "lignes", 0, "cases"), "il faut 2 cases, une par colonne"),
        (
            _tableau({"pour": "nom", "cases": ["a", "b"]}),
            ("tableaux", 0, "lignes", 0, "pour"),
            "« nom » n'est pas une liste ni une grille",
        ),
        (
            _tableau({"cases": ["{{ fiche.nom }}", "b"]}),
            ("tableaux", 0, "lignes", 0, "cases", 0),
            "« fiche » n'est pas une question ou un mot du modèle",
        ),
        (
            _tableau({"pour": "fiches_usage", "si": "fiche.finaliter", "cases": ["a", "b"]}),
            ("tableaux", 0, "lignes", 0, "si"),
            "« finaliter » n'est pas un champ de la fiche",
        ),
        (
            _tableau(
                {"pour": "usages", "cases": ["{{ fiche.ligne.libelle }}", "{{ fiche.nom }}"]}, pour="fiches_usage"
            ),
            ("tableaux", 0, "lignes", 0, "cases", 1),
            "« nom » n'est pas un champ de la fiche",
        ),
        (
            {"recommandations": ["inconnue"], **_tableau({"cases": ["a", "b"]})},
            ("recommandations", 0),
            "« inconnue » n'est pas une recommandation du référentiel",
        ),
    ],
)
def test_une_annexe_fautive_est_situee(annexe: dict[str, Any], chemin: tuple[Any, ...], phrase: str) -> None:
    fautive = AnnexeDuModele.model_validate({"id": "essai", "titre": "Essai", **annexe})
    modele = CONTENUS.modele.model_copy(update={"annexes": [fautive]})
    trouvees = controler_modele(modele, CONTENUS.questionnaire, CONTENUS.referentiel)
    assert [(nom, c, p.partition(" ;")[0]) for nom, c, p in trouvees if nom == "essai"] == [("essai", chemin, phrase)]


@pytest.mark.parametrize(("nombre", "fautes"), [(ANNEXES_MAXIMUM - 1, 0), (ANNEXES_MAXIMUM, 1)])
def test_il_reste_une_lettre_pour_chaque_annexe(nombre: int, fautes: int) -> None:
    tableau = _tableau({"cases": ["a", "b"]})
    annexes = [AnnexeDuModele.model_validate({"id": f"a{rang}", "titre": "A", **tableau}) for rang in range(nombre)]
    modele = CONTENUS.modele.model_copy(update={"annexes": annexes})
    trouvees = controler_modele(modele, CONTENUS.questionnaire, CONTENUS.referentiel)
    assert [faute[:2] for faute in trouvees] == [("modele", ("annexes",))] * fautes
    if not fautes:
        page(composer(CONTENUS.questionnaire, modele, CONTENUS.referentiel, _reponses()), CONTENUS.dossier_modele)
