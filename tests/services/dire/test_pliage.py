"""Ce qui se dit dans un terminal s'y plie ; une commande à recopier y reste entière."""

from __future__ import annotations

import io

import pytest

from charte.services.dire.pliage import dire


class Terminal(io.StringIO):
    """Un flux qui se dit terminal."""

    def isatty(self) -> bool:
        return True


COMMANDE = "charte reviser '/tmp/un très long dossier/ma charte' --a-decider"


def test_un_terminal_etroit_ne_coupe_ni_mot_ni_commande(monkeypatch: pytest.MonkeyPatch) -> None:
    sortie = Terminal()
    monkeypatch.setattr("sys.stdout", sortie)
    monkeypatch.setenv("COLUMNS", "40")
    dire(f"Révision interrompue : rien n'est changé dans la charte.\n\n  Pour la reprendre plus tard : {COMMANDE}")
    assert sortie.getvalue().splitlines() == [
        "Révision interrompue : rien n'est changé",
        "dans la charte.",
        "",
        "  Pour la reprendre plus tard :",
        f"    {COMMANDE}",
    ]


def test_hors_d_un_terminal_rien_n_est_plie(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    dire(f"Pour la reprendre plus tard : {COMMANDE}", en_erreur=True)
    assert capsys.readouterr().err == f"Pour la reprendre plus tard : {COMMANDE}\n"
