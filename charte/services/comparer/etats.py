"""Retrouver une charte telle qu'elle est ou telle qu'elle fut : dossier, fichier, version adoptée, référence git."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charte.contenu.base import Table
from charte.contenu.bibliotheque import archive_de
from charte.depot import git
from charte.depot.adoptions import Figee
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire
from charte.depot.images.logo import chemin_du_logo
from charte.erreurs import Faute, FichierInvalide, Refus, UsageIncorrect, commande
from charte.moteur.comparaison.deux_chartes import Renommages
from charte.moteur.expressions.dates import en_lettres
from charte.rendu.programmes.charte_json import de_json
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.figer import charte_figee
from charte.services.produire.retouches import etat_du_texte

if TYPE_CHECKING:
    from charte.contenu.reponses import Reponses
    from charte.moteur.charte import Charte

TRAVAIL = "l'état de travail"

Lire = Callable[[Path], bytes | None]
"""Ce qui rend un fichier d'autrefois, ou `None`."""


@dataclass(frozen=True)
class Etat:
    """Une charte, et comment la nommer au groupe."""

    charte: Charte
    titre: str


@dataclass(frozen=True)
class Lecteur:
    """De quoi lire des chartes autour d'un dossier, avec un modèle et un questionnaire à soi s'il le faut."""

    ici: Dossier
    modele: Path | None = None
    questionnaire: Path | None = None

    def travail(self) -> Etat:
        """La charte du dossier, telle qu'on la ferait maintenant."""
        return Etat(self.composer(self.ici), TRAVAIL)

    def designe(self, reference: str) -> Etat:
        """La charte que désigne ce mot : un dossier, un fichier, une version adoptée ou une référence git.

        Lève `UsageIncorrect` si rien ne porte ce nom, `FichierInvalide` si ce qu'on y trouve est fautif.
        """
        chemin = Path(reference)
        if est_une_charte(chemin):
            return Etat(self.composer(Dossier(chemin)), f"le dossier {reference}")
        if chemin.is_file():
            return Etat(self._fichier(chemin), f"le fichier {reference}")
        version = reference.removeprefix("v")
        if self.figee(version):
            return self.adoptee(version)
        etat = self.enregistree(reference)
        if etat is None:
            raise UsageIncorrect(
                f"« {reference} » n'est ici ni une charte, ni une version adoptée, ni une référence git.",
                f"Pour voir les versions : {commande('charte', 'historique', str(self.ici.chemin))}",
            )
        return etat

    def figee(self, version: str) -> Figee | None:
        """Cette version, si elle est figée dans le dossier."""
        figee = Figee(self.ici, version)
        return figee if version and figee.complete else None

    def adoptee(self, version: str) -> Etat:
        """Une version adoptée, telle qu'elle est figée, ou telle que son étiquette git la garde.

        Lève `UsageIncorrect` si ni l'une ni l'autre ne se trouvent.
        """
        figee = self.figee(version)
        if figee:
            charte = charte_figee(figee)
            return Etat(charte, f"la version {version}{_du(charte)}")
        etat = self.enregistree(f"v{version}")
        if etat is None:
            raise UsageIncorrect(
                f"La version {version} est notée dans reponses.yaml, mais n'est gardée ni dans le dossier ni dans git.",
                "Donnez les deux chartes à comparer : charte diff AVANT APRES",
            )
        return etat

    def enregistree(self, reference: str) -> Etat | None:
        """La charte du dossier à cette référence git, ou `None` si elle n'existe pas.

        Une version de ce dossier se nomme aussi sans son chemin (« v1.0 » pour « sous/dossier/v1.0 »). Lève
        `UsageIncorrect` si le dossier n'y était pas encore.
        """
        depot = git.trouver(self.ici.chemin)
        if depot is None:
            return None
        longue = git.nom_etiquette(depot, self.ici.chemin, reference.removeprefix("v"))
        trouvee = next((une for une in (longue, reference) if depot.resoudre(une)), None)
        if trouvee is None:
            return None
        figee = Figee(self.ici, reference.removeprefix("v")).dossier.etat
        octets = depot.lire(trouvee, figee) if trouvee == longue else None
        if octets:
            charte = de_json(octets, Path(f"{trouvee}:{figee.name}"))
            return Etat(charte, f"la version {charte.version}{_du(charte)}")
        charte = self._a_la_reference(depot, trouvee)
        return Etat(charte, f"{reference}{_du(charte)}")

    def composer(self, dossier: Dossier, lire: Lire | None = None) -> Charte:
        """La charte de ce dossier, composée de ses réponses, avec les retouches de son texte.

        `lire` : pour une copie, d'où vient le logo ; s'il ne s'y trouve plus, la charte s'en passe. Lève
        `UsageIncorrect`, `FichierInvalide`, ou `Refus` si un conflit reste à trancher dans le texte.
        """
        contenus = contenus_de(dossier.reponses, self.modele, self.questionnaire)
        reponses = charger_reponses(dossier, contenus.questionnaire)
        illustree = lire is None or _copier_le_logo(dossier, reponses, lire)
        charte = contenus.composer(reponses, dossier.reponses if illustree else None)
        if not dossier.texte.exists():
            return charte
        etat = etat_du_texte(dossier, contenus, charte)
        if etat.blocage:
            raise etat.blocage
        return etat.charte

    def _fichier(self, chemin: Path) -> Charte:
        if chemin.suffix == ".json":
            return de_json(chemin.read_bytes(), chemin)
        return self._copiee({"reponses.yaml": chemin.read_bytes()}, lambda _: chemin, lambda _: None)

    def _a_la_reference(self, depot: git.Depot, reference: str) -> Charte:
        """La charte refaite de ce qui était enregistré ; à défaut, l'état enregistré avec."""
        ici = self.ici
        chemins = [ici.reponses, ici.texte, ici.base, ici.etat]
        lus = {une: depot.lire(reference, une) for une in chemins}
        if lus[ici.reponses] is None:
            raise UsageIncorrect(f"À {reference}, il n'y avait pas encore de {ici.reponses}.")
        fichiers = {une.relative_to(ici.chemin).as_posix(): octets for une, octets in lus.items() if octets is not None}
        try:
            return self._copiee(
                fichiers,
                lambda fichier: Path(f"{reference}:{fichier.as_posix()}"),
                lambda fichier: depot.lire(reference, ici.chemin / fichier),
            )
        except FichierInvalide:
            etat = lus[ici.etat]
            if etat is None:
                raise
            return de_json(etat, Path(f"{reference}:{ici.etat.name}"))

    def _copiee(self, fichiers: Mapping[str, bytes], origine: Callable[[Path], Path], lire: Lire) -> Charte:
        """La charte de ces fichiers, écrits à part ; une faute dit d'où ils viennent."""

        def situer(chemin: Path) -> Path:
            return origine(chemin.relative_to(copie.chemin)) if chemin.is_relative_to(copie.chemin) else chemin

        with tempfile.TemporaryDirectory(prefix="charte-") as place:
            copie = Dossier(Path(place))
            for nom, octets in fichiers.items():
                chemin = copie.chemin / nom
                chemin.parent.mkdir(exist_ok=True)
                chemin.write_bytes(octets)
            try:
                return self.composer(copie, lire)
            except FichierInvalide as erreur:
                fautes = [Faute(situer(une.chemin), une.ligne, une.colonne, une.phrase) for une in erreur.fautes]
                raise FichierInvalide(fautes, erreur.remede) from None
            except Refus as refus:
                raise Refus(refus.phrase.replace(str(copie.texte), str(situer(copie.texte)))) from None


