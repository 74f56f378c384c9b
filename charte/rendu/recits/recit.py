"""Un récit : des chapitres de phrases, à lire au terminal, en Markdown ou dans une page HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from charte.contenu.base import Brut, Markdown
from charte.moteur.comparaison.changements import Morceau, Sorte
from charte.moteur.texte import echapper
from charte.rendu.langue.pli import plier
from charte.rendu.langue.typographie import COUTURE, typographier
from charte.rendu.recits.suites import Phrase, en_clair

_LEGENDE_MARQUEE = "Les mots retirés sont <del>barrés</del>, les mots ajoutés <ins>soulignés</ins>."
LEGENDE = "Les mots retirés sont [-entre crochets-], les mots ajoutés {+entre accolades+}."
_MARQUES = {"garde": ("", ""), "retire": ("[-", "-]"), "ajoute": ("{+", "+}")}
_BALISES = {"garde": ("", ""), "retire": ("<del>", "</del>"), "ajoute": ("<ins>", "</ins>")}
_BORDS = re.compile(r"^(\s*(?:- )?)(.*?)(\s*)$", re.DOTALL)
"""Une ligne, sans les blancs ni le tiret de liste, qui restent hors des marques."""


@dataclass(frozen=True)
class ElementDeRecit:
    """Une entrée : un titre ou rien, une phrase ou rien, des puces, des textes où l'on voit les mots changer.

    `ancre` : son adresse dans la page. `replie` : un détail, que seul l'écran d'un navigateur déplie.
    """

    titre: str = ""
    phrases: tuple[str, ...] = ()
    puces: tuple[Phrase, ...] = ()
    textes: tuple[tuple[Morceau, ...], ...] = ()
    ancre: str = ""
    replie: bool = False


@dataclass(frozen=True)
class Chapitre:
    """Un titre et ses entrées, jamais vide.

    `numerote` : on y renvoie par leur rang. `legende` : on y dit comment se marquent les mots retirés et ajoutés.
    """

    ancre: str
    titre: str
    elements: tuple[ElementDeRecit, ...]
    numerote: bool = False
    legende: bool = False


@dataclass(frozen=True)
class Recit:
    """Tout le récit, dans l'ordre où on le lit ; `pied` : une dernière phrase, ou rien."""

    titre: str
    chapeau: tuple[str, ...]
    chapitres: tuple[Chapitre, ...]
    pied: str = ""


def ecrire(recit: Recit, format: str, largeur: int, modele: Callable[[], Path]) -> str:
    """Rend le récit dans ce format : « md », « html » aux couleurs du modèle que l'on va chercher, sinon du texte."""
    if format == "md":
        return en_markdown(recit)
    return en_html(recit, modele()) if format == "html" else en_texte(recit, largeur)


def en_texte(recit: Recit, largeur: int) -> str:
    """Rend le récit pour un terminal de cette largeur, sans couleur."""
    blocs = [plier(recit.titre, largeur), [ligne for phrase in recit.chapeau for ligne in plier(phrase, largeur)]]
    for chapitre in recit.chapitres:
        blocs.append(plier(chapitre.titre, largeur))
        blocs[-1] += ["-" * min(largeur, len(chapitre.titre))]
        if chapitre.legende:
            blocs.append(plier(LEGENDE, largeur))
        blocs += [_element_en_texte(element, rang, largeur) for rang, element in _numerotes(chapitre)]
    blocs += [plier(recit.pied, largeur)] if recit.pied else []
    return "\n\n".join("\n".join(bloc) for bloc in blocs) + "\n"


def _numerotes(chapitre: Chapitre) -> Iterable[tuple[str, ElementDeRecit]]:
    for rang, element in enumerate(chapitre.elements, 1):
        yield (f"{rang}. " if chapitre.numerote else ""), element


def _element_en_texte(element: ElementDeRecit, rang: str, largeur: int) -> list[str]:
    retrait = " " * len(rang)
    lignes = plier(element.titre, largeur)
    debut = rang
    for phrase in element.phrases:
        lignes += plier(phrase, largeur, debut or "  " * bool(element.titre), retrait or "  " * bool(element.titre))
        debut = retrait
    for texte in () if element.replie else element.textes:
        for ligne in marquer(((un.sorte, un.texte) for un in texte), _MARQUES).split("\n"):
            lignes += plier(ligne, largeur, f"{retrait}  ", f"{retrait}  ")
    for puce in element.puces:
        lignes += plier(f"- {en_clair(puce)}", largeur, retrait, f"{retrait}  ")
    return lignes


