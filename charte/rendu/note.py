"""La note aux membres : ce que la version adoptée change pour eux, en deux pages au plus."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from charte.moteur.charte import Charte
from charte.moteur.comparaison import comparer
from charte.moteur.texte import echapper
from charte.rendu.changements import en_html, en_markdown
from charte.rendu.gabarits import environnement
from charte.rendu.gabarits import rendre as _rendre
from charte.rendu.html import environnement_html, feuille_autonome
from charte.rendu.typographie import typographier


def rendre(precedente: Charte | None, charte: Charte, modele: Path) -> dict[str, str]:
    """Rend la note, en Markdown (`md`) et en HTML d'un seul fichier (`html`).

    Avec une version précédente : ce qui les sépare, en décisions. Sans elle : l'essentiel et ce qui change lundi.
    """
    if precedente is not None:
        changements = comparer(precedente, charte)
        return {"md": en_markdown(changements), "html": en_html(changements, modele)}
    plan = next((annexe for annexe in charte.annexes if annexe.id == "plan"), None)
    texte = environnement(modele, balises=False)
    texte.filters["litteral"] = echapper
    return {
        "md": typographier(_rendre(texte, "note.md.j2", charte=charte, plan=plan)),
        "html": _rendre(
            environnement_html(modele),
            "note.html.j2",
            charte=charte,
            plan=plan,
            style=Markup(feuille_autonome(modele, "ecran.css")),
            fixe="\u00a0",
        ),
    }
