"""Ce que Typer dit en anglais, dit en français."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

_AIDE = (
    (r"(?m)^Usage: ", "Usage : "),
    (r"\[OPTIONS\] COMMAND \[ARGS\]\.\.\.", "[OPTIONS] COMMANDE [ARGUMENTS]"),
    (r"(?m)^Options:$", "Options :"),
    (r"(?m)^Arguments:$", "Arguments :"),
    (r"(?m)^Commands:$", "Commandes :"),
    (r"Show this message and\s+exit\.", "Affiche cette aide."),
    (r"Install completion for the current\s+shell\.", "Installe la complétion dans ce terminal."),
    (
        r"Show completion for the current\s+shell,\s+to\s+copy\s+it\s+or\s+customize\s+the\s+installation\.",
        "Affiche la complétion, à copier.",
    ),
    (r" <(?:path|text|str|list\[\w+\])>", ""),
    (r"\{([A-Z]+)\}\.\.\.", r"\1..."),
    (r"\[required\]", "[obligatoire]"),
    (r"\[default: ", "[défaut : "),
)

_ERREURS = (
    (r"No such option: (\S+)(?: Did you mean (.+)\?)?.*", r"L'option {0} n'existe pas."),
    (r"(?s)No such command '(.+?)'\..*", "La commande « {0} » n'existe pas."),
    (r"Missing command\.?", "Il manque une commande."),
    (r"(?s)Missing argument '(.+?)'.*", "Il manque {0}."),
    (r"(?s)Missing option '(.+?)'.*", "Il manque l'option {0}."),
    (r"(?s)Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "Il y a un mot de trop : {0}."),
    (r"Option '?(\S+?)'? requires an argument\.?", "L'option {0} attend une valeur."),
    (r"Option '?(\S+?)'? does not take a value\.?", "L'option {0} n'attend pas de valeur."),
    (r"(?s)Invalid value for (.+?): .* not readable\.?", "{0} : lecture refusée, vérifiez vos droits."),
    (r"(?s)Invalid value for (.+?): .*", "La valeur donnée à {0} ne convient pas."),
)


def traduire_erreur(message: str) -> str:
    """Rend en français une erreur d'usage de Typer."""
    for motif, phrase in _ERREURS:
        trouve = re.fullmatch(motif, message.strip())
        if trouve:
            return phrase.format(*trouve.groups())
    return "La commande est mal écrite."


def _traduire_aide(aide: str) -> str:
    for motif, phrase in _AIDE:
        aide = re.sub(motif, phrase, aide)
    return aide


def nom_de(commande: CommandInfo) -> str:
    """Le nom d'une commande, tel qu'on le tape."""
    return str(commande.name or getattr(commande.callback, "__name__", ""))


class Commande(TyperCommand):
    """Une commande dont l'aide est en français."""

    def get_help(self, ctx: Any) -> str:
        """L'aide de la commande."""
        return _traduire_aide(super().get_help(ctx))


class GroupeDeCommandes(TyperGroup):
    """Le programme entier, dont l'aide est en français."""

    def get_help(self, ctx: Any) -> str:
        """L'aide du programme."""
        return _traduire_aide(super().get_help(ctx))
