"""Ce que le groupe a changé à ses réponses, d'une charte à l'autre."""

from __future__ import annotations

from charte.moteur.charte import Charte, Reponse
from charte.moteur.comparaison.appariement import apparier, aspects
from charte.moteur.comparaison.changements import Geste, PartieChangee

_NON_DISCUTEES = ("defaut", "passe")

Changee = tuple[str, Reponse | None, Reponse | None]
"""Une question, ce que l'on en disait, ce que l'on en dit."""


def reponses_changees(avant: Charte, apres: Charte) -> list[Changee]:
    """Les réponses qui diffèrent : les décisions du groupe, puis leurs suites."""
    paires = apparier(avant.reponses, apres.reponses, lambda une: une.question, lambda une: une.enonce)
    changees = [
        (paire.une.question, *paire)
        for paire in paires
        if paire.avant is None or paire.apres is None or _a_bouge(paire.avant, paire.apres)
    ]
    return sorted(changees, key=lambda une: not reelle(une[1], une[2]))


def reelle(avant: Reponse | None, apres: Reponse | None) -> bool:
    """Vrai si le groupe a répondu, ouvert un point ou changé son accord."""
    if apres is None or (avant is not None and geste(avant, apres) == "reformulee"):
        return False
    acte = any(une.etat in ("repondu", "a_decider") for une in (avant, apres) if une)
    return acte or (avant is not None and accord(avant) != accord(apres))


def _a_bouge(avant: Reponse, apres: Reponse) -> bool:
    """Vrai si la réponse diffère ; une charte écrite avant que l'on note le détail ne diffère pas pour autant."""
    sans_detail = () if avant.parties and apres.parties else ("parties",)
    return bool(aspects(avant, apres, ("code", *sans_detail)))


def geste(avant: Reponse | None, apres: Reponse | None) -> Geste:
    """Ce que le groupe a fait de sa réponse ; l'une des deux au moins existe."""
    if avant is None or apres is None:
        return "posee" if avant is None else "retiree"
    if "a_decider" in (avant.etat, apres.etat) and avant.etat != apres.etat:
        return "ouverte" if apres.etat == "a_decider" else "tranchee"
    if not meme_valeur(avant, apres):
        return "suivie" if apres.etat in _NON_DISCUTEES else "changee"
    if (avant.etat in _NON_DISCUTEES) != (apres.etat in _NON_DISCUTEES):
        return "relachee" if apres.etat in _NON_DISCUTEES else "confirmee"
    return "deliberee" if accord(avant) != accord(apres) else "reformulee"


def meme_valeur(avant: Reponse, apres: Reponse) -> bool:
    """Vrai si la réponse est la même, quels que soient les mots de la question, des options et de l'accord."""
    if avant.parties and apres.parties:
        return _choisies(avant) == _choisies(apres)
    return avant.valeur == apres.valeur


def _choisies(reponse: Reponse) -> list[tuple[str, str]]:
    return [(partie.cle, partie.valeur) for partie in reponse.parties]


def accord(reponse: Reponse) -> tuple[str, str, str]:
    """L'accord noté, la remarque et le jour où en reparler."""
    return reponse.accord, reponse.remarque, reponse.revoir_le


def parties(avant: Reponse | None, apres: Reponse | None) -> tuple[PartieChangee, ...]:
    """Les options, lignes ou champs qui diffèrent ; vide si la question n'était pas posée des deux côtés."""
    if avant is None or apres is None:
        return ()
    paires = apparier(avant.parties, apres.parties, lambda une: une.cle, lambda une: (une.nom, une.champ, une.valeur))
    return tuple(
        PartieChangee(paire.une.nom, paire.une.champ, *valeurs)
        for paire in paires
        for valeurs in [[partie.valeur if partie else None for partie in paire]]
        if valeurs[0] != valeurs[1]
    )
