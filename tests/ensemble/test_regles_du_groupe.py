"""Ce que la charte dit des règles du groupe : rien qui contredise la matrice, rien d'affirmé sans avoir été discuté."""

from typing import Any

import pytest

from charte.contenu.reponses import AdoptionEcrite, Reponses
from charte.moteur.charte import Charte, Clause
from charte.rendu.document.assemblage import assembler
from charte.rendu.ecrivains.markdown import markdown
from charte.services.charger import charger

CONTENUS = charger()
MINEURS = ["publiques", "internes", "personnelles", "mineurs"]


def charte(a_decider: tuple[str, ...] = (), parcours: str = "express", **valeurs: Any) -> Charte:
    """La charte d'un groupe qui essaie l'IA, avec ces réponses."""
    return CONTENUS.composer(reponses(a_decider, parcours, **valeurs))


def reponses(a_decider: tuple[str, ...] = (), parcours: str = "express", **valeurs: Any) -> Reponses:
    return Reponses.model_validate(
        {
            "questionnaire": f"association {CONTENUS.questionnaire.version}",
            "modele": f"association {CONTENUS.modele.entete.version}",
            "date": "2026-11-22",
            "parcours": parcours,
            "reponses": {"nom": "Nous", "posture": "experimentation", "categories_donnees": MINEURS, **valeurs},
            "a_decider": list(a_decider),
        },
        strict=False,
    )


def clause(de: Charte, identifiant: str) -> Clause:
    return next(une for une in de.clauses() if une.id == identifiant)


def cellules(de: Charte, annexe: str) -> dict[str, tuple[str, ...]]:
    """Les lignes d'une annexe, par leur première case."""
    trouvee = next(une for une in de.annexes if une.id == annexe)
    return {ligne[0]: ligne for tableau in trouvee.tableaux for ligne in tableau.lignes}


# Les données personnelles


@pytest.mark.parametrize("parcours", ["express", "complet"])
@pytest.mark.parametrize("lieu", ["ue_seulement", "hors_ue_encadre", "local_seulement"])
def test_rien_de_personnel_n_entre_et_aucun_texte_ne_laisse_croire_le_contraire(parcours: str, lieu: str) -> None:
    une = charte(parcours=parcours, anonymisation="rien_de_personnel", lieu_donnees=lieu)
    contrat = clause(une, "donnees-outils-conformes")
    assert contrat.titre == "Rien de personnel"
    assert contrat.texte.startswith("Aucune donnée personnelle n'entre dans une IA, même sous contrat.")
    assert "RGPD" in contrat.texte
    assert "de quel pays dépend le fournisseur" in contrat.texte
    assert contrat.falc.startswith("Nous n'écrivons rien sur vous dans une IA.")
    assert "restent en Europe" not in clause(une, "donnees-destination").falc
    for nom in ("donnees-delicates", "donnees-mineurs"):
        dite = clause(une, nom)
        assert "en ligne" not in (dite.texte + dite.affiche).replace("service\nen ligne", "").replace(
            "service en ligne", ""
        )
        assert "internet" not in dite.falc
    personnelles = next(classe for classe in une.matrice.classes if classe.id == "personnelles")
    assert {case.decision for case in personnelles.cases} == {"interdit"}


def test_quand_le_groupe_en_confie_le_contrat_revient() -> None:
    une = charte(anonymisation="toujours_avant", lieu_donnees="ue_seulement")
    contrat = clause(une, "donnees-outils-conformes")
    assert contrat.titre == "Un contrat d'abord"
    assert "sans contrat conforme au RGPD, sauf sur nos machines" in contrat.texte
    assert "Vos informations restent en Europe." in clause(une, "donnees-destination").falc
    assert "assistant en ligne" in clause(une, "donnees-delicates").texte


def test_une_case_que_le_groupe_ouvre_n_est_pas_niee() -> None:
    fiche = {"donnees": "personnelles", "famille": "local", "decision": "conditions", "raison": "essai"}
    une = charte(parcours="complet", anonymisation="rien_de_personnel", ajustements_matrice=[fiche])
    assert clause(une, "donnees-outils-conformes").titre == "Un contrat d'abord"
    assert clause(une, "donnees-anonymisation").texte.startswith("Hors des cases ajustées de la matrice,")
    resserree = [{**fiche, "decision": "interdit"}]
    assert clause(charte(ajustements_matrice=resserree), "donnees-outils-conformes").titre == "Rien de personnel"


