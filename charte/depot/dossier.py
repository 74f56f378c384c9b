"""Le dossier d'une charte : ses fichiers, son état, les retouches faites à la main."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charte.depot.ecriture import ecrire
from charte.erreurs import Refus, commande


@dataclass(frozen=True)
class Dossier:
    """Les fichiers d'une charte. Rien n'est lu ni créé tant qu'on ne le demande pas."""

    chemin: Path

    @property
    def reponses(self) -> Path:
        """Ce que le groupe a répondu."""
        return self.chemin / "reponses.yaml"

    @property
    def texte(self) -> Path:
        """Le texte de la charte, que l'on peut retoucher à la main."""
        return self.chemin / "CHARTE.md"

    @property
    def base(self) -> Path:
        """Le dernier texte rendu, sans retouches."""
        return self.chemin / ".charte" / "base.md"

    @property
    def etat(self) -> Path:
        """La charte composée, en JSON."""
        return self.chemin / ".charte" / "charte.json"

    def est_retouche(self) -> bool:
        """Vrai si `CHARTE.md` n'est plus le dernier texte rendu (fins de ligne mises à part)."""
        if not self.texte.exists():
            return False
        return not self.base.exists() or _lignes(self.texte) != _lignes(self.base)

    def poser_texte(self, nouveau: str, remplacer: bool = False) -> Path | None:
        """Écrit `CHARTE.md` et sa base. Rend la copie des retouches si on les a remplacées.

        Lève `Refus` si le texte a été retouché à la main et que `remplacer` est faux.
        """
        copie = None
        if self.est_retouche() and _lignes(self.texte) != nouveau.splitlines():
            if not remplacer:
                raise Refus(
                    f"{self.texte} a été retouché à la main : il n'est pas remplacé.",
                    f"Pour garder une copie de vos retouches et refaire le texte : "
                    f"{commande('charte', 'exporter', str(self.chemin), '--remplacer')}",
                )
            copie = self._copie_libre()
            ecrire(copie, self.texte.read_bytes())
        ecrire(self.texte, nouveau)
        ecrire(self.base, nouveau)
        return copie

    def _copie_libre(self) -> Path:
        rang = 1
        while (copie := self.chemin / f"CHARTE.retouches-{rang}.md").exists():
            rang += 1
        return copie


def _lignes(chemin: Path) -> list[str]:
    return chemin.read_text(encoding="utf-8", errors="replace").splitlines()
