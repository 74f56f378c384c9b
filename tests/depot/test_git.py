"""Dans un vrai dépôt git, on n'enregistre que ce que l'on a écrit, et chaque refus dit quoi faire."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from charte.depot import appel_git
from charte.depot.git import Depot, RefusGit, disponible, initialiser, nom_etiquette, trouver
from tests.depot.depots import a_l_ecart, contenu_du_commit, ecrire, git, grand_depot, message_de

sans_windows = pytest.mark.skipif(sys.platform == "win32", reason="noms et droits d'Unix")


@pytest.fixture(autouse=True)
def maison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_l_ecart(tmp_path, monkeypatch)


@pytest.fixture
def depot(tmp_path: Path) -> Depot:
    return Depot(grand_depot(tmp_path / "grand dépôt").resolve())


def dans(depot: Depot) -> Depot:
    trouve = trouver(depot.racine)
    assert trouve is not None
    return trouve


def test_trouver_ou_creer(tmp_path: Path, depot: Depot) -> None:
    assert disponible()
    assert trouver(tmp_path / "pas encore là") is None
    assert trouver(depot.racine / "sous" / "dossier à créer") == depot
    neuf = initialiser(tmp_path / "neuf")
    assert trouver(tmp_path / "neuf") == neuf
    assert neuf.branche() == "principale"


def test_le_premier_enregistrement_d_un_depot_neuf(tmp_path: Path) -> None:
    neuf = initialiser(tmp_path / "neuf")
    ecrire(neuf.racine / "autre.txt", "à quelqu'un d'autre")
    git(neuf.racine, "add", "autre.txt")
    ecrite = ecrire(neuf.racine / ".charte" / "base.md", "un\n")
    empreinte = neuf.enregistrer([ecrite], "Premier\n\n# Un titre n'est pas un commentaire")
    assert git(neuf.racine, "rev-parse", "--short", "HEAD") == empreinte
    assert contenu_du_commit(neuf.racine) == [".charte/base.md"]
    assert "# Un titre" in git(neuf.racine, "log", "-1", "--format=%B")
    assert git(neuf.racine, "status", "--porcelain") == "A  autre.txt"


def test_l_index_d_autrui_ne_bouge_pas(depot: Depot) -> None:
    racine = depot.racine
    ecrire(racine / "statuts.txt", "article 1 bis\n")
    ecrire(racine / "nouveau.txt", "en attente\n")
    git(racine, "add", "statuts.txt", "nouveau.txt")
    ecrire(racine / "statuts.txt", "article 1 ter, pas encore en attente\n")
    avant = git(racine, "diff", "--cached"), git(racine, "diff")
    neuve = ecrire(racine / "charte" / "reponses.yaml", "format: 1\n")
    assert depot.enregistrer([neuve], "Réponses")
    assert (git(racine, "diff", "--cached"), git(racine, "diff")) == avant
    assert contenu_du_commit(racine) == ["charte/reponses.yaml"]
    assert depot.enregistrer([neuve], "Rien de neuf") == ""
    ecrire(neuve, "format: 1\nreponses: {}\n")
    assert depot.modifies([neuve, racine / "charte" / "absent.md"]) == [neuve]
    neuve.unlink()
    assert depot.modifies([neuve]) == [neuve]
    assert depot.enregistrer([neuve], "Retirées")
    assert (git(racine, "diff", "--cached"), git(racine, "diff")) == avant
    assert depot.lire("HEAD", neuve) is None
    assert depot.lire("HEAD~1", neuve) == b"format: 1\n"


@sans_windows
def test_les_noms_hostiles(depot: Depot) -> None:
    ecrire(depot.racine / "x.md", "témoin\n")
    dossiers = ["été à Brest", "-n", "*", ":(top)", "a\nb", "'; touch perdu; '", "$(id)", "...", "v1.0.lock"]
    noms = ("CHARTE.md", "--all", "a b.pdf", "[x].md")
    fichiers = [ecrire(depot.racine / dossier / nom, nom) for dossier in dossiers for nom in noms]
    assert depot.modifies(fichiers) == fichiers
    assert depot.enregistrer(fichiers, "--amend")
    assert contenu_du_commit(depot.racine) == sorted(f"{un.parent.name}/{un.name}" for un in fichiers)
    assert git(depot.racine, "rev-list", "--count", "HEAD") == "2"
    assert depot.lire("HEAD", fichiers[1]) == b"--all"
    for dossier in dossiers:
        nom = nom_etiquette(depot, depot.racine / dossier, "1.0")
        depot.etiqueter(nom, f"# {dossier}\n\n-- par l'assemblée")
        assert message_de(depot.racine, nom) == f"# {dossier}\n\n-- par l'assemblée"


def test_l_environnement_d_un_crochet_ne_detourne_rien(
    depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    autre = grand_depot(tmp_path / "autre")
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    for nom, valeur in {
        "GIT_DIR": autre / ".git",
        "GIT_WORK_TREE": autre,
        "GIT_INDEX_FILE": autre / ".git" / "index",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00",
        "GIT_OBJECT_DIRECTORY": autre / ".git" / "objects",
        "GIT_LITERAL_PATHSPECS": "1",
    }.items():
        monkeypatch.setenv(nom, str(valeur))
    assert dans(depot).enregistrer([ecrite], "Charte")
    assert contenu_du_commit(depot.racine) == ["CHARTE.md"]
    assert not git(depot.racine, "log", "-1", "--format=%aI").startswith("2001")
    assert git(autre, "rev-list", "--count", "HEAD") == "1"
    assert git(autre, "status", "--porcelain") == ""


def test_dans_un_arbre_de_travail_second_et_sur_une_tete_detachee(depot: Depot, tmp_path: Path) -> None:
    second = tmp_path / "second"
    git(depot.racine, "worktree", "add", "--quiet", "--detach", str(second))
    la = trouver(second / "charte")
    assert la is not None
    assert la.racine == second.resolve()
    assert la.branche() is None
    ecrite = ecrire(second / "charte" / "CHARTE.md", "un\n")
    assert la.enregistrer([ecrite], "Charte")
    assert git(second, "rev-list", "--count", "HEAD") == "2"
    assert git(depot.racine, "rev-list", "--count", "HEAD") == "1"


def test_dans_un_clone_superficiel(depot: Depot, tmp_path: Path) -> None:
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    depot.enregistrer([ecrite], "Charte")
    depot.etiqueter("v1.0", "Adoptée")
    ecrire(ecrite, "deux\n")
    depot.enregistrer([ecrite], "Charte revue")
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-tags", depot.racine.as_uri(), "clone")
    clone = trouver(tmp_path / "clone")
    assert clone is not None
    assert clone.partiel()
    assert not depot.partiel()
    assert clone.resoudre("v1.0") is None
    with pytest.raises(RefusGit, match=r"« v1\.0 »") as refus:
        clone.lire("v1.0", clone.racine / "CHARTE.md")
    assert "git fetch --unshallow --tags" in refus.value.remede
    assert clone.lire("HEAD", clone.racine / "CHARTE.md") == b"deux\n"
    ecrire(clone.racine / "CHARTE.md", "trois\n")
    assert clone.enregistrer([clone.racine / "CHARTE.md"], "Ici aussi")


def test_sans_identite(depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_l_ecart(tmp_path, monkeypatch, "[user]\n\tuseConfigOnly = true\n")
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    for geste in (lambda: depot.enregistrer([ecrite], "Charte"), lambda: depot.etiqueter("v1.0", "Adoptée")):
        with pytest.raises(RefusGit, match="au nom de qui") as refus:
            geste()
        assert "git config --global user.email" in refus.value.remede
    assert git(depot.racine, "status", "--porcelain") == "?? CHARTE.md"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Awa")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "awa@exemple.org")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Awa")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "awa@exemple.org")
    assert depot.enregistrer([ecrite], "Charte")


@sans_windows
def test_un_crochet_qui_refuse_est_cite_et_rien_ne_reste_en_attente(depot: Depot) -> None:
    crochet = ecrire(
        depot.racine / ".git" / "hooks" / "commit-msg", "#!/bin/sh\necho 'Il manque un numéro.' >&2\nexit 1\n"
    )
    crochet.chmod(crochet.stat().st_mode | stat.S_IXUSR)
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    with pytest.raises(RefusGit, match=r"commit-msg[^\n]*\n  Il manque un numéro\."):
        depot.enregistrer([ecrite], "Charte")
    assert git(depot.racine, "status", "--porcelain") == "?? CHARTE.md"
    ecrire(crochet, '#!/bin/sh\n[ -z "$GIT_DIR" ] || exit 1\ngrep -q \'#12\' "$1"\n')
    assert depot.enregistrer([ecrite], "Charte #12")


@sans_windows
def test_un_crochet_voit_exactement_ce_qui_s_enregistre(depot: Depot) -> None:
    ecrire(depot.racine / "ailleurs.txt", "en attente\n")
    git(depot.racine, "add", "ailleurs.txt")
    texte = "#!/bin/sh\ngit diff --cached --name-only >.git/vus\n"
    crochet = ecrire(depot.racine / ".git" / "hooks" / "pre-commit", texte)
    crochet.chmod(0o755)
    depot.enregistrer([ecrire(depot.racine / "CHARTE.md", "un\n")], "Charte")
    assert (depot.racine / ".git" / "vus").read_text() == "CHARTE.md\n"


@sans_windows
def test_la_signature_de_la_personne_est_respectee(depot: Depot, tmp_path: Path) -> None:
    faux = ecrire(tmp_path / "signer", "#!/bin/sh\nexit 2\n")
    faux.chmod(0o755)
    for reglage in (("commit.gpgSign", "true"), ("tag.gpgSign", "true"), ("gpg.program", str(faux))):
        git(depot.racine, "config", *reglage)
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    for geste in (lambda: depot.enregistrer([ecrite], "Charte"), lambda: depot.etiqueter("v1.0", "Adoptée")):
        with pytest.raises(RefusGit, match="gpg failed to sign"):
            geste()
    assert git(depot.racine, "status", "--porcelain") == "?? CHARTE.md"
    assert git(depot.racine, "tag") == ""
    signature = "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    ecrire(faux, f"#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\necho '{signature}'\n")
    depot.enregistrer([ecrite], "Charte")
    depot.etiqueter("v1.0", "Adoptée\n\n23 pour")
    assert "gpgsig" in git(depot.racine, "cat-file", "commit", "HEAD")
    assert "PGP SIGNATURE" in git(depot.racine, "cat-file", "tag", "v1.0")
    assert message_de(depot.racine, "v1.0") == "Adoptée\n\n23 pour"


def test_une_fusion_en_cours(depot: Depot) -> None:
    racine = depot.racine
    git(racine, "checkout", "--quiet", "-b", "autre")
    depot.enregistrer([ecrire(racine / "statuts.txt", "article 1 b\n")], "b")
    git(racine, "checkout", "--quiet", "principale")
    depot.enregistrer([ecrire(racine / "statuts.txt", "article 1 c\n")], "c")
    assert appel_git.appeler(racine, "merge", "autre").code
    ecrite = ecrire(racine / "CHARTE.md", "un\n")
    with pytest.raises(RefusGit, match="une fusion en cours") as refus:
        depot.enregistrer([ecrite], "Charte")
    assert "git merge --abort" in refus.value.remede
    git(racine, "merge", "--abort")
    assert appel_git.appeler(racine, "rebase", "autre").code
    with pytest.raises(RefusGit, match="un déplacement de commits"):
        depot.enregistrer([ecrite], "Charte")
    git(racine, "rebase", "--abort")
    assert appel_git.appeler(racine, "merge", "--squash", "autre").code
    with pytest.raises(RefusGit, match="en conflit"):
        depot.enregistrer([ecrite], "Charte")


def test_un_index_verrouille(depot: Depot) -> None:
    verrou = ecrire(depot.racine / ".git" / "index.lock", "")
    ecrite = ecrire(depot.racine / "CHARTE.md", "un\n")
    with pytest.raises(RefusGit, match="Un autre git travaille") as refus:
        depot.enregistrer([ecrite], "Charte")
    assert str(verrou) in refus.value.remede
    verrou.unlink()
    assert depot.enregistrer([ecrite], "Charte")


@sans_windows
def test_le_depot_d_un_autre_utilisateur(depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = next(Path(lieu) / "git" for lieu in os.environ["PATH"].split(":") if (Path(lieu) / "git").exists())
    texte = f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {vrai} "$@"\n'
    ecrire(tmp_path / "bin" / "git", texte).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(RefusGit, match="appartient à quelqu'un d'autre") as refus:
        trouver(depot.racine / "charte")
    assert refus.value.remede.endswith(f"git config --global --add safe.directory '{depot.racine}'")
    git(tmp_path, "config", "--global", "--add", "safe.directory", str(depot.racine))
    assert trouver(depot.racine / "charte") == depot


def test_un_depot_nu_et_l_interieur_d_un_depot(depot: Depot, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "nu.git")
    for lieu in (tmp_path / "nu.git", tmp_path / "nu.git" / "hooks" / "charte", depot.racine / ".git" / "info"):
        with pytest.raises(RefusGit, match="sans fichiers de travail"):
            trouver(lieu)


def test_un_fichier_hors_du_depot_ou_ignore(depot: Depot, tmp_path: Path) -> None:
    with pytest.raises(RefusGit, match="n'est pas dans le dépôt"):
        depot.enregistrer([tmp_path / "ailleurs.md"], "Non")
    ecrire(depot.racine / ".gitignore", "*.pdf\n")
    fichiers = [ecrire(depot.racine / nom, nom) for nom in ("CHARTE.md", "charte.pdf")]
    assert depot.ignores(fichiers) == [fichiers[1]]
    assert depot.enregistrer(fichiers, "Charte")
    assert contenu_du_commit(depot.racine) == ["CHARTE.md"]


@sans_windows
def test_un_dossier_atteint_par_un_lien(depot: Depot, tmp_path: Path) -> None:
    ecrire(depot.racine / "charte" / "CHARTE.md", "un\n")
    (tmp_path / "lien").symlink_to(depot.racine / "charte")
    assert trouver(tmp_path / "lien") == depot
    assert depot.enregistrer([tmp_path / "lien" / "CHARTE.md"], "Charte")
    assert contenu_du_commit(depot.racine) == ["charte/CHARTE.md"]
    assert nom_etiquette(depot, tmp_path / "lien", "1.0") == "charte/v1.0"


def test_les_etiquettes(depot: Depot) -> None:
    racine = depot.racine
    neuf = initialiser(racine / "sans histoire")
    with pytest.raises(RefusGit, match="aucun enregistrement"):
        neuf.etiqueter("v1.0", "Trop tôt")
    assert nom_etiquette(depot, racine, "1.0") == "v1.0"
    assert nom_etiquette(depot, racine / "Antennes" / "Été à Brest", "2.0") == "Antennes/Été-à-Brest/v2.0"
    git(racine, "tag", "arbre", "HEAD^{tree}")
    depot.etiqueter("charte/v1.0", "Adoptée par l'assemblée générale\n\nPour : 23")
    depot.enregistrer([ecrire(racine / "CHARTE.md", "deux\n")], "Deux")
    depot.etiqueter("charte/v2.0", "Adoptée")
    assert message_de(racine, "charte/v1.0") == "Adoptée par l'assemblée générale\n\nPour : 23"
    assert depot.resoudre("charte/v1.0") != depot.resoudre("charte/v2.0") == depot.resoudre("HEAD")
    assert depot.resoudre("arbre") is None
    with pytest.raises(RefusGit, match=r"charte/v1\.0 existe déjà"):
        depot.etiqueter("charte/v1.0", "Encore")
    for impossible in ("-d", "a..b", "v 1"):
        with pytest.raises(RefusGit, match="ne peut pas être le nom"):
            depot.etiqueter(impossible, "Non")
    assert depot.resoudre("--help") is None
    assert depot.resoudre("") is None


def test_sans_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not disponible()
    assert trouver(tmp_path) is None
    with pytest.raises(appel_git.GitAbsent, match="n'est pas installé"):
        initialiser(tmp_path / "neuf")
