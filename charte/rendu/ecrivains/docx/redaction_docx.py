"""La charte en DOCX, pour Word : mêmes blocs et même allure que l'ODT. Demande python-docx, installé à part."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from charte.erreurs import RenduImpossible
from charte.moteur.charte import Charte
from charte.rendu.apparence.identite import BANDEAU, PAGE_MODIFIABLE, Teintes, en_png, mesurer, teintes
from charte.rendu.apparence.polices import polices_a_joindre
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.blocs import (
    Bloc,
    Document,
    EntreeSommaire,
    Fragment,
    Image,
    Liste,
    Paragraphe,
    Role,
    Sommaire,
    Tableau,
    Titre,
    rediger,
)
from charte.rendu.ecrivains.bureautique import a_plat, marges_de, metadonnees
from charte.rendu.ecrivains.docx.styles_docx import GENRES, identifiant, identifiant_de, listes, tous
from charte.rendu.ecrivains.docx.tableaux_docx import tableau
from charte.rendu.ecrivains.docx.xml_docx import Noeud, joindre, noeud, twips
from charte.rendu.ecrivains.fragments import fragments, texte_de
from charte.rendu.ecrivains.odt.xml_odt import archive
from charte.rendu.ecrivains.styles_de_bureau import MARGES, PAGE, POLICES, Style, styles_de
from charte.rendu.systeme import installer

_INUTILES = ("thumbnail", "stylesWithEffects", "customXml")
_SURES = ":/?#[]@!$&'()*+,;=%~-._"


def docx(charte: Charte, modele: Path) -> bytes:
    """Rend le DOCX. Les mêmes réponses donnent les mêmes octets. Les polices du modèle y sont jointes.

    Lève `RenduImpossible` si python-docx n'est pas installé.
    """
    try:
        import docx as bibliotheque
    except ImportError:
        raise RenduImpossible(
            "Le fichier DOCX ne peut pas être produit : python-docx n'est pas installé.", installer("python-docx>=1.2")
        ) from None
    contenu = assembler(charte, modele)
    document = bibliotheque.Document()
    _nettoyer(document)
    _habiller(document, styles_de(contenu), modele)
    redaction = _RedactionDocx(document, styles_de(contenu), contenu.court)
    corps = document.element.body
    fin = corps.sectPr
    for bloc in a_plat(contenu):
        for element in redaction.bloc(bloc):
            fin.addprevious(element)
    _colorer(document, teintes(charte.apparence))
    _marges(document, contenu)
    _decrire(document, contenu)
    tampon = io.BytesIO()
    document.save(tampon)
    return _sans_dates(tampon)


def _colorer(document: Any, voulues: Teintes) -> None:
    """Remplace les teintes du modèle, là où le document en porte ; le texte n'y change pas."""
    from docx.oxml.ns import qn

    if not voulues:
        return
    fonds, encre = (qn("w:fill"), qn("w:color")), qn("w:val")
    for racine in (document.element, document.styles.element, document.part.numbering_part.element):
        for un in racine.iter():
            for nom in (*fonds, encre) if un.tag == qn("w:color") else fonds:
                if neuve := voulues.get(f"#{un.get(nom, '')}".lower()):
                    un.set(nom, neuve.removeprefix("#").upper())


def _nettoyer(document: Any) -> None:
    """Retire du document vide de python-docx ce qui ne vient pas de la charte."""
    for relations in (document.part.package.rels, document.part.rels):
        for cle in [cle for cle, une in relations.items() if une.reltype.rsplit("/", 1)[-1] in _INUTILES]:
            del relations[cle]


