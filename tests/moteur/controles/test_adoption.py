"""Adopter : le numéro qui vient, ce qu'un vote peut dire, et ce qui ne s'adopte pas."""

import datetime
from typing import Any

import pytest

from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.moteur.controles.adoption import fautes, version_suivante
from tests.moteur.petit import reponses

JOUR = datetime.date(2026, 11, 20)
LENDEMAIN = JOUR + datetime.timedelta(days=1)


def adoption(version: str = "1.0", date: datetime.date = JOUR, **autres: Any) -> AdoptionEcrite:
    return AdoptionEcrite(version=version, date=date, instance="le bureau", **autres)


def deja(*versions: str, date: datetime.date = JOUR) -> Reponses:
    return reponses().model_copy(update={"adoptions": [adoption(version, date) for version in versions]})


@pytest.mark.parametrize(
    ("votes", "dit"),
    [
        ((5, 4, 9), ""),
        # À égalité, la voix de qui préside peut l'emporter : c'est aux statuts de le dire, pas au programme.
        ((4, 4, 0), ""),
        ((4, 5, 0), "Le vote est contraire : 4 pour, 5 contre."),
        ((0, 0, 9), "Personne n'a voté pour : le texte n'est pas adopté."),
        ((None, None, None), ""),
        ((None, 3, None), ""),
    ],
)
def test_ce_que_dit_un_vote(votes: tuple[int | None, ...], dit: str) -> None:
    pour, contre, abstentions = votes
    votee = adoption(pour=pour, contre=contre, abstentions=abstentions)
    assert list(fautes(votee, reponses(), JOUR)) == ([dit] if dit else [])


def test_on_adopte_le_jour_meme_et_pas_d_avance() -> None:
    assert not list(fautes(adoption(date=JOUR), reponses(), JOUR))
    assert list(fautes(adoption(date=LENDEMAIN), reponses(), JOUR)) == [
        "On n'adopte pas d'avance : le 21 novembre 2026 n'est pas encore passé."
    ]


def test_on_relit_apres_avoir_adopte() -> None:
    assert not list(fautes(adoption(relire_le=LENDEMAIN), reponses(), JOUR))
    assert list(fautes(adoption(relire_le=JOUR), reponses(), JOUR)) == [
        "Le jour de relecture doit venir après l'adoption."
    ]


def test_deux_versions_peuvent_s_adopter_le_meme_jour_mais_pas_a_rebours() -> None:
    assert not list(fautes(adoption("2.0"), deja("1.0"), JOUR))
    assert list(fautes(adoption("2.0", JOUR), deja("1.0", date=LENDEMAIN), LENDEMAIN)) == [
        "La version 1.0 a été adoptée après, le 21 novembre 2026."
    ]


@pytest.mark.parametrize(
    ("versions", "suivante"), [((), "1.0"), (("1.0", "1.1"), "2.0"), (("9.0", "10.2"), "11.0"), (("3.0",), "4.0")]
)
def test_la_version_suivante_est_le_nombre_entier_d_apres(versions: tuple[str, ...], suivante: str) -> None:
    assert version_suivante(deja(*versions)) == suivante


@pytest.mark.parametrize(
    ("version", "permise"), [("1.9", False), ("1.10", False), ("1.10.0", False), ("1.10.1", True), ("1.11", True)]
)
def test_les_numeros_montent_comme_des_nombres(version: str, permise: bool) -> None:
    assert (not list(fautes(adoption(version), deja("1.2", "1.10"), JOUR))) == permise
