"""Les versions passées restent lisibles telles quelles, et chaque passage à la suivante dit tout ce qu'il change."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import pytest

from charte.commandes.aide.expliquer import expliquer
from charte.commandes.vie.verifier import verifier
from charte.contenu import bibliotheque
from charte.contenu.bibliotheque import archivees, charger_reponses, dossier_textes, fichier_questionnaire
from charte.contenu.migration import Migration, charger_migrations
from charte.contenu.questionnaire import Questionnaire
from charte.erreurs import FichierInvalide
from charte.moteur.mise_a_jour.portage import porter
from charte.services.charger import Contenus, charger

VERSIONS = Path(__file__).parents[1] / "donnees" / "versions"
PASSEES = archivees()
FIXTURES = sorted(fichier for version in PASSEES for fichier in (VERSIONS / version).glob("*.yaml"))
EMPREINTES = {"1.0.0": "f2a7809c"}
"""Le début de l'empreinte de chaque archive : elle ne change plus jamais."""


@functools.cache
def version_lue(version: str) -> Contenus:
    """Les contenus d'une version, archivée ou courante, lus une fois pour tous les tests."""
    courante = bibliotheque.courante()
    return charger() if version == courante else charger(reponses=next((VERSIONS / version).glob("*.yaml")))


def noms(fichier: Path) -> str:
    return f"{fichier.parent.name}/{fichier.stem}"


def clauses(contenus: Contenus) -> set[str]:
    return {clause.id for article in contenus.modele.articles for clause in article.clauses}


