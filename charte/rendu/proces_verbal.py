"""L'extrait de procès-verbal d'une adoption : à imprimer et à signer, ou à recopier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from charte.moteur.charte import Charte
from charte.moteur.texte import de, echapper, majuscule
from charte.rendu.ecrivains.html import environnement_html
from charte.rendu.gabarits import environnement, rendre
from charte.rendu.pdf import imprimer
from charte.rendu.typographie import typographier


def markdown(charte: Charte, modele: Path, empreinte: str) -> str:
    """Rend l'extrait en Markdown. `charte` : adoptée ; `empreinte` : SHA-256 du texte adopté, en hexadécimal."""
    env = environnement(modele, balises=False)
    env.filters |= {"litteral": echapper, "majuscule": majuscule}
    return typographier(rendre(env, "proces-verbal.md.j2", **_variables(charte, empreinte)))


def pdf(charte: Charte, modele: Path, empreinte: str) -> bytes:
    """Rend l'extrait en PDF conforme. Lève `RenduImpossible` si Pango manque."""
    source = rendre(environnement_html(modele), "proces-verbal.html.j2", fixe="\u00a0", **_variables(charte, empreinte))
    return imprimer(source, modele, "proces-verbal.css", charte)


def _variables(charte: Charte, empreinte: str) -> dict[str, Any]:
    corps = [article for article in charte.articles if not article.annexe]
    return {
        "charte": charte,
        "adoption": charte.adoptions[-1],
        "de_l_instance": de(charte.adoptions[-1].instance),
        "revisee": charte.adoptions[-2] if len(charte.adoptions) > 1 else None,
        "articles": len(corps),
        "clauses": sum(len(article.clauses) for article in corps),
        "empreinte": empreinte,
        "proposees": _proposees(len(charte.non_discutees)),
    }


def _proposees(nombre: int) -> str:
    """Ce que le texte doit au questionnaire et non au groupe : un procès-verbal ne l'affirme pas débattu."""
    if not nombre:
        return ""
    reponses = "Une réponse suit" if nombre == 1 else f"{nombre} réponses suivent"
    return f"{reponses} la proposition du questionnaire, sans discussion notée ; la charte le dit."
