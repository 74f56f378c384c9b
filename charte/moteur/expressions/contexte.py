"""Ce que voient conditions et gabarits : les réponses, leurs défauts, et les mots du modèle."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from charte.contenu.base import Markdown, Variantes
from charte.contenu.lecture.validation import normaliser
from charte.contenu.questionnaire import Option, Question, Questionnaire
from charte.contenu.reponses import Reponses
from charte.moteur.expressions.bac_a_sable import EnPhrase, Indecis, Valeur, a_decider
from charte.moteur.expressions.conditions import condition, gabarit
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import AUCUN_TEXTE

if TYPE_CHECKING:
    from charte.contenu.modele import AnnexeDuModele, ClauseDuModele, LigneAnnexe
    from charte.moteur.charte import EtatReponse

    DuParcours = ClauseDuModele | AnnexeDuModele | LigneAnnexe

_VIDES: Mapping[str, Any] = {"choix_multiple": (), "classement": (), "liste": (), "grille": {}, "oui_non": False}


class _Variables(dict[str, Any]):
    """Les valeurs des questions, plus les mots du modèle calculés à leur première lecture."""

    def __init__(self, contexte: Contexte) -> None:
        super().__init__()
        self._contexte = contexte

    def __contains__(self, nom: object) -> bool:
        return super().__contains__(nom) or nom in self._contexte.mots

    def __missing__(self, nom: str) -> Any:
        if nom not in self._contexte.mots:
            raise KeyError(nom)
        mot = EnPhrase(self._contexte.variante(self._contexte.mots[nom]))
        self[nom] = mot
        return mot


class Contexte:
    """Les réponses d'un groupe, prêtes à être lues.

    Chaque question est évaluée après celles qui la précèdent : répondue, à décider, laissée au défaut, ou sans objet.
    """

    def __init__(
        self, questionnaire: Questionnaire, reponses: Reponses, mots: Mapping[str, Variantes] | None = None
    ) -> None:
        self.questionnaire = questionnaire
        self.reponses = reponses
        self.mots: Mapping[str, Variantes] = mots or {}
        self.variables: dict[str, Any] = _Variables(self)
        self._etats: dict[str, EtatReponse] = {}
        self._brutes: dict[str, Any] = {}
        self._dites: dict[str, Question] = {}
        self._deplies: dict[str, set[str]] = {}
        self._ouvertes = frozenset(reponses.a_decider)
        self._nommer_l_instance()
        for question in questionnaire.questions():
            self._evaluer(question)

    def avec(self, valeurs: Mapping[str, Any]) -> Contexte:
        """Le même contexte, où ces noms se lisent aussi ; celui-ci ne change pas."""
        neuf = copy(self)
        neuf.variables = _Variables(neuf)
        neuf.variables |= {**self.variables, **valeurs}
        return neuf

    def _nommer_l_instance(self) -> None:
        """Le nom que le groupe donne à qui décide remplace les mots du modèle, qui ne dépendent alors de rien."""
        voulue = self.reponses.apparence
        if voulue is None or not voulue.instance:
            return
        from charte.moteur.expressions.instance import mots_de_l_instance

        donnes = {mot: forme for mot, forme in mots_de_l_instance(voulue.instance).items() if mot in self.mots}
        self.mots = {mot: variantes for mot, variantes in self.mots.items() if mot not in donnes}
        self.variables |= donnes

    def _evaluer(self, question: Question) -> None:
        question = self._dites[question.id] = self._dire(question)
        etat = self._etat(question)
        brute: Any = None
        if etat == "sans_objet":
            brute = _vide(question)
        elif etat == "repondu":
            brute = normaliser(question, self.reponses.reponses[question.id])
            if question.type == "grille" and isinstance(brute, dict):
                brute = {**self.defaut(question), **brute}
        elif etat != "a_decider":
            brute = self.defaut(question)
        self._etats[question.id] = etat
        self._brutes[question.id] = brute
        self.variables[question.id] = a_decider(question.id) if etat == "a_decider" else self._habiller(question, brute)

    def _dire(self, question: Question) -> Question:
        """La question dans les mots d'ici : un énoncé ou un libellé peut avoir des trous (« volontaires »)."""
        champs: dict[str, Any] = {
            nom: self.variante(texte)
            for nom in ("enonce", "aide", "pourquoi")
            if (texte := getattr(question, nom)) and "{" in texte
        }
        for nom in ("options", "lignes"):
            options: list[Option] = getattr(question, nom)
            if any(_a_des_trous(option) for option in options):
                champs[nom] = [self._dire_option(option) for option in options]
        return question.model_copy(update=champs) if champs else question

    def _dire_option(self, option: Option) -> Option:
        textes = {nom: getattr(option, nom) for nom in ("libelle", "en_phrase", "aide")}
        rendus = {nom: self.variante(texte) for nom, texte in textes.items() if texte and "{" in texte}
        return option.model_copy(update=rendus) if rendus else option

    def _etat(self, question: Question) -> EtatReponse:
        if not self.visible(question):
            return "sans_objet"
        if question.id in self._ouvertes:
            return "a_decider"
        if question.id in self.reponses.reponses:
            return "repondu"
        return "passe" if question.id in self.reponses.passees else "defaut"

    def _habiller(self, question: Question, brute: Any) -> Any:
        if question.type == "choix":
            return _valeur(question.options, brute)
        if question.type in ("choix_multiple", "classement"):
            return [_valeur(question.options, une) for une in brute or ()]
        if question.type == "grille":
            return self._habiller_grille(question, brute or {})
        if question.type == "liste":
            return [self._habiller_fiche(question, fiche) for fiche in brute or ()]
        if question.type == "date" and isinstance(brute, datetime.date):
            return EnPhrase(en_lettres(brute))
        return brute if brute is not None else _vide(question)

    def _habiller_grille(self, question: Question, brute: Mapping[str, Any]) -> dict[Valeur, Any]:
        grille: dict[Valeur, Any] = {}
        for ligne in question.lignes:
            cle = Valeur(ligne.valeur, ligne.libelle, ligne.en_phrase)
            reference = f"{question.id}.{ligne.valeur}"
            if reference in self._ouvertes:
                grille[cle] = a_decider(reference)
            elif ligne.valeur in brute:
                grille[cle] = _valeur(question.options, brute[ligne.valeur])
            else:
                grille[cle] = ""
        return grille

    def _habiller_fiche(self, question: Question, fiche: Mapping[str, Any]) -> dict[str, Any]:
        return {champ.id: self._habiller(champ, fiche.get(champ.id)) for champ in question.champs}

    def question(self, identifiant: str) -> Question:
        """La question telle qu'elle se dit à ce groupe ; lève `KeyError` si elle n'existe pas."""
        return self._dites[identifiant]

    def etat(self, identifiant: str) -> EtatReponse:
        """Où en est une question ; lève `KeyError` si elle n'existe pas."""
        return self._etats[identifiant]

    def du_parcours(self, identifiant: str) -> bool:
        """Vrai si le parcours choisi pose cette question ; lève `KeyError` si elle n'existe pas."""
        return self.aborde(self._dites[identifiant])

    def valeur(self, identifiant: str) -> Any:
        """La valeur sous sa forme interne (telle qu'on l'écrit), `None` si elle est à décider."""
        return self._brutes[identifiant]

    def visible(self, question: Question) -> bool:
        """Vrai si la question a un objet ; une condition indécise compte comme visible."""
        return self.vrai_ou(question.si, indecise=True)

    def options(self, question: Question) -> tuple[Option, ...]:
        """Les options proposées, une fois leurs conditions lues."""
        dite = self._dites.get(question.id, question)
        return tuple(option for option in dite.options if self.vrai_ou(option.si, indecise=True))

    def defaut(self, question: Question) -> Any:
        """Le défaut calculé : le dernier qui convient ; pour une grille, chacun complète les précédents."""
        defaut = question.defaut
        for possible in question.defaut_si:
            convient = self.vrai_ou(possible.si, indecise=False)
            if convient and question.type == "grille":
                defaut = {**(defaut or {}), **possible.valeur}
            elif convient:
                defaut = possible.valeur
        return normaliser(question, defaut) if defaut is not None else _vide(question)

    def vrai(self, source: str) -> bool:
        """Lit une condition. Lève `Indecis` si elle touche à un point à décider."""
        return bool(condition(source).evaluer(self.variables))

    def vrai_ou(self, source: str | None, indecise: bool) -> bool:
        """Lit une condition, vraie s'il n'y en a pas ; `indecise` : ce que l'on en dit si elle attend une décision."""
        try:
            return source is None or self.vrai(source)
        except Indecis:
            return indecise

    def retient(self, partie: DuParcours, indecise: bool) -> bool:
        """Vrai si le parcours choisi aborde cette partie du modèle, et si sa condition est remplie."""
        return self.aborde(partie) and self.vrai_ou(partie.si, indecise)

    def aborde(self, partie: DuParcours | Question) -> bool:
        """Vrai si le parcours choisi aborde cela."""
        return self.reponses.parcours == "complet" or partie.parcours == "express"

    def rendre(self, texte: str) -> Markdown:
        """Rend un texte à trous en Markdown sûr. Lève `Indecis` si un trou touche à un point à décider."""
        return Markdown(gabarit(texte).rendre(self.variables).strip())

    def choisir(self, variantes: Variantes) -> Markdown:
        """Rend la première variante qui convient, ou rien. Lève `Indecis` si elle ou une d'avant est indécise."""
        for si, texte in _paires(variantes):
            if si is None or self.vrai(si):
                return self.rendre(texte)
        return AUCUN_TEXTE

    def variante(self, variantes: Variantes) -> Markdown:
        """Rend la première variante qui convient ; celles qui touchent à un point à décider sont passées."""
        for si, texte in _paires(variantes):
            try:
                if si is None or self.vrai(si):
                    return self.rendre(texte)
            except Indecis:
                continue
        return AUCUN_TEXTE

    def questions_lues(
        self, sources: Iterable[Variantes], conditions: Iterable[str | None] = (), par_les_mots: bool = True
    ) -> tuple[str, ...]:
        """Les questions dont dépendent ces textes et ces conditions, dans l'ordre du questionnaire.

        `par_les_mots` : compter aussi celles dont dépendent les mots du modèle (« l'association », « le bureau »).
        """
        noms: set[str] = set()
        for variantes in sources:
            noms |= noms_des_variantes(variantes)
        for source in conditions:
            noms |= condition(source).noms if source else frozenset()
        if par_les_mots:
            noms = noms.union(*[self._deplier(nom) for nom in noms if nom in self.mots])
        return tuple([identifiant for identifiant in self._etats if identifiant in noms])

    def _deplier(self, mot: str) -> set[str]:
        """Tous les noms dont dépend un mot du modèle, cherchés une fois : les mêmes mots sont dans chaque clause."""
        if mot not in self._deplies:
            self._deplies[mot] = noms_deplies([mot], self.mots)
        return self._deplies[mot]


