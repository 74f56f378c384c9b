"""Le document en données : la suite de blocs telle que la lit un moteur de mise en pages qui n'est pas écrit en Python.

Un dictionnaire par bloc, aux noms des blocs eux-mêmes. Un texte y est une suite de fragments déjà composés, sans code :
rien de ce qu'un groupe a écrit ne sera interprété.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from charte.moteur.charte import Logo
from charte.rendu.apparence.identite import BANDEAU, COUVERTURE, EN_TETE, mesurer
from charte.rendu.document.blocs import Bout, Corps, Document, EntreeSommaire, Fragment, citer, rediger
from charte.rendu.ecrivains.fragments import en_blocs, fragments

Donnee = dict[str, Any]
"""Un bloc ou un fragment : ses champs, et `signes`, le nombre de signes du texte qu'il contient."""


def en_donnees(document: Document) -> Donnee:
    """Rend le document en dictionnaires, listes, textes et nombres.

    Un texte en Markdown y est devenu paragraphes et listes. Une ancre n'y est qu'une fois, et un renvoi vers une ancre
    absente n'est plus que son texte.
    """
    donnees: Donnee = {**_donnee(document), "auteur": _donnee(citer(document.auteur))}
    noeuds = list(_noeuds(donnees))
    ancres = {""}
    for noeud in noeuds:
        if noeud.get("sorte") in ("titre", "paragraphe"):
            if noeud["ancre"] in ancres:
                noeud["ancre"] = ""
            ancres.add(noeud["ancre"])
    for noeud in noeuds:
        if noeud.get("vers", "")[:1] == "#" and noeud["vers"][1:] not in ancres:
            noeud["vers"] = ""
    return donnees


def _donnee(valeur: object) -> Any:
    if isinstance(valeur, tuple):
        return list(map(_donnee, _suite(valeur)))
    if isinstance(valeur, Fragment):
        return {**vars(valeur), "signes": len(valeur.texte)}
    if isinstance(valeur, Logo):
        return _logo(valeur)
    if isinstance(valeur, EntreeSommaire):
        return {**vars(valeur), "titre": _donnee(rediger(valeur.titre))}
    if not is_dataclass(valeur):
        return valeur
    champs = {champ.name: _donnee(getattr(valeur, champ.name)) for champ in fields(valeur)}
    return {"sorte": getattr(valeur, "sorte", ""), **champs, "signes": sum(map(_signes, champs.values()))}


def _suite(valeurs: tuple[Any, ...]) -> Iterator[Any]:
    if valeurs and isinstance(valeurs[0], Bout):
        valeurs = tuple(fragments(valeurs))
    for valeur in valeurs:
        yield from en_blocs(valeur.texte) if isinstance(valeur, Corps) else (valeur,)


def _signes(donnee: Any) -> int:
    if isinstance(donnee, list):
        return sum(map(_signes, donnee))
    return donnee.get("signes", 0) if isinstance(donnee, dict) else 0


def _logo(logo: Logo) -> Donnee:
    """Le logo, octet par octet, et en millimètres sa largeur et sa hauteur à chaque place."""
    places = {"couverture": COUVERTURE, "bandeau": BANDEAU, "tete": EN_TETE}
    mesures = {nom: mesurer(logo, place) for nom, place in places.items()}
    return {"nature": logo.nature, "octets": list(logo.octets), **mesures}


def _noeuds(donnee: Any) -> Iterator[Donnee]:
    if isinstance(donnee, dict):
        yield donnee
    enfants: Iterable[Any] = donnee.values() if isinstance(donnee, dict) else donnee
    for enfant in enfants:
        if isinstance(enfant, dict | list):
            yield from _noeuds(enfant)
