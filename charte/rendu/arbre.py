"""La page HTML d'une charte en arbre de données : de quoi la donner à un moteur qui ne lit pas le HTML.

Le texte y est déjà composé et sans code : rien de ce qu'un groupe a écrit n'y sera interprété.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

Noeud = dict[str, Any]
"""Un élément : balise `b`, classes `c`, attributs `a`, enfants `e` (éléments ou textes), nombre de signes `n`."""

_EN_LIGNE = {"a", "br", "code", "em", "img", "span", "strong", "sup", "wbr"}
_SANS_FIN = {"br", "img", "link", "meta", "wbr"}
_TITRES = {"h1", "h2", "h3"}
_BLANCS = re.compile(r"[ \t\r\n\f]+")

# Un mot plus long que la plus étroite des colonnes doit pouvoir se couper quelque part.
_MOT_LONG = re.compile(r"[^\s\u00a0\u202f]{20,}")
_MORCEAUX = re.compile(r"[^@._/-]+[@._/-]*|[@._/-]+")
_MORCEAU_SANS_FIN = 30


def en_arbre(html: str) -> Noeud:
    """Rend l'arbre de la page : ce que disent les métadonnées, la classe du corps, les blocs qu'il contient.

    Un lien vers une ancre absente perd son adresse : il ne reste que son texte.
    """
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.close()
    ancres = set(_ancres(lecteur.racine))
    for noeud in _descendants(lecteur.racine):
        if noeud["a"].get("href", "")[:1] == "#" and noeud["a"]["href"][1:] not in ancres:
            del noeud["a"]["href"]
    corps = next(noeud for noeud in _descendants(lecteur.racine) if noeud["b"] == "body")
    return {**lecteur.tete, "classes": corps["c"], "corps": corps["e"]}


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.racine = _noeud("html", {})
        self.pile = [self.racine]
        self.tete: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "meta" and "name" in attributs:
            self.tete[attributs["name"]] = attributs.get("content", "")
        if tag in ("html", "meta"):
            return
        noeud = _noeud(tag, attributs)
        self.pile[-1]["e"].append(noeud)
        if tag not in _SANS_FIN:
            self.pile.append(noeud)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SANS_FIN or all(noeud["b"] != tag for noeud in self.pile[1:]):
            return
        while (noeud := self.pile.pop())["b"] != tag:
            _ranger(noeud)
        _ranger(noeud)
        if tag == "title":
            self.tete["title"] = "".join(noeud["e"])

    def handle_data(self, data: str) -> None:
        texte = _BLANCS.sub(" ", data)
        entier = any(noeud["b"] in ("a", "title") for noeud in self.pile)
        self.pile[-1]["e"].extend([texte] if entier else _secable(texte))


def _noeud(balise: str, attributs: dict[str, str]) -> Noeud:
    classes = attributs.pop("class", "").split()
    return {"b": balise, "c": classes, "a": attributs, "e": [], "n": 0}


def _ranger(noeud: Noeud) -> None:
    """Une fois l'élément lu : retire les blancs entre les blocs, réunit le texte épars en paragraphes, compte."""
    enfants = noeud["e"]
    if noeud["b"] not in _EN_LIGNE:
        if any(_est_un_bloc(enfant) for enfant in enfants):
            noeud["e"] = enfants = list(_en_blocs(enfants))
        else:
            _tailler(enfants)
        _remonter_l_ancre(noeud)
    noeud["n"] = sum(len(enfant) if isinstance(enfant, str) else enfant["n"] for enfant in enfants)


def _est_un_bloc(enfant: Noeud | str) -> bool:
    return not isinstance(enfant, str) and enfant["b"] not in _EN_LIGNE


def _en_blocs(enfants: list[Noeud | str]) -> Iterator[Noeud]:
    epars: list[Noeud | str] = []
    for enfant in [*enfants, None]:
        if enfant is not None and not _est_un_bloc(enfant):
            epars.append(enfant)
            continue
        _tailler(epars)
        if epars:
            yield {**_noeud("p", {}), "e": epars, "n": sum(len(un) if isinstance(un, str) else un["n"] for un in epars)}
            epars = []
        if isinstance(enfant, dict):
            yield enfant


def _tailler(enfants: list[Noeud | str]) -> None:
    """Retire les blancs du début et de la fin, sur place."""
    while enfants and isinstance(enfants[0], str) and not enfants[0].strip(" "):
        del enfants[0]
    while enfants and isinstance(enfants[-1], str) and not enfants[-1].strip(" "):
        del enfants[-1]
    if enfants and isinstance(enfants[0], str):
        enfants[0] = enfants[0].lstrip(" ")
    if enfants and isinstance(enfants[-1], str):
        enfants[-1] = enfants[-1].rstrip(" ")


def _remonter_l_ancre(noeud: Noeud) -> None:
    """L'ancre d'une section devient celle de son titre : c'est là que mène un lien."""
    premier = noeud["e"][0] if noeud["e"] else None
    if noeud["b"] == "section" and isinstance(premier, dict) and premier["b"] in _TITRES and "id" in noeud["a"]:
        premier["a"].setdefault("id", noeud["a"].pop("id"))


def _secable(texte: str) -> Iterator[Noeud | str]:
    """Le texte, avec une coupure permise là où un mot trop long peut finir sa ligne."""
    fin = 0
    for mot in _MOT_LONG.finditer(texte):
        coupes = list(_couper(mot[0]))
        if len(coupes) > 1:
            yield texte[fin : mot.start()]
            for rang, coupe in enumerate(coupes):
                if rang:
                    yield _noeud("wbr", {})
                yield coupe
            fin = mot.end()
    yield texte[fin:]


def _couper(mot: str) -> Iterator[str]:
    for morceau in _MORCEAUX.findall(mot):
        yield from [morceau] if len(morceau) < _MORCEAU_SANS_FIN else morceau


def _descendants(noeud: Noeud) -> Iterator[Noeud]:
    for enfant in noeud["e"]:
        if isinstance(enfant, dict):
            yield enfant
            yield from _descendants(enfant)


def _ancres(racine: Noeud) -> Iterator[str]:
    """Les ancres, chacune une fois ; un double est retiré."""
    vues: set[str] = set()
    for noeud in _descendants(racine):
        ancre = noeud["a"].get("id", "")
        if ancre in vues or not ancre:
            noeud["a"].pop("id", None)
        else:
            vues.add(ancre)
            yield ancre
