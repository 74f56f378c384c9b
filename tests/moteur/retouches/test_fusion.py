"""La fusion à trois voies : chaque fichier de `fusions/` donne base, disque et neuf, et le texte attendu en entier."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charte.moteur.retouches.decoupage import RANGS, cle, sections
from charte.moteur.retouches.fusion import fusionner, ordonner, suivant
from charte.moteur.retouches.parties import Document, Repere, Reperes, reperes_du_texte
from charte.moteur.retouches.relecture import lire
from charte.moteur.retouches.trois_voies import Desaccord, fusionner_textes
from charte.moteur.retouches.trois_voies import fusionner as fusionner_suites
from charte.rendu.langue.typographie import typographier

CAS = sorted((Path(__file__).parent / "fusions").glob("*.txt"))
_PARTIE = re.compile(r"^=== (\w+) ===\n", re.MULTILINE)


def reperes(texte: str) -> Reperes:
    """Ce que l'on sait d'un texte rendu : ses articles et ses clauses, nommés par leur titre."""
    articles = [
        Repere(f"article:{titre}", numero, titre, article=numero.isdigit())
        for numero, titre in re.findall(r"^## (\w+)\. (.+)$", texte, re.MULTILINE)
    ]
    clauses = [
        Repere(f"clause:{titre}", numero, titre)
        for numero, titre in re.findall(r"^\*\*(\w+\.\d+) (.+?)\.\*\*", texte, re.MULTILINE)
    ]
    return Reperes(tuple(articles), tuple(clauses), rendu=True)


def jouer(fichier: Path) -> tuple[dict[str, str], str, list[str]]:
    """Les parties du fichier, le texte réuni et ses conflits en quelques mots."""
    morceaux = _PARTIE.split(fichier.read_text(encoding="utf-8"))[1:]
    parties = dict(zip(morceaux[::2], morceaux[1::2], strict=True))
    base, neuf = (lire(parties[nom], reperes(parties[nom])) for nom in ("base", "neuf"))
    fusion = fusionner(base, lire(parties["disque"], reperes_du_texte(base, neuf)), neuf)
    dits = [f"{un.ligne} {un.numero} {un.titre} : {un.cause}" for un in fusion.conflits]
    return parties, fusion.texte, dits


@pytest.mark.parametrize("fichier", CAS, ids=lambda fichier: fichier.stem)
def test_fusion_en_fichiers_entiers(fichier: Path) -> None:
    parties, texte, conflits = jouer(fichier)
    assert texte == parties["attendu"]
    assert conflits == parties.get("conflits", "").splitlines()


@pytest.mark.parametrize("fichier", CAS, ids=lambda fichier: fichier.stem)
def test_refaite_sur_son_resultat_elle_ne_change_rien(fichier: Path) -> None:
    parties, texte, conflits = jouer(fichier)
    if not conflits:
        neuf = lire(parties["neuf"], reperes(parties["neuf"]))
        encore = fusionner(neuf, lire(texte, reperes_du_texte(neuf, neuf)), neuf)
        assert (encore.texte, encore.conflits) == (texte, ())


def reunir(base: str, disque: str, neuf: str) -> tuple[str, list[str]]:
    """Le texte réuni d'une clause 1.1 qui garde son nom quel que soit son titre, et les causes de ses conflits."""

    def lu(texte: str) -> Document:
        titre = re.findall(r"^\*\*1\.1 (.+?)\.\*\*", texte, re.MULTILINE)[0]
        article = Repere("article:un", "1", "Un", article=True)
        return lire(texte, Reperes((article,), (Repere("clause:une", "1.1", titre),), rendu=True))

    textes = [f"# Charte\n\n## 1. Un\n\n{clause}\n" for clause in (base, disque, neuf)]
    avant, apres = lu(textes[0]), lu(textes[2])
    fusion = fusionner(avant, lire(textes[1], reperes_du_texte(avant, apres)), apres)
    return fusion.texte, [un.cause for un in fusion.conflits]


def test_deux_titres_pour_la_meme_clause_se_tranchent_a_la_main() -> None:
    texte, causes = reunir("**1.1 Le doute.**\nOui.", "**1.1 Notre doute.**\nOui.", "**1.1 Douter.**\nOui.")
    assert causes == ["amendee"]
    assert "Notre doute" in texte and "Douter" in texte


