"""`charte exporter` : refaire les documents d'une charte."""

from __future__ import annotations

from pathlib import Path

from charte.depot.dossier import Dossier
from charte.depot.ecriture.verrou import verrouiller
from charte.rendu import verifier_moteur
from charte.services.charger import charger, charger_reponses, exiger_des_reponses
from charte.services.dire.pliage import dire
from charte.services.produire.production import a_dire, formats_choisis, produire


def exporter(
    dossier: Path,
    formats: str | None = None,
    remplacer: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
    moteur: str | None = None,
) -> int:
    """Refait les documents ; rend 0, ou 1 si un format demandé n'a pas pu être produit."""
    choisis = formats_choisis(formats)
    verifier_moteur(moteur)
    ici = Dossier(dossier)
    contenus = charger(modele, questionnaire, reponses=ici.reponses)
    exiger_des_reponses(ici)
    with verrouiller(dossier):
        reponses = charger_reponses(ici, contenus.questionnaire)
        production = produire(ici, contenus, reponses, choisis, remplacer, moteur)
    for chemin in production.ecrits:
        print(chemin)
    for phrase in a_dire(production, ici):
        dire(phrase, en_erreur=True)
    return 1 if production.manques or production.conflits else 0
