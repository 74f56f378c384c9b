"""Dire les retouches : ce qui est gardé, ce qui ne passe pas dans les autres documents, ce qui est à trancher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charte.depot.charte_md import Reunion, reunir
from charte.erreurs import FichierInvalide, Refus, commande
from charte.moteur.charte import PROJET
from charte.moteur.texte import enumerer

if TYPE_CHECKING:
    from charte.contenu.reponses import Reponses
    from charte.depot.dossier import Dossier
    from charte.moteur.charte import Charte
    from charte.moteur.retouches.fusion import Conflit
    from charte.moteur.retouches.report import Ecart
    from charte.services.charger import Contenus

_SORTS = {"amendee": "amendée", "locale": "ajoutée", "deplacee": "déplacée", "retiree": "retirée"}
_CAUSES = {
    "amendee": "vous l'avez amendée, et le nouveau texte change les mêmes phrases",
    "disparue": "vous l'avez retouchée, et la nouvelle charte ne la contient plus",
    "retiree": "vous l'avez retirée, et le nouveau texte la change",
    "passage": "vous et le nouveau texte avez changé le même passage",
}


def texte_de(contenus: Contenus) -> Callable[[Charte], str]:
    """Ce qui rend le Markdown d'une charte, avec le modèle de ces contenus."""
    from charte.rendu import rendre_document

    return lambda charte: rendre_document(charte, "md", contenus.dossier_modele).decode()


def retouchee(
    dossier: Dossier, contenus: Contenus, reponses: Reponses, renommees: Mapping[str, str] | None = None
) -> Reunion:
    """La charte de ces réponses avec les retouches du disque, telle qu'un export la ferait ; n'écrit rien.

    Lève les refus de `reunir`, et `FichierInvalide` si le modèle est fautif.
    """
    return _reunir(dossier, contenus.composer(reponses, dossier.reponses), texte_de(contenus), renommees)


def n_est_plus_adopte(dossier: Dossier, charte: Charte) -> bool:
    """Vrai si ce texte n'est plus celui de la version figée : un document ne se dit adopté que s'il l'a été."""
    if not charte.adoptee:
        return False
    from charte.depot.adoptions import Figee
    from charte.moteur.controles.adoption import meme_texte
    from charte.services.figer import charte_figee

    figee = Figee(dossier, charte.version)
    try:
        return figee.complete and not meme_texte(charte, charte_figee(figee))
    except FichierInvalide:
        # `verifier` dit que la version figée ne se lit plus ; cela n'empêche pas de travailler.
        return False


def en_projet(charte: Charte) -> Charte:
    """Cette charte, redevenue un projet que personne n'a daté."""
    return replace(charte, version=PROJET, date="", relecture="")


def _reunir(
    dossier: Dossier, charte: Charte, rendre: Callable[[Charte], str], renommees: Mapping[str, str] | None = None
) -> Reunion:
    """`reunir`, puis de nouveau en projet si les retouches font un texte que personne n'a adopté."""
    reunion = reunir(dossier, charte, rendre, renommees)
    if n_est_plus_adopte(dossier, reunion.charte):
        return reunir(dossier, en_projet(charte), rendre, renommees)
    return reunion


@dataclass(frozen=True)
class EtatDuTexte:
    """Où en est `CHARTE.md` : la charte retouches comprises, ce que l'on en dit, et ce qui empêche de le reprendre."""

    charte: Charte
    phrases: tuple[str, ...] = ()
    blocage: Refus | None = None


def etat_du_texte(dossier: Dossier, contenus: Contenus, charte: Charte) -> EtatDuTexte:
    """Compare le texte du disque à cette charte, sans rien écrire ; un refus de `reunir` est rendu, pas levé."""
    refaire = commande("charte", "exporter", str(dossier.chemin))
    if not dossier.texte.exists():
        return EtatDuTexte(charte, (f"Le texte n'existe pas encore. Pour le faire : {refaire}",))
    try:
        reunion = _reunir(dossier, charte, texte_de(contenus))
    except Refus as refus:
        return EtatDuTexte(charte, (), refus)
    phrases = liste(reunion.ecarts, dossier)
    if not dossier.base.exists() or dossier.base.read_text(encoding="utf-8", errors="replace") != reunion.base:
        phrases.append(f"Le texte n'est pas à jour : réponses, modèle ou retouches ont changé. Le refaire : {refaire}")
    if reunion.conflits:
        lieux = enumerer(_lieu(un) for un in reunion.conflits)
        phrases.append(f"Attention : l'export demandera de choisir entre vos retouches et le nouveau texte : {lieux}.")
    return EtatDuTexte(reunion.charte, tuple(phrases))