def test_une_clause_que_le_groupe_a_discutee_le_reste_si_le_modele_change() -> None:
    base = "**1.1 Le doute.** *(non discuté)*\nNous doutons.\nNous en parlons."
    disque = "**1.1 Le doute.**\nNous doutons ensemble.\nNous en parlons."
    neuf = "**1.1 Le doute.** *(non discuté)*\nNous doutons.\nNous en parlons au bureau."
    texte, causes = reunir(base, disque, neuf)
    assert causes == []
    assert texte.endswith("**1.1 Le doute.**\nNous doutons ensemble.\nNous en parlons au bureau.\n")


SUITES = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(SUITES, SUITES, SUITES)
def test_rien_de_ce_que_dit_un_cote_ne_disparait(base: list[str], disque: list[str], neuf: list[str]) -> None:
    reunis = fusionner_suites(base, disque, neuf, str)
    dits = {un for part in reunis for un in ((*part.disque, *part.neuf) if isinstance(part, Desaccord) else (part,))}
    assert (set(disque) | set(neuf)) - set(base) <= dits
    assert fusionner_suites(base, disque, base, str) == disque
    assert fusionner_suites(base, base, neuf, str) == neuf
    assert fusionner_suites(base, disque, disque, str) == disque


@given(st.permutations("abcdef"), st.lists(st.sampled_from("abcdefXYZ"), unique=True))
def test_sans_nouveau_texte_l_ordre_est_celui_du_disque(base: list[str], disque: list[str]) -> None:
    assert ordonner(base, disque, base, set(disque)) == disque


def test_une_case_et_une_phrase_se_fusionnent_a_part() -> None:
    base = (
        "1. **Je relis.** Toujours. *(article 3)*\n2. **Je dis.** Vite.\n\n| Quoi | Qui |\n|---|---|\n| Tri | Anna |\n"
    )
    disque = (
        base.replace("Toujours.", "Toujours, à deux.").replace("Anna", "Paul").replace("2. ", "2. **À nous.**\n3. ")
    )
    neuf = base.replace("article 3", "article 4").replace("| Tri", "| Le tri").replace("|---|---|", "| --- | --- |")
    attendu = disque.replace("article 3", "article 4").replace("| Tri", "| Le tri")
    assert fusionner_textes(base, disque, neuf) == (attendu, 0)


def test_une_barre_dans_une_case_reste_une_barre() -> None:
    base, disque, neuf = "| Tri | Anna |\n", "| Tri \\| rangement | Anna |\n", "| Tri | Paul |\n"
    assert fusionner_textes(base, disque, neuf) == ("| Tri \\| rangement | Paul |\n", 0)


def test_une_liste_numerotee_se_renumerote() -> None:
    base = "1. Je relis.\n2. Je dis.\n"
    disque, neuf = "1. Je relis.\n2. À nous.\n3. Je dis.\n", f"{base}3. Je doute.\n"
    assert fusionner_textes(base, disque, neuf) == ("1. Je relis.\n2. À nous.\n3. Je dis.\n4. Je doute.\n", 0)


def test_les_rangs_se_suivent() -> None:
    numeros = ["6.3"]
    while len(numeros) < len(RANGS) + 4:
        numeros.append(suivant(numeros[-1]))
    assert numeros[1:4] == ["6.3 bis", "6.3 ter", "6.3 quater"]
    assert numeros[-2:] == [f"6.3 ({len(RANGS) + 3})", f"6.3 ({len(RANGS) + 4})"]
    assert len(set(numeros)) == len(numeros)


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "Nous ",
                "l'IA",
                " ; ",
                " : ",
                "«\u202foui\u202f»",
                '"non"',
                "…",
                "...",
                "50 %",
                "art. 5",
                "L. 12",
                "n° 3",
            ),
            *("\n", "\n\n", "- un\n", "2. deux\n", "**gras** ", "_ici_ ", "| a | b |\n", "## T\n", "---\n", "```\n"),
            *("\u00a0", "?", "> x\n"),
        ]
    ),
    max_size=12,
).map("".join)


@given(FRAGMENTS)
def test_la_typographie_ne_se_voit_pas(texte: str) -> None:
    assert cle(typographier(texte)) == cle(texte)


@given(FRAGMENTS | st.text(max_size=80))
def test_couper_ne_perd_pas_un_signe(texte: str) -> None:
    assert "".join(sections(texte)) == texte
    document = lire(texte, Reperes((), ()))
    assert "".join(partie.brut for section in document for partie in section.parties) == texte
