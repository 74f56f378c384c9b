"""Le vérificateur de types refuse qu'une réponse brute s'imprime sans être échappée."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

ESSAI = """
from charte.contenu.base import Brut, Markdown
from charte.moteur.charte import Charte, Reflexe
from charte.moteur.texte import echapper
from charte.rendu.langue.balisage import en_blocs, en_ligne
from charte.rendu.document.blocs import Cite, Redige

def imprimer(charte: Charte, tape: str, dit: Brut, sur: Markdown) -> None:
    en_ligne(echapper(dit)), en_ligne(sur), en_blocs(charte.titre), Reflexe(sur, echapper(charte.nom), "")
    Redige(charte.titre), Cite(charte.nom)
    Redige(charte.nom)  # refusé
    en_ligne(charte.nom)  # refusé
    en_ligne(dit)  # refusé
    en_ligne(tape)  # refusé
    en_blocs(charte.reponses[0].valeur)  # refusé
    en_ligne(f"{sur} {dit}")  # refusé
    Reflexe(dit, sur, "")  # refusé
    echapper(sur)  # refusé : échappé deux fois
    echapper(tape)  # refusé : on ne sait pas ce que c'est
"""


def test_mypy_refuse_un_brut_la_ou_l_on_attend_du_markdown(tmp_path: Path) -> None:
    essai = tmp_path / "essai.py"
    essai.write_text(ESSAI, encoding="utf-8")
    options = ("--strict", "--follow-imports=silent", "--python-version=3.11", "--explicit-package-bases")
    # Sans l'extension de pydantic : elle ne change rien ici, et tout relire avec elle serait bien plus long.
    sortie, erreurs, _ = api.run([str(essai), *options, "--config-file=", "--cache-dir", str(tmp_path / "cache")])
    refusees = {int(ligne) for ligne in re.findall(r"essai\.py:(\d+): error: .*\[arg-type\]", sortie)}
    attendues = {rang for rang, ligne in enumerate(ESSAI.splitlines(), 1) if "# refusé" in ligne}
    assert refusees == attendues, sortie + erreurs
    assert sortie.count("error:") == len(attendues), sortie
