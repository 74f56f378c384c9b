"""Porter des réponses d'une version du questionnaire à la suivante, sans perdre ce que le groupe en a dit.

Tout est pur : des réponses, une migration décrite en données, de nouvelles réponses et le passage de chacune.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from charte.contenu.base import Table
from charte.contenu.ecriture.couture import en_clair
from charte.contenu.migration import Divisee, Fusionnee, Migration, Retiree, Valeurs
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.referentiel import Referentiel
from charte.contenu.reponses import Ancienne, Deliberation, Reponses

Nature = Literal["renommee", "valeurs", "divisee", "fusionnee", "retiree", "nouvelle"]
_ACCORDS = ("desaccord", "majorite", "consensus")
"""Du plus réservé au plus assuré : deux accords réunis gardent le plus réservé."""


@dataclass(frozen=True)
class Devenir:
    """Ce que devient une question : d'un ou plusieurs anciens noms à un ou plusieurs nouveaux, et pourquoi.

    `avant` : noms dans les réponses d'où l'on part ; vide pour une question nouvelle. `apres` : noms d'arrivée ; vide
    pour une question retirée.
    """

    nature: Nature
    avant: tuple[str, ...]
    apres: tuple[str, ...]
    pourquoi: str


@dataclass(frozen=True)
class Portage:
    """Des réponses portées à la version suivante, et ce qu'est devenue chaque question touchée.

    `noms` : les questions renommées, des premiers noms aux derniers ; `clauses` : de même.
    """

    reponses: Reponses
    passages: tuple[Devenir, ...] = ()
    noms: Table[str, str] = field(default_factory=Table)
    clauses: Table[str, str] = field(default_factory=Table)


def porter(reponses: Reponses, migrations: Sequence[Migration], depart: Questionnaire) -> Portage:
    """Applique ces migrations, dans l'ordre. `depart` : le questionnaire auquel ces réponses répondent.

    Les questions nouvelles restent sans réponse : voir `accueillir`. Rien ne se fait s'il n'y a pas de migration.
    """
    portage = Portage(reponses)
    enonces = {question.id: question.enonce for question in depart.questions()}
    for migration in migrations:
        chantier = _Chantier(portage.reponses, migration, {**enonces})
        chantier.mener()
        portage = Portage(
            chantier.reponses(),
            (*_renommes(portage.passages, chantier.noms), *chantier.passages),
            _enchainer(portage.noms, chantier.noms),
            _enchainer(portage.clauses, migration.clauses),
        )
        enonces |= {nouveau: enonces[ancien] for ancien, nouveau in chantier.noms.items() if ancien in enonces}
    return portage


def referentiel_d_avant(referentiel: Referentiel, migrations: Sequence[Migration]) -> Referentiel:
    """Le référentiel courant, dont les liens vers les questions et les clauses portent les noms d'avant."""
    questions, clauses = renommages(migrations)
    des_questions = {nouveau: ancien for ancien, nouveau in questions.items()}
    des_clauses = {nouveau: ancien for ancien, nouveau in clauses.items()}
    tensions = {
        nom: une.model_copy(update={"question": des_questions.get(une.question or "", une.question)})
        for nom, une in referentiel.tensions.items()
    }
    sujets = {
        nom: un.model_copy(update={"clauses": [des_clauses.get(une, une) for une in un.clauses]})
        for nom, un in referentiel.sujets.items()
    }
    return referentiel.model_copy(update={"tensions": tensions, "sujets": sujets})


def renommages(migrations: Iterable[Migration]) -> tuple[Table[str, str], Table[str, str]]:
    """Les questions, puis les clauses, que ces migrations renomment : des premiers noms aux derniers."""
    questions, clauses = Table[str, str](), Table[str, str]()
    for migration in migrations:
        questions = _enchainer(questions, {une.avant: une.apres for une in migration.renommees})
        clauses = _enchainer(clauses, migration.clauses)
    return questions, clauses


def _enchainer(premiers: Mapping[str, str], seconds: Mapping[str, str]) -> Table[str, str]:
    """Les renommages de bout en bout : un nom changé deux fois va droit au dernier."""
    suivis = {ancien: seconds.get(nouveau, nouveau) for ancien, nouveau in premiers.items()}
    return Table(suivis | {ancien: neuf for ancien, neuf in seconds.items() if ancien not in premiers.values()})