def retouches_gardees(ecarts: Sequence[Ecart], dossier: Dossier) -> list[str]:
    """Ce qu'un export garde des retouches, en phrases."""
    clauses = [une for une in ecarts if une.genre in _SORTS]
    autres = [une.titre for une in ecarts if une.genre == "partie"]
    dites = []
    if clauses or autres:
        details = [*(f"{une.numero} {_SORTS[une.genre]}" for une in clauses), *autres]
        nombre = len(details)
        pluriel = "s" if nombre > 1 else ""
        dites.append(f"{nombre} retouche{pluriel} gardée{pluriel} : {', '.join(details)}.")
    return [*dites, *_suites(ecarts, dossier)]


def liste(ecarts: Sequence[Ecart], dossier: Dossier) -> list[str]:
    """Tout ce par quoi le texte s'écarte du modèle, une ligne par écart."""
    dites = []
    for une in ecarts:
        if une.genre in _SORTS:
            dites.append(f"Retouche : {une.numero} « {une.titre} », {_SORTS[une.genre]}{_raison(une)}")
        elif une.genre == "partie":
            dites.append(f"Retouche : {une.titre}.")
    return [*dites, *_suites(ecarts, dossier)]


def _raison(une: Ecart) -> str:
    if une.genre != "retiree":
        return "."
    if une.raison:
        return f" : {une.raison.rstrip('.')}."
    return " sans raison. Pour la dire : remettez son titre dans CHARTE.md, et dessous « Retirée : la raison. »"


def _suites(ecarts: Sequence[Ecart], dossier: Dossier) -> Iterable[str]:
    """Ce que les retouches entraînent, et le moyen d'aller au bout."""
    ici = str(dossier.chemin)
    faciles = [une.numero for une in ecarts if une.sans_facile]
    if faciles:
        nombre = "La clause {} n'est" if len(faciles) == 1 else "Les clauses {} ne sont"
        dites = nombre.format(enumerer(faciles))
        yield f"{dites} plus dans le facile à lire ni sur l'affiche, qui ne diraient pas la même chose."
    ouvertes = [une.numero for une in ecarts if une.en_attente]
    if ouvertes:
        verbe = "attend" if len(ouvertes) == 1 else "attendent"
        sujet = f"La question de la clause {ouvertes[0]}" if len(ouvertes) == 1 else "Les questions des clauses "
        sujet += "" if len(ouvertes) == 1 else enumerer(ouvertes)
        yield f"{sujet} {verbe} toujours une réponse : {commande('charte', 'reviser', ici, '--a-decider')}"
    ailleurs = [f"« {une.titre} »" for une in ecarts if une.genre == "ailleurs"]
    if ailleurs:
        yield (
            f"Dans CHARTE.md seulement, car cela vient des réponses : {enumerer(ailleurs)}. "
            f"Pour changer une réponse, ou une case du tableau des données : {commande('charte', 'reviser', ici)}"
        )
    seuls = [une.titre for une in ecarts if une.genre == "seul"]
    if seuls:
        yield (
            "Dans CHARTE.md seulement, car les autres documents n'ont pas de place pour eux : des mots que vous avez "
            f"changés dans {enumerer(seuls)}. Pour qu'ils passent partout : écrivez-les dans une clause. "
            f"Pour changer une réponse, comme le nom ou le contact : {commande('charte', 'reviser', ici)}"
        )


def en_conflit(conflits: Sequence[Conflit], dossier: Dossier) -> list[str]:
    """Chaque conflit en mots, avec sa ligne, puis ce qu'il faut faire."""
    if not conflits:
        return []
    return [
        *(f"Conflit, {dossier.texte.name} ligne {un.ligne}, {_lieu(un)} : {_CAUSES[un.cause]}." for un in conflits),
        "À chaque endroit, gardez « vos retouches », la « version précédente » ou le « nouveau texte », ou écrivez le "
        "vôtre. Effacez les lignes qui commencent par <<<<<<<, |||||||, ======= et >>>>>>>. Le reste est en place.",
        f"Puis, pour faire les autres documents, qui attendent : {commande('charte', 'exporter', str(dossier.chemin))}",
    ]


def _lieu(un: Conflit) -> str:
    return f"{un.numero} « {un.titre} »".strip() if un.titre else un.numero or "le titre et le sous-titre"
