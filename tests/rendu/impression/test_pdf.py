"""Le PDF : conforme, complet, dans l'ordre, identique partout, et fermé au reste de la machine."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validateur
import pypdf
import pytest

from charte.erreurs import FichierInvalide
from charte.moteur.charte import Charte
from charte.moteur.texte import echapper
from charte.rendu.apparence.glyphes import adapter, sans_dessin
from charte.rendu.impression.pdf import _chercher_dans, pdf
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, courte, minimale
from tests.rendu.outils.lecture_pdf import pages
from tests.rendu.outils.rendus import rendu

RACINE = Path(__file__).parents[3]
MILLIMETRE = 72 / 25.4


def avec_les_mots(mots: str) -> Charte:
    """Une charte courte, où le groupe a écrit ces mots partout où il le peut."""
    essai = courte()
    premier = essai.articles[0]
    clause = replace(premier.clauses[0], titre=echapper(mots[:80]), texte=f"Nous, **{echapper(mots)}**, décidons.")
    point = replace(essai.a_decider[0], enonce=mots, options=(mots, mots), remarque=mots)
    premiere = essai.annexes[0]
    tableau = replace(premiere.tableaux[0], titre=echapper(mots))
    tableau = replace(tableau, lignes=((echapper(mots),) * len(tableau.colonnes), *tableau.lignes))
    annexe = replace(premiere, intro=echapper(mots), tableaux=(tableau, *premiere.tableaux[1:]))
    familles = (replace(essai.matrice.familles[0], outils=(mots,)), *essai.matrice.familles[1:])
    return replace(
        essai,
        nom=mots,
        contact=mots,
        articles=(replace(premier, clauses=(clause, *premier.clauses[1:])), *essai.articles[1:]),
        a_decider=(point, *essai.a_decider[1:]),
        annexes=(annexe, *essai.annexes[1:]),
        matrice=replace(essai.matrice, familles=familles),
        reponses=(replace(essai.reponses[0], valeur=mots), *essai.reponses[1:]),
    )


def lire(octets: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(octets))


def texte(octets: bytes) -> str:
    return " ".join(" ".join(pages(octets)).split())


def fautes(octets: bytes) -> list[str]:
    rapports = [validateur.validate_pdf_bytes(octets, profile=profil) for profil in ("ua1", "pdfa3a")]
    return [f"{faute.rule_id} {faute.message}" for rapport in rapports for faute in rapport.failures]


@pytest.fixture(scope="module")
def octets() -> bytes:
    return rendu(charte_d_essai(), "pdf")


@pytest.fixture(scope="module")
def document(octets: bytes) -> pypdf.PdfReader:
    return lire(octets)


def structure(element: Any) -> Iterator[Any]:
    """Les éléments de structure, dans l'ordre de lecture."""
    objet = element.get_object()
    if isinstance(objet, dict) and "/S" in objet:
        yield objet
        enfants = objet.get("/K", [])
        for enfant in enfants if isinstance(enfants, list) else [enfants]:
            if not isinstance(enfant, int):
                yield from structure(enfant)


@pytest.fixture(scope="module")
def elements(document: pypdf.PdfReader) -> list[Any]:
    racine: Any = document.trailer["/Root"]
    return list(structure(racine["/StructTreeRoot"]["/K"][0]))


MOTS = {
    "hostile": HOSTILE,
    "plus d'une page": "Une phrase que personne n'arrête. " * 120,
    "sans espace": "x" * 1000,
    "toutes écritures": "🐝 👩🏽‍🌾 🇫🇷 ❤️ ; جمعية حدائق تريو 2026 – עמותה (א) ; Дружба, Θεός, Վարդ, ქართული, 你好, ₿",
}


def test_conforme(octets: bytes) -> None:
    assert fautes(octets) == []


@pytest.mark.parametrize("charte", [adoptee, minimale])
def test_conforme_adoptee_ou_presque_vide(charte: Callable[[], Charte]) -> None:
    assert fautes(rendu(charte(), "pdf")) == []


@pytest.mark.parametrize("mots", MOTS.values(), ids=MOTS)
def test_conforme_quoi_qu_on_ecrive(mots: str) -> None:
    assert fautes(rendu(avec_les_mots(mots), "pdf")) == []


