"""La matrice données × outils : des règles décident, la plus stricte l'emporte ; le groupe peut ajuster une case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from charte.contenu.base import Brut, Markdown, Table
from charte.contenu.modele import ClasseOuFamille, Decision, ModeleMatrice, RegleMatrice
from charte.moteur.charte import CaseMatrice, ClasseDonnees, FamilleOutils, Matrice
from charte.moteur.composition.coherence import Constat
from charte.moteur.expressions.bac_a_sable import Indecis
from charte.moteur.expressions.contexte import Contexte
from charte.moteur.expressions.lisible import en_mots
from charte.moteur.texte import AUCUN_TEXTE, aplatir, echapper, majuscule

RIGUEUR: dict[Decision, int] = {"autorise": 0, "conditions": 1, "accord": 2, "interdit": 3}
AJUSTEMENTS = "ajustements_matrice"
"""La question où le groupe change une case : des fiches {donnees, famille, decision, raison}."""

Case = tuple[str, str]
"""Une classe de données et une famille d'outils."""


@dataclass(frozen=True)
class _Verdict:
    """Une règle qui vaut ici. `question` : celle, à décider, dont elle dépend ; "" si elle s'applique à coup sûr."""

    regle: RegleMatrice
    question: str = ""

    @property
    def rigueur(self) -> int:
        """Combien la règle est stricte : de 0, autorisé, à 3, interdit."""
        return RIGUEUR[self.regle.decision]


@dataclass(frozen=True)
class _Jugement:
    """Tout ce qui pèse sur une case : les règles, puis l'ajustement du groupe s'il y en a un."""

    verdicts: tuple[_Verdict, ...]
    ajustement: Table[str, Any] | None

    @cached_property
    def retenue(self) -> RegleMatrice | None:
        """La plus stricte des règles sûres ; à égalité, la première écrite."""
        return _plus_stricte(verdict for verdict in self.verdicts if not verdict.question)

    @cached_property
    def bloque_par(self) -> RegleMatrice | None:
        """La règle tenant à la loi que l'ajustement voudrait assouplir, ou `None`."""
        legale = _plus_stricte(verdict for verdict in self.verdicts if verdict.regle.plancher and not verdict.question)
        return legale if legale and self.ajustement and RIGUEUR[legale.decision] > self.voulue else None

    @property
    def voulue(self) -> int:
        """La rigueur que veut le groupe ; n'a de sens qu'avec un ajustement."""
        return RIGUEUR[self.ajustement["decision"]] if self.ajustement else 0

    @property
    def decision(self) -> Decision:
        """Ce que disent les règles seules ; une case dont aucune ne parle est permise."""
        return self.retenue.decision if self.retenue else "autorise"

    def attente(self, rigueur: int, legales: bool = False) -> str:
        """La question à décider qui pourrait rendre la case plus stricte que `rigueur` ; "" s'il n'y en a pas."""
        ouvertes = (une for une in self.verdicts if une.question and une.rigueur > rigueur)
        return next((une.question for une in ouvertes if une.regle.plancher or not legales), "")


def dresser(modele: ModeleMatrice, contexte: Contexte) -> Matrice:
    """Rend la matrice du groupe.

    Une case reste à décider si la réponse à une question ouverte pourrait la rendre plus stricte. Un ajustement du
    groupe l'emporte, sauf s'il assouplit une règle de plancher : la case garde alors ce que disent les règles.
    """
    jugements = _juger(modele, contexte)
    outils = contexte.valeur("outils") if "outils" in contexte.questionnaire.par_id else ()
    familles = tuple(_famille(famille, outils or (), contexte) for famille in modele.familles)
    classes = tuple(
        ClasseDonnees(
            id=classe.id,
            libelle=contexte.rendre(classe.libelle),
            exemples=contexte.variante(classe.exemples),
            cases=tuple(_case(jugements[classe.id, famille.id], contexte) for famille in modele.familles),
        )
        for classe in modele.classes
    )
    sur_accord = any(case.decision == "accord" for classe in classes for case in classe.cases)
    accord = contexte.variante(modele.accord) if sur_accord else AUCUN_TEXTE
    return Matrice(familles, classes, contexte.variante(modele.conditions), accord, modele.apres)


def ajustements_refuses(modele: ModeleMatrice, contexte: Contexte) -> list[Constat]:
    """Un constat bloquant par case que le groupe voudrait assouplir sous un plancher légal, dans l'ordre des lignes."""
    return [
        _refus(jugement.ajustement, jugement.bloque_par, jugement.decision, contexte)
        for jugement in _juger(modele, contexte).values()
        if jugement.ajustement and jugement.bloque_par
    ]


def regles_actives(modele: ModeleMatrice, contexte: Contexte) -> list[RegleMatrice]:
    """Les règles qui s'appliquent aux réponses, pour citer leurs sources."""
    return [verdict.regle for verdict in _verdicts(modele, contexte) if not verdict.question]


