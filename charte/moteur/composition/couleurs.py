"""Les couleurs d'un groupe : leur contraste, ce qu'il faut leur retirer de clarté, les teintes qui en dérivent.

Règles : WCAG 2.2, critère 1.4.3 (4,5:1 pour un texte courant) ; luminance relative et contraste, WCAG 2.2, glossaire.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SEUIL = 4.5
BLANC, NOIR, ENCRE = "#ffffff", "#000000", "#1b2a30"
FOND_SOMBRE, VOILE_SOMBRE = "#12191c", "#1c272b"
"""Les fonds de la page HTML la nuit : un titre s'y lit aussi."""

PRINCIPALE, ACCENT, VIVE = "#0f4c5c", "#b45309", "#e9a23b"
"""Ce que porte le modèle quand le groupe n'a pas choisi : titres et aplats, numéros, filets."""

_PAS = 1 / 512
_NOMS = {"couleur": "principale", "accent": "d'accent"}
_VOILE, _SABLE, _CLARTE_CLAIRE, _SATURATION_CLAIRE = 0.07, 0.12, 0.57, 0.7
_VISIBLE, _DISTINCT = 1.35, 3.0
"""Le contraste d'un filet de décor sur blanc, et celui d'un dessin sur son fond (WCAG 2.2, critère 1.4.11)."""


@dataclass(frozen=True)
class Ajustement:
    """Une couleur demandée, la plus proche qui se lise, et leurs contrastes.

    `avant` et `apres` : sur `fond`. `pire`, sur `pire_fond` : là où la couleur retenue se lit le moins bien. Les deux
    couleurs sont égales s'il n'y a rien à dire.
    """

    nom: str
    demandee: str
    retenue: str
    avant: float
    apres: float
    fond: str
    pire: float
    pire_fond: str

    def __str__(self) -> str:
        return (
            f"la couleur {_NOMS[self.nom]} {self.demandee} est assombrie en {self.retenue} pour rester lisible "
            f"sur {self.fond} : contraste {_nombre(self.avant)}, il en faut {_nombre(SEUIL)}"
        )


@dataclass(frozen=True)
class Palette:
    """Toutes les teintes d'un document, chacune lisible là où elle sert.

    `principale`, `accent`, `appui` (petits textes d'accent) : du texte sur fond clair ; `vive`, `douce` : des filets et
    des dessins, jamais du texte ; `voile`, `sable` : des fonds clairs ; `sur_aplat`, `outils` : du texte sur la
    principale ; `relief`, `vive_aplat` : un dessin sur elle ; `cadre` : un filet. Celles en `_nuit` servent sur fond
    sombre.
    """

    principale: str
    accent: str
    appui: str
    vive: str
    vive_aplat: str
    douce: str
    voile: str
    sable: str
    sur_aplat: str
    outils: str
    relief: str
    cadre: str
    principale_nuit: str
    accent_nuit: str
    vive_nuit: str
    appui_nuit: str
    sable_nuit: str


def contraste(une: str, autre: str) -> float:
    """Le contraste de deux couleurs « #rrggbb », de 1 à 21."""
    bas, haut = sorted((_luminance(une), _luminance(autre)))
    return (haut + 0.05) / (bas + 0.05)


def ajuster(couleur: str, accent: str) -> tuple[Ajustement, ...]:
    """Ce que deviennent la couleur et l'accent demandés ; une chaîne vide n'a pas d'ajustement.

    Toutes deux se lisent sur blanc. La couleur porte aussi du blanc, et se lit sur les fonds clairs qui en dérivent.
    """
    sable = melange(_franche(accent) if accent else VIVE, BLANC, _SABLE)
    fonds = {"blanc": BLANC, "les encadrés": sable, "les fonds teintés": ""}
    ajustements = []
    if couleur:
        ajustements.append(_ajuster("couleur", _six(couleur), fonds))
    if accent:
        ajustements.append(_ajuster("accent", _six(accent), {"blanc": BLANC}))
    return tuple(ajustements)


def palette(principale: str = "", accent: str = "", filet: str = "") -> Palette:
    """Les teintes d'un document, de couleurs déjà ajustées ; celles du modèle remplacent les absentes.

    `filet` : l'accent tel que le groupe l'a donné, pour ce qui n'est pas du texte ; à défaut, l'accent ajusté.
    """
    donnee = _six(filet or accent)
    vive, franche = (_visible(donnee), _franche(donnee)) if donnee else (VIVE, VIVE)
    principale, accent = principale or PRINCIPALE, accent or ACCENT
    principale_nuit, accent_nuit = (_eclaircie(une, (FOND_SOMBRE, VOILE_SOMBRE)) for une in (principale, accent))
    return Palette(
        principale=principale,
        accent=accent,
        appui=melange(NOIR, accent, 0.2),
        vive=vive,
        vive_aplat=_distincte(vive, principale),
        douce=melange(franche, BLANC, 0.6),
        voile=melange(principale, BLANC, _VOILE),
        sable=melange(franche, BLANC, _SABLE),
        sur_aplat=_claire(franche, principale, 0.2),
        outils=_claire(franche, principale, 0.38),
        relief=melange(BLANC, principale, 0.14),
        cadre=melange(principale, BLANC, 0.4),
        principale_nuit=principale_nuit,
        accent_nuit=accent_nuit,
        vive_nuit=_distincte(vive, FOND_SOMBRE),
        appui_nuit=melange(BLANC, accent_nuit, 0.25),
        sable_nuit=melange(franche, FOND_SOMBRE, _SABLE),
    )