def test_les_mots_hostiles_ressortent_tels_quels() -> None:
    lu = texte(rendu(avec_les_mots(HOSTILE), "pdf"))
    assert lu.count(HOSTILE) >= 8
    assert "49" not in lu.partition("Nous, ")[2][:80]


def test_complet_et_dans_l_ordre(octets: bytes) -> None:
    lu, depuis = texte(octets), 0
    for repere in (
        *("Les Jardins du Trieux", "Charte d’usage", "Projet – 21 novembre 2026", "À adopter par l’assemblée générale"),
        *("Sommaire", "1 Préambule, valeurs et posture 4", "G Repères de droit", "Je n’envoie jamais", "Article 5"),
        *(
            "1 Préambule",
            "En clair",
            "1.2 Aucune",
            "À décider",
            "6.4 Signaler",
            "Publiques",
            "Secrètes",
            "7 Nos outils",
        ),
        *("14.4 Relire", "Points à décider", "Adoption et signatures", "La personne référente"),
        *("A Ce qui change lundi", "Faire la chose 8", "B Après une erreur", "Arrêter", "C Repères chiffrés"),
        *("D Nos réponses", "E D’où vient", "F Recommandations", "G Repères de droit"),
        "ne remplace pas un conseil juridique",
    ):
        trouve = lu.find(repere, depuis)
        assert trouve >= 0, repere
        depuis = trouve + len(repere)


def test_la_typographie_arrive_jusqu_au_papier(octets: bytes) -> None:
    brut = "\n".join(pages(octets))
    assert not re.search(r"\w'\w|\w [;!?»]|« ", brut)
    assert not re.search(r"^[;:!?»]", brut, re.MULTILINE)
    assert not re.search(r"·\n", brut)


def test_de_douze_a_vingt_pages(document: pypdf.PdfReader) -> None:
    assert 12 <= len(document.pages) <= 20


def test_rien_de_coupe(octets: bytes) -> None:
    lues = pages(octets)
    for ensemble in (("Quelle donnée dans", "Publiques", "Secrètes"), ("Adoption et signatures", "Pour l’association")):
        assert any(all(partie in lue for partie in ensemble) for lue in lues), ensemble


def test_aucun_titre_en_pied_de_page(document: pypdf.PdfReader) -> None:
    titres = [titre for titre in document.outline if not isinstance(titre, list)]
    assert len(titres) == 26
    assert min(float(titre.top or 0) for titre in titres) > (20 + 30) * MILLIMETRE


def test_balises(elements: list[Any]) -> None:
    roles = Counter(element["/S"] for element in elements)
    assert (roles["/H1"], roles["/H2"], roles["/Table"], roles["/THead"], roles["/TOC"]) == (1, 26, 6, 6, 2)
    assert roles["/TOCI"] == roles["/Reference"] == 25
    portees = [element["/A"]["/Scope"] for element in elements if element["/S"] == "/TH"]
    assert set(portees) == {"/Column", "/Row"}
    assert all("/A" in element for element in elements if element["/S"] == "/L")


def test_les_liens_disent_ou_ils_menent(document: pypdf.PdfReader) -> None:
    notes = [note.get_object() for feuille in document.pages for note in feuille.get("/Annots", [])]
    descriptions = {str(note["/Contents"]) for note in notes}
    assert "Aller à\u00a0: Données et confidentialité" in descriptions
    assert "Écrire à referente.ia@jardins-du-trieux.example" in descriptions
    assert all(description.startswith(("Aller à\u00a0: ", "Écrire à ")) for description in descriptions)


def test_aucun_fichier_hors_du_modele() -> None:
    chercher = _chercher_dans(MODELE)
    assert chercher.fetch((MODELE / "styles" / "pdf.css").resolve().as_uri()).read()
    for adresse in (
        *("https://exemple.org/a.css", "file:///etc/passwd", "data:text/css,a{}", "ftp://a.org/b"),
        (MODELE / "gabarits" / "charte.html.j2").resolve().as_uri(),
        f"{(MODELE / 'styles').resolve().as_uri()}/../../../pyproject.toml",
    ):
        with pytest.raises(ValueError, match="hors du modèle"):
            chercher.fetch(adresse)


