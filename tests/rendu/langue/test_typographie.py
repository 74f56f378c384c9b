"""La typographie : une table d'exemples, et ce qui doit rester vrai de tout texte."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charte.rendu.langue.typographie import COUTURE, typographier

FINE, FIXE = "\u202f", "\u00a0"

# « ~ » tient lieu d'espace fine insécable, « _ » d'espace insécable.
EXEMPLES = {
    "L'équipe relit-elle tout ? Oui !": "L’équipe relit-elle tout~? Oui~!",
    "L'équipe relit-elle tout? Oui!": "L’équipe relit-elle tout~? Oui~!",
    "Trois mots : un ; deux ; trois...": "Trois mots_: un~; deux~; trois…",
    "« Quelle donnée ? » et «Quel outil».": "«~Quelle donnée~?~» et «~Quel outil~».",
    'Nous disons "merci", pas "pardon".': "Nous disons «~merci~», pas «~pardon~».",
    "d'« essai »": "d’«~essai~»",
    "12 500 € et 1 000 000 km, soit 30%": "12~500~€ et 1~000~000~km, soit 30~%",
    "en 2026 150 personnes": "en 2026 150 personnes",
    "5 ans, 15 s et 3,5 kWh": "5_ans, 15~s et 3,5~kWh",
    "le 1er mars 2027 et le 21 novembre 2026": "le 1er_mars_2027 et le 21_novembre_2026",
    "règlement (UE) 2016/679, n° 24/01457": "règlement (UE)_2016/679, n°_24/01457",
    "L. 1321-4, L.2312-8, 4°, art. 50, annexe III": "L._1321-4, L._2312-8, 4°, art._50, annexe_III",
    "l'annexe a changé ; voir la page 12": "l’annexe a changé~; voir la page_12",
    "M. Dupont et Mme Élan": "M._Dupont et Mme_Élan",
    "à 14:30, 14h30 ou 18 h 30 ; 12:00:30": "à 14:30, 14h30 ou 18~h~30~; 12:00:30",
    "voir https://exemple.org/a?b=c;d:e ; puis": "voir https://exemple.org/a?b=c;d:e~; puis",
    "écrire à l'adresse x.y@exemple.org !": "écrire à l’adresse x.y@exemple.org~!",
    "le mot `a ; b 'c'...` reste": "le mot `a ; b 'c'...` reste",
    "{{ x }} & <b> [x](javascript:alert(1))": "{{ x }} & <b> [x](javascript:alert(1))",
    "C'est dit \\!": "C’est dit~\\!",
    "| :-- | ---: | :-: |": "| :-- | ---: | :-: |",
    f"Attention{COUTURE} : {COUTURE}oui": f"Attention{COUTURE}_: {COUTURE}oui",
}


@pytest.mark.parametrize("source", EXEMPLES)
def test_exemples(source: str) -> None:
    assert typographier(source).replace(FINE, "~").replace(FIXE, "_") == EXEMPLES[source]


MORCEAUX = st.sampled_from(
    [
        *" \u00a0\u202f\t\n'’\"«»:;!?.,…()[]*_`\\%€°@/-–#|<>{}&",
        *("...", "1", "12", "500", "2026", "h", "n°", "L.", "(UE)", "mars", "ans", "M.", "Élan", "l", "été"),
        *("https://a.b/c?d=e", "x@y.zz", "14:30", "www.a.b", COUTURE, "\ufdd1"),
    ]
)
TEXTES = st.lists(MORCEAUX, max_size=25).map("".join) | st.text(max_size=60)


@given(TEXTES)
@example('""""')
@example("« « a » »")
def test_idempotent(texte: str) -> None:
    assert typographier(typographier(texte)) == typographier(texte)


@given(TEXTES)
def test_ne_perd_ni_lettre_ni_chiffre(texte: str) -> None:
    def lettres(mots: str) -> str:
        return "".join(signe for signe in mots if signe.isalnum() or signe == COUTURE)

    assert lettres(typographier(texte)) == lettres(texte)


@given(TEXTES, st.from_regex(r"https?://[a-z]{1,9}\.org/[a-z0-9/?=&;:!~%_-]{0,20}[a-z0-9]", fullmatch=True), TEXTES)
def test_adresses_intactes(avant: str, adresse: str, apres: str) -> None:
    assert adresse in typographier(f"{avant.replace('`', '')} {adresse} {apres}")


@given(TEXTES, st.from_regex(r"([01]?[0-9]|2[0-3])[:h][0-5][0-9]", fullmatch=True))
def test_heures_intactes(avant: str, heure: str) -> None:
    assert re.search(rf"(?:^|\s){heure}$", typographier(f"{avant.replace('`', '')} {heure}"))
