"""De la Charte aux fichiers. Chaque format n'est importé que si on le demande."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from charte.erreurs import RenduImpossible, UsageIncorrect
from charte.moteur.charte import Charte


@dataclass(frozen=True)
class Format:
    """Un document que l'on sait produire : son fichier, et la fonction qui le rend."""

    fichier: str
    rendre: Callable[[Charte, Path], str | bytes]


def _markdown(charte: Charte, modele: Path) -> str:
    from charte.rendu.ecrivains.markdown import markdown

    return markdown(charte, modele)


def _pdf(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.impression.pdf import pdf

    return pdf(charte, modele)


def _typst(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.impression.typst import pdf

    return pdf(charte, modele)


def _html(charte: Charte, modele: Path) -> str:
    from charte.rendu.ecrivains.html import html

    return html(charte, modele)


def _grands_caracteres(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.publics.grands_caracteres import grands_caracteres

    return grands_caracteres(charte, modele)


def _grands_caracteres_html(charte: Charte, modele: Path) -> str:
    from charte.rendu.publics.grands_caracteres import html

    return html(charte, modele)


def _affiche(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.publics.affiche import affiche_a3

    return affiche_a3(charte, modele)


def _affiche_a4(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.publics.affiche import affiche_a4

    return affiche_a4(charte, modele)


def _affiche_html(charte: Charte, modele: Path) -> str:
    from charte.rendu.publics.affiche import html_a3

    return html_a3(charte, modele)


def _affiche_html_a4(charte: Charte, modele: Path) -> str:
    from charte.rendu.publics.affiche import html_a4

    return html_a4(charte, modele)


def _falc(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.publics.falc import pdf

    return pdf(charte, modele)


def _falc_html(charte: Charte, modele: Path) -> str:
    from charte.rendu.publics.falc import html

    return html(charte, modele)


def _odt(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.ecrivains.odt.redaction_odt import odt

    return odt(charte, modele)


def _docx(charte: Charte, modele: Path) -> bytes:
    from charte.rendu.ecrivains.docx.redaction_docx import docx

    return docx(charte, modele)


def _ics(charte: Charte, modele: Path) -> str:
    from charte.rendu.programmes.agenda import ics

    return ics(charte, modele)


def _json(charte: Charte, modele: Path) -> str:
    from charte.rendu.programmes.charte_json import en_json

    return en_json(charte, modele)


FORMATS = {
    "md": Format("CHARTE.md", _markdown),
    "pdf": Format("charte.pdf", _pdf),
    "html": Format("charte.html", _html),
    "grands-caracteres": Format("charte-grands-caracteres.pdf", _grands_caracteres),
    "affiche": Format("affiche.pdf", _affiche),
    "affiche-a4": Format("affiche-a4.pdf", _affiche_a4),
    "falc": Format("facile-a-lire.pdf", _falc),
    "falc-html": Format("facile-a-lire.html", _falc_html),
    "odt": Format("charte.odt", _odt),
    "docx": Format("charte.docx", _docx),
    "ics": Format("echeances.ics", _ics),
    "json": Format("charte.json", _json),
}
"""Les formats, dans l'ordre où on les écrit."""

MOTEURS = {"weasyprint": FORMATS["pdf"], "typst": Format("charte.pdf", _typst)}
"""Ce qui peut mettre la charte en PDF, du préféré au secours."""

SECOURS = {
    "pdf": FORMATS["html"],
    "grands-caracteres": Format("charte-grands-caracteres.html", _grands_caracteres_html),
    "affiche": Format("affiche.html", _affiche_html),
    "affiche-a4": Format("affiche-a4.html", _affiche_html_a4),
    "falc": FORMATS["falc-html"],
}
"""Faute de pouvoir faire un PDF, la page à imprimer depuis un navigateur."""


def rendre_document(charte: Charte, format: str, modele: Path, moteur: str | None = None) -> bytes:
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
    rendu = choisi.rendre(charte, modele)
    return rendu.encode() if isinstance(rendu, str) else rendu
