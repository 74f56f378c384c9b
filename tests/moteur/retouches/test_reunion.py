"""Retouches au hasard, réponses changées : chaque mot est gardé ou dit en conflit, et refaire ne change rien."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.contenu.reponses import Reponses
from charte.moteur.charte import Adoption, Charte
from charte.moteur.retouches.parties import reperes_de_la_charte
from charte.moteur.retouches.reunion import Retouchee, retoucher
from charte.moteur.retouches.trois_voies import REPERES
from charte.rendu import rendre_document
from charte.rendu.ecrivains.gabarits import environnement
from charte.rendu.ecrivains.markdown import markdown
from charte.services.charger import charger
from tests.donnees.jeux import BASES

CONTENUS = charger()
EXPRESS = {**BASES["ouverte"], "mission": "faire vivre un lieu où l'on répare et où l'on apprend"}
JEUX = {
    "ouverte": EXPRESS,
    "prudente": {**EXPRESS, "posture": "usage_minimal", "relecture": "publie", "images": "jamais", "nom": "Le Couderc"},
    "sans_donnees": {
        **EXPRESS,
        "categories_donnees": ["publiques"],
        "outils": [],
        "valeurs": ["sobriete", "democratie"],
    },
}
FINALES = re.compile(r"## [A-Z]\. (Nos réponses|D.où vient|Recommandations suivies|Repères de droit)")
CLAUSE = re.compile(r"^\*\*[\w ]+\.\d+[\w ]* .+?\n\n", re.MULTILINE | re.DOTALL)


@cache
def charte(jeu: str) -> Charte:
    """La charte courte de ces réponses."""
    reponses = Reponses(
        questionnaire=f"association {CONTENUS.questionnaire.version}",
        modele=f"association {CONTENUS.modele.entete.version}",
        parcours="express",
        reponses=JEUX[jeu],
    )
    return CONTENUS.composer(reponses)


@pytest.fixture(autouse=True, scope="module")
def un_seul_environnement() -> Iterator[None]:
    """Les gabarits ne se compilent qu'une fois, même là où Python ne garde pas son code compilé."""
    with pytest.MonkeyPatch.context() as essai:
        essai.setattr("charte.rendu.ecrivains.markdown.environnement", cache(environnement))
        yield


RENDUS: dict[str, str] = {}


def rendre(une: Charte) -> str:
    cle = repr(une)
    if cle not in RENDUS:
        RENDUS[cle] = markdown(une, CONTENUS.dossier_modele)
    return RENDUS[cle]


def refaire(avant: Charte, base: str, disque: str, neuve: Charte) -> Retouchee:
    return retoucher(neuve, base, disque, rendre, reperes_de_la_charte(avant))


def _clauses(texte: str) -> list[re.Match[str]]:
    """Les clauses du corps : celles d'avant les annexes."""
    return list(CLAUSE.finditer(texte[: texte.index("## Adoption")]))


def _a_une_clause(changer: Callable[[str, str], str]) -> Callable[[str, int, str], str]:
    def retouche(texte: str, ou: int, mot: str) -> str:
        clauses = _clauses(texte)
        clause = clauses[ou % len(clauses)]
        return texte[: clause.start()] + changer(clause[0], mot) + texte[clause.end() :]

    return retouche


def _a_une_ligne(motif: str, changer: Callable[[str, str], str]) -> Callable[[str, int, str], str]:
    def retouche(texte: str, ou: int, mot: str) -> str:
        lignes = list(re.finditer(motif, texte, re.MULTILINE))
        ligne = lignes[ou % len(lignes)]
        return texte[: ligne.start()] + changer(ligne[0], mot) + texte[ligne.end() :]

    return retouche


def _sections(texte: str) -> list[re.Match[str]]:
    """Les articles et les annexes d'action, entiers."""
    titres = re.finditer(r"^## [\dA-Z]+\. .+?(?=^## )", texte, re.MULTILINE | re.DOTALL)
    return [titre for titre in titres if not FINALES.match(titre[0])]


def _effacer_une_section(texte: str, ou: int, mot: str) -> str:
    section = _sections(texte)[ou % len(_sections(texte))]
    return texte[: section.start()] + texte[section.end() :]


