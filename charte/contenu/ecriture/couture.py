"""Recoudre un fichier YAML : n'y changer que ce qui a changé, et garder le reste au signe près.

Une entrée gardée garde ses lignes ; une entrée changée garde ses commentaires ; une liste garde les éléments qui
restent. Les fins de ligne sont celles du fichier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import yaml

from charte.contenu.base import Table
from charte.contenu.lecture.yaml_situe import valeur_de

LIGNE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
"""Une ligne au sens de YAML, qui connaît plus de sauts que Python."""
LARGEUR = 120
_MOT = re.compile(r"(?!(?:true|false|null)$)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")
"""Un nom de question, d'option ou de ligne, que YAML ne prendra pour rien d'autre qu'un texte."""


@dataclass(frozen=True)
class Remaniement:
    """Ce qu'un fichier devient sans changer d'avis. `renommees` : ancien nom d'une question, nouveau.

    `ordre` : les questions, dans l'ordre ; une réponse nouvelle se range près de ses voisines, sinon à la fin.
    """

    renommees: Table[str, str] = field(default_factory=Table)
    ordre: tuple[str, ...] = ()


TELLE_QUELLE = Remaniement()
_PAR_QUESTION = ("reponses", "deliberations", "en_cours", "a_decider", "passees")
"""Les parties de `reponses.yaml` qui nomment des questions."""
_SAUTS = "\n\r\x85\u2028\u2029"
Retouche = tuple[int, int, str]
"""Les lignes à remplacer, de la première à celle d'après la dernière, et le texte qui prend leur place."""


def recoudre(
    ancien: str,
    racine: yaml.MappingNode,
    contenu: dict[str, Any],
    ecrire: Callable[[Any], str],
    remaniement: Remaniement = TELLE_QUELLE,
) -> str:
    """Le texte `ancien`, dont `racine` est la lecture, une fois qu'il dit `contenu`.

    `ecrire` met une table ou une liste en YAML ; les valeurs de `contenu` sont dites comme `valeur_de` les lirait.
    """
    saut = "\r\n" if "\r\n" in ancien else "\n"
    finies = ancien if not ancien or ancien[-1] in _SAUTS else ancien + saut
    lignes = tuple(LIGNE.findall(finies)[:-1])
    cousu, ici = "", 0
    retouches = _Couture(lignes, ecrire, saut, remaniement).table(racine, contenu, len(lignes))
    # À la même place, ce qui s'insère passe avant ce qui remplace : c'est l'ordre où la couture les dit.
    for debut, fin, texte in sorted(retouches, key=itemgetter(0)):
        cousu, ici = cousu + "".join(lignes[ici:debut]) + texte, fin
    reste = "".join(lignes[ici:])
    return cousu + (reste if finies == ancien else reste.removesuffix(saut))


