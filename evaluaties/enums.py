from django.db.models import IntegerChoices, TextChoices

from kern import statussen


class Moment(TextChoices):
    START = "start", "startevaluatie"
    TUSSENTIJDS = "tussentijds", "tussentijdse evaluatie"
    EIND = "eind", "eindevaluatie"


class Status(TextChoices):
    CONCEPT = "concept", "bezig"
    BESPROKEN = "besproken", "besproken"
    AFGEROND = "afgerond", "afgerond"


OVERGANGEN = {
    (None, Status.CONCEPT): ("beginnen of verbeteren", "evaluatie.invullen"),
    (Status.CONCEPT, Status.BESPROKEN): ("bespreken", "evaluatie.invullen"),
    (Status.BESPROKEN, Status.CONCEPT): ("opnieuw openen", "evaluatie.invullen"),
    (Status.BESPROKEN, Status.AFGEROND): ("afronden", "evaluatie.invullen"),
}


class Schaal(IntegerChoices):
    """Hoe vaak iets lukt, in gewone woorden; geen punten."""

    NOG_NIET = 1, "nog niet"
    SOMS = 2, "soms"
    MEESTAL = 3, "meestal"
    ALTIJD = 4, "altijd"


class Stem(TextChoices):
    AKKOORD = "akkoord", "akkoord"
    BEZWAAR = "bezwaar", "niet akkoord"


class Wijze(TextChoices):
    """Wie de woorden van de deelnemer intikte."""

    ZELF = "zelf", "de deelnemer vulde dit zelf in"
    NAMENS = "namens", "iemand anders vulde dit in, namens de deelnemer"


class Richting(TextChoices):
    """Waar iemand naartoe gaat na de plaatsing. Nooit waarom, en nooit iets over gezondheid."""

    WERK = "werk", "werk"
    SOCIALE_ECONOMIE = "sociale_economie", "sociale economie"
    OPLEIDING = "opleiding", "opleiding"
    ANDERE_MAATREGEL = "andere_maatregel", "een andere maatregel"
    ZOEKT_VERDER = "zoekt_verder", "zoekt verder naar werk"
    ONBEKEND = "onbekend", "niet gekend"


class Stand(TextChoices):
    """Hoe het met een verwachte evaluatie staat; volgt uit datums, wordt niet bewaard."""

    KOMT = "komt", "komt nog"
    TE_DOEN = "te_doen", "te doen"
    TE_LAAT = "te_laat", "te laat"
    GEDAAN = "gedaan", "afgerond"
    GEMIST = "gemist", "niet gebeurd"


statussen.registreer(
    "evaluatie",
    {
        Status.CONCEPT: ("Bezig", "neutraal", "potlood"),
        Status.BESPROKEN: ("Besproken", "info", "mensen"),
        Status.AFGEROND: ("Afgerond", "goed", "goed"),
    },
)
statussen.registreer(
    "evaluatiestand",
    {
        Stand.KOMT: ("Komt nog", "neutraal", "kalender"),
        Stand.TE_DOEN: ("Te doen", "letop", "pen"),
        Stand.TE_LAAT: ("Te laat", "fout", "letop"),
        Stand.GEDAAN: ("Afgerond", "goed", "goed"),
        Stand.GEMIST: ("Niet gebeurd", "neutraal", "min"),
    },
)
statussen.registreer(
    "opvolging",
    {
        Stand.TE_DOEN: ("Te doen", "letop", "pen"),
        Stand.TE_LAAT: ("Te laat", "fout", "letop"),
        Stand.GEDAAN: ("Genoteerd", "goed", "goed"),
        Stand.KOMT: ("Komt nog", "neutraal", "kalender"),
        Stand.GEMIST: ("Niet gebeurd", "neutraal", "min"),
    },
)
