"""Le document facile à lire et à comprendre (FALC), en PDF et en HTML, pour les personnes que la charte concerne.

Règles : « L'information pour tous », règles européennes pour une information facile à lire et à comprendre
(Inclusion Europe) : une idée par phrase, une phrase par ligne, gros caractères, ce qui compte d'abord, pas de renvoi.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from markupsafe import Markup

from charte.contenu.base import Brut, Markdown
from charte.moteur.charte import Article, Charte, Clause
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import echapper, joindre
from charte.rendu.document.phrases import Phrases, phrases_du_modele
from charte.rendu.ecrivains.gabarits import rendre
from charte.rendu.ecrivains.html import adresse_du_logo, environnement_html, feuille_autonome

DROITS = ("parler", "demander", "refuser", "se_plaindre")
"""Les places de la page « Vos droits », dans l'ordre ; une place sans clause ne paraît pas."""

PLACES = ("definition", "ouverture", *DROITS, "contact")
"""Ce que peut dire `falc_place` ; toute autre clause va sous le titre de son article."""

MOTS_DIFFICILES = Path("annexes", "mots-faciles.yaml")
"""Où le modèle explique les mots que ce document emploie."""

HAUTEUR_DES_THEMES = 1030
"""Ce que les thèmes peuvent occuper, en millimètres : quatre pages et demie sur les huit du document."""

_LIGNE, _SIGNES_PAR_LIGNE, _PICTO, _ENTRE_DEUX, _TITRE = 7.5, 58, 20, 5, 27
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FIN = re.compile(r"(?<=[.!?…])(?<!\bM\.)(?<!\bMM\.)(?<!\bMme\.)(?<!\bDr\.)(?<!\b[A-Z]\.)\s+|\n+")
_A_VOUS = re.compile(r"\bvous pouvez\b", re.IGNORECASE)
_DE_VOUS = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)
_MOT = re.compile(r"\w")


@dataclass(frozen=True)
class Idee:
    """Une clause en mots simples : ses phrases, une par ligne, et le nom de son dessin (vide : une case libre)."""

    picto: str
    phrases: tuple[Markdown, ...]


@dataclass(frozen=True)
class Volet:
    """Un titre et ses idées ; jamais vide."""

    titre: Markdown
    idees: tuple[Idee, ...]


@dataclass(frozen=True)
class Livret:
    """Le document facile à lire. `texte` : tout ce qu'il tient de la charte, pour savoir quels mots expliquer."""

    ouverture: tuple[Idee, ...]
    droits: tuple[Volet, ...]
    themes: tuple[Volet, ...]
    contact: tuple[Idee, ...]
    texte: Markdown


