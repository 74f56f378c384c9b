"""La commande qui installe Pango, selon le système."""

from __future__ import annotations

import pytest

from charte.rendu.systeme import installation_de_pango, installation_ici

DEBIAN = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.mark.parametrize(
    ("plateforme", "distribution", "commande"),
    [
        ("linux", ["debian"], DEBIAN),
        ("linux", ["linuxmint", "ubuntu", "debian"], DEBIAN),
        ("linux", ["fedora"], "sudo dnf install pango"),
        ("linux", ["rocky", "rhel", "centos", "fedora"], "sudo dnf install pango"),
        ("linux", ["manjaro", "arch"], "sudo pacman -S pango"),
        ("darwin", [], "brew install pango"),
        ("win32", [], "pacman -S mingw-w64-ucrt-x86_64-pango"),
        ("linux", ["inconnue"], "installez Pango 1.44 ou plus récent"),
    ],
)
def test_une_commande_par_systeme(plateforme: str, distribution: list[str], commande: str) -> None:
    assert installation_de_pango(plateforme, distribution).commande == commande


def test_qui_administre_n_a_pas_besoin_de_sudo() -> None:
    assert installation_de_pango("linux", ["debian"], administrateur=True).commande == DEBIAN.removeprefix("sudo ")


def test_ici_aussi() -> None:
    assert str(installation_ici()).startswith("Sur ")
