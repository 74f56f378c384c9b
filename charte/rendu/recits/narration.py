"""Raconter ce qui sépare deux chartes : d'abord les décisions, puis le reste, puis les mots. Sans mise en page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from charte.contenu.base import Brut
from charte.moteur.charte import PROJET, PointADecider
from charte.moteur.comparaison.changements import Changements, ClauseChangee, Morceau, Passage, Version
from charte.moteur.comparaison.mot_a_mot import comparer_les_mots, nu
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.texte import compter, enumerer
from charte.rendu.recits import suites
from charte.rendu.recits.recit import Chapitre, ElementDeRecit, Recit
from charte.rendu.recits.suites import Phrase, citer, designer
from charte.rendu.recits.verdicts import dire, en_bref

GARDES_AU_PLUS = 34
GARDES_AUTOUR = 12
LIGNES_AU_PLUS = 3
"""Au-delà, les lignes d'une annexe qui changent se comptent, et ne se lisent qu'en les dépliant."""


def raconter(changements: Changements) -> Recit:
    """Rend le récit ; sans chapitre si rien ne change."""
    chapitres = (
        Chapitre("decisions", "Les décisions", tuple(_decisions(changements)), numerote=True),
        Chapitre("suites", "Ce qui en découle", tuple(_suites(changements))),
        Chapitre("sans-reponse", "Ce qu'aucune réponse n'explique", tuple(_sans_reponse(changements))),
        Chapitre("cases", "Les cases de la matrice", tuple(_matrice(changements))),
        Chapitre("points", "Les points à décider", tuple(_points(changements))),
        Chapitre("loi", "Les repères de droit", tuple(_droit(changements))),
        Chapitre("les-mots", "Les mots", tuple(_mots(changements)), legende=True),
        Chapitre("memoire", "Pour mémoire", tuple(_memoire(changements))),
    )
    return Recit(
        titre=f"Ce qui change : {changements.apres.nom}" if changements.apres.nom else "Ce qui change",
        chapeau=tuple(_chapeau(changements)),
        chapitres=tuple(chapitre for chapitre in chapitres if chapitre.elements),
    )


def nommer(version: Version) -> str:
    """« la version 1.0, du 5 mars 2026 », « le projet du 5 mars 2026 »."""
    if version.titre:
        return version.titre
    date = f" du {en_lettres(version.date)}" if version.date else ""
    return f"le projet{date}" if version.version == PROJET else f"la version {version.version},{date}".rstrip(",")


def _chapeau(changements: Changements) -> Iterable[str]:
    avant, apres = nommer(changements.avant), nommer(changements.apres)
    yield f"Avant : {avant}. Après : {apres}." if avant != apres else f"Avant et après : {avant}."
    if changements.vide:
        yield "Rien ne change."
        return
    yield compte_des_changements(changements)


def compte_des_changements(changements: Changements) -> str:
    """Le compte de ce qui change, en une phrase : décisions, clauses, cases de la matrice."""
    clauses = [une for une in changements.clauses if not une.discrete]
    cases = sum(not une.discrete for une in changements.toutes_les_cases)
    sorts = {sens: sum(une.sens == sens for une in clauses) for sens in ("changee", "apparue", "disparue")}
    suite = [compter(sorts["changee"], "clause change", "clauses changent")]
    suite += [compter(sorts["apparue"], "apparaît", "apparaissent")] if sorts["apparue"] else []
    suite += [compter(sorts["disparue"], "disparaît", "disparaissent")] if sorts["disparue"] else []
    decisions = sum(decision.reelle for decision in changements.decisions)
    parties = [
        compter(decisions, "décision change", "décisions changent") if decisions else "Aucune décision ne change"
    ]
    parties += [", ".join(suite)] if clauses else ["aucune clause ne change"]
    parties += [compter(cases, "case de la matrice change", "cases de la matrice changent")] if cases else []
    return " ; ".join(parties) + "."


def _decisions(changements: Changements) -> Iterable[ElementDeRecit]:
    for rang, decision in enumerate((une for une in changements.decisions if une.reelle), 1):
        verdict = dire(decision)
        yield ElementDeRecit(
            phrases=verdict.phrases,
            puces=(*verdict.puces, *suites.de_la_decision(decision)),
            textes=verdict.textes,
            ancre=f"decision-{rang}",
        )


def _suites(changements: Changements) -> Iterable[ElementDeRecit]:
    """Les questions dont l'effet change sans que le groupe en ait discuté."""
    par_sorte: dict[str, list[Phrase]] = {phrase: [] for phrase in _SUITES.values()}
    for decision in changements.decisions:
        if decision.reelle or decision.geste not in _SUITES:
            continue
        if decision.clauses or decision.cases:
            entraine = (*suites.des_clauses(decision.clauses), *suites.des_cases(decision.cases))
            yield ElementDeRecit(phrases=dire(decision).phrases, puces=entraine)
        elif valeur := en_bref(decision):
            par_sorte[_SUITES[decision.geste]].append((valeur,))
    for phrase, puces in par_sorte.items():
        if puces:
            yield ElementDeRecit(phrases=(phrase,), puces=tuple(puces))


