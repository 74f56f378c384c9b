"""Ce que le groupe a voulu pour ses documents, résolu : couleurs lisibles, nom de l'instance qui décide."""

from __future__ import annotations

from charte.contenu import reponses as r
from charte.moteur.charte import Apparence, Logo


def resoudre(voulue: r.ApparenceVoulue | None, logo: Logo | None = None) -> Apparence:
    """Rend l'apparence de la charte, couleurs ajustées ; `logo` : celui du groupe, déjà contrôlé."""
    if voulue is None or not (voulue.couleur or voulue.accent):
        return Apparence(logo=logo)
    from charte.moteur.composition.couleurs import ajuster

    ajustees = {une.nom: une for une in ajuster(voulue.couleur, voulue.accent)}
    couleur, accent = (ajustees[nom].retenue if nom in ajustees else "" for nom in ("couleur", "accent"))
    return Apparence(couleur, accent, logo, filet=ajustees["accent"].demandee if accent else "")


def remarques(voulue: r.ApparenceVoulue | None) -> tuple[str, ...]:
    """Une phrase par couleur qu'il a fallu assombrir, chiffres à l'appui."""
    if voulue is None or not (voulue.couleur or voulue.accent):
        return ()
    from charte.moteur.composition.couleurs import ajuster

    return tuple(str(une) for une in ajuster(voulue.couleur, voulue.accent) if une.demandee != une.retenue)
