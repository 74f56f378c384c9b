"""`charte verifier --adoption` : une version adoptée est-elle restée ce qu'elle était, et sait-on la refaire ?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from charte.depot.adoptions import Figee, versions_figees
from charte.depot.dossier import Dossier
from charte.erreurs import UsageIncorrect, commande
from charte.rendu import FORMATS
from charte.services.charger import charger, charger_reponses
from charte.services.dire.pliage import dire
from charte.services.enregistrer.etiqueter import etiquette
from charte.services.figer import outils
from charte.services.produire.production import deja_produits, produire


def controler_adoption(
    dossier: Path, version: str, modele: Path | None = None, questionnaire: Path | None = None
) -> int:
    """Contrôle les empreintes, refait les documents à part, regarde l'étiquette git. Rend 0, ou 1 si un écart reste.

    Rien n'est écrit dans le dossier. Lève `UsageIncorrect` si cette version n'est pas figée ici.
    """
    ici = Dossier(dossier)
    figee = Figee(ici, version.removeprefix("v"))
    if not figee.complete:
        if figee.dossier.chemin.is_dir():
            return _dire([_sans_empreintes(figee)])
        connues = versions_figees(ici)
        raise UsageIncorrect(
            f"La version {version} n'est pas figée dans {dossier}.",
            f"Versions figées : {', '.join(connues)}."
            if connues
            else f"Pour en figer une : {commande('charte', 'adopter', str(dossier))}",
        )
    ecarts = [*figee.ecarts(), *_etiquette(figee)]
    if not ecarts:
        ecarts += _refaire(figee, modele, questionnaire)
    if ecarts:
        return _dire(ecarts)
    dire(f"La version {figee.version} est intacte : {len(figee.empreintes())} fichiers, refaits à l'identique.")
    return 0


def _dire(ecarts: Iterable[str]) -> int:
    for ecart in ecarts:
        dire(f"Écart : {ecart}")
    return 1


def _sans_empreintes(figee: Figee) -> str:
    """Une adoption coupée, ou un fichier perdu : dans les deux cas, plus rien ne dit ce qui a été adopté."""
    phrase = f"{figee.dossier.chemin} n'a pas d'empreintes : rien n'y prouve ce qui a été adopté. Si l'adoption a été"
    return f"{phrase} coupée, pour la finir : {_finir(figee)}{_reprendre(figee)}"


def _finir(figee: Figee) -> str:
    """La commande qui finit l'adoption de cette version."""
    return commande("charte", "adopter", str(figee.origine.chemin), "--version", figee.version)


def _reprendre(figee: Figee) -> str:
    """Comment retrouver les fichiers figés, si git les garde."""
    posee = etiquette(figee)
    if posee is None or not posee.commit:
        return ""
    reprendre = commande("git", "checkout", posee.nom, "--", str(figee.dossier.chemin))
    return f"\nPour reprendre ce que git en garde : {reprendre}"


def _etiquette(figee: Figee) -> Iterator[str]:
    """Ce qui, dans git, ne serait pas ce qui est figé ici."""
    posee = etiquette(figee)
    if posee is None:
        return
    if not posee.commit:
        yield f"l'étiquette git {posee.nom} manque. Pour la poser : {_finir(figee)}"
    elif not posee.garde:
        yield f"l'étiquette git {posee.nom} garde autre chose : {commande('git', 'show', posee.nom)}"
    else:
        ignores = posee.depot.ignores(figee.fichiers())
        for chemin in figee.fichiers():
            # Ce qu'un .gitignore écarte n'est que dans le dossier : ses empreintes suffisent.
            if chemin.is_file() and chemin not in ignores and posee.lire(chemin) != chemin.read_bytes():
                yield f"{chemin} n'est pas celui de l'étiquette {posee.nom}."


def _refaire(figee: Figee, modele: Path | None, questionnaire: Path | None) -> Iterator[str]:
    """Refait, à part, les documents de la version ; dit ceux qui sortent autrement."""
    with tempfile.TemporaryDirectory(prefix="charte-") as place:
        copie = Dossier(Path(place) / "charte")
        shutil.copytree(figee.dossier.chemin, copie.chemin)
        contenus = charger(modele, questionnaire, reponses=copie.reponses)
        formats = deja_produits(copie)
        for nom in formats:
            if nom != "md":
                (copie.chemin / FORMATS[nom].fichier).unlink(missing_ok=True)
        produire(copie, contenus, charger_reponses(copie, contenus.questionnaire), formats)
        autres = [
            nom for nom in figee.empreintes() if _octets(copie.chemin / nom) != _octets(figee.dossier.chemin / nom)
        ]
    for nom in autres:
        yield f"{nom} ne se refait pas à l'identique."
    if autres and figee.entete() != outils():
        yield f"produit par {figee.entete()} ; ici, {outils()}. Le document figé reste celui qui fait foi."


def _octets(chemin: Path) -> bytes | None:
    return chemin.read_bytes() if chemin.is_file() else None
