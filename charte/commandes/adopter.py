"""`charte adopter` : figer une version, avec son vote, son procès-verbal et ce qu'elle change."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from charte.commandes.chargement import Contenus, charger, charger_reponses
from charte.commandes.exporter import a_dire, deja_produits, produire
from charte.commandes.figer import a_figer, charte_figee, outils
from charte.commandes.retouches import en_conflit, retouchee
from charte.commandes.verifier import constats_de
from charte.commandes.versionner import dire_sans_branche, suivis
from charte.contenu.ecriture import texte_reponses
from charte.contenu.reponses import Adoption, Reponses
from charte.depot import git
from charte.depot.adoptions import Figee
from charte.depot.dossier import Dossier
from charte.depot.ecriture import ecrire, verifier_inscriptible
from charte.depot.verrou import verrouiller
from charte.ecran.adoption import completer
from charte.ecran.ouverture import ouvrir
from charte.erreurs import ErreurCharte, Interruption, UsageIncorrect, commande
from charte.moteur.adoption import attentions, empechements, fautes, version_suivante
from charte.moteur.charte import Charte
from charte.moteur.dates import en_lettres


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


def adopter(
    dossier: Path,
    vote: Vote,
    lineaire: bool = False,
    sans_git: bool = False,
    modele: Path | None = None,
    questionnaire: Path | None = None,
) -> int:
    """Adopte le texte d'aujourd'hui, puis le fige. Rend 0, ou 1 si un document n'a pas pu être produit.

    Une adoption interrompue se termine en relançant la commande. Lève `AdoptionRefusee` si des points restent à
    décider, `UsageIncorrect` si l'adoption est mal dite, `Refus` si le texte porte un conflit.
    """
    ici, jour = Dossier(dossier), datetime.date.today()
    verifier_inscriptible(dossier)
    contenus = charger(modele, questionnaire, reponses=ici.reponses)
    with verrouiller(dossier):
        reponses = charger_reponses(ici, contenus.questionnaire)
        interrompue = _interrompue(ici, reponses, vote, sans_git)
        if interrompue is None:
            # Rien n'est demandé à personne si le texte ne peut pas être adopté.
            _refuser_si_empechee(contenus, reponses, ici)
            _refuser_si_en_conflit(contenus, reponses, ici)
            adoption = _adoption(ici, contenus, reponses, vote, lineaire, jour)
            reponses = _noter(ici, reponses, adoption)
        else:
            adoption = interrompue
            print(f"On termine l'adoption de la version {adoption.version}.")
        production = produire(ici, contenus, reponses, deja_produits(ici))
        figee = Figee(ici, adoption.version)
        documents, manques = a_figer(ici, reponses, production.ecrits, _precedente(ici, reponses.par_date[:-1]))
        figee.figer(documents, outils())
        _dire(ici, figee, [*a_dire(production, ici), *(f"{une.phrase}\n{une.remede}" for une in manques)])
        if not sans_git:
            _etiqueter(ici, figee, adoption)
    return 1 if production.manques or manques else 0


def _interrompue(ici: Dossier, reponses: Reponses, vote: Vote, sans_git: bool) -> Adoption | None:
    """L'adoption notée dans les réponses, mais pas encore figée ou étiquetée, si c'est celle-là que l'on demande."""
    if reponses.en_projet:
        return None
    derniere = reponses.par_date[-1]
    if vote.version not in (None, derniere.version):
        return None
    figee = Figee(ici, derniere.version)
    return None if figee.complete and (sans_git or _est_etiquetee(figee)) else derniere


def _est_etiquetee(figee: Figee) -> bool:
    depot = git.trouver(figee.origine.chemin)
    nom = git.nom_etiquette(depot, figee.origine.chemin, figee.version) if depot else ""
    return depot is None or depot.resoudre(f"refs/tags/{nom}") is not None


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
) -> Adoption:
    charte = retouchee(ici, contenus, reponses).charte
    # Rien n'est contrôlé ici : `fautes` dit mieux ce qui ne va pas.
    propose = Adoption.model_construct(
        version=vote.version or version_suivante(reponses),
        date=_jour(vote.date, "--date") or jour,
        instance=(charte.instance or "l'instance de décision") if vote.instance is None else vote.instance.strip(),
        pour=vote.pour,
        contre=vote.contre,
        abstentions=vote.abstentions,
        relire_le=_jour(vote.relire_le, "--relire-le"),
    )
    _refuser_si_fautive(propose, reponses, jour)
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
            print(f"Attention : {phrase}", file=sys.stderr)
    return propose


def _refuser_si_fautive(adoption: Adoption, reponses: Reponses, jour: datetime.date) -> None:
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


def _noter(ici: Dossier, reponses: Reponses, adoption: Adoption) -> Reponses:
    """L'adoption s'inscrit d'abord dans les réponses : coupée ensuite, la commande reprend d'ici."""
    neuves = reponses.model_copy(update={"adoptions": [*reponses.adoptions, adoption], "date": None})
    ecrire(ici.reponses, texte_reponses(neuves, ici.reponses.read_text(encoding="utf-8-sig")))
    return neuves


def _precedente(ici: Dossier, adoptions: Sequence[Adoption]) -> Charte | None:
    """La dernière version figée de ces adoptions, rangées par date."""
    for une in reversed(adoptions):
        figee = Figee(ici, une.version)
        if figee.complete:
            return charte_figee(figee)
    return None


def _dire(ici: Dossier, figee: Figee, phrases: Iterable[str]) -> None:
    print(f"\nLa version {figee.version} est adoptée. Ses documents, qui ne changeront plus :")
    for chemin in figee.fichiers():
        print(f"  {chemin}")
    for phrase in dict.fromkeys(phrases):
        print(f"\n{phrase}")
    print(f"\nPour contrôler plus tard que rien n'y a bougé : {_controle(ici, figee)}")


def _controle(ici: Dossier, figee: Figee) -> str:
    return commande("charte", "verifier", str(ici.chemin), "--adoption", figee.version)


def _etiqueter(ici: Dossier, figee: Figee, adoption: Adoption) -> None:
    """Enregistre et étiquette dans git, si le dossier y vit ; le dit dans tous les cas."""
    depot = git.trouver(ici.chemin)
    if depot is None:
        print("Ce dossier n'est pas suivi par git : la version est figée ici, sans étiquette.")
        return
    charte = charte_figee(figee)
    vote = f" ({charte.adoptions[-1].vote})" if charte.adoptions[-1].vote else ""
    message = f"Adopter la version {adoption.version} : {adoption.instance}, {en_lettres(adoption.date)}{vote}"
    nom = git.nom_etiquette(depot, ici.chemin, adoption.version)
    depot.enregistrer([*suivis(ici), *figee.fichiers()], message)
    if depot.resoudre(f"refs/tags/{nom}") is None:
        depot.etiqueter(nom, message)
    print(f"Étiquette git : {nom}")
    if depot.branche() is None:
        dire_sans_branche()
