"""Réunir les retouches d'un dossier : encodages, fichiers abîmés, repères de conflit, état perdu."""

from collections.abc import Callable
from pathlib import Path

import pytest

from charte.depot.charte_md import Reunion, exiger_sans_repere, reunir
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import Refus
from charte.moteur.charte import Charte
from charte.rendu.programmes.charte_json import en_json
from tests.moteur.retouches.test_reunion import charte, rendre

AVANT = charte("ouverte")
TEXTE = rendre(AVANT)
DROIT = TEXTE.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ").replace("« ", '"').replace(" »", '"')


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """Un dossier dont le texte vient d'être rendu."""
    ici = Dossier(tmp_path)
    poser(ici, AVANT, TEXTE)
    return ici


def poser(ici: Dossier, une: Charte, texte: str | bytes) -> None:
    ecrire(ici.texte, texte.encode() if isinstance(texte, str) else texte)
    ecrire(ici.base, rendre(une))
    ecrire(ici.etat, en_json(une))


def retoucher(ici: Dossier, changer: Callable[[str], str], encodage: str = "utf-8") -> Reunion:
    ici.texte.write_bytes(changer(DROIT).replace("\n", "\r\n").encode(encodage))
    return reunir(ici, AVANT, rendre)


def _prevenir(texte: str) -> str:
    assert "prévenons le jour même" in texte
    return texte.replace("prévenons le jour même", "prévenons tout de suite", 1)


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_ce_que_le_bloc_notes_enregistre_se_relit(dossier: Dossier, encodage: str) -> None:
    reunion = retoucher(dossier, _prevenir, encodage)
    assert [(ecart.genre, ecart.titre) for ecart in reunion.ecarts] == [("amendee", "Erreur ou fuite")]
    amendee = next(clause for clause in reunion.charte.clauses() if clause.retouche)
    assert "prévenons tout de suite la personne référente" in amendee.texte
    assert "’" not in amendee.texte


def test_ce_qui_ne_se_voit_pas_n_est_pas_une_retouche(dossier: Dossier) -> None:
    reunion = retoucher(dossier, lambda texte: texte)
    assert (reunion.texte, reunion.ecarts, reunion.charte, reunion.base) == (None, (), AVANT, TEXTE)


@pytest.mark.parametrize("vide", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_un_texte_vide_se_refait(dossier: Dossier, vide: bytes) -> None:
    dossier.texte.write_bytes(vide)
    reunion = reunir(dossier, AVANT, rendre)
    assert (reunion.texte, reunion.charte, reunion.ecarts) == (TEXTE, AVANT, ())


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "n'est plus un texte"),
        (b"\xff\xfe\x00", "n'est plus un texte"),
        (TEXTE.encode() + b"Encore.\n" * 700_000, "trop gros"),
        ("Nous avons tout effacé.\n".encode(), "n'a plus aucune des clauses"),
        (b"## 1. Ce que nous voulons\n", "n'a plus aucune des clauses"),
    ],
)
def test_un_fichier_abime_n_est_ni_repris_ni_remplace(dossier: Dossier, octets: bytes, phrase: str) -> None:
    dossier.texte.write_bytes(octets)
    with pytest.raises(Refus, match=phrase) as refus:
        reunir(dossier, AVANT, rendre)
    assert "--remplacer" in refus.value.remede
    assert dossier.texte.read_bytes() == octets


def test_un_texte_venu_d_ailleurs_n_est_pas_remplace(tmp_path: Path) -> None:
    ici = Dossier(tmp_path)
    ecrire(ici.texte, "# À nous\n")
    with pytest.raises(Refus, match="ne vient pas de cette charte"):
        reunir(ici, AVANT, rendre)


def test_le_texte_du_programme_sans_sa_base_se_reconnait(dossier: Dossier) -> None:
    dossier.base.unlink()
    reunion = reunir(dossier, AVANT, rendre)
    assert (reunion.charte, reunion.texte, reunion.base) == (AVANT, None, TEXTE)


