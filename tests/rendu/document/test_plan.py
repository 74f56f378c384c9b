"""Le plan d'un document : les notes du tableau des données, la place du tableau, les annexes laissées de côté."""

from __future__ import annotations

from dataclasses import replace

from charte.contenu.base import Markdown
from charte.moteur.charte import CaseMatrice, Charte
from charte.rendu.document.phrases import phrases_du_modele
from charte.rendu.document.plan import Plan, dresser, matrice_annotee
from tests.rendu.outils.charte_d_essai import MODELE, charte_d_essai


def plan(charte: Charte, abrege: bool = False) -> Plan:
    return dresser(charte, phrases_du_modele(MODELE), abrege)


def avec_une_case(case: CaseMatrice) -> Charte:
    essai = charte_d_essai()
    premiere = essai.matrice.classes[0]
    classes = (replace(premiere, cases=(case, *premiere.cases[1:])), *essai.matrice.classes[1:])
    return replace(essai, matrice=replace(essai.matrice, classes=classes))


def test_ce_qui_est_permis_se_passe_de_raison_sauf_quand_le_groupe_l_a_voulu() -> None:
    raison = Markdown("Nous l'avons voté.")
    lignes, motifs = matrice_annotee(avec_une_case(CaseMatrice("autorise", raison)))
    assert (lignes[0].cases[0].note, raison in motifs) == (0, False)
    lignes, motifs = matrice_annotee(avec_une_case(CaseMatrice("autorise", raison, ajustee=True)))
    assert motifs[lignes[0].cases[0].note - 1] == raison


def test_le_tableau_suit_l_article_que_dit_le_modele_ou_ferme_la_marche() -> None:
    essai = charte_d_essai()
    assert plan(essai).matrice_apres == "donnees"
    ailleurs = replace(essai, matrice=replace(essai.matrice, apres="usages"))
    assert plan(ailleurs).matrice_apres == "usages"
    perdu = replace(essai, matrice=replace(essai.matrice, apres="disparu"))
    assert plan(perdu).matrice_apres == [article.id for article in essai.articles if not article.annexe][-1]


def test_une_annexe_a_consulter_se_nomme_dans_un_document_abrege() -> None:
    essai = charte_d_essai()
    premiere, *autres = essai.annexes
    charte = replace(essai, annexes=(replace(premiere, a_consulter=True), *autres))
    assert premiere.titre not in [entree.titre for entree in plan(charte).ailleurs]
    abrege = plan(charte, abrege=True)
    assert premiere.titre in [entree.titre for entree in abrege.ailleurs]
    assert premiere.id not in [annexe.id for annexe in abrege.pratiques]
    assert [annexe.id for annexe in abrege.pratiques] == [annexe.id for annexe in autres]
