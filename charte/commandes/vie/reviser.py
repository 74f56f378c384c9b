"""`charte reviser` : rouvrir l'entretien sur les réponses données, et voir ce que cela change avant d'écrire."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.lecture.types_situes import proche
from charte.contenu.questionnaire import Parcours
from charte.contenu.reponses import Reponses
from charte.depot import brouillon
from charte.depot.brouillon import Brouillon
from charte.depot.charte_md import exiger_sans_repere
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire, verifier_inscriptible
from charte.depot.ecriture.verrou import verrouiller
from charte.ecran.facons.ouverture import ouvrir
from charte.ecran.interlocuteur import Interlocuteur
from charte.ecran.presentation import LARGEUR_DE_LECTURE
from charte.ecran.vie.revision import DE_LA_REVISION, choisir
from charte.erreurs import Interruption, Refus, UsageIncorrect, commande
from charte.moteur.entretien import revision
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.texte import compter
from charte.services import conclure as fin
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.options import lire_le_jour, verifier_parcours
from charte.services.produire.retouches import retouchee
from charte.services.reposer import reposer


@dataclass(frozen=True)
class Cible:
    """Ce que l'on demande de reposer ; les choix s'ajoutent. Rien de demandé : on le demandera à l'écran."""

    sections: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    a_decider: bool = False
    non_discutes: bool = False
    echeances: bool = False
    tout: bool = False

    @property
    def muette(self) -> bool:
        """Vrai si rien n'est demandé."""
        return self == Cible()