def _renommes(passages: Iterable[Devenir], noms: Mapping[str, str]) -> tuple[Devenir, ...]:
    return tuple(
        Devenir(une.nature, une.avant, tuple(noms.get(nom, nom) for nom in une.apres), une.pourquoi) for une in passages
    )


class _Chantier:
    """Les réponses en cours de portage d'une version à la suivante."""

    def __init__(self, depart: Reponses, migration: Migration, enonces: dict[str, str]) -> None:
        self.depart, self.migration, self.enonces = depart, migration, enonces
        self.dites = dict(depart.reponses)
        self.a_decider = list(depart.a_decider)
        self.passees = list(depart.passees)
        self.deliberations = dict(depart.deliberations)
        self.en_cours = dict(depart.en_cours)
        self.anciennes = dict(depart.anciennes)
        self.noms: dict[str, str] = {}
        self.passages: list[Devenir] = []

    def mener(self) -> None:
        """Fait chaque étape de la migration, dans l'ordre de ses champs."""
        for renommee in self.migration.renommees:
            self._renommer(renommee.avant, renommee.apres)
            self._noter("renommee", [renommee.avant], [renommee.apres], renommee.pourquoi)
        for divisee in self.migration.divisees:
            self._diviser(divisee)
            self._noter("divisee", [divisee.question], [part.question for part in divisee.en], divisee.pourquoi)
        for fusionnee in self.migration.fusionnees:
            self._reunir(fusionnee)
            self._noter("fusionnee", list(fusionnee.lignes.values()), [fusionnee.en], fusionnee.pourquoi)
        for valeurs in self.migration.valeurs:
            self._changer_les_valeurs(valeurs.question, valeurs.valeurs)
            self._noter("valeurs", [self._nom_d_avant(valeurs.question)], [valeurs.question], valeurs.pourquoi)
        for retiree in self.migration.retirees:
            self._retirer(retiree)
            self._noter("retiree", [retiree.question], [], retiree.pourquoi)
        for nouvelle in self.migration.nouvelles:
            self._noter("nouvelle", [], [nouvelle.question], nouvelle.pourquoi)

    def reponses(self) -> Reponses:
        """Les réponses portées, sous la version d'arrivée."""
        nom = self.depart.questionnaire.partition(" ")[0]
        modele = self.depart.modele.partition(" ")[0]
        return self.depart.model_copy(
            update={
                "questionnaire": f"{nom} {self.migration.version}",
                "modele": f"{modele} {self.migration.version}" if modele == nom else self.depart.modele,
                "reponses": self.dites,
                "a_decider": self.a_decider,
                "passees": self.passees,
                "deliberations": self.deliberations,
                "en_cours": self.en_cours,
                "anciennes": self.anciennes,
            }
        )

    def _noter(self, nature: Nature, avant: list[str], apres: list[str], pourquoi: str) -> None:
        self.passages.append(Devenir(nature, tuple(avant), tuple(apres), pourquoi))

    def _nom_d_avant(self, nom: str) -> str:
        return next((ancien for ancien, nouveau in self.noms.items() if nouveau == nom), nom)

    def _renommer(self, avant: str, apres: str) -> None:
        self.noms[avant] = apres
        for table in (self.dites, self.deliberations, self.en_cours):
            _renommer_la_cle(table, avant, apres)
        self.a_decider = [_renommer_le_point(une, avant, apres) for une in self.a_decider]
        self.passees = [apres if une == avant else une for une in self.passees]

    def _diviser(self, divisee: Divisee) -> None:
        question, noms = divisee.question, [part.question for part in divisee.en]
        for table in (self.dites, self.en_cours):
            if question in table:
                valeur = table.pop(question)
                for part in divisee.en:
                    table[part.question] = [une for une in valeur if une in part.options]
        if question in self.deliberations:
            deliberation = self.deliberations.pop(question)
            self.deliberations |= dict.fromkeys(noms, deliberation)
        self.a_decider = _etaler(self.a_decider, question, noms)
        self.passees = _etaler(self.passees, question, noms)

    def _reunir(self, fusionnee: Fusionnee) -> None:
        en, anciennes = fusionnee.en, list(fusionnee.lignes.values())
        for table in (self.dites, self.en_cours):
            grille = {
                ligne: _traduire(table.pop(ancienne), fusionnee.valeurs)
                for ligne, ancienne in fusionnee.lignes.items()
                if ancienne in table
            }
            if grille:
                table[en] = grille
        ouvertes = [ligne for ligne, ancienne in fusionnee.lignes.items() if ancienne in self.a_decider]
        passees = [ancienne for ancienne in anciennes if ancienne in self.passees]
        points = [en] if len(ouvertes) == len(anciennes) else [f"{en}.{ligne}" for ligne in ouvertes]
        self.a_decider = _etaler_ensemble(self.a_decider, anciennes, points)
        self.passees = _etaler_ensemble(self.passees, anciennes, [en] if len(passees) == len(anciennes) else [])
        notees = [self.deliberations.pop(une) for une in anciennes if une in self.deliberations]
        if notees:
            self.deliberations[en] = _reunir_les_accords(notees)

    def _changer_les_valeurs(self, question: str, valeurs: Valeurs) -> None:
        for table in (self.dites, self.en_cours):
            if question in table:
                table[question] = _traduire(table[question], valeurs)

    def _retirer(self, retiree: Retiree) -> None:
        nom = retiree.question
        etat = self._etat(nom)
        # Sans sa question, rien ne dirait plus que ce vrai s'écrit « oui ».
        reponse, commencee = (en_clair(table.pop(nom, None)) for table in (self.dites, self.en_cours))
        deliberation = self.deliberations.pop(nom, None)
        self.a_decider = [une for une in self.a_decider if une.partition(".")[0] != nom]
        self.passees = [une for une in self.passees if une != nom]
        if etat or deliberation:
            self.anciennes[nom] = Ancienne(
                version=self.migration.depuis,
                enonce=self.enonces.get(nom, nom),
                reponse=reponse,
                en_cours=commencee,
                etat=etat or "repondu",
                accord=deliberation.accord if deliberation else None,
                remarque=deliberation.remarque if deliberation else "",
                revoir_le=deliberation.revoir_le if deliberation else None,
            )

    def _etat(self, nom: str) -> Literal["", "repondu", "a_decider", "passe", "en_cours"]:
        if nom in self.dites:
            return "repondu"
        if any(une.partition(".")[0] == nom for une in self.a_decider):
            return "a_decider"
        if nom in self.passees:
            return "passe"
        return "en_cours" if nom in self.en_cours else ""


