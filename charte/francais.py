"""Ce que Typer dit en anglais, dit en français."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_AIDE = (
    (re.compile(r"^Usage: ", re.M), "Usage : "),
    (re.compile(r"\[OPTIONS\] COMMAND \[ARGS\]\.\.\."), "[OPTIONS] COMMANDE [ARGUMENTS]"),
    (re.compile(r"^Options:$", re.M), "Options :"),
    (re.compile(r"^Arguments:$", re.M), "Arguments :"),
    (re.compile(r"^Commands:$", re.M), "Commandes :"),
    (re.compile(r"Show this message and\s+exit\."), "Affiche cette aide."),
    (re.compile(r"Install completion for the current\s+shell\."), "Installe la complétion dans ce terminal."),
    (
        re.compile(
            r"Show completion for the current\s+shell,\s+to\s+copy\s+it\s+or\s+customize\s+the\s+installation\."
        ),
        "Affiche la complétion, à copier.",
    ),
    (re.compile(r" <(?:path|text|str)>"), ""),
    (re.compile(r"\[required\]"), "[obligatoire]"),
    (re.compile(r"\[default: "), "[défaut : "),
)

_ERREURS = (
    (re.compile(r"No such option: (\S+)(?: Did you mean (.+)\?)?.*"), r"L'option {0} n'existe pas."),
    (re.compile(r"No such command '(.+?)'\..*", re.S), "La commande « {0} » n'existe pas."),
    (re.compile(r"Missing command\.?"), "Il manque une commande."),
    (re.compile(r"Missing argument '(.+?)'.*", re.S), "Il manque {0}."),
    (re.compile(r"Missing option '(.+?)'.*", re.S), "Il manque l'option {0}."),
    (re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", re.S), "Il y a un mot de trop : {0}."),
    (re.compile(r"Option '?(\S+?)'? requires an argument\.?"), "L'option {0} attend une valeur."),
    (re.compile(r"Option '?(\S+?)'? does not take a value\.?"), "L'option {0} n'attend pas de valeur."),
    (re.compile(r"Invalid value for (.+?): .* not readable\.?", re.S), "{0} : lecture refusée, vérifiez vos droits."),
    (re.compile(r"Invalid value for (.+?): .*", re.S), "La valeur donnée à {0} ne convient pas."),
)


def traduire_erreur(message: str) -> str:
    """Rend en français une erreur d'usage de Typer."""
    for motif, phrase in _ERREURS:
        trouve = motif.fullmatch(message.strip())
        if trouve:
            return phrase.format(*trouve.groups())
    return "La commande est mal écrite."


def _traduire_aide(aide: str) -> str:
    for motif, phrase in _AIDE:
        aide = motif.sub(phrase, aide)
    return aide


class Commande(TyperCommand):
    """Une commande dont l'aide est en français."""

    def get_help(self, ctx: Any) -> str:
        """L'aide de la commande."""
        return _traduire_aide(super().get_help(ctx))


class Groupe(TyperGroup):
    """Le programme entier, dont l'aide est en français."""

    def get_help(self, ctx: Any) -> str:
        """L'aide du programme."""
        return _traduire_aide(super().get_help(ctx))
