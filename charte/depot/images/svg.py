"""Contrôler un SVG de logo, puis le réécrire : il n'en reste que des formes, des couleurs et des dégradés.

Ce qui agit, charge ou se répète sans fin est refusé, à sa place dans le fichier ; ce que les logiciels de dessin
ajoutent (métadonnées, calques, classes) disparaît. Un même logo se dessine ainsi partout pareil.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

from charte.moteur.charte import Logo

if TYPE_CHECKING:
    from tinycss2.ast import Node

SVG = "http://www.w3.org/2000/svg"
ELEMENTS_MAXIMUM = 5_000
DESSINS_MAXIMUM = 20_000
PROFONDEUR_MAXIMALE = 60
RAPPORT_MAXIMUM = 40
NOMBRE_MAXIMUM = 1e7
DEMESURE = 200
"""Combien de fois le côté du dessin une coordonnée peut valoir : au-delà, ce qui convertit en PNG s'arrête net."""

_COTE = 512

_FORMES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_DEGRADES = {"linearGradient", "radialGradient"}
_GARDES = {"svg", "g", "defs", "symbol", "use", "stop", "clipPath", "mask", *_FORMES, *_DEGRADES}
_MUETS = {"title", "desc", "metadata", "style"}
_COMPLIQUE = "ce logo est trop compliqué : simplifiez le dessin, ou donnez un PNG"
_REFUS = {
    "script": "un logo n'exécute rien : retirez ce script",
    "foreignObject": "« foreignObject » n'est pas permis dans un logo : exportez un SVG simple (« plain SVG »)",
    "image": "ce logo contient une image : donnez plutôt un PNG",
    "text": "ce logo contient du texte : convertissez-le en tracés, sa police n'est pas partout",
}
_NOMBRES = {
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "offset"),
    *("d", "points", "transform", "gradientTransform", "viewBox"),
}
_STYLES = {
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color"),
    *("stop-color", "stop-opacity", "clip-path", "clip-rule", "mask", "display", "visibility"),
}
_MODES = {"clipPathUnits", "gradientUnits", "spreadMethod", "maskUnits", "maskContentUnits", "preserveAspectRatio"}
_NOMBRE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_VALEUR = re.compile(r"[\w#%.,()\s+-]*")
_RENVOI = re.compile(r"url\(\s*#([\w.:-]+)\s*\)")
_SELECTEUR = re.compile(r"[.#]?[\w-]+")
_TAILLE = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|pc|mm|cm|in)?\s*")


class SvgRefuse(Exception):
    """Ce SVG n'ira pas dans un document : la phrase à dire, et où."""

    def __init__(self, phrase: str, ligne: int = 1, colonne: int = 1) -> None:
        super().__init__(phrase)
        self.phrase, self.ligne, self.colonne = phrase, ligne, colonne


@dataclass
class _Noeud:
    nom: str
    attributs: dict[str, str]
    place: tuple[int, int]
    enfants: list[_Noeud] = field(default_factory=list)


def lire_svg(octets: bytes) -> Logo:
    """Rend le dessin, réécrit en UTF-8. Lève `SvgRefuse` s'il agit, charge, se répète, ou ne se lit pas."""
    lecture = _Lecture(octets)
    racine = lecture.racine
    try:
        _appliquer_les_styles(racine, _regles(lecture.feuilles))
    except RecursionError:
        # Des milliers de parenthèses emboîtées : tinycss2 descend dans chacune.
        raise SvgRefuse(_COMPLIQUE) from None
    identifiants = {noeud.attributs["id"]: noeud for noeud in _tous(racine) if "id" in noeud.attributs}
    _compter(racine, identifiants)
    x, y, largeur, hauteur = _cadre(racine)
    _borner(racine, DEMESURE * max(largeur, hauteur, abs(x), abs(y)))
    echelle = _COTE / max(largeur, hauteur)
    cadre = {"width": f"{largeur * echelle:g}", "height": f"{hauteur * echelle:g}"}
    racine.attributs = {**racine.attributs, **cadre, "viewBox": f"{x:g} {y:g} {largeur:g} {hauteur:g}"}
    for inutile in ("preserveAspectRatio", "x", "y"):
        racine.attributs.pop(inutile, None)
    dessin = "".join(_ecrire(racine, f' xmlns="{SVG}"'))
    return Logo("svg", b64encode(dessin.encode()).decode(), largeur, hauteur)


