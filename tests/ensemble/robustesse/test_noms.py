"""Des noms que tous les systèmes acceptent : Windows, et ceux qui ne distinguent pas les majuscules."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from charte.depot.adoptions import EMPREINTES, Figee
from charte.depot.dossier import Dossier
from charte.depot.ecriture import un_fichier as ecriture
from charte.depot.ecriture.plusieurs_fichiers import journal
from charte.depot.ecriture.un_fichier import LONGUEUR_POUR_WINDOWS, SUFFIXE, refus_de_windows, verifier_inscriptible
from charte.erreurs import EcritureImpossible
from charte.rendu import FORMATS
from charte.services.enregistrer.versionner import ATTRIBUTS, IGNORES

ICI = Dossier(Path("x"))
ECRITS = [ICI.reponses, ICI.texte, ICI.base, ICI.etat, ICI.revision, journal(ICI.chemin)]
ECRITS += [ICI.chemin / ".charte" / "verrou", *(ICI.chemin / format.fichier for format in FORMATS.values())]
ECRITS += [Figee(ICI, "10.12").dossier.chemin / nom for nom in (EMPREINTES, "extrait-proces-verbal.pdf")]
ECRITS += [Figee(ICI, "10.12").dossier.etat]


def test_aucun_fichier_ecrit_ne_gene_windows_ni_les_systemes_sans_casse() -> None:
    noms = list(dict.fromkeys(chemin.relative_to(ICI.chemin).as_posix() for chemin in ECRITS))
    assert len({nom.casefold() for nom in noms}) == len(noms)
    assert [refus_de_windows(chemin) for chemin in ECRITS] == [""] * len(ECRITS)
    provisoire = max(len(nom) for nom in noms) + len(".") + len(".12345678") + len(SUFFIXE)
    assert LONGUEUR_POUR_WINDOWS + 1 + provisoire < 260


@pytest.mark.parametrize(
    ("nom", "refus"),
    [
        (r"C:\Users\Awa\ma charte", ""),
        (r"C:\Users\Awa\consulte", ""),
        (r"C:\Users\Awa\été 2027", ""),
        (r"C:\Users\CON\charte", "garde pour lui"),
        (r"C:\Users\Awa\aux.charte", "garde pour lui"),
        (r"C:\Users\Awa\charte.", "n'accepte pas"),
        (r"C:\Users\Awa\où ?", "n'accepte pas"),
        ("C:\\" + "a" * 200, "trop long"),
    ],
)
def test_ce_que_windows_refuserait_se_dit(nom: str, refus: str) -> None:
    dit = refus_de_windows(PureWindowsPath(nom))
    assert (refus in dit) if refus else dit == ""


def test_c_est_dit_avant_de_commencer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verifier_inscriptible(tmp_path / "aux")
    monkeypatch.setattr(ecriture.sys, "platform", "win32")
    with pytest.raises(EcritureImpossible, match="« aux » est un nom que Windows garde pour lui") as refus:
        verifier_inscriptible(tmp_path / "aux")
    assert "Choisissez un autre dossier" in refus.value.remede


def test_git_ignore_ce_qui_ne_dure_pas_et_connait_ce_qui_reste() -> None:
    passagers = [chemin.relative_to(ICI.chemin).as_posix() for chemin in (journal(ICI.chemin), ICI.revision)]
    assert {*passagers, ".charte/verrou", f".*{SUFFIXE}"} <= set(IGNORES.splitlines())
    suffixes = {Path(format.fichier).suffix for format in FORMATS.values()} - {".md", ".json"}
    assert all(f"*{suffixe} " in ATTRIBUTS for suffixe in suffixes)
