"""Les blocs d'un document, avant toute syntaxe : chaque format est un écrivain de ces blocs, et rien d'autre.

Un texte y garde sa nature : `Redige` est du Markdown sûr, `Cite` les mots exacts du groupe ou une phrase fixe, que
l'écrivain échappe à sa façon. Rien n'y est encore typographié.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from charte.contenu.base import Markdown
from charte.moteur.charte import DecisionCase, Logo

Role = Literal[
    "logo",
    "structure",
    "titre",
    "sous_titre",
    "cartouche",
    "titre_sommaire",
    "sommaire",
    "intertitre",
    "titre_1",
    "titre_2",
    "corps",
    "introduction",
    "en_clair",
    "puce",
    "geste",
    "detail",
    "bilan",
    "bilan_fin",
    "encart_titre",
    "encart_question",
    "encart",
    "encart_option",
    "familles",
    "legende",
    "motif",
    "source",
    "tableau_legende",
    "tableau_entete",
    "tableau_texte",
    "matrice_entete",
    "matrice_outils",
    "matrice_classe",
    "matrice_exemples",
    "matrice_case",
    "signataire",
    "champ",
    "empreinte",
    "avertissement",
]
"""Le rôle d'un paragraphe : à chacun son style, dans chaque format."""

GenreDeListe = Literal["puces", "numeros", "etapes", "points", "reflexes", "options", "motifs", "familles", "documents"]
GenreDeTableau = Literal[
    "matrice",
    "fiches",
    "signatures",
    "champs",
    "adoption",
    "action",
    "reponses",
    "provenance",
    "recommandations",
    "droit",
]
GenreDeGroupe = Literal[
    "couverture",
    "en-tete",
    "cartouche",
    "essentiel",
    "bilan",
    "article",
    "clause",
    "encart",
    "matrice",
    "d-un-tenant",
    "legende",
    "suites",
    "adoption",
    "annexe",
    "ailleurs",
    "avertissement",
    "resolution",
]
Marque = Literal["", "numero", "mention", "code", "etiquette"]


@dataclass(frozen=True)
class Redige:
    """Du Markdown sûr, sur une ligne."""

    texte: Markdown
    gras: bool = False


@dataclass(frozen=True)
class Cite:
    """Des mots exacts, que l'écrivain échappe : ceux du groupe, ou une phrase fixe.

    `vers` : une adresse, ou « # » et une ancre ; `appel` : un appel de note.
    """

    texte: str
    gras: bool = False
    italique: bool = False
    marque: Marque = ""
    vers: str = ""
    appel: bool = False


@dataclass(frozen=True)
class Fragment:
    """Un bout de texte déjà typographié, d'une seule apparence. « \\n » : saut de ligne."""

    texte: str
    gras: bool = False
    italique: bool = False
    exposant: bool = False
    marque: Marque = ""
    vers: str = ""


Bout = Redige | Cite | Fragment
Ligne = tuple[Bout, ...]


@dataclass(frozen=True)
class Paragraphe:
    """Un paragraphe ; `ancre` : ce que visent les renvois, ou ""."""

    role: Role
    ligne: Ligne
    ancre: str = ""
    sorte: ClassVar[str] = "paragraphe"


@dataclass(frozen=True)
class Corps:
    """Un texte en Markdown : des paragraphes et des listes."""

    texte: Markdown
    sorte: ClassVar[str] = "corps"


@dataclass(frozen=True)
class Titre:
    """Un titre de niveau 1 (article, annexe, partie) ou 2 (clause). `numero` peut être vide ; `page` : en ouvre une."""

    niveau: Literal[1, 2]
    numero: str
    ligne: Ligne
    ancre: str
    page: bool = False
    sorte: ClassVar[str] = "titre"


@dataclass(frozen=True)
class Element:
    """Un élément de liste ; `rang` : ce qui le désigne, si ce n'est pas sa place."""

    blocs: tuple[Paragraphe | Liste, ...]
    rang: str = ""


@dataclass(frozen=True)
class Liste:
    """Une liste d'éléments."""

    genre: GenreDeListe
    elements: tuple[Element, ...]
    sorte: ClassVar[str] = "liste"


@dataclass(frozen=True)
class Case:
    """Une case de tableau ; `decision` : pour une case « données × outils »."""

    paragraphes: tuple[Paragraphe, ...]
    decision: DecisionCase | None = None


@dataclass(frozen=True)
class Tableau:
    """Un tableau : une ligne de titre répétée, une première colonne qui dit de quoi l'on parle.

    `largeurs` : en millimètres d'une page de 170, que chaque format met à son échelle.
    """

    genre: GenreDeTableau
    legende: Ligne
    entetes: tuple[Case, ...]
    lignes: tuple[tuple[Case, ...], ...]
    largeurs: tuple[int, ...]
    sorte: ClassVar[str] = "tableau"


@dataclass(frozen=True)
class EntreeSommaire:
    """Une ligne du sommaire, qui mène à `ancre`. `repere` : « 6 », « B », ou "" pour une partie sans numéro."""

    ancre: str
    repere: str
    titre: Markdown


@dataclass(frozen=True)
class Sommaire:
    """Le sommaire ; `annexes` suit sous son intertitre. Sans entrée, le document n'en a pas."""

    titre: Ligne = ()
    entrees: tuple[EntreeSommaire, ...] = ()
    intertitre: Ligne = ()
    annexes: tuple[EntreeSommaire, ...] = ()
    sorte: ClassVar[str] = "sommaire"


@dataclass(frozen=True)
class Image:
    """Le logo, et le texte qui en tient lieu."""

    logo: Logo
    texte: Ligne
    sorte: ClassVar[str] = "image"


@dataclass(frozen=True)
class Groupe:
    """Des blocs qui vont ensemble ; un format peut en faire une boîte, ou n'en rien faire."""

    genre: GenreDeGroupe
    blocs: tuple[Bloc, ...]
    ancre: str = ""
    sorte: ClassVar[str] = "groupe"


Bloc = Paragraphe | Corps | Titre | Liste | Tableau | Sommaire | Image | Groupe


@dataclass(frozen=True)
class Document:
    """Un document entier. `titre_courant`, `pied_courant` : ce que répète chaque page ; `court` : sans couverture."""

    titre: Ligne
    auteur: str
    date: str
    titre_courant: Ligne
    pied_courant: Ligne
    court: bool
    couverture: Groupe
    corps: tuple[Bloc, ...]
    sommaire: Sommaire = Sommaire()

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """Tous ses blocs, dans l'ordre."""
        sommaire = (self.sommaire,) if self.sommaire.entrees else ()
        return (self.couverture, *sommaire, *self.corps)


def citer(texte: str) -> Ligne:
    """Rend une ligne faite de ces seuls mots."""
    return (Cite(texte),)


def joindre(lignes: Iterable[Ligne], entre: str = " ") -> Ligne:
    """Rend ces lignes en une seule ; `entre` : ce qui les sépare."""
    separateur = citer(entre) if entre else ()
    return tuple(bout for ligne in lignes for bout in (*separateur, *ligne))[len(separateur) :]


def rediger(texte: Markdown) -> Ligne:
    """Rend une ligne faite de ce seul Markdown."""
    return (Redige(texte),)
