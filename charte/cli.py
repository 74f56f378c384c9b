"""La ligne de commande : les commandes et leurs options, rien d'autre."""

from __future__ import annotations

import copy
import os
import sys
from pathlib import Path
from typing import Annotated

# Aucune extension de pydantic n'a à s'exécuter ici, et les chercher coûte autant que tout le reste.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from charte import __version__
from charte.francais import Commande, GroupeDeCommandes, nom_de

app = typer.Typer(
    name="charte",
    cls=GroupeDeCommandes,
    help="Décider ensemble de sa charte d'usage de l'IA : des questions, puis un texte à débattre et à adopter.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Dossier = Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier de la charte.", show_default=False)]
Modele = Annotated[Path | None, typer.Option("--modele", metavar="DOSSIER", help="Un modèle à soi.")]
Jour = Annotated[
    str | None,
    typer.Option("--au", metavar="AAAA-MM-JJ", help="Le jour où l'on se place ; sans elle, aujourd'hui."),
]
Lineaire = Annotated[
    bool, typer.Option("--lineaire", help="Texte simple, choix numérotés : pour lecteur d'écran ou petit terminal.")
]
Questionnaire = Annotated[
    Path | None, typer.Option("--questionnaire", metavar="FICHIER", help="Un questionnaire à soi.")
]


def _version(demandee: bool) -> None:
    if demandee:
        print(f"charte {__version__}")
        raise typer.Exit


@app.callback()
def racine(
    contexte: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Affiche la version.")
    ] = False,
) -> None:
    """Décider ensemble de sa charte d'usage de l'IA : des questions, puis un texte à débattre et à adopter."""
    if contexte.invoked_subcommand is None:
        print(contexte.get_help())


@app.command(cls=Commande, short_help="Mène l'entretien et rend la charte.")
def init(
    dossier: Dossier = Path("ma-charte"),
    reponses: Annotated[
        Path | None,
        typer.Option("--reponses", metavar="FICHIER", help="Des réponses déjà écrites : personne n'est interrogé."),
    ] = None,
    parcours: Annotated[
        str | None, typer.Option("--parcours", metavar="NOM", help="express (18 questions) ou complet.")
    ] = None,
    lineaire: Lineaire = False,
    avec_git: Annotated[
        bool | None,
        typer.Option(
            "--git/--sans-git", help="Enregistre la charte dans git, ou non ; sans elle, la question se pose."
        ),
    ] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Mène l'entretien, enregistre après chaque réponse, rend la charte ; reprend où l'on s'était arrêté."""
    from charte.commandes.atelier.init import init as commande

    raise typer.Exit(commande(dossier, reponses, parcours, lineaire, modele, questionnaire, avec_git))


@app.command(cls=Commande, short_help="Refait les documents.")
def exporter(
    dossier: Dossier = Path(),
    formats: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="LISTE", help="md, pdf, html, odt, affiche, falc… ou tout, séparés par des virgules."
        ),
    ] = None,
    remplacer: Annotated[
        bool,
        typer.Option("--remplacer", help="Refait un texte retouché à la main, en gardant une copie des retouches."),
    ] = False,
    moteur: Annotated[
        str | None, typer.Option("--moteur", metavar="NOM", help="Ce qui met la charte en PDF : weasyprint ou typst.")
    ] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Refait les documents : CHARTE.md et charte.pdf, ou ceux que l'on demande."""
    from charte.commandes.documents.exporter import exporter as commande

    raise typer.Exit(commande(dossier, formats, remplacer, modele, questionnaire, moteur))


