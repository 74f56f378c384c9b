"""Contrôler un questionnaire et un modèle : tout nom cité existe, toute expression se lit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from string import ascii_uppercase
from typing import Any

from charte.contenu.base import Variantes
from charte.contenu.lecture.types_situes import proche
from charte.contenu.lecture.validation import fautes_de_valeur
from charte.contenu.modele import AnnexeDuModele, ClauseDuModele, LigneAnnexe, Modele
from charte.contenu.questionnaire import Question, Questionnaire
from charte.contenu.referentiel import Referentiel, Sujets
from charte.moteur.composition.annexes import ECHEANCES, FICHE
from charte.moteur.expressions.bac_a_sable import ExpressionInvalide
from charte.moteur.expressions.conditions import Expression, champs_lus, condition, gabarit
from charte.moteur.expressions.contexte import noms_deplies, noms_des_variantes

Chemin = tuple[str | int, ...]
FauteSituee = tuple[str, Chemin, str]
"""Le nom du document (« questionnaire », « modele », un article…), le chemin dedans, la phrase."""
Lecture = Callable[[str], Expression]
"""Lire une condition, ou un texte à trous."""
Repetables = dict[str, tuple[str, ...]]
"""Les listes et les grilles du questionnaire, et ce que porte chacune de leurs fiches."""


def controler_questionnaire(questionnaire: Questionnaire, referentiel: Referentiel) -> list[FauteSituee]:
    """Identifiants uniques, conditions sur des questions précédentes, défauts permis, recommandations connues."""
    fautes: list[FauteSituee] = []
    vues: set[str] = set()
    for chemin, question in _questions(questionnaire):
        if question.id in vues:
            fautes.append(("questionnaire", (*chemin, "id"), f"la question « {question.id} » existe déjà"))
        fautes += [("questionnaire", (*chemin, *c), p) for c, p in _fautes_de_question(question, vues, referentiel)]
        vues.add(question.id)
    return fautes


def _questions(questionnaire: Questionnaire) -> Iterator[tuple[Chemin, Question]]:
    for rang, section in enumerate(questionnaire.sections):
        for place, question in enumerate(section.questions):
            yield ("sections", rang, "questions", place), question


def controler_mots_du_questionnaire(questionnaire: Questionnaire, modele: Modele) -> list[FauteSituee]:
    """Les textes à trous d'un questionnaire : ils lisent les questions déjà posées et les mots du modèle."""
    fautes: list[FauteSituee] = []
    noms = set(modele.entete.mots)
    for chemin, question in _questions(questionnaire):
        trouvees = [*_lus(chemin, question, ("enonce", "aide", "pourquoi"), noms)]
        for liste in ("options", "lignes"):
            for n, option in enumerate(getattr(question, liste)):
                trouvees += _lus((*chemin, liste, n), option, ("libelle", "en_phrase", "aide"), noms)
        fautes += [("questionnaire", place, phrase) for place, phrase in trouvees]
        noms.add(question.id)
    return fautes


def _fautes_de_question(question: Question, vues: set[str], referentiel: Referentiel) -> Iterator[tuple[Chemin, str]]:
    conditions: list[tuple[Chemin, str | None]] = [(("si",), question.si)]
    conditions += [(("options", n, "si"), option.si) for n, option in enumerate(question.options)]
    conditions += [(("defaut_si", n, "si"), defaut.si) for n, defaut in enumerate(question.defaut_si)]
    for chemin, source in conditions:
        yield from _expression(chemin, source, condition, vues, "une question posée avant celle-ci")
    if question.type in ("choix", "choix_multiple", "classement", "grille") and not question.options:
        yield ("id",), f"« {question.id} » n'a pas d'options"
    if question.type == "liste" and not question.champs:
        yield ("id",), f"« {question.id} » n'a pas de champs"
    defauts: list[tuple[Chemin, Any]] = [(("defaut",), question.defaut)]
    defauts += [(("defaut_si", n, "valeur"), defaut.valeur) for n, defaut in enumerate(question.defaut_si)]
    for chemin, valeur in defauts:
        if valeur not in (None, "", []):
            yield from (((*chemin, *place), phrase) for place, phrase in fautes_de_valeur(question, valeur))
    permises = [option.valeur for option in question.options]
    for n, option in enumerate(question.options):
        yield from _inconnus(("options", n, "exclut"), option.exclut, permises, "une option de cette question")
    yield from _inconnus(("recommandations",), question.recommandations, referentiel.recommandations, _RECOMMANDATION)


