"""Les touches et le cadre d'une invite à l'écran : en-tête, question, gestes visibles en bas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prompt_toolkit.application import get_app_session
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import Dimension, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.styles import Style
from questionary import Question as InviteQuestionary
from questionary.prompts.common import InquirerControl

from charte.ecran.presentation import LARGEUR_DE_LECTURE, NomGeste, Possible, replier

# Ni couleur ni fond : le gras et le soulignement se lisent sur tout écran, et projetés.
STYLE = Style(
    [
        ("qmark", "noinherit bold"),
        ("question", "noinherit"),
        ("answer", "noinherit bold"),
        ("pointer", "noinherit bold"),
        ("highlighted", "noinherit bold"),
        ("selected", "noinherit"),
        ("entete", ""),
        ("enonce", "bold"),
        ("touche", "bold"),
        ("refus", "bold"),
        ("validation-toolbar", "noinherit bold"),
    ]
)
LISTE: Mapping[str, Any] = {
    **{"qmark": "", "instruction": " ", "style": STYLE, "erase_when_done": True, "show_description": False},
    **{"use_jk_keys": False, "use_emacs_keys": False},
}
"""Ce que toutes les listes ont en commun : leurs seules touches sont les flèches."""
TOUCHES: Mapping[NomGeste, tuple[str, tuple[str, ...]]] = {
    "revenir": ("Échap", ("escape", "f2")),
    "passer": ("Ctrl-P", ("c-p", "f3")),
    "plus_tard": ("Ctrl-D", ("c-d", "f4")),
    "pourquoi": ("Ctrl-O", ("c-o", "f1")),
    "arreter": ("Ctrl-C", ()),
}


def largeur() -> int:
    """Le nombre de colonnes utilisables à cet instant, en gardant une marge à droite."""
    return min(get_app_session().output.get_size().columns - 1, LARGEUR_DE_LECTURE)


def lignes_d_ecran() -> int:
    """Le nombre de lignes de l'écran à cet instant."""
    return get_app_session().output.get_size().rows


def controle(invite: InviteQuestionary) -> InquirerControl | None:
    """La liste affichée par une invite, s'il y en a une."""
    fenetres = invite.application.layout.find_all_windows()
    return next((une.content for une in fenetres if isinstance(une.content, InquirerControl)), None)


def raccourcis(possibles: tuple[Possible, ...], sur_geste: Callable[[KeyPressEvent, NomGeste], None]) -> KeyBindings:
    """Les touches des gestes ; celle d'un geste impossible ici ne fait rien (et surtout pas autre chose)."""
    permis = {possible.nom for possible in possibles}
    touches = KeyBindings()
    for nom, (_, codes) in TOUCHES.items():
        for code in codes:
            touches.add(code, eager=True)(_gestionnaire(nom if nom in permis else None, sur_geste))
    return touches


def _gestionnaire(
    nom: NomGeste | None, sur_geste: Callable[[KeyPressEvent, NomGeste], None]
) -> Callable[[KeyPressEvent], None]:
    def agir(evenement: KeyPressEvent) -> None:
        if nom is not None:
            sur_geste(evenement, nom)

    return agir


def habiller(
    invite: InviteQuestionary,
    touches: list[KeyBindings],
    haut: Callable[[], StyleAndTextTuples],
    bas: Callable[[], StyleAndTextTuples],
) -> InviteQuestionary:
    """Ajoute à l'invite ses touches, la question au-dessus, les gestes au-dessous. Rend la même invite."""
    application = invite.application
    existantes = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*existantes, *touches])
    # Échap seule ne doit pas attendre la suite d'une séquence.
    application.ttimeoutlen = 0.1
    ancien = application.layout
    corps = HSplit([_bandeau(haut), ancien.container, _bandeau(bas)])
    application.layout = Layout(corps, focused_element=ancien.current_window)
    return invite


def _bandeau(contenu: Callable[[], StyleAndTextTuples]) -> Window:
    def hauteur() -> Dimension:
        nombre = "".join(part[1] for part in contenu()).count("\n") + 1
        return Dimension(min=1, preferred=nombre, max=nombre)

    return Window(FormattedTextControl(contenu), height=hauteur, dont_extend_height=True)


def ligne_de_gestes(possibles: tuple[Possible, ...]) -> StyleAndTextTuples:
    """Les gestes et leurs touches, sur autant de lignes qu'il en faut, sans couper un geste."""
    morceaux: StyleAndTextTuples = []
    place, colonnes = 0, get_app_session().output.get_size().columns - 1
    for possible in possibles:
        touche = TOUCHES[possible.nom][0]
        taille = len(touche) + 1 + len(possible.court)
        if place and place + 2 + taille > colonnes:
            morceaux.append(("", "\n"))
            place = 0
        elif place:
            morceaux.append(("", "  "))
            place += 2
        morceaux += [("class:touche", touche), ("", f" {possible.court}")]
        place += taille
    return morceaux


def bloc(style: str, texte: str) -> StyleAndTextTuples:
    """Un texte mis en lignes, dans un style, suivi d'un saut de ligne ; rien si le texte est vide."""
    return [(style, replier(texte, largeur())), ("", "\n")] if texte else []
