"""`charte init` dans git : ce qui est demandé, créé, enregistré ; ce qui ne l'est jamais sans le dire."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.atelier.init import init
from charte.depot.appel_git import GitAbsent, RefusGit
from tests.depot.depots import a_l_ecart, contenu_du_commit, ecrire, git, grand_depot
from tests.ecran.outils import QUESTIONNAIRE, modele

Lancer = Callable[..., int]
ENTRETIEN = ["express", "Le Canal", "", "1", "", "", "2", "1", ""]
REPONSES = """\
format: 1
questionnaire: essai 1.0.0
modele: essai 1.0.0
parcours: express
reponses: {nom: Le Canal, posture: refus}
"""
SIENS = [".charte/base.md", ".charte/charte.json", ".gitattributes", ".gitignore", "CHARTE.md", "reponses.yaml"]


@pytest.fixture
def lancer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """Lance `charte init`, avec ces lignes en entrée ou ces options ; sans PDF."""
    a_l_ecart(tmp_path, monkeypatch)
    du_modele = modele(tmp_path)
    ecrire(tmp_path / "reponses.yaml", REPONSES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))

    def executer(dossier: str, *lignes: str, avec_git: bool | None = None, prete: bool = False) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{ligne}\n" for ligne in lignes)))
        reponses = Path("reponses.yaml") if prete else None
        return init(
            Path(dossier), reponses, modele=du_modele, questionnaire=QUESTIONNAIRE, lineaire=True, avec_git=avec_git
        )

    return executer


def test_un_oui_cree_un_depot_et_y_enregistre_la_charte(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer("ma charte", *ENTRETIEN, "pourquoi", "1") == 0
    dit = capsys.readouterr().out.replace("\n", " ")
    assert "Garder l'histoire de cette charte avec git ?" in dit
    assert "Rien ne part sur le réseau." in dit
    assert "Enregistré dans git : 6 fichiers" in dit
    assert contenu_du_commit(Path("ma charte")) == SIENS
    assert git(Path("ma charte"), "status", "--porcelain") == ""
    assert git(Path("ma charte"), "check-ignore", ".charte/verrou", ".x.charte.tmp").splitlines()[1] == ".x.charte.tmp"
    attributs = git(Path("ma charte"), "check-attr", "merge", "diff", "--", ".charte/base.md", "reponses.yaml")
    assert attributs.splitlines()[0] == ".charte/base.md: merge: unset"
    assert attributs.splitlines()[3] == "reponses.yaml: diff: charte"


@pytest.mark.parametrize("lignes", [["2"], []])
def test_un_non_ou_un_silence_ne_cree_rien_et_dit_ce_qui_se_perd(
    lancer: Lancer, capsys: pytest.CaptureFixture[str], lignes: list[str]
) -> None:
    assert lancer("ma-charte", *ENTRETIEN, *lignes) == 0
    assert sorted(chemin.name for chemin in Path("ma-charte").iterdir()) == [".charte", "CHARTE.md", "reponses.yaml"]
    dit = capsys.readouterr().out
    assert "Sans git, l'histoire de la charte n'est pas gardée" in dit
    assert dit.endswith("\n  charte init ma-charte --git\n")


def test_dans_le_depot_d_un_groupe_seule_la_charte_s_enregistre(
    lancer: Lancer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    racine = grand_depot(tmp_path / "dépôt")
    ecrire(racine / ".gitignore", "*.pdf\n")
    ecrire(racine / "nouveau.txt", "en attente\n")
    git(racine, "add", "nouveau.txt")
    ecrire(racine / "charte" / ".gitignore", "# à nous\n")
    assert lancer(str(racine / "charte"), *ENTRETIEN, "") == 0
    assert "dans le dépôt git où elle se trouve" in capsys.readouterr().out.replace("\n", " ")
    assert git(racine, "rev-list", "--count", "HEAD") == "1"
    assert lancer(str(racine / "charte"), avec_git=True) == 0
    assert contenu_du_commit(racine) == [f"charte/{nom}" for nom in SIENS]
    assert (racine / "charte" / ".gitignore").read_text(encoding="utf-8") == "# à nous\n"
    assert git(racine, "status", "--porcelain") == "A  nouveau.txt\n?? .gitignore"
    assert lancer(str(racine / "charte"), avec_git=True) == 0
    assert "Rien de nouveau" in capsys.readouterr().out
    assert git(racine, "rev-list", "--count", "HEAD") == "2"


def test_sans_personne_git_n_est_touche_que_si_on_le_dit(lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer("un", prete=True) == 0
    assert "n'est pas enregistrée dans git. Pour le faire :\n  charte init un --git\n" in capsys.readouterr().out
    assert not Path("un/.git").exists()
    assert lancer("deux", prete=True, avec_git=False) == 0
    assert "Sans git, l'histoire" in capsys.readouterr().out
    assert not Path("deux/.git").exists()
    assert lancer("trois", prete=True, avec_git=True) == 0
    assert contenu_du_commit(Path("trois")) == SIENS


def test_un_refus_de_git_laisse_la_charte_et_dit_comment_finir(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_l_ecart(tmp_path, monkeypatch, "[user]\n\tuseConfigOnly = true\n")
    with pytest.raises(RefusGit, match="au nom de qui") as refus:
        lancer("ma-charte", prete=True, avec_git=True)
    assert refus.value.remede.endswith("La charte est écrite. Ensuite : charte init ma-charte --git")
    assert Path("ma-charte/CHARTE.md").exists()
    a_l_ecart(tmp_path, monkeypatch)
    assert lancer("ma-charte", avec_git=True) == 0
    assert contenu_du_commit(Path("ma-charte")) == SIENS
    git(Path("ma-charte"), "checkout", "--quiet", "--detach")
    Path("ma-charte/CHARTE.md").write_text("retouché\n", encoding="utf-8")
    capsys.readouterr()
    assert lancer("ma-charte", avec_git=True) == 0
    dit = capsys.readouterr().out.replace("\n", " ")
    assert "Enregistré dans git : 1 fichier (" in dit
    assert dit.endswith(
        "vous n'êtes sur aucune branche, git finirait par l'oublier. Pour le garder :   git switch -c charte "
    )


def test_sans_git_installe(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lancer("ma-charte", *ENTRETIEN) == 0
    assert "git n'est pas installé. Sans git, l'histoire" in capsys.readouterr().out
    with pytest.raises(GitAbsent, match="pas installé"):
        lancer("ma-charte", avec_git=True)
