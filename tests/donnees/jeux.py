"""Des jeux de réponses à foison, et de quoi lire vite ce que chacun imprime."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any, ClassVar

from charte.contenu.base import Variante, Variantes
from charte.contenu.lecture.validation import verifier_valeur
from charte.contenu.modele import ClauseDuModele
from charte.contenu.questionnaire import Question
from charte.contenu.reponses import Reponses
from charte.moteur.expressions.bac_a_sable import ADecider, Indecis, Valeur
from charte.moteur.expressions.conditions import condition, gabarit
from charte.moteur.expressions.contexte import Contexte, noms_deplies
from charte.services.charger import charger

CONTENUS = charger()
MODELE = CONTENUS.modele
QUESTIONS = list(CONTENUS.questionnaire.questions())
PAR_ID = CONTENUS.questionnaire.par_id
MOTS = ("été", "Les", "amis", "d'ici", "2026", "œuvre")
PARCOURS = ("express", "complet")
TOUJOURS_DITES = ("nom", "forme", "pays", "salaries", "benevoles")

RIEN = Variante(texte="")

Jeu = dict[str, Any]
Imprime = tuple[str, str, str, str]
"""Une clause imprimée : titre, texte, facile à lire, affiche ; le texte est vide si elle reste à décider."""


def reponses(jeu: Jeu, **autres: Any) -> Reponses:
    """Ces réponses, dans un fichier du questionnaire livré."""
    return Reponses(questionnaire="association 1.1.0", modele="association 1.1.0", reponses=jeu, **autres)


def au_hasard(graine: int) -> Reponses:
    """Des réponses quelconques mais permises, points à décider et lignes de grille compris."""
    hasard = random.Random(graine)
    decidables = [question.id for question in QUESTIONS if question.decidable]
    lignes = [f"{question.id}.{ligne.valeur}" for question in QUESTIONS for ligne in question.lignes]
    ouverts = hasard.sample([*decidables, *lignes], hasard.choice([0, 0, 1, 3]))
    dites = [question for question in QUESTIONS if question.id in TOUJOURS_DITES or hasard.random() < 0.8]
    jeu = {question.id: _valeur(question, hasard) for question in dites if question.id not in ouverts}
    return reponses(_proposees(jeu), parcours=hasard.choice(PARCOURS), a_decider=ouverts)


def d_apres_une_base(graine: int) -> Reponses:
    """Un groupe vraisemblable, dont quelques réponses changent au hasard."""
    hasard = random.Random(graine)
    jeu = dict(hasard.choice(list(BASES.values())))
    for question in hasard.sample(QUESTIONS[1:], 6):
        jeu[question.id] = _valeur(question, hasard)
    return reponses(_proposees(jeu), parcours=hasard.choice(PARCOURS))


def _proposees(jeu: Jeu) -> Jeu:
    """Les réponses, sans les options que l'écran n'aurait pas proposées à ce groupe."""
    return {nom: _proposee(PAR_ID[nom], valeur, jeu) for nom, valeur in jeu.items()}


def _proposee(question: Question, valeur: Any, jeu: Jeu) -> Any:
    refusees = {option.valeur for option in question.options if option.si and not _vrai(option.si, jeu)}
    if isinstance(valeur, dict):
        return {ligne: une for ligne, une in valeur.items() if une not in refusees}
    return [une for une in valeur if une not in refusees] if refusees else valeur


def _vrai(source: str, jeu: Jeu) -> bool:
    lue = condition(source)
    return not lue.noms <= set(jeu) or bool(lue.evaluer(jeu))


def _valeur(question: Question, hasard: random.Random) -> Any:
    options = [option.valeur for option in question.options]
    if question.type == "oui_non":
        return hasard.random() < 0.5
    if question.type == "choix":
        return hasard.choice(options)
    if question.type == "grille":
        return {ligne.valeur: hasard.choice(options) for ligne in question.lignes if hasard.random() < 0.8}
    if question.type == "liste":
        return [_fiche(question, hasard) for _ in range(hasard.randint(0, 2))]
    if question.type in ("choix_multiple", "classement"):
        while True:
            nombre = hasard.randint(question.minimum or 0, question.maximum or len(options))
            valeur = hasard.sample(options, nombre)
            if not verifier_valeur(question, valeur):
                return valeur
    assert question.type in ("texte", "texte_long"), question.type
    return " ".join(hasard.choices(MOTS, k=hasard.randint(1, 5)))


def _fiche(question: Question, hasard: random.Random) -> dict[str, Any]:
    dits = [champ for champ in question.champs if champ.obligatoire or hasard.random() < 0.8]
    return {champ.id: _valeur(champ, hasard) for champ in dits}


class Lecture:
    """Ce que des réponses impriment, clause par clause.

    Un texte ne dépend que des réponses qu'il lit : celui que l'on a déjà lu avec les mêmes n'est pas relu.
    """

    _lus: ClassVar[dict[tuple[str, str, tuple[Any, ...]], Any]] = {}

    def __init__(self, donnees: Reponses) -> None:
        self.donnees = donnees
        self.contexte = Contexte(CONTENUS.questionnaire, donnees, MODELE.entete.mots)
        self._empreintes: dict[str, Any] = {}

    def vrai(self, source: str | None) -> bool | None:
        """La condition, ou `None` si elle touche à un point à décider."""
        return True if source is None else self._lire("si", source)

    def texte(self, source: str | None) -> str | None:
        """Le texte, ou `None` s'il touche à un point à décider."""
        return self._lire("texte", source) if source else ""

    def variante(self, variantes: Variantes) -> str:
        """La première variante qui convient."""
        for une in [Variante(texte=variantes)] if isinstance(variantes, str) else variantes:
            if self.vrai(une.si) and (lu := self.texte(une.texte)) is not None:
                return lu
        return ""

    @cached_property
    def clauses(self) -> dict[str, Imprime]:
        """Les clauses imprimées, par identifiant."""
        return {clause.id: self._clause(clause) for clause in clauses_du_modele() if self._retenue(clause)}

    def _retenue(self, clause: ClauseDuModele) -> bool:
        return self.donnees.parcours in ("complet", clause.parcours) and self.vrai(clause.si) is not False

    def _clause(self, clause: ClauseDuModele) -> Imprime:
        texte = None if self.vrai(clause.si) is None else self._corps(clause)
        if texte is None:
            return self.texte(clause.titre) or clause.titre.partition("{")[0].strip(), "", "", ""
        return (
            self.texte(clause.titre) or "",
            texte,
            self._choisie(clause.falc or "") or "",
            self._choisie(clause.affiche or "") or "",
        )

    def _corps(self, clause: ClauseDuModele) -> str | None:
        """Le texte, ses lignes et sa suite, ou `None` si l'un d'eux touche à un point à décider."""
        lignes = [self._choisie([ligne, RIEN]) for ligne in clause.lignes]
        morceaux = [self._choisie(clause.texte), *lignes, self._choisie(clause.suite)]
        if None in morceaux:
            return None
        texte, *dites, suite = [morceau or "" for morceau in morceaux]
        puces = "".join(f"\n- {dite}" for dite in dites if dite)
        return f"{texte}\n{puces}\n\n{suite}".strip() if puces else f"{texte} {suite}".strip()

    def _choisie(self, variantes: Variantes) -> str | None:
        """La première variante vraie, ou `None` si l'on touche en chemin à un point à décider."""
        for une in [Variante(texte=variantes)] if isinstance(variantes, str) else variantes:
            if (vraie := self.vrai(une.si)) is not False:
                return self.texte(une.texte) if vraie else None
        return ""

    def _empreinte(self, nom: str) -> Any:
        if nom not in self._empreintes:
            self._empreintes[nom] = _empreinte(self.contexte.variables[nom])
        return self._empreintes[nom]

    def _lire(self, sorte: str, source: str) -> Any:
        cle = (sorte, source, tuple(self._empreinte(nom) for nom in noms_lus(sorte, source)))
        if cle not in self._lus:
            try:
                lire = self.contexte.vrai if sorte == "si" else self.contexte.rendre
                self._lus[cle] = lire(source)
            except Indecis:
                self._lus[cle] = None
        return self._lus[cle]


