"""Lire un fichier YAML : sans danger, et en sachant où se trouve chaque faute."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from charte.erreurs import Faute, FichierInvalide

TAILLE_MAXIMALE = 2_000_000
NOEUDS_MAXIMUM = 200_000
PROFONDEUR_MAXIMALE = 40
FAUTES_MAXIMUM = 100

_Chargeur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENTIER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}")
_PREFIXE = "tag:yaml.org,2002:"

T = TypeVar("T")
Chemin = Sequence[str | int]


@dataclass
class DocumentLu:
    """Un fichier lu : sa valeur, et de quoi situer chaque partie."""

    chemin: Path
    valeur: Any
    racine: yaml.Node | None
    fautes: list[Faute] = field(default_factory=list)

    def position(self, chemin: Chemin, cle: bool = False) -> tuple[int, int]:
        """Ligne et colonne (à partir de 1) de la partie désignée, ou de sa clé ; à défaut, du parent le plus proche."""
        noeud = self.racine
        marque = noeud.start_mark if noeud is not None else None
        for part in chemin:
            trouve = _enfant(noeud, part)
            if trouve is None:
                continue
            noeud_cle, noeud = trouve
            marque = noeud_cle.start_mark if cle else noeud.start_mark
        if marque is None:
            return 1, 1
        return marque.line + 1, marque.column + 1

    def place_du_texte(self, texte: str) -> tuple[int, int] | None:
        """Ligne et colonne de la première valeur qui est ce texte, ou `None`."""
        a_voir = [self.racine]
        while a_voir:
            noeud = a_voir.pop()
            if isinstance(noeud, yaml.ScalarNode) and noeud.value == texte:
                return noeud.start_mark.line + 1, noeud.start_mark.column + 1
            if isinstance(noeud, yaml.MappingNode):
                a_voir += [valeur for _, valeur in reversed(noeud.value)]
            elif isinstance(noeud, yaml.SequenceNode):
                a_voir += reversed(noeud.value)
        return None

    def signaler(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        """Ajoute une faute située ; on les donne toutes ensemble à la fin. Lève `FichierInvalide` au-delà de 100."""
        self.ajouter(*self.position(chemin, cle), phrase)

    def ajouter(self, ligne: int, colonne: int, phrase: str) -> None:
        """Ajoute une faute dont on sait la place. Lève `FichierInvalide` au-delà de 100."""
        self.fautes.append(Faute(self.chemin, ligne, colonne, phrase))
        if len(self.fautes) >= FAUTES_MAXIMUM:
            self.exiger(f"On s'arrête à {FAUTES_MAXIMUM} fautes : corrigez celles-ci d'abord.")

    def exiger(self, remede: str = "") -> None:
        """Lève `FichierInvalide` s'il reste des fautes."""
        if self.fautes:
            raise FichierInvalide(self.fautes, remede)


