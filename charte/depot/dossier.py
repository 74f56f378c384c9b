"""Le dossier d'une charte : ses fichiers, son état, les retouches faites à la main."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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

    @property
    def revision(self) -> Path:
        """Une révision commencée et pas encore écrite."""
        return self.chemin / ".charte" / "revision.json"

    @property
    def mise_a_jour(self) -> Path:
        """Une mise à jour commencée et pas encore écrite."""
        return self.chemin / ".charte" / "mise-a-jour.json"

    def est_retouche(self) -> bool:
        """Vrai si `CHARTE.md` n'est plus le dernier texte rendu (fins de ligne mises à part)."""
        if not self.texte.exists():
            return False
        return not self.base.exists() or _lignes(self.texte) != _lignes(self.base)

    def dit_deja(self, texte: str) -> bool:
        """Vrai si `CHARTE.md` est ce texte (fins de ligne mises à part)."""
        return self.texte.exists() and _lignes(self.texte) == texte.splitlines()

    def copie_libre(self) -> Path:
        """Où garder une copie de `CHARTE.md` : un nom que rien ne porte."""
        rang = 1
        while (copie := self.chemin / f"CHARTE.retouches-{rang}.md").exists():
            rang += 1
        return copie


def _lignes(chemin: Path) -> list[str]:
    return chemin.read_text(encoding="utf-8-sig", errors="replace").splitlines()
