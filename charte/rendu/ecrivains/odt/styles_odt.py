"""Les styles de l'ODT : ceux que LibreOffice connaît déjà gardent leur nom interne, les autres ont le nôtre.

Règles : OpenDocument 1.3, parties 16 et 17. LibreOffice traduit lui-même ses noms internes (« Heading 1 » se lit
« Titre 1 » en français).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from charte.rendu.apparence.polices import Police
from charte.rendu.document.blocs import GenreDeListe, Role
from charte.rendu.ecrivains.odt.xml_odt import Attributs, Enfant, element, qualifie
from charte.rendu.ecrivains.styles_de_bureau import (
    ACCENT,
    BLANC,
    BRUME,
    COLONNE_DES_NUMEROS,
    ENCRE,
    ETIQUETTE,
    FILET,
    GRIS,
    HAUTEURS,
    LIEN,
    LIGNE_SIMPLE,
    LISTES,
    MARGES,
    PAGE,
    POLICES,
    PRINCIPALE,
    TEINTES,
    Bordure,
    Style,
)

_CONNUS: dict[Role, str] = {
    "titre": "Title",
    "sous_titre": "Subtitle",
    "corps": "Text body",
    "titre_1": "Heading 1",
    "titre_2": "Heading 2",
    "puce": "List",
    "titre_sommaire": "Contents Heading",
    "sommaire": "Contents 1",
    "tableau_legende": "Table",
    "tableau_entete": "Table Heading",
    "tableau_texte": "Table Contents",
}
_PARENTS: dict[Role, str] = {"titre_1": "Heading", "titre_2": "Heading", "titre": "Heading", "sous_titre": "Heading"}
STYLE = qualifie("text:style-name")
MARQUES = {"numero": "Numéro", "mention": "Mention", "code": "Source Text"}
_TRAITS = {"plein": "solid", "tirets": "dashed"}
_COTES = {"gauche": "left", "bas": "bottom", "haut": "top"}


def nom_de(role: Role, styles: Mapping[Role, Style]) -> str:
    """Le nom interne du style d'un rôle, encodé comme le veut OpenDocument."""
    return encode(_CONNUS.get(role) or styles[role].nom)


def encode(nom: str) -> str:
    """Un nom de style : les signes qui ne sont ni lettre ni chiffre s'écrivent par leur code (« _20_ »)."""
    return "".join(signe if signe.isalnum() else f"_{ord(signe):x}_" for signe in nom)


def polices(jointes: tuple[Police, ...]) -> ET.Element:
    """La déclaration de police : celle que l'on joint, et ses remplaçantes."""
    familles = [*dict.fromkeys(police.famille for police in jointes), *POLICES]
    sources = (_source(police) for police in jointes)
    return element(
        "office:font-face-decls",
        {},
        element(
            "style:font-face",
            {"style:name": "Charte", "svg:font-family": ", ".join(f"'{nom}'" for nom in familles)},
            *((element("svg:font-face-src", {}, *sources),) if jointes else ()),
        ),
    )


def _source(police: Police) -> ET.Element:
    format = element("svg:font-face-format", {"svg:string": "truetype"})
    adresse = {"xlink:href": f"Fonts/{police.fichier}", "xlink:type": "simple"}
    return element("svg:font-face-uri", adresse, format)


def styles_communs(styles: Mapping[Role, Style]) -> ET.Element:
    """Les styles nommés : paragraphes, caractères, listes."""
    marge = {"fo:margin-left": f"-{COLONNE_DES_NUMEROS}mm"}
    return element(
        "office:styles",
        {},
        _defaut(),
        _paragraphe("Standard", "", {}, {}),
        _paragraphe("Heading", "Standard", {"fo:keep-with-next": "always"}, {}),
        *(_style(role, style, styles) for role, style in styles.items()),
        _paragraphe("Header", "Standard", marge, _texte(8.5, GRIS), *_tabulation(170)),
        _paragraphe("Footer", "Standard", marge, _texte(8.5, GRIS), *_tabulation(170)),
        *_caracteres(),
        *(_liste(genre) for genre in LISTES),
    )


def _defaut() -> ET.Element:
    langue = {"fo:language": "fr", "fo:country": "FR"}
    return element(
        "style:default-style",
        {"style:family": "paragraph"},
        element("style:paragraph-properties", {"fo:orphans": "2", "fo:widows": "2", "style:tab-stop-distance": "10mm"}),
        element("style:text-properties", {"style:font-name": "Charte", **_texte(10.5, ENCRE), **langue}),
    )


def _texte(corps: float, couleur: str, gras: bool = False, italique: bool = False) -> Attributs:
    return {
        "fo:font-size": f"{corps:g}pt",
        "style:font-size-asian": f"{corps:g}pt",
        "style:font-size-complex": f"{corps:g}pt",
        "fo:color": f"#{couleur}",
        "fo:font-weight": "bold" if gras else "normal",
        "style:font-weight-complex": "bold" if gras else "normal",
        "fo:font-style": "italic" if italique else "normal",
    }


