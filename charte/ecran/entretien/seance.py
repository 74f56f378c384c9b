"""Une séance : l'entretien en cours, la personne à qui l'on parle, et l'enregistrement de chaque geste."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from charte.contenu.base import Brut
from charte.contenu.modele import RegleCoherence
from charte.contenu.questionnaire import Option, Question, Questionnaire
from charte.contenu.reponses import Reponses
from charte.ecran.interlocuteur import Arreter, Interlocuteur, Invite, Pourquoi, Repondre, Suite
from charte.erreurs import Interruption
from charte.moteur.entretien.ordre_des_questions import Entretien
from charte.moteur.texte import compter

RECOMMANDATIONS_DITES = 3
Enregistrer = Callable[[Reponses], None]


class Seance:
    """Tient l'entretien à jour. `recommandations` donne les énoncés par identifiant.

    `rouverte` : la question rouverte depuis un récapitulatif ou une contradiction, d'où l'on revient à ceux-ci.
    `tus` : les contradictions nées et pas encore montrées, par identifiant.
    """

    def __init__(
        self,
        entretien: Entretien,
        interlocuteur: Interlocuteur,
        enregistrer: Enregistrer,
        recommandations: Mapping[str, str] | None = None,
        regles: Iterable[RegleCoherence] = (),
    ) -> None:
        self.entretien = entretien
        self.regles = tuple(regles)
        self.tus: set[str] = set()
        self.interlocuteur = interlocuteur
        self._enregistrer = enregistrer
        self._recommandations = recommandations or {}
        self.rouverte = ""

    @property
    def reponses(self) -> Reponses:
        """Les réponses à cet instant."""
        return self.entretien.reponses

    def garder(self, reponses: Reponses) -> None:
        """Enregistre les réponses, si elles ont changé. Lève `EcritureImpossible`."""
        if reponses != self.reponses:
            self._enregistrer(reponses)
            self.entretien = self.entretien.avec(reponses)

    def inviter(self, question: Question) -> Invite:
        """L'invite d'une question du questionnaire."""
        progression = self.entretien.progression(question)
        identifiant = question.id
        return Invite(
            question=question,
            section=self.entretien.questionnaire.section_de(identifiant).titre,
            rang=progression.rang,
            total=progression.total,
            options=self.entretien.options(question),
            valeur=self.entretien.proposition(question),
            deja_repondu=identifiant in self.reponses.reponses,
            peut_revenir=identifiant == self.rouverte or self.entretien.precedente(identifiant) is not None,
            peut_decider_plus_tard=question.decidable,
            a_decider=identifiant in self.reponses.a_decider,
        )

    def inviter_au_choix(self, question: Question, options: Sequence[Option], **champs: Any) -> Invite:
        """L'invite d'une question remplie en plusieurs fois (grille, liste) : le choix de ce que l'on fait ensuite.

        `champs` : ce qui change dans la question, son énoncé, son aide ; elle se passe si rien n'est commencé.
        """
        obligatoire = question.obligatoire or question.id in self.reponses.en_cours
        nus = {"type": "choix", "options": list(options), "lignes": [], "champs": [], "obligatoire": obligatoire}
        choix = question.model_copy(update={**nus, **champs})
        return replace(self.inviter(question), question=choix, options=tuple(options), valeur=None)

    def poser(self, invite: Invite) -> Suite:
        """Pose la question jusqu'à obtenir une suite ; explique autant de fois qu'on le demande.

        Lève `Interruption` si la personne s'arrête.
        """
        while True:
            geste = self.interlocuteur.demander(invite)
            if isinstance(geste, Arreter):
                raise Interruption("Entretien interrompu.")
            if not isinstance(geste, Pourquoi):
                return geste
            self._expliquer(invite.question)
            invite = replace(invite, saisie=geste.saisie)

    def _expliquer(self, question: Question) -> None:
        if question.pourquoi:
            self.interlocuteur.dire(f"Pourquoi cette question ?\n{question.pourquoi}")
        enonces = self._recommandations
        connus = [enonces[une] for une in question.recommandations if une in enonces]
        if connus:
            lignes = [f"- {enonce}" for enonce in connus[:RECOMMANDATIONS_DITES]]
            reste = len(connus) - len(lignes)
            if reste:
                autres = compter(reste, "autre", "autres")
                lignes.append(f"… et {autres} : charte expliquer {question.id}")
            self.interlocuteur.dire("\n".join(["Ce que recommandent les documents sources :", *lignes]))
        if not question.pourquoi and not connus:
            self.interlocuteur.dire(question.aide or "Cette réponse sert à écrire votre charte.")


def faire_choisir(
    questionnaire: Questionnaire, interlocuteur: Interlocuteur, entree: Question, depart: str | None = None
) -> str:
    """Pose ce menu avant tout entretien, jusqu'à un choix. Lève `Interruption`."""
    vide = Reponses(questionnaire=questionnaire.id, modele="-")
    seance = Seance(Entretien(questionnaire, vide), interlocuteur, lambda _: None)
    while True:
        geste = seance.poser(inviter_menu(entree, "", depart=depart))
        if isinstance(geste, Repondre):
            return str(geste.valeur)


def menu(identifiant: str, enonce: str, options: Mapping[str, str], aide: str = "") -> Question:
    """Une question à choix qui n'est pas du questionnaire : `options` donne les libellés par valeur."""
    return Question(
        id=identifiant,
        type="choix",
        enonce=Brut(enonce),
        aide=aide or None,
        options=tuple(Option(valeur=valeur, libelle=Brut(libelle)) for valeur, libelle in options.items()),
        obligatoire=True,
        decidable=False,
    )


def inviter_menu(
    question: Question, section: str, valeur: Any = None, *, peut_revenir: bool = False, depart: str | None = None
) -> Invite:
    """L'invite d'un menu, hors du compte des questions. `depart` : l'option montrée d'abord, sans la proposer."""
    options = tuple(question.options)
    return Invite(question, section, 0, 0, options, valeur, False, peut_revenir, False, saisie=depart)
