"""La charte en HTML : un seul fichier autonome, pour l'écran, le téléphone et l'imprimante du navigateur."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from charte.erreurs import Faute, FichierInvalide
from charte.moteur.charte import Charte
from charte.moteur.texte import majuscule
from charte.rendu.apparence.identite import ADRESSE, adresse_autonome, feuille_du_logo, teindre, teindre_octets, teintes
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.blocs import Bout, Cite, Document, Ligne, Redige
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.ecrivains.gabarits import environnement, rendre
from charte.rendu.langue import balisage
from charte.rendu.langue.typographie import COUTURE, typographier

_ADRESSE = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_IMPORT = re.compile(r"""@import url\(["']?([\w-]+\.css)["']?\);""")
_TYPES = {".svg": "image/svg+xml", ".ttf": "font/ttf", ".woff2": "font/woff2"}
_BALISE_OU_TEXTE = re.compile(r"[<>]|[^<>]+")


def html(charte: Charte, modele: Path) -> str:
    """Rend la charte en un fichier HTML qui n'a besoin d'aucun autre : style, polices et pictogrammes y sont.

    Lève `FichierInvalide` si le gabarit ou la feuille `ecran.css` du modèle manquent, ou sont mal écrits.
    """
    return page(charte, modele, feuille_autonome(modele, "ecran.css", charte))


def page(charte: Charte, modele: Path, style: str = "", abrege: bool = False, en_fiches: bool = False) -> str:
    """Rend le HTML commun à l'écran et au PDF, avec la feuille de style donnée ; sans elle, le logo reste à joindre.

    `abrege`, `en_fiches` : comme pour `assembler`.
    """
    return ecrire_html(
        assembler(charte, modele, abrege, en_fiches), modele, style, adresse_du_logo(charte, bool(style))
    )


def ecrire_html(document: Document, modele: Path, style: str = "", logo: str = "") -> str:
    """Rend la page d'un document quelconque, avec la feuille de style donnée. `logo` : son adresse.

    Lève `FichierInvalide` si le gabarit du modèle manque, ou s'il est mal écrit.
    """
    env = environnement_html(modele)
    return rendre(env, "charte.html.j2", document=document, logo=logo, style=Markup(style), fixe="\u00a0")


def environnement_html(modele: Path) -> ImmutableSandboxedEnvironment:
    """Rend l'environnement des gabarits HTML d'un modèle : le balisage sûr, et la typographie du texte fixe."""
    env = environnement(modele, balises=True)
    env.add_extension(TexteTypographie)
    env.globals["dire"] = phrases_du_modele(modele).dire
    env.filters |= {
        "ligne": en_html,
        "nu": nu,
        "en_ligne": balisage.en_ligne,
        "en_blocs": balisage.en_blocs,
        "mot_a_mot": balisage.mot_a_mot,
        "contact": balisage.contact,
        "abreger": balisage.abreger,
        "majuscule": majuscule,
        "texte_nu": balisage.texte_nu,
        "courant": lambda markdown, signes: balisage.abreger(balisage.texte_nu(markdown), signes),
        "courant_brut": lambda brut, signes: balisage.abreger(typographier(brut), signes),
    }
    return env


def en_html(ligne: Ligne) -> Markup:
    """Rend une ligne en HTML sûr, composé à la française."""
    return Markup("").join(map(_bout, ligne))


def nu(ligne: Ligne) -> str:
    """Rend le texte d'une ligne, composé, sans aucune balise."""
    return balisage.sans_balise(en_html(ligne))


def _bout(bout: Bout) -> Markup:
    if isinstance(bout, Redige):
        return _dans("strong" if bout.gras else "", balisage.en_ligne(bout.texte))
    if bout.vers and bout.vers[0] != "#":
        return Markup('<a href="{}">{}</a>').format(bout.vers, bout.texte)
    texte = balisage.mot_a_mot(bout.texte)
    if bout.vers:
        classe = Markup(' class="appel"') if isinstance(bout, Cite) and bout.appel else ""
        return Markup('<a{} href="{}">{}</a>').format(classe, bout.vers, texte)
    if bout.marque == "mention":
        return Markup('<span class="mention">{}</span>').format(texte)
    return _dans("strong" if bout.gras else "em" if bout.italique else "", texte)


def _dans(balise: str, texte: Markup) -> Markup:
    return Markup(f"<{balise}>{{}}</{balise}>").format(texte) if balise else texte


def adresse_du_logo(charte: Charte, autonome: bool) -> str:
    """L'adresse du logo dans une page : le logo lui-même, ou celle que l'imprimeur connaît ; vide sans logo."""
    logo = charte.apparence.logo
    if logo is None:
        return ""
    return adresse_autonome(logo) if autonome else ADRESSE


def feuille_autonome(modele: Path, nom: str, charte: Charte | None = None) -> str:
    """Rend une feuille de style du modèle, aux couleurs de la charte, où chaque `url(…)` est le contenu du fichier.

    Lève `FichierInvalide` si la feuille manque, ou si un fichier n'est pas dans le modèle.
    """
    feuille = modele / "styles" / nom
    css = _IMPORT.sub(lambda autre: _lire(feuille.with_name(autre[1])), _lire(feuille))
    if "</style" in css.lower():
        raise FichierInvalide([Faute(feuille, 1, 1, "« </style » n'est pas permis dans une feuille de style")])

    voulues = teintes(charte.apparence) if charte else {}

    def incorporer(adresse: re.Match[str]) -> str:
        fichier = (feuille.parent / adresse[1]).resolve()
        if fichier.suffix not in _TYPES or not fichier.is_relative_to(modele.resolve()) or not fichier.is_file():
            ligne = css.count("\n", 0, adresse.start()) + 1
            raise FichierInvalide([Faute(feuille, ligne, 1, f"« {adresse[1]} » n'est pas un fichier du modèle")])
        octets = teindre_octets(fichier.read_bytes(), fichier.name, voulues)
        return f"url(data:{_TYPES[fichier.suffix]};base64,{base64.b64encode(octets).decode()})"

    return _ADRESSE.sub(incorporer, teindre(css, voulues)) + (feuille_du_logo(charte, nom) if charte else "")


def _lire(feuille: Path) -> str:
    try:
        return feuille.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FichierInvalide([Faute(feuille, 1, 1, "feuille de style introuvable ou illisible")]) from None


class TexteTypographie(Extension):
    """Typographie le texte écrit dans le gabarit lui-même, à la compilation ; les balises ne bougent pas."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Rend les jetons du gabarit, le texte entre les balises composé à la française."""
        balise = False
        for jeton in stream:
            if jeton.type == "data":
                valeur, balise = _typographier_entre_balises(jeton.value, balise)
                jeton = Token(jeton.lineno, jeton.type, valeur)
            yield jeton

    def parse(self, parser: object) -> list[nodes.Node]:
        """Cette extension n'ajoute aucune balise."""
        return []


def _typographier_entre_balises(source: str, balise: bool) -> tuple[str, bool]:
    def morceaux() -> Iterator[str]:
        nonlocal balise
        for trouve in _BALISE_OU_TEXTE.finditer(source):
            texte = trouve[0]
            if texte in "<>":
                balise = texte == "<"
            elif not balise and not texte.isspace():
                # Une balise ou une réponse touche le texte : la règle doit voir qu'il ne commence pas là.
                texte = typographier(f"{COUTURE}{texte}{COUTURE}").replace(COUTURE, "")
            yield texte

    return "".join(morceaux()), balise