def noms_deplies(noms: Iterable[str], mots: Mapping[str, Variantes]) -> set[str]:
    """Ces noms, et tous ceux que lisent de proche en proche les mots du modèle qui s'y trouvent."""
    vus: set[str] = set()
    a_voir = set(noms)
    while a_voir:
        nom = a_voir.pop()
        vus.add(nom)
        a_voir |= noms_des_variantes(mots.get(nom, "")) - vus
    return vus


def noms_des_variantes(variantes: Variantes) -> frozenset[str]:
    """Les noms que lisent directement un texte ou ses variantes, conditions comprises."""
    if isinstance(variantes, str):
        return gabarit(variantes).noms
    conditions = [condition(une.si).noms for une in variantes if une.si]
    return frozenset[str]().union(*conditions, *[gabarit(une.texte).noms for une in variantes])


def _paires(variantes: Variantes) -> list[tuple[str | None, str]]:
    """Chaque variante : sa condition, s'il y en a une, et son texte."""
    return [(None, variantes)] if isinstance(variantes, str) else [(une.si, une.texte) for une in variantes]


def _vide(question: Question) -> Any:
    vide = _VIDES.get(question.type, "")
    return list(vide) if isinstance(vide, tuple) else vide


def _a_des_trous(option: Option) -> bool:
    return "{" in option.libelle or "{" in (option.en_phrase or "") or "{" in (option.aide or "")


def _valeur(options: Iterable[Option], brute: Any) -> Valeur | str:
    for option in options:
        if option.valeur == brute:
            return Valeur(option.valeur, option.libelle, option.en_phrase)
    return "" if brute is None else str(brute)