def melange(une: str, autre: str, part: float) -> str:
    """`part` de la première couleur, le reste de la seconde."""
    return _hexa(tuple(part * a + (1 - part) * b for a, b in zip(_rvb(une), _rvb(autre), strict=True)))


def _ajuster(nom: str, demandee: str, fonds: Mapping[str, str]) -> Ajustement:
    """`fonds` : leur nom et leur couleur, du plus simple au plus subtil ; vide, le voile de la couleur elle-même."""

    def sur(couleur: str, fond: str) -> float:
        return contraste(couleur, fonds[fond] or melange(couleur, BLANC, _VOILE))

    fautif = next((fond for fond in fonds if sur(demandee, fond) < SEUIL), "blanc")
    retenue = _assombrie(demandee, lambda couleur: all(sur(couleur, fond) >= SEUIL for fond in fonds))
    pire, pire_fond = min((sur(retenue, fond), fond) for fond in fonds)
    return Ajustement(nom, demandee, retenue, sur(demandee, fautif), sur(retenue, fautif), fautif, pire, pire_fond)


def _franche(couleur: str) -> str:
    """La même teinte, claire sans être criarde : ce dont on tire les fonds et les blancs teintés."""
    teinte, _, saturation = colorsys.rgb_to_hls(*_rvb(_six(couleur)))
    return _hexa(colorsys.hls_to_rgb(teinte, _CLARTE_CLAIRE, min(saturation, _SATURATION_CLAIRE)))


def _visible(couleur: str) -> str:
    """La couleur même, à peine assombrie si elle se perdait sur du blanc : pour des filets."""
    return _assombrie(couleur, lambda une: contraste(une, BLANC) >= _VISIBLE)


def _assombrie(couleur: str, convient: Callable[[str], bool]) -> str:
    """La même teinte, à peine plus sombre s'il le faut pour qu'elle convienne."""
    teinte, clarte, saturation = colorsys.rgb_to_hls(*_rvb(couleur))
    while not convient(couleur):
        clarte -= _PAS
        couleur = _hexa(colorsys.hls_to_rgb(teinte, max(clarte, 0), saturation))
    return couleur


def _distincte(couleur: str, fond: str) -> str:
    """La couleur même, ou la même teinte plus claire si elle se perdait sur ce fond sombre : pour des dessins."""
    teinte, clarte, saturation = colorsys.rgb_to_hls(*_rvb(couleur))
    while contraste(couleur, fond) < _DISTINCT:
        clarte = min(clarte + _PAS, 1)
        couleur = _hexa(colorsys.hls_to_rgb(teinte, clarte, min(saturation, _SATURATION_CLAIRE)))
    return couleur


def _claire(teinte: str, aplat: str, part: float) -> str:
    """Du blanc teinté, autant que le texte y reste lisible sur l'aplat."""
    while contraste(claire := melange(teinte, BLANC, part), aplat) < SEUIL and part > 0:
        part = max(part - 0.02, 0)
    return claire


def _eclaircie(couleur: str, fonds: tuple[str, ...]) -> str:
    """La même teinte, assez claire pour se lire sur ces fonds sombres."""
    teinte, clarte, saturation = colorsys.rgb_to_hls(*_rvb(couleur))
    clarte, saturation = max(clarte, 0.7), min(saturation, _SATURATION_CLAIRE)
    while any(contraste(claire := _hexa(colorsys.hls_to_rgb(teinte, clarte, saturation)), f) < SEUIL for f in fonds):
        clarte += _PAS
    return claire


def _six(couleur: str) -> str:
    """« #abc » devient « #aabbcc »."""
    signes = couleur.removeprefix("#").lower()
    return couleur and "#" + (signes if len(signes) == 6 else "".join(signe * 2 for signe in signes))


def _rvb(couleur: str) -> tuple[float, float, float]:
    rouge, vert, bleu = (int(couleur[rang : rang + 2], 16) / 255 for rang in (1, 3, 5))
    return rouge, vert, bleu


def _hexa(rvb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rvb)


def _luminance(couleur: str) -> float:
    rouge, vert, bleu = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rvb(couleur))
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _nombre(valeur: float) -> str:
    """Arrondi vers le bas : 4,49 ne se dit pas 4,5."""
    return f"{int(valeur * 10) / 10:.1f}".replace(".", ",")
