"""Ce qui est commencé se relit tel qu'il a été gardé, quoi que dise le fichier de réponses."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from charte.contenu.reponses import AdoptionEcrite, Ancienne, ApparenceVoulue, Deliberation, Reponses
from charte.depot import brouillon
from charte.depot.brouillon import Brouillon
from charte.erreurs import Refus

JOUR = datetime.date(2027, 1, 15)
NUES = Reponses(questionnaire="association 1.1.0", modele="association 1.1.0")


@pytest.mark.parametrize(
    "plus",
    [
        {},
        {"apparence": ApparenceVoulue(couleur="#123456")},
        {"apparence": ApparenceVoulue(logo="logo.png")},
        {"apparence": ApparenceVoulue(instance="le bureau")},
        {"date": JOUR, "adoptions": [AdoptionEcrite(version="1.0", date=JOUR, instance="le bureau", pour=3)]},
        {"deliberations": {"usages": Deliberation(accord="majorite", remarque="À revoir.", revoir_le=JOUR)}},
        {"anciennes": {"fin": Ancienne(version="1.0.0", enonce="Jusqu'à quand ?", reponse=["a", 1, None])}},
        {"reponses": {"nom": "", "usages": {}, "outils": [], "effectif": None}, "a_decider": ["usages.dons"]},
    ],
    ids=lambda plus: "-".join(plus) or "nues",
)
def test_ce_qui_est_garde_se_relit(tmp_path: Path, plus: dict[str, object]) -> None:
    commence = Brouillon(depart=NUES, reponses=NUES.model_copy(update=plus), choisies=["nom"], rouvrir=[])
    brouillon.garder(tmp_path / "b.json", commence)
    assert brouillon.lire(tmp_path / "b.json", ["nom"]) == commence


def test_un_brouillon_abime_dit_comment_l_oublier(tmp_path: Path) -> None:
    abime = tmp_path / "ma charte" / ".charte" / "mise-a-jour.json"
    abime.parent.mkdir(parents=True)
    abime.write_text("{")
    with pytest.raises(Refus, match="ne se lit plus") as refus:
        brouillon.lire(abime, ["nom"])
    assert f"charte reviser '{tmp_path / 'ma charte'}' --abandonner" in refus.value.remede


def test_un_brouillon_d_une_autre_charte_se_refuse(tmp_path: Path) -> None:
    brouillon.garder(tmp_path / "b.json", Brouillon(depart=NUES, reponses=NUES, choisies=["inconnue"]))
    with pytest.raises(Refus, match="ne se lit plus"):
        brouillon.lire(tmp_path / "b.json", ["nom"])
