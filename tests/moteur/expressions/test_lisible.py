"""Les réponses en mots, entières ou par morceaux : ce qui reste à décider n'y passe jamais pour décidé."""

from charte.moteur.charte import Partie, Reponse
from charte.moteur.expressions.lisible import en_mots, en_parties
from tests.donnees.jeux import CONTENUS, PAR_ID, reponses

USAGES = PAR_ID["usages"]


def _reponse(question: str, a_decider: list[str] | None = None, **jeu: object) -> Reponse:
    charte = CONTENUS.composer(reponses({"nom": "Nous", **jeu}, a_decider=a_decider or []))
    return next(une for une in charte.reponses if une.question == question)


def test_une_ligne_de_grille_a_decider_ne_garde_pas_sa_proposition() -> None:
    reponse = _reponse("usages", ["usages.dons"], usages={"redaction": "encadre", "images": "exclu"})
    libelles = {ligne.valeur: ligne.libelle for ligne in USAGES.lignes}
    assert reponse.valeur.endswith(f"; À décider : {libelles['dons']}")
    assert reponse.valeur.count(libelles["dons"]) == 1
    parties = {partie.cle: partie.valeur for partie in reponse.parties}
    assert (parties["redaction"], parties["images"], parties["dons"]) == ("Encadré", "Exclu", "À décider")
    assert list(parties) == [ligne.valeur for ligne in USAGES.lignes]


def test_une_fiche_se_dit_champ_par_champ() -> None:
    fiches = [{"nom": "Tulipe", "famille": "local"}, {"nom": "Tulipe", "famille": "integre"}]
    parties = en_parties(PAR_ID["outils"], fiches)
    assert en_mots(PAR_ID["outils"], fiches) == "Tulipe, Tulipe"
    assert [(partie.cle, partie.nom) for partie in parties if partie.cle.endswith("/ famille")] == [
        ("Tulipe / famille", "Tulipe"),
        ("Tulipe (2) / famille", "Tulipe (2)"),
    ]
    assert len({partie.cle for partie in parties}) == len(parties)


def test_un_choix_garde_la_valeur_de_ses_options() -> None:
    assert _reponse("posture", posture="refus").parties == (Partie("refus", "Refuser : nous n'utilisons pas l'IA"),)
    assert [partie.cle for partie in _reponse("publics", publics=["mineurs", "adherents"]).parties] == [
        "mineurs",
        "adherents",
    ]
    assert _reponse("nom").parties == ()
    assert en_parties(PAR_ID["publics"], []) == ()
