from django.db.models import TextChoices

from kern import statussen


class Opgeleid(TextChoices):
    """Telt de mentor als opgeleid? Afgeleid, niet bewaard. Een datum zonder bestand is een toezegging (bron 000)."""

    JA = "ja", "opgeleid"
    TOEGEZEGD = "toegezegd", "toegezegd, nog geen bestand"
    NEE = "nee", "nog niet opgeleid"


class Scanstatus(TextChoices):
    TE_BEVESTIGEN = "te_bevestigen", "te bevestigen"
    BEVESTIGD = "bevestigd", "bevestigd"
    GEWEIGERD = "geweigerd", "geweigerd"


SCANS = {
    (None, Scanstatus.TE_BEVESTIGEN): ("een scan opladen", "mentor.bewerken"),
    (Scanstatus.TE_BEVESTIGEN, Scanstatus.BEVESTIGD): ("bevestigen door een tweede persoon", "fiche.bevestigen"),
    (Scanstatus.TE_BEVESTIGEN, Scanstatus.GEWEIGERD): ("weigeren, met een reden", "fiche.bevestigen"),
}


statussen.registreer(
    "opgeleid",
    {
        Opgeleid.JA: ("Opgeleid", "goed", "certificaat"),
        Opgeleid.TOEGEZEGD: ("Toegezegd, nog geen bestand", "letop", "klok"),
        Opgeleid.NEE: ("Nog niet opgeleid", "neutraal", "opleiding"),
    },
)
