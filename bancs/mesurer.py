"""Mesure les gestes de `charte` face à des repères pris sur la même machine, dans la même série.

`python bancs/mesurer.py`, avec l'interpréteur de l'environnement où `charte` est installé.
Chaque ligne alterne les deux commandes (A B A B…) et donne le rapport des médianes.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
VIDE = [sys.executable, "-c", "pass"]
SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[@-_]")
PATIENCE = 20.0

# Comme chez les gens : Python y garde le code compilé, et n'écrit pas sans tampon.
for reglage in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
    os.environ.pop(reglage, None)

Geste = Callable[[], float]


@dataclass(frozen=True)
class Mesure:
    """Deux médianes, en secondes, et ce que l'on vise (le plus grand rapport acceptable, ou rien).

    `memoire` : la mémoire de pointe du geste, en octets ; 0 si on ne l'a pas prise.
    """

    nom: str
    repere: str
    temps: float
    temps_repere: float
    cible: float | None = None
    memoire: float = 0.0

    def ligne(self) -> str:
        """La mesure en une ligne de tableau."""
        rapport = self.temps / self.temps_repere
        verdict = ""
        if self.cible is not None:
            verdict = f"cible ≤ ×{self.cible:g} : {'tenue' if rapport <= self.cible else 'MANQUÉE'}"
        pointe = f"{self.memoire / 2**20:5.0f} Mio" if self.memoire else ""
        duree = f"{self.nom:<34}{1000 * self.temps:8.0f} ms   ×{rapport:<7.2f}{self.repere:<24}"
        return f"{duree}{pointe:<12}{verdict}".rstrip()


def commande(*mots: str | Path, dossier: Path, environnement: dict[str, str] | None = None) -> Geste:
    """Le geste qui lance la commande et rend sa durée en secondes ; lève `CalledProcessError` si elle échoue."""

    def lancer() -> float:
        debut = time.perf_counter()
        subprocess.run(
            [str(mot) for mot in mots],
            cwd=dossier,
            env={**os.environ, **(environnement or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - debut

    return lancer


def memoire_de_pointe(geste: Geste) -> float:
    """La plus grande mémoire occupée par un programme pendant ce geste, en octets ; 0 là où cela ne se mesure pas.

    Le système ne rend que le maximum de tous les enfants d'un processus : un processus neuf lance donc le geste.
    """
    if not hasattr(os, "fork"):
        return 0.0
    import resource

    lecture, ecriture = os.pipe()
    enfant = os.fork()
    if enfant == 0:
        try:
            geste()
            occupee = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            os.write(ecriture, str(occupee * (1 if sys.platform == "darwin" else 1024)).encode())
        finally:
            os._exit(0)
    os.close(ecriture)
    with os.fdopen(lecture) as tuyau:
        lu = tuyau.read()
    os.waitpid(enfant, 0)
    return float(lu or 0)


def jusqu_au_texte(attendu: str, *mots: str | Path, dossier: Path) -> Geste:
    """Le geste qui lance la commande dans un pseudo-terminal jusqu'à ce que le texte s'affiche, puis l'arrête."""

    def lancer() -> float:
        import pty

        maitre, esclave = pty.openpty()
        debut = time.perf_counter()
        processus = subprocess.Popen(
            [str(mot) for mot in mots],
            cwd=dossier,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
            stdin=esclave,
            stdout=esclave,
            stderr=esclave,
            start_new_session=True,
        )
        os.close(esclave)
        try:
            duree = attendre(maitre, attendu, debut)
        finally:
            processus.kill()
            processus.wait()
            os.close(maitre)
        return duree

    return lancer


def attendre(descripteur: int, attendu: str, debut: float) -> float:
    """Lit l'écran jusqu'au texte attendu et rend la durée ; lève `TimeoutError` s'il ne vient pas."""
    brut = b""
    while (reste := PATIENCE + debut - time.perf_counter()) > 0:
        if not select.select([descripteur], [], [], reste)[0]:
            break
        try:
            brut += os.read(descripteur, 65536)
        except OSError:
            break
        if sans_blancs(attendu) in sans_blancs(SEQUENCES.sub("", brut.decode(errors="replace"))):
            return time.perf_counter() - debut
    raise TimeoutError(f"« {attendu} » ne s'affiche pas ; vu :\n{brut.decode(errors='replace')[-2000:]}")


