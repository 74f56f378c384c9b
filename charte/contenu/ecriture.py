"""Écrire `reponses.yaml` sans perdre ce que l'on y a mis à la main : commentaires, ordre, guillemets."""

from __future__ import annotations

import re
from typing import Any

import yaml

from charte.contenu.lecture import valeur_de
from charte.contenu.reponses import Reponses

_TOUJOURS = ("format", "questionnaire", "modele", "parcours", "reponses")
_Chargeur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAUTS_RARES = re.compile("[\r\x85\u2028\u2029]")
_LIGNE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
"""Une ligne au sens de YAML, qui connaît plus de sauts que Python."""


class _Ecrivain(yaml.SafeDumper):
    """Écrit les textes longs en blocs, et les listes avec leur retrait."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Garde le retrait des listes."""
        super().increase_indent(flow, False)


def _representer_texte(ecrivain: yaml.SafeDumper, texte: str) -> yaml.ScalarNode:
    style = None
    if _SAUTS_RARES.search(texte):
        style = '"'
    elif "\n" in texte and not any(ligne != ligne.rstrip() for ligne in texte.split("\n")):
        style = "|"
    return ecrivain.represent_scalar("tag:yaml.org,2002:str", texte, style=style)


_Ecrivain.add_representer(str, _representer_texte)


def texte_reponses(reponses: Reponses, ancien: str = "") -> str:
    """Le contenu de `reponses.yaml`, lisible et modifiable à la main.

    Avec l'`ancien` texte, seules les réponses changées y sont réécrites ; le reste est gardé au signe près.
    """
    contenu = {
        nom: _en_clair(getattr(reponses, nom))
        for nom in type(reponses).model_fields
        if nom in _TOUJOURS or getattr(reponses, nom)
    }
    lignes = _LIGNE.findall(ancien.removeprefix("\ufeff"))
    racine = _composer(ancien.removeprefix("\ufeff"))
    if not _est_en_blocs(racine):
        return _ecrire(contenu)
    return "".join(lignes[: racine.start_mark.line]) + _recoudre(lignes, racine, contenu, len(lignes))


def _composer(texte: str) -> Any:
    try:
        return yaml.compose(texte, Loader=_Chargeur)
    except yaml.YAMLError:
        return None


def _est_en_blocs(noeud: Any) -> bool:
    return isinstance(noeud, yaml.MappingNode) and not noeud.flow_style and bool(noeud.value)


def _recoudre(lignes: list[str], table: Any, contenu: dict[str, Any], fin: int) -> str:
    """Réécrit les lignes d'une table : chaque entrée gardée, remplacée, retirée, ou ajoutée à la fin."""
    retrait = table.start_mark.column
    debuts = [cle.start_mark.line for cle, _ in table.value]
    reste = dict(contenu)
    cousu = ""
    for (cle, valeur), debut, suivant in zip(table.value, debuts, [*debuts[1:], fin], strict=True):
        queue = _debut_de_queue(lignes, debut, suivant, retrait)
        neuf = reste.pop(cle.value, None)
        if cle.value not in contenu:
            pass
        elif _lu(valeur) == neuf:
            cousu += "".join(lignes[debut:queue])
        elif isinstance(neuf, dict) and neuf and _est_en_blocs(valeur):
            dedans = valeur.start_mark.line
            cousu += "".join(lignes[debut:dedans]) + _recoudre(lignes, valeur, neuf, queue)
        else:
            cousu += _entree(cle.value, neuf, retrait, _remarque(lignes, valeur))
        if suivant == fin:
            cousu = _finir(cousu) + "".join(_entree(nom, un, retrait) for nom, un in reste.items())
        cousu += "".join(lignes[queue:suivant])
    return cousu


def _debut_de_queue(lignes: list[str], debut: int, suivant: int, retrait: int) -> int:
    """La première des lignes vides ou commentées qui séparent une entrée de la suivante."""
    queue = suivant
    while queue > debut + 1:
        ligne = lignes[queue - 1]
        nu = ligne.strip()
        if nu and not (nu.startswith("#") and len(ligne) - len(ligne.lstrip(" ")) <= retrait):
            break
        queue -= 1
    return queue


def _remarque(lignes: list[str], valeur: Any) -> str:
    """Le commentaire écrit au bout d'une valeur tenant sur une ligne."""
    if not isinstance(valeur, yaml.ScalarNode) or valeur.start_mark.line != valeur.end_mark.line:
        return ""
    suite = lignes[valeur.end_mark.line][valeur.end_mark.column :].rstrip()
    return suite if suite.lstrip().startswith("#") else ""


def _entree(nom: str, valeur: Any, retrait: int, remarque: str = "") -> str:
    corps = _LIGNE.findall(_ecrire({nom: valeur}))[:-1]
    if remarque and len(corps) == 1:
        corps[0] = corps[0].rstrip("\n") + remarque + "\n"
    return "".join(" " * retrait + ligne if ligne.strip() else ligne for ligne in corps)


def _finir(texte: str) -> str:
    return texte if not texte or texte.endswith("\n") else texte + "\n"


def _lu(noeud: yaml.Node) -> Any:
    """La valeur d'un nœud, dite comme par `_en_clair` : assez pour savoir si elle a changé."""
    return _en_clair(valeur_de(noeud))


def _ecrire(contenu: dict[str, Any]) -> str:
    texte: str = yaml.dump(
        contenu, Dumper=_Ecrivain, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return texte


def _en_clair(valeur: object) -> Any:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, dict):
        return {cle: _en_clair(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [_en_clair(element) for element in valeur]
    if hasattr(valeur, "model_dump"):
        return _en_clair(valeur.model_dump(exclude_defaults=True))
    return valeur
