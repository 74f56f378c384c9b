"""L'adoption et les signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from charte.moteur.charte import Charte
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.document.blocs import Bloc, Case, Groupe, Ligne, Paragraphe, Role, Tableau, Titre, citer, rediger
from charte.rendu.document.phrases import Phrases


def adoption(charte: Charte, phrases: Phrases) -> Groupe:
    """Rend les versions adoptées, ou de quoi noter le vote d'un projet ; puis de quoi signer."""
    titre = Titre(1, "", phrases.dire("adoption"), "adoption")
    suite = (_versions(charte, phrases),) if charte.adoptee else _projet(charte, phrases)
    qui = (phrases.dire("signe_pour", structure=rediger(charte.structure)), phrases.dire("signe_referent"))
    return Groupe("adoption", (titre, *suite, signatures(qui, phrases)))


def case(role: Role, ligne: Ligne) -> Case:
    """Rend une case d'un seul paragraphe."""
    return Case((Paragraphe(role, ligne),))


def entetes(phrases: Phrases, noms: Iterable[str], role: Role = "tableau_entete") -> tuple[Case, ...]:
    """Rend les titres des colonnes, d'après le nom de leur phrase."""
    return tuple(case(role, phrases.dire(nom)) for nom in noms)


def _versions(charte: Charte, phrases: Phrases) -> Tableau:
    lignes = tuple(
        (
            case("tableau_texte", citer(une.version)),
            case("tableau_texte", citer(en_lettres(une.date))),
            case("tableau_texte", citer(une.instance)),
            case("tableau_texte", citer(une.vote or "—")),
        )
        for une in charte.adoptions
    )
    colonnes = entetes(phrases, ("colonne_version", "colonne_date", "colonne_instance", "colonne_vote"))
    return Tableau("adoption", phrases.dire("adoptions"), colonnes, lignes, (22, 38, 50, 60))


def _projet(charte: Charte, phrases: Phrases) -> Iterator[Bloc]:
    instance = rediger(charte.instance) if charte.instance else phrases.dire("instance_inconnue")
    yield Paragraphe("corps", phrases.dire("projet", instance=instance))
    if charte.revise:
        date = en_lettres(charte.revise.date)
        yield Paragraphe("corps", phrases.dire("revise", version=charte.revise.version, date=date))
    yield champs(("adoptee_le", "pour", "contre", "abstentions"), phrases, (68, 34, 34, 34))


def champs(noms: Sequence[str], phrases: Phrases, largeurs: tuple[int, ...]) -> Tableau:
    """Rend des cases à remplir à la main, d'après le nom de leur phrase."""
    entete = entetes(phrases, noms, "champ")
    return Tableau("champs", (), entete, (tuple(case("champ", ()) for _ in noms),), largeurs)


def signatures(qui: tuple[Ligne, Ligne], phrases: Phrases) -> Tableau:
    """Rend de quoi signer, à deux."""
    place = Case(
        tuple(Paragraphe("champ", phrases.dire(nom)) for nom in ("champ_nom", "champ_date", "champ_signature"))
    )
    return Tableau("signatures", (), tuple(case("signataire", nom) for nom in qui), ((place, place),), (85, 85))