ARTICLES_MAXIMUM = 99
ANNEXES_MAXIMUM = len(ascii_uppercase) - 4
"""Une lettre chacune ; les documents en gardent quatre pour les réponses, la provenance et les sources."""
MOTS_NECESSAIRES = ("la_structure", "l_instance")
_RECOMMANDATION = "une recommandation du référentiel"
_DROIT = "un repère de droit du référentiel"


def controler_modele(modele: Modele, questionnaire: Questionnaire, referentiel: Referentiel) -> list[FauteSituee]:
    """Conditions et textes lisibles, noms connus, recommandations et droit cités existants, identifiants uniques."""
    questions = list(questionnaire.par_id)
    noms = {*questions, *modele.entete.mots}
    fautes: list[FauteSituee] = [
        ("modele", ("mots",), f"il manque le mot « {mot} », dont les documents ont besoin")
        for mot in MOTS_NECESSAIRES
        if mot not in modele.entete.mots
    ]
    fautes += [("modele", chemin, phrase) for chemin, phrase in _fautes_d_entete(modele, noms)]
    annexes = sum(article.annexe for article in modele.articles) + len(modele.annexes)
    if annexes > ANNEXES_MAXIMUM:
        ou = "annexes" if modele.annexes else "articles"
        fautes.append(("modele", (ou,), f"{ANNEXES_MAXIMUM} annexes au plus, il y en a {annexes}"))
    if len(modele.articles) > ARTICLES_MAXIMUM:
        fautes.append(("modele", ("articles",), f"{ARTICLES_MAXIMUM} articles au plus"))
    vues: set[str] = set()
    for article in modele.articles:
        trouvees = [*_lus((), article, ("titre", "en_clair", "falc"), noms)]
        for n, clause in enumerate(article.clauses):
            chemin: Chemin = ("clauses", n)
            if clause.id in vues:
                trouvees.append(((*chemin, "id"), f"la clause « {clause.id} » existe déjà"))
            vues.add(clause.id)
            trouvees += [((*chemin, *place), phrase) for place, phrase in _fautes_de_clause(clause, noms)]
            trouvees += _sources(chemin, clause, referentiel)
        fautes += [(article.id, chemin, phrase) for chemin, phrase in trouvees]
    for annexe in modele.annexes:
        fautes += [(annexe.id, c, phrase) for c, phrase in _fautes_d_annexe(annexe, noms, questionnaire, referentiel)]
    fautes += [("matrice", chemin, phrase) for chemin, phrase in _fautes_de_matrice(modele, noms, referentiel)]
    fautes += [("coherence", c, phrase) for c, phrase in _fautes_de_coherence(modele, noms, questions, referentiel)]
    return fautes


_NOM = "une question ou un mot du modèle"


def _fautes_de_clause(clause: ClauseDuModele, noms: set[str]) -> Iterator[tuple[Chemin, str]]:
    yield from _expression(("si",), clause.si, condition, noms, _NOM)
    yield from _lus((), clause, ("titre", "texte", "lignes", "suite", "falc", "affiche", "falc_place"), noms)
    for champ in ("texte", "suite", "falc", "affiche"):
        variantes = getattr(clause, champ)
        for n, une in enumerate(variantes[:-1] if isinstance(variantes, tuple) else ()):
            if une.si is None:
                yield (champ, n), "sans « si », cette variante est le cas général : elle va en dernier"
    if isinstance(clause.texte, tuple) and clause.texte[-1].si is not None:
        phrase = "il manque le cas général : la dernière variante d'un texte n'a pas de « si »"
        yield ("texte", len(clause.texte) - 1, "si"), phrase


def controler_sujets(sujets: Sujets, modele: Modele, questionnaire: Questionnaire) -> list[FauteSituee]:
    """Les sujets des chartes publiées : ceux du modèle fourni, dont ils citent les clauses et les annexes."""
    clauses = [clause.id for article in modele.articles for clause in article.clauses]
    annexes = [annexe.id for annexe in modele.annexes]
    noms = {*questionnaire.par_id, *modele.entete.mots}
    fautes: list[tuple[Chemin, str]] = []
    vus: set[str] = set()
    for n, sujet in enumerate(sujets.sujets):
        chemin: Chemin = ("sujets", n)
        if sujet.id in vus:
            fautes.append(((*chemin, "id"), f"le sujet « {sujet.id} » existe déjà"))
        vus.add(sujet.id)
        if sujet.famille not in sujets.familles:
            phrase = f"« {sujet.famille} » n'est pas une famille de ce fichier{proche(sujet.famille, sujets.familles)}"
            fautes.append(((*chemin, "famille"), phrase))
        fautes += _expression((*chemin, "si"), sujet.si, condition, noms, _NOM)
        fautes += _inconnus((*chemin, "clauses"), sujet.clauses, clauses, "une clause du modèle")
        fautes += _inconnus((*chemin, "annexes"), sujet.annexes, annexes, "une annexe du modèle")
    return [("sujets", place, phrase) for place, phrase in fautes]


