"""Les phrases fixes des documents d'un modèle : `phrases.yaml`."""

from pydantic import RootModel

from charte.contenu.base import Fiche


class Nombre(Fiche):
    """Une phrase selon le nombre dont elle parle."""

    un: str
    plusieurs: str


class PhrasesEcrites(RootModel[dict[str, str | Nombre]]):
    """Chaque phrase, par son nom. « {mot} » y est remplacé par ce que le programme en sait."""
