"""La typographie française : espaces insécables, guillemets, apostrophes. Le texte source reste ordinaire.

Les règles suivent le Lexique des règles typographiques en usage à l'Imprimerie nationale : espace fine insécable
devant « ; ! ? », espace insécable devant « : », fines à l'intérieur des guillemets et entre les milliers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

COUTURE = "\ufdd0"
"""Joint de deux fragments que l'on veut traiter ensemble (autour d'un mot en gras, par exemple). Jamais un signe."""

_INTOUCHABLE = "\ufdd1"
_FINE = "\u202f"
_FIXE = "\u00a0"
_BLANC = r"[^\S\t\r\n]"
_APRES = rf"(?=$|[\s».,)\]*_]|[…{COUTURE}])"

_PROTEGES = re.compile(
    rf"""{_INTOUCHABLE}
    | `[^`]*`                                            # code
    | \b(?:[a-z][a-z0-9+.-]{{1,20}}:(?=/)|mailto:|www\.)[^\s{COUTURE}«»<>]*[^\s{COUTURE}«»<>.,)\]…]   # adresses du web
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+           # adresses de courriel
    | \b\d{{1,2}}[:hH]\d{{2}}\b                          # heures
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_SYMBOLES = "%|‰|€|£|\\$|k€|M€|°C|°|h|min|s|ms|kWh|Wh|kW|W|kg|g|mg|km|m|cm|mm|m²|L|l|Go|Mo|ko|To|pt|px"
_DUREES = "ans?|mois|semaines?|jours?|heures?|minutes?|secondes?"
_RENVOIS = "art\\.|articles?|annexes?|pages?|p\\.|chap(?:itres?|\\.)|fig\\.|tableaux?|versions?|étapes?|titre|section"
_CIVILITES = r"(?<=M)(?:M?\.|mes?|lles?|e)|(?<=[DP])r"

_RENVOI = re.compile(rf"\b(?i:{_RENVOIS})\Z")
_MOIS_OU_RENVOI = re.compile(rf"\b(?:{_MOIS}|(?i:{_RENVOIS}))\Z")
_MOT_LE_PLUS_LONG = 10

_Remplacement = str | Callable[[re.Match[str]], str]


def _milliers(nombre: re.Match[str]) -> str:
    return re.sub(_BLANC, _FINE, nombre[0])


def _unite(nombre: re.Match[str]) -> str:
    """Fine devant un symbole, insécable ordinaire devant « ans » ou « jours »."""
    return nombre[1] + (_FIXE if nombre["duree"] else _FINE)


def _lier(blanc: re.Match[str]) -> str:
    """Un renvoi et son numéro, un mois et son année ne se quittent pas."""
    avant = blanc.string[max(blanc.start() - _MOT_LE_PLUS_LONG, 0) : blanc.start()]
    mots = _MOIS_OU_RENVOI if blanc["annee"] else _RENVOI
    return _FIXE if mots.search(avant) else blanc[0]


_HAUTE = rf"(?=[\s\\;!?])(?<=[^\s«(\[;!?…\\]){_BLANC}*((?:\\?[;!?])+){_APRES}"
_REGLES: tuple[tuple[str, str, _Remplacement], ...] = (
    # Ce sans quoi la règle n'a rien à faire, le motif, ce qui le remplace. Un motif qui commence par un signe y saute
    # tout droit, et ne vérifie qu'ensuite ce qui précède : c'est dix fois moins cher que l'inverse.
    ("...", r"\.\.\.", "…"),
    ("'", rf"'(?<=[^\W\d_]')(?=[\w«“]|[{COUTURE}{_INTOUCHABLE}])", "’"),
    ('"', rf'"(?<![^\s«(\[’{COUTURE}]"){_BLANC}*([^"\n]*[^"\s]){_BLANC}*"(?!\w)', rf"«{_FINE}\1{_FINE}»"),
    ("«", rf"«{_BLANC}*(?=\S)", f"«{_FINE}"),
    ("»", rf"(?<=[^\s«]){_BLANC}*»", f"{_FINE}»"),
    *((signe, _HAUTE, rf"{_FINE}\1") for signe in ";!?"),
    (":", rf"(?=[\s:])(?<=[^\s«:;!?|-]){_BLANC}*:(?=$|[\s{COUTURE}])", f"{_FIXE}:"),
    ("", rf"[0-9](?<=\b.)\d{{0,2}}(?:{_BLANC}\d{{3}})+(?!\d)", _milliers),
    *((signe, rf"(?<=\d){_BLANC}*(?={signe})", _FINE) for signe in "%‰€"),
    ("", rf"([0-9]){_BLANC}(?=(?:{_SYMBOLES})(?![\w'’])|(?P<duree>(?:{_DUREES})\b))", _unite),
    (f"{_FINE}h", rf"{_FINE}h(?<=\d..){_BLANC}(?=\d{{2}}\b)", f"{_FINE}h{_FINE}"),
    ("", rf"([0-9](?<=\b.)(?:\d|(?<=1)er)?){_BLANC}(?=(?:{_MOIS})\b)", rf"\1{_FIXE}"),
    ("", rf"{_BLANC}(?=[\dA-Z])(?=\d|[A-Z]\b|[IVX]+\b)(?=(?P<annee>\d{{4}}\b)?)", _lier),
    ("°", rf"°(?<=\b[nN]°){_BLANC}*(?=\d)", f"°{_FIXE}"),
    (".", rf"\.(?<=\b[LRD]\.){_BLANC}*(?=\d)", f".{_FIXE}"),
    ("(UE)", rf"\(UE\){_BLANC}(?=\d)", f"(UE){_FIXE}"),
    ("", rf"([MDP](?<=\b.)(?:{_CIVILITES})){_BLANC}(?=[A-ZÀ-Ý])", rf"\1{_FIXE}"),
    *((signe, rf"{signe}{_BLANC}(?=\d)", f"{signe}{_FIXE}") for signe in "<>≤≥±×"),
)
_COMPILEES = tuple((signe, re.compile(motif), remplacement) for signe, motif, remplacement in _REGLES)
_LIGNE_A_LIGNE = frozenset("»;!?:%‰€")
"""Les signes dont le motif commence par ce qui les précède : il ne s'essaie que dans les lignes où ils sont."""
_SUSPECT = re.compile(rf"`|@|{_INTOUCHABLE}|:(?=\S)|\.(?=\S)|h(?<=\d.)(?=\d)|H(?<=\d.)(?=\d)")


def typographier(texte: str) -> str:
    """Rend le texte composé à la française ; ne perd aucune lettre ni aucun chiffre.

    Pur et idempotent. Adresses du web et de courriel, code entre accents graves et heures ressortent tels quels.
    """
    gardes: list[str] = []

    def garder(trouve: re.Match[str]) -> str:
        gardes.append(trouve[0])
        return _INTOUCHABLE

    compose = "\n".join([_PROTEGES.sub(garder, une) if _SUSPECT.search(une) else une for une in texte.split("\n")])
    for signe, motif, remplacement in _COMPILEES:
        if signe in _LIGNE_A_LIGNE and signe in compose:
            lignes = compose.split("\n")
            compose = "\n".join([motif.sub(remplacement, une) if signe in une else une for une in lignes])
        elif signe in compose:
            compose = motif.sub(remplacement, compose)
    if not gardes:
        return compose
    restants = iter(gardes)
    return re.sub(_INTOUCHABLE, lambda _: next(restants), compose)
