"""`charte expliquer` : chaque sorte d'identifiant, avec et sans charte."""

from pathlib import Path

import pytest

from charte.commandes.aide.expliquer import expliquer
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire
from charte.erreurs import UsageIncorrect
from charte.rendu.programmes.charte_json import en_json
from charte.services.charger import charger, charger_reponses

QUESTIONNAIRE = """\
id: petit
version: 1.0.0
titre: Petit questionnaire
sections:
- id: debut
  titre: Pour commencer
  questions:
  - {id: nom, type: texte, parcours: express, enonce: Votre nom ?, decidable: false}
  - id: pays
    type: choix
    parcours: express
    enonce: Votre pays ?
    decidable: false
    defaut: FR
    options: [{valeur: FR, libelle: France}, {valeur: BE, libelle: Belgique}]
  - id: posture
    type: choix
    enonce: Votre posture ?
    pourquoi: Elle change tout le texte.
    deliberer: true
    defaut: refus
    options: [{valeur: refus, libelle: Refuser}, {valeur: usage, libelle: Utiliser un peu}]
    recommandations: [sobriete-meilleure-ia-non-utilisee]
  - id: sante
    type: oui_non
    si: posture == "usage"
    enonce: Des données de santé ?
"""
MODELE = {
    "modele.yaml": """\
id: petit
version: 1.0.0
questionnaire: petit
titre: Charte
sous_titre: Petite
avertissement: ''
articles: [donnees]
mots:
  la_structure: l'association
  l_instance: le bureau
  autorite: [{si: pays == "BE", texte: l'APD}, {texte: la CNIL}]
  a_l_autorite: à {{ autorite }}
essentiel:
- {id: relire, si: posture == "usage", geste: Relisez, detail: Toujours., article: donnees}
""",
    "articles/donnees.yaml": """\
id: donnees
titre: Données
en_clair: Peu de données.
clauses:
- id: donnees-sante
  titre: Les données de santé
  force: interdiction
  si: sante
  recommandations: [donnees-proteger-les-informations-sensibles]
  droit: [rgpd-9]
  texte: '{{ nom }} ne confie aucune donnée de santé à une IA.'
- id: donnees-violation
  titre: En cas de fuite
  force: obligation
  parcours: express
  recommandations: [donnees-outils-compatibles-rgpd]
  droit: [rgpd-33]
  texte: '{{ nom }} prévient {{ a_l_autorite }} en 72 heures.'
""",
    "matrice.yaml": """\
classes: [{id: sensibles, libelle: Sensibles}]
familles: [{id: local, libelle: En local}]
conditions: Relire.
accord: Demander.
regles:
- id: sensibles-refus
  classes: [sensibles]
  familles: [local]
  si: posture == "refus"
  decision: interdit
  motif: Nous n'utilisons pas l'IA.
  recommandations: [sobriete-meilleure-ia-non-utilisee]
""",
    "coherence.yaml": """\
regles:
- id: refus-et-sante
  si: sante and pays == "FR"
  gravite: attention
  constat: '{{ nom }} confie des données de santé.'
  remede: Revoyez votre posture.
  questions: [sante, posture]
""",
}
ENTETE = "format: 1\nquestionnaire: petit 1.0.0\nmodele: petit 1.0.0\n"


