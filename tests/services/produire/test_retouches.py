"""Retoucher `CHARTE.md`, exporter, trancher : ce que voit une bénévole, du premier mot changé au PDF."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from charte.commandes.aide.couverture import couverture
from charte.commandes.aide.expliquer import expliquer
from charte.commandes.documents.exporter import exporter
from charte.commandes.vie.verifier import verifier
from charte.erreurs import FichierInvalide, Refus
from charte.services.charger import charger
from tests.rendu.outils.lecture_pdf import pages

EXEMPLE = Path(__file__).parents[3] / "exemples" / "tiers-lieu"
CONTENUS = charger()
Geste = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def contenus_deja_lus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Les contenus ne se relisent pas à chaque test."""
    for module in ("documents.exporter", "vie.verifier"):
        monkeypatch.setattr(f"charte.commandes.{module}.charger", lambda *_, **__: CONTENUS)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une charte exportée une fois pour toutes."""
    ici = tmp_path_factory.mktemp("charte")
    shutil.copy(EXEMPLE / "reponses.yaml", ici)
    exporter(ici, "md")
    return ici


@pytest.fixture
def dossier(modele: Path, tmp_path: Path) -> Path:
    """Une copie de cette charte."""
    return shutil.copytree(modele, tmp_path / "ma charte")


def changer(fichier: Path, avant: str, apres: str) -> None:
    texte = fichier.read_bytes().decode()
    assert avant in texte, avant
    fichier.write_bytes(texte.replace(avant, apres, 1).encode())


def clause(dossier: Path, numero: str) -> str:
    """Toute la clause, telle qu'elle est dans le texte."""
    trouve = re.search(rf"^\*\*{re.escape(numero)}\s.+?\n\n", (dossier / "CHARTE.md").read_text(), re.M | re.S)
    assert trouve, numero
    return trouve[0]


def retoucher(dossier: Path, numero: str, neuf: str) -> None:
    changer(dossier / "CHARTE.md", clause(dossier, numero), neuf)


def test_les_retouches_passent_dans_tous_les_formats(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retoucher(dossier, "1.4", "**1.4 L'outil s'adapte.**\nOn jette l'outil qui nous plie.\n\n")
    retoucher(dossier, "3.2", clause(dossier, "3.2") + "**Nos vidéos.**\n<b>Jamais</b> [ici](javascript:alert(1)).\n\n")
    retoucher(dossier, "8.2", "**8.2 Tous les coûts.**\nRetirée : personne pour chercher.\n\n")
    changer(dossier / "CHARTE.md", "## 8. ", "## Notre histoire\n\nNés en 1998.\n\n## 8. ")
    assert exporter(dossier, "md,html,odt,docx,json") == 0
    dit = capsys.readouterr().err
    assert "5 retouches gardées : 1.4 amendée, 3.2 bis ajoutée, 7 bis.1 ajoutée, 8.2 retirée, l'article 7 bis" in dit
    assert "La clause 1.4 n'est plus dans le facile à lire ni sur l'affiche" in dit
    html = (dossier / "charte.html").read_text()
    corps = html.replace("&#39;", "'").replace("’", "'")
    assert "On jette l'outil qui nous plie." in corps
    assert "&lt;b&gt;Jamais&lt;/b&gt;" in html
    assert 'href="javascript' not in html
    assert 'id="clause-3.2-bis"' in html
    assert "amendée par le groupe" in corps
    assert "personne pour chercher" in corps.replace("\u202f", " ")
    ancres = re.findall(r'\bid="([^"]+)"', html)
    assert len(ancres) == len(set(ancres))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ancres)
    for nom, interieur in (("charte.odt", "content.xml"), ("charte.docx", "word/document.xml")):
        texte = zipfile.ZipFile(dossier / nom).read(interieur).decode()
        nu = re.sub(r"<[^>]+>", "", texte)
        for mot in ("nous plie", "Nés en 1998", "3.2 bis", "ajoutée par le groupe", "personne pour chercher"):
            assert mot in nu, (nom, mot)
    lue = json.loads((dossier / "charte.json").read_text())
    assert lue == json.loads((dossier / ".charte" / "charte.json").read_text())
    assert [un["raison"] for un in lue["retraits"]] == ["personne pour chercher."]


