"""Les polices du modèle que l'on joint à un document modifiable, pour qu'il ait partout la même allure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charte.rendu.apparence.glyphes import polices_du_modele

_VARIANTES = {"Regular": (False, False), "Italic": (False, True), "Bold": (True, False), "Bold Italic": (True, True)}
_INSTALLABLE = 0
"""La table OS/2 dit par ce nombre que la police peut voyager dans un document que l'on modifie."""


@dataclass(frozen=True)
class Police:
    """Une des quatre graisses d'une famille."""

    famille: str
    gras: bool
    italique: bool
    fichier: str
    octets: bytes


def polices_a_joindre(modele: Path) -> tuple[Police, ...]:
    """Rend les quatre graisses courantes de la famille du modèle ; rien s'il n'en a pas, ou qu'elle ne se joint pas."""
    trouvees = list(_lire(modele))
    return tuple(police for police in trouvees if police.famille == trouvees[0].famille)


def _lire(modele: Path) -> Iterator[Police]:
    from fontTools.ttLib import TTFont

    for fichier in polices_du_modele(modele):
        if fichier.suffix == ".woff2":
            continue
        with TTFont(fichier, lazy=True) as fonte:
            famille, variante = (fonte["name"].getDebugName(rang) for rang in (1, 2))
            permise = fonte["OS/2"].fsType == _INSTALLABLE
            ordinaire = fonte["OS/2"].usWeightClass in (400, 700)
        if permise and ordinaire and variante in _VARIANTES:
            yield Police(str(famille), *_VARIANTES[variante], fichier.name, fichier.read_bytes())
