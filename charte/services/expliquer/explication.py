"""Ce qu'est une clause, une question ou une source : d'où elle vient, où elle mène, ce qu'une charte en fait."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charte.contenu.base import Variante
from charte.contenu.modele import ClauseDuModele, RegleCoherence, RegleMatrice
from charte.contenu.questionnaire import Question
from charte.contenu.referentiel import DocumentSource, Recommandation, RegleDroit, Tension
from charte.moteur.charte import Charte
from charte.moteur.controles.couverture import absence, porteurs
from charte.moteur.expressions.bac_a_sable import Indecis
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.expressions.lisible import ACCORDS, en_mots
from charte.services.charger import Contenus
from charte.services.dire.pliage import Bloc, lisible
from charte.services.expliquer import liens
from charte.services.expliquer.pourquoi import raisons

_ETATS = {
    "repondu": "répondu",
    "passe": "non discuté, proposition du questionnaire",
    "defaut": "non discuté, proposition du questionnaire",
    "a_decider": "à décider",
    "sans_objet": "question sans objet ici",
    "ferme": "décidée",
    "non_discutee": "non discutée",
}
_PAYS = {"UE": "Union européenne", "FR": "France", "BE": "Belgique"}


@dataclass(frozen=True)
class Situation:
    """Les contenus, et s'il y en a une, la charte d'un groupe."""

    contenus: Contenus
    contexte: Contexte | None = None
    charte: Charte | None = None
    aujourdhui: datetime.date | None = None


Objet = (
    ClauseDuModele | Question | Recommandation | RegleDroit | Tension | RegleCoherence | RegleMatrice | DocumentSource
)


def expliquer(ici: Situation, objet: Objet) -> list[Bloc]:
    """Ce que c'est, d'où cela vient, où cela mène ; s'il y a une charte, ce qu'elle en fait."""
    match objet:
        case ClauseDuModele():
            return expliquer_clause(ici, objet)
        case Question():
            return expliquer_question(ici, objet)
        case Recommandation():
            return expliquer_recommandation(ici, objet)
        case RegleDroit():
            return expliquer_droit(ici, objet)
        case Tension():
            return expliquer_tension(ici, objet)
        case RegleCoherence():
            return expliquer_coherence(ici, objet)
        case RegleMatrice():
            return expliquer_matrice(ici, objet)
        case DocumentSource():
            return expliquer_document(ici, objet)


def expliquer_clause(ici: Situation, clause: ClauseDuModele) -> list[Bloc]:
    """La clause, ses sources, les réponses dont elle dépend, sa place dans la charte."""
    article = next(article for article, une in liens.clauses(ici.contenus) if une.id == clause.id)
    directes, par_mots = liens.questions_lues(ici.contenus, clause)
    nature = f"Clause de l'article « {article.titre} » : {clause.force}, parcours {clause.parcours}."
    condition = f"Imprimée si : {clause.si}" if clause.si else "Imprimée dans toute charte."
    # Devant une charte, c'est son texte qui compte, à la fin ; les gabarits ne parlent qu'à qui écrit un modèle.
    gabarits = (condition, *_gabarits(clause)) if ici.charte is None else ()
    blocs = [
        Bloc(f"{clause.id} — {clause.titre}", (nature, *gabarits)),
        Bloc("D'où elle vient", (*_recommandations(ici, clause.recommandations), *_droit(ici, clause.droit))),
        Bloc("Les réponses dont elle dépend", tuple(_question(ici, question) for question in directes)),
        Bloc("Et, par les mots qui changent avec la structure", (", ".join(par_mots),) if par_mots else ()),
    ]
    if ici.charte is None or ici.contexte is None:
        return blocs
    return [*blocs, Bloc(_dans(ici), _clause_ici(ici.charte, ici.contexte, clause))]


def _gabarits(clause: ClauseDuModele) -> Iterator[str]:
    """Le texte tel que l'écrit le modèle, chaque variante et chaque ligne avec sa condition."""
    for nom, variantes in zip(("Texte", "Ligne", "Suite"), clause.corps, strict=True):
        for une in [Variante(texte=variantes)] if isinstance(variantes, str) else variantes:
            si = f", si {une.si.strip()}" if une.si else ""
            if une.texte:
                yield f"{nom}{si} : {une.texte.strip()}"


