"""Vérifier un document lu contre un type, et dire les fautes en français, à leur place."""

from __future__ import annotations

import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from charte.contenu.base import Table
from charte.contenu.lecture.yaml_situe import DocumentLu

T = TypeVar("T", bound=BaseModel)
DETAILS_MAXIMUM = 1_000


def valider(document: DocumentLu, attendu: type[T]) -> T:
    """Rend l'objet typé ; lève `FichierInvalide` avec toutes les fautes, situées."""
    try:
        return attendu.model_validate(document.valeur)
    except ValidationError as erreur:
        for chemin, phrase, cle in _phrases(erreur, attendu, document.valeur):
            document.signaler(chemin, phrase, cle)
        document.exiger()
        raise AssertionError("une faute au moins a été signalée") from erreur


def proche(mot: str, connus: typing.Iterable[str]) -> str:
    """« ; vouliez-vous dire … ? », ou une chaîne vide si rien ne ressemble."""
    import difflib  # ne sert qu'à qui s'est trompé

    voisins = difflib.get_close_matches(mot, list(connus), n=1, cutoff=0.6)
    return f" ; vouliez-vous dire « {voisins[0]} » ?" if voisins else ""


def _phrases(
    erreur: ValidationError, attendu: type[BaseModel], valeur: Any
) -> list[tuple[tuple[str | int, ...], str, bool]]:
    trouvees: dict[tuple[str | int, ...], tuple[str, bool]] = {}
    for detail in erreur.errors(include_url=False)[:DETAILS_MAXIMUM]:
        chemin = _chemin_reel(detail["loc"], valeur)
        if detail["type"] in ("extra_forbidden", "missing"):
            chemin = (*chemin, detail["loc"][-1]) if chemin[-1:] != detail["loc"][-1:] else chemin
        phrase = _traduire(dict(detail), attendu)
        if chemin in trouvees and trouvees[chemin][0] != phrase:
            phrase = f"{trouvees[chemin][0]}, ou {phrase}"
        trouvees[chemin] = (phrase, detail["type"] == "extra_forbidden")
    profonds = [c for c in trouvees if not any(autre != c and autre[: len(c)] == c for autre in trouvees)]
    return [(chemin, *trouvees[chemin]) for chemin in profonds]


def _chemin_reel(loc: tuple[str | int, ...], valeur: Any) -> tuple[str | int, ...]:
    """Le chemin dans le fichier : pydantic y mêle le nom des types d'une union."""
    chemin: list[str | int] = []
    for part in loc:
        rang_connu = isinstance(valeur, list) and isinstance(part, int) and part < len(valeur)
        if rang_connu or (isinstance(valeur, dict) and part in valeur):
            valeur = valeur[part]
        else:
            continue
        chemin.append(part)
    return tuple(chemin)


def _traduire(detail: dict[str, Any], attendu: type[BaseModel]) -> str:
    genre: str = detail["type"]
    donne = detail.get("input")
    contexte = detail.get("ctx", {})
    dernier = str(detail["loc"][-1]) if detail["loc"] else ""
    if genre == "extra_forbidden":
        return f"« {dernier} » n'est pas un champ connu{proche(dernier, _champs(attendu, detail['loc'][:-1]))}"
    if genre == "missing":
        return f"il manque « {dernier} »"
    if dernier in ("couleur", "accent") and genre in ("string_type", "string_pattern_mismatch"):
        return f"{_dite(donne)} n'est pas une couleur : entre guillemets, un croisillon et six signes, comme '#1f5c99'"
    if genre == "literal_error":
        permis = [mot.strip(" '\"") for mot in contexte["expected"].replace(" or ", ",").split(",")]
        return f"« {donne} » n'est pas permis (attendu : {', '.join(permis)}){proche(str(donne), permis)}"
    if genre == "string_type" and isinstance(donne, (int, float)) and not isinstance(donne, bool):
        return f"un texte est attendu ; mettez-le entre guillemets : '{donne}'"
    if genre == "string_pattern_mismatch":
        return f"« {donne} » n'a pas la forme attendue ({_formes(contexte['pattern'])})"
    if genre in ("too_short", "string_too_short"):
        return "ne peut pas être vide"
    return _PHRASES.get(genre, "cette valeur n'a pas la forme attendue")


_PHRASES = {
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "bool_type": "oui ou non est attendu (true ou false)",
    "tuple_type": "une liste est attendue (une ligne par élément, précédée d'un tiret)",
    "dict_type": "un groupe « clé : valeur » est attendu",
    "model_type": "un groupe « clé : valeur » est attendu",
    "greater_than_equal": "un nombre entier est attendu, zéro ou plus",
    "date_type": "une date est attendue, sous la forme 2027-01-31",
    "none_required": "rien n'est attendu ici",
}


def _dite(donne: Any) -> str:
    # Sans guillemets, YAML prend le croisillon pour un commentaire : il ne reste rien.
    return "ceci" if donne is None else f"« {donne} »"


def _formes(motif: str) -> str:
    if "otre" in motif:
        return "au singulier, avec son article : « le comité de pilotage », « l'assemblée »"
    if "\\d" in motif:
        return "un numéro de version comme 1.0.0"
    if "\\." in motif:
        return "un numéro de version comme '1.0', sans lettre"
    return "minuscules sans accent, chiffres et tirets"


def _champs(attendu: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Les champs permis à cet endroit du type."""
    courant: Any = attendu
    for part in loc:
        courant = _descendre(courant, part)
    return list(courant.model_fields) if _est_modele(courant) else []


def _descendre(courant: Any, part: str | int) -> Any:
    if _est_modele(courant):
        champ = courant.model_fields.get(str(part))
        return champ.annotation if champ else courant
    origine = typing.get_origin(courant)
    arguments = typing.get_args(courant)
    if origine is typing.Annotated:
        return _descendre(arguments[0], part)
    if origine in (typing.Union, types.UnionType):
        utiles = [argument for argument in arguments if argument not in (str, type(None))]
        return _descendre(utiles[0], part) if (utiles and isinstance(part, int)) or len(utiles) == 1 else courant
    if origine is tuple:
        return arguments[0] if isinstance(part, int) else courant
    if origine is Table:
        return arguments[1]
    return courant


def _est_modele(quoi: Any) -> bool:
    return isinstance(quoi, type) and issubclass(quoi, BaseModel)
