from django.db.models import TextChoices

from kern import statussen


class Status(TextChoices):
    CONCEPT = "concept", "concept"
    KLAAR = "klaar", "klaar"
    AANGEBODEN = "aangeboden", "aangeboden"
    GESLOTEN = "gesloten", "gesloten"


# (van, naar): welke stap dit doet en welke daad daarvoor nodig is. docs/statussen.md komt hieruit.
OVERGANGEN = {
    (Status.CONCEPT, Status.KLAAR): (
        "bewaren, wanneer niets meer ontbreekt",
        "leerwerkplek.bewerken",
    ),
    (Status.KLAAR, Status.CONCEPT): (
        "bewaren, wanneer er weer iets ontbreekt",
        "leerwerkplek.bewerken",
    ),
    (Status.CONCEPT, Status.AANGEBODEN): (
        "bewaren, wanneer niets meer ontbreekt en er een aanbod is",
        "leerwerkplek.bewerken",
    ),
    (Status.KLAAR, Status.AANGEBODEN): ("bied_aan", "leerwerkplek.bewerken"),
    (Status.CONCEPT, Status.GESLOTEN): ("sluit", "leerwerkplek.bewerken"),
    (Status.KLAAR, Status.GESLOTEN): ("sluit", "leerwerkplek.bewerken"),
    (Status.AANGEBODEN, Status.GESLOTEN): ("sluit", "leerwerkplek.bewerken"),
    (Status.GESLOTEN, Status.CONCEPT): ("heropen", "leerwerkplek.bewerken"),
}


class Antwoord(TextChoices):
    GEEN = "", "nog geen antwoord"
    BEKIJKT = "bekijkt", "bekijkt het aanbod"
    AANVAARD = "aanvaard", "zoekt kandidaten"
    GEWEIGERD = "geweigerd", "geen kandidaten"


class Weigerreden(TextChoices):
    """Waarom een GLOW-partner voor een aangeboden plek niemand voorstelt."""

    KANDIDAAT = "kandidaat", "geen geschikte kandidaat"
    TE_VER = "te_ver", "te ver of moeilijk te bereiken"
    UREN = "uren", "de uren passen niet"
    TAAL = "taal", "het taalniveau ligt te hoog"
    ANDERE = "andere", "een andere reden"


class Aanbodstand(TextChoices):
    """Hoe het op een dag met een aanbod staat; volgt uit datums en antwoord, en is niet bewaard."""

    OPEN = "open", "nog niet gelezen"
    GELEZEN = "gelezen", "gelezen, nog geen antwoord"
    AANVAARD = "aanvaard", "zoekt kandidaten"
    GEWEIGERD = "geweigerd", "geen kandidaten"
    VERVALLEN = "vervallen", "vervallen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Taalniveau(TextChoices):
    """Hoeveel Nederlands de plek vraagt, volgens het Europees Referentiekader (ERK)."""

    GEEN = "geen", "geen eis"
    A1 = "a1", "A1: woorden en korte zinnen"
    A2 = "a2", "A2: eenvoudige gesprekken"
    B1 = "b1", "B1: gewone gesprekken"
    B2 = "b2", "B2: vlot spreken en lezen"


class Geschikt(TextChoices):
    """Wat een plek geschikt maakt voor wie ver van de arbeidsmarkt staat."""

    RUSTIG = "rustig", "rustige plek"
    VAST = "vast", "vaste begeleider"
    PUBLIEK = "publiek", "weinig contact met publiek"
    STAPPEN = "stappen", "werk in kleine stappen"
    TEMPO = "tempo", "aangepast tempo"
    HERHALING = "herhaling", "elke dag dezelfde taken"
    SAMEN = "samen", "nooit alleen aan het werk"
    UREN = "uren", "uren in overleg"


statussen.registreer(
    "leerwerkplek",
    {
        Status.CONCEPT: ("Concept", "neutraal", "potlood"),
        Status.KLAAR: ("Klaar", "info", "vinkje"),
        Status.AANGEBODEN: ("Aangeboden", "goed", "aangeboden"),
        Status.GESLOTEN: ("Gesloten", "neutraal", "slot"),
    },
)
statussen.registreer(
    "antwoord",
    {
        Antwoord.GEEN: ("Nog geen antwoord", "neutraal", "klok"),
        Antwoord.BEKIJKT: ("Bekijkt het aanbod", "info", "oog"),
        Antwoord.AANVAARD: ("Zoekt kandidaten", "goed", "goed"),
        Antwoord.GEWEIGERD: ("Geen kandidaten", "letop", "letop"),
    },
)
statussen.registreer(
    "aanbod",
    {
        Aanbodstand.OPEN: ("Nog niet gelezen", "letop", "klok"),
        Aanbodstand.GELEZEN: ("Gelezen, nog geen antwoord", "info", "oog"),
        Aanbodstand.AANVAARD: ("Zoekt kandidaten", "goed", "goed"),
        Aanbodstand.GEWEIGERD: ("Geen kandidaten", "letop", "letop"),
        Aanbodstand.VERVALLEN: ("Vervallen", "neutraal", "klok"),
        Aanbodstand.INGETROKKEN: ("Ingetrokken", "neutraal", "slot"),
    },
)
