"""Le bac à sable : indécision, littéralité, et rien qui s'échappe."""

import pytest

from charte.moteur.expressions.bac_a_sable import ExpressionInvalide, Indecis, Valeur, a_decider
from charte.moteur.expressions.conditions import condition, gabarit

VARIABLES = {
    "posture": Valeur("refus", "Refus"),
    "donnees": [Valeur("sante", "Santé", "les données de santé"), Valeur("dons", "Dons", "les dons")],
    "nom": "A & B <b>{{7*7}}</b> [x](javascript:alert(1))",
    "ouverte": a_decider("ouverte"),
    "usages": {
        Valeur("redaction", "Rédaction", "la rédaction"): Valeur("exclu", "Exclu"),
        Valeur("code", "Code", "le code"): a_decider("usages.code"),
    },
    "outils": [{"nom": "Un *outil*"}],
}


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ('"sante" in donnees', True),
        ('posture == "refus" and "absent" not in donnees', True),
        ('usages.redaction == "exclu"', True),
        ('false and ouverte == "x"', False),
        ("donnees | length > 1", True),
    ],
)
def test_une_condition_se_lit(source: str, attendu: bool) -> None:
    assert condition(source).evaluer(VARIABLES) is attendu


@pytest.mark.parametrize(
    "source",
    [
        "ouverte",
        'ouverte == "a"',
        'ouverte != "a"',
        '"a" in ouverte',
        "not ouverte",
        "ouverte | length > 2",
        "ouverte > 1",
    ],
)
def test_toucher_un_point_a_decider_leve_indecis(source: str) -> None:
    with pytest.raises(Indecis) as indecis:
        condition(source).evaluer(VARIABLES)
    assert indecis.value.question == "ouverte"


def test_une_ligne_de_grille_peut_etre_a_decider() -> None:
    with pytest.raises(Indecis) as indecis:
        condition('usages.code == "exclu"').evaluer(VARIABLES)
    assert indecis.value.question == "usages.code"
    assert gabarit('{{ usages | lignes("exclu") | enumerer }}').rendre(VARIABLES) == "la rédaction"


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("{{ donnees | parmi('dons', 'absent') | enumerer }}", "les dons"),
        ("{{ donnees | sauf('dons') | enumerer }}", "les données de santé"),
        ("{{ donnees | sauf('dons', 'sante') | enumerer }}", ""),
        ('{{ usages | lignes("exclu", "encadre") | parmi("redaction", "code") | enumerer }}', "la rédaction"),
    ],
)
def test_on_enumere_une_partie_d_une_liste(source: str, attendu: str) -> None:
    assert gabarit(source).rendre(VARIABLES) == attendu


@pytest.mark.parametrize("source", ["{{ ouverte }}", "{% if ouverte %}a{% endif %}", "{{ ouverte | enumerer }}"])
def test_un_texte_indecis_attend(source: str) -> None:
    with pytest.raises(Indecis):
        gabarit(source).rendre(VARIABLES)


def test_les_reponses_sont_des_donnees() -> None:
    assert gabarit("{{ nom }}").rendre(VARIABLES) == r"A & B \<b>{{7\*7}}\</b> \[x\](javascript:alert(1))"
    assert gabarit("{% for outil in outils %}{{ outil.nom }}{% endfor %}").rendre(VARIABLES) == r"Un \*outil\*"


def test_un_choix_s_imprime_en_phrase() -> None:
    assert (
        gabarit("{{ posture }} : {{ donnees | enumerer }}").rendre(VARIABLES)
        == "refus : les données de santé et les dons"
    )
    assert gabarit("{{ donnees | first | majuscule }}").rendre(VARIABLES) == "Les données de santé"


@pytest.mark.parametrize(
    "source",
    [
        "{{ posture.upper() }}",
        '{{ "a" * 99999 }}',
        "{{ 9 ** 9 ** 9 }}",
        '{{ "%999999999d" % 1 }}',
        "{{ nom.__class__.__mro__ }}",
        "{{ nom | attr('__class__') }}",
        "{% for a in donnees %}{% for b in donnees %}{% for c in donnees %}{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{{ range(999999999) }}",
        "{{ lipsum() }}",
        "{{ self }}",
        "{{ absent }}",
        "{{ a",
        "{% if %}",
        "{{ nom ~ nom }}",
        "{{ nom + nom }}",
        "{% set a %}{{ nom }}{% endset %}",
        "{% set a = [nom, nom] %}{{ a }}",
        "{% set a = [[1], [1]] %}{{ a }}",
        "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a | list | enumerer %}" * 40 + "{{ a }}",
        "{% set a = '" + "a" * 4000 + "' %}{% for x in a %}{% for y in a %}{{ x }}{% endfor %}{% endfor %}",
        "{% if nom %}" * 150 + "{% endif %}" * 150,
        "{{ " + "(" * 1500 + "1" + ")" * 1500 + " }}",
        "{{ " + "1 + " * 1200 + "1 }}",
        "{{ " + "1 + " * 20_000 + "1 }}",
        "{{ " + "9" * 4500 + " }}",
    ],
)
def test_rien_ne_sort_du_bac_a_sable(source: str) -> None:
    with pytest.raises(ExpressionInvalide):
        gabarit(source).rendre(VARIABLES)


def test_les_nombres_s_additionnent() -> None:
    assert condition("(donnees | length) + 1 > 2").evaluer(VARIABLES) is True


def test_ce_qui_ne_se_calcule_pas_dit_quel_texte() -> None:
    with pytest.raises(ExpressionInvalide, match=r"« \{\{ 1 // 0 \}\} » : cette expression"):
        gabarit("{{ 1 // 0 }}").rendre(VARIABLES)


def test_les_noms_lus_sont_connus() -> None:
    assert condition('posture == "refus" and "sante" in donnees').noms == {"posture", "donnees"}
    assert gabarit("{% for outil in outils %}{{ outil.nom }}{{ nom }}{% endfor %}").noms == {"outils", "nom"}
