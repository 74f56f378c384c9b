"""Ce qu'une adoption fige : réponses, textes, documents, extrait de procès-verbal, note aux membres."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from charte import __version__
from charte.contenu import bibliotheque
from charte.contenu.reponses import Reponses
from charte.depot.adoptions import Figee, empreinte
from charte.depot.dossier import Dossier
from charte.depot.logo import chemin_du_logo
from charte.erreurs import RenduImpossible
from charte.moteur.charte import Charte
from charte.rendu import note, proces_verbal
from charte.rendu.json import de_json


def charte_figee(figee: Figee) -> Charte:
    """La charte d'une version figée, telle qu'elle a été adoptée."""
    return de_json(figee.dossier.etat.read_text(encoding="utf-8"))


def outils() -> str:
    """Ce qui produit les documents ici : avec les mêmes, on les refait à l'octet."""
    trouves = [f"charte {__version__}"]
    for nom in ("weasyprint", "typst"):
        with contextlib.suppress(PackageNotFoundError):
            trouves.append(f"{nom} {version(nom)}")
    return ", ".join(trouves)


def a_figer(
    ici: Dossier, reponses: Reponses, ecrits: Iterable[Path], precedente: Charte | None
) -> tuple[dict[str, bytes], list[RenduImpossible]]:
    """Les fichiers à figer, par chemin, et ceux que cette machine ne peut pas produire.

    L'extrait et la note sont ceux du programme, quel que soit le modèle de la charte.
    """
    modele = bibliotheque.dossier_modele()
    logo = chemin_du_logo(ici.reponses, reponses)
    sources = [ici.reponses, *([logo] if logo else []), *ecrits, ici.base, ici.etat]
    fichiers = {une.relative_to(ici.chemin).as_posix(): une.read_bytes() for une in dict.fromkeys(sources)}
    charte = de_json(ici.etat.read_text(encoding="utf-8"))
    somme = empreinte(ici.texte.read_bytes())
    fichiers["extrait-proces-verbal.md"] = proces_verbal.markdown(charte, modele, somme).encode()
    fichiers |= {f"ce-qui-change.{nom}": page.encode() for nom, page in note.rendre(precedente, charte, modele).items()}
    manques = []
    try:
        fichiers["extrait-proces-verbal.pdf"] = proces_verbal.pdf(charte, modele, somme)
    except RenduImpossible as manque:
        manques.append(manque)
    return fichiers, manques
