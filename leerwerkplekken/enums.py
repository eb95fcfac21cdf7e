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
