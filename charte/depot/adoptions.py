"""Les versions adoptées : `adoptions/<version>/`, un dossier de charte complet que l'on ne modifie plus.

Il contient les réponses, le texte, son état, les documents produits ce jour-là, l'extrait de procès-verbal et la note
aux membres, et leurs empreintes, au format que relit `sha256sum --check`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from charte.depot.dossier import Dossier
from charte.depot.ecriture.plusieurs_fichiers import ecrire_ensemble
from charte.erreurs import Refus

EMPREINTES = "empreintes.txt"
_LIGNE = re.compile(r"([0-9a-f]{64})  ((?!/)(?!.*\.\./)[^\\]+)")
"""Une empreinte et son fichier, qui ne sort pas du dossier figé."""

_DU_SYSTEME = ("Thumbs.db", "desktop.ini")
"""Ce que Windows pose dans un dossier que l'on regarde ; ailleurs, ces noms commencent par un point."""


@dataclass(frozen=True)
class Figee:
    """Une version adoptée de la charte de ce dossier."""

    origine: Dossier
    version: str

    @property
    def dossier(self) -> Dossier:
        """Le dossier figé, qui se lit et se rend comme celui d'une charte."""
        return Dossier(self.origine.chemin / "adoptions" / self.version)

    @property
    def complete(self) -> bool:
        """Vrai si tout y est : les empreintes s'écrivent en dernier."""
        return Path(self.version).name == self.version and self.empreintes_ecrites.is_file()

    @property
    def empreintes_ecrites(self) -> Path:
        """Le fichier des empreintes."""
        return self.dossier.chemin / EMPREINTES

    def exiger_une_place(self) -> None:
        """Lève `Refus` si quelque chose, dans le dossier, empêche d'y figer cette version."""
        for chemin in (self.dossier.chemin.parent, self.dossier.chemin):
            if chemin.is_symlink() or (chemin.exists() and not chemin.is_dir()):
                raise Refus(
                    f"{chemin} n'est pas un dossier ordinaire : la version {self.version} ne peut pas y être figée.",
                    "Déplacez-le, puis recommencez.",
                )

    def figer(self, fichiers: Mapping[str, bytes], entete: str) -> None:
        """Écrit ensemble ces fichiers (chemins dans le dossier figé) et leurs empreintes, sous cette ligne d'en-tête.

        Lève `EcritureImpossible`.
        """
        lignes = [f"# {entete}", *(f"{empreinte(contenu)}  {nom}" for nom, contenu in fichiers.items())]
        places: dict[Path, str | bytes] = {self.dossier.chemin / nom: contenu for nom, contenu in fichiers.items()}
        ecrire_ensemble(self.origine.chemin, {**places, self.empreintes_ecrites: "\n".join(lignes) + "\n"})

    def fichiers(self) -> list[Path]:
        """Les fichiers figés, empreintes comprises."""
        return [*(self.dossier.chemin / nom for nom in self.empreintes()), self.empreintes_ecrites]

    def entete(self) -> str:
        """Ce qui a produit ces documents ; vide si la ligne a disparu."""
        return next((ligne.removeprefix("# ") for ligne in self._lignes() if ligne.startswith("#")), "")

    def empreintes(self) -> dict[str, str]:
        """L'empreinte de chaque fichier, par chemin dans le dossier figé."""
        lues = filter(None, map(_LIGNE.fullmatch, self._lignes()))
        return {une[2]: une[1] for une in lues}

    def ecarts(self) -> list[str]:
        """Ce qui a bougé depuis l'adoption, en phrases : fichiers changés, disparus ou venus après."""
        empreintes = self.empreintes()
        trouves = [
            f"{self.empreintes_ecrites}:{rang} : cette ligne ne se lit plus."
            for rang, ligne in enumerate(self._lignes(), 1)
            if not ligne.startswith("#") and not _LIGNE.fullmatch(ligne)
        ]
        for nom, attendue in empreintes.items():
            chemin = self.dossier.chemin / nom
            if not chemin.is_file():
                trouves.append(f"{chemin} a disparu.")
            elif empreinte(chemin.read_bytes()) != attendue:
                trouves.append(f"{chemin} a changé depuis l'adoption.")
        return trouves + [f"{chemin} n'y était pas à l'adoption." for chemin in self._ajoutes(empreintes)]

    def _ajoutes(self, connus: Collection[str]) -> list[Path]:
        ici = self.dossier.chemin
        trouves = {une.relative_to(ici).as_posix(): une for une in sorted(ici.rglob("*")) if une.is_file()}
        return [
            une
            for nom, une in trouves.items()
            if nom not in connus and nom != EMPREINTES and not une.name.startswith(".") and une.name not in _DU_SYSTEME
        ]

    def _lignes(self) -> list[str]:
        return self.empreintes_ecrites.read_text(encoding="utf-8", errors="replace").splitlines()


def versions_figees(dossier: Dossier) -> list[str]:
    """Les versions figées dans ce dossier, rangées par leur nom."""
    return sorted(une.parent.name for une in dossier.chemin.glob(f"adoptions/*/{EMPREINTES}"))


def empreinte(contenu: bytes) -> str:
    """Le SHA-256 de ces octets, en hexadécimal."""
    return hashlib.sha256(contenu).hexdigest()