@pytest.fixture(autouse=True)
def largeur(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


class Atelier:
    """Un petit modèle, un petit questionnaire, et de quoi écrire une charte."""

    def __init__(self, racine: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture
        self.questionnaire = racine / "petit.yaml"
        self.modele = racine / "modele"
        self.dossier = racine / "ma-charte"
        ecrire(self.questionnaire, QUESTIONNAIRE)
        for nom, contenu in MODELE.items():
            ecrire(self.modele / nom, contenu)

    def repondre(self, reponses: str) -> Path:
        """Écrit les réponses et l'état de la charte rendue."""
        ecrire(self.dossier / "reponses.yaml", ENTETE + reponses)
        contenus = charger(self.modele, self.questionnaire)
        lues = charger_reponses(Dossier(self.dossier), contenus.questionnaire)
        ecrire(Dossier(self.dossier).etat, en_json(contenus.composer(lues)))
        return self.dossier

    def expliquer(self, identifiant: str, dossier: Path | None = None) -> str:
        """Ce que dit la commande, espaces réduits."""
        assert expliquer(identifiant, dossier, self.modele, self.questionnaire) == 0
        return " ".join(self.capture.readouterr().out.split())


@pytest.fixture
def atelier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Atelier:
    return Atelier(tmp_path, capsys)


def test_une_clause_remonte_a_ses_sources(atelier: Atelier) -> None:
    dit = atelier.expliquer("donnees-violation")
    assert "Clause de l'article « Données » : obligation, parcours express." in dit
    assert "donnees-outils-compatibles-rgpd : Suivre une approche prudente" in dit
    assert "(debat-lezardrieux-2025, saw-b-2024)" in dit
    assert "droit rgpd-33 : Violation de données" in dit
    assert "- nom : Votre nom ?" in dit
    assert "par les mots qui changent avec la structure pays" in dit
    assert "Dans " not in dit


def test_une_clause_montre_ses_variantes_et_ses_lignes(atelier: Atelier) -> None:
    article = MODELE["articles/donnees.yaml"].replace(
        "  texte: '{{ nom }} ne confie",
        """\
  lignes: [{si: posture == "usage", texte: Un dossier.}, {texte: Un nom.}]
  suite: Jamais.
  texte:
  - {si: pays == "BE", texte: En Belgique.}
  - texte: '{{ nom }} ne confie""",
    )
    ecrire(atelier.modele / "articles/donnees.yaml", article)
    dit = atelier.expliquer("donnees-sante")
    assert 'Texte, si pays == "BE" : En Belgique. Texte : {{ nom }} ne confie' in dit
    assert 'Ligne, si posture == "usage" : Un dossier. Ligne : Un nom. Suite : Jamais.' in dit
    assert "- pays : Votre pays ?" in dit
    assert "- posture : Votre posture ?" in dit


def test_une_clause_presente_ou_absente(atelier: Atelier) -> None:
    dossier = atelier.repondre("reponses: {nom: A & B, posture: usage, sante: oui}\n")
    dit = atelier.expliquer("donnees-sante", dossier)
    assert "Dans la charte « A & B » Présente, numéro 1.1 (décidée)." in dit
    assert "Texte : A & B ne confie aucune donnée de santé à une IA." in dit
    dossier = atelier.repondre("reponses: {nom: Le Trieux, posture: refus}\n")
    dit = atelier.expliquer("donnees-sante", dossier)
    assert "- sante : Des données de santé ? → question sans objet ici" in dit
    assert "Absente : parce que vous avez répondu « Refuser » à « Votre posture ? »." in dit
    dossier = atelier.repondre("parcours: express\nreponses: {nom: Le Trieux, posture: usage, sante: oui}\n")
    assert "Absente : le parcours express ne l'aborde pas." in atelier.expliquer("donnees-sante", dossier)
    dossier = atelier.repondre("reponses: {nom: Le Trieux, posture: usage}\na_decider: [sante]\n")
    assert "Numéro 1.1, à décider : sante." in atelier.expliquer("donnees-sante", dossier)


def test_les_numeros_imprimes(atelier: Atelier) -> None:
    dossier = atelier.repondre("reponses: {nom: Le Trieux, posture: refus}\n")
    assert atelier.expliquer("1.1", dossier).startswith("donnees-violation — En cas de fuite")
    assert atelier.expliquer("R1", dossier).startswith("donnees-outils-compatibles-rgpd")
    assert atelier.expliquer("D1", dossier).startswith("rgpd-33 — Violation de données")
    with pytest.raises(UsageIncorrect, match=r"Il n'y a pas de « 6\.3 »"):
        atelier.expliquer("6.3", dossier)
    with pytest.raises(UsageIncorrect, match="est un numéro"):
        atelier.expliquer("1.1")
    Dossier(dossier).etat.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageIncorrect, match="Il n'y a pas"):
        atelier.expliquer("1.1", dossier)
    Dossier(dossier).etat.unlink()
    with pytest.raises(UsageIncorrect, match="n'a pas encore de texte"):
        atelier.expliquer("1.1", dossier)


def test_le_dossier_ou_l_on_est_sert(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(atelier.repondre("reponses: {nom: Le Trieux, posture: refus}\n"))
    assert "donnees-violation" in atelier.expliquer("1.1")


def test_une_question_mene_a_ses_clauses(atelier: Atelier) -> None:
    dit = atelier.expliquer("posture")
    assert "Question de l'étape « Pour commencer », parcours complet. Elle change tout le texte." in dit
    assert "- refus : Refuser - usage : Utiliser un peu" in dit
    assert "D'où elle vient - sobriete-meilleure-ia-non-utilisee" in dit
    assert "Le désaccord qu'elle tranche - renoncer-ou-s-approprier" in dit
    assert "Questions suivantes : sante" in dit
    assert "Matrice : sensibles-refus" in dit
    assert "Cohérence : refus-et-sante" in dit
    assert "Réflexes de la première page : relire" in dit
    assert "Mots du modèle : autorite, a_l_autorite" in atelier.expliquer("pays")


def test_une_question_dans_une_charte(atelier: Atelier) -> None:
    dossier = atelier.repondre(
        "reponses: {nom: Le Trieux, posture: usage}\n"
        "deliberations: {posture: {accord: desaccord, remarque: À reprendre., revoir_le: 2027-03-01}}\n"
    )
    dit = atelier.expliquer("posture", dossier)
    assert "Réponse → Utiliser un peu (répondu)." in dit
    assert "Accord du groupe : désaccord. À reprendre." in dit
    assert "À revoir le 1er mars 2027." in dit
    assert "donnees-sante : Les données de santé (absente de cette charte)" in atelier.expliquer("sante", dossier)


def test_une_recommandation_mene_partout(atelier: Atelier) -> None:
    dit = atelier.expliquer("sobriete-meilleure-ia-non-utilisee")
    assert "Nature : valeur. Priorité : noyau. Appui : explicite." in dit
    assert "l. 516-522 (« la meilleure des IA est celle qu'on n'utilise pas »)" in dit
    assert "Les questions qui y mènent - posture : Votre posture ?" in dit
    assert "Les règles de la matrice - sensibles-refus" in dit
    fait = atelier.expliquer("souverainete-chiffre-cloud-70")
    assert "Chiffre : 70 % (Meredith Whittaker" in fait and "Réserve : Synergy Research" in fait
    assert "Rien, dans ce modèle et ce questionnaire, ne s'y appuie." in fait


def test_un_repere_de_droit_dit_ses_dates(atelier: Atelier) -> None:
    dit = atelier.expliquer("rgpd-33")
    assert "Applicable le 25 mai 2018, vérifié le 21 novembre 2026, à revoir après le" in dit
    assert "Les clauses qui la portent - donnees-violation : En cas de fuite" in dit


def test_une_tension_une_coherence_une_case_un_document(atelier: Atelier) -> None:
    dossier = atelier.repondre("reponses: {nom: Le Trieux, posture: usage, sante: oui}\n")
    tension = atelier.expliquer("renoncer-ou-s-approprier", dossier)
    assert "La question qui le tranche - posture : Votre posture ? → Utiliser un peu (répondu)" in tension
    coherence = atelier.expliquer("refus-et-sante", dossier)
    assert "Constat : Le Trieux confie des données de santé." in coherence
    assert "Elle se déclenche avec vos réponses." in coherence
    assert "Elle ne s'applique pas avec vos réponses." in atelier.expliquer("sensibles-refus", dossier)
    assert "recommandations qu'il fonde" in atelier.expliquer("saw-b-2024")
    dossier = atelier.repondre("reponses: {nom: Le Trieux}\na_decider: [posture]\n")
    assert "En suspens : « posture » reste à décider." in atelier.expliquer("sensibles-refus", dossier)


def test_un_identifiant_inconnu_en_propose_de_proches(atelier: Atelier) -> None:
    with pytest.raises(UsageIncorrect) as erreur:
        atelier.expliquer("postur")
    assert erreur.value.code == 2
    assert "posture" in erreur.value.remede
    with pytest.raises(UsageIncorrect) as erreur:
        atelier.expliquer("zzzz")
    assert erreur.value.remede.startswith("Les identifiants figurent")


def test_les_lignes_tiennent_dans_le_terminal(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    expliquer("posture", None, atelier.modele, atelier.questionnaire)
    assert all(len(ligne) <= 60 for ligne in capsys.readouterr().out.splitlines())