class _Lecture:
    """L'arbre du dessin, sans rien de ce qui est étranger à SVG. Aucune déclaration de type, aucune entité."""

    racine: _Noeud

    def __init__(self, octets: bytes) -> None:
        self.pile: list[_Noeud | None] = []
        self.feuilles: list[tuple[tuple[int, int], list[str]]] = []
        self.nombre = 0
        self._racine: _Noeud | None = None
        self._lecteur = expat.ParserCreate(namespace_separator=" ")
        self._lecteur.StartDoctypeDeclHandler = self._refuser_le_type
        self._lecteur.StartElementHandler = self._ouvrir
        self._lecteur.EndElementHandler = self._fermer
        self._lecteur.CharacterDataHandler = self._texte
        try:
            self._lecteur.Parse(octets, True)
        except expat.ExpatError as erreur:
            raise SvgRefuse("ce SVG ne se lit pas : XML mal formé", erreur.lineno, erreur.offset + 1) from None
        except (LookupError, ValueError):
            raise SvgRefuse("ce SVG ne se lit pas : encodage inconnu") from None
        if self._racine is None:
            raise SvgRefuse("la racine de ce fichier n'est pas un dessin SVG")
        self.racine = self._racine

    @property
    def place(self) -> tuple[int, int]:
        return self._lecteur.CurrentLineNumber, self._lecteur.CurrentColumnNumber + 1

    def _refuser(self, phrase: str) -> None:
        raise SvgRefuse(phrase, *self.place)

    def _refuser_le_type(self, *_: object) -> None:
        self._refuser("une déclaration DOCTYPE n'est pas permise dans un logo : retirez-la")

    def _ouvrir(self, nom: str, attributs: Mapping[str, str]) -> None:
        self.nombre += 1
        if self.nombre > ELEMENTS_MAXIMUM or len(self.pile) >= PROFONDEUR_MAXIMALE:
            self._refuser(_COMPLIQUE)
        espace, _, local = nom.rpartition(" ")
        if local in ("script", "foreignObject"):
            self._refuser(_REFUS[local])
        for attribut in attributs:
            if attribut.rpartition(" ")[2].lower().startswith("on"):
                self._refuser(f"un logo n'exécute rien : retirez l'attribut « {attribut.rpartition(' ')[2]} »")
        if not self.pile:
            if (espace, local) != (SVG, "svg"):
                self._refuser("la racine de ce fichier n'est pas un dessin SVG")
        elif self.pile[-1] is None or espace != SVG or local in _MUETS:
            if espace == SVG and local == "style":
                self.feuilles.append((self.place, []))
            self.pile.append(None)
            return
        elif local == "svg" or local not in _GARDES:
            self._refuser(_REFUS.get(local) or f"« {local} » n'est pas permis dans un logo : aplatissez le dessin")
        noeud = _Noeud(local, self._attributs(attributs), self.place)
        if self.pile and (parent := self.pile[-1]):
            parent.enfants.append(noeud)
        self._racine = self._racine or noeud
        self.pile.append(noeud)

    def _fermer(self, nom: str) -> None:
        self.pile.pop()

    def _texte(self, texte: str) -> None:
        if self.pile and self.pile[-1] is None and self.feuilles:
            self.feuilles[-1][1].append(texte)

    def _attributs(self, attributs: Mapping[str, str]) -> dict[str, str]:
        gardes = {}
        for complet, valeur in attributs.items():
            espace, _, nom = complet.rpartition(" ")
            if nom == "href":
                if not re.fullmatch(r"#[\w.:-]+", valeur.strip()):
                    self._refuser("ce logo renvoie à un autre fichier ou à une adresse : il doit tout contenir")
                gardes[nom] = valeur.strip()
            elif not espace and nom in _NOMBRES | _STYLES | _MODES | {"id", "class", "style"}:
                if nom != "style":
                    _controler(nom, valeur, self.place)
                gardes[nom] = valeur
        return gardes


def _controler(nom: str, valeur: str, place: tuple[int, int]) -> None:
    """Lève `SvgRefuse` si une valeur charge quelque chose, ou n'est pas de celles qu'un dessin emploie."""
    simple = valeur.replace('"', "").replace("'", "")
    if "url" in simple.lower() and not _RENVOI.fullmatch(simple.strip()):
        raise SvgRefuse("ce logo renvoie à un autre fichier ou à une adresse : il doit tout contenir", *place)
    if nom not in ("id", "class") and not _VALEUR.fullmatch(simple) and "url(" not in simple:
        raise SvgRefuse(f"l'attribut « {nom} » de ce logo ne se comprend pas", *place)
    if nom in _NOMBRES and any(abs(float(nombre)) > NOMBRE_MAXIMUM for nombre in _NOMBRE.findall(simple)):
        raise SvgRefuse(f"un nombre de l'attribut « {nom} » est démesuré", *place)


def _regles(feuilles: Iterable[tuple[tuple[int, int], list[str]]]) -> dict[str, dict[str, str]]:
    """Les règles des feuilles de style, par sélecteur (`rect`, `.c1`, `#a`). Lève `SvgRefuse` si l'une charge."""
    import tinycss2  # un logo sans style s'en passe

    regles: dict[str, dict[str, str]] = {}
    for place, morceaux in feuilles:
        for regle in tinycss2.parse_stylesheet("".join(morceaux), skip_comments=True, skip_whitespace=True):
            if regle.type != "qualified-rule":
                raise SvgRefuse("la feuille de style de ce logo n'est pas permise : ni « @ », ni faute", *place)
            declarations = _declarations(regle.content, place)
            for selecteur in tinycss2.serialize(regle.prelude).split(","):
                if not _SELECTEUR.fullmatch(selecteur.strip()):
                    phrase = f"« {selecteur.strip()[:40]} » : exportez ce logo avec des attributs de présentation"
                    raise SvgRefuse(phrase, *place)
                regles.setdefault(selecteur.strip(), {}).update(declarations)
    return regles


