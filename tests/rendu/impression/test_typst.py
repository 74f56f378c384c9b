"""Le PDF par Typst : conforme, le même texte que par WeasyPrint, les mêmes octets partout, et rien hors du modèle."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from charte.contenu.bibliotheque import charger_reponses
from charte.erreurs import FichierInvalide, RenduImpossible, UsageIncorrect
from charte.moteur.charte import Charte
from charte.rendu import rendre_document
from charte.rendu.document.blocs import (
    Cite,
    Corps,
    Document,
    EntreeSommaire,
    Groupe,
    Paragraphe,
    Sommaire,
    Titre,
    citer,
    rediger,
)
from charte.rendu.ecrivains.donnees import en_donnees
from charte.rendu.impression import typst
from charte.services.charger import charger
from tests.rendu.impression.test_pdf import MILLIMETRE, MOTS, avec_les_mots, fautes, lire, structure, texte
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, minimale
from tests.rendu.outils.lecture_pdf import lu_a_voix_haute, pages
from tests.rendu.outils.rendus import rendu

RACINE = Path(__file__).parents[3]


def exemple(nom: str) -> Charte:
    contenus = charger()
    return contenus.composer(charger_reponses(RACINE / "exemples" / nom / "reponses.yaml", contenus.questionnaire))


CHARTES: dict[str, Callable[[], Charte]] = {
    "tiers-lieu": lambda: exemple("tiers-lieu"),
    "aide-a-domicile": lambda: exemple("aide-a-domicile"),
    "alphabetisation-insertion": lambda: exemple("alphabetisation-insertion"),
    "essai": charte_d_essai,
    "adoptée": adoptee,
    "minimale": minimale,
    "hostile": lambda: avec_les_mots(HOSTILE),
}


@cache
def rendue(nom: str) -> bytes:
    return rendu(CHARTES[nom](), "pdf", "typst")


@pytest.mark.parametrize("nom", CHARTES)
def test_conforme(nom: str) -> None:
    assert fautes(rendue(nom)) == []


@pytest.mark.parametrize("nom", CHARTES)
def test_le_meme_texte_que_weasyprint_dans_le_meme_ordre(nom: str) -> None:
    # Le PDF des exemples est celui du dépôt : un autre test le compare à ce que rend WeasyPrint.
    depot = RACINE / "exemples" / nom / "charte.pdf"
    autre = depot.read_bytes() if depot.exists() else rendu(CHARTES[nom](), "pdf")
    assert lu_a_voix_haute(rendue(nom)) == lu_a_voix_haute(autre)


@pytest.mark.parametrize("mots", MOTS.values(), ids=MOTS)
def test_conforme_quoi_qu_on_ecrive(mots: str) -> None:
    assert fautes(rendu(avec_les_mots(mots), "pdf", "typst")) == []


def test_les_mots_du_groupe_ne_sont_jamais_du_code() -> None:
    mots = '#panic("non") $x^2$ *gras* _it_ @ref <label> \\u{41} = titre // fin /* */ `code` #let x = 1'
    lu = lu_a_voix_haute(typst.pdf(avec_les_mots(mots), MODELE))
    assert lu.count("#panic(") >= 8
    assert lu.count("*gras*_it_@ref<label>\\u{41}=titre//fin/**/`code`#letx=1") >= 6


def test_long_ou_sans_espace_rien_ne_sort_de_la_page() -> None:
    for mots in (MOTS["sans espace"], MOTS["plus d'une page"]):
        for feuille in pypdfium2.PdfDocument(rendu(avec_les_mots(mots), "pdf", "typst")):
            for objet in feuille.get_objects(filter=[FPDF_PAGEOBJ_TEXT]):
                gauche, bas, droite, haut = objet.get_bounds()
                assert gauche >= 0 and bas >= 0 and droite <= 210 * MILLIMETRE and haut <= 297 * MILLIMETRE


def test_balises_et_signets() -> None:
    lecteur = lire(rendue("essai"))
    racine: Any = lecteur.trailer["/Root"]
    assert racine["/Lang"].startswith("fr")
    roles = Counter(element["/S"] for element in structure(racine["/StructTreeRoot"]["/K"][0]))
    assert (roles["/H1"], roles["/H2"], roles["/Table"], roles["/THead"], roles["/TOCI"]) == (1, 26, 6, 6, 25)
    assert len([signet for signet in lecteur.outline if not isinstance(signet, list)]) == 26
    assert lecteur.metadata is not None
    assert lecteur.metadata.title == "Charte d’usage de l’intelligence artificielle – Les Jardins du Trieux"
    assert lecteur.metadata.author == "Les Jardins du Trieux"


def test_aucun_titre_en_pied_de_page_et_rien_de_coupe() -> None:
    lecteur = lire(rendue("essai"))
    assert 12 <= len(lecteur.pages) <= 20
    titres = [signet for signet in lecteur.outline if not isinstance(signet, list)]
    assert min(float(titre.top or 0) for titre in titres) > 50 * 72 / 25.4
    lues = pages(rendue("essai"))
    for ensemble in (("Quelle donnée dans", "Publiques", "Secrètes"), ("Adoption et signatures", "Pour l’association")):
        assert any(all(partie in lue for partie in ensemble) for lue in lues), ensemble


PROGRAMME = """
import hashlib, sys
sys.path.insert(0, {racine!r})
from charte.rendu.impression.typst import pdf
from tests.rendu.outils.charte_d_essai import MODELE, charte_d_essai
print(hashlib.sha256(pdf(charte_d_essai(), MODELE)).hexdigest())
"""


def test_memes_octets_partout(tmp_path: Path) -> None:
    ailleurs = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    resultat = subprocess.run(
        [sys.executable, "-c", PROGRAMME.format(racine=str(RACINE))],
        cwd=tmp_path,
        env={**os.environ, **ailleurs},
        capture_output=True,
        text=True,
        check=True,
    )
    assert resultat.stdout.strip() == hashlib.sha256(rendue("essai")).hexdigest()
    assert resultat.stderr == ""
    toutes = avec_les_mots(MOTS["toutes écritures"])
    assert typst.pdf(toutes, MODELE) == rendu(toutes, "pdf", "typst")


SANS_PANGO = """
import sys
sys.path.insert(0, {racine!r})
import cffi
def echouer(*_, **__):
    raise OSError("cannot load library 'libpango-1.0-0'")
