"""Ce que toute la suite partage : l'ordre des essais, et les documents déjà rendus."""

from __future__ import annotations

import gc

import pytest

from tests.rendu.outils import rendus

LONGS = (
    "test_paquet.py",
    "test_vie.py",
    "test_navigateur.py",
    "test_pdf.py",
    "test_typst.py",
    "test_affiche.py",
    "test_exemples.py",
    "test_toutes_reponses.py",
    "test_exporter.py",
    "test_ecrans.py",
    "test_morts.py",
    "test_confinement.py",
)
"""Les fichiers qui prennent le plus de temps : partis les premiers, ils ne font pas traîner la fin."""


def pytest_configure() -> None:
    # Un rendu crée des millions d'objets, presque tous à garder : chercher les autres prend un sixième du temps.
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rangs = {nom: rang for rang, nom in enumerate(LONGS)}
    items.sort(key=lambda essai: rangs.get(essai.path.name, len(rangs)))


def pytest_collection_finish() -> None:
    # Les modules et les essais vivront jusqu'au bout : inutile de les repasser en revue à chaque ramassage.
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def documents_en_commun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Un dossier par passage, le même pour tous les travailleurs."""
    ici = tmp_path_factory.getbasetemp()
    rendus.garder_dans((ici.parent if hasattr(request.config, "workerinput") else ici) / "documents")
