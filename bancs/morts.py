"""Tuer charte des centaines de fois, et vérifier que rien ne se perd : `python bancs/morts.py`.

Deux épreuves. « Au hasard » : un `kill -9` à un moment quelconque de la commande. « À chaque écriture » : la commande
meurt avant sa première écriture, puis avant la deuxième, jusqu'à la dernière. Après chaque mort, les fichiers se
lisent, les réponses y sont, et la même commande, relancée, donne le dossier qu'elle aurait donné sans mourir. Les PDF y
sont remplacés : leur rendu dure, mais n'écrit rien.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from charte.commandes.atelier import init as de_l_entretien
from charte.commandes.documents import exporter as de_l_export
from charte.commandes.vie import adopter as de_l_adoption
from charte.commandes.vie import mettre_a_jour as de_la_mise_a_jour
from charte.contenu.bibliotheque import charger_reponses
from charte.depot import memoire
from charte.depot.adoptions import Figee
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import SUFFIXE
from charte.depot.ecriture.verrou import achever
from charte.rendu.ecrivains import gabarits, html, markdown
from charte.rendu.publics import proces_verbal
from charte.services.charger import charger
from tests.ecran.outils import Groupe
from tests.ensemble.robustesse.morts import armer

MORTS = 500
ENTETE = "format: 1\nquestionnaire: association {0}\nmodele: association {0}\nparcours: express\n"
REPONSES = ENTETE.format("1.1.0") + "date: 2026-11-22\nreponses:\n  nom: Les Amis du canal  # dit par tout le monde\n"
ANCIENNES = REPONSES.replace("1.1.0", "1.0.0")
CHANGEES = REPONSES + "  posture: refus\n"

Etat = dict[str, bytes]


@dataclass(frozen=True)
class Geste:
    """Une commande à tuer : ce qu'elle trouve, ce qu'elle fait, et comment la reprendre si ce n'est pas pareil."""

    nom: str
    preparer: Callable[[Path], None]
    faire: Callable[[Path], object]


def commencer(dossier: Path) -> None:
    """`charte init --reponses`."""
    de_l_entretien.init(dossier, dossier.parents[1] / "reponses.yaml", avec_git=False)


def repondre(dossier: Path) -> None:
    """`charte init`, mené par un groupe toujours d'accord ; une charte déjà écrite n'est pas recommencée."""
    if (dossier / "CHARTE.md").exists():
        return
    de_l_entretien.init(dossier, parcours="express", avec_git=False)


def refaire(dossier: Path) -> None:
    """`charte exporter`."""
    de_l_export.exporter(dossier, "md,html,odt,ics,json")


def voter(dossier: Path) -> None:
    """`charte adopter` ; une version figée ne l'est pas deux fois."""
    if not Figee(Dossier(dossier), "1.0").complete:
        vote = de_l_adoption.Vote("1.0", "2026-11-22", "le bureau", 12, 1, 2)
        de_l_adoption.adopter(dossier, vote, sans_git=True)


def moderniser(dossier: Path) -> None:
    """`charte mettre-a-jour`."""
    de_la_mise_a_jour.mettre_a_jour(dossier, sans_questions=True)


def une_charte(reponses: str, ensuite: str) -> Callable[[Path], None]:
    """De quoi préparer un dossier : exporté avec ces réponses, puis avec les suivantes dans `reponses.yaml`."""

    def preparer(dossier: Path) -> None:
        dossier.mkdir()
        (dossier / "reponses.yaml").write_text(reponses, encoding="utf-8")
        de_l_export.exporter(dossier, "md,html,odt,ics,json")
        (dossier / "reponses.yaml").write_text(ensuite, encoding="utf-8")

    return preparer


GESTES = [
    Geste("init", lambda _: None, repondre),
    Geste("init --reponses", lambda _: None, commencer),
    Geste("exporter", une_charte(REPONSES, CHANGEES), refaire),
    Geste("adopter", une_charte(CHANGEES, CHANGEES), voter),
    Geste("mettre-a-jour", une_charte(ANCIENNES, ANCIENNES), moderniser),
]


def etat(dossier: Path) -> Etat:
    """Les fichiers d'un dossier, par chemin."""
    fichiers = (un for un in sorted(dossier.rglob("*")) if un.is_file() and un.name != "verrou")
    return {un.relative_to(dossier).as_posix(): un.read_bytes() for un in fichiers}


def a_part(geste: Callable[[], object], delai: float | None = None) -> int:
    """Lance un geste dans un processus muet, tué d'un `kill -9` après ce délai s'il y en a un ; rend son code."""
    enfant = os.fork()
    if enfant == 0:
        try:
            rien = os.open(os.devnull, os.O_RDWR)
            for flux in (0, 1, 2):
                os.dup2(rien, flux)
            geste()
            os._exit(0)
        finally:
            os._exit(99)
    if delai is not None:
        time.sleep(delai)
        os.kill(enfant, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])