def _renommer_la_cle(table: dict[str, Any], avant: str, apres: str) -> None:
    if avant in table:
        suite = {apres if cle == avant else cle: valeur for cle, valeur in table.items()}
        table.clear()
        table.update(suite)


def _renommer_le_point(reference: str, avant: str, apres: str) -> str:
    question, point, ligne = reference.partition(".")
    return f"{apres}{point}{ligne}" if question == avant else reference


def _etaler(liste: Sequence[str], ancien: str, nouveaux: Sequence[str]) -> list[str]:
    return [une for nom in liste for une in (nouveaux if nom == ancien else [nom])]


def _etaler_ensemble(liste: Sequence[str], anciens: Sequence[str], nouveaux: Sequence[str]) -> list[str]:
    """La liste où ces noms, ensemble, laissent place à ceux-là, où se trouvait le premier."""
    rang = next((rang for rang, nom in enumerate(liste) if nom in anciens), len(liste))
    reste = [nom for nom in liste if nom not in anciens]
    place = sum(nom not in anciens for nom in liste[:rang])
    return [*reste[:place], *nouveaux, *reste[place:]]


def _traduire(valeur: Any, valeurs: Valeurs) -> Any:
    """La valeur sous ses noms nouveaux : d'un choix, d'un choix multiple, d'une grille."""
    if isinstance(valeur, str):
        return valeurs.get(valeur, valeur)
    if isinstance(valeur, list):
        return [_traduire(une, valeurs) for une in valeur]
    if isinstance(valeur, dict):
        return {cle: _traduire(une, valeurs) for cle, une in valeur.items()}
    return valeur


def _reunir_les_accords(notees: Sequence[Deliberation]) -> Deliberation:
    """Un seul accord : le plus réservé, toutes les remarques, le rendez-vous le plus proche."""
    dates = [une.revoir_le for une in notees if une.revoir_le]
    return Deliberation(
        accord=min((une.accord for une in notees), key=_ACCORDS.index),
        remarque="\n".join(dict.fromkeys(une.remarque.strip() for une in notees if une.remarque.strip())),
        revoir_le=min(dates, default=None),
    )