def reviser(
    dossier: Path,
    cible: Cible,
    parcours: str | None = None,
    au: str | None = None,
    abandonner: bool = False,
    lineaire: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Repose ces questions, montre ce que les réponses changent à la charte, puis écrit si le groupe le veut.

    Rend 0, ou 1 si un document n'a pas pu être produit. Lève `UsageIncorrect` (question inconnue), `Refus` (les
    réponses ont changé depuis une révision commencée), `Interruption` : la révision se reprend.
    """
    ici, jour = Dossier(dossier), lire_le_jour(au)
    verifier_inscriptible(dossier)
    contenus = charger(modele, questionnaire, reponses=ici.reponses)
    with verrouiller(dossier):
        if abandonner:
            oublies = [brouillon.oublier(une) for une in (ici.revision, ici.mise_a_jour)]
            print("Ce qui était commencé est oublié." if any(oublies) else "Rien n'était commencé.")
            return 0
        exiger_sans_repere(ici)
        depart = charger_reponses(ici, contenus.questionnaire)
        seance = _Revision(ici, contenus, depart, jour)
        neuves = seance.mener(cible, verifier_parcours(parcours), lineaire)
        if neuves is None:
            return 0
        ecrire(ici.reponses, texte_reponses(neuves, ici.reponses.read_text(encoding="utf-8-sig")))
        code = fin.conclure(ici, contenus, neuves)
        brouillon.oublier(ici.revision)
        return code


class _Revision:
    """Une révision, de la question choisie à la décision de garder ou non ce qui change."""

    def __init__(self, ici: Dossier, contenus: Contenus, depart: Reponses, jour: datetime.date) -> None:
        self.ici, self.contenus, self.depart, self.jour = ici, contenus, depart, jour
        self.mots = contenus.modele.entete.mots

    def mener(self, cible: Cible, parcours: Parcours | None, lineaire: bool) -> Reponses | None:
        """Les réponses à écrire, ou `None` s'il n'y a rien à changer."""
        commencee = brouillon.lire(self.ici.revision, self.contenus.questionnaire.par_id)
        if commencee is not None and self._deja_ecrite(commencee):
            return self.depart
        try:
            interlocuteur = ouvrir(lineaire)
            if commencee is None:
                commencee = self._commencer(cible, parcours, interlocuteur)
                if commencee is None:
                    return None
            else:
                self._refuser_si_change(commencee)
                interlocuteur.dire("On reprend la révision commencée.")
            return self._reposer(commencee, interlocuteur)
        except (Interruption, KeyboardInterrupt):
            raise self._interruption() from None

    def _commencer(self, cible: Cible, parcours: Parcours | None, interlocuteur: Interlocuteur) -> Brouillon | None:
        reponses = self.depart.model_copy(update={"parcours": parcours or self.depart.parcours})
        entretien = Entretien(self.contenus.questionnaire, reponses, self.mots)
        choisies = self._choisies(cible, entretien, interlocuteur, parcours)
        if not choisies:
            print("Rien à rediscuter : aucune question ne répond à cette demande.")
            return None
        return Brouillon(depart=self.depart, reponses=reponses, choisies=tuple(choisies), rouvrir=tuple(choisies))

    def _reposer(self, commencee: Brouillon, interlocuteur: Interlocuteur) -> Reponses | None:
        reponses = commencee.depart.model_copy(update={"parcours": commencee.reponses.parcours})
        depart = Entretien(self.contenus.questionnaire, reponses)
        neuves = reposer(self.ici.revision, commencee, depart, self.contenus, interlocuteur, DE_LA_REVISION, self._dire)
        if neuves is None:
            print("\nRien n'est changé : la charte reste celle d'avant.")
            return None
        return self._dater(revision.tenir(neuves, commencee.choisies, self.jour))

    def _choisies(
        self, cible: Cible, entretien: Entretien, interlocuteur: Interlocuteur, parcours: Parcours | None
    ) -> list[str]:
        possibles = {
            "a-decider": ("Les points à décider", revision.ouvertes(entretien)),
            "non-discutes": ("Ce dont le groupe n'a pas discuté", revision.non_discutees(entretien)),
            "echeances": ("Ce que le droit ou une date remet sur la table", self._echues(entretien)),
            "tout": ("Tout, du début à la fin", revision.toutes(entretien)),
        }
        demandes = {
            "a-decider": cible.a_decider,
            "non-discutes": cible.non_discutes or (cible.muette and parcours is not None),
            "echeances": cible.echeances,
            "tout": cible.tout,
        }
        retenues = [une for nom, voulu in demandes.items() if voulu for une in possibles[nom][1]]
        retenues += [une for nom in cible.sections for une in self._section(entretien, nom)]
        retenues += [self._question(entretien, nom) for nom in cible.questions]
        if cible.muette and parcours is None:
            retenues = self._demander(entretien, interlocuteur, possibles)
        return [une for une in revision.toutes(entretien) if une in retenues]

    def _demander(
        self, entretien: Entretien, interlocuteur: Interlocuteur, possibles: dict[str, tuple[str, list[str]]]
    ) -> list[str]:
        listes = {nom: (titre, questions) for nom, (titre, questions) in possibles.items() if questions}
        tout = listes.pop("tout")
        for section in entretien.sections:
            listes[f"section-{section.id}"] = (
                f"La partie « {section.titre} »",
                revision.de_la_section(entretien, section),
            )
        listes["tout"] = tout
        libelles = {
            nom: f"{titre} ({compter(len(questions), 'question', 'questions')})"
            for nom, (titre, questions) in listes.items()
        }
        return listes[choisir(self.contenus.questionnaire, interlocuteur, libelles)][1]

    def _echues(self, entretien: Entretien) -> list[str]:
        charte = self.contenus.composer(self.depart)
        return revision.echues(entretien, charte, self.contenus.referentiel, self.jour)

    def _section(self, entretien: Entretien, nom: str) -> list[str]:
        sections = {section.id: section for section in entretien.sections}
        if nom not in sections:
            raise UsageIncorrect(
                f"« {nom} » n'est pas une partie du questionnaire{proche(nom, sections)}",
                f"Parties : {', '.join(sections)}.",
            )
        return revision.de_la_section(entretien, sections[nom])

    def _question(self, entretien: Entretien, nom: str) -> str:
        connues = entretien.questionnaire.par_id
        if nom not in connues:
            raise UsageIncorrect(f"« {nom} » n'est pas une question{proche(nom, connues)}")
        if nom not in revision.toutes(entretien):
            raison = (
                f"elle n'est posée que dans le parcours complet : "
                f"{commande('charte', 'reviser', str(self.ici.chemin), '--parcours', 'complet')}"
                if not entretien.contexte.du_parcours(nom)
                else "d'après vos autres réponses, elle n'a pas d'objet ici"
            )
            raise UsageIncorrect(f"« {nom} » ne se pose pas : {raison}.")
        return nom

    def _dire(self, neuves: Reponses) -> str:
        """Ce que ces réponses changent à la charte, en mots ; vide si rien ne change."""
        from charte.moteur.comparaison.deux_chartes import comparer
        from charte.rendu.recits.narration import raconter
        from charte.rendu.recits.recit import en_texte

        if neuves == self.depart:
            return ""
        # Un projet se compare au projet du même jour : seul son texte compte. Une version adoptée garde son nom.
        depart = self.depart if not self.depart.en_projet else self._dater(self.depart)
        avant, apres = (retouchee(self.ici, self.contenus, une).charte for une in (depart, self._dater(neuves)))
        changements = comparer(avant, apres)
        if changements.vide:
            return "Le texte de la charte ne change pas."
        return en_texte(raconter(changements), LARGEUR_DE_LECTURE)

    def _dater(self, reponses: Reponses) -> Reponses:
        """Un texte qui change redevient un projet, daté d'aujourd'hui."""
        return reponses.model_copy(update={"date": self.jour})

    def _deja_ecrite(self, commencee: Brouillon) -> bool:
        """Vrai si l'arrêt est venu après l'écriture des réponses : il ne reste qu'à refaire les documents."""
        voulues, ecrites = (
            revision.tenir(une, commencee.choisies, self.jour).model_copy(update={"date": None})
            for une in (commencee.reponses, self.depart)
        )
        return voulues == ecrites and self.depart != commencee.depart

    def _refuser_si_change(self, commencee: Brouillon) -> None:
        if commencee.depart != self.depart:
            raise Refus(
                f"{self.ici.reponses} a changé depuis le début de la révision commencée : rien n'est mélangé.",
                f"Pour oublier cette révision et repartir du fichier : "
                f"{commande('charte', 'reviser', str(self.ici.chemin), '--abandonner')}",
            )

    def _interruption(self) -> Interruption:
        if not self.ici.revision.exists():
            return Interruption("Révision interrompue : rien n'est changé.")
        return Interruption(
            "Révision interrompue. Ce qui est répondu est gardé à part ; la charte n'a pas changé.",
            f"Pour reprendre : {commande('charte', 'reviser', str(self.ici.chemin))}",
        )
