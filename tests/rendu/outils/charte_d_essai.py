"""Une charte d'essai, composée à la main : assez longue et variée pour éprouver la mise en page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from charte.moteur.charte import (
    Adoption,
    Annexe,
    Article,
    CaseMatrice,
    Charte,
    ClasseDonnees,
    Clause,
    DecisionCase,
    DocumentCite,
    DroitCite,
    FamilleOutils,
    Matrice,
    PointADecider,
    RecommandationCitee,
    Reflexe,
    Reponse,
    TableauDAnnexe,
)

MODELE = Path(__file__).parents[3] / "modeles" / "association"
HOSTILE = "A & B <b>{{7*7}}</b> [x](javascript:alert(1))"

_TEXTES = (
    "Nous relisons tout ce qui sort avec l'aide d'une IA. La personne qui signe vérifie les faits, les noms et les "
    "chiffres avant l'envoi. En cas de doute, elle demande à un·e collègue.",
    "Les salarié·es et les bénévoles ne copient jamais une donnée de santé dans un outil en ligne. Pour résumer un "
    "dossier, nous travaillons sur une version où les noms sont remplacés, avec l'outil local.",
    "Nous cherchons d'abord une voie sans IA : un modèle de document, une recherche simple, un coup de fil. L'IA vient "
    "après, si elle rend un vrai service aux personnes que nous accueillons.",
    "Aucune décision d'aide, d'inscription ou d'orientation n'est laissée à une machine. Une personne nommée décide, "
    "explique sa décision et peut la revoir sur simple demande.",
    "Nous disons quand une image est fabriquée : la mention « image générée » figure dessous. Nous n'imitons ni la "
    "voix, ni le visage, ni le style d'une personne sans son accord écrit.\n\n"
    "- sur le site, la mention suit l'image ;\n"
    "- sur une affiche, elle est en bas à droite, en 8 pt au moins ;\n- dans un rapport, elle est dans la légende.",
    "La personne référente tient la liste des outils. Elle répond sous **dix jours ouvrés** ; sans réponse, l'outil "
    "n'est pas autorisé. La liste est affichée dans la salle commune.",
)
_ARTICLES = (
    (
        "preambule",
        "Préambule, valeurs et posture",
        "Nous écrivons cette charte pour choisir ensemble, pas pour suivre.",
    ),
    ("portee", "À qui et à quoi s'applique cette charte", "Elle vaut pour tout le monde, dès qu'on agit en notre nom."),
    ("besoins", "Partir de nos besoins", "Pas d'IA sans un besoin que l'on sait dire en une phrase."),
    ("usages", "Ce que nous encourageons, encadrons, excluons", "Trois listes courtes, affichées et tenues à jour."),
    ("humain", "Les personnes décident", "Une machine propose ; une personne décide et signe."),
    ("donnees", "Données et confidentialité", "Une donnée que l'on n'envoie pas ne peut pas fuiter."),
    ("outils", "Nos outils et nos comptes", "Une liste courte ; le reste se demande."),
    ("inclusion", "L'accès pour tout le monde", "Il reste toujours un guichet, un téléphone, un visage."),
    ("sobriete", "La sobriété", "La meilleure des IA est celle qu'on n'utilise pas."),
    ("transparence", "Le dire quand on s'en sert", "On le dit simplement, au bon endroit."),
    ("creation", "Images, textes et droits d'auteur", "Nous faisons travailler des artistes."),
    ("formation", "Apprendre ensemble", "Deux heures par an pour chacun·e, et du temps pour essayer."),
    ("gouvernance", "Décider, suivre, réviser", "Une charte que l'on ne relit pas ne sert à rien."),
    ("incidents", "En cas d'erreur ou de doute", "Le dire vite, sans chercher de coupable."),
)
_TITRES = (
    "Relire avant d'envoyer",
    "Jamais de données de santé en ligne",
    "Chercher d'abord sans IA",
    "Aucune décision automatique",
    "Signaler les images fabriquées",
    "Demander avant d'adopter un outil",
)
_REPONSES = (
    ("nom", "Quel est le nom de votre structure ?", "Les Jardins du Trieux"),
    ("forme", "Quelle est votre forme ?", "Association loi 1901"),
    ("categories_donnees", "Quelles données passent entre vos mains ?", "Internes, personnelles, santé, mineurs"),
    ("posture", "Quelle est votre posture face à l'IA ?", "À décider"),
    (
        "usages",
        "Pour chaque usage, que décidez-vous ?",
        "Encouragé : Traduire, transcrire ; Encadré : Rédiger, résumer, faire des tableaux, répondre aux courriels ; "
        "Exclu : Recruter, orienter, noter, deviner les émotions",
    ),
    ("relecture", "Qu'est-ce qui doit être relu par une personne ?", "Tout ce qui sort de la structure"),
    ("geants", "Travaillez-vous avec les géants du numérique ?", "Nous en débattons au cas par cas"),
    ("revue", "À quel rythme relisez-vous cette charte ?", "Chaque année"),
    ("images", "Que faites-vous des images générées ?", "Signalées, toujours"),
    ("renoncer", "Vous demandez-vous si l'IA est nécessaire ?", "Oui, avant chaque nouvel usage"),
)
_DOCUMENTS = (
    DocumentCite("S1", "IA et associations : repères", "Observatoire du numérique solidaire", "mars 2025"),
    DocumentCite("S2", "Guide des usages sobres", "Réseau des coopératives", "novembre 2024"),
    DocumentCite("S3", "Manifeste pour un numérique choisi", "Fédération des tiers-lieux", "juin 2025"),
    DocumentCite("S4", "L'IA au prisme de l'économie sociale", "Atelier des communs", "janvier 2026"),
)


def charte_d_essai(**champs: object) -> Charte:
    """Une charte complète : 14 articles et une annexe, 46 clauses ; les champs donnés remplacent les siens."""
    articles = tuple(_article(str(rang), *article, rang) for rang, article in enumerate(_ARTICLES, 1))
    reperes = _article("C", "reperes", "Repères chiffrés", "Des ordres de grandeur, avec leur source et leur date.", 20)
    charte = Charte(
        titre="Charte d'usage de l'intelligence artificielle",
        sous_titre="Ce que nous faisons, ce que nous ne faisons pas, et à qui poser une question.",
        avertissement="Cette charte donne des repères ; elle ne remplace pas un conseil juridique. Le droit cité a été "
        "vérifié à la date indiquée.",
        nom="Les Jardins du Trieux",
        structure="l'association",
        pays="FR",
        mission="Cultiver, nourrir et apprendre ensemble.",
        instance="l'assemblée générale",
        contact="referente.ia@jardins-du-trieux.example",
        version="projet",
        date="2026-11-21",
        parcours="complet",
        questionnaire="association 1.1.0",
        modele="association 1.1.0",
        essentiel=tuple(_reflexes()),
        articles=(*articles, replace(reperes, annexe=True)),
        annexes=_annexes(),
        matrice=_matrice(),
        a_decider=_points(),
        reponses=tuple(replace(_reponse(*reponse), code=f"Q{rang}") for rang, reponse in enumerate(_REPONSES, 1)),
        recommandations=tuple(
            RecommandationCitee(
                f"R{rang}",
                f"reco-{rang}",
                _TITRES[rang % 6],
                f"{_TITRES[rang % 6]} : partir des besoins, garder une personne responsable et vérifier que chacun·e "
                "comprend ce que fait l'outil.",
                tuple(sorted({_DOCUMENTS[rang % 4].code, _DOCUMENTS[(rang * 3) % 4].code})),
            )
            for rang in range(1, 39)
        ),
        droit=tuple(_droit()),
        adoptions=(),
        documents=_DOCUMENTS,
    )
    return replace(charte, **champs)  # type: ignore[arg-type]


def adoptee() -> Charte:
    """La même, adoptée : plus rien à décider."""
    articles = tuple(
        replace(article, clauses=tuple(replace(une, etat="ferme", points=()) for une in article.clauses))
        for article in charte_d_essai().articles
    )
    adoption = Adoption("1.0", "2027-01-15", "Assemblée générale", "23 pour, 1 contre, 2 abstentions")
    return charte_d_essai(version="1.0", date="2027-01-15", adoptions=(adoption,), a_decider=(), articles=articles)


def courte() -> Charte:
    """La charte d'essai en deux articles et une annexe : toutes les places où un groupe écrit, bien moins de pages."""
    essai = charte_d_essai()
    premier, troisieme, reperes = (essai.articles[rang] for rang in (0, 2, -1))
    return replace(
        essai,
        articles=(premier, troisieme, reperes),
        essentiel=tuple(replace(reflexe, article="3") for reflexe in essai.essentiel),
        a_decider=essai.a_decider[:1],
        reponses=essai.reponses[:4],
        recommandations=essai.recommandations[:4],
    )


