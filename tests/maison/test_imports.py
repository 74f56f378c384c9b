"""La maison : qui importe qui, aucun cercle, des pièces à leur taille, et ce qui ne se charge pas au démarrage."""

from __future__ import annotations

import ast
import itertools
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.maison.structure import FICHIERS, PAQUET, RACINE, arbre, cercles, entrees, etages, importes, imports, tour

# Chaque étage peut importer lui-même, `charte.erreurs`, et ce qui est nommé ici. `commandes`, `cli` et les portes
# d'entrée peuvent tout importer.
PERMIS = {
    "contenu": set(),
    "moteur": {"contenu"},
    "rendu": {"moteur", "contenu"},
    "ecran": {"moteur", "contenu"},
    "depot": {"moteur", "contenu"},
    "services": {"contenu", "moteur", "rendu", "ecran", "depot", "atelier", "francais"},
    "atelier": {"contenu", "moteur", "rendu", "ecran", "depot", "services"},
    "erreurs": set(),
    "francais": set(),
}
PAR_FONCTIONS_SEULEMENT = {"weasyprint", "questionary", "prompt_toolkit", "markdown_it", "PIL", "tinycss2"}
HORS_DU_MOTEUR = {
    *("io", "os", "pathlib", "random", "shutil", "socket", "subprocess", "sys", "tempfile", "time"),
    *("rich", "typer", "yaml", *PAR_FONCTIONS_SEULEMENT),
}
HORLOGE = {"now", "today", "utcnow", "fromtimestamp"}
ENTREES_MAXIMUM = 12
DOSSIERS = sorted({fichier.parent for racine in (PAQUET, RACINE / "tests") for fichier in racine.rglob("*.py")})
IMPORTS = imports()
ETAGES = etages(IMPORTS)


def nom_court(module: Path) -> str:
    return module.relative_to(RACINE).as_posix()


def etage(module: Path) -> str:
    """L'étage où vit le module : « moteur », « rendu »…, ou son propre nom à la racine du paquet."""
    return module.relative_to(PAQUET).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", [m for m in FICHIERS if etage(m) in PERMIS], ids=nom_court)
def test_un_seul_sens_d_import(module: Path) -> None:
    permis = PERMIS[etage(module)] | {etage(module), "erreurs", "__version__"}
    maison = [nom.split(".") for nom, _, _ in importes(arbre(module)) if nom.split(".")[0] == "charte"]
    fautifs = {".".join(nom) for nom in maison if len(nom) < 2 or nom[1] not in permis}
    assert not fautifs, f"{nom_court(module)} ne devrait pas importer {', '.join(sorted(fautifs))}"


@pytest.mark.parametrize("piece", sorted(ETAGES))
def test_aucun_cercle(piece: str) -> None:
    """Entre les entrées d'une pièce, modules et sous-pièces, imports des fonctions compris."""
    graphe = ETAGES[piece]
    dits = []
    for cercle in cercles(graphe):
        pas = tour(graphe, cercle)
        preuves = [graphe[a][b] for a, b in itertools.pairwise(pas)]
        dits.append(" → ".join(pas) + "".join(f"\n    {un.de}:{un.ligne} importe {un.vers}" for un in preuves))
    assert not dits, f"Dans {piece}, un cercle : " + "\n".join(dits)


def test_un_cercle_se_trouve_et_se_dit() -> None:
    graphe = {
        "a": dict.fromkeys("b"),
        "b": dict.fromkeys("cd"),
        "c": dict.fromkeys("ae"),
        "d": {},
        "e": dict.fromkeys("c"),
    }
    assert cercles(graphe) == [["a", "b", "c", "e"]]
    assert tour(graphe, ["a", "b", "c", "e"]) == ["c", "e", "c"]
    assert cercles({"a": dict.fromkeys("bc"), "b": dict.fromkeys("c"), "c": {}}) == []