@cache
def clauses_du_modele() -> tuple[ClauseDuModele, ...]:
    """Toutes les clauses, dans l'ordre."""
    return tuple(clause for article in MODELE.articles for clause in article.clauses)


@cache
def noms_lus(sorte: str, source: str) -> tuple[str, ...]:
    """Les questions que lit une condition (« si ») ou un texte, à travers les mots du modèle."""
    expression = condition(source) if sorte == "si" else gabarit(source)
    return tuple(sorted(noms_deplies(expression.noms, MODELE.entete.mots) & set(PAR_ID)))


def _empreinte(valeur: Any) -> Any:
    if isinstance(valeur, Valeur):
        return (str(valeur), valeur.en_phrase)
    if isinstance(valeur, dict):
        return tuple((_empreinte(cle), _empreinte(une)) for cle, une in valeur.items())
    if isinstance(valeur, list):
        return tuple(_empreinte(une) for une in valeur)
    return type(valeur).__name__ if isinstance(valeur, ADecider) else repr(valeur)


TOUS = [ligne.valeur for ligne in PAR_ID["usages"].lignes]
OUTIL = {
    "nom": "Tulipe",
    "famille": "contrat_ue",
    "compte": "organisation",
    "reutilisation": "desactivee",
    "geant": False,
    "libre": True,
    "sortie": "tout s'exporte",
}
FICHE = {champ.id: "Repiquer" for champ in PAR_ID["fiches_usage"].champs if champ.type == "texte"}
OUVERTE: Jeu = {
    "nom": "Les Amis du canal",
    "forme": "association_1901",
    "pays": "FR",
    "mission": "faire vivre un jardin",
    "territoire": "le Trégor",
    "activites": ["culture"],
    "salaries": "1_10",
    "benevoles": True,
    "publics": ["adherents"],
    "service_public": True,
    "champ": ["salaries", "benevoles"],
    "textes_existants": ["statuts", "reglement_interieur"],
    "valeurs": ["utilite_sociale", "democratie", "sobriete"],
    "posture": "appropriation",
    "neutralite": "pharmakon",
    "depart": "mettre_de_l_ordre",
    "fonctions": ["generer", "predire"],
    "besoins": [{"situation": "recopier le cahier", "gain_attendu": "du calme", "sans_ia": "un tableur"}],
    "usages_actuels": ["redaction", "inconnus"],
    "inventaire": "prevu",
    "usages": dict.fromkeys(TOUS, "encadre"),
    "fiches_usage": [{**FICHE, "famille": "generique"}],
    "temps_gagne": ["relation"],
    "derives": {"trop": "serieux", "mal": "serieux"},
    "categories_donnees": ["publiques", "internes", "personnelles", "sante", "situation_sociale"],
    "lieu_donnees": "hors_ue_encadre",
    "anonymisation": "selon_cas",
    "partage_donnees": "entre_pairs",
    "profilage": "agrege_seulement",
    "delegue": "interne",
    "comptes_personnels": "transition",
    "ajustements_matrice": [{"donnees": "internes", "famille": "local", "decision": "interdit", "raison": "la panne"}],
    "outils": [OUTIL],
    "libre_dabord": "preference",
    "geants": "debattre",
    "decisions_humaines": ["aide", "recrutement"],
    "relecture": "tout",
    "dialogue_social": "prevu",
    "surveillance": "encadree",
    "competences_a_garder": ["ecrire"],
    "voie_humaine": "toujours",
    "appui_expression": True,
    "gestes_sobres": ["local"],
    "materiel_durable": ["duree_de_vie"],
    "mention": "toujours",
    "images": "signalees",
    "auteurs": ["faire_travailler"],
    "formation_qui": ["salaries", "benevoles"],
    "formation_comment": ["sur_place"],
    "formation_moyens": "temps",
    "referent": "la coordination",
    "contact": "ia@exemple.org",
    "instance": "ag",
    "personnes_associees": ["equipe"],
    "diffusion": ["affichage"],
    "parole_publique": ["reseau"],
}
BASES: dict[str, Jeu] = {
    "ouverte": OUVERTE,
    "refus": {**OUVERTE, "posture": "refus", "usages": dict.fromkeys(TOUS, "exclu"), "surveillance": "exclue"},
    "minimale": {
        **OUVERTE,
        "posture": "usage_minimal",
        "usages": {"redaction": "encadre", "images": "encadre"},
        "salaries": "aucun",
        "champ": ["benevoles"],
        "formation_qui": ["benevoles"],
        "mention": "part_importante",
    },
    "asbl": {**OUVERTE, "forme": "asbl", "pays": "BE", "salaries": "50_plus", "instance": "organe_administration"},
    "collectif": {
        **OUVERTE,
        "forme": "collectif",
        "salaries": "aucun",
        "instance": "assemblee_collectif",
        "textes_existants": [],
        "champ": ["membres_residents"],
        "formation_qui": ["benevoles"],
    },
    "jeunesse": {**OUVERTE, "publics": ["mineurs"], "categories_donnees": ["mineurs"], "salaries": "50_plus"},
    "muette": {"nom": "Les Amis du canal"},
    "grand_public": {
        **OUVERTE,
        "activites": [],
        "valeurs": ["cooperation", "ancrage_local", "justice_sociale"],
        "publics": ["grand_public"],
        "categories_donnees": ["publiques"],
        "outils": [],
        "parole_publique": ["partager_charte", "plaidoyer"],
    },
}
"""Des groupes qui diffèrent assez pour que toute question ait un objet chez l'un d'eux."""


