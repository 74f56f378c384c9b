"""Chaque contradiction se voit sur un jeu de réponses, et se tait sur un autre, tout proche."""

from __future__ import annotations

import re
from typing import Any

import pytest

from charte.contenu.reponses import Reponses
from charte.moteur.composition.coherence import constats, nouveaux
from charte.moteur.expressions.conditions import condition
from charte.moteur.expressions.contexte import Contexte, noms_deplies
from charte.services.charger import charger
from tests.moteur import petit

Jeu = dict[str, Any]

CONTENUS = charger()
REGLES = CONTENUS.modele.coherence
PAR_ID = CONTENUS.questionnaire.par_id
TROIS = ["cooperation", "ancrage_local", "justice_sociale"]
"""Des valeurs qui n'engagent ici à rien de plus."""


def outil(**champs: Any) -> Jeu:
    """Un outil sans reproche, et ce que l'on en change."""
    net = {"nom": "Tulipe", "famille": "contrat_ue", "compte": "organisation", "reutilisation": "desactivee"}
    return {**net, "geant": False, "libre": True, **champs}


def exclus(**ouverts: str) -> dict[str, str]:
    """La grille des usages, tous exclus sauf ceux-là."""
    return {**{ligne.valeur: "exclu" for ligne in PAR_ID["usages"].lignes}, **ouverts}


