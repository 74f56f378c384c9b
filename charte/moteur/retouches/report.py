"""Reporter dans la Charte ce que le groupe a écrit de sa main, clause par clause.

Ce qui vient des réponses (matrice, points à décider, provenance…) ne se change pas ainsi : la retouche reste dans le
seul `CHARTE.md`, et un écart le signale.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from charte.contenu.base import Markdown
from charte.moteur.charte import Annexe, Article, Charte, Clause, PointADecider, Retrait
from charte.moteur.retouches.decoupage import cases, cle, d_un_trait, lignes, mots, ordinaire
from charte.moteur.retouches.fusion import deplacements
from charte.moteur.retouches.parties import LOCALE, PIED, TETE, Document, PartieDuTexte, SectionDuTexte
from charte.moteur.retouches.report_parties import annexe_retouchee, essentiel_retouche, pied_retouche, tete_retouchee
from charte.moteur.texte import AUCUN_TEXTE

GenreEcart = Literal["amendee", "locale", "deplacee", "retiree", "partie", "ailleurs", "seul"]
ARTICLE, ANNEXE, PARTIE, CLAUSE = "article:", "annexe:", "partie:", "clause:"

_RETIREE = re.compile(r"[*_>\s]*retirée?s?\b[*_]*\s*(?:[:—–.,(-]|\bcar\b|\bparce\b|\Z)[\s*_]*", re.IGNORECASE)
_HORS_NOM = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Ecart:
    """Ce par quoi le texte s'écarte du modèle.

    `genre` : une clause amendée, ajoutée, déplacée ou retirée (`raison`) ; une autre partie, que `titre` désigne ; un
    passage que les autres documents ne suivent pas, car il vient des réponses (« ailleurs ») ou n'y a pas de place
    (« seul »). `sans_facile` : la clause quitte le facile à lire et l'affiche. `en_attente` : elle ne dit plus que sa
    question reste à décider.
    """

    genre: GenreEcart
    numero: str
    titre: str
    raison: str = ""
    sans_facile: bool = False
    en_attente: bool = False


@dataclass
class _Report:
    """Les deux textes que l'on compare, et les écarts trouvés à mesure."""

    charte: Charte
    neuf: Document
    final: Document
    ecarts: list[Ecart] = field(default_factory=list)
    noms: dict[str, int] = field(default_factory=dict)

    def brut(self, document: Document, nom: str) -> str:
        """Le texte d'une partie, ou "" ; celui du programme si elle est en conflit."""
        return next((une.corps for section in document for une in section.parties if une.nom == nom), "")

    def noter(self, change: bool, quoi: str) -> None:
        """Note une partie retouchée."""
        if change:
            self.ecarts.append(Ecart("partie", "", quoi))

    def nommer(self, titre: str) -> str:
        """Un identifiant à elle pour une clause ou un article ajouté : le même tant que son titre ne change pas."""
        debut = LOCALE + (_HORS_NOM.sub("-", _sans_accents(titre.lower())).strip("-")[:60] or "sans-titre")
        self.noms[debut] = self.noms.get(debut, 0) + 1
        return debut if self.noms[debut] == 1 else f"{debut}-{self.noms[debut]}"


def reporter(charte: Charte, neuf: Document, final: Document) -> tuple[Charte, tuple[Ecart, ...]]:
    """Rend la charte que dit `final`, et ce par quoi elle s'écarte de `neuf`, le texte de la charte donnée."""
    report = _Report(charte, neuf, final)
    titre, sous_titre = tete_retouchee(charte, report.brut(neuf, TETE), report.brut(final, TETE))
    report.noter(titre != charte.titre, "le titre de la charte")
    report.noter(sous_titre != charte.sous_titre, "le sous-titre")
    essentiel, articles, retraits = charte.essentiel, [], list[Retrait]()
    section = section_de_l_essentiel(neuf, charte)
    if section is not None:
        nom = section.parties[1].nom
        essentiel = essentiel_retouche(charte, report.brut(neuf, nom), report.brut(final, nom))
        report.noter(essentiel != charte.essentiel, f"la partie « {ordinaire(section.titre)} »")
    for article, retires in _articles(report):
        articles += [article] if article else []
        retraits += retires
    annexes = tuple(_annexes(report))
    for nom in deplacements([une.nom for une in neuf], [une.nom for une in final]):
        deplacee = next(une for une in neuf if une.nom == nom)
        report.noter(True, f"la partie « {f'{deplacee.numero}. ' * bool(deplacee.numero)}{deplacee.titre} », déplacée")
    avertissement = pied_retouche(charte, *(report.brut(un, f"corps:{PIED}") for un in (neuf, final)))
    report.noter(avertissement != charte.avertissement, "l'avertissement de la fin")
    numeros = {article.numero for article in articles}
    retouchee = replace(
        charte,
        titre=titre,
        sous_titre=sous_titre,
        avertissement=avertissement,
        essentiel=tuple(une if une.article in numeros else replace(une, article="") for une in essentiel),
        articles=(*(un for un in articles if not un.annexe), *(un for un in articles if un.annexe)),
        annexes=annexes,
        a_decider=tuple(_points(charte.a_decider, articles)),
        retraits=tuple(retraits),
    )
    return retouchee, tuple(report.ecarts)


