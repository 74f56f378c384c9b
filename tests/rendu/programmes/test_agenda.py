"""L'agenda des échéances : un fichier entier, puis ce que la norme exige et ce que des mots hostiles tenteraient."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charte.moteur.charte import Charte, DroitCite, EtapeCitee, PointADecider, Reponse
from charte.rendu import FORMATS, rendre_document
from charte.rendu.programmes.agenda import LARGEUR, ics
from tests.rendu.outils.charte_d_essai import HOSTILE, MODELE, charte_d_essai, minimale

DROIT = DroitCite(
    "D1",
    "ia-50",
    "Transparence",
    "(UE) 2024/1689, art. 50",
    "Un contenu fabriqué se signale.",
    "2026-08-02",
    "2026-11-21",
    "2027-06-30",
    (EtapeCitee("2026-08-02", "Passée"), EtapeCitee("2026-12-02", "Les outils déjà vendus ; eux aussi, marquent.")),
)
ATTENDU = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//charte//echeances//FR
CALSCALE:GREGORIAN
NAME:Charte IA\\, Les Amis du canal
X-WR-CALNAME:Charte IA\\, Les Amis du canal
BEGIN:VEVENT
UID:x
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20261202
SUMMARY:Droit : « Transparence » change
DESCRIPTION:Les outils déjà vendus \\; eux aussi\\, marquent.\\n(UE) 2024/1689\\, art. 50.
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:x
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20270301
SUMMARY:Rediscuter : Quels outils ?
DESCRIPTION:Le groupe s'était donné ce jour. Commande : charte reviser --question outils
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:x
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20270630
SUMMARY:Droit : repères à vérifier de nouveau
DESCRIPTION:- « Transparence » ((UE) 2024/1689\\, art. 50)
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:x
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20271121
SUMMARY:Relire la charte d'usage de l'IA (Les Amis du canal)
DESCRIPTION:Au plus tard ce jour-là. Devant : l'assemblée générale. Commande : charte reviser
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def petite(**champs: Any) -> Charte:
    reponse = Reponse("outils", "Quels outils ?", "Aucun", "repondu", revoir_le="2027-03-01")
    donnees = {
        "nom": "Les Amis du canal",
        "instance": "l'assemblée générale",
        "relecture": "2027-11-21",
        "droit": (DROIT,),
        "reponses": (reponse,),
        "a_decider": (),
        "articles": (),
        "date": "2026-11-21",
    }
    return replace(charte_d_essai(), **{**donnees, **champs})


def lire(texte: str) -> list[tuple[str, str]]:
    """Les propriétés, dépliées et déprotégées, comme le ferait un agenda ; le test échoue si la forme n'y est pas."""
    octets = texte.encode()
    assert octets.endswith(b"\r\n")
    lignes = octets.split(b"\r\n")[:-1]
    for ligne in lignes:
        assert len(ligne) <= LARGEUR
        assert not set(ligne) & {10, 13}
        ligne.decode()
    deplie = b"\r\n".join(lignes).replace(b"\r\n ", b"").decode().split("\r\n")
    proprietes = [ligne.partition(":")[::2] for ligne in deplie]
    return [(nom, _deprotege(valeur)) for nom, valeur in proprietes]


def _deprotege(valeur: str) -> str:
    rendu, signes = "", iter(valeur)
    for signe in signes:
        if signe == "\\":
            suivant = next(signes)
            assert suivant in "\\;,n"
            rendu += "\n" if suivant == "n" else suivant
        else:
            assert signe not in ";,"
            rendu += signe
    return rendu


def test_un_agenda_entier() -> None:
    texte = ics(petite())
    proprietes = lire(texte)
    nus = texte.replace("\r\n ", "").replace("\r\n", "\n").replace("\u202f", " ").replace("\u00a0", " ")
    vus = [f"UID:{valeur}" for nom, valeur in proprietes if nom == "UID"]
    assert len(set(vus)) == 4
    attendu = ATTENDU
    for uid in vus:
        attendu = attendu.replace("UID:x", uid, 1)
    assert nus.replace("’", "'") == attendu


def test_les_memes_reponses_donnent_les_memes_octets_et_un_jour_deplace_garde_son_nom() -> None:
    assert ics(petite()) == ics(petite())
    assert rendre_document(petite(), "ics", MODELE) == ics(petite()).encode()
    assert FORMATS["ics"].fichier == "echeances.ics"
    noms = {jour: _uid(ics(petite(relecture=jour)), jour) for jour in ("2027-11-21", "2028-01-05")}
    assert len(set(noms.values())) == 1
    assert _uid(ics(petite(nom="Les Amis du lavoir")), "2027-11-21") not in noms.values()


def _uid(texte: str, jour: str) -> str:
    proprietes = lire(texte)
    rang = proprietes.index(("DTSTART;VALUE=DATE", jour.replace("-", "")))
    return next(valeur for nom, valeur in reversed(proprietes[:rang]) if nom == "UID")


def test_sans_date_ni_rendez_vous() -> None:
    jours = [
        valeur for nom, valeur in lire(ics(petite(date="", relecture="", reponses=()))) if nom.startswith("DTSTART")
    ]
    assert jours == ["20261202", "20270630"]
    assert ("DTSTAMP", "19700101T000000Z") in lire(ics(petite(date="")))
    assert [nom for nom, _ in lire(ics(replace(minimale(), droit=())))] == [
        "BEGIN",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "END",
    ]


def test_un_point_a_decider_ne_compte_qu_une_fois() -> None:
    point = PointADecider("outils", "Quels outils ?", (), (), revoir_le="2027-04-01")
    jours = [valeur for nom, valeur in lire(ics(petite(a_decider=(point,)))) if nom.startswith("DTSTART")]
    assert "20270401" in jours
    assert "20270301" not in jours


_MOTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(deadline=None, max_examples=60)
@given(nom=_MOTS, enonce=_MOTS)
def test_des_mots_hostiles_restent_des_mots(nom: str, enonce: str) -> None:
    reponse = Reponse("outils", enonce, "", "repondu", revoir_le="2027-03-01")
    proprietes = lire(ics(petite(nom=f"{HOSTILE}\r\nEND:VCALENDAR\\,;{nom}", reponses=(reponse,))))
    assert [nom for nom, _ in proprietes].count("END") == 5
    assert sum(nom == "SUMMARY" for nom, _ in proprietes) == 4
    for nom_de_propriete, valeur in proprietes:
        if nom_de_propriete.startswith("DTSTART"):
            datetime.datetime.strptime(valeur, "%Y%m%d")


@pytest.mark.parametrize("longueur", range(60, 80))
def test_un_signe_n_est_jamais_coupe(longueur: int) -> None:
    lire(ics(petite(nom="a" * longueur + "🌻é" * 30)))
