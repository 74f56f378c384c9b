"""Ce que `verifier` constate, remarque par remarque et chacune à sa ligne : pour les programmes qui le lisent."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from charte.contenu.lecture.yaml_situe import Chemin, DocumentLu, lire
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.erreurs import FichierInvalide, commande
from charte.moteur.charte import Charte
from charte.moteur.composition.apparence import remarques
from charte.moteur.composition.coherence import Constat
from charte.moteur.composition.echeances import EcheanceDeDroit
from charte.moteur.expressions.dates import en_lettres
from charte.services.charger import Contenus
from charte.services.dire.echeances import bloc_de_droit, bloc_du_rendez_vous, relever_les_echeances
from charte.services.dire.pliage import Bloc
from charte.services.figer import divergences
from charte.services.produire.retouches import EtatDuTexte

Gravite = Literal["bloquant", "attention", "conseil", "information"]

_DEBUT = re.compile(r"^(Attention|Bientôt|À faire) : ")
_LIGNE = re.compile(r"\blignes? (\d+)")


@dataclass(frozen=True)
class Remarque:
    """Une remarque située. `code` dit sa sorte, la même d'une fois sur l'autre ; `ligne` et `colonne` partent de 1."""

    gravite: Gravite
    code: str
    fichier: Path
    ligne: int
    colonne: int
    phrase: str
    remede: str = ""


def des_fautes(erreur: FichierInvalide) -> list[Remarque]:
    """Les fautes d'un fichier qui ne se lit pas."""
    return [
        Remarque("bloquant", "faute", une.chemin, une.ligne, une.colonne, une.phrase, erreur.remede)
        for une in erreur.fautes
    ]


def relever(
    ici: Dossier,
    contenus: Contenus,
    reponses: Reponses,
    etat: EtatDuTexte,
    constats: Iterable[Constat],
    jour: datetime.date,
) -> list[Remarque]:
    """Tout ce que dit `verifier`, dans le même ordre."""
    releve = _Releve(ici, lire(ici.reponses))
    trouvees = [releve.constat(un, reponses) for un in constats]
    trouvees += [
        releve.en(("apparence",), "attention", "apparence", f"{une}.") for une in remarques(reponses.apparence)
    ]
    trouvees += [
        releve.en(("adoptions",), "attention", "adoption", phrase) for phrase in divergences(ici, etat.charte, jour)
    ]
    trouvees += releve.points(etat.charte, reponses)
    trouvees += releve.texte(etat)
    return [*trouvees, *releve.echeances(contenus, reponses, etat.charte, jour)]


class _Releve:
    """Situe chaque remarque dans les fichiers d'un dossier."""

    def __init__(self, ici: Dossier, document: DocumentLu) -> None:
        self.ici, self.document = ici, document

    def en(self, place: Chemin, gravite: Gravite, code: str, phrase: str, remede: str = "") -> Remarque:
        """Une remarque sur cette partie de `reponses.yaml`."""
        ligne, colonne = self.document.position(place, cle=True)
        return Remarque(gravite, code, self.document.chemin, ligne, colonne, phrase, remede)

    def constat(self, constat: Constat, reponses: Reponses) -> Remarque:
        """Une contradiction, à la première des questions en cause qui a reçu une réponse."""
        dites = [une for une in constat.questions if une in reponses.reponses] or list(constat.questions)[:1]
        gravite: Gravite = "bloquant" if constat.gravite == "bloquant" else "attention"
        gravite = "conseil" if constat.gravite == "conseil" else gravite
        return self.en(("reponses", *dites[:1]), gravite, f"coherence/{constat.id}", constat.phrase, constat.remede)

    def points(self, charte: Charte, reponses: Reponses) -> Iterator[Remarque]:
        """Les points à décider, puis ce dont le groupe n'a pas discuté."""
        ici = str(self.ici.chemin)
        for point in charte.a_decider:
            rangs = [rang for rang, une in enumerate(reponses.a_decider) if une.partition(".")[0] == point.question]
            trancher = f"Pour trancher : {commande('charte', 'reviser', ici, '--a-decider')}"
            yield self.en(
                ("a_decider", *rangs[:1]),
                "information",
                f"a-decider/{point.question}",
                f"À décider : {point.enonce}",
                trancher,
            )
        if charte.non_discutees:
            phrase = f"{len(charte.non_discutees)} réponses gardent la proposition du questionnaire, sans discussion."
            reprendre = f"Pour en discuter : {commande('charte', 'reviser', ici, '--non-discutes')}"
            yield self.en(("reponses",), "information", "non-discutees", phrase, reprendre)

    def texte(self, etat: EtatDuTexte) -> Iterator[Remarque]:
        """L'état de `CHARTE.md`."""
        fichier = self.ici.texte if self.ici.texte.exists() else self.ici.reponses
        for phrase in etat.phrases:
            gravite: Gravite = "attention" if phrase.startswith("Attention") else "information"
            yield Remarque(gravite, "texte", fichier, 1, 1, _phrase(phrase))
        if etat.blocage is not None:
            lieu = _LIGNE.search(etat.blocage.phrase)
            ligne = int(lieu[1]) if lieu else 1
            yield Remarque("bloquant", "texte", fichier, ligne, 1, etat.blocage.phrase, etat.blocage.remede)

    def echeances(
        self, contenus: Contenus, reponses: Reponses, charte: Charte, jour: datetime.date
    ) -> Iterator[Remarque]:
        """Les rendez-vous du groupe, puis ceux du droit."""
        contexte, du_droit, du_groupe = relever_les_echeances(contenus, reponses, charte, jour)
        for un in du_groupe:
            place = ("deliberations", un.question, "revoir_le") if un.question else ("adoptions",)
            code = f"a-rediscuter/{un.question}" if un.question else "relecture"
            yield self._bloc(place, code, bloc_du_rendez_vous(un, contexte, charte))
        date = ("adoptions",) if reponses.adoptions else ("date",)
        for une in du_droit:
            yield (
                self._repere(une)
                if une.moment == "perimee"
                else self._bloc(date, f"droit/{une.regle.id}", bloc_de_droit(une, self.ici))
            )

    def _bloc(self, place: Chemin, code: str, bloc: Bloc) -> Remarque:
        *dites, geste = bloc.titre, *bloc.lignes
        return self.en(place, "attention", code, " ".join(map(_phrase, dites)), _phrase(geste))

    def _repere(self, une: EcheanceDeDroit) -> Remarque:
        phrase = f"« {une.regle.titre} » ({une.regle.reference}) est à vérifier de nouveau depuis le"
        return self.en(
            (),
            "attention",
            f"droit-a-revoir/{une.regle.id}",
            f"{phrase} {en_lettres(une.date)}.",
            "Mettez charte à jour ; à défaut, vérifiez cette règle à sa source avant de vous y fier.",
        )


def _phrase(ligne: str) -> str:
    """Cette ligne du terminal, en phrase qui se lit seule."""
    dite = _DEBUT.sub("", ligne)
    # Une commande à recopier ne finit pas par un point.
    fin = "" if dite.endswith((".", "!", "…")) or " : charte " in dite else "."
    return f"{dite[:1].upper()}{dite[1:]}{fin}"
