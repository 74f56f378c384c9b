"""La différence de deux textes, mot à mot : assez fine pour se relire, jamais hachée."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from charte.contenu.base import Brut, Markdown
from charte.moteur.comparaison.changements import Morceau, Sorte

_ECHAPPE_OU_FORME = re.compile(
    r"\\([\\`*_\[\]<>&|~$#{}!.)+=-])"  # un signe protégé
    r"|\[([^\]\n]{0,500})\]\(([^)\s]{0,2000})\)"  # un lien : ses mots, puis son adresse
    r"|(\*\*|\*|`|(?<![^\W_])_|_(?![^\W_]))"  # gras, italique, code
)
_MOT = re.compile(r"\n+(?:- )?|(?:[^\W_]+['’])*[^\W_]+(?:[·-][^\W_]+)*|[^\w\s]|_+")
_LETTRES = re.compile(r"[^\W\d_]{4,}|\d")
RESSEMBLANCE_MINIMALE = 0.35
"""En dessous, deux textes n'ont en commun que des mots de liaison : on les montre l'un après l'autre."""


def nu(markdown: Markdown) -> Brut:
    """Le texte sans mise en forme ni protection ; un lien garde ses mots, puis son adresse entre parenthèses."""
    return Brut(_ECHAPPE_OU_FORME.sub(_denuder, markdown).strip())


def comparer_les_mots(avant: Brut, apres: Brut) -> tuple[Morceau, ...]:
    """Ce qui est gardé, retiré, ajouté, dans l'ordre de lecture : ligne à ligne, puis mot à mot.

    Les morceaux gardés ou retirés redonnent `avant`, les gardés ou ajoutés redonnent `apres`, blancs mis à part.
    """
    lignes_avant, lignes_apres = _lignes(avant), _lignes(apres)
    suites: list[tuple[Sorte, str]] = []
    for nom, a, b, c, d in SequenceMatcher(None, lignes_avant, lignes_apres).get_opcodes():
        retirees, ajoutees = "".join(lignes_avant[a:b]), "".join(lignes_apres[c:d])
        if nom == "equal":
            suites.append(("garde", ajoutees))
        else:
            suites += _mot_a_mot(retirees, ajoutees)
    return tuple(_fondre(suites))


def _lignes(texte: str) -> list[str]:
    return texte.strip().splitlines(keepends=True)


def _mot_a_mot(avant: str, apres: str) -> list[tuple[Sorte, str]]:
    mots_avant, mots_apres = _decouper(avant), _decouper(apres)
    # Au-delà de 200 mots, difflib ne s'appuie plus sur les plus fréquents : un texte hostile n'y passerait pas l'heure.
    comparaison = SequenceMatcher(None, [mot.strip(" ") for mot in mots_avant], [mot.strip(" ") for mot in mots_apres])
    if comparaison.ratio() < RESSEMBLANCE_MINIMALE:
        return [("retire", avant), ("ajoute", apres)]
    suites: list[tuple[Sorte, str]] = []
    operations = _grouper(comparaison.get_opcodes(), mots_apres)
    for rang, (nom, a, b, c, d) in enumerate(operations):
        retires, ajoutes = "".join(mots_avant[a:b]), "".join(mots_apres[c:d])
        if nom != "equal":
            suites += [("retire", retires), ("ajoute", ajoutes)]
            continue
        # L'espace qui suit est celle d'avant si des mots y sont retirés : « le résumé [-et-] ».
        retrait = rang + 1 < len(operations) and operations[rang + 1][1] < operations[rang + 1][2]
        espace = " " if retrait and retires.endswith(" ") else ""
        suites.append(("garde", ajoutes.rstrip(" ") + espace if retrait else ajoutes))
    return suites


Operation = tuple[str, int, int, int, int]


def _grouper(operations: Iterable[Operation], mots: list[str]) -> list[Operation]:
    """Réunit deux changements que ne sépare aucun mot plein : « de », une virgule."""
    groupees: list[Operation] = []
    liste = list(operations)
    for rang, (nom, a, b, c, d) in enumerate(liste):
        entre_deux = 0 < rang < len(liste) - 1
        if nom == "equal" and (not entre_deux or _LETTRES.search("".join(mots[c:d])) or "\n" in "".join(mots[c:d])):
            groupees.append((nom, a, b, c, d))
        elif groupees and groupees[-1][0] != "equal":
            _, debut, _, debut_apres, _ = groupees[-1]
            groupees[-1] = ("replace", debut, b, debut_apres, d)
        else:
            groupees.append(("replace", a, b, c, d))
    return groupees


def _fondre(suites: Iterable[tuple[Sorte, str]]) -> Iterable[Morceau]:
    """Les morceaux qui disent quelque chose, deux de même sorte réunis."""
    fondus: list[tuple[Sorte, str]] = []
    for sorte, texte in suites:
        if texte and fondus and fondus[-1][0] == sorte:
            fondus[-1] = (sorte, fondus[-1][1] + texte)
        elif texte:
            fondus.append((sorte, texte))
    return (Morceau(sorte, Brut(texte)) for sorte, texte in fondus)


def _decouper(texte: str) -> list[str]:
    """Les mots, chacun suivi de ses espaces ; une fin de ligne est un mot."""
    mots: list[str] = []
    fin = 0
    for trouve in _MOT.finditer(texte):
        if mots and trouve.start() > fin:
            mots[-1] += " "
        mots.append(trouve[0])
        fin = trouve.end()
    return mots


def _denuder(trouve: re.Match[str]) -> str:
    protege, mots, adresse, _ = trouve.groups()
    if protege:
        return str(protege)
    return f"{mots} ({adresse})" if mots else ""
