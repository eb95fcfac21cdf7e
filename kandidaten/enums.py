from django.db.models import IntegerChoices, TextChoices

from kern import statussen


class Status(TextChoices):
    VOORGESTELD = "voorgesteld", "voorgesteld"
    INTAKE = "intake", "intake gepland"
    AANVAARD = "aanvaard", "aanvaard"
    GEWEIGERD = "geweigerd", "geweigerd"
    INGETROKKEN = "ingetrokken", "ingetrokken"


HR, PARTNER = "kandidaat.behandelen", "kandidaat.voorstellen"
# (van, naar): welke stap dit doet en welke daad daarvoor nodig is. sql/10_kandidatuur.sql kent dezelfde lijst.
OVERGANGEN = {
    (None, Status.VOORGESTELD): ("stel_voor", PARTNER),
    (Status.VOORGESTELD, Status.INTAKE): ("plan_intake", HR),
    (Status.VOORGESTELD, Status.AANVAARD): ("aanvaard, zonder intake", HR),
    (Status.VOORGESTELD, Status.GEWEIGERD): ("weiger, met een reden", HR),
    (Status.VOORGESTELD, Status.INGETROKKEN): ("trek_in", PARTNER),
    (Status.INTAKE, Status.AANVAARD): ("aanvaard", HR),
    (Status.INTAKE, Status.GEWEIGERD): ("weiger, met een reden", HR),
    (Status.INTAKE, Status.INGETROKKEN): ("trek_in", PARTNER),
    (Status.AANVAARD, Status.GEWEIGERD): ("weiger, met een reden, zolang er geen plaatsing is", HR),
    (Status.AANVAARD, Status.INGETROKKEN): ("trek_in, zolang er geen plaatsing is", PARTNER),
}


class Stand(TextChoices):
    """Wat het scherm toont: de status, met wat uit de plaatsing en de datum van de reservatie volgt."""

    VOORGESTELD = "voorgesteld", "Voorgesteld"
    INTAKE = "intake", "Intake gepland"
    AANVAARD = "aanvaard", "Aanvaard"
    VERLOPEN = "verlopen", "Reservatie verlopen"
    GEPLAATST = "geplaatst", "Geplaatst"
    GEWEIGERD = "geweigerd", "Geweigerd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Reden(TextChoices):
    """Waarom een kandidaat geweigerd is. Niets over gezondheid of verleden: dat hoort hier niet."""

    PLEK_INGENOMEN = "plek_ingenomen", "de plek ging naar een andere kandidaat"
    PLEK_WEG = "plek_weg", "de plek gaat niet door"
    NIET_VERSCHENEN = "niet_verschenen", "niet naar de intake gekomen"
    GEEN_INTERESSE = "geen_interesse", "de kandidaat wil deze plek niet"
    UURROOSTER = "uurrooster", "het uurrooster past niet"
    VERVOER = "vervoer", "de plek is niet goed te bereiken"
    TAKEN = "taken", "de taken passen niet bij wat de kandidaat wil leren"
    VEREISTEN = "vereisten", "een vereiste van de plek ontbreekt"
    TE_LAAT = "te_laat", "de kandidaat kan niet op tijd starten"
    ANDERE = "andere", "een andere reden"


class Hindernis(TextChoices):
    """Wat in de weg staat van een plek die leeg blijft; de volgorde is die van wat eerst te doen is."""

    NIET_AANGEBODEN = "niet_aangeboden", "nog niet aangeboden"
    VERVALLEN = "vervallen", "aanbod vervallen of ingetrokken"
    VRAAG = "vraag", "een vraag wacht"
    BESLISSING = "beslissing", "een kandidaat wacht"
    ANTWOORD = "antwoord", "nog geen antwoord"
    KANDIDAAT = "kandidaat", "geen kandidaat"
    GEWEIGERD = "geweigerd", "een partner heeft niemand"
    NIET_DOORGEGAAN = "niet_doorgegaan", "een kandidaat ging niet door"
    TAAL = "taal", "taalniveau"
    UREN = "uren", "uren of uurrooster"
    MENTOR = "mentor", "geen mentor"
    FICHE = "fiche", "fiche niet ondertekend"


class Nieuws(IntegerChoices):
    """Wat HR per mail hoort."""

    NIEUW = 1, "nieuwe kandidaat"
    INGETROKKEN = 2, "kandidaat ingetrokken"
    VERVALLEN = 3, "reservatie vervallen"


statussen.registreer(
    "kandidatuur",
    {
        Stand.VOORGESTELD: ("Voorgesteld", "info", "aangeboden"),
        Stand.INTAKE: ("Intake gepland", "info", "kalender"),
        Stand.AANVAARD: ("Aanvaard", "goed", "goed"),
        Stand.VERLOPEN: ("Reservatie verlopen", "letop", "klok"),
        Stand.GEPLAATST: ("Geplaatst", "goed", "werk"),
        Stand.GEWEIGERD: ("Geweigerd", "fout", "fout"),
        Stand.INGETROKKEN: ("Ingetrokken", "neutraal", "terug"),
    },
)
statussen.registreer(
    "vrij",  # of een plek te krijgen is
    {
        "vrij": ("Vrij", "goed", "goed"),
        "gereserveerd": ("Gereserveerd", "letop", "klok"),
        "bezet": ("Bezet", "neutraal", "mens"),
        "gesloten": ("Gesloten", "neutraal", "slot"),
    },
)
