"""Les fichiers que l'on modifie : ODT et DOCX, complets, nommés, accessibles, toujours bien formés."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pypdf
import pytest

from charte.erreurs import RenduImpossible
from charte.moteur.charte import Charte
from charte.moteur.texte import echapper
from charte.rendu import FORMATS, rendre_document
from charte.rendu.apparence.polices import polices_a_joindre
from charte.rendu.document.blocs import Liste, Paragraphe, rediger
from charte.rendu.ecrivains.docx.redaction_docx import docx
from charte.rendu.ecrivains.fragments import en_blocs, permis, texte_de
from charte.rendu.ecrivains.html import page
from charte.rendu.ecrivains.odt.redaction_odt import odt
from charte.rendu.ecrivains.odt.xml_odt import qualifie
from tests.rendu.ecrivains.test_html import Lecteur
from tests.rendu.outils import lecture_pdf
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, minimale

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHARTES = [charte_d_essai, adoptee, minimale, lambda: charte_d_essai(parcours="express")]
NOMS = ["projet", "adoptée", "minimale", "express"]
MOTS = {
    "hostile": HOSTILE,
    "balises": "</text:p><w:p/>]]>&#0;<!-- -->",
    "contrôles": "a\x00b\x01c\x0bd\x1fe\ufffef\uffffg\ud800h\ufdd0i\tj\nk",
    "dix mille signes": "Une phrase que personne n'arrête. " * 295,
    "sans espace": "x" * 10_000,
    "toutes écritures": "🐝 👩🏽‍🌾 🇫🇷 ; جمعية حدائق تريو 2026 – עמותה (א) ; Дружба, 你好, ₿",
    "adresse impossible": "http://[::1%20]/é?<>\\",
}


def partie(octets: bytes, nom: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(octets)) as zip:
        return ET.fromstring(zip.read(nom))


def mots_odt(octets: bytes) -> list[str]:
    lignes: list[str] = []
    for element in partie(octets, "content.xml").iter():
        if element.tag in (qualifie("text:h"), qualifie("text:p")):
            lignes.append("".join(_morceaux_odt(element)))
    return " ".join(lignes).split()


def _morceaux_odt(element: ET.Element) -> Iterator[str]:
    if element.tag in (qualifie("text:tab"), qualifie("text:line-break")):
        yield " "
    yield element.text or ""
    for enfant in element:
        yield from _morceaux_odt(enfant)
        yield enfant.tail or ""


def mots_docx(octets: bytes) -> list[str]:
    lignes: list[str] = []
    for paragraphe in partie(octets, "word/document.xml").iter(f"{W}p"):
        signes = {f"{W}tab": " ", f"{W}br": " "}
        textes = (un for un in paragraphe.findall(f".//{W}r/*") if un.tag in (f"{W}t", *signes))
        lignes.append("".join(signes.get(un.tag, un.text or "") for un in textes))
    return " ".join(lignes).split()


LECTEURS: dict[str, Callable[[bytes], list[str]]] = {"odt": mots_odt, "docx": mots_docx}


def mots_html(charte: Charte) -> list[str]:
    """Les mots de la page, sans le lien d'évitement."""
    return " ".join(Lecteur(page(charte, MODELE)).morceaux).split()


def serre(mots: list[str]) -> str:
    return "".join(mots)


@pytest.fixture(scope="module")
def fichiers() -> dict[str, bytes]:
    essai = charte_d_essai()
    return {"odt": odt(essai, MODELE), "docx": docx(essai, MODELE)}


