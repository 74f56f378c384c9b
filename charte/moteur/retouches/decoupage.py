"""Relire un `CHARTE.md` : le couper en parties sans en perdre un signe, et comparer ce qui se voit.

Une personne l'a ouvert dans n'importe quel éditeur : coupures de lignes, apostrophes, espaces insécables et guillemets
ont pu changer sans qu'elle l'ait voulu. `cle` rend égaux deux textes qui se lisent pareil.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from charte.contenu.base import Markdown
from charte.moteur.texte import FIN_DE_PHRASE

GenreDeLigne = Literal["paragraphe", "puce", "rang", "rangee", "titre", "citation", "code", "filet"]

RANGS = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies", "undecies"),
    *("duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies", "novodecies"),
)
"""Ce qui suit le numéro d'une clause ajoutée : « 6.3 bis », « 6.3 ter »…"""

_RANG = rf"(?:[ \u00a0\u202f](?:{'|'.join(RANGS)}|\(\d+\)))?"
NUMERO_DE_CLAUSE = rf"(?:\d{{1,2}}|[A-Z]){_RANG}\.\d{{1,3}}{_RANG}"
NUMERO_DE_SECTION = rf"(?:\d{{1,2}}|[A-Z]){_RANG}"

_ORDINAIRE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u200a\t", " "),
        **dict.fromkeys("\u2019\u2018\u02bc", "'"),
        **dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff\x7f", None),
        **dict.fromkeys(map(chr, (*range(9), *range(14, 32))), None),
    }
)
_A_CHANGER = re.compile(f"[{re.escape(''.join(map(chr, _ORDINAIRE)))}]+")
_GUILLEMETS = re.compile(r"« *| *»|[“”„]")
_AVANT = re.compile(r" +(?=[;:!?%‰€])")
_SOULIGNE = re.compile(r"(?<![\w\\])(_{1,2})(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)")
_REFERENCE = re.compile(r"(\b[nN]°|\b[LRD]\.|\(UE\)) +(?=\d)")
_PUCE = re.compile(r"^ *[-*+] +(?=\S)")
_NUMEROTE = re.compile(r"^ *(\d{1,3})[.)] +(?=\S)")
_TITRE = re.compile(r"^#{1,6} +\S")
_FILET = re.compile(r"^ {0,3}([-*_])(?: *\1){2,} *$")
_CLOTURE = re.compile(r"^ {0,3}(```+|~~~+)")
_BARRE = re.compile(r"(?<!\\)\|")
_TRAITS = re.compile(r"[ :|-]*-[ :|-]*")
_MOT = re.compile(r"[^\W_]+|[^\w\s.,;:!?…·•–—'\"()\[\]*#>|`~\\/-]")


@dataclass(frozen=True)
class Ligne:
    """Une ligne logique : un paragraphe, un élément de liste, une rangée de tableau…, coupures de lignes effacées.

    `texte` : sans puce ni rang, tel qu'il est tapé ; `brut` : les lignes du fichier, blancs qui suivent compris.
    """

    genre: GenreDeLigne
    texte: str
    brut: str

    @property
    def traits(self) -> bool:
        """Vrai pour la rangée de traits qui suit l'en-tête d'un tableau."""
        return self.genre == "rangee" and _TRAITS.fullmatch(self.texte) is not None

    @cached_property
    def cle(self) -> str:
        """Ce que l'on voit de la ligne."""
        if self.genre == "rangee":
            if self.traits:
                return "|-" * (len(_BARRE.findall(self.texte)) - 1)
            return "|" + "|".join(_cle(case) for case in cases(self.texte))
        signes = {"puce": "- ", "rang": "1. ", "citation": "> ", "filet": "---"}
        return signes.get(self.genre, "") + ("" if self.genre == "filet" else _cle(self.texte))


def ordinaire(texte: str) -> Markdown:
    """Rend le texte comme on écrit un modèle : apostrophes droites, espaces ordinaires, aucun signe invisible."""
    return Markdown(unicodedata.normalize("NFC", _A_CHANGER.sub(_changer, texte)))


def d_un_trait(texte: str) -> Markdown:
    """Rend le texte comme `ordinaire`, sur une ligne."""
    return Markdown(" ".join(ordinaire(texte).split()))


def _changer(signe: re.Match[str]) -> str:
    return signe[0].translate(_ORDINAIRE)


@cache
def cle(texte: str) -> str:
    """Rend ce que l'on voit d'un texte : égal pour deux textes qui ne diffèrent que par de l'invisible."""
    return "\n".join(ligne.cle for ligne in lignes(texte))


def _cle(texte: str) -> str:
    plat = _GUILLEMETS.sub('"', " ".join(ordinaire(texte).split())).replace("...", "…")
    return _AVANT.sub("", _REFERENCE.sub(r"\1", _SOULIGNE.sub(lambda un: un[0].replace("_", "*"), plat)))


