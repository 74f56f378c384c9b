"""La maison : qui importe qui, la taille des modules, et ce qui ne se charge pas au démarrage."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PAQUET = RACINE / "charte"
MODULES = sorted(PAQUET.rglob("*.py"))

# Chaque pièce peut importer elle-même, `charte.erreurs`, et ce qui est nommé ici. Le reste de la maison
# (`cli`, `commandes`, la porte d'entrée `charte/__init__.py`) peut tout importer.
PERMIS = {
    "contenu": set(),
    "moteur": {"contenu"},
    "rendu": {"moteur", "contenu"},
    "ecran": {"moteur", "contenu"},
    "depot": {"moteur", "contenu"},
    "erreurs": set(),
}
PAR_FONCTIONS_SEULEMENT = {"weasyprint", "questionary", "prompt_toolkit", "markdown_it", "PIL", "tinycss2"}
HORS_DU_MOTEUR = {
    *("io", "os", "pathlib", "random", "shutil", "socket", "subprocess", "sys", "tempfile", "time"),
    *("rich", "typer", "yaml", *PAR_FONCTIONS_SEULEMENT),
}
HORLOGE = {"now", "today", "utcnow", "fromtimestamp"}


def nom_court(module: Path) -> str:
    return module.relative_to(RACINE).as_posix()


def piece(module: Path) -> str:
    """La pièce de la maison où vit le module : « moteur », « rendu »…, ou son propre nom à la racine du paquet."""
    return module.relative_to(PAQUET).parts[0].removesuffix(".py")


def importes(arbre: ast.AST, module: Path) -> Iterator[str]:
    """Les noms complets importés, où que soit l'instruction dans le fichier."""
    dossier = module.relative_to(RACINE).parent.parts
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            base = dossier[: len(dossier) - noeud.level + 1] if noeud.level else ()
            origine = ".".join((*base, *(noeud.module or "").split("."))).strip(".")
            yield from (f"{origine}.{alias.name}" for alias in noeud.names)


def lire(module: Path) -> ast.AST:
    return ast.parse(module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", [m for m in MODULES if piece(m) in PERMIS], ids=nom_court)
def test_un_seul_sens_d_import(module: Path) -> None:
    permis = PERMIS[piece(module)] | {piece(module), "erreurs", "__version__"}
    maison = [nom.split(".") for nom in importes(lire(module), module) if nom.split(".")[0] == "charte"]
    fautifs = {".".join(nom) for nom in maison if len(nom) < 2 or nom[1] not in permis}
    assert not fautifs, f"{nom_court(module)} ne devrait pas importer {', '.join(sorted(fautifs))}"


@pytest.mark.parametrize("module", [m for m in MODULES if piece(m) == "moteur"], ids=nom_court)
def test_le_moteur_ignore_le_monde(module: Path) -> None:
    arbre = lire(module)
    mondains = {nom.split(".")[0] for nom in importes(arbre, module)} & HORS_DU_MOTEUR
    assert not mondains, f"{nom_court(module)} importe {', '.join(sorted(mondains))}"
    appels = [noeud.func for noeud in ast.walk(arbre) if isinstance(noeud, ast.Call)]
    heure = {appel.attr for appel in appels if isinstance(appel, ast.Attribute)} & HORLOGE
    ecrans = {appel.id for appel in appels if isinstance(appel, ast.Name)} & {"open", "print", "input"}
    assert not heure | ecrans, f"{nom_court(module)} appelle {', '.join(sorted(heure | ecrans))}"


def charges_par(programme: str, *mots: str) -> set[str]:
    """Les modules en mémoire à la fin de ce programme, qui sort ou non par `SystemExit`."""
    suite = "import atexit, sys; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))"
    lance = [sys.executable, "-c", f"{suite}; {programme}", *mots]
    return set(subprocess.run(lance, cwd=RACINE, capture_output=True, text=True, check=True).stderr.split())


@pytest.mark.parametrize("module", ["charte", "charte.cli", "charte.__main__"])
def test_demarrage_leger(module: str) -> None:
    assert not PAR_FONCTIONS_SEULEMENT & charges_par(f"import {module}")


def test_l_aide_ne_charge_ni_types_ni_gabarits() -> None:
    charges = charges_par("from charte.__main__ import principal; principal()", "--help")
    assert not {*PAR_FONCTIONS_SEULEMENT, "pydantic", "jinja2", "yaml", "rich"} & charges


def test_l_entretien_commence_sans_la_charte() -> None:
    """Ce que les questions chargent : ni les types de la charte, ni un format, ni git."""
    charges = charges_par("import charte.commandes.atelier.init, charte.ecran.facons.terminal")
    assert not {"charte.moteur.charte", "charte.rendu", "charte.depot.git", "weasyprint", "markdown_it"} & charges


def test_le_logo_n_amene_pas_le_reseau() -> None:
    assert "urllib.request" not in charges_par("import charte.depot.images.logo")


def test_petits_modules() -> None:
    tailles = {nom_court(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert not {nom: lignes for nom, lignes in tailles.items() if lignes > 400}
    assert statistics.median(tailles.values()) < 120
