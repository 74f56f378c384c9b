"""Relire un `CHARTE.md`, rendu par le programme ou retouché : ses sections, ses clauses, chacune sous son nom.

Une clause se reconnaît à son titre d'abord, puis à son texte, puis à son numéro ; ce que rien ne reconnaît est une
partie locale, ajoutée par le groupe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from charte.moteur.retouches.decoupage import (
    NUMERO_DE_CLAUSE,
    NUMERO_DE_SECTION,
    Ligne,
    cle,
    lignes,
    ordinaire,
    sections,
)
from charte.moteur.retouches.parties import (
    ANCIENNE,
    BLANC,
    LOCALE,
    PIED,
    TETE,
    Document,
    Genre,
    Mention,
    PartieDuTexte,
    Repere,
    Reperes,
    SectionDuTexte,
)

_INTITULE = re.compile(
    rf"\*\*{BLANC}*(?:(?P<numero>{NUMERO_DE_CLAUSE})[.)]?(?:\*\*{BLANC}*\*\*|{BLANC})\s*)?"
    r"(?P<titre>[^\n]+?)\s*\*\*(?P<point>[.:]?)(?P<suite>[^\n]*)"
)
_INTERTITRE = re.compile(rf"###{BLANC}+(?:(?P<numero>{NUMERO_DE_CLAUSE})[.)]?{BLANC}+)?(?P<titre>[^\n]+?)\s*#*$")
_NU = re.compile(rf"(?P<numero>{NUMERO_DE_CLAUSE})[.)]?{BLANC}+(?P<titre>[^\n]+)")
_TITRE = re.compile(rf"##?{BLANC}+(?:(?P<numero>{NUMERO_DE_SECTION}){BLANC}?[.):]{BLANC}+)?(?P<titre>[^\n]*)")
_MENTIONS: tuple[tuple[re.Pattern[str], Mention], ...] = (
    (re.compile(r"\s*[*_]*\(non discutée?\)[*_]*\s*", re.IGNORECASE), "non_discutee"),
    (re.compile(r"\s*[*_]*\\?\[À décider\\?\][*_]*\s*", re.IGNORECASE), "a_decider"),
)
_EN_CLAIR = re.compile(r"^\s*(?:[*_]*En clair\s*:?[*_]*\s*:?)?\s*", re.IGNORECASE)


def lire(texte: str, reperes: Reperes) -> Document:
    """Rend les sections du texte, chaque partie nommée ; leurs `brut` mis bout à bout redonnent le texte."""
    tete, reunis = _reunir(texte, reperes)
    noms = _nommer_les_sections([morceau for morceau, _ in reunis], reperes)
    attendues = {repere.nom: repere for repere in reperes.sections}
    lues = [SectionDuTexte(TETE, False, (PartieDuTexte("tete", tete, TETE, corps=tete),))]
    for (morceau, pied), nom in zip(reunis, noms, strict=True):
        if pied:
            lues.append(SectionDuTexte(PIED, False, (PartieDuTexte("corps", morceau, f"corps:{PIED}", corps=morceau),)))
            continue
        article = attendues[nom].article if nom in attendues else not reperes.rendu
        titre, reste = _titre(morceau, nom)
        parties = _parties_d_article(reste, nom, reperes) if article else [_corps(reste, nom)] if reste else []
        lues.append(SectionDuTexte(nom, article, (titre, *parties)))
    return _nommer_les_clauses(lues, reperes)


def _reunir(texte: str, reperes: Reperes) -> tuple[str, list[tuple[str, bool]]]:
    """La tête, puis chaque section ; vrai pour le pied de la charte.

    Un filet `---` n'ouvre une partie que s'il annonce ce pied ; ailleurs, c'est un trait dans le texte.
    """
    tete, *morceaux = sections(texte)
    reunis: list[tuple[str, bool]] = []
    for morceau in morceaux:
        filet = not morceau.startswith("#")
        pied = filet and (reperes.rendu or any(ligne.cle in reperes.pied for ligne in lignes(morceau)[1:]))
        if not filet or (pied and not any(deja for _, deja in reunis)):
            reunis.append((morceau, filet))
        elif reunis:
            reunis[-1] = (reunis[-1][0] + morceau, reunis[-1][1])
        else:
            tete += morceau
    return tete, reunis


def _nommer_les_sections(morceaux: Sequence[str], reperes: Reperes) -> list[str]:
    lus = [_titre(morceau, "")[0] for morceau in morceaux]
    noms = _apparier(
        lus,
        reperes.sections,
        (
            lambda lue, repere: lue.cle_du_titre == repere.cle and lue.numero == repere.numero,
            lambda lue, repere: lue.cle_du_titre == repere.cle,
            lambda lue, repere: lue.numero != "" and lue.numero == repere.numero,
        ),
    )
    prefixe = "partie:" if reperes.rendu else f"{LOCALE}section:"
    return _sans_double(nom or prefixe + lue.cle_du_titre for nom, lue in zip(noms, lus, strict=True))


def _nommer_les_clauses(lues: Iterable[SectionDuTexte], reperes: Reperes) -> Document:
    places = [(section, clause) for section in lues for clause in section.clauses]
    sections = [section.nom for section, _ in places]
    rangs = {id(clause): rang for rang, (_, clause) in enumerate(places)}

    def ici(lue: PartieDuTexte, repere: Repere) -> bool:
        return sections[rangs[id(lue)]] == repere.section

    noms = _apparier(
        [clause for _, clause in places],
        reperes.clauses,
        (
            lambda lue, repere: lue.titre != "" and lue.cle_du_titre == repere.cle and lue.numero == repere.numero,
            lambda lue, repere: lue.titre != "" and lue.cle_du_titre == repere.cle and ici(lue, repere),
            lambda lue, repere: lue.titre != "" and lue.cle_du_titre == repere.cle,
            lambda lue, repere: lue.corps != "" and lue.cle_du_corps == repere.corps,
            lambda lue, repere: lue.numero != "" and lue.numero == repere.numero,
        ),
    )
    prefixe = ANCIENNE if reperes.rendu else f"{LOCALE}clause:"
    uniques = iter(
        _sans_double(
            nom or prefixe + (clause.numero if reperes.rendu else clause.cle_du_titre)
            for nom, (_, clause) in zip(noms, places, strict=True)
        )
    )
    return tuple(
        replace(
            section,
            parties=tuple(
                replace(partie, nom=next(uniques)) if partie.genre == "clause" else partie for partie in section.parties
            ),
        )
        for section in lues
    )


def _apparier(
    lues: Sequence[PartieDuTexte], attendus: Sequence[Repere], regles: Iterable[Callable[[PartieDuTexte, Repere], bool]]
) -> list[str]:
    """Le nom de chaque partie, ou "" ; une règle après l'autre, un nom ne servant qu'une fois."""
    noms = [""] * len(lues)
    libres = list(attendus)
    for regle in regles:
        for rang, lue in enumerate(lues):
            trouve = None if noms[rang] else next((repere for repere in libres if regle(lue, repere)), None)
            if trouve is not None:
                noms[rang] = trouve.nom
                libres.remove(trouve)
    return noms


def _sans_double(noms: Iterable[str]) -> list[str]:
    vus: dict[str, int] = {}
    rendus = []
    for nom in noms:
        vus[nom] = vus.get(nom, 0) + 1
        rendus.append(nom if vus[nom] == 1 else f"{nom} ({vus[nom]})")
    return rendus


def _titre(morceau: str, nom: str) -> tuple[PartieDuTexte, str]:
    """Le titre de la section, blancs qui suivent compris, et le reste."""
    coupe = re.match(r"[^\n]*\n?(?:[^\S\n]*\n)*(?:[^\S\n]*\Z)?", morceau)
    brut = coupe[0] if coupe else ""
    lu = _TITRE.match(brut)
    titre = (lu["titre"] if lu else brut).strip()
    numero = ordinaire(lu["numero"] or "") if lu else ""
    return PartieDuTexte("section", brut, f"section:{nom}", numero, titre), morceau[len(brut) :]


def _corps(reste: str, nom: str) -> PartieDuTexte:
    return PartieDuTexte("corps", reste, f"corps:{nom}", corps=reste)


def _parties_d_article(reste: str, nom: str, reperes: Reperes) -> list[PartieDuTexte]:
    parties: list[PartieDuTexte] = []
    for genre, brut in _morceler(reste, reperes):
        if genre == "clause":
            parties.append(_clause(brut))
        elif genre == "en_clair" and not parties:
            ligne = lignes(brut)[0]
            parties.append(
                PartieDuTexte("en_clair", brut, f"en_clair:{nom}", corps=_EN_CLAIR.sub("", ligne.texte, count=1))
            )
        elif genre == "corps" and not any(partie.genre == "corps" for partie in parties):
            parties.append(_corps(brut, nom))
        elif parties and parties[-1].genre in ("clause", "corps"):
            derniere = parties[-1]
            # Ce qui n'a pas d'intitulé prolonge ce qui précède.
            parties[-1] = replace(derniere, brut=derniere.brut + brut, corps=f"{derniere.corps}\n\n{brut}".strip("\n"))
        else:
            parties.append(PartieDuTexte("clause", brut, corps=brut.strip("\n")))
    return parties


def _morceler(reste: str, reperes: Reperes) -> Iterator[tuple[Genre | None, str]]:
    """Les lignes de l'article, réunies par ce qu'elles commencent : clause, phrase « En clair », corps fixe."""
    genre: Genre | None = None
    accumule = ""
    debut = True
    for ligne in lignes(reste):
        for morceau in _numerotees(ligne):
            neuf: Genre | None = None
            if ligne.genre == "citation" and debut:
                neuf = "en_clair"
            elif ligne.genre == "titre" and (reperes.rendu or ligne.cle in reperes.fixes):
                neuf = "corps"
            elif ligne.genre in ("titre", "paragraphe") and _intitule(morceau, ligne, reperes) is not None:
                neuf = "clause"
            if neuf is not None or genre == "en_clair":
                if accumule.strip():
                    yield genre, accumule
                    accumule = ""
                genre = neuf
            accumule += morceau
            debut = False
    if accumule:
        yield genre, accumule


def _numerotees(ligne: Ligne) -> list[str]:
    """Un titre de clause numéroté commence une clause, même si la ligne vide d'avant a disparu."""
    if ligne.genre != "paragraphe":
        return [ligne.brut]
    morceaux: list[str] = []
    for physique in ligne.brut.splitlines(keepends=True):
        lu = _INTITULE.match(physique)
        if not morceaux or (lu and lu["numero"]):
            morceaux.append(physique)
        else:
            morceaux[-1] += physique
    return morceaux