def variations(question: Question, jeu: Jeu) -> Iterable[tuple[str, list[Any]]]:
    """Ce que l'on peut répondre d'autre : un nom, et des valeurs qui devraient toutes donner un texte différent."""
    options = [option.valeur for option in question.options]
    actuelle = jeu.get(question.id)
    if question.type in ("choix", "oui_non"):
        yield question.id, options or [True, False]
    elif question.type in ("texte", "texte_long"):
        yield question.id, ["Alpha", "Omega"]
    elif question.type == "grille":
        for ligne in question.lignes:
            yield f"{question.id}.{ligne.valeur}", [{**(actuelle or {}), ligne.valeur: une} for une in options]
    elif question.type == "classement":
        for une in options:
            suite = [autre for autre in options if autre != une][: question.minimum]
            yield f"{question.id}.{une}", [suite, [*suite, une], [une, *suite]]
    elif question.type == "choix_multiple":
        for une in options:
            sans = [autre for autre in actuelle or () if autre != une]
            avec = [une] if verifier_valeur(question, [*sans, une]) else [*sans, une]
            yield f"{question.id}.{une}", [sans, avec]
    else:
        assert question.type == "liste", question.type
        modele = {champ.id: champ.options[0].valeur if champ.options else "Alpha" for champ in question.champs}
        modele |= (actuelle or [{}])[0]
        for champ in question.champs:
            for nom, valeurs in variations(champ, modele):
                yield f"{question.id}.{nom}", [[{**modele, champ.id: valeur}] for valeur in valeurs]
