from django.db.models import TextChoices

from kern import statussen


class Indicator(TextChoices):
    """De vijf indicatoren van intensieve begeleiding (bron 001)."""

    PARTICIPATIERISICO = (
        "participatierisico",
        "risico op verminderde arbeidsparticipatie",
    )
    GENERIEKE_COMPETENTIES = (
        "generieke_competenties",
        "gebrek aan generieke competenties en arbeidsattitudes",
    )
    CONTEXT = "context", "belemmerende contextfactoren"
    WERKERVARING = "werkervaring", "gebrek aan werkervaring"
    VOORBEREIDING = "voorbereiding", "gebrek aan arbeidsmarktvoorbereiding"


class SoortPrestatie(TextChoices):
    GEWERKT = "gewerkt", "gewerkt"
    AFWEZIG_VERWITTIGD = "afwezig_verwittigd", "afwezig, verwittigd"
    AFWEZIG_NIET_VERWITTIGD = "afwezig_niet_verwittigd", "afwezig, niet verwittigd"
    FEESTDAG = "feestdag", "feestdag of sluitingsdag"


AFWEZIG = (SoortPrestatie.AFWEZIG_VERWITTIGD, SoortPrestatie.AFWEZIG_NIET_VERWITTIGD)


class MaandStatus(TextChoices):
    OPEN = "open", "open"
    DOORGESTUURD = "doorgestuurd", "doorgestuurd"
    BEVESTIGD = "bevestigd", "bevestigd"


class Voorwaarde(TextChoices):
    """Wat er moet zijn voor een plaatsing begint."""

    WERKAFSPRAKEN = "werkafspraken", "werkafspraken of stageplan, ondertekend"
    WES_OVEREENKOMST = "wes_overeenkomst", "WES-overeenkomst"
    ARBEIDSONGEVALLEN = "arbeidsongevallen", "arbeidsongevallenverzekering"
    DIMONA = "dimona", "Dimona-aangifte"


class SoortAfwijking(TextChoices):
    START = "start", "gestart zonder alle documenten"
    BOVEN_MAXIMUM = "boven_maximum", "gewerkt boven het maximum van de maand"


class RedenOnderbreking(TextChoices):
    """Nooit gezondheid: dat hoort hier niet."""

    VAKANTIE = "vakantie", "vakantie"
    SLUITING = "sluiting", "sluiting van de dienst"
    OPLEIDING = "opleiding", "opleiding of cursus"
    OP_VRAAG = "op_vraag", "op vraag van de deelnemer of de GLOW-partner"


class RedenEinde(TextChoices):
    """Waarom een plaatsing vroeger stopt. Nooit gezondheid: dat hoort hier niet."""

    WERK = "werk", "werk gevonden"
    OPLEIDING = "opleiding", "start een opleiding"
    ANDER_TRAJECT = "ander_traject", "gaat verder in een ander traject"
    DEELNEMER = "deelnemer", "op vraag van de deelnemer"
    PARTNER = "partner", "op vraag van de GLOW-partner"
    AFSPRAKEN = "afspraken", "de werkafspraken werden niet nagekomen"
    PLEK = "plek", "de leerwerkplek valt weg"
    ANDERE = "andere", "een andere reden"


class Verloop(TextChoices):
    """Waar een plaatsing staat: afgeleid uit de datums, nooit bewaard (besluit 6)."""

    GEPLAND = "gepland", "gepland"
    LOPEND = "lopend", "lopend"
    BEEINDIGD = "beeindigd", "beëindigd"


class InzendingUitkomst(TextChoices):
    """Wat er met een inzending van een telefoon gebeurde."""

    BEWAARD = "bewaard", "bewaard"
    GEWEIGERD = "geweigerd", "niet aanvaard"


class MeldingStatus(TextChoices):
    """Of de trajectbegeleider van een afwezigheid hoorde."""

    GEPLAND = "gepland", "wordt gemeld"
    GEMELD = "gemeld", "gemeld"
    ZONDER_ADRES = "zonder_adres", "niemand verwittigd"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    RECHT_TE_ZETTEN = "recht_te_zetten", "wordt rechtgezet"
    RECHTGEZET = "rechtgezet", "rechtgezet"


OVERGANGEN = {
    (MaandStatus.OPEN, MaandStatus.DOORGESTUURD): (
        "doorsturen",
        "maandstaat.doorsturen",
    ),
    (MaandStatus.DOORGESTUURD, MaandStatus.OPEN): (
        "terugsturen, met een reden",
        "maandstaat.nakijken",
    ),
    (MaandStatus.DOORGESTUURD, MaandStatus.BEVESTIGD): (
        "bevestigen",
        "maandstaat.nakijken",
    ),
    (MaandStatus.BEVESTIGD, MaandStatus.OPEN): (
        "verbeteren, met een reden: de volgende versie; de bevestigde telt tot die bevestigd is",
        "maandstaat.verbeteren",
    ),
}


statussen.registreer(
    "prestatie",
    {
        SoortPrestatie.GEWERKT: ("Gewerkt", "goed", "klok"),
        SoortPrestatie.AFWEZIG_VERWITTIGD: ("Afwezig, verwittigd", "letop", "min"),
        SoortPrestatie.AFWEZIG_NIET_VERWITTIGD: ("Afwezig, niet verwittigd", "fout", "fout"),
        SoortPrestatie.FEESTDAG: ("Feestdag of sluitingsdag", "info", "kalender"),
    },
)
statussen.registreer(
    "maandstaat",
    {
        MaandStatus.OPEN: ("Open", "neutraal", "potlood"),
        MaandStatus.DOORGESTUURD: ("Doorgestuurd", "info", "aangeboden"),
        MaandStatus.BEVESTIGD: ("Bevestigd", "goed", "goed"),
    },
)
statussen.registreer(
    "plaatsing",
    {
        Verloop.GEPLAND: ("Gepland", "info", "kalender"),
        Verloop.LOPEND: ("Lopend", "goed", "klok"),
        Verloop.BEEINDIGD: ("Beëindigd", "neutraal", "vinkje"),
    },
)
