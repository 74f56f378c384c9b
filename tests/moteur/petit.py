"""Un petit monde : quatre questions, deux articles, une matrice de deux cases."""

from typing import Any

from charte.contenu.modele import Modele
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.referentiel import Referentiel
from charte.contenu.reponses import Reponses

QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "id": "petit",
        "version": "1.0.0",
        "titre": "Petit",
        "sections": [
            {
                "id": "tout",
                "titre": "Tout",
                "questions": [
                    {
                        "id": "nom",
                        "type": "texte",
                        "parcours": "express",
                        "enonce": "Votre nom ?",
                        "obligatoire": True,
                        "decidable": False,
                    },
                    {
                        "id": "posture",
                        "type": "choix",
                        "parcours": "express",
                        "enonce": "Votre posture ?",
                        "defaut": "essai",
                        "options": [
                            {"valeur": "refus", "libelle": "Refuser"},
                            {"valeur": "essai", "libelle": "Essayer"},
                        ],
                    },
                    {
                        "id": "donnees",
                        "type": "choix_multiple",
                        "enonce": "Vos données ?",
                        "defaut": [],
                        "defaut_si": [{"si": 'posture == "refus"', "valeur": ["sante"]}],
                        "options": [
                            {"valeur": "sante", "libelle": "Santé", "en_phrase": "les données de santé"},
                            {"valeur": "dons", "libelle": "Dons", "en_phrase": "les dons"},
                        ],
                    },
                    {
                        "id": "accord",
                        "type": "oui_non",
                        "enonce": "Un accord ?",
                        "si": '"sante" in donnees',
                        "defaut": True,
                    },
                ],
            }
        ],
    }
)


def clause(identifiant: str, texte: str, **autres: Any) -> dict[str, Any]:
    """Une clause de l'essentiel, comme un modèle l'écrit."""
    return {
        "id": identifiant,
        "titre": identifiant.title(),
        "force": "engagement",
        "parcours": "express",
        "recommandations": ["une"],
        "texte": texte,
        **autres,
    }


MODELE = Modele.model_validate(
    {
        "entete": {
            "id": "petit",
            "version": "1.0.0",
            "questionnaire": "petit",
            "titre": "Charte",
            "sous_titre": "Sous-titre",
            "avertissement": "Avertissement.",
            "articles": ["un", "deux"],
            "mots": {
                "la_structure": "le groupe",
                "l_instance": [{"si": 'posture == "refus"', "texte": "l'assemblée"}, {"texte": "le bureau"}],
            },
            "essentiel": [{"id": "geste", "geste": "Je lis.", "detail": "Tout.", "article": "un"}],
        },
        "articles": [
            {
                "id": "un",
                "titre": "Un",
                "en_clair": "Clair.",
                "clauses": [
                    clause("toujours", "Nous sommes {{ nom }}."),
                    clause("posture", "Nous avons choisi : {{ posture }}.", droit=["europe", "france", "belgique"]),
                    clause("refus", "Rien. {{ l_instance | majuscule }} décide.", si='posture == "refus"'),
                    clause("long", "Détail.", parcours="complet"),
                ],
            },
            {
                "id": "deux",
                "titre": "Deux",
                "en_clair": "Clair.",
                "clauses": [clause("sante", "Jamais {{ donnees | enumerer }}.", si='"sante" in donnees')],
            },
        ],
        "matrice": {
            "apres": "un",
            "classes": [{"id": "sensibles", "libelle": "Sensibles"}],
            "familles": [{"id": "local", "libelle": "Local"}, {"id": "nuage", "libelle": "Nuage"}],
            "conditions": "Prudence.",
            "accord": "Demander.",
            "regles": [
                {
                    "id": "nuage",
                    "classes": ["sensibles"],
                    "familles": ["nuage"],
                    "decision": "interdit",
                    "motif": "Trop loin.",
                },
                {
                    "id": "local",
                    "classes": ["sensibles"],
                    "familles": ["local", "nuage"],
                    "si": 'posture == "essai"',
                    "decision": "conditions",
                    "motif": "Avec soin.",
                },
            ],
        },
        "coherence": [
            {
                "id": "incoherent",
                "si": 'posture == "refus" and "dons" in donnees',
                "gravite": "attention",
                "constat": "Refus et dons.",
                "remede": "Choisir.",
                "questions": ["posture"],
            }
        ],
    }
)


def _repere(identifiant: str, juridiction: str) -> dict[str, Any]:
    return {
        "id": identifiant,
        "titre": identifiant,
        "juridiction": juridiction,
        "reference": "art. 1",
        "enonce": "Règle.",
        "applicable": "2026-01-01",
        "verifie": "2026-11-21",
    }


REFERENTIEL = Referentiel.model_validate(
    {
        "documents": {"doc": {"id": "doc", "titre": "Titre", "auteur": "Autrice", "date": "2025", "pays": "France"}},
        "recommandations": {
            "une": {
                "id": "une",
                "titre": "Une idée",
                "theme": "t",
                "nature": "valeur",
                "priorite": "noyau",
                "appui": "explicite",
                "enonce": "Énoncé.",
                "sources": [{"document": "doc", "lignes": "1", "accroche": "a"}],
            }
        },
        "tensions": {},
        "droit": {
            "europe": _repere("europe", "UE"),
            "france": _repere("france", "FR"),
            "belgique": _repere("belgique", "BE"),
        },
    },
    strict=False,
)


def reponses(a_decider: list[str] | None = None, parcours: str = "complet", **valeurs: Any) -> Reponses:
    """Des réponses au petit questionnaire."""
    return Reponses.model_validate(
        {
            "questionnaire": "petit 1.0.0",
            "modele": "petit 1.0.0",
            "parcours": parcours,
            "reponses": {"nom": "Nous", **valeurs},
            "a_decider": a_decider or [],
        }
    )


def monde(questions: list[dict[str, Any]], clauses: list[dict[str, Any]]) -> tuple[Questionnaire, Modele]:
    """Le petit questionnaire et le petit modèle, avec ces questions et ces clauses de plus, à la fin."""
    questionnaire, modele = QUESTIONNAIRE.model_dump(), MODELE.model_dump()
    questionnaire["sections"][0]["questions"] += tuple(questions)
    modele["articles"][-1]["clauses"] += tuple(clauses)
    return Questionnaire.model_validate(questionnaire), Modele.model_validate(modele)
