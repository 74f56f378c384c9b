"""`charte historique` : les versions d'une charte, leurs votes, et où en est le travail."""

from __future__ import annotations

import datetime
import json
from functools import partial
from pathlib import Path

from charte.contenu.bibliotheque import dossier_modele
from charte.depot.dossier import Dossier
from charte.rendu.recits.histoire import en_donnees, raconter
from charte.rendu.recits.recit import ecrire
from charte.services.comparer.differences import largeur
from charte.services.comparer.etats import Lecteur
from charte.services.comparer.histoire import retracer
from charte.services.dire.pliage import dire
from charte.services.figer import divergences
from charte.services.options import verifier_format

FORMATS = ("texte", "md", "html", "json")


def historique(
    dossier: Path = Path(), format: str = "texte", modele: Path | None = None, questionnaire: Path | None = None
) -> int:
    """Dit les versions adoptées, la plus récente d'abord, et l'état de travail en tête ; rend 0.

    Lève `UsageIncorrect` si ce n'est pas le dossier d'une charte, `FichierInvalide` si ses réponses sont fautives.
    """
    verifier_format(format, FORMATS)
    lecteur = Lecteur(Dossier(dossier), modele, questionnaire)
    travail = lecteur.travail()
    histoire = retracer(lecteur, travail)
    if format == "json":
        texte = json.dumps(en_donnees(histoire), ensure_ascii=False, indent=2) + "\n"
    else:
        texte = ecrire(raconter(histoire), format, largeur(), partial(dossier_modele, modele))
    print(texte, end="")
    for phrase in divergences(lecteur.ici, travail.charte, datetime.date.today()):
        dire(f"\nAttention : {phrase}", en_erreur=True)
    return 0
