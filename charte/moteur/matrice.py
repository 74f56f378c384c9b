"""La matrice données × outils : chaque case est décidée par des règles, la plus stricte l'emporte."""

from __future__ import annotations

from charte.contenu.modele import Decision, ModeleMatrice, RegleMatrice
from charte.moteur.bac_a_sable import Indecis
from charte.moteur.charte import CaseMatrice, ClasseDonnees, FamilleOutils, Matrice
from charte.moteur.contexte import Contexte
from charte.moteur.texte import aplatir

RIGUEUR: dict[Decision, int] = {"autorise": 0, "conditions": 1, "accord": 2, "interdit": 3}


def dresser(modele: ModeleMatrice, contexte: Contexte) -> Matrice:
    """Rend la matrice du groupe. Une règle indécise et plus stricte que les autres laisse la case à décider."""
    outils = contexte.valeur("outils") if "outils" in contexte.questionnaire.par_id else ()
    familles = tuple(
        FamilleOutils(
            id=famille.id,
            libelle=contexte.rendre(famille.libelle),
            exemples=contexte.variante(famille.exemples),
            outils=tuple(
                aplatir(str(outil.get("nom", ""))) for outil in outils or () if outil.get("famille") == famille.id
            ),
        )
        for famille in modele.familles
    )
    verdicts = [(regle, _s_applique(regle, contexte)) for regle in modele.regles]
    classes = tuple(
        ClasseDonnees(
            id=classe.id,
            libelle=contexte.rendre(classe.libelle),
            exemples=contexte.variante(classe.exemples),
            cases=tuple(_case(classe.id, famille.id, verdicts, contexte) for famille in modele.familles),
        )
        for classe in modele.classes
    )
    return Matrice(familles, classes, contexte.variante(modele.conditions), contexte.variante(modele.accord))


def _s_applique(regle: RegleMatrice, contexte: Contexte) -> bool | None:
    """Vrai, faux, ou `None` si la condition touche à un point à décider."""
    try:
        return regle.si is None or contexte.vrai(regle.si)
    except Indecis:
        return None


def _case(
    classe: str, famille: str, verdicts: list[tuple[RegleMatrice, bool | None]], contexte: Contexte
) -> CaseMatrice:
    ici = [(r, v) for r, v in verdicts if v is not False and classe in r.classes and famille in r.familles]
    sures = [regle for regle, verdict in ici if verdict]
    retenue = max(sures, key=lambda regle: RIGUEUR[regle.decision], default=None)
    rigueur = RIGUEUR[retenue.decision] if retenue else 0
    ouverte = next((regle for regle, verdict in ici if verdict is None and RIGUEUR[regle.decision] > rigueur), None)
    if ouverte is not None:
        return CaseMatrice("a_decider", _motif(ouverte, contexte))
    if retenue is None:
        return CaseMatrice("autorise", "")
    return CaseMatrice(retenue.decision, _motif(retenue, contexte))


def _motif(regle: RegleMatrice, contexte: Contexte) -> str:
    try:
        return contexte.rendre(regle.motif)
    except Indecis:
        return ""


def regles_actives(modele: ModeleMatrice, contexte: Contexte) -> list[RegleMatrice]:
    """Les règles qui s'appliquent aux réponses, pour citer leurs sources."""
    return [regle for regle in modele.regles if _s_applique(regle, contexte)]
