"""Recoudre un fichier de réponses : ce qui ne change pas reste au signe près, et nul commentaire ne se perd."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.bibliotheque import charger_reponses
from charte.contenu.ecriture.couture import Remaniement
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.migration import charger_migrations
from charte.contenu.reponses import Reponses
from charte.moteur.mise_a_jour.portage import porter
from charte.services.charger import charger

VERSIONS = Path(__file__).parents[2] / "donnees" / "versions"
FIXTURES = sorted(VERSIONS.glob("1.0.0/*.yaml"))
AVANT, APRES = charger(reponses=FIXTURES[0]).questionnaire, charger().questionnaire
ORDRE = list(APRES.par_id)
TETE = "format: 1\nquestionnaire: q 1\nmodele: m 1\nparcours: complet\n"


def porte(fichier: Path, texte: str) -> str:
    portage = porter(charger_reponses(fichier, AVANT), charger_migrations("1.0.0"), AVANT)
    return texte_reponses(portage.reponses, texte, Remaniement(portage.noms, ORDRE))


def recousu(corps: str, remaniement: Remaniement | None = None, **parties: Any) -> str:
    """Le corps d'un fichier après écriture de ces parties, sans sa tête."""
    reponses = Reponses(questionnaire="q 1", modele="m 1", **parties)
    texte = texte_reponses(reponses, TETE + corps, remaniement or Remaniement())
    assert texte.startswith(TETE)
    return texte.removeprefix(TETE)


@pytest.mark.parametrize("saut", ["\n", "\r\n"])
def test_des_reponses_tordues_portees_a_la_version_suivante(saut: str) -> None:
    avant, attendu = ((VERSIONS / une / "tordue.yaml").read_text(encoding="utf-8") for une in ("1.0.0", "1.1.0"))
    assert porte(VERSIONS / "1.0.0" / "tordue.yaml", avant.replace("\n", saut)) == attendu.replace("\n", saut)


@pytest.mark.parametrize("saut", ["\n", "\r\n"])
@pytest.mark.parametrize("fichier", FIXTURES, ids=lambda un: un.stem)
def test_les_lignes_intactes_le_restent(fichier: Path, saut: str) -> None:
    avant = fichier.read_text(encoding="utf-8").replace("\n", saut)
    touchees = re.compile(
        r"(questionnaire|modele|mot_souverainete|surutilisation|mesusage|code_conduite_ess|gestes_sobres|images): "
        r"|- (mesusage|duree_de_vie|reconditionne)\b"
    )
    apres = porte(fichier, avant).splitlines(keepends=True)
    if fichier.stem == "tordue":
        # Sa délibération sur « surutilisation » tient sur quatre lignes, réunies à une autre.
        avant = re.sub(r"    surutilisation:\r?\n(        .*\r?\n)+", "", avant)
    restantes = iter(apres)
    for ligne in avant.splitlines(keepends=True):
        if not touchees.search(ligne):
            assert ligne in restantes, f"« {ligne} » a bougé"
    assert {ligne[len(ligne.rstrip("\r\n")) :] for ligne in apres} == {saut}


@pytest.mark.parametrize("fichier", FIXTURES, ids=lambda un: un.stem)
def test_aucun_commentaire_ne_se_perd(fichier: Path) -> None:
    avant = fichier.read_text(encoding="utf-8")
    commentaires = re.compile(r"(?:^|\s)(#[ —].*)$", re.MULTILINE)
    assert sorted(commentaires.findall(avant)) == sorted(commentaires.findall(porte(fichier, avant)))


