from django.db.models import TextChoices


class SoortMaatregel(TextChoices):
    ART60 = "art60", "artikel 60"
    TWE = "twe", "tijdelijke werkervaring"
    WIJK_WERKEN = "wijk_werken", "wijk-werken"
    SOCIALE_ECONOMIE = "sociale_economie", "sociale economie"
    STAGE = "stage", "stage"


class Met(TextChoices):
    GLOW = "glow", "GLOW-partner"
    VDAB = "vdab", "VDAB"
    WIJK_WERKEN = "wijk_werken", "wijk-werken"
    ANDERE = "andere", "andere"


class ProspectStatus(TextChoices):
    VERKEND = "verkend", "verkend"
    TOEGEZEGD = "toegezegd", "toegezegd"
    AFGEHAAKT = "afgehaakt", "afgehaakt"
