"""`charte adopter` : figer une version, avec son vote, son procès-verbal et ce qu'elle change."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.depot.adoptions import Figee
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire, verifier_inscriptible
from charte.depot.ecriture.verrou import verrouiller
from charte.ecran.facons.ouverture import ouvrir
from charte.ecran.vie.adoption import completer
from charte.erreurs import ErreurCharte, Interruption, Refus, UsageIncorrect, commande
from charte.moteur.charte import Charte
from charte.moteur.controles.adoption import attentions, empechements, fautes, version_suivante
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.controler.constats import constats_de
from charte.services.dire.pliage import dire
from charte.services.enregistrer.etiqueter import etiqueter, etiquette
from charte.services.enregistrer.versionner import suivis
from charte.services.figer import a_figer, charte_figee, controle_de, divergence, outils
from charte.services.produire.production import a_dire, deja_produits, produire
from charte.services.produire.retouches import en_conflit, retouchee


class AdoptionRefusee(ErreurCharte):
    """Ce texte ne peut pas être adopté en l'état : points à décider, constats bloquants."""


@dataclass(frozen=True)
class Vote:
    """Ce qui est donné sur la ligne de commande ; ce qui manque se demande à l'écran, ou prend sa valeur d'usage."""

    version: str | None = None
    date: str | None = None
    instance: str | None = None
    pour: int | None = None
    contre: int | None = None
    abstentions: int | None = None
    relire_le: str | None = None

    @property
    def complet(self) -> bool:
        """Vrai s'il n'y a rien d'essentiel à demander : on n'adopte jamais par mégarde."""
        return None not in (self.version, self.date, self.instance)

    def autrement_que(self, adoption: AdoptionEcrite) -> list[str]:
        """Les noms de ce qui est donné ici et n'est pas ce que dit cette adoption. Lève `UsageIncorrect` (date)."""
        donnes = {
            "la date": (_jour(self.date, "--date"), adoption.date),
            "l'instance": (self.instance and self.instance.strip(), adoption.instance),
            "les voix pour": (self.pour, adoption.pour),
            "les voix contre": (self.contre, adoption.contre),
            "les abstentions": (self.abstentions, adoption.abstentions),
            "le jour de relecture": (_jour(self.relire_le, "--relire-le"), adoption.relire_le),
        }
        return [nom for nom, (donne, note) in donnes.items() if donne is not None and donne != note]


