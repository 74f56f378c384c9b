"""Des logos pour les tests : PNG et SVG, justes ou hostiles."""

from __future__ import annotations

import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def morceau(nom: bytes, contenu: bytes) -> bytes:
    return len(contenu).to_bytes(4) + nom + contenu + zlib.crc32(nom + contenu).to_bytes(4)


def png(
    largeur: int, hauteur: int, *autres: bytes, lignes: int | None = None, couleur: int = 2, entrelace: int = 0
) -> bytes:
    """Un PNG rouge, opaque. `lignes` : combien il en contient vraiment."""
    entete = largeur.to_bytes(4) + hauteur.to_bytes(4) + bytes((8, couleur, 0, 0, entrelace))
    corps = (b"\0" + b"\xc8\x1e\x3c" * largeur) * (hauteur if lignes is None else lignes)
    return b"".join(
        (SIGNATURE, morceau(b"IHDR", entete), *autres, morceau(b"IDAT", zlib.compress(corps)), morceau(b"IEND", b""))
    )


def svg(dedans: str = '<path d="M0 0h10v10z"/>', attributs: str = 'viewBox="0 0 300 200"', avant: str = "") -> bytes:
    espaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{avant}<svg {espaces} {attributs}>{dedans}</svg>".encode()


BOMBE = "".join(f'<g id="n{rang}">' + f'<use href="#n{rang - 1}"/>' * 10 + "</g>" for rang in range(1, 9))
"""Cent millions de dessins en quelques lignes."""

REGLES = "".join(f".a{rang}{{fill:red}}" for rang in range(20_000))
SVG_HOSTILES = {
    "script": (svg("<script>alert(1)</script>"), "n'exécute rien"),
    "script étranger": (svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'), "n'exécute rien"),
    "script caché": (svg("<metadata><script>alert(1)</script></metadata>"), "n'exécute rien"),
    "gestionnaire": (svg('<rect width="9" height="9" onclick="alert(1)"/>'), "« onclick »"),
    "gestionnaire de racine": (svg(attributs='viewBox="0 0 9 9" onLoad="alert(1)"'), "« onLoad »"),
    "foreignObject": (svg("<foreignObject><body/></foreignObject>"), "« foreignObject »"),
    "image distante": (svg('<image href="https://a.org/x.png"/>'), "une image"),
    "image du disque": (svg('<image xlink:href="file:///etc/passwd"/>'), "une image"),
    "use distant": (svg('<use xlink:href="https://a.org/x.svg#a"/>'), "tout contenir"),
    "use du disque": (svg('<use href="autre.svg#a"/>'), "tout contenir"),
    "dégradé distant": (svg('<linearGradient id="a" href="http://a.org/#b"/>'), "tout contenir"),
    "remplissage distant": (svg('<rect width="9" height="9" fill="url(http://a.org/#b)"/>'), "tout contenir"),
    "style distant": (svg('<rect width="9" height="9" style="fill: URL( \'http://a.org/#b\' )"/>'), "tout contenir"),
    "propriété inconnue": (svg('<g style="background:url(//a.org/b)"/>'), "tout contenir"),
    "import": (svg('<style>@import "http://a.org/a.css";</style>'), "feuille de style"),
    "police": (svg("<style>@font-face{src:url(http://a.org/a.woff)}</style>"), "feuille de style"),
    "url de feuille": (svg("<style>rect{fill:url(http://a.org/#a)}</style>"), "tout contenir"),
    "échappement": (svg("<style>rect{fill:u\\72l(http://a.org/#a)}</style>"), "tout contenir"),
    "échappement dans un attribut": (svg('<g style="fill:u\\72l(http://a.org/#a)"/>'), "tout contenir"),
    "adresse coupée": (svg("<style>rect{fill:url(http://a.org/#a</style>"), "tout contenir"),
    "style trop profond": (svg(f'<g style="fill:{"(" * 90_000}"/>'), "trop compliqué"),
    "feuille trop profonde": (svg(f"<style>rect{{fill:{'a(' * 90_000}}}</style>"), "trop compliqué"),
    "trop de règles": (svg(f"<style>{REGLES}</style>" + '<g class="a1"/>' * 4_900), ""),
    "feuille mal écrite": (svg("<style>rect{fill:red} }b</style>"), "ni faute"),
    "sélecteur composé": (svg("<style>g rect{fill:red}</style>"), "attributs de présentation"),
    "feuille externe": (svg(avant='<?xml-stylesheet href="http://a.org/a.css"?>'), ""),
    "entités": (svg("<desc>&a;</desc>", avant='<!DOCTYPE svg [<!ENTITY a "aaaa">]>'), "DOCTYPE"),
    "fichier par entité": (svg("&a;", avant='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
    "bombe d'entités": (
        svg(
            "<desc>&e9;</desc>",
            avant="<!DOCTYPE svg [<!ENTITY e0 'ha'>"
            + "".join(f"<!ENTITY e{rang} '{f'&e{rang - 1};' * 10}'>" for rang in range(1, 10))
            + "]>",
        ),
        "DOCTYPE",
    ),
    "bombe de renvois": (svg(f'<g id="n0"><path d="M0 0h1"/></g>{BOMBE}'), "répète trop"),
    "boucle": (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "se contient"),
    "trop d'éléments": (svg("<g/>" * 6000), "trop compliqué"),
    "trop profond": (svg("<g>" * 5000 + "</g>" * 5000), "trop compliqué"),
    "trop gros": (svg(f'<path d="M0 0{" " * 600_000}"/>'), "trop gros"),
    "mal formé": (b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "mal formé"),
    "vide": (b"<", "mal formé"),
    "page": (b"<html><body/></html>", "pas un dessin SVG"),
    "encodage": (b"<?xml version='1.0' encoding='klingon'?><svg/>", ""),
    "nombre": (svg('<path d="M0 0L1e300 1"/>'), "démesuré"),
    "démesuré": (svg('<circle r="1e6"/>'), "démesuré"),
    "forme": (svg('<path d="M0 0;alert(1)"/>'), "ne se comprend pas"),
    "texte": (svg("<text>Nous</text>"), "tracés"),
    "flou": (svg('<filter id="f"/>'), "« filter »"),
    "sans aucune mesure": (svg(attributs=""), "viewBox"),
    "plat": (svg(attributs='viewBox="0 0 0 10"'), "vide"),
    "fil": (svg(attributs='viewBox="0 0 1000 1"'), "trop long"),
}
"""Des SVG à refuser, et un bout de la phrase ; une phrase vide : il peut aussi être gardé, une fois nettoyé."""
