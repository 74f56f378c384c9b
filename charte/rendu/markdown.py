"""La charte en Markdown : lisible sur une forge comme dans un éditeur, une phrase par ligne."""

from __future__ import annotations

import re
from pathlib import Path

from charte.moteur.charte import Annexe, Article, Charte, Clause
from charte.moteur.texte import FIN_DE_PHRASE, echapper
from charte.rendu.gabarits import environnement, rendre
from charte.rendu.mots import ACCORDS, RETOUCHES, TITRES
from charte.rendu.plan import lettres_finales, matrice_annotee
from charte.rendu.typographie import typographier

_HORS_ANCRE = re.compile(r"[^\w\- ]")
_BARRE = re.compile(r"(?<!\\)\|")
_VIDES = re.compile(r"\n\n\n+")


def markdown(charte: Charte, modele: Path) -> str:
    """Rend `CHARTE.md`. Le texte finit par un saut de ligne ; les réponses y sont littérales."""
    env = environnement(modele, balises=False)
    codes = {recommandation.id: recommandation.code for recommandation in charte.recommandations}
    codes |= {repere.id: repere.code for repere in charte.droit}
    codes |= {reponse.question: reponse.code for reponse in charte.reponses}
    env.filters |= {
        "litteral": echapper,
        "phrases": une_phrase_par_ligne,
        "paragraphes": _paragraphes,
        "intitule": intitule,
        "case": _case,
        "ancre": _ancre,
        "codes": lambda identifiants: ", ".join(codes[un] for un in identifiants if un in codes),
    }
    lignes, motifs = matrice_annotee(charte)
    reperes = [article for article in charte.articles if article.annexe]
    texte = rendre(
        env,
        "charte.md.j2",
        charte=charte,
        corps=[article for article in charte.articles if not article.annexe],
        annexes=[*charte.annexes, *reperes],
        reperes=reperes,
        clauses=charte.clauses(),
        points={point.question: point for point in charte.a_decider},
        lignes=lignes,
        motifs=motifs,
        accords=ACCORDS,
        retouches=RETOUCHES,
        titres=TITRES,
        finales=_finales(charte),
    )
    return typographier(_VIDES.sub("\n\n", texte)).strip("\n") + "\n"


def _finales(charte: Charte) -> dict[str, str]:
    """Le titre de chaque annexe finale, sous la lettre qu'elle a dans tous les documents."""
    lettres = lettres_finales(charte)
    return {ancre: f"{lettres[ancre]}. {titre}" if ancre in lettres else titre for ancre, titre in TITRES.items()}


def intitule(partie: Article | Annexe) -> str:
    """« 6. Données et confidentialité », ou « A. Ce qui change lundi » pour une annexe."""
    return f"{partie.numero}. {partie.titre}"


def _case(markdown: str) -> str:
    """Une case de tableau tient sur une ligne, et sa barre n'en ouvre pas une autre."""
    return _BARRE.sub(r"\\|", " ".join(markdown.split()))


def une_phrase_par_ligne(texte: str) -> str:
    """Coupe un paragraphe après chaque phrase : le rendu ne change pas, les comparaisons deviennent lisibles."""
    return "\n".join(FIN_DE_PHRASE.sub("\n", ligne) for ligne in texte.split("\n"))


def _paragraphes(clause: Clause) -> str:
    mention = " *(non discuté)*" if clause.etat == "non_discutee" else ""
    return une_phrase_par_ligne(f"**{clause.numero} {clause.titre}.**{mention}\n{clause.texte}")


def _ancre(titre: str) -> str:
    """L'ancre que les forges donnent à un titre : minuscules, sans ponctuation, espaces en tirets."""
    return _HORS_ANCRE.sub("", typographier(titre).lower()).replace(" ", "-")