def minimale() -> Charte:
    """Presque rien : un article, une clause, aucune annexe à remplir."""
    premier = charte_d_essai().articles[0]
    return charte_d_essai(
        articles=(replace(premier, clauses=premier.clauses[:1]),),
        annexes=(),
        essentiel=(),
        matrice=Matrice((), (), "", ""),
        a_decider=(),
        reponses=(),
        recommandations=(),
        documents=(),
        droit=(),
        contact="",
        date="",
        sous_titre="",
        avertissement="",
    )


def _article(numero: str, identifiant: str, titre: str, en_clair: str, graine: int) -> Article:
    nombre = 2 + graine % 3 + (2 if identifiant == "donnees" else 0)
    return Article(
        id=identifiant,
        numero=numero,
        annexe=False,
        titre=titre,
        en_clair=en_clair,
        clauses=tuple(
            _clause(f"{identifiant}-{rang}", f"{numero}.{rang}", graine + rang) for rang in range(1, nombre + 1)
        ),
    )


def _clause(identifiant: str, numero: str, graine: int) -> Clause:
    ouverte = numero in ("1.2", "3.1", "7.2")
    return Clause(
        id=identifiant,
        numero=numero,
        titre=_TITRES[graine % 6],
        texte="" if ouverte else _TEXTES[graine % 6],
        force="engagement",
        etat="a_decider" if ouverte else "non_discutee" if graine % 7 == 0 else "ferme",
        reponses=(_REPONSES[graine % 10][0], _REPONSES[(graine * 3) % 10][0]),
        recommandations=(f"reco-{1 + graine % 38}", f"reco-{1 + (graine * 5) % 38}"),
        droit=("rgpd-9",) if graine % 4 == 0 else (),
        points=(("geants",) if numero == "7.2" else ("posture",)) if ouverte else (),
    )


