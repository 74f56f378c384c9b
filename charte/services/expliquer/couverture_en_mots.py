"""La couverture, dite en mots : un résumé chiffré, puis le détail, thème par thème."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from charte.contenu.referentiel import Referentiel
from charte.moteur.charte import Annexe, Charte, Clause
from charte.moteur.controles.couverture import (
    Absence,
    Bilan,
    Groupe,
    PlaceDeRecommandation,
    PlaceDuDroit,
    Porteurs,
    Suivi,
)
from charte.moteur.controles.sujets import SuiviSujet, SujetDuModele
from charte.moteur.texte import enumerer
from charte.services.charger import Contenus
from charte.services.dire.pliage import Bloc, lisible
from charte.services.expliquer.pourquoi import raisons

T = TypeVar("T")
_GROUPES: Mapping[Groupe, str] = {"retenue": "retenue", "adaptee": "adaptée", "ecartee": "écartée"}
_SUJETS = {"traite": "traité", "sans_objet": "sans objet ici", "non_traite": "non traité"}
_JURIDICTIONS = {"UE": "Union européenne", "FR": "France", "BE": "Belgique"}


def du_modele(bilan: Bilan, referentiel: Referentiel) -> list[Bloc]:
    """Où sert chaque recommandation et chaque repère de droit ; le compte vient à la fin."""
    places, droit = bilan.places, bilan.droit
    par_theme = _ranger(places, referentiel.themes, lambda place: place.entree.theme)
    cites = sum(not repere.orpheline for repere in droit)
    placees = sum(not place.orpheline for place in places)
    return [
        Bloc("Couverture du référentiel", tuple(_ou_sert(places))),
        *(Bloc(f"{titre} ({len(ici)})", tuple(_place(place) for place in ici)) for titre, ici in par_theme),
        Bloc(f"Droit ({len(droit)})", tuple(_place_du_droit(repere) for repere in droit)),
        Bloc(
            "Compte",
            (
                f"Repères de droit : {cites} sur {len(droit)} {'est cité' if cites == 1 else 'sont cités'}.",
                f"Recommandations : {placees} sur {len(places)} ont leur place.",
            ),
        ),
    ]


def _ou_sert(places: Sequence[PlaceDeRecommandation]) -> Iterable[str]:
    yield f"{_compte(len(places), 'recommandation')}. Une même recommandation peut servir à plusieurs endroits :"
    endroits: tuple[tuple[str, Callable[[PlaceDeRecommandation], object]], ...] = (
        ("dans une clause", lambda place: place.porteurs.clauses),
        ("dans un repère chiffré, en annexe", lambda place: place.porteurs.reperes),
        ("dans la matrice des données et des outils", lambda place: place.porteurs.matrice),
        ("dans une annexe d'action", lambda place: place.porteurs.annexes),
        ("dans une question de l'atelier", lambda place: place.porteurs.questions),
        ("dans une règle de cohérence", lambda place: place.porteurs.coherence),
        ("dans le guide d'animation", lambda place: place.guide),
        ("écartées, avec leur raison", lambda place: place.raison),
        ("sans aucune place", lambda place: place.orpheline),
    )
    for nom, y_sert in endroits:
        yield f"- {nom} : {sum(bool(y_sert(place)) for place in places)}"


def _place(place: PlaceDeRecommandation) -> str:
    endroits = _endroits(place.porteurs)
    endroits += [f"guide d'animation : « {place.guide} »"] if place.guide else []
    endroits += [f"écartée : {place.raison}"] if place.raison else []
    if place.orpheline:
        endroits.append("aucune place : ni clause, ni matrice, ni question, ni guide, ni raison")
    return f"- {place.entree.titre} ({place.entree.id})\n{_finir(' ; '.join(endroits))}"


def _place_du_droit(repere: PlaceDuDroit) -> str:
    regle = repere.regle
    endroits = " ; ".join(_endroits(repere.porteurs)) or "cité nulle part"
    return f"- {regle.titre} ({regle.id}, {_JURIDICTIONS[regle.juridiction]})\n{_finir(endroits)}"


def _endroits(porteurs: Porteurs) -> list[str]:
    noms = (
        ("clauses", porteurs.clauses),
        ("repères", porteurs.reperes),
        ("matrice", porteurs.matrice),
        ("annexes", porteurs.annexes),
        ("questions", porteurs.questions),
        ("cohérence", porteurs.coherence),
    )
    return [f"{nom} : {', '.join(cites)}" for nom, cites in noms if cites]


def de_la_charte(suivis: Sequence[Suivi], charte: Charte, contenus: Contenus) -> list[Bloc]:
    """Ce que la charte retient, adapte, écarte et pourquoi."""
    par_theme = _ranger(suivis, contenus.referentiel.themes, lambda suivi: suivi.place.entree.theme)
    blocs = [Bloc(f"Couverture de la charte « {charte.nom} »", tuple(_resume(suivis, par_theme)))]
    for titre, ici in par_theme:
        for groupe in _GROUPES:
            groupes = [suivi for suivi in ici if suivi.groupe == groupe]
            lignes = tuple(_suite(suivi, contenus) for suivi in groupes)
            blocs.append(Bloc(f"{titre} : {_groupe(len(groupes), groupe)}", lignes))
    return blocs


def _resume(suivis: Sequence[Suivi], par_theme: Iterable[tuple[str, Sequence[Suivi]]]) -> Iterable[str]:
    yield f"{_compte(len(suivis), 'recommandation')} : {_groupes(suivis)}."
    yield "- Retenue : tout ce qui la porte est dans le texte, et décidé."
    yield "- Adaptée : une partie est dans le texte, ou n'est pas encore décidée ou discutée."
    yield "- Écartée : rien, dans le texte, ne la porte."
    yield "Par thème :"
    for titre, ici in par_theme:
        yield f"- {titre} : {_groupes(ici)}"


def _groupes(suivis: Sequence[Suivi]) -> str:
    comptes = Counter(suivi.groupe for suivi in suivis)
    return ", ".join(_groupe(comptes[groupe], groupe) for groupe in _GROUPES)


def _groupe(nombre: int, groupe: Groupe) -> str:
    return _compte(nombre, _GROUPES[groupe])


def _suite(suivi: Suivi, contenus: Contenus) -> str:
    if suivi.groupe == "ecartee":
        return f"- {suivi.place.entree.titre} : {_finir(_pourquoi(suivi, contenus))}"
    lignes = [f"- {suivi.place.entree.titre} : {_finir(_presences(suivi.clauses, suivi.annexes, bool(suivi.matrice)))}"]
    if suivi.groupe == "adaptee" and suivi.absences:
        lignes.append(
            _finir(
                f"Sans « {' », « '.join(lisible(une.titre) for une in suivi.absences)} » : {raisons(suivi.absences)}"
            )
        )
    return "\n".join(lignes)


def _presences(clauses: Sequence[Clause], annexes: Sequence[Annexe], matrice: bool = False) -> str:
    dites = [_numeros("clause", map(_clause, clauses))] if clauses else []
    dites += ["matrice des données et des outils"] if matrice else []
    dites += [_numeros("annexe", (annexe.numero for annexe in annexes))] if annexes else []
    return " ; ".join(dites)


def _clause(clause: Clause) -> str:
    reste = {"a_decider": " (à décider)", "non_discutee": " (non discutée)"}
    return f"{clause.numero}{reste.get(clause.etat, '')}"


def _numeros(mot: str, numeros: Iterable[str]) -> str:
    dits = list(numeros)
    return f"{mot}{'s' if len(dits) > 1 else ''} {', '.join(dits)}"


def _pourquoi(suivi: Suivi, contenus: Contenus) -> str:
    """Pourquoi rien n'en est imprimé : les réponses, le parcours, ou le référentiel lui-même."""
    place = suivi.place
    dites = [raisons(suivi.absences)] if suivi.absences else []
    dites += [f"sert dans le guide d'animation, « {place.guide} »"] if place.guide else []
    dites += [place.raison] if place.raison else []
    if dites:
        return " ; ".join(dites)
    if place.porteurs.annexes:
        return "n'est portée que par une annexe que cette charte n'a pas"
    par_id = contenus.questionnaire.par_id
    enonces = [f"« {par_id[une].enonce} »" for une in place.porteurs.questions]
    return f"se discute à la question {enumerer(enonces)}, sans clause à elle" if enonces else "rien ne la porte"