def adopter(
    dossier: Path,
    vote: Vote,
    lineaire: bool = False,
    sans_git: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Adopte le texte d'aujourd'hui, puis le fige. Rend 0, ou 1 si un document n'a pas pu être produit.

    Une adoption interrompue se termine en relançant la commande ; une version figée ne se refait jamais. Lève
    `AdoptionRefusee` si des points restent à décider, `UsageIncorrect` si l'adoption est mal dite, `Refus` si le texte
    porte un conflit ou si la version n'a pas de place.
    """
    ici, jour = Dossier(dossier), datetime.date.today()
    verifier_inscriptible(dossier)
    contenus = charger(modele, questionnaire, reponses=ici.reponses)
    with verrouiller(dossier):
        reponses = charger_reponses(ici, contenus.questionnaire)
        adoption = _commencee(ici, reponses, vote, sans_git)
        if adoption is not None and Figee(ici, adoption.version).complete:
            return _finir(ici, contenus, reponses, adoption)
        # Rien n'est demandé à personne si le texte ne peut pas être adopté.
        _refuser_si_empechee(contenus, reponses, ici)
        _refuser_si_en_conflit(contenus, reponses, ici)
        reprise = adoption is not None
        if adoption is None:
            adoption = _adoption(ici, contenus, reponses, vote, lineaire, jour)
        else:
            _refuser_si_fautive(adoption, _sans(reponses, adoption), jour)
        figee = Figee(ici, adoption.version)
        figee.exiger_une_place()
        if not reprise:
            reponses = _noter(ici, reponses, adoption)
        production = produire(ici, contenus, reponses, deja_produits(ici))
        documents, manques = a_figer(ici, reponses, production.ecrits, _precedente(ici, reponses.par_date[:-1]))
        figee.figer(documents, outils())
        # Tout est fait avant d'être dit : une sortie qui se ferme n'interrompt rien.
        dites = [f"L'adoption de la version {adoption.version}, interrompue, est terminée."] if reprise else []
        dites += [*a_dire(production, ici), *(f"{une.phrase}\n{une.remede}" for une in manques)]
        _dire(figee, dites, [] if sans_git else etiqueter(figee, suivis(ici)))
    return 1 if production.manques or manques else 0


def _commencee(ici: Dossier, reponses: Reponses, vote: Vote, sans_git: bool) -> AdoptionEcrite | None:
    """L'adoption notée dans les réponses, mais pas encore figée ou étiquetée, si c'est celle-là que l'on demande.

    Lève `UsageIncorrect` si l'on en dit autre chose que ce qui est noté.
    """
    notees = (
        reponses.par_date if vote.version is None else [une for une in reponses.par_date if une.version == vote.version]
    )
    if not notees:
        return None
    notee = notees[-1]
    figee = Figee(ici, notee.version)
    autrement = vote.autrement_que(notee)
    if figee.complete:
        posee = None if sans_git else etiquette(figee)
        a_etiqueter = posee is not None and not posee.commit
        muet = vote.version is None and (reponses.en_projet or autrement)
        if not a_etiqueter or muet:
            return None
    elif reponses.en_projet or notee is not reponses.par_date[-1]:
        return None
    if autrement:
        raise UsageIncorrect(
            f"La version {notee.version} est déjà notée dans {ici.reponses}, et vous en dites autre chose : "
            f"{', '.join(autrement)}.",
            f"Pour la finir telle qu'elle est notée : {commande('charte', 'adopter', str(ici.chemin))}\n"
            f"Pour la changer, corrigez d'abord « adoptions » dans {ici.reponses}.",
        )
    return notee


def _finir(ici: Dossier, contenus: Contenus, reponses: Reponses, adoption: AdoptionEcrite) -> int:
    """Enregistre et étiquette une version déjà figée, sans y toucher. Lève `Refus` si elle n'est pas celle notée."""
    figee = Figee(ici, adoption.version)
    notees = contenus.composer(reponses).adoptions
    ecart = divergence(ici, next(une for une in notees if une.version == adoption.version))
    if ecart:
        raise Refus(ecart)
    intacte = not reponses.en_projet and adoption is reponses.par_date[-1]
    for phrase in etiqueter(figee, suivis(ici) if intacte else [ici.reponses]):
        dire(phrase)
    return 0


def _sans(reponses: Reponses, adoption: AdoptionEcrite) -> Reponses:
    return reponses.model_copy(update={"adoptions": [une for une in reponses.adoptions if une is not adoption]})


def _refuser_si_empechee(contenus: Contenus, reponses: Reponses, ici: Dossier) -> None:
    charte = contenus.composer(reponses, ici.reponses)
    raisons = list(empechements(charte, constats_de(contenus, reponses)))
    if raisons:
        raise AdoptionRefusee(
            "Ce texte ne peut pas encore être adopté.\n" + "\n".join(f"- {raison}" for raison in raisons),
            f"Pour trancher : {commande('charte', 'reviser', str(ici.chemin), '--a-decider')}",
        )


def _refuser_si_en_conflit(contenus: Contenus, reponses: Reponses, ici: Dossier) -> None:
    """On adopte le texte avec ses retouches : si elles s'opposent au nouveau texte, il faut d'abord choisir."""
    conflits = produire(ici, contenus, reponses, ("md",)).conflits
    if conflits:
        raise AdoptionRefusee("\n".join(en_conflit(conflits, ici)))


def _adoption(
    ici: Dossier, contenus: Contenus, reponses: Reponses, vote: Vote, lineaire: bool, jour: datetime.date
) -> AdoptionEcrite:
    charte = retouchee(ici, contenus, reponses).charte
    # Rien n'est contrôlé ici : `fautes` dit mieux ce qui ne va pas.
    propose = AdoptionEcrite.model_construct(
        version=version_suivante(reponses) if vote.version is None else vote.version,
        date=_jour(vote.date, "--date") or jour,
        instance=(charte.instance or "l'instance de décision") if vote.instance is None else vote.instance.strip(),
        pour=vote.pour,
        contre=vote.contre,
        abstentions=vote.abstentions,
        relire_le=_jour(vote.relire_le, "--relire-le"),
    )
    _refuser_si_fautive(propose, reponses, jour)
    figee = Figee(ici, propose.version)
    if figee.complete:
        raise UsageIncorrect(
            f"La version {propose.version} est déjà figée dans {figee.dossier.chemin}.",
            "Elle ne se refait pas : donnez un autre numéro.",
        )
    precedente = _precedente(ici, reponses.par_date)
    if not vote.complet:
        if not (lineaire or (sys.stdin.isatty() and sys.stdout.isatty())):
            raise UsageIncorrect(
                "Une adoption ne se fait pas sans le dire : il manque la version, la date ou l'instance.",
                "Donnez-les : "
                + commande("charte", "adopter", "--version", "1.0", "--date", "2027-01-15", "--instance", "le bureau"),
            )
        try:
            propose = completer(
                propose,
                ouvrir(lineaire),
                lambda une: next(fautes(une, reponses, jour), ""),
                lambda une: "\n".join(attentions(une, charte, precedente)),
            )
        except (Interruption, KeyboardInterrupt):
            raise Interruption("Adoption interrompue : rien n'est changé.") from None
        _refuser_si_fautive(propose, reponses, jour)
    else:
        for phrase in attentions(propose, charte, precedente):
            dire(f"Attention : {phrase}", en_erreur=True)
    return propose


def _refuser_si_fautive(adoption: AdoptionEcrite, reponses: Reponses, jour: datetime.date) -> None:
    trouvees = list(fautes(adoption, reponses, jour))
    if trouvees:
        raise UsageIncorrect("\n".join(trouvees), "Rien n'est changé.")


def _jour(demande: str | None, option: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(demande) if demande else None
    except ValueError:
        raise UsageIncorrect(
            f"« {demande} » n'est pas une date que charte comprend.", f"Écrivez par exemple : {option} 2027-01-15"
        ) from None


def _noter(ici: Dossier, reponses: Reponses, adoption: AdoptionEcrite) -> Reponses:
    """L'adoption s'inscrit d'abord dans les réponses : coupée ensuite, la commande reprend d'ici."""
    neuves = reponses.model_copy(update={"adoptions": [*reponses.adoptions, adoption], "date": None})
    ecrire(ici.reponses, texte_reponses(neuves, ici.reponses.read_text(encoding="utf-8-sig")))
    return neuves


def _precedente(ici: Dossier, adoptions: Sequence[AdoptionEcrite]) -> Charte | None:
    """La dernière version figée de ces adoptions, rangées par date."""
    for une in reversed(adoptions):
        figee = Figee(ici, une.version)
        if figee.complete:
            return charte_figee(figee)
    return None


def _dire(figee: Figee, phrases: Iterable[str], de_git: Iterable[str]) -> None:
    dire(f"\nLa version {figee.version} est adoptée. Ses documents, qui ne changeront plus :")
    for chemin in figee.fichiers():
        print(f"  {chemin}")
    for phrase in dict.fromkeys(phrases):
        dire(f"\n{phrase}")
    dire(f"\nPour contrôler plus tard que rien n'y a bougé : {controle_de(figee)}")
    for phrase in de_git:
        dire(phrase)