def _paragraphe(nom: str, parent: str, paragraphe: Attributs, texte: Attributs, *enfants: Enfant) -> ET.Element:
    return element(
        "style:style",
        {
            "style:name": encode(nom),
            "style:display-name": nom,
            "style:family": "paragraph",
            **({"style:parent-style-name": encode(parent)} if parent else {}),
            **({"style:default-outline-level": nom[-1]} if nom.startswith("Heading ") else {}),
            "style:class": "text",
        },
        element("style:paragraph-properties", paragraphe, *enfants),
        element("style:text-properties", texte),
    )


def _style(role: Role, style: Style, styles: Mapping[Role, Style]) -> ET.Element:
    proprietes: Attributs = {
        "fo:margin-top": f"{style.avant:g}mm",
        "fo:margin-bottom": f"{style.apres:g}mm",
        "fo:margin-left": f"{style.retrait:g}mm",
        "fo:margin-right": "0mm",
        "fo:text-indent": f"{-style.pendant:g}mm",
        "fo:line-height": f"{style.interligne / LIGNE_SIMPLE:.0%}",
        "fo:keep-with-next": "always" if style.solidaire else "auto",
        **({"fo:background-color": f"#{style.fond}"} if style.fond else {}),
        **(_bordure(style.bordure) if style.bordure else {}),
    }
    if style.fond or role == "en_clair":
        proprietes["fo:keep-together"] = "always"
    tabulations = _tabulation(148) if role == "sommaire" else ()
    texte = _texte(style.corps, style.couleur, style.gras, style.italique)
    nom = _CONNUS.get(role) or style.nom
    parent = _PARENTS.get(role) or ("Text body" if role in ("puce", "en_clair", "encart") else "Standard")
    return _paragraphe(nom, parent, proprietes, texte, *tabulations)


def _bordure(bordure: Bordure) -> Attributs:
    cote = "" if bordure.cotes == "tous" else f"-{_COTES[bordure.cotes]}"
    return {
        f"fo:border{cote}": f"{bordure.points:g}pt {_TRAITS[bordure.trait]} #{bordure.couleur}",
        f"fo:padding{cote}": f"{bordure.ecart:g}mm",
        "style:join-border": "true" if bordure.cotes == "tous" else "false",
    }


def _tabulation(position: float, genre: str = "right") -> tuple[ET.Element]:
    arret = element("style:tab-stop", {"style:position": f"{position:g}mm", "style:type": genre})
    return (element("style:tab-stops", {}, arret),)


def _caracteres() -> Iterator[ET.Element]:
    accent = {"fo:color": f"#{ACCENT}", "fo:font-weight": "bold"}
    sobre = {"fo:font-weight": "normal", "fo:font-style": "italic", "fo:font-size": "8.5pt", "fo:color": f"#{GRIS}"}
    lien = {"fo:color": f"#{LIEN}", "style:text-underline-style": "solid", "style:text-underline-color": "font-color"}
    for nom, proprietes in (
        ("Strong Emphasis", {"fo:font-weight": "bold", "style:font-weight-complex": "bold"}),
        ("Emphasis", {"fo:font-style": "italic"}),
        ("Gras italique", {"fo:font-weight": "bold", "fo:font-style": "italic"}),
        ("Exposant", {"style:text-position": "super 65%"}),
        ("Internet Link", lien),
        ("Index Link", {"fo:color": f"#{ENCRE}", "style:text-underline-style": "none"}),
        ("Renvoi", {"fo:color": f"#{LIEN}"}),
        ("Appel de note", {"style:text-position": "super 65%"}),
        ("Source Text", {"fo:background-color": f"#{BRUME}"}),
        ("Numéro", accent),
        ("Numéro d'article", {**accent, "fo:font-size": "26pt"}),
        ("Numéro de clause", {**accent, "fo:color": f"#{ETIQUETTE}"}),
        ("Numéro de réflexe", {**accent, "fo:font-size": "22pt"}),
        ("Étiquette", {"fo:color": f"#{ETIQUETTE}", "fo:font-weight": "bold"}),
        ("Mention", sobre),
    ):
        yield element(
            "style:style",
            {"style:name": encode(nom), "style:display-name": nom, "style:family": "text"},
            element("style:text-properties", proprietes),
        )


def _liste(genre: GenreDeListe) -> ET.Element:
    marque, retrait, recul = LISTES[genre]
    niveaux = [_niveau(genre, marque, retrait + rang * 6.5, recul, rang + 1) for rang in range(3)]
    return element(
        "text:list-style", {"style:name": f"Liste_{genre}", "style:display-name": f"Liste {genre}"}, *niveaux
    )