def section_de_l_essentiel(document: Document, charte: Charte) -> SectionDuTexte | None:
    """La section des réflexes, reconnue au premier d'entre eux."""
    geste = cle(charte.essentiel[0].geste) if charte.essentiel else ""
    candidates = (section for section in document if section.nom.startswith(PARTIE) and len(section.parties) > 1)
    return next((une for une in candidates if geste and geste in une.parties[1].cle_du_corps), None)


def _articles(report: _Report) -> Iterator[tuple[Article | None, list[Retrait]]]:
    """Chaque article du texte final, puis ce que le groupe a effacé, avec les clauses retirées de chacun."""
    origines = {f"{ARTICLE}{article.id}": article for article in report.charte.articles}
    clauses = {f"{CLAUSE}{clause.id}": clause for clause in report.charte.clauses()}
    modele = {partie.nom: partie for section in report.neuf for partie in section.clauses}
    deplacees = set(_deplacees(report.neuf, report.final))
    annexe = False
    for section in report.final:
        annexe = _est_une_annexe(section, origines, annexe)
        if not section.article:
            continue
        retraits, gardees = list[Retrait](), list[Clause]()
        for partie in section.clauses:
            suite = _clause(report, partie, clauses.get(partie.nom), modele.get(partie.nom), section)
            if not _dit_tout(suite, partie, modele.get(partie.nom)):
                report.ecarts.append(Ecart("seul", "", f"la clause {suite.numero}"))
            if isinstance(suite, Retrait):
                retraits.append(suite)
            elif suite.retouche == "" and partie.nom in deplacees:
                report.ecarts.append(Ecart("deplacee", suite.numero, suite.titre))
                gardees.append(replace(suite, retouche="deplacee"))
            else:
                gardees.append(suite)
        yield _article(report, section, origines.get(section.nom), gardees, annexe), retraits
    restantes = {partie.nom for section in report.final for partie in section.clauses}
    for nom, clause in clauses.items():
        if nom in modele and nom not in restantes:
            report.ecarts.append(Ecart("retiree", clause.numero, clause.titre))
            yield None, [Retrait(clause.id, clause.numero, clause.titre, AUCUN_TEXTE)]


def _est_une_annexe(section: SectionDuTexte, origines: Mapping[str, Article], avant: bool) -> bool:
    """Vrai si la section est une annexe ; celle que le groupe ajoute est ce qu'est la précédente."""
    if section.nom in origines:
        return origines[section.nom].annexe
    return section.nom.startswith(ANNEXE) or (avant and not section.nom.startswith(PARTIE)) or section.numero.isupper()


def _dit_tout(suite: Clause | Retrait, partie: PartieDuTexte, modele: PartieDuTexte | None) -> bool:
    """Vrai si la clause reportée dit les mots du texte, tous et eux seuls."""
    ecrits, d_avant = (
        Counter(mots(f"{une.titre}\n\n{une.corps}")) for une in (partie, modele or PartieDuTexte("clause", ""))
    )
    if isinstance(suite, Retrait):
        raison = _RETIREE.sub("", ordinaire(partie.corps).strip(), count=1)
        ecrits = Counter(mots(f"{partie.titre}\n\n{raison}"))
        return not (ecrits - d_avant - Counter(mots(f"{suite.titre}\n\n{suite.raison}")))
    dits = Counter(mots(f"{suite.titre}\n\n{suite.texte}"))
    if suite.etat == "a_decider":
        # La question et ses choix s'impriment partout tels que le questionnaire les pose.
        return not (d_avant - ecrits) and not (ecrits - d_avant - dits)
    if modele is None:
        # Un texte sans intitulé prend le titre de son article.
        return not (ecrits - dits)
    return partie.cle == modele.cle or ecrits == dits


