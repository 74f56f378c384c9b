"""La suite de blocs d'une charte : ce que tous les formats écrivent, dans cet ordre."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charte.moteur.charte import Charte
from charte.rendu.document.adoption import adoption
from charte.rendu.document.annexes import ailleurs, annexe, finales
from charte.rendu.document.articles import article, points_a_decider
from charte.rendu.document.blocs import Bloc, Document, Sommaire, rediger
from charte.rendu.document.donnees_et_outils import tableau_des_donnees
from charte.rendu.document.page_de_couverture import avertissement, couverture, essentiel, version_de
from charte.rendu.document.phrases import Phrases, phrases_du_modele
from charte.rendu.document.plan import Plan, dresser
from charte.rendu.langue.balisage import abreger


def assembler(charte: Charte, modele: Path, abrege: bool = False, en_fiches: bool = False) -> Document:
    """Rend le document de la charte, avec les phrases de ce modèle.

    `abrege` : sans les annexes à remplir ou à consulter ; `en_fiches` : chaque ligne du tableau des données
    se lira seule. Lève `FichierInvalide` si une phrase du modèle manque ou est mal écrite.
    """
    phrases = phrases_du_modele(modele)
    plan = dresser(charte, phrases, abrege)
    return Document(
        titre=rediger(charte.titre),
        auteur=charte.nom,
        date=charte.date,
        titre_courant=rediger(charte.titre),
        pied_courant=phrases.dire("pied", nom=abreger(charte.nom, 60), version=version_de(charte, phrases)),
        court=charte.parcours == "express",
        couverture=couverture(charte, phrases),
        sommaire=Sommaire(phrases.dire("sommaire"), plan.sommaire, phrases.dire("annexes"), plan.sommaire_annexes),
        corps=tuple(_corps(charte, plan, phrases, en_fiches)),
    )


def _corps(charte: Charte, plan: Plan, phrases: Phrases, en_fiches: bool) -> Iterator[Bloc]:
    complete = charte.parcours != "express"
    yield from essentiel(charte, phrases, complete)
    for un in plan.articles:
        yield article(un, plan, phrases, page=complete and un is plan.articles[0])
        if un.id == plan.matrice_apres:
            yield tableau_des_donnees(charte.matrice, plan, phrases, en_fiches)
    yield from points_a_decider(charte.a_decider, phrases)
    yield adoption(charte, phrases)
    for une in plan.pratiques:
        yield annexe(une)
    for repere in plan.reperes:
        yield article(repere, plan, phrases)
    yield from finales(charte, plan, phrases)
    yield from ailleurs(plan.ailleurs, phrases)
    yield from avertissement(charte, phrases)
