"""Toute combinaison de réponses rend une charte : sans trou, sans balise, sans contradiction ; chacune y compte."""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from charte.contenu.questionnaire import Question
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte
from charte.moteur.expressions.contexte import Contexte
from charte.rendu.ecrivains.markdown import markdown
from tests.donnees.jeux import (
    BASES,
    CONTENUS,
    PAR_ID,
    QUESTIONS,
    Imprime,
    Lecture,
    au_hasard,
    clauses_du_modele,
    d_apres_une_base,
    reponses,
    variations,
)

TROUS = re.compile(r" ,| \.(?!\.)|\.\.(?!\.)|,,|\( | \)|\bet et\b|: *\.|« *»|  ")
RESTES = re.compile(r"\{[{%#]|[}%#]\}|\b(None|True|False|Undefined)\b|\[\]|\{\}")


def _fautes_du_texte(imprime: Imprime) -> list[str]:
    titre, texte, falc, affiche = imprime
    fautes = [f"trou « {trou[0]} »" for partie in imprime if (trou := TROUS.search(partie))]
    fautes += [f"reste « {reste[0]} »" for partie in imprime if (reste := RESTES.search(partie))]
    fautes += ["sans titre"] if not titre.strip() else []
    # Une liste à puces (l'affiche ou le « facile à lire » n'en ont pas) peut finir sans point.
    fautes += [f"« {partie[-20:]} » ne finit pas" for partie in (falc, affiche) if partie and partie[-1] not in ".!?»"]
    return fautes + (["à décider, mais en clair pour d'autres"] if not texte and (falc or affiche) else [])


fautes_du_texte = functools.cache(_fautes_du_texte)


def absents(contexte: Contexte) -> Iterator[tuple[str, str]]:
    """Ce que ce groupe n'a pas, et la forme qui ne doit donc pas s'imprimer."""
    pays, forme, instance = (contexte.valeur(nom) for nom in ("pays", "forme", "instance"))
    if pays == "BE":
        yield "la France", r"\bCNIL\b|[Bb]énévol|comité social et économique|\bCSE\b|règlement intérieur|municipal"
    else:
        yield "la Belgique", r"\bAPD\b|Autorité de protection|[Vv]olontaires\b|volontariat|\bCCT\b|communal\b"
    if contexte.valeur("salaries") == "aucun" or forme == "collectivite":
        yield "de salarié·es", r"[Ss]alarié|\bCSE\b|comité social"
    if not contexte.valeur("benevoles"):
        yield "de bénévoles", r"[Bb]énévol|[Vv]olontaires\b|volontariat"
    if forme != "association_1901":
        yield "d'association", r"\b([Ll]'|[Nn]otre |cette )association\b"
    if contexte.valeur("delegue") not in ("interne", "mutualise"):
        yield "de délégué", r"\b([Nn]otre|[Ll]e|[Ll]a) délégué"
    if "secret_professionnel" not in (contexte.valeur("categories_donnees") or ()):
        yield "de secret professionnel", r"le secret professionnel (reste|nous)"
    formes = {
        "ag": r"assemblée générale",
        "ca": r"conseil d'administration",
        "organe_administration": r"organe d'administration",
        "assemblee_collectif": r"assemblée du collectif",
        "conseil_municipal": r"conseil (municipal|communal)",
    }
    yield from (("cette instance", motif) for valeur, motif in formes.items() if valeur != instance)
    if instance != "bureau" and contexte.valeur("validation_outil") != "bureau":
        yield "de bureau", r"\b([Ll]e|[Dd]u|[Aa]u) bureau\b"


@functools.cache
def cherche(motif: str, imprime: Imprime) -> str:
    trouve = re.search(motif, "\n".join(imprime))
    return trouve[0] if trouve else ""


def nommes_a_tort(contexte: Contexte, textes: dict[str, Imprime]) -> list[str]:
    """Les organes, statuts et règles d'un autre pays que nomme une clause."""
    motifs = list(absents(contexte))
    tous = "|".join(motif for _, motif in motifs)
    return [
        f"{nom} : « {trouve} », mais pas {quoi}"
        for nom, imprime in textes.items()
        if cherche(tous, imprime)
        for quoi, motif in motifs
        if (trouve := cherche(motif, imprime))
    ]


def usages_contredits(lecture: Lecture, textes: dict[str, Imprime]) -> list[str]:
    """Les usages à la fois permis et exclus, ou dits autrement que dans la grille."""
    if lecture.contexte.etat("usages") == "a_decider" or lecture.contexte.etat("posture") == "a_decider":
        return []
    permis = " ".join(textes[nom][1] for nom in ("usages-encourages", "usages-encadres") if nom in textes)
    exclus = textes["usages-exclus"][1] if "usages-exclus" in textes else ""
    refus = lecture.contexte.valeur("posture") == "refus"
    valeurs = lecture.contexte.variables["usages"]
    fautes = []
    for ligne in PAR_ID["usages"].lignes:
        if ligne.valeur == "decision_individuelle":
            continue
        ouverte = f"usages.{ligne.valeur}" in lecture.donnees.a_decider
        choix = "" if ouverte else str(valeurs[ligne.valeur])
        en_phrase = str(ligne.en_phrase)
        dit_permis, dit_exclu = en_phrase in permis, en_phrase in exclus or "aucun des usages examinés" in exclus
        attendu_permis = choix == "encadre" or (choix == "encourage" and not refus)
        if (dit_permis, dit_exclu) != (attendu_permis, choix == "exclu"):
            fautes.append(f"{ligne.valeur} ({choix or 'à décider'}) : permis {dit_permis}, exclu {dit_exclu}")
        if choix == "exclu" and f"usages-{ligne.valeur.replace('_', '-')}" in textes:
            fautes.append(f"{ligne.valeur} est exclu, et sa clause s'imprime")
    return fautes


