"""Mettre côte à côte les choix de plusieurs structures : question par question, puis la matrice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from charte.contenu.base import Table
from charte.contenu.questionnaire import Question
from charte.moteur.charte import Charte
from charte.moteur.comparaison.mot_a_mot import nu
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.expressions.lisible import A_DECIDER, en_mots, libelle

ABSENTE = "—"
SANS_OBJET = "Sans objet"
LIBRES = ("texte", "texte_long", "date", "nombre")
NOM = "nom"
"""La question que les colonnes disent déjà."""
ANONYME_DES = 3
"""En dessous, chacun reconnaît les autres : un tableau sans noms ne cache rien."""
_SEL = "charte-comparer"


@dataclass(frozen=True)
class Structure:
    """Une structure à comparer. `dossier` : pour distinguer deux homonymes. `renommees` : ses questions renommées."""

    charte: Charte
    contexte: Contexte
    dossier: str = ""
    renommees: Table[str, str] = field(default_factory=Table)


@dataclass(frozen=True)
class CelluleComparee:
    """Ce qu'une structure répond. `choix` : valeur et libellé de chaque option retenue ; vide pour un texte libre.

    `discutee` : faux si la proposition du questionnaire vaut faute de discussion.
    """

    texte: str
    choix: tuple[tuple[str, str], ...] = ()
    discutee: bool = True


@dataclass(frozen=True)
class Decompte:
    """Combien de structures retiennent une option, et lesquelles (rangs de colonne)."""

    libelle: str
    colonnes: tuple[int, ...]
    sans_discussion: int = 0


@dataclass(frozen=True)
class LigneComparee:
    """Une question, ou une ligne de grille ou de matrice ; une cellule par structure, dans l'ordre des colonnes."""

    cle: str
    enonce: str
    cellules: tuple[CelluleComparee, ...]
    decomptes: tuple[Decompte, ...] = ()


@dataclass(frozen=True)
class Rubrique:
    """Un titre et ses lignes."""

    titre: str
    lignes: tuple[LigneComparee, ...]


@dataclass(frozen=True)
class Federation:
    """Le tableau entier ; `colonnes` : les structures, par leur nom ou par un numéro."""

    colonnes: tuple[str, ...]
    rubriques: tuple[Rubrique, ...]
    anonyme: bool = False


def federer(structures: Sequence[Structure], decisions: Mapping[str, str], anonyme: bool = False) -> Federation:
    """Rend le tableau. `decisions` : le mot de chaque décision de la matrice.

    `anonyme` : ni nom, ni texte libre, ni contenu de fiche, ni date exacte ; les colonnes sont mêlées selon leurs
    réponses seules, toujours de la même façon, quel que soit l'ordre où on les donne.
    """
    rubriques = [
        _etat_des_chartes(structures, anonyme),
        *_questions(structures, anonyme),
        _matrice(structures, decisions),
    ]
    rubriques = [rubrique for rubrique in rubriques if rubrique.lignes]
    if not anonyme:
        return Federation(_noms(structures), tuple(rubriques))
    ordre = _melange(len(structures), rubriques)
    melees = tuple(
        replace(rubrique, lignes=tuple(_reordonner(ligne, ordre) for ligne in rubrique.lignes))
        for rubrique in rubriques
    )
    return Federation(tuple(f"Structure {rang}" for rang in range(1, len(structures) + 1)), melees, anonyme=True)


def _noms(structures: Sequence[Structure]) -> tuple[str, ...]:
    noms = [une.charte.nom for une in structures]
    return tuple(
        f"{nom} ({une.dossier})" if noms.count(nom) > 1 else nom for nom, une in zip(noms, structures, strict=True)
    )


def _melange(nombre: int, rubriques: Iterable[Rubrique]) -> list[int]:
    """Un ordre des colonnes qui ne dépend que de ce qu'elles montrent."""
    lignes = [ligne for rubrique in rubriques for ligne in rubrique.lignes]

    def empreinte(colonne: int) -> str:
        vue = "\x1f".join(f"{ligne.cle}={ligne.cellules[colonne].texte}" for ligne in lignes)
        return hashlib.sha256(f"{_SEL}\x1e{vue}".encode()).hexdigest()

    return sorted(range(nombre), key=empreinte)


