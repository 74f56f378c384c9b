"""L'apparence commune à l'ODT et au DOCX : couleurs du PDF, styles nommés comme les connaît une secrétaire.

Longueurs en millimètres, corps en points, couleurs en hexadécimal sans croisillon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from charte.rendu.document.blocs import Document, GenreDeListe, Image, Role
from charte.rendu.ecrivains.fragments import texte_de

POLICES = ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible", "Arial", "Liberation Sans")
"""La police du PDF si elle est installée ; sinon une police que tout poste possède."""

ENCRE, GRIS, PRINCIPALE, ACCENT, ETIQUETTE = "1B2A30", "44525A", "0F4C5C", "B45309", "8A4B00"
LIEN, FILET, AMBRE, IVOIRE, BRUME, VIOLET, LAVANDE = (
    *("0B5A78", "C9D3D6", "E9A23B", "FBF4E8", "EEF4F5"),
    *("4B4670", "F4F3F9"),
)
BLANC = "FFFFFF"

LIGNE_SIMPLE = 1.3
"""La hauteur, en corps, de ce qu'un traitement de texte nomme « interligne simple » avec la police du modèle."""

TEINTES = {
    "autorise": ("DDF0E4", "0B4A2B"),
    "conditions": ("FFF3CF", "5B4300"),
    "accord": ("FBE0C8", "6B3000"),
    "interdit": ("F6D9D6", "7A120C"),
    "a_decider": ("E9E7F3", "37325A"),
}
"""Le fond et l'encre des cases de la matrice : les mêmes que dans le PDF."""

PAGE = (210, 297)
MARGES = {"haut": 20, "droite": 20, "bas": 20, "gauche": 42}
HAUTEURS = {"matrice": 12, "signatures": 44}
"""La hauteur minimale d'une ligne de tableau, selon son genre : de quoi lire la case, ou signer."""

COLONNE_DES_NUMEROS = 22
"""Les numéros, les tableaux et la matrice débordent d'autant dans la marge gauche."""


@dataclass(frozen=True)
class Bordure:
    """Un cadre, ou un seul filet à gauche."""

    couleur: str
    points: float
    trait: Literal["plein", "tirets"] = "plein"
    cotes: Literal["tous", "gauche", "bas", "haut"] = "tous"
    ecart: float = 2.0


@dataclass(frozen=True)
class Style:
    """Un style de paragraphe.

    `interligne` : rapport au corps ; `retrait` : à gauche, négatif dans la marge ; `pendant` : de combien la première
    ligne recule.
    """

    nom: str
    corps: float
    gras: bool = False
    italique: bool = False
    couleur: str = ENCRE
    avant: float = 0.0
    apres: float = 0.0
    interligne: float = 1.38
    retrait: float = 0.0
    pendant: float = 0.0
    fond: str = ""
    bordure: Bordure | None = None
    solidaire: bool = False
    niveau: int = 0


_BANDEAU = Style(
    *("Structure", 15),
    gras=True,
    couleur=BLANC,
    fond=PRINCIPALE,
    bordure=Bordure(PRINCIPALE, 6, ecart=6),
    solidaire=True,
)
_ENCART = Style("Encart", 10.5, fond=LAVANDE, bordure=Bordure(VIOLET, 0.75, "tirets", ecart=3), solidaire=True)
_TABLEAU = Style("Texte de tableau", 9, interligne=1.22)

