"""L'extrait de procès-verbal d'une adoption : à imprimer et à signer, ou à recopier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charte.moteur.charte import Charte
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import de, majuscule
from charte.rendu.document.adoption import champs, signatures
from charte.rendu.document.blocs import Bloc, Document, Groupe, Ligne, Paragraphe, Titre, citer, joindre
from charte.rendu.document.page_de_couverture import GRAS, compter
from charte.rendu.document.phrases import Phrases, phrases_du_modele
from charte.rendu.ecrivains.html import ecrire_html
from charte.rendu.ecrivains.markdown import ecrire_markdown
from charte.rendu.impression.pdf import imprimer
from charte.rendu.langue.balisage import abreger


def markdown(charte: Charte, modele: Path, empreinte: str) -> str:
    """Rend l'extrait en Markdown. `charte` : adoptée ; `empreinte` : SHA-256 du texte adopté, en hexadécimal."""
    return ecrire_markdown(extrait(charte, phrases_du_modele(modele), empreinte), modele)


def pdf(charte: Charte, modele: Path, empreinte: str) -> bytes:
    """Rend l'extrait en PDF conforme. Lève `RenduImpossible` si Pango manque."""
    return imprimer(page(charte, modele, empreinte), modele, "proces-verbal.css", charte)


def page(charte: Charte, modele: Path, empreinte: str) -> str:
    """Rend l'extrait en HTML, sans style : celui de l'imprimeur s'y applique."""
    return ecrire_html(extrait(charte, phrases_du_modele(modele), empreinte), modele)


def extrait(charte: Charte, phrases: Phrases, empreinte: str) -> Document:
    """Rend l'extrait, pour tous les formats."""
    adoption = charte.adoptions[-1]
    date, de_l_instance = en_lettres(adoption.date), de(adoption.instance)
    return Document(
        titre=phrases.dire("pv_document", version=adoption.version),
        auteur=charte.nom,
        date=adoption.date,
        titre_courant=phrases.dire("pv"),
        pied_courant=phrases.dire("pv_pied", date=date, version=adoption.version),
        court=False,
        couverture=Groupe(
            "en-tete",
            (
                Paragraphe("structure", citer(abreger(charte.nom, 320))),
                Paragraphe("titre", phrases.dire("pv")),
                Paragraphe(
                    "sous_titre",
                    phrases.dire("pv_reunion", de_l_instance=de_l_instance, date=date)
                    if de_l_instance
                    else phrases.dire("pv_reunion_du", instance=adoption.instance, date=date),
                ),
            ),
        ),
        corps=tuple(_corps(charte, phrases, empreinte)),
    )


def _corps(charte: Charte, phrases: Phrases, empreinte: str) -> Iterator[Bloc]:
    yield champs(("pv_lieu", "pv_presidence_seance", "pv_secretariat_seance", "pv_points"), phrases, (42,) * 4)
    yield champs(("pv_personnes",), phrases, (170,))
    yield Titre(1, "", phrases.dire("pv_adoption"), "adoption")
    yield Paragraphe("corps", joindre(_texte_soumis(charte, phrases)))
    vote = charte.adoptions[-1].vote
    dit = phrases.dire("pv_decompte", vote=majuscule(vote)) if vote else phrases.dire("pv_sans_decompte")
    resolution = joindre((phrases.dire("pv_resolution", 1, GRAS), *_resolution(charte, phrases)))
    decompte = joindre((phrases.dire("pv_vote", 1, GRAS), dit))
    yield Groupe("resolution", (Paragraphe("corps", resolution), Paragraphe("corps", decompte)))
    yield Paragraphe("corps", phrases.dire("pv_empreinte"))
    yield Paragraphe("empreinte", citer(empreinte))
    yield Paragraphe("corps", phrases.dire("pv_conforme"))
    yield signatures((phrases.dire("pv_presidence"), phrases.dire("pv_secretariat")), phrases)


def _texte_soumis(charte: Charte, phrases: Phrases) -> Iterator[Ligne]:
    yield compter("pv_compte", charte, phrases)
    for revisee in charte.adoptions[-2:-1]:
        yield phrases.dire("pv_revise", version=revisee.version, date=en_lettres(revisee.date))
    # Ce que le texte doit au questionnaire et non au groupe : un procès-verbal ne l'affirme pas débattu.
    if proposees := len(charte.non_discutees):
        yield phrases.dire("pv_proposees", proposees)


def _resolution(charte: Charte, phrases: Phrases) -> Iterator[Ligne]:
    yield phrases.dire("pv_adoptee", version=charte.adoptions[-1].version)
    for revisee in charte.adoptions[-2:-1]:
        yield phrases.dire("pv_remplace", version=revisee.version)
    if charte.relecture:
        yield phrases.dire("pv_relecture", date=en_lettres(charte.relecture))
    yield phrases.dire("pv_referent", qui=charte.referent) if charte.referent else phrases.dire("pv_sans_referent")
