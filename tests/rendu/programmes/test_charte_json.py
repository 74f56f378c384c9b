"""La charte en JSON : on relit exactement ce que l'on a écrit, et l'on refuse le reste d'une phrase."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from charte.contenu.reponses import AdoptionEcrite
from charte.erreurs import FichierInvalide
from charte.moteur.charte import Retrait
from charte.rendu.programmes.charte_json import FORMAT, de_json, en_json
from tests.donnees.jeux import CONTENUS, au_hasard
from tests.rendu.outils.exemples import NOMS, exemple


@pytest.mark.parametrize("nom", NOMS)
def test_relire_redonne_la_charte(nom: str) -> None:
    charte = exemple(nom)
    assert de_json(en_json(charte)) == charte
    assert en_json(de_json(en_json(charte))) == en_json(charte)


@pytest.mark.parametrize("graine", range(4))
def test_relire_redonne_une_charte_quelconque(graine: int) -> None:
    adoption = AdoptionEcrite.model_validate({"version": "1.0", "date": "2026-11-01", "instance": "l'AG"}, strict=False)
    charte = CONTENUS.composer(au_hasard(graine).model_copy(update={"adoptions": [adoption]}))
    charte = replace(charte, retraits=(Retrait("a", "1.2", "T\u2028itre «é»", ""),))
    assert de_json(en_json(charte).encode()) == charte


def test_un_champ_a_defaut_peut_manquer_et_un_inconnu_est_laisse() -> None:
    charte = replace(exemple(NOMS[0]), documents=(), origine=None)
    donnees = json.loads(en_json(charte))
    del donnees["documents"], donnees["origine"]
    assert de_json(json.dumps({**donnees, "demain": [1]})) == charte


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ('{"format": 99, "nouveau": true}', f"cette charte est au format 99, plus récent que ce programme ({FORMAT})"),
        ('{"format": 1}', "ce fichier n'est pas une charte que ce programme a écrite (champ « titre »)"),
        ('{"format": "1"}', "ce fichier n'est pas une charte que ce programme a écrite"),
        ("[1]", "ce fichier n'est pas une charte que ce programme a écrite"),
        ("pas du JSON", "ce fichier n'est pas une charte que ce programme a écrite"),
        ("[" * 100_000, "ce fichier n'est pas une charte que ce programme a écrite"),
        ("\udcff", "ce fichier n'est pas une charte que ce programme a écrite"),
    ],
)
def test_ce_qui_ne_se_relit_pas(texte: str, phrase: str) -> None:
    with pytest.raises(FichierInvalide) as refus:
        de_json(texte, Path("ici.json"))
    assert str(refus.value) == f"ici.json:1:1 : {phrase}"
    assert refus.value.remede


def test_un_texte_a_la_place_d_un_nombre_est_refuse() -> None:
    donnees = json.loads(en_json(exemple(NOMS[0])))
    donnees["titre"] = 3
    with pytest.raises(FichierInvalide, match="champ « titre »"):
        de_json(json.dumps(donnees))
