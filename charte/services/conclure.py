"""La fin d'un entretien : produire les documents, dire où ils sont et quoi en faire."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.ecran.presentation import replier
from charte.erreurs import commande
from charte.moteur.texte import compter

if TYPE_CHECKING:
    from charte.moteur.composition.coherence import Constat
    from charte.services.charger import Contenus

_GRAVITES = {"bloquant": "À régler avant l'adoption", "attention": "Attention", "conseil": "Conseil"}


def conclure(dossier: Dossier, contenus: Contenus, reponses: Reponses) -> int:
    """Produit CHARTE.md, charte.pdf et les documents déjà faits ici, puis le dit. Rend 0, ou 1 s'il en manque un."""
    # Rien de cela ne sert avant la fin : la première question n'a pas à l'attendre.
    from charte.services.controler.constats import constats_de
    from charte.services.produire.production import a_dire, deja_produits, produire

    print("La charte s'écrit…", flush=True)
    production = produire(dossier, contenus, reponses, deja_produits(dossier))
    print(f"\n{'Votre texte attend un choix' if production.conflits else 'Votre charte est prête'} :")
    for chemin in production.ecrits:
        print(f"  {chemin}")
    for phrase in a_dire(production, dossier):
        print(f"\n{_plie(phrase)}")
    _dire_ce_qui_reste(len(reponses.a_decider), constats_de(contenus, reponses))
    _dire_la_suite(dossier)
    return 1 if production.manques or production.conflits else 0


def _dire_ce_qui_reste(ouverts: int, constats: Iterable[Constat]) -> None:
    if ouverts:
        nombre = compter(ouverts, "point reste à décider", "points restent à décider")
        phrase = f"{nombre} : la charte le montre. Il faudra trancher avant de l'adopter."
        print(f"\n{_plie(phrase)}")
    for constat in constats:
        print(f"\n{_plie(f'{_GRAVITES[constat.gravite]} : {constat.phrase}')}")
        print(_plie(f"  {constat.remede}"))


def _dire_la_suite(dossier: Dossier) -> None:
    ici = str(dossier.chemin)
    print("\nEt maintenant :")
    print(_plie(f"- Relisez {dossier.texte.name} à voix haute. C'est votre texte : vous pouvez le retoucher."))
    print(f"- Pour contrôler l'ensemble : {commande('charte', 'verifier', ici)}")
    print(f"- Pour rediscuter un point : {commande('charte', 'reviser', ici)}")
    print(f"- Le jour du vote : {commande('charte', 'adopter', ici)}")


def _plie(texte: str) -> str:
    return replier(texte, shutil.get_terminal_size().columns)
