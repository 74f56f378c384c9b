"""`charte exporter` : refaire les documents d'une charte."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from charte.commandes.chargement import Contenus, charger, charger_reponses
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.depot.ecriture import ecrire, verifier_inscriptible
from charte.erreurs import RenduImpossible, UsageIncorrect
from charte.rendu import FORMATS, document, verifier_moteur

PAR_DEFAUT = ("md", "pdf")
TOUT = "tout"


@dataclass(frozen=True)
class Production:
    """Les fichiers écrits, la copie des retouches s'il y en a une, et ce qui n'a pas pu être produit."""

    ecrits: tuple[Path, ...]
    copie: Path | None = None
    manques: tuple[RenduImpossible, ...] = ()


def exporter(
    dossier: Path,
    formats: str | None = None,
    remplacer: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
    moteur: str | None = None,
) -> int:
    """Refait les documents ; rend 0, ou 1 si un format demandé n'a pas pu être produit."""
    choisis = _formats(formats)
    verifier_moteur(moteur)
    ici = Dossier(dossier)
    contenus = charger(modele, questionnaire)
    reponses = charger_reponses(ici, contenus.questionnaire)
    production = produire(ici, contenus, reponses, choisis, remplacer, moteur)
    for chemin in production.ecrits:
        print(chemin)
    if production.copie:
        print(f"Vos retouches sont gardées dans {production.copie}", file=sys.stderr)
    elif "md" not in choisis and ici.est_retouche():
        print(
            "Attention : les retouches faites à la main dans CHARTE.md ne sont pas dans ces documents.", file=sys.stderr
        )
    for manque in production.manques:
        print(f"{manque.phrase}\n{manque.remede}", file=sys.stderr)
    return 1 if production.manques else 0


def produire(
    dossier: Dossier,
    contenus: Contenus,
    reponses: Reponses,
    formats: Iterable[str],
    remplacer: bool = False,
    moteur: str | None = None,
) -> Production:
    """Compose et écrit les documents demandés, et l'état du dossier.

    Sans moteur de PDF, tout le reste est produit, et une page HTML imprimable prend sa place. Lève `Refus` si
    le texte a été retouché à la main et que `remplacer` est faux ; rien n'est alors écrit.
    """
    verifier_inscriptible(dossier.chemin)
    charte = contenus.composer(reponses)
    choisis = list(formats)
    ecrits: list[Path] = []
    manques: list[RenduImpossible] = []
    copie = None
    if "md" in choisis:
        texte = document(charte, "md", contenus.dossier_modele).decode()
        copie = dossier.poser_texte(texte, remplacer)
        ecrits.append(dossier.texte)
    ecrire(dossier.etat, document(charte, "json", contenus.dossier_modele))
    for nom, format in FORMATS.items():
        if nom in choisis and nom != "md":
            try:
                rendu = document(charte, nom, contenus.dossier_modele, moteur)
                ecrits.append(_poser(dossier.chemin / format.fichier, rendu))
            except RenduImpossible as manque:
                manques.append(manque)
                if nom == "pdf":
                    choisis.append("html")
    return Production(tuple(ecrits), copie, tuple(manques))


def _poser(chemin: Path, contenu: str | bytes) -> Path:
    ecrire(chemin, contenu)
    return chemin


def _formats(demandes: str | None) -> tuple[str, ...]:
    choisis = tuple(dict.fromkeys(mot.strip() for mot in (demandes or ",".join(PAR_DEFAUT)).split(",") if mot.strip()))
    if TOUT in choisis:
        return tuple(FORMATS)
    inconnus = [mot for mot in choisis if mot not in FORMATS]
    if inconnus or not choisis:
        raise UsageIncorrect(f"Format inconnu : « {', '.join(inconnus)} ».", f"Formats : {', '.join(FORMATS)}, {TOUT}.")
    return choisis
