"""Finir le PDF de WeasyPrint : ce qu'il reste à corriger pour être à la fois PDF/UA-1 et PDF/A-3a.

WeasyPrint balise page par page. On réunit les éléments qu'un saut de page a coupés, on donne leur rôle au sommaire, aux
listes et aux en-têtes de tableau, on retire de la lecture ce qui se répète en haut et en bas des pages, et l'on décrit
les liens. Règles : ISO 14289-1 (PDF/UA-1), ISO 32000-1 section 14.8 (balises).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags

Element = Any
"""Un élément de structure : un `pydyf.Dictionary` à qui l'on a attaché sa boîte de mise en page, `boite`."""

_COUPABLES = {"/P", "/Part", "/Sect", "/L", "/LI", "/LBody", "/Div", "/NonStruct", "/Table", "/TBody"}
_SANS_IMBRICATION = {"/P", "/H1", "/H2", "/H3", "/LBody"}
_SOMMAIRE = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}
_SECTIONS = {"nav", "header"}

_IDENTITE_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA part number</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


@contextmanager
def weasyprint_prepare() -> Iterator[None]:
    """Le temps d'un rendu, ajoute à WeasyPrint 70 et à pydyf deux choses qu'ils n'offrent pas.

    Chaque élément de structure garde la boîte dont il vient. Aucun flux compressé ne finit par un retour chariot : avec
    le saut de ligne qui suit, les validateurs le prendraient pour une fin de ligne et croiraient la longueur fausse.
    """
    baliser, octets = tags._build_box_tree, pydyf.Stream.data

    def baliser_et_attacher(boite: Any, *reste: Any) -> Iterator[Element]:
        for element in baliser(boite, *reste):
            if not hasattr(element, "boite"):
                element.boite = boite
            yield element

    def octets_sans_equivoque(flux: pydyf.Stream) -> bytes:
        if not hasattr(flux, "produits"):  # Chaque flux est demandé deux fois : pour l'écrire, puis pour l'empreinte.
            flux.produits = octets.fget(flux)
            if flux.produits.endswith(b"\r\nendstream"):
                flux.compress = False
                flux.produits = octets.fget(flux)
        return bytes(flux.produits)

    tags._build_box_tree, pydyf.Stream.data = baliser_et_attacher, property(octets_sans_equivoque)
    try:
        yield
    finally:
        tags._build_box_tree, pydyf.Stream.data = baliser, octets


def finir(document: Any, pdf: pydyf.PDF) -> None:
    """Corrige la structure du PDF, sur place. Se donne à `write_pdf(finisher=…)`, sous `weasyprint_prepare`."""
    _Finition(pdf).finir()