def test_aucun_motif_n_affirme_un_choix_du_groupe() -> None:
    motifs = [regle.motif for regle in CONTENUS.modele.matrice.regles]
    assert [motif for motif in motifs if "avons choisi" in motif or "avons décidé" in motif] == []
    assert sum(motif.startswith("Notre règle") for motif in motifs) == 6


# La vidéo


def test_la_video_refusee_n_est_nommee_ni_dans_la_clause_ni_dans_les_mentions() -> None:
    usages = {"images": "encadre"}
    sans = charte(usages=usages, images="signalees", gestes_sobres=["pas_de_video"])
    assert "vidéo porte" not in clause(sans, "transparence-images").texte
    assert "Nous ne générons aucune vidéo." in clause(sans, "transparence-images").texte
    assert "Une image, un son" in cellules(sans, "mentions")
    avec = charte(usages=usages, images="signalees", gestes_sobres=["petit_modele"])
    assert "une image, une voix ou une vidéo porte une mention" in clause(avec, "transparence-images").texte
    assert "Une image, un son, une vidéo" in cellules(avec, "mentions")
    vraies = charte(
        usages=usages, images="signalees_si_realistes", mention="part_importante", gestes_sobres=["pas_de_video"]
    )
    assert "comme toute voix générée," in clause(vraies, "transparence-images").texte


def test_sans_discussion_la_video_suit_la_grille_des_usages() -> None:
    permise, exclue = charte(usages={"images": "encadre"}), charte(usages={"images": "exclu"})
    assert "une vidéo" in clause(permise, "transparence-images").texte
    assert "aucune image, voix ou vidéo" in clause(exclue, "transparence-images").texte


# « Non discuté »


def test_une_question_secondaire_ne_marque_pas_la_clause() -> None:
    images = {"usages": {"images": "encadre"}, "images": "signalees"}
    assert clause(charte(**images), "transparence-images").etat == "ferme"


def test_la_question_principale_garde_sa_marque() -> None:
    une = charte(usages={"images": "encadre"}, images="signalees")
    assert clause(une, "transparence-signaler").etat == "non_discutee", "les usages sont discutés, la mention non"
    assert clause(charte(usages={"images": "encadre"}), "transparence-images").etat == "non_discutee"
    assert clause(une, "donnees-outils-conformes").etat == "non_discutee"
    dite = charte(anonymisation="rien_de_personnel")
    assert clause(dite, "donnees-outils-conformes").etat == "ferme"


# Les annexes


def test_une_mention_ne_reste_jamais_vide() -> None:
    une = charte(a_decider=("usages.transcription",), usages={"resume": "encourage"})
    assert cellules(une, "mentions")["Un compte rendu"][1] == (
        "« Compte rendu préparé avec une IA à partir de [notes], relu par [prénom]. »"
    )


def test_un_projet_n_a_pas_d_echeance_datee_un_texte_adopte_si() -> None:
    def titres(de: Charte) -> list[str]:
        return [tableau.titre for tableau in next(une for une in de.annexes if une.id == "plan").tableaux]

    projet = reponses()
    attendus = ["Tout de suite : dès l'adoption", "Bientôt : dans les trois mois", "Plus tard : dans l'année"]
    assert titres(CONTENUS.composer(projet)) == attendus
    adoption = AdoptionEcrite.model_validate(
        {"version": "1.0", "date": "2026-11-20", "instance": "le bureau"}, strict=False
    )
    adoptee = CONTENUS.composer(projet.model_copy(update={"adoptions": [adoption], "date": None}))
    assert titres(adoptee) == [
        "Tout de suite : dès le lundi 23 novembre 2026",
        "Bientôt : avant le 20 février 2027",
        "Plus tard : avant le 20 novembre 2027",
    ]


@pytest.mark.parametrize("parcours", ["express", "complet"])
def test_les_annexes_ont_les_memes_lettres_dans_le_markdown(parcours: str) -> None:
    une = charte(parcours=parcours)
    lignes = markdown(une, CONTENUS.dossier_modele).replace("’", "'").split("\n")
    titres = [f"{entree.repere}. {entree.titre}" for entree in assembler(une, CONTENUS.dossier_modele).sommaire.annexes]
    assert [ligne[3:] for ligne in lignes if ligne[:3] == "## " and ligne[4:6] == ". " and ligne[3].isalpha()] == titres
    assert [titre for titre in titres if not any(ligne.startswith(f"- [{titre}](#") for ligne in lignes)] == []