_SUITES = {
    "retiree": "N'ont plus d'effet :",
    "posee": "Ont maintenant un effet, sans avoir été discutées :",
    "suivie": "La proposition du questionnaire change, là où personne n'a discuté :",
}


_CAUSES = {
    "retouche": "Retouché à la main dans le texte de la charte :",
    "droit": "Changé par le droit :",
    "parcours": "Changé par le parcours choisi :",
    "modele": "Changé par la nouvelle version du modèle ou du questionnaire :",
    "autre": "Changé par le programme, ou dans un modèle qui garde son numéro :",
}


def _sans_reponse(changements: Changements) -> Iterable[ElementDeRecit]:
    for cause, phrase in _CAUSES.items():
        siennes = [une for une in changements.sans_reponse if une.cause == cause]
        puces = [suites.retouchee(une) for une in siennes] if cause == "retouche" else [*suites.des_clauses(siennes)]
        if puces:
            yield ElementDeRecit(phrases=(phrase,), puces=tuple(puces))


def _matrice(changements: Changements) -> Iterable[ElementDeRecit]:
    puces = tuple(suites.cases_nommees(changements.toutes_les_cases))
    if puces:
        yield ElementDeRecit(puces=puces)


def _points(changements: Changements) -> Iterable[ElementDeRecit]:
    for phrase, points in (
        ("Ne sont plus à décider :", changements.tranches),
        ("Sont maintenant à décider :", changements.ouverts),
    ):
        if points:
            yield ElementDeRecit(phrases=(phrase,), puces=tuple(_point(point) for point in points))


def _point(point: PointADecider) -> Phrase:
    return (citer(point.enonce),)


def _droit(changements: Changements) -> Iterable[ElementDeRecit]:
    verbes = {
        "apparue": "La charte cite maintenant :",
        "disparue": "La charte ne cite plus :",
        "changee": "Le repère a changé :",
    }
    for sens, phrase in verbes.items():
        cites = [un.apres or un.avant for un in changements.droit if un.sens == sens]
        if cites:
            puces = tuple((f"{un.titre} ({un.reference})",) for un in cites if un)
            yield ElementDeRecit(phrases=(phrase,), puces=puces)


# Les mots.


def _mots(changements: Changements) -> Iterable[ElementDeRecit]:
    reelles = (decision.question for decision in changements.decisions if decision.reelle)
    rangs = {question: rang for rang, question in enumerate(reelles, 1)}
    ordonnees = sorted((une for une in changements.clauses if not une.discrete), key=_ordre)
    for une in ordonnees:
        yield ElementDeRecit(
            titre=f"{designer(une)}{_explication(une, rangs)}",
            phrases=_sur_la_clause(une),
            textes=tuple(_textes(une)),
            ancre=f"clause-{une.id}",
        )
    dites = {decision.question for decision in changements.decisions}
    yield from _passages(une for une in changements.passages if _REPONSES.get(une.lieu) not in dites)


_REPONSES = {"Le nom": "nom", "La mission": "mission", "L'instance de décision": "instance", "Le contact": "contact"}
"""Les passages qui répètent une réponse."""


def _explication(une: ClauseChangee, rangs: Mapping[str, int]) -> str:
    """« (décision 3) », ou « (décisions 3 et 5) » si plusieurs peuvent l'expliquer."""
    if une.cause != "reponse":
        return ""
    siens = sorted(rangs[question] for question in une.questions if question in rangs)
    return "" if not siens else f" (décision{'s' if len(siens) > 1 else ''} {enumerer(siens)})"


def _ordre(une: ClauseChangee) -> tuple[bool, int, int, str]:
    """L'ordre des numéros, annexes à la fin ; un numéro retouché (« 6.3 bis ») suit le sien."""
    article, _, rang = une.clause.numero.partition(".")
    chiffres = rang.split(" ")[0]
    return (
        not article.isdecimal(),
        int(article) if article.isdecimal() else ord(article[:1] or "Z"),
        int(chiffres) if chiffres.isdecimal() else 0,
        f"{rang} {une.sens}",
    )


def _sur_la_clause(une: ClauseChangee) -> tuple[str, ...]:
    if une.sens == "apparue":
        return ("La clause apparaît." if une.clause.texte else "La clause apparaît ; elle attend une décision.",)
    if une.sens == "disparue" and une.clause.etat == "a_decider":
        return ("La clause disparaît ; elle attendait une décision.",)
    if une.sens == "disparue":
        return (f"La clause disparaît. Raison donnée : {nu(une.raison)}" if une.raison else "La clause disparaît.",)
    assert une.avant is not None and une.apres is not None
    if une.avant.etat == "a_decider" != une.apres.etat:
        return ("La clause attendait une décision ; elle s'écrit.",)
    if une.avant.etat != une.apres.etat and (une.apres.etat == "a_decider" or not une.mots):
        return (suites.ETATS[une.apres.etat],)
    if "texte" in une.aspects and all(morceau.sorte == "garde" for morceau in une.mots):
        return ("Seule la mise en forme change.",)
    return ()


