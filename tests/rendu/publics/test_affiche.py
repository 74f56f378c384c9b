"""L'affiche : une page toujours, conforme, complète ; ce qui ne tient pas est refusé, et l'on dit pourquoi."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from charte.contenu.bibliotheque import charger_reponses
from charte.contenu.reponses import AdoptionEcrite
from charte.erreurs import RenduImpossible
from charte.moteur.charte import Adoption as AdoptionNotee
from charte.moteur.charte import Charte, Matrice, Reflexe, Reponse
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.publics.affiche import PALIERS, affiche_a3, affiche_a4, html_a4, mots_d_affiche
from charte.services.charger import charger
from tests.rendu.impression.test_pdf import MILLIMETRE, avec_les_mots, fautes, lire, texte
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, courte, minimale
from tests.rendu.outils.rendus import rendu

RACINE = Path(__file__).parents[3]
EXEMPLES = ("aide-a-domicile", "alphabetisation-insertion", "tiers-lieu")
FORMATS = {"affiche": (297, 420), "affiche-a4": (210, 297)}
NOM_LONG = ("Association des habitantes et des habitants du quartier de la Fontaine et de ses environs, " * 3)[:200]
GESTE_LONG = "Sur mon compte personnel, je n'envoie que des informations publiques ou déjà en ligne."
DETAIL_LONG = (
    "Une affiche, un texte déjà en ligne, le compte rendu d'une réunion ouverte ; pour tout le reste, un compte au nom "
    "de l'association, et je demande à la personne référente."
)


def exemple(nom: str) -> Charte:
    contenus = charger()
    return contenus.composer(charger_reponses(RACINE / "exemples" / nom / "reponses.yaml", contenus.questionnaire))


def avec_affiches(charte: Charte) -> Charte:
    """La même, où chaque clause a une phrase pour le mur."""
    return replace(
        charte,
        articles=tuple(
            replace(un, clauses=tuple(replace(clause, affiche=f"Au mur {clause.numero}.") for clause in un.clauses))
            for un in charte.articles
        ),
    )


def longue() -> Charte:
    reflexes = tuple(Reflexe(GESTE_LONG, DETAIL_LONG, str(rang)) for rang in range(1, 7))
    return replace(charte_d_essai(), nom=NOM_LONG, essentiel=reflexes)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("nom", EXEMPLES)
def test_une_page_conforme_et_complete_pour_chaque_exemple(nom: str, format: str) -> None:
    charte = exemple(nom)
    octets = rendu(charte, format)
    assert fautes(octets) == []
    (page,) = lire(octets).pages
    taille = (float(page.mediabox.width), float(page.mediabox.height))
    assert taille == pytest.approx([cote * MILLIMETRE for cote in FORMATS[format]], abs=0.1)
    lu, depuis = lisse(texte(octets)), 0
    for repere in (
        charte.nom,
        "L'IA chez nous : six réflexes",
        "Projet",
        *(partie for reflexe in charte.essentiel for partie in (reflexe.geste, reflexe.detail)),
        "Quelle donnée dans quel outil ?",
        *(famille.libelle for famille in charte.matrice.familles),
        *(partie for classe in charte.matrice.classes for partie in (classe.libelle, classe.exemples)),
        "Sous conditions :",
        "Une question, un doute, une erreur ?",
        charte.contact or "la personne référente",
        f"Projet du {en_lettres(charte.date)}, à adopter par",
        "À relire ensuite :",
    ):
        trouve = lu.find(lisse(repere), depuis)
        assert trouve >= 0, repere
        depuis = trouve + len(lisse(repere))


def lisse(mots: str) -> str:
    """Sans espaces ni apostrophes courbes : on compare les lettres, pas la coupure des lignes."""
    return re.sub(r"\s+", "", mots.replace("’", "'"))


@pytest.mark.parametrize("charte", [longue, adoptee, minimale])
@pytest.mark.parametrize("format", FORMATS)
def test_une_page_quoi_qu_il_arrive(format: str, charte: Callable[[], Charte]) -> None:
    octets = rendu(charte(), format)
    assert fautes(octets) == []
    assert len(lire(octets).pages) == 1


def test_un_nom_et_des_reflexes_longs_restent_entiers() -> None:
    lu = lisse(texte(rendu(longue(), "affiche-a4")))
    assert lisse(NOM_LONG) in lu
    assert lu.count(lisse(GESTE_LONG)) == lu.count(lisse(DETAIL_LONG)) == 6


@pytest.mark.parametrize("mots", [HOSTILE, "Une phrase que personne n'arrête. " * 295, "x" * 2000])
def test_les_mots_du_groupe_ne_cassent_rien(mots: str) -> None:
    octets = rendu(avec_les_mots(mots), "affiche")
    assert fautes(octets) == []
    assert len(lire(octets).pages) == 1
    assert mots is not HOSTILE or lisse(HOSTILE) in lisse(texte(octets))


def test_ce_qui_deborde_est_refuse_et_l_on_dit_quoi_raccourcir() -> None:
    essai = charte_d_essai()
    bavard = replace(essai.essentiel[2], detail="Une phrase suffit, au bon endroit. " * 120)
    with pytest.raises(RenduImpossible) as refus:
        affiche_a3(replace(essai, essentiel=(*essai.essentiel[:2], bavard, *essai.essentiel[3:])), MODELE)
    assert refus.value.phrase.startswith("L'affiche A3 ne peut pas être produite : le texte ne tient pas sur une page")
    assert re.fullmatch(r"Raccourcissez le réflexe 3 \(42\d\d signes ; 150 conviennent\)\.", refus.value.remede)


def test_les_mots_au_mur_viennent_quand_il_reste_de_la_place() -> None:
    sans_matrice = replace(avec_affiches(charte_d_essai()), matrice=Matrice((), (), "", ""))
    assert texte(rendu(sans_matrice, "affiche")).count("Au mur") == 6
    assert "Au mur" not in texte(rendu(avec_affiches(longue()), "affiche"))


@pytest.mark.parametrize("nom", EXEMPLES)
def test_un_nom_long_garde_les_mots_au_mur(nom: str) -> None:
    charte = replace(exemple(nom), nom=NOM_LONG[:95].strip())
    lu = lisse(texte(affiche_a4(charte, MODELE)))
    assert all(lisse(str(clause.affiche)) in lu for clause in mots_d_affiche(charte, 3))


def test_aucun_mot_seul_sur_sa_rangee() -> None:
    charte = avec_affiches(charte_d_essai())
    assert [len(mots_d_affiche(charte, combien)) for combien in (2, 3, 4, 5, 6)] == [0, 3, 4, 4, 6]


def test_les_mots_au_mur_disent_d_abord_ce_qu_aucun_reflexe_ne_dit() -> None:
    charte = avec_affiches(charte_d_essai())
    deja = {reflexe.article for reflexe in charte.essentiel}
    choisis = mots_d_affiche(charte, 4)
    assert [clause.numero for clause in choisis] == ["1.1", "2.1", "3.2", "4.1"]
    assert not deja & {clause.numero.partition(".")[0] for clause in choisis}
    assert mots_d_affiche(charte, 2) == mots_d_affiche(charte_d_essai(), 6) == ()


def test_adoptee_l_affiche_dit_sa_version_et_sa_relecture() -> None:
    lu = " ".join(texte(rendu(replace(adoptee(), relecture="2028-01-15"), "affiche")).split())
    assert "Version 1.0" in lu and "adoptée le 15 janvier 2027 par : Assemblée générale" in lu
    assert "À relire avant le 15 janvier 2028" in lu
    assert "Projet" not in lu


def test_une_charte_adoptee_sait_quand_elle_se_relit() -> None:
    contenus = charger()
    reponses = charger_reponses(RACINE / "exemples" / EXEMPLES[0] / "reponses.yaml", contenus.questionnaire)
    adoption = AdoptionEcrite(version="1.0", date=datetime.date(2027, 1, 15), instance="Le bureau")
    assert contenus.composer(reponses).relecture == ""
    assert contenus.composer(reponses.model_copy(update={"adoptions": [adoption]})).relecture == "2028-01-15"


def test_les_paliers_descendent() -> None:
    assert list(PALIERS) == sorted(PALIERS, key=lambda palier: (-palier.corps, -palier.mots))


def test_le_sens_ne_tient_pas_a_la_couleur() -> None:
    """Chaque case porte son mot ; chaque décision a sa forme."""
    styles = MODELE / "styles"
    formes = re.findall(
        r"\.(\w+) \.mot \{ background-image: url\((pictos/\w+\.svg)\)",
        (styles / "affiche.css").read_text(encoding="utf-8"),
    )
    assert {nom for nom, _ in formes} == {"autorise", "conditions", "accord", "interdit", "a_decider"}
    assert len({(styles / dessin).read_bytes() for _, dessin in formes}) == 5
    lu = texte(rendu(charte_d_essai(), "affiche"))
    cases = [case for classe in charte_d_essai().matrice.classes for case in classe.cases]
    assert lu.count("Interdit") == sum(case.decision == "interdit" for case in cases)


def test_memes_octets() -> None:
    assert affiche_a4(courte(), MODELE) == rendu(courte(), "affiche-a4")


def test_le_pied_nomme_la_personne_referente_et_l_instance() -> None:
    essai = charte_d_essai()
    referent = Reponse("referent", "Qui ?", "la présidence", "repondu")
    nommee = replace(essai, reponses=(*essai.reponses, referent), contact="")
    assert "Parlez-en à la personne référente : la présidence." in _pied(nommee)
    assert "La présidence (personne référente) : ia@exemple.org" in _pied(replace(nommee, contact="ia@exemple.org"))
    longue = replace(referent, valeur="une personne du bureau " * 4)
    assert "Parlez-en à la personne référente." in _pied(replace(nommee, reponses=(*essai.reponses, longue)))
    vote = AdoptionNotee("1.0", "2026-11-20", "Le bureau", "7 pour")
    assert "adoptée le 20 novembre 2026 par le bureau." in _pied(replace(nommee, version="1.0", adoptions=(vote,)))


def _pied(charte: Charte) -> str:
    texte = html.unescape(re.sub("<[^>]+>", "", html_a4(charte, MODELE).partition('<footer class="pied">')[2]))
    return " ".join(texte.replace("’", "'").split())
