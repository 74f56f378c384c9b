"""Les contradictions entre les réponses d'un groupe."""

from __future__ import annotations

from charte.contenu.reponses import Reponses
from charte.moteur.composition.coherence import Constat, constats
from charte.moteur.composition.matrice import ajustements_refuses
from charte.services.charger import Contenus


def constats_de(contenus: Contenus, reponses: Reponses) -> list[Constat]:
    """Les contradictions entre ces réponses, les plus graves d'abord."""
    contexte = contenus.contexte(reponses)
    with contenus.fautes_situees():
        refuses = ajustements_refuses(contenus.modele.matrice, contexte)
        return [*refuses, *constats(contenus.modele.coherence, contexte)]
