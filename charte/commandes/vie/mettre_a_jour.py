"""`charte mettre-a-jour` : porter une charte à la version courante du questionnaire et du modèle."""

from __future__ import annotations

import codecs
import datetime
import shutil
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from charte.contenu.ecriture.couture import Remaniement
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.migration import Migration, charger_migrations
from charte.contenu.reponses import Reponses
from charte.depot import brouillon
from charte.depot.brouillon import Brouillon
from charte.depot.charte_md import Reunion
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import verifier_inscriptible
from charte.depot.ecriture.verrou import verrouiller
from charte.ecran.facons.ouverture import ouvrir
from charte.ecran.vie.revision import DE_LA_MISE_A_JOUR
from charte.erreurs import Interruption, Refus, commande
from charte.moteur.comparaison.deux_chartes import Renommages, comparer
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.mise_a_jour.portage import Portage, porter
from charte.moteur.mise_a_jour.questions_nouvelles import accueillir
from charte.moteur.mise_a_jour.sorts import Sorts, redite, sorts
from charte.moteur.texte import compter
from charte.rendu.recits import mise_a_jour as rendu
from charte.rendu.recits import recit
from charte.services.charger import Contenus, charger, charger_reponses, exiger_des_reponses
from charte.services.dire.pliage import dire
from charte.services.produire.production import Production, a_dire, deja_produits, produire
from charte.services.produire.retouches import en_conflit, retouchee
from charte.services.reposer import reposer


def mettre_a_jour(dossier: Path, simuler: bool = False, sans_questions: bool = False, lineaire: bool = False) -> int:
    """Montre le sort de chaque réponse et ce que la charte devient, demande l'accord s'il y a quelqu'un, puis écrit.

    Rend 0, ou 1 si un document n'a pas pu être produit. Un dossier déjà à jour n'est pas touché ; une mise à jour
    coupée se termine en relançant. Lève `FichierInvalide` si les réponses sont fautives ou d'une version inconnue,
    `Refus` si une révision est commencée, `Interruption` si la personne s'arrête : rien n'est alors changé.
    """
    ici = Dossier(dossier)
    exiger_des_reponses(ici)
    avant = charger(reponses=ici.reponses)
    apres = charger()
    if simuler:
        depart = charger_reponses(ici, avant.questionnaire)
        if _est_a_jour(avant, apres):
            return _deja_a_jour(apres)
        essai = _MiseAJour(ici, avant, apres, depart)
        neuves = essai.sans_personne()
        print(essai.raconter(neuves))
        for phrase in en_conflit(essai.reunies(neuves)[1].conflits, ici):
            dire(phrase)
        print("Simulation : rien n'est écrit.")
        return 0
    verifier_inscriptible(dossier)
    with verrouiller(dossier):
        depart = charger_reponses(ici, avant.questionnaire)
        if _est_a_jour(avant, apres):
            return _deja_a_jour(apres)
        _refuser_si_revision(ici)
        mise_a_jour = _MiseAJour(ici, avant, apres, depart)
        seul = sans_questions or not (lineaire or _quelqu_un())
        voulues = mise_a_jour.sans_personne() if seul else mise_a_jour.demander(lineaire)
        if voulues is None:
            print("\nRien n'est changé : la charte reste celle d'avant.")
            return 0
        if seul:
            print(mise_a_jour.raconter(voulues))
        print("La charte s'écrit…", flush=True)
        production = mise_a_jour.ecrire(voulues)
        brouillon.oublier(ici.mise_a_jour)
        _dire_la_production(ici, production)
        _dire_la_suite(ici, voulues)
        return 1 if production.manques or production.conflits else 0