@dataclass(frozen=True)
class _Couture:
    lignes: tuple[str, ...]
    ecrire: Callable[[Any], str]
    saut: str
    parties: Remaniement | None = None
    """À la racine du fichier, ce qui attend les parties qui nomment des questions."""
    ici: Remaniement = TELLE_QUELLE

    def table(self, table: Any, contenu: dict[str, Any], fin: int) -> Iterator[Retouche]:
        """Ce qui change dans une table : des entrées remplacées, retirées, renommées ou ajoutées."""
        retrait = table.start_mark.column
        noms = [self._nom(cle.value, contenu) for cle, _ in table.value]
        neuves = [nom for nom in contenu if nom not in noms]
        en_ligne = any(_est_liste_en_ligne(valeur) for _, valeur in table.value)
        suivants = [*(cle.start_mark.line for cle, _ in table.value[1:]), fin]
        for (cle, valeur), nom, suivant in zip(table.value, noms, suivants, strict=True):
            queue = max(self._debut_de_queue(cle.start_mark.line, suivant, retrait), _fin_du_texte(valeur))
            yield from self._entree_recousue(cle, valeur, nom, contenu, queue, retrait)
            ici = neuves if suivant == fin else self._a_ranger_apres(nom, noms, neuves, contenu)
            if ici:
                yield queue, queue, "".join(self._entree(une, contenu[une], retrait, en_ligne=en_ligne) for une in ici)
                neuves = [une for une in neuves if une not in ici]

    def _nom(self, ecrit: str, contenu: Mapping[str, Any]) -> str:
        nouveau = self.ici.renommees.get(ecrit, ecrit)
        return nouveau if nouveau in contenu and ecrit not in contenu else ecrit

    def _a_ranger_apres(
        self, nom: str, noms: Sequence[str], neuves: Sequence[str], contenu: Mapping[str, Any]
    ) -> list[str]:
        """Les entrées nouvelles dont celle-ci est, dans l'ordre des questions, la dernière voisine d'avant."""
        if not self.ici.ordre or nom not in contenu:
            return []
        rangs = {une: rang for rang, une in enumerate(self.ici.ordre)}
        gardees = [une for une in noms if une in contenu and une in rangs]
        rangees = []
        for neuve in neuves:
            avant = [une for une in gardees if neuve in rangs and rangs[une] < rangs[neuve]]
            if avant and max(avant, key=lambda une: rangs[une]) == nom:
                rangees.append(neuve)
        return rangees

    def _entree_recousue(
        self, cle: Any, valeur: Any, nom: str, contenu: Mapping[str, Any], queue: int, retrait: int
    ) -> Iterator[Retouche]:
        debut, dedans = cle.start_mark.line, self._dedans(nom)
        neuve: Any = contenu.get(nom)
        en_table = est_en_blocs(valeur) and neuve and isinstance(neuve, dict)
        en_liste = isinstance(neuve, list) and dedans.peut_recoudre(valeur, neuve)
        if nom in contenu and (en_table or en_liste or _dit(valeur) == neuve):
            if cle.value != nom:
                yield self._renommer(cle, nom)
            if en_table:
                yield from dedans.table(valeur, neuve, queue)
            elif en_liste:
                yield from dedans.liste(valeur, neuve, queue)
            return
        commentaires = self._commentaires([cle, valeur], debut, queue, retrait)
        if nom in contenu:
            remarque = self._remarque(valeur)
            gardes = commentaires[:-1] if remarque else commentaires
            commentaires = [*gardes, self._entree(nom, neuve, retrait, remarque, _est_liste_en_ligne(valeur))]
        yield debut, queue, "".join(commentaires)

    def _dedans(self, nom: str) -> _Couture:
        """La même couture, dans une partie du fichier : seules certaines nomment des questions."""
        remaniement = self.parties if self.parties and nom in _PAR_QUESTION else TELLE_QUELLE
        return _Couture(self.lignes, self.ecrire, self.saut, ici=remaniement)

    def peut_recoudre(self, valeur: Any, neuve: Sequence[Any]) -> bool:
        """Vrai pour une liste de mots, un par ligne, dont ceux qui restent gardent leur ordre."""
        if not neuve or not isinstance(valeur, yaml.SequenceNode) or valeur.flow_style or not valeur.value:
            return False
        if not all(isinstance(un, yaml.ScalarNode) and self._sur_son_tiret(un) for un in valeur.value):
            return False
        dits = [self._element(_dit(un), neuve) for un in valeur.value]
        return [un for un in dits if un in neuve] == [un for un in neuve if un in dits]

    def _sur_son_tiret(self, element: Any) -> bool:
        debut, fin = element.start_mark, element.end_mark
        return bool(debut.line == fin.line) and self.lignes[debut.line][: debut.column].strip() == "-"

    def liste(self, valeur: Any, neuve: list[Any], queue: int) -> Iterator[Retouche]:
        """Ce qui change dans une liste en blocs : ce qui reste garde ses lignes et ses commentaires."""
        elements, restants = valeur.value, list(neuve)
        # Le tiret précède l'élément, d'un nombre d'espaces que chacun choisit.
        premiere = self.lignes[elements[0].start_mark.line]
        retrait = len(premiere) - len(premiere.lstrip(" "))
        dits = [self._element(_dit(un), neuve) for un in elements]
        suivants = [*(un.start_mark.line for un in elements[1:]), queue]
        for rang, (element, dit, suivant) in enumerate(zip(elements, dits, suivants, strict=True)):
            debut = element.start_mark.line
            fin = self._debut_de_queue(debut, suivant, retrait)
            if dit in restants:
                poses = [un for un in restants[: restants.index(dit)] if un not in dits[rang:]]
                restants = [un for un in restants if un != dit and un not in poses]
                if poses:
                    yield debut, debut, self._elements(poses, retrait)
                if dit != _dit(element):
                    yield self._renommer(element, str(dit))
            else:
                yield debut, fin, "".join(self._commentaires([element], debut, fin, retrait))
            if suivant == queue and restants:
                yield fin, fin, self._elements(restants, retrait)

    def _element(self, dit: Any, neuve: Sequence[Any]) -> Any:
        """Un élément de liste sous son nouveau nom, ligne de grille comprise (« usages.dons »)."""
        if not isinstance(dit, str) or dit in neuve:
            return dit
        question, point, ligne = dit.partition(".")
        nouveau = self.ici.renommees.get(question, question) + point + ligne
        return nouveau if nouveau in neuve else dit

    def _elements(self, valeurs: Sequence[Any], retrait: int) -> str:
        return self._aligner(self.ecrire(list(valeurs)), retrait)

    def _renommer(self, noeud: Any, mot: str) -> Retouche:
        ligne, debut, fin = noeud.start_mark.line, noeud.start_mark.column, noeud.end_mark.column
        return ligne, ligne + 1, self.lignes[ligne][:debut] + mot + self.lignes[ligne][fin:]

    def _debut_de_queue(self, debut: int, suivant: int, retrait: int) -> int:
        """La première des lignes vides ou commentées qui séparent une entrée de la suivante."""
        queue = suivant
        while queue > debut + 1:
            ligne = self.lignes[queue - 1]
            nu = ligne.strip()
            if nu and not (nu.startswith("#") and len(ligne) - len(ligne.lstrip(" ")) <= retrait):
                break
            queue -= 1
        return queue

    def _remarque(self, valeur: Any) -> str:
        """Le commentaire écrit au bout d'une valeur tenant sur une ligne."""
        if valeur.start_mark.line != valeur.end_mark.line or _est_en_suite(valeur):
            return ""
        suite = self.lignes[valeur.end_mark.line][valeur.end_mark.column :].rstrip()
        return suite if suite.lstrip().startswith("#") else ""

    def _commentaires(self, noeuds: Sequence[Any], debut: int, fin: int, retrait: int) -> list[str]:
        """Les commentaires de ces lignes, chacun sur la sienne : on retire une valeur, pas ce qu'on en disait."""
        occupes = [place for noeud in noeuds for place in _scalaires(noeud)]
        trouves = []
        for rang in range(debut, fin):
            ligne = self.lignes[rang].rstrip("\r\n\x85\u2028\u2029")
            for place, signe in enumerate(ligne):
                seul = signe == "#" and (place == 0 or ligne[place - 1] in " \t")
                if seul and not any(d <= (rang, place) < f for d, f in occupes):
                    trouves.append(" " * retrait + ligne[place:].rstrip() + self.saut)
                    break
        return trouves

    def _entree(self, nom: str, valeur: Any, retrait: int, remarque: str = "", en_ligne: bool = False) -> str:
        courte = self._en_ligne(nom, valeur, retrait) if en_ligne else ""
        texte = courte or self.ecrire({nom: valeur})
        if remarque and texte.count("\n") == 1:
            texte = texte.rstrip("\n") + remarque + "\n"
        elif remarque:
            texte = f"{remarque.strip()}\n{texte}"
        return self._aligner(texte, retrait)

    def _en_ligne(self, nom: str, valeur: Any, retrait: int) -> str:
        """Une liste de noms sur une ligne, entre crochets ; vide si elle n'y tient pas, ou n'est pas faite de noms."""
        if not isinstance(valeur, list) or not all(isinstance(une, str) and _MOT.fullmatch(une) for une in valeur):
            return ""
        texte = f"{nom}: [{', '.join(valeur)}]\n"
        return texte if len(texte) + retrait <= LARGEUR else ""

    def _aligner(self, texte: str, retrait: int) -> str:
        corps = (" " * retrait + ligne if ligne.strip() else ligne for ligne in LIGNE.findall(texte)[:-1])
        return "".join(ligne.removesuffix("\n") + self.saut if ligne.endswith("\n") else ligne for ligne in corps)


