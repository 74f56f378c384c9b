"""Composer la Charte : des réponses, d'un modèle et du référentiel à l'objet d'où sortent tous les documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_uppercase

from charte.contenu import modele as m
from charte.contenu.base import Brut, Markdown, Variantes
from charte.contenu.questionnaire import Question, Questionnaire
from charte.contenu.referentiel import Recommandation, Referentiel
from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.moteur.charte import (
    PROJET,
    Adoption,
    Article,
    Charte,
    Clause,
    DocumentCite,
    DroitCite,
    EtapeCitee,
    EtatClause,
    Logo,
    PointADecider,
    RecommandationCitee,
    Reflexe,
    Reponse,
)
from charte.moteur.composition import annexes, matrice
from charte.moteur.composition.apparence import resoudre
from charte.moteur.composition.droit import reperes_applicables
from charte.moteur.composition.echeances import prochaine_relecture
from charte.moteur.expressions.bac_a_sable import Indecis
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.lisible import A_DECIDER, en_mots, en_parties
from charte.moteur.texte import AUCUN_MOT, AUCUN_TEXTE, aplatir

REFLEXES_AU_PLUS = 6

Porteur = Clause | m.RegleMatrice | m.AnnexeDuModele
"""Ce qui cite des recommandations et du droit."""


def composer(
    questionnaire: Questionnaire,
    modele: m.Modele,
    referentiel: Referentiel,
    reponses: Reponses,
    logo: Logo | None = None,
) -> Charte:
    """Rend la charte du groupe. Aucune horloge, aucun fichier : les mêmes réponses donnent la même charte.

    `logo` : celui du groupe, déjà lu et contrôlé.

    Lève `ExpressionInvalide` si le modèle contient une condition ou un texte mal écrit.
    """
    contexte = Contexte(questionnaire, reponses, modele.entete.mots)
    applicable = reperes_applicables(referentiel, contexte)
    adoptions = tuple(_adoption(adoption) for adoption in reponses.par_date)
    date = _iso(reponses) if reponses.en_projet else adoptions[-1].date
    corps = _articles((un for un in modele.articles if not un.annexe), contexte, applicable)
    # Un projet n'a pas d'échéance datée : ses délais courent de l'adoption.
    depart = "" if reponses.en_projet else date
    composees = annexes.composer(modele.annexes, contexte, depart, _tout_le_texte(corps))
    lettres = iter(ascii_uppercase)
    finales = tuple(replace(annexe, numero=next(lettres)) for _, annexe in composees)
    reperes = (un for un in modele.articles if un.annexe)
    articles = (*corps, *_articles(reperes, contexte, applicable, lettres))
    clauses = [clause for article in articles for clause in article.clauses]
    regles = matrice.regles_actives(modele.matrice, contexte)
    relecture = prochaine_relecture(contexte)
    porteurs: list[Porteur] = [*clauses, *regles, *(annexe for annexe, _ in composees)]
    recommandations, documents = _recommandations(referentiel, porteurs)
    return Charte(
        titre=contexte.rendre(modele.entete.titre),
        sous_titre=contexte.variante(modele.entete.sous_titre),
        avertissement=contexte.variante(modele.entete.avertissement),
        nom=_brut(contexte, "nom"),
        structure=contexte.variante("{{ la_structure }}"),
        pays=_brut(contexte, "pays"),
        mission=_brut(contexte, "mission"),
        instance=contexte.variante("{{ l_instance }}"),
        contact=_brut(contexte, "contact"),
        version=PROJET if reponses.en_projet else adoptions[-1].version,
        date=date,
        parcours=reponses.parcours,
        questionnaire=f"{questionnaire.id} {questionnaire.version}",
        modele=f"{modele.entete.id} {modele.entete.version}",
        essentiel=_essentiel(modele.entete.essentiel, articles, contexte),
        articles=articles,
        annexes=finales,
        matrice=matrice.dresser(modele.matrice, contexte),
        a_decider=_points(contexte, clauses),
        reponses=_reponses(contexte, clauses),
        recommandations=recommandations,
        documents=documents,
        droit=_droit(referentiel, porteurs, applicable),
        adoptions=adoptions,
        relecture=relecture.isoformat() if relecture and not reponses.en_projet else "",
        apparence=resoudre(reponses.apparence, logo),
        origine=reponses.model_copy(update={"en_cours": {}}),
    )


def _articles(
    modeles: Iterable[m.ArticleDuModele],
    contexte: Contexte,
    droit: frozenset[str],
    numeros: Iterator[str] | None = None,
) -> tuple[Article, ...]:
    """Les articles qui ont une clause au moins, numérotés à mesure (1, 2, 3… sans `numeros`)."""
    rangs = numeros or map(str, itertools.count(1))
    articles = []
    for article in modeles:
        retenues = [clause for clause in article.clauses if contexte.retient(clause, indecise=True)]
        if not retenues:
            continue
        numero = next(rangs)
        articles.append(
            Article(
                id=article.id,
                numero=numero,
                annexe=article.annexe,
                a_consulter=article.a_consulter,
                titre=contexte.variante(article.titre),
                en_clair=contexte.variante(article.en_clair),
                falc=contexte.variante(article.falc or ""),
                clauses=tuple(
                    _clause(clause, f"{numero}.{rang}", contexte, droit) for rang, clause in enumerate(retenues, 1)
                ),
            )
        )
    return tuple(articles)


def _tout_le_texte(articles: Iterable[Article]) -> str:
    """Les titres et les textes des clauses, pour savoir quels mots la charte emploie."""
    return "\n".join(f"{clause.titre} {clause.texte}" for article in articles for clause in article.clauses)


def _clause(clause: m.ClauseDuModele, numero: str, contexte: Contexte, droit: frozenset[str]) -> Clause:
    lues = contexte.questions_lues([*clause.corps, clause.titre], [clause.si])
    directes = contexte.questions_lues([*clause.corps, clause.titre], [clause.si], par_les_mots=False)
    texte, ouvertes = _texte_ou_questions(clause, contexte)
    return Clause(
        id=clause.id,
        numero=numero,
        titre=contexte.variante(clause.titre) or Markdown(clause.titre.partition("{")[0].strip()),
        texte=texte,
        force=clause.force,
        etat="a_decider" if ouvertes else _etat(clause, contexte),
        reponses=lues,
        recommandations=tuple(clause.recommandations),
        droit=tuple(repere for repere in clause.droit if repere in droit),
        points=ouvertes,
        falc=AUCUN_TEXTE if ouvertes else _sans_attente(clause.falc, contexte),
        affiche=AUCUN_TEXTE if ouvertes else _sans_attente(clause.affiche, contexte),
        falc_place="" if ouvertes else contexte.variante(clause.falc_place),
        picto=clause.picto or "",
        presence=contexte.questions_lues([], [clause.si]),
        par_les_mots=tuple(lue for lue in lues if lue not in directes),
    )


def _texte_ou_questions(clause: m.ClauseDuModele, contexte: Contexte) -> tuple[Markdown, tuple[str, ...]]:
    """Le texte, ou les questions encore ouvertes que touche la clause."""
    try:
        if clause.si is not None:
            contexte.vrai(clause.si)
        return _texte(clause, contexte), ()
    except Indecis as indecis:
        lues = contexte.questions_lues(clause.corps, [clause.si])
        autres = [question for question in lues if contexte.etat(question) == "a_decider"]
        return AUCUN_TEXTE, tuple(dict.fromkeys([indecis.question, *autres]))


def _texte(clause: m.ClauseDuModele, contexte: Contexte) -> Markdown:
    """Le texte, ses lignes en puces, sa suite. Lève `Indecis` si l'un d'eux touche à un point à décider."""
    texte = contexte.choisir(clause.texte)
    if not clause.lignes and not clause.suite:
        return texte
    lignes = [contexte.rendre(ligne.texte) for ligne in clause.lignes if ligne.si is None or contexte.vrai(ligne.si)]
    puces = "\n".join(f"- {ligne}" for ligne in lignes if ligne)
    separateur = "\n\n" if puces else " "
    return Markdown(separateur.join(filter(None, (texte, puces, contexte.choisir(clause.suite)))))


def _sans_attente(variantes: Variantes | None, contexte: Contexte) -> Markdown:
    """Le facile à lire ou l'affiche d'une clause ; rien s'ils touchent à un point à décider."""
    try:
        return contexte.choisir(variantes or "")
    except Indecis:
        return AUCUN_TEXTE