def _reordonner(ligne: LigneComparee, ordre: Sequence[int]) -> LigneComparee:
    cellules = tuple(ligne.cellules[colonne] for colonne in ordre)
    return replace(ligne, cellules=cellules, decomptes=_decomptes(cellules) if ligne.decomptes else ())


def _etat_des_chartes(structures: Sequence[Structure], anonyme: bool) -> Rubrique:
    chartes = [une.charte for une in structures]
    lignes = {
        "version": ("Version", [_version(charte, anonyme) for charte in chartes]),
        "parcours": ("Parcours", [charte.parcours for charte in chartes]),
        "a_decider": ("Points à décider", [str(len(charte.a_decider)) for charte in chartes]),
        "non_discutees": ("Réponses non discutées", [str(len(charte.non_discutees)) for charte in chartes]),
    }
    if not anonyme:
        lignes["questionnaire"] = ("Questionnaire", [charte.questionnaire for charte in chartes])
    return Rubrique(
        "Où en est chaque charte",
        tuple(LigneComparee(cle, nom, tuple(map(CelluleComparee, valeurs))) for cle, (nom, valeurs) in lignes.items()),
    )


def _version(charte: Charte, anonyme: bool) -> str:
    if not charte.adoptee:
        return "projet"
    return f"adoptée en {charte.date[:4]}" if anonyme else f"{charte.version}, {en_lettres(charte.date)}"


# Les questions.


def _questions(structures: Sequence[Structure], anonyme: bool) -> Iterator[Rubrique]:
    """Une rubrique par section, dans l'ordre du questionnaire le plus récent, complété par les autres."""
    recentes = sorted(structures, key=lambda une: une.contexte.questionnaire.version, reverse=True)
    sections: dict[str, tuple[str, dict[str, None]]] = {}
    vues: set[str] = set()
    for structure in recentes:
        for section in structure.contexte.questionnaire.sections:
            _, noms = sections.setdefault(section.id, (section.titre, {}))
            for question in section.questions:
                nom = structure.renommees.get(question.id, question.id)
                if nom not in vues:
                    vues.add(nom)
                    noms[nom] = None
    questions = [{s.renommees.get(nom, nom): s.contexte.question(nom) for nom in _ids(s)} for s in structures]
    for titre, noms in sections.values():
        lignes = (ligne for nom in noms for ligne in _lignes(nom, structures, questions, anonyme))
        yield Rubrique(titre, tuple(lignes))


def _ids(structure: Structure) -> Iterable[str]:
    return structure.contexte.questionnaire.par_id


def _lignes(
    nom: str, structures: Sequence[Structure], questions: Sequence[Mapping[str, Question]], anonyme: bool
) -> Iterator[LigneComparee]:
    dites = [une.get(nom) for une in questions]
    connues = [question for question in dites if question is not None]
    enonce, type = _le_plus_dit(une.enonce for une in connues), connues[0].type
    if nom == NOM or (anonyme and type in LIBRES):
        return
    if type == "grille":
        lignes: dict[str, list[str]] = {}
        for ligne in (une for question in connues for une in question.lignes):
            lignes.setdefault(ligne.valeur, []).append(ligne.libelle)
        for cle, libelles in lignes.items():
            cellules = [_case_de_grille(*paire, cle) for paire in zip(structures, dites, strict=True)]
            yield _ligne(f"{nom}.{cle}", f"{enonce} — {_le_plus_dit(libelles)}", cellules)
        return
    cellules = [_cellule(structure, question, anonyme) for structure, question in zip(structures, dites, strict=True)]
    if not all(cellule.texte in (ABSENTE, SANS_OBJET) for cellule in cellules):
        yield _ligne(nom, enonce, cellules)


def _le_plus_dit(mots: Iterable[str]) -> str:
    """La tournure la plus fréquente (« bénévoles », « volontaires ») : elle ne dépend pas de l'ordre des structures."""
    comptes = Counter(mots)
    return min(comptes, key=lambda mot: (-comptes[mot], mot))


