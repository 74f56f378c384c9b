"""Réunir questionnaire, modèle, référentiel et réponses, en les contrôlant s'ils viennent d'ailleurs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charte.contenu import bibliotheque
from charte.depot import memoire
from charte.depot.dossier import Dossier
from charte.depot.ecriture.verrou import achever
from charte.erreurs import Faute, FichierInvalide, UsageIncorrect, commande

# La composition n'est chargée que pour écrire : l'entretien commence sans l'attendre.
if TYPE_CHECKING:
    from charte.contenu.lecture.yaml_situe import DocumentLu
    from charte.contenu.modele import Modele
    from charte.contenu.questionnaire import Questionnaire
    from charte.contenu.referentiel import Referentiel
    from charte.contenu.reponses import Reponses
    from charte.moteur.charte import Charte, Logo
    from charte.moteur.controles.controle_du_modele import FauteSituee
    from charte.moteur.expressions.contexte import Contexte


@dataclass(frozen=True)
class Contenus:
    """Ce qu'il faut pour composer une charte, hors réponses.

    `dossier_modele` porte gabarits et styles ; `dossier_textes` les clauses, quand elles sont d'une version archivée.
    """

    questionnaire: Questionnaire
    modele: Modele
    referentiel: Referentiel
    dossier_modele: Path
    dossier_textes: Path | None = None

    def composer(self, reponses: Reponses, fichier: Path | None = None) -> Charte:
        """La charte de ces réponses. Lève `FichierInvalide` si un texte du modèle ne se calcule pas.

        `fichier` : celui des réponses, dont le dossier tient le logo ; sans lui, la charte n'a pas de logo. Un logo
        refusé lève `FichierInvalide`, ou `Refus` s'il sortait du dossier.
        """
        from charte.moteur.composition.composer import composer

        logo = self._logo(fichier, reponses) if fichier and reponses.apparence else None
        with self.fautes_situees():
            return composer(self.questionnaire, self.modele, self.referentiel, reponses, logo)

    def contexte(self, reponses: Reponses) -> Contexte:
        """Ce que ces réponses disent à chaque condition et à chaque texte."""
        from charte.moteur.expressions.contexte import Contexte

        return Contexte(self.questionnaire, reponses, self.modele.entete.mots)

    def enonces(self) -> dict[str, str]:
        """L'énoncé de chaque recommandation, par identifiant."""
        return {une.id: une.enonce for une in self.referentiel.recommandations.values()}

    def _logo(self, fichier: Path, reponses: Reponses) -> Logo | None:
        from charte.depot.images.logo import lire_logo

        return lire_logo(fichier, reponses)

    @contextmanager
    def fautes_situees(self) -> Iterator[None]:
        """Donne sa place, dans le modèle, à un texte qui ne se calcule pas. Lève alors `FichierInvalide`."""
        from charte.moteur.expressions.bac_a_sable import ExpressionInvalide

        try:
            yield
        except ExpressionInvalide as erreur:
            place = bibliotheque.situer(self.dossier_textes or self.dossier_modele, erreur.source)
            if place is None:
                raise
            raise FichierInvalide([Faute(*place, erreur.phrase)]) from None


def charger(
    modele: Path | None = None,
    questionnaire: Path | None = None,
    controler: bool = False,
    reponses: Path | None = None,
) -> Contenus:
    """Rend les contenus. Ceux d'autrui sont toujours contrôlés ; ceux du programme le sont par ses tests.

    `reponses` : le fichier dont on va se servir ; s'il répond à une version passée du questionnaire livré, ce sont
    les contenus de cette version. Lève `FichierInvalide`, toutes fautes réunies.
    """
    memoire.tenir()
    if reponses is not None:
        achever(reponses.parent)
    version = bibliotheque.archive_de(reponses) if reponses and questionnaire is None else ""
    if modele is None and questionnaire is None and not controler:
        if version:
            return memoire.contenus(f"contenus-{version}", bibliotheque.sources(version), lambda: _livres(version))
        return memoire.contenus("contenus", bibliotheque.sources(), _livres)
    referentiel = _referentiel(version)
    document, questions = bibliotheque.lire_questionnaire(questionnaire or bibliotheque.fichier_questionnaire(version))
    textes = modele or bibliotheque.dossier_textes(version)
    documents, lu = bibliotheque.lire_modele(textes)
    documents["questionnaire"] = document
    trouvees = _controler(questions, lu, referentiel)
    # Les sujets ne citent que les clauses du modèle fourni.
    if modele is None and questionnaire is None and not version:
        trouvees += _controler_sujets(documents, questions, lu)
    _refuser(documents, trouvees)
    return Contenus(questions, lu, referentiel, bibliotheque.dossier_modele(modele), textes)