def _declarations(css: str | list[Node], place: tuple[int, int]) -> dict[str, str]:
    """Ce que ces déclarations gardent, par propriété. Lève `SvgRefuse` si l'une charge ; une faute ne compte pas."""
    import tinycss2

    trouvees = {}
    for une in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if une.type == "declaration":
            valeur = tinycss2.serialize([jeton for jeton in une.value if jeton.type != "comment"]).strip()
            if "url" in valeur.lower() or une.name in _STYLES:
                _controler(une.name, valeur, place)
            if une.name in _STYLES:
                trouvees[une.name] = valeur
    return trouvees


def _appliquer_les_styles(racine: _Noeud, regles: Mapping[str, dict[str, str]]) -> None:
    """Met sur chaque forme ce que les feuilles de style et son attribut `style` en disent, dans l'ordre du CSS."""
    rangs = {nom: rang for rang, nom in enumerate(regles)}
    for noeud in _tous(racine):
        classes = {f".{nom}" for nom in noeud.attributs.pop("class", "").split()} & regles.keys()
        identifiant = f"#{noeud.attributs.get('id', '')}"
        for selecteur in (noeud.nom, *sorted(classes, key=rangs.__getitem__), identifiant):
            noeud.attributs |= regles.get(selecteur, {})
        if style := noeud.attributs.pop("style", ""):
            noeud.attributs |= _declarations(style, noeud.place)


def _tous(noeud: _Noeud) -> Iterator[_Noeud]:
    yield noeud
    for enfant in noeud.enfants:
        yield from _tous(enfant)


def _compter(racine: _Noeud, identifiants: Mapping[str, _Noeud]) -> None:
    """Lève `SvgRefuse` si les renvois tournent en rond, ou répètent le dessin sans mesure."""
    couts: dict[int, int] = {}
    ouverts: set[int] = set()

    def cout(noeud: _Noeud) -> int:
        if id(noeud) in ouverts or len(ouverts) > 5 * PROFONDEUR_MAXIMALE:
            raise SvgRefuse("ce logo se contient lui-même", *noeud.place)
        if id(noeud) not in couts:
            ouverts.add(id(noeud))
            cibles = [identifiants[nom] for nom in _renvois(noeud) if nom in identifiants]
            couts[id(noeud)] = 1 + sum(cout(un) for un in (*noeud.enfants, *cibles))
            ouverts.discard(id(noeud))
        return couts[id(noeud)]

    if cout(racine) > DESSINS_MAXIMUM:
        raise SvgRefuse("ce logo répète trop de dessins : simplifiez-le, ou donnez un PNG", *racine.place)


def _renvois(noeud: _Noeud) -> Iterator[str]:
    for nom, valeur in noeud.attributs.items():
        if nom == "href":
            yield valeur[1:]
        elif nom in _STYLES:
            yield from _RENVOI.findall(valeur.replace('"', "").replace("'", ""))


def _cadre(racine: _Noeud) -> tuple[float, float, float, float]:
    """Le cadre du dessin, de `viewBox` ou de sa taille. Lève `SvgRefuse` s'il n'en a pas, ou s'il est absurde."""
    nombres = [float(nombre) for nombre in _NOMBRE.findall(racine.attributs.get("viewBox", ""))]
    if len(nombres) != 4:
        tailles = [_TAILLE.fullmatch(racine.attributs.get(nom, "")) for nom in ("width", "height")]
        if None in tailles:
            raise SvgRefuse("ce logo ne dit pas sa taille : ajoutez-lui un attribut viewBox", *racine.place)
        nombres = [0.0, 0.0, *(float(taille[1]) for taille in tailles if taille)]
    x, y, largeur, hauteur = nombres
    if not (largeur > 0 and hauteur > 0 and 1 / RAPPORT_MAXIMUM <= largeur / hauteur <= RAPPORT_MAXIMUM):
        raise SvgRefuse("ce logo est vide, ou bien trop long ou trop haut", *racine.place)
    return x, y, largeur, hauteur


def _borner(racine: _Noeud, maximum: float) -> None:
    """Lève `SvgRefuse` si une coordonnée va bien plus loin que le dessin."""
    for noeud in _tous(racine):
        for nom in _NOMBRES & noeud.attributs.keys():
            if any(abs(float(nombre)) > max(maximum, DEMESURE) for nombre in _NOMBRE.findall(noeud.attributs[nom])):
                raise SvgRefuse(f"un nombre de l'attribut « {nom} » est démesuré", *noeud.place)


def _ecrire(noeud: _Noeud, tete: str = "") -> Iterator[str]:
    # `quoteattr`, de xml.sax, amènerait tout urllib : dix millisecondes à chaque document.
    attributs = "".join(f' {nom}="{escape(valeur)}"' for nom, valeur in noeud.attributs.items())
    yield f"<{noeud.nom}{tete}{attributs}"
    if noeud.enfants:
        yield ">"
        for enfant in noeud.enfants:
            yield from _ecrire(enfant)
        yield f"</{noeud.nom}>"
    else:
        yield "/>"
