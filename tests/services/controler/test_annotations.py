"""`charte verifier --format` : les mêmes remarques, à leur ligne, pour GitHub, GitLab et tout programme."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from charte.commandes.vie.verifier import verifier_tous
from charte.erreurs import UsageIncorrect
from charte.services.charger import charger
from charte.services.controler.annotations import en_json, pour_github, pour_gitlab
from charte.services.controler.releve import Remarque

CONTENUS = charger()
BLOQUEE = """\
format: 1
questionnaire: association 1.1.0
modele: association 1.1.0
date: 2026-11-21
parcours: complet
reponses:
  nom: Les Amis du canal
  pays: FR
  forme: association_1901
  posture: usage_minimal
  usages: {decision_individuelle: encourage}
a_decider:
  - mention
deliberations:
  posture: {accord: majorite, revoir_le: 2026-12-01}
"""
CASSEE = BLOQUEE.replace("forme: association_1901", "forme: confrerie").replace("mention", "mentions")


@pytest.fixture(autouse=True)
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charte.commandes.vie.verifier.charger", lambda *_, **__: CONTENUS)
    monkeypatch.chdir(tmp_path)
    for nom, texte in {"bloquée": BLOQUEE, "cassée": CASSEE}.items():
        (tmp_path / nom).mkdir()
        (tmp_path / nom / "reponses.yaml").write_text(texte, encoding="utf-8")


def lu(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_en_json_chaque_remarque_est_a_sa_ligne(capsys: pytest.CaptureFixture[str]) -> None:
    assert verifier_tous([Path("bloquée")], format="json", au="2026-12-02") == 1
    contenu = lu(capsys)
    assert (contenu["format"], contenu["code"]) == (1, 1)
    par_code = {un["code"]: un for un in contenu["constats"]}
    bloquant = next(un for un in contenu["constats"] if un["gravite"] == "bloquant")
    assert BLOQUEE.splitlines()[bloquant["ligne"] - 1].startswith("  usages:")
    assert bloquant["code"].startswith("coherence/")
    assert bloquant["remede"]
    lieux = {code: (par_code[code]["fichier"], par_code[code]["ligne"]) for code in par_code}
    assert lieux["a-decider/mention"] == ("bloquée/reponses.yaml", 13)
    assert lieux["a-rediscuter/posture"] == ("bloquée/reponses.yaml", 15)
    assert lieux["droit/ia-act-5"] == ("bloquée/reponses.yaml", 4)
    assert par_code["droit/ia-act-5"]["gravite"] == "attention"
    assert "images intimes" in par_code["droit/ia-act-5"]["phrase"]
    assert par_code["texte"]["phrase"].startswith("Le texte n'existe pas encore.")
    assert par_code["texte"]["fichier"] == "bloquée/reponses.yaml"


def test_un_fichier_casse_donne_ses_fautes_et_les_autres_sont_quand_meme_lus(
    capsys: pytest.CaptureFixture[str],
) -> None:
    chemins = [Path("cassée/reponses.yaml"), Path("bloquée/reponses.yaml"), Path("bloquée")]
    assert verifier_tous(chemins, format="json", au="2026-11-22") == 3
    contenu = lu(capsys)
    fautes = [(un["fichier"], un["ligne"], un["colonne"]) for un in contenu["constats"] if un["code"] == "faute"]
    assert fautes == [("cassée/reponses.yaml", 9, 10), ("cassée/reponses.yaml", 13, 5)]
    assert {un["fichier"] for un in contenu["constats"]} == {"cassée/reponses.yaml", "bloquée/reponses.yaml"}
    codes = [un["code"] for un in contenu["constats"] if un["fichier"].startswith("bloquée")]
    assert len(codes) == len(set(codes))


def test_en_texte_plusieurs_dossiers_l_un_apres_l_autre(capsys: pytest.CaptureFixture[str]) -> None:
    assert verifier_tous([Path("cassée"), Path("bloquée")]) == 3
    dit = capsys.readouterr()
    assert dit.err.startswith("cassée/reponses.yaml:9:10 : ")
    assert "\nbloquée\n-------\nBloquant : " in dit.out
    with pytest.raises(UsageIncorrect, match="Format inconnu : « xml »"):
        verifier_tous([Path("bloquée")], format="xml")
    with pytest.raises(UsageIncorrect, match=r"n'est pas le dossier d'une charte"):
        verifier_tous([Path("vide")], format="json")


HOSTILE = Remarque(
    "bloquant", "coherence/a,b", Path("a,b: 100%/reponses.yaml"), 3, 5, "Un\n::error::deux, trois : 50 %\r", "Quatre"
)


def test_les_annotations_de_github_ne_se_laissent_pas_couper() -> None:
    assert pour_github([HOSTILE], 1) == (
        "::error file=a%2Cb%3A 100%25/reponses.yaml,line=3,col=5,title=charte %3A coherence/a%2Cb"
        "::Un%0A::error::deux, trois : 50 %25%0D Quatre"
    )
    gravites = [Remarque(une, "x", Path("f"), 1, 1, "p") for une in ("attention", "conseil", "information")]
    assert [ligne.split()[0] for ligne in pour_github(gravites, 0).splitlines()] == [
        "::warning",
        "::notice",
        "::notice",
    ]


def test_le_rapport_de_gitlab_a_des_empreintes_stables() -> None:
    """Le format : https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""
    ailleurs = Remarque(**{**vars(HOSTILE), "ligne": 30})
    un, deux = json.loads(pour_gitlab([HOSTILE, HOSTILE], 1))
    (autre,) = json.loads(pour_gitlab([ailleurs], 1))
    assert set(un) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert un["severity"] == "blocker"
    assert un["location"] == {"path": "a,b: 100%/reponses.yaml", "lines": {"begin": 3}}
    assert un["fingerprint"] != deux["fingerprint"]
    assert un["fingerprint"] == autre["fingerprint"]
    assert json.loads(pour_gitlab([], 0)) == []
    assert json.loads(en_json([], 0)) == {"format": 1, "code": 0, "constats": []}
