"""Les couleurs et le logo du groupe dans chaque document : à leur place, lisibles, conformes, et rien d'autre."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from charte.contenu import reponses as r
from charte.depot.images.logo import lire_png
from charte.depot.images.svg import lire_svg
from charte.erreurs import RenduImpossible
from charte.moteur.charte import Apparence, Charte, Logo
from charte.moteur.composition.apparence import resoudre
from charte.moteur.composition.couleurs import BLANC, FOND_SOMBRE, SEUIL, contraste
from charte.rendu import FORMATS, rendre_document
from charte.rendu.apparence.identite import COUVERTURE, EN_TETE, PAGE_MODIFIABLE, en_png, mesurer, teindre, teintes
from charte.rendu.programmes.charte_json import de_json, en_json
from tests.depot.images.dessins import png, svg
from tests.rendu.impression.test_pdf import MILLIMETRE, fautes
from tests.rendu.outils.charte_d_essai import MODELE, charte_d_essai, minimale
from tests.rendu.outils.lecture_pdf import lu_a_voix_haute

LOGOS = {
    "très large": lire_svg(svg(attributs='viewBox="0 0 800 100"')),
    "très haut": lire_svg(svg(attributs='viewBox="0 0 100 400"')),
    "carré": lire_png(png(400, 400)),
    "minuscule": lire_png(png(16, 16)),
}
SVG_LARGE = LOGOS["très large"]
VOULUE = r.ApparenceVoulue(couleur="#7a1f5c", accent="#2e7d32")
PDFS = ("pdf", "typst", "affiche", "falc", "grands-caracteres")


def aux_couleurs(charte: Charte, logo: Logo | None = SVG_LARGE) -> Charte:
    return replace(charte, apparence=resoudre(VOULUE, logo))


def petite() -> Charte:
    return replace(minimale(), parcours="complet", nom="Les Volets ouverts")


@cache
def rendu(format: str, logo: str = "carré") -> bytes:
    charte = aux_couleurs(petite(), LOGOS[logo])
    return (
        rendre_document(charte, "pdf", MODELE, "typst")
        if format == "typst"
        else rendre_document(charte, format, MODELE)
    )


@pytest.mark.parametrize("format", PDFS)
def test_le_pdf_reste_conforme(format: str) -> None:
    assert fautes(rendu(format)) == []


@pytest.mark.parametrize("format", PDFS)
def test_le_logo_dit_de_qui_il_est(format: str) -> None:
    lecteur = pypdf.PdfReader(io.BytesIO(rendu(format)))
    objets = (
        lecteur.get_object(rang) for rang in range(1, len(lecteur.xref_objStm) + sum(map(len, lecteur.xref.values())))
    )
    textes = [str(objet["/Alt"]) for objet in objets if isinstance(objet, dict) and "/Alt" in objet]
    assert textes == ["Logo de Les Volets ouverts"]
    assert next(page.images for page in lecteur.pages)


def test_les_deux_moteurs_disent_la_meme_chose() -> None:
    assert lu_a_voix_haute(rendu("pdf")) == lu_a_voix_haute(rendu("typst"))


@pytest.mark.parametrize("logo", LOGOS)
def test_toujours_la_meme_presence(logo: str) -> None:
    un = LOGOS[logo]
    for place in (COUVERTURE, EN_TETE, PAGE_MODIFIABLE):
        large, haut = mesurer(un, place)
        assert large <= place.large and haut <= place.haut and large * haut <= place.surface * 1.01
        assert large / haut == pytest.approx(un.largeur / un.hauteur, rel=0.02)
        assert un is LOGOS["minuscule"] or large * haut > place.surface * 0.2
    assert logo != "minuscule" or mesurer(un, COUVERTURE)[0] == pytest.approx(16 * 25.4 / 72, abs=0.01)


def test_sans_apparence_rien_ne_change() -> None:
    assert teintes(Apparence()) == {}
    page = rendre_document(petite(), "html", MODELE).decode()
    assert "--logo" not in page.replace("var(--logo-", "") and '<p class="logo">' not in page
    assert "#0f4c5c" in page and "#e9a23b" in page


def test_les_couleurs_remplacent_celles_du_modele() -> None:
    for format in ("html", "falc-html"):
        page = rendre_document(aux_couleurs(petite()), format, MODELE).decode()
        feuille = page.partition("<style>")[2].partition("</style>")[0]
        assert feuille.count("#7a1f5c") >= 3
        dessins = "".join(base64.b64decode(un).decode() for un in re.findall(r"svg\+xml;base64,([\w+/=]+)\)", feuille))
        assert not set(teintes(resoudre(VOULUE))) & set(re.findall(r"#[0-9a-f]{6}", feuille + dessins))


SENS = {
    # La matrice, « à décider », le noir, le blanc et les gris : ils disent autre chose que l'identité du groupe.
    *("#ddf0e4", "#0b4a2b", "#fff3cf", "#5b4300", "#fbe0c8", "#6b3000", "#f6d9d6", "#7a120c", "#e9e7f3", "#37325a"),
    *("#a9e3c1", "#143323", "#f5d981", "#372d0c", "#f7bd8d", "#3d2411", "#f7b0aa", "#421916", "#cfcaf2", "#29263d"),
    *("#4b4670", "#f4f3f9", "#c5bff0", "#211f30", "#1b2a30", "#44525a", "#c9d3d6", "#7a8a91", "#aab6ba", "#12191c"),
    *("#1c272b", "#34454b", "#a9b8bd", "#e6eceb"),
}


def test_aucune_teinte_du_modele_n_est_oubliee() -> None:
    connues = SENS | set(teintes(resoudre(VOULUE)))
    for fichier in (
        *(MODELE / "styles").glob("*.css"),
        MODELE / "styles" / "couverture.svg",
        MODELE / "gabarits" / "charte.typ",
    ):
        trouvees = set(re.findall(r"#[0-9a-fA-F]{6}\b", fichier.read_text(encoding="utf-8")))
        inconnues = {une.lower() for une in trouvees} - connues
        assert not inconnues, f"{fichier.name} : dire dans identite.py ce que devient {', '.join(sorted(inconnues))}"


def test_la_nuit_aussi_on_lit() -> None:
    voulues = teintes(resoudre(r.ApparenceVoulue(couleur="#101060", accent="#402000")))
    for jour, nuit in (("#0f4c5c", "#8fd0df"), ("#b45309", "#f0a657"), ("#8a4b00", "#f3bd7c")):
        assert contraste(voulues[jour], BLANC) >= SEUIL
        assert contraste(voulues[nuit], FOND_SOMBRE) >= SEUIL


def test_la_page_html_porte_son_logo() -> None:
    for format in ("html", "falc-html"):
        page = rendre_document(aux_couleurs(petite()), format, MODELE).decode()
        image = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="Logo de Les Volets ouverts">', page)
        assert image and base64.b64decode(image[1]) == SVG_LARGE.octets
        assert not re.search(r'(?:src|href)="(?!data:|#|mailto:)|url\((?!data:)', page)


def test_les_mots_du_groupe_ne_changent_pas_de_couleur() -> None:
    charte = aux_couleurs(replace(petite(), nom="Le bleu #0f4c5c 0F4C5C"))
    for format in ("html", "odt", "docx"):
        octets = rendre_document(charte, format, MODELE)
        if format != "html":
            with zipfile.ZipFile(io.BytesIO(octets)) as archive:
                octets = b"".join(archive.read(nom) for nom in archive.namelist() if nom.endswith(".xml"))
        assert b"Le bleu #0f4c5c 0F4C5C" in octets


@pytest.mark.parametrize(("format", "image"), [("odt", "Pictures/logo.png"), ("docx", "word/media/image1.png")])
def test_les_documents_modifiables_ont_logo_et_couleurs(format: str, image: str) -> None:
    octets = rendre_document(aux_couleurs(petite()), format, MODELE)
    assert octets == rendre_document(aux_couleurs(petite()), format, MODELE)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        logo = archive.read(image)
        texte = "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith(".xml"))
    assert logo == en_png(SVG_LARGE) and logo.startswith(b"\x89PNG")
    assert "Logo de Les Volets ouverts" in texte
    assert "7a1f5c" in texte.lower()
    assert not re.search("0F4C5C|B45309|E9A23B", texte)


def test_le_markdown_n_a_pas_de_logo_et_le_json_le_rend_entier() -> None:
    charte = aux_couleurs(petite())
    assert rendre_document(charte, "md", MODELE) == rendre_document(petite(), "md", MODELE)
    assert de_json(en_json(charte)) == charte


def test_un_logo_qui_affole_typst_se_dit_d_une_phrase(capfd: pytest.CaptureFixture[str]) -> None:
    dessin = '<g transform="scale(200)">' * 4 + '<circle r="50"/>' + "</g>" * 4
    with pytest.raises(RenduImpossible, match="ne se convertit pas"):
        rendre_document(aux_couleurs(petite(), lire_svg(svg(dessin))), "docx", MODELE)
    assert capfd.readouterr().err == ""


NOMS = {
    "avec espaces": "Association départementale pour l'accompagnement à domicile des personnes âgées ou malades, " * 2
    + "et",
    "sans espace": "Coopérative" * 18,
    "en capitales": "W" * 200,
}


@pytest.mark.parametrize("moteur", ["weasyprint", "typst"])
@pytest.mark.parametrize("nom", NOMS)
def test_un_nom_de_deux_cents_signes_ne_passe_pas_sur_le_titre(nom: str, moteur: str) -> None:
    charte = replace(aux_couleurs(petite()), nom=NOMS[nom][:200])
    page = pypdfium2.PdfDocument(rendre_document(charte, "pdf", MODELE, moteur))[0]
    boites = [objet.get_bounds() for objet in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=15)]
    # Le titre est en 43 points ; le nom, au-dessus, en 10.
    titre = max(haut for _, bas, _, haut in boites if haut - bas > 20)
    noms = [(bas, droite) for _, bas, droite, haut in boites if haut - bas < 20 and bas > 212 * MILLIMETRE]
    assert noms and min(bas for bas, _ in noms) > titre
    assert max(droite for _, droite in noms) <= 190 * MILLIMETRE


def test_une_charte_longue_reste_belle_avec_un_logo() -> None:
    nue, vetue = charte_d_essai(), aux_couleurs(charte_d_essai())
    avant, apres = (len(pypdfium2.PdfDocument(rendre_document(une, "pdf", MODELE, "typst"))) for une in (nue, vetue))
    assert apres == avant


def test_un_dessin_se_teint_sans_changer_de_forme(tmp_path: Path) -> None:
    voulues = teintes(resoudre(VOULUE))
    avant = (MODELE / "styles" / "couverture.svg").read_text(encoding="utf-8")
    apres = teindre(avant, voulues)
    assert re.sub("#[0-9a-f]{6}", "", apres) == re.sub("#[0-9a-f]{6}", "", avant)
    assert teindre("#0F4C5C #0f4c5c0 #0f4c5", voulues) == "#7a1f5c #0f4c5c0 #0f4c5"


def test_tous_les_formats_sont_eprouves_ici() -> None:
    sans_dessin, ailleurs = {"md", "json", "ics"}, {"html", "falc-html", "odt", "docx"}
    assert set(FORMATS) == {*PDFS, *sans_dessin, *ailleurs, "affiche-a4"} - {"typst"}
