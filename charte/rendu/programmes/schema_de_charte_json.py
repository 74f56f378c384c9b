"""Le schéma publié de `charte.json`, tiré des types de la Charte.

Pour le refaire : `python -m charte.rendu.programmes.schema_de_charte_json`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from charte.contenu.editeurs.schemas import DIALECTE, SansTitres, Schema, schema_de
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte
from charte.rendu.programmes.charte_json import FORMAT

FICHIER = "charte.schema.json"
_A_NOUS, _ECRITES = "charte__moteur__charte__", "charte__contenu__"
_NUMERO = "Le numéro du format ; il augmente quand un fichier d'hier ne se lirait plus."


def schema_de_la_charte() -> Schema:
    """Rend le schéma (draft 2020-12) de ce que `en_json` écrit, chaque objet décrit en français.

    Un champ de plus n'y est pas une faute : une version suivante du programme peut en ajouter.
    """
    ecrites = _reponses_ecrites()
    brut = TypeAdapter(Charte).json_schema(schema_generator=SansTitres)
    d_ailleurs = {nom.removeprefix("Reponses.") for nom in ecrites}
    for nom in [nom for nom in brut["$defs"] if nom in d_ailleurs or nom.startswith(_ECRITES)]:
        del brut["$defs"][nom]
    brut = json.loads(json.dumps(brut).replace(_A_NOUS, ""))
    siennes = brut.pop("$defs")
    for definition in (brut, *siennes.values()):
        definition.pop("title", None)
    brut["properties"] = {"format": {"const": FORMAT, "description": _NUMERO}, **brut["properties"]}
    brut["required"] = ["format", *brut["required"]]
    return {"$schema": DIALECTE, "title": "Charte composée (charte.json)", **brut, "$defs": {**siennes, **ecrites}}


def _reponses_ecrites() -> dict[str, Schema]:
    """Le schéma de `reponses.yaml`, dont une charte garde les réponses, sous des noms qui n'en cachent pas d'autres."""
    brut = json.dumps(schema_de(Reponses, "Réponses d'un groupe"), ensure_ascii=False)
    schema: Schema = json.loads(brut.replace("#/$defs/", "#/$defs/Reponses."))
    del schema["$schema"]
    parties = schema.pop("$defs")
    return {"Reponses": schema, **{f"Reponses.{nom}": partie for nom, partie in parties.items()}}


def texte() -> str:
    """Le contenu du fichier de schéma."""
    return json.dumps(schema_de_la_charte(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    (Path(__file__).resolve().parents[3] / "schemas" / FICHIER).write_text(texte(), encoding="utf-8", newline="\n")