def _deplacer_une_section(texte: str, ou: int, mot: str) -> str:
    section = _sections(texte)[ou % len(_sections(texte))]
    reste = texte[: section.start()] + texte[section.end() :]
    place = _sections(reste)[(ou * 7 + 3) % len(_sections(reste))].start()
    return reste[:place] + section[0] + reste[place:]


def _deplacer(texte: str, ou: int, mot: str) -> str:
    clauses = _clauses(texte)
    clause = clauses[ou % len(clauses)]
    reste = texte[: clause.start()] + texte[clause.end() :]
    autres = _clauses(reste)
    place = autres[(ou * 7 + 3) % len(autres)].start()
    return reste[:place] + clause[0] + reste[place:]


GESTES: dict[str, Callable[[str, int, str], str]] = {
    "amender": _a_une_clause(lambda clause, mot: clause.rstrip("\n") + f" Nous ajoutons {mot}.\n\n"),
    "reecrire": _a_une_clause(lambda clause, mot: clause.split("\n")[0] + f"\nTout autre chose : {mot}.\n\n"),
    "retitrer": _a_une_clause(lambda clause, mot: clause.replace(".**", f" {mot}.**", 1)),
    "retirer": _a_une_clause(lambda clause, mot: f"{clause.partition(chr(10))[0]}\nRetirée : {mot}.\n\n"),
    "effacer": _a_une_clause(lambda clause, mot: ""),
    "ajouter": _a_une_clause(lambda clause, mot: f"{clause}**Nos {mot}.**\nC'est à nous.\n\n"),
    "prolonger": _a_une_clause(lambda clause, mot: f"{clause}- un point de plus, {mot} ;\n\n"),
    "article": _a_une_ligne(r"^## \d+\. ", lambda titre, mot: f"## Nos {mot}\n\nUn mot d'abord.\n\n{titre}"),
    "en_clair": _a_une_ligne(r"^> \*\*En clair.*$", lambda ligne, mot: f"> **En clair :** D'abord, {mot}."),
    "reflexe": _a_une_ligne(r"^\d\. \*\*Je .*$", lambda ligne, mot: f"{ligne}\n9. **Je pense à {mot}.** Toujours."),
    "rangee": _a_une_ligne(
        r"^\| .*La personne référente \| .*\|$", lambda ligne, mot: f"{ligne}\n| {mot} | Nous | Oui |"
    ),
    "reponse": _a_une_ligne(r"^\| Q\d+ .*$", lambda ligne, mot: f"{ligne[:-1]}{mot} |"),
    "deplacer": _deplacer,
    "effacer_une_section": _effacer_une_section,
    "deplacer_une_section": _deplacer_une_section,
}
BRUITS: dict[str, Callable[[str], str]] = {
    "rien": lambda texte: texte,
    "droites": lambda texte: texte.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " "),
    "guillemets": lambda texte: re.sub("«[\u202f\u00a0 ]*|[\u202f\u00a0 ]*»", '"', texte),
    "editeur": lambda texte: re.sub(
        r"(?<![*\w])\*(?=[\w(])([^*\n]+)\*(?!\*)",
        r"_\1_",
        re.sub(r"^- ", "* ", texte.replace(" | ", "   | "), flags=re.M),
    ).replace("|---|", "| :--- |"),
    "lignes": lambda texte: re.sub(r"(?<=[a-z]\.)\n(?=[A-Z])", " ", texte),
}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(JEUX)),
    st.sampled_from(sorted(JEUX)),
    st.lists(st.tuples(st.sampled_from(sorted(GESTES)), st.integers(0, 200)), min_size=1, max_size=6),
    st.sampled_from(sorted(BRUITS)),
)
def test_aucun_mot_ne_se_perd(avant: str, apres: str, gestes: list[tuple[str, int]], bruit: str) -> None:
    ancienne, neuve = charte(avant), charte(apres)
    base = disque = rendre(ancienne)
    mots: list[str] = []
    for rang, (geste, ou) in enumerate(gestes):
        mot = f"zorglub{rang}"
        disque = GESTES[geste](disque, ou, mot)
        # Un geste a pu effacer le mot d'un autre.
        mots = [un for un in [*mots, mot] if un in disque]
    faite = refaire(ancienne, base, BRUITS[bruit](disque), neuve)
    assert [mot for mot in mots if mot not in faite.texte] == []
    lignes = faite.texte.split("\n")
    assert [lignes[un.ligne - 1] for un in faite.conflits] == [REPERES[0]] * len(faite.conflits)
    assert lignes.count(REPERES[0]) == len(faite.conflits)
    finale = faite
    if faite.conflits:
        finale = refaire(faite.charte, faite.base, _garder_les_retouches(faite.texte), neuve)
    verifier_que_tout_y_est(finale, mots)
    encore = refaire(finale.charte, finale.base, finale.texte, neuve)
    assert (encore.texte, encore.base, encore.conflits) == (finale.texte, finale.base, ())
    assert encore.charte == finale.charte
    assert encore.ecarts == finale.ecarts


