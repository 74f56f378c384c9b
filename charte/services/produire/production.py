"""Composer, réunir les retouches, écrire les documents d'une charte d'un seul coup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charte.contenu.reponses import Reponses
from charte.depot.charte_md import Reunion, reunir
from charte.depot.dossier import Dossier
from charte.depot.ecriture.plusieurs_fichiers import ecrire_ensemble
from charte.depot.ecriture.un_fichier import verifier_inscriptible
from charte.erreurs import RenduImpossible, UsageIncorrect
from charte.moteur.charte import Charte
from charte.moteur.composition.apparence import remarques
from charte.rendu import FORMATS, SECOURS, page_de_secours, rendre_document
from charte.services.charger import Contenus
from charte.services.produire.avancement import suivre
from charte.services.produire.retouches import en_conflit, en_projet, n_est_plus_adopte, retouches_gardees, texte_de

if TYPE_CHECKING:
    from charte.moteur.retouches.fusion import Conflit
    from charte.moteur.retouches.report import Ecart


PAR_DEFAUT = ("md", "pdf")
TOUT = "tout"
_PROJET_DE_NOUVEAU = "ce texte n'est plus celui de la version adoptée : il redevient un projet, jusqu'au prochain vote"


@dataclass(frozen=True)
class Production:
    """Les fichiers écrits, la copie des retouches s'il y en a une, ce qui n'a pas pu être produit, ce qu'il a fallu
    changer aux couleurs du groupe, les pages à imprimer à la place des PDF manquants, puis ce par quoi le texte
    s'écarte du modèle, et ce qu'il reste à trancher entre les retouches et le nouveau texte."""

    ecrits: tuple[Path, ...]
    copie: Path | None = None
    manques: tuple[RenduImpossible, ...] = ()
    remarques: tuple[str, ...] = ()
    a_imprimer: tuple[Path, ...] = ()
    ecarts: tuple[Ecart, ...] = ()
    conflits: tuple[Conflit, ...] = ()


def a_dire(production: Production, ici: Dossier) -> list[str]:
    """Ce que la personne doit savoir de ce qui vient d'être produit : retouches, conflits, couleurs, manques."""
    phrases = [f"Vos retouches sont gardées dans {production.copie}"] if production.copie else []
    phrases += en_conflit(production.conflits, ici) or retouches_gardees(production.ecarts, ici)
    phrases += [f"Attention : {remarque}." for remarque in production.remarques]
    phrases += dict.fromkeys(f"{manque.phrase}\n{manque.remede}" for manque in production.manques)
    if production.a_imprimer:
        pages = ", ".join(chemin.name for chemin in production.a_imprimer)
        phrases.append(f"En attendant, à ouvrir dans un navigateur et à imprimer : {pages}")
    return phrases


