"""La Charte : l'objet composé d'où sortent tous les documents.

Chaque texte y dit ce qu'il est : `Markdown`, où les réponses du groupe sont déjà neutralisées, ou `Brut`, que chaque
rendu échappe. Ce qui n'est que `str` n'est pas un texte : un identifiant, un code, une date au format ISO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from charte.contenu.base import Brut, Markdown
from charte.contenu.reponses import Reponses
from charte.moteur.texte import AUCUN_MOT, AUCUN_TEXTE

PROJET = "projet"
"""La version d'une charte que personne n'a encore adoptée."""

REFERENT_AU_PLUS = 60
"""Les signes d'une fonction ou d'un nom qui tient au pied d'une affiche."""

EtatReponse = Literal["repondu", "passe", "defaut", "a_decider", "sans_objet"]
EtatClause = Literal["ferme", "non_discutee", "a_decider"]
Retouche = Literal["", "amendee", "locale", "deplacee"]
DecisionCase = Literal["autorise", "conditions", "accord", "interdit", "a_decider"]


@dataclass(frozen=True)
class Partie:
    """Un morceau d'une réponse qui en a plusieurs : une option cochée, une ligne de grille, un champ d'une fiche.

    `cle` : ce qui le retrouve d'une charte à l'autre ; `nom` : l'option, la ligne ou la fiche ; `champ` : pour une
    fiche, ce qui est demandé ; `valeur` : "" pour une option cochée.
    """

    cle: str
    nom: Brut
    champ: Brut = AUCUN_MOT
    valeur: Brut = AUCUN_MOT


@dataclass(frozen=True)
class Reponse:
    """Une question et ce que le groupe en a dit. `code` : « Q4 » ; `valeur` : lisible ; `accord` : peut être vide.

    `parties` : le détail d'un choix, d'une grille ou d'une liste ; vide pour les autres.
    """

    question: str
    enonce: Brut
    valeur: Brut
    etat: EtatReponse
    accord: str = ""
    remarque: Brut = AUCUN_MOT
    revoir_le: str = ""
    code: str = ""
    parties: tuple[Partie, ...] = ()


@dataclass(frozen=True)
class Clause:
    """Une règle de la charte. `numero` est celui de l'article et le rang : « 6.3 ».

    `reponses`, `recommandations`, `droit` : identifiants. `points` : pour une clause à décider, les questions ouvertes.
    `falc_place` : la partie du document facile à lire qui la porte ; vide, le thème de son article.
    `presence` : parmi `reponses`, celles qui décident si la clause y est ; `par_les_mots` : celles qu'elle ne lit que
    par un mot du modèle (« les bénévoles », « le bureau »).
    `retouche` : ce que le groupe en a fait de sa main dans `CHARTE.md` ; vide, elle est telle que le modèle l'écrit.
    """

    id: str
    numero: str
    titre: Markdown
    texte: Markdown
    force: str
    etat: EtatClause
    reponses: tuple[str, ...]
    recommandations: tuple[str, ...]
    droit: tuple[str, ...]
    points: tuple[str, ...] = ()
    falc: Markdown = AUCUN_TEXTE
    affiche: Markdown = AUCUN_TEXTE
    falc_place: str = ""
    picto: str = ""
    retouche: Retouche = ""
    presence: tuple[str, ...] = ()
    par_les_mots: tuple[str, ...] = ()

    @property
    def ancre(self) -> str:
        """Où mène un lien vers elle ; sans espace, même pour « 6.3 bis »."""
        return f"clause-{self.numero}".replace(" ", "-")


@dataclass(frozen=True)
class Retrait:
    """Une clause du modèle que le groupe a retirée de son texte ; `raison` est vide s'il ne l'a pas dite."""

    id: str
    numero: str
    titre: Markdown
    raison: Markdown