@pytest.mark.parametrize(("geste", "reste"), [("amender", False), ("reecrire", False), ("retitrer", True)])
def test_une_clause_dont_le_texte_change_quitte_le_facile_a_lire_et_l_affiche(geste: str, reste: bool) -> None:
    base = rendre(charte("ouverte"))
    rang, avant = next((n, une) for n, une in enumerate(charte("ouverte").clauses()) if une.falc and une.affiche)
    faite = refaire(charte("ouverte"), base, GESTES[geste](base, rang, "zorglub"), charte("ouverte"))
    [amendee] = [une for une in faite.charte.clauses() if une.retouche]
    assert amendee.id == avant.id
    assert (amendee.falc, amendee.affiche) == ((avant.falc, avant.affiche) if reste else ("", ""))
    assert [ecart.sans_facile for ecart in faite.ecarts] == [not reste]


def test_deux_clauses_ajoutees_sous_le_meme_titre_restent_deux() -> None:
    base = rendre(charte("ouverte"))
    faite = refaire(
        charte("ouverte"), base, GESTES["ajouter"](GESTES["ajouter"](base, 8, "vidéos"), 3, "vidéos"), charte("ouverte")
    )
    assert [une.id for une in faite.charte.clauses() if une.retouche] == ["locale:nos-videos", "locale:nos-videos-2"]


def test_un_reflexe_ne_renvoie_plus_a_un_article_efface() -> None:
    base = rendre(charte("ouverte"))
    efface = charte("ouverte").essentiel[0].article
    disque = re.sub(rf"^## {efface}\. .+?(?=^## )", "", base, count=1, flags=re.MULTILINE | re.DOTALL)
    faite = refaire(charte("ouverte"), base, disque, charte("ouverte"))
    assert efface not in {article.numero for article in faite.charte.articles}
    assert [un.article for un in faite.charte.essentiel] == [
        "" if un.article == efface else un.article for un in charte("ouverte").essentiel
    ]


def test_un_tableau_ou_une_citation_dans_une_clause_se_lisent_partout() -> None:
    base = rendre(charte("ouverte"))
    ajout = "> Dit au bureau.\n\n#### Qui\n\n| Qui | Quoi |\n|---|---|\n| Anna | Tri \\| rangement |\n\n---\n\n"
    clause = _clauses(base)[2][0]
    faite = refaire(charte("ouverte"), base, base.replace(clause, clause + ajout), charte("ouverte"))
    assert ajout in faite.texte
    amendee = next(une for une in faite.charte.clauses() if une.retouche)
    assert amendee.texte.endswith("Dit au bureau.\n\n**Qui**\n\n- Qui · Quoi\n- Anna · Tri | rangement")


@pytest.mark.parametrize("bruit", BRUITS)
@pytest.mark.parametrize("jeu", JEUX)
def test_ce_qui_ne_se_voit_pas_n_est_pas_une_retouche(jeu: str, bruit: str) -> None:
    base = rendre(charte(jeu))
    disque = BRUITS[bruit](base)
    assert (disque != base) == (bruit != "rien")
    faite = refaire(charte(jeu), base, disque, charte(jeu))
    assert (faite.texte, faite.ecarts, faite.conflits) == (disque, (), ())
    assert faite.charte == charte(jeu)


