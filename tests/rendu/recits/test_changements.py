"""Ce qui change, dit en entier : deux dossiers, et les documents attendus à côté.

Pour les refaire : dans `tests/donnees/attendus`, `charte diff avant apres --format md > diff.md`,
et de même pour le texte (largeur 80) et le JSON.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from charte.depot.dossier import Dossier
from charte.moteur.charte import Charte
from charte.moteur.comparaison.changements import Changements
from charte.moteur.comparaison.deux_chartes import comparer
from charte.rendu.recits import changements as rendu
from charte.rendu.recits import recit
from charte.rendu.recits.narration import compte_des_changements, raconter
from charte.services.comparer.differences import entre, rendre
from charte.services.comparer.etats import Etat, Lecteur
from tests.rendu.outils.charte_d_essai import MODELE, charte_d_essai

ATTENDUS = Path(__file__).parents[2] / "donnees" / "attendus"
HOSTILE = '<script>alert(1)</script> [x](javascript:1) ~~**a** &amp; "b" {{ c }} | `d`'


@cache
def charte(nom: str) -> Charte:
    """La charte de ce dossier d'essai."""
    return Lecteur(Dossier(ATTENDUS / nom)).travail().charte


@cache
def changements() -> Changements:
    """Ce qui sépare les deux dossiers d'essai."""
    return entre(Etat(charte("avant"), "la charte d'avant"), Etat(charte("apres"), "la charte d'après"))


def test_le_texte_en_entier() -> None:
    assert recit.en_texte(raconter(changements()), 80) == (ATTENDUS / "diff.txt").read_text(encoding="utf-8")


def test_le_markdown_en_entier() -> None:
    assert recit.en_markdown(raconter(changements())) == (ATTENDUS / "diff.md").read_text(encoding="utf-8")


def test_le_json_en_entier() -> None:
    assert rendre(changements(), "json", None) == (ATTENDUS / "diff.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("largeur", [40, 80, 100])
def test_rien_ne_depasse_du_terminal(largeur: int) -> None:
    texte = recit.en_texte(raconter(changements()), largeur)
    longues = [ligne for ligne in texte.splitlines() if len(ligne) > largeur and " " in ligne.strip()]
    # Ce qui est collé (un mot et son guillemet, son deux-points) ne se coupe pas ; rien d'autre ne déborde.
    assert all(len(ligne) <= largeur + 3 for ligne in longues)
    assert "\x1b" not in texte


def test_rien_a_dire() -> None:
    rien = comparer(charte("avant"), charte("avant"))
    assert recit.en_texte(raconter(rien), 80) == (
        "Ce qui change : Les Amis du canal\n\nAvant et après : le projet du 5 mars 2026.\nRien ne change.\n"
    )
    assert recit.en_markdown(raconter(rien)).endswith("Rien ne change.\n")
    assert "Rien ne change" in recit.en_html(raconter(rien), MODELE)


def test_les_memes_faits_dans_tous_les_formats() -> None:
    lu = raconter(changements())
    html = recit.en_html(raconter(changements()), MODELE)
    for chapitre in lu.chapitres:
        assert f'id="{chapitre.ancre}"' in html
    donnees = rendu.en_donnees(changements())
    assert len(donnees["clauses"]) == len(changements().clauses)
    assert sum(une["reelle"] for une in donnees["decisions"]) == 8
    assert compte_des_changements(changements()).startswith("8 décisions changent ; ")


def test_chaque_lien_mene_quelque_part() -> None:
    html = recit.en_html(raconter(changements()), MODELE)
    ancres = {morceau.split('"')[0] for morceau in html.split(' id="')[1:]}
    liens = {morceau.split('"')[0] for morceau in html.split('href="#')[1:]}
    assert liens <= ancres
    assert len(liens) > 20


def test_les_mots_du_groupe_ne_sont_jamais_interpretes() -> None:
    avant = charte("avant")
    apres = replace(
        avant,
        nom=HOSTILE,
        reponses=(replace(avant.reponses[0], valeur=HOSTILE, enonce=HOSTILE, remarque=HOSTILE), *avant.reponses[1:]),
        a_decider=(replace(avant.a_decider[0], question="autre", enonce=HOSTILE), *avant.a_decider[1:]),
    )
    hostiles = comparer(avant, apres)
    html = recit.en_html(raconter(hostiles), MODELE)
    assert "<script" not in html and "javascript:1)</" not in html and 'href="javascript' not in html
    markdown = recit.en_markdown(raconter(hostiles))
    assert "<script" not in markdown.replace("\\<", "") and "](javascript" not in markdown.replace("\\]", "")
    assert HOSTILE in recit.en_texte(raconter(hostiles), 400)


def test_les_retouches_se_disent_a_part() -> None:
    essai = charte_d_essai()
    premiere = essai.articles[0].clauses[0]
    amendee = replace(premiere, texte=f"{premiere.texte} Et nous y tenons.", retouche="amendee")
    article = replace(essai.articles[0], clauses=(amendee, *essai.articles[0].clauses[1:]))
    texte = recit.en_texte(raconter(comparer(essai, replace(essai, articles=(article, *essai.articles[1:])))), 80)
    assert "Aucune décision ne change ; 1 clause change." in texte
    assert "Retouché à la main dans le texte de la charte :" in texte
    assert f"- La clause {premiere.numero} « {premiere.titre} » est amendée." in texte
    assert "{+Et nous y tenons.+}" in texte
