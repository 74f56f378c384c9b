"""La charte en PDF par Typst, un moteur qui s'installe avec `pip` seul : même page, même texte, mêmes normes.

Le texte passe à Typst comme une donnée (`json`), jamais comme du code. Ni réseau, ni fichier hors du modèle, ni police
de la machine si le modèle a les siennes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from charte.erreurs import Faute, FichierInvalide
from charte.moteur.charte import Charte
from charte.rendu.apparence.glyphes import decomprimee, dessiner, polices_du_modele
from charte.rendu.apparence.identite import teintes
from charte.rendu.document.assemblage import assembler
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.ecrivains.donnees import en_donnees
from charte.rendu.impression.jetable import dossier_jetable
from charte.rendu.impression.pieces_jointes import RELATION, SANS_DATE, Piece, pieces
from charte.rendu.systeme import importer_typst, variables_d_environnement

GABARIT = "charte.typ"
NORMES = ["ua-1", "a-3a"]
_PHRASES = ("mots_cles", "renvoi_clause")
"""Ce que le gabarit ne montre pas, mais que disent le fichier et un lecteur d'écran."""
_NULLE_PART = dict.fromkeys(("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"), "http://127.0.0.1:9")
_NULLE_PART |= {nom.lower(): adresse for nom, adresse in _NULLE_PART.items()} | {"NO_PROXY": "", "no_proxy": ""}
"""Un gabarit qui voudrait télécharger un paquet ne trouve personne au bout du fil."""

_FIN_EQUIVOQUE, _FIN_CLAIRE = b"\r\nendstream", b"\r\rendstream"
"""Un flux dont le dernier octet est un retour chariot : avec le saut de ligne qui suit, les validateurs n'y verraient
qu'une fin de ligne, et croiraient la longueur fausse. Deux retours chariot se lisent : l'un est la donnée, l'autre non.
"""

_DATE_INVENTEE = re.compile(
    rb"/(?:CreationDate|ModDate)\(D:19700101000000Z\)"
    rb"|<(xmp:CreateDate|xmp:ModifyDate|stEvt:when)>1970-01-01T00:00:00\+00:00</\1>"
)
_LIEU = re.compile(r"([\w-]+\.typ):(\d+):(\d+)")


def pdf(charte: Charte, modele: Path) -> bytes:
    """Rend le PDF. Les mêmes réponses donnent les mêmes octets, quels que soient la machine et le dossier.

    Lève `RenduImpossible` si Typst manque, `FichierInvalide` si un gabarit du modèle manque ou est mal écrit.
    """
    typst = importer_typst()
    gabarit = _gabarit(modele)
    donnees, replis = _document(charte, modele)
    with _polices_de_repli(replis) as repli, variables_d_environnement(_NULLE_PART):
        possedees = polices_du_modele(modele)
        polices = typst.Fonts(
            include_system_fonts=not possedees,
            include_embedded_fonts=not possedees,
            font_paths=[str(modele.resolve() / "polices"), str(repli)],
        )
        try:
            octets = typst.compile(
                str(gabarit),
                root=str(modele.resolve()),
                font_paths=polices,
                format="pdf",
                sys_inputs={"charte": donnees, "pieces": _jointes(pieces(charte))},
                pdf_standards=NORMES,
                timestamp=datetime.fromisoformat(charte.date).replace(tzinfo=UTC) if charte.date else SANS_DATE,
                package_path=str(repli),
                package_cache_path=str(repli),
            )
        except typst.TypstError as erreur:
            raise FichierInvalide([_faute(gabarit, erreur.message, erreur.diagnostic)]) from None
    sans_equivoque = bytes(octets).replace(_FIN_EQUIVOQUE, _FIN_CLAIRE)
    return sans_equivoque if charte.date else _sans_date(sans_equivoque)


def _document(charte: Charte, modele: Path) -> tuple[str, list[Path]]:
    """Le document en JSON, tel que le gabarit l'attend, et les polices de repli qu'il demande."""
    phrases = phrases_du_modele(modele)
    fixes = {"teintes": teintes(charte.apparence), "phrases": {nom: phrases.texte(nom) for nom in _PHRASES}}
    donnees = {**en_donnees(assembler(charte, modele)), **fixes}
    return dessiner(json.dumps(donnees, ensure_ascii=False), modele)


def _jointes(jointes: Iterable[Piece]) -> str:
    """Les pièces à joindre, telles que le gabarit les attend."""
    champs = [{**vars(une), "octets": list(une.octets), "relation": RELATION.lower()} for une in jointes]
    return json.dumps(champs, ensure_ascii=False)


def _sans_date(octets: bytes) -> bytes:
    """Retire une date que personne n'a dite, que Typst exige pour PDF/A. Les places dans le fichier ne bougent pas."""
    return _DATE_INVENTEE.sub(lambda une: b" " * len(une[0]), octets)


def _gabarit(modele: Path) -> Path:
    """Le gabarit du modèle, dont aucun fichier ne mène ailleurs : Typst lit tout ce qui s'y trouve."""
    racine = modele.resolve()
    gabarit = racine / "gabarits" / GABARIT
    if not gabarit.is_file():
        raise FichierInvalide([Faute(gabarit, 1, 1, "gabarit introuvable dans le modèle")])
    for fichier in racine.rglob("*"):
        if fichier.is_symlink() and not fichier.resolve().is_relative_to(racine):
            raise FichierInvalide([Faute(fichier, 1, 1, "ce lien mène hors du modèle")])
    return gabarit


def _faute(gabarit: Path, message: str, diagnostic: str) -> Faute:
    lieu = _LIEU.search(diagnostic)
    ligne, colonne = (int(lieu[2]), int(lieu[3])) if lieu else (1, 1)
    fichier = gabarit.with_name(lieu[1]) if lieu else gabarit
    return Faute(fichier, ligne, colonne, f"gabarit impossible à rendre ; Typst dit : {message}")


@contextmanager
def _polices_de_repli(replis: Iterable[Path]) -> Iterator[Path]:
    """Un dossier jetable où les polices de repli utiles sont décomprimées : Typst ne lit pas le WOFF2."""
    with dossier_jetable() as dossier:
        for fichier in replis:
            (dossier / f"{fichier.stem}.ttf").write_bytes(decomprimee(fichier.read_bytes()))
        yield dossier
