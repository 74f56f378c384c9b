"""L'histoire d'une charte : ses versions retrouvées l'une après l'autre."""

from __future__ import annotations

from charte.depot.adoptions import Figee
from charte.erreurs import ErreurCharte
from charte.moteur.charte import Adoption
from charte.moteur.comparaison.histoire import Etape, Histoire
from charte.services.comparer.differences import entre
from charte.services.comparer.etats import Etat, Lecteur
from charte.services.enregistrer.etiqueter import etiquette


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
