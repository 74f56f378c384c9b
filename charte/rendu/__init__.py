"""De la Charte aux fichiers. Chaque format n'est importé que si on le demande."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from charte.erreurs import UsageIncorrect
from charte.moteur.charte import Charte


@dataclass(frozen=True)
class Format:
    """Un document que l'on sait produire : son fichier, et le module et la fonction qui le rendent."""

    fichier: str
    module: str
    fonction: str


FORMATS = {
    "md": Format("CHARTE.md", "charte.rendu.markdown", "markdown"),
    "pdf": Format("charte.pdf", "charte.rendu.pdf", "pdf"),
    "html": Format("charte.html", "charte.rendu.html", "html"),
    "json": Format("charte.json", "charte.rendu.json", "en_json"),
}
"""Les formats, dans l'ordre où on les écrit."""


def document(charte: Charte, format: str, modele: Path) -> bytes:
    """Rend un document ; les formats de texte sont en UTF-8.

    Lève `UsageIncorrect` si le format est inconnu, `RenduImpossible` si la machine ne peut pas.
    """
    if format not in FORMATS:
        raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : {', '.join(FORMATS)}.")
    choisi = FORMATS[format]
    rendre: Callable[[Charte, Path], str | bytes] = getattr(import_module(choisi.module), choisi.fonction)
    rendu = rendre(charte, modele)
    return rendu.encode() if isinstance(rendu, str) else rendu
