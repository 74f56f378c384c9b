"""Les échéances d'une charte à un jour donné : ce que le droit a changé, ce qui vient, ce qu'il faut relire."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from charte.contenu.base import Brut
from charte.contenu.referentiel import Referentiel, RegleDroit
from charte.contenu.reponses import Reponses
from charte.moteur.charte import Charte, Clause
from charte.moteur.composition.droit import concerne
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.dates import dans
from charte.moteur.texte import AUCUN_MOT

MOIS_D_AVANCE = 6
"""Une règle qui s'applique d'ici là est annoncée."""
MOIS_DE_REVUE = {"6_mois": 6, "1_an": 12, "2_ans": 24}
"""En combien de mois la charte se relit, par réponse à la question `revue`."""

Moment = Literal["franchie", "a_venir", "perimee"]


class EcheanceDeDroit(NamedTuple):
    """Une date d'une règle qui concerne la charte.

    `moment` : franchie depuis la date de la charte, à venir, ou repère périmé (à relire). `entree` : la règle entre en
    application ce jour-là ; sinon, elle change. `clauses` : celles qui la citent. `citee` : la charte la cite, par une
    clause, la matrice ou une annexe.
    """

    moment: Moment
    date: datetime.date
    regle: RegleDroit
    entree: bool
    effet: Brut
    clauses: tuple[Clause, ...]
    citee: bool


class RendezVous(NamedTuple):
    """Un jour que le groupe s'était fixé, et qui est venu. `question` : vide pour la relecture de la charte entière."""

    date: datetime.date
    question: str
    enonce: Brut


def date_de_la_charte(reponses: Reponses) -> datetime.date | None:
    """Le jour de la dernière adoption, sinon celui du projet ; `None` si rien n'est daté."""
    return reponses.par_date[-1].date if reponses.adoptions else reponses.date


def echeances_de_droit(
    referentiel: Referentiel, contexte: Contexte, charte: Charte, jour: datetime.date
) -> tuple[EcheanceDeDroit, ...]:
    """Les dates à regarder, parmi les règles que la charte cite et celles qui concernent la structure.

    D'abord ce qui a changé depuis la date de la charte (rien si elle n'en a pas), puis ce qui vient dans les six mois,
    puis les repères dont la date « à revoir » est passée ; chaque fois, de la plus ancienne à la plus récente.
    """
    depuis = date_de_la_charte(contexte.reponses)
    cites = {repere.id for repere in charte.droit}
    trouvees: list[EcheanceDeDroit] = []
    for regle in referentiel.droit.values():
        citee = regle.id in cites
        if citee or concerne(regle, contexte):
            trouvees += _de_la_regle(regle, charte, citee, depuis, jour)
    rangs: dict[Moment, int] = {"franchie": 0, "a_venir": 1, "perimee": 2}
    return tuple(sorted(trouvees, key=lambda une: (rangs[une.moment], une.date)))


def _de_la_regle(
    regle: RegleDroit, charte: Charte, citee: bool, depuis: datetime.date | None, jour: datetime.date
) -> Iterator[EcheanceDeDroit]:
    clauses = tuple(clause for clause in charte.clauses() if regle.id in clause.droit)
    for date, entree, effet in _dates(regle):
        moment = _moment(date, depuis, jour)
        if moment is not None:
            yield EcheanceDeDroit(moment, date, regle, entree, effet, clauses, citee)
    if regle.a_revoir is not None and regle.a_revoir < jour:
        yield EcheanceDeDroit("perimee", regle.a_revoir, regle, False, AUCUN_MOT, clauses, citee)


def _dates(regle: RegleDroit) -> Iterator[tuple[datetime.date, bool, Brut]]:
    yield regle.applicable, True, regle.enonce
    yield from ((etape.date, False, etape.effet) for etape in regle.etapes)


def _moment(date: datetime.date, depuis: datetime.date | None, jour: datetime.date) -> Moment | None:
    """Une règle qui s'applique le jour de la charte n'est pas nouvelle ; une qui s'applique aujourd'hui l'est."""
    if date > jour:
        return "a_venir" if date <= dans(jour, MOIS_D_AVANCE) else None
    return "franchie" if depuis is not None and depuis < date else None


def rendez_vous(contexte: Contexte, jour: datetime.date) -> tuple[RendezVous, ...]:
    """Les jours fixés par le groupe et venus : la relecture de la charte adoptée, les points à rediscuter."""
    relecture = prochaine_relecture(contexte)
    trouves = [RendezVous(relecture, "", AUCUN_MOT)] if relecture is not None and relecture <= jour else []
    return tuple(sorted([*trouves, *_a_rediscuter(contexte, jour)], key=lambda un: un.date))


def prochaine_relecture(contexte: Contexte) -> datetime.date | None:
    """Le jour où la charte adoptée se relit ; `None` si elle n'est pas adoptée ou si le rythme n'est pas décidé."""
    if not contexte.reponses.adoptions:
        return None
    derniere = contexte.reponses.par_date[-1]
    if derniere.relire_le is not None or "revue" not in contexte.questionnaire.par_id:
        return derniere.relire_le
    mois = MOIS_DE_REVUE.get(str(contexte.valeur("revue")))
    return None if mois is None else dans(derniere.date, mois)


def _a_rediscuter(contexte: Contexte, jour: datetime.date) -> Iterable[RendezVous]:
    for identifiant, deliberation in contexte.reponses.deliberations.items():
        date = deliberation.revoir_le
        if date is not None and date <= jour and contexte.etat(identifiant) != "sans_objet":
            yield RendezVous(date, identifiant, contexte.question(identifiant).enonce)