def est_en_blocs(noeud: Any) -> bool:
    """Vrai pour une table écrite une entrée par ligne."""
    return isinstance(noeud, yaml.MappingNode) and not noeud.flow_style and bool(noeud.value)


def _est_liste_en_ligne(noeud: Any) -> bool:
    """Vrai pour une liste écrite entre crochets, sur une seule ligne."""
    en_ligne = isinstance(noeud, yaml.SequenceNode) and noeud.flow_style
    return bool(en_ligne and noeud.start_mark.line == noeud.end_mark.line)


def _fin_du_texte(noeud: Any) -> int:
    """La ligne d'après le texte en bloc (|+) qui finit ce nœud et garde ses lignes vides ; 0 s'il n'y en a pas."""
    while isinstance(noeud, yaml.CollectionNode) and noeud.value:
        noeud = noeud.value[-1][1] if isinstance(noeud, yaml.MappingNode) else noeud.value[-1]
    garde = isinstance(noeud, yaml.ScalarNode) and noeud.value.endswith("\n\n")
    return int(noeud.end_mark.line) if garde else 0


def _est_en_suite(noeud: Any) -> bool:
    """Vrai pour un texte en bloc (| ou >) : la fin de sa première ligne n'est pas la sienne."""
    return isinstance(noeud, yaml.ScalarNode) and noeud.style in ("|", ">")


def _scalaires(noeud: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Les places (ligne, colonne) qu'occupent les textes d'un nœud : un croisillon n'y est pas un commentaire."""
    if isinstance(noeud, yaml.ScalarNode):
        debut, fin = noeud.start_mark, noeud.end_mark
        if noeud.style in ("|", ">"):
            # La tête du bloc (« | ») peut porter un commentaire ; le texte commence à la ligne suivante.
            yield (debut.line + 1, 0), (fin.line, fin.column)
        else:
            yield (debut.line, debut.column), (fin.line, fin.column)
    elif isinstance(noeud, yaml.MappingNode):
        for cle, valeur in noeud.value:
            yield from _scalaires(cle)
            yield from _scalaires(valeur)
    elif isinstance(noeud, yaml.SequenceNode):
        for element in noeud.value:
            yield from _scalaires(element)


def _dit(noeud: Any) -> Any:
    """La valeur d'un nœud, dite comme on l'écrira : assez pour savoir si elle a changé."""
    return en_clair(valeur_de(noeud))


def en_clair(valeur: object) -> Any:
    """La valeur telle qu'on l'écrit : oui et non en français, une fiche en table, sans ses champs par défaut."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, dict):
        return {cle: en_clair(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [en_clair(element) for element in valeur]
    if hasattr(valeur, "model_dump"):
        return en_clair(valeur.model_dump(exclude_defaults=True))
    return valeur
