"""Écrire plusieurs fichiers d'une charte comme un seul : après un arrêt, tous sont anciens ou tous deviennent nouveaux.

Les fichiers sont d'abord préparés à côté des leurs. Puis un journal dit lesquels vont prendre leur place, et ils la
prennent. Arrêtée avant le journal, l'écriture n'a pas eu lieu ; arrêtée après, la commande suivante la termine.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from charte.depot.ecriture.un_fichier import (
    SUFFIXE,
    a_ecrire,
    balayer,
    ecrire,
    impossible,
    preparer,
    retirer,
    synchroniser,
)
from charte.erreurs import Refus, commande

FORMAT = 1


@dataclass(frozen=True)
class _Pose:
    """Un fichier à poser : sa place, ce qui va la prendre, et l'empreinte de ce qui s'y trouvait (vide : rien)."""

    place: Path
    provisoire: Path
    avant: str


def journal(dossier: Path) -> Path:
    """Le journal d'une écriture commencée ; il n'existe que le temps de la finir."""
    return dossier / ".charte" / "ecriture.json"


def ecrire_ensemble(dossier: Path, fichiers: Mapping[Path, str | bytes]) -> None:
    """Écrit ces fichiers du dossier d'une charte : tous, ou aucun. Ceux qui disent déjà cela ne sont pas touchés.

    Le dossier est verrouillé par qui appelle. Un texte garde ses fins de ligne, comme avec `ecrire`. Lève
    `EcritureImpossible` ; si un fichier ne peut pas prendre sa place (ouvert ailleurs, sous Windows), la suite se fera
    à la commande suivante.
    """
    poses: list[_Pose] = []
    try:
        for chemin, contenu in fichiers.items():
            try:
                if chemin.is_dir():
                    raise IsADirectoryError(errno.EISDIR, "un dossier")
                octets = a_ecrire(chemin, contenu)
                if octets is not None:
                    poses.append(_Pose(chemin, preparer(chemin, octets), _empreinte(chemin)))
            except OSError as erreur:
                raise impossible(chemin, erreur) from erreur
        if not poses:
            return
        _synchroniser(poses)
        ecrire(journal(dossier), _en_json(dossier, poses))
    except BaseException:
        for pose in poses:
            retirer(pose.provisoire)
        raise
    _finir(dossier, poses)


def reprendre(dossier: Path) -> None:
    """Termine l'écriture qu'un arrêt a coupée, efface ce qu'il a laissé. Le dossier est verrouillé par qui appelle.

    Un fichier changé à la main depuis l'arrêt est gardé sous un autre nom, et c'est dit. Lève `Refus` si le journal ne
    se lit pas, `EcritureImpossible` si un fichier ne peut toujours pas prendre sa place.
    """
    if journal(dossier).is_file():
        poses = list(_lire(dossier))
        for pose in poses:
            if pose.provisoire.exists() and pose.place.exists() and _empreinte(pose.place) != pose.avant:
                _garder(pose)
        _finir(dossier, poses)
    for endroit in (dossier, dossier / ".charte", *dossier.glob("adoptions/**")):
        balayer(endroit)


def interrompue(dossier: Path) -> bool:
    """Vrai si une écriture a été coupée : ce qu'on lirait mêlerait l'ancien et le nouveau."""
    return journal(dossier).is_file()


def _finir(dossier: Path, poses: list[_Pose]) -> None:
    for pose in poses:
        if pose.provisoire.exists():
            try:
                os.replace(pose.provisoire, pose.place)
            except OSError as erreur:
                raise impossible(pose.place, erreur) from erreur
    _synchroniser(poses)
    # Une coupure de courant le ferait revenir sans dommage : il n'y aurait plus rien à poser.
    retirer(journal(dossier))


def _garder(pose: _Pose) -> None:
    rang = 1
    while (copie := pose.place.with_name(f"{pose.place.stem}.avant-reprise-{rang}{pose.place.suffix}")).exists():
        rang += 1
    ecrire(copie, pose.place.read_bytes())
    print(
        f"Une écriture coupée se termine. {pose.place.name} avait changé depuis : votre version est dans {copie}",
        file=sys.stderr,
    )


def _synchroniser(poses: list[_Pose]) -> None:
    for dossier in {pose.place.parent for pose in poses}:
        synchroniser(dossier)


def _empreinte(chemin: Path) -> str:
    # Se charge pour écrire : la première question n'a pas à l'attendre.
    import hashlib

    return hashlib.sha256(chemin.read_bytes()).hexdigest() if chemin.is_file() else ""


def _en_json(dossier: Path, poses: list[_Pose]) -> str:
    lignes = [
        {"place": pose.place.relative_to(dossier).as_posix(), "provisoire": pose.provisoire.name, "avant": pose.avant}
        for pose in poses
    ]
    return json.dumps({"format": FORMAT, "poses": lignes}, ensure_ascii=False, indent=1) + "\n"


def _lire(dossier: Path) -> Iterator[_Pose]:
    """Les poses du journal. Lève `Refus` s'il ne se lit pas, ou s'il désigne un fichier hors du dossier."""
    chemin = journal(dossier)
    try:
        contenu = json.loads(chemin.read_text(encoding="utf-8"))
        if contenu["format"] != FORMAT:
            raise ValueError
        for ligne in contenu["poses"]:
            place = dossier / ligne["place"]
            provisoire = place.with_name(ligne["provisoire"])
            # Un dossier reçu d'autrui pourrait nommer n'importe quoi.
            if not place.parent.resolve().is_relative_to(dossier.resolve()) or provisoire.parent != place.parent:
                raise ValueError
            if not provisoire.name.endswith(SUFFIXE):
                raise ValueError
            yield _Pose(place, provisoire, str(ligne["avant"]))
    except (ValueError, KeyError, TypeError):
        raise Refus(
            f"Le journal d'une écriture coupée ne se lit pas : {chemin}",
            f"Pour garder les fichiers tels qu'ils sont : {commande('rm', str(chemin))}",
        ) from None
