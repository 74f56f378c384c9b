"""La charte en ODT, pour LibreOffice Writer : styles nommés, sommaire, tableaux. Écrite sans bibliothèque."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path

from charte import __version__
from charte.moteur.charte import Charte
from charte.rendu.apparence.identite import BANDEAU, PAGE_MODIFIABLE, en_png, mesurer, teintes
from charte.rendu.apparence.polices import Police, polices_a_joindre
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.blocs import (
    Bloc,
    Case,
    Document,
    EntreeSommaire,
    Fragment,
    Image,
    Ligne,
    Liste,
    Paragraphe,
    Role,
    Sommaire,
    Tableau,
    Titre,
    rediger,
)
from charte.rendu.ecrivains.bureautique import a_plat, d_un_tenant, habit, marges_de, metadonnees
from charte.rendu.ecrivains.fragments import fragments, texte_de
from charte.rendu.ecrivains.odt import styles_odt as odt_styles
from charte.rendu.ecrivains.odt.styles_odt import encode, nom_de
from charte.rendu.ecrivains.odt.xml_odt import Enfant, archive, colorer, element, octets
from charte.rendu.ecrivains.styles_de_bureau import COLONNE_DES_NUMEROS, HAUTEURS, Style, styles_de

MIMETYPE = "application/vnd.oasis.opendocument.text"
_VERSION = {"office:version": "1.3"}
_LOGO = "Pictures/logo.png"


def odt(charte: Charte, modele: Path) -> bytes:
    """Rend l'ODT. Les mêmes réponses donnent les mêmes octets. Les polices du modèle y sont jointes."""
    polices = polices_a_joindre(modele)
    document = assembler(charte, modele)
    redaction = _RedactionOdt(styles_de(document), document.court)
    corps = [noeud for bloc in a_plat(document) for noeud in redaction.bloc(bloc)]
    logo = charte.apparence.logo
    if not document.court:
        redaction.couverture(corps[0], "logo" if logo else "structure")
    couleurs = teintes(charte.apparence)
    contenu = element(
        "office:document-content",
        _VERSION,
        odt_styles.polices(polices),
        element("office:automatic-styles", {}, *odt_styles.styles_de_cases(), *redaction.automatiques),
        element("office:body", {}, element("office:text", {}, *corps)),
    )
    fichiers = {
        "mimetype": MIMETYPE.encode(),
        "content.xml": octets(colorer(contenu, couleurs)),
        "styles.xml": octets(colorer(_styles(document, polices), couleurs)),
        "meta.xml": octets(_metadonnees(document)),
        **{f"Fonts/{police.fichier}": police.octets for police in polices},
        **({_LOGO: en_png(logo)} if logo else {}),
    }
    return archive({**fichiers, "META-INF/manifest.xml": octets(_manifeste(fichiers))}, sans_compression="mimetype")


def _styles(document: Document, polices: tuple[Police, ...]) -> ET.Element:
    courante, premiere = odt_styles.styles_de_page()
    titre, pied = marges_de(document)
    partie = element("text:chapter", {"text:display": "name", "text:outline-level": "1"})
    numero = element("text:page-number", {"text:select-page": "current"}, "1")
    nombre = element("text:page-count", {}, "1")
    pages = element(
        "style:master-page",
        {"style:name": "Standard", "style:page-layout-name": "Page"},
        element("style:header", {}, _marge("Header", titre, partie)),
        element("style:footer", {}, _marge("Footer", pied, numero, " / ", nombre)),
    )
    couverture = {"style:name": "First_20_Page", "style:display-name": "First Page"}
    return element(
        "office:document-styles",
        _VERSION,
        odt_styles.polices(polices),
        odt_styles.styles_communs(styles_de(document)),
        element("office:automatic-styles", {}, courante, premiere),
        element(
            "office:master-styles",
            {},
            pages,
            element(
                "style:master-page",
                {**couverture, "style:page-layout-name": "Couverture", "style:next-style-name": "Standard"},
            ),
        ),
    )