def expliquer_question(ici: Situation, question: Question) -> list[Bloc]:
    """La question, ses options, ses sources, ce que sa réponse change."""
    contenus = ici.contenus
    section = contenus.questionnaire.section_de(question.id)
    lignes = [f"Question de l'étape « {section.titre} », parcours {question.parcours}."]
    lignes += [f"Posée si : {question.si}"] if question.si else []
    lignes += [phrase for phrase in (question.aide, question.pourquoi) if phrase]
    lignes += [f"- {option.valeur} : {option.libelle}" for option in question.options]
    if question.lignes:
        lignes.append("Lignes : " + ", ".join(ligne.valeur for ligne in question.lignes))
    tensions = [t for t in contenus.referentiel.tensions.values() if t.question == question.id]
    effets = liens.autres_effets(contenus, question.id).items()
    return [
        Bloc(f"{question.id} — {question.enonce}", tuple(lignes)),
        Bloc("D'où elle vient", _recommandations(ici, question.recommandations)),
        Bloc("Le désaccord qu'elle tranche", tuple(f"- {t.id} : {t.resume}" for t in tensions)),
        Bloc("Les clauses qui en dépendent", _clauses(ici, liens.clauses_qui_lisent(contenus, question.id))),
        Bloc("Ce qu'elle change encore", tuple(f"{titre} : {', '.join(noms)}" for titre, noms in effets if noms)),
        *_question_ici(ici, question),
    ]


def expliquer_recommandation(ici: Situation, entree: Recommandation) -> list[Bloc]:
    """La recommandation, les documents qui la fondent, les clauses et les questions qui la portent."""
    lignes: list[str] = [entree.enonce]
    lignes.append(f"Nature : {entree.nature}. Priorité : {entree.priorite}. Appui : {entree.appui}.")
    if entree.fait:
        fait = entree.fait
        lignes.append(f"Chiffre : {fait.valeur} ({fait.auteur}, {fait.date}).")
        lignes += [f"Réserve : {fait.reserve}"] if fait.reserve else []
    lignes += [f"Note : {entree.note}"] if entree.note else []
    documents = ici.contenus.referentiel.documents
    sources = [f"- {_citer(documents[s.document])}, l. {s.lignes} (« {s.accroche} »)" for s in entree.sources]
    tensions = [t for t in ici.contenus.referentiel.tensions.values() if entree.id in t.entre]
    return [
        Bloc(f"{entree.id} — recommandation du référentiel", tuple(lignes)),
        Bloc("D'où elle vient", tuple(sources)),
        Bloc("Les désaccords où elle est prise", tuple(f"- {t.id} : {t.titre}" for t in tensions)),
        *_porteurs(ici, entree.id),
    ]


def expliquer_droit(ici: Situation, regle: RegleDroit) -> list[Bloc]:
    """Le repère de droit, ses dates, les clauses qui s'y appuient."""
    dates = f"Applicable le {en_lettres(regle.applicable)}, vérifié le {en_lettres(regle.verifie)}"
    if regle.a_revoir:
        dates += f", à revoir après le {en_lettres(regle.a_revoir)}"
    lignes = [regle.enonce, f"{_PAYS[regle.juridiction]} : {regle.reference}.", f"{dates}."]
    lignes += [f"- {en_lettres(etape.date)} : {etape.effet}" for etape in regle.etapes]
    lignes += [f"Imprimée si : {regle.si}"] if regle.si else []
    if regle.fiabilite == "une_source":
        lignes.append("Relevé dans une seule source : à confirmer avant de s'en servir.")
    if regle.a_revoir and ici.aujourdhui and ici.aujourdhui > regle.a_revoir:
        lignes.append("Cette date est passée : vérifiez ce repère avant de vous en servir.")
    lignes.append("C'est un repère, pas un conseil juridique.")
    return [Bloc(f"{regle.id} — {regle.titre}", tuple(lignes)), *_porteurs(ici, regle.id)]


