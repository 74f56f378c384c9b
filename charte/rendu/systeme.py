"""Ce que la machine doit avoir pour produire un PDF, la commande exacte qui l'installe, et son environnement.

Les paquets sont ceux de la page « First steps » de la documentation de WeasyPrint.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import platform
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from charte.erreurs import RenduImpossible


@contextlib.contextmanager
def variables_d_environnement(valeurs: Mapping[str, str]) -> Iterator[None]:
    """Le temps d'un rendu, donne ces valeurs à l'environnement, qui retrouve ensuite les siennes."""
    avant = {nom: os.environ.get(nom) for nom in valeurs}
    os.environ.update(valeurs)
    try:
        yield
    finally:
        for nom, valeur in avant.items():
            if valeur is None:
                os.environ.pop(nom, None)
            else:
                os.environ[nom] = valeur


@dataclass(frozen=True)
class Installation:
    """Un système, la commande qui y installe Pango, et ce qu'il faut savoir de plus."""

    systeme: str
    commande: str
    precision: str = ""

    def __str__(self) -> str:
        return f"Sur {self.systeme} : {self.commande}" + (f"\n{self.precision}" if self.precision else "")


_DEBIAN = Installation(
    "Debian, Ubuntu et leurs cousines", "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
_FEDORA = Installation("Fedora et ses cousines", "sudo dnf install pango")
_ARCH = Installation("Arch Linux et ses cousines", "sudo pacman -S pango")
_ALPINE = Installation(
    "Alpine Linux",
    "sudo apk add so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libharfbuzz.so.0 so:libharfbuzz-subset.so.0 "
    "so:libfontconfig.so.1 so:libpangoft2-1.0.so.0",
)
_MACOS = Installation(
    "macOS",
    "brew install pango",
    "Si cela ne suffit pas (Python de python.org ou du système), ajoutez à votre profil de terminal :\n"
    'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"',
)
_WINDOWS = Installation(
    "Windows",
    "pacman -S mingw-w64-ucrt-x86_64-pango",
    "Cette commande se tape dans la fenêtre « MSYS2 UCRT64 », une fois MSYS2 installé (https://www.msys2.org).",
)
_AUTRE = Installation(
    "ce système", "installez Pango 1.44 ou plus récent", "Il se trouve presque toujours dans le paquet « pango »."
)
_DISTRIBUTIONS = {
    "debian": _DEBIAN,
    "ubuntu": _DEBIAN,
    "fedora": _FEDORA,
    "rhel": _FEDORA,
    "arch": _ARCH,
    "alpine": _ALPINE,
}


def installation_de_pango(
    plateforme: str, distribution: Iterable[str] = (), administrateur: bool = False
) -> Installation:
    """Rend la commande qui convient.

    `plateforme` : comme `sys.platform` ; `distribution` : `ID` puis `ID_LIKE` de `/etc/os-release` ;
    `administrateur` : la commande se passe alors de `sudo`.
    """
    if plateforme == "darwin":
        return _MACOS
    if plateforme in ("win32", "cygwin"):
        return _WINDOWS
    trouvee = next((_DISTRIBUTIONS[nom] for nom in distribution if nom in _DISTRIBUTIONS), _AUTRE)
    commande = trouvee.commande.removeprefix("sudo ") if administrateur else trouvee.commande
    return Installation(trouvee.systeme, commande, trouvee.precision)


def installation_ici() -> Installation:
    """Rend la commande qui convient à cette machine."""
    try:
        presentation = platform.freedesktop_os_release()
    except OSError:
        presentation = {}
    distribution = [presentation.get("ID", ""), *presentation.get("ID_LIKE", "").split()]
    return installation_de_pango(sys.platform, distribution, getattr(os, "geteuid", lambda: 1)() == 0)


def installer(quoi: str, options: str = "") -> str:
    """La commande qui installe `quoi` dans ce Python-ci, avec pip, ou avec uv s'il l'a fait sans pip."""
    if importlib.util.find_spec("pip") is None and shutil.which("uv"):
        return f'uv pip install {options}--python "{sys.executable}" "{quoi}"'
    return f'"{sys.executable}" -m pip install {options}"{quoi}"'


def importer_weasyprint() -> ModuleType:
    """Rend le module `weasyprint`.

    Lève `RenduImpossible`, avec la commande à taper, si lui ou la bibliothèque Pango manquent.
    """
    # Faute de Pango, WeasyPrint écrit une page d'anglais à l'écran avant de lever OSError.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import weasyprint
        except ImportError:
            raise RenduImpossible(
                "Le PDF ne peut pas être produit : WeasyPrint n'est pas installé.", installer("weasyprint>=70,<71")
            ) from None
        except OSError:
            raise RenduImpossible(
                "Le PDF ne peut pas être produit : la bibliothèque Pango manque à cette machine.",
                str(installation_ici()),
            ) from None
    module: ModuleType = weasyprint
    return module


def importer_typst() -> ModuleType:
    """Rend le module `typst`. Lève `RenduImpossible`, avec la commande à taper, s'il manque."""
    try:
        import typst
    except (ImportError, OSError):
        raise RenduImpossible(
            "Le PDF ne peut pas être produit par Typst : il n'est pas installé.", installer("typst>=0.15,<0.16")
        ) from None
    module: ModuleType = typst
    return module
