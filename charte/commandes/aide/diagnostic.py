"""`charte diagnostic` : ce qui manque à la machine, et la commande exacte pour y remédier."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from charte import __version__
from charte.erreurs import ErreurCharte
from charte.rendu.systeme import installer

PYTHON_MINIMAL = (3, 11)
LARGEUR_MINIMALE = 80
RETRAIT = " " * 11
ATTENTE = 60
"""Secondes accordées à un programme interrogé : la première importation de WeasyPrint peut être lente."""

BIBLIOTHEQUES = {
    "typer": "0.29",
    "rich": "14",
    "pydantic": "2.11",
    "PyYAML": "6.0.1",
    "Jinja2": "3.1.6",
    "markdown-it-py": "4",
    "questionary": "2.1.1",
    "weasyprint": "70",
    "pillow": "12",
    "tinycss2": "1.5",
    "typst": "0.15",
}
"""Version la plus ancienne de chaque bibliothèque, comme dans `pyproject.toml` (un test compare les deux)."""
TROP_RECENTES = {"questionary": "2.2", "weasyprint": "71", "typst": "0.16"}
FACULTATIVES = ("typst",)
"""Ce dont on se passe tant que rien d'autre ne manque : un moteur de PDF suffit."""

_INSTALLER_GIT = {
    "apt-get": "sudo apt-get install git",
    "dnf": "sudo dnf install git",
    "zypper": "sudo zypper install git",
    "pacman": "sudo pacman -S git",
    "apk": "sudo apk add git",
    "brew": "brew install git",
    "winget": "winget install --id Git.Git",
}

Etat = Literal["ok", "manque", "conseil"]
_MARQUES: dict[Etat, str] = {"ok": "ok     ", "manque": "MANQUE ", "conseil": "conseil"}


@dataclass(frozen=True)
class Releve:
    """Un point contrôlé. `manque` : charte ne peut pas tout faire sans lui ; `conseil` : on peut s'en passer."""

    etat: Etat
    phrase: str
    remede: str = ""


def diagnostic() -> int:
    """Contrôle la machine et dit comment remédier à chaque manque. Rend 0 si l'indispensable est là, 1 sinon."""
    _dire(f"charte {__version__}, {platform.system()} {platform.release()} ({platform.machine()})")
    manques = 0
    for releve in _releves():
        manques += releve.etat == "manque"
        _dire(f"  {_MARQUES[releve.etat]}  {releve.phrase}")
        for rang, ligne in enumerate(releve.remede.splitlines()):
            _dire(f"{RETRAIT}{ligne}" if rang else f"{RETRAIT}Pour y remédier : {ligne}")
    if not manques:
        _dire("Tout ce qu'il faut est là.")
        return 0
    _dire("Il manque une chose indispensable." if manques == 1 else f"Il manque {manques} choses indispensables.")
    return 1


def _releves() -> Iterator[Releve]:
    yield _python()
    yield from (_bibliotheque(nom, minimum) for nom, minimum in BIBLIOTHEQUES.items())
    yield from _pango()
    yield from _donnees()
    yield _git()
    yield _encodage()
    yield _largeur()
    yield _accessibilite()
    yield _ici()


def _python() -> Releve:
    minimal = ".".join(str(nombre) for nombre in PYTHON_MINIMAL)
    phrase = f"Python {platform.python_version()} ({sys.executable})"
    if sys.version_info >= PYTHON_MINIMAL:
        return Releve("ok", phrase)
    return Releve(
        "manque", f"{phrase} : trop ancien", f"installez Python {minimal} ou plus récent, puis charte avec lui"
    )


def _bibliotheque(nom: str, minimum: str) -> Releve:
    limite = TROP_RECENTES.get(nom)
    remede = installer(f"{nom}>={minimum},<{limite}" if limite else f"{nom}>={minimum}")
    etat: Etat = "conseil" if nom in FACULTATIVES else "manque"
    try:
        version = importlib.metadata.version(nom)
    except importlib.metadata.PackageNotFoundError:
        return Releve(etat, f"{nom} : absent", remede)
    if _rang(version) < _rang(minimum):
        return Releve(etat, f"{nom} {version} : trop ancien", remede)
    if limite and _rang(version) >= _rang(limite):
        return Releve(etat, f"{nom} {version} : trop récent", remede)
    return Releve("ok", f"{nom} {version}")


def _rang(version: str) -> tuple[int, ...]:
    nombres = []
    for part in version.split("."):
        if not part.isdigit():
            break
        nombres.append(int(part))
    return tuple(nombres)