@dataclass(frozen=True)
class Article:
    """Un article : son numéro (« 6 », ou « A » pour une annexe), sa phrase « En clair », ses clauses (jamais vide).

    `falc` : son titre en mots de tous les jours, ou "". `a_consulter` : pour une annexe où l'on vérifie.
    """

    id: str
    numero: str
    annexe: bool
    titre: Markdown
    en_clair: Markdown
    clauses: tuple[Clause, ...]
    falc: Markdown = AUCUN_TEXTE
    a_consulter: bool = False

    @property
    def ancre(self) -> str:
        """Où mène un lien vers lui ; sans espace, même pour « 6 bis »."""
        return f"article-{self.numero}".replace(" ", "-")


@dataclass(frozen=True)
class TableauDAnnexe:
    """Un tableau d'annexe ; chaque ligne a autant de cases que de colonnes, la première dit de quoi l'on parle.

    `largeurs` : celles des colonnes, en millimètres d'une page de 170 ; vide, elles vont de soi.
    """

    titre: Markdown
    colonnes: tuple[Markdown, ...]
    lignes: tuple[tuple[Markdown, ...], ...]
    largeurs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Annexe:
    """Une annexe : son numéro (« B »), des étapes à suivre dans l'ordre, des tableaux. Jamais vide.

    `a_consulter` : on la remplit, on la recopie ou l'on y vérifie ; sinon, on la lit.
    """

    id: str
    numero: str
    titre: Markdown
    intro: Markdown
    etapes: tuple[Markdown, ...]
    tableaux: tuple[TableauDAnnexe, ...]
    a_consulter: bool = False


@dataclass(frozen=True)
class Reflexe:
    """Un réflexe de la page d'essentiel ; `article` est le numéro de l'article qui le détaille."""

    geste: Markdown
    detail: Markdown
    article: str


@dataclass(frozen=True)
class PointADecider:
    """Une question laissée ouverte, les options en présence, les clauses qui l'attendent (numéros)."""

    question: str
    enonce: Brut
    options: tuple[Brut, ...]
    clauses: tuple[str, ...]
    remarque: Brut = AUCUN_MOT
    revoir_le: str = ""


@dataclass(frozen=True)
class CaseMatrice:
    """Ce que l'on peut confier : la décision, et pourquoi. `ajustee` : le groupe l'a changée, `motif` est sa raison.

    `reponses` : les questions dont la décision dépend.
    """

    decision: DecisionCase
    motif: Markdown
    ajustee: bool = False
    reponses: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClasseDonnees:
    """Une ligne de la matrice : les cases suivent l'ordre des familles."""

    id: str
    libelle: Markdown
    exemples: Markdown
    cases: tuple[CaseMatrice, ...]


@dataclass(frozen=True)
class FamilleOutils:
    """Une colonne de la matrice ; `outils` : ceux que le groupe a nommés."""

    id: str
    libelle: Markdown
    exemples: Markdown
    outils: tuple[Brut, ...] = ()


@dataclass(frozen=True)
class Matrice:
    """Données × outils ; `conditions` et `accord` disent ce que ces deux mots exigent ; `apres` : l'article d'avant."""

    familles: tuple[FamilleOutils, ...]
    classes: tuple[ClasseDonnees, ...]
    conditions: Markdown
    accord: Markdown
    apres: str = "donnees"


@dataclass(frozen=True)
class RecommandationCitee:
    """Une recommandation que la charte suit. `code` : « R12 » ; `sources` : codes des documents, « S3 »."""

    code: str
    id: str
    titre: Brut
    enonce: Brut
    sources: tuple[str, ...]


@dataclass(frozen=True)
class DocumentCite:
    """Un document source d'une recommandation citée. `code` : « S3 »."""

    code: str
    titre: Brut
    auteur: Brut
    date: Brut


@dataclass(frozen=True)
class EtapeCitee:
    """Un jour où une règle de droit change, au format ISO, et ce que cela change."""

    date: str
    effet: Brut


