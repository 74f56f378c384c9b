"""Un disque plein, un fichier trop gros, un dossier en lecture seule : c'est dit, et rien n'est abîmé."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from charte.commandes.aide.couverture import couverture
from charte.commandes.vie.verifier import verifier
from charte.depot.ecriture.verrou import achever
from charte.erreurs import Refus
from tests.ecran.outils import QUESTIONNAIRE
from tests.ensemble.robustesse.morts import a_part, etat
from tests.ensemble.robustesse.test_morts import AUTRES, charte_faite, lieu, refaire

__all__ = ["lieu"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limites et droits d'Unix")


def test_un_disque_plein(lieu: Path) -> None:
    depart = charte_faite(lieu, AUTRES)
    petit = lieu / "petit"
    petit.mkdir()
    monter = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(petit)]
    if os.getuid() != 0 or subprocess.run(monter, capture_output=True, check=False).returncode:
        pytest.skip("il faut être administrateur pour monter un petit disque")
    try:
        avant = etat(depart)
        codes = []
        dossier = petit / "ma-charte"
        for libre in (0, 4, 8, 12, 20, 28, 40, 200):
            shutil.copytree(depart, dossier)
            with remplir(petit, libre * 1024):
                codes.append(a_part(lambda: refaire(dossier)))
                laisse = {nom: octets for nom, octets in etat(dossier).items() if not nom.endswith(".charte.tmp")}
                assert (laisse == avant) == (codes[-1] != 0), libre
            achever(dossier)
            assert (etat(dossier) == avant) == (codes[-1] != 0), libre
            shutil.rmtree(dossier)
        assert set(codes) == {0, Refus.code}
        assert codes == sorted(codes, reverse=True)
    finally:
        subprocess.run(["umount", str(petit)], check=True)


@contextlib.contextmanager
def remplir(disque: Path, sauf: int) -> Iterator[None]:
    """Occupe le disque, en y laissant tant d'octets."""
    lest = disque / "lest"
    etat_du_disque = os.statvfs(disque)
    lest.write_bytes(b"x" * (etat_du_disque.f_bavail * etat_du_disque.f_frsize - sauf))
    yield
    lest.unlink()


def test_un_fichier_plus_gros_que_permis(lieu: Path) -> None:
    import resource

    dossier = charte_faite(lieu, AUTRES)
    avant = etat(dossier)

    def a_l_etroit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        refaire(dossier)

    assert a_part(a_l_etroit) == Refus.code
    assert etat(dossier) == avant
    assert a_part(lambda: refaire(dossier)) == 0


def test_un_dossier_en_lecture_seule(lieu: Path) -> None:
    dossier = charte_faite(lieu, AUTRES)
    avant = etat(dossier)
    quelqu_un = 65534
    options = {"modele": lieu / "modele", "questionnaire": QUESTIONNAIRE}

    def en_lecteur(geste: object) -> None:
        lieu.chmod(0o755)
        for chemin in (dossier, dossier / ".charte"):
            chemin.chmod(0o555)
        if os.getuid() == 0:
            os.seteuid(quelqu_un)
        geste()  # type: ignore[operator]

    # Une première fois ici : ensuite, plus rien n'est à lire dans le programme.
    verifier(dossier, **options)
    couverture(dossier, **options)
    assert a_part(lambda: en_lecteur(lambda: refaire(dossier))) == Refus.code
    assert a_part(lambda: en_lecteur(lambda: verifier(dossier, **options))) == 0
    assert a_part(lambda: en_lecteur(lambda: couverture(dossier, **options))) == 0
    for chemin in (dossier, dossier / ".charte"):
        chemin.chmod(0o755)
    assert etat(dossier) == avant
    assert not (dossier / ".charte" / "verrou").exists()
