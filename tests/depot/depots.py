"""De vrais dépôts git, à l'écart des réglages de la machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from charte.depot.appel_git import environnement

# Un essai n'a pas à survivre à une coupure de courant.
IDENTITE = """\
[core]
    fsync = none
[user]
    name = Awa Diallo
    email = awa@exemple.org
[init]
    defaultBranch = principale
"""


def a_l_ecart(dossier: Path, monkeypatch: pytest.MonkeyPatch, reglages: str = IDENTITE) -> None:
    """Donne à git, pour ce test, une maison vide et ces réglages."""
    maison = dossier / "maison"
    maison.mkdir(exist_ok=True)
    (maison / "gitconfig").write_text(reglages, encoding="utf-8")
    monkeypatch.setenv("HOME", str(maison))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(maison))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(maison / "gitconfig"))
    for nom in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(nom, raising=False)


def git(lieu: Path, *arguments: str) -> str:
    """Ce que git répond ; le test échoue si git échoue."""
    fini = subprocess.run(
        ["git", *arguments], cwd=lieu, env=environnement(), capture_output=True, text=True, check=False
    )
    assert fini.returncode == 0, fini.stderr
    return fini.stdout.strip()


def grand_depot(racine: Path) -> Path:
    """Le dépôt d'un groupe, avec son histoire, où l'on range une charte parmi d'autres choses."""
    racine.mkdir(parents=True)
    git(racine, "init", "--quiet")
    (racine / "statuts.txt").write_text("article 1\n", encoding="utf-8")
    git(racine, "add", ".")
    git(racine, "commit", "--quiet", "-m", "Statuts")
    return racine


def ecrire(chemin: Path, texte: str) -> Path:
    """Écrit ce fichier et ses dossiers."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def contenu_du_commit(lieu: Path, reference: str = "HEAD") -> list[str]:
    """Les fichiers que ce commit a changés."""
    sortie = git(lieu, "-c", "core.quotePath=false", "show", "--format=", "--name-only", "-z", reference)
    return sorted(nom for nom in sortie.split("\0") if nom)


def message_de(racine: Path, etiquette: str) -> str:
    """Le message d'une étiquette annotée, sans sa signature."""
    contenu = git(racine, "for-each-ref", "--format=%(contents)", f"refs/tags/{etiquette}")
    return contenu.partition("-----BEGIN")[0].strip()