def _etat(clause: m.ClauseDuModele, contexte: Contexte) -> EtatClause:
    """Une clause est « non discutée » si l'une des questions qu'elle lit elle-même l'est restée.

    Ce qu'elle lit par un mot du modèle, une question secondaire qui ne fait que restreindre ou accorder, ne compte pas.
    """
    lues = contexte.questions_lues(clause.corps, [clause.si], par_les_mots=False)
    par_id = contexte.questionnaire.par_id
    non_discutee = any(par_id[lue].decidable and contexte.etat(lue) in ("defaut", "passe") for lue in lues)
    return "non_discutee" if non_discutee else "ferme"


def _essentiel(
    reflexes: Iterable[m.ReflexeDuModele], articles: tuple[Article, ...], contexte: Contexte
) -> tuple[Reflexe, ...]:
    numeros = {article.id: article.numero for article in articles}
    retenus = []
    for reflexe in reflexes:
        try:
            if reflexe.article in numeros and (reflexe.si is None or contexte.vrai(reflexe.si)):
                geste, detail = contexte.rendre(reflexe.geste), contexte.variante(reflexe.detail)
                retenus.append(Reflexe(geste, detail, numeros[reflexe.article]))
        except Indecis:
            continue
    return tuple(retenus[:REFLEXES_AU_PLUS])


