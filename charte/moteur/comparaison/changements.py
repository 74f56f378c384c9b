"""Ce qui sépare deux chartes : des faits, sans phrase. Les documents en tirent leurs mots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from charte.contenu.base import Brut, Markdown
from charte.moteur.charte import Adoption, CaseMatrice, Clause, DroitCite, PointADecider, Reponse
from charte.moteur.texte import AUCUN_MOT, AUCUN_TEXTE

Sens = Literal["apparue", "changee", "disparue"]
Cause = Literal["reponse", "retouche", "droit", "parcours", "modele", "autre"]
Geste = Literal[
    "changee",  # une réponse donnée en remplace une autre
    "suivie",  # personne n'en a discuté : la proposition du questionnaire a changé
    "confirmee",  # la proposition, qui valait faute de discussion, est devenue une réponse
    "relachee",  # l'inverse : la réponse est retirée, la proposition dit la même chose
    "tranchee",  # le point à décider a reçu une réponse
    "ouverte",  # la réponse est redevenue un point à décider
    "posee",  # la question n'était pas posée
    "retiree",  # la question ne se pose plus
    "deliberee",  # même réponse ; l'accord, la remarque ou le rendez-vous ont changé
    "reformulee",  # même réponse ; la question ou les libellés ont changé de mots
]
Sorte = Literal["garde", "retire", "ajoute"]


@dataclass(frozen=True)
class Morceau:
    """Une suite de mots gardés, retirés ou ajoutés ; `texte` est nu, sans aucune mise en forme."""

    sorte: Sorte
    texte: Brut


@dataclass(frozen=True)
class PartieChangee:
    """Une option, une ligne de grille ou un champ de fiche qui a changé ; `None` : il n'y était pas."""

    nom: Brut
    champ: Brut
    avant: Brut | None
    apres: Brut | None


@dataclass(frozen=True)
class ClauseChangee:
    """Une clause apparue, changée ou disparue. `None` : elle n'est pas de cette version.

    `aspects` : les champs qui diffèrent, hors numéro. `questions` : les réponses changées qu'elle lit, en tête celle
    qui explique le mieux. `raison` : celle d'un retrait fait à la main. `mots` : la différence des textes, vide si elle
    apparaît ou disparaît.
    """

    id: str
    sens: Sens
    avant: Clause | None
    apres: Clause | None
    aspects: tuple[str, ...]
    cause: Cause
    questions: tuple[str, ...]
    raison: Markdown = AUCUN_TEXTE
    mots: tuple[Morceau, ...] = ()

    @property
    def clause(self) -> Clause:
        """La clause d'après, ou celle d'avant si elle a disparu."""
        clause = self.apres or self.avant
        assert clause is not None
        return clause

    @property
    def discrete(self) -> bool:
        """Vrai si ni le titre, ni le texte, ni l'état ne changent : seulement ce qui accompagne la clause."""
        return self.sens == "changee" and not {"titre", "texte", "etat", "points"} & set(self.aspects)


@dataclass(frozen=True)
class CaseChangee:
    """Une case de la matrice ; `None` : cette version n'a pas la ligne ou la colonne."""

    classe: str
    famille: str
    libelle_classe: Brut
    libelle_famille: Brut
    avant: CaseMatrice | None
    apres: CaseMatrice | None
    questions: tuple[str, ...]

    @property
    def discrete(self) -> bool:
        """Vrai si la décision reste la même : seule sa raison change."""
        return self.avant is not None and self.apres is not None and self.avant.decision == self.apres.decision


@dataclass(frozen=True)
class Decision:
    """Une réponse qui diffère, et ce qu'elle entraîne.

    `reelle` : le groupe l'a prise ; faux si la question n'a plus d'effet, ou si seule la proposition a bougé.
    `clauses`, `cases` : celles que l'on cite ici ; une clause que plusieurs réponses touchent est citée sous celle qui
    l'explique le mieux, et `renvois` la nomme sous les autres. `accord_change` : l'accord, la remarque, le rendez-vous.
    """

    question: str
    geste: Geste
    reelle: bool
    avant: Reponse | None
    apres: Reponse | None
    parties: tuple[PartieChangee, ...]
    accord_change: bool
    clauses: tuple[ClauseChangee, ...]
    renvois: tuple[ClauseChangee, ...]
    cases: tuple[CaseChangee, ...]

    @property
    def reponse(self) -> Reponse:
        """La réponse d'après, ou celle d'avant si la question ne se pose plus."""
        reponse = self.apres or self.avant
        assert reponse is not None
        return reponse


@dataclass(frozen=True)
class DroitChange:
    """Un repère de droit que la charte cite, ne cite plus, ou cite autrement."""

    id: str
    sens: Sens
    avant: DroitCite | None
    apres: DroitCite | None


@dataclass(frozen=True)
class Passage:
    """Un texte hors clause : un article, une annexe, l'essentiel, un mot de la page de titre. `lieu` : où il se lit."""

    lieu: Brut
    sens: Sens
    avant: Brut
    apres: Brut
    mots: tuple[Morceau, ...] = ()


@dataclass(frozen=True)
class Version:
    """De quelle charte on parle. `adoption` : `None` pour un projet. `titre` : comment la nommer, ou ""."""

    nom: Brut
    version: str
    date: str
    parcours: str
    questionnaire: str
    modele: str
    relecture: str
    adoption: Adoption | None = None
    titre: Brut = AUCUN_MOT


@dataclass(frozen=True)
class Changements:
    """Tout ce qui sépare deux chartes.

    `decisions` : celles du groupe, puis leurs suites. `sans_reponse` : les clauses qu'aucune réponse n'explique.
    `glissees` : les clauses dont seul le numéro change, avec celui d'avant et celui d'après. `tranches`, `ouverts` :
    les points à décider. `autres` : les données de la charte qui diffèrent sans se lire dans son texte.
    """

    avant: Version
    apres: Version
    decisions: tuple[Decision, ...] = ()
    sans_reponse: tuple[ClauseChangee, ...] = ()
    cases: tuple[CaseChangee, ...] = ()
    droit: tuple[DroitChange, ...] = ()
    tranches: tuple[PointADecider, ...] = ()
    ouverts: tuple[PointADecider, ...] = ()
    passages: tuple[Passage, ...] = ()
    glissees: tuple[tuple[str, str], ...] = ()
    autres: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        """Vrai si les deux chartes sont la même."""
        return not any(
            (
                *(self.decisions, self.sans_reponse, self.cases, self.droit, self.tranches, self.ouverts),
                *(self.passages, self.glissees, self.autres),
            )
        )

    @property
    def clauses(self) -> tuple[ClauseChangee, ...]:
        """Toutes les clauses apparues, changées ou disparues, chacune une fois, dans l'ordre des décisions."""
        return (*(une for decision in self.decisions for une in decision.clauses), *self.sans_reponse)

    @property
    def toutes_les_cases(self) -> tuple[CaseChangee, ...]:
        """Toutes les cases changées, chacune une fois."""
        return (*(une for decision in self.decisions for une in decision.cases), *self.cases)
