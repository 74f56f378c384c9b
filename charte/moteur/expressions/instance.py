"""Le nom que le groupe donne à l'instance qui décide, contractions faites."""

from __future__ import annotations

import re

from charte.contenu.base import Brut
from charte.moteur.expressions.bac_a_sable import EnPhrase
from charte.moteur.texte import echapper, minuscule

INSTANCE = "l_instance"
_CONTRACTIONS = (
    (re.compile(r"^le "), "du ", "au "),
    (re.compile(r"^(?=une? )"), "d'", "à "),
    (re.compile("^"), "de ", "à "),
)


def mots_de_l_instance(nom: str) -> dict[str, EnPhrase]:
    """Les mots du modèle que ce nom remplace, contractions faites : « le bureau », « du bureau », « au bureau »."""
    nom = echapper(Brut(minuscule(nom.replace("’", "'"))))
    motif, de, a = next(une for une in _CONTRACTIONS if une[0].search(nom))
    formes = {INSTANCE: nom, "de_l_instance": motif.sub(de, nom, count=1), "a_l_instance": motif.sub(a, nom, count=1)}
    return {mot: EnPhrase(forme) for mot, forme in formes.items()}