def _points(contexte: Contexte, clauses: list[Clause]) -> tuple[PointADecider, ...]:
    points = []
    for reference in _ouvertes(contexte):
        identifiant, _, ligne = reference.partition(".")
        question = contexte.question(identifiant)
        deliberation = contexte.reponses.deliberations.get(identifiant)
        revoir = deliberation.revoir_le if deliberation else None
        points.append(
            PointADecider(
                question=reference,
                enonce=_enonce(question, ligne),
                options=_options(contexte, question),
                clauses=tuple(clause.numero for clause in clauses if reference in clause.points),
                remarque=aplatir(deliberation.remarque) if deliberation else AUCUN_MOT,
                revoir_le=revoir.isoformat() if revoir else "",
            )
        )
    return tuple(points)


def _ouvertes(contexte: Contexte) -> list[str]:
    """Les points à décider qui ont un objet, dans l'ordre du questionnaire, lignes de grille comprises."""
    ouvertes = []
    for question in contexte.questionnaire.questions():
        if contexte.etat(question.id) == "sans_objet":
            continue
        references = [question.id, *(f"{question.id}.{ligne.valeur}" for ligne in question.lignes)]
        ouvertes += [reference for reference in references if reference in contexte.reponses.a_decider]
    return ouvertes


def _enonce(question: Question, ligne: str) -> Brut:
    libelle = next((option.libelle for option in question.lignes if option.valeur == ligne), "")
    return Brut(f"{question.enonce} — {libelle}") if libelle else question.enonce


def _options(contexte: Contexte, question: Question) -> tuple[Brut, ...]:
    if question.type == "oui_non":
        return (Brut("Oui"), Brut("Non"))
    return tuple(option.libelle for option in contexte.options(question))


def _reponses(contexte: Contexte, clauses: list[Clause]) -> tuple[Reponse, ...]:
    """Les réponses à montrer : celles du parcours, et celles dont une clause imprimée dépend."""
    utiles = {lue for clause in clauses for lue in clause.reponses}
    express = contexte.reponses.parcours == "express"
    montrees = [
        contexte.question(question.id)
        for question in contexte.questionnaire.questions()
        if contexte.etat(question.id) != "sans_objet"
        and (not express or question.parcours == "express" or question.id in utiles)
    ]
    return tuple(_reponse(contexte, question, f"Q{rang}") for rang, question in enumerate(montrees, 1))


