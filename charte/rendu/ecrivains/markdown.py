"""La charte en Markdown : lisible sur une forge comme dans un éditeur, une phrase par ligne."""

from __future__ import annotations

import re
from pathlib import Path

from charte.contenu.base import Brut
from charte.moteur.charte import Charte
from charte.moteur.texte import FIN_DE_PHRASE, echapper
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.blocs import Bout, Cite, Document, Ligne, Redige
from charte.rendu.ecrivains.gabarits import environnement, rendre
from charte.rendu.langue.typographie import typographier

_HORS_ANCRE = re.compile(r"[^\w\- ]")
_INSECABLE = re.compile("[\u00a0\u202f]")
_BARRE = re.compile(r"(?<!\\)\|")
_VIDES = re.compile(r"\n\n\n+")


def markdown(charte: Charte, modele: Path) -> str:
    """Rend `CHARTE.md`. Le texte finit par un saut de ligne ; les réponses y sont littérales.

    Lève `FichierInvalide` si le gabarit ou une phrase du modèle manquent, ou sont mal écrits.
    """
    return ecrire_markdown(assembler(charte, modele), modele)


def ecrire_markdown(document: Document, modele: Path) -> str:
    """Rend un document quelconque, de la même façon. Lève comme `markdown`."""
    env = environnement(modele, balises=False)
    env.filters |= {
        "ligne": en_markdown,
        "phrases": une_phrase_par_ligne,
        "reflexe": _reflexe,
        "case": lambda ligne: _case(en_markdown(ligne)),
        "ancre": _ancre,
    }
    texte = rendre(env, "charte.md.j2", document=document)
    return typographier(_VIDES.sub("\n\n", texte)).strip("\n") + "\n"


def en_markdown(ligne: Ligne) -> str:
    """Rend une ligne en Markdown ; les mots du groupe y sont échappés."""
    return "".join(map(_bout, ligne))


def _bout(bout: Bout) -> str:
    if isinstance(bout, Redige):
        texte = " ".join(bout.texte.split("\n"))
        return f"**{texte}**" if bout.gras else texte
    # Échapper retire les blancs du bord, qui séparent ce bout de ses voisins.
    dit = echapper(Brut(bout.texte))
    texte = f"{' ' * bout.texte[:1].isspace()}{dit}{' ' * bout.texte[-1:].isspace()}" if dit else " "
    if bout.marque == "mention":
        return f"*({texte})*"
    if isinstance(bout, Cite) and bout.appel:
        return f" ({texte})"
    signe = "**" if bout.gras else "*" if bout.italique else ""
    return f"{signe}{texte}{signe}"


def _reflexe(detail: Ligne) -> str:
    """Le détail d'un réflexe ; le renvoi à son article passe entre parenthèses, où le programme le relit."""
    renvoi = detail[-1]
    if isinstance(renvoi, Redige):
        return en_markdown(detail)
    return f"{en_markdown(detail[:-1]).rstrip()} *({echapper(Brut(renvoi.texte))})*"


def une_phrase_par_ligne(texte: str) -> str:
    """Coupe un paragraphe après chaque phrase : le rendu ne change pas, les comparaisons deviennent lisibles."""
    return "\n".join(FIN_DE_PHRASE.sub("\n", ligne) for ligne in texte.split("\n"))


def _case(markdown: str) -> str:
    """Une case de tableau tient sur une ligne, et sa barre n'en ouvre pas une autre."""
    return _BARRE.sub(r"\\|", " ".join(markdown.split()))


def _ancre(titre: str) -> str:
    """L'ancre que les forges donnent à un titre : minuscules, sans ponctuation, espaces en tirets.

    Vide pour un titre où il y a une espace insécable : d'une forge à l'autre, elle devient un tiret ou disparaît.
    """
    compose = typographier(titre)
    return "" if _INSECABLE.search(compose) else _HORS_ANCRE.sub("", compose.lower()).replace(" ", "-")
