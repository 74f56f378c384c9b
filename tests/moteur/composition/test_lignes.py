"""Une clause en variantes, lignes et suite : ce qu'elle imprime, ce qui la met en attente, ses fautes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charte.contenu.modele import Modele
from charte.moteur.charte import Clause
from charte.moteur.composition.composer import composer
from charte.moteur.controles.controle_du_modele import controler_modele
from tests.moteur.petit import MODELE, QUESTIONNAIRE, REFERENTIEL, reponses

REFUS = 'posture == "refus"'
SANTE, DONS = '"sante" in donnees', '"dons" in donnees'
VARIEE: dict[str, Any] = {
    "texte": [{"si": REFUS, "texte": "Nous refusons :"}, {"texte": "Nous essayons, sauf :"}],
    "lignes": [
        {"si": SANTE, "texte": "la santé ;"},
        {"si": DONS, "texte": "les dons ;"},
        {"texte": "{{ donnees | sauf('sante') | enumerer }}"},
    ],
    "suite": [{"si": "accord", "texte": "Avec un accord."}],
}


def _modele(**champs: Any) -> Modele:
    brut = MODELE.model_dump()
    article, *autres = brut["articles"]
    premiere, *suivantes = article["clauses"]
    clauses = [premiere | {"id": "essayee", "si": None, **champs}, *suivantes]
    return Modele.model_validate({**brut, "articles": [{**article, "clauses": clauses}, *autres]})


def _clause(champs: dict[str, Any], **options: Any) -> Clause:
    charte = composer(QUESTIONNAIRE, _modele(**champs), REFERENTIEL, reponses(**options))
    return next(clause for clause in charte.clauses() if clause.id == "essayee")


def _fautes(**champs: Any) -> list[tuple[tuple[str | int, ...], str]]:
    trouvees = controler_modele(_modele(**champs), QUESTIONNAIRE, REFERENTIEL)
    return [(chemin[2:], phrase) for _, chemin, phrase in trouvees if chemin[:2] == ("clauses", 0)]


def test_les_lignes_qui_conviennent_font_une_liste() -> None:
    clause = _clause(VARIEE, posture="refus", donnees=["sante", "dons"], accord=True)
    assert clause.texte == "Nous refusons :\n\n- la santé ;\n- les dons ;\n- les dons\n\nAvec un accord."
    assert (clause.etat, clause.reponses) == ("ferme", ("posture", "donnees", "accord"))


def test_sans_ligne_la_suite_reste_dans_le_paragraphe() -> None:
    clause = _clause(
        {"texte": "Un.", "lignes": [{"si": SANTE, "texte": "x"}], "suite": "Deux."}, posture="essai", donnees=["dons"]
    )
    assert clause.texte == "Un. Deux."


def test_une_ligne_qui_se_rend_vide_ne_s_imprime_pas() -> None:
    clause = _clause({"texte": "Un.", "lignes": [{"texte": "{{ donnees | enumerer }}"}]}, donnees=[], posture="essai")
    assert clause.texte == "Un."


@pytest.mark.parametrize(
    "champs",
    [
        {"texte": [{"si": REFUS, "texte": "Un."}, {"texte": "Deux."}]},
        {"texte": "Un.", "lignes": [{"si": REFUS, "texte": "Deux."}]},
        {"texte": "Un.", "lignes": [{"texte": "{{ posture }}"}]},
        {"texte": "Un.", "suite": [{"si": REFUS, "texte": "Deux."}]},
        {"texte": "{% if posture == 'refus' %}Un.{% else %}Deux.{% endif %}"},
    ],
)
def test_l_etat_d_une_question_se_propage_comme_dans_le_texte(champs: dict[str, Any]) -> None:
    attente = _clause(champs, a_decider=["posture"])
    assert (attente.etat, attente.points, attente.texte) == ("a_decider", ("posture",), "")
    assert _clause(champs).etat == "non_discutee"
    assert _clause(champs, posture="essai").etat == "ferme"


def test_une_variante_indecise_n_est_pas_passee_pour_le_facile_a_lire_ni_l_affiche() -> None:
    variantes = [{"si": REFUS, "texte": "Non."}, {"texte": "Oui."}]
    clause = _clause({"texte": "Un.", "falc": variantes, "affiche": variantes}, a_decider=["posture"])
    assert (clause.etat, clause.texte, clause.falc, clause.affiche) == ("ferme", "Un.", "", "")
    clause = _clause({"texte": "Un.", "falc": variantes, "affiche": variantes}, posture="refus")
    assert (clause.falc, clause.affiche) == ("Non.", "Non.")


@pytest.mark.parametrize("champ", ["texte", "lignes", "suite", "falc", "affiche"])
@pytest.mark.parametrize(("partie", "source"), [("si", "inconnu"), ("texte", "{{ inconnu }}"), ("si", "posture ==")])
def test_une_faute_est_situee_dans_la_variante(champ: str, partie: str, source: str) -> None:
    variantes = [{"si": REFUS, "texte": "Un."} | {partie: source}, {"texte": "Deux."}]
    assert [chemin for chemin, _ in _fautes(**{champ: variantes})] == [(champ, 0, partie)]


def test_le_cas_general_est_le_dernier_et_un_texte_n_en_manque_pas() -> None:
    general, cas = {"texte": "Deux."}, {"si": REFUS, "texte": "Un."}
    assert _fautes(texte=[cas, general], lignes=[general, cas], suite=[cas]) == []
    phrase = "sans « si », cette variante est le cas général : elle va en dernier"
    assert _fautes(suite=[general, cas]) == [(("suite", 0), phrase)]
    manque = "il manque le cas général : la dernière variante d'un texte n'a pas de « si »"
    assert _fautes(texte=[cas]) == [(("texte", 0, "si"), manque)]


@given(
    st.lists(st.sampled_from([None, REFUS, SANTE, DONS]), max_size=6),
    st.sampled_from(["refus", "essai"]),
    st.sets(st.sampled_from(["sante", "dons"])),
    st.sets(st.sampled_from(["posture", "donnees"])),
)
def test_des_lignes_disent_ce_que_disaient_des_tests_dans_la_phrase(
    conditions: list[str | None], posture: str, donnees: set[str], ouvertes: set[str]
) -> None:
    """La forme nouvelle et l'ancienne donnent le même texte, le même état, les mêmes questions."""
    jeu = {"posture": posture, "donnees": sorted(donnees)}
    jeu = {nom: valeur for nom, valeur in jeu.items() if nom not in ouvertes}
    lignes = [{"si": si, "texte": f"ligne {n}"} for n, si in enumerate(conditions)]
    tests = [f"{{% if {si or 'true'} %}}\n- ligne {n}{{% endif %}}" for n, si in enumerate(conditions)]
    ancienne = _clause({"texte": f"Liste :\n{''.join(tests)}"}, a_decider=sorted(ouvertes), **jeu)
    nouvelle = _clause({"texte": "Liste :", "lignes": lignes}, a_decider=sorted(ouvertes), **jeu)
    assert nouvelle == ancienne
