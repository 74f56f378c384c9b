"""L'identité du groupe sur les documents : ses couleurs à la place de celles du modèle, son logo à sa place.

Une teinte du modèle se reconnaît à sa valeur, où qu'elle serve (feuille de style, dessin, gabarit) : la remplacer là où
l'on lit le modèle suffit, et ne change rien à qui n'a pas choisi de couleur.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt

from charte.erreurs import RenduImpossible
from charte.moteur.charte import Apparence, Charte, Logo
from charte.rendu.systeme import importer_typst

ADRESSE = "charte:logo"
"""L'adresse du logo dans la page que l'on imprime ; rien d'autre n'y répond."""

Teintes = Mapping[str, str]

_TOUJOURS = {"#f4e9d8": "sur_aplat", "#fde3b4": "outils"}
_DE_LA_COULEUR = {
    **dict.fromkeys(("#0f4c5c", "#0b5a78", "#0b4458", "#0b4a68"), "principale"),
    **{"#1b6b80": "relief", "#eef4f5": "voile", "#9db6bc": "cadre"},
    **dict.fromkeys(("#8fd0df", "#8ccbe6"), "principale_nuit"),
}
_DE_L_ACCENT = {
    **{"#b45309": "accent", "#8a4b00": "appui", "#9a4300": "appui", "#7a4200": "appui"},
    **{"#e9a23b": "vive", "#f6cf86": "douce", "#fbf4e8": "sable"},
    **{"#e9a23c": "vive_aplat", "#e9a23d": "vive_nuit"},
    **{"#f0a657": "accent_nuit", "#f3bd7c": "appui_nuit", "#2a241a": "sable_nuit"},
}
"""Les teintes du modèle, et ce qui les remplace. Celles qui ont un sens (la matrice, « à décider ») n'y sont pas.

L'ambre s'écrit de trois façons que l'œil ne distingue pas : sur fond clair, sur l'aplat de couleur, la nuit.
"""

_HEXA = re.compile(r"#[0-9a-fA-F]{6}\b")
_POINTS_PAR_POUCE_AU_MOINS = 72
_COTE_CONVERTI = 1200
_IMAGE = '#image(bytes(sys.inputs.logo), format: "svg", width: 100%, height: 100%)'


def teintes(apparence: Apparence) -> Teintes:
    """Ce que devient chaque teinte du modèle, en minuscules ; vide si le groupe n'a choisi aucune couleur."""
    if not (apparence.couleur or apparence.accent):
        return {}
    from charte.moteur.composition.couleurs import palette

    choisies = vars(palette(apparence.couleur, apparence.accent, apparence.filet))
    roles = {**_TOUJOURS}
    roles |= _DE_LA_COULEUR if apparence.couleur else {}
    roles |= _DE_L_ACCENT if apparence.accent else {}
    return {teinte: choisies[role] for teinte, role in roles.items()}


def teindre(texte: str, voulues: Teintes) -> str:
    """Rend le texte d'un style ou d'un dessin, ses teintes remplacées."""
    return _HEXA.sub(lambda une: voulues.get(une[0].lower(), une[0]), texte) if voulues else texte


def teindre_octets(octets: bytes, nom: str, voulues: Teintes) -> bytes:
    """Comme `teindre`, pour le contenu d'un fichier : seuls les styles et les dessins changent."""
    if not voulues or not nom.endswith((".svg", ".css")):
        return octets
    return teindre(octets.decode("utf-8", errors="surrogateescape"), voulues).encode("utf-8", errors="surrogateescape")


def adresse_autonome(logo: Logo) -> str:
    """Le logo entier en une adresse `data:`, pour une page qui n'a besoin d'aucun autre fichier."""
    genre = {"png": "image/png", "svg": "image/svg+xml"}[logo.nature]
    return f"data:{genre};base64,{logo.base64}"


@dataclass(frozen=True)
class Place:
    """Où va un logo : ce qu'il peut avoir de large, de haut et de surface. `unite` : millimètres (mm) ou rem."""

    large: float
    haut: float
    surface: float
    unite: str = "mm"


