"""Le parcours de la Charte pour un traitement de texte : les mêmes parties que le PDF, dans le même ordre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charte.contenu.base import Markdown
from charte.moteur.charte import Annexe, Article, Charte, Clause, Matrice, PointADecider
from charte.moteur.dates import en_lettres
from charte.moteur.texte import majuscule
from charte.rendu.balisage import abreger
from charte.rendu.blocs import (
    Bloc,
    Cellule,
    EntreeSommaire,
    Fragment,
    Image,
    Ligne,
    Liste,
    Paragraphe,
    Role,
    Sommaire,
    Tableau,
    Titre,
    contact,
    en_blocs,
    en_ligne,
    lien,
    mots,
    texte_de,
)
from charte.rendu.finales import finales
from charte.rendu.html import bilan
from charte.rendu.identite import BANDEAU, PAGE_MODIFIABLE, mesurer
from charte.rendu.mots import TITRES
from charte.rendu.plan import Attente, Entree, LigneMatrice, Plan, dresser
from charte.rendu.plan import Cellule as Case

_FIXE = "\u00a0"


def parcourir(charte: Charte) -> Iterator[Bloc]:
    """Rend tous les blocs de la charte, dans l'ordre d'impression."""
    plan = dresser(charte)
    yield from _couverture(charte)
    complete = charte.parcours != "express"
    if complete:
        yield _sommaire(plan)
    yield from _essentiel(charte)
    for article in plan.articles:
        yield from _article(article, plan, page=complete and article is plan.articles[0])
        if article.id == plan.matrice_apres:
            yield from _matrice(charte.matrice, plan)
    yield from _points(charte.a_decider)
    yield from _adoption(charte)
    for annexe in charte.annexes:
        yield from _annexe(annexe)
    for repere in plan.reperes:
        yield from _article(repere, plan)
    yield from finales(charte, plan)
    if charte.avertissement:
        yield Paragraphe("avertissement", en_ligne(charte.avertissement))
        composition = f"Composé avec charte, modèle {charte.modele}, questionnaire {charte.questionnaire}."
        yield Paragraphe("avertissement", mots(composition))


def version_de(charte: Charte) -> str:
    """« version 1.0 », ou « projet » tant que rien n'est adopté."""
    return texte_de(mots(f"version {charte.version}" if charte.adoptee else charte.version))


def marges_de(charte: Charte) -> tuple[str, str]:
    """Ce qui se répète en haut puis en bas de chaque page : le titre ; la structure et la version."""
    titre = texte_de(en_ligne(charte.titre))
    return abreger(titre, 60), f"{abreger(texte_de(mots(charte.nom)), 60)} · {version_de(charte)}"


def metadonnees(charte: Charte) -> tuple[str, str]:
    """L'auteur et le titre du document, 250 signes au plus : les traitements de texte n'en gardent pas davantage."""
    nom = abreger(texte_de(mots(charte.nom)), 120)
    return nom, f"{abreger(texte_de(en_ligne(charte.titre)), 120)} – {nom}"


def _couverture(charte: Charte) -> Iterator[Bloc]:
    if logo := charte.apparence.logo:
        texte = f"Logo de {abreger(texte_de(mots(charte.nom)), 200)}"
        yield Image(logo, texte, *mesurer(logo, BANDEAU if charte.parcours == "express" else PAGE_MODIFIABLE))
    yield Paragraphe("structure", mots(abreger(charte.nom, 320)))
    yield Paragraphe("titre", en_ligne(charte.titre))
    if charte.sous_titre:
        yield Paragraphe("sous_titre", en_ligne(charte.sous_titre))
    date = mots(f" – {en_lettres(charte.date)}") if charte.date else ()
    yield Paragraphe("cartouche", (Fragment(majuscule(version_de(charte)), gras=True), *date))
    if charte.adoptee:
        yield Paragraphe("cartouche", mots(f"Adoptée par : {charte.adoptions[-1].instance}"))
    elif charte.instance:
        yield Paragraphe("cartouche", en_ligne(Markdown(f"À adopter par {charte.instance}")))
    if charte.contact:
        yield Paragraphe("cartouche", (*mots("Contact : "), *contact(abreger(charte.contact, 120))))


def _sommaire(plan: Plan) -> Sommaire:
    return Sommaire(TITRES["sommaire"], _entrees(plan.sommaire), "Annexes", _entrees(plan.sommaire_annexes))


def _entrees(entrees: Iterable[Entree]) -> tuple[EntreeSommaire, ...]:
    return tuple(EntreeSommaire(une.repere, texte_de(en_ligne(une.titre)), une.ancre) for une in entrees)


