"""`docs/vie-d-une-charte.md`, rejouée ligne par ligne, sur un vrai git, avec de vrais documents."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PAGE = RACINE / "docs" / "vie-d-une-charte.md"
ATELIER = RACINE / "tests" / "donnees" / "versions" / "1.0.0" / "tiers-lieu.yaml"
_BLOC = re.compile(r"^```(console|diff)\n(.*?)^```$", re.M | re.S)
_RESTE = "…"
CHARTE = """\
#!{python}
import sys
sys.path.insert(0, {racine!r})
from charte import rendu
from charte.__main__ import principal

rendu.MOTEURS["weasyprint"] = rendu.MOTEURS["typst"]
principal()
"""
"""La commande `charte`, dont le PDF de la charte sort par Typst, cinq fois plus vite : la page le refait neuf fois."""


@dataclass
class Geste:
    """Une commande de la page : ce que l'on tape, ce que l'on répond, ce qui doit s'afficher."""

    commande: str
    reponses: list[str] = field(default_factory=list)
    attendu: list[str] = field(default_factory=list)


def gestes(bloc: str) -> Iterator[Geste]:
    geste: Geste | None = None
    for ligne in bloc.splitlines():
        if ligne.startswith("$ "):
            if geste:
                yield geste
            geste = Geste(ligne[2:])
        elif geste and ligne.startswith("> "):
            geste.reponses.append(ligne[2:])
        elif geste:
            geste.attendu.append(ligne)
    if geste:
        yield geste


def motif(lignes: list[str], entiere: bool) -> re.Pattern[str]:
    """Ces lignes, où « … » seul vaut plusieurs lignes, et « … » en fin de ligne le reste de la ligne."""
    morceaux = []
    for ligne in lignes:
        if ligne == _RESTE:
            morceaux.append(r"(?:.*\n)*?")
        elif ligne.endswith(f" {_RESTE}"):
            morceaux.append(re.escape(ligne.removesuffix(_RESTE)) + r".*\n")
        else:
            morceaux.append(re.escape(ligne) + r"\n")
    return re.compile("".join(morceaux) + (r"\Z" if entiere else ""))


def retoucher(texte: str, bloc: str) -> str:
    """Applique un bloc « diff » : ses lignes « - » et « espace » se trouvent telles quelles, une seule fois."""
    avant = [ligne[1:] for ligne in bloc.splitlines() if ligne[0] in " -"]
    apres = "".join(f"{ligne[1:]}\n" for ligne in bloc.splitlines() if ligne[0] in " +")
    trouve = motif(avant, entiere=False).findall(texte)
    assert len(trouve) == 1, f"« {avant[0]} » se trouve {len(trouve)} fois"
    return texte.replace(trouve[0], apres)


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="la page se joue dans bash")
def test_la_page_se_rejoue_telle_qu_elle_est_ecrite(tmp_path: Path) -> None:
    shutil.copy(ATELIER, tmp_path / "atelier.yaml")
    qui = {
        f"GIT_{role}_{quoi}": f"ana{'@exemple.org' if quoi == 'EMAIL' else ''}"
        for role in ("AUTHOR", "COMMITTER")
        for quoi in ("NAME", "EMAIL")
    }
    charte = tmp_path / "commandes" / "charte"
    charte.parent.mkdir()
    charte.write_text(CHARTE.format(python=sys.executable, racine=str(RACINE)), encoding="utf-8")
    charte.chmod(0o755)
    commandes = f"{charte.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, **qui, "PATH": commandes, "ACCESSIBLE": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    ici = tmp_path
    for genre, bloc in _BLOC.findall(PAGE.read_text(encoding="utf-8")):
        if genre == "diff":
            texte = ici / "CHARTE.md"
            texte.write_text(retoucher(texte.read_text(encoding="utf-8"), bloc), encoding="utf-8")
            continue
        for geste in gestes(bloc):
            if geste.commande.startswith("cd "):
                ici = (ici / geste.commande[3:]).resolve()
                continue
            joue = subprocess.run(
                ["bash", "-c", f"{geste.commande} 2>&1"],
                cwd=ici,
                env=env,
                input="".join(f"{une}\n" for une in geste.reponses),
                capture_output=True,
                text=True,
                check=False,
            )
            attendu = motif(geste.attendu, entiere=True)
            assert attendu.match(joue.stdout), f"$ {geste.commande}\n{joue.stdout}"
