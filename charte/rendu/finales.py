"""Les annexes finales d'un traitement de texte : réponses, provenance, recommandations, droit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charte.contenu.base import Markdown
from charte.moteur.charte import Charte, DroitCite, Reponse, Retouche
from charte.moteur.dates import en_lettres
from charte.rendu.blocs import Bloc, Cellule, Fragment, Ligne, Liste, Paragraphe, Tableau, Titre, en_ligne, lien, mots
from charte.rendu.mots import ACCORDS, RETOUCHES, RETRAITS, SANS_RAISON, TITRES
from charte.rendu.plan import Plan


def finales(charte: Charte, plan: Plan) -> Iterator[Bloc]:
    """Rend les annexes finales qui ont quelque chose à imprimer."""
    blocs = {"reponses": _reponses, "provenance": _provenance, "recommandations": _recommandations, "droit": _droit}
    for entree in plan.sommaire_annexes:
        if entree.ancre in blocs:
            yield Titre(1, entree.repere, mots(entree.titre), entree.ancre)
            yield from blocs[entree.ancre](charte, plan)


def _registre(legende: str, colonnes: Iterable[str], lignes: Iterable[Iterable[Paragraphe]], *largeurs: int) -> Tableau:
    return Tableau(
        "registre",
        mots(legende),
        tuple(Cellule((Paragraphe("tableau_entete", mots(colonne)),)) for colonne in colonnes),
        tuple(tuple(Cellule((case,)) for case in ligne) for ligne in lignes),
        largeurs,
    )


def _texte(ligne: Ligne, ancre: str = "") -> Paragraphe:
    return Paragraphe("tableau_texte", ligne, ancre)


def _code(code: str) -> Paragraphe:
    """Le code d'une ligne, que visent les renvois de la provenance."""
    return _texte(mots(code, gras=True), code)


def _reponses(charte: Charte, plan: Plan) -> Iterator[Bloc]:
    yield _registre(
        "Ce que le groupe a répondu",
        ("Code", "Question", "Réponse"),
        ((_code(une.code), _texte(mots(une.enonce)), _texte(tuple(_reponse(une)))) for une in charte.reponses),
        *(14, 62, 94),
    )


def _reponse(une: Reponse) -> Iterator[Fragment]:
    yield from mots(une.valeur)
    if une.accord:
        yield from (Fragment(" · "), *mots(ACCORDS[une.accord], italique=True))
    elif une.etat in ("defaut", "passe"):
        yield from (Fragment(" · "), *mots("non discuté", italique=True))
    if une.remarque:
        yield from mots(f" · {une.remarque}")
    if une.revoir_le:
        yield from mots(f" · à revoir le {en_lettres(une.revoir_le)}")


def _provenance(charte: Charte, plan: Plan) -> Iterator[Bloc]:
    yield Paragraphe(
        "introduction",
        mots(
            "Chaque clause vient de nos réponses (Q), de recommandations de l'économie sociale (R) et, parfois, de la "
            "loi (D). Les annexes voisines donnent le sens de chaque code."
        ),
    )
    yield _registre(
        "La provenance, clause par clause",
        ("Clause", TITRES["reponses"], "Recommandations", "Droit"),
        (
            (
                _texte(
                    (
                        *lien(une.clause.numero, f"#{une.clause.ancre}"),
                        Fragment(" "),
                        *en_ligne(une.clause.titre),
                        *_marque(une.clause.retouche),
                    )
                ),
                *(_texte(_liens(codes)) for codes in (une.reponses, une.recommandations, une.droit)),
            )
            for une in plan.provenances
        ),
        *(76, 34, 38, 22),
    )
    if charte.retraits:
        yield Paragraphe("introduction", mots(RETRAITS))
        lignes = ((*mots(f"{un.numero} "), *en_ligne(un.titre), *_raison(un.raison)) for un in charte.retraits)
        yield Liste("puces", tuple((Paragraphe("puce", ligne),) for ligne in lignes))


def _marque(retouche: Retouche) -> Ligne:
    return (Fragment(" · "), *mots(RETOUCHES[retouche], italique=True)) if retouche else ()


def _raison(raison: Markdown) -> Ligne:
    return (*mots(" : "), *(en_ligne(raison) if raison else mots(SANS_RAISON, italique=True)))


def _liens(codes: tuple[str, ...]) -> Ligne:
    fragments = [fragment for code in codes for fragment in (Fragment(" "), *lien(code, f"#{code}"))]
    return tuple(fragments[1:]) or mots("—")


def _recommandations(charte: Charte, plan: Plan) -> Iterator[Bloc]:
    if charte.documents:
        yield Paragraphe("introduction", mots("Elles viennent de ces documents, rappelés par leur code (S) :"))
    for document in charte.documents:
        titre = mots(document.titre, italique=True)
        ligne = (*mots(f"{document.auteur}, "), *titre, *mots(f", {document.date}"))
        yield Paragraphe("source", (*mots(document.code, gras=True), Fragment("\t"), *ligne))
    yield _registre(
        "Les recommandations, et leurs sources",
        ("Code", "Recommandation", "Sources"),
        (
            (_code(citee.code), _texte(mots(citee.titre)), _texte(mots(", ".join(citee.sources))))
            for citee in charte.recommandations
        ),
        *(14, 130, 26),
    )


def _droit(charte: Charte, plan: Plan) -> Iterator[Bloc]:
    yield _registre(
        "Un repère n'est pas un conseil juridique : il porte la date où il a été vérifié.",
        ("Code", "Repère"),
        ((_code(cite.code), _texte(tuple(_repere(cite)))) for cite in charte.droit),
        *(14, 156),
    )


def _repere(cite: DroitCite) -> Iterator[Fragment]:
    revoir = f" ; à revoir après le {en_lettres(cite.a_revoir)}" if cite.a_revoir else ""
    yield from mots(f"{cite.titre}.", gras=True)
    yield from mots(f" {cite.enonce} ")
    dates = f"Applicable : {en_lettres(cite.applicable)}. Vérifié : {en_lettres(cite.verifie)}{revoir}."
    yield from mots(f"{cite.reference}. {dates}", italique=True)