def test_un_second_export_ne_change_rien(dossier: Path) -> None:
    retoucher(dossier, "1.4", "**1.4 L'outil s'adapte.**\nOn jette l'outil qui nous plie.\n\n")
    retoucher(dossier, "3.2", f"**Nos vidéos.**\nJamais.\n\n{clause(dossier, '3.2')}")
    exporter(dossier, "md,html")
    avant = {
        chemin: (chemin.read_bytes(), chemin.stat().st_mtime_ns) for chemin in dossier.rglob("*") if chemin.is_file()
    }
    exporter(dossier, "md,html")
    assert {
        chemin: (chemin.read_bytes(), chemin.stat().st_mtime_ns) for chemin in dossier.rglob("*") if chemin.is_file()
    } == avant


def test_un_conflit_se_montre_se_tranche_et_ne_revient_pas(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retoucher(dossier, "1.1", "**1.1 Notre mission d'abord.**\nNotre mission, c'est réparer.\n\n")
    retoucher(dossier, "1.4", "**1.4 L'outil s'adapte.**\nOn jette l'outil qui nous plie.\n\n")
    changer(dossier / "reponses.yaml", "nom: Le Couderc aux Machines", "nom: Le Couderc")
    assert exporter(dossier, "md,html") == 1
    dit = capsys.readouterr()
    assert dit.out == f"{dossier / 'CHARTE.md'}\n"
    conflit = re.search(
        r"Conflit, CHARTE\.md ligne (\d+), 1\.1 « Notre mission d'abord » : vous l'avez amendée", dit.err
    )
    assert conflit
    lignes = (dossier / "CHARTE.md").read_text().split("\n")
    assert lignes[int(conflit[1]) - 1] == "<<<<<<< vos retouches"
    assert not (dossier / "charte.html").exists()

    montre = (dossier / "CHARTE.md").read_bytes()
    with pytest.raises(Refus, match=f"ligne {conflit[1]}"):
        exporter(dossier, "md,html")
    assert (dossier / "CHARTE.md").read_bytes() == montre
    capsys.readouterr()
    assert verifier(dossier) == 1
    assert f"repères de conflit : ligne {conflit[1]}." in capsys.readouterr().out

    gardee = re.sub(rb"<{7}.*?\n(.*?)\|{7}.*?>{7}[^\n]*\n", rb"\1", montre, flags=re.S)
    (dossier / "CHARTE.md").write_bytes(gardee)
    assert exporter(dossier, "md,html") == 0
    assert "2 retouches gardées : 1.1 amendée, 1.4 amendée." in capsys.readouterr().err
    html = (dossier / "charte.html").read_text()
    assert "c’est réparer" in html
    assert "Le Couderc" in html


def test_un_export_du_seul_html_tient_le_texte_a_jour(dossier: Path) -> None:
    retoucher(dossier, "1.4", "**1.4 L'outil s'adapte.**\nOn jette l'outil qui nous plie.\n\n")
    changer(dossier / "reponses.yaml", "nom: Le Couderc aux Machines", "nom: Le Couderc")
    assert exporter(dossier, "html") == 0
    texte = (dossier / "CHARTE.md").read_text()
    assert "On jette l'outil qui nous plie." in texte
    assert "Couderc aux Machines" not in texte


def test_une_clause_effacee_demande_sa_raison(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retoucher(dossier, "8.2", "")
    exporter(dossier, "md")
    capsys.readouterr()
    assert verifier(dossier) == 0
    dit = capsys.readouterr().out
    assert "Retouche : 8.2 « Tous les coûts », retirée sans raison. Pour la dire" in dit
    changer(dossier / "CHARTE.md", "## 9. ", "**8.2 Tous les coûts.**\nRetirée : trop lourd.\n\n## 9. ")
    verifier(dossier)
    assert "retirée : trop lourd." in capsys.readouterr().out


def test_couverture_et_expliquer_suivent_les_retouches(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retoucher(dossier, "9.5", "**9.5 Les géants du numérique.**\nRetirée : aucun ne nous écrit.\n\n")
    retoucher(dossier, "8.2", "")
    capsys.readouterr()
    couverture(dossier)
    dit = " ".join(capsys.readouterr().out.split())
    assert "Débattre des accords avec les géants : le groupe l'a retirée du texte : aucun ne nous écrit." in dit
    assert "le groupe l'a retirée du texte, sans raison écrite" in dit
    expliquer("outils-geants", dossier)
    assert "Absente : le groupe l'a retirée du texte : aucun ne nous écrit." in capsys.readouterr().out


def test_ce_qui_vient_des_reponses_reste_dans_le_texte_seul(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changer(dossier / "CHARTE.md", "| **Internes**", "| **Internes et secrètes**")
    changer(dossier / "CHARTE.md", "| Q1 | ", "| Q1 | (relu) ")
    exporter(dossier, "md,html")
    dit = capsys.readouterr().err
    assert "Dans CHARTE.md seulement, car cela vient des réponses" in dit
    assert "« Quelle donnée dans quel outil ? » et « Nos réponses »" in dit
    assert "charte reviser" in dit
    assert "Internes et secrètes" in (dossier / "CHARTE.md").read_text()
    assert "Internes et secrètes" not in (dossier / "charte.html").read_text()


ESSENTIEL, TETE, PIED = "« L'essentiel en une page »", "la tête du document", "le pied du document"


@pytest.mark.parametrize(
    ("avant", "apres", "lieu"),
    [
        ("\nCette charte compte", "\nNos zorglub aussi.\n\nCette charte compte", ESSENTIEL),
        ("\n1. **Je fais sans", "\n### Nos zorglub\n\n1. **Je fais sans", ESSENTIEL),
        ("\n1. **Je fais sans", "\n> Nos zorglub\n\n1. **Je fais sans", ESSENTIEL),
        ("Cette charte compte", "Cette charte zorglub compte", ESSENTIEL),
        ("\n## 1. ", "\n| Nos | mots |\n|---|---|\n| à | zorglub |\n\n## 1. ", ESSENTIEL),
        ("- **Projet**", "- **Projet** zorglub", TETE),
        ("**Le Couderc aux Machines**", "**Le zorglub**", TETE),
        ("\n**Le Couderc", "\n## zorglub\n\n**Le Couderc", TETE),
        ("Composé avec charte", "Composé avec zorglub et charte", PIED),
        ("Composé avec charte", "Avec", PIED),
        ("Où les données confiées", "Où les zorglub confiées", "la clause 6.2"),
    ],
)
def test_ce_qui_n_a_pas_de_place_ailleurs_se_dit(
    dossier: Path, capsys: pytest.CaptureFixture[str], avant: str, apres: str, lieu: str
) -> None:
    changer(dossier / "CHARTE.md", avant, apres)
    for commande in (lambda: exporter(dossier, "md,html,json"), lambda: verifier(dossier)):
        capsys.readouterr()
        assert commande() == 0
        dit = "".join(capsys.readouterr())
        seul = next((ligne for ligne in dit.splitlines() if ligne.startswith("Dans CHARTE.md seulement, car les")), "")
        assert lieu in seul, dit
    assert ("zorglub" in apres) == ("zorglub" in (dossier / "CHARTE.md").read_text())


@pytest.mark.parametrize("ajout", ["**Ce texte vaut jusqu'en zorglub.**", "> Le texte de zorglub"])
def test_une_phrase_sous_le_titre_passe_partout(dossier: Path, capsys: pytest.CaptureFixture[str], ajout: str) -> None:
    changer(dossier / "CHARTE.md", "\n**Le Couderc", f"\n{ajout}\n\n**Le Couderc")
    assert exporter(dossier, "md,html,json") == 0
    assert capsys.readouterr().err == "1 retouche gardée : le sous-titre.\n"
    assert all("zorglub" in (dossier / nom).read_text() for nom in ("CHARTE.md", "charte.html", "charte.json"))


def test_trancher_a_la_main_laisse_la_question_ouverte(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retoucher(dossier, "6.2", "**6.2 Où vont nos données.**\nNulle part : elles restent chez nous.\n\n")
    exporter(dossier, "md,json")
    assert "La question de la clause 6.2 attend toujours une réponse : charte reviser" in capsys.readouterr().err
    lue = json.loads((dossier / "charte.json").read_text())
    assert [point["clauses"] for point in lue["a_decider"]] == [[]]
    tranchee = next(une for article in lue["articles"] for une in article["clauses"] if une["numero"] == "6.2")
    assert (tranchee["etat"], tranchee["points"]) == ("ferme", [])


def test_une_clause_a_decider_sans_sa_mention_garde_son_texte(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changer(dossier / "CHARTE.md", " **[À décider]**", "")
    exporter(dossier, "md,json")
    assert "Dans CHARTE.md seulement" not in capsys.readouterr().err
    lue = json.loads((dossier / "charte.json").read_text())
    tranchee = next(une for article in lue["articles"] for une in article["clauses"] if une["numero"] == "6.2")
    assert tranchee["texte"].startswith("Où les données confiées à une IA peuvent-elles aller")


def test_un_mot_ajoute_a_un_point_a_decider_ne_le_tranche_pas(dossier: Path) -> None:
    retoucher(dossier, "6.2", clause(dossier, "6.2").rstrip("\n") + "\nLe bureau penche pour l'Europe.\n\n")
    exporter(dossier, "md,html,json")
    lue = json.loads((dossier / "charte.json").read_text())
    ouverte = next(une for article in lue["articles"] for une in article["clauses"] if une["numero"] == "6.2")
    assert (ouverte["etat"], ouverte["texte"]) == ("a_decider", "Le bureau penche pour l'Europe.")
    assert [point["clauses"] for point in lue["a_decider"]] == [["6.2"]]
    assert (dossier / "charte.html").read_text().count("Où les données confiées à une IA peuvent-elles aller") == 4


def test_remplacer_garde_une_copie_de_n_importe_quoi(dossier: Path) -> None:
    (dossier / "CHARTE.md").write_bytes(b"\x00\x01<<<<<<< HEAD\n")
    with pytest.raises(Refus):
        exporter(dossier, "md")
    assert exporter(dossier, "md", remplacer=True) == 0
    assert (dossier / "CHARTE.retouches-1.md").read_bytes() == b"\x00\x01<<<<<<< HEAD\n"
    assert (dossier / "CHARTE.md").read_bytes() == (dossier / ".charte" / "base.md").read_bytes()


def test_des_reperes_de_git_dans_les_reponses_se_disent(dossier: Path) -> None:
    nom = "  nom: Le Couderc aux Machines\n"
    conflit = f"<<<<<<< HEAD\n{nom}=======\n  nom: Le Couderc\n  pays: FR\n>>>>>>> autre\n"
    changer(dossier / "reponses.yaml", nom, conflit)
    ligne = (dossier / "reponses.yaml").read_text().split("<<<<<<<")[0].count("\n") + 1
    with pytest.raises(FichierInvalide) as refus:
        exporter(dossier, "md")
    assert [(faute.ligne, faute.phrase) for faute in refus.value.fautes] == [
        (
            ligne,
            f"git a laissé ici deux versions : gardez la ligne {ligne + 1} ou les lignes {ligne + 3} à {ligne + 4}, et "
            f"effacez le reste jusqu'à la ligne {ligne + 5}, repères compris",
        )
    ]


def test_le_pdf_suit_les_retouches_et_ses_renvois_menent_quelque_part(dossier: Path) -> None:
    retoucher(dossier, "3.2", clause(dossier, "3.2") + "**Nos vidéos.**\nJamais sans accord.\n\n")
    texte = (dossier / "CHARTE.md").read_text()
    debut, fin = texte.index("## 9. "), texte.index("## 10. ")
    (dossier / "CHARTE.md").write_text(texte[:debut] + texte[fin:])
    assert exporter(dossier, "pdf", moteur="typst") == 0
    lu = "".join(pages((dossier / "charte.pdf").read_bytes()))
    assert "Jamais sans accord" in lu
    assert "Outils et fournisseurs" not in lu