def _intitule(morceau: str, ligne: Ligne, reperes: Reperes) -> re.Match[str] | None:
    """L'intitulé de clause par lequel commence ce morceau, s'il y en a un."""
    premiere = morceau.partition("\n")[0].rstrip()
    lu = _INTERTITRE.match(premiere) or _INTITULE.match(premiere)
    if lu is None:
        nu = _NU.match(premiere)
        return nu if nu and ordinaire(nu["numero"]) in reperes.numeros and _net(nu["titre"]) in reperes.titres else None
    if reperes.rendu:
        connu = ordinaire(lu["numero"] or "") in reperes.numeros or _net(lu["titre"]) in reperes.titres
        return lu if connu else None
    if ligne.cle in reperes.fixes:
        return None
    if lu.re is _INTERTITRE or lu["numero"] or lu["titre"][-1:] in ".?!" or lu["point"] == ".":
        return lu
    return None if _mention(lu["suite"])[1].strip() or lu["titre"][-1:] == ":" else lu


def _net(titre: str) -> str:
    return cle(titre.strip().removesuffix("."))


def _mention(suite: str) -> tuple[Mention, str]:
    for motif, mention in _MENTIONS:
        trouve = motif.match(ordinaire(suite))
        if trouve:
            return mention, ordinaire(suite)[trouve.end() :]
    return "", suite


def _clause(brut: str) -> PartieDuTexte:
    """Lit une clause qui commence par son intitulé."""
    premiere, _, reste = brut.partition("\n")
    lu = _INTERTITRE.match(premiere.rstrip()) or _INTITULE.match(premiere.rstrip()) or _NU.match(premiere.rstrip())
    if lu is None:
        return PartieDuTexte("clause", brut, corps=brut.strip("\n"))
    mention, suite = _mention(lu["suite"]) if lu.re is _INTITULE else ("", "")
    corps = f"{suite.strip()}\n{reste}" if suite.strip() else reste
    numero, titre = ordinaire(lu["numero"] or ""), lu["titre"].strip()
    return PartieDuTexte("clause", brut, "", numero, titre.removesuffix("."), mention, corps.strip("\n"))
