"""Réunir deux changements d'un même texte, phrase par phrase : celui du groupe et celui du modèle.

On fusionne en Python plutôt qu'avec `git merge-file` : le résultat est le même sur une machine sans git, et deux
phrases voisines changées chacune d'un côté se réunissent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from charte.moteur.retouches.decoupage import Ligne, cases, cle, lignes, phrases

TROP_LONG = 4_000_000
"""Au-delà de ce produit de longueurs, on ne cherche plus ce qui a bougé : tout le milieu a changé."""

A_DETAILLER = 100
SEMBLABLE = 0.5
"""Deux éléments qui se ressemblent plus que cela sont le même, changé ; on ne cherche pas au-delà de cent couples."""

REPERES = ("<<<<<<< vos retouches", "||||||| version précédente", "=======", ">>>>>>> nouveau texte")

T = TypeVar("T")


@dataclass(frozen=True)
class Jeton:
    """La plus petite chose que l'on fusionne : ce que l'on en voit, et ce qu'il faut écrire."""

    cle: str
    brut: str
    ligne: Ligne


@dataclass(frozen=True)
class Desaccord(Generic[T]):
    """Un endroit que les deux côtés ont changé chacun à sa façon."""

    disque: tuple[T, ...]
    base: tuple[T, ...]
    neuf: tuple[T, ...]


@dataclass(frozen=True)
class _Coup:
    debut: int
    fin: int
    vers: tuple[int, int]


def fusionner(
    base: Sequence[T], disque: Sequence[T], neuf: Sequence[T], cle_de: Callable[[T], str]
) -> list[T | Desaccord[T]]:
    """Rend les éléments réunis, et un `Desaccord` là où les deux côtés ont touché au même endroit.

    Un élément que personne n'a changé est celui du disque, tel qu'il y est écrit.
    """
    cles = [[cle_de(un) for un in suite] for suite in (base, disque, neuf)]
    a, b = _coups(cles[0], cles[1]), _coups(cles[0], cles[2])
    rendus: list[T | Desaccord[T]] = []
    place, decalage = 0, 0
    while a or b:
        debut = min(coups[0].debut for coups in (a, b) if coups)
        rendus += disque[place + decalage : debut + decalage]
        fin, des_a, des_b = _groupe(debut, a, b)
        cote_a, cote_b = _etendre(des_a, debut, fin), _etendre(des_b, debut, fin)
        du_disque = tuple(un for coup in cote_a for un in _suite(coup, base, disque))
        du_neuf = tuple(un for coup in cote_b for un in _suite(coup, base, neuf))
        if not des_b or [cle_de(un) for un in du_disque] == [cle_de(un) for un in du_neuf]:
            rendus += du_disque
        elif not des_a:
            rendus += du_neuf
        else:
            rendus.append(Desaccord(du_disque, tuple(base[debut:fin]), du_neuf))
        decalage += sum(coup.vers[1] - coup.vers[0] - (coup.fin - coup.debut) for coup in des_a)
        place = fin
    return [*rendus, *disque[place + decalage :]]


def _coups(avant: Sequence[str], apres: Sequence[str]) -> list[_Coup]:
    """Ce qui change de `avant` à `apres`, dans l'ordre."""
    debut = 0
    while debut < min(len(avant), len(apres)) and avant[debut] == apres[debut]:
        debut += 1
    fin = 0
    while fin < min(len(avant), len(apres)) - debut and avant[-1 - fin] == apres[-1 - fin]:
        fin += 1
    milieu, neuf = avant[debut : len(avant) - fin], apres[debut : len(apres) - fin]
    if len(milieu) * len(neuf) > TROP_LONG:
        return [_Coup(debut, len(avant) - fin, (debut, len(apres) - fin))]
    coups = []
    for nom, i1, i2, j1, j2 in SequenceMatcher(None, milieu, neuf, autojunk=False).get_opcodes():
        if nom != "equal":
            coups += _detailler(milieu, neuf, _Coup(i1, i2, (j1, j2)))
    return [_Coup(coup.debut + debut, coup.fin + debut, (coup.vers[0] + debut, coup.vers[1] + debut)) for coup in coups]