def _marge(style: str, gauche: str, *droite: Enfant) -> ET.Element:
    return element("text:p", {"text:style-name": style}, gauche, element("text:tab", {}), *droite)


def _metadonnees(document: Document) -> ET.Element:
    date = f"{document.date}T00:00:00"
    dates = (element("meta:creation-date", {}, date), element("dc:date", {}, date)) if document.date else ()
    nom, titre = metadonnees(document)
    return element(
        "office:document-meta",
        _VERSION,
        element(
            "office:meta",
            {},
            element("meta:generator", {}, f"charte/{__version__}"),
            element("dc:title", {}, titre),
            element("dc:creator", {}, nom),
            element("meta:initial-creator", {}, nom),
            element("dc:language", {}, "fr-FR"),
            *dates,
        ),
    )


def _manifeste(fichiers: Mapping[str, bytes]) -> ET.Element:
    def entree(chemin: str, genre: str) -> ET.Element:
        return element("manifest:file-entry", {"manifest:full-path": chemin, "manifest:media-type": genre})

    genres = {".xml": "text/xml", ".ttf": "application/x-font-ttf", ".otf": "application/x-font-opentype"}
    genres[".png"] = "image/png"
    parties = (entree(nom, genres[Path(nom).suffix]) for nom in fichiers if nom != "mimetype")
    return element("manifest:manifest", {"manifest:version": "1.3"}, entree("/", MIMETYPE), *parties)