def _textes(une: ClauseChangee) -> Iterable[tuple[Morceau, ...]]:
    if une.avant and une.apres:
        if "titre" in une.aspects:
            yield comparer_les_mots(nu(une.avant.titre), nu(une.apres.titre))
        if une.mots:
            yield _abreger(une.mots)
    elif une.apres and une.apres.texte:
        yield (Morceau("ajoute", nu(une.apres.texte)),)
    elif une.avant and une.avant.texte:
        yield (Morceau("retire", nu(une.avant.texte)),)


def _abreger(mots: Sequence[Morceau]) -> tuple[Morceau, ...]:
    """Les longs passages gardés perdent leur milieu : on ne relit que ce qui bouge, et ses abords."""
    return tuple(_ecourter(un, premier=not rang, dernier=rang == len(mots) - 1) for rang, un in enumerate(mots))


def _ecourter(morceau: Morceau, premier: bool, dernier: bool) -> Morceau:
    mots = morceau.texte.split(" ")
    if morceau.sorte != "garde" or len(mots) <= GARDES_AU_PLUS or (premier and dernier):
        return morceau
    debut = "" if premier else " ".join(mots[:GARDES_AUTOUR])
    fin = "" if dernier else " ".join(mots[-GARDES_AUTOUR:])
    return Morceau("garde", Brut(f"{debut} […] {fin}".lstrip(" ")))


def _passages(passages: Iterable[Passage]) -> Iterable[ElementDeRecit]:
    par_lieu: dict[str, list[Passage]] = {}
    for passage in passages:
        par_lieu.setdefault(passage.lieu, []).append(passage)
    for lieu, siens in par_lieu.items():
        textes = tuple(_passage(passage) for passage in siens)
        if lieu.startswith("Annexe") and len(siens) > LIGNES_AU_PLUS:
            yield ElementDeRecit(titre=lieu, phrases=(_compte(siens),), textes=textes, replie=True)
        else:
            yield ElementDeRecit(titre=lieu, textes=textes)


def _passage(passage: Passage) -> tuple[Morceau, ...]:
    if passage.sens == "changee":
        return _abreger(passage.mots)
    return (Morceau("ajoute", passage.apres) if passage.sens == "apparue" else Morceau("retire", passage.avant),)


def _compte(passages: Sequence[Passage]) -> str:
    mots = {
        "changee": ("ligne change", "lignes changent"),
        "apparue": ("ligne apparaît", "lignes apparaissent"),
        "disparue": ("ligne disparaît", "lignes disparaissent"),
    }
    comptes = {sens: sum(passage.sens == sens for passage in passages) for sens in mots}
    return ", ".join(compter(nombre, *mots[sens]) for sens, nombre in comptes.items() if nombre) + "."


# Pour mémoire.


def _memoire(changements: Changements) -> Iterable[ElementDeRecit]:
    puces = [
        *_entetes(changements.avant, changements.apres),
        *suites.discretes(une for une in changements.clauses if une.discrete),
        *_glissees(changements.glissees),
    ]
    redites = sum(decision.geste == "reformulee" for decision in changements.decisions)
    if redites:
        nombre = compter(redites, "question garde sa réponse", "questions gardent leur réponse")
        puces.append((f"{nombre}, dite autrement.",))
    noms = [AUTRES[nom] for nom in changements.autres if nom in AUTRES]
    if noms:
        puces.append((f"Changent aussi : {', '.join(noms)}.",))
    if puces:
        yield ElementDeRecit(puces=tuple(puces))


AUTRES = {
    "adoptions": "les adoptions notées",
    "recommandations": "les recommandations citées",
    "documents": "les documents sources cités",
    "pays": "le pays",
}


def _entetes(avant: Version, apres: Version) -> Iterable[Phrase]:
    for nom, ancien, nouveau in (
        ("Version", avant.version, apres.version),
        ("Date", _date(avant.date), _date(apres.date)),
        ("À relire", _date(avant.relecture), _date(apres.relecture)),
        ("Parcours", avant.parcours, apres.parcours),
        ("Questionnaire", avant.questionnaire, apres.questionnaire),
        ("Modèle", avant.modele, apres.modele),
    ):
        if ancien != nouveau:
            yield (f"{nom} : {ancien or 'rien'}, puis {nouveau or 'rien'}.",)


def _date(iso: str) -> str:
    return en_lettres(iso) if iso else ""


def _glissees(glissees: Sequence[tuple[str, str]]) -> Iterable[Phrase]:
    if glissees:
        nombre = compter(len(glissees), "clause change", "clauses changent")
        suite = ", ".join(f"{avant} devient {apres}" for avant, apres in glissees)
        yield (f"{nombre} de numéro sans changer de texte : {suite}.",)