def _fautes_d_entete(modele: Modele, noms: set[str]) -> Iterator[tuple[Chemin, str]]:
    entete = modele.entete
    yield from _lus((), entete, ("titre", "sous_titre", "avertissement"), noms)
    for mot, variantes in entete.mots.items():
        fautes = list(_variantes(("mots", mot), variantes, noms))
        yield from fautes
        if not fautes and mot in noms_deplies(noms_des_variantes(variantes), entete.mots):
            yield ("mots", mot), f"le mot « {mot} » finit par se citer lui-même"
    for n, reflexe in enumerate(entete.essentiel):
        chemin: Chemin = ("essentiel", n)
        yield from _expression((*chemin, "si"), reflexe.si, condition, noms, _NOM)
        yield from _lus(chemin, reflexe, ("geste", "detail"), noms)
        yield from _inconnus((*chemin, "article"), [reflexe.article], entete.articles, "un article du modèle")


def _fautes_d_annexe(
    annexe: AnnexeDuModele, noms: set[str], questionnaire: Questionnaire, referentiel: Referentiel
) -> Iterator[tuple[Chemin, str]]:
    connus = {*noms, *ECHEANCES}
    repetables = {une.id: _champs(une) for une in questionnaire.questions() if une.type in ("liste", "grille")}
    yield from _expression(("si",), annexe.si, condition, noms, _NOM)
    yield from _lus((), annexe, ("titre", "intro"), connus)
    yield from _sources((), annexe, referentiel)
    yield from _fautes_de_lignes(("etapes",), annexe.etapes, 1, connus, repetables)
    for n, tableau in enumerate(annexe.tableaux):
        chemin: Chemin = ("tableaux", n)
        dedans = {*connus, FICHE} if tableau.pour else connus
        champs = repetables.get(tableau.pour or "", ())
        yield from _repetable(chemin, tableau.pour, repetables)
        yield from _de_la_fiche((*chemin, "si"), tableau.si, condition, dedans, champs)
        yield from _de_la_fiche((*chemin, "titre"), tableau.titre, gabarit, dedans, champs)
        for rang, colonne in enumerate(tableau.colonnes):
            yield from _expression((*chemin, "colonnes", rang), colonne, gabarit, connus, _NOM)
        largeur = len(tableau.colonnes)
        yield from _fautes_de_lignes((*chemin, "lignes"), tableau.lignes, largeur, dedans, repetables, champs)


def _fautes_de_lignes(
    chemin: Chemin,
    lignes: tuple[LigneAnnexe, ...],
    largeur: int,
    noms: set[str],
    repetables: Repetables,
    du_tableau: tuple[str, ...] = (),
) -> Iterator[tuple[Chemin, str]]:
    for n, ligne in enumerate(lignes):
        ici: Chemin = (*chemin, n)
        dedans = {*noms, FICHE} if ligne.pour else noms
        champs = repetables.get(ligne.pour, ()) if ligne.pour else du_tableau
        yield from _repetable(ici, ligne.pour, repetables)
        yield from _de_la_fiche((*ici, "si"), ligne.si, condition, dedans, champs)
        if len(ligne.cases) != largeur:
            yield (*ici, "cases"), f"il faut {largeur} case{'s' if largeur > 1 else ''}, une par colonne"
        for rang, case in enumerate(ligne.cases):
            for place, source, lire in _textes((*ici, "cases", rang), case):
                yield from _de_la_fiche(place, source, lire, dedans, champs)


def _champs(question: Question) -> tuple[str, ...]:
    """Ce que l'on peut lire d'une fiche de cette liste, ou d'une ligne de cette grille."""
    return tuple(champ.id for champ in question.champs) if question.type == "liste" else ("ligne", "reponse")


def _de_la_fiche(
    chemin: Chemin, source: str | None, lire: Lecture, noms: set[str], champs: tuple[str, ...]
) -> Iterator[tuple[Chemin, str]]:
    """Les fautes d'une expression, champs de la fiche en cours compris."""
    fautes = list(_expression(chemin, source, lire, noms, _NOM))
    yield from fautes
    if source and champs and not fautes:
        for champ in champs_lus(source, lire is condition, FICHE):
            if champ not in champs:
                yield chemin, f"« {champ} » n'est pas un champ de la fiche{proche(champ, champs)}"


