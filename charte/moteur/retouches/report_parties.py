"""Reporter les retouches des parties sans clause : titre, réflexes, annexes, avertissement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from charte.contenu.base import Markdown
from charte.moteur.charte import Annexe, Charte, Reflexe, TableauDAnnexe
from charte.moteur.retouches.decoupage import Ligne, cases, cle, d_un_trait, lignes, ordinaire
from charte.moteur.texte import AUCUN_TEXTE, joindre

_REFLEXE = re.compile(
    r"\*\*(?P<geste>.+?)\*\*\s*(?P<detail>.*?)\s*(?:[*_]\((?:[Aa]rticle )?(?P<article>[^()]*)\)[*_])?\s*$"
)
_PREMIERE_PHRASE = re.compile(r"(?<=[.!?…])\s+")
_VOISINE = 0.6
"""Au-delà de cette ressemblance, un passage est celui que le programme écrit, retouché, et non un texte de plus."""


def tete_retouchee(charte: Charte, neuf: str, final: str) -> tuple[Markdown, Markdown]:
    """Le titre et le sous-titre que dit la tête du texte ; un titre effacé reste celui du modèle."""
    titre = next((ligne.texte.lstrip("# ") for ligne in lignes(final) if ligne.genre == "titre"), "")
    ancien = next((ligne.texte.lstrip("# ") for ligne in lignes(neuf) if ligne.genre == "titre"), "")
    sous_titre = cle(charte.sous_titre)
    fixes = [ligne.cle for ligne in lignes(neuf) if ligne.genre != "titre" and ligne.cle != sous_titre]
    suite = [ligne for ligne in lignes(final) if ligne.genre != "titre" and not _est_fixe(ligne, fixes)]
    return (
        ordinaire(titre) if titre and cle(titre) != cle(ancien) else charte.titre,
        _garder(charte.sous_titre, _phrase(suite)),
    )


def pied_retouche(charte: Charte, neuf: str, final: str) -> Markdown:
    """L'avertissement que dit le pied du texte ; effacé avec tout le pied, il reste celui du modèle."""
    if not final.strip():
        return charte.avertissement
    avertissement = cle(charte.avertissement)
    fixes = [ligne.cle for ligne in lignes(neuf) if ligne.cle != avertissement]
    suite = [ligne for ligne in lignes(final) if ligne.genre != "filet" and not _est_fixe(ligne, fixes)]
    return _garder(charte.avertissement, _phrase(suite))


def _est_fixe(ligne: Ligne, fixes: Iterable[str]) -> bool:
    """Vrai pour une ligne que le programme écrit d'après les réponses, même retouchée."""
    return any(
        ligne.cle == fixe or SequenceMatcher(None, ligne.cle[:400], fixe[:400]).ratio() > _VOISINE for fixe in fixes
    )


def _phrase(suite: Iterable[Ligne]) -> Markdown:
    return joindre(_d_une_ligne(ligne) for ligne in suite)


def _d_une_ligne(ligne: Ligne) -> Markdown:
    return d_un_trait(ligne.texte.strip("`~") if ligne.genre == "code" else ligne.texte)


def _garder(origine: Markdown, neuf: Markdown) -> Markdown:
    return origine if cle(origine) == cle(neuf) else neuf


def essentiel_retouche(charte: Charte, neuf: str, final: str) -> tuple[Reflexe, ...]:
    """Les réflexes que dit le texte, dans son ordre ; chacun garde le renvoi à son article."""
    elements = [ligne for ligne in lignes(final) if ligne.genre in ("rang", "puce")]
    attendus = [ligne for ligne in lignes(neuf) if ligne.genre in ("rang", "puce")]
    origines = {ligne.cle: reflexe for ligne, reflexe in zip(attendus, charte.essentiel, strict=False)}
    articles = {article.numero for article in charte.articles}
    par_geste = {cle(reflexe.geste): reflexe.article for reflexe in charte.essentiel}
    rendus = []
    for element in elements:
        origine = origines.get(element.cle)
        rendus.append(origine if origine is not None else _reflexe(element.texte, articles, par_geste))
    return tuple(rendus)


