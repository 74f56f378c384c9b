"""La charte en PDF, accessible (PDF/UA-1) et archivable (PDF/A-3a). Aucun réseau, aucun fichier hors du modèle."""

from __future__ import annotations

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
from charte.rendu.systeme import importer_weasyprint, variables_d_environnement

_DOSSIERS_LISIBLES = ("styles", "polices")
_VARIANTE = "pdf/a-3a"
_CONFIGURATION = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'


def pdf(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF. Les mêmes réponses donnent les mêmes octets, quels que soient le dossier, le fuseau et la langue.

    Lève `RenduImpossible` si Pango manque, `FichierInvalide` si le gabarit ou la feuille `pdf.css` du modèle ne se
    lisent pas.
    """
    return imprimer(page(charte, modele), modele, "pdf.css")


def imprimer(source: str, modele: Path, feuille: str) -> bytes:
    """Rend le PDF conforme d'une page HTML, avec une feuille de style du modèle. Lève comme `pdf`."""
    with presse(modele, feuille) as ouverte:
        return ouverte.tirer(ouverte.mettre_en_pages(source))


@contextmanager
def presse(modele: Path, feuille: str) -> Iterator[Presse]:
    """Le temps d'un document, de quoi le mettre en pages, plusieurs fois s'il faut, puis le tirer. Lève comme `pdf`."""
    weasyprint = importer_weasyprint()
    chemin = modele / "styles" / feuille
    if not chemin.is_file():
        raise FichierInvalide([Faute(chemin, 1, 1, "feuille de style introuvable")])
    with _sans_les_polices_du_systeme() if polices_du_modele(modele) else nullcontext():
        yield Presse(weasyprint, modele, chemin)


class Presse:
    """WeasyPrint, une feuille de style et les polices d'un modèle ; s'obtient par `presse`."""

    def __init__(self, weasyprint: Any, modele: Path, feuille: Path) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint, self._modele = weasyprint, modele
        self._chercher, self._polices = _chercher_dans(modele), FontConfiguration()
        self._feuille = self._css(filename=str(feuille))

    def mettre_en_pages(self, source: str) -> Any:
        """Rend le document de WeasyPrint : ses pages, que l'on peut compter et mesurer avant de les tirer."""
        html, repli = adapter(source, self._modele)
        feuilles = [self._feuille]
        if repli:
            dossier = (self._modele / "polices" / "repli").resolve().as_uri()
            feuilles.append(self._css(string=repli, base_url=f"{dossier}/"))
        document = self._weasyprint.HTML(string=html, url_fetcher=self._chercher)
        return document.render(stylesheets=feuilles, font_config=self._polices, pdf_variant=_VARIANTE)

    def tirer(self, document: Any) -> bytes:
        """Rend les octets du document mis en pages."""
        from charte.rendu.finition import finir, weasyprint_prepare

        with weasyprint_prepare():
            octets: bytes = document.write_pdf(pdf_variant=_VARIANTE, finisher=finir)
        return octets

    def _css(self, **quoi: str) -> Any:
        return self._weasyprint.CSS(**quoi, url_fetcher=self._chercher, font_config=self._polices)


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
    with tempfile.TemporaryDirectory(prefix="charte-") as dossier:
        configuration = Path(dossier, "fonts.conf")
        configuration.write_text(_CONFIGURATION, encoding="utf-8")
        with variables_d_environnement({"FONTCONFIG_FILE": str(configuration)}):
            yield