def _essentiel(charte: Charte) -> Iterator[Bloc]:
    if not charte.essentiel:
        return
    yield Titre(1, "", mots(TITRES["essentiel"]), "essentiel", page=charte.parcours != "express")
    yield Liste(
        "reflexes",
        tuple(
            (
                Paragraphe("geste", en_ligne(reflexe.geste)),
                Paragraphe("detail", (*en_ligne(reflexe.detail), Fragment(" "), *_vers_article(reflexe.article))),
            )
            for reflexe in charte.essentiel
        ),
    )
    yield Paragraphe("bilan" if charte.contact else "bilan_fin", en_ligne(bilan(charte)))
    if charte.contact:
        ou = contact(abreger(charte.contact, 80))
        yield Paragraphe("bilan_fin", (*mots("Une question, un doute, une erreur ? "), *ou))


def _vers_article(numero: str) -> Ligne:
    return lien(f"Article{_FIXE}{numero}", f"#article-{numero}") if numero else ()


def _article(article: Article, plan: Plan, page: bool = False) -> Iterator[Bloc]:
    yield Titre(1, article.numero, en_ligne(article.titre), article.ancre, page)
    if article.en_clair:
        yield _en_clair(en_ligne(article.en_clair))
    for clause in article.clauses:
        yield from _clause(clause, plan.attentes[clause.id])


def _en_clair(suite: Ligne) -> Paragraphe:
    return Paragraphe("en_clair", (*mots("En clair :", marque="mention", gras=True), Fragment(" "), *suite))


def _clause(clause: Clause, attentes: tuple[Attente, ...]) -> Iterator[Bloc]:
    mention = (Fragment(" "), *mots("non discuté", marque="mention")) if clause.etat == "non_discutee" else ()
    yield Titre(2, clause.numero, (*en_ligne(clause.titre), *mention), clause.ancre)
    if clause.etat == "a_decider":
        yield from _encart(attentes)
    yield from en_blocs(clause.texte)


def _encart(attentes: tuple[Attente, ...]) -> Iterator[Bloc]:
    yield Paragraphe("encart_titre", mots("À décider"))
    for attente in attentes:
        yield Paragraphe("encart_question", mots(attente.point.enonce))
        if attente.ailleurs:
            renvoi = lien(attente.ailleurs, f"#clause-{attente.ailleurs}")
            suite = (*mots("La même question retient la clause "), *renvoi, *mots(", qui en donne les options."))
            yield Paragraphe("encart", suite)
        elif attente.point.options:
            options = (Paragraphe("encart_option", mots(option)) for option in attente.point.options)
            yield Liste("options", tuple((option,) for option in options))
    if not attentes:
        yield Paragraphe("encart", mots("Cette clause dépend d'une réponse que le groupe n'a pas encore donnée."))


def _matrice(matrice: Matrice, plan: Plan) -> Iterator[Bloc]:
    yield Titre(1, "", mots(TITRES["matrice"]), "matrice")
    entetes = [_cellule("matrice_entete", mots("Données", gras=True))]
    for famille in matrice.familles:
        outils = [Paragraphe("matrice_entete", mots(", ".join(abreger(un, 40) for un in famille.outils)))]
        titre = Paragraphe("matrice_entete", en_ligne(famille.libelle, gras=True))
        entetes.append(Cellule((titre, *outils) if famille.outils else (titre,)))
    yield Tableau(
        "matrice",
        mots("La ligne de votre donnée, la colonne de votre outil : la case répond."),
        tuple(entetes),
        tuple(_ligne_de_matrice(ligne) for ligne in plan.lignes),
        _largeurs(41, len(matrice.familles)),
        d_un_tenant=True,
    )
    for famille in matrice.familles:
        if famille.exemples:
            yield Paragraphe("familles", (*_etiquette(famille.libelle), *en_ligne(famille.exemples)))
    for nom, exigence in (("Sous conditions", matrice.conditions), ("Sur accord", matrice.accord)):
        if exigence:
            yield Paragraphe("legende", (*_etiquette(nom), *en_ligne(exigence)))
    if plan.motifs:
        motifs = (Paragraphe("motif", en_ligne(motif), f"motif-{rang}") for rang, motif in enumerate(plan.motifs, 1))
        yield Liste("motifs", tuple((motif,) for motif in motifs))


def _etiquette(nom: str) -> Ligne:
    return (*en_ligne(Markdown(f"{nom} :"), gras=True), Fragment(" "))


def _ligne_de_matrice(ligne: LigneMatrice) -> tuple[Cellule, ...]:
    classe = [Paragraphe("matrice_classe", en_ligne(ligne.classe.libelle))]
    if ligne.classe.exemples:
        classe.append(Paragraphe("matrice_exemples", en_ligne(ligne.classe.exemples)))
    return (Cellule(tuple(classe)), *(_case(case) for case in ligne.cellules))


def _case(case: Case) -> Cellule:
    note = (Fragment(str(case.note), exposant=True, vers=f"#motif-{case.note}"),) if case.note else ()
    return Cellule((Paragraphe("matrice_case", (Fragment(case.mot), *note)),), case.decision)


