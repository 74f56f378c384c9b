"""Ce qu'une retouche laisse dans le seul `CHARTE.md` : les autres documents sortent de la Charte, qui ne le dit pas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from charte.moteur.retouches.decoupage import lignes, mots, ordinaire
from charte.moteur.retouches.parties import PIED, TETE, Document, PartieDuTexte, SectionDuTexte
from charte.moteur.retouches.report import ANNEXE, PARTIE, Ecart

_LA_TETE, _LE_PIED = "la tête du document", "le pied du document"


def restes(neuf: Document, final: Document, refait: Document, essentiel: SectionDuTexte | None) -> tuple[Ecart, ...]:
    """Un écart par partie dont la Charte ne reprend pas toute la retouche ; les clauses sont déjà contrôlées.

    `neuf` : le texte sans retouche ; `final` : avec elles ; `refait` : celui de la Charte où on les a reportées.
    `essentiel` : la section des réflexes, dans `neuf`.
    """
    return (*_des_reponses(neuf, final, essentiel), *_sans_place(neuf, final, refait, essentiel))


def _des_reponses(neuf: Document, final: Document, essentiel: SectionDuTexte | None) -> Iterator[Ecart]:
    """Les passages composés d'après les réponses : rien n'en est reporté, la moindre retouche se dit."""
    attendues, finales = _corps(neuf), _corps(final)
    for nom, (section, partie) in {**finales, **attendues}.items():
        if (section.article or section.nom.startswith(PARTIE)) and (essentiel is None or section.nom != essentiel.nom):
            deux = [la[nom][1].cle_du_corps if nom in la else "" for la in (attendues, finales)]
            if nom not in attendues and section.article:
                yield Ecart("seul", "", f"l'article {section.numero}")
            elif deux[0] != deux[1]:
                titre = lignes(partie.corps)[0].texte.lstrip("# ") if section.article else section.titre
                yield Ecart("ailleurs", "", ordinaire(titre))


def _sans_place(neuf: Document, final: Document, refait: Document, essentiel: SectionDuTexte | None) -> Iterator[Ecart]:
    """Les parties que la Charte reprend : les mots que le texte refait n'a pas, et ceux qu'il garde, se disent."""
    attendues, finales, refaites = (
        {nom: partie.corps for nom, (_, partie) in _corps(un).items()} for un in (neuf, final, refait)
    )
    lieux = {TETE: _LA_TETE, f"corps:{PIED}": _LE_PIED}
    lieux |= {f"corps:{un.nom}": f"l'annexe {un.numero}" for un in final if un.nom.startswith(ANNEXE)}
    if essentiel is not None:
        trois = [mots(textes.get(f"corps:{essentiel.nom}", "")) for textes in (attendues, finales, refaites)]
        if trois[1] not in (trois[0], trois[2]):
            yield Ecart("seul", "", f"« {ordinaire(essentiel.titre)} »")
    for nom, lieu in lieux.items():
        # Ce que l'on y écrit se range : le sous-titre sous le nom, les étapes avant les tableaux. L'ordre peut changer.
        comptes = [Counter(mots(textes.get(nom, ""))) for textes in (attendues, finales, refaites)]
        if comptes[1] not in (comptes[0], comptes[2]):
            yield Ecart("seul", "", lieu)


def _corps(document: Document) -> dict[str, tuple[SectionDuTexte, PartieDuTexte]]:
    """Les parties qui ne sont ni un titre, ni une phrase « En clair », ni une clause, avec leur section."""
    return {
        partie.nom: (section, partie)
        for section in document
        for partie in section.parties
        if partie.genre in ("corps", "tete")
    }