def fautes(lecture: Lecture) -> list[str]:
    """Tout ce qui cloche dans les clauses que ces réponses impriment."""
    textes = lecture.clauses
    du_texte = [f"{nom} : {faute}" for nom, imprime in textes.items() for faute in fautes_du_texte(imprime)]
    return du_texte + nommes_a_tort(lecture.contexte, textes) + usages_contredits(lecture, textes)


@pytest.mark.parametrize(("generateur", "nombre"), [(d_apres_une_base, 600), (au_hasard, 250)])
def test_des_centaines_de_jeux_sans_trou_ni_contradiction(generateur: Callable[[int], Reponses], nombre: int) -> None:
    trouvees: dict[str, int] = {}
    for graine in range(nombre):
        for faute in fautes(Lecture(generateur(graine))):
            trouvees.setdefault(faute, graine)
    assert trouvees == {}, "la première graine de chaque faute"


def controler(charte: Charte, donnees: Reponses) -> None:
    """Une charte composée imprime ces clauses, et elles seules ; rien de vide, rien sans source, rien de contraire."""
    lecture = Lecture(donnees)
    assert {
        clause.id: (clause.titre, clause.texte, clause.falc, clause.affiche) for clause in charte.clauses()
    } == lecture.clauses
    assert fautes(lecture) == []
    assert all(article.clauses and article.titre and article.en_clair for article in charte.articles)
    points = {point.question for point in charte.a_decider}
    for clause in charte.clauses():
        assert set(clause.recommandations) & set(CONTENUS.referentiel.recommandations), clause.id
        assert bool(clause.texte) != bool(clause.points), clause.id
        assert set(clause.points) <= points, clause.id
    assert 0 < len(charte.essentiel) <= 6
    autour = {article.id: (article.titre, article.en_clair, "", "") for article in charte.articles}
    autour |= {reflexe.geste: (reflexe.geste, reflexe.detail, "", "") for reflexe in charte.essentiel}
    assert [faute for imprime in autour.values() for faute in fautes_du_texte(imprime)] == []
    assert nommes_a_tort(lecture.contexte, autour) == []
    if lecture.contexte.valeur("posture") == "refus":
        assert {case.decision for classe in charte.matrice.classes for case in classe.cases} == {"interdit"}


@pytest.mark.parametrize("graine", range(120))
def test_toute_combinaison_rend_une_charte(graine: int) -> None:
    donnees = au_hasard(graine)
    charte = CONTENUS.composer(donnees)
    controler(charte, donnees)
    if graine % 6 == 0:
        texte = markdown(charte, CONTENUS.dossier_modele)
        assert texte.startswith("# Charte")
        assert texte.endswith("\n")
        assert not RESTES.search(texte)


@pytest.mark.parametrize("nom", BASES)
@pytest.mark.parametrize("parcours", ["express", "complet"])
def test_chaque_base_rend_une_charte(nom: str, parcours: Any) -> None:
    donnees = reponses(BASES[nom], parcours=parcours)
    controler(CONTENUS.composer(donnees), donnees)


@functools.cache
def lecture(base: str, parcours: Any, question: str, valeur: str) -> Lecture:
    """Les réponses d'une base, dont une est changée (`valeur` : telle qu'on l'écrit en Python)."""
    return Lecture(reponses({**BASES[base], question: ast.literal_eval(valeur)}, parcours=parcours))


@functools.cache
def autour_des_clauses(donnees: Lecture) -> list[Any]:
    """Ce qui s'imprime d'autre, hors l'annexe « Nos réponses » : essentiel, matrice, annexes d'action, titres."""
    charte = CONTENUS.composer(donnees.donnees)
    articles = [(article.titre, article.en_clair) for article in charte.articles]
    return [articles, charte.essentiel, charte.matrice, charte.annexes, charte.titre, charte.sous_titre]


def compte(question: Question, valeurs: tuple[Any, Any], parcours: Any) -> bool:
    """Vrai si, chez l'un des groupes, répondre l'une ou l'autre valeur ne donne pas le même texte."""

    def differe(lire: Callable[[Lecture], Any]) -> bool:
        lectures = ([lecture(base, parcours, question.id, repr(valeur)) for valeur in valeurs] for base in BASES)
        return any(lire(une) != lire(autre) for une, autre in lectures)

    return differe(lambda une: une.clauses) or differe(autour_des_clauses)


def sans_effet(parcours: str) -> list[str]:
    """Les réponses que l'on peut changer sans rien changer au texte."""
    muettes = []
    for question in QUESTIONS:
        if parcours == "express" and question.parcours != "express":
            continue
        for nom, valeurs in variations(question, BASES["ouverte"]):
            for paire in itertools.combinations(valeurs, 2):
                if not compte(question, paire, parcours):
                    muettes.append(f"{nom} : {paire[0]} ou {paire[1]}"[:150])
    return muettes


@pytest.mark.parametrize("parcours", ["complet", "express"])
def test_changer_une_reponse_change_la_charte(parcours: str) -> None:
    assert sans_effet(parcours) == []


def test_chaque_clause_s_imprime_chez_quelqu_un() -> None:
    restantes = {clause.id for clause in clauses_du_modele()}
    for graine in range(600):
        restantes -= {nom for nom, imprime in Lecture(d_apres_une_base(graine)).clauses.items() if imprime[1]}
        if not restantes:
            break
    assert restantes == set()
