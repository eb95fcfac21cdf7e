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


class MaandStatus(TextChoices):
    OPEN = "open", "open"
    DOORGESTUURD = "doorgestuurd", "doorgestuurd"
    BEVESTIGD = "bevestigd", "bevestigd"


OVERGANGEN = {
    (MaandStatus.OPEN, MaandStatus.DOORGESTUURD): (
        "doorsturen",
        "maandstaat.doorsturen",
    ),
    (MaandStatus.DOORGESTUURD, MaandStatus.OPEN): (
        "terugsturen, met een reden",
        "maandstaat.bevestigen",
    ),
    (MaandStatus.DOORGESTUURD, MaandStatus.BEVESTIGD): (
        "bevestigen",
        "maandstaat.bevestigen",
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
