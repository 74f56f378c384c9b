"""Trouver et charger les contenus : ceux du programme, ou ceux d'un dossier à soi."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from charte.contenu.base import Table
from charte.contenu.lecture.types_situes import proche, valider
from charte.contenu.lecture.validation import fautes_de_valeur, normaliser
from charte.contenu.lecture.yaml_situe import TAILLE_MAXIMALE, DocumentLu, lire
from charte.contenu.questionnaire import Questionnaire
from charte.contenu.reponses import Reponses
from charte.erreurs import FichierInvalide, commande

# Les types du modèle et du référentiel ne servent qu'à qui les lit.
if TYPE_CHECKING:
    from charte.contenu.modele import AnnexeDuModele, ArticleDuModele, Modele
    from charte.contenu.referentiel import Referentiel, Sujets

    Partie = TypeVar("Partie", ArticleDuModele, AnnexeDuModele)

NOM_PAR_DEFAUT = "association"
ANCIENNES = "anciennes"
"""Où restent les versions passées du questionnaire et du modèle livrés : un dossier non mis à jour garde son texte."""
_LIGNE_QUESTIONNAIRE = re.compile(
    rb"^questionnaire:[ \t]+[\"']?([a-z0-9_-]+ [0-9.]+)[\"']?[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE
)
_LIGNE_VERSION = re.compile(rb"^version: ([0-9.]+)\r?$", re.MULTILINE)
_RESERVES = ("questionnaire", "sujets")
"""Les noms d'autres fichiers, qui serviraient deux fois à situer une faute."""


def donnees(nom: str) -> Path:
    """Le dossier de données `nom` : dans le paquet installé, ou à la racine du dépôt."""
    paquet = Path(__file__).resolve().parents[1]
    installe = paquet / "donnees" / nom
    return installe if installe.is_dir() else paquet.parent / nom


def dossier_modele(dossier: Path | None = None) -> Path:
    """Le dossier du modèle demandé, ou celui du modèle fourni."""
    return dossier if dossier is not None else donnees("modeles") / NOM_PAR_DEFAUT


def sources(version: str = "") -> list[Path]:
    """Tous les fichiers YAML des contenus livrés, ou ceux dont sort une version archivée."""
    modele = dossier_textes(version)
    dossiers = [donnees("referentiel"), modele, modele / "articles", modele / "annexes"]
    dossiers += [donnees("questionnaires") / "migrations"] if version else []
    questions = [fichier_questionnaire(version)]
    return questions + [fichier for dossier in dossiers for fichier in dossier.glob("*.yaml")]


def fichier_questionnaire(version: str = "") -> Path:
    """Le questionnaire livré, ou l'une de ses versions archivées, couchée à côté du modèle de la même version."""
    if version:
        return dossier_textes(version) / "questionnaire.yaml"
    return donnees("questionnaires") / f"{NOM_PAR_DEFAUT}.yaml"


def dossier_textes(version: str = "") -> Path:
    """Les clauses, la matrice et les règles du modèle livré, ou d'une version archivée.

    Gabarits, styles et polices n'ont pas d'archive : ils restent ceux du modèle courant (`dossier_modele`).
    """
    return donnees("modeles") / ANCIENNES / f"{NOM_PAR_DEFAUT}-{version}" if version else dossier_modele()


def archivees() -> list[str]:
    """Les versions du questionnaire livré que le programme sait encore lire, de la plus ancienne à la plus récente."""
    fichiers = (donnees("modeles") / ANCIENNES).glob(f"{NOM_PAR_DEFAUT}-*/questionnaire.yaml")
    return sorted((un.parent.name.removeprefix(f"{NOM_PAR_DEFAUT}-") for un in fichiers), key=rang_de_version)


def archive_de(reponses: Path) -> str:
    """La version archivée à laquelle répond ce fichier, ou "" s'il répond à la version courante.

    Un fichier absent, fautif, d'un autre questionnaire ou d'une version inconnue rend "" : sa lecture dira pourquoi.
    """
    _, _, version = _nomme(reponses).partition(" ")
    if not version or not _nomme(reponses).startswith(f"{NOM_PAR_DEFAUT} "):
        return ""
    rang = rang_de_version(version)
    return next((une for une in archivees() if rang_de_version(une) == rang), "")


def _nomme(reponses: Path) -> str:
    """Ce que le fichier dit de son questionnaire. Le lire en entier coûterait : on ne cherche que sa ligne."""
    try:
        with reponses.open("rb") as fichier:
            debut = fichier.read(TAILLE_MAXIMALE)
    except OSError:
        return ""
    ligne = _LIGNE_QUESTIONNAIRE.search(debut)
    if ligne:
        return ligne[1].decode().strip()
    try:
        valeur = lire(reponses).valeur
    except FichierInvalide:
        return ""
    return str(valeur.get("questionnaire") or "") if isinstance(valeur, dict) else ""


