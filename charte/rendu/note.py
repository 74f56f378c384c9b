"""La note aux membres : ce que la version adoptée change pour eux, en deux pages au plus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from charte.moteur.changements import Changements
from charte.moteur.charte import Charte
from charte.moteur.comparaison import comparer
from charte.moteur.dates import en_lettres
from charte.moteur.texte import echapper, majuscule, par
from charte.rendu import recit
from charte.rendu.ecrivains.html import environnement_html, feuille_autonome
from charte.rendu.gabarits import environnement
from charte.rendu.gabarits import rendre as _rendre
from charte.rendu.narration import raconter
from charte.rendu.typographie import typographier


def rendre(precedente: Charte | None, charte: Charte, modele: Path) -> dict[str, str]:
    """Rend la note, en Markdown (`md`) et en HTML d'un seul fichier (`html`).

    Avec une version précédente : ce qui les sépare, en décisions. Sans elle : l'essentiel et ce qui change lundi.
    """
    if precedente is not None:
        suite = _ce_qui_change(comparer(precedente, charte), charte)
        return {"md": recit.en_markdown(suite), "html": recit.en_html(suite, modele)}
    plan = next((annexe for annexe in charte.annexes if annexe.id == "plan"), None)
    texte = environnement(modele, balises=False)
    texte.filters |= {"litteral": echapper, "majuscule": majuscule}
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


def _ce_qui_change(changements: Changements, charte: Charte) -> recit.Recit:
    """Le récit des changements, avec ce qu'une note dit toujours : le vote, l'instance, la date, à qui parler."""
    # Que l'adoption soit notée, la note entière le dit déjà.
    changements = replace(changements, autres=tuple(une for une in changements.autres if une != "adoptions"))
    raconte = raconter(changements)
    return replace(raconte, chapeau=(_adoption(charte), *raconte.chapeau), pied=_a_qui_parler(charte))


def _adoption(charte: Charte) -> str:
    derniere = charte.adoptions[-1]
    vote = f" Vote : {derniere.vote}." if derniere.vote else ""
    return (
        f"Version {derniere.version} de notre charte d'usage de l'IA, adoptée le {en_lettres(derniere.date)} "
        f"{par(derniere.instance)}.{vote}"
    )


def _a_qui_parler(charte: Charte) -> str:
    qui = charte.referent
    if charte.contact:
        suite = f"{majuscule(qui)} (personne référente) : {charte.contact}" if qui else charte.contact
    else:
        suite = f"Parlez-en à la personne référente{f' : {qui}' if qui else ''}."
    return f"Une question, un doute, une erreur ? {suite}"
