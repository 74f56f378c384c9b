"""Des réponses à la charte : ce qui paraît, ce qui attend, ce qui n'a pas été discuté."""

from typing import Any

import pytest

from charte.contenu.modele import Modele
from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.moteur.charte import PROJET, Charte
from charte.moteur.composition.coherence import constats
from charte.moteur.composition.composer import composer
from charte.moteur.expressions.contexte import Contexte
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, clause, monde, reponses


def _composer(**options: object) -> Charte:
    return composer(QUESTIONNAIRE, MODELE, REFERENTIEL, reponses(**options))  # type: ignore[arg-type]


def _textes(charte: Charte) -> dict[str, str]:
    return {clause.id: clause.texte for clause in charte.clauses()}


def test_les_clauses_suivent_les_reponses() -> None:
    charte = _composer(posture="refus", donnees=["sante", "dons"])
    assert _textes(charte) == {
        "toujours": "Nous sommes Nous.",
        "posture": "Nous avons choisi : refuser.",
        "refus": "Rien. L'assemblée décide.",
        "long": "Détail.",
        "sante": "Jamais les données de santé et les dons.",
    }
    assert [clause.numero for clause in charte.clauses()] == ["1.1", "1.2", "1.3", "1.4", "2.1"]


def test_un_article_sans_clause_disparait() -> None:
    assert [article.id for article in _composer(posture="essai").articles] == ["un"]


def test_le_parcours_express_garde_l_essentiel() -> None:
    assert "long" not in _textes(_composer(parcours="express"))


def test_un_defaut_est_montre_comme_non_discute() -> None:
    charte = _composer()
    etats = {clause.id: clause.etat for clause in charte.clauses()}
    assert etats["toujours"] == "ferme"
    assert etats["posture"] == "non_discutee"
    assert [reponse.question for reponse in charte.non_discutees] == ["posture"]


def test_le_defaut_suit_la_reponse_precedente() -> None:
    assert "sante" in _textes(_composer(posture="refus"))


def test_un_point_a_decider_met_ses_clauses_en_attente() -> None:
    charte = _composer(a_decider=["posture"])
    en_attente = {clause.id: clause.points for clause in charte.clauses() if clause.etat == "a_decider"}
    assert en_attente == {"posture": ("posture",), "refus": ("posture",)}
    assert [(point.enonce, point.options, point.clauses) for point in charte.a_decider] == [
        ("Votre posture ?", ("Refuser", "Essayer"), ("1.2", "1.3"))
    ]


GRILLE = {
    "id": "usages",
    "type": "grille",
    "enonce": "Vos usages ?",
    "defaut": {"dons": "non", "images": "non"},
    "defaut_si": [
        {"si": 'posture == "essai"', "valeur": {"dons": "oui"}},
        {"si": 'posture == "essai"', "valeur": {"images": "oui"}},
    ],
    "lignes": [{"valeur": "dons", "libelle": "Les dons"}, {"valeur": "images", "libelle": "Les images"}],
    "options": [{"valeur": "oui", "libelle": "Oui"}, {"valeur": "non", "libelle": "Non"}],
}


def test_chaque_ligne_de_grille_a_decider_nomme_les_clauses_qui_l_attendent() -> None:
    clauses = [clause(nom, nom, si=f'usages["{nom}"] == "oui"') for nom in ("dons", "images")]
    questionnaire, modele = monde([GRILLE], clauses)
    donnees = reponses(a_decider=["usages.images", "usages.dons"], donnees=["sante"])
    charte = composer(questionnaire, modele, REFERENTIEL, donnees)
    assert [(point.question, point.enonce, point.clauses) for point in charte.a_decider] == [
        ("usages.dons", "Vos usages ? — Les dons", ("2.2",)),
        ("usages.images", "Vos usages ? — Les images", ("2.3",)),
    ]


def test_une_clause_attend_toutes_les_questions_ouvertes_qu_elle_lit() -> None:
    questionnaire, modele = monde([], [clause("deux", "{{ posture }}, {{ donnees | enumerer }}.")])
    charte = composer(questionnaire, modele, REFERENTIEL, reponses(a_decider=["posture", "donnees"]))
    assert {une.id: une.points for une in charte.clauses()}["deux"] == ("posture", "donnees")


def test_les_defauts_d_une_grille_se_completent() -> None:
    questionnaire, _ = monde([GRILLE], [])
    assert Contexte(questionnaire, reponses(posture="essai")).valeur("usages") == {"dons": "oui", "images": "oui"}
    assert Contexte(questionnaire, reponses(posture="refus")).valeur("usages") == {"dons": "non", "images": "non"}


def test_la_matrice_prend_la_regle_la_plus_stricte() -> None:
    assert [case.decision for case in _composer(posture="essai").matrice.classes[0].cases] == ["conditions", "interdit"]
    assert [case.decision for case in _composer(posture="refus").matrice.classes[0].cases] == ["autorise", "interdit"]


