"""De la Charte aux fichiers. Chaque format n'est importé que si on le demande."""

from __future__ import annotations

from pathlib import Path

from charte.erreurs import UsageIncorrect
from charte.moteur.charte import Charte

FORMATS = ("md", "html", "pdf", "json")


def document(charte: Charte, format: str, modele: Path) -> bytes:
    """Rend un document ; les formats de texte sont en UTF-8.

    Lève `UsageIncorrect` si le format est inconnu, `RenduImpossible` si la machine ne peut pas.
    """
    if format == "md":
        from charte.rendu.markdown import markdown

        return markdown(charte, modele).encode()
    if format == "html":
        from charte.rendu.html import html

        return html(charte, modele).encode()
    if format == "pdf":
        from charte.rendu.pdf import pdf

        return pdf(charte, modele)
    if format == "json":
        from charte.rendu.json import en_json

        return en_json(charte).encode()
    raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : {', '.join(FORMATS)}.")