def test_des_reperes_de_git_sont_dits_avec_leur_ligne(dossier: Dossier) -> None:
    conflit = "<<<<<<< HEAD\nNous disons oui.\n=======\nNous disons non.\n>>>>>>> autre-branche\n"
    ligne = TEXTE[: TEXTE.index("**1.2 ")].count("\n") + 1
    dossier.texte.write_text(TEXTE.replace("**1.2 ", f"{conflit}\n**1.2 ", 1), encoding="utf-8", newline="\r\n")
    with pytest.raises(Refus, match=f"repères de conflit : ligne {ligne}\\.") as refus:
        reunir(dossier, AVANT, rendre)
    assert "charte exporter" in refus.value.remede
    with pytest.raises(Refus):
        exiger_sans_repere(dossier)


def test_un_titre_souligne_n_est_pas_un_repere(dossier: Dossier) -> None:
    dossier.texte.write_text(TEXTE.replace("**1.2 ", "Un titre\n=======\n\n**1.2 ", 1), encoding="utf-8")
    exiger_sans_repere(dossier)


@pytest.mark.parametrize("etat", ["", "{}", "[1]", '{"articles": 3}'])
def test_sans_l_etat_d_avant_les_titres_suffisent(dossier: Dossier, etat: str) -> None:
    neuve = charte("sans_donnees")
    dossier.etat.write_text(etat)
    dossier.texte.write_text(_prevenir(DROIT), encoding="utf-8")
    reunion = reunir(dossier, neuve, rendre)
    assert reunion.conflits == ()
    assert [ecart.titre for ecart in reunion.ecarts] == ["Erreur ou fuite"]


def test_un_etat_que_git_a_laisse_en_conflit_ne_gene_pas(dossier: Dossier) -> None:
    ligne = next(une for une in TEXTE.split("\n") if une.startswith("La loi"))
    conflit = f"<<<<<<< HEAD\n{ligne}\n||||||| base\nAutre.\n=======\nAutre encore.\n>>>>>>> eux\n"
    dossier.base.write_text(TEXTE.replace(f"{ligne}\n", conflit), encoding="utf-8")
    dossier.etat.write_text("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> eux\n")
    reunion = retoucher(dossier, _prevenir)
    assert reunion.base.count("<<<<<<<") == 0
    assert [ecart.titre for ecart in reunion.ecarts] == ["Erreur ou fuite"]


def test_une_clause_renommee_garde_ses_retouches(dossier: Dossier) -> None:
    ancienne = next(clause for clause in AVANT.clauses() if clause.titre == "Erreur ou fuite")
    json = en_json(AVANT).replace(f'"id": "{ancienne.id}"', '"id": "gouvernance-fuite-d-avant"')
    dossier.etat.write_text(json, encoding="utf-8")
    dossier.base.write_text(TEXTE.replace("Erreur ou fuite", "La fuite"), encoding="utf-8")
    dossier.texte.write_text(_prevenir(DROIT).replace("Erreur ou fuite", "La fuite"), encoding="utf-8")
    reunion = reunir(dossier, AVANT, rendre, {"gouvernance-fuite-d-avant": ancienne.id})
    assert reunion.conflits == ()
    assert [(ecart.genre, ecart.titre) for ecart in reunion.ecarts] == [("amendee", "Erreur ou fuite")]


def test_cinq_cents_clauses_ajoutees_restent_lisibles(dossier: Dossier) -> None:
    ajouts = "".join(f"**Règle {rang}.**\nDu texte.\n\n" for rang in range(500))
    reunion = retoucher(dossier, lambda texte: texte.replace("**1.2 ", f"{ajouts}**1.2 ", 1))
    locales = [clause.numero for clause in reunion.charte.clauses() if clause.retouche == "locale"]
    assert len(set(locales)) == 500
    assert locales[:2] == ["1.1 bis", "1.1 ter"]
