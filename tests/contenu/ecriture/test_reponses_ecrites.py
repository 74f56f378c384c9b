"""Réécrire des réponses garde tout ce que l'on a mis à la main."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from charte.contenu.bibliotheque import charger_questionnaire, charger_reponses
from charte.contenu.ecriture.reponses_ecrites import texte_reponses
from charte.contenu.reponses import Reponses

ANCIEN = """\
# Préparé par Inès avant l'atelier
format: 1
questionnaire: association 1.1.0   # ne pas toucher
modele: association 1.1.0
parcours: complet

reponses:
    # Qui nous sommes
    nom: 'Les Amis'   # le nom court
    pays: FR

    # Nos données
    categories_donnees:
    - publiques
    # la santé : à voir
    - sante
    mission: >-
      Une phrase
      sur deux lignes.
    benevoles: oui
# À trancher le 12
a_decider: [posture]
"""


QUESTIONNAIRE = charger_questionnaire()


def _lire(tmp_path: Path, texte: str) -> Reponses:
    fichier = tmp_path / "reponses.yaml"
    fichier.write_bytes(texte.encode())
    return charger_reponses(fichier, QUESTIONNAIRE)


def test_rien_de_change_rien_de_reecrit(tmp_path: Path) -> None:
    reponses = _lire(tmp_path, ANCIEN)
    assert texte_reponses(reponses, ANCIEN) == ANCIEN


def test_une_reponse_change_le_reste_demeure(tmp_path: Path) -> None:
    reponses = _lire(tmp_path, ANCIEN)
    valeurs = {**reponses.reponses, "nom": "Les Amies", "categories_donnees": ["publiques"], "images": "interdites"}
    del valeurs["pays"]
    neuf = texte_reponses(reponses.model_copy(update={"reponses": valeurs, "passees": ["contact"]}), ANCIEN)
    for garde in ("Préparé par Inès", "# ne pas toucher", "# Qui nous sommes", "# le nom court", "# Nos données"):
        assert garde in neuf
    assert "# À trancher le 12" in neuf
    assert "sur deux lignes." in neuf
    relues = _lire(tmp_path, neuf)
    assert relues.reponses == {**valeurs}
    assert relues.passees == ("contact",)
    assert relues.a_decider == ("posture",)


_TEXTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
_VALEURS = st.fixed_dictionaries(
    {},
    optional={
        "nom": _TEXTES.filter(str.strip),
        "mission": _TEXTES,
        "benevoles": st.booleans(),
        "categories_donnees": st.lists(st.sampled_from(["publiques", "internes", "sante"]), unique=True),
        "usages": st.dictionaries(st.sampled_from(["redaction", "dons"]), st.sampled_from(["encadre", "exclu"])),
        "outils": st.lists(
            st.fixed_dictionaries({"nom": _TEXTES.filter(str.strip), "libre": st.booleans()}), max_size=2
        ),
    },
)


def test_une_valeur_que_yaml_prendrait_pour_autre_chose_est_gardee(tmp_path: Path) -> None:
    ancien = f"{ANCIEN.split('reponses:')[0]}reponses:\n  nom: 2026-02-30 10:00:00\n  mission: {'9' * 5000}\n"
    assert texte_reponses(_lire(tmp_path, ancien), ancien) == ancien


@settings(deadline=None, max_examples=60)
@given(avant=_VALEURS, apres=_VALEURS)
@example(avant={}, apres={"nom": "0\x85", "mission": "\u2028 a\r\nb"})
def test_ce_qui_est_reecrit_se_relit(tmp_path_factory, avant: dict, apres: dict) -> None:  # type: ignore[no-untyped-def, type-arg]
    dossier = tmp_path_factory.getbasetemp()
    entete = {"questionnaire": "association 1.1.0", "modele": "association 1.1.0"}
    ancien = texte_reponses(Reponses(**entete, reponses=avant))
    neuf = texte_reponses(Reponses(**entete, reponses=apres), "# tête\n" + ancien + "# pied\n")
    assert _lire(dossier, neuf).reponses == apres
    assert neuf.startswith("# tête\n")
    assert "# pied\n" in neuf