class _RedactionOdt:
    """Écrit les blocs ; `automatiques` recueille les styles que leur mise en page demande en chemin."""

    def __init__(self, styles: Mapping[Role, Style], court: bool) -> None:
        self.styles = styles
        self.place = BANDEAU if court else PAGE_MODIFIABLE
        self.automatiques: list[ET.Element] = []
        self._tableaux = 0

    def couverture(self, premier: ET.Element, role: Role) -> None:
        """Donne au premier paragraphe, de ce rôle, la page de couverture, puis numérote normalement."""
        self._automatique("Debut", nom_de(role, self.styles), {"style:master-page-name": "First_20_Page"})
        premier.set(odt_styles.STYLE, "Debut")

    def bloc(self, bloc: Bloc) -> Iterator[ET.Element]:
        """Rend les éléments d'un bloc."""
        if isinstance(bloc, Titre):
            yield self._titre(bloc)
        elif isinstance(bloc, Paragraphe):
            yield self._paragraphe(bloc)
        elif isinstance(bloc, Liste):
            yield self._liste(bloc)
        elif isinstance(bloc, Tableau):
            yield from self._tableau(bloc)
        elif isinstance(bloc, Image):
            yield self._image(bloc)
        elif isinstance(bloc, Sommaire):
            yield self._sommaire(bloc)

    def _automatique(self, nom: str, parent: str, attributs: Mapping[str, str], **proprietes: str) -> None:
        identite = {"style:name": nom, "style:family": "paragraph", "style:parent-style-name": parent, **attributs}
        valeurs = {f"fo:{cle.replace('_', '-')}": valeur for cle, valeur in proprietes.items()}
        self.automatiques.append(element("style:style", identite, element("style:paragraph-properties", valeurs)))

    def _titre(self, titre: Titre) -> ET.Element:
        style = nom_de("titre_1" if titre.niveau == 1 else "titre_2", self.styles)
        if titre.page:
            nouvelle = f"Page_{encode(titre.ancre)}"
            self._automatique(nouvelle, style, {}, break_before="page")
            style = nouvelle
        nom = "Numéro d'article" if titre.niveau == 1 else "Numéro de clause"
        numero = (_empan(nom, titre.numero), element("text:tab", {})) if titre.numero else ()
        sans_numero = () if titre.numero else (element("text:tab", {}),)
        return element(
            "text:h",
            {"text:style-name": style, "text:outline-level": str(titre.niveau)},
            *_ancre(titre.ancre),
            *numero,
            *sans_numero,
            *_fragments(titre.ligne),
        )

    def _paragraphe(self, paragraphe: Paragraphe, style: str = "") -> ET.Element:
        return element(
            "text:p",
            {"text:style-name": style or nom_de(paragraphe.role, self.styles)},
            *_ancre(paragraphe.ancre),
            *_fragments(paragraphe.ligne),
        )

    def _image(self, image: Image) -> ET.Element:
        large, haut = mesurer(image.logo, self.place)
        taille = {"svg:width": f"{large:g}mm", "svg:height": f"{haut:g}mm"}
        source = {"xlink:href": _LOGO, "xlink:type": "simple", "xlink:show": "embed", "xlink:actuate": "onLoad"}
        cadre = element(
            "draw:frame",
            {"draw:name": "Logo", "text:anchor-type": "as-char", **taille},
            element("draw:image", source),
            element("svg:title", {}, texte_de(image.texte)),
            element("svg:desc", {}, texte_de(image.texte)),
        )
        return element("text:p", {"text:style-name": nom_de("logo", self.styles)}, cadre)

    def _liste(self, liste: Liste) -> ET.Element:
        elements = (element("text:list-item", {}, *map(self._element, un.blocs)) for un in liste.elements)
        return element("text:list", {"text:style-name": f"Liste_{liste.genre}"}, *elements)

    def _element(self, contenu: Paragraphe | Liste) -> ET.Element:
        return self._liste(contenu) if isinstance(contenu, Liste) else self._paragraphe(contenu)

    def _tableau(self, tableau: Tableau) -> Iterator[ET.Element]:
        self._tableaux += 1
        nom = f"Tableau{self._tableaux}"
        if tableau.legende:
            yield self._paragraphe(Paragraphe("tableau_legende", tableau.legende))
        self._habiller(nom, tableau)
        colonnes = [f"{nom}.{rang}" for rang in range(len(tableau.largeurs))]
        yield element(
            "table:table",
            {"table:name": nom, "table:style-name": nom},
            *(element("table:table-column", {"table:style-name": colonne}) for colonne in colonnes),
            element("table:table-header-rows", {}, self._ligne(tableau, tableau.entetes, entete=True)),
            *(self._ligne(tableau, ligne) for ligne in tableau.lignes),
        )

    def _habiller(self, nom: str, tableau: Tableau) -> None:
        """Les styles propres à ce tableau : sa largeur, ses colonnes."""
        largeur = sum(tableau.largeurs)
        proprietes = {
            "style:width": f"{largeur}mm",
            "table:align": "left",
            "fo:margin-left": f"-{COLONNE_DES_NUMEROS}mm",
            "fo:margin-bottom": "4mm",
            "style:may-break-between-rows": "false" if d_un_tenant(tableau) else "true",
            "fo:keep-with-next": "always" if tableau.genre == "champs" else "auto",
        }
        identite = {"style:name": nom, "style:family": "table"}
        self.automatiques.append(element("style:style", identite, element("style:table-properties", proprietes)))
        for rang, colonne in enumerate(tableau.largeurs):
            identite = {"style:name": f"{nom}.{rang}", "style:family": "table-column"}
            taille = element("style:table-column-properties", {"style:column-width": f"{colonne}mm"})
            self.automatiques.append(element("style:style", identite, taille))

    def _ligne(self, tableau: Tableau, cases: tuple[Case, ...], entete: bool = False) -> ET.Element:
        def ecrire(rang: int, case: Case) -> ET.Element:
            tete = "tete" if rang == 0 and habit(tableau) in ("registre", "matrice") else "case"
            habillage = "entete" if entete else case.decision or tete
            style = f"case_{case.decision}" if case.decision else ""
            return element(
                "table:table-cell",
                {"table:style-name": f"{habit(tableau)}_{habillage}", "office:value-type": "string"},
                *(self._paragraphe(paragraphe, style) for paragraphe in case.paragraphes),
            )

        ligne = f"Ligne_{tableau.genre}" if tableau.genre in HAUTEURS and not entete else "Ligne"
        ecrites = (ecrire(rang, case) for rang, case in enumerate(cases))
        return element("table:table-row", {"table:style-name": ligne}, *ecrites)

    def _sommaire(self, sommaire: Sommaire) -> ET.Element:
        """Une table des matières que Writer sait mettre à jour, avec ses lignes déjà écrites."""
        entete, titre = nom_de("titre_sommaire", self.styles), texte_de(sommaire.titre)
        self._automatique("Page_sommaire", entete, {"style:master-page-name": "Standard"})
        lignes = [self._entree(entree) for entree in sommaire.entrees]
        if sommaire.annexes:
            lignes.append(self._paragraphe(Paragraphe("intertitre", sommaire.intertitre)))
            lignes += [self._entree(entree) for entree in sommaire.annexes]
        return element(
            "text:table-of-content",
            {"text:name": titre, "text:protected": "false"},
            element(
                "text:table-of-content-source",
                {"text:outline-level": "1", "text:use-index-marks": "false"},
                element("text:index-title-template", {"text:style-name": entete}, titre),
                element(
                    "text:table-of-content-entry-template",
                    {"text:outline-level": "1", "text:style-name": nom_de("sommaire", self.styles)},
                    element("text:index-entry-link-start", {}),
                    element("text:index-entry-text", {}),
                    element("text:index-entry-tab-stop", {"style:type": "right", "style:leader-char": " "}),
                    element("text:index-entry-page-number", {}),
                    element("text:index-entry-link-end", {}),
                ),
            ),
            element(
                "text:index-body",
                {},
                element(
                    "text:index-title",
                    {"text:name": f"{titre}_titre"},
                    element("text:p", {"text:style-name": "Page_sommaire"}, titre),
                ),
                *lignes,
            ),
        )

    def _entree(self, entree: EntreeSommaire) -> ET.Element:
        numero = (_empan("Numéro", entree.repere), element("text:tab", {}))
        page = element("text:bookmark-ref", {"text:reference-format": "page", "text:ref-name": entree.ancre}, "")
        return element(
            "text:p",
            {"text:style-name": nom_de("sommaire", self.styles)},
            element(
                "text:a",
                _vers(f"#{entree.ancre}", "Index Link"),
                *numero,
                texte_de(rediger(entree.titre)),
                element("text:tab", {}),
                page,
            ),
        )


