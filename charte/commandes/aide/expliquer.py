"""`charte expliquer` : d'où vient cette clause, cette question ou cette source, et où elle mène."""

from __future__ import annotations

import datetime
import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from charte.depot.dossier import Dossier
from charte.erreurs import UsageIncorrect, commande
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.dire.pliage import en_texte
from charte.services.expliquer import explication, liens
from charte.services.expliquer.explication import Objet, Situation
from charte.services.produire.retouches import etat_du_texte

SUGGESTIONS = 5
_NUMERO = re.compile(r"(\d{1,2}|[A-Z])\.\d{1,2}|[RD]\d{1,3}")


def expliquer(
    identifiant: str, dossier: Path | None = None, modele: Path | None = None, questionnaire: Path | None = None
) -> int:
    """Explique un identifiant, ou un numéro imprimé dans une charte ; rend 0.

    Sans dossier, celui où l'on se trouve sert s'il porte une charte. Lève `UsageIncorrect` si l'identifiant est
    inconnu, avec ceux qui lui ressemblent, et `FichierInvalide` si un fichier est fautif.
    """
    ici = Path() if dossier is None and Dossier(Path()).reponses.exists() else dossier
    contenus = charger(modele, questionnaire, reponses=Dossier(ici).reponses if ici else None)
    situation = _situation(contenus, ici)
    nom = _resoudre(identifiant.strip(), ici)
    trouves = [objet for objet in _connus(contenus) if objet.id == nom]
    if not trouves:
        phrase = f"« {identifiant} » n'est ni une clause, ni une question, ni une source."
        raise UsageIncorrect(phrase, _aide(nom, contenus))
    print("\n\n".join(en_texte(explication.expliquer(situation, objet)) for objet in trouves))
    return 0


def _situation(contenus: Contenus, dossier: Path | None) -> Situation:
    if dossier is None:
        return Situation(contenus, aujourdhui=datetime.date.today())
    reponses = charger_reponses(Dossier(dossier), contenus.questionnaire)
    contexte = contenus.contexte(reponses)
    charte = etat_du_texte(Dossier(dossier), contenus, contenus.composer(reponses)).charte
    return Situation(contenus, contexte, charte, datetime.date.today())


def _resoudre(demande: str, dossier: Path | None) -> str:
    """L'identifiant derrière un numéro imprimé (6.3, R12, D3), ou une ligne de grille (usages.dons)."""
    if not _NUMERO.fullmatch(demande):
        return demande.partition(".")[0]
    if dossier is None:
        raise UsageIncorrect(
            f"« {demande} » est un numéro : il ne veut rien dire sans la charte où il est imprimé.",
            f"Donnez son dossier : charte expliquer {demande} ma-charte",
        )
    etat = Dossier(dossier).etat
    if not etat.exists():
        raise UsageIncorrect(
            f"{dossier} n'a pas encore de texte : aucun numéro n'y est imprimé.",
            f"Pour faire le texte : {commande('charte', 'exporter', str(dossier))}",
        )
    numeros = _numeros(etat)
    if demande not in numeros:
        raise UsageIncorrect(f"Il n'y a pas de « {demande} » dans cette charte.", f"Elle va de {_etendue(numeros)}.")
    return numeros[demande]


def _numeros(etat: Path) -> dict[str, str]:
    """Ce qui est imprimé : numéros de clause, codes de recommandation et de droit. Vide si l'état est illisible."""
    try:
        charte: dict[str, Any] = json.loads(etat.read_text(encoding="utf-8"))
        clauses = [clause for article in charte["articles"] for clause in article["clauses"]]
        numeros = {clause["numero"]: str(clause["id"]) for clause in clauses}
        return numeros | {cite["code"]: str(cite["id"]) for cite in (*charte["recommandations"], *charte["droit"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _etendue(numeros: dict[str, str]) -> str:
    clauses = [numero for numero in numeros if "." in numero]
    return f"{clauses[0]} à {clauses[-1]}" if clauses else "rien : refaites-la avec « charte exporter »"


def _connus(contenus: Contenus) -> Iterator[Objet]:
    """Tout ce que l'on sait expliquer."""
    yield from (clause for _, clause in liens.clauses(contenus))
    yield from contenus.questionnaire.questions()
    yield from contenus.referentiel.recommandations.values()
    yield from contenus.referentiel.droit.values()
    yield from contenus.referentiel.tensions.values()
    yield from contenus.modele.coherence
    yield from contenus.modele.matrice.regles
    yield from contenus.referentiel.documents.values()


def _aide(nom: str, contenus: Contenus) -> str:
    connus = list(dict.fromkeys(objet.id for objet in _connus(contenus)))
    contenant = [connu for connu in connus if len(nom) > 2 and nom.lower() in connu]
    proches = difflib.get_close_matches(nom.lower(), connus, n=SUGGESTIONS, cutoff=0.6)
    choisis = list(dict.fromkeys([*proches, *contenant]))[:SUGGESTIONS]
    if choisis:
        return "Vouliez-vous dire : " + ", ".join(choisis) + " ?"
    return "Les identifiants figurent dans la charte, dans reponses.yaml et dans ce que dit « charte verifier »."
