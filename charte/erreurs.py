"""Les erreurs de charte : une base, et une sous-classe par situation.

Chaque erreur porte le code de sortie de la ligne de commande et, s'il y en a un, le geste qui remédie.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path


def commande(*mots: str) -> str:
    """Une commande à recopier telle quelle, même si un nom contient une espace : le remède de bien des erreurs."""
    return shlex.join(mots)


class ErreurCharte(Exception):
    """Base de toutes les erreurs attendues : une phrase en français, un code, un remède facultatif."""

    code = 1

    def __init__(self, phrase: str, remede: str = "") -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.remede = remede


class UsageIncorrect(ErreurCharte):
    """La commande est mal écrite, ou ne convient pas ici."""

    code = 2


@dataclass(frozen=True, order=True)
class Faute:
    """Une faute située dans un fichier. `ligne` et `colonne` commencent à 1."""

    chemin: Path
    ligne: int
    colonne: int
    phrase: str

    def __str__(self) -> str:
        return f"{self.chemin}:{self.ligne}:{self.colonne} : {self.phrase}"


class FichierInvalide(ErreurCharte):
    """Un ou plusieurs fichiers ne se lisent pas ; `fautes` les donne toutes, dans l'ordre du texte."""

    code = 3

    def __init__(self, fautes: list[Faute], remede: str = "") -> None:
        self.fautes = sorted(fautes)
        super().__init__("\n".join(str(faute) for faute in self.fautes), remede)


class Refus(ErreurCharte):
    """Le geste écraserait quelque chose, ou sortirait du dossier."""

    code = 4


class EcritureImpossible(Refus):
    """On ne pourra pas écrire là où il le faudrait."""


class RenduImpossible(ErreurCharte):
    """Un document ne peut pas être produit sur cette machine ; le remède dit quoi installer."""


class Interruption(ErreurCharte):
    """La personne s'arrête ; ce qui est déjà répondu est enregistré."""

    code = 130
