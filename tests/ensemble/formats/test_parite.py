"""Les mots de chaque bloc, dans chaque format, dans l'ordre : deux formats ne peuvent pas diverger."""

from __future__ import annotations

import html as echappement
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from charte.moteur.charte import Charte
from charte.moteur.texte import echapper
from charte.rendu import rendre_document
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.blocs import Bloc, Corps, Groupe, Liste, Paragraphe, Sommaire, Tableau, Titre, rediger
from charte.rendu.ecrivains.fragments import en_blocs, texte_de
from charte.services.charger import charger
from tests.donnees.jeux import CONTENUS, au_hasard
from tests.rendu.ecrivains.test_bureautique import mots_docx, mots_odt
from tests.rendu.outils.charte_d_essai import MODELE, adoptee, charte_d_essai, courte
from tests.rendu.outils.exemples import NOMS, exemple

_MOT = re.compile(r"\d+|[^\W\d_]+")
_LIENS = re.compile(r"\]\((?:#|https?:|mailto:)[^)\s]*\)")
ECART_AU_PLUS = 2
"""Les mots qu'un format peut ajouter entre deux blocs : le rang d'un élément, que d'autres dessinent."""


def lus(texte: str) -> list[str]:
    return _MOT.findall(texte)


def mots_md(octets: bytes) -> list[str]:
    texte = re.sub(r"\\(?=[^\w\s])", "", _LIENS.sub("]", octets.decode()))
    return lus(re.sub(r"^\d+\. (?=\*\*)", "", texte, flags=re.M))


def mots_html(octets: bytes) -> list[str]:
    page = octets.decode().partition("<body")[2]
    page = re.sub(r"</?(?:strong|em|sup|wbr|span)\b[^>]*>", "", page)
    return lus(echappement.unescape(re.sub(r"<[^>]+>", " ", page)))


LECTEURS: dict[str, Callable[[bytes], list[str]]] = {
    "md": mots_md,
    "html": mots_html,
    "odt": lambda octets: lus(" ".join(mots_odt(octets))),
    "docx": lambda octets: lus(" ".join(mots_docx(octets))),
}


def morceaux(bloc: Bloc) -> Iterator[str]:
    """Le texte de chaque feuille d'un bloc, dans l'ordre où tout format l'écrit."""
    match bloc:
        case Paragraphe():
            yield texte_de(bloc.ligne)
        case Titre():
            yield f"{bloc.numero} {texte_de(bloc.ligne)}"
        case Corps():
            for un in en_blocs(bloc.texte):
                yield from morceaux(un)
        case Liste():
            for element in bloc.elements:
                for dedans in element.blocs:
                    yield from morceaux(dedans)
        case Tableau():
            yield texte_de(bloc.legende)
            for ligne in (bloc.entetes, *bloc.lignes):
                for case in ligne:
                    yield from (texte_de(un.ligne) for un in case.paragraphes)
        case Sommaire():
            yield texte_de(bloc.titre)
            for entrees in (bloc.entrees, bloc.annexes):
                yield from (texte_de(rediger(entree.titre)) for entree in entrees)


def feuilles(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    for bloc in blocs:
        if isinstance(bloc, Groupe):
            yield from feuilles(bloc.blocs)
        else:
            yield bloc


def divergences(charte: Charte, format: str, modele: Path = MODELE) -> list[str]:
    """Ce qu'un format ne dit pas, ou pas à sa place. La couverture et les signatures se lisent sans ordre."""
    document = assembler(charte, modele)
    dits, ou = LECTEURS[format](rendre_document(charte, format, modele)), 0
    manques = []
    libres = {id(bloc) for bloc in feuilles(document.couverture.blocs)}
    for bloc in feuilles(document.blocs):
        if isinstance(bloc, Sommaire) and document.court and format in ("odt", "docx"):
            continue
        attendus = [lus(texte) for texte in morceaux(bloc)]
        if id(bloc) in libres or (isinstance(bloc, Tableau) and bloc.genre in ("signatures", "champs")):
            portee = dits[ou : ou + sum(map(len, attendus)) + 60]
            manques += [" ".join(mots) for mots in attendus if not set(mots) <= set(portee)]
            continue
        for mots in attendus:
            place = _trouver(mots, dits, ou, 60 if isinstance(bloc, Titre | Sommaire) else ECART_AU_PLUS)
            if place is None:
                manques.append(" ".join(mots))
            else:
                ou = place + len(mots)
    return manques


def _trouver(mots: list[str], dits: list[str], ou: int, ecart: int) -> int | None:
    return next((rang for rang in range(ou, ou + ecart + 1) if dits[rang : rang + len(mots)] == mots), None)


CHARTES: dict[str, Callable[[], Charte]] = {
    **{nom: lambda nom=nom: exemple(nom) for nom in NOMS},  # type: ignore[misc]
    "essai": charte_d_essai,
    "adoptée": adoptee,
    "courte": courte,
}


@pytest.mark.parametrize("graine", range(3))
@pytest.mark.parametrize("format", LECTEURS)
def test_quoi_que_le_groupe_reponde(graine: int, format: str) -> None:
    assert divergences(CONTENUS.composer(au_hasard(graine)), format) == []


@pytest.mark.parametrize("format", LECTEURS)
@pytest.mark.parametrize("nom", CHARTES)
def test_tous_les_mots_de_chaque_bloc_a_leur_place(nom: str, format: str) -> None:
    assert divergences(CHARTES[nom](), format) == []


RENOMMES = (
    ("articles", "donnees", "nos-fichiers"),
    ("articles", "usages", "ce-qu-on-en-fait"),
    ("annexes", "registre", "cahier"),
    ("annexes", "plan", "lundi"),
)
CLAUSE = ("donnees-sensibles-jamais-en-ligne", "jamais-de-sante-en-ligne")


@pytest.fixture(scope="module")
def renomme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une copie du modèle où des articles, une annexe et une clause portent un autre identifiant."""
    copie = tmp_path_factory.mktemp("modele") / "a-soi"
    shutil.copytree(MODELE, copie)
    for dossier, ancien, neuf in RENOMMES:
        (copie / dossier / f"{ancien}.yaml").rename(copie / dossier / f"{neuf}.yaml")
    for fichier in copie.rglob("*.yaml"):
        texte = fichier.read_text(encoding="utf-8").replace(*CLAUSE)
        for _, ancien, neuf in RENOMMES:
            texte = re.sub(rf"^(id: |- |  article: |apres: ){ancien}$", rf"\g<1>{neuf}", texte, flags=re.M)
        fichier.write_text(texte, encoding="utf-8", newline="\n")
    return copie


@pytest.mark.parametrize("format", LECTEURS)
def test_renommer_dans_un_modele_a_soi_ne_change_aucun_format(renomme: Path, format: str) -> None:
    reponses = au_hasard(2)
    avant, apres = CONTENUS.composer(reponses), charger(modele=renomme).composer(reponses)
    assert [article.id for article in apres.articles] != [article.id for article in avant.articles]
    assert rendre_document(apres, format, renomme) == rendre_document(avant, format, MODELE)


@pytest.mark.parametrize("format", ("md", "odt", "docx"))
def test_le_code_d_un_document_source_precede_son_auteur(format: str) -> None:
    charte = exemple(NOMS[0])
    dits = " ".join(LECTEURS[format](rendre_document(charte, format, MODELE)))
    for un in charte.documents:
        attendu = " ".join([*lus(un.code), *lus(texte_de(rediger(echapper(un.auteur))))])
        assert attendu in dits