def sans_blancs(texte: str) -> str:
    """Le texte sans espaces ni sauts : un retour à la ligne à l'écran n'y change rien."""
    return "".join(texte.split())


def alterner(nom: str, geste: Geste, repere: str, geste_repere: Geste, fois: int, cible: float | None = None) -> Mesure:
    """Un tour à blanc, puis `fois` tours alternés ; rend les médianes."""
    geste_repere()
    memoire = memoire_de_pointe(geste)
    tours = [(geste(), geste_repere()) for _ in range(fois)]
    temps, temps_repere = (statistics.median(colonne) for colonne in zip(*tours, strict=True))
    return Mesure(nom, repere, temps, temps_repere, cible, memoire)


@contextmanager
def atelier() -> Iterator[Path]:
    """Un dossier jetable qui contient les réponses du premier exemple, et son logo s'il en a un."""
    exemple = min(RACINE.glob("exemples/*/reponses.yaml"))
    with tempfile.TemporaryDirectory(prefix="charte-banc-") as nom:
        dossier = Path(nom)
        (dossier / "charte").mkdir()
        for fichier in (exemple, *exemple.parent.glob("logo.*")):
            shutil.copy(fichier, dossier / "charte")
        yield dossier


def programme(nom: str) -> str | None:
    """Le chemin d'un programme, cherché d'abord à côté de l'interpréteur, ou rien."""
    return shutil.which(nom, path=str(Path(sys.executable).parent)) or shutil.which(nom)


def premiere_question() -> str:
    """Le début de l'énoncé de la première question, tel qu'il s'affichera."""
    lignes = (RACINE / "questionnaires" / "association.yaml").read_text(encoding="utf-8").splitlines()
    enonce = next(ligne.split("enonce:", 1)[1] for ligne in lignes if ligne.strip().startswith("enonce:"))
    return enonce.strip(" \"'")[:30]


def gestes_de_charte(charte: str, dossier: Path) -> Iterator[Mesure]:
    """Les gestes mesurés, face à un Python qui ne fait rien ou à WeasyPrint seul."""
    ici, vide = dossier / "charte", commande(*VIDE, dossier=dossier)
    yield alterner("charte --help", commande(charte, "--help", dossier=dossier), "python -c pass", vide, 15, 14)
    if sys.platform != "win32":
        init = jusqu_au_texte(
            premiere_question(), charte, "init", dossier / "neuf", "--parcours", "express", dossier=dossier
        )
        yield alterner("première question affichée", init, "python -c pass", vide, 9, 28)
    markdown = commande(charte, "exporter", ici, "--format", "md", dossier=dossier)
    yield alterner("exporter --format md", markdown, "python -c pass", vide, 11, 22)
    pdf = commande(charte, "exporter", ici, "--format", "pdf", dossier=dossier)
    seul = commande(sys.executable, "-c", weasyprint_seul(ici), dossier=dossier)
    yield alterner("exporter --format pdf", pdf, "WeasyPrint seul", seul, 5, 1.1)
    typst = commande(charte, "exporter", ici, "--format", "pdf", "--moteur", "typst", dossier=dossier)
    yield alterner("exporter --moteur typst", typst, "exporter --format pdf", pdf, 5, 1)
    affiche = commande(charte, "exporter", ici, "--format", "affiche", dossier=dossier)
    yield alterner("exporter --format affiche", affiche, "exporter --format pdf", pdf, 3, 1)
    tout = commande(charte, "exporter", ici, "--format", "tout", dossier=dossier)
    yield alterner("exporter --format tout", tout, "exporter --format pdf", pdf, 3, 4)