@dataclass
class _MiseAJour:
    """Une mise à jour, des réponses de départ à celles que l'on écrit."""

    ici: Dossier
    avant: Contenus
    apres: Contenus
    depart: Reponses
    _raconte: tuple[Reponses, recit.Recit] | None = field(default=None, init=False)

    @cached_property
    def migrations(self) -> list[Migration]:
        """Les passages à faire, dans l'ordre."""
        return charger_migrations(self.avant.questionnaire.version)

    @cached_property
    def portage(self) -> Portage:
        """Les réponses portées à la version courante, questions nouvelles encore sans réponse."""
        return porter(self.depart, self.migrations, self.avant.questionnaire)

    def sans_personne(self) -> Reponses:
        """Les réponses portées ; ce qui engage le groupe et qu'il n'a pas discuté reste à décider."""
        questionnaire, modele = self.apres.questionnaire, self.apres.modele
        return self._dater(accueillir(self.portage.reponses, self.migrations, questionnaire, modele)[0])

    def demander(self, lineaire: bool) -> Reponses | None:
        """Pose les questions nouvelles, montre ce qui change, demande l'accord ; `None` s'il n'est pas donné."""
        interlocuteur = ouvrir(lineaire)
        questionnaire, mots = self.apres.questionnaire, self.apres.modele.entete.mots
        commencee = self._commencer()
        annonce = rendu.annonce(self._sorts(commencee.reponses), len(commencee.rouvrir))
        interlocuteur.dire(recit.en_texte(annonce, _largeur()))
        base = Entretien(questionnaire, self.portage.reponses, mots)

        def avant_et_apres(reponses: Reponses) -> str:
            return self.raconter(self._dater(reponses))

        try:
            neuves = reposer(
                self.ici.mise_a_jour, commencee, base, self.apres, interlocuteur, DE_LA_MISE_A_JOUR, avant_et_apres
            )
        except (Interruption, KeyboardInterrupt):
            raise self._interruption() from None
        return None if neuves is None else self._dater(neuves)

    def _commencer(self) -> Brouillon:
        """La mise à jour commencée sur ces mêmes réponses, ou une autre qui commence."""
        commencee = brouillon.lire(self.ici.mise_a_jour, self.apres.questionnaire.par_id)
        if commencee is not None and commencee.depart == self.depart:
            return commencee
        portees = self.portage.reponses
        _, choisies = accueillir(portees, self.migrations, self.apres.questionnaire, self.apres.modele)
        return Brouillon(depart=self.depart, reponses=portees, choisies=tuple(choisies), rouvrir=tuple(choisies))

    def raconter(self, neuves: Reponses) -> str:
        """Le sort de chaque réponse, puis l'avant et l'après de la charte, pour un terminal."""
        return recit.en_texte(self._recit(neuves), _largeur())

    def _recit(self, neuves: Reponses) -> recit.Recit:
        """Le récit de ces réponses ; le dernier raconté se garde, car l'écran et le rapport disent le même."""
        if self._raconte and self._raconte[0] == neuves:
            return self._raconte[1]
        avant, apres = self.reunies(neuves)
        portee = self.apres.composer(self.portage.reponses, self.ici.reponses)
        depart = redite(avant.charte, portee, self.portage)
        changements = comparer(depart, apres.charte, Renommages(self.portage.noms, self.portage.clauses))
        versions = self.avant.questionnaire.version, self.apres.questionnaire.version
        neuf = rendu.recit(apres.charte.nom, *versions, self._sorts(neuves), changements)
        self._raconte = (neuves, neuf)
        return neuf

    def reunies(self, neuves: Reponses) -> tuple[Reunion, Reunion]:
        """La charte d'avant et celle d'après, avec les retouches du disque. Lève les refus de `reunir`."""
        depart = self.depart.model_copy(update={"date": neuves.date})
        return (
            retouchee(self.ici, self.avant, depart),
            retouchee(self.ici, self.apres, neuves, self.portage.clauses),
        )

    def _sorts(self, neuves: Reponses) -> Sorts:
        return sorts(self.portage, self.avant.contexte(self.depart), self.apres.contexte(neuves))

    def ecrire(self, neuves: Reponses) -> Production:
        """Écrit d'un seul coup les réponses, les documents et le rapport pour le conseil."""
        ordre = tuple(question.id for question in self.apres.questionnaire.questions())
        octets = self.ici.reponses.read_bytes()
        texte = texte_reponses(neuves, octets.decode("utf-8-sig"), Remaniement(self.portage.noms, ordre))
        tete = codecs.BOM_UTF8 if octets.startswith(codecs.BOM_UTF8) else b""
        fichiers: dict[Path, str | bytes] = {
            self.ici.reponses: tete + texte.encode(),
            self.ici.chemin / rendu.RAPPORT: recit.en_markdown(self._recit(neuves)),
        }
        formats, clauses = deja_produits(self.ici), self.portage.clauses
        return produire(self.ici, self.apres, neuves, formats, renommees=clauses, avec=fichiers)

    def _dater(self, reponses: Reponses) -> Reponses:
        """Un texte qui change redevient un projet, daté d'aujourd'hui."""
        return reponses.model_copy(update={"date": datetime.date.today()})

    def _interruption(self) -> Interruption:
        return Interruption(
            "Mise à jour interrompue. Ce qui est répondu est gardé à part ; la charte n'a pas changé.",
            f"Pour reprendre : {commande('charte', 'mettre-a-jour', str(self.ici.chemin))}",
        )


def _quelqu_un() -> bool:
    """Vrai s'il y a une personne à qui parler ; un flux ou une tâche planifiée n'en est pas une."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _est_a_jour(avant: Contenus, apres: Contenus) -> bool:
    return avant.questionnaire.version == apres.questionnaire.version


def _deja_a_jour(apres: Contenus) -> int:
    print(f"Déjà à jour : questionnaire et modèle {apres.questionnaire.version}.")
    return 0


def _refuser_si_revision(ici: Dossier) -> None:
    if ici.revision.exists():
        raise Refus(
            f"Une révision est commencée dans {ici.chemin} : la mettre à jour en perdrait les réponses.",
            f"Terminez-la d'abord : {commande('charte', 'reviser', str(ici.chemin))}\n"
            f"Ou oubliez-la : {commande('charte', 'reviser', str(ici.chemin), '--abandonner')}",
        )


def _dire_la_production(ici: Dossier, production: Production) -> None:
    print("\nLes réponses sont à jour, et la charte s'écrit :" if production.conflits else "\nLa charte est à jour :")
    for chemin in production.ecrits:
        print(f"  {chemin}")
    for phrase in a_dire(production, ici):
        dire(phrase)


def _dire_la_suite(ici: Dossier, reponses: Reponses) -> None:
    dire(f"\nLe rapport pour le conseil : {ici.chemin / rendu.RAPPORT}")
    if reponses.a_decider:
        nombre = compter(len(reponses.a_decider), "point reste à décider", "points restent à décider")
        dire(f"{nombre}. Pour en décider : {commande('charte', 'reviser', str(ici.chemin), '--a-decider')}")
    dire(f"Pour contrôler l'ensemble : {commande('charte', 'verifier', str(ici.chemin))}")


def _largeur() -> int:
    return max(40, min(shutil.get_terminal_size().columns, 80) - 4)