def lire_questionnaire(chemin: Path | None = None) -> tuple[DocumentLu, Questionnaire]:
    """Le questionnaire et le fichier dont il sort, pour situer ses fautes. Lève `FichierInvalide`."""
    document = lire(chemin or fichier_questionnaire())
    return document, valider(document, Questionnaire)


def charger_questionnaire(chemin: Path | None = None) -> Questionnaire:
    """Le questionnaire fourni, ou celui du fichier donné. Lève `FichierInvalide`."""
    return lire_questionnaire(chemin)[1]


def lire_modele(dossier: Path | None = None) -> tuple[dict[str, DocumentLu], Modele]:
    """Le modèle, et ses fichiers : « modele », « matrice », « coherence », puis un par article et par annexe.

    Lève `FichierInvalide`.
    """
    from charte.contenu.modele import AnnexeDuModele, ArticleDuModele, Coherence, EnteteModele, Modele, ModeleMatrice

    racine = dossier_modele(dossier)
    documents = {nom: lire(racine / f"{nom}.yaml") for nom in ("modele", "matrice", "coherence")}
    entete = valider(documents["modele"], EnteteModele)
    modele = Modele(
        entete=entete,
        articles=_lire_parties(racine, documents, "articles", entete.articles, ArticleDuModele),
        matrice=valider(documents["matrice"], ModeleMatrice),
        coherence=valider(documents["coherence"], Coherence).regles,
        annexes=_lire_parties(racine, documents, "annexes", entete.annexes, AnnexeDuModele),
    )
    return documents, modele


def _lire_parties(
    racine: Path, documents: dict[str, DocumentLu], sorte: str, noms: tuple[str, ...], attendu: type[Partie]
) -> tuple[Partie, ...]:
    """Les articles ou les annexes, un fichier chacun, ajoutés aux documents lus."""
    parties = []
    for rang, nom in enumerate(noms):
        if nom in documents or nom in _RESERVES:
            documents["modele"].signaler((sorte, rang), f"« {nom} » est déjà pris par un autre fichier")
            documents["modele"].exiger()
        documents[nom] = lire(racine / sorte / f"{nom}.yaml")
        parties.append(valider(documents[nom], attendu))
        if parties[-1].id != nom:
            documents[nom].signaler(("id",), f"cette partie porte le nom de son fichier : « {nom} »")
            documents[nom].exiger()
    return tuple(parties)


def situer(dossier: Path, source: str) -> tuple[Path, int, int] | None:
    """Le fichier du modèle, la ligne et la colonne où se trouve ce texte, ou `None`. Lève `FichierInvalide`."""
    for chemin in sorted(dossier.rglob("*.yaml")):
        place = lire(chemin).place_du_texte(source)
        if place:
            return chemin, *place
    return None


def charger_modele(dossier: Path | None = None) -> Modele:
    """Le modèle fourni, ou celui du dossier donné. Lève `FichierInvalide`."""
    return lire_modele(dossier)[1]


def charger_referentiel(dossier: Path | None = None) -> Referentiel:
    """Le référentiel fourni, ou celui du dossier donné. Lève `FichierInvalide`."""
    from charte.contenu.referentiel import Documents, Droit, Recommandations, Referentiel, Tensions

    racine = dossier or donnees("referentiel")
    documents = valider(lire(racine / "documents.yaml"), Documents).documents
    recommandations = valider(lire(racine / "recommandations.yaml"), Recommandations)
    tensions = valider(lire(racine / "tensions.yaml"), Tensions).tensions
    droit = valider(lire(racine / "droit.yaml"), Droit).regles
    sujets = lire_sujets(racine)[1]
    return Referentiel(
        documents=Table({document.id: document for document in documents}),
        recommandations=Table({une.id: une for une in recommandations.recommandations}),
        tensions=Table({tension.id: tension for tension in tensions}),
        droit=Table({regle.id: regle for regle in droit}),
        themes=recommandations.themes,
        familles=sujets.familles,
        sujets=Table({sujet.id: sujet for sujet in sujets.sujets}),
    )


def lire_sujets(dossier: Path | None = None) -> tuple[DocumentLu, Sujets]:
    """Les sujets des chartes publiées, et le fichier dont ils sortent. Lève `FichierInvalide`."""
    from charte.contenu.referentiel import Sujets

    document = lire((dossier or donnees("referentiel")) / "sujets.yaml")
    return document, valider(document, Sujets)


def charger_reponses(chemin: Path, questionnaire: Questionnaire) -> Reponses:
    """Les réponses d'un fichier, vérifiées question par question. Lève `FichierInvalide`, toutes fautes réunies."""
    document = lire(chemin)
    if not isinstance(document.valeur, dict):
        document.signaler((), "un fichier de réponses commence par « format: 1 »")
        document.exiger()
    _refuser_plus_recent(document, questionnaire)
    reponses = valider(document, Reponses)
    _verifier_reponses(document, reponses, questionnaire)
    document.exiger()
    # Relues ou encore en mémoire, les mêmes réponses sont égales : elles donnent les mêmes octets.
    donnees = {nom: normaliser(questionnaire.par_id[nom], valeur) for nom, valeur in reponses.reponses.items()}
    return reponses.model_copy(update={"reponses": donnees})