def _detailler(avant: Sequence[str], apres: Sequence[str], coup: _Coup) -> list[_Coup]:
    """Coupe un passage changé en éléments changés un à un, là où l'ancien et le nouveau se ressemblent."""
    vieux, neufs = avant[coup.debut : coup.fin], apres[coup.vers[0] : coup.vers[1]]
    if len(vieux) * len(neufs) < 2 or len(vieux) * len(neufs) > A_DETAILLER:
        return [coup]
    coups, i, j = [], coup.debut, coup.vers[0]
    for vieil, neuf in [*_semblables(vieux, neufs), (len(vieux), len(neufs))]:
        ici, la = coup.debut + vieil, coup.vers[0] + neuf
        if i < ici or j < la:
            coups.append(_Coup(i, ici, (j, la)))
        if vieil < len(vieux):
            coups.append(_Coup(ici, ici + 1, (la, la + 1)))
        i, j = ici + 1, la + 1
    return coups


def _semblables(vieux: Sequence[str], neufs: Sequence[str]) -> list[tuple[int, int]]:
    """Les couples de rangs, croissants des deux côtés, dont la ressemblance réunie est la plus grande."""
    meilleur: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for i in range(len(vieux), -1, -1):
        for j in range(len(neufs), -1, -1):
            if i == len(vieux) or j == len(neufs):
                meilleur[i, j] = (0, [])
                continue
            choix = [meilleur[i + 1, j], meilleur[i, j + 1]]
            note = SequenceMatcher(None, vieux[i], neufs[j], autojunk=False).ratio()
            if note > SEMBLABLE:
                suite = meilleur[i + 1, j + 1]
                choix.append((note + suite[0], [(i, j), *suite[1]]))
            meilleur[i, j] = max(choix, key=lambda un: un[0])
    return meilleur[0, 0][1]


def _groupe(debut: int, a: list[_Coup], b: list[_Coup]) -> tuple[int, list[_Coup], list[_Coup]]:
    """Retire de `a` et de `b` les coups qui se gênent, de proche en proche, à partir de `debut`."""
    pris: tuple[list[_Coup], list[_Coup]] = ([], [])
    fin = debut
    premier = True
    while True:
        suivants = [(coups, cote) for coups, cote in ((a, pris[0]), (b, pris[1])) if coups]
        genants = [
            (coups, cote)
            for coups, cote in suivants
            if coups[0].debut < fin or (coups[0].debut == debut and coups[0].debut == coups[0].fin and not cote)
        ]
        if premier and not genants:
            genants = [une for une in suivants if une[0][0].debut == debut][:1]
        if not genants:
            return fin, *pris
        for coups, cote in genants:
            coup = coups.pop(0)
            cote.append(coup)
            fin = max(fin, coup.fin)
        premier = False


def _etendre(coups: list[_Coup], debut: int, fin: int) -> list[_Coup]:
    """Les coups d'un côté, et entre eux les passages de la base qu'il n'a pas changés, de `debut` à `fin`."""
    rendus, place = [], debut
    for coup in coups:
        rendus += [_Coup(place, coup.debut, (-1, -1)), coup]
        place = coup.fin
    return [*rendus, _Coup(place, fin, (-1, -1))]


def _suite(coup: _Coup, base: Sequence[T], autre: Sequence[T]) -> Sequence[T]:
    return base[coup.debut : coup.fin] if coup.vers[0] < 0 else autre[coup.vers[0] : coup.vers[1]]


def fusionner_textes(base: str, disque: str, neuf: str) -> tuple[str, int]:
    """Réunit trois versions d'un même passage ; rend le texte et le nombre d'endroits en conflit.

    Un conflit s'écrit avec les repères de git, ligne par ligne.
    """
    suites = [[jeton for ligne in lignes(texte) for jeton in _jetons(ligne)] for texte in (base, disque, neuf)]
    rendus, conflits = [], 0
    for un in fusionner(suites[0], suites[1], suites[2], lambda jeton: jeton.cle):
        if isinstance(un, Jeton):
            rendus.append(un.brut)
            continue
        reunie = _dans_la_ligne(un)
        if reunie is None:
            conflits += 1
            reunie = conflit(*("".join(jeton.brut for jeton in cote) for cote in (un.disque, un.base, un.neuf)))
        rendus.append(reunie)
    return "".join(rendus) if conflits else _numeroter("".join(rendus)), conflits