def _livres(version: str = "") -> Contenus:
    """Les contenus livrés avec le programme, dans leur version courante ou une version archivée."""
    textes = bibliotheque.dossier_textes(version)
    return Contenus(
        bibliotheque.charger_questionnaire(bibliotheque.fichier_questionnaire(version)),
        bibliotheque.charger_modele(textes),
        _referentiel(version),
        bibliotheque.dossier_modele(),
        textes,
    )


def _referentiel(version: str) -> Referentiel:
    """Le référentiel ; pour une version archivée, il nomme questions et clauses comme elle."""
    referentiel = bibliotheque.charger_referentiel()
    if not version:
        return referentiel
    from charte.contenu.migration import charger_migrations
    from charte.moteur.mise_a_jour.portage import referentiel_d_avant

    return referentiel_d_avant(referentiel, charger_migrations(version))


def _controler(questionnaire: Questionnaire, modele: Modele, referentiel: Referentiel) -> list[FauteSituee]:
    from charte.moteur.controles.controle_du_modele import (
        controler_modele,
        controler_mots_du_questionnaire,
        controler_questionnaire,
    )

    trouvees = controler_questionnaire(questionnaire, referentiel)
    trouvees += controler_mots_du_questionnaire(questionnaire, modele)
    return trouvees + controler_modele(modele, questionnaire, referentiel)


def _controler_sujets(
    documents: dict[str, DocumentLu], questionnaire: Questionnaire, modele: Modele
) -> list[FauteSituee]:
    from charte.moteur.controles.controle_du_modele import controler_sujets

    documents["sujets"], sujets = bibliotheque.lire_sujets()
    return controler_sujets(sujets, modele, questionnaire)


def _refuser(documents: dict[str, DocumentLu], trouvees: list[FauteSituee]) -> None:
    for nom, chemin, phrase in trouvees:
        documents[nom].signaler(chemin, phrase)
    fautes = [faute for document in documents.values() for faute in document.fautes]
    if fautes:
        raise FichierInvalide(fautes)


def exiger_des_reponses(dossier: Dossier) -> None:
    """Lève `UsageIncorrect` si ce n'est pas le dossier d'une charte. Finit d'abord une écriture coupée."""
    achever(dossier.chemin)
    if not dossier.reponses.exists():
        raise UsageIncorrect(
            f"{dossier.chemin} n'est pas le dossier d'une charte : il n'y a pas de reponses.yaml.",
            f"Pour commencer une charte ici : {commande('charte', 'init', str(dossier.chemin))}",
        )


def charger_reponses(dossier: Dossier, questionnaire: Questionnaire) -> Reponses:
    """Les réponses d'un dossier. Lève `UsageIncorrect` s'il n'y en a pas.

    Lève `FichierInvalide` si elles sont fautives, ou s'il manque celle sans laquelle la charte ne s'écrit pas.
    """
    exiger_des_reponses(dossier)
    reponses = bibliotheque.charger_reponses(dossier.reponses, questionnaire)
    obligatoires = (une for une in questionnaire.questions() if une.obligatoire and une.si is None)
    manquantes = [une for une in obligatoires if une.id not in reponses.reponses]
    if manquantes:
        phrases = (f"il manque la réponse « {une.id} » : {une.enonce}" for une in manquantes)
        raise FichierInvalide([Faute(dossier.reponses, 1, 1, phrase) for phrase in phrases])
    return reponses
