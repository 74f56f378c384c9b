"""Les échéances de la charte dans un agenda : relecture, points à rediscuter, dates du droit (iCalendar, RFC 5545).

Des journées entières, sans heure ni fuseau : le format tient en peu de lignes, et se passe d'une bibliothèque.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charte.moteur.charte import Charte
from charte.rendu.langue.typographie import typographier

LARGEUR = 75
"""En octets, sans compter la fin de ligne (§ 3.1)."""

_INVISIBLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_A_PROTEGER = re.compile(r"[\\;,]")
_NOMBRE_DIT = 8


@dataclass(frozen=True)
class _Jour:
    """Une journée à retenir. `cle` : la même d'un export à l'autre, pour que l'agenda déplace au lieu de doubler."""

    cle: str
    date: str
    titre: str
    detail: str


def ics(charte: Charte, modele: Path | None = None) -> str:
    """Rend l'agenda, fins de ligne CRLF. Les mêmes réponses donnent les mêmes octets, quel que soit le jour.

    `modele` ne sert pas : un agenda n'a pas de mise en page.
    """
    horodatage = f"{_compacte(charte.date) if charte.date else '19700101'}T000000Z"
    nom = typographier(f"Charte IA, {charte.nom}")
    lignes = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//charte//echeances//FR", "CALSCALE:GREGORIAN"]
    lignes += [f"NAME:{_texte(nom)}", f"X-WR-CALNAME:{_texte(nom)}"]
    for jour in sorted(_jours(charte), key=lambda un: (un.date, un.cle)):
        lignes += [
            "BEGIN:VEVENT",
            f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'charte:{charte.nom}:{jour.cle}')}",
            f"DTSTAMP:{horodatage}",
            f"DTSTART;VALUE=DATE:{_compacte(jour.date)}",
            f"SUMMARY:{_texte(typographier(jour.titre))}",
            f"DESCRIPTION:{_texte(typographier(jour.detail))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{pliee}\r\n" for ligne in [*lignes, "END:VCALENDAR"] for pliee in _plier(ligne))


def _jours(charte: Charte) -> Iterator[_Jour]:
    if charte.relecture:
        qui = f" Devant : {charte.instance}." if charte.instance else ""
        titre = f"Relire la charte d'usage de l'IA ({charte.nom})"
        yield _Jour("relecture", charte.relecture, titre, f"Au plus tard ce jour-là.{qui} Commande : charte reviser")
    a_rediscuter = {un.question: (un.revoir_le, un.enonce) for un in charte.reponses if un.revoir_le}
    a_rediscuter |= {un.question: (un.revoir_le, un.enonce) for un in charte.a_decider if un.revoir_le}
    for question, (date, enonce) in a_rediscuter.items():
        geste = f"Le groupe s'était donné ce jour. Commande : charte reviser --question {question}"
        yield _Jour(f"question-{question}", date, f"Rediscuter : {enonce}", geste)
    yield from _du_droit(charte)


def _du_droit(charte: Charte) -> Iterator[_Jour]:
    """Ce qui vient après la charte dans les règles qu'elle cite, puis ce qu'il faudra vérifier de nouveau."""
    a_revoir: dict[str, list[str]] = {}
    for regle in charte.droit:
        clauses = [clause.numero for clause in charte.clauses() if regle.id in clause.droit]
        lieu = f"\nClauses : {', '.join(clauses)}." if clauses else ""
        dates = [(regle.applicable, "s'applique", regle.enonce)]
        dates += [(etape.date, "change", etape.effet) for etape in regle.etapes]
        for date, verbe, effet in dates:
            # Une charte sans date se juge au jour où la règle a été vérifiée.
            if date > (charte.date or regle.verifie):
                titre = f"Droit : « {regle.titre} » {verbe}"
                yield _Jour(f"droit-{regle.id}-{date}", date, titre, f"{effet}\n{regle.reference}.{lieu}")
        if regle.a_revoir:
            a_revoir.setdefault(regle.a_revoir, []).append(f"« {regle.titre} » ({regle.reference})")
    for date, regles in a_revoir.items():
        suite = f"\n… et {len(regles) - _NOMBRE_DIT} autres." if len(regles) > _NOMBRE_DIT else ""
        detail = "\n".join(f"- {une}" for une in regles[:_NOMBRE_DIT])
        yield _Jour(f"a-revoir-{date}", date, "Droit : repères à vérifier de nouveau", f"{detail}{suite}")


def _compacte(date: str) -> str:
    return date.replace("-", "")


def _texte(texte: str) -> str:
    """Un texte tel que le format l'accepte (§ 3.3.11) : rien n'y finit la ligne ni la propriété."""
    uni = _INVISIBLES.sub(" ", texte.replace("\r\n", "\n").replace("\r", "\n"))
    return _A_PROTEGER.sub(r"\\\g<0>", uni).replace("\n", "\\n")


def _plier(ligne: str) -> Iterator[str]:
    """Les morceaux de 75 octets au plus, sans couper un signe en deux ; chaque suite commence par une espace."""
    morceau = ""
    for signe in ligne:
        if len(f"{morceau}{signe}".encode()) > LARGEUR:
            yield morceau
            morceau = " "
        morceau += signe
    yield morceau
