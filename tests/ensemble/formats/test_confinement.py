"""Aucun réseau, aucun fichier hors du dossier : tous les documents, un logo compris, dans un processus piégé.

Le piège voit ce que Python ouvre, lance ou appelle (PEP 578). Pango et Typst lisent leurs polices d'eux-mêmes : le
premier n'a qu'une configuration vide, le second aucune police de la machine ; leurs tests le montrent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.depot.images.dessins import png, svg

RACINE = Path(__file__).parents[3]

PROGRAMME = """
import json, os, pathlib, sys, sysconfig, tempfile
racine, dossier, temporaire = (os.path.realpath(un) for un in sys.argv[1:4])
sys.path.insert(0, racine)
permis = {
    # la charte du groupe, le modèle (gabarits, styles, polices), et le programme avec les essais qui l'appellent
    dossier, os.path.join(racine, "modeles"), os.path.join(racine, "charte"), os.path.join(racine, "tests"),
    # Python et les bibliothèques installées
    *(os.path.realpath(sysconfig.get_path(nom)) for nom in ("stdlib", "platstdlib", "purelib", "platlib")),
    os.path.realpath(sys.base_prefix), os.path.realpath(sys.prefix),
}
dedans = tuple(un + os.sep for un in permis | {temporaire})
# Où Python cherche ses modules, il regarde ce qu'il y a ; il ne lit rien hors de ce qui est permis.
exacts = {os.devnull, temporaire, racine, *permis, *map(os.path.realpath, sys.path)}
vus, interdits = [], []
RESEAU = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ssl.")
LANCE = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "webbrowser.open")

def piege(quoi, arguments):
    if quoi.startswith(RESEAU) or quoi in LANCE:
        interdits.append([quoi, repr(arguments)[:200]])
        raise PermissionError(quoi)
    if quoi in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        chemin = os.path.realpath(os.fsdecode(arguments[0]))
        vus.append(chemin)
        if chemin not in exacts and not chemin.startswith(dedans):
            interdits.append([quoi, chemin])
            raise PermissionError(chemin)

# Pour trouver Pango, WeasyPrint demande à la machine où sont ses bibliothèques (ldconfig) : c'est avant tout rendu.
import weasyprint

sys.addaudithook(piege)

from dataclasses import replace
from charte.contenu.bibliotheque import charger_questionnaire
from charte.contenu.reponses import ApparenceVoulue, Reponses
from charte.depot.images.logo import lire_logo
from charte.moteur.composition.apparence import resoudre
from charte.rendu import FORMATS, rendre_document
from tests.rendu.outils.charte_d_essai import MODELE, minimale

faits = {}
for nom in ("logo.png", "logo.svg"):
    voulue = ApparenceVoulue(logo=nom, couleur="#7a1f5c", accent="#2e7d32")
    reponses = Reponses(questionnaire="association 1", modele="association 1", apparence=voulue)
    logo = lire_logo(pathlib.Path(dossier, "reponses.yaml"), reponses)
    charte = replace(minimale(), nom="Été 🐝", apparence=resoudre(voulue, logo))
    formats = FORMATS if nom == "logo.png" else ("html", "docx")
    for format in formats:
        faits[f"{nom} {format}"] = len(rendre_document(charte, format, MODELE))
    faits[f"{nom} typst"] = len(rendre_document(charte, "pdf", MODELE, "typst"))
rendus = list(interdits)

import socket, subprocess
essais = []
for essai in (
    lambda: open("/etc/passwd"),
    lambda: open(os.path.join(dossier, "..", "voisin.txt")),
    lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    lambda: socket.getaddrinfo("exemple.org", 80),
    lambda: subprocess.run(["true"]),
):
    try:
        essai()
        essais.append("permis")
    except PermissionError:
        essais.append("refusé")
lus = sum(chemin.startswith(os.path.join(racine, "modeles")) for chemin in vus)
print(json.dumps({"faits": faits, "interdits": rendus, "essais": essais, "lus": lus}))
"""


@pytest.fixture(scope="module")
def constat(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    ici = tmp_path_factory.mktemp("confinement")
    dossier, temporaire = ici / "charte", ici / "tmp"
    dossier.mkdir()
    temporaire.mkdir()
    (ici / "voisin.txt").write_text("secret", encoding="utf-8")
    (dossier / "reponses.yaml").write_text("format: 1\n", encoding="utf-8")
    (dossier / "logo.png").write_bytes(png(40, 30))
    (dossier / "logo.svg").write_bytes(svg())
    fini = subprocess.run(
        [sys.executable, "-c", PROGRAMME, str(RACINE), str(dossier), str(temporaire)],
        cwd=dossier,
        env={**os.environ, "TMPDIR": str(temporaire), "HOME": str(ici)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode == 0, fini.stderr[-3000:]
    rendu: dict[str, object] = json.loads(fini.stdout)
    return rendu


def test_tous_les_documents_se_font_sans_rien_toucher_d_autre(constat: dict[str, object]) -> None:
    assert constat["interdits"] == []
    faits = constat["faits"]
    assert isinstance(faits, dict) and len(faits) >= 14
    # Un projet sans date n'a rien à mettre au calendrier.
    assert all(octets > 500 for nom, octets in faits.items() if not nom.endswith("ics"))


def test_le_piege_mord(constat: dict[str, object]) -> None:
    assert constat["essais"] == ["refusé"] * 5
    assert isinstance(constat["lus"], int) and constat["lus"] > 10
