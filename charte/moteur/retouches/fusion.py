"""Réunir à trois voies le dernier texte rendu, le texte du disque et le nouveau : aucun mot du groupe ne se perd.

Chaque clause a son sort. Changée d'un seul côté, on prend ce côté ; des deux, on réunit phrase par phrase ; au même
endroit, c'est un conflit, écrit dans le texte. Les clauses du modèle gardent le numéro que la composition leur donne.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from charte.moteur.retouches.decoupage import RANGS, ordinaire
from charte.moteur.retouches.parties import Document, PartieDuTexte, SectionDuTexte, renumeroter
from charte.moteur.retouches.trois_voies import REPERES, conflit, fusionner_textes

Cause = Literal["amendee", "disparue", "retiree", "passage"]
_MENTIONS = {"": "", "non_discutee": " *(non discuté)*", "a_decider": " **[À décider]**"}


@dataclass(frozen=True)
class Conflit:
    """Un endroit à trancher. `ligne` : celle du premier repère dans le texte, à partir de 1.

    `cause` : clause amendée que le nouveau texte change aussi, ou fait disparaître ; clause retirée qu'il change ;
    passage d'une autre partie.
    """

    numero: str
    titre: str
    cause: Cause
    ligne: int


@dataclass(frozen=True)
class Fusion:
    """Le texte réuni et ses parties ; dans `document`, une partie en conflit se lit comme le nouveau texte la donne."""

    texte: str
    document: Document
    conflits: tuple[Conflit, ...]


@dataclass(frozen=True)
class _Sort:
    """Ce que devient une partie : absente (`None`) ou écrite, avec les causes de ses conflits."""

    partie: PartieDuTexte | None
    causes: tuple[Cause, ...] = ()


def fusionner(base: Document, disque: Document, neuf: Document) -> Fusion:
    """Réunit les trois textes. Une partie que rien n'a changé est celle du disque, telle quelle."""
    textes = [{partie.nom: partie for section in un for partie in section.parties} for un in (base, disque, neuf)]
    noms = dict.fromkeys(nom for texte in textes for nom in texte)
    sorts = {nom: _sort(*(texte.get(nom) for texte in textes)) for nom in noms}
    numeros = {clause.nom: clause.numero for une in neuf for clause in une.clauses}
    du_neuf = {une.nom for une in neuf}
    sections = [
        _numeroter_les_clauses(section, numeros, du_neuf)
        for section in _numeroter_les_sections(_ordonner_tout(base, disque, neuf, sorts), neuf)
    ]
    texte = _coudre([partie for section in sections for partie in section.parties], disque)
    return Fusion(texte, tuple(_sans_les_disparues(sections, sorts)), _situer(texte, sections, sorts))


def _sans_les_disparues(sections: Iterable[SectionDuTexte], sorts: dict[str, _Sort]) -> Iterable[SectionDuTexte]:
    for section in sections:
        restent = tuple(une for une in section.parties if "disparue" not in sorts[une.nom].causes)
        if restent:
            yield replace(section, parties=restent)


def _sort(base: PartieDuTexte | None, disque: PartieDuTexte | None, neuf: PartieDuTexte | None) -> _Sort:
    if disque is None:
        return _sort_de_l_effacee(base, neuf)
    if neuf is None:
        if base is None:
            return _Sort(disque)
        if base.cle == disque.cle:
            return _Sort(None)
        return _Sort(replace(disque, brut=conflit(disque.brut, base.brut, "")), ("disparue",))
    disque = renumeroter(disque, neuf.numero)
    if disque.cle == neuf.cle or (base is not None and base.cle == neuf.cle):
        return _Sort(disque)
    if base is not None and base.cle == disque.cle:
        return _Sort(neuf)
    return _sort_des_deux(base, disque, neuf)


def _sort_de_l_effacee(base: PartieDuTexte | None, neuf: PartieDuTexte | None) -> _Sort:
    if base is None or neuf is None:
        return _Sort(neuf)
    if base.genre != "clause" or base.cle == neuf.cle:
        return _Sort(None)
    return _Sort(replace(neuf, brut=conflit("", base.brut, neuf.brut)), ("retiree",))


def _sort_des_deux(base: PartieDuTexte | None, disque: PartieDuTexte, neuf: PartieDuTexte) -> _Sort:
    if disque.genre != "clause":
        texte, conflits = fusionner_textes(base.brut if base else "", disque.brut, neuf.brut)
        if conflits or disque.genre == "section":
            causes = tuple[Cause, ...]("passage" for _ in range(conflits))
            return _Sort(replace(neuf, brut=texte, corps=neuf.corps or texte), causes)
        return _Sort(replace(disque, brut=texte, corps=texte) if disque.genre != "en_clair" else disque)
    reunie = _reunir(base, disque, neuf) if base else None
    if reunie is not None:
        return _Sort(reunie)
    return _Sort(replace(neuf, brut=conflit(disque.brut, base.brut if base else "", neuf.brut)), ("amendee",))


