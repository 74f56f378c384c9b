"""La page HTML : autonome, structurée, littérale, sobre quand il n'y a rien à dire."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from charte.erreurs import FichierInvalide
from charte.moteur.charte import Charte
from charte.moteur.texte import echapper
from charte.rendu.ecrivains.html import html, page
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, adoptee, charte_d_essai, minimale

SANS_FERMETURE = {"meta", "br", "wbr", "link", "img", "input"}


class Lecteur(HTMLParser):
    """Relève les balises ouvertes, vérifie qu'elles se ferment, garde le texte."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.balises: list[tuple[str, dict[str, str | None]]] = []
        self.pile: list[str] = []
        self.morceaux: list[str] = []
        self.feed(source)
        self.close()
        assert not self.pile

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, dict(attrs)))
        if tag not in SANS_FERMETURE:
            self.pile.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.pile.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.pile and self.pile[-1] != "style":
            self.morceaux.append(data)

    @property
    def texte(self) -> str:
        return " ".join(" ".join(self.morceaux).split())


def lire(charte: Charte) -> Lecteur:
    return Lecteur(html(charte, MODELE))


@pytest.fixture(scope="module")
def essai() -> Lecteur:
    return lire(charte_d_essai())


def test_un_seul_fichier() -> None:
    source = html(charte_d_essai(), MODELE)
    assert not re.search(r"url\((?!data:)", source)
    assert not re.search(r"<(?:script|link|img|iframe|object)\b|@import", source)
    assert len(source) < 250_000


def test_structure_pour_la_lecture_a_l_oreille(essai: Lecteur) -> None:
    noms = Counter(tag for tag, _ in essai.balises)
    assert noms["h1"] == noms["main"] == noms["nav"] == 1
    assert dict(essai.balises[0][1]) == {"lang": "fr"}
    niveaux = [int(tag[1]) for tag, _ in essai.balises if re.fullmatch(r"h\d", tag)]
    assert all(suivant <= avant + 1 for avant, suivant in pairwise(niveaux))
    assert noms["caption"] == noms["table"] == 6
    assert all(attributs.get("scope") in ("row", "col") for tag, attributs in essai.balises if tag == "th")


def test_tout_renvoi_arrive_quelque_part(essai: Lecteur) -> None:
    ancres = [attributs["id"] for _, attributs in essai.balises if "id" in attributs]
    assert len(ancres) == len(set(ancres))
    renvois = {attributs["href"] or "" for tag, attributs in essai.balises if tag == "a"}
    assert {renvoi[1:] for renvoi in renvois if renvoi.startswith("#")} <= set(ancres)
    assert essai.balises[[tag for tag, _ in essai.balises].index("body") + 1] == (
        "a",
        {"class": "evitement", "href": "#contenu"},
    )


def test_ordre_du_document(essai: Lecteur) -> None:
    reperes = [
        *("Les Jardins du Trieux", "Projet", "21 novembre 2026", "À adopter par", "Sommaire", "Je n’envoie jamais"),
        *("1 Préambule", "6.4 Signaler", "Quelle donnée dans quel outil", "Sous conditions", "7 Nos outils", "14.4"),
        *(
            "Deux groupes se sont formés",
            "entre en vigueur",
            "Faire la chose 8",
            "Après une erreur",
            "C.1 Aucune",
            "Ce que le groupe a répondu",
        ),
        *("La provenance, clause", "et leurs sources", "Un repère n’est pas", "ne remplace pas un conseil"),
    ]
    depuis = 0
    for repere in reperes:
        trouve = essai.texte.find(repere, depuis)
        assert trouve >= 0, repere
        depuis = trouve


def test_le_texte_du_gabarit_est_typographie(essai: Lecteur) -> None:
    assert "En clair\u00a0:" in " ".join(essai.morceaux)
    assert "'" not in essai.texte
    assert not re.search(r"\w[ ](?:[;!?:»])", " ".join(essai.morceaux))


def test_a_decider_s_imprime_en_entier_une_fois(essai: Lecteur) -> None:
    assert essai.texte.count("La même question retient la clause 1.2") == 1
    assert essai.texte.count("Expérimenter, puis décider") == 1  # à la clause 1.2 ; la liste des points y renvoie
    assert "non discuté" in essai.texte


def test_une_charte_adoptee() -> None:
    lecteur = lire(adoptee())
    assert "Version\u00a01.0" in lecteur.morceaux
    assert "23 pour, 1 contre, 2 abstentions" in lecteur.texte
    assert "Points à décider" not in lecteur.texte
    assert not [a for _, a in lecteur.balises if a.get("class") == "encart"]


def test_sobre_quand_c_est_vide() -> None:
    lecteur, pleine = lire(minimale()), lire(charte_d_essai())
    for absent in ("essentiel", "Points à décider", "non discuté", "a répondu", "et leurs sources", "Contact"):
        assert absent in pleine.texte and absent not in lecteur.texte
    assert [dict(a).get("id") for tag, a in lecteur.balises if tag == "h2"] == [
        *("sommaire", "article-1", "adoption", "provenance"),
    ]


def test_mots_hostiles_litteraux() -> None:
    essai = charte_d_essai()
    article = replace(
        essai.articles[0],
        titre=echapper(HOSTILE),
        en_clair=echapper(HOSTILE),
        clauses=(replace(essai.articles[0].clauses[0], titre=echapper(HOSTILE), texte=echapper(HOSTILE)),),
    )
    point = replace(essai.a_decider[0], enonce=HOSTILE, options=(HOSTILE,), remarque=HOSTILE)
    charte = replace(
        essai,
        nom=HOSTILE,
        contact=HOSTILE,
        articles=(article,),
        a_decider=(point,),
        reponses=(replace(essai.reponses[0], valeur=HOSTILE, enonce=HOSTILE),),
    )
    source = page(charte, MODELE)
    lecteur = Lecteur(source)
    assert lecteur.texte.count(HOSTILE) >= 12
    assert "<b>" not in source and "javascript:alert(1)</a>" not in source
    assert not [a for tag, a in lecteur.balises if tag == "a" and not re.match(r"#|https?:|mailto:", a["href"] or "")]


def test_une_feuille_ne_sort_pas_du_modele(tmp_path: Path) -> None:
    modele = tmp_path / "modele"
    shutil.copytree(MODELE, modele)
    (tmp_path / "secret.svg").write_text("<svg/>", encoding="utf-8")
    feuille = modele / "styles" / "ecran.css"
    for regle in ("a { background: url(../../secret.svg) }", "a { background: url(https://a.org/b.svg) }", "</style>"):
        feuille.write_text(f"/* */\n{regle}", encoding="utf-8")
        with pytest.raises(FichierInvalide):
            html(charte_d_essai(), modele)
