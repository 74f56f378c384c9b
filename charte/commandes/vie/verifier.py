"""`charte verifier` : ce qui ne va pas, ce qui reste ouvert, ce qui a été retouché, ce que le droit a changé."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from charte.contenu import bibliotheque
from charte.contenu.reponses import Reponses
from charte.depot.dossier import Dossier
from charte.erreurs import ErreurCharte, FichierInvalide, UsageIncorrect, commande
from charte.moteur.charte import Charte
from charte.moteur.composition.apparence import remarques
from charte.moteur.controles.adoption import en_attente
from charte.moteur.texte import compter
from charte.services.charger import Contenus, charger, charger_reponses
from charte.services.controler.annotations import EN
from charte.services.controler.constats import constats_de
from charte.services.controler.releve import Remarque, des_fautes, relever
from charte.services.dire.echeances import dire_les_echeances
from charte.services.dire.pliage import dire
from charte.services.figer import divergences
from charte.services.options import lire_le_jour
from charte.services.produire.retouches import EtatDuTexte, etat_du_texte

_TITRES = {"bloquant": "Bloquant", "attention": "Attention", "conseil": "Conseil"}


def verifier(
    dossier: Path, modele: Path | None = None, questionnaire: Path | None = None, au: str | None = None
) -> int:
    """Contrôle les contenus, puis le dossier. Rend 0, ou 1 si un constat bloquant demeure.

    `au` : le jour où l'on se place pour les échéances (AAAA-MM-JJ), aujourd'hui par défaut ; elles ne changent jamais
    le code de sortie. Lève `FichierInvalide` (3) si un fichier est fautif, `UsageIncorrect` (2) si le jour l'est.
    """
    jour = lire_le_jour(au)
    ici, contenus, reponses, etat = _lire(dossier, modele, questionnaire)
    charte = etat.charte
    trouves = constats_de(contenus, reponses)
    for constat in trouves:
        dire(f"{_TITRES[constat.gravite]} : {constat.phrase}\n  Remède : {constat.remede}")
        dire(f"  Questions : {', '.join(constat.questions)} (règle {constat.id})")
    for remarque in remarques(reponses.apparence):
        dire(f"Attention : {remarque}.")
    for phrase in divergences(ici, charte, jour):
        dire(f"Attention : {phrase}")
    _dire_les_points(charte, contenus, reponses)
    _dire_la_version(ici, contenus)
    for phrase in etat.phrases:
        dire(phrase)
    if etat.blocage:
        dire(f"Bloquant : {etat.blocage.phrase}\n  Remède : {etat.blocage.remede}")
    dire_les_echeances(ici, contenus, reponses, charte, jour)
    bloquants = sum(constat.gravite == "bloquant" for constat in trouves) + bool(etat.blocage)
    dire(_bilan(len(trouves) + bool(etat.blocage), bloquants))
    return 1 if bloquants else 0


def verifier_tous(
    dossiers: Sequence[Path],
    modele: Path | None = None,
    questionnaire: Path | None = None,
    au: str | None = None,
    format: str = "texte",
) -> int:
    """Contrôle chacun de ces dossiers, même si l'un est fautif ; rend le plus grand de leurs codes.

    Un dossier se désigne aussi par son `reponses.yaml`, comme le font git et ses outils. `format` : texte, ou l'un de
    ceux des programmes, qui tiennent en une sortie. Lève les erreurs de `verifier` s'il n'y a qu'un dossier, en texte.
    """
    ici = list(dict.fromkeys(un.parent if un.name == Dossier(un).reponses.name else un for un in dossiers))
    if format in EN:
        return _annoter(ici, modele, questionnaire, au, format)
    if format != "texte":
        raise UsageIncorrect(f"Format inconnu : « {format} ».", f"Formats : texte, {', '.join(EN)}.")
    if len(ici) == 1:
        return verifier(ici[0], modele, questionnaire, au)
    codes = []
    for dossier in ici:
        print(f"\n{dossier}\n{'-' * len(str(dossier))}", flush=True)
        try:
            codes.append(verifier(dossier, modele, questionnaire, au))
        except ErreurCharte as erreur:
            dire("\n".join(filter(None, (erreur.phrase, erreur.remede))), en_erreur=True)
            codes.append(erreur.code)
    return max(codes)


def _annoter(
    dossiers: Sequence[Path], modele: Path | None, questionnaire: Path | None, au: str | None, format: str
) -> int:
    jour = lire_le_jour(au)
    remarques: list[Remarque] = []
    code = 0
    for dossier in dossiers:
        try:
            ici, contenus, reponses, etat = _lire(dossier, modele, questionnaire)
            trouvees = relever(ici, contenus, reponses, etat, constats_de(contenus, reponses), jour)
            code = max(code, any(une.gravite == "bloquant" for une in trouvees))
        except FichierInvalide as erreur:
            trouvees = des_fautes(erreur)
            code = max(code, erreur.code)
        remarques += trouvees
    print(EN[format](remarques, code))
    return code


def _lire(
    dossier: Path, modele: Path | None, questionnaire: Path | None
) -> tuple[Dossier, Contenus, Reponses, EtatDuTexte]:
    ici = Dossier(dossier)
    contenus = charger(modele, questionnaire, controler=True, reponses=ici.reponses)
    reponses = charger_reponses(ici, contenus.questionnaire)
    return ici, contenus, reponses, etat_du_texte(ici, contenus, contenus.composer(reponses, ici.reponses))


def _dire_les_points(charte: Charte, contenus: Contenus, reponses: Reponses) -> None:
    for point in charte.a_decider:
        dire(f"À décider : {point.enonce}{en_attente(point)}")
    if charte.non_discutees:
        contexte = contenus.contexte(reponses)
        tues = sum(not contexte.du_parcours(une.question) for une in charte.non_discutees)
        dont = f", dont {tues} que le parcours express ne pose pas" if tues else ""
        if tues == len(charte.non_discutees):
            dont = " ; le parcours express ne les demande pas"
        nombre = compter(len(charte.non_discutees), "réponse garde", "réponses gardent")
        dire(f"Non discuté : {nombre} la proposition du questionnaire{dont}.")


def _dire_la_version(dossier: Dossier, contenus: Contenus) -> None:
    """Dit qu'une version plus récente du questionnaire livré existe ; rien n'oblige à y passer."""
    version = contenus.questionnaire.version
    if contenus.questionnaire.id == bibliotheque.NOM_PAR_DEFAUT and version in bibliotheque.archivees():
        voir = commande("charte", "mettre-a-jour", str(dossier.chemin), "--simuler")
        dire(f"Version : cette charte suit la {version} ; la {bibliotheque.courante()} existe. Pour la voir : {voir}")


def _bilan(nombre: int, bloquants: int) -> str:
    if not nombre:
        return "Réponses lisibles, aucune contradiction."
    graves = f"dont {compter(bloquants, 'bloquant', 'bloquants')}" if bloquants else "aucun n'empêche d'adopter"
    return f"{compter(nombre, 'constat', 'constats')}, {graves}."
