"""Le modèle de charte : mots, articles, clauses, essentiel, matrice, cohérence."""

from typing import Annotated, Literal

from pydantic import Field

from charte.contenu.base import Condition, Fiche, Identifiant, Suite, Table, Texte, Variante, Variantes, Version
from charte.contenu.questionnaire import Parcours

Force = Literal["principe", "engagement", "obligation", "interdiction", "conseil", "repere"]
Decision = Literal["autorise", "conditions", "accord", "interdit"]


class ClauseDuModele(Fiche):
    """Une règle que l'on vote : un texte, puis s'il y a lieu une liste à puces et une suite.

    Un point à décider que touche une variante ou une ligne met toute la clause en attente : ailleurs, une variante
    indécise est passée, mais une clause ne se vote pas sur un texte que la décision à venir changerait.
    """

    id: Identifiant
    titre: Texte
    force: Force
    parcours: Parcours = "complet"
    si: Condition | None = None
    recommandations: Suite[Identifiant] = Field(min_length=1)
    droit: Suite[Identifiant] = Field(default_factory=tuple)
    texte: Texte | Annotated[Suite[Variante], Field(min_length=1)]
    lignes: Suite[Variante] = ()
    suite: Variantes = ""
    falc: Variantes | None = None
    falc_place: Variantes = ""
    picto: Identifiant | None = None
    affiche: Variantes | None = None

    @property
    def corps(self) -> tuple[Variantes, ...]:
        """Tout ce dont se fait le texte imprimé, dans l'ordre où on le lit."""
        return (self.texte, self.lignes, self.suite)


class ArticleDuModele(Fiche):
    """Un article et ses clauses, dans l'ordre d'impression (`articles/*.yaml`). Une annexe n'a pas de numéro.

    `a_consulter` : une annexe où l'on vérifie ; les grands caractères la laissent à la charte complète.
    """

    id: Identifiant
    titre: Texte
    annexe: bool = False
    a_consulter: bool = False
    en_clair: Variantes
    falc: Texte | None = None
    clauses: Suite[ClauseDuModele] = Field(min_length=1)


class ReflexeDuModele(Fiche):
    """Une phrase de « L'essentiel en une page » : un geste, un complément. Six sont retenues au plus."""

    id: Identifiant
    si: Condition | None = None
    geste: Texte
    detail: Variantes
    article: Identifiant


class ClasseOuFamille(Fiche):
    """Une classe de données ou une famille d'outils. `exemples` dit ce qui s'y range."""

    id: Identifiant
    libelle: Texte
    exemples: Variantes = ""


class RegleMatrice(Fiche):
    """Une règle vaut pour toutes les cases croisées ; la plus stricte l'emporte. `plancher` : elle tient à la loi."""

    id: Identifiant
    classes: Suite[Identifiant] = Field(min_length=1)
    familles: Suite[Identifiant] = Field(min_length=1)
    si: Condition | None = None
    decision: Decision
    motif: Texte
    plancher: bool = False
    recommandations: Suite[Identifiant] = Field(default_factory=tuple)
    droit: Suite[Identifiant] = Field(default_factory=tuple)


class ModeleMatrice(Fiche):
    """`matrice.yaml` : les classes de données, les familles d'outils, les règles. `apres` : l'article qu'elle suit."""

    apres: Identifiant = "donnees"
    classes: Suite[ClasseOuFamille]
    familles: Suite[ClasseOuFamille]
    conditions: Variantes
    accord: Variantes
    regles: Suite[RegleMatrice]


class RegleCoherence(Fiche):
    """`coherence.yaml` : une contradiction à signaler. `bloquant` empêche l'adoption, pas le brouillon."""

    id: Identifiant
    si: Condition
    gravite: Literal["bloquant", "attention", "conseil"]
    constat: Texte
    remede: Texte
    questions: Suite[Identifiant] = Field(min_length=1)
    recommandations: Suite[Identifiant] = Field(default_factory=tuple)
    droit: Suite[Identifiant] = Field(default_factory=tuple)


class LigneAnnexe(Fiche):
    """Une ligne de tableau, ou une étape si elle n'a qu'une case. Sa première case vide, elle ne s'imprime pas.

    `pour` : une liste ou une grille du questionnaire ; la ligne se répète pour chaque `fiche`. `mots` : la ligne ne
    s'imprime que si le texte de la charte emploie l'un d'eux.
    """

    si: Condition | None = None
    parcours: Parcours = "express"
    pour: Identifiant | None = None
    mots: Suite[Texte] = Field(default_factory=tuple)
    cases: Suite[Variantes] = Field(min_length=1)


class TableauDuModele(Fiche):
    """Un tableau d'annexe, ou, avec `pour`, un tableau par fiche d'une liste du questionnaire.

    `largeurs` : celles des colonnes, en millimètres d'une page de 170 ; sans elles, elles vont de soi.
    """

    titre: Texte
    largeurs: Suite[int] = ()
    si: Condition | None = None
    pour: Identifiant | None = None
    colonnes: Suite[Texte] = Field(min_length=1)
    lignes: Suite[LigneAnnexe] = Field(min_length=1)


class AnnexeDuModele(Fiche):
    """Une annexe (`annexes/*.yaml`) : une introduction, des étapes numérotées, des tableaux. Vide, elle disparaît.

    `a_consulter` : on la remplit, on la recopie ou l'on y vérifie ; les grands caractères la laissent à la charte
    complète.
    """

    id: Identifiant
    titre: Texte
    a_consulter: bool = False
    parcours: Parcours = "express"
    si: Condition | None = None
    intro: Variantes = ""
    etapes: Suite[LigneAnnexe] = Field(default_factory=tuple)
    tableaux: Suite[TableauDuModele] = Field(default_factory=tuple)
    recommandations: Suite[Identifiant] = Field(default_factory=tuple)
    droit: Suite[Identifiant] = Field(default_factory=tuple)


class EnteteModele(Fiche):
    """`modele.yaml` : ce qui nomme le modèle, et ses mots."""

    id: Identifiant
    version: Version
    questionnaire: Identifiant
    titre: Texte
    sous_titre: Variantes
    avertissement: Variantes
    articles: Suite[Identifiant] = Field(min_length=1)
    annexes: Suite[Identifiant] = Field(default_factory=tuple)
    mots: Table[Identifiant, Variantes] = Field(default_factory=Table)
    essentiel: Suite[ReflexeDuModele] = Field(default_factory=tuple)


class Coherence(Fiche):
    """Le fichier `coherence.yaml`."""

    regles: Suite[RegleCoherence] = Field(default_factory=tuple)


class Modele(Fiche):
    """Un modèle entier, une fois ses fichiers réunis."""

    entete: EnteteModele
    articles: Suite[ArticleDuModele]
    matrice: ModeleMatrice
    coherence: Suite[RegleCoherence]
    annexes: Suite[AnnexeDuModele] = Field(default_factory=tuple)
