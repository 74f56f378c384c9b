"""Dire dans un terminal : des phrases et des blocs titrés, pliés à sa largeur, que l'on peut lire à voix haute."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charte.rendu.langue.pli import plier

LARGEUR_MAXIMALE = 100
_A_RECOPIER = re.compile(r"(?P<phrase>.* :) (?P<commande>(?:charte|git|uv|sudo|\"[^\"]*python[^\"]*\") .+)")
_ECHAPPE = re.compile(r"\\(?=[\\`*_\[\]<>&|~$#{}!.)+=-])")


@dataclass(frozen=True)
class Bloc:
    """Un titre et ses lignes ; une ligne qui commence par « - » est un élément de liste."""

    titre: str
    lignes: tuple[str, ...]


def dire(texte: str, en_erreur: bool = False) -> None:
    """Écrit ce texte, plié si c'est un terminal ; une commande à recopier reste entière, sur une seule ligne."""
    flux = sys.stderr if en_erreur else sys.stdout
    if en_erreur and sys.stdout is not None:
        # Ce qui est déjà dit passe d'abord, même quand les deux sorties se rejoignent dans un fichier.
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
    largeur = min(shutil.get_terminal_size().columns, LARGEUR_MAXIMALE)
    print("\n".join(_plie(texte, largeur)) if flux is not None and flux.isatty() else texte, file=flux)


def _plie(texte: str, largeur: int) -> Iterator[str]:
    for ligne in texte.split("\n"):
        retrait = ligne[: len(ligne) - len(ligne.lstrip())]
        trouvee = _A_RECOPIER.fullmatch(ligne) if len(ligne) > largeur else None
        phrase = trouvee["phrase"] if trouvee else ligne
        yield from plier(phrase.strip(), largeur, retrait, f"{retrait}  " if retrait else "") or [""]
        if trouvee:
            yield f"{retrait}  {trouvee['commande']}"


def lisible(markdown: str) -> str:
    """Un texte de la charte, tel qu'il se lit : sans les barres obliques qui le protègent en Markdown."""
    return _ECHAPPE.sub("", markdown)


def en_texte(blocs: Iterable[Bloc]) -> str:
    """Les blocs qui ont quelque chose à dire, pliés à la largeur du terminal (100 colonnes au plus)."""
    largeur = min(shutil.get_terminal_size().columns, LARGEUR_MAXIMALE)
    return "\n\n".join(_bloc(bloc, largeur) for bloc in blocs if bloc.lignes)


def _bloc(bloc: Bloc, largeur: int) -> str:
    lignes = plier(bloc.titre, largeur, "", "")
    for ligne in bloc.lignes:
        for rang, paragraphe in enumerate(ligne.splitlines()):
            suite = "    " if ligne.startswith("- ") or rang else "  "
            debut = "    " if rang else "  "
            lignes += plier(paragraphe, largeur, debut, suite)
    return "\n".join(lignes)