def _ligne(cle: str, enonce: str, cellules: Sequence[CelluleComparee]) -> LigneComparee:
    return LigneComparee(cle, enonce, tuple(cellules), _decomptes(cellules))


def _decomptes(cellules: Sequence[CelluleComparee]) -> tuple[Decompte, ...]:
    """Les options retenues, de la plus partagée à la moins ; vide si personne n'avait le choix."""
    libelles: dict[str, list[str]] = {}
    colonnes: dict[str, list[int]] = {}
    for colonne, cellule in enumerate(cellules):
        for valeur, nom in cellule.choix:
            libelles.setdefault(valeur, []).append(nom)
            colonnes.setdefault(valeur, []).append(colonne)
    decomptes = [
        Decompte(
            _le_plus_dit(libelles[valeur]), tuple(siennes), sum(not cellules[colonne].discutee for colonne in siennes)
        )
        for valeur, siennes in colonnes.items()
    ]
    return tuple(sorted(decomptes, key=lambda un: (-len(un.colonnes), un.libelle)))


def _cellule(structure: Structure, question: Question | None, anonyme: bool) -> CelluleComparee:
    if question is None:
        return CelluleComparee(ABSENTE)
    etat, valeur = structure.contexte.etat(question.id), structure.contexte.valeur(question.id)
    if etat == "sans_objet":
        return CelluleComparee(SANS_OBJET)
    if etat == "a_decider":
        return CelluleComparee(A_DECIDER, (("", A_DECIDER),))
    discutee = etat == "repondu"
    if question.type == "liste" and anonyme:
        return CelluleComparee(str(len(valeur or ())), discutee=discutee)
    choix = tuple(_retenues(question, valeur))
    return CelluleComparee(en_mots(question, valeur), choix, discutee)


def _retenues(question: Question, valeur: Any) -> Iterator[tuple[str, str]]:
    """La valeur et le libellé de chaque option retenue."""
    if question.type == "oui_non":
        yield ("oui", "Oui") if valeur else ("non", "Non")
    elif question.type in ("choix", "choix_multiple", "classement"):
        retenues = [valeur] if question.type == "choix" else valeur
        yield from ((str(une), libelle(question.options, une)) for une in retenues or () if une)


def _case_de_grille(structure: Structure, question: Question | None, ligne: str) -> CelluleComparee:
    if question is None or ligne not in [une.valeur for une in question.lignes]:
        return CelluleComparee(ABSENTE)
    etat = structure.contexte.etat(question.id)
    if etat == "sans_objet":
        return CelluleComparee(SANS_OBJET)
    if etat == "a_decider" or f"{question.id}.{ligne}" in structure.contexte.reponses.a_decider:
        return CelluleComparee(A_DECIDER, (("", A_DECIDER),))
    valeur = (structure.contexte.valeur(question.id) or {}).get(ligne)
    if valeur is None:
        return CelluleComparee(ABSENTE)
    dite = libelle(question.options, valeur)
    return CelluleComparee(dite, ((valeur, dite),), etat == "repondu")


# La matrice.


def _matrice(structures: Sequence[Structure], decisions: Mapping[str, str]) -> Rubrique:
    cases: dict[str, list[str]] = {}
    dressees: list[dict[str, CelluleComparee]] = []
    for structure in structures:
        dressee = {}
        matrice = structure.charte.matrice
        for classe in matrice.classes:
            for famille, case in zip(matrice.familles, classe.cases, strict=True):
                cle = f"matrice.{classe.id}.{famille.id}"
                cases.setdefault(cle, []).append(f"{nu(classe.libelle)} — {nu(famille.libelle)}")
                dressee[cle] = CelluleComparee(decisions[case.decision], ((case.decision, decisions[case.decision]),))
        dressees.append(dressee)
    lignes = (
        _ligne(cle, _le_plus_dit(noms), [une.get(cle, CelluleComparee(ABSENTE)) for une in dressees])
        for cle, noms in cases.items()
    )
    return Rubrique("Quelle donnée dans quel outil ?", tuple(lignes))