def pdf(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF. Lève `RenduImpossible` si Pango manque, `FichierInvalide` si le modèle ne se lit pas."""
    from charte.rendu.impression.pdf import imprimer

    return imprimer(page(charte, modele), modele, "falc-pdf.css", charte)


def html(charte: Charte, modele: Path) -> str:
    """Rend un seul fichier HTML, sans script. Lève `FichierInvalide` si le modèle ne se lit pas."""
    return page(charte, modele, feuille_autonome(modele, "falc-ecran.css", charte))


def page(charte: Charte, modele: Path, style: str = "") -> str:
    """Rend le HTML commun à l'écran et au papier, avec la feuille de style donnée."""
    fixes = phrases_du_modele(modele)
    livret = composer(charte, fixes)
    env = environnement_html(modele)
    env.globals["facile"] = lambda nom, nombre=1, **mots: phrases(echapper(Brut(fixes.mots(nom, nombre, **mots))))
    return rendre(
        env,
        "falc.html.j2",
        charte=charte,
        livret=livret,
        mots=((fixes.texte("falc_mot"), fixes.texte("falc_sens")), *mots_difficiles(livret.texte, modele)),
        jour=_jour(charte.date) if charte.date else "",
        logo=adresse_du_logo(charte, autonome=bool(style)),
        style=Markup(style),
    )


def composer(charte: Charte, fixes: Phrases) -> Livret:
    """Rend le livret : une clause n'y entre que si le groupe l'a tranchée et si elle a une version facile à lire.

    Quand il y en a trop, les thèmes gardent d'abord ce que les personnes peuvent demander, puis les obligations et les
    interdictions, puis ce qui leur parle, puis le reste ; une clause entre entière ou pas du tout.
    """
    faciles = [clause for clause in charte.clauses() if clause.falc.strip()]
    placees = {place: tuple(_idee(une) for une in faciles if une.falc_place == place) for place in PLACES}
    articles = {clause.id: article.id for article in charte.articles for clause in article.clauses}
    gardees = _tenir_en_place({une: articles[une.id] for une in faciles if une.falc_place not in PLACES})
    dites = [clause for clause in faciles if clause.falc_place in PLACES or clause.id in gardees]
    return Livret(
        ouverture=placees["definition"] + placees["ouverture"],
        droits=tuple(
            Volet(echapper(Brut(fixes.texte(f"falc_{place}"))), placees[place]) for place in DROITS if placees[place]
        ),
        themes=tuple(
            _theme(article, gardees) for article in charte.articles if gardees & {c.id for c in article.clauses}
        ),
        contact=placees["contact"],
        texte=joindre(clause.falc for clause in dites),
    )


def mots_difficiles(texte: Markdown, modele: Path) -> tuple[tuple[Brut, Brut], ...]:
    """Rend les mots de ce texte que le modèle sait expliquer, avec leur sens.

    Lève `FichierInvalide` si le fichier du modèle est mal écrit.
    """
    from charte.contenu.lecture.types_situes import valider
    from charte.contenu.lecture.yaml_situe import lire
    from charte.contenu.modele import AnnexeDuModele

    chemin = modele / MOTS_DIFFICILES
    if not chemin.is_file():
        return ()
    tableaux = valider(lire(chemin), AnnexeDuModele).tableaux
    lignes = (ligne for tableau in tableaux for ligne in tableau.lignes)
    return tuple(
        (Brut(str(ligne.cases[0])), Brut(str(ligne.cases[-1])))
        for ligne in lignes
        if any(signe in texte.lower() for signe in ligne.mots)
    )


def phrases(texte: Markdown) -> tuple[Markdown, ...]:
    """Coupe un texte en phrases ; « M. » ou « Dr. » n'en finissent pas une."""
    return tuple(Markdown(phrase.strip()) for phrase in _FIN.split(texte.strip()) if _MOT.search(phrase))


def _theme(article: Article, gardees: frozenset[str]) -> Volet:
    idees = tuple(_idee(clause) for clause in article.clauses if clause.id in gardees)
    return Volet(article.falc or article.titre, idees)


def _idee(clause: Clause) -> Idee:
    return Idee(clause.picto, phrases(clause.falc))


def _tenir_en_place(clauses: dict[Clause, str]) -> frozenset[str]:
    """Les clauses (avec leur article) qui tiennent dans les pages des thèmes, les plus utiles à la personne d'abord."""
    hauteur, gardees, titres = 0.0, set[str](), set[str]()
    for clause, titre in sorted(clauses.items(), key=lambda une: _rang(une[0])):
        hauteur += _hauteur(clause) + (0 if titre in titres else _TITRE)
        if hauteur > HAUTEUR_DES_THEMES:
            break
        gardees.add(clause.id)
        titres.add(titre)
    return frozenset(gardees)


def _rang(clause: Clause) -> int:
    if _A_VOUS.search(clause.falc):
        return 0
    if clause.force in ("interdiction", "obligation"):
        return 1
    if _DE_VOUS.search(clause.falc):
        return 2
    return 4 if clause.force == "principe" else 3


def _hauteur(clause: Clause) -> float:
    lignes = sum(ceil(len(phrase) / _SIGNES_PAR_LIGNE) for phrase in phrases(clause.falc))
    return max(_PICTO, lignes * _LIGNE) + _ENTRE_DEUX


def _jour(date: str) -> str:
    return f"{_JOURS[datetime.date.fromisoformat(date).weekday()]} {en_lettres(date)}"