LIEUX = {
    "la tête du document": r"\A(?:.*\n)+?(?=## )",
    "L'essentiel en une page": r"^## L’essentiel(?:.*\n)+?(?=## )",
    "Sommaire": r"^## Sommaire(?:.*\n)+?(?=## )",
    "la clause 3.1": r"^\*\*3\.1(?:.*\n)+?(?=\*\*3\.2)",
    "la clause 6.2": r"^\*\*6\.2(?:.*\n)+?(?=\*\*6\.3)",
    "Quelle donnée dans quel outil ?": r"^### Quelle donnée(?:.*\n)+?(?=## )",
    "Points à décider": r"^## Points à décider(?:.*\n)+?(?=## )",
    "Adoption et signatures": r"^## Adoption(?:.*\n)+?(?=## )",
    "l'annexe B": r"^## B\. (?:.*\n)+?(?=## )",
    "l'annexe D": r"^## D\. (?:.*\n)+?(?=## )",
    "Nos réponses": r"^## F\. Nos réponses(?:.*\n)+?(?=## )",
    "D'où vient chaque clause": r"^## G\. D’où vient(?:.*\n)+?(?=## )",
    "Repères de droit": r"^## I\. Repères de droit(?:.*\n)+?(?=---)",
    "le pied du document": r"^---\n(?:.*\n)+\Z",
}
AJOUTS = (
    *(
        "Nous pensons à {}.\n\n",
        "### {}\n\n",
        "> {}\n\n",
        "**{}.**\n\n",
        "**Dit {}** ici.\n\n",
        "- {}\n",
        "4. **Je {}.**\n",
    ),
    *(
        "| a | b |\n|---|---|\n| c | {} |\n\n",
        "| - {} | b |\n",
        "```\n{}\n```\n\n",
        "***\n\n{}\n\n",
        "### Les outils\n\n{}\n\n",
    ),
    *("**Nom** · {}, à débattre\n\n", "Composée avec {}.\n\n", "Une question ? {}\n\n", "<!-- {} -->\n\n"),
)


@cache
def charte_ouverte() -> Charte:
    """Une charte où il reste un point à décider, et des repères de droit."""
    reponses = {nom: valeur for nom, valeur in EXPRESS.items() if nom != "lieu_donnees"}
    return CONTENUS.composer(
        Reponses(
            questionnaire=f"association {CONTENUS.questionnaire.version}",
            modele=f"association {CONTENUS.modele.entete.version}",
            parcours="express",
            reponses=reponses,
            a_decider=["lieu_donnees"],
        )
    )


def _n_importe_ou(texte: str, lieu: str, ou: int, forme: str, mot: str) -> tuple[str, str]:
    """Le texte avec ce mot quelque part dans ce lieu, et le mot qu'il y remplace, ou ""."""
    place = re.search(LIEUX[lieu], texte, re.MULTILINE)
    assert place is not None, lieu
    lignes = place[0].splitlines(keepends=True)
    rang = 1 + ou % (len(lignes) - 1)
    ancien = ""
    if forme in AJOUTS:
        lignes.insert(rang, forme.format(mot))
    else:
        vus = [un for un in re.finditer(r"[^\W_]+", lignes[rang]) if not un[0].isdigit()]
        if vus:
            vu = vus[ou % len(vus)]
            ancien = vu[0] if forme == "remplacer" else ""
            neuf = mot if forme == "remplacer" else f"{vu[0]} {mot}"
            lignes[rang] = lignes[rang][: vu.start()] + neuf + lignes[rang][vu.end() :]
        else:
            lignes[rang] = f"{mot}\n{lignes[rang]}"
    return texte[: place.start()] + "".join(lignes) + texte[place.end() :], ancien


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(LIEUX)),
            st.integers(0, 200),
            st.sampled_from(AJOUTS) | st.sampled_from(["remplacer", "mot", "mot"]),
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda geste: geste[0],
    )
)
def test_un_mot_est_dans_tous_les_documents_ou_dit_dans_le_seul_texte(gestes: list[tuple[str, int, str]]) -> None:
    base = disque = rendre(charte_ouverte())
    places = {}
    for rang, (lieu, ou, forme) in enumerate(gestes):
        mot = f"zorglub{rang}"
        disque, ancien = _n_importe_ou(disque, lieu, ou, forme, mot)
        places[mot] = (lieu, ancien)
    faite = refaire(charte_ouverte(), base, disque, charte_ouverte())
    assert [mot for mot in places if mot not in faite.texte] == []
    if faite.conflits:
        return
    dits = " ; ".join(un.titre for un in faite.ecarts if un.genre in ("ailleurs", "seul"))
    for mot, (lieu, ancien) in places.items():
        assert lieu in dits or all(mot in un for un in _documents(faite.charte)), (mot, lieu, dits)
        assert dits or not ancien or _compter(ancien, repr(faite.charte)) < _compter(ancien, repr(charte_ouverte()))
    encore = refaire(faite.charte, faite.base, faite.texte, charte_ouverte())
    assert (encore.texte, encore.charte, encore.ecarts) == (faite.texte, faite.charte, faite.ecarts)


