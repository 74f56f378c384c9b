"""Les annexes : celles que l'on remplit ou que l'on suit, puis d'où vient la charte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charte.moteur.charte import Annexe, Charte, DroitCite, Reponse, Retrait
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.document.adoption import case, entetes
from charte.rendu.document.blocs import (
    Bloc,
    Case,
    Cite,
    Element,
    EntreeSommaire,
    GenreDeTableau,
    Groupe,
    Ligne,
    Liste,
    Paragraphe,
    Redige,
    Tableau,
    Titre,
    citer,
    joindre,
    rediger,
)
from charte.rendu.document.page_de_couverture import GRAS
from charte.rendu.document.phrases import Phrases
from charte.rendu.document.plan import Plan, Provenance

_ITALIQUE = Cite("", italique=True)
_PAGE = 170


def annexe(une: Annexe) -> Groupe:
    """Rend une annexe du modèle : introduction, étapes, tableaux."""
    blocs: list[Bloc] = [Titre(1, une.numero, rediger(une.titre), f"annexe-{une.numero}")]
    if une.intro:
        blocs.append(Paragraphe("introduction", rediger(une.intro)))
    if une.etapes:
        blocs.append(Liste("etapes", tuple(Element((Paragraphe("puce", rediger(etape)),)) for etape in une.etapes)))
    for tableau in une.tableaux:
        colonnes = tuple(case("tableau_entete", rediger(colonne)) for colonne in tableau.colonnes)
        lignes = tuple(tuple(case("tableau_texte", rediger(dite)) for dite in ligne) for ligne in tableau.lignes)
        largeurs = tableau.largeurs or _repartir(len(colonnes))
        blocs.append(Tableau("action", rediger(tableau.titre), colonnes, lignes, largeurs))
    return Groupe("annexe", tuple(blocs))


def _repartir(colonnes: int) -> tuple[int, ...]:
    return (42, _PAGE - 42) if colonnes == 2 else (_PAGE // colonnes,) * colonnes


def finales(charte: Charte, plan: Plan, phrases: Phrases) -> Iterator[Groupe]:
    """Rend les annexes finales qui ont quelque chose à imprimer : réponses, provenance, recommandations, droit."""
    ecrire = {"reponses": _reponses, "provenance": _provenance, "recommandations": _recommandations, "droit": _droit}
    for entree in plan.finales:
        titre = Titre(1, entree.repere, rediger(entree.titre), entree.ancre)
        yield Groupe("annexe", (titre, *ecrire[entree.ancre](charte, plan, phrases)))


def ailleurs(entrees: tuple[EntreeSommaire, ...], phrases: Phrases) -> Iterator[Groupe]:
    """Rend la liste des annexes que ce document laisse à un autre ; rien s'il les a toutes."""
    if entrees:
        lignes = (
            phrases.dire("ailleurs_entree", repere=entree.repere, titre=rediger(entree.titre)) for entree in entrees
        )
        yield Groupe(
            "ailleurs",
            (
                Titre(1, "", phrases.dire("ailleurs"), "ailleurs"),
                Paragraphe("introduction", phrases.dire("ailleurs_mode")),
                puces(lignes),
            ),
        )


def puces(lignes: Iterable[Ligne]) -> Liste:
    """Rend une liste à puces, une ligne chacune."""
    return Liste("puces", tuple(Element((Paragraphe("puce", ligne),)) for ligne in lignes))


def _registre(
    phrases: Phrases,
    genre: GenreDeTableau,
    legende: str,
    colonnes: Iterable[str],
    lignes: Iterable[Iterable[Paragraphe]],
    *largeurs: int,
) -> Tableau:
    rangees = tuple(tuple(Case((paragraphe,)) for paragraphe in ligne) for ligne in lignes)
    return Tableau(genre, phrases.dire(legende), entetes(phrases, colonnes), rangees, largeurs)


def _texte(ligne: Ligne) -> Paragraphe:
    return Paragraphe("tableau_texte", ligne)


def _code(code: str) -> Paragraphe:
    """Le code d'une ligne, que visent les renvois de la provenance."""
    return Paragraphe("tableau_texte", citer(code), code)


