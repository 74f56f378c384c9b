"""Le référentiel : documents sources, recommandations, tensions, règles de droit."""

import datetime
from typing import Literal

from pydantic import Field

from charte.contenu.base import Brut, Condition, Fiche, Identifiant, Mots, Suite, Table, Texte


class DocumentSource(Fiche):
    """Un document de l'économie sociale, cité par son titre, son auteur et sa date."""

    id: Identifiant
    titre: Mots
    auteur: Brut
    date: Brut
    pays: str


class Source(Fiche):
    """L'endroit d'un document qui fonde une recommandation ; `accroche` aide à le retrouver."""

    document: Identifiant
    lignes: str
    accroche: str


class FaitChiffre(Fiche):
    """Un chiffre : il ne s'imprime qu'avec son auteur, sa date et sa réserve."""

    valeur: str
    auteur: str
    date: str
    reserve: str | None = None
    citable: Literal["oui", "avec_reserve", "non"] = "oui"


class Recommandation(Fiche):
    """Une entrée du référentiel. `articles` : les articles de charte où elle a sa place.

    `titre` : l'idée en deux à sept mots, imprimée dans la charte. `animation` : titre de la partie de docs/animer.md où
    elle sert. `ecartee` : pourquoi aucune charte n'en parle. Jamais les deux à la fois.
    """

    id: Identifiant
    titre: Mots
    theme: Identifiant
    nature: Literal["recommandation", "vigilance", "valeur", "fait"]
    priorite: Literal["noyau", "courant", "complement"]
    appui: Literal["explicite", "implicite"]
    enonce: Mots
    sources: Suite[Source] = Field(min_length=1)
    articles: Suite[Identifiant] = Field(default_factory=tuple)
    question: str | None = None
    note: str | None = None
    fait: FaitChiffre | None = None
    animation: str | None = None
    ecartee: str | None = None


class Tension(Fiche):
    """Un désaccord entre documents, que l'atelier tranche par la question nommée.

    `relance` : une ou deux questions ouvertes, lues à voix haute pour lancer le débat.
    """

    id: Identifiant
    titre: Texte
    resume: Texte
    relance: Texte
    question: Identifiant
    entre: Suite[Identifiant] = Field(min_length=2)


class EtapeDroit(Fiche):
    """Un jour où la règle change après être entrée en application, et ce que cela change, en une phrase."""

    date: datetime.date
    effet: Mots


class RegleDroit(Fiche):
    """Un repère de droit daté. `a_revoir` : au-delà, le repère est à vérifier de nouveau.

    `si` : les structures qu'il concerne, parmi celles de sa juridiction ; il ne s'imprime que pour elles.
    """

    id: Identifiant
    titre: Mots
    juridiction: Literal["UE", "FR", "BE"]
    si: Condition | None = None
    reference: Mots
    enonce: Mots
    applicable: datetime.date
    etapes: Suite[EtapeDroit] = Field(default_factory=tuple)
    verifie: datetime.date
    a_revoir: datetime.date | None = None
    fiabilite: Literal["etablie", "une_source"] = "etablie"


class Sujet(Fiche):
    """Un sujet que traitent des chartes publiées ailleurs : un étalon extérieur de complétude.

    `n_chartes`, `n_modeles` : combien de chartes et de modèles relevés le traitent, au moins. `si` : à qui le sujet
    s'applique ; absent, à tout le monde. `clauses`, `annexes` : celles qui le traitent, par identifiant.
    """

    id: Identifiant
    famille: Identifiant
    titre: Texte
    n_chartes: int = Field(ge=0)
    n_modeles: int = Field(ge=0)
    si: Condition | None = None
    clauses: Suite[Identifiant] = Field(default_factory=tuple)
    annexes: Suite[Identifiant] = Field(default_factory=tuple)


class Documents(Fiche):
    """Le fichier `documents.yaml`."""

    documents: Suite[DocumentSource]


class Recommandations(Fiche):
    """Le fichier `recommandations.yaml`."""

    themes: Table[Identifiant, str]
    recommandations: Suite[Recommandation]


class Tensions(Fiche):
    """Le fichier `tensions.yaml`."""

    tensions: Suite[Tension]


class Droit(Fiche):
    """Le fichier `droit.yaml`."""

    regles: Suite[RegleDroit]


class Sujets(Fiche):
    """Le fichier `sujets.yaml`."""

    familles: Table[Identifiant, str]
    sujets: Suite[Sujet]


class Referentiel(Fiche):
    """Le référentiel entier, rangé par identifiant ; `themes` et `familles` : les titres des groupes."""

    documents: Table[str, DocumentSource]
    recommandations: Table[str, Recommandation]
    tensions: Table[str, Tension]
    droit: Table[str, RegleDroit]
    themes: Table[str, str] = Field(default_factory=Table)
    familles: Table[str, str] = Field(default_factory=Table)
    sujets: Table[str, Sujet] = Field(default_factory=Table)
