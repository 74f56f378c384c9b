"""La charte en PDF, accessible (PDF/UA-1) et archivable (PDF/A-3a). Aucun réseau, aucun fichier hors du modèle."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from charte.erreurs import Faute, FichierInvalide
from charte.moteur.charte import Charte
from charte.rendu.glyphes import adapter, polices_du_modele
from charte.rendu.html import page
from charte.rendu.systeme import importer_weasyprint

_DOSSIERS_LISIBLES = ("styles", "polices")
_CONFIGURATION = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'


def pdf(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF. Les mêmes réponses donnent les mêmes octets, quels que soient le dossier, le fuseau et la langue.

    Lève `RenduImpossible` si Pango manque, `FichierInvalide` si le gabarit ou la feuille `pdf.css` du modèle ne se
    lisent pas.
    """
    weasyprint = importer_weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    from charte.rendu.finition import finir, weasyprint_prepare

    source, repli = adapter(page(charte, modele), modele)
    chercher = _chercher_dans(modele)
    feuille = modele / "styles" / "pdf.css"
    if not feuille.is_file():
        raise FichierInvalide([Faute(feuille, 1, 1, "feuille de style introuvable")])
    with _sans_les_polices_du_systeme() if polices_du_modele(modele) else nullcontext():
        polices = FontConfiguration()
        outils = {"url_fetcher": chercher, "font_config": polices}
        feuilles = [weasyprint.CSS(filename=str(feuille), **outils)]
        if repli:
            dossier = (modele / "polices" / "repli").resolve().as_uri()
            feuilles.append(weasyprint.CSS(string=repli, base_url=f"{dossier}/", **outils))
        document = weasyprint.HTML(string=source, url_fetcher=chercher)
        with weasyprint_prepare():
            octets: bytes = document.write_pdf(
                stylesheets=feuilles, font_config=polices, pdf_variant="pdf/a-3a", finisher=finir
            )
    return octets


def _chercher_dans(modele: Path) -> Any:
    """Rend de quoi lire les styles et les polices du modèle ; toute autre adresse est refusée."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    permis = [(modele / nom).resolve() for nom in _DOSSIERS_LISIBLES]

    class Chercheur(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            adresse = urlsplit(url)
            fichier = Path(url2pathname(adresse.path)).resolve()
            if adresse.scheme != "file" or not any(fichier.is_relative_to(dossier) for dossier in permis):
                raise ValueError(f"adresse hors du modèle : {url}")
            return URLFetcherResponse(url, fichier.read_bytes())

    return Chercheur()


@contextmanager
def _sans_les_polices_du_systeme() -> Iterator[None]:
    """Le temps d'un rendu, fontconfig ne voit que les polices du modèle ; sinon, la machine changerait les octets."""
    avant = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="charte-") as dossier:
        configuration = Path(dossier, "fonts.conf")
        configuration.write_text(_CONFIGURATION, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            if avant is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = avant