def _reponses(charte: Charte, plan: Plan, phrases: Phrases) -> Iterator[Bloc]:
    lignes = ((_code(une.code), _texte(citer(une.enonce)), _texte(_reponse(une, phrases))) for une in charte.reponses)
    colonnes = ("colonne_code", "colonne_question", "colonne_reponse")
    yield _registre(phrases, "reponses", "reponses_legende", colonnes, lignes, 12, 61, 97)


def _reponse(une: Reponse, phrases: Phrases) -> Ligne:
    bouts: list[Ligne] = [citer(une.valeur)]
    etat = une.accord or ("non_discute" if une.etat in ("defaut", "passe") else "")
    if etat:
        bouts += (citer(" · "), phrases.dire(etat, 1, _ITALIQUE))
    if une.remarque:
        bouts.append(phrases.dire("reponse_remarque", remarque=une.remarque))
    if une.revoir_le:
        bouts.append(phrases.dire("reponse_revoir", date=en_lettres(une.revoir_le)))
    return joindre(bouts, "")


def _provenance(charte: Charte, plan: Plan, phrases: Phrases) -> Iterator[Bloc]:
    yield Paragraphe("introduction", phrases.dire("provenance_mode"))
    lignes = (
        (_clause(une, phrases), *(_texte(_liens(codes)) for codes in (une.reponses, une.recommandations, une.droit)))
        for une in plan.provenances
    )
    colonnes = ("colonne_clause", "reponses", "colonne_recommandations", "colonne_droit")
    yield _registre(phrases, "provenance", "provenance_legende", colonnes, lignes, 76, 34, 38, 22)
    if charte.retraits:
        yield Paragraphe("introduction", phrases.dire("retraits"))
        yield puces(_retrait(retrait, phrases) for retrait in charte.retraits)


def _clause(une: Provenance, phrases: Phrases) -> Paragraphe:
    clause = une.clause
    marque: Ligne = ()
    if clause.retouche:
        marque = (Cite(" · "), *phrases.dire(clause.retouche, 1, _ITALIQUE))
    return _texte((Cite(clause.numero, vers=f"#{clause.ancre}"), Cite(" "), Redige(clause.titre), *marque))


def _retrait(retrait: Retrait, phrases: Phrases) -> Ligne:
    raison = rediger(retrait.raison) if retrait.raison else phrases.dire("sans_raison", 1, _ITALIQUE)
    return phrases.dire("retrait", numero=retrait.numero, titre=rediger(retrait.titre), raison=raison)


def _liens(codes: tuple[str, ...]) -> Ligne:
    return joindre((Cite(code, vers=f"#{code}"),) for code in codes) or citer("—")


def _recommandations(charte: Charte, plan: Plan, phrases: Phrases) -> Iterator[Bloc]:
    if charte.documents:
        yield Paragraphe("introduction", phrases.dire("documents_mode"))
        elements = (
            Element(
                (
                    Paragraphe(
                        "source",
                        phrases.dire(
                            "document", auteur=un.auteur, titre=(Cite(un.titre, italique=True),), date=un.date
                        ),
                    ),
                ),
                un.code,
            )
            for un in charte.documents
        )
        yield Liste("documents", tuple(elements))
    lignes = (
        (_code(citee.code), _texte(citer(citee.titre)), _texte(citer(", ".join(citee.sources))))
        for citee in charte.recommandations
    )
    colonnes = ("colonne_code", "colonne_recommandation", "colonne_sources")
    yield _registre(phrases, "recommandations", "recommandations_legende", colonnes, lignes, 12, 136, 22)


def _droit(charte: Charte, plan: Plan, phrases: Phrases) -> Iterator[Bloc]:
    lignes = ((_code(cite.code), _texte(_repere(cite, phrases))) for cite in charte.droit)
    yield _registre(phrases, "droit", "droit_legende", ("colonne_code", "colonne_repere"), lignes, 12, 158)


def _repere(cite: DroitCite, phrases: Phrases) -> Ligne:
    dates = phrases.dire(
        "droit_dates_a_revoir" if cite.a_revoir else "droit_dates",
        1,
        _ITALIQUE,
        reference=cite.reference,
        applicable=en_lettres(cite.applicable),
        verifie=en_lettres(cite.verifie),
        a_revoir=en_lettres(cite.a_revoir) if cite.a_revoir else "",
    )
    titre = phrases.dire("droit_titre", 1, GRAS, titre=cite.titre)
    return (*titre, Cite(f" {cite.enonce} "), *dates)
