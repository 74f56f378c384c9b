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
_BLANC = r"[ \u00a0\u2009\u202f]"
_APRES = rf"(?=$|[\s\u00a0\u202f».,)\]…*_{COUTURE}])"

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
_CIVILITES = "MM?\\.|Mmes?|Mlles?|Dr|Me|Pr"

_CHIFFRE_BLANC = "0 "
_BLANC_REPERE = " 0"
_COUPLES = (
    (_CHIFFRE_BLANC, re.compile(rf"\b\d+(?:er)?{_BLANC}")),
    (_BLANC_REPERE, re.compile(rf"{_BLANC}(?:\d|[A-Z]\b|[IVX]+\b)")),
)
"""Deux indices bon marché, sans lesquels la plupart des règles à chiffres n'ont rien à faire dans une ligne."""

_Remplacement = str | Callable[[re.Match[str]], str]


def _milliers(nombre: re.Match[str]) -> str:
    return re.sub(_BLANC, _FINE, nombre[0])


_REGLES: tuple[tuple[str | list[str], str, _Remplacement], ...] = (
    # les signes ou indices sans lesquels la règle n'a rien à faire ; le motif ; ce qui le remplace
    (".", r"\.\.\.", "…"),
    ("'", rf"'(?<=[^\W\d_]')(?=[\w«“{COUTURE}{_INTOUCHABLE}])", "’"),
    (
        '"',
        rf'(?<![^\s\u00a0\u202f«(\[’{COUTURE}])"{_BLANC}*([^"\n]*[^"\s]){_BLANC}*"(?!\w)',
        rf"«{_FINE}\1{_FINE}»",
    ),
    ("«", rf"«{_BLANC}*(?=\S)", f"«{_FINE}"),
    ("»", rf"(?<=[^\s\u00a0\u202f«]){_BLANC}*»", f"{_FINE}»"),
    (
        ";!?",
        rf"(?=[ \u00a0\u2009\u202f\\;!?])(?<=[^\s\u00a0\u202f«(\[;!?…\\]){_BLANC}*((?:\\?[;!?])+){_APRES}",
        rf"{_FINE}\1",
    ),
    (":", rf"(?<=[^\s\u00a0\u202f«:;!?|-]){_BLANC}*:(?=$|[\s\u00a0\u202f{COUTURE}])", f"{_FIXE}:"),
    ([_CHIFFRE_BLANC], rf"(?<![\d.,]\d)(?<!\d)\d{{1,3}}(?:{_BLANC}\d{{3}})+(?!\d)", _milliers),
    ("%‰€", rf"(?<=\d){_BLANC}*(?=[%‰€])", _FINE),
    ([_CHIFFRE_BLANC], rf"(?<=\d){_BLANC}(?=(?:{_SYMBOLES})(?!\w))", _FINE),
    ([_CHIFFRE_BLANC], rf"(?<=\d{_FINE}h){_BLANC}(?=\d{{2}}\b)", _FINE),
    ([_CHIFFRE_BLANC], rf"(?<=\d){_BLANC}(?=(?:{_DUREES})\b)", _FIXE),
    ([_CHIFFRE_BLANC], rf"\b(\d{{1,2}}|1er){_BLANC}(?=(?:{_MOIS})\b)", rf"\1{_FIXE}"),
    ([_BLANC_REPERE], rf"\b({_MOIS}){_BLANC}(?=\d{{4}}\b)", rf"\1{_FIXE}"),
    ("°", rf"\b([nN])°{_BLANC}*(?=\d)", rf"\1°{_FIXE}"),
    ("LRD", rf"([LRD]\.)(?<!\w[LRD]\.){_BLANC}*(?=\d)", rf"\1{_FIXE}"),
    ("(", rf"(\(UE\)){_BLANC}(?=\d)", rf"\1{_FIXE}"),
    ([_BLANC_REPERE], rf"(?i:\b({_RENVOIS})){_BLANC}(?=(?:\d|[A-Z]\b|[IVX]+\b))", rf"\1{_FIXE}"),
    ("MDP", rf"\b({_CIVILITES}){_BLANC}(?=[A-ZÀ-Ý])", rf"\1{_FIXE}"),
    ("<>≤≥±×", rf"([<>≤≥±×]){_BLANC}(?=\d)", rf"\1{_FIXE}"),
)
_COMPILEES = tuple((frozenset(vises), re.compile(motif), remplacement) for vises, motif, remplacement in _REGLES)
_SUSPECT = re.compile(rf"`|@|{_INTOUCHABLE}|:(?=\S)|\.(?=\S)")
_HEURE = re.compile(r"\d[hH]\d")


def typographier(texte: str) -> str:
    """Rend le texte composé à la française ; ne perd aucune lettre ni aucun chiffre.

    Pur et idempotent. Adresses du web et de courriel, code entre accents graves et heures ressortent tels quels.
    """
    return "\n".join(_composer(ligne) for ligne in texte.split("\n"))


def _composer(ligne: str) -> str:
    gardes: list[str] = []

    def garder(trouve: re.Match[str]) -> str:
        gardes.append(trouve[0])
        return _INTOUCHABLE

    compose = _PROTEGES.sub(garder, ligne) if _SUSPECT.search(ligne) or _HEURE.search(ligne) else ligne
    signes = {*compose, *(nom for nom, indice in _COUPLES if indice.search(compose))}
    for vises, motif, remplacement in _COMPILEES:
        if not vises.isdisjoint(signes):
            compose = motif.sub(remplacement, compose)
    if not gardes:
        return compose
    restants = iter(gardes)
    return re.sub(_INTOUCHABLE, lambda _: next(restants), compose)