def _reponse(contexte: Contexte, question: Question, code: str) -> Reponse:
    deliberation = contexte.reponses.deliberations.get(question.id)
    ouvertes = contexte.reponses.a_decider
    etat = contexte.etat(question.id)
    revoir = deliberation.revoir_le if deliberation else None
    return Reponse(
        question=question.id,
        code=code,
        enonce=question.enonce,
        valeur=A_DECIDER if etat == "a_decider" else en_mots(question, contexte.valeur(question.id), ouvertes),
        etat=etat,
        accord=deliberation.accord if deliberation else "",
        remarque=aplatir(deliberation.remarque) if deliberation else AUCUN_MOT,
        revoir_le=revoir.isoformat() if revoir else "",
        parties=en_parties(question, contexte.valeur(question.id), ouvertes),
    )


def _recommandations(
    referentiel: Referentiel, porteurs: Iterable[Porteur]
) -> tuple[tuple[RecommandationCitee, ...], tuple[DocumentCite, ...]]:
    """Les recommandations citées, et les documents dont elles viennent, chacun sous un code."""
    citees = {une for porteur in porteurs for une in porteur.recommandations}
    retenues = [entree for entree in referentiel.recommandations.values() if entree.id in citees]
    sources = dict.fromkeys(source.document for entree in retenues for source in entree.sources)
    codes = {document: f"S{rang}" for rang, document in enumerate(sources, 1)}
    recommandations = tuple(
        RecommandationCitee(f"R{rang}", entree.id, entree.titre, entree.enonce, _sources(entree, codes))
        for rang, entree in enumerate(retenues, 1)
    )
    documents = tuple(
        DocumentCite(code, document.titre, document.auteur, document.date)
        for identifiant, code in codes.items()
        for document in [referentiel.documents[identifiant]]
    )
    return recommandations, documents


def _sources(entree: Recommandation, codes: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes[source.document] for source in entree.sources))


def _droit(referentiel: Referentiel, porteurs: Iterable[Porteur], applicable: frozenset[str]) -> tuple[DroitCite, ...]:
    cites = {repere for porteur in porteurs for repere in porteur.droit if repere in applicable}
    retenus = [regle for regle in referentiel.droit.values() if regle.id in cites]
    return tuple(
        DroitCite(
            code=f"D{rang}",
            id=regle.id,
            titre=regle.titre,
            reference=regle.reference,
            enonce=regle.enonce,
            applicable=regle.applicable.isoformat(),
            verifie=regle.verifie.isoformat(),
            a_revoir=regle.a_revoir.isoformat() if regle.a_revoir else "",
            etapes=tuple(EtapeCitee(etape.date.isoformat(), etape.effet) for etape in regle.etapes),
        )
        for rang, regle in enumerate(retenus, 1)
    )


def _adoption(adoption: AdoptionEcrite) -> Adoption:
    abstentions = "abstentions" if (adoption.abstentions or 0) > 1 else "abstention"
    votes = [(adoption.pour, "pour"), (adoption.contre, "contre"), (adoption.abstentions, abstentions)]
    return Adoption(
        version=aplatir(adoption.version),
        date=adoption.date.isoformat(),
        instance=aplatir(adoption.instance),
        vote=Brut(", ".join(f"{nombre} {sens}" for nombre, sens in votes if nombre is not None)),
    )


def _brut(contexte: Contexte, identifiant: str) -> Brut:
    valeur = contexte.valeur(identifiant) if identifiant in contexte.questionnaire.par_id else None
    return aplatir(str(valeur)) if valeur is not None else AUCUN_MOT


def _iso(reponses: Reponses) -> str:
    return reponses.date.isoformat() if reponses.date else ""
