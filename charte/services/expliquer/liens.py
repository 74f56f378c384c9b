"""Ce qui relie les contenus entre eux : quelle question nourrit quelle clause, quelle clause porte quelle source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from charte.contenu.modele import AnnexeDuModele, ArticleDuModele, ClauseDuModele, LigneAnnexe, TableauDuModele
from charte.contenu.questionnaire import Question
from charte.moteur.expressions.conditions import condition, gabarit
from charte.moteur.expressions.contexte import noms_des_variantes
from charte.services.charger import Contenus


def clauses(contenus: Contenus) -> Iterator[tuple[ArticleDuModele, ClauseDuModele]]:
    """Chaque clause du modèle avec son article, dans l'ordre d'impression."""
    for article in contenus.modele.articles:
        for clause in article.clauses:
            yield article, clause


def noms_de_clause(clause: ClauseDuModele) -> frozenset[str]:
    """Les noms que la clause lit elle-même : questions et mots du modèle."""
    textes = (*clause.corps, clause.falc or "", clause.affiche or "")
    return _noms([clause.titre], [clause.si]).union(*map(noms_des_variantes, textes))


def mots_qui_lisent(contenus: Contenus, question: str) -> list[str]:
    """Les mots du modèle qui dépendent de la question, de près ou de loin."""
    lus = {mot: noms_des_variantes(variantes) for mot, variantes in contenus.modele.entete.mots.items()}
    trouves = {mot for mot, noms in lus.items() if question in noms}
    while suivants := {mot for mot, noms in lus.items() if noms & trouves} - trouves:
        trouves |= suivants
    return [mot for mot in lus if mot in trouves]


def questions_lues(contenus: Contenus, clause: ClauseDuModele) -> tuple[list[str], list[str]]:
    """Les questions que la clause lit elle-même, puis celles qu'elle ne lit que par les mots du modèle."""
    noms = noms_de_clause(clause)
    par_id = contenus.questionnaire.par_id
    directes = [question for question in par_id if question in noms]
    par_mots = [question for question in par_id if noms & set(mots_qui_lisent(contenus, question))]
    return directes, [question for question in par_mots if question not in directes]


def clauses_qui_lisent(contenus: Contenus, question: str) -> list[ClauseDuModele]:
    """Les clauses dont la condition ou le texte cite la question."""
    return [clause for _, clause in clauses(contenus) if question in noms_de_clause(clause)]


def autres_effets(contenus: Contenus, question: str) -> dict[str, list[str]]:
    """Ce qui dépend de la question, clauses à part : par sorte, les identifiants, dans l'ordre du modèle."""
    modele = contenus.modele
    lectures: dict[str, Iterable[tuple[str, Collection[str]]]] = {
        "Questions suivantes": ((une.id, _noms_de_question(une)) for une in contenus.questionnaire.questions()),
        "Matrice": ((regle.id, _noms([regle.motif], [regle.si])) for regle in modele.matrice.regles),
        "Annexes": ((annexe.id, _noms_d_annexe(annexe)) for annexe in modele.annexes),
        "Cohérence": ((une.id, {*une.questions, *condition(une.si).noms}) for une in modele.coherence),
        "Réflexes de la première page": (
            (une.id, _noms([une.geste], [une.si]) | noms_des_variantes(une.detail)) for une in modele.entete.essentiel
        ),
    }
    lus = {sorte: [nom for nom, noms in lecture if question in noms] for sorte, lecture in lectures.items()}
    return {"Mots du modèle": mots_qui_lisent(contenus, question), **lus}


def _noms_d_annexe(annexe: AnnexeDuModele) -> frozenset[str]:
    lignes = [*annexe.etapes, *(ligne for tableau in annexe.tableaux for ligne in tableau.lignes)]
    parties: list[LigneAnnexe | TableauDuModele] = [*lignes, *annexe.tableaux]
    repetees = {partie.pour for partie in parties if partie.pour}
    conditions = [annexe.si, *(partie.si for partie in parties)]
    titres = [annexe.titre, *(tableau.titre for tableau in annexe.tableaux)]
    cases = [noms_des_variantes(case) for ligne in lignes for case in ligne.cases]
    return _noms(titres, conditions).union(repetees, noms_des_variantes(annexe.intro), *cases)


def _noms_de_question(question: Question) -> frozenset[str]:
    options = [option.si for option in (*question.options, *question.lignes)]
    return _noms([], [question.si, *options, *(defaut.si for defaut in question.defaut_si)])


def _noms(textes: Iterable[str | None], conditions: Iterable[str | None]) -> frozenset[str]:
    lus = [gabarit(texte).noms for texte in textes if texte]
    lus += [condition(source).noms for source in conditions if source]
    return frozenset[str]().union(*lus)
