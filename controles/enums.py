from django.db.models import TextChoices

from kern import statussen


class Status(TextChoices):
    OPEN = "open", "open"
    BEANTWOORD = "beantwoord", "beantwoord"
    AFGESLOTEN = "afgesloten", "afgesloten"


OVERGANGEN = {
    (None, Status.OPEN): ("stel", "controle.uitvoeren"),
    (Status.OPEN, Status.BEANTWOORD): ("antwoord", "controle.beantwoorden"),
    (Status.OPEN, Status.AFGESLOTEN): ("sluit_af", "controle.uitvoeren"),
    (Status.BEANTWOORD, Status.AFGESLOTEN): ("sluit_af", "controle.uitvoeren"),
    (Status.BEANTWOORD, Status.OPEN): ("heropen, met een tekst", "controle.uitvoeren"),
    (Status.AFGESLOTEN, Status.OPEN): ("heropen, met een tekst", "controle.uitvoeren"),
}


class Soort(TextChoices):
    """Wat er in een gesprek over een vraag gebeurde."""

    VRAAG = "vraag", "stelde de vraag"
    ANTWOORD = "antwoord", "antwoordde"
    AFGESLOTEN = "afgesloten", "sloot de vraag af"
    HEROPEND = "heropend", "heropende de vraag"


statussen.registreer(
    "controlevraag",
    {
        Status.OPEN: ("Open", "letop", "klok"),
        Status.BEANTWOORD: ("Beantwoord", "info", "mail"),
        Status.AFGESLOTEN: ("Afgesloten", "goed", "goed"),
    },
)
