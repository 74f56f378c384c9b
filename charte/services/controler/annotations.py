"""Les remarques de `verifier` dans la langue des programmes : JSON, annotations de GitHub, rapport de GitLab.

GitHub : « Workflow commands », docs.github.com. GitLab : « Code Quality report format », docs.gitlab.com.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable

from charte.services.controler.releve import Gravite, Remarque

FORMAT = 1

_GITHUB: dict[Gravite, str] = {
    "bloquant": "error",
    "attention": "warning",
    "conseil": "notice",
    "information": "notice",
}
_GITLAB: dict[Gravite, str] = {"bloquant": "blocker", "attention": "major", "conseil": "minor", "information": "info"}


def en_json(remarques: Iterable[Remarque], code: int) -> str:
    """Un objet : le code de sortie, et les remarques dans l'ordre où on les dirait."""
    constats = [{**vars(une), "fichier": une.fichier.as_posix()} for une in remarques]
    return json.dumps({"format": FORMAT, "code": code, "constats": constats}, ensure_ascii=False, indent=1)


def pour_github(remarques: Iterable[Remarque], code: int) -> str:
    """Une commande par remarque ; GitHub l'affiche à la ligne du fichier, Forgejo dans le journal."""
    return "\n".join(map(_annotation, remarques))


def _annotation(une: Remarque) -> str:
    proprietes = {
        "file": une.fichier.as_posix(),
        "line": une.ligne,
        "col": une.colonne,
        "title": f"charte : {une.code}",
    }
    dites = ",".join(f"{nom}={_protege(str(valeur), ':,')}" for nom, valeur in proprietes.items())
    return f"::{_GITHUB[une.gravite]} {dites}::{_protege(_entiere(une))}"


def _protege(texte: str, signes: str = "") -> str:
    """Ce texte, sans rien qui finirait la commande avant l'heure."""
    for signe in f"%\r\n{signes}":
        texte = texte.replace(signe, f"%{ord(signe):02X}")
    return texte


def pour_gitlab(remarques: Iterable[Remarque], code: int) -> str:
    """Le rapport de qualité d'une demande de fusion ; chaque empreinte est la même tant que la remarque demeure."""
    lignes = []
    deja: dict[str, int] = {}
    for une in remarques:
        cle = "\0".join((une.code, une.fichier.as_posix(), une.phrase))
        deja[cle] = deja.get(cle, 0) + 1
        lignes.append(
            {
                "description": _entiere(une),
                "check_name": une.code,
                "fingerprint": hashlib.sha256(f"{cle}\0{deja[cle]}".encode()).hexdigest(),
                "severity": _GITLAB[une.gravite],
                "location": {"path": une.fichier.as_posix(), "lines": {"begin": une.ligne}},
            }
        )
    return json.dumps(lignes, ensure_ascii=False, indent=1)


def _entiere(une: Remarque) -> str:
    return f"{une.phrase} {une.remede}".strip()


EN: dict[str, Callable[[Iterable[Remarque], int], str]] = {
    "json": en_json,
    "github": pour_github,
    "gitlab": pour_gitlab,
}
"""Les formats, par nom ; chacun reçoit les remarques et le code de sortie."""