def _ancre(nom: str) -> tuple[ET.Element, ...]:
    return (element("text:bookmark", {"text:name": nom}),) if nom else ()


def _empan(style: str, *contenu: Enfant) -> ET.Element:
    return element("text:span", {"text:style-name": encode(style)}, *contenu)


def _fragments(ligne: Ligne) -> Iterator[Enfant]:
    for fragment in fragments(ligne):
        contenu = _texte(fragment.texte)
        style = _style_de(fragment)
        if fragment.vers:
            style = "Appel de note" if fragment.exposant else "Renvoi" if fragment.vers[0] == "#" else "Internet Link"
            yield element("text:a", _vers(fragment.vers, style), *contenu)
        elif style:
            yield _empan(style, *contenu)
        else:
            yield from contenu


def _vers(adresse: str, style: str) -> dict[str, str]:
    apparence = {"text:style-name": encode(style), "text:visited-style-name": encode(style)}
    return {"xlink:type": "simple", "xlink:href": adresse, **apparence}


def _texte(texte: str) -> Iterator[Enfant]:
    for rang, morceau in enumerate(texte.split("\n")):
        if rang:
            yield element("text:line-break", {})
        for colonne, mot in enumerate(morceau.split("\t")):
            yield from ((element("text:tab", {}),) if colonne else ())
            yield mot


def _style_de(fragment: Fragment) -> str:
    if fragment.marque:
        return "Étiquette" if fragment.gras else odt_styles.MARQUES[fragment.marque]
    if fragment.exposant:
        return "Exposant"
    if fragment.gras:
        return "Gras italique" if fragment.italique else "Strong Emphasis"
    return "Emphasis" if fragment.italique else ""
