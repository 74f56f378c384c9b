"""Les annexes d'action : des mêmes réponses, ce qu'il faut faire, tenir, copier et garder sous la main."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charte.contenu import modele as m
from charte.contenu.base import Markdown, Variantes
from charte.moteur.charte import Annexe, TableauDAnnexe
from charte.moteur.expressions.bac_a_sable import ADecider, EnPhrase, Indecis
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.dates import dans, en_lettres, lundi_suivant

ECHEANCES = ("premier_lundi", "dans_trois_mois", "dans_un_an")
"""Les dates qu'une annexe peut imprimer, comptées depuis l'adoption ; vides tant que rien n'est adopté."""
A_DECIDER = Markdown("*à décider*")
FICHE = "fiche"
"""Le nom, dans une ligne ou un tableau qui se répète, de ce dont on parle."""


def composer(
    modeles: Iterable[m.AnnexeDuModele], contexte: Contexte, date: str, texte: str
) -> list[tuple[m.AnnexeDuModele, Annexe]]:
    """Rend les annexes qui ont quelque chose à dire, sans numéro, chacune avec son modèle.

    `date` : celle d'où courent les délais, au format ISO, ou "" pour un projet ; `texte` : ce que disent ses clauses,
    dont on garde les mots.
    """
    # Ce qui dépend d'un point à décider attend qu'il le soit : une annexe ne dit que ce qui est sûr.
    contexte = contexte.avec(_echeances(date))
    texte = texte.lower()
    retenus = (modele for modele in modeles if contexte.retient(modele, indecise=False))
    composees = [(modele, _annexe(modele, contexte, texte)) for modele in retenus]
    return [(modele, annexe) for modele, annexe in composees if annexe.etapes or annexe.tableaux]


def _echeances(date: str) -> dict[str, EnPhrase]:
    try:
        dates = [en_lettres(une) for une in (lundi_suivant(date), dans(date, 3), dans(date, 12))]
    except (ValueError, OverflowError):
        # Pas de date, ou une date si lointaine que le calendrier s'arrête avant l'échéance.
        dates = [""] * len(ECHEANCES)
    return {nom: EnPhrase(une) for nom, une in zip(ECHEANCES, dates, strict=True)}


def _annexe(modele: m.AnnexeDuModele, contexte: Contexte, texte: str) -> Annexe:
    tableaux = (tableau for un in modele.tableaux for tableau in _tableaux(un, contexte, texte))
    return Annexe(
        id=modele.id,
        numero="",
        a_consulter=modele.a_consulter,
        titre=contexte.variante(modele.titre),
        intro=contexte.variante(modele.intro),
        etapes=tuple(cases[0] for cases in _lignes(modele.etapes, contexte, texte)),
        tableaux=tuple(tableau for tableau in tableaux if tableau.lignes),
    )


def _tableaux(modele: m.TableauDuModele, contexte: Contexte, texte: str) -> Iterator[TableauDAnnexe]:
    for ici in _par_fiche(modele.pour, contexte):
        if ici.vrai_ou(modele.si, indecise=False):
            yield TableauDAnnexe(
                titre=ici.variante(modele.titre),
                colonnes=tuple(ici.variante(colonne) for colonne in modele.colonnes),
                lignes=tuple(_lignes(modele.lignes, ici, texte)),
                largeurs=tuple(modele.largeurs),
            )


def _lignes(lignes: Iterable[m.LigneAnnexe], contexte: Contexte, texte: str) -> Iterator[tuple[Markdown, ...]]:
    for ligne in lignes:
        if ligne.mots and not _emploie(texte, ligne.mots):
            continue
        for ici in _par_fiche(ligne.pour, contexte):
            if ici.retient(ligne, indecise=False) and (premiere := ici.variante(ligne.cases[0])):
                yield premiere, *(_case(case, ici) for case in ligne.cases[1:])


def _case(variantes: Variantes, contexte: Contexte) -> Markdown:
    """Une case qui dépend d'un point à décider le dit ; vide, elle laisserait croire qu'il n'y a rien à y mettre."""
    try:
        return contexte.rendre(variantes) if isinstance(variantes, str) else contexte.variante(variantes)
    except Indecis:
        return A_DECIDER


def _par_fiche(question: str | None, contexte: Contexte) -> list[Contexte]:
    """Le contexte tel quel, ou une fois par fiche d'une liste ou ligne d'une grille, qui s'y lit sous « fiche »."""
    if question is None:
        return [contexte]
    valeur = contexte.variables[question]
    return [] if isinstance(valeur, ADecider) else [contexte.avec({FICHE: une}) for une in _elements(valeur)]


def _elements(valeur: object) -> list[object]:
    if isinstance(valeur, dict):
        return [
            {"ligne": ligne, "reponse": reponse}
            for ligne, reponse in valeur.items()
            if not isinstance(reponse, ADecider) and reponse != ""
        ]
    return list(valeur) if isinstance(valeur, list) else []


def _emploie(texte: str, mots: Iterable[str]) -> bool:
    """Vrai si le texte, en minuscules, emploie l'un de ces mots entiers."""
    return any(_entier(texte, mot.lower()) for mot in mots)


def _entier(texte: str, mot: str) -> bool:
    debut = texte.find(mot)
    while debut >= 0:
        fin = debut + len(mot)
        if not texte[max(debut - 1, 0) : debut].isalnum() and not texte[fin : fin + 1].isalnum():
            return True
        debut = texte.find(mot, fin)
    return False