def _copier_le_logo(copie: Dossier, reponses: Reponses, lire: Lire) -> bool:
    """Met à sa place le logo que nomment ces réponses. Rend faux s'il ne se trouve plus."""
    chemin = chemin_du_logo(copie.reponses, reponses)
    octets = lire(chemin.relative_to(copie.chemin)) if chemin else None
    if chemin and octets is not None:
        ecrire(chemin, octets)
    return octets is not None


_LUS: dict[str, Contenus] = {}
"""Les contenus livrés déjà lus, par version : on relit souvent plusieurs chartes de suite."""


def contenus_de(reponses: Path, modele: Path | None, questionnaire: Path | None) -> Contenus:
    """Les contenus auxquels répond ce fichier. Lève `FichierInvalide`."""
    if modele or questionnaire:
        return charger(modele, questionnaire, reponses=reponses)
    version = archive_de(reponses)
    if version not in _LUS:
        _LUS[version] = charger(reponses=reponses)
    return _LUS[version]


def est_une_charte(chemin: Path) -> bool:
    """Vrai si ce dossier contient les réponses d'une charte."""
    return Dossier(chemin).reponses.is_file()


def renommages(avant: Charte, apres: Charte) -> Renommages | None:
    """Ce que les mises à jour du questionnaire livré ont renommé d'une charte à l'autre ; `None` s'il n'y a rien."""
    if avant.questionnaire == apres.questionnaire:
        return None
    from charte.contenu.bibliotheque import NOM_PAR_DEFAUT, rang_de_version

    noms, versions = zip(*(charte.questionnaire.split(" ", 1) for charte in (avant, apres)), strict=True)
    if set(noms) != {NOM_PAR_DEFAUT}:
        return None
    ancienne, nouvelle = sorted(versions, key=rang_de_version)
    trouves = renommees_depuis(ancienne, nouvelle)
    if versions[0] == ancienne:
        return trouves
    return Renommages(*(Table({b: a for a, b in noms.items()}) for noms in (trouves.questions, trouves.clauses)))


def renommees_depuis(ancienne: str, nouvelle: str = "") -> Renommages:
    """Ce que le questionnaire livré a renommé depuis cette version, jusqu'à l'autre, ou jusqu'à la courante."""
    from charte.contenu.bibliotheque import rang_de_version
    from charte.contenu.migration import charger_migrations
    from charte.moteur.mise_a_jour.portage import renommages as renommages_de

    jusqu_ici = rang_de_version(nouvelle) if nouvelle else None
    suite = (une for une in charger_migrations(ancienne) if not jusqu_ici or rang_de_version(une.version) <= jusqu_ici)
    return Renommages(*renommages_de(suite))


def _du(charte: Charte) -> str:
    return f" du {en_lettres(charte.date)}" if charte.date else ""