def _article(
    report: _Report, section: SectionDuTexte, origine: Article | None, clauses: list[Clause], annexe: bool
) -> Article | None:
    titre = next((une for une in section.parties if une.genre == "section"), None)
    en_clair = next((une for une in section.parties if une.genre == "en_clair"), None)
    if origine is None:
        nom = ordinaire(titre.titre) if titre else AUCUN_TEXTE
        report.ecarts.append(Ecart("partie", "", f"l'article {section.numero} « {nom} », ajouté"))
        clair = ordinaire(en_clair.corps) if en_clair else AUCUN_TEXTE
        return Article(report.nommer(nom), section.numero, annexe, nom, clair, tuple(clauses))
    if titre is None and not clauses:
        return None
    modele = {partie.nom: partie for une in report.neuf if une.nom == section.nom for partie in une.parties}
    neuf, clair = origine.titre, origine.en_clair
    if titre is not None and titre.titre and titre.cle != modele[titre.nom].cle:
        neuf = ordinaire(titre.titre)
        report.noter(True, f"le titre de l'article {origine.numero}")
    attendu = modele.get(f"en_clair:{section.nom}")
    if attendu is not None and (en_clair is None or en_clair.cle != attendu.cle):
        clair = d_un_trait(en_clair.corps) if en_clair else AUCUN_TEXTE
        report.noter(True, f"la phrase « En clair » de l'article {origine.numero}")
    return replace(origine, titre=neuf, en_clair=clair, clauses=tuple(clauses))


def _clause(
    report: _Report,
    partie: PartieDuTexte,
    origine: Clause | None,
    modele: PartieDuTexte | None,
    section: SectionDuTexte,
) -> Clause | Retrait:
    if origine is None or modele is None:
        return _locale(report, partie, section)
    if partie.cle == modele.cle:
        return origine
    titre = ordinaire(partie.titre) if partie.titre and partie.cle_du_titre != modele.cle_du_titre else origine.titre
    raison = _raison(partie, modele)
    if raison is not None:
        report.ecarts.append(Ecart("retiree", origine.numero, titre, raison))
        return Retrait(origine.id, origine.numero, titre, raison)
    change = partie.cle_du_corps != modele.cle_du_corps
    attend = origine.etat == "a_decider" and partie.mention == "a_decider"
    sans_facile = change and bool(origine.falc or origine.affiche)
    tranchee = origine.etat == "a_decider" and not attend
    report.ecarts.append(Ecart("amendee", origine.numero, titre, "", sans_facile, tranchee))
    texte = _ajoute(partie, modele) if attend else _simple(partie.corps) if change or tranchee else origine.texte
    return replace(
        origine,
        titre=titre,
        texte=texte,
        etat="a_decider" if attend else "non_discutee" if partie.mention == "non_discutee" else "ferme",
        points=origine.points if attend else (),
        falc=AUCUN_TEXTE if change else origine.falc,
        affiche=AUCUN_TEXTE if change else origine.affiche,
        retouche="amendee",
    )


def _locale(report: _Report, partie: PartieDuTexte, section: SectionDuTexte) -> Clause | Retrait:
    # Un texte sans intitulé, en tête d'un article, prend le titre de l'article.
    titre = ordinaire(partie.titre or section.titre)
    nom = report.nommer(titre)
    raison = _raison(partie, None)
    report.ecarts.append(Ecart("locale" if raison is None else "retiree", partie.numero, titre, raison or ""))
    if raison is not None:
        return Retrait(nom, partie.numero, titre, raison)
    etat: Literal["ferme", "non_discutee"] = "non_discutee" if partie.mention == "non_discutee" else "ferme"
    corps = _simple(partie.corps)
    return Clause(nom, partie.numero, titre, corps, "engagement", etat, (), (), (), retouche="locale")


