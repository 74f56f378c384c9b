"""Dire une décision en phrases : ce que le groupe avait répondu, ce qu'il répond maintenant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charte.moteur.charte import Reponse
from charte.moteur.comparaison.changements import Decision, Morceau, PartieChangee
from charte.moteur.comparaison.mot_a_mot import comparer_les_mots
from charte.moteur.expressions.dates import en_lettres
from charte.moteur.expressions.lisible import ACCORDS
from charte.moteur.texte import majuscule
from charte.rendu.recits.suites import Phrase, citer

VIDE = "—"
VALEUR_LONGUE = 100
NOM_LONG = 90
PARTIES_AU_PLUS = 25


@dataclass(frozen=True)
class Verdict:
    """Une décision dite : des phrases, le détail en puces, et la réponse mot à mot si elle est longue."""

    phrases: tuple[str, ...]
    puces: tuple[Phrase, ...] = ()
    textes: tuple[tuple[Morceau, ...], ...] = ()


def dire(decision: Decision) -> Verdict:
    """Rend la décision en phrases, adressées au groupe."""
    puces = tuple((puce,) for puce in _accord(decision))
    if _par_le_detail(decision):
        return Verdict((_tete_du_detail(decision),), (*_detail(decision), *puces))
    if _reecrite(decision):
        assert decision.avant and decision.apres
        mots = comparer_les_mots(decision.avant.valeur, decision.apres.valeur)
        return Verdict((f"Vous avez réécrit votre réponse à {_question(decision)}.",), puces, (mots,))
    return Verdict((_phrase(decision),), puces)


def _question(decision: Decision) -> str:
    return citer(decision.reponse.enonce)


def _valeur(reponse: Reponse | None) -> str:
    return citer(reponse.valeur) if reponse and reponse.valeur != VIDE else "rien"


def _donnee(reponse: Reponse | None) -> bool:
    return reponse is not None and reponse.etat == "repondu"


def _phrase(decision: Decision) -> str:
    avant, apres, question = decision.avant, decision.apres, _question(decision)
    if avant is None:
        return _posee(apres, question)
    if apres is None:
        return f"{question} ne se pose plus. {_ce_que_c_etait(avant, _valeur(avant))}"
    a, b = _valeur(avant), _valeur(apres)
    if decision.geste == "suivie" and not _donnee(avant):
        return f"Vous n'avez pas discuté de {question} : la proposition du questionnaire passe de {a} à {b}."
    if decision.geste == "deliberee":
        return f"Vous répondez toujours {a} à {question}." if a != "rien" else f"Vous laissez toujours {question} vide."
    if decision.geste == "reformulee":
        return f"Votre réponse à {question} est la même ; ses mots ont changé : {a} devient {b}."
    if decision.geste == "confirmee" and b != "rien":
        return f"Vous n'aviez pas discuté de {question} ; vous répondez maintenant ce qui était proposé, {b}."
    passe, present = _passe(avant, question), _present(apres)
    return f"{passe}. {majuscule(present)}." if " : la proposition" in passe else f"{passe} ; {present}."


def _passe(avant: Reponse, question: str) -> str:
    if avant.etat == "a_decider":
        return f"Vous aviez laissé {question} à décider"
    if _donnee(avant):
        vide = avant.valeur == VIDE
        return f"Votre réponse à {question} était vide" if vide else f"Vous aviez répondu {_valeur(avant)} à {question}"
    proposition = "" if avant.valeur == VIDE else f" : la proposition, {_valeur(avant)}, s'appliquait"
    return f"Vous n'aviez pas discuté de {question}{proposition}"


def _present(apres: Reponse) -> str:
    if apres.etat == "a_decider":
        return "vous la laissez maintenant à décider"
    if _donnee(apres):
        vide = apres.valeur == VIDE
        return "votre réponse est maintenant vide" if vide else f"vous répondez maintenant {_valeur(apres)}"
    proposition = "" if apres.valeur == VIDE else f" : la proposition, {_valeur(apres)}, s'applique"
    return f"elle n'a plus de réponse{proposition}"


def _posee(apres: Reponse | None, question: str) -> str:
    valeur = _valeur(apres)
    if apres is not None and apres.etat == "a_decider":
        return f"{question} se pose maintenant ; vous la laissez à décider."
    if _donnee(apres) and valeur != "rien":
        return f"{question} se pose maintenant ; vous répondez {valeur}."
    if valeur == "rien":
        return f"{question} se pose maintenant ; vous n'y avez pas répondu."
    return f"{question} se pose maintenant ; vous n'en avez pas discuté : la proposition, {valeur}, s'applique."


def _ce_que_c_etait(avant: Reponse, valeur: str) -> str:
    if avant.etat == "a_decider":
        return "Elle était à décider."
    if _donnee(avant) and valeur != "rien":
        return f"Vous aviez répondu {valeur}."
    return "Vous n'y aviez pas répondu." if valeur == "rien" else f"La proposition, {valeur}, s'appliquait."


def en_bref(decision: Decision) -> str:
    """La question et sa valeur, pour une liste ; "" s'il n'y a rien à en dire."""
    question, a, b = _question(decision), _valeur(decision.avant), _valeur(decision.apres)
    if decision.geste == "suivie":
        return f"{question} : {a} devient {b}."
    seule = a if decision.apres is None else b
    if seule == "rien":
        return ""
    return (
        f"{question} (vous aviez répondu {a})." if _donnee(decision.avant) else f"{question} ({seule} était proposé)."
    )


# L'accord du groupe.


def _accord(decision: Decision) -> Iterable[str]:
    avant, apres = decision.avant, decision.apres
    if avant is None or apres is None or not decision.accord_change:
        return
    if avant.accord != apres.accord:
        etait, est = (ACCORDS.get(une.accord, "") for une in (avant, apres))
        yield f"Accord du groupe : {est or 'non noté'}{f' (avant : {etait})' if etait else ''}."
    if avant.remarque != apres.remarque:
        yield (
            f"Remarque du groupe : {citer(apres.remarque)}" if apres.remarque else "La remarque du groupe est retirée."
        )
    if avant.revoir_le != apres.revoir_le:
        yield f"À revoir le {en_lettres(apres.revoir_le)}." if apres.revoir_le else "Plus de date pour en reparler."


# Une réponse à plusieurs morceaux.


def _par_le_detail(decision: Decision) -> bool:
    """Vrai si dire les morceaux qui bougent est plus clair que redire toute la réponse."""
    avant, apres = decision.avant, decision.apres
    if not (avant and apres and decision.parties) or decision.geste not in ("changee", "suivie"):
        return False
    une_seule = len(avant.parties) == len(apres.parties) == 1 and not avant.parties[0].champ
    return bool(avant.parties and apres.parties) and not une_seule


def _tete_du_detail(decision: Decision) -> str:
    question = _question(decision)
    if decision.geste == "suivie":
        return f"Vous n'avez pas discuté de {question} : la proposition du questionnaire change."
    if _donnee(decision.avant):
        return f"Vous avez changé votre réponse à {question}."
    return f"Vous n'aviez pas discuté de {question} : la proposition s'appliquait. Vous y répondez maintenant."


def _detail(decision: Decision) -> Iterable[Phrase]:
    lignes = list(_lignes(decision))
    for ligne in lignes[:PARTIES_AU_PLUS]:
        yield (ligne,)
    if len(lignes) > PARTIES_AU_PLUS:
        yield (f"Et {len(lignes) - PARTIES_AU_PLUS} autres.",)


def _lignes(decision: Decision) -> Iterable[str]:
    if any(partie.champ for partie in decision.parties):
        yield from _fiches(decision)
        return
    cochees = not any(partie.avant or partie.apres for partie in decision.parties)
    if cochees:
        yield from _options(decision.parties)
        return
    for partie in decision.parties:
        yield f"{citer(partie.nom)} : {_de_a(partie)}"


def _options(parties: Sequence[PartieChangee]) -> Iterable[str]:
    ajoutees = [citer(partie.nom) for partie in parties if partie.avant is None]
    retirees = [citer(partie.nom) for partie in parties if partie.apres is None]
    if ajoutees:
        yield f"Vous ajoutez {', '.join(ajoutees)}."
    if retirees:
        yield f"Vous retirez {', '.join(retirees)}."


def _fiches(decision: Decision) -> Iterable[str]:
    """Une fiche entière qui vient ou s'en va se dit d'un mot ; sinon, champ par champ."""
    assert decision.avant and decision.apres
    anciennes = {partie.nom for partie in decision.avant.parties}
    nouvelles = {partie.nom for partie in decision.apres.parties}
    for nom in dict.fromkeys(partie.nom for partie in decision.parties):
        if nom not in anciennes:
            yield f"Vous ajoutez la fiche {citer(court(nom))}."
        elif nom not in nouvelles:
            yield f"Vous retirez la fiche {citer(court(nom))}."
        else:
            for partie in (une for une in decision.parties if une.nom == nom):
                yield f"Fiche {citer(court(nom))}, {citer(partie.champ)} : {_de_a(partie)}"


def _de_a(partie: PartieChangee) -> str:
    if not partie.avant or partie.avant == VIDE:
        return f"{citer(partie.apres or VIDE)}."
    if not partie.apres or partie.apres == VIDE:
        return f"plus rien (avant : {citer(partie.avant)})."
    return f"{citer(partie.avant)} devient {citer(partie.apres)}."


def court(texte: str) -> str:
    """Le début d'un nom trop long pour une ligne, coupé entre deux mots."""
    if len(texte) <= NOM_LONG:
        return texte
    return f"{texte[:NOM_LONG].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def _reecrite(decision: Decision) -> bool:
    avant, apres = decision.avant, decision.apres
    if not (avant and apres and decision.geste == "changee" and _donnee(avant)):
        return False
    libre = not (avant.parties or apres.parties) and VIDE not in (avant.valeur, apres.valeur)
    return libre and max(len(avant.valeur), len(apres.valeur)) > VALEUR_LONGUE