def _refuser_plus_recent(document: DocumentLu, questionnaire: Questionnaire) -> None:
    version_format = document.valeur.get("format")
    if isinstance(version_format, int) and version_format > 1:
        document.signaler(("format",), f"ce fichier est au format {version_format}, plus récent que ce programme (1)")
        document.exiger("Mettez charte à jour, puis recommencez.")
    nomme = str(document.valeur.get("questionnaire") or "")
    nom, _, version = nomme.partition(" ")
    if nom and nom != questionnaire.id:
        document.signaler(
            ("questionnaire",), f"ce fichier répond au questionnaire « {nom} », pas « {questionnaire.id} »"
        )
        document.exiger("Donnez celui de ce fichier : --questionnaire FICHIER.")
    elif version and rang_de_version(version) > rang_de_version(questionnaire.version):
        phrase = f"ce fichier vient du questionnaire {version}, plus récent que celui-ci ({questionnaire.version})"
        document.signaler(("questionnaire",), phrase)
        document.exiger("Mettez charte à jour, puis recommencez.")
    elif version and rang_de_version(version) < rang_de_version(questionnaire.version):
        _refuser_une_autre_version(document, version, questionnaire)


def _refuser_une_autre_version(document: DocumentLu, version: str, questionnaire: Questionnaire) -> None:
    """Une version passée du questionnaire livré ne se lit qu'avec lui ; un questionnaire à soi en décide seul."""
    if questionnaire.id != NOM_PAR_DEFAUT or rang_de_version(questionnaire.version) != rang_de_version(courante()):
        return
    if rang_de_version(version) in map(rang_de_version, archivees()):
        phrase = f"ce fichier répond à la version {version} du questionnaire, pas à la {questionnaire.version}"
        remede = f"Mettez ce dossier à jour : {commande('charte', 'mettre-a-jour', str(document.chemin.parent))}"
    else:
        connues = ", ".join([*archivees(), questionnaire.version])
        phrase = f"ce fichier vient du questionnaire {version}, une version que charte ne connaît pas ({connues})"
        remede = "Corrigez le numéro de version s'il a été changé à la main."
    document.signaler(("questionnaire",), phrase)
    document.exiger(remede)


def courante() -> str:
    """La version du questionnaire livré, lue dans sa seule tête."""
    with fichier_questionnaire().open("rb") as fichier:
        ligne = _LIGNE_VERSION.search(fichier.read(4_000))
    return ligne[1].decode() if ligne else charger_questionnaire().version


def rang_de_version(version: str) -> tuple[int, ...]:
    """De quoi ranger des versions : « 1.0 » et « 1.0.0 » sont la même."""
    parts = [int(part[:9]) for part in version.split(".") if part.isdecimal()]
    return tuple([*parts, 0, 0, 0][: max(3, len(parts))])


def _verifier_reponses(document: DocumentLu, reponses: Reponses, questionnaire: Questionnaire) -> None:
    connues = questionnaire.par_id
    for identifiant, valeur in reponses.reponses.items():
        if identifiant not in connues:
            phrase = f"« {identifiant} » n'est pas une question{proche(identifiant, connues)}"
            document.signaler(("reponses", identifiant), phrase, cle=True)
            continue
        for place, phrase in fautes_de_valeur(connues[identifiant], valeur):
            document.signaler(("reponses", identifiant, *place), f"{identifiant} : {phrase}")
    places: list[tuple[tuple[str | int, ...], str]] = [
        *((("passees", rang), identifiant) for rang, identifiant in enumerate(reponses.passees)),
        *((("deliberations", identifiant), identifiant) for identifiant in reponses.deliberations),
    ]
    for chemin, identifiant in places:
        if identifiant not in connues:
            phrase = f"« {identifiant} » n'est pas une question{proche(identifiant, connues)}"
            document.signaler(chemin, phrase, cle=True)
    for rang, reference in enumerate(reponses.a_decider):
        faute = _faute_a_decider(reference, reponses, questionnaire)
        if faute:
            document.signaler(("a_decider", rang), faute)


def _faute_a_decider(reference: str, reponses: Reponses, questionnaire: Questionnaire) -> str:
    identifiant, _, ligne = reference.partition(".")
    question = questionnaire.par_id.get(identifiant)
    if question is None:
        return f"« {identifiant} » n'est pas une question{proche(identifiant, questionnaire.par_id)}"
    if not question.decidable:
        return f"« {identifiant} » ne peut pas rester à décider : la charte ne s'écrirait pas sans elle"
    if not ligne and identifiant in reponses.reponses:
        return f"« {identifiant} » a déjà une réponse plus haut ; gardez l'une ou l'autre"
    lignes = [option.valeur for option in question.lignes]
    if ligne and ligne not in lignes:
        return f"« {ligne} » n'est pas une ligne de « {identifiant} »{proche(ligne, lignes)}"
    return ""
