"""`reponses.yaml` : ce que le groupe a répondu, modifiable à la main."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from charte.contenu.base import Fiche, Identifiant, Suite, Table, Texte
from charte.contenu.questionnaire import Parcours

Accord = Literal["consensus", "majorite", "desaccord"]


class Deliberation(Fiche):
    """L'accord du groupe sur une question."""

    accord: Accord
    remarque: str = ""
    revoir_le: datetime.date | None = None


MOTIF_DE_VERSION = r"^(?:0|[1-9][0-9]{0,3})(?:\.(?:0|[1-9][0-9]{0,3})){1,2}$"
"""Deux ou trois nombres sans zéro devant : « 1.0 ». Une version nomme aussi un dossier et une étiquette git."""

NumeroDeVersion = Annotated[str, Field(pattern=MOTIF_DE_VERSION)]
Voix = Annotated[int, Field(ge=0)]


class AdoptionEcrite(Fiche):
    """Une version adoptée par une instance."""

    version: NumeroDeVersion
    date: datetime.date
    instance: Texte
    pour: Voix | None = None
    contre: Voix | None = None
    abstentions: Voix | None = None
    relire_le: datetime.date | None = None


Couleur = Annotated[str, Field(pattern=r"^#(?:[0-9A-Fa-f]{3}){1,2}$")]
NomDInstance = Annotated[str, Field(pattern=r"^(?:[Ll][ea] |[Ll]['’]|[Nn]otre |[Uu]ne? )\S.{0,119}$")]


class ApparenceVoulue(Fiche):
    """Ce qui fait reconnaître le groupe sur ses documents ; ce qui n'est pas dit garde l'allure du modèle."""

    logo: Texte | None = None
    couleur: Couleur = ""
    accent: Couleur = ""
    instance: NomDInstance = ""


class Ancienne(Fiche):
    """Ce que le groupe avait dit d'une question que le questionnaire ne pose plus. La charte n'en tient pas compte."""

    version: Texte
    enonce: Texte
    reponse: Any = None
    en_cours: Any = None
    etat: Literal["repondu", "a_decider", "passe", "en_cours"] = "repondu"
    accord: Accord | None = None
    remarque: str = ""
    revoir_le: datetime.date | None = None


class Reponses(Fiche):
    """Le fichier `reponses.yaml`.

    `reponses` : valeurs données ; `a_decider` : questions, ou lignes de grille (`usages.dons`), laissées
    ouvertes par le groupe ; `passees` : questions posées mais non discutées, qui gardent le défaut.
    `date` : celle du projet de texte, pour que deux rendus soient identiques.
    `en_cours` : ce qui est commencé et pas encore validé (lignes d'une grille, fiches d'une liste) ; l'entretien
    reprend de là, la charte n'en tient pas compte.
    `anciennes` : ce que disaient les questions retirées par une mise à jour.
    """

    format: Literal[1] = 1
    questionnaire: Texte
    modele: Texte
    date: datetime.date | None = None
    parcours: Parcours = "complet"
    apparence: ApparenceVoulue | None = None
    reponses: Table[Identifiant, Any] = Table()
    a_decider: Suite[str] = ()
    passees: Suite[Identifiant] = ()
    deliberations: Table[Identifiant, Deliberation] = Table()
    en_cours: Table[Identifiant, Any] = Table()
    adoptions: Suite[AdoptionEcrite] = ()
    anciennes: Table[Identifiant, Ancienne] = Table()

    @property
    def par_date(self) -> list[AdoptionEcrite]:
        """Les adoptions, de la plus ancienne à la plus récente, dans quelque ordre qu'on les ait écrites."""
        return sorted(self.adoptions, key=lambda une: une.date)

    @property
    def en_suspens(self) -> frozenset[str]:
        """Les questions laissées à décider, en entier ou pour une ligne de grille."""
        return frozenset(reference.partition(".")[0] for reference in self.a_decider)

    @property
    def en_projet(self) -> bool:
        """Vrai tant que rien n'est adopté, ou si un projet daté depuis révise ce qui l'était."""
        return not self.adoptions or (self.date is not None and self.date >= self.par_date[-1].date)
