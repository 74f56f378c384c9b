"""Un gabarit absent ou fautif se dit en français, à sa place."""

from pathlib import Path

import pytest

from charte.erreurs import FichierInvalide
from charte.rendu.gabarits import environnement, rendre


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (None, "essai.j2:1:1 : gabarit introuvable dans le modèle"),
        ("a\n{% if %}", "essai.j2:2:1 : gabarit mal écrit"),
        ("{{ absent }}", "essai.j2:1:1 : gabarit impossible à rendre : « absent » n'existe pas"),
        ("{% include '../hors.j2' %}", "../hors.j2:1:1 : gabarit introuvable dans le modèle"),
    ],
)
def test_une_faute_de_gabarit(tmp_path: Path, contenu: str | None, phrase: str) -> None:
    (tmp_path / "gabarits").mkdir()
    (tmp_path / "hors.j2").write_text("secret", encoding="utf-8")
    if contenu is not None:
        (tmp_path / "gabarits" / "essai.j2").write_text(contenu, encoding="utf-8")
    with pytest.raises(FichierInvalide) as erreur:
        rendre(environnement(tmp_path, balises=False), "essai.j2")
    assert str(erreur.value).endswith(phrase)
