"""`charte.json` a un schéma publié, tiré des types, que toute charte respecte champ pour champ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from charte.rendu.programmes.charte_json import de_json, en_json
from charte.rendu.programmes.schema_de_charte_json import FICHIER, schema_de_la_charte, texte
from tests.rendu.outils.charte_d_essai import adoptee, charte_d_essai, minimale
from tests.rendu.outils.exemples import NOMS, exemple

CHARTES = {"essai": charte_d_essai, "adoptée": adoptee, "minimale": minimale}


def test_le_schema_est_a_jour() -> None:
    """Sinon : python -m charte.rendu.programmes.schema_de_charte_json."""
    assert (Path(__file__).parents[3] / "schemas" / FICHIER).read_text(encoding="utf-8") == texte()


def test_il_est_valide_et_chaque_objet_y_est_decrit() -> None:
    schema = schema_de_la_charte()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(partie["description"] for partie in (schema, *schema["$defs"].values()))
    renvois = {renvoi.removeprefix("#/$defs/") for renvoi in _renvois(schema)}
    assert renvois == set(schema["$defs"])


@pytest.mark.parametrize("nom", [*NOMS, *CHARTES])
def test_toute_charte_le_respecte(nom: str) -> None:
    charte = CHARTES[nom]() if nom in CHARTES else exemple(nom)
    ecrite = en_json(charte)
    schema = schema_de_la_charte()
    # Tel que publié, il tolère des champs à venir ; ceux d'aujourd'hui y sont tous.
    for partie in (schema, *schema["$defs"].values()):
        partie["additionalProperties"] = partie.get("additionalProperties", False)
    verificateur = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [f"{faute.json_path} : {faute.message}" for faute in verificateur.iter_errors(json.loads(ecrite))] == []
    assert de_json(ecrite) == charte


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("format", 2), ("articles", [{}]), ("nom", None), ("matrice", {"familles": []}), ("origine", {"reponses": {}})],
)
def test_il_refuse_une_charte_fautive(champ: str, valeur: object) -> None:
    fautive = json.loads(en_json(minimale())) | {champ: valeur}
    assert not jsonschema.Draft202012Validator(schema_de_la_charte()).is_valid(fautive)


def _renvois(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from ([schema["$ref"]] if "$ref" in schema else [])
        for partie in schema.values():
            yield from _renvois(partie)
    elif isinstance(schema, list):
        for partie in schema:
            yield from _renvois(partie)
