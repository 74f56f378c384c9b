"""Le cadre d'une invite à l'écran : la question en haut, l'aide et les gestes en bas, et ce qui en ressort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from questionary import Question as InviteQuestionary
from questionary.prompts.common import InquirerControl

from charte.ecran.facons.touches import bloc, controle, habiller, largeur, ligne_de_gestes, lignes_d_ecran, raccourcis
from charte.ecran.interlocuteur import Geste, Invite, Pourquoi
from charte.ecran.presentation import GESTES, NomGeste, entete, gestes, replier

AUTRE = "autre-geste"
_MARGE = 4


@dataclass(frozen=True)
class AutreGeste:
    """La personne veut le menu des gestes ; `saisie` : ce qu'elle avait commencé."""

    saisie: Any = None


Resultat = Geste | AutreGeste


def geste(nom: NomGeste, saisie: Any = None) -> Geste:
    """Le geste de ce nom."""
    return Pourquoi(saisie) if nom == "pourquoi" else GESTES[nom]


def demander(
    invite_ecran: InviteQuestionary,
    invite: Invite,
    touches: list[KeyBindings],
    saisie: Callable[[], Any],
    dessous: Callable[[], StyleAndTextTuples],
    consigne: str,
) -> Any:
    """Affiche l'invite dans son cadre et rend ce que la personne en fait."""
    possibles, liste = gestes(invite), controle(invite_ecran)

    def sur_geste(evenement: KeyPressEvent, nom: NomGeste) -> None:
        evenement.app.exit(result=geste(nom, saisie() if nom == "pourquoi" else None))

    def haut() -> StyleAndTextTuples:
        attente = "Pour l'instant : à décider." if invite.a_decider else ""
        lignes: StyleAndTextTuples = [
            ("", "\n"),
            *bloc("class:entete", entete(invite)),
            *bloc("class:enonce", invite.question.enonce),
            *bloc("", invite.question.aide or ""),
            *bloc("", attente),
        ]
        # Une liste a déjà une ligne vide au-dessus d'elle.
        return lignes[:-1] if liste else lignes

    def bas() -> StyleAndTextTuples:
        fond = [("", "\n"), *dessous(), *bloc("", consigne), *ligne_de_gestes(possibles)]
        choix = sum(str(un.title).count("\n") + 1 for un in liste.choices) if liste else 1
        deborde = choix + _hauteur(haut()) + _hauteur(fond) + 1 > lignes_d_ecran()
        return [*bloc("", "(La liste continue au-delà de l'écran.)" if deborde else ""), *fond]

    cadre = habiller(invite_ecran, [*touches, raccourcis(possibles, sur_geste)], haut, bas)
    return cadre.unsafe_ask()


def _hauteur(morceaux: StyleAndTextTuples) -> int:
    return sum(morceau[1].count("\n") for morceau in morceaux) + 1


def pointee(ic: InquirerControl) -> str:
    return str(ic.get_pointed_at().value)


def titre_d_option(libelle: str, retrait: int = 0) -> str:
    """Un libellé mis en lignes, la suite alignée sous le texte et non sous le pointeur."""
    return replier(libelle, largeur() - _MARGE).replace("\n", "\n" + " " * (3 + retrait))


def aide_pointee(aides: dict[str, str], pointee: str) -> StyleAndTextTuples:
    """L'aide de l'option pointée, sur une hauteur qui ne change pas quand on se déplace."""
    mises_en_lignes = {valeur: replier(aide, largeur()) for valeur, aide in aides.items() if aide}
    hauteur = max((texte.count("\n") + 1 for texte in mises_en_lignes.values()), default=0)
    if not hauteur:
        return []
    texte = mises_en_lignes.get(pointee, "")
    return [("", texte + "\n" * (hauteur + 1 - texte.count("\n")))]
