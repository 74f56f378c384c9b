"""La charte en PDF, accessible (PDF/UA-1) et archivable (PDF/A-3a). Aucun réseau, aucun fichier hors du modèle."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from charte.erreurs import Faute, FichierInvalide
from charte.moteur.charte import Apparence, Charte
from charte.rendu.apparence.glyphes import adapter, decomprimee, polices_du_modele
from charte.rendu.apparence.identite import ADRESSE, feuille_du_logo, teindre_octets, teintes
from charte.rendu.ecrivains.html import page
from charte.rendu.impression.jetable import dossier_jetable
from charte.rendu.impression.pieces_jointes import en_attaches, finir_les_attaches, pieces
from charte.rendu.systeme import importer_weasyprint, variables_d_environnement

_DOSSIERS_LISIBLES = ("styles", "polices")
_VARIANTE = "pdf/a-3a"
_ESPACE_QUI_COUPE = re.compile(r"(?<=[^\s>]) (?=<(?:a|code|em|span|strong|sup)\b)")
"""L'espace qui finit un texte avant un élément en ligne.

Quand la ligne est pleine à cette espace près, WeasyPrint coupe le texte après son premier mot. Seule dans sa boîte,
elle le laisse couper où il faut.
"""

_SANS_HEURE = {"SOURCE_DATE_EPOCH": "0"}
"""Faute de harfbuzz-subset, WeasyPrint réduit les polices avec fontTools, qui y écrirait la seconde courante."""

_CONFIGURATION = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'


def pdf(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF. Les mêmes réponses donnent les mêmes octets, quels que soient le dossier, le fuseau et la langue.

    Lève `RenduImpossible` si Pango manque, `FichierInvalide` si le gabarit ou la feuille `pdf.css` du modèle ne se
    lisent pas.
    """
    return imprimer(page(charte, modele), modele, "pdf.css", charte, joindre=True)


def imprimer(source: str, modele: Path, feuille: str, charte: Charte | None = None, joindre: bool = False) -> bytes:
    """Rend le PDF conforme d'une page HTML, avec une feuille de style du modèle. Lève comme `pdf`.

    `charte` : celle qui donne au document ses couleurs et son logo ; sans elle, il garde l'allure du modèle.
    `joindre` : vrai si le document emporte les réponses dont elle sort.
    """
    with presse(modele, feuille, charte) as ouverte:
        return ouverte.tirer(ouverte.mettre_en_pages(source), charte if joindre else None)


@contextmanager
def presse(modele: Path, feuille: str, charte: Charte | None = None) -> Iterator[Presse]:
    """Le temps d'un document, de quoi le mettre en pages, plusieurs fois s'il faut, puis le tirer. Lève comme `pdf`.

    `charte` : comme pour `imprimer`.
    """
    weasyprint = importer_weasyprint()
    chemin = modele / "styles" / feuille
    if not chemin.is_file():
        raise FichierInvalide([Faute(chemin, 1, 1, "feuille de style introuvable")])
    with _a_l_ecart(sans_polices=bool(polices_du_modele(modele))):
        yield Presse(weasyprint, modele, chemin, charte)


class Presse:
    """WeasyPrint, une feuille de style et les polices d'un modèle ; s'obtient par `presse`."""

    def __init__(self, weasyprint: Any, modele: Path, feuille: Path, charte: Charte | None = None) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint, self._modele = weasyprint, modele
        self._chercher = _chercher_dans(modele, charte.apparence if charte else None)
        self._polices = FontConfiguration()
        self._feuilles = [self._css(url=feuille.resolve().as_uri())]
        if charte and (mesures := feuille_du_logo(charte, feuille.name)):
            self._feuilles.append(self._css(string=mesures))

    def mettre_en_pages(self, source: str) -> Any:
        """Rend le document de WeasyPrint : ses pages, que l'on peut compter et mesurer avant de les tirer."""
        html, repli = adapter(_ESPACE_QUI_COUPE.sub("<span> </span>", source), self._modele)
        feuilles = [*self._feuilles]
        if repli:
            dossier = (self._modele / "polices" / "repli").resolve().as_uri()
            feuilles.append(self._css(string=repli, base_url=f"{dossier}/"))
        document = self._weasyprint.HTML(string=html, url_fetcher=self._chercher)
        return document.render(stylesheets=feuilles, font_config=self._polices, pdf_variant=_VARIANTE)

    def tirer(self, document: Any, joindre: Charte | None = None) -> bytes:
        """Rend les octets du document mis en pages. `joindre` : la charte dont il emporte les réponses."""
        from charte.rendu.impression.finition import finir, weasyprint_prepare

        jointes, date = (pieces(joindre), joindre.date) if joindre else ((), "")

        def achever(document: Any, pdf: Any) -> None:
            finir(document, pdf)
            finir_les_attaches(pdf, jointes, date)

        with weasyprint_prepare():
            octets: bytes = document.write_pdf(
                pdf_variant=_VARIANTE, finisher=achever, attachments=en_attaches(jointes, date)
            )
        return octets

    def _css(self, **quoi: str) -> Any:
        return self._weasyprint.CSS(**quoi, url_fetcher=self._chercher, font_config=self._polices)


def _chercher_dans(modele: Path, apparence: Apparence | None = None) -> Any:
    """Rend de quoi lire les styles et les polices du modèle, aux couleurs du groupe, et son logo.

    Toute autre adresse est refusée.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    permis = [(modele / nom).resolve() for nom in _DOSSIERS_LISIBLES]
    voulues = teintes(apparence) if apparence else {}
    logo = apparence.logo if apparence else None

    class Chercheur(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url == ADRESSE and logo:
                genre = {"png": "image/png", "svg": "image/svg+xml"}[logo.nature]
                return URLFetcherResponse(url, logo.octets, {"Content-Type": genre})
            adresse = urlsplit(url)
            fichier = Path(url2pathname(adresse.path)).resolve()
            if adresse.scheme != "file" or not any(fichier.is_relative_to(dossier) for dossier in permis):
                raise ValueError(f"adresse hors du modèle : {url}")
            octets = decomprimee(teindre_octets(fichier.read_bytes(), fichier.name, voulues))
            return URLFetcherResponse(url, octets)

    return Chercheur()


@contextmanager
def _a_l_ecart(sans_polices: bool) -> Iterator[None]:
    """Le temps d'un rendu, rien de la machine n'entre dans les octets, et rien n'en reste sur elle.

    `sans_polices` : fontconfig ne voit que les polices du modèle.
    """
    with dossier_jetable() as dossier, variables_d_environnement(_SANS_HEURE):
        # WeasyPrint pose ses polices dans le dossier temporaire, et ne les efface pas si le programme finit d'abord.
        commun, tempfile.tempdir = tempfile.tempdir, str(dossier)
        try:
            if sans_polices:
                configuration = dossier / "fonts.conf"
                configuration.write_text(_CONFIGURATION, encoding="utf-8")
                with variables_d_environnement({"FONTCONFIG_FILE": str(configuration)}):
                    yield
            else:
                yield
        finally:
            tempfile.tempdir = commun