@app.command(cls=Commande, short_help="Contrôle réponses, cohérence, retouches, échéances.")
def verifier(
    dossiers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DOSSIER…", help="Le dossier de la charte, ou plusieurs.", show_default=False),
    ] = None,
    au: Jour = None,
    adoption: Annotated[
        str | None, typer.Option("--adoption", metavar="N", help="Contrôle plutôt une version adoptée : 1.0.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="NOM", help="texte, json, github (annotations) ou gitlab (rapport).")
    ] = "texte",
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Contrôle les réponses, leur cohérence, les points à décider, les retouches et les échéances.

    Échéances : ce que le droit a changé depuis la date de la charte, ce qui vient dans les six mois, les repères à
    revoir, la relecture prévue. Ce sont des attentions : elles ne changent pas le code de sortie.
    """
    ici = dossiers or [Path()]
    if adoption is not None:
        from charte.commandes.vie.controler_adoption import controler_adoption

        raise typer.Exit(controler_adoption(ici[0], adoption, modele, questionnaire))
    from charte.commandes.vie.verifier import verifier_tous as commande

    raise typer.Exit(commande(ici, modele, questionnaire, au, format))


@app.command(cls=Commande, short_help="Rouvre des questions, montre ce que cela change.")
def reviser(
    dossier: Dossier = Path(),
    section: Annotated[
        list[str] | None, typer.Option("--section", metavar="NOM", help="Une partie du questionnaire ; se répète.")
    ] = None,
    question: Annotated[
        list[str] | None, typer.Option("--question", metavar="NOM", help="Une question ; se répète.")
    ] = None,
    a_decider: Annotated[bool, typer.Option("--a-decider", help="Les points que le groupe n'a pas tranchés.")] = False,
    non_discutes: Annotated[bool, typer.Option("--non-discutes", help="Ce dont le groupe n'a pas discuté.")] = False,
    echeances: Annotated[
        bool, typer.Option("--echeances", help="Ce que le droit ou une date remet sur la table.")
    ] = False,
    tout: Annotated[bool, typer.Option("--tout", help="Toutes les questions.")] = False,
    parcours: Annotated[
        str | None, typer.Option("--parcours", metavar="NOM", help="Change de parcours : express ou complet.")
    ] = None,
    au: Jour = None,
    abandonner: Annotated[
        bool, typer.Option("--abandonner", help="Oublie une révision ou une mise à jour commencée.")
    ] = False,
    lineaire: Lineaire = False,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Rouvre l'entretien sur les réponses données, puis montre ce qu'elles changent à la charte, avant d'écrire.

    Sans option, demande quoi rediscuter.
    """
    from charte.commandes.vie.reviser import Cible
    from charte.commandes.vie.reviser import reviser as commande

    cible = Cible(tuple(section or ()), tuple(question or ()), a_decider, non_discutes, echeances, tout)
    raise typer.Exit(commande(dossier, cible, parcours, au, abandonner, lineaire, modele, questionnaire))


@app.command("mettre-a-jour", cls=Commande, short_help="Passe à la version courante des questions et du modèle.")
def mettre_a_jour(
    dossier: Dossier = Path(),
    simuler: Annotated[bool, typer.Option("--simuler", help="Montre tout, n'écrit rien.")] = False,
    sans_questions: Annotated[
        bool, typer.Option("--sans-questions", help="Ne demande rien : ce qui engage le groupe reste à décider.")
    ] = False,
    lineaire: Lineaire = False,
) -> None:
    """Passe la charte à la version courante du questionnaire et du modèle, sans perdre une réponse ni une retouche.

    Montre le sort de chaque réponse, pose les nouvelles questions, puis l'avant et l'après, avant d'écrire.
    """
    from charte.commandes.vie.mettre_a_jour import mettre_a_jour as commande

    raise typer.Exit(commande(dossier, simuler, sans_questions, lineaire))


@app.command(cls=Commande, short_help="Fige une version, avec son vote.")
def adopter(
    dossier: Dossier = Path(),
    version: Annotated[
        str | None, typer.Option("--version", metavar="N", help="Le numéro de cette version : 1.0, 2.0…")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="AAAA-MM-JJ", help="Le jour de l'adoption.")] = None,
    instance: Annotated[
        str | None, typer.Option("--instance", metavar="NOM", help="Qui adopte : « l'assemblée générale ».")
    ] = None,
    pour: Annotated[int | None, typer.Option("--pour", metavar="N", help="Voix pour.")] = None,
    contre: Annotated[int | None, typer.Option("--contre", metavar="N", help="Voix contre.")] = None,
    abstentions: Annotated[int | None, typer.Option("--abstentions", metavar="N", help="Abstentions.")] = None,
    relire_le: Annotated[
        str | None,
        typer.Option("--relire-le", metavar="AAAA-MM-JJ", help="Le jour où la relire ; sans elle, le rythme choisi."),
    ] = None,
    sans_git: Annotated[bool, typer.Option("--sans-git", help="N'enregistre ni n'étiquette rien dans git.")] = False,
    lineaire: Lineaire = False,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Fige une version : vote, documents, extrait de procès-verbal, note aux membres, étiquette git.

    Refuse tant que des points restent à décider. Ce qui n'est pas donné se demande à l'écran.
    """
    from charte.commandes.vie.adopter import Vote
    from charte.commandes.vie.adopter import adopter as commande

    vote = Vote(version, date, instance, pour, contre, abstentions, relire_le)
    raise typer.Exit(commande(dossier, vote, lineaire, sans_git, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit les versions, leurs dates et leurs votes.")
def historique(
    dossier: Dossier = Path(),
    format: Annotated[str, typer.Option("--format", metavar="NOM", help="texte, md, html ou json.")] = "texte",
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Dit les versions adoptées, leurs dates, leurs votes, ce qui les sépare ; le travail en cours en tête."""
    from charte.commandes.vie.historique import historique as commande

    raise typer.Exit(commande(dossier, format, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit ce qui change entre deux versions.")
def diff(
    avant: Annotated[
        str | None, typer.Argument(metavar="A", help="Version, étiquette ou commit git, dossier, fichier.")
    ] = None,
    apres: Annotated[str | None, typer.Argument(metavar="B", help="De même ; sans lui, l'état de travail.")] = None,
    dossier: Annotated[Path | None, typer.Argument(metavar="DOSSIER", help="Le dossier de la charte.")] = None,
    format: Annotated[str, typer.Option("--format", metavar="NOM", help="texte, md, html ou json.")] = "texte",
    textconv: Annotated[
        Path | None,
        typer.Option("--textconv", metavar="FICHIER", help="Écrit ces réponses en clair : pour git diff."),
    ] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Dit ce qui change d'une charte à l'autre : les décisions, ce qu'elles entraînent, puis les mots.

    Sans A, la dernière version adoptée ; sans B, l'état de travail. Une version se nomme « 1.0 » ou « v1.0 ».
    """
    if textconv is not None:
        from charte.commandes.vie.textconv import textconv as en_clair

        raise typer.Exit(en_clair(textconv, questionnaire))
    from charte.commandes.vie.diff import diff as commande

    raise typer.Exit(commande(avant, apres, dossier, format, modele, questionnaire))


@app.command(cls=Commande, short_help="Met plusieurs chartes côte à côte.")
def comparer(
    dossiers: Annotated[list[Path], typer.Argument(metavar="DOSSIER", help="Les dossiers des chartes.")],
    anonyme: Annotated[
        bool, typer.Option("--anonyme", help="Sans nom, ni texte libre, ni outil nommé, ni date exacte.")
    ] = False,
    format: Annotated[str, typer.Option("--format", metavar="NOM", help="texte, md, csv, json ou html.")] = "texte",
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Met plusieurs chartes côte à côte : ce que les membres d'une fédération ont choisi, et combien.

    Un dossier fautif est signalé et laissé de côté ; le code de sortie est alors 1.
    """
    from charte.commandes.federation.comparer import comparer as commande

    raise typer.Exit(commande(dossiers, anonyme, format, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit d'où vient une clause, où mène une question.")
def expliquer(
    identifiant: Annotated[str, typer.Argument(metavar="ID", help="Une clause, une question, une recommandation…")],
    dossier: Annotated[Path | None, typer.Argument(metavar="DOSSIER", help="Le dossier d'une charte.")] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Dit d'où vient une clause, une question ou une recommandation, et où elle mène."""
    from charte.commandes.aide.expliquer import expliquer as commande

    raise typer.Exit(commande(identifiant, dossier, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit ce qu'une charte retient du référentiel.")
def couverture(
    dossier: Annotated[Path | None, typer.Argument(metavar="DOSSIER", help="Le dossier d'une charte.")] = None,
    sujets: Annotated[
        bool, typer.Option("--sujets", help="Face aux sujets des chartes publiées, plutôt qu'aux recommandations.")
    ] = False,
    format: Annotated[str, typer.Option("--format", metavar="NOM", help="texte ou json.")] = "texte",
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Dit ce qu'une charte retient du référentiel, ce qu'elle adapte, ce qu'elle écarte et pourquoi.

    Sans charte : où sert chaque recommandation, chaque repère de droit.
    """
    from charte.commandes.aide.couverture import couverture as commande

    raise typer.Exit(commande(dossier, sujets, format, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit ce qui manque à la machine.")
def diagnostic() -> None:
    """Dit ce qui manque à la machine et la commande exacte pour y remédier."""
    from charte.commandes.aide.diagnostic import diagnostic as commande

    raise typer.Exit(commande())


def principal() -> None:
    """Exécute la commande, dit les erreurs en français, sort avec leur code."""
    from charte.services.dire.sortie import executer

    raise SystemExit(executer(_reduite(sys.argv[1:2])))


def _reduite(mots: list[str]) -> typer.Typer:
    """L'application avec la seule commande que ce premier mot demande, ou avec toutes : Typer prépare ce qu'elle a."""
    reduite = copy.copy(app)
    demandees = [commande for commande in app.registered_commands if nom_de(commande) in mots]
    reduite.registered_commands = demandees or app.registered_commands
    return reduite