def conflit(disque: str, base: str, neuf: str) -> str:
    """Les trois versions entre les repères de git ; une version vide est une partie absente."""
    cotes = [f"{cote.rstrip()}\n" if cote.strip() else "" for cote in (disque, base, neuf)]
    morceaux = [f"{repere}\n{cote}" for repere, cote in zip(REPERES, [*cotes, ""], strict=True)]
    return f"{''.join(morceaux)}\n"


def _jetons(ligne: Ligne) -> list[Jeton]:
    """Une phrase par jeton dans un paragraphe ; ailleurs, toute la ligne."""
    if ligne.genre != "paragraphe":
        return [Jeton(ligne.cle, ligne.brut, ligne)]
    blancs = re.search(r"\n\s*\Z", ligne.brut)
    morceaux = phrases(ligne.texte)
    bruts = [f"{morceau}\n" for morceau in morceaux[:-1]] + [morceaux[-1] + (blancs[0] if blancs else "\n")]
    # Une ligne vide après le paragraphe se voit : elle fait partie de sa dernière phrase.
    fins = [""] * (len(morceaux) - 1) + ["\n" if blancs and blancs[0].count("\n") > 1 else ""]
    return [Jeton(cle(morceau) + fin, brut, ligne) for morceau, brut, fin in zip(morceaux, bruts, fins, strict=True)]


def _dans_la_ligne(un: Desaccord[Jeton]) -> str | None:
    """Réunit un élément de liste ou une rangée changés des deux côtés, phrase par phrase ou case par case."""
    if not len(un.disque) == len(un.base) == len(un.neuf) == 1:
        return None
    trois = [cote[0].ligne for cote in (un.base, un.disque, un.neuf)]
    if len({ligne.genre for ligne in trois}) > 1 or trois[0].genre not in ("puce", "rang", "rangee"):
        return None
    couper = cases if trois[0].genre == "rangee" else _membres
    morceaux = [couper(ligne.texte) for ligne in trois]
    if trois[0].genre == "rangee" and len({len(cotes) for cotes in morceaux}) > 1:
        return None
    reunis = fusionner(morceaux[0], morceaux[1], morceaux[2], cle)
    if any(isinstance(morceau, Desaccord) for morceau in reunis):
        return None
    dits = [morceau for morceau in reunis if isinstance(morceau, str)]
    saut = "\n" * (len(trois[1].brut) - len(trois[1].brut.rstrip("\n")) or 1)
    if trois[0].genre == "rangee":
        return f"| {' | '.join(case.replace('|', chr(92) + '|') for case in dits)} |{saut}"
    signe = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", trois[1].brut)
    return f"{signe[0] if signe else '- '}{' '.join(dits)}{saut}"


def _membres(texte: str) -> list[str]:
    """Les phrases d'un élément de liste ; le gras du début et le renvoi en italique de la fin à part."""
    renvoi = re.search(r"\s+([*_]\([^()]*\)[*_])\s*$", texte)
    corps = texte[: renvoi.start()] if renvoi else texte
    gras = re.match(r"(\*\*[^*]+\*\*)\s+(?=\S)", corps)
    suite = phrases(corps[gras.end() :] if gras else corps)
    return [*([gras[1]] if gras else []), *suite, *([renvoi[1]] if renvoi else [])]


def _numeroter(texte: str) -> str:
    """Refait les rangs d'une liste numérotée : des éléments ont pu venir d'ailleurs."""
    rendus, rang = [], 0
    for ligne in lignes(texte):
        rang = rang + 1 if ligne.genre == "rang" else 0
        rendus.append(re.sub(r"^(\s*)\d+", rf"\g<1>{rang}", ligne.brut, count=1) if rang else ligne.brut)
    return "".join(rendus)