def _raison(partie: PartieDuTexte, modele: PartieDuTexte | None) -> Markdown | None:
    """La raison d'un retrait, "" s'il n'est pas expliqué, `None` si la clause n'est pas retirée.

    Le texte d'avant, laissé sous « Retirée : … », n'en fait pas partie.
    """
    corps = ordinaire(partie.corps).strip()
    debut = _RETIREE.match(corps)
    if debut is None:
        return AUCUN_TEXTE if modele is not None and not corps and modele.corps.strip() else None
    anciennes = {cle(une.texte) for une in lignes(modele.corps)} if modele else set()
    physiques = {cle(une) for une in modele.corps.splitlines()} if modele else set()
    suite = [une for une in corps[debut.end() :].splitlines() if une.strip() and cle(une) not in physiques]
    dites = [ligne.texte for ligne in lignes("\n".join(suite)) if cle(ligne.texte) not in anciennes]
    return Markdown(" ".join(dites).strip(" *_)"))


def _simple(corps: str) -> Markdown:
    """Le texte d'une clause : des paragraphes et des listes. Un tableau, une citation, un intertitre le deviennent."""
    parties = lignes(corps)
    if all(ligne.genre in ("paragraphe", "puce", "rang") for ligne in parties):
        return ordinaire(corps)
    rendues = []
    for ligne in parties:
        if ligne.genre == "rangee":
            rendues.append("" if ligne.traits else f"- {' · '.join(filter(None, cases(ligne.texte)))}\n")
        elif ligne.genre in ("citation", "code"):
            rendues.append(f"{ligne.texte.strip('`~')}\n\n")
        elif ligne.genre == "titre":
            rendues.append(f"**{ligne.texte.lstrip('# ')}**\n\n")
        elif ligne.genre != "filet":
            rendues.append(ligne.brut)
    return Markdown(ordinaire("".join(rendues)).strip("\n"))


def _ajoute(partie: PartieDuTexte, modele: PartieDuTexte) -> Markdown:
    """Ce que le groupe ajoute à une clause qui reste à décider : la question et les choix s'impriment d'eux-mêmes."""
    connues = {ligne.cle for ligne in lignes(modele.corps)} | {cle(une) for une in modele.corps.splitlines()}
    gardees = [une for une in ordinaire(partie.corps).splitlines() if cle(une) not in connues or not une.strip()]
    return Markdown("\n".join(gardees).strip("\n"))


def _deplacees(neuf: Document, final: Document) -> Iterator[str]:
    ailleurs = {partie.nom: section.nom for section in final for partie in section.clauses}
    ici = {section.nom: [partie.nom for partie in section.clauses] for section in final}
    for section in neuf:
        noms = [partie.nom for partie in section.clauses]
        yield from (nom for nom in noms if ailleurs.get(nom, section.nom) != section.nom)
        yield from deplacements(noms, ici.get(section.nom, []))


def _annexes(report: _Report) -> Iterator[Annexe]:
    origines = {f"{ANNEXE}{annexe.id}": annexe for annexe in report.charte.annexes}
    for section in report.final:
        origine = origines.pop(section.nom, None)
        if origine is None:
            continue
        nom = f"corps:{section.nom}"
        attendu = next(une for une in report.neuf if une.nom == section.nom)
        neuve = annexe_retouchee(origine, report.brut(report.neuf, nom), report.brut(report.final, nom))
        if section.parties[0].genre == "section" and section.parties[0].cle != attendu.parties[0].cle:
            neuve = replace(neuve, titre=ordinaire(section.titre))
        report.noter(neuve != origine, f"l'annexe {origine.numero}")
        yield neuve
    for annexe in origines.values():
        report.noter(True, f"l'annexe {annexe.numero}, retirée")


def _points(points: Iterable[PointADecider], articles: Iterable[Article]) -> Iterator[PointADecider]:
    attendent = {clause.numero for article in articles for clause in article.clauses if clause.etat == "a_decider"}
    for point in points:
        yield replace(point, clauses=tuple(numero for numero in point.clauses if numero in attendent))


def _sans_accents(texte: str) -> str:
    import unicodedata

    return "".join(un for un in unicodedata.normalize("NFD", texte) if not unicodedata.combining(un))
