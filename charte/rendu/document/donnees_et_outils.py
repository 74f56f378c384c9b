"""Le tableau des données et des outils, sa légende et ses notes."""

from __future__ import annotations

from collections.abc import Iterator

from charte.contenu.base import Brut, Markdown
from charte.moteur.charte import FamilleOutils, Matrice
from charte.moteur.texte import echapper
from charte.rendu.document.blocs import (
    Bloc,
    Case,
    Cite,
    Element,
    Groupe,
    Ligne,
    Liste,
    Paragraphe,
    Redige,
    Tableau,
    Titre,
    citer,
    rediger,
)
from charte.rendu.document.phrases import Phrases
from charte.rendu.document.plan import CaseAnnotee, LigneAnnotee, Plan
from charte.rendu.langue.balisage import abreger

_PREMIERE_COLONNE, _PAGE = 41, 170


def tableau_des_donnees(matrice: Matrice, plan: Plan, phrases: Phrases, en_fiches: bool = False) -> Groupe:
    """Rend le tableau et ce qui l'explique. `en_fiches` : chaque ligne s'y lira seule, les outils sont dits avant."""
    titre = Titre(1, "", phrases.dire("matrice"), "matrice")
    familles = tuple(_familles(matrice, phrases, en_fiches))
    tableau = _tableau(matrice, plan, phrases, en_fiches)
    suite = tuple(_legende(matrice, plan, phrases))
    if en_fiches:
        return Groupe("matrice", (Groupe("d-un-tenant", (titre, *familles, tableau)), Groupe("legende", suite)))
    return Groupe("matrice", (Groupe("d-un-tenant", (titre, tableau)), Groupe("legende", (*familles, *suite))))


def _tableau(matrice: Matrice, plan: Plan, phrases: Phrases, en_fiches: bool) -> Tableau:
    entetes = [Case((Paragraphe("matrice_entete", phrases.dire("donnees")),))]
    for famille in matrice.familles:
        titre = Paragraphe("matrice_entete", rediger(famille.libelle))
        outils = () if en_fiches else _outils(famille)
        entetes.append(Case((titre, Paragraphe("matrice_outils", outils)) if outils else (titre,)))
    autres = (_PAGE - _PREMIERE_COLONNE) // max(len(matrice.familles), 1)
    return Tableau(
        "fiches" if en_fiches else "matrice",
        phrases.dire("fiches_legende" if en_fiches else "matrice_legende"),
        tuple(entetes),
        tuple(_ligne(ligne, phrases) for ligne in plan.lignes),
        (_PREMIERE_COLONNE, *[autres] * len(matrice.familles)),
    )


def _outils(famille: FamilleOutils) -> Ligne:
    return citer(", ".join(abreger(outil, 40) for outil in famille.outils)) if famille.outils else ()


def _ligne(ligne: LigneAnnotee, phrases: Phrases) -> tuple[Case, ...]:
    classe = [Paragraphe("matrice_classe", rediger(ligne.classe.libelle))]
    if ligne.classe.exemples:
        classe.append(Paragraphe("matrice_exemples", rediger(ligne.classe.exemples)))
    return (Case(tuple(classe)), *(_case(case, phrases) for case in ligne.cases))


def _case(case: CaseAnnotee, phrases: Phrases) -> Case:
    note = (Cite(str(case.note), vers=f"#motif-{case.note}", appel=True),) if case.note else ()
    return Case((Paragraphe("matrice_case", (*phrases.dire(case.decision), *note)),), case.decision)


def _familles(matrice: Matrice, phrases: Phrases, en_fiches: bool) -> Iterator[Bloc]:
    lignes = []
    for famille in matrice.familles:
        suite = rediger(famille.exemples) if famille.exemples else ()
        if en_fiches and famille.outils:
            suite += (*((Cite(". "),) if suite else ()), *phrases.dire("fiches_outils", outils=_outils(famille)))
        if suite:
            lignes.append((*_etiquette(famille.libelle), *suite))
    if lignes:
        yield Liste("familles", tuple(Element((Paragraphe("familles", ligne),)) for ligne in lignes))


def _legende(matrice: Matrice, plan: Plan, phrases: Phrases) -> Iterator[Bloc]:
    for decision, exigence in (("conditions", matrice.conditions), ("accord", matrice.accord)):
        if exigence:
            yield Paragraphe("legende", (*_etiquette(echapper(Brut(phrases.texte(decision)))), *rediger(exigence)))
    if plan.motifs:
        motifs = (Paragraphe("motif", rediger(motif), f"motif-{rang}") for rang, motif in enumerate(plan.motifs, 1))
        yield Liste("motifs", tuple(Element((motif,)) for motif in motifs))


def _etiquette(nom: Markdown) -> Ligne:
    return (Redige(Markdown(f"{nom} :"), gras=True), Cite(" "))