def _niveau(genre: GenreDeListe, marque: str, retrait: float, recul: float, niveau: int) -> ET.Element:
    nombre = marque.startswith("1")
    numerotation = {"style:num-format": "1", "style:num-suffix": marque[1:]} if nombre else {"text:bullet-char": marque}
    style = {"reflexes": "Numéro de réflexe", "options": ""}.get(genre, "Numéro")
    alignement = {
        "text:label-followed-by": "listtab" if recul else "space",
        "fo:text-indent": f"{-recul:g}mm",
        "fo:margin-left": f"{retrait:g}mm",
        **({"text:list-tab-stop-position": f"{retrait:g}mm"} if recul else {}),
    }
    return element(
        f"text:list-level-style-{'number' if nombre else 'bullet'}",
        {
            "text:level": str(niveau),
            **({"text:style-name": encode(style)} if style else {}),
            **numerotation,
        },
        element(
            "style:list-level-properties",
            {"text:list-level-position-and-space-mode": "label-alignment"},
            element("style:list-level-label-alignment", alignement),
        ),
    )


def styles_de_page() -> tuple[ET.Element, ET.Element]:
    """La page courante, et celle de la couverture."""
    marges = {
        "fo:page-width": f"{PAGE[0]}mm",
        "fo:page-height": f"{PAGE[1]}mm",
        "fo:margin-left": f"{MARGES['gauche']}mm",
        "fo:margin-right": f"{MARGES['droite']}mm",
    }
    courante = element(
        "style:page-layout",
        {"style:name": "Page"},
        element("style:page-layout-properties", {**marges, "fo:margin-top": "10mm", "fo:margin-bottom": "10mm"}),
        *(_marge(nom, cote) for nom, cote in (("header", "bottom"), ("footer", "top"))),
    )
    premiere = element(
        "style:page-layout",
        {"style:name": "Couverture"},
        element("style:page-layout-properties", {**marges, "fo:margin-top": "32mm", "fo:margin-bottom": "20mm"}),
    )
    return courante, premiere


def _marge(nom: str, cote: str) -> ET.Element:
    proprietes = {"fo:min-height": "10mm", f"fo:margin-{cote}": "4mm"}
    return element(f"style:{nom}-style", {}, element("style:header-footer-properties", proprietes))


def styles_de_cases() -> Iterator[ET.Element]:
    """Les habillages des lignes et des cases de tableau."""
    hauteurs = {f"Ligne_{genre}": {"style:min-row-height": f"{hauteur}mm"} for genre, hauteur in HAUTEURS.items()}
    for nom, hauteur in {"Ligne": {}, **hauteurs}.items():
        yield element(
            "style:style",
            {"style:name": nom, "style:family": "table-row"},
            element("style:table-row-properties", {"fo:keep-together": "always", **hauteur}),
        )
    bas = f"0.5pt solid #{FILET}"
    joint = f"2pt solid #{BLANC}"
    registre = {"fo:padding": "0mm", "fo:padding-top": "0.7mm", "fo:padding-bottom": "0.9mm", "fo:padding-right": "2mm"}
    matrice = {"fo:padding": "1.6mm", "fo:border": joint, "style:vertical-align": "middle"}
    cadre = {"fo:padding": "3mm", "fo:border": "0.75pt solid #9DB6BC"}
    for nom, proprietes in (
        ("registre_entete", {**registre, "fo:border-bottom": f"1pt solid #{PRINCIPALE}"}),
        ("registre_tete", {**registre, "fo:border-bottom": bas}),
        ("registre_case", {**registre, "fo:border-bottom": bas}),
        ("matrice_entete", {**matrice, "fo:background-color": f"#{PRINCIPALE}", "style:vertical-align": "bottom"}),
        ("matrice_tete", {**matrice, "fo:background-color": f"#{BRUME}"}),
        *((f"matrice_{nom}", {**matrice, "fo:background-color": f"#{fond}"}) for nom, (fond, _) in TEINTES.items()),
        ("signatures_entete", {**cadre, "fo:border-bottom": "none", "fo:padding-bottom": "0mm"}),
        ("signatures_case", {**cadre, "fo:border-top": "none"}),
        ("champs_entete", {"fo:padding": "1mm"}),
        ("champs_case", {"fo:padding": "1mm", "fo:border-bottom": "0.5pt solid #7A8A91"}),
    ):
        yield element(
            "style:style",
            {"style:name": nom, "style:family": "table-cell"},
            element("style:table-cell-properties", proprietes),
        )
    for nom, (_, encre) in TEINTES.items():
        yield element(
            "style:style",
            {
                "style:name": f"case_{nom}",
                "style:family": "paragraph",
                "style:parent-style-name": encode("Matrice, case"),
            },
            element("style:text-properties", {"fo:color": f"#{encre}"}),
        )
