"""Les schémas JSON des fichiers YAML : l'éditeur complète et signale les fautes en cours de frappe.

Ils sortent des types qui servent à la lecture. Pour les refaire : `python -m charte.contenu.editeurs.schemas`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from charte.contenu.bibliotheque import charger_questionnaire, donnees
from charte.contenu.lecture.yaml_situe import lire
from charte.contenu.migration import Migration
from charte.contenu.modele import AnnexeDuModele, ArticleDuModele, Coherence, EnteteModele, ModeleMatrice
from charte.contenu.phrases import PhrasesEcrites
from charte.contenu.questionnaire import Option, Question, Questionnaire
from charte.contenu.referentiel import Documents, Droit, Recommandations, Sujets, Tensions
from charte.contenu.reponses import Reponses

DIALECTE = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

TYPES: dict[str, tuple[type[BaseModel], str]] = {
    "questionnaire": (Questionnaire, "Questionnaire"),
    "reponses": (Reponses, "Réponses d'un groupe"),
    "modele": (EnteteModele, "Modèle de charte"),
    "article": (ArticleDuModele, "Article d'un modèle de charte"),
    "annexe": (AnnexeDuModele, "Annexe d'un modèle de charte"),
    "matrice": (ModeleMatrice, "Matrice données et outils d'un modèle de charte"),
    "phrases": (PhrasesEcrites, "Phrases fixes d'un modèle de charte"),
    "coherence": (Coherence, "Règles de cohérence d'un modèle de charte"),
    "documents": (Documents, "Documents sources du référentiel"),
    "recommandations": (Recommandations, "Recommandations du référentiel"),
    "tensions": (Tensions, "Désaccords entre documents"),
    "droit": (Droit, "Repères de droit"),
    "sujets": (Sujets, "Sujets des chartes publiées"),
    "migration": (Migration, "Passage d'une version du questionnaire à la suivante"),
}


class SansTitres(GenerateJsonSchema):
    """Sans les titres que pydantic tire des noms de champs."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Jamais : nos descriptions suffisent."""
        return False


def schema_de(attendu: type[BaseModel], titre: str) -> Schema:
    """Le schéma d'un type de fichier (draft 2020-12), chaque champ décrit en français.

    Lève `KeyError` si un champ n'a pas de description dans `schemas/descriptions.yaml`.
    """
    brut = attendu.model_json_schema(schema_generator=SansTitres)
    definitions = brut.pop("$defs", {})
    descriptions = lire(donnees("schemas") / "descriptions.yaml").valeur
    for nom, definition in {attendu.__name__: brut, **definitions}.items():
        definition.pop("title", None)
        _decrire(definition, descriptions[nom])
    schema = {"$schema": DIALECTE, "title": titre, **brut}
    return {**schema, "$defs": definitions} if definitions else schema


def _decrire(schema: Schema, descriptions: Mapping[str, str]) -> None:
    for champ, propriete in schema.get("properties", {}).items():
        _fermer(propriete)
        propriete["description"] = descriptions[champ]


def _fermer(table: Schema) -> None:
    """Refuse les clés mal formées d'une table, que pydantic laisserait passer dans le schéma."""
    if table.get("type") == "object":
        # pydantic compte en signes ce qu'il ne reconnaît pas comme une table.
        mots = [("minProperties" if mot == "minLength" else mot, dit) for mot, dit in table.items()]
        table.clear()
        table.update(mots)
    for forme, contenu in table.pop("patternProperties", {}).items():
        table |= {"propertyNames": {"pattern": forme}, "additionalProperties": contenu}


def schema_reponses(questionnaire: Questionnaire) -> Schema:
    """Le schéma des réponses à ce questionnaire : chaque question y est, avec ses options."""
    schema = copy.deepcopy(schema_de(Reponses, f"Réponses au questionnaire « {questionnaire.id} »"))
    questions = list(questionnaire.questions())
    noms = [question.id for question in questions]
    decidables = [question for question in questions if question.decidable]
    references = [nom for une in decidables for nom in (une.id, *(f"{une.id}.{ligne.valeur}" for ligne in une.lignes))]
    champs = schema["properties"]
    champs["reponses"] |= {
        "properties": {question.id: schema_question(question) for question in questions},
        "additionalProperties": False,
    }
    champs["reponses"].pop("propertyNames", None)
    champs["a_decider"]["items"] = {"enum": references}
    champs["passees"]["items"] = {"enum": noms}
    champs["deliberations"]["propertyNames"] = {"enum": noms}
    champs["en_cours"]["propertyNames"] = {"enum": noms}
    return schema


def schema_question(question: Question) -> Schema:
    """Le schéma d'une réponse, ou d'un champ de fiche."""
    phrases = [question.enonce, question.aide, question.pourquoi]
    return {"description": "\n\n".join(phrase for phrase in phrases if phrase), **_forme(question)}


def _forme(question: Question) -> Schema:
    if question.type in ("texte", "texte_long"):
        return {"type": "string", **({"minLength": 1} if question.obligatoire else {})}
    if question.type == "oui_non":
        return {"enum": [True, False, "oui", "non"]}
    if question.type == "nombre":
        return {"type": "number", **_bornes(question, "minimum", "maximum")}
    if question.type == "date":
        return {"type": "string", "format": "date"}
    if question.type == "choix":
        return _parmi(question.options)
    if question.type == "grille":
        ligne = _parmi(question.options)
        lignes = {une.valeur: {"description": une.libelle, **ligne} for une in question.lignes}
        return {"type": "object", "properties": lignes, "additionalProperties": False}
    if question.type == "liste":
        return {"type": "array", "items": _fiche(question.champs)}
    bornes = _bornes(question, "minItems", "maxItems")
    return {"type": "array", "items": _parmi(question.options), "uniqueItems": True, **bornes}


def _parmi(options: Sequence[Option]) -> Schema:
    dites = {une.valeur: f"{une.libelle} — {une.aide}" if une.aide else une.libelle for une in options}
    return {"oneOf": [{"const": valeur, "description": dite} for valeur, dite in dites.items()]}


def _fiche(champs: Sequence[Question]) -> Schema:
    return {
        "type": "object",
        "properties": {champ.id: schema_question(champ) for champ in champs},
        "required": [champ.id for champ in champs if champ.obligatoire],
        "additionalProperties": False,
    }


def _bornes(question: Question, bas: str, haut: str) -> Schema:
    bornes = {bas: question.minimum, haut: question.maximum}
    return {nom: borne for nom, borne in bornes.items() if borne is not None}


def tous(questionnaire: Questionnaire) -> dict[str, str]:
    """Le contenu de chaque fichier de schéma, par nom de fichier ; les réponses précisées par ce questionnaire."""
    schemas = {nom: schema_de(attendu, titre) for nom, (attendu, titre) in TYPES.items()}
    schemas[f"reponses-{questionnaire.id}"] = schema_reponses(questionnaire)
    return {
        f"{nom}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for nom, schema in schemas.items()
    }


def ecrire(dossier: Path, questionnaire: Questionnaire) -> None:
    """Écrit tous les schémas dans le dossier, créé s'il manque."""
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, contenu in tous(questionnaire).items():
        (dossier / nom).write_text(contenu, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    ecrire(Path(__file__).resolve().parents[3] / "schemas", charger_questionnaire())