@pytest.mark.parametrize("format", LECTEURS)
@pytest.mark.parametrize("charte", CHARTES, ids=NOMS)
def test_toute_la_charte_dans_l_ordre(charte: Callable[[], Charte], format: str) -> None:
    faite = charte()
    lu, depuis = serre(LECTEURS[format](rendre_document(faite, format, MODELE))), 0

    def suivre(texte: str) -> None:
        nonlocal depuis
        cherche = serre(texte.split())
        depuis = lu.find(cherche, depuis)
        assert depuis >= 0, texte
        depuis += len(cherche)

    suivre(faite.nom)
    for article in (un for un in faite.articles if not un.annexe):
        suivre(f"{article.numero} {texte_de(rediger(article.titre))}")
        for clause in article.clauses:
            suivre(f"{clause.numero} {texte_de(rediger(clause.titre))}")
            suivre("".join(_textes(clause.texte)))
    for annexe in faite.annexes:
        suivre(f"{annexe.numero} {texte_de(rediger(annexe.titre))}")
        for texte in (*annexe.etapes, *(case for un in annexe.tableaux for ligne in un.lignes for case in ligne)):
            suivre(texte_de(rediger(texte)))
    for reponse in faite.reponses:
        suivre(f"{reponse.code} {texte_de(rediger(echapper(reponse.enonce)))}")
        suivre(texte_de(rediger(echapper(reponse.valeur))))
    for citee in faite.recommandations:
        suivre(f"{citee.code} {texte_de(rediger(echapper(citee.titre)))}")
    for cite in faite.droit:
        suivre(f"{cite.code} {texte_de(rediger(echapper(cite.titre)))}")


def _textes(markdown: str) -> Iterator[str]:
    a_voir: list[Paragraphe | Liste] = list(en_blocs(markdown))
    while a_voir:
        bloc = a_voir.pop(0)
        if isinstance(bloc, Liste):
            a_voir[:0] = [un for element in bloc.elements for un in element.blocs]
        else:
            yield texte_de(bloc.ligne)


@pytest.mark.parametrize("charte", CHARTES, ids=NOMS)
def test_le_meme_texte_que_la_page_html(charte: Callable[[], Charte]) -> None:
    source = page(charte(), MODELE)
    contenu = source[source.index('<main id="contenu"') : source.index("</main>")]
    vus = serre(" ".join(Lecteur(contenu + "</main>").morceaux).split())
    odt_serre = serre(mots_odt(odt(charte(), MODELE)))
    assert serre(mots_docx(docx(charte(), MODELE))) == odt_serre
    # Les deux signataires sont ici côte à côte ; et les codes des sources sont, en HTML, dans la feuille de style.
    debut = vus.partition("Adoptionetsignatures")[0]
    assert debut in odt_serre
    fin = vus.rpartition("Signature")[2].partition("Ellesviennentdecesdocuments")[0]
    assert fin in odt_serre