class _Finition:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.elements: list[Element] = [
            objet for objet in pdf.objects if isinstance(objet, dict) and objet.get("Type") == "/StructElem"
        ]
        self.racine: Element = next(element for element in self.elements if element["S"] == "/Document")

    def finir(self) -> None:
        self._reunir(self.racine)
        self._donner_les_roles(self.racine, sommaire=False)
        self._decrire_les_liens()
        self._ecarter_le_reste()
        self._completer_les_polices()
        self._signer()

    def objet(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def enfants(self, element: Element) -> list[Element]:
        """Les éléments contenus, dans l'ordre ; ni le contenu marqué, ni les annotations."""
        objets = (self.objet(enfant) for enfant in element["K"] if isinstance(enfant, bytes))
        return [objet for objet in objets if objet.get("Type") == "/StructElem"]

    def _reunir(self, parent: Element) -> None:
        """Fond la suite d'un élément, sur la page d'après, dans son début."""
        gardes: list[Any] = []
        precedent: Element = None
        for enfant in parent["K"]:
            element = self.objet(enfant) if isinstance(enfant, bytes) else None
            if element is not None and precedent is not None and self._est_la_suite(element, precedent):
                self._fondre(element, precedent)
            else:
                gardes.append(enfant)
                precedent = element
        parent["K"] = pydyf.Array(gardes)
        for element in self.enfants(parent):
            self._reunir(element)

    def _est_la_suite(self, element: Element, precedent: Element) -> bool:
        nature = _nature(element)
        return (
            nature is not None
            and nature is _nature(precedent)
            and element["S"] == precedent["S"]
            and element["S"] in _COUPABLES
            and element["Pg"] != getattr(precedent, "derniere_page", precedent["Pg"])
            and all(isinstance(enfant, bytes) for enfant in element["K"])
        )

    def _fondre(self, suite: Element, debut: Element) -> None:
        for enfant in suite["K"]:
            element = self.objet(enfant)
            if element.get("S") == "/THead":
                continue  # L'en-tête répété en haut de page n'est pas une ligne de plus.
            element["P"] = debut.reference
            debut["K"].append(enfant)
        suite["K"] = pydyf.Array()
        debut.derniere_page = suite["Pg"]

    def _donner_les_roles(self, parent: Element, sommaire: bool) -> None:
        for element in self.enfants(parent):
            role, balise = element["S"], _balise(element)
            dedans = sommaire or balise == "nav"
            if balise in _SECTIONS and role == "/NonStruct":
                element["S"] = "/Sect"
            elif dedans and role in _SOMMAIRE:
                element["S"] = _SOMMAIRE[role]
            elif (role in _SANS_IMBRICATION and role == parent["S"]) or (role == "/Div" and parent["S"] == "/L"):
                element["S"] = "/NonStruct"
            elif role == "/L":
                numerotation = "/Decimal" if balise == "ol" else "/None" if _sans_puce(element) else "/Disc"
                element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numerotation})
            elif role == "/TH":
                colonne = self.objet(parent["P"])["S"] == "/THead"
                element["A"]["Scope"] = "/Column" if colonne else "/Row"
                element.pop("ID", None)
            elif role == "/TD":
                element["A"].pop("Headers", None)  # La portée des en-têtes suffit ; la répétition alourdit.
            self._donner_les_roles(element, dedans)

    def _decrire_les_liens(self) -> None:
        for element in self.elements:
            if element["S"] == "/Link" and element.boite.link_annotation:
                annotation = element.boite.link_annotation
                adresse = annotation["Contents"].string
                texte = "".join(element.boite.element.itertext()).strip()
                annotation["Contents"] = pydyf.String(_description(adresse, texte, "Dest" in annotation))

    def _ecarter_le_reste(self) -> None:
        """Marque comme artefacts les en-têtes, les pieds de page et les en-têtes de tableau répétés."""
        gardes = {self.racine.number}
        a_voir = [self.racine]
        while a_voir:
            enfants = self.enfants(a_voir.pop())
            gardes.update(enfant.number for enfant in enfants)
            a_voir.extend(enfants)
        ecartes: dict[bytes, set[int]] = defaultdict(set)
        for element in self.elements:
            if element.number not in gardes:
                ecartes[element["Pg"]].update(enfant for enfant in element["K"] if isinstance(enfant, int))
                element["K"] = pydyf.Array()
        arbre = self.objet(self.objet(self.pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
        for page, rangs in ecartes.items():
            dictionnaire = self.objet(page)
            parents = arbre[arbre.index(dictionnaire["StructParents"]) + 1]
            flux = self.objet(dictionnaire["Contents"]).stream
            for place, jeton in enumerate(flux):
                if jeton == b"BDC" and flux[place - 1].get("MCID") in rangs:
                    parents[flux[place - 1]["MCID"]] = "null"
                    flux[place - 2] = "/Artifact"
                    flux[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})

    def _completer_les_polices(self) -> None:
        """Donne un sens aux dessins qui n'en ont pas seuls (le point d'une lettre arabe) : un liant sans chasse."""
        for objet in self.pdf.objects:
            if isinstance(objet, pydyf.Stream) and b"begincmap" in objet.stream:
                objet.stream = [ligne.replace(b"<>", b"<200d>") for ligne in objet.stream]

    def _signer(self) -> None:
        """Déclare PDF/UA-1 à côté de PDF/A, avec le schéma d'extension que PDF/A exige pour cela."""
        metadonnees = self.objet(self.pdf.catalog["Metadata"])
        metadonnees.compress = False
        metadonnees.stream = [morceau.replace(b"</rdf:RDF>", _IDENTITE_UA) for morceau in metadonnees.stream]


def _nature(element: Element) -> Any:
    """L'élément HTML dont vient l'élément de structure, ou rien."""
    boite = getattr(element, "boite", None)
    return None if boite is None else boite.element


def _balise(element: Element) -> str:
    boite = getattr(element, "boite", None)
    return (boite.element_tag or "") if boite is not None and boite.element is not None else ""


def _sans_puce(element: Element) -> bool:
    return bool(element.boite.style["list_style_type"] == "none")


def _description(adresse: str, texte: str, interne: bool) -> str:
    if interne:
        return f"Aller à\u00a0: {texte}"
    if adresse.startswith("mailto:"):
        return f"Écrire à {adresse.removeprefix('mailto:')}"
    return f"Ouvrir {adresse}"
