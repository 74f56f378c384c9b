"""Ce que la documentation promet existe : commandes, options, codes de sortie, liens, commande de tests."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from charte import erreurs
from charte.contenu.bibliotheque import charger_questionnaire

RACINE = Path(__file__).parents[2]
DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "bancs/README.md", "docs/animer.md", "docs/mettre-a-jour.md"),
    *("docs/retoucher.md", "docs/vie-d-une-charte.md", "docs/forges/README.md"),
)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LIEN = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def lire(nom: str) -> str:
    return (RACINE / nom).read_text(encoding="utf-8")


def commandes(nom: str) -> set[str]:
    """Les appels à `charte` écrits comme du code dans le document."""
    lignes = (ligne for bloc, mot in CODE.findall(lire(nom)) for ligne in (bloc or mot).splitlines())
    appels = (part for ligne in lignes for part in re.split(r"&&|;|#", ligne))
    trouvees = (re.match(r"(?:\S*[/\\])?charte\s+(\S.*)", appel.strip()) for appel in appels)
    return {trouvee[1].strip() for trouvee in trouvees if trouvee}


@cache
def aide(commande: str) -> str:
    """Le texte d'aide d'une commande, ou du programme entier."""
    mots = [sys.executable, "-m", "charte", *filter(None, [commande]), "--help"]
    environnement = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1", "PATH": ""}
    resultat = subprocess.run(mots, cwd=RACINE, capture_output=True, text=True, encoding="utf-8", env=environnement)
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr
    return resultat.stdout


@pytest.mark.parametrize(("document", "appel"), [(nom, appel) for nom in DOCUMENTS for appel in sorted(commandes(nom))])
def test_commande_et_options_existent(document: str, appel: str) -> None:
    mots = shlex.split(appel)
    commande = "" if mots[0].startswith("-") else mots[0]
    connues = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", aide(commande)))
    inconnues = [mot.split("=")[0] for mot in mots if mot.startswith("-") and mot.split("=")[0] not in connues]
    assert not inconnues, f"{document} : « charte {appel} » emploie {inconnues}, absent de l'aide"


def test_le_readme_montre_les_commandes_du_programme() -> None:
    montrees = {appel.split()[0] for appel in commandes("README.md")}
    annoncees = set(re.findall(r"^[│|\s]*([a-z][a-z-]+) {2,}\S", aide(""), re.MULTILINE))
    assert annoncees
    assert annoncees <= montrees


def test_le_guide_compte_les_questions() -> None:
    questions = list(charger_questionnaire().questions())
    express = sum(question.parcours == "express" for question in questions)
    guide = lire("docs/animer.md")
    assert f"Parcours complet : {len(questions)} questions au plus." in guide
    assert f"Parcours express : {express} questions." in guide


def test_les_codes_de_sortie_sont_dits() -> None:
    codes = {objet.code for objet in vars(erreurs).values() if isinstance(objet, type) and hasattr(objet, "code")}
    dits = {int(code) for code in re.findall(r"^\| `?(\d+)`? \|", lire("README.md"), re.MULTILINE)}
    assert codes | {0, 70} == dits


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md"])
def test_les_liens_locaux_menent_quelque_part(document: str) -> None:
    locaux = [lien for lien in LIEN.findall(lire(document)) if "://" not in lien and not lien.startswith("mailto:")]
    perdus = [lien for lien in locaux if not (RACINE / document).parent.joinpath(lien).exists()]
    assert not perdus


def test_l_integration_continue_lit_la_commande_de_tests_du_readme() -> None:
    lignes = [ligne for ligne in lire("README.md").splitlines() if re.match(r"python3 -m venv .*pytest", ligne)]
    assert len(lignes) == 1
    assert "grep -E '^python3 -m venv .*pytest' README.md" in lire(".ci/run")


def test_le_verrou_ne_dit_rien_de_la_machine() -> None:
    verrou = lire("requirements.lock")
    assert not re.search(r"\w+://|(?:^|\s)/", verrou)
    noms = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", verrou, re.MULTILINE))
    demandes = re.findall(r'^    "([A-Za-z0-9-]+)>=', lire("pyproject.toml"), re.MULTILINE)
    assert {nom.lower() for nom in demandes} <= noms, "requirements.lock est à refaire (voir CONTRIBUTING.md)"
