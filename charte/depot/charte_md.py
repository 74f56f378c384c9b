"""Lire le `CHARTE.md` du disque, d'où qu'il sorte, et réunir ses retouches à la charte que l'on compose."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from charte.depot.dossier import Dossier
from charte.erreurs import Refus, commande

if TYPE_CHECKING:
    from charte.moteur.charte import Charte
    from charte.moteur.retouches.fusion import Conflit
    from charte.moteur.retouches.parties import Reperes
    from charte.moteur.retouches.report import Ecart

TAILLE_MAXIMALE = 500_000
"""En octets ; une charte complète et ses annexes en font cent mille."""
_REPERE = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?")
_DES_DEUX = re.compile(r"^<{7} .*\n((?:(?!\|{7} |={7}\n).*\n)*)(?:(?!>{7} ).*\n)*>{7} .*\n", re.MULTILINE)
"""Un conflit que git a laissé dans l'état du programme : on y lit notre côté, le texte retouché dira le reste."""
_A_LIRE = 10


@dataclass(frozen=True)
class Reunion:
    """La charte, retouches comprises ; le texte et la base à écrire ; ce qui s'écarte du modèle, et ce qui s'oppose.

    `texte` est `None` si `CHARTE.md` dit déjà ce qu'il faut : il reste alors tel quel, au signe près.
    """

    charte: Charte
    texte: str | None
    base: str
    ecarts: tuple[Ecart, ...] = ()
    conflits: tuple[Conflit, ...] = ()


def reunir(
    dossier: Dossier,
    charte: Charte,
    rendre: Callable[[Charte], str],
    renommees: Mapping[str, str] | None = None,
) -> Reunion:
    """Réunit les retouches du disque et cette charte, sans rien écrire.

    `rendre` : le Markdown d'une charte ; `renommees` : le nouvel identifiant des clauses qui en ont changé. Lève
    `Refus` si `CHARTE.md` ne vient pas d'ici, ne se lit pas, n'a plus aucune clause, ou porte des repères de conflit.
    """
    if not dossier.est_retouche():
        texte = rendre(charte)
        return Reunion(charte, texte, texte)
    disque = lire_texte(dossier)
    if not disque.strip() or (not dossier.base.exists() and disque.splitlines() == rendre(charte).splitlines()):
        texte = rendre(charte)
        return Reunion(charte, texte if not disque.strip() else None, texte)
    exiger_sans_repere(dossier, disque)
    if not dossier.base.exists():
        raise Refus(
            f"{dossier.texte} ne vient pas de cette charte : il n'est pas remplacé.",
            _remplacer(dossier, "Pour en garder une copie et faire le texte de la charte"),
        )
    # Le reste ne se charge que pour un texte retouché.
    from charte.moteur.retouches.reunion import retoucher

    base = _DES_DEUX.sub(r"\1", dossier.base.read_text(encoding="utf-8", errors="replace"))
    retouchee = retoucher(charte, base, disque, rendre, _reperes_d_avant(dossier), renommees)
    if charte.clauses() and not any(clause.retouche != "locale" for clause in retouchee.charte.clauses()):
        raise Refus(
            f"{dossier.texte} n'a plus aucune des clauses de la charte : il n'est ni repris, ni remplacé.",
            f"Remettez le texte d'avant, ou {_remplacer(dossier, 'gardez celui-ci à part et refaites la charte')}",
        )
    neuf = None if retouchee.texte == disque else retouchee.texte
    return Reunion(retouchee.charte, neuf, retouchee.base, retouchee.ecarts, retouchee.conflits)


def lire_texte(dossier: Dossier) -> str:
    """Le texte de `CHARTE.md`, fins de ligne ordinaires. Lève `Refus` s'il est trop gros, ou si ce n'est pas un texte.

    Un vieux Bloc-notes a pu l'enregistrer en UTF-16 ou en Windows-1252 : il se lit aussi.
    """
    octets = dossier.texte.read_bytes()
    if len(octets) > TAILLE_MAXIMALE:
        raise Refus(
            f"{dossier.texte} est trop gros pour une charte (plus de {TAILLE_MAXIMALE // 1000} ko).",
            _remplacer(dossier, "Raccourcissez-le. Ou, pour en garder une copie et refaire le texte"),
        )
    texte = _decoder(octets)
    if texte is None:
        raise Refus(
            f"{dossier.texte} n'est plus un texte : il n'est ni repris, ni remplacé.",
            _remplacer(dossier, "Pour en garder une copie et refaire le texte"),
        )
    return texte.replace("\r\n", "\n").replace("\r", "\n")


def _decoder(octets: bytes) -> str | None:
    utf_16 = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encodage in ["utf-16"] if utf_16 else ["utf-8-sig", "cp1252"]:
        try:
            texte = octets.decode(encodage)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in texte else texte
    return None


def exiger_sans_repere(dossier: Dossier, texte: str | None = None) -> None:
    """Lève `Refus`, avec les lignes, s'il reste dans `CHARTE.md` des repères de conflit, de charte ou de git."""
    if texte is None:
        texte = lire_texte(dossier) if dossier.texte.exists() else ""
    reperes = [(rang, ligne[0]) for rang, ligne in enumerate(texte.split("\n"), 1) if _REPERE.fullmatch(ligne.rstrip())]
    if reperes:
        debuts = [rang for rang, signe in reperes if signe == "<"]
        restants = debuts or [rang for rang, _ in reperes]
        lieux = ", ".join(map(str, restants[:_A_LIRE])) + (", …" if len(restants) > _A_LIRE else "")
        raise Refus(
            f"{dossier.texte} porte encore des repères de conflit : ligne{'s' if len(restants) > 1 else ''} {lieux}.",
            "À chaque endroit, gardez le texte que vous voulez et effacez les lignes qui commencent par <<<<<<<, "
            f"|||||||, ======= et >>>>>>>. Puis : {commande('charte', 'exporter', str(dossier.chemin))}",
        )


def _remplacer(dossier: Dossier, pourquoi: str) -> str:
    return f"{pourquoi} : {commande('charte', 'exporter', str(dossier.chemin), '--remplacer')}"


def _reperes_d_avant(dossier: Dossier) -> Reperes | None:
    """À quoi reconnaître les clauses du dernier texte rendu : les numéros et les identifiants de la charte d'alors."""
    from charte.moteur.retouches.parties import reperes_de_la_charte

    try:
        lue = json.loads(dossier.etat.read_text(encoding="utf-8"), object_hook=_objet)
        return reperes_de_la_charte(cast("Charte", lue))
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return None


def _objet(donnees: dict[str, Any]) -> SimpleNamespace:
    """Un objet de la charte d'alors ; ce qu'elle ne savait pas encore dire y est vide."""
    return SimpleNamespace(**{"retraits": (), "retouche": "", **donnees})
