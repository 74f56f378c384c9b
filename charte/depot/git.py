"""Le dépôt git où vit une charte.

On n'y touche qu'à ce que l'on a écrit : jamais aux changements en attente, aux branches ni aux réglages d'autrui. Les
crochets et la signature de la personne sont respectés.
"""

from __future__ import annotations

import os
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from charte.depot.appel_git import (
    GitAbsent,
    Issue,
    RefusGit,
    appeler,
    crochet_refuse,
    exiger,
    identite_vide,
    refus,
    refus_connu,
)
from charte.erreurs import commande

__all__ = ["Depot", "RefusGit", "disponible", "initialiser", "nom_etiquette", "trouver"]

# L'état d'un dépôt au milieu d'un geste, et comment en sortir.
_EN_COURS = {
    "MERGE_HEAD": ("une fusion", "git merge --continue", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("un report de commit", "git cherry-pick --continue", "git cherry-pick --abort"),
    "REVERT_HEAD": ("une annulation de commit", "git revert --continue", "git revert --abort"),
    "rebase-merge": ("un déplacement de commits", "git rebase --continue", "git rebase --abort"),
    "rebase-apply": ("un déplacement de commits", "git rebase --continue", "git rebase --abort"),
}
_CROCHETS = ("pre-commit", "prepare-commit-msg", "commit-msg")
_CONFLITS = ("DD", "AU", "UD", "UA", "DU", "AA", "UU")


@dataclass(frozen=True)
class Depot:
    """Un dépôt trouvé ; `racine` est celle de son arbre de travail."""

    racine: Path

    def enregistrer(self, fichiers: Iterable[Path], message: str) -> str:
        """Enregistre ces fichiers et eux seuls ; rend l'empreinte courte, "" si rien n'a changé.

        Un fichier disparu est enregistré comme tel ; un fichier que le dépôt ignore (`.gitignore`) est laissé. Lève
        `RefusGit` : identité vide, fusion en cours, index verrouillé, crochet ou signature qui refuse.
        """
        etats = self._etats(fichiers)
        if not etats:
            return ""
        self._refuser_si_occupe(etats)
        self._exiger_une_identite()
        cibles = [_exact(nom) for nom in etats]
        neufs = [_exact(nom) for nom, etat in etats.items() if etat == "??"]
        if neufs:
            # « --only » ne voit que ce que git suit déjà : on annonce les nouveaux, sans leur contenu.
            exiger(self.racine, "add", "--intent-to-add", "--", *neufs)
        try:
            commit = ("-c", "i18n.commitEncoding=UTF-8", "commit", "--only", "--quiet", "--cleanup=whitespace")
            issue = appeler(self.racine, *commit, "-m", message, "--", *cibles)
        except BaseException:
            self._oublier(neufs)
            raise
        if issue.code:
            self._oublier(neufs)
            raise self._refus_de_commit(issue)
        return exiger(self.racine, "rev-parse", "--short", "HEAD").texte

    def etiqueter(self, nom: str, message: str) -> None:
        """Pose une étiquette annotée sur le commit courant, signée si la personne signe les siennes.

        Lève `RefusGit` si ce nom est pris, ou si git ne peut pas.
        """
        if nom.startswith("-") or appeler(self.racine, "check-ref-format", f"refs/tags/{nom}").code:
            raise RefusGit(f"« {nom} » ne peut pas être le nom d'une étiquette git.")
        if self.resoudre("HEAD") is None:
            raise RefusGit("Ce dépôt n'a encore aucun enregistrement à étiqueter.")
        if not appeler(self.racine, "rev-parse", "--verify", "--quiet", f"refs/tags/{nom}").code:
            raise RefusGit(
                f"L'étiquette {nom} existe déjà : elle n'est pas déplacée.",
                f"Pour la voir : {commande('git', 'show', '--stat', nom)}",
            )
        self._exiger_une_identite()
        exiger(self.racine, "tag", "--annotate", "--cleanup=whitespace", f"--message={message}", nom)

    def lire(self, reference: str, chemin: Path) -> bytes | None:
        """Ce fichier à cette référence ; `None` s'il n'y était pas. Lève `RefusGit` si elle est inconnue."""
        empreinte = self.resoudre(reference)
        if empreinte is None:
            raise RefusGit(
                f"« {reference} » n'est ni une étiquette, ni une branche, ni un commit de ce dépôt.",
                "Pour les voir : git tag"
                + (" ; dépôt partiel : git fetch --unshallow --tags" if self.partiel() else ""),
            )
        issue = appeler(self.racine, "cat-file", "blob", f"{empreinte}:{self._nom(chemin)}")
        return None if issue.code else issue.sortie

    def resoudre(self, reference: str) -> str | None:
        """L'empreinte complète du commit que désigne cette référence, ou `None`."""
        if not reference or reference.startswith("-"):
            return None
        issue = appeler(self.racine, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        return None if issue.code else issue.texte

    def modifies(self, fichiers: Iterable[Path]) -> list[Path]:
        """Ceux de ces fichiers qui diffèrent du dernier enregistrement, nouveaux et disparus compris."""
        liste = list(fichiers)
        etats = self._etats(liste)
        return [fichier for fichier in liste if self._nom(fichier) in etats]

    def branche(self) -> str | None:
        """La branche courante ; `None` si la tête est détachée."""
        issue = appeler(self.racine, "symbolic-ref", "--quiet", "--short", "HEAD")
        return None if issue.code else issue.texte

    def partiel(self) -> bool:
        """Vrai pour un clone superficiel : les anciennes versions peuvent y manquer."""
        return appeler(self.racine, "rev-parse", "--is-shallow-repository").texte == "true"

    def ignores(self, fichiers: Iterable[Path]) -> list[Path]:
        """Ceux de ces fichiers qu'un `.gitignore` écarte : `enregistrer` les laisse."""
        liste = list(fichiers)
        entree = b"\0".join(os.fsencode(self._nom(fichier)) for fichier in liste)
        if not liste:
            return []
        issue = appeler(self.racine, "check-ignore", "-z", "--stdin", entree=entree)
        ecartes = set(os.fsdecode(issue.sortie).split("\0")) - {""}
        return [fichier for fichier in liste if self._nom(fichier) in ecartes]

    def _nom(self, chemin: Path) -> str:
        """Le nom d'un fichier dans le dépôt. Lève `RefusGit` s'il n'y est pas."""
        # Le fichier peut être un lien, ou ne plus exister : seul son dossier se suit jusqu'au bout.
        place = chemin.parent.resolve() / chemin.name
        try:
            return place.relative_to(self.racine).as_posix()
        except ValueError:
            raise RefusGit(f"{chemin} n'est pas dans le dépôt {self.racine}.") from None

    def _etats(self, fichiers: Iterable[Path]) -> dict[str, str]:
        """Ce que git dit de chacun de ces fichiers : deux lettres par fichier changé, rien pour les autres."""
        noms = list(dict.fromkeys(self._nom(fichier) for fichier in fichiers))
        if not noms:
            return {}
        options = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
        # Sans verrou facultatif : regarder ne touche pas l'index.
        issue = exiger(self.racine, "--no-optional-locks", "status", *options, "--", *map(_exact, noms))
        lus = {ligne[3:]: ligne[:2] for ligne in os.fsdecode(issue.sortie).split("\0") if ligne}
        # macOS rend les accents autrement qu'on ne les a écrits ; git, lui, les recompose.
        trouves = {nom: lus.get(nom) or lus.get(unicodedata.normalize("NFC", nom)) for nom in noms}
        return {nom: etat for nom, etat in trouves.items() if etat}

    def _refuser_si_occupe(self, etats: dict[str, str]) -> None:
        demandes = [mot for nom in _EN_COURS for mot in ("--git-path", nom)]
        lieux = exiger(self.racine, "rev-parse", *demandes).texte.splitlines()
        for (quoi, finir, defaire), lieu in zip(_EN_COURS.values(), lieux, strict=True):
            if (self.racine / lieu).exists():
                raise RefusGit(
                    f"Il y a {quoi} en cours dans ce dépôt : rien n'est enregistré par-dessus.",
                    f"Terminez ({finir}) ou renoncez ({defaire}), puis recommencez.",
                )
        if any(etat in _CONFLITS for etat in etats.values()) or exiger(self.racine, "ls-files", "--unmerged").sortie:
            raise RefusGit(
                "Des fichiers de ce dépôt sont en conflit : rien n'est enregistré par-dessus.",
                "Pour les voir : git status",
            )

    def _exiger_une_identite(self) -> None:
        for qui in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            if appeler(self.racine, "var", qui).code:
                raise identite_vide()

    def _oublier(self, neufs: list[str]) -> None:
        """Retire de l'index les fichiers que l'on venait d'y annoncer ; ils restent sur le disque."""
        if neufs:
            appeler(self.racine, "rm", "--cached", "--force", "--quiet", "--ignore-unmatch", "--", *neufs)

    def _refus_de_commit(self, issue: Issue) -> RefusGit:
        connu = refus_connu(issue, self.racine)
        if connu is not None:
            return connu
        dossier = self.racine / exiger(self.racine, "rev-parse", "--git-path", "hooks").texte
        actifs = [nom for nom in _CROCHETS if os.access(dossier / nom, os.X_OK)]
        # git ne dit pas lequel a refusé ; une faute de git lui-même commence par « fatal » ou « error ».
        if actifs and not re.match(r"(fatal|error): ", issue.erreurs):
            return crochet_refuse(" ou ".join(actifs), issue.erreurs or issue.texte)
        return refus(issue, self.racine)


def disponible() -> bool:
    """Vrai si git est installé et répond."""
    try:
        return appeler(Path.cwd(), "--version").code == 0
    except (GitAbsent, OSError):
        return False


def trouver(dossier: Path) -> Depot | None:
    """Le dépôt qui contient ce dossier, existant ou à créer ; `None` s'il n'y en a pas, ou sans git.

    Lève `RefusGit` si git ne se fie pas à ce dépôt, ou s'il est sans fichiers.
    """
    existant = dossier.resolve()
    while not existant.is_dir() and existant != existant.parent:
        existant = existant.parent
    try:
        issue = appeler(existant, "rev-parse", "--is-inside-work-tree", "--show-toplevel")
    except GitAbsent:
        return None
    dedans, _, racine = issue.texte.partition("\n")
    if issue.code == 0 and dedans == "true":
        return Depot(Path(racine).resolve())
    if dedans == "false":
        raise RefusGit(
            f"{existant} est à l'intérieur d'un dépôt git sans fichiers de travail.",
            "Choisissez un autre dossier, ou un clone de ce dépôt.",
        )
    if "not a git repository" in issue.erreurs:
        return None
    raise refus(issue, existant)


def initialiser(dossier: Path) -> Depot:
    """Crée un dépôt dans ce dossier, selon les réglages de la personne. Lève `RefusGit`."""
    dossier.mkdir(parents=True, exist_ok=True)
    exiger(dossier, "init", "--quiet")
    return Depot(dossier.resolve())


def nom_etiquette(depot: Depot, dossier: Path, version: str) -> str:
    """Le nom d'étiquette d'une version : « v1.0 » à la racine du dépôt, « sous/dossier/v1.0 » ailleurs."""
    parties = dossier.resolve().relative_to(depot.racine).parts
    return "/".join([*map(_permis, parties), _permis(f"v{version}")])


def _permis(nom: str) -> str:
    """Ce nom sans rien de ce que git refuse dans une étiquette (git-check-ref-format)."""
    sans = re.sub(r"[\x00-\x20\x7f~^:?*\[\]\\\"'`$&|;<>(){}!#@]+", "-", unicodedata.normalize("NFC", nom))
    sans = re.sub(r"\.{2,}", ".", sans).strip("-").lstrip(".").rstrip(".")
    return re.sub(r"\.lock$", "-lock", sans) or f"charte-{zlib.crc32(os.fsencode(nom)):08x}"


def _exact(nom: str) -> str:
    """Ce nom et lui seul : ni motif, ni option."""
    return f":(top,literal){nom}"