def produire(
    dossier: Dossier,
    contenus: Contenus,
    reponses: Reponses,
    formats: Iterable[str],
    remplacer: bool = False,
    moteur: str | None = None,
    renommees: Mapping[str, str] | None = None,
    avec: Mapping[Path, str | bytes] | None = None,
) -> Production:
    """Compose la charte, y réunit les retouches de `CHARTE.md`, écrit les documents demandés et l'état du dossier.

    `remplacer` : abandonner les retouches, en gardant une copie ; `renommees` : le nouvel identifiant des clauses qui
    en ont changé ; `avec` : d'autres fichiers du dossier, à écrire du même coup. Si retouches et nouveau texte
    s'opposent, seul `CHARTE.md` est écrit, qui le montre. Sans moteur de PDF, tout le reste est produit, et une page
    HTML imprimable prend la place de chaque PDF. Lève les refus de `reunir` ; rien n'est alors écrit.
    """
    verifier_inscriptible(dossier.chemin)
    charte = contenus.composer(reponses, dossier.reponses)
    choisis = list(formats)
    reunion, fichiers, copie = _texte(dossier, contenus, charte, choisis, remplacer, renommees)
    amende = n_est_plus_adopte(dossier, reunion.charte)
    if amende:
        charte = en_projet(charte)
        reunion, fichiers, copie = _texte(dossier, contenus, charte, choisis, remplacer, renommees)
    fichiers |= {dossier.etat: rendre_document(reunion.charte, "json", contenus.dossier_modele), **(avec or {})}
    if reunion.conflits:
        # Le texte dit ce qui s'oppose ; les autres documents attendent que ce soit tranché.
        ecrire_ensemble(dossier.chemin, fichiers)
        return Production((dossier.texte,), ecarts=reunion.ecarts, conflits=reunion.conflits)
    charte = reunion.charte
    ecrits: list[Path] = [dossier.texte] if "md" in choisis else []
    manques: list[RenduImpossible] = []
    a_imprimer: list[Path] = []
    for nom in suivre([nom for nom in FORMATS if nom in choisis and nom != "md"]):
        try:
            chemin = dossier.chemin / FORMATS[nom].fichier
            fichiers[chemin] = rendre_document(charte, nom, contenus.dossier_modele, moteur)
            ecrits.append(chemin)
        except RenduImpossible as manque:
            manques.append(manque)
            if nom in SECOURS:
                chemin = dossier.chemin / SECOURS[nom].fichier
                fichiers[chemin] = page_de_secours(charte, nom, contenus.dossier_modele)
                a_imprimer.append(chemin)
    # Tout d'un coup : un arrêt laisse l'ancienne charte ou la nouvelle, jamais un texte et un PDF qui se contredisent.
    ecrire_ensemble(dossier.chemin, fichiers)
    ecrits = list(dict.fromkeys([*ecrits, *a_imprimer]))
    return Production(
        tuple(ecrits),
        copie,
        tuple(manques),
        (*remarques(reponses.apparence), *([_PROJET_DE_NOUVEAU] if amende else [])),
        tuple(a_imprimer),
        reunion.ecarts,
    )


def _texte(
    dossier: Dossier,
    contenus: Contenus,
    charte: Charte,
    choisis: Collection[str],
    remplacer: bool,
    renommees: Mapping[str, str] | None,
) -> tuple[Reunion, dict[Path, str | bytes], Path | None]:
    """La charte avec les retouches du disque, le texte et la base à écrire, et la copie des retouches abandonnées.

    Un texte qui existe est tenu à jour quel que soit le format demandé : aucun document ne peut dire autre chose.
    """
    if "md" not in choisis and not dossier.texte.exists():
        return Reunion(charte, None, ""), {}, None
    rendre = texte_de(contenus)
    if not remplacer:
        reunion = reunir(dossier, charte, rendre, renommees)
    else:
        neuf = rendre(charte)
        reunion = Reunion(charte, neuf, neuf)
    fichiers: dict[Path, str | bytes] = {dossier.base: reunion.base}
    if reunion.texte is not None:
        fichiers = {dossier.texte: reunion.texte, **fichiers}
    if not remplacer or not dossier.est_retouche() or dossier.dit_deja(reunion.base):
        return reunion, fichiers, None
    copie = dossier.copie_libre()
    return reunion, {copie: dossier.texte.read_bytes(), **fichiers}, copie


def deja_produits(dossier: Dossier) -> tuple[str, ...]:
    """Les formats que ce dossier contient déjà, avec ceux que l'on produit toujours : on les refait ensemble."""
    return tuple(
        nom for nom, format in FORMATS.items() if nom in PAR_DEFAUT or (dossier.chemin / format.fichier).exists()
    )


def formats_choisis(demandes: str | None) -> tuple[str, ...]:
    choisis = tuple(dict.fromkeys(mot.strip() for mot in (demandes or ",".join(PAR_DEFAUT)).split(",") if mot.strip()))
    if TOUT in choisis:
        return tuple(FORMATS)
    inconnus = [mot for mot in choisis if mot not in FORMATS]
    if inconnus or not choisis:
        raise UsageIncorrect(f"Format inconnu : « {', '.join(inconnus)} ».", f"Formats : {', '.join(FORMATS)}, {TOUT}.")
    return choisis