def _annexes() -> tuple[Annexe, ...]:
    lignes = tuple((f"Faire la chose {rang}", "La personne référente", "Elle est faite.") for rang in range(1, 9))
    gestes = ("**Arrêter.** Ne rien envoyer de plus.", "**Prévenir.** Le jour même.")
    return (
        Annexe("plan", "A", "Ce qui change lundi", "Chacun·e coche.", (), (_tableau(lignes),)),
        Annexe("erreur", "B", "Après une erreur", "", gestes, ()),
    )


def _tableau(lignes: tuple[tuple[str, ...], ...]) -> TableauDAnnexe:
    return TableauDAnnexe("Tout de suite", ("À faire", "Qui", "C'est fait quand"), lignes)


def _reflexes() -> list[Reflexe]:
    gestes = (
        (
            "Je n'envoie jamais de donnée personnelle",
            "Un nom, une photo, un dossier : rien de cela dans un outil en ligne.",
        ),
        ("Je relis avant d'envoyer", "Une IA peut se tromper avec aplomb ; la personne qui signe vérifie."),
        ("Je dis quand une IA a servi", "Une phrase suffit, au bon endroit."),
        ("Je décide moi-même", "Aucune décision sur une personne n'est laissée à une machine."),
        ("Je cherche d'abord sans IA", "Un modèle, une recherche, un coup de fil : souvent, cela suffit."),
        ("Je demande en cas de doute", "Mieux vaut une question qu'un incident !"),
    )
    return [Reflexe(geste, detail, str(rang + 4)) for rang, (geste, detail) in enumerate(gestes, 1)]


