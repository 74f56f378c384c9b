"""Comparer ce qui n'est ni clause, ni réponse, ni case : les mots autour, et les annexes."""

from __future__ import annotations

from collections.abc import Iterator

from charte.contenu.base import Brut, Markdown
from charte.moteur.charte import Annexe, Article, Charte, TableauDAnnexe
from charte.moteur.comparaison.changements import Passage
from charte.moteur.comparaison.mot_a_mot import comparer_les_mots, nu
from charte.moteur.texte import AUCUN_MOT, echapper, joindre

Textes = dict[tuple[str, ...], tuple[str, Markdown]]
"""Par clé stable : où le texte se lit, et le texte."""


def passages(avant: Charte, apres: Charte) -> tuple[Passage, ...]:
    """Les textes hors clause qui diffèrent, dans l'ordre de lecture d'après."""
    anciens, nouveaux = dict(_textes(avant)), dict(_textes(apres))
    return tuple(
        _passage(anciens.get(cle), nouveaux.get(cle))
        for cle in {**nouveaux, **anciens}
        if anciens.get(cle, ("", ""))[1] != nouveaux.get(cle, ("", ""))[1]
    )


def _passage(avant: tuple[str, Markdown] | None, apres: tuple[str, Markdown] | None) -> Passage:
    lieu = Brut((apres or avant or ("",))[0])
    ancien, nouveau = (nu(un[1]) if un else AUCUN_MOT for un in (avant, apres))
    if not ancien or not nouveau:
        return Passage(lieu, "apparue" if nouveau else "disparue", ancien, nouveau)
    return Passage(lieu, "changee", ancien, nouveau, comparer_les_mots(ancien, nouveau))


def _textes(charte: Charte) -> Iterator[tuple[tuple[str, ...], tuple[str, Markdown]]]:
    for nom, lieu in _PAGE_DE_TITRE.items():
        texte = getattr(charte, nom)
        yield (nom,), (lieu, echapper(texte) if nom in _BRUTS else texte)
    for reflexe in charte.essentiel:
        yield ("essentiel", reflexe.geste), ("L'essentiel", joindre((reflexe.geste, reflexe.detail)))
    for article in charte.articles:
        yield from _article(article)
    matrice = charte.matrice
    yield ("matrice", "conditions"), ("La matrice, « sous conditions »", matrice.conditions)
    yield ("matrice", "accord"), ("La matrice, « sur accord »", matrice.accord)
    for classe in matrice.classes:
        yield (
            ("matrice", "classe", classe.id),
            ("La matrice, données", joindre((classe.libelle, classe.exemples), " : ")),
        )
    for famille in matrice.familles:
        outils = [echapper(Brut(f"({', '.join(famille.outils)})"))] if famille.outils else []
        texte = joindre((famille.libelle, joindre((famille.exemples, *outils))), " : ")
        yield ("matrice", "famille", famille.id), ("La matrice, outils", texte)
    for annexe in charte.annexes:
        yield from _annexe(annexe)


_PAGE_DE_TITRE = {
    "titre": "Le titre",
    "sous_titre": "Le sous-titre",
    "avertissement": "L'avertissement",
    "nom": "Le nom",
    "structure": "Le mot qui nous désigne",
    "mission": "La mission",
    "instance": "L'instance de décision",
    "contact": "Le contact",
}
_BRUTS = frozenset({"nom", "mission", "contact"})


def _article(article: Article) -> Iterator[tuple[tuple[str, ...], tuple[str, Markdown]]]:
    lieu = f"Article {article.numero}" if not article.annexe else f"Annexe {article.numero}"
    yield ("article", article.id, "titre"), (f"{lieu}, titre", article.titre)
    yield ("article", article.id, "en_clair"), (f"{lieu}, « En clair »", article.en_clair)
    yield ("article", article.id, "falc"), (f"{lieu}, titre facile à lire", article.falc)


def _annexe(annexe: Annexe) -> Iterator[tuple[tuple[str, ...], tuple[str, Markdown]]]:
    # Sans sa lettre : elle peut changer d'une version à l'autre.
    lieu = f"Annexe « {nu(annexe.titre)} »"
    yield ("annexe", annexe.id, "titre"), (lieu, annexe.titre)
    yield ("annexe", annexe.id, "intro"), (lieu, annexe.intro)
    gestes: dict[str, int] = {}
    for etape in annexe.etapes:
        # Une étape se retrouve à son geste, ses premiers mots.
        geste = nu(etape).partition(". ")[0]
        gestes[geste] = gestes.get(geste, 0) + 1
        yield ("annexe", annexe.id, "etape", geste, str(gestes[geste])), (lieu, etape)
    memes: dict[str, int] = {}
    for tableau in annexe.tableaux:
        # « Tout de suite : dès le lundi 4 mai » et « Tout de suite : dès l'adoption » sont le même tableau.
        nom = tableau.titre.partition(" : ")[0]
        memes[nom] = memes.get(nom, 0) + 1
        yield from _tableau(tableau, ("annexe", annexe.id, "tableau", nom, str(memes[nom])), lieu)


def _tableau(
    tableau: TableauDAnnexe, cle: tuple[str, ...], lieu: str
) -> Iterator[tuple[tuple[str, ...], tuple[str, Markdown]]]:
    """Une ligne de tableau se retrouve à sa première case, et à son rang parmi les lignes qui la partagent."""
    yield cle, (lieu, joindre((tableau.titre, *tableau.colonnes), " | "))
    vues: dict[str, int] = {}
    for premiere, *suite in tableau.lignes:
        vues[premiere] = vues.get(premiere, 0) + 1
        yield (*cle, premiere, str(vues[premiere])), (lieu, joindre((premiere, *suite), " | "))
