from django.db.models import TextChoices


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