def _points() -> tuple[PointADecider, ...]:
    postures = (
        "Refuser l'IA générative",
        "En faire un usage minimal, encadré",
        "Expérimenter, puis décider",
        "Nous l'approprier collectivement",
    )
    return (
        PointADecider(
            "posture",
            "Quelle est votre posture face à l'IA ?",
            postures,
            ("1.2", "3.1"),
            "Deux groupes se sont formés ; on reprend en janvier.",
            "2027-01-15",
        ),
        PointADecider(
            "geants",
            "Travaillez-vous avec les géants du numérique ?",
            ("Refuser", "En débattre au cas par cas", "Accepter"),
            ("7.2",),
        ),
    )


def _reponse(question: str, enonce: str, valeur: str) -> Reponse:
    if question == "posture":
        return Reponse(question, enonce, valeur, "a_decider", "desaccord", "Deux groupes se sont formés.", "2027-01-15")
    if question in ("relecture", "geants", "images", "renoncer"):
        return Reponse(question, enonce, valeur, "defaut")
    return Reponse(question, enonce, valeur, "repondu", "consensus" if question == "usages" else "")


def _matrice() -> Matrice:
    noms: dict[str, DecisionCase] = {
        "a": "autorise",
        "c": "conditions",
        "s": "accord",
        "i": "interdit",
        "?": "a_decider",
    }
    motifs = {
        "a": "",
        "c": "Les noms sont remplacés et la conversation est effacée après usage.",
        "s": "La personne référente donne son accord par écrit, avant l'envoi.",
        "i": "Le fournisseur peut réutiliser ce qu'on lui envoie.",
        "?": "Le groupe n'a pas encore tranché l'hébergement hors de l'Union.",
    }
    familles = (
        ("grand_public", "Grand public", "compte gratuit, sans contrat", ()),
        ("contrat_ue", "Sous contrat, Union européenne", "abonnement, hébergé dans l'Union", ("Le Chat", "DeepL")),
        ("contrat_hors_ue", "Sous contrat, hors Union", "abonnement, hébergé ailleurs", ("Copilot",)),
        ("integre", "Intégré à un logiciel", "fonction d'un outil déjà en place", ("Nextcloud Assistant",)),
        ("local", "Local", "installé chez nous", ("Whisper",)),
    )
    classes = (
        ("publiques", "Publiques", "site, affiche, rapport publié", "aaaaa"),
        ("internes", "Internes", "comptes rendus, budget, projets", "iacaa"),
        ("personnelles", "Personnelles", "nom, photo, voix, adresse, parcours", "ic?ca"),
        ("sensibles", "Sensibles", "santé, origine, opinions, mineur·es", "iiisc"),
        ("secretes", "Secrètes", "mots de passe, dossiers judiciaires", "iiiii"),
    )
    return Matrice(
        familles=tuple(FamilleOutils(*famille) for famille in familles),
        classes=tuple(
            ClasseDonnees(nom, libelle, exemples, tuple(CaseMatrice(noms[signe], motifs[signe]) for signe in cases))
            for nom, libelle, exemples, cases in classes
        ),
        conditions="données réduites au strict nécessaire, noms remplacés, conversation effacée, relecture.",
        accord="accord écrit de la personne référente **et** du délégué à la protection des données, avant tout envoi.",
    )


def _droit() -> list[DroitCite]:
    return [
        DroitCite(
            "D1",
            "rgpd-9",
            "Données sensibles",
            "(UE) 2016/679, art. 9",
            "Traiter des données de santé, d'opinion ou d'origine est interdit par principe, sauf exceptions limitées.",
            "2018-05-25",
            "2026-11-21",
        ),
        DroitCite(
            "D2",
            "ia-50",
            "Transparence",
            "(UE) 2024/1689, art. 50",
            "Un contenu fabriqué qui imite la réalité est signalé au plus tard à la première exposition.",
            "2026-08-02",
            "2026-11-21",
            "2027-06-30",
        ),
    ]
