"""La Charte : l'objet composé d'où sortent tous les documents.

Deux sortes de textes s'y trouvent. `Markdown` : du Markdown dont les réponses du groupe sont déjà neutralisées
(rien n'y est interprété) ; un rendu peut le convertir sans crainte. `Brut` : les mots exacts du groupe ou du
questionnaire, que chaque rendu doit échapper selon son format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Markdown = str
Brut = str

EtatReponse = Literal["repondu", "passe", "defaut", "a_decider", "sans_objet"]
EtatClause = Literal["ferme", "non_discutee", "a_decider"]
DecisionCase = Literal["autorise", "conditions", "accord", "interdit", "a_decider"]


@dataclass(frozen=True)
class Reponse:
    """Une question et ce que le groupe en a dit. `code` : « Q4 » ; `valeur` : lisible ; `accord` : peut être vide."""

    question: str
    enonce: Brut
    valeur: Brut
    etat: EtatReponse
    accord: str = ""
    remarque: Brut = ""
    revoir_le: str = ""
    code: str = ""


@dataclass(frozen=True)
class Clause:
    """Une règle de la charte. `numero` est celui de l'article et le rang : « 6.3 ».

    `reponses`, `recommandations`, `droit` : identifiants. `points` : pour une clause à décider, les questions ouvertes.
    `falc_place` : la partie du document facile à lire qui la porte ; vide, le thème de son article.
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
    falc: Markdown = ""
    affiche: Markdown = ""
    falc_place: str = ""
    picto: str = ""


@dataclass(frozen=True)
class Article:
    """Un article : son numéro (« 6 », ou « A » pour une annexe), sa phrase « En clair », ses clauses (jamais vide).

    `falc` : son titre en mots de tous les jours, ou "".
    """

    id: str
    numero: str
    annexe: bool
    titre: Markdown
    en_clair: Markdown
    clauses: tuple[Clause, ...]
    falc: Markdown = ""


@dataclass(frozen=True)
class Tableau:
    """Un tableau d'annexe ; chaque ligne a autant de cases que de colonnes, la première dit de quoi l'on parle."""

    titre: Markdown
    colonnes: tuple[Markdown, ...]
    lignes: tuple[tuple[Markdown, ...], ...]


@dataclass(frozen=True)
class Annexe:
    """Une annexe : son numéro (« B »), des étapes à suivre dans l'ordre, des tableaux. Jamais vide."""

    id: str
    numero: str
    titre: Markdown
    intro: Markdown
    etapes: tuple[Markdown, ...]
    tableaux: tuple[Tableau, ...]


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
    remarque: Brut = ""
    revoir_le: str = ""


@dataclass(frozen=True)
class CaseMatrice:
    """Ce que l'on peut confier : la décision, et pourquoi. `ajustee` : le groupe l'a changée, `motif` est sa raison."""

    decision: DecisionCase
    motif: Markdown
    ajustee: bool = False


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
    """Données × outils ; `conditions` et `accord` disent ce que ces deux mots exigent."""

    familles: tuple[FamilleOutils, ...]
    classes: tuple[ClasseDonnees, ...]
    conditions: Markdown
    accord: Markdown


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
class DroitCite:
    """Un repère de droit cité. `code` : « D3 ». Dates au format ISO."""

    code: str
    id: str
    titre: Brut
    reference: Brut
    enonce: Brut
    applicable: str
    verifie: str
    a_revoir: str = ""


@dataclass(frozen=True)
class Adoption:
    """Une version adoptée, dates au format ISO."""

    version: str
    date: str
    instance: Brut
    vote: str


@dataclass(frozen=True)
class Charte:
    """La charte entière. `date` au format ISO, ou "" ; `version` : « projet » tant que rien n'est adopté.

    `relecture` : le jour où la charte adoptée se relit, au format ISO ; "" pour un projet ou sans rythme décidé.
    """

    titre: Markdown
    sous_titre: Markdown
    avertissement: Markdown
    nom: Brut
    structure: str
    pays: str
    mission: Brut
    instance: str
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

    @property
    def non_discutees(self) -> tuple[Reponse, ...]:
        """Les réponses laissées au défaut du questionnaire, hors défauts vides."""
        return tuple(une for une in self.reponses if une.etat in ("defaut", "passe") and une.valeur != "—")

    def clauses(self) -> tuple[Clause, ...]:
        """Toutes les clauses, dans l'ordre d'impression."""
        return tuple(clause for article in self.articles for clause in article.clauses)
