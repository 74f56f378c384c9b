"""`charte verifier` : ce qui ne va pas, ce qui reste ouvert, ce qui a été retouché, ce que le droit a changé."""

from __future__ import annotations

from pathlib import Path

from charte.commandes.chargement import Contenus, charger, charger_reponses
from charte.commandes.echeances import dire_les_echeances, lire_le_jour
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.erreurs import commande
from charte.moteur.charte import Charte
from charte.moteur.coherence import Constat, constats
from charte.moteur.contexte import Contexte
from charte.moteur.matrice import ajustements_refuses

_TITRES = {"bloquant": "Bloquant", "attention": "Attention", "conseil": "Conseil"}


def verifier(
    dossier: Path, modele: Path | None = None, questionnaire: Path | None = None, au: str | None = None
) -> int:
    """Contrôle les contenus, puis le dossier. Rend 0, ou 1 si un constat bloquant demeure.

    `au` : le jour où l'on se place pour les échéances (AAAA-MM-JJ), aujourd'hui par défaut ; elles ne changent jamais
    le code de sortie. Lève `FichierInvalide` (3) si un fichier est fautif, `UsageIncorrect` (2) si le jour l'est.
    """
    jour = lire_le_jour(au)
    contenus = charger(modele, questionnaire, controler=True)
    ici = Dossier(dossier)
    reponses = charger_reponses(ici, contenus.questionnaire)
    charte = contenus.composer(reponses)
    trouves = constats_de(contenus, reponses)
    for constat in trouves:
        print(f"{_TITRES[constat.gravite]} : {constat.phrase}\n  Remède : {constat.remede}")
        print(f"  Questions : {', '.join(constat.questions)} (règle {constat.id})")
    _dire_les_points(charte)
    _dire_le_texte(ici, charte, contenus)
    dire_les_echeances(ici, contenus, reponses, charte, jour)
    bloquants = sum(constat.gravite == "bloquant" for constat in trouves)
    print(_bilan(len(trouves), bloquants))
    return 1 if bloquants else 0


def constats_de(contenus: Contenus, reponses: Reponses) -> list[Constat]:
    """Les contradictions entre ces réponses, les plus graves d'abord."""
    contexte = Contexte(contenus.questionnaire, reponses, contenus.modele.entete.mots)
    with contenus.fautes_situees():
        refuses = ajustements_refuses(contenus.modele.matrice, contexte)
        return [*refuses, *constats(contenus.modele.coherence, contexte)]


def _dire_les_points(charte: Charte) -> None:
    for point in charte.a_decider:
        attente = f" (clauses {', '.join(point.clauses)})" if point.clauses else ""
        print(f"À décider : {point.enonce}{attente}")
    if charte.non_discutees:
        print(f"Non discuté : {len(charte.non_discutees)} réponses gardent la proposition du questionnaire.")


def _dire_le_texte(dossier: Dossier, charte: Charte, contenus: Contenus) -> None:
    from charte.rendu.markdown import markdown

    refaire = commande("charte", "exporter", str(dossier.chemin))
    if not dossier.texte.exists():
        print(f"Le texte n'existe pas encore. Pour le faire : {refaire}")
        return
    if dossier.est_retouche():
        print(f"Retouché à la main : {dossier.texte}. Vos retouches sont gardées ; elles ne sont pas dans le PDF.")
    texte = markdown(charte, contenus.dossier_modele)
    if dossier.base.exists() and dossier.base.read_text(encoding="utf-8", errors="replace") != texte:
        print(f"Les réponses ont changé depuis le dernier rendu. Pour refaire le texte : {refaire}")


def _bilan(nombre: int, bloquants: int) -> str:
    if not nombre:
        return "Réponses lisibles, aucune contradiction."
    return f"{nombre} constat{'s' if nombre > 1 else ''}, dont {bloquants} bloquant{'s' if bloquants > 1 else ''}."
