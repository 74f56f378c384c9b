"""Mesure les gestes de `charte` face à ceux d'un programme voisin, sur la même machine, dans la même série.

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
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[@-_]")
PATIENCE = 20.0

# Comme chez les gens : Python y garde le code compilé, et n'écrit pas sans tampon.
for reglage in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
    os.environ.pop(reglage, None)

Geste = Callable[[], float]


class Manque(Exception):
    """Ce que cette machine n'a pas, et sans quoi l'on ne mesure pas."""


@dataclass(frozen=True)
class Comparaison:
    """Un geste, celui auquel il se compare, combien de tours, et le plus grand rapport acceptable.

    `preparer` rend les deux gestes ; lève `Manque` s'il leur manque un programme.
    """

    nom: str
    repere: str
    cible: float
    fois: int
    preparer: Callable[[], tuple[Geste, Geste]]

    def mesurer(self) -> Mesure:
        """Un tour à blanc, puis les tours alternés. Lève `Manque` si l'un des gestes ne se fait pas ici."""
        try:
            geste, geste_repere = self.preparer()
            geste_repere()
            memoire = memoire_de_pointe(geste)
            tours = [(geste(), geste_repere()) for _ in range(self.fois)]
        except subprocess.CalledProcessError as echec:
            raise Manque(fin_des_erreurs(echec)) from None
        except (ImportError, OSError) as absent:
            raise Manque(str(absent)) from None
        temps, temps_repere = (statistics.median(colonne) for colonne in zip(*tours, strict=True))
        return Mesure(self.nom, self.repere, self.cible, temps, temps_repere, memoire)


@dataclass(frozen=True)
class Mesure:
    """Deux médianes, en secondes, ce que l'on vise, et la mémoire de pointe du geste, en octets (0 : pas prise)."""

    nom: str
    repere: str
    cible: float
    temps: float
    temps_repere: float
    memoire: float

    @property
    def manquee(self) -> bool:
        """La cible est dépassée."""
        return self.temps / self.temps_repere > self.cible

    def ligne(self) -> str:
        """La mesure en une ligne de tableau."""
        pointe = f"{self.memoire / 2**20:5.0f} Mio" if self.memoire else ""
        duree = f"{self.nom:<28}{1000 * self.temps:6.0f} ms   ×{self.temps / self.temps_repere:<6.2f}{self.repere:<28}"
        return f"{duree}{pointe:<12}cible ≤ ×{self.cible:g} : {'MANQUÉE' if self.manquee else 'tenue'}"


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


def jusqu_au_texte(
    attendu: str, *mots: str | Path, dossier: Path, environnement: dict[str, str] | None = None
) -> Geste:
    """Le geste qui lance la commande dans un pseudo-terminal jusqu'à ce que le texte s'affiche, puis l'arrête."""

    def lancer() -> float:
        import pty

        maitre, esclave = pty.openpty()
        debut = time.perf_counter()
        processus = subprocess.Popen(
            [str(mot) for mot in mots],
            cwd=dossier,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **(environnement or {})},
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


def fin_des_erreurs(echec: subprocess.CalledProcessError) -> str:
    """La dernière phrase dite par une commande qui a échoué."""
    dites = echec.stderr.decode(errors="replace").split("\n") if echec.stderr else []
    return next((ligne.strip() for ligne in reversed(dites) if ligne.strip()), str(echec))


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


class Copier:
    """Le programme voisin, installé à part au premier besoin, et un modèle de trois fichiers à une question."""

    QUESTION = "Comment s'appelle le groupe ?"

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.gabarit = dossier / "gabarit"
        # Ses réglages sont les siens : ceux de la personne, s'il y en a, ne comptent pas.
        self.environnement = {"HOME": str(dossier), "XDG_CONFIG_HOME": str(dossier)}

    def installer(self) -> Path:
        """Rend le programme. Lève `Manque` s'il ne s'installe pas : sans réseau, ou sans `venv`."""
        ici = self.dossier / "copier"
        programmes = ici / ("Scripts" if sys.platform == "win32" else "bin")
        if not ici.exists():
            self._ecrire_gabarit()
            venv = [sys.executable, "-m", "venv", str(ici)]
            pip = [str(programmes / "python"), "-m", "pip", "install", "--quiet", "--retries", "1", "copier"]
            for mots in (venv, pip):
                subprocess.run(mots, capture_output=True, check=True)
        trouve = shutil.which("copier", path=str(programmes))
        if trouve is None:
            raise Manque("copier ne s'est pas installé")
        return Path(trouve)

    def lancer(self, *mots: str | Path) -> Geste:
        """Le geste qui lance copier avec ces mots."""
        return commande(self.installer(), *mots, dossier=self.dossier, environnement=self.environnement)

    def copier(self) -> Geste:
        """Le geste qui fait les trois fichiers, sans rien demander."""
        return self.lancer("copy", "--defaults", "--force", "--quiet", self.gabarit, self.dossier / "copie")

    def premiere_question(self) -> Geste:
        """Le geste qui va jusqu'à sa première question."""
        mots = (self.installer(), "copy", self.gabarit, self.dossier / "jamais")
        return jusqu_au_texte(self.QUESTION, *mots, dossier=self.dossier, environnement=self.environnement)

    def _ecrire_gabarit(self) -> None:
        self.gabarit.mkdir()
        question = f'nom: {{type: str, help: "{self.QUESTION}", default: Les Jardins}}\n'
        (self.gabarit / "copier.yml").write_text(question, encoding="utf-8")
        for rang in range(3):
            (self.gabarit / f"fichier{rang}.md.jinja").write_text("# {{ nom }}\n", encoding="utf-8")