@dataclass(frozen=True)
class DroitCite:
    """Un repère de droit cité. `code` : « D3 ». Dates au format ISO ; `etapes` : ses changements datés."""

    code: str
    id: str
    titre: Brut
    reference: Brut
    enonce: Brut
    applicable: str
    verifie: str
    a_revoir: str = ""
    etapes: tuple[EtapeCitee, ...] = ()


@dataclass(frozen=True)
class Adoption:
    """Une version adoptée, dates au format ISO."""

    version: str
    date: str
    instance: Brut
    vote: Brut


@dataclass(frozen=True)
class Logo:
    """Un logo contrôlé et réécrit : ni script, ni lien, ni métadonnée. Largeur et hauteur disent ses proportions.

    Pour un PNG, elles sont en pixels ; un SVG n'a que des proportions. `base64` : le fichier, écrit en lettres.
    """

    nature: Literal["png", "svg"]
    base64: str
    largeur: float
    hauteur: float

    @property
    def octets(self) -> bytes:
        """Le fichier du logo."""
        from base64 import b64decode

        return b64decode(self.base64)


@dataclass(frozen=True)
class Apparence:
    """Les couleurs du groupe (« #rrggbb », déjà lisibles ; "" : celles du modèle) et son logo, s'il en a un.

    `filet` : l'accent tel qu'il a été donné ; les filets et les dessins n'ont pas besoin qu'on l'assombrisse.
    """

    couleur: str = ""
    accent: str = ""
    logo: Logo | None = None
    filet: str = ""


@dataclass(frozen=True)
class Charte:
    """La charte entière. `date` au format ISO, ou "" ; `version` : « projet » tant que rien n'est adopté.

    `relecture` : le jour où la charte adoptée se relit, au format ISO ; "" pour un projet ou sans rythme décidé.
    `origine` : les réponses dont elle sort, pour pouvoir la rouvrir ; ce qui n'était pas validé n'y est pas.
    """

    titre: Markdown
    sous_titre: Markdown
    avertissement: Markdown
    nom: Brut
    structure: Markdown
    pays: Brut
    mission: Brut
    instance: Markdown
    contact: Brut
    version: str
    date: str
    parcours: str
    questionnaire: str
    modele: str
    essentiel: tuple[Reflexe, ...]
    articles: tuple[Article, ...]
    annexes: tuple[Annexe, ...]
    matrice: Matrice
    a_decider: tuple[PointADecider, ...]
    reponses: tuple[Reponse, ...]
    recommandations: tuple[RecommandationCitee, ...]
    droit: tuple[DroitCite, ...]
    adoptions: tuple[Adoption, ...]
    documents: tuple[DocumentCite, ...] = ()
    relecture: str = ""
    retraits: tuple[Retrait, ...] = ()
    apparence: Apparence = Apparence()
    origine: Reponses | None = None

    @property
    def adoptee(self) -> bool:
        """Vrai si ce texte est celui qui a été adopté ; faux pour un projet, même s'il en révise un."""
        return self.version != PROJET

    @property
    def revise(self) -> Adoption | None:
        """Pour un projet, la dernière version adoptée, qu'il révise."""
        return self.adoptions[-1] if self.adoptions and not self.adoptee else None

    @property
    def non_discutees(self) -> tuple[Reponse, ...]:
        """Les réponses laissées au défaut du questionnaire, hors défauts vides."""
        return tuple(une for une in self.reponses if une.etat in ("defaut", "passe") and une.valeur != "—")

    @property
    def referent(self) -> Brut:
        """Qui est la personne référente, si le groupe l'a décidé et que cela tient dans une ligne ; sinon ""."""
        dites = (une.valeur for une in self.reponses if une.question == "referent" and une.etat != "a_decider")
        valeur = next(dites, AUCUN_MOT)
        return valeur if valeur != "—" and len(valeur) <= REFERENT_AU_PLUS else AUCUN_MOT

    def clauses(self) -> tuple[Clause, ...]:
        """Toutes les clauses, dans l'ordre d'impression."""
        return tuple(clause for article in self.articles for clause in article.clauses)
