"""Les couleurs d'un groupe : leur contraste, ce qu'il faut leur retirer de clarté, les teintes qui en dérivent.

Règles : WCAG 2.2, critère 1.4.3 (4,5:1 pour un texte courant) ; luminance relative et contraste, WCAG 2.2, glossaire.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

SEUIL = 4.5
BLANC, NOIR, ENCRE = "#ffffff", "#000000", "#1b2a30"
FOND_SOMBRE, VOILE_SOMBRE = "#12191c", "#1c272b"
"""Les fonds de la page HTML la nuit : un titre s'y lit aussi."""

PRINCIPALE, ACCENT, VIVE = "#0f4c5c", "#b45309", "#e9a23b"
"""Ce que porte le modèle quand le groupe n'a pas choisi : titres et aplats, numéros, filets vifs."""

_PAS = 1 / 512
_VOILE, _SABLE, _CLARTE_VIVE = 0.07, 0.12, 0.57


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
        reste = f" sur {self.fond} et {_dit(self.pire)} sur {self.pire_fond}" if self.pire_fond != self.fond else ""
        return (
            f"{self.nom} {self.demandee} : {_dit(self.avant)} sur {self.fond}, il en faut {_nombre(SEUIL)} ; "
            f"assombrie en {self.retenue}, {_dit(self.apres)}{reste}"
        )


@dataclass(frozen=True)
class Palette:
    """Toutes les teintes d'un document, chacune lisible là où elle sert.

    `principale`, `accent`, `appui` (petits textes d'accent) : du texte sur fond clair ; `vive`, `douce` : des filets et
    des dessins, jamais du texte ; `voile`, `sable` : des fonds clairs ; `sur_aplat`, `outils` : du texte sur la
    principale ; `relief` : un dessin sur elle ; `cadre` : un filet. Celles en `_nuit` servent sur fond sombre.
    """

    principale: str
    accent: str
    appui: str
    vive: str
    douce: str
    voile: str
    sable: str
    sur_aplat: str
    outils: str
    relief: str
    cadre: str
    principale_nuit: str
    accent_nuit: str
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
    sable = melange(_vive(accent) if accent else VIVE, BLANC, _SABLE)
    fonds = {"blanc": BLANC, "les encadrés": sable, "les fonds teintés": ""}
    ajustements = []
    if couleur:
        ajustements.append(_ajuster("couleur", _six(couleur), fonds))
    if accent:
        ajustements.append(_ajuster("accent", _six(accent), {"blanc": BLANC}))
    return tuple(ajustements)


def palette(principale: str = "", accent: str = "") -> Palette:
    """Les teintes d'un document, de couleurs déjà ajustées ; celles du modèle remplacent les absentes."""
    principale, vive = principale or PRINCIPALE, _vive(accent) if accent else VIVE
    accent = accent or ACCENT
    principale_nuit, accent_nuit = (_eclaircie(une, (FOND_SOMBRE, VOILE_SOMBRE)) for une in (principale, accent))
    return Palette(
        principale=principale,
        accent=accent,
        appui=melange(NOIR, accent, 0.2),
        vive=vive,
        douce=melange(vive, BLANC, 0.6),
        voile=melange(principale, BLANC, _VOILE),
        sable=melange(vive, BLANC, _SABLE),
        sur_aplat=_claire(vive, principale, 0.2),
        outils=_claire(vive, principale, 0.38),
        relief=melange(BLANC, principale, 0.14),
        cadre=melange(principale, BLANC, 0.4),
        principale_nuit=principale_nuit,
        accent_nuit=accent_nuit,
        appui_nuit=melange(BLANC, accent_nuit, 0.25),
        sable_nuit=melange(vive, FOND_SOMBRE, _SABLE),
    )


def melange(une: str, autre: str, part: float) -> str:
    """`part` de la première couleur, le reste de la seconde."""
    return _hexa(tuple(part * a + (1 - part) * b for a, b in zip(_rvb(une), _rvb(autre), strict=True)))


def _ajuster(nom: str, demandee: str, fonds: Mapping[str, str]) -> Ajustement:
    """`fonds` : leur nom et leur couleur, du plus simple au plus subtil ; vide, le voile de la couleur elle-même."""

    def sur(couleur: str, fond: str) -> float:
        return contraste(couleur, fonds[fond] or melange(couleur, BLANC, _VOILE))

    fautif = next((fond for fond in fonds if sur(demandee, fond) < SEUIL), "blanc")
    teinte, clarte, saturation = colorsys.rgb_to_hls(*_rvb(demandee))
    retenue = demandee
    while any(sur(retenue, fond) < SEUIL for fond in fonds):
        clarte -= _PAS
        retenue = _hexa(colorsys.hls_to_rgb(teinte, max(clarte, 0), saturation))
    pire, pire_fond = min((sur(retenue, fond), fond) for fond in fonds)
    return Ajustement(nom, demandee, retenue, sur(demandee, fautif), sur(retenue, fautif), fautif, pire, pire_fond)


def _vive(couleur: str) -> str:
    """La même teinte, claire et franche : pour des filets et des fonds."""
    teinte, _, saturation = colorsys.rgb_to_hls(*_rvb(_six(couleur)))
    return _hexa(colorsys.hls_to_rgb(teinte, _CLARTE_VIVE, saturation))


def _claire(teinte: str, aplat: str, part: float) -> str:
    """Du blanc teinté, autant que le texte y reste lisible sur l'aplat."""
    while contraste(claire := melange(teinte, BLANC, part), aplat) < SEUIL and part > 0:
        part = max(part - 0.02, 0)
    return claire


def _eclaircie(couleur: str, fonds: tuple[str, ...]) -> str:
    """La même teinte, assez claire pour se lire sur ces fonds sombres."""
    teinte, clarte, saturation = colorsys.rgb_to_hls(*_rvb(couleur))
    clarte = max(clarte, 0.7)
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


def _dit(valeur: float) -> str:
    return f"{_nombre(valeur)}:1"