def expliquer_tension(ici: Situation, tension: Tension) -> list[Bloc]:
    """Le désaccord, les recommandations qui s'opposent, la question qui tranche."""
    question = ici.contenus.questionnaire.par_id.get(tension.question)
    blocs = [
        Bloc(f"{tension.id} — {tension.titre}", ("Désaccord entre documents.", tension.resume)),
        Bloc("Les recommandations en présence", _recommandations(ici, tension.entre)),
        Bloc("La question qui le tranche", (_question(ici, tension.question),)),
    ]
    if question is None:
        return blocs
    lues = liens.clauses_qui_lisent(ici.contenus, question.id)
    return [*blocs, Bloc("Les clauses qui en dépendent", _clauses(ici, lues)), *_question_ici(ici, question)]


def expliquer_coherence(ici: Situation, regle: RegleCoherence) -> list[Bloc]:
    """La règle de cohérence, ce qui la déclenche, si elle se déclenche ici."""
    lignes = (f"Règle de cohérence : {regle.gravite}.", f"Signalée si : {regle.si}")
    textes = (f"Constat : {_rendu(ici, regle.constat)}", f"Remède : {_rendu(ici, regle.remede)}")
    blocs = [
        Bloc(f"{regle.id} — contradiction à signaler", (*lignes, *textes)),
        Bloc("D'où elle vient", (*_recommandations(ici, regle.recommandations), *_droit(ici, regle.droit))),
        Bloc("Les questions à rouvrir", tuple(_question(ici, question) for question in regle.questions)),
    ]
    return [*blocs, _condition_ici(ici, regle.si, "Elle se déclenche", "Elle ne se déclenche pas")]


def expliquer_matrice(ici: Situation, regle: RegleMatrice) -> list[Bloc]:
    """La règle de la matrice, les cases qu'elle vise, si elle s'applique ici."""
    lignes = [f"Règle de la matrice des données et des outils : {regle.decision}."]
    lignes += [f"S'applique si : {regle.si}"] if regle.si else ["S'applique toujours."]
    lignes += [f"Données : {', '.join(regle.classes)}.", f"Outils : {', '.join(regle.familles)}."]
    lignes.append(f"Motif : {_rendu(ici, regle.motif)}")
    blocs = [
        Bloc(f"{regle.id} — règle de la matrice", tuple(lignes)),
        Bloc("D'où elle vient", (*_recommandations(ici, regle.recommandations), *_droit(ici, regle.droit))),
    ]
    return [*blocs, _condition_ici(ici, regle.si, "Elle s'applique", "Elle ne s'applique pas")]


def expliquer_document(ici: Situation, document: DocumentSource) -> list[Bloc]:
    """Le document source, et les recommandations qu'il fonde."""
    entrees = ici.contenus.referentiel.recommandations.values()
    fondees = [entree.id for entree in entrees if any(s.document == document.id for s in entree.sources)]
    return [
        Bloc(f"{document.id} — document source", (f"{_citer(document)} ({document.pays}).",)),
        Bloc(f"Les {len(fondees)} recommandations qu'il fonde", _recommandations(ici, fondees)),
    ]


def _recommandations(ici: Situation, identifiants: Iterable[str]) -> tuple[str, ...]:
    referentiel = ici.contenus.referentiel
    lignes = []
    for identifiant in identifiants:
        entree = referentiel.recommandations[identifiant]
        documents = dict.fromkeys(source.document for source in entree.sources)
        lignes.append(f"- {identifiant} : {entree.enonce} ({', '.join(documents)})")
    return tuple(lignes)


def _droit(ici: Situation, identifiants: Iterable[str]) -> tuple[str, ...]:
    regles = [ici.contenus.referentiel.droit[identifiant] for identifiant in identifiants]
    return tuple(f"- droit {regle.id} : {regle.titre} ({regle.reference})" for regle in regles)


def _question(ici: Situation, identifiant: str) -> str:
    question = ici.contenus.questionnaire.par_id.get(identifiant)
    if question is None:
        return f"- {identifiant} (absente de ce questionnaire)"
    return f"- {identifiant} : {question.enonce}{_reponse(ici, question)}"