def _reflexe(texte: str, articles: set[str], par_geste: dict[str, str]) -> Reflexe:
    net = ordinaire(texte)
    lu = _REFLEXE.match(net)
    if lu is None:
        geste = _PREMIERE_PHRASE.split(net, maxsplit=1)[0]
        return Reflexe(Markdown(geste), Markdown(net[len(geste) :].strip()), par_geste.get(cle(geste), ""))
    dit = (lu["article"] or "").strip()
    article = dit if dit in articles else par_geste.get(cle(lu["geste"]), "")
    return Reflexe(Markdown(lu["geste"]), Markdown(lu["detail"]), article)


def annexe_retouchee(origine: Annexe, neuf: str, final: str) -> Annexe:
    """L'annexe que dit le texte : introduction, étapes, tableaux. Rien de ce qui y est écrit ne se perd."""
    if cle(neuf) == cle(final):
        return origine
    intro: list[Markdown] = []
    etapes: list[Markdown] = []
    tableaux: list[TableauDAnnexe] = []
    titre = AUCUN_TEXTE
    for ligne in lignes(final):
        if ligne.genre == "rangee":
            if titre or not tableaux:
                tableaux.append(TableauDAnnexe(titre, (), ()))
                titre = AUCUN_TEXTE
            tableaux[-1] = _avec_une_ligne(tableaux[-1], ligne)
        elif ligne.genre == "titre":
            intro += [titre] if titre else []
            titre = ordinaire(ligne.texte.lstrip("# "))
        elif ligne.genre in ("rang", "puce"):
            etapes.append(ordinaire(ligne.texte))
        elif ligne.genre != "filet":
            intro += [Markdown(f"**{titre}**")] if titre else []
            intro.append(_d_une_ligne(ligne))
            titre = AUCUN_TEXTE
    intro += [titre] if titre else []
    reconnus = _reconnus(origine)
    return replace(
        origine,
        intro=_garder(origine.intro, joindre(intro)),
        etapes=tuple(reconnus.get(cle(etape), etape) for etape in etapes),
        tableaux=tuple(_tableau(tableau, reconnus, origine) for tableau in tableaux),
    )


def _avec_une_ligne(tableau: TableauDAnnexe, ligne: Ligne) -> TableauDAnnexe:
    if ligne.traits:
        return tableau
    lues = tuple(ordinaire(case) for case in cases(ligne.texte))
    return replace(tableau, lignes=(*tableau.lignes, lues)) if tableau.colonnes else replace(tableau, colonnes=lues)


def _tableau(tableau: TableauDAnnexe, reconnus: Mapping[str, Markdown], origine: Annexe) -> TableauDAnnexe:
    """Autant de cases que de colonnes à chaque ligne : on complète, ou on réunit ce qui dépasse."""
    largeur = len(tableau.colonnes)
    rangees = []
    for ligne in tableau.lignes:
        ajustee = [*ligne[: largeur - 1], joindre(ligne[largeur - 1 :])] if len(ligne) > largeur else list(ligne)
        ajustee += [AUCUN_TEXTE] * (largeur - len(ajustee))
        rangees.append(tuple(reconnus.get(cle(case), case) for case in ajustee))
    colonnes = tuple(reconnus.get(cle(colonne), colonne) for colonne in tableau.colonnes)
    largeurs = next((un.largeurs for un in origine.tableaux if len(un.colonnes) == largeur), ())
    return TableauDAnnexe(reconnus.get(cle(tableau.titre), tableau.titre), colonnes, tuple(rangees), largeurs)


def _reconnus(annexe: Annexe) -> dict[str, Markdown]:
    """Les textes de l'annexe d'origine, par ce que l'on en voit : une case inchangée garde son écriture."""
    textes = [*annexe.etapes]
    for tableau in annexe.tableaux:
        textes += [tableau.titre, *tableau.colonnes, *(case for ligne in tableau.lignes for case in ligne)]
    return {cle(texte.replace("\\|", "|")): texte for texte in textes}
