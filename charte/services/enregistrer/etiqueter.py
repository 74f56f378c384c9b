"""L'étiquette git d'une version adoptée : la poser, la retrouver, dire ce qu'elle ne garde pas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from charte.depot import git
from charte.depot.adoptions import Figee
from charte.erreurs import commande
from charte.moteur.expressions.dates import en_lettres
from charte.services.enregistrer.versionner import SANS_BRANCHE
from charte.services.figer import charte_figee


@dataclass(frozen=True)
class EtiquetteDeVersion:
    """Le nom que porte cette version dans ce dépôt, qu'il y soit déjà posé ou non."""

    depot: git.Depot
    nom: str
    figee: Figee

    @property
    def commit(self) -> str:
        """Le commit que ce nom désigne ; vide s'il n'est pas posé."""
        return self.depot.resoudre(f"refs/tags/{self.nom}") or ""

    def lire(self, chemin: Path) -> bytes | None:
        """Ce fichier, tel que l'étiquette le garde ; `None` s'il n'y est pas."""
        return self.depot.lire(f"refs/tags/{self.nom}", chemin)

    @property
    def garde(self) -> bool:
        """Vrai si elle est posée sur cette version, et non sur autre chose qui aurait pris son nom."""
        if not self.commit or not self.figee.complete:
            return bool(self.commit)
        somme = self.lire(self.figee.empreintes_ecrites)
        if somme is None:
            return bool(self.depot.ignores([self.figee.empreintes_ecrites]))
        return somme == self.figee.empreintes_ecrites.read_bytes()


def etiquette(figee: Figee) -> EtiquetteDeVersion | None:
    """L'étiquette de cette version ; `None` si le dossier n'est pas suivi par git."""
    depot = git.trouver(figee.origine.chemin)
    if depot is None:
        return None
    return EtiquetteDeVersion(depot, git.nom_etiquette(depot, figee.origine.chemin, figee.version), figee)


def etiqueter(figee: Figee, fichiers: Iterable[Path]) -> list[str]:
    """Enregistre ces fichiers avec ceux de la version, pose l'étiquette ; rend ce qu'il faut en dire, en phrases.

    Lève `RefusGit` si git ne peut pas.
    """
    posee = etiquette(figee)
    if posee is None:
        return ["Ce dossier n'est pas suivi par git : la version est figée ici, sans étiquette."]
    depot, figes = posee.depot, figee.fichiers()
    adoption = charte_figee(figee).adoptions[-1]
    vote = f" ({adoption.vote})" if adoption.vote else ""
    message = f"Adopter la version {adoption.version} : {adoption.instance}, {en_lettres(adoption.date)}{vote}"
    depot.enregistrer([*fichiers, *figes], message)
    if not posee.commit:
        depot.etiqueter(posee.nom, message)
    phrases = [f"Étiquette git : {posee.nom}"]
    if not posee.garde:
        phrases = [
            f"Attention : l'étiquette git {posee.nom} existait déjà et garde autre chose : elle n'est pas déplacée. La "
            f"version est figée, sans étiquette. Pour voir ce qu'elle garde : {commande('git', 'show', posee.nom)}"
        ]
    if laisses := depot.ignores(figes):
        noms = ", ".join(chemin.name for chemin in laisses)
        phrases.append(f"Attention : un .gitignore écarte {noms} : git ne garde pas tout de cette version.")
    if depot.branche() is None:
        phrases.append("\n  ".join(SANS_BRANCHE))
    return phrases