def fautes(dossier: Path, fini: Etat, geste: Geste, vus: list[Etat]) -> list[str]:
    """Ce qui ne va pas après une mort, puis après la reprise ; une liste vide si tout va bien.

    `vus` : les états déjà repris ; du même, la suite serait la même.
    """
    achever(dossier)
    laisse = {nom: octets for nom, octets in etat(dossier).items() if not nom.endswith(SUFFIXE)}
    if laisse in vus:
        return []
    vus.append(laisse)
    trouvees = []
    donnees = _reponses(dossier)
    for nom, octets in laisse.items():
        try:
            if nom.endswith(".json"):
                json.loads(octets)
            elif nom.endswith((".md", ".html", ".yaml", ".txt")):
                octets.decode()
        except ValueError:
            trouvees.append(f"{nom} est abîmé")
    for figee in (dossier / "adoptions").glob("*"):
        une = Figee(Dossier(dossier), figee.name)
        trouvees += une.ecarts() if une.complete else []
    code = a_part(lambda: geste.faire(dossier))
    if code:
        return [*trouvees, f"la reprise échoue (code {code})"]
    repris = etat(dossier)
    trouvees += [f"{nom} diffère" for nom in sorted({*repris, *fini}) if repris.get(nom) != fini.get(nom)]
    if not donnees.items() <= _reponses(dossier).items():
        trouvees.append("une réponse s'est perdue")
    return trouvees


def _reponses(dossier: Path) -> dict[str, object]:
    chemin = dossier / "reponses.yaml"
    if not chemin.exists():
        return {}
    return dict(charger_reponses(chemin, charger(reponses=chemin).questionnaire).reponses)


def eprouver(geste: Geste, lieu: Path, nombre: int, hasard: random.Random) -> tuple[int, int, int, list[str]]:
    """Tue le geste au hasard, puis à chacune de ses écritures. Rend les nombres de morts et d'états, et les fautes."""
    lieu.mkdir()
    depart = lieu / "depart" / "ma-charte"
    depart.parent.mkdir()
    (lieu / "reponses.yaml").write_text(REPONSES, encoding="utf-8")
    geste.preparer(depart)

    dossier = lieu / "essai" / "ma-charte"

    def copier() -> None:
        shutil.rmtree(dossier.parent, ignore_errors=True)
        dossier.parent.mkdir()
        if depart.exists():
            shutil.copytree(depart, dossier)

    durees = []
    for _ in range(3):
        copier()
        debut = time.perf_counter()
        code = a_part(lambda: geste.faire(dossier))
        durees.append(time.perf_counter() - debut)
        assert code == 0, f"{geste.nom} échoue sans mourir : {code}"
    fini: Etat = etat(dossier)
    trouvees: list[str] = []
    vus: list[Etat] = []
    tues = essais = 0
    while tues < nombre:
        essais += 1
        copier()
        # La médiane : un délai plus long tuerait surtout des commandes déjà finies.
        tues += a_part(lambda: geste.faire(dossier), hasard.uniform(0, sorted(durees)[1])) == -signal.SIGKILL
        trouvees += [f"{geste.nom}, essai n° {essais} : {une}" for une in fautes(dossier, fini, geste, vus)]
    rang, code = 0, -1
    while code:
        rang += 1
        copier()
        code = a_part(_mortel(geste, dossier, rang))
        trouvees += [f"{geste.nom}, mort à l'écriture n° {rang} : {une}" for une in fautes(dossier, fini, geste, vus)]
    return tues, rang - 1, len(vus), trouvees


def _mortel(geste: Geste, dossier: Path, rang: int) -> Callable[[], object]:
    def mourir() -> None:
        armer(rang, dossier.parent)
        geste.faire(dossier)

    return mourir


def main() -> int:
    """Lance les deux épreuves sur chaque commande ; rend 1 si une seule mort a fait du tort."""
    lecteur = argparse.ArgumentParser(description="Tue charte des centaines de fois.")
    lecteur.add_argument("--nombre", type=int, default=MORTS, help="les morts au hasard, toutes commandes réunies")
    lecteur.add_argument("--graine", type=int, default=1)
    options = lecteur.parse_args()
    # Ce qui est long et n'écrit rien : une mort y ressemble à toutes les autres.
    setattr(de_l_export, "PAR_DEFAUT", ("md",))  # noqa: B010
    setattr(proces_verbal, "pdf", lambda *_: b"%PDF")  # noqa: B010
    setattr(de_l_entretien, "ouvrir", lambda _: Groupe())  # noqa: B010
    gardes: dict[str, object] = {}
    setattr(memoire, "contenus", lambda nom, _, faire: gardes.get(nom) or gardes.setdefault(nom, faire()))  # noqa: B010
    for module in (markdown, html):
        setattr(module, "environnement", cache(gabarits.environnement))  # noqa: B010
    lieu = Path(tempfile.mkdtemp(prefix="charte-morts-"))
    charger()
    trouvees: list[str] = []
    print(f"{'commande':<18}{'au hasard':>12}{'à chaque écriture':>20}{'états repris':>15}{'fautes':>8}")
    for geste in GESTES:
        sortie, sys.stdout = sys.stdout, io.StringIO()
        try:
            part = options.nombre // len(GESTES)
            tues, ecritures, etats, ici = eprouver(
                geste, lieu / geste.nom.replace(" ", ""), part, random.Random(options.graine)
            )
        finally:
            sys.stdout = sortie
        print(f"{geste.nom:<18}{tues:>12}{ecritures:>20}{etats:>15}{len(ici):>8}", flush=True)
        trouvees += ici
    shutil.rmtree(lieu)
    print("\n".join(trouvees))
    return 1 if trouvees else 0


if __name__ == "__main__":
    raise SystemExit(main())
