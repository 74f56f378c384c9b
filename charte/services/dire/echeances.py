"""Dire les échéances d'une charte : ce que le droit a changé, ce qui vient, les rendez-vous du groupe."""

from __future__ import annotations

import datetime

from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.erreurs import commande
from charte.moteur.charte import Charte
from charte.moteur.composition.echeances import (
    EcheanceDeDroit,
    RendezVous,
    date_de_la_charte,
    echeances_de_droit,
    prochaine_relecture,
    rendez_vous,
)
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import compter
from charte.services.charger import Contenus
from charte.services.dire.pliage import Bloc, dire, en_texte, lisible


def relever_les_echeances(
    contenus: Contenus, reponses: Reponses, charte: Charte, jour: datetime.date
) -> tuple[Contexte, tuple[EcheanceDeDroit, ...], tuple[RendezVous, ...]]:
    """Les échéances de droit et les rendez-vous du groupe à ce jour, avec le contexte où les dire."""
    contexte = contenus.contexte(reponses)
    du_droit = echeances_de_droit(contenus.referentiel, contexte, charte, jour)
    return contexte, du_droit, rendez_vous(contexte, jour)


def dire_les_echeances(
    dossier: Dossier, contenus: Contenus, reponses: Reponses, charte: Charte, jour: datetime.date
) -> None:
    """Écrit les échéances à ce jour ; ce sont des attentions, jamais des fautes."""
    contexte, du_droit, du_groupe = relever_les_echeances(contenus, reponses, charte, jour)
    blocs = [bloc_du_rendez_vous(un, contexte, charte) for un in du_groupe]
    blocs += [bloc_de_droit(une, dossier) for une in du_droit if une.moment != "perimee"]
    perimees = [une for une in du_droit if une.moment == "perimee"]
    if perimees:
        blocs.append(_perimees(perimees))
    dire(f"\nÉchéances au {en_lettres(jour)}\n{_situer(contexte, charte)}")
    if blocs:
        print(f"\n{en_texte(blocs)}\n")
        nombre = compter(len(du_droit) + len(du_groupe), "échéance à regarder", "échéances à regarder")
        dire(f"{nombre} : ce sont des rappels, ils n'empêchent rien.")
    else:
        dire("Rien n'a changé dans ses repères de droit, rien n'est annoncé dans les six mois.")


def _situer(contexte: Contexte, charte: Charte) -> str:
    date = date_de_la_charte(contexte.reponses)
    if date is None:
        return (
            "La charte n'est pas datée : impossible de dire ce que le droit a changé depuis. Pour la dater, écrivez "
            "« date: AAAA-MM-JJ » dans reponses.yaml."
        )
    if not contexte.reponses.adoptions:
        return f"La charte est un projet du {en_lettres(date)}."
    relecture = prochaine_relecture(contexte)
    suite = f" ; à relire le {en_lettres(relecture)} au plus tard" if relecture else ""
    projet = "" if charte.adoptee else " Le texte d'aujourd'hui est un projet, qui la révise."
    return f"La charte a été adoptée le {en_lettres(date)}{suite}.{projet}"


def bloc_de_droit(echeance: EcheanceDeDroit, dossier: Dossier) -> Bloc:
    """Une date d'une règle, franchie ou à venir : ce qu'elle change, les clauses, et pour finir quoi faire."""
    date = en_lettres(echeance.date)
    franchie = echeance.moment == "franchie"
    verbe = {
        (True, True): "s'applique depuis le",
        (True, False): "a changé le",
        (False, True): "s'appliquera le",
        (False, False): "changera le",
    }[franchie, echeance.entree]
    return Bloc(
        f"{'Attention' if franchie else 'Bientôt'} : « {echeance.regle.titre} » {verbe} {date}",
        (
            f"Référence : {echeance.regle.reference} ({echeance.regle.id}).",
            f"Ce que cela change : {echeance.effet}",
            _clauses(echeance),
            f"À faire : {_geste(echeance, dossier)}",
        ),
    )


def _clauses(echeance: EcheanceDeDroit) -> str:
    if echeance.clauses:
        return f"Clauses concernées : {' ; '.join(f'{une.numero} {lisible(une.titre)}' for une in echeance.clauses)}."
    if echeance.citee:
        return "Clauses concernées : aucune ; la matrice ou une annexe la cite."
    return "Clauses concernées : aucune ; d'après vos réponses, la règle peut vous concerner."


def _geste(echeance: EcheanceDeDroit, dossier: Dossier) -> str:
    if not echeance.clauses:
        ou = commande("charte", "expliquer", echeance.regle.id, str(dossier.chemin))
        return f"voyez ensemble si la charte doit en parler. Pour savoir où elle mène : {ou}"
    if echeance.moment == "a_venir":
        return f"relisez ces clauses en réunion avant le {en_lettres(echeance.date)}, et vérifiez la règle à sa source."
    refaire = commande("charte", "exporter", str(dossier.chemin))
    return f"relisez ces clauses en réunion. Si elles ne suffisent plus, changez vos réponses puis lancez : {refaire}"


def _perimees(echeances: list[EcheanceDeDroit]) -> Bloc:
    lignes = []
    for une in echeances:
        clauses = f" Clauses : {', '.join(clause.numero for clause in une.clauses)}." if une.clauses else ""
        source = f"{une.regle.reference} ({une.regle.id})"
        lignes.append(f"- « {une.regle.titre} », depuis le {en_lettres(une.date)} : {source}.{clauses}")
    geste = "À faire : mettez charte à jour ; à défaut, vérifiez chaque règle à sa source avant de vous y fier."
    return Bloc("Attention : ces repères de droit sont à vérifier de nouveau", (*lignes, geste))


def bloc_du_rendez_vous(rendez: RendezVous, contexte: Contexte, charte: Charte) -> Bloc:
    """Un jour que le groupe s'était fixé et qui est venu, et pour finir quoi faire."""
    if not rendez.question:
        return Bloc(
            f"Attention : la charte devait être relue le {en_lettres(rendez.date)} au plus tard",
            (
                f"Pourquoi : vous avez choisi de la relire {contexte.variante('{{ revue }}')}.",
                f"À faire : relisez-la, faites-la adopter de nouveau ({charte.instance}), et notez cette adoption dans "
                "reponses.yaml.",
            ),
        )
    return Bloc(
        f"Attention : un point devait être rediscuté le {en_lettres(rendez.date)}",
        (
            f"Question : {rendez.enonce} ({rendez.question})",
            "À faire : reposez-la au groupe, puis notez sa réponse, ou un nouveau jour, dans reponses.yaml.",
        ),
    )