def test_une_commande_n_en_importe_pas_une_autre() -> None:
    """Ce que deux commandes partagent est un service."""
    commandes = [
        un for un in IMPORTS if un.de.startswith("charte.commandes.") and un.vers.startswith("charte.commandes.")
    ]
    assert not [f"{un.de}:{un.ligne} importe {un.vers}" for un in commandes]


def test_aucune_piece_ne_cache_deux_metiers() -> None:
    trop = {nom_court(dossier): len(entrees(dossier)) for dossier in DOSSIERS}
    assert not {nom: nombre for nom, nombre in trop.items() if nombre > ENTREES_MAXIMUM}


def test_les_essais_sont_en_miroir() -> None:
    """Qui cherche l'essai d'un module le trouve dans le dossier du même nom ; le reste éprouve le programme entier."""
    a_part = {RACINE / "tests" / nom for nom in ("ensemble", "maison")}
    dossiers = {essai.parent for essai in (RACINE / "tests").rglob("test_*.py")}
    seuls = {un.relative_to(RACINE / "tests") for un in dossiers if not a_part & {un, *un.parents}}
    assert not [un.as_posix() for un in seuls if not (PAQUET / un).is_dir()]


def test_une_piece_dit_son_metier() -> None:
    """Un `__init__.py` par pièce du paquet, qui commence par une phrase."""
    pieces = {fichier.parent for fichier in FICHIERS}
    portes = {dossier / "__init__.py" for dossier in pieces}
    assert {nom_court(porte) for porte in portes if not porte.is_file() or not ast.get_docstring(arbre(porte))} == set()


def test_aucune_classe_homonyme() -> None:
    ou = defaultdict(list)
    for module in FICHIERS:
        for noeud in ast.walk(arbre(module)):
            if isinstance(noeud, ast.ClassDef):
                ou[noeud.name].append(nom_court(module))
    assert not {nom: modules for nom, modules in ou.items() if len(modules) > 1}


def test_deux_modules_de_meme_nom_sont_a_deux_etages() -> None:
    """La même idée, son type et son écran ; jamais deux fois au même étage, où ce serait par hasard."""
    ou = defaultdict(list)
    for module in FICHIERS:
        if module.name != "__init__.py":
            ou[etage(module), module.stem].append(nom_court(module))
    assert not [modules for modules in ou.values() if len(modules) > 1]


@pytest.mark.parametrize("module", FICHIERS, ids=nom_court)
def test_un_import_ne_se_fait_pas_par_son_nom(module: Path) -> None:
    """Qui lit doit pouvoir suivre : ni module, ni fonction retrouvés d'après une chaîne."""
    noeuds = list(ast.walk(arbre(module)))
    appels = {noeud.func.id for noeud in noeuds if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name)}
    noms = {nom for nom, _, _ in importes(arbre(module))}
    attributs = {noeud.attr for noeud in noeuds if isinstance(noeud, ast.Attribute)}
    assert not (appels & {"__import__", "import_module"} | attributs & {"import_module"})
    assert "importlib.import_module" not in noms


@pytest.mark.parametrize("module", [m for m in FICHIERS if etage(m) == "moteur"], ids=nom_court)
def test_le_moteur_ignore_le_monde(module: Path) -> None:
    lu = arbre(module)
    mondains = {nom.split(".")[0] for nom, _, _ in importes(lu)} & HORS_DU_MOTEUR
    assert not mondains, f"{nom_court(module)} importe {', '.join(sorted(mondains))}"
    appels = [noeud.func for noeud in ast.walk(lu) if isinstance(noeud, ast.Call)]
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
    tailles = {
        nom_court(m): len(m.read_text(encoding="utf-8").splitlines()) for m in FICHIERS if m.name != "__init__.py"
    }
    assert not {nom: lignes for nom, lignes in tailles.items() if lignes > 400}
    assert statistics.median(tailles.values()) < 120