def _pango() -> Iterator[Releve]:
    """Dans un autre processus : WeasyPrint charge Pango à l'importation, et bavarde s'il ne le trouve pas."""
    if importlib.util.find_spec("weasyprint") is None:
        return
    if _interroger([sys.executable, "-c", "import weasyprint"]) is not None:
        yield Releve("ok", "Pango, pour le PDF")
        return
    from charte.rendu.systeme import installation_ici

    ici = installation_ici()
    remede = f"{ici.commande}\n{ici.precision}".strip()
    if importlib.util.find_spec("typst") is not None:
        yield Releve(
            "conseil", "Pango : absent ; la charte en PDF se fait avec Typst, les autres PDF attendent", remede
        )
    else:
        yield Releve("manque", "Pango : absent ; le PDF ne peut pas être fait, les autres documents si", remede)


def _donnees() -> Iterator[Releve]:
    """Le questionnaire, le référentiel, le modèle et ses polices : trouvés, et lisibles."""
    remede = f"dans le dossier de charte que vous avez téléchargé : {installer('.', '--force-reinstall ')}"
    try:
        from charte.contenu import bibliotheque

        questionnaire = bibliotheque.charger_questionnaire()
        yield Releve("ok", f"questionnaire {questionnaire.id} {questionnaire.version}")
        referentiel = bibliotheque.charger_referentiel()
        nombres = f"{len(referentiel.recommandations)} recommandations, {len(referentiel.droit)} repères de droit"
        yield Releve("ok", f"référentiel : {nombres}")
        entete = bibliotheque.charger_modele().entete
        polices = len(list((bibliotheque.dossier_modele() / "polices").glob("*.[ot]tf")))
    except ImportError as erreur:
        yield Releve("manque", f"contenus du programme : illisibles sans {erreur.name}")
        return
    except ErreurCharte as erreur:
        yield Releve("manque", f"contenus du programme : {erreur.phrase.splitlines()[0]}", remede)
        return
    yield Releve("ok", f"modèle {entete.id} {entete.version}")
    if polices:
        yield Releve("ok", f"polices du modèle : {polices}")
    else:
        yield Releve("manque", "polices du modèle : absentes ; le PDF prendrait celles de la machine", remede)


def _git() -> Releve:
    version = _interroger(["git", "--version"])
    if version is not None:
        return Releve("ok", f"{version.strip()}, pour garder les versions de la charte")
    trouvee = next((commande for outil, commande in _INSTALLER_GIT.items() if shutil.which(outil)), "")
    if getattr(os, "geteuid", lambda: 1)() == 0:
        trouvee = trouvee.removeprefix("sudo ")
    remede = trouvee or "installez git depuis https://git-scm.com"
    return Releve("conseil", "git : absent ; la charte se fait sans lui, mais ses versions ne sont pas gardées", remede)


def _interroger(commande: list[str]) -> str | None:
    """Ce que dit un programme, ou `None` s'il n'existe pas, échoue ou tarde trop."""
    try:
        resultat = subprocess.run(
            commande, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=ATTENTE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return resultat.stdout if resultat.returncode == 0 else None


def _encodage() -> Releve:
    encodage = (sys.stdout.encoding or "inconnu").lower()
    if encodage.replace("-", "").replace("_", "") in ("utf8", "utf8sig", "cp65001"):
        return Releve("ok", "terminal en UTF-8")
    remede = '$env:PYTHONUTF8 = "1"' if os.name == "nt" else "export PYTHONUTF8=1"
    return Releve("conseil", f"terminal en {encodage} : des accents peuvent manquer à l'écran", remede)


def _largeur() -> Releve:
    colonnes = shutil.get_terminal_size().columns
    if colonnes >= LARGEUR_MINIMALE:
        return Releve("ok", f"terminal de {colonnes} colonnes")
    phrase = f"terminal de {colonnes} colonnes : {LARGEUR_MINIMALE} sont plus confortables"
    return Releve("conseil", phrase, "élargissez la fenêtre, ou lancez « charte init --lineaire »")


def _accessibilite() -> Releve:
    reglages = []
    if os.environ.get("NO_COLOR"):
        reglages.append("sans couleur (NO_COLOR)")
    if os.environ.get("ACCESSIBLE"):
        reglages.append("texte linéaire (ACCESSIBLE)")
    elif os.environ.get("TERM") == "dumb":
        reglages.append("texte linéaire (TERM=dumb)")
    return Releve("ok", f"affichage : {', '.join(reglages) or 'réglages ordinaires'}")


def _ici() -> Releve:
    from charte.depot.ecriture.un_fichier import verifier_inscriptible

    try:
        verifier_inscriptible(Path.cwd())
    except (ErreurCharte, OSError):
        return Releve("conseil", "on ne peut pas écrire dans ce dossier", "placez-vous dans un dossier à vous : cd ~")
    return Releve("ok", f"on peut écrire ici : {Path.cwd()}")


def _dire(ligne: str) -> None:
    """Écrit une ligne, même sur un terminal qui n'a pas tous les accents."""
    encodage = sys.stdout.encoding or "utf-8"
    print(ligne.encode(encodage, errors="replace").decode(encodage))