def sujets_du_modele(sujets: Sequence[SujetDuModele], referentiel: Referentiel) -> list[Bloc]:
    """Ce qui, dans le modèle, traite chaque sujet des chartes publiées ; le compte vient à la fin."""
    par_famille = _ranger(sujets, referentiel.familles, lambda ici: ici.sujet.famille)
    traites = sum(ici.traite for ici in sujets)
    return [
        Bloc("Sujets des chartes publiées", (_releve(len(sujets)),)),
        *(Bloc(f"{titre} ({len(ici)})", tuple(_sujet_du_modele(un) for un in ici)) for titre, ici in par_famille),
        Bloc("Compte", (f"Sujets : {traites} sur {len(sujets)} {'est traité' if traites == 1 else 'sont traités'}.",)),
    ]


def _releve(nombre: int) -> str:
    return f"{_compte(nombre, 'sujet')} relevés dans des chartes publiées et des modèles de charte, de 2024 à 2026."


def _sujet_du_modele(ici: SujetDuModele) -> str:
    endroits = [f"clauses : {', '.join(ici.clauses)}"] if ici.clauses else []
    endroits += [f"annexes : {', '.join(ici.annexes)}"] if ici.annexes else []
    frequence = f"{_compte(ici.sujet.n_chartes, 'charte')} et {_compte(ici.sujet.n_modeles, 'modèle')} au moins"
    return f"- {ici.sujet.titre} ({frequence})\n{_finir(' ; '.join(endroits) or 'rien ne le traite')}"