STYLES: dict[Role, Style] = {
    "logo": Style("Logo", 10.5, apres=8, interligne=LIGNE_SIMPLE, solidaire=True),
    "structure": replace(_BANDEAU, apres=58),
    "titre": replace(_BANDEAU, nom="Titre", corps=36, interligne=1.08, apres=12),
    "sous_titre": replace(_BANDEAU, nom="Sous-titre", gras=False, corps=15, couleur="F4E9D8", apres=40),
    "cartouche": Style("Cartouche", 12, apres=1.5),
    "titre_sommaire": Style("Titre du sommaire", 24, True, couleur=PRINCIPALE, apres=5, solidaire=True),
    "sommaire": Style("Sommaire", 10.5, avant=0.8, apres=0.8, pendant=16),
    "intertitre": Style("Intertitre du sommaire", 9.5, True, couleur=ETIQUETTE, avant=5, apres=1, solidaire=True),
    "titre_1": Style(
        *("Titre 1", 18, True),
        couleur=PRINCIPALE,
        avant=8,
        apres=2.4,
        interligne=1.15,
        pendant=16,
        solidaire=True,
        niveau=1,
    ),
    "titre_2": Style("Titre 2", 10.5, True, avant=2.6, apres=0.4, pendant=16, solidaire=True, niveau=2),
    "corps": Style("Corps de texte", 10.5, apres=1.4),
    "introduction": Style("Introduction", 10.5, apres=1.4, solidaire=True),
    "en_clair": Style(
        *("En clair", 11, True),
        apres=2.8,
        bordure=Bordure(AMBRE, 2.25, cotes="gauche", ecart=3.5),
        solidaire=True,
    ),
    "puce": Style("Liste", 10.5, apres=0.8),
    "geste": Style("Réflexe", 15, True, couleur=PRINCIPALE, avant=4.5, apres=0.8, solidaire=True),
    "detail": Style("Détail du réflexe", 12, apres=2.5),
    "bilan": Style("Bilan", 10.5, fond=IVOIRE, bordure=Bordure(AMBRE, 0.75, ecart=3), solidaire=True),
    "bilan_fin": Style("Bilan, fin", 10.5, fond=IVOIRE, bordure=Bordure(AMBRE, 0.75, ecart=3)),
    "encart_titre": replace(_ENCART, nom="Encart, titre", corps=9.5, gras=True, couleur=VIOLET, avant=1.2),
    "encart_question": replace(_ENCART, nom="Encart, question", gras=True, apres=1),
    "encart": replace(_ENCART, couleur=GRIS, solidaire=False),
    "encart_option": replace(_ENCART, nom="Encart, choix", corps=10.4, solidaire=False),
    "familles": Style("Familles d'outils", 9.6, apres=0.8, solidaire=True),
    "legende": Style("Légende de la matrice", 9.6, avant=0.6, apres=1),
    "motif": Style("Note de la matrice", 9, interligne=1.25, apres=0.3),
    "source": Style("Source", 9, interligne=1.25, apres=0.6, retrait=-14, pendant=8),
    "tableau_legende": Style(
        *("Légende", 10, True),
        couleur=PRINCIPALE,
        avant=2.4,
        apres=1.4,
        retrait=-COLONNE_DES_NUMEROS,
        solidaire=True,
    ),
    "tableau_entete": replace(_TABLEAU, nom="Titre de tableau", gras=True, couleur=PRINCIPALE),
    "tableau_texte": _TABLEAU,
    "matrice_entete": replace(_TABLEAU, nom="Matrice, titre", gras=True, couleur=BLANC),
    "matrice_outils": replace(_TABLEAU, nom="Matrice, outils", couleur=BLANC),
    "matrice_classe": replace(_TABLEAU, nom="Matrice, données", corps=10.4, gras=True, couleur=PRINCIPALE),
    "matrice_exemples": replace(_TABLEAU, nom="Matrice, exemples", corps=8.6, couleur=GRIS),
    "matrice_case": replace(_TABLEAU, nom="Matrice, case", gras=True),
    "signataire": Style("Signataire", 12, True, couleur=PRINCIPALE),
    "champ": Style("À remplir", 9, couleur=GRIS, avant=1, apres=5),
    "avertissement": Style("Avertissement", 9.5, couleur=GRIS, avant=3),
}
"""Chaque rôle a son style ; les noms sont ceux que l'on lit dans le panneau des styles."""

EXPRESS: dict[Role, Style] = {
    **STYLES,
    "structure": replace(STYLES["structure"], corps=11.5, apres=0),
    "titre": replace(STYLES["titre"], corps=18, apres=1),
    "sous_titre": replace(STYLES["sous_titre"], corps=11.5, apres=0),
    "cartouche": replace(STYLES["cartouche"], corps=10, apres=0, avant=0.6),
    "geste": replace(STYLES["geste"], corps=13, avant=2),
    "detail": replace(STYLES["detail"], corps=10.5, apres=1),
    "titre_1": replace(STYLES["titre_1"], corps=15, avant=5),
}
"""Une charte courte n'a pas de page de couverture : un bandeau, puis l'essentiel."""

_LONGUE: dict[Role, Style] = {
    **STYLES,
    "structure": replace(STYLES["structure"], corps=11.5, apres=30),
    "titre": replace(STYLES["titre"], corps=24),
    "sous_titre": replace(STYLES["sous_titre"], corps=13, apres=24),
}
_LONG = 90
"""Au-delà de tant de signes, le nom ou le titre ne tiendrait plus en grand sur la couverture."""

LISTES: dict[GenreDeListe, tuple[str, float, float]] = {
    "puces": ("•", 6.5, 4),
    "numeros": ("1.", 6.5, 6.5),
    "reflexes": ("1", 0, 16),
    "options": ("☐", 0, 0),
    "motifs": ("1.", 5, 5),
}
"""Par genre : la marque (un signe, ou « 1 » pour un nombre), le retrait et le recul de la première ligne."""


def styles_de(document: Document) -> dict[Role, Style]:
    """Les styles qui conviennent à une charte courte, complète, ou au titre très long ; un logo prend de leur place."""
    if document.court:
        return EXPRESS
    styles = _LONGUE if max(len(texte_de(document.titre)), len(document.auteur)) > _LONG else STYLES
    if not any(isinstance(bloc, Image) for bloc in document.couverture.blocs):
        return styles
    return {**styles, "structure": replace(styles["structure"], apres=styles["structure"].apres / 2)}