@pytest.mark.parametrize(
    ("corps", "parties", "attendu"),
    [
        ("reponses:\n  a: [x, y]   # fin\n", {"reponses": {"a": ["y"]}}, "reponses:\n  a: [y]   # fin\n"),
        ("reponses:\n  a: [x, y]\n", {"reponses": {"a": ["x"], "b": ["y"]}}, "reponses:\n  a: [x]\n  b: [y]\n"),
        ("reponses:\n  a: [x]\n", {"reponses": {"a": ["null"]}}, "reponses:\n  a:\n    - 'null'\n"),
        (
            "reponses: {}\na_decider:\n- a   # un\n# entre\n- b\n- c   # trois\n",
            {"a_decider": ["a", "c"]},
            "reponses: {}\na_decider:\n- a   # un\n# entre\n- c   # trois\n",
        ),
        (
            "reponses: {}\npassees:\n  - a\n  - c   # trois\n",
            {"passees": ["a", "b", "c", "d"]},
            "reponses: {}\npassees:\n  - a\n  - b\n  - c   # trois\n  - d\n",
        ),
        (
            "reponses:\n  a:\n  - x\n  - y   # deux\n",
            {"reponses": {"a": ["y", "x"]}},
            "reponses:\n  # deux\n  a:\n    - y\n    - x\n",
        ),
        (
            "reponses:\n  a: 'x # non'   # oui\n  b: 1\n",
            {"reponses": {"b": 1}},
            "reponses:\n  # oui\n  b: 1\n",
        ),
        (
            "reponses:\n  a: |   # tête\n    x\n    # du texte\n  b: 1\n",
            {"reponses": {"b": 1}},
            "reponses:\n  # tête\n  b: 1\n",
        ),
        ("reponses:\n  a: x   # un", {"reponses": {"a": "x", "b": "y"}}, "reponses:\n  a: x   # un\n  b: y\n"),
        (
            "reponses:\n  a: |+\n    x\n\n  b: 1\n",
            {"reponses": {"a": "x\n\n", "b": 1, "c": 2}, "a_decider": ["d"]},
            "reponses:\n  a: |+\n    x\n\n  b: 1\n  c: 2\na_decider:\n  - d\n",
        ),
        (
            "reponses:\n  a: |+\n    x\n\npassees: [b]\n",
            {"reponses": {"a": "x\n\n", "c": 2}, "passees": ["b"]},
            "reponses:\n  a: |+\n    x\n\n  c: 2\npassees: [b]\n",
        ),
        ("reponses:\n  a: x\n  b: y", {"reponses": {"a": "z", "b": "y"}}, "reponses:\n  a: z\n  b: y"),
        (
            "reponses: {}\ndeliberations: {a: {accord: consensus}}   # fin\n",
            {},
            "reponses: {}\n# fin\n",
        ),
    ],
)
def test_ce_qui_change_garde_sa_forme(corps: str, parties: dict[str, Any], attendu: str) -> None:
    assert recousu(corps, **parties) == attendu


def test_une_question_renommee_garde_sa_ligne() -> None:
    corps = "reponses:\n  \"vieux\" : 'x'   # gardé\na_decider: [z]\npassees:\n- vieux   # passée\n"
    attendu = "reponses:\n  neuf : 'x'   # gardé\na_decider: [z]\npassees:\n- neuf   # passée\n"
    remaniement = Remaniement({"vieux": "neuf"})
    assert recousu(corps, remaniement, reponses={"neuf": "x"}, a_decider=["z"], passees=["neuf"]) == attendu


def test_une_reponse_nouvelle_se_range_pres_de_ses_voisines() -> None:
    corps = "reponses:\n  # Un\n  a: 1\n\n  # Deux\n  d: 4\n  # fin\n"
    attendu = "reponses:\n  # Un\n  a: 1\n  b: 2\n  c: 3\n\n  # Deux\n  d: 4\n  e: 5\n  # fin\n"
    reponses = {"a": 1, "d": 4, "e": 5, "c": 3, "b": 2}
    assert recousu(corps, Remaniement(ordre=list("abcde")), reponses=dict(sorted(reponses.items()))) == attendu


_NOMS = st.lists(st.sampled_from(["a", "b", "c.d", "e"]), unique=True, max_size=4)


@settings(deadline=None, max_examples=150)
@given(avant=_NOMS, apres=_NOMS, blocs=st.booleans(), rangs=st.sets(st.integers(0, 3)))
def test_une_liste_recousue_dit_ce_qu_on_voulait(
    avant: list[str], apres: list[str], blocs: bool, rangs: set[int]
) -> None:
    lignes = [f"- {nom}" + (f"   # note {rang}" if rang in rangs else "") for rang, nom in enumerate(avant)]
    ecrite = "\n" + "\n".join(lignes) if blocs and avant else f" [{', '.join(avant)}]"
    corps = recousu(f"reponses: {{}}\na_decider:{ecrite}\n", a_decider=apres)
    assert (yaml.safe_load(corps).get("a_decider") or []) == apres
    if blocs:
        assert corps.count("# note") == len([rang for rang in rangs if rang < len(avant)])


@pytest.mark.parametrize("fichier", FIXTURES, ids=lambda un: un.stem)
def test_ce_qui_est_porte_se_relit_tel_quel(fichier: Path, tmp_path: Path) -> None:
    portees = porter(charger_reponses(fichier, AVANT), charger_migrations("1.0.0"), AVANT).reponses
    neuf = tmp_path / "reponses.yaml"
    neuf.write_text(porte(fichier, fichier.read_text(encoding="utf-8")), encoding="utf-8")
    relues = charger_reponses(neuf, APRES)
    assert relues == portees
    assert texte_reponses(relues, neuf.read_text(encoding="utf-8")) == neuf.read_text(encoding="utf-8")