def _largeurs(premiere: int, autres: int) -> tuple[int, ...]:
    return (premiere, *[(170 - premiere) // max(autres, 1)] * autres)


def _points(points: tuple[PointADecider, ...]) -> Iterator[Bloc]:
    if not points:
        return
    yield Titre(1, "", mots(TITRES["a-decider"]), "a-decider")
    if len(points) > 1:
        yield _en_clair(mots(f"ces {len(points)} questions restent ouvertes ; on les tranche avant d'adopter."))
    else:
        yield _en_clair(mots("cette question reste ouverte ; on la tranche avant d'adopter."))
    yield Liste("numeros", tuple((Paragraphe("puce", tuple(_point(point))),) for point in points))


def _point(point: PointADecider) -> Iterator[Fragment]:
    yield from mots(point.enonce, gras=True)
    if point.clauses:
        yield from mots(" Clauses qui l'attendent : " if len(point.clauses) > 1 else " Clause qui l'attend : ")
        for rang, numero in enumerate(point.clauses):
            yield from (*((Fragment(", "),) if rang else ()), *lien(numero, f"#clause-{numero}"))
        yield Fragment(".")
    elif point.options:
        yield from mots(f" Les choix : {' ; '.join(point.options)}.")
    if point.remarque:
        yield from mots(f" Remarque du groupe : {point.remarque}")
    if point.revoir_le:
        yield from mots(f" À revoir le {en_lettres(point.revoir_le)}.")


def _adoption(charte: Charte) -> Iterator[Bloc]:
    yield Titre(1, "", mots(TITRES["adoption"]), "adoption")
    if charte.adoptee:
        lignes = tuple(
            (
                _cellule("tableau_texte", mots(une.version, gras=True)),
                _cellule("tableau_texte", mots(en_lettres(une.date))),
                _cellule("tableau_texte", mots(une.instance)),
                _cellule("tableau_texte", mots(une.vote or "—")),
            )
            for une in charte.adoptions
        )
        entetes = tuple(_cellule("tableau_entete", mots(nom)) for nom in ("Version", "Date", "Instance", "Vote"))
        yield Tableau("registre", mots("Versions adoptées"), entetes, lignes, (22, 38, 50, 60))
    else:
        instance = charte.instance or "l'instance de décision"
        phrase = f"Cette charte est un projet. Elle entre en vigueur quand {instance} l'adopte."
        yield Paragraphe("introduction", en_ligne(Markdown(phrase)))
        if charte.revise:
            revisee = f"Elle révise la version {charte.revise.version}, adoptée le {en_lettres(charte.revise.date)}."
            yield Paragraphe("introduction", mots(revisee))
        entetes = tuple(_cellule("champ", mots(nom)) for nom in ("Adoptée le", "Pour", "Contre", "Abstentions"))
        vide = tuple(_cellule("champ", ()) for _ in entetes)
        yield Tableau("champs", (), entetes, (vide,), (68, 34, 34, 34), d_un_tenant=True)
    qui = (en_ligne(Markdown(f"Pour {charte.structure}")), mots("La personne référente"))
    champs = tuple(Paragraphe("champ", mots(nom)) for nom in ("Nom, fonction", "Date", "Signature"))
    yield Tableau(
        "signatures",
        (),
        tuple(_cellule("signataire", nom) for nom in qui),
        ((Cellule(champs), Cellule(champs)),),
        (85, 85),
        d_un_tenant=True,
    )


def _annexe(annexe: Annexe) -> Iterator[Bloc]:
    yield Titre(1, annexe.numero, en_ligne(annexe.titre), f"annexe-{annexe.numero}")
    if annexe.intro:
        yield Paragraphe("introduction", en_ligne(annexe.intro))
    if annexe.etapes:
        yield Liste("numeros", tuple((Paragraphe("puce", en_ligne(etape)),) for etape in annexe.etapes))
    for tableau in annexe.tableaux:
        yield Tableau(
            "registre",
            en_ligne(tableau.titre),
            tuple(_cellule("tableau_entete", en_ligne(colonne)) for colonne in tableau.colonnes),
            tuple(
                tuple(_cellule("tableau_texte", en_ligne(case, gras=rang == 0)) for rang, case in enumerate(ligne))
                for ligne in tableau.lignes
            ),
            _LARGEURS.get((annexe.id, len(tableau.colonnes))) or _repartir(len(tableau.colonnes)),
        )


_LARGEURS = {
    ("plan", 3): (78, 36, 56),
    ("registre", 5): (30, 30, 32, 30, 48),
    ("annuaire", 3): (52, 94, 24),
}
"""Par annexe et nombre de colonnes, les largeurs qui ne vont pas de soi, en millimètres."""


def _repartir(colonnes: int) -> tuple[int, ...]:
    return (42, 128) if colonnes == 2 else (170 // colonnes,) * colonnes


def _cellule(role: Role, ligne: Ligne) -> Cellule:
    return Cellule((Paragraphe(role, ligne),))
