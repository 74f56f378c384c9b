"""Les phrases fixes des documents, telles que le modèle les écrit (`phrases.yaml`) : une fois pour tous les formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charte.contenu.base import Table
from charte.contenu.lecture.types_situes import valider
from charte.contenu.lecture.yaml_situe import lire
from charte.contenu.phrases import Nombre, PhrasesEcrites
from charte.erreurs import Faute, FichierInvalide
from charte.rendu.document.blocs import Cite, Ligne

PHRASES = "phrases.yaml"
_MOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrases:
    """Les phrases d'un modèle, par leur nom."""

    fichier: Path
    ecrites: Table[str, str | Nombre]

    def texte(self, nom: str, nombre: int = 1) -> str:
        """La phrase telle qu'elle est écrite, au singulier ou au pluriel. Lève `FichierInvalide` si elle manque."""
        phrase = self.ecrites.get(nom)
        if phrase is None:
            raise FichierInvalide([Faute(self.fichier, 1, 1, f"la phrase « {nom} » manque")])
        if isinstance(phrase, str):
            return phrase
        return phrase.un if nombre < 2 else phrase.plusieurs

    def mots(self, nom: str, nombre: int = 1, /, **valeurs: str) -> str:
        """La phrase en texte, ses `{mots}` remplacés. Lève comme `dire`."""
        return "".join(bout.texte for bout in self.dire(nom, nombre, None, **valeurs))

    def dire(self, nom: str, nombre: int = 1, apparence: Cite | None = None, /, **valeurs: str | Ligne) -> Ligne:
        """La phrase, ses `{mots}` remplacés. Une valeur en texte se fond dans la phrase ; une ligne y garde sa nature.

        `apparence` : de quoi mettre toute la phrase en gras, en italique… Lève `FichierInvalide` si la phrase manque,
        ou si elle attend un mot qu'on ne lui donne pas.
        """
        style = vars(apparence) if apparence else {}
        return tuple(_fondre(self._bouts(nom, nombre, {"nombre": str(nombre), **valeurs}), style))

    def _bouts(self, nom: str, nombre: int, valeurs: Mapping[str, str | Ligne]) -> Iterator[str | Ligne]:
        for rang, bout in enumerate(_MOT.split(self.texte(nom, nombre))):
            if rang % 2 and bout not in valeurs:
                faute = f"la phrase « {nom} » ne connaît pas « {{{bout}}} »"
                raise FichierInvalide([Faute(self.fichier, 1, 1, faute)])
            yield valeurs[bout] if rang % 2 else bout


def _fondre(bouts: Iterator[str | Ligne], style: Mapping[str, Any]) -> Iterator[Any]:
    """Réunit les textes qui se suivent : la typographie a besoin de la phrase entière."""
    texte = ""
    for bout in bouts:
        if isinstance(bout, str):
            texte += bout
            continue
        if texte:
            yield Cite(**{**style, "texte": texte})
            texte = ""
        yield from bout
    if texte:
        yield Cite(**{**style, "texte": texte})


def phrases_du_modele(modele: Path) -> Phrases:
    """Lit les phrases d'un modèle. Lève `FichierInvalide`, située, si le fichier manque ou s'il est mal écrit."""
    fichier = modele / PHRASES
    return Phrases(fichier, Table(valider(lire(fichier), PhrasesEcrites).root))
