"""L'histoire d'une charte, à lire par quelqu'un ou par un autre programme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from charte.moteur.comparaison.changements import Changements
from charte.moteur.comparaison.histoire import Etape, Histoire
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import compter
from charte.rendu.recits.narration import compte_des_changements
from charte.rendu.recits.recit import Chapitre, ElementDeRecit, Recit

FORMAT = 1


def raconter(histoire: Histoire) -> Recit:
    """Rend le récit : une entrée par version, la plus récente d'abord."""
    adoptees = sum(1 for _ in histoire.adoptions)
    return Recit(
        titre=f"L'histoire de la charte : {histoire.nom}",
        chapeau=(
            compter(adoptees, "version adoptée", "versions adoptées") + "." if adoptees else "Rien n'est adopté.",
        ),
        chapitres=tuple(
            Chapitre(
                ancre=f"version-{etape.version}" if etape.version else "projet",
                titre=_titre(etape),
                elements=tuple(ElementDeRecit(phrases=phrases) for phrases in [tuple(_phrases(etape))] if phrases),
            )
            for etape in histoire.etapes
        ),
    )


def en_donnees(histoire: Histoire) -> dict[str, Any]:
    """Rend la même en objets simples, prêts pour le JSON."""
    return {"format": FORMAT, "nom": histoire.nom, "etapes": [_donnees(etape) for etape in histoire.etapes]}


def _titre(etape: Etape) -> str:
    if not etape.version:
        return f"Projet en cours ({en_lettres(etape.date)})" if etape.date else "Projet en cours"
    return f"Version {etape.version}, adoptée le {en_lettres(etape.date)}"


def _phrases(etape: Etape) -> Iterable[str]:
    if etape.version:
        yield f"Par : {etape.instance}. Vote : {etape.vote or 'non noté'}."
    if etape.relire_le:
        yield f"À relire le {en_lettres(etape.relire_le)}."
    if etape.precedente:
        yield _depuis(etape.precedente, etape.depuis)
    if etape.version:
        yield _gardee(etape)


def _depuis(precedente: str, changements: Changements | None) -> str:
    if changements is None:
        return f"Ce qui a changé depuis la version {precedente} ne peut plus être lu ici."
    if changements.vide:
        return f"Rien n'a changé depuis la version {precedente}."
    return f"Depuis la version {precedente} : {compte_des_changements(changements)}"


def _gardee(etape: Etape) -> str:
    lieux = ["dans le dossier"] if etape.figee else []
    lieux += [f"dans git (étiquette {etape.etiquette}, {etape.empreinte[:7]})"] if etape.etiquette else []
    return f"Gardée {' et '.join(lieux)}." if lieux else "Son texte n'est gardé ni dans le dossier, ni dans git."


def _donnees(etape: Etape) -> dict[str, Any]:
    champs = {nom: valeur for nom, valeur in vars(etape).items() if nom != "depuis"}
    changements = etape.depuis
    comptes = None
    if changements is not None:
        clauses = [une for une in changements.clauses if not une.discrete]
        comptes = {
            "decisions": sum(decision.reelle for decision in changements.decisions),
            "clauses": {sens: sum(une.sens == sens for une in clauses) for sens in ("changee", "apparue", "disparue")},
            "cases": sum(not case.discrete for case in changements.toutes_les_cases),
        }
    return {**champs, "depuis": comptes}
