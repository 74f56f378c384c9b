"""Le document facile à lire : court, conforme, une phrase par ligne, jamais coupée, et seulement ce qui est garanti."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import page as validateur
import pypdf
import pytest

from charte.contenu.base import Table
from charte.contenu.bibliotheque import charger_reponses
from charte.erreurs import FichierInvalide
from charte.moteur.charte import Charte
from charte.moteur.texte import echapper
from charte.rendu import rendre_document
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.publics.falc import MOTS_DIFFICILES, PLACES, composer, html, mots_difficiles, page, pdf, phrases
from charte.services.charger import charger
from tests.rendu.ecrivains.test_html import Lecteur
from tests.rendu.outils import lecture_pdf
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, minimale
from tests.rendu.outils.rendus import rendu

CONTENUS = charger()
FIXES = phrases_du_modele(MODELE)
EXEMPLES = {dossier.parent.name: dossier for dossier in (MODELE.parents[1] / "exemples").glob("*/reponses.yaml")}
PAGES, MOTS_PAR_PHRASE, CORPS = 8, 12, 14
_NOMBRES = r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)\b"


@cache
def charte(exemple: str, **autres: object) -> Charte:
    reponses = charger_reponses(EXEMPLES[exemple], CONTENUS.questionnaire)
    reponses = reponses.model_copy(update={"reponses": Table({**reponses.reponses, **autres})})
    return CONTENUS.composer(reponses)


@cache
def pdf_de(exemple: str) -> bytes:
    return rendu(charte(exemple), "falc")


@pytest.fixture(params=sorted(EXEMPLES))
def exemple(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def fautes(octets: bytes) -> list[str]:
    rapports = [validateur.validate_pdf_bytes(octets, profile=profil) for profil in ("ua1", "pdfa3a")]
    return [f"{faute.rule_id} {faute.message}" for rapport in rapports for faute in rapport.failures]


def pages(octets: bytes) -> list[str]:
    return [" ".join(lue.split()) for lue in lecture_pdf.pages(octets)]


class Paragraphes(Lecteur):
    """Le texte de chaque paragraphe de la page."""

    def __init__(self, source: str) -> None:
        self.lus: list[str] = []
        super().__init__(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "p":
            self.lus.append("")

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if "p" in self.pile:
            self.lus[-1] += data


def paragraphes(une: Charte) -> list[str]:
    return [" ".join(lu.split()) for lu in Paragraphes(page(une, MODELE)).lus]


def hostile(mots: str) -> Charte:
    essai = charte_d_essai()
    premier = essai.articles[0]
    place = replace(premier.clauses[0], falc=f"Vous pouvez demander à : {echapper(mots)}.", falc_place="contact")
    libre = replace(premier.clauses[1], falc=f"Nous aimons ceci : {echapper(mots)}.")
    article = replace(premier, falc=echapper(mots[:80]), clauses=(place, libre))
    return replace(essai, nom=mots, contact=mots, articles=(article, *essai.articles[1:]))


def test_conforme(exemple: str) -> None:
    assert fautes(pdf_de(exemple)) == []


@pytest.mark.parametrize("une", [adoptee(), minimale()], ids=["adoptee", "presque vide"])
def test_conforme_sans_rien_de_facile(une: Charte) -> None:
    octets = rendu(une, "falc")
    assert fautes(octets) == []
    assert len(pages(octets)) <= 3


@pytest.mark.parametrize("mots", [HOSTILE, "x" * 2000, "Une phrase sans fin " * 200, "Дружба 你好 🐝 جمعية"])
def test_mots_hostiles(mots: str) -> None:
    une = hostile(mots)
    assert fautes(rendu(une, "falc")) == []
    source = html(une, MODELE)
    assert "<b>" not in source and "javascript:alert(1)</a>" not in source
    if mots == HOSTILE:
        assert Lecteur(source).texte.count(HOSTILE) >= 4


def test_pas_plus_de_huit_pages(exemple: str) -> None:
    assert len(pages(pdf_de(exemple))) <= PAGES


def test_aucune_phrase_coupee_entre_deux_pages(exemple: str) -> None:
    lues = pages(pdf_de(exemple))
    for phrase in paragraphes(charte(exemple)):
        assert any(phrase in lue for lue in lues), phrase


def test_des_phrases_courtes_et_des_chiffres(exemple: str) -> None:
    lus = paragraphes(charte(exemple))
    assert len(lus) > 50
    longues = [lu for lu in lus if len(re.findall(r"[\w’'-]+", lu)) > MOTS_PAR_PHRASE]
    # Seuls les mots du groupe peuvent allonger une phrase.
    assert [longue for longue in longues if not longue.startswith("Vous pouvez demander à :")] == []
    assert not [lu for lu in lus if "·" in lu or re.search(_NOMBRES, lu) or re.search(r"\b(?:voir|cf)\b.*article", lu)]
    assert [lu for lu in lus if re.search(r"[.!?] [A-ZÀ-Ý]", lu)] == []


def test_en_gros_caracteres(exemple: str) -> None:
    tailles: set[float] = set()

    def noter(texte: str, page: list[float], ligne: list[float], police: object, corps: float) -> None:
        if texte.strip():
            tailles.add(round(abs(corps * ligne[3] * page[3]), 1))

    for feuille in pypdf.PdfReader(io.BytesIO(pdf_de(exemple))).pages:
        feuille.extract_text(visitor_text=noter)
    assert min(tailles) == CORPS


def test_on_dit_que_ce_n_est_pas_relu(exemple: str) -> None:
    assert "Ce texte doit encore être relu par des personnes concernées." in pages(pdf_de(exemple))[0]
    assert re.search(r"di(?:manche)? \d+ novembre 2026 ", pages(pdf_de(exemple))[0])


def test_projet_ou_charte_votee() -> None:
    assert "Nous n’avons pas encore voté ces règles." in paragraphes(charte_d_essai())
    assert "Le vote a eu lieu le vendredi 15 janvier 2027." in paragraphes(adoptee())


def test_vos_droits_ne_promettent_que_ce_qui_est_garanti() -> None:
    titres = [partie.titre for partie in composer(charte("aide-a-domicile"), FIXES).droits]
    assert titres == ["Parler à une personne", "Demander", "Dire non", "Vous plaindre"]
    sans = composer(charte("aide-a-domicile", voie_humaine="pas_encore", droit_non_usage="non"), FIXES)
    assert [partie.titre for partie in sans.droits] == ["Demander", "Vous plaindre"]
    assert "dire non à l'IA" not in sans.texte


def test_ce_que_l_on_peut_demander_passe_d_abord(exemple: str) -> None:
    une = charte(exemple)
    livret = composer(une, FIXES)
    dits = {idee.phrases for parties in (livret.droits, livret.themes) for partie in parties for idee in partie.idees}
    dits |= {idee.phrases for idee in (*livret.ouverture, *livret.contact)}
    faciles = [clause for clause in une.clauses() if clause.falc]
    # Une clause entre entière ou pas du tout.
    assert dits <= {phrases(clause.falc) for clause in faciles}
    assert [une.id for une in faciles if "vous pouvez" in une.falc.lower() and phrases(une.falc) not in dits] == []


def test_une_tres_longue_charte_garde_huit_pages() -> None:
    base = charte("aide-a-domicile")
    longue = tuple(
        replace(article, clauses=tuple(replace(une, id=f"{une.id}-{n}") for n in range(3) for une in article.clauses))
        for article in base.articles
    )
    places = {une.id for une in base.clauses() if une.falc_place}
    tenue = tuple(
        replace(
            article, clauses=tuple(une for une in article.clauses if une.id[:-2] not in places or une.id.endswith("-0"))
        )
        for article in longue
    )
    retenus = tuple(article for article in tenue if article.clauses)
    assert len(pages(pdf(replace(base, articles=retenus), MODELE))) <= PAGES


def test_la_page_est_un_seul_fichier_sans_script(exemple: str) -> None:
    source = html(charte(exemple), MODELE)
    assert not re.search(r"url\((?!data:)", source)
    assert not re.search(r"<(?:script|link|img|iframe|object)\b|@import|\son\w+=", source)
    assert len(source) < 200_000
    assert rendre_document(charte(exemple), "falc-html", MODELE) == source.encode()


def test_la_page_se_lit_a_l_oreille_et_au_clavier(exemple: str) -> None:
    lecteur = Lecteur(html(charte(exemple), MODELE))
    noms = Counter(tag for tag, _ in lecteur.balises)
    assert noms["h1"] == noms["main"] == 1
    niveaux = [int(tag[1]) for tag, _ in lecteur.balises if re.fullmatch(r"h\d", tag)]
    assert all(suivant <= avant + 1 for avant, suivant in pairwise(niveaux))
    ancres = {attributs.get("id") for _, attributs in lecteur.balises}
    renvois = [attributs["href"] or "" for tag, attributs in lecteur.balises if tag == "a"]
    assert renvois[0] == "#contenu" and "contenu" in ancres
    assert all(renvoi.startswith(("#contenu", "mailto:")) for renvoi in renvois)


def test_chaque_dessin_existe_et_sert_dans_les_deux_feuilles() -> None:
    dessins = {fichier.stem for fichier in (MODELE / "styles" / "pictos" / "falc").glob("*.svg")}
    demandes = {une.picto for article in CONTENUS.modele.articles for une in article.clauses if une.picto}
    assert demandes <= dessins
    commune = (MODELE / "styles" / "falc.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.picto-(\w+)", commune)) == dessins
    for feuille in ("falc-pdf.css", "falc-ecran.css"):
        assert "@import url(falc.css);" in (MODELE / "styles" / feuille).read_text(encoding="utf-8")


def test_les_mots_difficiles_viennent_du_modele(tmp_path: Path) -> None:
    """Un mot que le document emploie est expliqué, un autre non ; un modèle peut n'en expliquer aucun."""
    assert mots_difficiles("Vous signez un CONTRAT.", MODELE) == (
        ("Contrat", "un papier signé par 2 personnes ou plus."),
    )
    assert mots_difficiles("Nous vous écoutons.", MODELE) == ()
    assert mots_difficiles("Un contrat.", tmp_path) == ()
    (tmp_path / "annexes").mkdir()
    (tmp_path / MOTS_DIFFICILES).write_text("id: mots-faciles\ntitre: Mots\ntableaux: [un, deux]\n", encoding="utf-8")
    with pytest.raises(FichierInvalide) as refus:
        mots_difficiles("Un contrat.", tmp_path)
    assert refus.value.fautes[0].ligne == 3


def test_chaque_clause_facile_a_un_dessin_et_chaque_theme_un_titre_facile() -> None:
    for article in CONTENUS.modele.articles:
        faciles = [clause for clause in article.clauses if clause.falc]
        assert article.falc or not faciles
        assert [clause.id for clause in faciles if not clause.picto] == []


def test_chaque_place_est_connue() -> None:
    clauses = [clause for article in CONTENUS.modele.articles for clause in article.clauses]
    ecrites = [clause.falc_place for clause in clauses if clause.falc_place]
    lues = {une for place in ecrites for une in ([place] if isinstance(place, str) else [p.texte for p in place])}
    assert lues == set(PLACES)


def test_une_phrase_par_ligne() -> None:
    assert phrases("Voici M. Le Goff. Il vous aide ! Et vous ?\nOui.") == (
        *("Voici M. Le Goff.", "Il vous aide !", "Et vous ?", "Oui."),
    )


def test_memes_octets() -> None:
    une = charte("tiers-lieu")
    assert pdf(une, MODELE) == pdf_de("tiers-lieu")
    assert html(une, MODELE) == html(une, Path(MODELE))
