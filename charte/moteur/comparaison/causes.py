"""Pourquoi une clause ou une case change, d'une charte à l'autre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from charte.moteur.charte import Charte, Clause
from charte.moteur.comparaison.appariement import Paire, aspects
from charte.moteur.comparaison.changements import Cause, ClauseChangee, Sens
from charte.moteur.comparaison.decisions import Changee, meme_valeur, reelle
from charte.moteur.comparaison.mot_a_mot import comparer_les_mots, nu
from charte.moteur.texte import AUCUN_TEXTE

_A_PART = ("numero", "id", "presence", "par_les_mots")
"""Ce qui peut différer sans que la clause change."""
_DU_TEXTE = {"titre", "texte", "points"}


def differe(avant: Clause | None, apres: Clause | None) -> bool:
    """Vrai si la clause apparaît, disparaît ou change autrement que de numéro."""
    return avant is None or apres is None or bool(aspects(avant, apres, _A_PART))


class Causes:
    """De quoi dire pourquoi une clause ou une case change.

    Plusieurs réponses changées peuvent toucher la même clause. Celle qui l'explique le mieux : pour une clause qui
    vient ou s'en va, celle dont sa présence dépend ; une question que la clause lit elle-même ; une décision du groupe
    plutôt que ses suites ; enfin, celle que le moins de clauses lisent. Une valeur qui n'a pas changé n'explique rien.
    """

    def __init__(self, avant: Charte, apres: Charte, reponses: Iterable[Changee], droit: Collection[str]) -> None:
        self._reelles = {question: reelle(ancienne, nouvelle) for question, ancienne, nouvelle in reponses}
        self._egales = {
            question
            for question, ancienne, nouvelle in reponses
            if ancienne and nouvelle and meme_valeur(ancienne, nouvelle)
        }
        self._lectrices = Counter(nom for charte in (avant, apres) for une in charte.clauses() for nom in une.reponses)
        self._rangs = {une.question: rang for rang, une in enumerate((*avant.reponses, *apres.reponses))}
        self._droit = frozenset(droit)
        self._retraits = {retrait.id: retrait.raison for retrait in (*avant.retraits, *apres.retraits)}
        modeles = {(charte.modele, charte.questionnaire) for charte in (avant, apres)}
        self._sinon: Cause = "modele" if len(modeles) > 1 else "autre"
        if avant.parcours != apres.parcours:
            self._sinon = "parcours"

    def clause(self, paire: Paire[Clause]) -> ClauseChangee:
        """Ce que cette clause est devenue, et pourquoi."""
        (avant, apres), une, sens = paire, paire.une, paire.sens
        change = aspects(avant, apres, _A_PART) if avant and apres else ()
        questions = self._questions([clause for clause in (avant, apres) if clause], sens, change)
        du_texte = avant is not None and apres is not None and "texte" in change
        return ClauseChangee(
            id=une.id,
            sens=sens,
            avant=avant,
            apres=apres,
            aspects=change,
            cause=self._cause(une, change, sens, questions),
            questions=questions,
            raison=self._retraits.get(une.id, AUCUN_TEXTE) if sens != "changee" else AUCUN_TEXTE,
            mots=comparer_les_mots(nu(avant.texte), nu(apres.texte)) if du_texte and avant and apres else (),
        )

    def de_la_case(self, *reponses: Iterable[str]) -> tuple[str, ...]:
        """Les réponses changées dont dépend une case, celle qui l'explique le mieux en tête."""
        noms = {nom for groupe in reponses for nom in groupe} & self._reelles.keys()
        return tuple(sorted(noms, key=lambda nom: (nom in self._egales, *self._poids(nom))))

    def _questions(self, clauses: Sequence[Clause], sens: Sens, change: Sequence[str]) -> tuple[str, ...]:
        ouvertes = {point.partition(".")[0] for clause in clauses for point in clause.points}
        presence = {nom for clause in clauses for nom in clause.presence}
        directes = {nom for clause in clauses for nom in clause.reponses if nom not in clause.par_les_mots}
        du_texte = sens != "changee" or bool(_DU_TEXTE.intersection(change))

        def poids(nom: str) -> tuple[object, ...]:
            attendue = nom in (ouvertes if "points" in change else presence if sens != "changee" else ())
            return (not attendue, nom not in directes, *self._poids(nom))

        noms = {nom for clause in clauses for nom in clause.reponses} & self._reelles.keys()
        # Une réponse confirmée ne change aucun mot ; elle change la mention « non discutée ».
        avec_effet = {nom for nom in noms if (nom in self._egales) != du_texte}
        return tuple(sorted(avec_effet or noms, key=poids))

    def _poids(self, nom: str) -> tuple[bool, int, int]:
        return (not self._reelles[nom], self._lectrices[nom], self._rangs.get(nom, 0))

    def _cause(self, clause: Clause, change: Sequence[str], sens: Sens, questions: Sequence[str]) -> Cause:
        a_la_main = sens != "changee" and (clause.retouche == "locale" or clause.id in self._retraits)
        if "retouche" in change or a_la_main:
            return "retouche"
        if questions:
            return "reponse"
        if clause.retouche:
            return "retouche"
        if self._droit.intersection(clause.droit) or set(change) == {"droit"}:
            return "droit"
        return self._sinon