cffi.FFI.dlopen = echouer
from charte.__main__ import principal
sys.argv = ["charte", "exporter", {dossier!r}, *{options!r}]
principal()
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ici = tmp_path / "ma charte"
    ici.mkdir()
    shutil.copy(RACINE / "exemples" / "tiers-lieu" / "reponses.yaml", ici)
    return ici


def sans_pango(dossier: Path, *options: str) -> subprocess.CompletedProcess[str]:
    programme = SANS_PANGO.format(racine=str(RACINE), dossier=str(dossier), options=options)
    return subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=False)


def test_sans_pango_le_pdf_sort_quand_meme(dossier: Path) -> None:
    sortie = sans_pango(dossier)
    assert (sortie.returncode, sortie.stderr) == (0, "")
    assert (dossier / "charte.pdf").read_bytes() == rendue("tiers-lieu")
    assert not (dossier / "charte.html").exists()


def test_sans_pango_une_page_a_imprimer_tient_lieu_de_chaque_pdf(dossier: Path) -> None:
    sortie = sans_pango(dossier, "--format", "affiche,falc,grands-caracteres")
    assert sortie.returncode == 1
    assert sortie.stderr.count("Pango manque") == 1
    pages = ("charte-grands-caracteres.html", "affiche.html", "facile-a-lire.html")
    assert sortie.stderr.endswith(f"En attendant, à ouvrir dans un navigateur et à imprimer : {', '.join(pages)}\n")
    for page in pages:
        source = (dossier / page).read_text(encoding="utf-8")
        assert "Le Couderc aux Machines" in source and "url(data:font/" in source
        assert "@page" in source and "@import" not in source and "url(pictos" not in source
    assert not list(dossier.glob("*.pdf"))


def test_un_moteur_choisi_n_a_pas_de_remplacant(dossier: Path) -> None:
    sortie = sans_pango(dossier, "--format", "pdf", "--moteur", "weasyprint")
    assert sortie.returncode == 1
    assert "Pango manque" in sortie.stderr
    assert (dossier / "charte.html").exists() and not (dossier / "charte.pdf").exists()
    assert sans_pango(dossier, "--moteur", "latex").stderr.startswith("Moteur inconnu : « latex ».")


def test_on_peut_demander_typst(dossier: Path) -> None:
    commande = [sys.executable, "-m", "charte", "exporter", str(dossier), "--format", "pdf", "--moteur", "typst"]
    subprocess.run(commande, cwd=RACINE, check=True, capture_output=True)
    assert (dossier / "charte.pdf").read_bytes() == rendue("tiers-lieu")


def test_sans_aucun_moteur_on_dit_les_deux_remedes(monkeypatch: pytest.MonkeyPatch) -> None:
    def manquer() -> None:
        raise RenduImpossible("Pango manque.", "sudo apt install pango")

    monkeypatch.setattr("charte.rendu.impression.pdf.importer_weasyprint", manquer)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RenduImpossible) as refus:
        rendre_document(minimale(), "pdf", MODELE)
    assert refus.value.phrase == "Pango manque."
    assert refus.value.remede.endswith('"typst>=0.15,<0.16"\nOu bien : sudo apt install pango')
    with pytest.raises(UsageIncorrect):
        rendre_document(minimale(), "pdf", MODELE, "latex")