def _reponse(ici: Situation, question: Question) -> str:
    if ici.contexte is None:
        return ""
    etat = ici.contexte.etat(question.id)
    if etat in ("a_decider", "sans_objet"):
        return f" → {_ETATS[etat]}"
    return f" → {en_mots(question, ici.contexte.valeur(question.id))} ({_ETATS[etat]})"


def _clauses(ici: Situation, lues: Iterable[ClauseDuModele]) -> tuple[str, ...]:
    numeros = {clause.id: clause.numero for clause in ici.charte.clauses()} if ici.charte else None
    lignes = []
    for clause in lues:
        place = "" if numeros is None else f" ({numeros.get(clause.id, 'absente de cette charte')})"
        lignes.append(f"- {clause.id} : {clause.titre}{place}")
    return tuple(lignes)


def _porteurs(ici: Situation, source: str) -> list[Bloc]:
    contenus = ici.contenus
    trouves = porteurs(contenus.modele, contenus.questionnaire, source)
    portees = [clause for _, clause in liens.clauses(contenus) if clause.id in (*trouves.clauses, *trouves.reperes)]
    blocs = [
        Bloc("Les clauses qui la portent", _clauses(ici, portees)),
        Bloc("Les questions qui y mènent", tuple(_question(ici, question) for question in trouves.questions)),
        Bloc("Les règles de la matrice", tuple(f"- {regle}" for regle in trouves.matrice)),
        Bloc("Les règles de cohérence", tuple(f"- {regle}" for regle in trouves.coherence)),
        Bloc("Les annexes", tuple(f"- {annexe}" for annexe in trouves.annexes)),
    ]
    if not any(bloc.lignes for bloc in blocs):
        return [Bloc("Où elle mène", ("Rien, dans ce modèle et ce questionnaire, ne s'y appuie.",))]
    return blocs


def _question_ici(ici: Situation, question: Question) -> list[Bloc]:
    if ici.contexte is None:
        return []
    lignes = [f"Réponse{_reponse(ici, question)}."]
    deliberation = ici.contexte.reponses.deliberations.get(question.id)
    if deliberation:
        lignes.append(f"Accord du groupe : {ACCORDS[deliberation.accord]}. {deliberation.remarque}".strip())
        lignes += [f"À revoir le {en_lettres(deliberation.revoir_le)}."] if deliberation.revoir_le else []
    return [Bloc(_dans(ici), tuple(lignes))]


def _clause_ici(charte: Charte, contexte: Contexte, clause: ClauseDuModele) -> tuple[str, ...]:
    trouvee = next((une for une in charte.clauses() if une.id == clause.id), None)
    if trouvee is None:
        return (f"Absente : {raisons([absence(clause, contexte, charte.retraits)])}.",)
    if trouvee.etat == "a_decider":
        return (f"Numéro {trouvee.numero}, à décider : {', '.join(trouvee.points)}.",)
    texte = lisible(trouvee.texte)
    return (f"Présente, numéro {trouvee.numero} ({_ETATS[trouvee.etat]}).", f"Texte : {texte}")


def _condition_ici(ici: Situation, source: str | None, oui: str, non: str) -> Bloc:
    if ici.contexte is None:
        return Bloc("", ())
    try:
        vrai = source is None or ici.contexte.vrai(source)
    except Indecis as indecis:
        return Bloc(_dans(ici), (f"En suspens : « {indecis.question} » reste à décider.",))
    return Bloc(_dans(ici), (f"{oui if vrai else non} avec vos réponses.",))


def _dans(ici: Situation) -> str:
    nom = ici.charte.nom if ici.charte else ""
    return f"Dans la charte « {nom} »" if nom else "Dans cette charte"


def _rendu(ici: Situation, texte: str) -> str:
    if ici.contexte is None:
        return texte.strip()
    return lisible(ici.contexte.variante(texte)) or texte.strip()


def _citer(document: DocumentSource) -> str:
    return f"{document.auteur}, « {document.titre} », {document.date}"