def weasyprint_seul(ici: Path) -> str:
    """Le programme qui fait le même PDF sans `charte` : même HTML, même feuille de style, même variante de PDF."""
    from charte.commandes.chargement import charger, charger_reponses
    from charte.depot.dossier import Dossier
    from charte.rendu.ecrivains.html import page

    contenus = charger()
    charte = contenus.composer(charger_reponses(Dossier(ici), contenus.questionnaire))
    source = ici.parent / "page.html"
    source.write_text(page(charte, contenus.dossier_modele), encoding="utf-8")
    style = contenus.dossier_modele / "styles" / "pdf.css"
    rendre = f"HTML({str(source)!r}).write_pdf({str(ici.parent / 'seul.pdf')!r}, "
    return f"from weasyprint import HTML; {rendre}stylesheets=[{str(style)!r}], pdf_variant='pdf/a-3a')"


def gabarit_copier(dossier: Path) -> None:
    """Écrit un modèle copier de trois fichiers."""
    dossier.mkdir()
    (dossier / "copier.yml").write_text("nom: {type: str, default: Les Jardins}\n", encoding="utf-8")
    for rang in range(3):
        (dossier / f"fichier{rang}.md.jinja").write_text("# {{ nom }}\n", encoding="utf-8")


def gabarit_cookiecutter(dossier: Path) -> None:
    """Écrit un modèle cookiecutter de trois fichiers."""
    projet = dossier / "{{cookiecutter.nom}}"
    projet.mkdir(parents=True)
    (dossier / "cookiecutter.json").write_text('{"nom": "les-jardins"}\n', encoding="utf-8")
    for rang in range(3):
        (projet / f"fichier{rang}.md").write_text("# {{ cookiecutter.nom }}\n", encoding="utf-8")


def gestes_des_voisins(dossier: Path) -> Iterator[Mesure | str]:
    """Les mêmes gestes chez copier et cookiecutter, s'ils sont installés ; sinon, une phrase qui le dit."""
    vide = commande(*VIDE, dossier=dossier)
    chez_soi = {"HOME": str(dossier), "XDG_CONFIG_HOME": str(dossier)}
    gabarits = {"copier": gabarit_copier, "cookiecutter": gabarit_cookiecutter}
    for nom, ecrire_gabarit in gabarits.items():
        chemin = programme(nom)
        if chemin is None:
            yield f"{nom} n'est pas installé ici : pas de comparaison."
            continue
        gabarit, sortie = dossier / f"gabarit-{nom}", dossier / f"sortie-{nom}"
        ecrire_gabarit(gabarit)
        mots: dict[str, list[str | Path]] = {
            "copier": [chemin, "copy", "--defaults", "--force", "--quiet", gabarit, sortie],
            "cookiecutter": [chemin, "--no-input", "--overwrite-if-exists", "--output-dir", sortie, gabarit],
        }
        aide = commande(chemin, "--help", dossier=dossier, environnement=chez_soi)
        trois = commande(*mots[nom], dossier=dossier, environnement=chez_soi)
        yield alterner(f"{nom} --help", aide, "python -c pass", vide, 9)
        yield alterner(f"{nom}, trois fichiers", trois, "python -c pass", vide, 9)


def main() -> int:
    """Imprime le tableau ; rend 0 si toutes les cibles sont tenues, 1 sinon."""
    charte = programme("charte")
    if charte is None:
        print("`charte` n'est pas installé : pip install -e . d'abord.", file=sys.stderr)
        return 2
    manquees = 0
    print(f"Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} cœurs", flush=True)
    with atelier() as dossier:
        for resultat in chain(gestes_de_charte(charte, dossier), gestes_des_voisins(dossier)):
            print(resultat if isinstance(resultat, str) else resultat.ligne(), flush=True)
            if isinstance(resultat, Mesure) and resultat.cible is not None:
                manquees += resultat.temps / resultat.temps_repere > resultat.cible
    return 1 if manquees else 0


if __name__ == "__main__":
    sys.exit(main())