def _juger(modele: ModeleMatrice, contexte: Contexte) -> dict[Case, _Jugement]:
    verdicts = _verdicts(modele, contexte)
    ajustements = _ajustements(contexte)
    return {
        (classe.id, famille.id): _Jugement(
            tuple(v for v in verdicts if classe.id in v.regle.classes and famille.id in v.regle.familles),
            ajustements.get((classe.id, famille.id)),
        )
        for classe in modele.classes
        for famille in modele.familles
    }


def _verdicts(modele: ModeleMatrice, contexte: Contexte) -> list[_Verdict]:
    """Les règles qui s'appliquent, et celles dont on ne sait pas encore si elles s'appliquent."""
    verdicts = []
    for regle in modele.regles:
        try:
            if regle.si is None or contexte.vrai(regle.si):
                verdicts.append(_Verdict(regle))
        except Indecis as indecis:
            verdicts.append(_Verdict(regle, indecis.question))
    return verdicts


def _ajustements(contexte: Contexte) -> dict[Case, Table[str, Any]]:
    """L'ajustement de chaque case ; si deux fiches visent la même, la dernière l'emporte."""
    fiches = contexte.valeur(AJUSTEMENTS) if AJUSTEMENTS in contexte.questionnaire.par_id else ()
    return {(fiche["donnees"], fiche["famille"]): Table(fiche) for fiche in fiches or ()}


def _plus_stricte(verdicts: Iterable[_Verdict]) -> RegleMatrice | None:
    retenu = max(verdicts, key=lambda verdict: verdict.rigueur, default=None)
    return retenu.regle if retenu else None


def _famille(famille: ClasseOuFamille, outils: Iterable[Mapping[str, Any]], contexte: Contexte) -> FamilleOutils:
    noms = tuple(aplatir(str(outil.get("nom", ""))) for outil in outils if outil.get("famille") == famille.id)
    return FamilleOutils(famille.id, contexte.rendre(famille.libelle), contexte.variante(famille.exemples), noms)


def _case(jugement: _Jugement, contexte: Contexte) -> CaseMatrice:
    ajustement = jugement.ajustement
    if ajustement is None or jugement.bloque_par:
        attente = jugement.attente(RIGUEUR[jugement.decision])
        motif = _motif(jugement.retenue, contexte) if jugement.retenue else AUCUN_TEXTE
        lues = contexte.questions_lues([], [jugement.retenue.si]) if jugement.retenue else ()
        return _en_attente(attente, contexte) if attente else CaseMatrice(jugement.decision, motif, reponses=lues)
    attente = jugement.attente(jugement.voulue, legales=True)
    if attente:
        return _en_attente(attente, contexte)
    motif = _phrase(str(ajustement["raison"]))
    return CaseMatrice(ajustement["decision"], motif, ajustee=True, reponses=(AJUSTEMENTS,))


def _en_attente(reference: str, contexte: Contexte) -> CaseMatrice:
    """Une case à décider : son motif nomme la question dont elle dépend."""
    question = contexte.question(reference.partition(".")[0])
    motif = Markdown(f"La case attend une réponse : « {echapper(question.enonce)} »")
    return CaseMatrice("a_decider", motif, reponses=(question.id,))


def _motif(regle: RegleMatrice, contexte: Contexte) -> Markdown:
    try:
        return contexte.rendre(regle.motif)
    except Indecis:
        return AUCUN_TEXTE


def _phrase(raison: str) -> Markdown:
    """La raison du groupe, neutralisée, en phrase : une majuscule, un point."""
    texte = majuscule(aplatir(raison))
    return echapper(Brut(texte if texte.endswith((".", "!", "?", "…")) else f"{texte}."))


def _refus(fiche: Mapping[str, Any], plancher: RegleMatrice, garde: Decision, contexte: Contexte) -> Constat:
    champs = {champ.id: champ for champ in contexte.question(AJUSTEMENTS).champs}
    donnees, famille, voulu = (en_mots(champs[nom], fiche[nom]) for nom in ("donnees", "famille", "decision"))
    permis = en_mots(champs["decision"], plancher.decision)
    reste = en_mots(champs["decision"], garde)
    return Constat(
        id=f"ajustement-refuse-{fiche['donnees']}-{fiche['famille']}",
        gravite="bloquant",
        phrase=(
            f"Vous passez à « {voulu} » une case que la loi encadre : {donnees} × {famille}. "
            f"La charte garde « {reste} ». {_motif(plancher, contexte)}"
        ).strip(),
        remede=f"Retirez cet ajustement. La décision la plus souple que la loi admet ici : « {permis} ».",
        questions=(AJUSTEMENTS,),
    )
