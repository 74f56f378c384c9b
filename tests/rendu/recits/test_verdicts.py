"""Chaque geste du groupe a sa phrase, en français, quelle que soit la réponse d'avant et celle d'après."""

from typing import Any

import pytest

from charte.moteur.charte import Charte
from charte.moteur.comparaison.changements import Decision
from charte.moteur.comparaison.deux_chartes import comparer
from charte.rendu.recits.suites import en_clair
from charte.rendu.recits.verdicts import dire
from tests.donnees.jeux import CONTENUS, reponses

NOUS = {"nom": "Nous", "posture": "usage_minimal"}


def charte(a_decider: list[str] | None = None, **jeu: Any) -> Charte:
    """Une charte à ces réponses près."""
    return CONTENUS.composer(reponses({**NOUS, **jeu}, a_decider=a_decider or []))


def decision(question: str, avant: Charte, apres: Charte) -> Decision:
    """Ce que le groupe a décidé de cette question."""
    return next(une for une in comparer(avant, apres).decisions if une.question == question)


VIDE: dict[str, Any] = {}
OUVERTE: dict[str, Any] = {"a_decider": ["voie_humaine"]}
QUESTION = "« Peut-on toujours vous joindre et faire une démarche sans écran ? »"


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        (
            {"voie_humaine": "toujours"},
            {"voie_humaine": "pas_encore"},
            f"Vous aviez répondu « Oui, pour tout » à {QUESTION} ; vous répondez maintenant « Pas encore ».",
        ),
        (
            VIDE,
            {"voie_humaine": "pas_encore"},
            f"Vous n'aviez pas discuté de {QUESTION} : la proposition, « Oui, pour tout », s'appliquait. "
            "Vous répondez maintenant « Pas encore ».",
        ),
        (
            VIDE,
            {"voie_humaine": "toujours"},
            f"Vous n'aviez pas discuté de {QUESTION} ; vous répondez maintenant ce qui était proposé, "
            "« Oui, pour tout ».",
        ),
        (
            {"voie_humaine": "pas_encore"},
            VIDE,
            f"Vous aviez répondu « Pas encore » à {QUESTION} ; elle n'a plus de réponse : la proposition, "
            "« Oui, pour tout », s'applique.",
        ),
        (
            OUVERTE,
            {"voie_humaine": "pas_encore"},
            f"Vous aviez laissé {QUESTION} à décider ; vous répondez maintenant « Pas encore ».",
        ),
        (
            {"voie_humaine": "pas_encore"},
            OUVERTE,
            f"Vous aviez répondu « Pas encore » à {QUESTION} ; vous la laissez maintenant à décider.",
        ),
        (
            VIDE,
            OUVERTE,
            f"Vous n'aviez pas discuté de {QUESTION} : la proposition, « Oui, pour tout », s'appliquait. "
            "Vous la laissez maintenant à décider.",
        ),
    ],
)
def test_les_phrases(avant: dict[str, Any], apres: dict[str, Any], phrase: str) -> None:
    assert dire(decision("voie_humaine", charte(**avant), charte(**apres))).phrases == (phrase,)


def test_une_reponse_vide_se_dit() -> None:
    plein, vide = charte(publics=["mineurs"]), charte(publics=[])
    question = "« Avec quels publics êtes-vous en contact ? »"
    assert dire(decision("publics", plein, vide)).phrases == (
        f"Vous aviez répondu « Enfants et jeunes de moins de 18 ans » à {question} ; "
        "votre réponse est maintenant vide.",
    )
    assert dire(decision("publics", vide, plein)).phrases == (
        f"Votre réponse à {question} était vide ; vous répondez maintenant « Enfants et jeunes de moins de 18 ans ».",
    )


def test_un_choix_multiple_dit_ce_qui_s_ajoute_et_ce_qui_s_en_va() -> None:
    dite = dire(
        decision("publics", charte(publics=["mineurs", "adherents"]), charte(publics=["adherents", "precarite"]))
    )
    assert dite.phrases == ("Vous avez changé votre réponse à « Avec quels publics êtes-vous en contact ? ».",)
    assert [en_clair(puce) for puce in dite.puces] == [
        "Vous ajoutez « Personnes en précarité ».",
        "Vous retirez « Enfants et jeunes de moins de 18 ans ».",
    ]


def test_une_fiche_se_dit_entiere_ou_champ_par_champ() -> None:
    tulipe = {"nom": "Tulipe", "famille": "local", "compte": "sans"}
    avant, apres = (
        [tulipe, {"nom": "Iris", "famille": "local"}],
        [{**tulipe, "compte": "personnel"}, {"nom": "Lys", "famille": "local"}],
    )
    dite = dire(decision("outils", charte(outils=avant), charte(outils=apres)))
    puces = [en_clair(puce) for puce in dite.puces]
    assert len(puces) == 3
    assert puces[0].startswith("Fiche « Tulipe », « ") and " devient « " in puces[0]
    assert set(puces[1:]) == {"Vous ajoutez la fiche « Lys ».", "Vous retirez la fiche « Iris »."}


def test_un_long_texte_se_relit_mot_a_mot() -> None:
    long = "faire vivre un jardin au bord du canal, y apprendre ensemble à le soigner, ouvrir la grille au quartier"
    dite = dire(decision("mission", charte(mission=long), charte(mission=long.replace("au quartier", "à l'école"))))
    assert dite.phrases == ("Vous avez réécrit votre réponse à « En une phrase, quelle est votre mission ? ».",)
    assert [(un.sorte, un.texte) for un in dite.textes[0]][1:] == [("retire", "au quartier"), ("ajoute", "à l'école")]