def _enfant(noeud: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(noeud, yaml.MappingNode):
        for cle, valeur in noeud.value:
            if cle.value == str(part):
                return cle, valeur
    elif isinstance(noeud, yaml.SequenceNode) and isinstance(part, int) and part < len(noeud.value):
        return noeud.value[part], noeud.value[part]
    return None


def lire(chemin: Path) -> DocumentLu:
    """Lit un fichier YAML.

    Lève `FichierInvalide` : absent, trop gros, mal encodé, mal formé, clé en double, étiquette inconnue, alias en
    cascade. Oui, non, les heures et les nombres à zéro initial restent des textes, comme on les a écrits.
    """
    texte = _texte(chemin)
    if "<<<<<<< " in texte and (conflits := list(_conflits(chemin, texte))):
        raise FichierInvalide(conflits)
    try:
        racine = yaml.compose(texte, Loader=_Chargeur)
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        ligne, colonne = (marque.line + 1, marque.column + 1) if marque else (1, 1)
        raise FichierInvalide([Faute(chemin, ligne, colonne, _en_francais(erreur))]) from None
    except yaml.YAMLError as erreur:
        raise FichierInvalide([Faute(chemin, *_ou_est(texte, erreur), "caractère interdit en YAML")]) from None
    except RecursionError:
        raise FichierInvalide([Faute(chemin, 1, 1, "trop de niveaux imbriqués")]) from None
    document = DocumentLu(chemin, None, racine)
    if racine is not None:
        document.valeur = _Conversion(document).convertir(racine, 0)
    document.exiger()
    return document


def _conflits(chemin: Path, texte: str) -> Iterator[Faute]:
    """Les endroits que git n'a pas su réunir : la faute de YAML qui s'ensuit n'aiderait personne."""
    reperes: list[int] = []
    for rang, ligne in enumerate(texte.splitlines(), 1):
        if ligne.startswith("<<<<<<< "):
            reperes = [rang]
        elif reperes and (ligne == "=======" or ligne.startswith("||||||| ")):
            reperes.append(rang)
        elif len(reperes) > 1 and ligne.startswith(">>>>>>> "):
            notre = _etendue(reperes[0], reperes[1])
            autre = _etendue(reperes[-1], rang)
            phrase = f"git a laissé ici deux versions : gardez {notre} ou {autre}, et effacez le reste jusqu'à la ligne"
            yield Faute(chemin, reperes[0], 1, f"{phrase} {rang}, repères compris")
            reperes = []


def _etendue(avant: int, apres: int) -> str:
    """Les lignes entre deux repères, en mots."""
    if apres - avant < 2:
        return "rien"
    return f"la ligne {avant + 1}" if apres - avant == 2 else f"les lignes {avant + 1} à {apres - 1}"


def valeur_de(noeud: yaml.Node) -> Any:
    """Ce que `lire` rend pour ce nœud d'un fichier déjà lu."""
    return _Conversion(DocumentLu(Path(), None, noeud)).convertir(noeud, 0)


_REFUS: dict[type[OSError], str] = {
    FileNotFoundError: "fichier introuvable",
    IsADirectoryError: "c'est un dossier, un fichier est attendu",
    NotADirectoryError: "{} est un fichier, pas un dossier",
    PermissionError: "lecture refusée : vérifiez vos droits sur ce fichier",
}


def _texte(chemin: Path) -> str:
    try:
        with chemin.open("rb") as fichier:
            octets = fichier.read(TAILLE_MAXIMALE + 1)
    except OSError as erreur:
        phrase = _REFUS.get(type(erreur), f"lecture impossible ({erreur.errno})").format(chemin.parent)
        raise FichierInvalide([Faute(chemin, 1, 1, phrase)]) from None
    if len(octets) > TAILLE_MAXIMALE:
        raise FichierInvalide([Faute(chemin, 1, 1, f"fichier trop gros (plus de {TAILLE_MAXIMALE // 1000} ko)")])
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = octets.count(b"\n", 0, erreur.start) + 1
        colonne = erreur.start - (octets.rfind(b"\n", 0, erreur.start) + 1) + 1
        phrase = "ce fichier n'est pas en UTF-8 ; enregistrez-le avec cet encodage"
        raise FichierInvalide([Faute(chemin, ligne, colonne, phrase)]) from None


def _ou_est(texte: str, erreur: yaml.YAMLError) -> tuple[int, int]:
    rang = getattr(erreur, "position", 0) or 0
    avant = texte[:rang]
    return avant.count("\n") + 1, rang - (avant.rfind("\n") + 1) + 1


_PROBLEMES = (
    ("could not find expected ':'", "il manque « : » après une clé, ou un retrait est faux"),
    ("mapping values are not allowed", "un « : » est mal placé ; mettez le texte entre guillemets"),
    ("found character that cannot start any token", "caractère inattendu (tabulation, @ ou accent grave ?)"),
    ("did not find expected key", "clé attendue : vérifiez le retrait de cette ligne et de la précédente"),
    ("did not find expected '-'", "un tiret de liste est attendu : vérifiez le retrait"),
    ("did not find expected ',' or ']'", "il manque une virgule ou un crochet « ] »"),
    ("did not find expected ',' or '}'", "il manque une virgule ou une accolade « } »"),
    ("found unexpected end of stream", "fin de fichier inattendue : un guillemet ou un crochet n'est pas refermé"),
    ("found undefined alias", "un alias (*nom) renvoie à une ancre qui n'existe pas"),
    ("found duplicate anchor", "deux ancres (&nom) portent le même nom"),
    ("found unknown escape", "séquence d'échappement inconnue après « \\ »"),
    ("did not find expected <document start>", "un seul document par fichier ; une ligne « --- » ou un retrait gêne"),
    ("but found another document", "un seul document par fichier ; retirez la seconde ligne « --- »"),
    ("found a tab character", "une tabulation sert de retrait ; remplacez-la par des espaces"),
    ("exceeded max depth", "trop de niveaux imbriqués"),
)


def _en_francais(erreur: yaml.MarkedYAMLError) -> str:
    brut = f"{erreur.problem or ''} {erreur.context or ''}"
    for motif, phrase in _PROBLEMES:
        if motif in brut:
            return phrase
    return "YAML mal formé : vérifiez le retrait, les guillemets et les deux-points"


class _Conversion:
    """Des nœuds YAML aux valeurs Python, en comptant ce que l'on déroule."""

    def __init__(self, document: DocumentLu) -> None:
        self.document = document
        self.reste = NOEUDS_MAXIMUM

    def convertir(self, noeud: yaml.Node, profondeur: int) -> Any:
        """Rend la valeur du nœud. Lève `FichierInvalide` s'il se déroule sans fin."""
        self.reste -= 1
        if self.reste < 0 or profondeur > PROFONDEUR_MAXIMALE:
            self._refuser(noeud, "trop d'éléments ou de niveaux (alias en cascade ?)")
        if isinstance(noeud, yaml.ScalarNode):
            return self._scalaire(noeud)
        if isinstance(noeud, yaml.SequenceNode):
            self._etiquette(noeud, "seq")
            return [self.convertir(enfant, profondeur + 1) for enfant in noeud.value]
        self._etiquette(noeud, "map")
        return self._table(noeud, profondeur)

    def _table(self, noeud: yaml.Node, profondeur: int) -> dict[str, Any]:
        table: dict[str, Any] = {}
        lignes: dict[str, int] = {}
        for noeud_cle, noeud_valeur in noeud.value:
            if not isinstance(noeud_cle, yaml.ScalarNode):
                self._faute(noeud_cle, "une clé doit être un mot simple")
                continue
            cle = noeud_cle.value
            if cle in table:
                self._faute(noeud_cle, f"la clé « {cle} » est déjà donnée ligne {lignes[cle]} ; gardez-en une seule")
                continue
            lignes[cle] = noeud_cle.start_mark.line + 1
            table[cle] = self.convertir(noeud_valeur, profondeur + 1)
        return table

    def _scalaire(self, noeud: yaml.ScalarNode) -> Any:
        valeur: str = noeud.value
        if noeud.style in ("'", '"', "|", ">"):
            self._etiquette(noeud, "str")
            return valeur
        if not noeud.tag.startswith(_PREFIXE):
            self._etiquette(noeud, "str")
        if valeur in ("", "~", "null"):
            return None
        if valeur in ("true", "false"):
            return valeur == "true"
        if _ENTIER.fullmatch(valeur) and len(valeur) < 16:
            return int(valeur)
        if _DECIMAL.fullmatch(valeur) and len(valeur) < 16:
            return float(valeur)
        if _JOUR.fullmatch(valeur):
            try:
                return datetime.date.fromisoformat(valeur)
            except ValueError:
                self._faute(noeud, f"« {valeur} » n'est pas un jour du calendrier (année-mois-jour attendu)")
        return valeur

    def _etiquette(self, noeud: yaml.Node, attendue: str) -> None:
        if noeud.tag != _PREFIXE + attendue:
            self._faute(noeud, f"étiquette « {noeud.tag.replace(_PREFIXE, '!!')} » refusée ; retirez-la")

    def _faute(self, noeud: yaml.Node, phrase: str) -> None:
        marque = noeud.start_mark
        self.document.ajouter(marque.line + 1, marque.column + 1, phrase)

    def _refuser(self, noeud: yaml.Node, phrase: str) -> None:
        self._faute(noeud, phrase)
        self.document.exiger()
