"""L'affiche, en A3 et en A4 : une page, jamais deux. Les réflexes, la matrice, quelques mots, à qui parler.

Le texte commence au plus grand corps et descend par paliers tant qu'il déborde ; la place qui reste l'aère.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from charte.contenu.base import Brut
from charte.erreurs import RenduImpossible
from charte.moteur.charte import Charte, Clause
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import AUCUN_MOT, minuscule, par
from charte.rendu.document.blocs import Ligne, joindre, rediger
from charte.rendu.document.page_de_couverture import a_qui_parler, version_de
from charte.rendu.document.phrases import Phrases, phrases_du_modele
from charte.rendu.document.plan import matrice_annotee
from charte.rendu.ecrivains.gabarits import rendre
from charte.rendu.ecrivains.html import adresse_du_logo, environnement_html, feuille_autonome
from charte.rendu.impression.pdf import presse
from charte.rendu.langue.balisage import abreger, texte_nu


@dataclass(frozen=True)
class Palier:
    """Un essai : le corps du texte courant en points, sur A3, et combien de mots d'affiche au plus."""

    corps: float
    mots: int


PALIERS = (
    *(Palier(20, 6), Palier(18.5, 6), Palier(17, 6), Palier(16, 6), Palier(16, 4)),
    *(Palier(corps, 3) for corps in (16, 15.5, 15, 14.5)),
    *(Palier(corps, 0) for corps in (14.5, 14, 13.5)),
)
"""Du plus grand au plus petit. Trois mots restent tant que le texte ne descend pas sous 14,5 : un nom un peu long ne
les fait pas disparaître.

À deux mètres, un œil ordinaire distingue cinq minutes d'arc, soit des minuscules de 3 mm : 17 pt dans la police du
modèle. Les réflexes et les titres, une fois et demie plus grands que le texte courant, y sont à tous les paliers.
"""
MOTS_AU_MOINS = 3
QUESTION_DU_RYTHME = "revue"
_NOMBRES_ECRITS = 6
_AIR_AU_PLUS = 1.6
_PRUDENCE = 0.96


@dataclass(frozen=True)
class _Papier:
    nom: str
    echelle: float


_A3, _A4 = _Papier("A3", 1), _Papier("A4", 2**-0.5)


def affiche_a3(charte: Charte, modele: Path) -> bytes:
    """Rend l'affiche A3, lisible à deux mètres. Lève `RenduImpossible` si le texte ne tient pas, et comme `pdf`."""
    return _affiche(charte, modele, _A3)


def affiche_a4(charte: Charte, modele: Path) -> bytes:
    """Rend la même affiche en A4. Lève comme `affiche_a3`."""
    return _affiche(charte, modele, _A4)


def html_a3(charte: Charte, modele: Path) -> str:
    """Rend l'affiche en une page à imprimer depuis un navigateur, au plus petit corps. Lève `FichierInvalide`."""
    return _page(charte, modele, _A3)


def html_a4(charte: Charte, modele: Path) -> str:
    """Rend la même page en A4. Lève comme `html_a3`."""
    return _page(charte, modele, _A4)


def _page(charte: Charte, modele: Path, papier: _Papier) -> str:
    return _source(charte, modele, papier, PALIERS[-1], 0, feuille_autonome(modele, "affiche.css", charte))


def mots_d_affiche(charte: Charte, nombre: int) -> tuple[Clause, ...]:
    """Rend des clauses à mettre au mur, dans l'ordre : d'abord celles des articles dont aucun réflexe ne parle.

    Une par article pour commencer. Moins de trois ne font pas une rubrique : il n'y en a alors aucune. Trois tiennent
    sur une rangée ; au-delà, leur nombre est pair, pour que la dernière rangée soit pleine.
    """
    deja = {reflexe.article for reflexe in charte.essentiel}
    rangs: dict[str, int] = {}
    candidates = []
    for article in charte.articles:
        for clause in article.clauses:
            if clause.affiche and clause.etat != "a_decider":
                rang = rangs[article.id] = rangs.get(article.id, -1) + 1
                candidates.append((article.numero in deja, rang, clause))
    combien = min(nombre, len(candidates))
    combien -= combien % 2 if combien > MOTS_AU_MOINS else 0
    choisies = [clause.id for *_, clause in sorted(candidates, key=lambda une: une[:2])][:combien]
    retenues = tuple(clause for clause in charte.clauses() if clause.id in choisies)
    return retenues if len(retenues) >= MOTS_AU_MOINS else ()


def _affiche(charte: Charte, modele: Path, papier: _Papier) -> bytes:
    with presse(modele, "affiche.css", charte) as ouverte:

        @cache
        def essayer(palier: Palier, air: float = 0) -> Any:
            return ouverte.mettre_en_pages(_source(charte, modele, papier, palier, air))

        # Un palier plus petit tient si un plus grand tient : quatre essais suffisent à trouver le bon.
        rang = bisect_left(PALIERS, True, key=lambda palier: _place_qui_reste(essayer(palier)) >= 0)
        if rang < len(PALIERS):
            document = essayer(PALIERS[rang])
            aere = essayer(PALIERS[rang], _air(charte, PALIERS[rang], _place_qui_reste(document)))
            return ouverte.tirer(aere if _place_qui_reste(aere) >= 0 else document)
    raise RenduImpossible(
        f"L'affiche {papier.nom} ne peut pas être produite : le texte ne tient pas sur une page, même au plus petit "
        "corps lisible.",
        f"Raccourcissez {_le_plus_long(charte)}.",
    )