@cache
def lignes(texte: str) -> tuple[Ligne, ...]:
    """Rend les lignes logiques du texte ; leurs `brut` mis bout à bout le redonnent, sauf un texte blanc."""
    rendues: list[Ligne] = []
    courante: list[str] = []
    genre: GenreDeLigne | None = None
    cloture = ""

    def finir() -> None:
        nonlocal genre
        if genre is not None:
            rendues.append(Ligne(genre, _texte(genre, courante), "".join(courante)))
            courante.clear()
            genre = None

    for physique in texte.splitlines(keepends=True):
        nette = ordinaire(physique).rstrip()
        if cloture:
            courante.append(physique)
            if nette.strip().startswith(cloture) and not nette.strip().strip(cloture[0]):
                cloture = ""
        elif not nette:
            courante.append(physique)
        else:
            neuf = _genre(nette, genre if courante and courante[-1].strip() else None, genre)
            if neuf is not None:
                finir()
                genre = neuf
            courante.append(physique)
            ouvre = _CLOTURE.match(nette)
            cloture = ouvre[1] if ouvre and genre == "code" else ""
    finir()
    return tuple(rendues)


def _genre(nette: str, ouverte: GenreDeLigne | None, derniere: GenreDeLigne | None) -> GenreDeLigne | None:
    """Le genre de la ligne logique qui commence ici, ou `None` si la précédente continue."""
    numero = _NUMEROTE.match(nette)
    if _CLOTURE.match(nette):
        return "code"
    if _TITRE.match(nette):
        return "titre"
    if _FILET.match(nette):
        return "filet"
    if nette.startswith("|"):
        return "rangee"
    if _PUCE.match(nette):
        return "puce"
    if numero and (ouverte != "paragraphe" or numero[1] == "1"):
        return "rang"
    if nette.startswith(">"):
        return None if ouverte == "citation" else "citation"
    if ouverte in ("paragraphe", "puce", "rang", "citation"):
        return None
    # Un retrait prolonge l'élément de liste d'avant, même après une ligne vide.
    return None if derniere in ("puce", "rang") and nette.startswith("  ") else "paragraphe"


def _texte(genre: GenreDeLigne, physiques: list[str]) -> str:
    if genre == "code":
        return "".join(physiques).strip("\n")
    if genre == "citation":
        physiques = [re.sub(r"^\s*> ?", "", une) for une in physiques]
    texte = " ".join(une.strip() for une in physiques if une.strip())
    if genre in ("puce", "rang"):
        return re.sub(r"^(?:[-*+]|\d{1,3}[.)])\s+", "", texte)
    return texte


def mots(texte: str) -> list[str]:
    """Les mots que l'on lit dans un texte, dans l'ordre, sans la ponctuation ni les signes du Markdown."""
    lus = []
    for ligne in lignes(texte):
        if not ligne.traits and ligne.genre != "filet":
            lus += _MOT.findall(_cle(ligne.texte))
    return lus


def cases(rangee: str) -> list[str]:
    """Les cases d'une rangée de tableau, sans leurs blancs ; une barre échappée reste un signe."""
    interieur = rangee.strip().removeprefix("|")
    morceaux = [case.strip().replace("\\|", "|") for case in _BARRE.split(interieur)]
    return morceaux[:-1] if len(morceaux) > 1 and not morceaux[-1] else morceaux


def phrases(texte: str) -> list[str]:
    """Les phrases d'une ligne logique, telles qu'elles sont tapées."""
    net = ordinaire(texte)
    if len(net) != len(texte):
        return FIN_DE_PHRASE.split(texte)
    bornes = [0, *(fin for coupe in FIN_DE_PHRASE.finditer(net) for fin in coupe.span()), len(net)]
    return [texte[debut:fin] for debut, fin in zip(bornes[::2], bornes[1::2], strict=True)]


def sections(texte: str) -> list[str]:
    """Coupe le texte devant chaque titre `#` ou `##` (le tout premier titre excepté) et chaque filet `---`.

    Mis bout à bout, les morceaux redonnent le texte ; le premier est la tête, peut-être vide.
    """
    morceaux: list[list[str]] = [[] if lignes(texte) else [texte]]
    for genre, physique, premiere in _situer(texte):
        coupe = genre == "filet" or (genre == "titre" and re.match(r"##? ", ordinaire(physique)))
        titre_de_tete = physique.startswith("# ") and not any(une.strip() for une in morceaux[0])
        if coupe and premiere and not (len(morceaux) == 1 and titre_de_tete):
            morceaux.append([])
        morceaux[-1].append(physique)
    return ["".join(morceau) for morceau in morceaux]


def _situer(texte: str) -> Iterator[tuple[GenreDeLigne, str, bool]]:
    """Chaque ligne du fichier avec le genre de sa ligne logique, et si elle la commence."""
    for ligne in lignes(texte):
        premiere = True
        for physique in ligne.brut.splitlines(keepends=True):
            blanche = not ordinaire(physique).strip()
            yield ligne.genre, physique, premiere and not blanche
            premiere = premiere and blanche
