"""La ligne de commande : les commandes et leurs options, rien d'autre."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Annotated

# Aucune extension de pydantic n'a à s'exécuter ici, et les chercher coûte autant que tout le reste.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from charte import __version__
from charte.francais import Commande, Groupe

app = typer.Typer(
    name="charte",
    cls=Groupe,
    help="Décider ensemble de sa charte d'usage de l'IA : des questions, puis un texte à débattre et à adopter.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Dossier = Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier de la charte.", show_default=False)]
Modele = Annotated[Path | None, typer.Option("--modele", metavar="DOSSIER", help="Un modèle à soi.")]
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
    lineaire: Annotated[
        bool, typer.Option("--lineaire", help="Texte simple, choix numérotés : pour lecteur d'écran ou petit terminal.")
    ] = False,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Mène l'entretien, enregistre après chaque réponse, rend la charte ; reprend où l'on s'était arrêté."""
    from charte.commandes.init import init as commande

    raise typer.Exit(commande(dossier, reponses, parcours, lineaire, modele, questionnaire))


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
    from charte.commandes.exporter import exporter as commande

    raise typer.Exit(commande(dossier, formats, remplacer, modele, questionnaire, moteur))


@app.command(cls=Commande, short_help="Contrôle réponses, cohérence, retouches, échéances.")
def verifier(
    dossier: Dossier = Path(),
    au: Annotated[
        str | None,
        typer.Option("--au", metavar="AAAA-MM-JJ", help="Le jour où l'on se place ; sans elle, aujourd'hui."),
    ] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Contrôle les réponses, leur cohérence, les points à décider, les retouches et les échéances.

    Échéances : ce que le droit a changé depuis la date de la charte, ce qui vient dans les six mois, les repères à
    revoir, la relecture prévue. Ce sont des attentions : elles ne changent pas le code de sortie.
    """
    from charte.commandes.verifier import verifier as commande

    raise typer.Exit(commande(dossier, modele, questionnaire, au))


@app.command(cls=Commande, short_help="Dit d'où vient une clause, où mène une question.")
def expliquer(
    identifiant: Annotated[str, typer.Argument(metavar="ID", help="Une clause, une question, une recommandation…")],
    dossier: Annotated[Path | None, typer.Argument(metavar="DOSSIER", help="Le dossier d'une charte.")] = None,
    modele: Modele = None,
    questionnaire: Questionnaire = None,
) -> None:
    """Dit d'où vient une clause, une question ou une recommandation, et où elle mène."""
    from charte.commandes.expliquer import expliquer as commande

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
    from charte.commandes.couverture import couverture as commande

    raise typer.Exit(commande(dossier, sujets, format, modele, questionnaire))


@app.command(cls=Commande, short_help="Dit ce qui manque à la machine.")
def diagnostic() -> None:
    """Dit ce qui manque à la machine et la commande exacte pour y remédier."""
    from charte.commandes.diagnostic import diagnostic as commande

    raise typer.Exit(commande())


def principal() -> None:
    """Le point d'entrée : exécute la commande, dit les erreurs en français, sort avec leur code."""
    from charte.commandes.sortie import executer

    # Ces commandes sont brèves : ramasser les miettes en route, puis à la sortie, prendrait un cinquième de leur temps.
    gc.set_threshold(100_000, 50, 50)
    try:
        raise SystemExit(executer(app))
    finally:
        gc.freeze()
