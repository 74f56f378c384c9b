"""Les retouches du groupe : réunir `CHARTE.md` et la charte que l'on compose, pour tous les documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from charte.moteur.charte import Charte
from charte.moteur.retouches import fusion
from charte.moteur.retouches.fusion import Conflit
from charte.moteur.retouches.parties import Document, PartieDuTexte, Reperes, reperes_de_la_charte, reperes_du_texte
from charte.moteur.retouches.relecture import lire
from charte.moteur.retouches.report import PARTIE, Ecart, reporter, section_de_l_essentiel
from charte.moteur.retouches.restes import restes


@dataclass(frozen=True)
class Retouchee:
    """La charte, retouches comprises ; le texte et la base à écrire ; ce qui s'écarte du modèle, et ce qui s'oppose."""

    charte: Charte
    texte: str
    base: str
    ecarts: tuple[Ecart, ...] = ()
    conflits: tuple[Conflit, ...] = ()


def retoucher(
    charte: Charte,
    base: str,
    disque: str,
    rendre: Callable[[Charte], str],
    d_avant: Reperes | None = None,
    renommees: Mapping[str, str] | None = None,
) -> Retouchee:
    """Réunit le texte du disque et celui de la charte que l'on vient de composer.

    `base` : le dernier texte rendu ; `d_avant` : à quoi y reconnaître les clauses (celles de la charte d'alors) ;
    `rendre` : le Markdown d'une charte ; `renommees` : le nouvel identifiant des clauses qui en ont changé.
    Refaite sur ce qu'elle rend, elle ne change plus rien.
    """
    reperes = reperes_de_la_charte(charte)
    pur = lire(rendre(charte), reperes)
    ancien = _renommer(lire(base, reperes.apres(d_avant) if d_avant else reperes), pur, renommees or {})
    retouche = lire(disque, reperes_du_texte(ancien, pur))
    essai, _ = reporter(charte, pur, fusion.fusionner(ancien, retouche, pur).document)
    # Le sommaire et la provenance parlent des retouches : ce sont ceux de la charte retouchée.
    refait = lire(rendre(essai), reperes)
    neuf = _avec_les_marques(pur, refait, charte)
    reunie = fusion.fusionner(ancien, retouche, neuf)
    finale, ecarts = reporter(charte, neuf, reunie.document)
    if finale != essai:
        refait = lire(rendre(finale), reperes)
    ecarts += restes(neuf, reunie.document, refait, section_de_l_essentiel(neuf, charte))
    base_neuve = "".join(partie.brut for section in neuf for partie in section.parties)
    return Retouchee(finale, reunie.texte, base_neuve, ecarts, reunie.conflits)


def _renommer(ancien: Document, neuf: Document, renommees: Mapping[str, str]) -> Document:
    """Donne aux clauses de l'ancien texte leur nom d'aujourd'hui : celui qu'on dit, ou celui du même titre."""
    prises = {clause.nom for section in ancien for clause in section.clauses}
    du_titre = {clause.cle_du_titre: clause.nom for section in neuf for clause in section.clauses}
    actuels = set(du_titre.values())

    def renommer(clause: PartieDuTexte) -> PartieDuTexte:
        identifiant = clause.nom.removeprefix("clause:")
        nom = f"clause:{renommees.get(identifiant, identifiant)}"
        meme = du_titre.get(clause.cle_du_titre, "")
        if nom not in actuels and meme and meme not in prises:
            nom = meme
        return replace(clause, nom=nom if nom in actuels else clause.nom)

    return tuple(
        replace(section, parties=tuple(renommer(une) if une.genre == "clause" else une for une in section.parties))
        for section in ancien
    )


def _avec_les_marques(pur: Document, marque: Document, charte: Charte) -> Document:
    essentiel = section_de_l_essentiel(pur, charte)
    marquees = {section.nom: section for section in marque if section.nom.startswith(PARTIE)}
    return tuple(section if section is essentiel else marquees.get(section.nom, section) for section in pur)
