"""Les schémas sont ceux des types, et les fichiers du dépôt les respectent."""

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from charte.contenu.bibliotheque import charger_questionnaire
from charte.contenu.editeurs.schemas import DIALECTE, TYPES, schema_de, schema_reponses, tous
from charte.contenu.lecture.yaml_situe import lire
from charte.rendu.programmes.schema_de_charte_json import FICHIER

RACINE = Path(__file__).parents[3]
SCHEMAS = RACINE / "schemas"
FICHIERS = [
    *((fichier, "questionnaire") for fichier in sorted(RACINE.glob("questionnaires/*.yaml"))),
    *((fichier, "migration") for fichier in sorted(RACINE.glob("questionnaires/migrations/*.yaml"))),
    *((fichier, fichier.stem) for fichier in sorted(RACINE.glob("referentiel/*.yaml"))),
    *((fichier, fichier.stem) for fichier in sorted(RACINE.glob("modeles/*/*.yaml"))),
    *((fichier, "article") for fichier in sorted(RACINE.glob("modeles/*/articles/*.yaml"))),
    *((fichier, "reponses") for fichier in sorted(RACINE.glob("exemples/*/reponses.yaml"))),
    *((fichier, "reponses-association") for fichier in sorted(RACINE.glob("exemples/*/reponses.yaml"))),
]


def _en_json(valeur: Any) -> Any:
    """La valeur telle qu'un éditeur la voit : une date est un texte."""
    if isinstance(valeur, datetime.date):
        return valeur.isoformat()
    if isinstance(valeur, dict):
        return {cle: _en_json(contenu) for cle, contenu in valeur.items()}
    return [_en_json(element) for element in valeur] if isinstance(valeur, list) else valeur


def _fautes(schema: dict[str, Any], valeur: Any) -> list[str]:
    verificateur = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{faute.json_path} : {faute.message}" for faute in verificateur.iter_errors(valeur)]


def test_les_schemas_sont_a_jour() -> None:
    """Sinon : python -m charte.contenu.editeurs.schemas."""
    attendus = tous(charger_questionnaire())
    assert {fichier.name for fichier in SCHEMAS.iterdir()} == {*attendus, FICHIER, "descriptions.yaml"}
    for nom, contenu in attendus.items():
        assert (SCHEMAS / nom).read_text(encoding="utf-8") == contenu, nom


@pytest.mark.parametrize("nom", TYPES)
def test_un_schema_est_valide_et_en_francais(nom: str) -> None:
    schema = schema_de(*TYPES[nom])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECTE
    for partie in (schema, *schema.get("$defs", {}).values()):
        assert partie["description"]
        # Le fichier des phrases est une table : ses clés sont libres, ses valeurs non.
        assert partie["additionalProperties"] is False or "anyOf" in partie["additionalProperties"]
        assert all(champ["description"] for champ in partie.get("properties", {}).values())


@pytest.mark.parametrize(
    ("fichier", "nom"), FICHIERS, ids=lambda un: un.relative_to(RACINE).as_posix() if isinstance(un, Path) else un
)
def test_les_fichiers_du_depot_les_respectent(fichier: Path, nom: str) -> None:
    schema = json.loads((SCHEMAS / f"{nom}.schema.json").read_text(encoding="utf-8"))
    assert not _fautes(schema, _en_json(lire(fichier).valeur))


@pytest.mark.parametrize(
    ("reponses", "faute"),
    [
        ({"pays": "BE", "salaries": "1_10", "benevoles": "oui"}, ""),
        ({"usages": {"redaction": "encadre"}, "valeurs": ["democratie", "inclusion", "sobriete"]}, ""),
        ({"pais": "BE"}, "$.reponses"),
        ({"pays": "CH"}, "$.reponses.pays"),
        ({"benevoles": "parfois"}, "$.reponses.benevoles"),
        ({"usages": {"redaction": "permis"}}, "$.reponses.usages.redaction"),
        ({"usages": {"cuisine": "exclu"}}, "$.reponses.usages"),
        ({"publics": ["mineurs", "mineurs"]}, "$.reponses.publics"),
        ({"outils": [{"nom": "Carnet", "couleur": "bleu"}]}, "$.reponses.outils[0]"),
    ],
)
def test_l_editeur_connait_les_reponses(reponses: dict[str, Any], faute: str) -> None:
    schema = schema_reponses(charger_questionnaire())
    fichier = {"format": 1, "questionnaire": "association 1.1.0", "modele": "association 1.1.0", "reponses": reponses}
    fautes = _fautes(schema, fichier)
    assert [une.split(" : ")[0] for une in fautes] == ([faute] if faute else [])


def test_l_editeur_connait_les_points_a_decider() -> None:
    schema = schema_reponses(charger_questionnaire())
    fichier = {"questionnaire": "association 1.1.0", "modele": "association 1.1.0"}
    assert not _fautes(schema, fichier | {"a_decider": ["posture", "usages.dons"]})
    assert _fautes(schema, fichier | {"a_decider": ["nom"]})
    assert _fautes(schema, fichier | {"deliberations": {"postures": {"accord": "consensus"}}})
