"""Le référentiel fourni : complet, relié, et sans les chiffres que l'on n'imprime pas."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from charte.contenu.bibliotheque import charger_questionnaire, charger_referentiel, donnees
from charte.contenu.lecture.yaml_situe import lire
from charte.contenu.referentiel import Recommandation, RegleDroit

REFERENTIEL = charger_referentiel()
GUIDE = (Path(__file__).parents[2] / "docs" / "animer.md").read_text(encoding="utf-8")
ENTREES = list(REFERENTIEL.recommandations.values())
ARTICLES = {
    *("preambule", "definitions", "besoins", "usages", "humain", "donnees", "inclusion", "sobriete"),
    *("outils", "transparence", "formation", "gouvernance", "engagement", "reperes"),
}
ECARTES = {
    "sobriete-pas-de-politesse-argument",
    "sobriete-chiffre-centres-de-donnees-monde",
    "sobriete-chiffre-centrales-nucleaires",
    "formation-programme-2000-structures",
    "societe-fait-nvidia",
}
VALEURS_ECARTEES = ("1 050 TWh", "1050 TWh", "27 centrales", "deux centrales", "3 461", "3.461", "Nvidia")
TENSIONS = {
    "technologie-neutre-ou-non": "neutralite",
    "renoncer-ou-s-approprier": "posture",
    "profiler-pour-le-bien-commun": "profilage",
    "inclusion-ou-inegalites": "effet_publics",
    "argument-ecologique": "argument_ecologique",
    "retard-ou-usages-sauvages": "depart",
    "souverainete-ou-autonomie": "mot_independance",
    "partager-ou-proteger": "partage_donnees",
    "automatiser-la-relation": "relation",
    "autonomie-individuelle-ou-regle-commune": "autonomie",
}
REPERES = {
    *("ia-act-4", "ia-act-5", "ia-act-50", "ia-act-26", "ia-act-27", "ia-act-annexe-3"),
    *("rgpd-6", "rgpd-9", "rgpd-10", "rgpd-22", "rgpd-28", "rgpd-33", "rgpd-35", "rgpd-44"),
    *("fr-cse-50", "fr-l1222-4", "fr-l1321-4", "fr-mineurs-15", "fr-accessibilite-47", "fr-travail-pilote"),
    *("be-cct-39", "be-reglement-travail", "be-mineurs-13", "be-bruxelles-126", "directive-2019-790"),
}


def _brutes(nom: str, cle: str) -> list[str]:
    return [une["id"] for une in lire(donnees("referentiel") / nom).valeur[cle]]


@pytest.mark.parametrize(
    ("nom", "cle"),
    [
        ("documents.yaml", "documents"),
        ("recommandations.yaml", "recommandations"),
        ("tensions.yaml", "tensions"),
        ("droit.yaml", "regles"),
    ],
)
def test_identifiants_uniques(nom: str, cle: str) -> None:
    doubles = [identifiant for identifiant, fois in Counter(_brutes(nom, cle)).items() if fois > 1]
    assert not doubles


def test_le_compte_y_est() -> None:
    assert len(ENTREES) == 134
    assert Counter(entree.priorite for entree in ENTREES) == {"noyau": 36, "courant": 60, "complement": 38}
    assert Counter(entree.nature for entree in ENTREES) == {
        "recommandation": 62,
        "vigilance": 35,
        "valeur": 22,
        "fait": 15,
    }


@pytest.mark.parametrize("entree", ENTREES, ids=lambda entree: entree.id)
def test_une_recommandation_est_reliee(entree: Recommandation) -> None:
    assert entree.id.startswith(f"{entree.theme}-")
    assert entree.articles and set(entree.articles) <= ARTICLES
    assert {source.document for source in entree.sources} <= set(REFERENTIEL.documents)
    assert (entree.fait is not None) == (entree.nature == "fait")
    for source in entree.sources:
        debut, _, fin = source.lignes.partition("-")
        assert int(debut) <= int(fin or debut)
        assert 1 <= len(source.accroche.split()) <= 12


def test_un_titre_est_court_et_unique() -> None:
    titres = [entree.titre for entree in ENTREES]
    assert not [titre for titre, fois in Counter(titre.casefold() for titre in titres).items() if fois > 1]
    assert not [titre for titre in titres if not 2 <= len(titre.split()) <= 7]
    assert not [titre for titre in titres if not titre[0].isupper() or titre[-1] in ".?!:;,"]


def test_une_place_hors_de_la_charte_existe() -> None:
    assert not [entree.id for entree in ENTREES if entree.animation and entree.ecartee]
    parties = {titre.strip() for titre in re.findall(r"^#{2,3} (.+)$", GUIDE, re.MULTILINE)}
    assert {entree.animation for entree in ENTREES if entree.animation} <= parties
    assert all(entree.ecartee.endswith(".") for entree in ENTREES if entree.ecartee)


def test_le_guide_lit_les_relances_mot_pour_mot() -> None:
    guide = " ".join(GUIDE.split())
    for tension in REFERENTIEL.tensions.values():
        assert f"**{tension.titre}** « {tension.relance} »" in guide, tension.id
        assert 1 <= tension.relance.count("?") <= 2, tension.id
    assert len(GUIDE.split()) <= 2_500


def test_chaque_theme_sert() -> None:
    themes = lire(donnees("referentiel") / "recommandations.yaml").valeur["themes"]
    assert {entree.theme for entree in ENTREES} == set(themes)


def test_chaque_document_sert() -> None:
    cites = {source.document for entree in ENTREES for source in entree.sources}
    assert cites == set(REFERENTIEL.documents)


def test_aucun_chiffre_ecarte() -> None:
    assert not ECARTES & set(REFERENTIEL.recommandations)
    textes = [f"{entree.enonce} {entree.fait.valeur if entree.fait else ''}" for entree in ENTREES]
    assert not [texte for texte in textes if any(valeur in texte for valeur in VALEURS_ECARTEES)]


def test_un_chiffre_a_son_auteur_sa_date_et_sa_reserve() -> None:
    for entree in ENTREES:
        if entree.fait:
            assert entree.fait.auteur and entree.fait.date
            assert entree.fait.citable != "non"
            assert entree.fait.reserve or entree.fait.citable == "oui", entree.id


def test_les_dix_tensions_ont_leur_question() -> None:
    assert {tension.id: tension.question for tension in REFERENTIEL.tensions.values()} == TENSIONS
    questions = charger_questionnaire().par_id
    for tension in REFERENTIEL.tensions.values():
        assert set(tension.entre) <= set(REFERENTIEL.recommandations)
        assert tension.question in questions


@pytest.mark.parametrize("regle", REFERENTIEL.droit.values(), ids=lambda regle: regle.id)
def test_un_repere_de_droit_est_date(regle: RegleDroit) -> None:
    assert regle.verifie >= datetime.date(2026, 11, 21)
    assert regle.a_revoir is not None and regle.a_revoir > regle.verifie
    assert regle.id.startswith(("fr-", "be-")) == (regle.juridiction != "UE")


def test_le_droit_attendu_est_la_et_dit_juste() -> None:
    droit = REFERENTIEL.droit
    assert set(droit) >= REPERES
    maitrise = droit["ia-act-4"].enonce
    assert "pour soutenir le développement de la maîtrise" in maitrise and "niveau suffisant" not in maitrise
    assert "à la fois une relecture humaine" in droit["ia-act-50"].enonce
    assert "responsabilité éditoriale" in droit["ia-act-50"].enonce
    assert droit["fr-cse-50"].enonce.startswith("À partir de 50")
    for identifiant in ("ia-act-annexe-3", "ia-act-26", "ia-act-27"):
        assert droit[identifiant].applicable == datetime.date(2027, 12, 2)


def test_des_fichiers_relisibles() -> None:
    dossier: Path = donnees("referentiel")
    for fichier in sorted(dossier.glob("*.yaml")):
        texte = fichier.read_text(encoding="utf-8")
        assert texte.startswith(f"# yaml-language-server: $schema=../schemas/{fichier.stem}.schema.json\n")
        assert not [ligne for ligne in texte.splitlines() if len(ligne) > 120], fichier.name
        assert "’" not in texte and "\u00a0" not in texte, fichier.name
    assert (dossier / "recommandations.yaml").stat().st_size < 125_000