# Pour chaque règle : ce qui suffit à la déclencher, et la même chose corrigée comme le dit son remède.
CAS: dict[str, tuple[Jeu, Jeu]] = {
    "refus-et-usages-encourages": (
        {"posture": "refus", "usages": exclus(redaction="encourage")},
        {"posture": "refus", "usages": exclus()},
    ),
    "decision-individuelle-encouragee": (
        {"posture": "appropriation", "usages": {"decision_individuelle": "encourage"}},
        {"posture": "appropriation", "usages": {"decision_individuelle": "exclu"}},
    ),
    "sentiments-au-travail": (
        {"salaries": "1_10", "usages": {"sentiments": "encadre"}},
        {"salaries": "aucun", "usages": {"sentiments": "encadre"}},
    ),
    "refus-et-exceptions-nombreuses": (
        {"posture": "refus", "usages": exclus(redaction="encadre", resume="encadre", code="encadre", images="encadre")},
        {"posture": "refus", "usages": exclus(redaction="encadre", resume="encadre", code="encadre")},
    ),
    "refus-et-surveillance": (
        {"posture": "refus", "surveillance": "encadree"},
        {"posture": "refus", "surveillance": "exclue"},
    ),
    "usage-minimal-et-usages-encourages": (
        {"posture": "usage_minimal", "usages": {"redaction": "encourage", "resume": "encourage", "code": "encourage"}},
        {"posture": "usage_minimal", "usages": {"redaction": "encourage", "resume": "encourage", "code": "encadre"}},
    ),
    "usage-minimal-sans-question-prealable": (
        {"posture": "usage_minimal", "renoncer": "non"},
        {"posture": "usage_minimal", "renoncer": "rappel"},
    ),
    "posture-ouverte-et-aucun-usage": (
        {"posture": "experimentation", "usages": exclus()},
        {"posture": "experimentation", "usages": exclus(resume="encadre")},
    ),
    "aucun-usage-et-outils-en-service": (
        {"posture": "refus", "outils": [outil()]},
        {"posture": "refus", "outils": []},
    ),
    "usages-hors-de-la-definition": (
        {"fonctions": ["predire"], "usages": exclus(redaction="encadre")},
        {"fonctions": ["generer"], "usages": exclus(redaction="encadre")},
    ),
    "tour-fait-et-usages-inconnus": (
        {"inventaire": "fait", "usages_actuels": ["redaction", "inconnus"]},
        {"inventaire": "fait", "usages_actuels": ["redaction"]},
    ),
    "exces-vu-sans-question-prealable": (
        {"posture": "appropriation", "derives": {"trop": "serieux"}, "renoncer": "non"},
        {"posture": "appropriation", "derives": {"trop": "serieux"}, "renoncer": "question_prealable"},
    ),
    "erreurs-vues-et-relecture-partielle": (
        {"derives": {"mal": "reel"}, "relecture": "sensible"},
        {"derives": {"mal": "reel"}, "relecture": "ce_qui_sort"},
    ),
    "decision-individuelle-encadree": (
        {"usages": {"decision_individuelle": "encadre"}},
        {"usages": {"decision_individuelle": "exclu"}},
    ),
    "aucune-decision-humaine": (
        {"posture": "usage_minimal", "decisions_humaines": []},
        {"posture": "usage_minimal", "decisions_humaines": ["recrutement"]},
    ),
    "recrutement-encourage": (
        {"posture": "appropriation", "usages": {"recrutement": "encourage"}},
        {"posture": "appropriation", "usages": {"recrutement": "encadre"}},
    ),
    "recrutement-sans-personne": (
        {"usages": {"recrutement": "encadre"}, "decisions_humaines": ["aide"]},
        {"usages": {"recrutement": "encadre"}, "decisions_humaines": ["aide", "recrutement"]},
    ),
    "recrutement-sans-controle-des-prejuges": (
        {"usages": {"recrutement": "encadre"}, "biais": "vigilance"},
        {"usages": {"recrutement": "encadre"}, "biais": "tests_reguliers"},
    ),
    "orientation-humaine-et-usage-encourage": (
        {"posture": "appropriation", "usages": {"orientation": "encourage"}, "decisions_humaines": ["orientation"]},
        {"posture": "appropriation", "usages": {"orientation": "encadre"}, "decisions_humaines": ["orientation"]},
    ),
    "orientation-sans-personne": (
        {"usages": {"orientation": "encadre"}, "decisions_humaines": ["aide"]},
        {"usages": {"orientation": "encadre"}, "decisions_humaines": ["aide", "orientation"]},
    ),
    "fraude-sans-personne": (
        {"usages": {"fraude": "encadre"}, "decisions_humaines": ["recrutement"]},
        {"usages": {"fraude": "encadre"}, "decisions_humaines": ["aide"]},
    ),
    "sante-et-comptes-personnels": (
        {"categories_donnees": ["sante"], "comptes_personnels": "transition"},
        {"categories_donnees": ["sante"], "comptes_personnels": "interdits"},
    ),
    "publics-sans-leurs-donnees": (
        {"publics": ["malades_handicap"], "categories_donnees": ["publiques", "internes"]},
        {"publics": ["malades_handicap"], "categories_donnees": ["publiques", "sante"]},
    ),
    "sensibles-et-reutilisation": (
        {"categories_donnees": ["situation_sociale"], "outils": [outil(reutilisation="active")]},
        {"categories_donnees": ["situation_sociale"], "outils": [outil()]},
    ),
    "donnees-personnelles-et-reutilisation-inconnue": (
        {"anonymisation": "selon_cas", "outils": [outil(reutilisation="inconnue")]},
        {"anonymisation": "rien_de_personnel", "outils": [outil(reutilisation="inconnue")]},
    ),
    "usages-personnels-et-outils-grand-public": (
        {
            "usages": {"transcription": "encadre"},
            "anonymisation": "selon_cas",
            "outils": [outil(famille="grand_public")],
        },
        {
            "usages": {"transcription": "encadre"},
            "anonymisation": "selon_cas",
            "outils": [outil(famille="grand_public"), outil(famille="local")],
        },
    ),
    "local-seulement-et-outils-en-ligne": (
        {"lieu_donnees": "local_seulement", "outils": [outil(famille="contrat_ue")]},
        {"lieu_donnees": "local_seulement", "outils": [outil(famille="local")]},
    ),
    "union-europeenne-et-outils-hors-union": (
        {"lieu_donnees": "ue_seulement", "outils": [outil(famille="contrat_hors_ue")]},
        {"lieu_donnees": "hors_ue_encadre", "outils": [outil(famille="contrat_hors_ue")]},
    ),
    "secret-professionnel-hors-union": (
        {"categories_donnees": ["secret_professionnel"], "lieu_donnees": "hors_ue_encadre"},
        {"categories_donnees": ["secret_professionnel"], "lieu_donnees": "ue_seulement"},
    ),
    "rien-de-personnel-et-usages-personnels": (
        {"usages": {"courriels": "encadre"}, "anonymisation": "rien_de_personnel"},
        {"usages": {"courriels": "encadre"}, "anonymisation": "selon_cas"},
    ),
    "rien-de-personnel-et-profilage": (
        {"anonymisation": "rien_de_personnel", "profilage": "encadre"},
        {"anonymisation": "rien_de_personnel", "profilage": "agrege_seulement"},
    ),
    "profilage-exclu-et-dons-cibles": (
        {"usages": {"dons": "encadre"}, "profilage": "exclu"},
        {"usages": {"dons": "encadre"}, "profilage": "agrege_seulement"},
    ),
    "mineurs-et-profilage": (
        {"publics": ["mineurs"], "profilage": "encadre"},
        {"publics": ["adherents"], "profilage": "encadre"},
    ),
    "comptes-interdits-et-en-service": (
        {"comptes_personnels": "interdits", "outils": [outil(compte="personnel")]},
        {"comptes_personnels": "interdits", "outils": [outil(compte="organisation")]},
    ),
    "geants-refuses-et-utilises": (
        {"geants": "refuser", "outils": [outil(geant=True)]},
        {"geants": "refuser", "outils": [outil(geant=False)]},
    ),
    "geants-acceptes-et-libre-prioritaire": (
        {"geants": "accepter", "libre_dabord": "priorite"},
        {"geants": "debattre", "libre_dabord": "priorite"},
    ),
    "appropriation-sans-continuite": (
        {"posture": "appropriation", "continuite": "non"},
        {"posture": "appropriation", "continuite": "prevu"},
    ),
    "voie-humaine-et-publics-fragiles": (
        {"publics": ["personnes_agees"], "voie_humaine": "pas_encore"},
        {"publics": ["adherents"], "voie_humaine": "pas_encore"},
    ),
    "service-public-sans-voie-humaine": (
        {"service_public": True, "voie_humaine": "pas_encore"},
        {"service_public": True, "voie_humaine": "services_essentiels"},
    ),
    "inclusion-sans-voie-humaine": (
        {"valeurs": ["inclusion", *TROIS], "voie_humaine": "pas_encore"},
        {"valeurs": TROIS, "voie_humaine": "pas_encore"},
    ),
    "agent-public-sans-voie-humaine": (
        {"usages": {"agent_public": "encadre"}, "voie_humaine": "pas_encore"},
        {"usages": {"agent_public": "exclu"}, "voie_humaine": "pas_encore"},
    ),
    "premier-contact-humain-et-robot-encourage": (
        {"posture": "appropriation", "usages": {"agent_public": "encourage"}, "relation": "humain_d_abord"},
        {"posture": "appropriation", "usages": {"agent_public": "encadre"}, "relation": "humain_d_abord"},
    ),
    "obstacle-et-robot-au-public": (
        {"usages": {"agent_public": "encadre"}, "effet_publics": "obstacle"},
        {"usages": {"agent_public": "encadre"}, "effet_publics": "selon_public"},
    ),
    "democratie-sans-personne-referente": (
        {"valeurs": ["democratie", *TROIS], "referent": ""},
        {"valeurs": ["democratie", *TROIS], "referent": "la coordination"},
    ),
    "democratie-sans-participation": (
        {"valeurs": ["democratie", *TROIS], "personnes_associees": []},
        {"valeurs": ["democratie", *TROIS], "personnes_associees": ["equipe"]},
    ),
    "usages-encadres-sans-validation": (
        {"validation_outil": "referent", "referent": "", "usages": {"redaction": "encadre"}},
        {"validation_outil": "bureau", "referent": "", "usages": {"redaction": "encadre"}},
    ),
    "equipe-hors-du-champ": (
        {"salaries": "1_10", "benevoles": True, "champ": ["salaries"]},
        {"salaries": "1_10", "benevoles": True, "champ": ["salaries", "benevoles"]},
    ),
    "experimentation-et-relecture-lente": (
        {"posture": "experimentation", "revue": "2_ans"},
        {"posture": "experimentation", "revue": "6_mois"},
    ),
    "non-usage-refuse": (
        {"posture": "usage_minimal", "droit_non_usage": "non"},
        {"posture": "usage_minimal", "droit_non_usage": "sur_demande"},
    ),
    "emancipation-sans-droit-de-refuser": (
        {"posture": "appropriation", "valeurs": ["emancipation", *TROIS], "droit_non_usage": "non"},
        {"posture": "appropriation", "valeurs": ["emancipation", *TROIS], "droit_non_usage": "sans_condition"},
    ),
    "surveillance-sans-information-fr": (
        {"pays": "FR", "salaries": "1_10", "surveillance": "encadree", "dialogue_social": "rien"},
        {"pays": "FR", "salaries": "1_10", "surveillance": "encadree", "dialogue_social": "prevu"},
    ),
    "surveillance-sans-information-be": (
        {"pays": "BE", "salaries": "1_10", "surveillance": "encadree", "dialogue_social": "rien"},
        {"pays": "BE", "salaries": "1_10", "surveillance": "exclue", "dialogue_social": "rien"},
    ),
    "consultation-absente-fr": (
        {"pays": "FR", "salaries": "50_plus", "dialogue_social": "rien"},
        {"pays": "FR", "salaries": "11_49", "dialogue_social": "rien"},
    ),
    "concertation-absente-be": (
        {"pays": "BE", "salaries": "50_plus", "dialogue_social": "rien"},
        {"pays": "BE", "salaries": "50_plus", "dialogue_social": "prevu"},
    ),
    "sanctions-sans-procedure-fr": (
        {"pays": "FR", "salaries": "1_10", "non_respect": "sanctions", "textes_existants": ["statuts"]},
        {"pays": "FR", "salaries": "1_10", "non_respect": "sanctions", "textes_existants": ["reglement_interieur"]},
    ),
    "sanctions-sans-procedure-be": (
        {"pays": "BE", "salaries": "1_10", "non_respect": "sanctions", "textes_existants": ["statuts"]},
        {"pays": "BE", "salaries": "1_10", "non_respect": "dialogue", "textes_existants": ["statuts"]},
    ),
    "sanctions-sans-texte": (
        {"salaries": "aucun", "non_respect": "sanctions", "textes_existants": []},
        {"salaries": "aucun", "non_respect": "sanctions", "textes_existants": ["statuts"]},
    ),
    "sobriete-sans-mesure": (
        {"valeurs": ["sobriete", *TROIS], "mesure": "rien"},
        {"valeurs": ["sobriete", *TROIS], "mesure": "suivi"},
    ),
    "sobriete-sans-question-prealable": (
        {"posture": "appropriation", "valeurs": ["sobriete", *TROIS], "renoncer": "non"},
        {"posture": "appropriation", "valeurs": ["sobriete", *TROIS], "renoncer": "rappel"},
    ),
    "geste-sans-image-et-images-admises": (
        {"usages": {"images": "encadre"}, "gestes_sobres": ["pas_d_image"], "images": "signalees"},
        {"usages": {"images": "encadre"}, "gestes_sobres": ["pas_d_image"], "images": "interdites"},
    ),
    "geste-sans-video-et-images-permises": (
        {"usages": {"images": "encadre"}, "gestes_sobres": ["pas_de_video"], "images": "signalees"},
        {"usages": {"images": "encadre"}, "gestes_sobres": ["petit_modele"], "images": "signalees"},
    ),
    "mention-toujours-et-images-libres": (
        {"mention": "toujours", "images": "signalees_si_realistes"},
        {"mention": "toujours", "images": "signalees"},
    ),
    "mention-promise-sans-la-faire-connaitre": (
        {"mention": "toujours", "diffusion": []},
        {"mention": "toujours", "diffusion": ["affichage"]},
    ),
    "consigne-publiee-sans-mention": (
        {"mention": "obligations_seulement", "consigne_publiee": True},
        {"mention": "part_importante", "consigne_publiee": True},
    ),
    "images-admises-et-usage-exclu": (
        {"usages": {"images": "exclu"}, "images": "signalees"},
        {"usages": {"images": "encadre"}, "images": "signalees"},
    ),
    "mineurs-et-images": (
        {
            "categories_donnees": ["mineurs"],
            "usages": {"images": "encadre"},
            "gestes_sobres": ["local"],
            "images": "signalees",
        },
        {
            "categories_donnees": ["mineurs"],
            "usages": {"images": "encadre"},
            "gestes_sobres": ["local"],
            "images": "interdites",
        },
    ),
    "artistes-soutenus-et-images-encouragees": (
        {"posture": "appropriation", "usages": {"images": "encourage"}, "auteurs": ["faire_travailler"]},
        {"posture": "appropriation", "usages": {"images": "encadre"}, "auteurs": ["faire_travailler"]},
    ),
    "formation-sans-moyens": (
        {"formation_qui": ["salaries"], "formation_moyens": "rien_encore"},
        {"formation_qui": ["salaries"], "formation_moyens": "temps"},
    ),
    "erreurs-vues-sans-formation": (
        {"derives": {"mal": "serieux"}, "formation_qui": []},
        {"derives": {"mal": "serieux"}, "formation_qui": ["salaries"]},
    ),
    "equipe-sans-formation": (
        {"salaries": "1_10", "benevoles": True, "formation_qui": ["salaries"]},
        {"salaries": "1_10", "benevoles": True, "formation_qui": ["salaries", "benevoles"]},
    ),
    "comptes-interdits-sans-autre-voie": (
        {"comptes_personnels": "interdits", "outils": []},
        {"comptes_personnels": "interdits", "outils": [outil()]},
    ),
    "savoir-faire-garde-et-delegue": (
        {"posture": "appropriation", "usages": {"traduction": "encourage"}, "competences_a_garder": ["traduire"]},
        {"posture": "appropriation", "usages": {"traduction": "encadre"}, "competences_a_garder": ["traduire"]},
    ),
    "images-interdites-et-usage-ouvert": (
        {"usages": {"images": "encadre"}, "images": "interdites"},
        {"usages": {"images": "exclu"}, "images": "interdites"},
    ),
    "transparence-et-mention-minimale": (
        {"valeurs": ["transparence", *TROIS], "mention": "obligations_seulement"},
        {"valeurs": ["transparence", *TROIS], "mention": "part_importante"},
    ),
    "soin-sans-delegue": (
        {"activites": ["sante_soin"], "categories_donnees": ["sante"], "delegue": "aucun"},
        {"activites": ["sante_soin"], "categories_donnees": ["sante"], "delegue": "mutualise"},
    ),
    "libre-prioritaire-et-absent": (
        {"libre_dabord": "priorite", "outils": [outil(libre=False)]},
        {"libre_dabord": "priorite", "outils": [outil(libre=True)]},
    ),
    "usages-inconnus-sans-inventaire": (
        {"usages_actuels": ["inconnus"], "inventaire": "pas_prevu"},
        {"usages_actuels": ["inconnus"], "inventaire": "prevu"},
    ),
    "publics-non-associes": (
        {"valeurs": ["democratie", *TROIS], "usages": {"agent_public": "encadre"}, "personnes_associees": ["equipe"]},
        {"valeurs": ["democratie", *TROIS], "usages": {"agent_public": "encadre"}, "personnes_associees": ["publics"]},
    ),
    "democratie-et-bureau-seul": (
        {"valeurs": ["democratie", *TROIS], "instance": "bureau"},
        {"valeurs": ["democratie", *TROIS], "instance": "ag"},
    ),
    "signalement-sans-adresse": (
        {"incident": "referent", "contact": ""},
        {"incident": "referent", "contact": "ia@exemple.org"},
    ),
    "cout-annonce-sans-mesure": (
        {"valeurs": TROIS, "mesure": "rien", "argument_ecologique": "jamais_sans_cout"},
        {"valeurs": TROIS, "mesure": "rien", "argument_ecologique": "jamais"},
    ),
}


