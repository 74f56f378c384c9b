"""Les parties d'un `CHARTE.md` : sections, clauses, phrases « En clair », et ce à quoi on les reconnaît."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from charte.moteur.charte import Charte
from charte.moteur.retouches.decoupage import NUMERO_DE_CLAUSE, NUMERO_DE_SECTION, Ligne, cle, lignes

Genre = Literal["tete", "section", "en_clair", "clause", "corps"]
Mention = Literal["", "non_discutee", "a_decider"]

LOCALE = "locale:"
ANCIENNE = "ancienne:"
TETE = "tete"
PIED = "pied"
BLANC = r"[ \u00a0\u202f]"


@dataclass(frozen=True)
class PartieDuTexte:
    """Un morceau du fichier. `brut` : ses lignes telles quelles, blancs qui suivent compris.

    `titre` et `corps` sont tels qu'ils sont tapés. `nom` : ce qui la désigne dans tous les textes comparés.
    """

    genre: Genre
    brut: str
    nom: str = ""
    numero: str = ""
    titre: str = ""
    mention: Mention = ""
    corps: str = ""

    @cached_property
    def cle_du_titre(self) -> str:
        """Ce que l'on voit du titre."""
        return cle(self.titre)

    @cached_property
    def cle_du_corps(self) -> str:
        """Ce que l'on voit du texte."""
        return cle(self.corps)

    @cached_property
    def cle(self) -> str:
        """Ce que l'on voit de la partie, numéro à part."""
        return "\n\n".join((self.cle_du_titre, self.mention, self.cle_du_corps))


@dataclass(frozen=True)
class SectionDuTexte:
    """Une section et ses parties, dont la première est son titre sauf en tête et au pied. `article` : à clauses."""

    nom: str
    article: bool
    parties: tuple[PartieDuTexte, ...]

    @property
    def numero(self) -> str:
        """Son numéro, ou ""."""
        return self.parties[0].numero if self.parties else ""

    @property
    def titre(self) -> str:
        """Son titre, tel qu'il est tapé, ou ""."""
        return self.parties[0].titre if self.parties else ""

    @property
    def clauses(self) -> tuple[PartieDuTexte, ...]:
        """Ses clauses."""
        return tuple(partie for partie in self.parties if partie.genre == "clause")


Document = tuple[SectionDuTexte, ...]


@dataclass(frozen=True)
class Repere:
    """Ce à quoi l'on reconnaît une section ou une clause."""

    nom: str
    numero: str
    titre: str
    section: str = ""
    article: bool = False
    corps: str = ""

    @cached_property
    def cle(self) -> str:
        """Ce que l'on voit du titre."""
        return cle(self.titre)


@dataclass(frozen=True)
class Reperes:
    """Ce que l'on s'attend à lire. `rendu` : le texte vient du programme, rien n'y est local.

    `fixes` : ce qui ressemble à un titre de clause sans en être un (intertitres, paragraphes en gras), par leur clé ;
    `pied` : les lignes du pied de la charte.
    """

    sections: tuple[Repere, ...]
    clauses: tuple[Repere, ...]
    rendu: bool = False
    fixes: frozenset[str] = field(default=frozenset())
    pied: frozenset[str] = field(default=frozenset())

    def apres(self, autres: Reperes) -> Reperes:
        """Ces autres repères, suivis de ceux-ci quand rien n'y porte leur nom : un article effacé n'est plus qu'ici."""
        sections, clauses = ({un.nom for un in suite} for suite in (autres.sections, autres.clauses))
        return replace(
            autres,
            sections=(*autres.sections, *(une for une in self.sections if une.nom not in sections)),
            clauses=(*autres.clauses, *(une for une in self.clauses if une.nom not in clauses)),
        )

    @cached_property
    def titres(self) -> frozenset[str]:
        """Les titres de clause attendus, par leur clé."""
        return frozenset(clause.cle for clause in self.clauses)

    @cached_property
    def numeros(self) -> frozenset[str]:
        """Les numéros de clause attendus."""
        return frozenset(clause.numero for clause in self.clauses)


def reperes_de_la_charte(charte: Charte) -> Reperes:
    """Ce que l'on lira dans le texte rendu de cette charte ; les clauses ajoutées à la main n'y sont pas."""
    articles = [article for article in charte.articles if not article.id.startswith(LOCALE)]
    sections = [Repere(f"article:{un.id}", un.numero, un.titre, article=True) for un in articles]
    sections += [Repere(f"annexe:{une.id}", une.numero, une.titre) for une in charte.annexes]
    clauses = [
        Repere(f"clause:{une.id}", une.numero, une.titre, f"article:{un.id}")
        for un in charte.articles
        for une in un.clauses
        if une.retouche != "locale"
    ]
    retraits = [Repere(f"clause:{un.id}", un.numero, un.titre) for un in charte.retraits]
    return Reperes(tuple(sections), (*clauses, *retraits), rendu=True)


def reperes_du_texte(*documents: Document) -> Reperes:
    """Ce que l'on s'attend à retrouver dans un texte retouché : les parties de ces textes, le premier d'abord."""
    sections: dict[str, Repere] = {}
    clauses: dict[str, Repere] = {}
    fixes: set[str] = set()
    pied: set[str] = set()
    for document in documents:
        for section in document:
            sections.setdefault(
                section.nom, Repere(section.nom, section.numero, section.titre, article=section.article)
            )
            for une in section.clauses:
                repere = Repere(une.nom, une.numero, une.titre, section.nom, corps=une.cle_du_corps)
                clauses.setdefault(une.nom, repere)
            if section.article:
                fixes |= {ligne.cle for partie in section.parties for ligne in _trompeuses(partie)}
            pied |= {ligne.cle for ligne in lignes(section.parties[0].corps)[1:]} if section.nom == PIED else set()
    noms, titres = tuple(sections.values()), tuple(clauses.values())
    return Reperes(noms, titres, fixes=frozenset(fixes), pied=frozenset(pied))


def _trompeuses(partie: PartieDuTexte) -> Iterator[Ligne]:
    """Ce qui, dans le texte rendu, ressemble à un titre de clause sans en être un."""
    if partie.genre in ("clause", "corps"):
        for ligne in lignes(partie.corps):
            if ligne.genre == "titre" or (ligne.genre == "paragraphe" and ligne.texte.startswith("**")):
                yield ligne


def renumeroter(partie: PartieDuTexte, numero: str) -> PartieDuTexte:
    """Rend la partie avec ce numéro, écrit dans son titre ; le reste du texte ne bouge pas."""
    if not partie.titre or (partie.numero == numero and numero):
        return replace(partie, numero=numero)
    premiere, saut, reste = partie.brut.partition("\n")
    if partie.genre == "section":
        motif = rf"^(##?{BLANC}+)(?:{NUMERO_DE_SECTION}{BLANC}?[.):]{BLANC}+)?"
        neuve = re.sub(motif, lambda un: f"{un[1]}{numero}. " if numero else un[1], premiere, count=1)
    else:
        motif = rf"^(\*\*{BLANC}*|###{BLANC}+|)(?:{NUMERO_DE_CLAUSE}[.)]?(?:\*\*{BLANC}*\*\*|{BLANC}))?{BLANC}*"
        neuve = re.sub(motif, lambda un: f"{un[1]}{numero} " if numero else un[1], premiere, count=1)
    return replace(partie, numero=numero, brut=neuve + saut + reste)