def test_weasyprint_n_a_rien_a_redire(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf(minimale(), MODELE)
    assert [trace.message for trace in caplog.records if trace.name.startswith("weasyprint")] == []


def test_ce_que_le_finisseur_emprunte_a_weasyprint_existe_encore() -> None:
    import pydyf
    from weasyprint import VERSION
    from weasyprint.pdf import tags

    assert VERSION.startswith("70.")
    assert callable(tags._build_box_tree) and isinstance(pydyf.Stream.data, property)


def test_aucun_flux_ne_finit_par_un_retour_chariot() -> None:
    import pydyf

    from charte.rendu.impression.finition import weasyprint_prepare

    def produire(rang: int) -> bytes:
        return bytes(pydyf.Stream([b"a" * rang], compress=True).data)

    equivoques = [rang for rang in range(1000) if produire(rang).endswith(b"\r\nendstream")]
    assert equivoques
    with weasyprint_prepare():
        assert not any(produire(rang).endswith(b"\r\nendstream") for rang in equivoques)
    assert produire(equivoques[0]).endswith(b"\r\nendstream")


SANS_PANGO = """
import sys
sys.path.insert(0, {racine!r})
import cffi
def echouer(*_, **__):
    raise OSError("cannot load library 'libpango-1.0-0'")
cffi.FFI.dlopen = echouer
from charte.erreurs import RenduImpossible
from charte.rendu.impression.pdf import pdf
from tests.rendu.outils.charte_d_essai import MODELE, minimale
try:
    pdf(minimale(), MODELE)
except RenduImpossible as erreur:
    print(erreur.phrase, erreur.remede, sep="\\n")
"""


def test_sans_pango_on_dit_quoi_installer() -> None:
    resultat = subprocess.run(
        [sys.executable, "-c", SANS_PANGO.format(racine=str(RACINE))], capture_output=True, text=True, check=True
    )
    lignes = resultat.stdout.splitlines()
    assert lignes[0] == "Le PDF ne peut pas être produit : la bibliothèque Pango manque à cette machine."
    assert "pango" in lignes[1]
    assert "WeasyPrint could not" not in resultat.stdout + resultat.stderr
    assert resultat.stderr == ""


def test_un_modele_sans_police_prend_celles_de_la_machine(tmp_path: Path) -> None:
    modele = tmp_path / "modele"
    shutil.copytree(MODELE, modele, ignore=shutil.ignore_patterns("polices", "pictos"))
    (modele / "styles" / "pdf.css").write_text("@page { size: A4 }", encoding="utf-8")
    assert "non discuté" in texte(pdf(courte(), modele))
    (modele / "styles" / "pdf.css").unlink()
    with pytest.raises(FichierInvalide):
        pdf(charte_d_essai(), modele)


def test_un_signe_sans_dessin_se_montre_par_son_code() -> None:
    assert adapter("<p>L’été</p>", MODELE) == ("<p>L’été</p>", "")
    html, css = adapter("<p>你 🐝 🇧🇪 Ж</p>", MODELE)
    assert html == "<p>[U+4F60] 🐝 BE Ж</p>"
    assert css.count("@font-face") == 2
    assert sans_dessin("Les 你好 de l’été 🐝", MODELE) == "你好"


def test_memes_octets_sans_harfbuzz_subset(monkeypatch: pytest.MonkeyPatch) -> None:
    # Sans elle, WeasyPrint réduit les polices avec fontTools, qui date chacune.
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    rendus = []
    for heure in (1_000_000_000, 2_000_000_000):
        monkeypatch.setattr("fontTools.misc.timeTools.time.time", lambda heure=heure: heure)
        rendus.append(pdf(minimale(), MODELE))
    assert rendus[0] == rendus[1]


def test_rien_ne_reste_dans_le_dossier_temporaire(tmp_path: Path) -> None:
    programme = (
        "from tests.rendu.outils.charte_d_essai import MODELE, minimale\n"
        "from charte.rendu.impression.pdf import presse\n"
        "import os\n"
        "with presse(MODELE, 'pdf.css', minimale()) as ouverte:\n"
        "    ouverte.mettre_en_pages('<p>Un</p>')\n"
        # Une référence qui reste : ce que WeasyPrint efface à la destruction de l'objet n'est jamais effacé.
        "os._exit(0)\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run([sys.executable, "-c", programme], check=True, env=env, timeout=120)
    assert list(tmp_path.iterdir()) == []