def _documents(une: Charte) -> Iterator[str]:
    """Ceux où un mot reporté se lit ; ils ne se rendent que s'il le faut."""
    for nom in ("json", "html"):
        yield rendre_document(une, nom, CONTENUS.dossier_modele).decode()


def _compter(mot: str, texte: str) -> int:
    return len(re.findall(rf"(?<![^\W_]){re.escape(mot)}(?![^\W_])", texte))


@pytest.mark.parametrize("apres", ["prudente", "sans_donnees", "adoptee"])
@pytest.mark.parametrize(
    "geste", ["rien", "amender", "retirer", "effacer", "ajouter", "effacer_une_section", "deplacer"]
)
def test_un_nouveau_texte_ne_fait_pas_dire_une_retouche_que_personne_n_a_faite(apres: str, geste: str) -> None:
    ancienne = charte("ouverte")
    vote = Adoption("1.0", "2026-11-23", "l'assemblée générale", "unanimité")
    adoptee = replace(ancienne, version="1.0", date="2026-11-23", adoptions=(vote,))
    neuve = adoptee if apres == "adoptee" else charte(apres)
    base = rendre(ancienne)
    # Sous le bruit d'un éditeur, le fichier n'est plus celui du programme : tout se relit et se compare.
    disque = BRUITS["editeur"](GESTES[geste](base, 2, "zorglub") if geste in GESTES else base)
    faite = refaire(ancienne, base, disque, neuve)
    assert [un for un in faite.ecarts if un.genre in ("ailleurs", "seul")] == []
    assert geste != "rien" or faite.ecarts == ()


def test_une_rangee_qui_commence_par_un_tiret_n_est_pas_un_trait() -> None:
    base = rendre(charte("ouverte"))
    disque = re.sub(
        r"(^\| .*\| La personne référente \| .*\n)",
        r"\1| - acheter zorglub | Nous | Oui |\n",
        base,
        count=1,
        flags=re.M,
    )
    faite = refaire(charte("ouverte"), base, disque, charte("ouverte"))
    assert "- acheter zorglub" in repr(faite.charte.annexes)


def _garder_les_retouches(texte: str) -> str:
    """Ce que fait une personne qui garde partout sa version."""
    return re.sub(r"^<{7}[^\n]*\n(.*?)^\|{7}.*?^>{7}[^\n]*\n", r"\1", texte, flags=re.MULTILINE | re.DOTALL)


def verifier_que_tout_y_est(faite: Retouchee, mots: list[str]) -> None:
    """Chaque mot est dans le texte, et dans la charte dont sortent les autres documents, ou dit resté ailleurs."""
    assert faite.conflits == ()
    assert [mot for mot in mots if mot not in faite.texte] == []
    ailleurs = any(ecart.genre == "ailleurs" for ecart in faite.ecarts)
    perdus = [mot for mot in mots if mot not in repr(faite.charte)]
    assert perdus == [] or ailleurs
