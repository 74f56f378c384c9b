"""`charte couverture` : où sert le référentiel, ce qu'une charte en retient, les sujets qu'elle traite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from charte.depot.dossier import Dossier
from charte.erreurs import UsageIncorrect
from charte.moteur.charte import Charte
from charte.moteur.controles import couverture as moteur
from charte.moteur.controles import sujets as moteur_des_sujets
from charte.moteur.expressions.contexte import Contexte
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.dire.pliage import Bloc, en_texte
from charte.services.expliquer import couverture_en_json as bilans_json
from charte.services.expliquer import couverture_en_mots as bilans
from charte.services.produire.retouches import etat_du_texte

FORMATS = ("texte", "json")


def couverture(
    dossier: Path | None = None,
    sujets: bool = False,
    format: str = "texte",
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Dit la couverture d'une charte, ou du référentiel entier s'il n'y a pas de charte.

    Sans dossier, celui où l'on se trouve sert s'il porte une charte. Rend 1 si une recommandation, un repère de droit
    ou un sujet n'a sa place nulle part, 0 sinon. Lève `UsageIncorrect` ou `FichierInvalide`.
    """
    if format not in FORMATS:
        raise UsageIncorrect(f"« {format} » n'est pas un format de couverture.", f"Formats : {', '.join(FORMATS)}.")
    ici = Path() if dossier is None and Dossier(Path()).reponses.exists() else dossier
    contenus = charger(modele, questionnaire, reponses=Dossier(ici).reponses if ici else None)
    if ici is None:
        return _du_modele(contenus, sujets, format)
    reponses = charger_reponses(Dossier(ici), contenus.questionnaire)
    contexte = contenus.contexte(reponses)
    charte = etat_du_texte(Dossier(ici), contenus, contenus.composer(reponses)).charte
    return _de_la_charte(contenus, contexte, charte, sujets, format)


def _du_modele(contenus: Contenus, sujets: bool, format: str) -> int:
    referentiel = contenus.referentiel
    if sujets:
        traites = moteur_des_sujets.du_modele(referentiel.sujets, contenus.modele)
        _dire(format, bilans.sujets_du_modele(traites, referentiel), bilans_json.sujets_du_modele(traites))
        return 0 if all(sujet.traite for sujet in traites) else 1
    bilan = moteur.bilan_du_referentiel(contenus.questionnaire, contenus.modele, referentiel)
    _dire(format, bilans.du_modele(bilan, referentiel), bilans_json.du_modele(bilan))
    return 0 if bilan.complet else 1


def _de_la_charte(contenus: Contenus, contexte: Contexte, charte: Charte, sujets: bool, format: str) -> int:
    referentiel, modele = contenus.referentiel, contenus.modele
    if sujets:
        traites = moteur_des_sujets.du_modele(referentiel.sujets, modele)
        suivis = moteur_des_sujets.suivre(traites, modele, contexte, charte)
        blocs = bilans.sujets_de_la_charte(suivis, charte, referentiel)
        _dire(format, blocs, bilans_json.sujets_de_la_charte(suivis, charte))
        return 0
    places = moteur.bilan_du_referentiel(contenus.questionnaire, modele, referentiel).places
    suites = moteur.suivre(places, modele, contexte, charte)
    blocs = bilans.de_la_charte(suites, charte, contenus)
    _dire(format, blocs, bilans_json.de_la_charte(suites, charte))
    return 0


def _dire(format: str, blocs: list[Bloc], donnees: dict[str, Any]) -> None:
    print(json.dumps(donnees, ensure_ascii=False, indent=2) if format == "json" else en_texte(blocs))
