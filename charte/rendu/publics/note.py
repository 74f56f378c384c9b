"""La note aux membres : ce que la version adoptée change pour eux, en deux pages au plus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from charte.contenu.base import Markdown
from charte.moteur.charte import Annexe, Charte
from charte.moteur.comparaison.changements import Changements
from charte.moteur.comparaison.deux_chartes import comparer
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import par
from charte.rendu.document.annexes import puces
from charte.rendu.document.blocs import Bloc, Document, Groupe, Paragraphe, Titre, citer, rediger
from charte.rendu.document.page_de_couverture import a_qui_parler, reflexes
from charte.rendu.document.phrases import Phrases, phrases_du_modele
from charte.rendu.ecrivains.html import ecrire_html, feuille_autonome
from charte.rendu.ecrivains.markdown import ecrire_markdown
from charte.rendu.langue.balisage import abreger
from charte.rendu.recits import recit
from charte.rendu.recits.narration import raconter

_PLAN = "plan"


def rendre(precedente: Charte | None, charte: Charte, modele: Path) -> dict[str, str]:
    """Rend la note, en Markdown (`md`) et en HTML d'un seul fichier (`html`).

    Avec une version précédente : ce qui les sépare, en décisions. Sans elle : l'essentiel et ce qui change lundi.
    """
    phrases = phrases_du_modele(modele)
    if precedente is not None:
        suite = _ce_qui_change(comparer(precedente, charte), charte, phrases)
        return {"md": recit.en_markdown(suite), "html": recit.en_html(suite, modele)}
    note = premiere_note(charte, phrases)
    return {
        "md": ecrire_markdown(note, modele),
        "html": ecrire_html(note, modele, feuille_autonome(modele, "ecran.css")),
    }


def premiere_note(charte: Charte, phrases: Phrases) -> Document:
    """Rend la note qui accompagne la première charte d'un groupe."""
    derniere = charte.adoptions[-1]
    instance = phrases.mots("note_vote", instance=derniere.instance, vote=derniere.vote) if derniere.vote else ""
    sous_titre = phrases.dire(
        "note_adoptee",
        version=charte.version,
        date=en_lettres(charte.date),
        instance=instance or derniere.instance,
    )
    return Document(
        titre=phrases.dire("note_document", version=charte.version),
        auteur=charte.nom,
        date=charte.date,
        titre_courant=phrases.dire("note"),
        pied_courant=(),
        court=False,
        couverture=Groupe(
            "couverture",
            (
                Paragraphe("structure", citer(abreger(charte.nom, 320))),
                Paragraphe("titre", phrases.dire("note")),
                Paragraphe("sous_titre", sous_titre),
            ),
        ),
        corps=tuple(_corps(charte, phrases)),
    )


def _corps(charte: Charte, phrases: Phrases) -> Iterator[Bloc]:
    yield Paragraphe("corps", phrases.dire("note_premiere"))
    if charte.essentiel:
        titre = Titre(1, "", phrases.dire("note_essentiel"), "essentiel")
        yield Groupe("essentiel", (titre, reflexes(charte, phrases, mener=False)))
    for annexe in charte.annexes:
        if annexe.id == _PLAN:
            yield Groupe("annexe", tuple(_plan(annexe)))
    yield Paragraphe("corps", a_qui_parler(charte, phrases))


def _plan(plan: Annexe) -> Iterator[Bloc]:
    yield Titre(1, "", rediger(plan.titre), _PLAN)
    for rang, tableau in enumerate(plan.tableaux, 1):
        yield Titre(2, "", rediger(tableau.titre), f"{_PLAN}-{rang}")
        yield puces(rediger(_action(*ligne[:2])) for ligne in tableau.lignes)


def _action(quoi: Markdown, qui: Markdown | None = None) -> Markdown:
    return Markdown(f"{quoi} *{qui}*") if qui else quoi


def _ce_qui_change(changements: Changements, charte: Charte, phrases: Phrases) -> recit.Recit:
    """Le récit des changements, avec ce qu'une note dit toujours : le vote, l'instance, la date, à qui parler."""
    # Que l'adoption soit notée, la note entière le dit déjà.
    changements = replace(changements, autres=tuple(une for une in changements.autres if une != "adoptions"))
    raconte = raconter(changements)
    pied = "".join(bout.texte for bout in a_qui_parler(charte, phrases))
    return replace(raconte, chapeau=(_adoption(charte), *raconte.chapeau), pied=pied)


def _adoption(charte: Charte) -> str:
    derniere = charte.adoptions[-1]
    vote = f" Vote : {derniere.vote}." if derniere.vote else ""
    return (
        f"Version {derniere.version} de notre charte d'usage de l'IA, adoptée le {en_lettres(derniere.date)} "
        f"{par(derniere.instance)}.{vote}"
    )