def contexte(jeu: Jeu, **autres: Any) -> Contexte:
    """Ces réponses, dans le parcours complet."""
    reponses = Reponses(questionnaire="association 1.1.0", modele="association 1.1.0", reponses=jeu, **autres)
    return Contexte(CONTENUS.questionnaire, reponses, CONTENUS.modele.entete.mots)


def declenchees(jeu: Jeu) -> list[str]:
    """Les règles qui se déclenchent."""
    return [constat.id for constat in constats(REGLES, contexte(jeu))]


def test_chaque_regle_a_son_cas() -> None:
    assert len(REGLES) >= 40
    assert list(CAS) == [regle.id for regle in REGLES]


@pytest.mark.parametrize("identifiant", CAS)
def test_elle_se_declenche_puis_se_tait(identifiant: str) -> None:
    contredit, accorde = CAS[identifiant]
    assert set(contredit) == set(accorde), "le second jeu répond aux mêmes questions, autrement"
    assert identifiant in declenchees(contredit)
    assert identifiant not in declenchees(accorde)


@pytest.mark.parametrize("regle", REGLES, ids=lambda regle: regle.id)
def test_ses_questions_sont_celles_qu_elle_lit(regle: Any) -> None:
    noms = noms_deplies(condition(regle.si).noms, CONTENUS.modele.entete.mots)
    lues = [question for question in PAR_ID if question in noms]
    assert set(regle.questions) <= set(lues)
    assert lues[-1] in regle.questions, "elle se montre à la dernière question qu'elle lit"
    assert regle.recommandations


