"""Le référentiel : documents sources, recommandations, tensions, règles de droit."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from charte.contenu.base import Fiche, Identifiant, Texte


class DocumentSource(Fiche):
    """Un document de l'économie sociale, cité par son titre, son auteur et sa date."""

    id: Identifiant
    titre: Texte
    auteur: str
    date: str
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
    """Une entrée du référentiel. `articles` : les articles de charte où elle a sa place."""

    id: Identifiant
    theme: Identifiant
    nature: Literal["recommandation", "vigilance", "valeur", "fait"]
    priorite: Literal["noyau", "courant", "complement"]
    appui: Literal["explicite", "implicite"]
    enonce: Texte
    sources: list[Source] = Field(min_length=1)
    articles: list[Identifiant] = Field(default_factory=list)
    question: str | None = None
    note: str | None = None
    fait: FaitChiffre | None = None


class Tension(Fiche):
    """Un désaccord entre documents, que l'atelier tranche par la question nommée."""

    id: Identifiant
    titre: Texte
    resume: Texte
    question: Identifiant
    entre: list[Identifiant] = Field(min_length=2)


class RegleDroit(Fiche):
    """Un repère de droit daté. `a_revoir` : au-delà, le repère est à vérifier de nouveau."""

    id: Identifiant
    titre: Texte
    juridiction: Literal["UE", "FR", "BE"]
    reference: Texte
    enonce: Texte
    applicable: datetime.date
    verifie: datetime.date
    a_revoir: datetime.date | None = None
    fiabilite: Literal["etablie", "une_source"] = "etablie"


class Documents(Fiche):
    """Le fichier `documents.yaml`."""

    documents: list[DocumentSource]


class Recommandations(Fiche):
    """Le fichier `recommandations.yaml`."""

    themes: dict[Identifiant, str]
    recommandations: list[Recommandation]


class Tensions(Fiche):
    """Le fichier `tensions.yaml`."""

    tensions: list[Tension]


class Droit(Fiche):
    """Le fichier `droit.yaml`."""

    regles: list[RegleDroit]


class Referentiel(Fiche):
    """Le référentiel entier, rangé par identifiant."""

    documents: dict[str, DocumentSource]
    recommandations: dict[str, Recommandation]
    tensions: dict[str, Tension]
    droit: dict[str, RegleDroit]
