"""Remplir une grille, ligne à ligne ou d'un bloc."""

from __future__ import annotations

import contextlib

from charte.contenu.reponses import Reponses
from charte.ecran.entretien.conduite import mener
from charte.ecran.interlocuteur import Arreter, Geste, LaisserADecider, Passer, Repondre, Revenir
from charte.erreurs import Interruption
from tests.ecran.outils import Groupe, questionnaire, vierge

AVANT = {"nom": "X", "posture": "essai", "donnees": ["sante"]}
TABLEAU = {"redaction": "encadre", "images": "exclu", "dons": "exclu"}


def depart(**autres: object) -> Reponses:
    return vierge(parcours="express", reponses=AVANT, **autres)


def jouer(gestes: list[Geste], depuis: Reponses | None = None) -> tuple[Groupe, list[Reponses]]:
    groupe = Groupe([*gestes, Arreter()])
    enregistrees: list[Reponses] = []
    with contextlib.suppress(Interruption):
        mener(questionnaire(), depuis or depart(), groupe, enregistrees.append)
    return groupe, enregistrees


def libelles(groupe: Groupe, rang: int) -> list[str]:
    return [option.libelle for option in groupe.invites[rang].options]


def test_le_tableau_montre_les_propositions() -> None:
    groupe, _ = jouer([])
    assert libelles(groupe, 0) == [
        "Examiner les lignes une à une",
        "Garder la proposition pour toutes les lignes",
        "Rédiger des textes : Encadré (proposition)",
        "Créer des images : Exclu (proposition)",
        "Cibler les appels aux dons : Exclu (proposition)",
    ]


def test_on_revient_a_la_ligne_laissee_en_suspens() -> None:
    groupe = Groupe([Arreter()])
    reponses = vierge(
        parcours="express",
        reponses={**AVANT, "usages": {"redaction": "encadre", "images": "exclu"}},
        a_decider=["usages.dons"],
    )
    with contextlib.suppress(Interruption):
        mener(questionnaire(), reponses, groupe, lambda _: None, rouvrir={"usages"})
    assert groupe.invites[0].saisie == "ligne-dons"
    assert libelles(groupe, 0)[2:] == [
        "Rédiger des textes : Encadré",
        "Créer des images : Exclu",
        "Cibler les appels aux dons : à décider",
    ]


def test_garder_toutes_les_propositions() -> None:
    _, enregistrees = jouer([Repondre("valider"), Repondre("consensus")])
    assert enregistrees[-1].reponses["usages"] == TABLEAU


def test_examiner_ligne_a_ligne_enregistre_chaque_ligne() -> None:
    gestes: list[Geste] = [Repondre("parcourir"), Repondre("encourage"), LaisserADecider()]
    groupe, enregistrees = jouer(gestes)
    assert [une.en_cours["usages"] for une in enregistrees] == [
        {"redaction": "encourage"},
        {"redaction": "encourage", "images": None},
    ]
    assert [invite.precision for invite in groupe.invites[1:]] == ["ligne 1 sur 3", "ligne 2 sur 3", "ligne 3 sur 3"]
    assert groupe.notes == [("Rédiger des textes", "Encouragé"), ("Créer des images", "à décider")]
    assert [invite.valeur for invite in groupe.invites[1:]] == ["encadre", "exclu", "exclu"]


def test_une_ligne_a_decider_reste_ouverte_et_fait_debat() -> None:
    gestes: list[Geste] = [Repondre("ligne-dons"), LaisserADecider(), Repondre("valider"), Repondre("majorite")]
    groupe, enregistrees = jouer([*gestes, Repondre("À revoir.")])
    fin = enregistrees[-1]
    assert fin.reponses["usages"] == {"redaction": "encadre", "images": "exclu"}
    assert fin.a_decider == ("usages.dons",)
    assert fin.deliberations["usages"].accord == "majorite"
    assert fin.deliberations["usages"].remarque == "À revoir."
    assert groupe.notes[-1][1].split("\n") == [
        "Encadré : Rédiger des textes",
        "Exclu : Créer des images",
        "À décider : Cibler les appels aux dons",
        "Accord du groupe : majorité",
    ]


def test_reprendre_a_la_ligne_ou_l_on_s_etait_arrete() -> None:
    _, enregistrees = jouer([Repondre("parcourir"), Repondre("encourage")])
    groupe, _ = jouer([Repondre("parcourir")], enregistrees[-1])
    assert libelles(groupe, 0)[:2] == [
        "Continuer à la ligne « Créer des images »",
        "Valider ce tableau, avec la proposition pour les lignes restantes",
    ]
    assert groupe.invites[1].question.enonce == "Créer des images"


def test_garder_le_reste() -> None:
    gestes: list[Geste] = [Repondre("parcourir"), Repondre("exclu"), Repondre("garder-le-reste")]
    groupe, enregistrees = jouer([*gestes, Repondre("valider"), Repondre("consensus")])
    assert enregistrees[-1].reponses["usages"] == {**TABLEAU, "redaction": "exclu"}
    assert groupe.invites[3].saisie == "valider"


def test_revenir_dans_les_lignes() -> None:
    gestes: list[Geste] = [Repondre("parcourir"), Repondre("exclu"), Revenir(), Repondre("encadre"), Revenir()]
    groupe, enregistrees = jouer([*gestes, Revenir()])
    noms = [invite.question.enonce for invite in groupe.invites[1:]]
    assert noms[:5] == [
        "Rédiger des textes",
        "Créer des images",
        "Rédiger des textes",
        "Créer des images",
        "Rédiger des textes",
    ]
    assert groupe.invites[6].precision == ""
    assert enregistrees[-1].en_cours["usages"] == {"redaction": "encadre"}


def test_changer_une_ligne_depuis_le_tableau() -> None:
    groupe, enregistrees = jouer([Repondre("ligne-images"), Repondre("encadre"), Repondre("ligne-dons"), Revenir()])
    assert enregistrees[-1].en_cours["usages"] == {"images": "encadre"}
    assert groupe.invites[2].saisie == "ligne-dons"
    assert "Créer des images : Encadré" in libelles(groupe, 2)


def test_passer_n_est_plus_propose_une_fois_la_grille_commencee() -> None:
    groupe, _ = jouer([Repondre("ligne-images"), Repondre("encadre")])
    assert not groupe.invites[0].question.obligatoire
    assert groupe.invites[2].question.obligatoire


def test_passer_ou_laisser_toute_la_grille() -> None:
    _, enregistrees = jouer([Passer()])
    assert enregistrees[-1].passees == ("usages",)
    _, enregistrees = jouer([Repondre("ligne-images"), Repondre("encadre"), LaisserADecider(), Passer()])
    assert enregistrees[-1].a_decider == ("usages",)
    assert enregistrees[-1].en_cours == {}


def test_l_echelle_suit_les_autres_reponses() -> None:
    groupe, _ = jouer([Repondre("parcourir")], vierge(parcours="express", reponses={**AVANT, "posture": "refus"}))
    assert [option.valeur for option in groupe.invites[1].options] == ["encadre", "exclu", "garder-le-reste"]
    assert groupe.invites[1].valeur == "exclu"