@pytest.mark.parametrize("identifiant", CAS)
def test_ce_qu_elle_dit_se_lit(identifiant: str) -> None:
    [constat] = [un for un in constats(REGLES, contexte(CAS[identifiant][0])) if un.id == identifiant]
    options = [option for question in PAR_ID.values() for option in [*question.options, *question.lignes]]
    options += [option for question in PAR_ID.values() for champ in question.champs for option in champ.options]
    connues = [f"{option.libelle} | {option.en_phrase}".lower() for option in options]
    connues += [question.enonce.lower() for question in PAR_ID.values()] + ["oui", "non"]
    citees = [citee.lower() for citee in re.findall("« (.*?) »", constat.remede)]
    assert [citee for citee in citees if not any(citee in connue for connue in connues)] == []
    assert constat.phrase.endswith(".") and constat.remede.endswith((".", "?", ". »", "? »", "». "))
    assert len(constat.phrase) <= 220 and len(constat.remede) <= 170
    assert "  " not in constat.phrase + constat.remede


@pytest.mark.parametrize("identifiant", [regle.id for regle in REGLES if regle.gravite != "conseil"])
def test_elle_nait_a_la_derniere_question_et_pas_avant(identifiant: str) -> None:
    contredit = CAS[identifiant][0]
    regle = next(une for une in REGLES if une.id == identifiant)
    derniere = [question for question in PAR_ID if question in regle.questions][-1]
    sans = {question: valeur for question, valeur in contredit.items() if question != derniere}
    passees = [question for question in PAR_ID if question not in contredit]
    avant, apres = contexte(sans, passees=passees), contexte({**sans, **contredit}, passees=passees)
    assert derniere in contredit
    assert identifiant in [constat.id for constat in nouveaux(REGLES, avant, apres, derniere)]
    assert nouveaux([regle], apres, apres, derniere) == []
    assert nouveaux([regle], avant, apres, "nom") == []
    assert [constat.id for constat in nouveaux([regle], apres, apres, derniere, [identifiant])] == [identifiant]