def _source(charte: Charte, modele: Path, papier: _Papier, palier: Palier, air: float, feuille: str = "") -> str:
    lignes, _ = matrice_annotee(charte)
    phrases = phrases_du_modele(modele)
    return rendre(
        environnement_html(modele),
        "affiche.html.j2",
        charte=charte,
        lignes=lignes,
        decisions={case.decision for ligne in lignes for case in ligne.cases},
        mots=mots_d_affiche(charte, palier.mots),
        titre=_titre(len(charte.essentiel), phrases),
        version=version_de(charte, phrases),
        question=a_qui_parler(charte, phrases),
        etat=joindre(_etat(charte, phrases)),
        logo=adresse_du_logo(charte, autonome=bool(feuille)),
        style=Markup(
            f"{feuille}\n@page {{ size: {papier.nom}; margin: 0 }}\n"
            f"html {{ font-size: {palier.corps * papier.echelle:.2f}pt }}\n"
            f".air {{ padding-bottom: {air:.3f}rem }}"
        ),
    )


def _titre(reflexes: int, phrases: Phrases) -> Ligne:
    if not reflexes:
        return phrases.dire("affiche")
    combien = f"affiche_reflexes_{reflexes}" if reflexes <= _NOMBRES_ECRITS else "affiche_reflexes"
    return phrases.dire("affiche_titre", reflexes=phrases.texte(combien))


def _etat(charte: Charte, phrases: Phrases) -> Iterator[Ligne]:
    """Ce que vaut la charte, et quand on la relit."""
    if charte.adoptee:
        derniere = charte.adoptions[-1]
        date, instance = en_lettres(derniere.date), par(abreger(derniere.instance, 80))
        yield phrases.dire("affiche_adoptee", version=derniere.version, date=date, par=instance)
        if charte.relecture:
            yield phrases.dire("affiche_relecture", date=en_lettres(charte.relecture))
        return
    yield phrases.dire(
        "affiche_projet",
        date=phrases.mots("affiche_projet_date", date=en_lettres(charte.date)) if charte.date else "",
        instance=phrases.dire("affiche_projet_instance", instance=rediger(charte.instance)) if charte.instance else "",
    )
    if rythme := _rythme(charte):
        yield phrases.dire("affiche_rythme", rythme=rythme)


def _rythme(charte: Charte) -> Brut:
    """À quel rythme le projet prévoit sa relecture : « chaque année », ou "" si ce n'est pas décidé."""
    valeurs = (une.valeur for une in charte.reponses if une.question == QUESTION_DU_RYTHME and une.etat != "a_decider")
    valeur = next(valeurs, AUCUN_MOT)
    return AUCUN_MOT if valeur == "—" else Brut(minuscule(valeur))


def _place_qui_reste(document: Any) -> float:
    """La hauteur libre entre le texte et le pied, en lignes du corps (rem) ; négative si l'affiche déborde."""
    if len(document.pages) != 1:
        return -1
    boites = {boite.element_tag: boite for boite in _descendantes(document.pages[0]._page_box)}
    texte, pied = boites["main"], boites["footer"]
    libre: float = pied.position_y - texte.position_y - texte.margin_height()
    return libre / float(boites["html"].style["font_size"])


def _descendantes(boite: Any) -> Iterator[Any]:
    for enfant in getattr(boite, "children", ()):
        posee = getattr(enfant, "_box", enfant)  # Une boîte en position absolue est derrière un substitut.
        yield posee
        yield from _descendantes(posee)


def _air(charte: Charte, palier: Palier, reste: float) -> float:
    """Ce que chaque rangée reçoit de la place qui reste, en rem."""
    mots = mots_d_affiche(charte, palier.mots)
    rangees = (len(charte.essentiel) + 1) // 2 + len(charte.matrice.classes) + len(mots) // 2
    return min(reste * _PRUDENCE / max(rangees, 1), _AIR_AU_PLUS)


def _le_plus_long(charte: Charte) -> str:
    """Ce qu'il faut raccourcir en premier : le texte le plus au-delà de ce qu'une affiche porte bien."""
    convient: list[tuple[str, str, int]] = [("le nom du groupe", charte.nom, 60)]
    for rang, reflexe in enumerate(charte.essentiel, 1):
        convient.append((f"le réflexe {rang}", f"{reflexe.geste} {reflexe.detail}", 150))
    for classe in charte.matrice.classes:
        convient.append((f"les exemples de données « {texte_nu(classe.libelle)} »", classe.exemples, 60))
    for famille in charte.matrice.familles:
        convient.append((f"les noms d'outils « {texte_nu(famille.libelle)} »", ", ".join(famille.outils), 40))
    convient.append(("ce que « sous conditions » demande", charte.matrice.conditions, 250))
    convient.append(("ce que « sur accord » demande", charte.matrice.accord, 250))
    quoi, texte, signes = max(convient, key=lambda un: len(un[1]) / un[2])
    return f"{quoi} ({len(texte)} signes ; {signes} conviennent)"
