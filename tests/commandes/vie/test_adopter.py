"""`charte adopter` : ce qui l'empêche, ce qu'elle fige, et une version qui se refait à l'octet."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.documents.exporter import exporter
from charte.commandes.vie.adopter import AdoptionRefusee, Vote, adopter
from charte.commandes.vie.controler_adoption import controler_adoption
from charte.commandes.vie.historique import historique
from charte.commandes.vie.verifier import verifier, verifier_tous
from charte.contenu.bibliotheque import charger_reponses
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.depot import git
from charte.depot.adoptions import EMPREINTES, Figee
from charte.depot.dossier import Dossier
from charte.erreurs import FichierInvalide, Interruption, Refus, UsageIncorrect
from charte.moteur.controles.adoption import version_suivante
from charte.services.charger import charger
from tests.depot.depots import message_de

EXEMPLES = Path(__file__).parents[3] / "exemples"
VOTE = Vote("1.0", "2026-11-20", "l'assemblée générale", 23, 1, 2)


@pytest.fixture
def sans_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """L'extrait en PDF, lent, ne se rend pour de vrai que là où on le regarde."""
    monkeypatch.setattr("charte.rendu.publics.proces_verbal.pdf", lambda *_: b"%PDF-1.7")


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Une charte où tout est décidé ; le PDF, lent, n'y est pas."""
    monkeypatch.setattr("charte.services.produire.production.PAR_DEFAUT", ("md",))
    dossier = Dossier(tmp_path / "charte")
    dossier.chemin.mkdir()
    shutil.copy(EXEMPLES / "tiers-lieu" / "reponses.yaml", dossier.reponses)
    changer(dossier, a_decider=[])
    exporter(dossier.chemin, "md")
    return dossier


def lire(dossier: Dossier) -> Reponses:
    return charger_reponses(dossier.reponses, charger(reponses=dossier.reponses).questionnaire)


def changer(dossier: Dossier, **champs: object) -> None:
    ancien = dossier.reponses.read_text(encoding="utf-8")
    dossier.reponses.write_text(texte_reponses(lire(dossier).model_copy(update=champs), ancien), encoding="utf-8")


def test_un_point_a_decider_empeche_d_adopter(ici: Dossier) -> None:
    changer(ici, a_decider=["lieu_donnees", "usages.dons"])
    avant = ici.reponses.read_bytes()
    with pytest.raises(AdoptionRefusee) as refus:
        adopter(ici.chemin, VOTE)
    assert refus.value.code == 1
    assert refus.value.phrase.count("À décider : ") == 2
    assert "charte reviser" in refus.value.remede
    assert ici.reponses.read_bytes() == avant
    assert not (ici.chemin / "adoptions").exists()


def test_un_constat_bloquant_empeche_d_adopter(ici: Dossier) -> None:
    reponses = lire(ici)
    usages = {**reponses.reponses["usages"], "decision_individuelle": "encourage"}
    changer(ici, reponses={**reponses.reponses, "usages": usages})
    with pytest.raises(AdoptionRefusee, match="À régler : "):
        adopter(ici.chemin, VOTE)


