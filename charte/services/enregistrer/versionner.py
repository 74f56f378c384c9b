"""La charte dans git : le proposer, créer ou employer un dépôt, enregistrer ses seuls fichiers, dire ce qui se perd."""

from __future__ import annotations

import shutil
from pathlib import Path

from charte.contenu.lecture.yaml_situe import lire
from charte.depot import git
from charte.depot.appel_git import GitAbsent
from charte.depot.dossier import Dossier
from charte.depot.ecriture.un_fichier import ecrire
from charte.depot.git import Depot, RefusGit
from charte.ecran.entretien.seance import inviter_menu, menu
from charte.ecran.interlocuteur import Arreter, Interlocuteur, Passer, Pourquoi, Repondre
from charte.ecran.presentation import replier
from charte.erreurs import Interruption, commande
from charte.moteur.texte import compter
from charte.rendu import FORMATS
from charte.services.produire.production import deja_produits

MESSAGE = "Commencer la charte d'usage de l'IA"
IGNORES = """\
# Ce que charte écrit le temps d'une commande.
.charte/verrou
.charte/ecriture.json
.charte/revision.json
.charte/mise-a-jour.json
.*.charte.tmp
"""
ATTRIBUTS = """\
# Les textes ont partout les mêmes fins de ligne ; « diff=charte » sert si git est réglé pour.
reponses.yaml text eol=lf diff=charte
CHARTE.md text eol=lf
# Les documents produits et l'état du programme se refont : ni conversion, ni fusion.
*.pdf binary
*.odt binary
*.docx binary
*.html -text
*.ics -text
.charte/** -text -merge
adoptions/** -text -merge
"""
_POURQUOI = (
    "git garde chaque état de la charte, avec sa date : on revient en arrière, on compare, on travaille à plusieurs. "
    "Rien ne part sur le réseau."
)
_PERTE = (
    "Sans git, l'histoire de la charte n'est pas gardée : ni retour à un état passé, ni étiquette à l'adoption, ni "
    "travail sur plusieurs copies. Tout le reste marche. Gardez des copies du dossier."
)
SANS_BRANCHE = (
    "Attention : vous n'êtes sur aucune branche, git finirait par l'oublier. Pour le garder :",
    "git switch -c charte",
)
"""Ce qui se dit quand on vient d'enregistrer hors de toute branche, et la commande à taper."""


def versionner(ici: Dossier, voulu: bool | None, interlocuteur: Interlocuteur | None) -> None:
    """Met la charte dans git si on le veut ; le demande à `interlocuteur` si rien n'est dit. Sinon, dit ce qui se perd.

    Lève `RefusGit` si l'on veut git et qu'il ne peut pas.
    """
    try:
        depot = git.trouver(ici.chemin)
        if not git.disponible():
            raise GitAbsent("git n'est pas installé.", "Pour l'installer : https://git-scm.com/downloads")
    except RefusGit as refus:
        if voulu:
            raise
        if interlocuteur is not None:
            _dire(f"{refus.phrase} {_PERTE}")
        return
    if voulu is None and interlocuteur is not None:
        voulu = _demander(ici, depot, interlocuteur)
    if voulu:
        _enregistrer(ici, depot)
    elif voulu is False:
        _dire(f"{_PERTE} Pour changer d'avis :", _plus_tard(ici))
    else:
        _dire("La charte n'est pas enregistrée dans git. Pour le faire :", _plus_tard(ici))


def suivis(ici: Dossier) -> list[Path]:
    """Les fichiers d'une charte que git suit : réponses, logo, texte, état, documents produits, réglages de git."""
    chemins = [ici.reponses, *_logo(ici), ici.texte, *(ici.chemin / FORMATS[nom].fichier for nom in deja_produits(ici))]
    chemins += [ici.base, ici.etat]
    chemins += [ici.chemin / nom for nom in ("MISE-A-JOUR.md", ".gitignore", ".gitattributes")]
    return [chemin for chemin in dict.fromkeys(chemins) if chemin.is_file()]


def _logo(ici: Dossier) -> list[Path]:
    """Le fichier que nomment les réponses ; sans lui, une version reprise de git n'aurait plus ses documents."""
    valeur = lire(ici.reponses).valeur
    apparence = valeur.get("apparence") if isinstance(valeur, dict) else None
    nom = apparence.get("logo") if isinstance(apparence, dict) else None
    return [ici.chemin / nom] if isinstance(nom, str) else []


def _demander(ici: Dossier, depot: Depot | None, interlocuteur: Interlocuteur) -> bool:
    """La réponse de la personne ; s'arrêter là vaut un non, la charte étant déjà écrite."""
    if depot is None:
        enonce, aide = "Garder l'histoire de cette charte avec git ?", f"Un dépôt sera créé dans {ici.chemin}."
        options = {"oui": "Oui, créer un dépôt", "non": "Non"}
    else:
        enonce = "Enregistrer cette charte dans le dépôt git où elle se trouve ?"
        aide = f"Le dépôt {depot.racine} ; seuls les fichiers de la charte y seront ajoutés."
        options = {"non": "Non, pas maintenant", "oui": "Oui, ses seuls fichiers"}
    entree = menu("git", enonce, options, aide).model_copy(update={"pourquoi": _POURQUOI})
    while True:
        try:
            geste = interlocuteur.demander(inviter_menu(entree, "", depart=next(iter(options))))
        except (Interruption, KeyboardInterrupt, EOFError):
            return False
        if isinstance(geste, Repondre):
            return bool(geste.valeur == "oui")
        if isinstance(geste, Pourquoi):
            interlocuteur.dire(_POURQUOI)
        elif isinstance(geste, Arreter | Passer):
            return False


def _enregistrer(ici: Dossier, depot: Depot | None) -> None:
    try:
        depot = depot or git.initialiser(ici.chemin)
        _poser_les_reglages(ici)
        fichiers = suivis(ici)
        laisses, changes = depot.ignores(fichiers), depot.modifies(fichiers)
        empreinte = depot.enregistrer(fichiers, MESSAGE)
    except RefusGit as refus:
        refus.remede = "\n".join([*filter(None, [refus.remede]), f"La charte est écrite. Ensuite : {_plus_tard(ici)}"])
        raise
    if empreinte:
        _dire(
            f"Enregistré dans git : {compter(len(changes), 'fichier', 'fichiers')} ({empreinte}), dépôt {depot.racine}."
        )
    else:
        _dire(f"Rien de nouveau à enregistrer dans le dépôt {depot.racine}.")
    if laisses:
        _dire(f"Laissé de côté par un .gitignore : {', '.join(chemin.name for chemin in laisses)}.")
    if depot.branche() is None:
        _dire(*SANS_BRANCHE)


def _poser_les_reglages(ici: Dossier) -> None:
    """Écrit `.gitignore` et `.gitattributes`, sauf s'il y en a déjà : ce sont alors ceux de la personne."""
    for nom, contenu in ((".gitignore", IGNORES), (".gitattributes", ATTRIBUTS)):
        if not (ici.chemin / nom).exists():
            ecrire(ici.chemin / nom, contenu)


def _plus_tard(ici: Dossier) -> str:
    return commande("charte", "init", str(ici.chemin), "--git")


def _dire(phrase: str, a_taper: str = "") -> None:
    print(f"\n{replier(phrase, shutil.get_terminal_size().columns)}")
    if a_taper:
        print(f"  {a_taper}")
