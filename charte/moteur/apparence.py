"""Ce que le groupe a voulu pour ses documents, résolu : couleurs lisibles, nom de l'instance qui décide."""

from __future__ import annotations

import re

from charte.contenu import reponses as r
from charte.contenu.base import Brut
from charte.moteur.bac_a_sable import EnPhrase
from charte.moteur.charte import Apparence, Logo
from charte.moteur.texte import echapper, minuscule

INSTANCE = "l_instance"
_CONTRACTIONS = (
    (re.compile(r"^le "), "du ", "au "),
    (re.compile(r"^(?=une? )"), "d'", "à "),
    (re.compile("^"), "de ", "à "),
)


def resoudre(voulue: r.Apparence | None, logo: Logo | None = None) -> Apparence:
    """Rend l'apparence de la charte, couleurs ajustées ; `logo` : celui du groupe, déjà contrôlé."""
    if voulue is None or not (voulue.couleur or voulue.accent):
        return Apparence(logo=logo)
    from charte.moteur.couleurs import ajuster

    ajustees = {une.nom: une for une in ajuster(voulue.couleur, voulue.accent)}
    couleur, accent = (ajustees[nom].retenue if nom in ajustees else "" for nom in ("couleur", "accent"))
    return Apparence(couleur, accent, logo, filet=ajustees["accent"].demandee if accent else "")


def remarques(voulue: r.Apparence | None) -> tuple[str, ...]:
    """Une phrase par couleur qu'il a fallu assombrir, chiffres à l'appui."""
    if voulue is None or not (voulue.couleur or voulue.accent):
        return ()
    from charte.moteur.couleurs import ajuster

    return tuple(str(une) for une in ajuster(voulue.couleur, voulue.accent) if une.demandee != une.retenue)


def mots_de_l_instance(nom: str) -> dict[str, EnPhrase]:
    """Les mots du modèle que ce nom remplace, contractions faites : « le bureau », « du bureau », « au bureau »."""
    nom = echapper(Brut(minuscule(nom.replace("’", "'"))))
    motif, de, a = next(une for une in _CONTRACTIONS if une[0].search(nom))
    formes = {INSTANCE: nom, "de_l_instance": motif.sub(de, nom, count=1), "a_l_instance": motif.sub(a, nom, count=1)}
    return {mot: EnPhrase(forme) for mot, forme in formes.items()}