def test_une_version_se_fige_avec_son_vote(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopter(ici.chemin, VOTE) == 0
    assert "La version 1.0 est adoptée" in capsys.readouterr().out
    reponses = lire(ici)
    attendue = AdoptionEcrite(
        version="1.0",
        date=datetime.date(2026, 11, 20),
        instance="l'assemblée générale",
        pour=23,
        contre=1,
        abstentions=2,
    )
    assert reponses.adoptions == (attendue,)
    assert not reponses.en_projet
    texte = ici.texte.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "**Version 1.0** – 20 novembre 2026" in texte
    figee = Figee(ici, "1.0")
    assert set(figee.empreintes()) == {
        *("reponses.yaml", "CHARTE.md", ".charte/base.md", ".charte/charte.json"),
        *("extrait-proces-verbal.md", "extrait-proces-verbal.pdf", "ce-qui-change.md", "ce-qui-change.html"),
    }
    extrait = (figee.dossier.chemin / "extrait-proces-verbal.md").read_text(encoding="utf-8")
    assert "23 pour, 1 contre, 2 abstentions" in extrait.replace("\u00a0", " ")
    assert figee.empreintes()["CHARTE.md"] in extrait
    assert "| Points débattus |" in extrait
    assert "suivent la proposition du questionnaire, sans discussion notée" in extrait
    assert "Elle permet de vérifier plus tard que ce texte n’a pas changé." in extrait
    note = (figee.dossier.chemin / "ce-qui-change.md").read_text(encoding="utf-8")
    assert "Parlez-en à la personne référente : la vice-présidente, le jeudi soir à l’atelier." in note.replace(
        "\u00a0", " "
    )
    assert "## L’essentiel" in note
    assert "## Ce qui change lundi" in note


@pytest.mark.usefixtures("sans_pdf")
def test_une_version_figee_se_refait_a_l_identique(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    adopter(ici.chemin, VOTE)
    assert controler_adoption(ici.chemin, "1.0") == 0
    assert "La version 1.0 est intacte" in capsys.readouterr().out
    (ici.chemin / "adoptions" / "1.0" / "CHARTE.md").open("a").write("Un mot de plus.\n")
    assert controler_adoption(ici.chemin, "1.0") == 1
    assert "CHARTE.md a changé depuis l'adoption" in capsys.readouterr().out
    with pytest.raises(UsageIncorrect, match=r"2\.0 n'est pas figée"):
        controler_adoption(ici.chemin, "2.0")


@pytest.mark.usefixtures("sans_pdf")
def test_la_version_suivante_dit_ce_qui_change(ici: Dossier) -> None:
    adopter(ici.chemin, VOTE)
    reponses = lire(ici)
    changer(ici, reponses={**reponses.reponses, "mention": "obligations_seulement"}, date=datetime.date(2026, 11, 21))
    assert lire(ici).en_projet
    exporter(ici.chemin, "md")
    assert "Elle révise la version\u00a01.0" in ici.texte.read_text(encoding="utf-8")
    assert version_suivante(lire(ici)) == "2.0"
    adopter(ici.chemin, Vote("2.0", "2026-11-22", "l'assemblée générale"))
    note = (ici.chemin / "adoptions" / "2.0" / "ce-qui-change.md").read_text(encoding="utf-8")
    assert "## Les décisions" in note
    assert "adoptée le 22 novembre 2026 par l’assemblée générale." in note.replace("\u00a0", " ")
    assert "Une question, un doute, une erreur" in note.split("\n")[-2]
    assert "les adoptions notées" not in note
    page = (ici.chemin / "adoptions" / "2.0" / "ce-qui-change.html").read_text(encoding="utf-8")
    assert "Une question, un doute, une erreur" in page
    extrait = (ici.chemin / "adoptions" / "2.0" / "extrait-proces-verbal.md").read_text(encoding="utf-8")
    assert "Elle remplace la version\u00a01.0" in extrait
    assert "Réunion de l’assemblée générale, le 22 novembre 2026" in extrait.replace("\u00a0", " ")
    assert controler_adoption(ici.chemin, "1.0") == 0


@pytest.mark.parametrize(
    ("vote", "faute"),
    [
        (Vote("un", "2026-11-20", "l'AG"), "numéro de version"),
        (Vote("../1.0", "2026-11-20", "l'AG"), "numéro de version"),
        (Vote("1.0", "2999-01-01", "l'AG"), "pas encore passé"),
        (Vote("1.0", "hier", "l'AG"), "pas une date"),
        (Vote("1.0", "2026-11-20", "l'AG", pour=3, contre=9), "vote est contraire"),
        (Vote("1.0", "2026-11-20", "l'AG", pour=-1), "zéro ou plus"),
        (Vote("1.0", "2026-11-20", "l'AG", relire_le="2026-11-20"), "après l'adoption"),
        (Vote("01.0", "2026-11-20", "l'AG"), "numéro de version"),
        (Vote("", "2026-11-20", "l'AG"), "numéro de version"),
        (Vote("1.0", "2026-11-20", ""), "Le nom de l'instance"),
        (Vote("1.0", "2026-11-20", "   "), "Le nom de l'instance"),
        (Vote("1.0", "2026-11-20", "l'AG\nextraordinaire"), "Le nom de l'instance"),
        (Vote("1.0", "2026-11-20", "\udcff\udcfe"), "Le nom de l'instance"),
        (Vote("1.0", "2026-11-20", "l'AG " * 50), "Le nom de l'instance"),
        (Vote("1.0", "2026-11-20", "l'AG", pour=0, contre=0), "Personne n'a voté pour"),
        (Vote("1.0"), "il manque la version, la date ou l'instance"),
    ],
)
def test_une_adoption_mal_dite_ne_change_rien(ici: Dossier, vote: Vote, faute: str) -> None:
    avant = ici.reponses.read_bytes()
    with pytest.raises(UsageIncorrect) as refus:
        adopter(ici.chemin, vote)
    assert faute in refus.value.phrase
    assert ici.reponses.read_bytes() == avant


@pytest.mark.usefixtures("sans_pdf")
def test_on_n_adopte_pas_deux_fois_la_meme_version(ici: Dossier) -> None:
    adopter(ici.chemin, VOTE)
    with pytest.raises(UsageIncorrect, match="déjà adoptée"):
        adopter(ici.chemin, VOTE)


@pytest.mark.usefixtures("sans_pdf")
def test_les_versions_vont_en_montant(ici: Dossier) -> None:
    adopter(ici.chemin, VOTE)
    for version in ("0.5", "1.0.0"):
        with pytest.raises(UsageIncorrect, match=r"un numéro plus grand, 2\.0"):
            adopter(ici.chemin, Vote(version, "2026-11-20", "l'AG"))
    assert adopter(ici.chemin, Vote("1.0.1", "2026-11-20", "l'AG")) == 0


def _perdre(figee: Figee) -> None:
    (figee.dossier.chemin / "ce-qui-change.html").unlink()


def _abimer(figee: Figee) -> None:
    chemin = figee.dossier.chemin / EMPREINTES
    chemin.write_text(f"{chemin.read_text(encoding='utf-8')}../../secret\n", encoding="utf-8")


def _ajouter(figee: Figee) -> None:
    (figee.dossier.chemin / "avenant.md").write_text("Tout est permis.\n")
    (figee.dossier.chemin / ".DS_Store").write_bytes(b"\0")


def _desavouer(figee: Figee) -> None:
    (figee.dossier.chemin / EMPREINTES).unlink()


@pytest.mark.usefixtures("sans_pdf")
@pytest.mark.parametrize(
    ("geste", "dit"),
    [
        (_perdre, "ce-qui-change.html a disparu."),
        (_abimer, ":10 : cette ligne ne se lit plus."),
        (_ajouter, "avenant.md n'y était pas à l'adoption."),
        (_desavouer, "n'a pas d'empreintes"),
    ],
    ids=lambda une: getattr(une, "__name__", ""),
)
def test_une_version_figee_qui_bouge_se_voit(
    ici: Dossier, geste: Callable[[Figee], None], dit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    adopter(ici.chemin, VOTE)
    geste(Figee(ici, "1.0"))
    capsys.readouterr()
    assert controler_adoption(ici.chemin, "v1.0") == 1
    (ecart,) = capsys.readouterr().out.strip().split("\nÉcart : ")
    assert dit in ecart


@pytest.mark.usefixtures("sans_pdf")
def test_des_voix_changees_apres_coup_se_disent(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    adopter(ici.chemin, VOTE)
    changer(
        ici, adoptions=[AdoptionEcrite(version="1.0", date=datetime.date(2026, 11, 20), instance="le bureau", pour=99)]
    )
    phrase = "notée « le bureau, 2026-11-20, 99 pour », mais figée « l'assemblée générale, 2026-11-20, 23 pour,"
    capsys.readouterr()
    assert historique(ici.chemin) == 0
    assert phrase in capsys.readouterr().err
    assert verifier(ici.chemin) == 0
    assert f"Attention : La version 1.0 est {phrase}" in capsys.readouterr().out
    changer(ici, adoptions=[], date=datetime.date(2026, 11, 21))
    verifier_tous([ici.chemin], format="json")
    assert "ne la note plus" in capsys.readouterr().out


@pytest.mark.usefixtures("sans_pdf")
def test_ce_qui_surprendrait_un_conseil_se_dit(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    adopter(ici.chemin, Vote("1.0", "2026-11-20", "le Conseil d'administration, en visio"))
    assert "Attention" not in capsys.readouterr().err
    adopter(ici.chemin, Vote("2.0", "2026-11-20", "l'assemblée générale"))
    dit = capsys.readouterr().err
    assert "La charte se dit adoptée par : le conseil d'administration. Vous dites : l'assemblée générale." in dit
    assert "Ce texte est mot pour mot celui de la version 1.0." in dit


def test_une_demi_voix_se_corrige_avant_d_adopter(
    ici: Dossier, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    avant = ici.reponses.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n\n3,5\npasser\npasser\n2\n"))
    with pytest.raises(Interruption):
        adopter(ici.chemin, Vote(), lineaire=True)
    assert "Un nombre de voix est un nombre entier" in capsys.readouterr().out
    assert ici.reponses.read_bytes() == avant


@pytest.mark.usefixtures("sans_pdf")
def test_une_adoption_coupee_se_termine(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    adopter(ici.chemin, VOTE)
    shutil.rmtree(ici.chemin / "adoptions")
    assert adopter(ici.chemin, Vote()) == 0
    assert "L'adoption de la version 1.0, interrompue, est terminée." in capsys.readouterr().out
    assert controler_adoption(ici.chemin, "1.0") == 0


@pytest.mark.usefixtures("sans_pdf")
def test_une_adoption_coupee_ne_se_termine_pas_autrement(ici: Dossier) -> None:
    adopter(ici.chemin, VOTE)
    shutil.rmtree(ici.chemin / "adoptions")
    with pytest.raises(UsageIncorrect, match="autre chose : la date, les voix pour") as refus:
        adopter(ici.chemin, Vote("1.0", "2026-11-19", "l'assemblée générale", 40))
    assert "corrigez d'abord « adoptions »" in refus.value.remede
    assert not (ici.chemin / "adoptions").exists()


@pytest.mark.usefixtures("sans_pdf")
def test_une_adoption_notee_a_la_main_passe_les_memes_controles(ici: Dossier) -> None:
    notee = AdoptionEcrite(version="1.0", date=datetime.date(2026, 1, 10), instance="le CA")
    changer(ici, adoptions=[notee], a_decider=["lieu_donnees"], date=None)
    with pytest.raises(AdoptionRefusee, match="À décider"):
        adopter(ici.chemin, Vote())
    changer(ici, adoptions=[notee.model_copy(update={"date": datetime.date(2999, 1, 1)})], a_decider=[])
    with pytest.raises(UsageIncorrect, match="pas encore passé"):
        adopter(ici.chemin, Vote())
    assert not (ici.chemin / "adoptions").exists()
    ecrit = ici.reponses.read_text(encoding="utf-8")
    ici.reponses.write_text(ecrit.replace("'1.0'", "'../../autre'").replace('"1.0"', "'../../autre'"), encoding="utf-8")
    with pytest.raises(FichierInvalide) as fautes:
        adopter(ici.chemin, Vote())
    assert "« ../../autre » n'a pas la forme attendue" in fautes.value.phrase


@pytest.mark.usefixtures("sans_pdf")
@pytest.mark.parametrize("place", ["adoptions", "adoptions/1.0"])
def test_une_place_prise_se_dit_avant_tout(ici: Dossier, place: str, tmp_path: Path) -> None:
    chemin = ici.chemin / place
    chemin.parent.mkdir(exist_ok=True)
    avant = ici.reponses.read_bytes()
    chemin.write_text("autre chose\n")
    with pytest.raises(Refus, match="n'est pas un dossier ordinaire"):
        adopter(ici.chemin, VOTE)
    chemin.unlink()
    (tmp_path / "dehors").mkdir()
    chemin.symlink_to(tmp_path / "dehors", target_is_directory=True)
    with pytest.raises(Refus, match="n'est pas un dossier ordinaire"):
        adopter(ici.chemin, VOTE)
    assert ici.reponses.read_bytes() == avant
    assert not list((tmp_path / "dehors").iterdir())


@pytest.mark.usefixtures("sans_pdf")
@pytest.mark.parametrize("abime", [b"{", b"\xff\xfe\x00", None])
def test_une_version_figee_abimee_n_empeche_que_d_adopter(
    ici: Dossier, abime: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    adopter(ici.chemin, VOTE)
    etat = Figee(ici, "1.0").dossier.etat
    etat.unlink() if abime is None else etat.write_bytes(abime)
    changer(ici, date=datetime.date(2026, 11, 21))
    avant = ici.reponses.read_bytes()
    assert exporter(ici.chemin, "md") == 0
    assert historique(ici.chemin) == 0
    assert "est figée, mais ne se lit plus" in capsys.readouterr().err
    with pytest.raises(FichierInvalide, match="ne se lit plus") as refus:
        adopter(ici.chemin, Vote("2.0", "2026-11-21", "l'AG"))
    assert "--adoption 1.0" in refus.value.remede
    assert ici.reponses.read_bytes() == avant


@pytest.mark.usefixtures("sans_pdf")
def test_a_l_ecran_ce_qui_manque_se_demande(ici: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    reponses = ["le conseil d'administration", "20/11/2026", "", "7", "0", "passer", "1"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{une}\n" for une in reponses)))
    assert adopter(ici.chemin, Vote(), lineaire=True) == 0
    adoption = lire(ici).adoptions[0]
    assert (adoption.version, adoption.instance) == ("1.0", "le conseil d'administration")
    assert (adoption.pour, adoption.contre, adoption.abstentions) == (7, 0, None)


def test_renoncer_ne_change_rien(ici: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    avant = ici.reponses.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 4 + "passer\n" * 2 + "3\n"))
    with pytest.raises(Interruption, match="rien n'est changé"):
        adopter(ici.chemin, Vote(), lineaire=True)
    assert ici.reponses.read_bytes() == avant


@pytest.fixture
def lance_git(ici: Dossier, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Le dossier devient un dépôt ; de quoi y lancer git."""
    for qui in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{qui}_NAME", raising=False)

    def lancer(*mots: str) -> None:
        subprocess.run(["git", "-C", str(ici.chemin), *mots], check=True, capture_output=True)

    git.initialiser(ici.chemin)
    lancer("config", "user.name", "Ana")
    lancer("config", "user.email", "ana@exemple.org")
    return lancer


@pytest.mark.usefixtures("sans_pdf")
def test_une_version_figee_ne_se_refait_pas_pour_etre_etiquetee(
    ici: Dossier, lance_git: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    adopter(ici.chemin, VOTE, sans_git=True)
    figes = {chemin: chemin.read_bytes() for chemin in Figee(ici, "1.0").fichiers()}
    ici.texte.write_text(
        ici.texte.read_text(encoding="utf-8").replace("passe avant tout outil.", "passe d'abord."), encoding="utf-8"
    )
    exporter(ici.chemin, "md")
    adopter(ici.chemin, Vote("1.1", "2026-11-20", "l'AG"), sans_git=True)
    capsys.readouterr()
    assert adopter(ici.chemin, Vote("1.0")) == 0
    assert "Étiquette git : v1.0" in capsys.readouterr().out
    assert controler_adoption(ici.chemin, "1.0") == 0
    assert {chemin: chemin.read_bytes() for chemin in figes} == figes
    lance_git("tag", "-d", "v1.0")
    (premiere, seconde) = lire(ici).adoptions
    changer(ici, adoptions=[premiere.model_copy(update={"pour": 500}), seconde])
    with pytest.raises(Refus, match="500 pour"):
        adopter(ici.chemin, Vote("1.0"))
    assert {chemin: chemin.read_bytes() for chemin in figes} == figes


@pytest.mark.usefixtures("sans_pdf")
def test_une_etiquette_prise_ou_des_fichiers_ecartes_se_disent(
    ici: Dossier, lance_git: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    lance_git("commit", "-q", "--allow-empty", "-m", "Autre chose")
    lance_git("tag", "v1.0")
    (ici.chemin / ".gitignore").write_text("*.html\n", encoding="utf-8")
    adopter(ici.chemin, VOTE)
    dit = capsys.readouterr().out
    assert "l'étiquette git v1.0 existait déjà et garde autre chose" in dit
    assert "Étiquette git : " not in dit
    assert "un .gitignore écarte ce-qui-change.html" in dit
    historique(ici.chemin)
    assert "étiquette" not in capsys.readouterr().out
    assert controler_adoption(ici.chemin, "1.0") == 1
    assert "garde autre chose" in capsys.readouterr().out
    lance_git("tag", "-d", "v1.0")
    assert adopter(ici.chemin, Vote("1.0")) == 0
    assert controler_adoption(ici.chemin, "1.0") == 0


@pytest.mark.usefixtures("sans_pdf")
def test_dans_git_la_version_est_etiquetee(
    ici: Dossier, lance_git: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (ici.chemin / "a-moi.txt").write_text("Ce fichier n'est pas à charte.\n")
    adopter(ici.chemin, VOTE)
    depot = git.trouver(ici.chemin)
    assert depot is not None
    assert "23 pour, 1 contre, 2 abstentions" in message_de(depot.racine, "v1.0")
    assert depot.lire("v1.0", ici.texte) == ici.texte.read_bytes()
    assert depot.lire("v1.0", ici.chemin / "a-moi.txt") is None
    assert controler_adoption(ici.chemin, "1.0") == 0
    lance_git("checkout", "-q", "--detach")
    assert "aucune branche" not in capsys.readouterr().out
    adopter(ici.chemin, Vote("1.1", "2026-11-20", "l'assemblée générale"))
    assert "vous n'êtes sur aucune branche" in capsys.readouterr().out


@pytest.mark.usefixtures("sans_pdf")
def test_un_texte_change_apres_le_vote_redevient_un_projet(ici: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    adopter(ici.chemin, VOTE)
    adopte = ici.texte.read_text(encoding="utf-8")
    ici.texte.write_text(adopte.replace("Notre mission passe avant tout outil.", "Notre mission d'abord, toujours."))
    exporter(ici.chemin, "md")
    assert "il redevient un projet" in capsys.readouterr().err
    assert verifier(ici.chemin) == 0
    dit = capsys.readouterr().out
    assert "n'est pas à jour" not in dit
    assert "Le texte d'aujourd'hui est un projet" in dit
    texte = ici.texte.read_text(encoding="utf-8")
    assert "Notre mission d'abord, toujours." in texte
    assert "Cette charte est un projet." in texte
    ici.texte.write_text(adopte, encoding="utf-8")
    exporter(ici.chemin, "md")
    assert ici.texte.read_text(encoding="utf-8") == adopte


@pytest.mark.usefixtures("sans_pdf")
def test_un_conflit_empeche_d_adopter(ici: Dossier) -> None:
    texte = ici.texte.read_text(encoding="utf-8")
    retouche = texte.replace("d’accompagner ni d’écouter", "d'accompagner")
    ici.texte.write_text(retouche.replace("Une mention courte dit toujours", "Rien ne dit"), encoding="utf-8")
    reponses = lire(ici)
    changer(ici, reponses={**reponses.reponses, "mention": "obligations_seulement"})
    with pytest.raises(AdoptionRefusee, match=r"CHARTE\.md"):
        adopter(ici.chemin, VOTE)
    assert not lire(ici).adoptions
