"""Un vrai navigateur, sans écran et sans bibliothèque : Chromium, piloté par ses tuyaux (protocole DevTools)."""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
DRAPEAUX = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    "--remote-debugging-pipe",
)


def chromium() -> str | None:
    """Le chemin de Chromium, ou rien."""
    return next((chemin for nom in CHROMIUM if (chemin := shutil.which(nom))), None)


def axe() -> Path | None:
    """Le script d'axe-core, tel que le livre le paquet axe-playwright-python (dont rien d'autre ne sert), ou rien."""
    paquet = importlib.util.find_spec("axe_playwright_python")
    script = (
        Path(paquet.submodule_search_locations[0], "axe.min.js")
        if paquet and paquet.submodule_search_locations
        else None
    )
    return script if script and script.is_file() else None


@contextmanager
def ouvrir() -> Iterator[Page]:
    """Une page vierge d'un navigateur neuf, le temps du contexte."""
    programme = chromium()
    assert programme is not None
    with tempfile.TemporaryDirectory(prefix="charte-navigateur-", ignore_cleanup_errors=True) as profil:
        processus, ordres, ecoute = _lancer([programme, *DRAPEAUX, f"--user-data-dir={profil}", "about:blank"])
        try:
            yield Page(ordres, ecoute)
        finally:
            os.kill(processus, signal.SIGTERM)
            os.waitpid(processus, 0)
            os.close(ordres)
            os.close(ecoute)


def _lancer(commande: list[str]) -> tuple[int, int, int]:
    """Lance le navigateur, qui lit ses ordres au descripteur 3 et répond au 4 ; rend le processus et nos deux bouts."""
    lu_par_lui, ordres = os.pipe()
    ecoute, ecrit_par_lui = os.pipe()
    # Loin de 3 et de 4 : le second branchement ne doit pas fermer la source du premier.
    sources = [fcntl.fcntl(bout, fcntl.F_DUPFD_CLOEXEC, 10) for bout in (lu_par_lui, ecrit_par_lui)]
    branchements = [(os.POSIX_SPAWN_OPEN, bout, os.devnull, os.O_RDWR, 0) for bout in (0, 1, 2)]
    branchements += [(os.POSIX_SPAWN_DUP2, source, bout) for source, bout in zip(sources, (3, 4), strict=True)]  # type: ignore[misc]
    processus = os.posix_spawn(commande[0], commande, os.environ, file_actions=branchements)
    for bout in (lu_par_lui, ecrit_par_lui, *sources):
        os.close(bout)
    return processus, ordres, ecoute


class Page:
    """Une page du navigateur : y aller, régler l'écran, presser des touches, évaluer une expression."""

    def __init__(self, ordres: int, ecoute: int) -> None:
        self._ordres, self._ecoute, self._reste, self._rang = ordres, ecoute, b"", 0
        self._session = ""
        cible = self.dire("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.dire("Target.attachToTarget", targetId=cible, flatten=True)["sessionId"]
        self.dire("Page.enable")

    def dire(self, methode: str, **parametres: Any) -> Any:
        """Donne un ordre et rend sa réponse."""
        return self._reponse(self._donner(methode, **parametres))

    def _donner(self, methode: str, **parametres: Any) -> int:
        self._rang += 1
        message = {"id": self._rang, "method": methode, "params": parametres}
        if self._session:
            message["sessionId"] = self._session
        brut = json.dumps(message).encode() + b"\0"
        while brut:
            brut = brut[os.write(self._ordres, brut) :]
        return self._rang

    def _reponse(self, rang: int) -> Any:
        reponse = self._attendre(lambda recu: recu.get("id") == rang)
        assert "error" not in reponse, reponse
        return reponse["result"]

    def aller(self, fichier: Path, largeur: int, sombre: bool = False) -> None:
        """Ouvre le fichier sur un écran de cette largeur, clair ou sombre."""
        telephone = largeur < 600
        self.dire(
            "Emulation.setDeviceMetricsOverride", width=largeur, height=800, deviceScaleFactor=1, mobile=telephone
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if sombre else "light"}
        fixe = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.dire("Emulation.setEmulatedMedia", features=[theme, fixe])
        self.dire("Page.navigate", url=fichier.as_uri())
        self._attendre(lambda recu: recu.get("method") == "Page.loadEventFired")

    def evaluer(self, expression: str) -> Any:
        """La valeur d'une expression de la page, promesse tenue."""
        rendu = self.dire("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in rendu, rendu["exceptionDetails"]
        return rendu["result"].get("value")

    def tabuler(self, fois: int = 1) -> None:
        """Presse la touche de tabulation."""
        touche = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        gestes = ("keyDown", "keyUp") * fois
        for rang in [self._donner("Input.dispatchKeyEvent", type=geste, **touche) for geste in gestes]:
            self._reponse(rang)

    def _attendre(self, voulu: Any) -> Any:
        while True:
            while b"\0" not in self._reste:
                recu = os.read(self._ecoute, 1 << 20)
                assert recu, "le navigateur s'est arrêté"
                self._reste += recu
            message, _, self._reste = self._reste.partition(b"\0")
            lu = json.loads(message)
            if voulu(lu):
                return lu