def sujets_de_la_charte(suivis: Sequence[SuiviSujet], charte: Charte, referentiel: Referentiel) -> list[Bloc]:
    """Les sujets que la charte traite, ceux qui n'ont pas d'objet ici, ceux qu'elle ne traite pas."""
    par_famille = _ranger(suivis, referentiel.familles, lambda suivi: suivi.sujet.famille)
    comptes = Counter(suivi.etat for suivi in suivis)
    resume = (
        f"{_compte(comptes['traite'], 'traité')}, {comptes['sans_objet']} sans objet ici, "
        f"{comptes['non_traite']} non {'traités' if comptes['non_traite'] > 1 else 'traité'}."
    )
    return [
        Bloc(f"Sujets des chartes publiées, dans la charte « {charte.nom} »", (_releve(len(suivis)), resume)),
        *(Bloc(titre, tuple(_sujet(suivi) for suivi in ici)) for titre, ici in par_famille),
    ]


def _sujet(suivi: SuiviSujet) -> str:
    etat = _SUJETS[suivi.etat]
    if suivi.etat == "sans_objet":
        suite = f", {raisons([Absence('', '', False, suivi.reponses)])}"
    elif suivi.etat == "non_traite":
        suite = f", {raisons(suivi.absences)}" if suivi.absences else ""
    else:
        suite = f", {_presences(suivi.clauses, suivi.annexes)}"
    return _finir(f"- {suivi.sujet.titre} : {etat}{suite}")


def _ranger(elements: Iterable[T], titres: Mapping[str, str], groupe: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Les éléments rangés sous les titres de leurs groupes, dans l'ordre du référentiel."""
    ranges: dict[str, list[T]] = {identifiant: [] for identifiant in titres}
    for element in elements:
        ranges.setdefault(groupe(element), []).append(element)
    return [(titres.get(identifiant, identifiant), ici) for identifiant, ici in ranges.items() if ici]


def _compte(nombre: int, mot: str) -> str:
    return f"{nombre} {mot}{'s' if nombre > 1 else ''}"


def _finir(phrase: str) -> str:
    return phrase if phrase.endswith((".", "…", "!")) else f"{phrase}."
