"""Écrire `reponses.yaml` sans perdre ce que l'on y a mis à la main : commentaires, ordre, guillemets."""

from __future__ import annotations

import re
from typing import Any

import yaml

from charte.contenu.ecriture.couture import TELLE_QUELLE, Remaniement, en_clair, est_en_blocs, recoudre
from charte.contenu.reponses import Reponses

_TOUJOURS = ("format", "questionnaire", "modele", "parcours", "reponses")
_Chargeur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAUTS_RARES = re.compile("[\r\x85\u2028\u2029]")


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


def texte_reponses(reponses: Reponses, ancien: str = "", remaniement: Remaniement = TELLE_QUELLE) -> str:
    """Le contenu de `reponses.yaml`, lisible et modifiable à la main.

    Avec l'`ancien` texte, seules les réponses changées y sont réécrites ; le reste est gardé au signe près, fins de
    ligne comprises. `remaniement` : les questions qui ont changé de nom, et où ranger celles qui arrivent.
    """
    contenu = {
        nom: en_clair(getattr(reponses, nom))
        for nom in type(reponses).model_fields
        if nom in _TOUJOURS or getattr(reponses, nom)
    }
    ancien = ancien.removeprefix("\ufeff")
    racine = _composer(ancien)
    if not est_en_blocs(racine):
        return _ecrire(contenu)
    return recoudre(ancien, racine, contenu, _ecrire, remaniement)


def _composer(texte: str) -> Any:
    try:
        return yaml.compose(texte, Loader=_Chargeur)
    except yaml.YAMLError:
        return None


def _ecrire(contenu: Any) -> str:
    texte: str = yaml.dump(
        contenu, Dumper=_Ecrivain, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return texte