def marquer(morceaux: Iterable[tuple[Sorte, str]], marques: Mapping[str, tuple[str, str]]) -> str:
    """Les morceaux à la suite, les retraits et les ajouts entre leurs marques ; une marque ne passe pas la ligne."""
    rendu = ""
    for sorte, texte in morceaux:
        ouvre, ferme = marques[sorte]
        bouts = []
        for ligne in texte.split("\n"):
            trouve = _BORDS.match(ligne)
            avant, corps, apres = trouve.groups() if trouve else ("", ligne, "")
            bouts.append(f"{avant}{ouvre}{corps}{ferme}{apres}" if corps else ligne)
        colle = rendu[-1:] in ("]", "}", ">") and sorte == "ajoute"
        rendu += (" " if colle else "") + "\n".join(bouts)
    return rendu


def en_markdown(recit: Recit) -> str:
    """Rend le récit en Markdown ; ce qui est retiré y est barré, ce qui est ajouté souligné."""
    blocs = [f"# {_litteral(recit.titre)}", *map(_litteral, recit.chapeau)]
    for chapitre in recit.chapitres:
        blocs.append(f"## {chapitre.titre}")
        if chapitre.legende:
            blocs.append(_LEGENDE_MARQUEE)
        blocs += [_element_en_markdown(element, rang) for rang, element in _numerotes(chapitre)]
    blocs += [_litteral(recit.pied)] if recit.pied else []
    return typographier("\n\n".join(blocs)) + "\n"


def _litteral(mots: str) -> Markdown:
    return echapper(Brut(mots))


def _element_en_markdown(element: ElementDeRecit, rang: str) -> str:
    retrait = " " * len(rang)
    blocs = [f"### {_litteral(element.titre)}"] if element.titre else []
    blocs += [*map(_litteral, element.phrases)]
    for texte in () if element.replie else element.textes:
        blocs.append(marquer(((un.sorte, _echapper_les_lignes(un.texte)) for un in texte), _BALISES))
    if element.puces:
        blocs.append("\n".join(f"- {_litteral(en_clair(puce))}" for puce in element.puces))
    corps = "\n\n".join(blocs)
    return rang + corps.replace("\n", f"\n{retrait}").replace(f"\n{retrait}\n", "\n\n") if rang else corps


def _echapper_les_lignes(texte: str) -> str:
    """Chaque ligne à la lettre, bords gardés ; une fin de ligne reste une fin de ligne."""
    lignes = []
    for ligne in texte.split("\n"):
        avant, corps, apres = (_BORDS.match(ligne) or re.match("()(.*)()", ligne)).groups()  # type: ignore[union-attr]
        lignes.append(f"{avant}{_litteral(corps)}{apres}")
    return "\n".join(lignes)


def en_html(recit: Recit, modele: Path) -> str:
    """Rend le récit en une page HTML autonome, aux couleurs du modèle.

    Lève `FichierInvalide` si le gabarit `recit.html.j2` ou une feuille de style manquent au modèle.
    """
    from markupsafe import Markup, escape

    from charte.rendu.ecrivains.gabarits import rendre
    from charte.rendu.ecrivains.html import environnement_html, feuille_autonome

    def morceaux(texte: Sequence[Morceau]) -> Markup:
        """Typographie le tout d'un trait : une règle peut tenir à cheval sur deux morceaux."""
        couture = COUTURE.join(morceau.texte.replace(COUTURE, "") for morceau in texte)
        composes = typographier(couture).split(COUTURE)
        surs = [(un.sorte, str(escape(mots))) for un, mots in zip(texte, composes, strict=True)]
        return Markup(marquer(surs, _BALISES).replace("\n", "<br>"))

    env = environnement_html(modele)
    env.filters["morceaux"] = morceaux
    style = "\n".join(feuille_autonome(modele, nom) for nom in ("ecran.css", "recit.css"))
    ancres = {element.ancre for chapitre in recit.chapitres for element in chapitre.elements if element.ancre}
    legende = Markup(_LEGENDE_MARQUEE)
    return rendre(env, "recit.html.j2", recit=recit, ancres=ancres, legende=legende, style=Markup(style))
