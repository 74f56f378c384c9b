"""Ce qu'un PDF emporte, les réponses du groupe et son logo : de quoi rouvrir la charte à partir de lui seul."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.moteur.charte import Charte
from charte.rendu.langue.typographie import typographier

REPONSES = "reponses.yaml"
RELATION = "Source"
"""Ce que la pièce est au document, dans les mots de PDF/A-3 : ce dont il sort."""

SANS_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""Ce que l'on dit aux moteurs qui veulent une date ; elle est retirée du document."""

_NATURES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Piece:
    """Un fichier joint. `nature` : son type de contenu (MIME)."""

    nom: str
    nature: str
    description: str
    octets: bytes


def pieces(charte: Charte) -> tuple[Piece, ...]:
    """Rend les réponses de la charte, et le logo qu'elles nomment ; rien si la charte ne sait plus d'où elle sort.

    Par ordre de nom, celui que veut un index de PDF.
    """
    if charte.origine is None:
        return ()
    reponses, logo = charte.origine, charte.apparence.logo
    jointes: tuple[Piece, ...] = ()
    if logo is not None and reponses.apparence is not None:
        # Sous un nom à nous : le sien peut venir d'un sous-dossier.
        nom = f"logo.{logo.nature}"
        jointes = (Piece(nom, _NATURES[logo.nature], "Le logo du groupe.", logo.octets),)
        reponses = reponses.model_copy(update={"apparence": reponses.apparence.model_copy(update={"logo": nom})})
    description = "Les réponses du groupe, pour rouvrir la charte : charte init DOSSIER --reponses CE-DOCUMENT.pdf"
    piece = Piece(REPONSES, "application/yaml", typographier(description), texte_reponses(reponses).encode())
    return tuple(sorted((piece, *jointes), key=lambda une: une.nom))


def en_attaches(jointes: tuple[Piece, ...], date: str) -> list[Any]:
    """Rend ces pièces telles que WeasyPrint les attend. `date` : celle de la charte, au format ISO, ou ""."""
    from weasyprint import Attachment

    jour = datetime.fromisoformat(date) if date else SANS_DATE
    return [
        Attachment(
            string=une.octets,
            name=une.nom,
            description=une.description,
            created=jour,
            modified=jour,
            relationship=RELATION,
        )
        for une in jointes
    ]


def finir_les_attaches(pdf: Any, jointes: tuple[Piece, ...], date: str) -> None:
    """Donne à chaque pièce son type, que WeasyPrint devine selon la machine ; ôte une date que personne n'a dite."""
    flux = [objet for objet in pdf.objects if getattr(objet, "extra", {}).get("Type") == "/EmbeddedFile"]
    for un, piece in zip(flux, jointes, strict=True):
        un.extra["Subtype"] = f"/{piece.nature.replace('/', '#2f')}"
        if not date:
            del un.extra["Params"]["CreationDate"], un.extra["Params"]["ModDate"]
    if jointes:
        pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint les y met deux fois.
