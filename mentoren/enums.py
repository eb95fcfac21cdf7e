from django.db.models import TextChoices

from kern import statussen


class Opgeleid(TextChoices):
    """Telt de mentor als opgeleid? Afgeleid, niet bewaard. Een datum zonder bestand is een toezegging (bron 000)."""

    JA = "ja", "opgeleid"
    TOEGEZEGD = "toegezegd", "toegezegd, nog geen bestand"
    NEE = "nee", "nog niet opgeleid"


statussen.registreer(
    "opgeleid",
    {
        Opgeleid.JA: ("Opgeleid", "goed", "certificaat"),
        Opgeleid.TOEGEZEGD: ("Toegezegd, nog geen bestand", "letop", "klok"),
        Opgeleid.NEE: ("Nog niet opgeleid", "neutraal", "opleiding"),
    },
)
