"""Ce qu'une adoption fige : réponses, textes, documents, extrait de procès-verbal, note aux membres."""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from charte import __version__
from charte.contenu import bibliotheque
from charte.contenu.reponses import Reponses
from charte.depot.adoptions import Figee, empreinte, versions_figees
from charte.depot.dossier import Dossier
from charte.depot.images.logo import chemin_du_logo
from charte.erreurs import Faute, FichierInvalide, RenduImpossible, commande
from charte.moteur.charte import Adoption, Charte
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.programmes.charte_json import de_json
from charte.rendu.publics import note, proces_verbal


def charte_figee(figee: Figee) -> Charte:
    """La charte d'une version figée, telle qu'elle a été adoptée. Lève `FichierInvalide` si elle ne se lit plus."""
    etat = figee.dossier.etat
    try:
        return de_json(etat.read_bytes(), etat)
    except (FichierInvalide, OSError):
        phrase = f"la version {figee.version} est figée, mais ne se lit plus"
        raise FichierInvalide([Faute(etat, 1, 1, phrase)], f"Pour le détail : {controle_de(figee)}") from None


def controle_de(figee: Figee) -> str:
    """La commande qui contrôle cette version."""
    return commande("charte", "verifier", str(figee.origine.chemin), "--adoption", figee.version)


def divergences(ici: Dossier, charte: Charte, jour: datetime.date) -> list[str]:
    """Où `reponses.yaml` et les versions figées ne racontent pas les mêmes adoptions, en phrases."""
    trouvees = []
    for notee in charte.adoptions:
        trouvees += [phrase] if (phrase := divergence(ici, notee)) else []
        if notee.date > jour.isoformat():
            trouvees.append(
                f"La version {notee.version} est notée au {en_lettres(notee.date)}, qui n'est pas encore passé : "
                f"corrigez {ici.reponses}."
            )
    for numero, fois in Counter(une.version for une in charte.adoptions).items():
        if fois > 1:
            trouvees.append(f"La version {numero} est notée {fois} fois dans {ici.reponses} : gardez la bonne.")
    notees = {une.version for une in charte.adoptions}
    for numero in versions_figees(ici):
        if numero not in notees:
            ou = Figee(ici, numero).dossier.chemin
            trouvees.append(f"La version {numero} est figée dans {ou}, mais {ici.reponses} ne la note plus.")
    return trouvees


def divergence(ici: Dossier, notee: Adoption) -> str:
    """En quoi cette adoption, telle que `reponses.yaml` la note, n'est pas celle qui est figée ; vide sinon."""
    figee = Figee(ici, notee.version)
    if not figee.complete:
        return ""
    try:
        adoptee = charte_figee(figee).adoptions[-1]
    except (FichierInvalide, IndexError):
        return f"La version {notee.version} est figée, mais ne se lit plus. Pour le détail : {controle_de(figee)}"
    if adoptee == notee:
        return ""
    return (
        f"La version {notee.version} est notée « {_dite(notee)} », mais figée « {_dite(adoptee)} ». "
        f"Le document figé fait foi : corrigez {ici.reponses}."
    )


def _dite(adoption: Adoption) -> str:
    return ", ".join(filter(None, (adoption.instance, adoption.date, adoption.vote)))


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
