"""Un gabarit absent ou fautif se dit en français, à sa place."""

import re
from pathlib import Path

import pytest

from charte.erreurs import FichierInvalide
from charte.rendu.ecrivains.gabarits import environnement, rendre
from tests.rendu.outils.charte_d_essai import MODELE


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (None, "essai.j2:1:1 : gabarit introuvable dans le modèle"),
        ("a\n{% if %}", "essai.j2:2:1 : gabarit mal écrit"),
        ("{{ absent }}", "essai.j2:1:1 : gabarit impossible à rendre : « absent » n'existe pas"),
        ("{{ 'a' * 10**9 }}", "essai.j2:1:1 : gabarit impossible à rendre"),
        ("{{ '%3000000000d' | format(1) }}", "essai.j2:1:1 : gabarit mal écrit"),
        ("{{ '{:>3000000000}'.format('x') }}", "essai.j2:1:1 : gabarit impossible à rendre"),
        ("{{ 'x'.center(3000000000) }}", "essai.j2:1:1 : gabarit impossible à rendre"),
        ("{{ 1 // 0 }}", "essai.j2:1:1 : gabarit impossible à rendre"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "essai.j2:1:1 : gabarit impossible à rendre"),
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
    assert str(erreur.value).startswith(f"{tmp_path / 'gabarits'}/{phrase}")


def test_un_lien_ne_fait_pas_sortir_du_modele(tmp_path: Path) -> None:
    modele = tmp_path / "modele"
    (modele / "gabarits").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (modele / "gabarits" / "essai.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(FichierInvalide, match="introuvable dans le modèle"):
        rendre(environnement(modele, balises=False), "essai.j2")


@pytest.mark.parametrize("gabarit", sorted((MODELE / "gabarits").glob("*.j2")), ids=lambda un: un.name)
def test_aucune_phrase_n_est_ecrite_dans_un_gabarit(gabarit: Path) -> None:
    """La forme seule : les phrases sont dans `phrases.yaml`, une fois pour tous les formats."""
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", gabarit.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]+", re.sub(r"<[^<>]*>", "", source)) == []