def _reunir(base: PartieDuTexte, disque: PartieDuTexte, neuf: PartieDuTexte) -> PartieDuTexte | None:
    """La clause que les deux côtés ont changée, ou `None` s'ils se contredisent."""
    if disque.cle_du_titre not in (base.cle_du_titre, neuf.cle_du_titre) and base.cle_du_titre != neuf.cle_du_titre:
        return None
    corps, conflits = fusionner_textes(f"{base.corps}\n", f"{disque.corps}\n", f"{neuf.corps}\n")
    if conflits:
        return None
    titre = neuf.titre if disque.cle_du_titre == base.cle_du_titre else disque.titre
    mention = neuf.mention if disque.mention == base.mention else disque.mention
    intitule = f"**{neuf.numero} {titre}.**{_MENTIONS[mention]}" if titre else ""
    brut = f"{intitule}\n{corps.strip()}\n\n".lstrip("\n")
    return replace(disque, brut=brut, titre=titre, mention=mention, corps=corps.strip("\n"))


def _ordonner_tout(base: Document, disque: Document, neuf: Document, sorts: dict[str, _Sort]) -> list[SectionDuTexte]:
    """Les sections et leurs parties, dans l'ordre du nouveau texte, ce que le groupe a ajouté ou déplacé à sa place."""
    cibles = _cibles(base, disque, neuf, sorts)
    places = [{section.nom: section for section in un} for un in (base, disque, neuf)]
    gardees: dict[str, set[str]] = {}
    for gardee, section in cibles.items():
        gardees.setdefault(section, set()).add(gardee)
    rendues = []
    avant, ici, apres = ([section.nom for section in un] for un in (base, disque, neuf))
    for nom in ordonner(avant, ici, apres, set(gardees)):
        listes = [
            [partie.nom for partie in place[nom].parties if cibles.get(partie.nom) == nom] if nom in place else []
            for place in places
        ]
        ordre = ordonner(listes[0], listes[1], listes[2], gardees[nom])
        parties = [partie for une in ordre if (partie := sorts[une].partie) is not None]
        article = any(place[nom].article for place in places if nom in place)
        rendues.append(SectionDuTexte(nom, article, tuple(_avec_un_titre(parties, nom, places))))
    return rendues


def _cibles(base: Document, disque: Document, neuf: Document, sorts: dict[str, _Sort]) -> dict[str, str]:
    """La section où va chaque partie gardée : celle du disque si on l'y a déplacée, sinon celle du nouveau texte."""
    lieux = [{partie.nom: section.nom for section in un for partie in section.parties} for un in (base, disque, neuf)]
    cibles = {}
    for nom, sort in sorts.items():
        if sort.partie is not None:
            avant, ici, apres = (lieu.get(nom) for lieu in lieux)
            deplacee = ici is not None and avant is not None and ici != avant
            cibles[nom] = ici if ici is not None and (deplacee or apres is None) else apres or avant or ""
    return cibles


def _avec_un_titre(
    parties: list[PartieDuTexte], nom: str, places: Sequence[dict[str, SectionDuTexte]]
) -> Iterable[PartieDuTexte]:
    """Une section qui garde une clause garde un titre, même si le nouveau texte n'en a plus."""
    if any(partie.genre == "clause" for partie in parties) and all(partie.genre != "section" for partie in parties):
        ailleurs = (place[nom].parties[0] for place in (places[2], places[1], places[0]) if nom in place)
        yield next(une for une in ailleurs if une.genre == "section")
    yield from parties


def ordonner(base: Sequence[str], disque: Sequence[str], neuf: Sequence[str], presents: set[str]) -> list[str]:
    """Rend les noms présents : l'ordre est celui de `neuf`, sauf pour ce que `disque` a ajouté ou déplacé.

    Quand `base` et `neuf` ont le même ordre, c'est exactement celui de `disque`.
    """
    connus = set(neuf)
    deplaces = set(deplacements([nom for nom in base if nom in connus], disque))
    fixes = [nom for nom in neuf if nom in presents and nom not in deplaces]
    restent, suites = set(fixes), dict[str, list[str]]()
    avant = ""
    for nom in disque:
        if nom in restent:
            avant = nom
        elif nom in presents:
            suites.setdefault(avant, []).append(nom)
    return [*suites.get("", ()), *(nom for fixe in fixes for nom in (fixe, *suites.get(fixe, ())))]