def _repetable(chemin: Chemin, question: str | None, repetables: Repetables) -> Iterator[tuple[Chemin, str]]:
    if question is not None and question not in repetables:
        yield (*chemin, "pour"), f"« {question} » n'est pas une liste ni une grille{proche(question, repetables)}"


def _fautes_de_matrice(modele: Modele, noms: set[str], referentiel: Referentiel) -> Iterator[tuple[Chemin, str]]:
    classes = [classe.id for classe in modele.matrice.classes]
    familles = [famille.id for famille in modele.matrice.familles]
    articles = [article.id for article in modele.articles]
    # Un modèle sans l'article d'usage, et qui n'en nomme pas d'autre, met le tableau après tous ses articles.
    if "apres" in modele.matrice.model_fields_set and modele.matrice.apres not in articles:
        yield ("apres",), f"« {modele.matrice.apres} » n'est pas un article{proche(modele.matrice.apres, articles)}"
    yield from _lus((), modele.matrice, ("conditions", "accord"), noms)
    for liste in ("classes", "familles"):
        for n, ligne in enumerate(getattr(modele.matrice, liste)):
            yield from _lus((liste, n), ligne, ("libelle", "exemples"), noms)
    for n, regle in enumerate(modele.matrice.regles):
        chemin: Chemin = ("regles", n)
        yield from _expression((*chemin, "si"), regle.si, condition, noms, _NOM)
        yield from _expression((*chemin, "motif"), regle.motif, gabarit, noms, _NOM)
        yield from _inconnus((*chemin, "classes"), regle.classes, classes, "une classe de données de la matrice")
        yield from _inconnus((*chemin, "familles"), regle.familles, familles, "une famille d'outils de la matrice")
        yield from _sources(chemin, regle, referentiel)


def _fautes_de_coherence(
    modele: Modele, noms: set[str], questions: Iterable[str], referentiel: Referentiel
) -> Iterator[tuple[Chemin, str]]:
    for n, regle in enumerate(modele.coherence):
        chemin: Chemin = ("regles", n)
        yield from _expression((*chemin, "si"), regle.si, condition, noms, _NOM)
        yield from _lus(chemin, regle, ("constat", "remede"), noms)
        yield from _inconnus((*chemin, "questions"), regle.questions, questions, "une question")
        yield from _sources(chemin, regle, referentiel)


def _sources(chemin: Chemin, porteur: Any, referentiel: Referentiel) -> Iterator[tuple[Chemin, str]]:
    recommandations = porteur.recommandations
    yield from _inconnus((*chemin, "recommandations"), recommandations, referentiel.recommandations, _RECOMMANDATION)
    yield from _inconnus((*chemin, "droit"), porteur.droit, referentiel.droit, _DROIT)


def _lus(chemin: Chemin, partie: Any, champs: Iterable[str], noms: set[str]) -> Iterator[tuple[Chemin, str]]:
    """Les fautes des textes à trous d'une partie ; un texte facultatif peut manquer."""
    for champ in champs:
        yield from _variantes((*chemin, champ), getattr(partie, champ) or "", noms)


def _variantes(chemin: Chemin, variantes: Variantes, noms: set[str]) -> Iterator[tuple[Chemin, str]]:
    for place, source, lire in _textes(chemin, variantes):
        yield from _expression(place, source, lire, noms, _NOM)


def _textes(chemin: Chemin, variantes: Variantes) -> Iterator[tuple[Chemin, str | None, Lecture]]:
    """Chaque texte et chaque condition, avec de quoi les lire."""
    if isinstance(variantes, str):
        yield chemin, variantes, gabarit
        return
    for n, une in enumerate(variantes):
        yield (*chemin, n, "si"), une.si, condition
        yield (*chemin, n, "texte"), une.texte, gabarit


def _expression(
    chemin: Chemin, source: str | None, lire: Lecture, noms: Iterable[str], attendu: str
) -> Iterator[tuple[Chemin, str]]:
    if not source:
        return
    try:
        lus = lire(source).noms
    except ExpressionInvalide as erreur:
        yield chemin, str(erreur)
        return
    connus = list(noms)
    for nom in sorted(lus):
        if nom not in connus:
            yield chemin, f"« {nom} » n'est pas {attendu}{proche(nom, connus)}"


def _inconnus(
    chemin: Chemin, cites: Iterable[str], connus: Iterable[str], attendu: str
) -> Iterator[tuple[Chemin, str]]:
    liste = list(connus)
    for n, cite in enumerate(cites):
        if cite not in liste:
            yield (*chemin, n), f"« {cite} » n'est pas {attendu}{proche(cite, liste)}"