PAGE_MODIFIABLE = Place(60, 24, 600)
COUVERTURE, BANDEAU, EN_TETE = Place(52, 44, 1100), Place(26, 16, 240), Place(22, 8, 70)
_PLACES = {
    "affiche.css": Place(12, 4.6, 26, "rem"),
    "falc-pdf.css": Place(80, 26, 1000),
    "grands-caracteres.css": Place(100, 34, 1700),
    "ecran.css": Place(16, 7, 50, "rem"),
    "falc-ecran.css": Place(16, 7, 50, "rem"),
}
_MILLIMETRES = {"mm": 1.0, "rem": 4.5}


def mesurer(logo: Logo, place: Place) -> tuple[float, float]:
    """La largeur et la hauteur du logo à cette place : toujours la même présence, quelle que soit sa forme.

    Un PNG n'est jamais agrandi au point de montrer ses pixels.
    """
    rapport = logo.largeur / logo.hauteur
    haut = min(place.haut, place.large / rapport, sqrt(place.surface / rapport))
    if logo.nature == "png":
        haut = min(haut, logo.hauteur * 25.4 / _POINTS_PAR_POUCE_AU_MOINS / _MILLIMETRES[place.unite])
    return round(haut * rapport, 2), round(haut, 2)


def place_de(charte: Charte, feuille: str) -> Place:
    """La place du logo dans un document, nommé par sa feuille de style."""
    return _PLACES.get(feuille) or (BANDEAU if charte.parcours == "express" else COUVERTURE)


def feuille_du_logo(charte: Charte, feuille: str) -> str:
    """Le CSS qui donne ses mesures au logo, et le met en tête des pages de la charte imprimée ; vide sans logo."""
    logo = charte.apparence.logo
    if logo is None:
        return ""
    place = place_de(charte, feuille)
    large, haut = mesurer(logo, place)
    css = f":root {{ --logo-large: {large:g}{place.unite}; --logo-haut: {haut:g}{place.unite} }}\n"
    return css + _en_tete(logo) if feuille == "pdf.css" else css


def _en_tete(logo: Logo) -> str:
    large, haut = mesurer(logo, EN_TETE)
    bas = 7.05 - haut / 2  # Le milieu du texte de l'en-tête est à 7,05 mm au-dessus du texte de la page.
    # PDF/A n'admet pas qu'une image soit lissée à l'affichage : « crisp-edges » dit à WeasyPrint de n'en rien demander.
    fond = f"url({ADRESSE}) left 0 bottom {bas:.2f}mm / {large:g}mm {haut:g}mm no-repeat"
    return (
        f"@page {{ @top-left {{ background: {fond}; image-rendering: crisp-edges; padding-left: {large + 3:g}mm }} }}\n"
        "@page couverture { @top-left { background: none } }\n"
        "@page courte:first { @top-left { background: none; padding-left: 0 } }\n"
    )


def en_png(logo: Logo) -> bytes:
    """Le logo en PNG, pour qui ne lit pas le SVG. Lève `RenduImpossible` s'il faut le convertir et que Typst manque."""
    if logo.nature == "png":
        return logo.octets
    typst = importer_typst()
    echelle = _COTE_CONVERTI / max(logo.largeur, logo.hauteur)
    large, haut = (f"{cote * echelle:.3f}pt" for cote in (logo.largeur, logo.hauteur))
    page = f"#set page(width: {large}, height: {haut}, margin: 0pt, fill: none)\n{_IMAGE}"
    sans_police = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    dessin = {"logo": logo.octets.decode()}
    try:
        with _sans_erreur_a_l_ecran():
            octets = typst.compile(page.encode(), font_paths=sans_police, format="png", ppi=72, sys_inputs=dessin)
    except BaseException as erreur:
        # Un dessin qui affole Typst lève une « PanicException », qui n'est pas une Exception ordinaire.
        if not isinstance(erreur, typst.TypstError) and type(erreur).__name__ != "PanicException":
            raise
        raise RenduImpossible(
            "Ce document ne peut pas être produit : le logo SVG ne se convertit pas.", "Donnez le logo en PNG."
        ) from None
    return bytes(octets)


@contextmanager
def _sans_erreur_a_l_ecran() -> Iterator[None]:
    """Fait taire ce que Typst écrit de lui-même sur la sortie d'erreur quand il s'arrête net."""
    gardee, nulle = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nulle, 2)
        yield
    finally:
        os.dup2(gardee, 2)
        os.close(gardee)
        os.close(nulle)
