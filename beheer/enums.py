from django.db.models import TextChoices

from kern import statussen


class Stand(TextChoices):
    """Hoe het met een uitnodiging staat. Wordt afgeleid uit datums en de taak die de mail verstuurt, niet bewaard."""

    ONDERWEG = "onderweg", "wordt verstuurd"
    VERSTUURD = "verstuurd", "verstuurd"
    MISLUKT = "mislukt", "niet verstuurd"
    VERVALLEN = "vervallen", "vervallen"
    AANVAARD = "aanvaard", "aanvaard"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Toegang(TextChoices):
    """Of een lidmaatschap nu toegang geeft."""

    ACTIEF = "actief", "heeft toegang"
    VERLOPEN = "verlopen", "einddatum voorbij"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Periode(TextChoices):
    """Waar een plaatsvervanging staat ten opzichte van vandaag."""

    KOMT = "komt", "komt"
    LOOPT = "loopt", "loopt"
    VOORBIJ = "voorbij", "voorbij"
    BEEINDIGD = "beeindigd", "vroeger beëindigd"


statussen.registreer(
    "uitnodiging",
    {
        Stand.ONDERWEG: ("Wordt verstuurd", "info", "bezig"),
        Stand.VERSTUURD: ("Verstuurd", "info", "mail"),
        Stand.MISLUKT: ("Niet verstuurd", "fout", "fout"),
        Stand.VERVALLEN: ("Vervallen", "letop", "klok"),
        Stand.AANVAARD: ("Aanvaard", "goed", "goed"),
        Stand.INGETROKKEN: ("Ingetrokken", "neutraal", "dicht"),
    },
)
statussen.registreer(
    "toegang",
    {
        Toegang.ACTIEF: ("Heeft toegang", "goed", "goed"),
        Toegang.VERLOPEN: ("Einddatum voorbij", "letop", "klok"),
        Toegang.INGETROKKEN: ("Ingetrokken", "neutraal", "dicht"),
    },
)
statussen.registreer(
    "plaatsvervanging",
    {
        Periode.KOMT: ("Komt", "info", "kalender"),
        Periode.LOOPT: ("Loopt nu", "goed", "goed"),
        Periode.VOORBIJ: ("Voorbij", "neutraal", "archief"),
        Periode.BEEINDIGD: ("Vroeger beëindigd", "neutraal", "dicht"),
    },
)
