"""Exécuter une commande et en sortir proprement : une phrase en français, un code, jamais de trace à l'écran."""

from __future__ import annotations

import io
import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from charte import __version__
from charte.depot.ecriture.un_fichier import cause
from charte.erreurs import ErreurCharte, Refus
from charte.francais import nom_de, traduire_erreur

CODE_IMPREVU = 70
CODE_INTERROMPU = 130


def executer(app: typer.Typer) -> int:
    """Exécute la ligne de commande et rend le code de sortie."""
    _preparer_les_flux()
    try:
        resultat = app(standalone_mode=False)
        # Un disque plein ou un tube fermé se découvre parfois seulement ici.
        print(end="", flush=True)
    except Exit as sortie:
        return sortie.exit_code
    except ErreurCharte as erreur:
        return _dire(erreur.phrase, erreur.remede, erreur.code)
    except TyperException as erreur:
        return _dire(traduire_erreur(erreur.format_message()), _aide(app), erreur.exit_code)
    except (Abort, KeyboardInterrupt):
        return _dire("Interrompu.", "", CODE_INTERROMPU)
    except (BrokenPipeError, SystemExit):
        # Devant un tube fermé (« charte couverture | head »), Typer sort de lui-même, comme d'une faute.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as erreur:
        return _refus_du_systeme(erreur)
    except Exception:
        return _imprevu()
    return resultat if isinstance(resultat, int) else 0


def _preparer_les_flux() -> None:
    """Un terminal sans accents en montre moins, une entrée fermée est une entrée vide : rien ne s'arrête là."""
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):
            flux.reconfigure(errors="replace")
    if sys.stdin is None:
        sys.stdin = io.StringIO()


def _refus_du_systeme(erreur: OSError) -> int:
    if erreur.errno is None:
        return _imprevu()
    quoi = f"d'accéder à {os.fsdecode(erreur.filename)}" if isinstance(erreur.filename, str | bytes) else "de continuer"
    return _dire(f"Impossible {quoi} : {cause(erreur)}.", "", Refus.code)


def _dire(phrase: str, remede: str, code: int) -> int:
    # Plier demande les rendus, que l'aide n'a pas à attendre.
    from charte.services.dire.pliage import dire

    for texte in (phrase, remede):
        if texte:
            dire(texte, en_erreur=True)
    return code


def _aide(app: typer.Typer) -> str:
    connues = {nom_de(commande) for commande in app.registered_commands}
    demandee = next(iter(sys.argv[1:2]), "")
    if demandee in connues:
        return f"Pour l'aide : charte {demandee} --help"
    return f"Commandes : {', '.join(sorted(connues))}. Pour l'aide : charte --help"


def _imprevu() -> int:
    """Écrit un journal sans aucune réponse du groupe, prêt à joindre à un signalement."""
    journal = "\n".join(
        (
            f"charte {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"commande : {' '.join(Path(mot).name if os.sep in mot else mot for mot in sys.argv[1:])}",
            # Le message d'une exception peut citer une réponse : on ne garde que son nom et son chemin.
            "".join(traceback.format_tb(sys.exc_info()[2])),
            type(sys.exc_info()[1]).__name__,
        )
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="charte-journal-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as sortie:
            sortie.write(journal)
        ou = f"Le journal est dans {sortie.name} ; joignez-le à votre signalement. Vos réponses n'y figurent pas."
    except OSError:
        ou = journal
    return _dire("Un imprévu a arrêté charte. Ce qui était enregistré l'est toujours.", ou, CODE_IMPREVU)
