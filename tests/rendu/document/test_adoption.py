"""L'adoption : ce qu'un projet en dit, ce qu'une version adoptée en dit."""

from __future__ import annotations

from dataclasses import replace

from charte.moteur.charte import PROJET, Charte
from charte.rendu.document.adoption import adoption
from charte.rendu.document.blocs import Paragraphe, Tableau
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.ecrivains.fragments import texte_de
from tests.rendu.outils.charte_d_essai import MODELE, adoptee, charte_d_essai


def phrases_et_tableaux(charte: Charte) -> tuple[list[str], list[str]]:
    blocs = adoption(charte, phrases_du_modele(MODELE)).blocs
    dites = [texte_de(bloc.ligne).replace("\u00a0", " ") for bloc in blocs if isinstance(bloc, Paragraphe)]
    return dites, [bloc.genre for bloc in blocs if isinstance(bloc, Tableau)]


def test_un_projet_dit_qui_l_adopte_et_de_quoi_noter_le_vote() -> None:
    dites, tableaux = phrases_et_tableaux(charte_d_essai())
    assert dites == ["Cette charte est un projet. Elle entre en vigueur quand l’assemblée générale l’adopte."]
    assert tableaux == ["champs", "signatures"]


def test_un_projet_qui_revise_nomme_la_version_en_vigueur() -> None:
    dites, _ = phrases_et_tableaux(replace(adoptee(), version=PROJET))
    assert dites[1] == "Elle révise la version 1.0, adoptée le 15 janvier 2027."


def test_une_version_adoptee_montre_ses_votes() -> None:
    assert phrases_et_tableaux(adoptee()) == ([], ["adoption", "signatures"])