def test_une_question_a_poser_retient_la_contradiction() -> None:
    [regle] = [une for une in REGLES if une.id == "formation-sans-moyens"]
    passees = [question for question in PAR_ID if question not in ("formation_qui", "formation_moyens")]
    avant = contexte({}, passees=passees)
    milieu = contexte({"formation_qui": ["salaries"]}, passees=passees)
    fin = contexte({"formation_qui": ["salaries"], "formation_moyens": "rien_encore"}, passees=passees)
    assert [constat.id for constat in constats([regle], milieu)] == ["formation-sans-moyens"]
    assert nouveaux([regle], avant, milieu, "formation_qui") == []
    assert [constat.id for constat in nouveaux([regle], milieu, fin, "formation_moyens")] == ["formation-sans-moyens"]


def test_un_conseil_attend_la_fin() -> None:
    contredit = CAS["democratie-et-bureau-seul"][0]
    passees = [question for question in PAR_ID if question not in contredit]
    avant = contexte({"valeurs": contredit["valeurs"]}, passees=passees)
    nes = nouveaux(REGLES, avant, contexte(contredit, passees=passees), "instance")
    assert nes == []


def test_un_point_a_decider_ne_contredit_rien() -> None:
    jeu = {"posture": "refus"}
    assert "refus-et-surveillance" not in [
        constat.id for constat in constats(REGLES, contexte(jeu, a_decider=["surveillance"]))
    ]


def test_les_plus_graves_se_lisent_d_abord_puis_dans_l_ordre_du_modele() -> None:
    [regle] = petit.MODELE.coherence
    gravites = {"a": "conseil", "b": "attention", "c": "bloquant", "d": "attention"}
    regles = [regle.model_copy(update={"id": nom, "gravite": gravite}) for nom, gravite in gravites.items()]
    ici = Contexte(petit.QUESTIONNAIRE, petit.reponses(posture="refus", donnees=["dons"]))
    assert [constat.id for constat in constats(regles, ici)] == ["c", "b", "d", "a"]