@pytest.mark.parametrize("format", LECTEURS)
def test_aucune_heure_n_y_reste(fichiers: dict[str, bytes], format: str) -> None:
    """Les mêmes octets d'une machine à l'autre : `test_memes_octets` le montre, pour ces formats comme pour tous."""
    assert FORMATS[format].fichier == f"charte.{format}"
    with zipfile.ZipFile(io.BytesIO(fichiers[format])) as zip:
        assert {fiche.date_time for fiche in zip.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("mots", MOTS.values(), ids=MOTS)
@pytest.mark.parametrize("format", LECTEURS)
def test_toujours_bien_forme(format: str, mots: str) -> None:
    essai = charte_d_essai()
    premier = essai.articles[0]
    clause = replace(premier.clauses[0], titre=echapper(mots), texte=f"Nous, **{echapper(mots)}**, décidons.")
    familles = (replace(essai.matrice.familles[0], outils=(mots,)), *essai.matrice.familles[1:])
    charte = replace(
        essai,
        nom=mots,
        contact=mots,
        articles=(replace(premier, titre=echapper(mots), clauses=(clause, *premier.clauses[1:])), *essai.articles[1:]),
        a_decider=(replace(essai.a_decider[0], enonce=mots, options=(mots, mots), remarque=mots),),
        matrice=replace(essai.matrice, familles=familles),
        reponses=(replace(essai.reponses[0], valeur=mots), *essai.reponses[1:]),
    )
    octets = rendre_document(charte, format, MODELE)
    with zipfile.ZipFile(io.BytesIO(octets)) as zip:
        for nom in zip.namelist():
            if nom.endswith((".xml", ".rels")):
                ET.fromstring(zip.read(nom))
    if mots in (HOSTILE, MOTS["dix mille signes"], MOTS["sans espace"]):
        attendu = serre(texte_de(rediger(echapper(mots))).split())
        assert serre(LECTEURS[format](octets)).count(attendu) >= 5
    if format == "docx":
        python_docx.Document(io.BytesIO(octets))


def test_ce_que_xml_interdit() -> None:
    assert permis("a\x00b\ufffec\ud800d\ufdd0e") == "a b c d e"
    assert permis("fine\u202f; fixe\u00a0: arabe جمعية 🐝") == "fine\u202f; fixe\u00a0: arabe جمعية 🐝"


def test_le_markdown_devient_de_vrais_styles() -> None:
    gras = "Du **gras, et *plus***, `du code`, [un site](https://exemple.org)."
    paragraphe, liste, dernier = en_blocs(f"{gras}\n\n- un\n- deux\n  1. dedans\n\nLe 1er mai.")
    assert isinstance(paragraphe, Paragraphe) and isinstance(liste, Liste) and isinstance(dernier, Paragraphe)
    vus = {un.texte: un for un in paragraphe.ligne}
    assert vus["gras, et "].gras and not vus["gras, et "].italique
    assert vus["plus"].gras and vus["plus"].italique
    assert vus["du code"].marque == "code"
    assert vus["un site"].vers == "https://exemple.org"
    assert [un.exposant for un in dernier.ligne] == [False, True, False]
    dedans = liste.elements[1].blocs[1]
    assert liste.genre == "puces" and isinstance(dedans, Liste) and dedans.genre == "numeros"


def test_odt_range_comme_il_faut(fichiers: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(fichiers["odt"])) as zip:
        premier = zip.infolist()[0]
        noms = set(zip.namelist())
    assert (premier.filename, premier.compress_type, premier.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    manifeste = partie(fichiers["odt"], "META-INF/manifest.xml")
    declares = {un.get(qualifie("manifest:full-path")) for un in manifeste}
    assert declares == (noms - {"mimetype", "META-INF/manifest.xml"}) | {"/"}
    meta = partie(fichiers["odt"], "meta.xml")[0]
    lus = {un.tag.rpartition("}")[2]: un.text for un in meta}
    assert lus["title"] == "Charte d’usage de l’intelligence artificielle – Les Jardins du Trieux"
    assert (lus["language"], lus["creation-date"]) == ("fr-FR", "2026-11-21T00:00:00")


def test_odt_tout_style_et_tout_renvoi_existent(fichiers: dict[str, bytes]) -> None:
    contenu, styles = partie(fichiers["odt"], "content.xml"), partie(fichiers["odt"], "styles.xml")
    tous = [*contenu.iter(), *styles.iter()]
    definis = {un.get(qualifie("style:name")) for un in tous}
    cites = {
        un.get(qualifie(nom))
        for un in tous
        for nom in ("text:style-name", "table:style-name", "style:parent-style-name", "style:master-page-name")
    }
    assert cites <= definis | {None}
    ancres = {un.get(qualifie("text:name")) for un in contenu.iter(qualifie("text:bookmark"))}
    renvois = {un.get(qualifie("xlink:href"), "") for un in contenu.iter(qualifie("text:a"))}
    assert {un[1:] for un in renvois if un.startswith("#")} <= ancres
    pages = {un.get(qualifie("text:ref-name")) for un in contenu.iter(qualifie("text:bookmark-ref"))}
    assert pages and pages <= ancres


def test_odt_accessible(fichiers: dict[str, bytes]) -> None:
    contenu, styles = partie(fichiers["odt"], "content.xml"), partie(fichiers["odt"], "styles.xml")
    niveaux = [int(un.get(qualifie("text:outline-level"), "0")) for un in contenu.iter(qualifie("text:h"))]
    assert niveaux[0] == 1 and set(niveaux) == {1, 2}
    tableaux = list(contenu.iter(qualifie("table:table")))
    assert len(tableaux) == 8
    assert all(un.find(qualifie("table:table-header-rows")) is not None for un in tableaux)
    langue = next(styles.iter(qualifie("style:default-style")))[1]
    assert (langue.get(qualifie("fo:language")), langue.get(qualifie("fo:country"))) == ("fr", "FR")
    noms = {un.get(qualifie("style:display-name")) for un in styles.iter(qualifie("style:style"))}
    assert {"Title", "Heading 1", "Heading 2", "Text body", "List", "Table", "En clair", "Encart"} <= noms


def test_docx_accessible(fichiers: dict[str, bytes]) -> None:
    ouvert = python_docx.Document(io.BytesIO(fichiers["docx"]))
    styles = {un.style.name for un in ouvert.paragraphs if un.style}
    assert {"Title", "Heading 1", "Heading 2", "Body Text", "En clair", "Encart", "Caption"} <= styles
    assert len(ouvert.tables) == 8
    for tableau in ouvert.tables:
        assert tableau.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    proprietes = ouvert.core_properties
    assert proprietes.title.startswith("Charte d’usage") and proprietes.language == "fr-FR"
    assert proprietes.created.isoformat()[:10] == "2026-11-21"
    corps = partie(fichiers["docx"], "word/document.xml")
    signets = {un.get(f"{W}name") for un in corps.iter(f"{W}bookmarkStart")}
    assert {un.get(f"{W}anchor") for un in corps.iter(f"{W}hyperlink")} - {None} <= signets
    assert any((un.text or "").strip().startswith("TOC") for un in corps.iter(f"{W}instrText"))
    defauts = partie(fichiers["docx"], "word/styles.xml")
    assert next(defauts.iter(f"{W}lang")).get(f"{W}val") == "fr-FR"


def test_docx_tout_style_existe(fichiers: dict[str, bytes]) -> None:
    definis = {un.get(f"{W}styleId") for un in partie(fichiers["docx"], "word/styles.xml").iter(f"{W}style")}
    corps = list(partie(fichiers["docx"], "word/document.xml").iter())
    cites = {un.get(f"{W}val") for un in corps if un.tag in (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert cites <= definis


def test_sans_python_docx_on_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RenduImpossible) as erreur:
        docx(minimale(), MODELE)
    assert erreur.value.phrase == "Le fichier DOCX ne peut pas être produit : python-docx n'est pas installé."
    assert erreur.value.remede.endswith('"python-docx>=1.2"')
    assert sys.executable in erreur.value.remede


def test_un_modele_sans_police(tmp_path: Path) -> None:
    modele = tmp_path / "modele"
    shutil.copytree(MODELE, modele, ignore=shutil.ignore_patterns("polices"))
    assert polices_a_joindre(modele) == ()
    assert mots_odt(odt(minimale(), modele)) == mots_odt(odt(minimale(), MODELE))
    assert mots_docx(docx(minimale(), modele)) == mots_docx(docx(minimale(), MODELE))


def test_les_quatre_graisses_du_modele() -> None:
    jointes = polices_a_joindre(MODELE)
    assert {(une.gras, une.italique) for une in jointes} == {(a, b) for a in (False, True) for b in (False, True)}
    assert {une.famille for une in jointes} == {"Charte Hyperlegible"}


@pytest.fixture(scope="module")
def ouverts(fichiers: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier où LibreOffice a mis en PDF chaque document, ouverts l'un après l'autre."""
    libreoffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not libreoffice:
        pytest.skip("LibreOffice n'est pas installé : l'ODT et le DOCX n'ont pas été ouverts pour de vrai.")
    ici = tmp_path_factory.mktemp("libreoffice")
    for format, octets in fichiers.items():
        (ici / f"en-{format}.{format}").write_bytes(octets)
    profil = f"-env:UserInstallation={(ici / 'profil').as_uri()}"
    commande = [libreoffice, profil, "--headless", "--convert-to", "pdf", "--outdir", str(ici)]
    subprocess.run([*commande, *map(str, sorted(ici.glob("en-*")))], check=True, capture_output=True)
    return ici


@pytest.mark.parametrize("format", LECTEURS)
def test_libreoffice_l_ouvre(ouverts: Path, format: str) -> None:
    octets = (ouverts / f"en-{format}.pdf").read_bytes()
    lu, pages = pypdf.PdfReader(io.BytesIO(octets)), lecture_pdf.pages(octets)
    assert 12 <= len(pages) <= 24
    assert any("Publiques" in une and "Secrètes" in une for une in pages)
    assert any("Adoption et signatures" in une and "Pour l’association" in une and "Signature" in une for une in pages)
    texte = re.sub(r"\s", "", "".join(pages))
    for repere in ("Sommaire", "Jen’envoiejamais", "6.4Signaler", "Arrêter"):
        assert repere in texte
    polices = {str(une.get_object()["/BaseFont"]) for p in lu.pages for une in p["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert any("CharteHyperlegible" in une for une in polices)
