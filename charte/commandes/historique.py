"""`charte historique` : les versions d'une charte, leurs votes, et où en est le travail."""

from __future__ import annotations

import datetime
import json
from functools import partial
from pathlib import Path

from charte.commandes.diff import entre, largeur, verifier_format
from charte.commandes.etats import Etat, Lecteur
from charte.commandes.etiqueter import etiquette
from charte.commandes.figer import divergences
from charte.commandes.pliage import dire
from charte.contenu.bibliotheque import dossier_modele
from charte.depot.adoptions import Figee
from charte.depot.dossier import Dossier
from charte.erreurs import ErreurCharte
from charte.moteur.charte import Adoption
from charte.moteur.histoire import Etape, Histoire
from charte.rendu.histoire import en_donnees, raconter
from charte.rendu.recit import ecrire

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


def retracer(lecteur: Lecteur, travail: Etat) -> Histoire:
    """L'histoire du dossier, jusqu'à cet état de travail.

    Une version dont plus rien ne garde le texte y figure, sans ce qui l'a changée.
    """
    adoptions = travail.charte.adoptions
    etats = {adoption.version: _adoptee(lecteur, adoption.version) for adoption in adoptions}
    precedentes = ("", *(adoption.version for adoption in adoptions))
    etapes = [
        _etape(lecteur, adoption, avant, etats[adoption.version], etats.get(avant))
        for adoption, avant in zip(adoptions, precedentes, strict=False)
    ]
    dernier = etats.get(precedentes[-1])
    depuis = entre(dernier, travail) if dernier else None
    # Des réponses retouchées après le vote font un projet, même si personne ne l'a daté.
    if not travail.charte.adoptee or (depuis is not None and not depuis.vide):
        date = "" if travail.charte.adoptee else travail.charte.date
        etapes.append(Etape(version="", date=date, precedente=precedentes[-1], depuis=depuis))
    return Histoire(travail.charte.nom, tuple(reversed(etapes)))


def _adoptee(lecteur: Lecteur, version: str) -> Etat | None:
    try:
        return lecteur.adoptee(version)
    except ErreurCharte:
        return None


def _etape(lecteur: Lecteur, adoption: Adoption, precedente: str, etat: Etat | None, avant: Etat | None) -> Etape:
    posee = etiquette(Figee(lecteur.ici, adoption.version))
    nom, empreinte = (posee.nom, posee.commit) if posee and posee.garde else ("", "")
    return Etape(
        version=adoption.version,
        date=adoption.date,
        instance=adoption.instance,
        vote=adoption.vote,
        relire_le=etat.charte.relecture if etat else "",
        etiquette=nom,
        empreinte=empreinte,
        figee=lecteur.figee(adoption.version) is not None,
        precedente=precedente,
        depuis=entre(avant, etat) if avant and etat else None,
    )
