"""Les mots du groupe, neutralisés et mis en phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable

from charte.contenu.base import Brut, Markdown

AUCUN_TEXTE = Markdown("")
AUCUN_MOT = Brut("")

# Un « _ » au milieu d'un mot et un « & » isolé n'ont rien de spécial.
_SPECIAUX = re.compile(r"[\\`*\[\]<|~$_&](?<![^\W_]_(?=[^\W_]))(?<!&(?![#\w]))")
_DEBUT = re.compile(r"^([-+=>#]|\d+[.)](?=\s|$))")
_INVISIBLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]")

_CONTRACTES = (("le ", "du "), ("les ", "des "))
_ARTICLES = ("la ", "l'", "notre ", "nos ", "votre ", "vos ")

FIN_DE_PHRASE = re.compile(r" (?<=[.!?…»] )(?<!\b[A-Z]\. )(?<!\bart\. ) *(?=[A-ZÀÂÉÈÊÎÔÙÇŒ«])")
"""Les espaces après lesquelles commence une phrase."""


def aplatir(brut: str) -> Brut:
    """Rend le texte sur une ligne : les sauts deviennent des espaces, les caractères de contrôle disparaissent."""
    return Brut(" ".join(_INVISIBLES.sub(" ", brut).split()))


def echapper(brut: Brut) -> Markdown:
    """Rend le texte en Markdown littéral, sur une ligne : rien n'y sera interprété, ni balise, ni lien, ni titre."""
    ligne = _SPECIAUX.sub(r"\\\g<0>", aplatir(brut))
    return Markdown(_DEBUT.sub(lambda trouve: f"{trouve[0][:-1]}\\{trouve[0][-1]}", ligne))


def joindre(textes: Iterable[Markdown], par: str = " ") -> Markdown:
    """Met bout à bout du Markdown sûr : ce qui en sort l'est encore. `par` : ce que l'on écrit entre deux."""
    return Markdown(par.join(textes))


def minuscule(texte: str) -> str:
    """Met la première lettre en minuscule, sauf dans un sigle (« IA », « RGPD »)."""
    if len(texte) > 1 and texte[1].isupper():
        return texte
    return texte[:1].lower() + texte[1:]


def majuscule(texte: str) -> str:
    """Met la première lettre en majuscule sans toucher aux autres."""
    return texte[:1].upper() + texte[1:]


def de(groupe: str) -> str:
    """« du bureau », « de l'assemblée générale », « des membres » ; "" si le nom n'a pas d'article."""
    nom = minuscule(groupe.replace("’", "'"))
    for debut, contracte in _CONTRACTES:
        if nom.startswith(debut):
            return contracte + nom.removeprefix(debut)
    return f"de {nom}" if nom.startswith(_ARTICLES) else ""


def par(groupe: str) -> str:
    """« par le bureau » ; « par : Bureau du 3 mars » si le nom n'a pas d'article."""
    nom = minuscule(groupe.replace("’", "'"))
    return f"par {nom}" if nom.startswith((*_ARTICLES, "le ", "les ")) else f"par : {groupe}"


def enumerer(elements: Iterable[object], dernier: str = "et") -> str:
    """Met une liste en phrase : « a, b et c ». Une valeur à choix y entre par sa forme `en_phrase`."""
    mots = [getattr(element, "en_phrase", None) or str(element) for element in elements]
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {dernier} {mots[-1]}"


def compter(nombre: int, singulier: str, pluriel: str) -> str:
    """« 1 réponse », « 3 réponses » ; zéro se dit au singulier."""
    return f"{nombre} {singulier if nombre < 2 else pluriel}"
