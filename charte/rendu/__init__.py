"""De la Charte aux fichiers. Chaque format n'est importé que si on le demande."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from charte.erreurs import RenduImpossible, UsageIncorrect
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
    "grands-caracteres": Format("charte-grands-caracteres.pdf", "charte.rendu.grands_caracteres", "grands_caracteres"),
    "affiche": Format("affiche.pdf", "charte.rendu.affiche", "affiche_a3"),
    "affiche-a4": Format("affiche-a4.pdf", "charte.rendu.affiche", "affiche_a4"),
    "falc": Format("facile-a-lire.pdf", "charte.rendu.falc", "pdf"),
    "falc-html": Format("facile-a-lire.html", "charte.rendu.falc", "html"),
    "odt": Format("charte.odt", "charte.rendu.odt", "odt"),
    "docx": Format("charte.docx", "charte.rendu.docx", "docx"),
    "ics": Format("echeances.ics", "charte.rendu.ics", "ics"),
    "json": Format("charte.json", "charte.rendu.json", "en_json"),
}
"""Les formats, dans l'ordre où on les écrit."""

MOTEURS = {"weasyprint": FORMATS["pdf"], "typst": Format("charte.pdf", "charte.rendu.typst", "pdf")}
"""Ce qui peut mettre la charte en PDF, du préféré au secours."""


SECOURS = {
    "pdf": FORMATS["html"],
    "grands-caracteres": Format("charte-grands-caracteres.html", "charte.rendu.grands_caracteres", "html"),
    "affiche": Format("affiche.html", "charte.rendu.affiche", "html_a3"),
    "affiche-a4": Format("affiche-a4.html", "charte.rendu.affiche", "html_a4"),
    "falc": FORMATS["falc-html"],
}
"""Faute de pouvoir faire un PDF, la page à imprimer depuis un navigateur."""


def document(charte: Charte, format: str, modele: Path, moteur: str | None = None) -> bytes:
    """Rend un document ; les formats de texte sont en UTF-8.

    `moteur` : celui du PDF de la charte ; sans lui, le premier de `MOTEURS` que la machine sait faire tourner.
    Lève `UsageIncorrect` si le format ou le moteur sont inconnus, `RenduImpossible` si la machine ne peut pas.
    """
    if format not in FORMATS:
        raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : {', '.join(FORMATS)}.")
    verifier_moteur(moteur)
    if format != "pdf":
        return _rendre(FORMATS[format], charte, modele)
    if moteur is not None:
        return _rendre(MOTEURS[moteur], charte, modele)
    try:
        return _rendre(MOTEURS["weasyprint"], charte, modele)
    except RenduImpossible as manque:
        try:
            return _rendre(MOTEURS["typst"], charte, modele)
        except RenduImpossible as secours:
            raise RenduImpossible(manque.phrase, f"{secours.remede}\nOu bien : {manque.remede}") from None


def page_de_secours(charte: Charte, format: str, modele: Path) -> bytes:
    """Rend la page HTML qui tient lieu de ce format, l'un de ceux de `SECOURS`."""
    return _rendre(SECOURS[format], charte, modele)


def verifier_moteur(moteur: str | None) -> None:
    """Lève `UsageIncorrect` si ce n'est le nom d'aucun moteur."""
    if moteur is not None and moteur not in MOTEURS:
        raise UsageIncorrect(f"Moteur inconnu : « {moteur} ».", f"Moteurs : {', '.join(MOTEURS)}.")


def _rendre(choisi: Format, charte: Charte, modele: Path) -> bytes:
    rendre: Callable[[Charte, Path], str | bytes] = getattr(import_module(choisi.module), choisi.fonction)
    rendu = rendre(charte, modele)
    return rendu.encode() if isinstance(rendu, str) else rendu
