"""Dire où l'on en est pendant que les documents se font : une barre, une ligne par document, ou rien."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from charte.rendu import FORMATS

A_PARTIR_DE = 3
"""En dessous, on a à peine le temps de lire."""


def suivre(formats: Sequence[str]) -> Iterator[str]:
    """Rend chaque format à son tour, et dit sur la sortie d'erreur lequel se fait.

    Une barre dans un terminal ; une ligne par document pour qui écoute l'écran, ou n'y veut pas de couleur
    (`ACCESSIBLE=1`, `TERM=dumb`, `NO_COLOR`) ; rien dans un fichier ou un tuyau.
    """
    if len(formats) < A_PARTIR_DE or not sys.stderr.isatty():
        yield from formats
    elif _sobre():
        yield from _ligne_a_ligne(formats)
    else:
        yield from _en_barre(formats)


def _sobre() -> bool:
    accessible = os.environ.get("ACCESSIBLE", "") not in ("", "0")
    return accessible or os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))


def _ligne_a_ligne(formats: Sequence[str]) -> Iterator[str]:
    for rang, format in enumerate(formats, 1):
        print(f"Document {rang} sur {len(formats)} : {FORMATS[format].fichier}", file=sys.stderr, flush=True)
        yield format


def _en_barre(formats: Sequence[str]) -> Iterator[str]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.table import Column

    colonnes = (
        TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=3)),
        BarColumn(None, table_column=Column(ratio=2)),
        TextColumn("{task.fields[rang]} sur {task.total}"),
    )
    with Progress(*colonnes, console=Console(stderr=True), transient=True, expand=True, refresh_per_second=4) as barre:
        tache = barre.add_task("", total=len(formats), rang=1)
        for rang, format in enumerate(formats, 1):
            barre.update(tache, description=FORMATS[format].fichier, completed=rang - 1, rang=rang, refresh=True)
            yield format