def comparaisons(charte: str, dossier: Path) -> Iterator[Comparaison]:
    """Les gestes mesurés, leur repère et leur cible (conception, section 9)."""
    ici, copier = dossier / "charte", Copier(dossier)

    def exporter(*mots: str) -> Geste:
        return commande(charte, "exporter", ici, "--format", *mots, dossier=dossier)

    def premieres_questions() -> tuple[Geste, Geste]:
        if sys.platform == "win32":
            raise Manque("pas de pseudo-terminal sous Windows")
        neuf = dossier / "neuf"
        # La mémoire du programme se garde à sa sortie : un entretien arrêté net, comme ici, ne la remplit jamais.
        commande(charte, "init", dossier / "deja", "--reponses", ici / "reponses.yaml", "--sans-git", dossier=dossier)()
        mots = (charte, "init", neuf, "--parcours", "express")
        jusqu_a_la_question = jusqu_au_texte(premiere_question(), *mots, dossier=dossier)

        def premiere_fois() -> float:
            shutil.rmtree(neuf, ignore_errors=True)
            return jusqu_a_la_question()

        return premiere_fois, copier.premiere_question()

    def pdf_et_weasyprint() -> tuple[Geste, Geste]:
        return exporter("pdf", "--moteur", "weasyprint"), commande(
            sys.executable, "-c", weasyprint_seul(ici), dossier=dossier
        )

    aide = commande(charte, "--help", dossier=dossier)
    yield Comparaison("charte --help", "copier --help", 0.35, 15, lambda: (aide, copier.lancer("--help")))
    yield Comparaison("première question", "celle de copier", 0.75, 11, premieres_questions)
    yield Comparaison(
        "exporter --format md", "copier, trois fichiers", 0.7, 15, lambda: (exporter("md"), copier.copier())
    )
    yield Comparaison("exporter --format pdf", "WeasyPrint seul", 0.9, 5, pdf_et_weasyprint)
    pdf = exporter("pdf", "--moteur", "weasyprint")
    typst = exporter("pdf", "--moteur", "typst")
    yield Comparaison("exporter --moteur typst", "exporter --format pdf", 0.25, 5, lambda: (typst, pdf))
    yield Comparaison("exporter --format affiche", "exporter --format pdf", 1, 3, lambda: (exporter("affiche"), pdf))
    yield Comparaison("exporter --format tout", "exporter --format pdf", 4, 3, lambda: (exporter("tout"), pdf))


def weasyprint_seul(ici: Path) -> str:
    """Le programme qui fait le même PDF sans `charte` : même HTML, mêmes feuilles de style, même variante de PDF."""
    import charte
    from charte.rendu.apparence.identite import feuille_du_logo
    from charte.rendu.ecrivains.html import page

    fichier = ici / "reponses.yaml"
    contenus = charte.charger(reponses=fichier)
    texte = charte.composer(contenus, fichier)
    source, logo = ici.parent / "page.html", ici.parent / "logo.css"
    source.write_text(page(texte, contenus.dossier_modele), encoding="utf-8")
    logo.write_text(feuille_du_logo(texte, "pdf.css") or "", encoding="utf-8")
    styles = [str(contenus.dossier_modele / "styles" / "pdf.css"), str(logo)]
    rendre = f"HTML({str(source)!r}).write_pdf({str(ici.parent / 'seul.pdf')!r}, "
    return f"from weasyprint import HTML; {rendre}stylesheets={styles!r}, pdf_variant='pdf/a-3a')"


def main() -> int:
    """Imprime le tableau ; rend 1 si une cible est manquée. Ce qui ne se mesure pas ici est dit, et l'on continue."""
    charte = programme("charte")
    if charte is None:
        print("`charte` n'est pas installé : pip install -e . d'abord.", file=sys.stderr)
        return 2
    manquees = 0
    print(f"Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} cœurs", flush=True)
    with atelier() as dossier:
        for comparaison in comparaisons(charte, dossier):
            try:
                mesure = comparaison.mesurer()
            except Manque as manque:
                print(f"{comparaison.nom:<28}pas mesuré : {manque}", flush=True)
                continue
            print(mesure.ligne(), flush=True)
            manquees += mesure.manquee
    return 1 if manquees else 0


if __name__ == "__main__":
    sys.exit(main())