@pytest.fixture
def modele(tmp_path: Path) -> Path:
    copie = tmp_path / "modele"
    shutil.copytree(MODELE, copie)
    return copie


def ajouter(modele: Path, code: str) -> None:
    gabarit = modele / "gabarits" / "charte.typ"
    gabarit.write_text(f"{code}\n{gabarit.read_text(encoding='utf-8')}", encoding="utf-8")


@pytest.mark.parametrize("code", ['#read("/etc/passwd")', f'#read("{"../" * 12}etc/passwd")', "#inconnu"])
def test_un_gabarit_fautif_est_situe(modele: Path, code: str) -> None:
    ajouter(modele, code)
    with pytest.raises(FichierInvalide) as refus:
        typst.pdf(minimale(), modele)
    faute = refus.value.fautes[0]
    assert (faute.chemin.name, faute.ligne) == ("charte.typ", 1)


def test_un_gabarit_ne_telecharge_rien(modele: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ajouter(modele, '#import "@preview/cetz:0.3.0": canvas')
    with socket.create_server(("127.0.0.1", 0)) as serveur:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{serveur.getsockname()[1]}")
        with pytest.raises(FichierInvalide):
            typst.pdf(minimale(), modele)
        serveur.setblocking(False)
        with pytest.raises(BlockingIOError):
            serveur.accept()
        assert os.environ["HTTPS_PROXY"].startswith("http://127.0.0.1:")


@pytest.mark.skipif(sys.platform == "win32", reason="les liens y demandent des droits")
def test_un_modele_ne_mene_pas_ailleurs(modele: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text("<svg/>", encoding="utf-8")
    (modele / "styles" / "lien.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(FichierInvalide):
        typst.pdf(minimale(), modele)


def test_un_modele_sans_police_ou_sans_gabarit(modele: Path) -> None:
    shutil.rmtree(modele / "polices")
    assert "Les Jardins du Trieux" in texte(typst.pdf(minimale(), modele))
    (modele / "gabarits" / "charte.typ").unlink()
    with pytest.raises(FichierInvalide):
        typst.pdf(minimale(), modele)


def document(*corps: Titre | Corps | Paragraphe | Groupe) -> Document:
    titre = rediger("Charte")
    sommaire = Sommaire(citer("Sommaire"), (EntreeSommaire("la", "1", "*Là*"),), (), ())
    return Document(titre, "L'Atelier", "", titre, citer("projet"), True, Groupe("couverture", ()), corps, sommaire)


def textes(ligne: list[dict[str, Any]]) -> list[str]:
    return [fragment["texte"] for fragment in ligne]


def test_le_document_en_donnees() -> None:
    donnees = en_donnees(
        document(
            Titre(1, "1", rediger("Là *même*"), "la"),
            Groupe("clause", (Corps("Un **mot**\\\net `deux` :\n\n- le 1er\n-\n"),), "la"),
        )
    )
    assert (donnees["court"], textes(donnees["auteur"])) == (True, ["L’Atelier"])
    assert textes(donnees["sommaire"]["entrees"][0]["titre"]) == ["Là"]
    titre, groupe = donnees["corps"]
    assert (titre["sorte"], titre["niveau"], titre["numero"], titre["ancre"]) == ("titre", 1, "1", "la")
    assert (groupe["sorte"], groupe["genre"]) == ("groupe", "clause")
    paragraphe, liste = groupe["blocs"]
    assert textes(paragraphe["ligne"]) == ["Un ", "mot", "\n", "et ", "deux", "\u00a0:"]
    assert [fragment["gras"] for fragment in paragraphe["ligne"]] == [False, True, False, False, False, False]
    assert (liste["genre"], [len(element["blocs"]) for element in liste["elements"]]) == ("puces", [1, 0])
    assert textes(liste["elements"][0]["blocs"][0]["ligne"]) == ["le 1", "er"]
    assert (paragraphe["signes"], groupe["signes"]) == (len("Un mot\net deux :"), len("Un mot\net deux :le 1er"))


def test_une_ancre_n_est_posee_qu_une_fois_et_un_renvoi_mene_quelque_part() -> None:
    renvois = tuple(Cite("voir", vers=vers) for vers in ("#la", "#nulle-part", "https://la.example"))
    titres = (Titre(1, "1", citer("Un"), "la"), Titre(1, "2", citer("Deux"), "la"))
    corps = en_donnees(document(*titres, Paragraphe("corps", renvois, "la")))["corps"]
    assert [bloc["ancre"] for bloc in corps] == ["la", "", ""]
    assert [fragment["vers"] for fragment in corps[2]["ligne"]] == ["#la", "", "https://la.example"]
