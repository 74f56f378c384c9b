"""Le tableau d'une fédération : au terminal, en Markdown, en CSV, en HTML, ou pour un autre programme."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from charte.contenu.base import Brut, Markdown
from charte.moteur.comparaison.federation import (
    ABSENTE,
    ANONYME_DES,
    SANS_OBJET,
    CelluleComparee,
    Decompte,
    Federation,
    LigneComparee,
)
from charte.moteur.texte import aplatir, compter, echapper
from charte.rendu.langue.typographie import typographier
from charte.rendu.recits import recit
from charte.rendu.recits.recit import Chapitre, ElementDeRecit, Recit
from charte.rendu.recits.suites import Phrase

FORMAT = 1
TITRE = "Les chartes côte à côte"
DECOMPTE = "Décompte"
NON_DISCUTE = " *"
LEGENDE = "* : personne n'en a discuté, la proposition du questionnaire s'applique."
PRUDENCE = (
    "Noms, textes libres, contenus des fiches et dates exactes n'y sont pas. Une structure peut encore se reconnaître "
    "à l'ensemble de ses réponses : ne publiez ce tableau qu'avec l'accord de toutes."
)
_FORMULE = re.compile(r"^[=+\-@\t\r]")
"""Ce qu'un tableur prendrait pour une formule."""


def chapeau(federation: Federation) -> tuple[str, ...]:
    """Ce qu'il faut savoir avant de lire."""
    nombre = compter(len(federation.colonnes), "structure", "structures")
    phrases = [f"{nombre}." if federation.anonyme else f"{nombre} : {', '.join(federation.colonnes)}."]
    if federation.anonyme:
        phrases += [PRUDENCE, *([alerte(federation)] if alerte(federation) else [])]
    return tuple(phrases)


def alerte(federation: Federation) -> str:
    """Ce qu'il faut dire d'un tableau anonyme trop petit pour l'être, ou ""."""
    if not federation.anonyme or len(federation.colonnes) >= ANONYME_DES:
        return ""
    return f"Au-dessous de {ANONYME_DES} structures, l'anonymat est illusoire : chacune y reconnaît l'autre."


def en_texte(federation: Federation, largeur: int = 80) -> str:
    """Rend, question par question, les options retenues et par qui : un tableau ne tiendrait pas dans un terminal."""
    chapitres = (
        Chapitre(
            ancre=f"rubrique-{rang}",
            titre=rubrique.titre,
            elements=tuple(_element(ligne, federation) for ligne in rubrique.lignes),
        )
        for rang, rubrique in enumerate(federation.rubriques, 1)
    )
    return recit.en_texte(Recit(TITRE, chapeau(federation), tuple(chapitres)), largeur)


def _element(ligne: LigneComparee, federation: Federation) -> ElementDeRecit:
    puces: list[Phrase] = [(_decompte(un, federation),) for un in ligne.decomptes]
    deja = {colonne for un in ligne.decomptes for colonne in un.colonnes}
    groupes: dict[str, list[str]] = {}
    for colonne, cellule in enumerate(ligne.cellules):
        if colonne not in deja:
            groupes.setdefault(cellule.texte, []).append(federation.colonnes[colonne])
    for texte, noms in groupes.items():
        puces.append((f"{texte} : {', '.join(noms)}" if ligne.decomptes else f"{', '.join(noms)} : {texte}",))
    return ElementDeRecit(titre=ligne.enonce, puces=tuple(puces))


def _decompte(decompte: Decompte, federation: Federation) -> str:
    noms = ", ".join(federation.colonnes[colonne] for colonne in decompte.colonnes)
    reserve = f", dont {decompte.sans_discussion} sans discussion" if decompte.sans_discussion else ""
    return f"{decompte.libelle} : {len(decompte.colonnes)}{reserve} ({noms})"


def en_markdown(federation: Federation) -> str:
    """Rend un tableau par rubrique, une colonne par structure, et le décompte en dernière colonne."""
    blocs = [f"# {TITRE}", *map(_litteral, (*chapeau(federation), LEGENDE))]
    for rubrique in federation.rubriques:
        blocs.append(f"## {_litteral(rubrique.titre)}")
        titres = ["Question", *federation.colonnes, DECOMPTE]
        lignes = [[ligne.enonce, *map(_dite, ligne.cellules), decompte_de_la_ligne(ligne)] for ligne in rubrique.lignes]
        blocs.append("\n".join([_rangee(titres), "|---" * len(titres) + "|", *map(_rangee, lignes)]))
    return typographier("\n\n".join(blocs)) + "\n"


def _rangee(cases: Iterable[str]) -> str:
    return f"| {' | '.join(map(_litteral, cases))} |"


def _litteral(mots: str) -> Markdown:
    return echapper(Brut(mots))


def _dite(cellule: CelluleComparee) -> str:
    libre = cellule.discutee or cellule.texte in (ABSENTE, SANS_OBJET)
    return cellule.texte if libre else f"{cellule.texte}{NON_DISCUTE}"


def decompte_de_la_ligne(ligne: LigneComparee) -> str:
    """« Refuser : 2 ; Expérimenter : 1 »."""
    return " ; ".join(f"{un.libelle} : {len(un.colonnes)}" for un in ligne.decomptes)


def en_csv(federation: Federation) -> str:
    """Rend le tableau pour un tableur français : points-virgules, et la marque qui lui fait lire les accents."""
    sortie = io.StringIO()
    ecrire = csv.writer(sortie, delimiter=";", lineterminator="\n").writerow
    ecrire(["rubrique", "identifiant", "question", *map(_sans_formule, federation.colonnes), "décompte"])
    for rubrique in federation.rubriques:
        for ligne in rubrique.lignes:
            cases = [rubrique.titre, ligne.cle, ligne.enonce, *map(_dite, ligne.cellules), decompte_de_la_ligne(ligne)]
            ecrire([_sans_formule(case) for case in cases])
    return "\ufeff" + sortie.getvalue()


def _sans_formule(case: str) -> str:
    texte = aplatir(case)
    return f"'{texte}" if _FORMULE.match(texte) else texte


def en_html(federation: Federation, modele: Path) -> str:
    """Rend une page HTML autonome, aux couleurs du modèle.

    Lève `FichierInvalide` si le gabarit `federation.html.j2` ou une feuille de style manquent au modèle.
    """
    from markupsafe import Markup

    from charte.rendu.ecrivains.gabarits import rendre
    from charte.rendu.ecrivains.html import environnement_html, feuille_autonome

    env = environnement_html(modele)
    env.filters |= {"dite": _dite, "bilan": decompte_de_la_ligne}
    style = "\n".join(feuille_autonome(modele, nom) for nom in ("ecran.css", "federation.css"))
    return rendre(
        env,
        "federation.html.j2",
        federation=federation,
        chapeau=chapeau(federation),
        legende=LEGENDE,
        titre=TITRE,
        decompte=DECOMPTE,
        style=Markup(style),
    )


def en_donnees(federation: Federation) -> dict[str, Any]:
    """Rend le tableau en objets simples, prêts pour le JSON."""
    return {"format": FORMAT, **asdict(federation)}