def _habiller(document: Any, styles: Mapping[Role, Style], modele: Path) -> None:
    polices = polices_a_joindre(modele)
    famille = polices[0].famille if polices else POLICES[0]
    table = next(une.target_part for une in document.part.rels.values() if une.reltype.endswith("/fontTable"))
    joindre(polices, table, famille, ", ".join(POLICES))
    _remplir(document.styles.element, tous(styles, famille))
    _remplir(document.part.numbering_part.element, listes())
    compatibilite = {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"}
    _remplir(
        document.settings.element,
        (
            *((noeud("w:embedTrueTypeFonts", {}),) if polices else ()),
            noeud("w:defaultTabStop", {"w:val": twips(10)}),
            noeud("w:compat", {}, noeud("w:compatSetting", compatibilite)),
            noeud("w:themeFontLang", {"w:val": "fr-FR"}),
            noeud("w:decimalSymbol", {"w:val": ","}),
            noeud("w:listSeparator", {"w:val": ";"}),
        ),
    )


def _remplir(racine: Noeud, enfants: Iterable[Noeud]) -> None:
    for ancien in list(racine):
        racine.remove(ancien)
    racine.extend(enfants)


def _marges(document: Any, contenu: Document) -> None:
    """La page, son en-tête et son pied ; la couverture d'une charte complète n'en a pas."""
    section = document.sections[0]
    cotes = {
        "w:top": MARGES["haut"],
        "w:bottom": MARGES["bas"],
        "w:left": MARGES["gauche"],
        "w:right": MARGES["droite"],
    }
    dimensions = {cle: twips(valeur) for cle, valeur in cotes.items()}
    _remplir(
        section._sectPr,
        (
            noeud("w:pgSz", {"w:w": twips(PAGE[0]), "w:h": twips(PAGE[1])}),
            noeud("w:pgMar", {**dimensions, "w:header": twips(10), "w:footer": twips(10), "w:gutter": "0"}),
            *((noeud("w:titlePg", {}),) if not contenu.court else ()),
        ),
    )
    titre, pied = marges_de(contenu)
    for bande, gauche, champs in (
        (section.header, titre, ("STYLEREF 1",)),
        (section.footer, pied, ("PAGE", "NUMPAGES")),
    ):
        bande.is_linked_to_previous = False
        ligne = bande.paragraphs[0]._p
        ligne.extend((_passage(gauche), _tabulation()))
        for rang, champ in enumerate(champs):
            ligne.extend((*((_passage(" / "),) if rang else ()), *_champ(champ, "1" if champ != "STYLEREF 1" else "")))


def _decrire(document: Any, contenu: Document) -> None:
    nom, titre = metadonnees(contenu)
    fiche = document.core_properties
    fiche.title, fiche.author, fiche.last_modified_by, fiche.language = titre, nom, nom, "fr-FR"
    fiche.comments = fiche.keywords = ""
    date = datetime.datetime.fromisoformat(contenu.date or "1980-01-01")
    fiche.created = fiche.modified = date


def _sans_dates(tampon: io.BytesIO) -> bytes:
    with zipfile.ZipFile(tampon) as zip:
        return archive({nom: zip.read(nom) for nom in zip.namelist()})


class _RedactionDocx:
    """Écrit les blocs ; tient le compte des signets et des numérotations."""

    def __init__(self, document: Any, styles: Mapping[Role, Style], court: bool) -> None:
        self.place = BANDEAU if court else PAGE_MODIFIABLE
        self.part = document.part
        self.numerotations = document.part.numbering_part.element
        self.styles = styles
        self._signets = 0
        self._listes = 0

    def bloc(self, bloc: Bloc) -> Iterator[Noeud]:
        """Rend les éléments d'un bloc."""
        if isinstance(bloc, Titre):
            yield self._titre(bloc)
        elif isinstance(bloc, Paragraphe):
            yield self.paragraphe(bloc)
        elif isinstance(bloc, Liste):
            yield from self._liste(bloc)
        elif isinstance(bloc, Tableau):
            if bloc.legende:
                yield self.paragraphe(Paragraphe("tableau_legende", bloc.legende))
            yield tableau(bloc, self.paragraphe)
            # Sans un paragraphe entre eux, Word ne ferait qu'un de deux tableaux.
            yield noeud("w:p", {}, noeud("w:pPr", {}, *_filet(bloc)))
        elif isinstance(bloc, Image):
            yield self._image(bloc)
        elif isinstance(bloc, Sommaire):
            yield self._sommaire(bloc)

    def _image(self, image: Image) -> Noeud:
        from docx.shared import Mm

        source = io.BytesIO(en_png(image.logo))
        large, haut = mesurer(image.logo, self.place)
        dessin = self.part.new_pic_inline(source, Mm(large), Mm(haut))
        dessin.docPr.set("descr", texte_de(image.texte))
        rendu = self.paragraphe(Paragraphe("logo", ()))
        rendu.append(noeud("w:r", {}, noeud("w:drawing", {}, dessin)))
        return rendu

    def paragraphe(self, paragraphe: Paragraphe, *proprietes: Noeud, encre: str = "") -> Noeud:
        """Rend un paragraphe ; `proprietes` : ce qui s'ajoute à son style, dans l'ordre imposé."""
        style = noeud("w:pStyle", {"w:val": identifiant_de(paragraphe.role, self.styles)})
        return noeud(
            "w:p",
            {},
            noeud("w:pPr", {}, style, *proprietes),
            *self._signet(paragraphe.ancre),
            *(element for fragment in fragments(paragraphe.ligne) for element in self._fragment(fragment, encre)),
        )

    def _titre(self, titre: Titre) -> Noeud:
        # Word garde ensemble les lignes d'un tableau aux paragraphes solidaires ; LibreOffice couperait la matrice.
        page = (noeud("w:pageBreakBefore", {}),) if titre.page or titre.ancre == "matrice" else ()
        role: Role = "titre_1" if titre.niveau == 1 else "titre_2"
        rendu = self.paragraphe(Paragraphe(role, (), titre.ancre), *page)
        if titre.numero:
            rendu.append(_passage(titre.numero, "Numero article" if titre.niveau == 1 else "Numero clause"))
        rendu.append(_tabulation())
        rendu.extend(element for fragment in fragments(titre.ligne) for element in self._fragment(fragment))
        return rendu

    def _signet(self, ancre: str) -> tuple[Noeud, ...]:
        if not ancre:
            return ()
        self._signets += 1
        rang = str(self._signets)
        debut = noeud("w:bookmarkStart", {"w:id": rang, "w:name": _nom_de_signet(ancre)})
        return debut, noeud("w:bookmarkEnd", {"w:id": rang})

    def _liste(self, liste: Liste, niveau: int = 0) -> Iterator[Noeud]:
        numero = self._numeroter(liste)
        for un in liste.elements:
            for rang, bloc in enumerate(un.blocs):
                if isinstance(bloc, Liste):
                    yield from self._liste(bloc, min(niveau + 1, 2))
                elif rang == 0:
                    ilvl = noeud("w:ilvl", {"w:val": str(niveau)})
                    yield self.paragraphe(bloc, noeud("w:numPr", {}, ilvl, noeud("w:numId", {"w:val": numero})))
                else:
                    yield self.paragraphe(bloc)

    def _numeroter(self, liste: Liste) -> str:
        """Chaque liste repart de 1."""
        self._listes += 1
        reprises = (
            noeud("w:lvlOverride", {"w:ilvl": str(niveau)}, noeud("w:startOverride", {"w:val": "1"}))
            for niveau in range(3)
        )
        modele = noeud("w:abstractNumId", {"w:val": str(GENRES.index(liste.genre))})
        self.numerotations.append(noeud("w:num", {"w:numId": str(self._listes)}, modele, *reprises))
        return str(self._listes)

    def _sommaire(self, sommaire: Sommaire) -> Noeud:
        """Une table des matières que Word sait mettre à jour, avec ses lignes déjà écrites.

        Sans numéro de page : seul Word saura où il coupe les pages, et un numéro faux égare plus qu'un numéro absent.
        """
        titre = Paragraphe("titre_sommaire", sommaire.titre)
        entrees = [self._entree(entree) for entree in sommaire.entrees]
        if sommaire.annexes:
            entrees.append(self.paragraphe(Paragraphe("intertitre", sommaire.intertitre)))
            entrees += [self._entree(entree) for entree in sommaire.annexes]
        debut = _champ('TOC \\o "1-1" \\h \\z \\u')
        for rang, element in enumerate(debut[:-1]):
            entrees[0].insert(1 + rang, element)
        entrees[-1].append(debut[-1])
        galerie = noeud("w:docPartGallery", {"w:val": "Table of Contents"})
        return noeud(
            "w:sdt",
            {},
            noeud("w:sdtPr", {}, noeud("w:docPartObj", {}, galerie, noeud("w:docPartUnique", {}))),
            noeud("w:sdtContent", {}, self.paragraphe(titre, noeud("w:pageBreakBefore", {})), *entrees),
        )

    def _entree(self, entree: EntreeSommaire) -> Noeud:
        cible = _nom_de_signet(entree.ancre)
        ligne = self.paragraphe(Paragraphe("sommaire", ()))
        ligne.append(
            noeud(
                "w:hyperlink",
                {"w:anchor": cible, "w:history": "1"},
                *((_passage(entree.repere, "Numero"),) if entree.repere else ()),
                _tabulation(),
                _passage(texte_de(rediger(entree.titre))),
            )
        )
        return ligne

    def _fragment(self, fragment: Fragment, encre: str = "") -> Iterator[Noeud]:
        if not fragment.vers:
            yield _passage(fragment.texte, _style_de(fragment), encre)
        elif fragment.vers.startswith("#"):
            style = "Appel de note" if fragment.exposant else "Renvoi"
            yield noeud(
                "w:hyperlink",
                {"w:anchor": _nom_de_signet(fragment.vers[1:])},
                _passage(fragment.texte, style, encre if fragment.exposant else ""),
            )
        else:
            from docx.opc.constants import RELATIONSHIP_TYPE

            adresse = quote(fragment.vers, safe=_SURES)
            lien = self.part.relate_to(adresse, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            yield noeud("w:hyperlink", {"r:id": lien}, _passage(fragment.texte, "Hyperlink"))


def _nom_de_signet(ancre: str) -> str:
    """Word n'y veut que lettres, chiffres et traits bas, quarante au plus."""
    return "".join(signe if signe.isalnum() else "_" for signe in ancre)[:40]


def _filet(bloc: Tableau) -> tuple[Noeud, ...]:
    suite = (noeud("w:keepNext", {}),) if bloc.genre == "champs" else ()
    return (*suite, noeud("w:spacing", {"w:line": twips(4), "w:lineRule": "exact", "w:before": "0", "w:after": "0"}))


def _passage(texte: str, style: str = "", encre: str = "") -> Noeud:
    proprietes = [
        *((noeud("w:rStyle", {"w:val": identifiant(style)}),) if style else ()),
        *((noeud("w:color", {"w:val": encre}),) if encre else ()),
    ]
    contenu: list[Noeud] = []
    for rang, ligne in enumerate(texte.split("\n")):
        contenu.extend((noeud("w:br", {}),) if rang else ())
        for colonne, mot in enumerate(ligne.split("\t")):
            contenu.extend((noeud("w:tab", {}),) if colonne else ())
            contenu.extend((noeud("w:t", {}, texte=mot),) if mot else ())
    return noeud("w:r", {}, *((noeud("w:rPr", {}, *proprietes),) if proprietes else ()), *contenu)


def _tabulation() -> Noeud:
    return noeud("w:r", {}, noeud("w:tab", {}))


def _champ(instruction: str, resultat: str = "") -> tuple[Noeud, ...]:
    def borne(genre: str) -> Noeud:
        return noeud("w:r", {}, noeud("w:fldChar", {"w:fldCharType": genre}))

    code = noeud("w:r", {}, noeud("w:instrText", {}, texte=f" {instruction} "))
    return (borne("begin"), code, borne("separate"), *((_passage(resultat),) if resultat else ()), borne("end"))


def _style_de(fragment: Fragment) -> str:
    if fragment.marque:
        if fragment.gras:
            return "Etiquette"
        return {"numero": "Numero", "mention": "Mention", "code": "Code"}[fragment.marque]
    if fragment.exposant:
        return "Exposant"
    if fragment.gras:
        return "Gras italique" if fragment.italique else "Strong"
    return "Emphasis" if fragment.italique else ""
