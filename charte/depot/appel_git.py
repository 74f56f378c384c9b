"""Appeler git : un environnement propre, et chaque refus dit en français avec la commande qui répare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from charte.erreurs import Refus, commande

# Ce que la personne a réglé pour elle-même. Tout autre GIT_* vient d'un crochet ou d'un script, et désignerait un
# dépôt, un index ou un message qui ne sont pas les nôtres.
_REGLAGES = re.compile(
    r"GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|(AUTHOR|COMMITTER)_(NAME|EMAIL)|EXEC_PATH"
    r"|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)"
)


class RefusGit(Refus):
    """git ne peut pas faire ce qu'on lui demande ; le remède est une commande à recopier."""


class GitAbsent(RefusGit):
    """git n'est pas installé."""


@dataclass(frozen=True)
class Issue:
    """Ce qu'un appel à git a rendu."""

    code: int
    sortie: bytes
    erreurs: str

    @property
    def texte(self) -> str:
        """La sortie sans le dernier saut de ligne ; un nom de fichier qui n'est pas de l'UTF-8 survit."""
        return os.fsdecode(self.sortie).removesuffix("\n")


def environnement(depart: Mapping[str, str] | None = None) -> dict[str, str]:
    """L'environnement donné à git : sans les `GIT_*` d'autrui, messages non traduits, aucune question posée."""
    depart = os.environ if depart is None else depart
    propre = {nom: valeur for nom, valeur in depart.items() if not nom.startswith("GIT_") or _REGLAGES.fullmatch(nom)}
    # LANGUAGE ne change que les messages : les crochets gardent la langue et l'alphabet de la personne.
    return {**propre, "LANGUAGE": "en", "GIT_TERMINAL_PROMPT": "0"}


def appeler(lieu: Path, *arguments: str, entree: bytes = b"") -> Issue:
    """Lance git dans ce dossier et rend son issue, bonne ou mauvaise. Lève `GitAbsent`."""
    programme = shutil.which("git")
    if programme is None:
        raise GitAbsent("git n'est pas installé.", "Installez-le (https://git-scm.com/downloads), puis recommencez.")
    fini = subprocess.run(
        [programme, *arguments], cwd=lieu, env=environnement(), input=entree, capture_output=True, check=False
    )
    return Issue(fini.returncode, fini.stdout, fini.stderr.decode("utf-8", errors="replace").strip())


def exiger(lieu: Path, *arguments: str) -> Issue:
    """Comme `appeler`, mais lève `RefusGit`, dite par la situation, si git échoue."""
    issue = appeler(lieu, *arguments)
    if issue.code:
        raise refus(issue, lieu)
    return issue


def refus(issue: Issue, lieu: Path) -> RefusGit:
    """Le refus qui correspond à ce que git a dit ; à défaut, git lui-même est cité."""
    return refus_connu(issue, lieu) or RefusGit(
        f"git refuse :\n{_retrait(issue.erreurs or f'code {issue.code}, sans explication')}"
    )


def refus_connu(issue: Issue, lieu: Path) -> RefusGit | None:
    """Le refus que l'on sait expliquer et réparer, ou `None`."""
    dit = issue.erreurs
    if "safe.directory" in dit:
        lieu_sur = _cite(dit) or str(lieu)
        return RefusGit(
            f"git ne se fie pas au dépôt {lieu_sur} : il appartient à quelqu'un d'autre.",
            "Si ce dépôt est bien le vôtre : "
            + commande("git", "config", "--global", "--add", "safe.directory", lieu_sur),
        )
    if verrou := re.search(r"Unable to create '(.+\.lock)': File exists", dit):
        return RefusGit(
            f"Un autre git travaille dans ce dépôt, ou s'y est arrêté net ({verrou[1]}).",
            f"Attendez qu'il finisse. Si plus rien ne tourne : {commande('rm', verrou[1])}",
        )
    if re.search(r"(gpg|ssh-keygen|gpgsm).*failed|failed to sign|signing failed|user\.signingkey", dit, re.IGNORECASE):
        return RefusGit(
            f"La signature demandée par vos réglages de git a échoué :\n{_retrait(dit)}",
            "Essayez : echo essai | gpg --clearsign   (ou, pour une clé SSH : ssh-add -l). Puis recommencez.",
        )
    if re.search(r"tell me who you are|empty ident name|auto-detect email|useConfigOnly|no email was given", dit):
        return identite_vide()
    return None


def identite_vide() -> RefusGit:
    """git ne sait pas qui enregistre."""
    return RefusGit(
        "git ne sait pas au nom de qui enregistrer.",
        'Dites-le une fois pour toutes :\n  git config --global user.name "Votre nom"\n'
        '  git config --global user.email "vous@exemple.org"',
    )


def crochet_refuse(nom: str, dit: str) -> RefusGit:
    """Le crochet de ce nom a dit non ; on cite ce qu'il a dit."""
    return RefusGit(
        f"Le crochet {nom} de ce dépôt refuse l'enregistrement :\n{_retrait(dit or 'il ne dit pas pourquoi')}",
        "Corrigez ce qu'il demande, puis recommencez. Vos fichiers sont écrits, ils ne sont pas enregistrés dans git.",
    )


def _cite(dit: str) -> str:
    """Le dossier que git cite dans la commande qu'il conseille."""
    conseil = re.search(r"--add safe\.directory (.+)", dit)
    return conseil[1].strip().strip("'\"") if conseil else ""


def _retrait(dit: str) -> str:
    return "\n".join(f"  {ligne}" for ligne in dit.splitlines()[-20:])