def deplacements(avant: Sequence[str], apres: Sequence[str]) -> list[str]:
    """Les noms communs qui ne sont plus à leur rang : tous, sauf la plus longue suite restée dans l'ordre."""
    communs = set(avant) & set(apres)
    a, b = [nom for nom in avant if nom in communs], [nom for nom in apres if nom in communs]
    blocs = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    fixes = {nom for bloc in blocs for nom in a[bloc.a : bloc.a + bloc.size]}
    return [nom for nom in b if nom not in fixes]


def _numeroter_les_sections(sections: Iterable[SectionDuTexte], neuf: Document) -> Iterable[SectionDuTexte]:
    numeros = {section.nom: section.numero for section in neuf}
    precedent = ""
    for section in sections:
        if section.nom not in numeros and section.parties and section.parties[0].genre == "section":
            precedent = suivant(precedent) if precedent else "0"
            section = _avec_numero(section, precedent)
        elif numeros.get(section.nom):
            precedent = numeros[section.nom]
            section = _avec_numero(section, precedent)
        yield section


def _avec_numero(section: SectionDuTexte, numero: str) -> SectionDuTexte:
    titre, *reste = section.parties
    if titre.genre != "section" or titre.brut.startswith(REPERES[0]):
        return section
    return replace(section, parties=(renumeroter(titre, numero), *reste))


def _numeroter_les_clauses(
    section: SectionDuTexte, numeros: Mapping[str, str], sections: Collection[str]
) -> SectionDuTexte:
    """Donne un numéro aux clauses ajoutées : « 6.3 bis » après la 6.3, « 6 bis.1 » dans un article ajouté."""
    a_nous = section.nom not in sections
    parties, precedent = [], "" if a_nous else f"{section.numero}.0"
    premiere = True
    for partie in section.parties:
        if partie.genre == "clause" and partie.nom in numeros:
            precedent = numeros[partie.nom]
        elif partie.genre == "clause":
            if a_nous and not precedent:
                precedent = f"{section.numero}.1"
            elif a_nous and precedent.startswith(f"{section.numero}."):
                precedent = f"{section.numero}.{int(precedent.rpartition('.')[2]) + 1}"
            elif not (premiere and precedent.endswith(".0")):
                precedent = suivant(precedent)
            if not partie.brut.startswith(REPERES[0]):
                partie = renumeroter(partie, precedent)
        premiere = premiere and partie.genre != "clause"
        parties.append(partie)
    return replace(section, parties=tuple(parties))


def suivant(numero: str) -> str:
    """Le numéro d'une partie ajoutée après celle-ci : « 6.3 » donne « 6.3 bis », puis « 6.3 ter »."""
    debut, _, rang = numero.rpartition(" ")
    if debut and rang in RANGS:
        apres = RANGS.index(rang) + 1
        return f"{debut} {RANGS[apres]}" if apres < len(RANGS) else f"{debut} ({apres + 2})"
    if debut and rang.startswith("("):
        return f"{debut} ({int(rang.strip('()')) + 1})"
    return f"{numero} {RANGS[0]}"


def _coudre(parties: Sequence[PartieDuTexte], disque: Document) -> str:
    """Met les parties bout à bout, une ligne vide entre celles qui ne se suivaient pas ainsi sur le disque."""
    la = [partie for section in disque for partie in section.parties]
    jointures = {(avant.nom, apres.nom): _fin(avant.brut) for avant, apres in pairwise(la)}
    morceaux: list[str] = []
    for avant, partie in pairwise([None, *parties]):
        if partie is None:
            continue
        if avant is not None and avant.brut and jointures.get((avant.nom, partie.nom)) != _fin(avant.brut):
            morceaux.append("\n" * (2 - _fin(avant.brut)))
        morceaux.append(partie.brut)
    texte = "".join(morceaux)
    return texte if parties and la and parties[-1].brut == la[-1].brut else texte.rstrip("\n") + "\n"


def _fin(brut: str) -> int:
    """Combien de sauts de ligne finissent ce texte."""
    return len(brut) - len(brut.rstrip("\n"))


def _situer(texte: str, sections: Iterable[SectionDuTexte], sorts: dict[str, _Sort]) -> tuple[Conflit, ...]:
    places = [rang for rang, ligne in enumerate(texte.split("\n"), 1) if ligne == REPERES[0]]
    causes = [
        (partie.numero or section.numero, ordinaire(partie.titre or section.titre), cause)
        for section in sections
        for partie in section.parties
        for cause in sorts[partie.nom].causes
    ]
    return tuple(Conflit(*cause, ligne) for cause, ligne in zip(causes, places, strict=True))
