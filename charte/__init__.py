"""charte : une association décide, ensemble, de sa charte d'usage de l'IA.

La porte d'entrée d'un programme : `charger` les contenus, `composer` la charte d'un groupe, la `rendre` en documents.

    contenus = charte.charger()
    texte = charte.rendre(charte.composer(contenus, Path("ma-charte/reponses.yaml")), "md")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from charte.moteur.charte import Charte
    from charte.services.charger import Contenus

__version__ = "0.1.0"


def charger(modele: Path | None = None, questionnaire: Path | None = None, reponses: Path | None = None) -> Contenus:
    """Rend questionnaire, modèle et référentiel : ceux du programme, ou ceux que l'on donne.

    `reponses` : le fichier que l'on va composer, qui peut répondre à une version passée du questionnaire.
    Lève `charte.erreurs.FichierInvalide`, toutes fautes réunies.
    """
    from charte.services.charger import charger as lire

    return lire(modele, questionnaire, reponses=reponses)


def composer(contenus: Contenus, reponses: Path) -> Charte:
    """Rend la charte d'un fichier de réponses. Lève `charte.erreurs.FichierInvalide`."""
    from charte.contenu.bibliotheque import charger_reponses

    return contenus.composer(charger_reponses(reponses, contenus.questionnaire), reponses)


def rendre(charte: Charte, format: str, modele: Path | None = None) -> bytes:
    """Rend un document : « md », « html », « pdf » ou « json ».

    Lève `charte.erreurs.UsageIncorrect` si le format est inconnu, `RenduImpossible` si la machine ne peut pas.
    """
    from charte.contenu.bibliotheque import dossier_modele
    from charte.rendu import rendre_document

    return rendre_document(charte, format, dossier_modele(modele))