def test_une_regle_indecise_laisse_la_case_a_decider_sauf_si_elle_ne_change_rien() -> None:
    cases = _composer(a_decider=["posture"]).matrice.classes[0].cases
    assert [case.decision for case in cases] == ["a_decider", "interdit"]


def test_les_sources_sont_citees_une_fois() -> None:
    charte = _composer()
    assert [(une.code, une.sources) for une in charte.recommandations] == [("R1", ("S1",))]
    assert [(document.code, document.auteur) for document in charte.documents] == [("S1", "Autrice")]


def test_une_contradiction_se_voit_et_l_indecision_la_tait() -> None:
    def trouver(**options: object) -> list[str]:
        contexte = Contexte(QUESTIONNAIRE, reponses(**options), MODELE.entete.mots)  # type: ignore[arg-type]
        return [constat.id for constat in constats(MODELE.coherence, contexte)]

    assert trouver(posture="refus", donnees=["dons"]) == ["incoherent"]
    assert trouver(posture="essai", donnees=["dons"]) == []
    assert trouver(a_decider=["posture"], donnees=["dons"]) == []


def test_une_reponse_devenue_sans_objet_est_gardee_mais_ne_compte_plus() -> None:
    contexte = Contexte(QUESTIONNAIRE, reponses(posture="essai", donnees=[], accord=False))
    assert contexte.etat("accord") == "sans_objet"
    assert contexte.valeur("accord") is False
    assert contexte.reponses.reponses["accord"] is False


def _votee(date: str | None, **vote: Any) -> Charte:
    """La charte adoptée le 1er février 2027, et le projet qui la révise si une date est dite."""
    adoption = {"version": "1.0", "date": "2027-02-01", "instance": "Nous", "relire_le": "2028-02-01", **vote}
    annexe = {"id": "agenda", "titre": "Agenda", "etapes": [{"cases": ["Avant le {{ dans_un_an or '…' }}."]}]}
    modele = Modele.model_validate({**MODELE.model_dump(), "annexes": [annexe]})
    brutes = reponses().model_dump() | {"date": date, "adoptions": [adoption]}
    return composer(QUESTIONNAIRE, modele, REFERENTIEL, Reponses.model_validate(brutes, strict=False))


@pytest.mark.parametrize("date", [None, "2027-01-31"])
def test_une_charte_adoptee_date_ses_echeances(date: str | None) -> None:
    charte = _votee(date)
    assert (charte.version, charte.date, charte.relecture) == ("1.0", "2027-02-01", "2028-02-01")
    assert charte.annexes[0].etapes == ("Avant le 1er février 2028.",)


@pytest.mark.parametrize("date", ["2027-02-01", "2027-03-01"])
def test_un_projet_qui_la_revise_n_en_promet_aucune(date: str) -> None:
    charte = _votee(date)
    assert (charte.version, charte.date, charte.relecture) == (PROJET, date, "")
    assert charte.annexes[0].etapes == ("Avant le ….",)
    assert [adoption.version for adoption in charte.adoptions] == ["1.0"]


@pytest.mark.parametrize(
    ("vote", "dit"),
    [
        ({}, ""),
        ({"pour": 3}, "3 pour"),
        ({"pour": 3, "contre": 0, "abstentions": 1}, "3 pour, 0 contre, 1 abstention"),
        ({"pour": 3, "contre": 1, "abstentions": 2}, "3 pour, 1 contre, 2 abstentions"),
    ],
)
def test_le_vote_se_dit_en_toutes_lettres(vote: dict[str, int], dit: str) -> None:
    assert _votee(None, **vote).adoptions[0].vote == dit


def test_une_clause_ne_cite_que_le_droit_qui_concerne_le_groupe() -> None:
    assert {une.id: une.droit for une in _composer().clauses()}["posture"] == ("europe",)


def test_l_essentiel_tient_en_six_reflexes() -> None:
    modele = MODELE.model_dump()
    modele["entete"]["essentiel"] *= 7
    assert len(composer(QUESTIONNAIRE, Modele.model_validate(modele), REFERENTIEL, reponses()).essentiel) == 6


def test_la_derniere_adoption_est_la_plus_recente_quel_que_soit_l_ordre() -> None:
    adoptions = [("2.0", "2027-03-01"), ("1.0", "2026-12-01")]
    notees = [
        AdoptionEcrite.model_validate({"version": v, "date": d, "instance": "Nous"}, strict=False) for v, d in adoptions
    ]
    charte = composer(QUESTIONNAIRE, MODELE, REFERENTIEL, reponses().model_copy(update={"adoptions": notees}))
    assert (charte.version, charte.date) == ("2.0", "2027-03-01")
    assert [adoption.version for adoption in charte.adoptions] == ["1.0", "2.0"]
