"""La maison lue comme un graphe : qui importe qui, à chaque étage, et les cercles que cela ferait."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).parents[2]
PAQUET = RACINE / "charte"
FICHIERS = sorted(PAQUET.rglob("*.py"))
LA_PORTE = "charte.__init__"
"""La porte d'entrée d'un programme : elle ouvre sur toute la maison, et ne s'importe pas d'ici."""


@dataclass(frozen=True)
class Import:
    """Un module de la maison en importe un autre, où que ce soit dans le fichier. `types` : pour les seuls types."""

    de: str
    vers: str
    ligne: int
    types: bool


def nom_de(fichier: Path) -> str:
    """Le nom complet d'un module ; celui d'une pièce finit par `__init__`, qui n'est pas la pièce."""
    return ".".join(fichier.relative_to(RACINE).with_suffix("").parts)


MODULES = {nom_de(fichier): fichier for fichier in FICHIERS}


def arbre(fichier: Path) -> ast.Module:
    """Ce fichier, lu."""
    return ast.parse(fichier.read_text(encoding="utf-8"))


def importes(noeud: ast.AST, types: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Les noms complets importés sous ce nœud, fonctions comprises, leur ligne, et s'ils ne servent qu'aux types."""
    for enfant in ast.iter_child_nodes(noeud):
        if isinstance(enfant, ast.Import):
            yield from ((un.name, enfant.lineno, types) for un in enfant.names)
        elif isinstance(enfant, ast.ImportFrom):
            assert not enfant.level, f"ligne {enfant.lineno} : un import se dit en entier"
            yield from ((f"{enfant.module}.{un.name}", enfant.lineno, types) for un in enfant.names)
        elif isinstance(enfant, ast.If) and "TYPE_CHECKING" in ast.unparse(enfant.test):
            for dedans in enfant.body:
                yield from importes(ast.Module([dedans], []), True)
            for sinon in enfant.orelse:
                yield from importes(ast.Module([sinon], []), types)
        else:
            yield from importes(enfant, types)


def _module(nom: str) -> str | None:
    """Le module de la maison qui porte ce nom : lui-même, sa pièce, ou celui qui le définit."""
    candidats = (nom, f"{nom}.__init__", nom.rpartition(".")[0], f"{nom.rpartition('.')[0]}.__init__")
    return next((un for un in candidats if un in MODULES), None)


def imports() -> list[Import]:
    """Tous les imports de la maison par elle-même. Le numéro de version se lit partout : ce n'est pas un module."""
    trouves = []
    for de, fichier in MODULES.items():
        for nom, ligne, types in importes(arbre(fichier)):
            vers = _module(nom)
            if vers not in (None, de) and nom != "charte.__version__":
                trouves.append(Import(de, str(vers), ligne, types))
    return trouves


def etages(imports: list[Import]) -> dict[str, dict[str, dict[str, Import]]]:
    """Pour chaque pièce, qui de ses entrées importe laquelle de ses voisines, avec un import qui le montre."""
    graphes: dict[str, dict[str, dict[str, Import]]] = {}
    for un in imports:
        if un.types or un.de == LA_PORTE:
            continue
        de, vers = un.de.split("."), un.vers.split(".")
        rang = next(n for n, (a, b) in enumerate(zip(de, vers, strict=False)) if a != b)
        piece = ".".join(de[:rang])
        voisines = graphes.setdefault(piece, {}).setdefault(de[rang], {})
        voisines.setdefault(vers[rang], un)
    return graphes


def cercles(graphe: Mapping[str, Mapping[str, object]]) -> list[list[str]]:
    """Les composantes fortement connexes de plus d'un nœud (Tarjan, « Depth-first search… », 1972)."""
    rang: dict[str, int] = {}
    bas: dict[str, int] = {}
    pile: list[str] = []
    trouves: list[list[str]] = []

    def visiter(noeud: str) -> None:
        rang[noeud] = bas[noeud] = len(rang)
        pile.append(noeud)
        for suivant in graphe.get(noeud, {}):
            if suivant not in rang:
                visiter(suivant)
                bas[noeud] = min(bas[noeud], bas[suivant])
            elif suivant in pile:
                bas[noeud] = min(bas[noeud], rang[suivant])
        if bas[noeud] == rang[noeud]:
            coupe = pile.index(noeud)
            if len(pile) - coupe > 1:
                trouves.append(sorted(pile[coupe:]))
            del pile[coupe:]

    for noeud in graphe:
        if noeud not in rang:
            visiter(noeud)
    return trouves


def tour(graphe: Mapping[str, Mapping[str, object]], cercle: list[str]) -> list[str]:
    """Un plus court chemin qui part d'un nœud de ce cercle et y revient."""
    meilleur: list[str] = []
    for depart in cercle:
        chemins = [[depart]]
        vus: set[str] = set()
        while chemins:
            chemin = chemins.pop(0)
            for suivant in graphe.get(chemin[-1], {}):
                if suivant == depart:
                    meilleur = min(filter(None, (meilleur, [*chemin, depart])), key=len)
                    chemins.clear()
                    break
                if suivant in cercle and suivant not in vus:
                    vus.add(suivant)
                    chemins.append([*chemin, suivant])
    return meilleur


def entrees(dossier: Path) -> list[str]:
    """Les fichiers Python et les sous-dossiers d'une pièce, `__init__.py` à part."""
    return sorted(
        un.name
        for un in dossier.iterdir()
        if (un.suffix == ".py" and un.name != "__init__.py") or (un.is_dir() and un.name != "__pycache__")
    )
