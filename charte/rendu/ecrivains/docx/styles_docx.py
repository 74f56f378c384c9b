"""Les styles du DOCX. Ceux que Word connaît gardent leur nom interne : il les traduit (« heading 1 », « Titre 1 »).

Règles : ISO/IEC 29500-1 (WordprocessingML), section 17. L'ordre des éléments y est imposé.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from charte.rendu.document.blocs import GenreDeListe, Role
from charte.rendu.ecrivains.docx.xml_docx import Noeud, noeud, points, twips
from charte.rendu.ecrivains.styles_de_bureau import (
    ACCENT,
    BRUME,
    COLONNE_DES_NUMEROS,
    ENCRE,
    ETIQUETTE,
    GRIS,
    LIEN,
    LIGNE_SIMPLE,
    LISTES,
    Bordure,
    Style,
)

_CONNUS: dict[Role, str] = {
    "titre": "Title",
    "sous_titre": "Subtitle",
    "corps": "Body Text",
    "titre_1": "heading 1",
    "titre_2": "heading 2",
    "puce": "List",
    "titre_sommaire": "TOC Heading",
    "sommaire": "toc 1",
    "tableau_legende": "caption",
}
_COTES = {"gauche": ("left",), "bas": ("bottom",), "haut": ("top",), "tous": ("top", "left", "bottom", "right")}
_TRAITS = {"plein": "single", "tirets": "dashed"}
GENRES: tuple[GenreDeListe, ...] = tuple(LISTES)


def identifiant(nom: str) -> str:
    """L'identifiant d'un style, sans espace ni accent : « Corps de texte » devient « Corpsdetexte »."""
    return "".join(signe for signe in nom if signe.isascii() and signe.isalnum())


def identifiant_de(role: Role, styles: Mapping[Role, Style]) -> str:
    """L'identifiant du style d'un rôle."""
    return identifiant(_CONNUS.get(role) or styles[role].nom)


def tous(styles: Mapping[Role, Style], police: str) -> Iterator[Noeud]:
    """Les réglages par défaut, puis tous les styles."""
    fontes = dict.fromkeys(("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"), police)
    langue = {"w:val": "fr-FR", "w:eastAsia": "fr-FR", "w:bidi": "ar-SA"}
    yield noeud(
        "w:docDefaults",
        {},
        noeud("w:rPrDefault", {}, noeud("w:rPr", {}, noeud("w:rFonts", fontes), *_texte(10.5, ENCRE, langue=langue))),
        noeud("w:pPrDefault", {}, noeud("w:pPr", {}, noeud("w:widowControl", {}))),
    )
    yield _style("paragraph", "Normal", "", defaut=True)
    yield _style("character", "Default Paragraph Font", "", defaut=True)
    marges = noeud("w:tblCellMar", {}, *(_largeur(f"w:{cote}", 0) for cote in ("top", "left", "bottom", "right")))
    yield _style("table", "Normal Table", "", noeud("w:tblPr", {}, marges), defaut=True)
    yield _style("table", "Tableau", "NormalTable")
    for role, style in styles.items():
        yield _paragraphe(role, style)
    for nom in ("header", "footer"):
        retrait = noeud("w:ind", {"w:left": twips(-COLONNE_DES_NUMEROS)})
        marge = noeud("w:pPr", {}, _tabulation(148), retrait)
        yield _style("paragraph", nom, "Normal", marge, noeud("w:rPr", {}, *_texte(8.5, GRIS)))
    yield from _caracteres()


def _largeur(nom: str, millimetres: float) -> Noeud:
    return noeud(nom, {"w:w": twips(millimetres), "w:type": "dxa"})


def _style(genre: str, nom: str, parent: str, *proprietes: Noeud, defaut: bool = False) -> Noeud:
    return noeud(
        "w:style",
        {"w:type": genre, "w:styleId": identifiant(nom), **({"w:default": "1"} if defaut else {})},
        noeud("w:name", {"w:val": nom}),
        *((noeud("w:basedOn", {"w:val": parent}),) if parent else ()),
        noeud("w:qFormat", {}),
        *proprietes,
    )


def _texte(
    corps: float = 0,
    couleur: str = "",
    gras: bool = False,
    italique: bool = False,
    souligne: bool = False,
    fond: str = "",
    exposant: bool = False,
    langue: Mapping[str, str] | None = None,
) -> Iterator[Noeud]:
    if gras:
        yield from (noeud("w:b", {}), noeud("w:bCs", {}))
    if italique:
        yield from (noeud("w:i", {}), noeud("w:iCs", {}))
    if couleur:
        yield noeud("w:color", {"w:val": couleur})
    if corps:
        taille = {"w:val": str(round(corps * 2))}
        yield from (noeud("w:sz", taille), noeud("w:szCs", taille))
    if souligne:
        yield noeud("w:u", {"w:val": "single"})
    if fond:
        yield noeud("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fond})
    if exposant:
        yield noeud("w:vertAlign", {"w:val": "superscript"})
    if langue:
        yield noeud("w:lang", dict(langue))


def _paragraphe(role: Role, style: Style) -> Noeud:
    # Word dessine un cadre autour du texte, hors des retraits : on rentre le texte d'autant.
    ecart = style.bordure.ecart if style.bordure else 0.0
    droite = ecart if style.bordure and style.bordure.cotes == "tous" else 0.0
    retraits = {"w:left": twips(style.retrait + ecart), "w:right": twips(droite)}
    proprietes = [
        *((noeud("w:keepNext", {}),) if style.solidaire else ()),
        *((noeud("w:keepLines", {}),) if style.fond or style.niveau or role == "en_clair" else ()),
        *((_bordure(style.bordure),) if style.bordure else ()),
        *((noeud("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": style.fond}),) if style.fond else ()),
        *((_tabulation(0, "left", 148),) if role == "sommaire" else ()),
        noeud(
            "w:spacing",
            {
                "w:before": twips(style.avant),
                "w:after": twips(style.apres),
                "w:line": str(round(240 * style.interligne / LIGNE_SIMPLE)),
                "w:lineRule": "auto",
            },
        ),
        noeud("w:ind", {**retraits, **({"w:hanging": twips(style.pendant)} if style.pendant else {})}),
        *((noeud("w:outlineLvl", {"w:val": str(style.niveau - 1)}),) if style.niveau else ()),
    ]
    texte = _texte(style.corps, style.couleur, style.gras, style.italique)
    nom = _CONNUS.get(role) or style.nom
    return _style("paragraph", nom, "Normal", noeud("w:pPr", {}, *proprietes), noeud("w:rPr", {}, *texte))


def _bordure(bordure: Bordure) -> Noeud:
    trait = {
        "w:val": _TRAITS[bordure.trait],
        "w:sz": str(round(bordure.points * 8)),
        "w:space": str(min(31, round(points(bordure.ecart)))),
        "w:color": bordure.couleur,
    }
    return noeud("w:pBdr", {}, *(noeud(f"w:{cote}", trait) for cote in _COTES[bordure.cotes]))


def _tabulation(position: float, genre: str = "right", droite: float = 0) -> Noeud:
    arrets = [noeud("w:tab", {"w:val": genre, "w:pos": twips(position)})]
    if droite:
        arrets.append(noeud("w:tab", {"w:val": "right", "w:pos": twips(droite)}))
    return noeud("w:tabs", {}, *arrets)


def _caracteres() -> Iterator[Noeud]:
    for nom, texte in (
        ("Strong", _texte(gras=True)),
        ("Emphasis", _texte(italique=True)),
        ("Gras italique", _texte(gras=True, italique=True)),
        ("Exposant", _texte(exposant=True)),
        ("Hyperlink", _texte(couleur=LIEN, souligne=True)),
        ("Renvoi", _texte(couleur=LIEN)),
        ("Appel de note", _texte(exposant=True)),
        ("Code", _texte(fond=BRUME)),
        ("Numero", _texte(couleur=ACCENT, gras=True)),
        ("Numero article", _texte(26, ACCENT, gras=True)),
        ("Numero clause", _texte(couleur=ETIQUETTE, gras=True)),
        ("Etiquette", _texte(couleur=ETIQUETTE, gras=True)),
        ("Mention", _mention()),
    ):
        yield _style("character", nom, "DefaultParagraphFont", noeud("w:rPr", {}, *texte))


def _mention() -> Iterator[Noeud]:
    maigre = {"w:val": "0"}
    yield from (noeud("w:b", maigre), noeud("w:bCs", maigre))
    yield from _texte(8.5, GRIS, italique=True)


def listes() -> Iterator[Noeud]:
    """Les définitions des listes, dans l'ordre de `GENRES` ; trois niveaux chacune."""
    for rang, genre in enumerate(GENRES):
        yield noeud(
            "w:abstractNum",
            {"w:abstractNumId": str(rang)},
            noeud("w:multiLevelType", {"w:val": "hybridMultilevel"}),
            *(_niveau(genre, niveau) for niveau in range(3)),
        )


def _niveau(genre: GenreDeListe, niveau: int) -> Noeud:
    marque, retrait, recul = LISTES[genre]
    nombre = marque.startswith("1")
    accent = _texte(22 if genre == "reflexes" else 0, "" if genre == "options" else ACCENT, gras=genre != "options")
    # Le texte d'un encart est déjà rentré de la largeur de son cadre.
    gauche = retrait + niveau * 6.5 + (3 if genre == "options" else 0)
    return noeud(
        "w:lvl",
        {"w:ilvl": str(niveau)},
        noeud("w:start", {"w:val": "1"}),
        noeud("w:numFmt", {"w:val": "decimal" if nombre else "bullet"}),
        noeud("w:suff", {"w:val": "tab" if recul else "space"}),
        noeud("w:lvlText", {"w:val": f"%{niveau + 1}{marque[1:]}" if nombre else marque}),
        noeud("w:lvlJc", {"w:val": "left"}),
        noeud("w:pPr", {}, noeud("w:ind", {"w:left": twips(gauche), "w:hanging": twips(recul)})),
        noeud("w:rPr", {}, *accent),
    )
