"""Ce qui est gelé l'est jusqu'au fond, et aucun générateur ne rend `None` pour changer ce qu'on lui a confié."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from charte.contenu.base import Fiche, Table
from charte.contenu.bibliotheque import charger_modele, charger_questionnaire, charger_referentiel
from charte.contenu.reponses import Reponses

CODE = Path(__file__).parents[2] / "charte"
MUABLES = {
    *("dict", "list", "set", "bytearray", "defaultdict", "Counter", "deque", "DocumentLu"),
    *("Mapping", "MutableMapping", "Sequence", "MutableSequence", "Collection", "Iterable", "MutableSet"),
}
GELEES = {"NamedTuple", "Fiche"}


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for fichier in sorted(CODE.rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.ClassDef):
                yield str(fichier.relative_to(CODE)), noeud


def gelee(classe: ast.ClassDef) -> bool:
    dites = [un for un in classe.decorator_list if isinstance(un, ast.Call) and ast.unparse(un.func) == "dataclass"]
    geles = any(ast.unparse(mot) == "frozen=True" for une in dites for mot in une.keywords)
    return geles or any(ast.unparse(base) in GELEES for base in classe.bases)


def noms(annotation: ast.expr) -> set[str]:
    """Les types que nomme une annotation, même entre guillemets ; ce que prend une fonction ne compte pas."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return noms(ast.parse(annotation.value, mode="eval").body)
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) in ("Callable", "Literal"):
        return set()
    ici = {annotation.id} if isinstance(annotation, ast.Name) else set()
    enfants = (un for un in ast.iter_child_nodes(annotation) if isinstance(un, ast.expr))
    return ici.union(*map(noms, enfants))


def test_aucune_classe_gelee_ne_tient_un_objet_qui_change() -> None:
    trouvees = [
        f"{fichier} : {classe.name}.{ast.unparse(champ.target)} : {ast.unparse(champ.annotation)}"
        for fichier, classe in classes()
        if gelee(classe)
        for champ in classe.body
        if isinstance(champ, ast.AnnAssign) and noms(champ.annotation) & MUABLES
    ]
    assert not trouvees


def test_aucun_generateur_ne_rend_none_hors_d_un_gestionnaire_de_contexte() -> None:
    trouves = []
    for fichier in sorted(CODE.rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.FunctionDef) and noeud.returns and "[None" in ast.unparse(noeud.returns):
                gestionnaire = any("contextmanager" in ast.unparse(un) for un in noeud.decorator_list)
                trouves += [] if gestionnaire else [f"{fichier.name} : {noeud.name}"]
    assert not trouves


def muables(objet: object, ou: str) -> Iterator[str]:
    """Où un objet gelé tient, de proche en proche, une liste ou un dictionnaire ; `Any` : telle qu'écrite."""
    if isinstance(objet, Fiche):
        for nom, champ in type(objet).model_fields.items():
            if "Any" not in str(champ.annotation):
                yield from muables(getattr(objet, nom), f"{ou}.{nom}")
    elif isinstance(objet, Table):
        for cle, valeur in objet.items():
            yield from muables(valeur, f"{ou}.{cle}")
    elif isinstance(objet, tuple):
        for rang, valeur in enumerate(objet):
            yield from muables(valeur, f"{ou}.{rang}")
    elif isinstance(objet, (list, dict, set)):
        yield ou


@pytest.mark.parametrize("charger", [charger_questionnaire, charger_modele, charger_referentiel])
def test_les_contenus_livres_sont_geles_jusqu_au_fond(charger: Callable[[], Fiche]) -> None:
    contenu = charger()
    assert not list(muables(contenu, type(contenu).__name__))
    assert pickle.loads(pickle.dumps(contenu)) == contenu


def test_une_table_ne_change_plus_meme_apres_une_copie() -> None:
    reponses = Reponses(questionnaire="essai 1.0.0", modele="essai 1.0.0", reponses=Table({"a": 1}))
    copiee = reponses.model_copy(update={"a_decider": ["b"], "reponses": {**reponses.reponses, "c": 2}})
    assert copiee.a_decider == ("b",)
    assert not list(muables(copiee, "copiee"))
    changements = [
        lambda table: table.update(d=3),
        lambda table: table.pop("a"),
        lambda table: table.__setitem__("a", 2),
        lambda table: table.__delitem__("a"),
        lambda table: table.__ior__({"d": 3}),
        lambda table: table.clear(),
    ]
    for change in changements:
        for une in (reponses, copiee, pickle.loads(pickle.dumps(copiee))):
            with pytest.raises(TypeError, match="ne change plus"):
                change(une.reponses)