def options(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """Tout ce qui peut s'écrire en réponse à chaque question, lignes de grille et champs de fiche compris."""
    return {
        question.id: {
            *(option.valeur for option in question.options),
            *(f"ligne {ligne.valeur}" for ligne in question.lignes),
            *(f"champ {champ.id} {option.valeur}" for champ in question.champs for option in champ.options),
            *(f"champ {champ.id}" for champ in question.champs),
        }
        for question in questionnaire.questions()
    }


@pytest.mark.parametrize("version", PASSEES)
def test_une_archive_ne_change_plus(version: str) -> None:
    fichiers = [
        fichier_questionnaire(version),
        *sorted(un for un in dossier_textes(version).rglob("*.yaml") if un.name != "questionnaire.yaml"),
    ]
    somme = hashlib.sha256(b"\n".join(un.read_bytes().replace(b"\r\n", b"\n") for un in fichiers)).hexdigest()
    assert somme[:8] == EMPREINTES[version]


@pytest.mark.parametrize("version", PASSEES)
def test_une_archive_passe_le_controle_des_contenus(version: str, tmp_path: Path) -> None:
    fichier = tmp_path / "reponses.yaml"
    fichier.write_text(f"format: 1\nquestionnaire: association {version}\n", encoding="utf-8")
    contenus = charger(controler=True, reponses=fichier)
    assert contenus.questionnaire.version == contenus.modele.entete.version == version
    assert contenus.dossier_modele == bibliotheque.dossier_modele()


def test_chaque_version_passee_a_ses_reponses_d_essai() -> None:
    assert {fichier.parent.name for fichier in FIXTURES} == set(PASSEES)


@pytest.mark.parametrize("version", PASSEES)
def test_la_derniere_migration_mene_a_la_version_courante(version: str) -> None:
    migrations = charger_migrations(version)
    assert [une.depuis for une in migrations] == [version, *(une.version for une in migrations[:-1])]
    courante = version_lue(bibliotheque.courante())
    assert migrations[-1].version == courante.questionnaire.version == courante.modele.entete.version


@pytest.mark.parametrize("version", PASSEES)
def test_une_migration_nomme_tout_ce_qui_change(version: str) -> None:
    migration = charger_migrations(version)[0]
    anciennes = options(version_lue(version).questionnaire)
    nouvelles = options(version_lue(migration.version).questionnaire)
    suites = _suites(migration)
    perdues = {
        (nom, une)
        for nom, dites in anciennes.items()
        for une in dites
        if _suite(migration, nouvelles, nom, une) not in nouvelles
    }
    assert perdues == set(), "une réponse possible n'a pas de suite"
    parties = {nom for nom in anciennes if nom not in nouvelles}
    assert parties <= {*suites, *(une.question for une in migration.retirees)}
    assert {nom for nom in nouvelles if nom not in anciennes} == {
        *(nom for arrivees in suites.values() for nom in arrivees if nom not in anciennes),
        *(une.question for une in migration.nouvelles),
    }


def _suites(migration: Migration) -> dict[str, list[str]]:
    """Chaque question qui change de nom, et ce qu'elle devient."""
    suites = {une.avant: [une.apres] for une in migration.renommees}
    suites |= {une.question: [part.question for part in une.en] for une in migration.divisees}
    return suites | {ancienne: [une.en] for une in migration.fusionnees for ancienne in une.lignes.values()}


def _suite(migration: Migration, nouvelles: dict[str, set[str]], nom: str, option: str) -> str:
    """La question qui garde cette réponse, ou n'importe laquelle si elle est retirée. Échoue si l'option se perd."""
    if nom in {une.question for une in migration.retirees}:
        return next(iter(nouvelles))
    for divisee in migration.divisees:
        if divisee.question == nom:
            places = [part.question for part in divisee.en if option in part.options]
            assert len(places) == 1, f"{nom}.{option} va à une question, et une seule"
            nom = places[0]
    for fusionnee in migration.fusionnees:
        if nom in fusionnee.lignes.values():
            nom, option = fusionnee.en, fusionnee.valeurs.get(option, option)
    nom = next((une.apres for une in migration.renommees if une.avant == nom), nom)
    for valeurs in migration.valeurs:
        option = valeurs.valeurs.get(option, option) if valeurs.question == nom else option
    assert option in nouvelles[nom], f"{nom} : « {option} » n'existe plus"
    return nom


@pytest.mark.parametrize("version", PASSEES)
def test_une_clause_renommee_existe_des_deux_cotes(version: str) -> None:
    migration = charger_migrations(version)[0]
    avant, apres = clauses(version_lue(version)), clauses(version_lue(migration.version))
    assert set(migration.clauses) <= avant - apres
    assert set(migration.clauses.values()) <= apres - avant


@pytest.mark.parametrize("fichier", FIXTURES, ids=noms)
def test_des_reponses_passees_se_lisent_et_se_portent(fichier: Path) -> None:
    contenus = version_lue(bibliotheque.archive_de(fichier))
    assert contenus.questionnaire.version == fichier.parent.name
    lues = charger_reponses(fichier, contenus.questionnaire)
    assert contenus.composer(lues).questionnaire == f"association {fichier.parent.name}"
    portees = porter(lues, charger_migrations(fichier.parent.name), contenus.questionnaire).reponses
    assert portees.questionnaire == f"association {bibliotheque.courante()}"
    assert version_lue(bibliotheque.courante()).composer(portees).clauses()


@pytest.mark.parametrize(
    ("version", "phrase", "remede"),
    [
        ("9.0.0", "plus récent que celui-ci", "Mettez charte à jour"),
        ("0.9.0", "une version que charte ne connaît pas (1.0.0, ", "Corrigez le numéro"),
        ("1.0.5", "une version que charte ne connaît pas", "Corrigez le numéro"),
    ],
)
def test_une_version_inconnue_est_refusee_partout(tmp_path: Path, version: str, phrase: str, remede: str) -> None:
    fichier = tmp_path / "reponses.yaml"
    entete = f"format: 1\nquestionnaire: association {version}\nmodele: association {version}\n"
    fichier.write_text(f"{entete}reponses: {{nom: A}}\n", encoding="utf-8")
    with pytest.raises(FichierInvalide) as refus:
        assert bibliotheque.archive_de(fichier) == ""
        charger_reponses(fichier, version_lue(bibliotheque.courante()).questionnaire)
    assert phrase in refus.value.phrase
    assert refus.value.phrase.startswith(f"{fichier}:2:16 : ")
    assert refus.value.remede.startswith(remede)
    assert refus.value.code == 3


def test_lire_une_version_passee_avec_le_questionnaire_courant_est_refuse() -> None:
    fichier = VERSIONS / "1.0.0" / "tiers-lieu.yaml"
    with pytest.raises(FichierInvalide) as refus:
        charger_reponses(fichier, version_lue(bibliotheque.courante()).questionnaire)
    assert "répond à la version 1.0.0 du questionnaire" in refus.value.phrase
    assert "charte mettre-a-jour" in refus.value.remede


@pytest.mark.parametrize(
    "ligne",
    [
        "questionnaire: association 1.0.0",
        "questionnaire: 'association 1.0.0'   # la nôtre",
        'questionnaire:   "association 1.0.0"',
        "questionnaire: association 1.0",
        "questionnaire: association 1.0.0\r",
        "questionnaire: >-\n  association 1.0.0",
    ],
)
def test_la_version_se_lit_comme_on_l_ecrit(tmp_path: Path, ligne: str) -> None:
    fichier = tmp_path / "reponses.yaml"
    fichier.write_text(f"# tête\nformat: 1\n{ligne}\nmodele: association 1.0.0\n", encoding="utf-8", newline="")
    assert bibliotheque.archive_de(fichier) == "1.0.0"
    fichier.write_text("{format: 1, questionnaire: association 1.0.0, modele: association 1.0.0}", encoding="utf-8")
    assert bibliotheque.archive_de(fichier) == "1.0.0"


def test_expliquer_parle_la_version_du_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reponses.yaml").write_bytes((VERSIONS / "1.0.0" / "tordue.yaml").read_bytes())
    assert expliquer("mot_souverainete", tmp_path) == 0
    dit = capsys.readouterr().out
    assert "souverainete-ou-autonomie" in dit
    assert expliquer("outils-nommes", tmp_path) == 0


def test_verifier_dit_qu_une_version_plus_recente_existe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reponses.yaml").write_bytes((VERSIONS / "1.0.0" / "tiers-lieu.yaml").read_bytes())
    assert verifier(tmp_path, au="2026-11-22") == 0
    attendu = f"Version : cette charte suit la 1.0.0 ; la {bibliotheque.courante()} existe. Pour la voir : "
    assert f"{attendu}charte mettre-a-jour {tmp_path} --simuler\n" in capsys.readouterr().out
