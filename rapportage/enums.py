from django.db.models import IntegerChoices, TextChoices

from kern import statussen


class PakketStatus(TextChoices):
    """Hoe ver een bewijspakket of een rapport staat; afgeleid, nooit bewaard (besluit 6)."""

    AANGEVRAAGD = "aangevraagd", "aangevraagd"
    IN_OPBOUW = "in_opbouw", "in opbouw"
    KLAAR = "klaar", "klaar"
    MISLUKT = "mislukt", "mislukt"
    GEANNULEERD = "geannuleerd", "geannuleerd"


class Fase(IntegerChoices):
    """Wat de taak achter een bewijspakket doet, in volgorde; ze zet het in haar `Taak.fase`."""

    TELLEN = 0, "Cijfers tellen"
    URENSTATEN = 1, "Urenstaten zonder naam maken"
    RAPPORT = 2, "Rapport tekenen en verzegelen"
    SCHRIJVEN = 3, "Bestanden schrijven"
    ZEGELEN = 4, "Pakket verzegelen"


class RapportFase(IntegerChoices):
    """Wat de taak achter een rapport doet, in volgorde."""

    TELLEN = 0, "Cijfers tellen"
    TEKENEN = 1, "Bladzijden tekenen"
    ZEGELEN = 2, "Rapport verzegelen"


class Plekstand(TextChoices):
    """Hoe ver een plek op een peildatum staat met haar fiche; afgeleid."""

    TELT = "telt", "telt mee"
    ZEGEL_VOLGT = "zegel_volgt", "zegel volgt"
    TE_TEKENEN = "te_tekenen", "ter ondertekening"
    GEEN = "geen", "nog geen fiche"


class Actie(TextChoices):
    """Wat er nog moet gebeuren voor een plek of een mentor meetelt (vooruitblik)."""

    TEKENEN = "tekenen", "te ondertekenen"
    INDIENEN = "indienen", "fiche in te dienen"
    AANBIEDEN = "aanbieden", "aan te bieden"
    AANVULLEN = "aanvullen", "aan te vullen"
    OPLADEN = "opladen", "certificaat op te laden"
    CERTIFICAAT = "certificaat", "certificaat te krijgen"
    OPLEIDEN = "opleiden", "op te leiden"

    @property
    def van_mentor(self) -> bool:
        return self in (Actie.OPLADEN, Actie.CERTIFICAAT, Actie.OPLEIDEN)

    @property
    def daden(self) -> int:
        """Hoeveel handelingen nog, tot en met de handtekening of het bestand."""
        return DADEN[self]

    @property
    def woorden(self) -> tuple[str, str]:
        """Waarop het wacht, bij één en bij meer: "3 fiches wachten op een handtekening van …"."""
        return ZINNEN[self]

    @property
    def daarna(self) -> str:
        return DAARNA.get(self, "")


DADEN = {
    Actie.TEKENEN: 1,
    Actie.INDIENEN: 2,
    Actie.AANBIEDEN: 3,
    Actie.AANVULLEN: 3,
    Actie.OPLADEN: 1,
    Actie.CERTIFICAAT: 1,
    Actie.OPLEIDEN: 2,
}
ZINNEN = {
    Actie.TEKENEN: ("fiche wacht op", "fiches wachten op"),
    Actie.INDIENEN: ("fiche in te dienen door", "fiches in te dienen door"),
    Actie.AANBIEDEN: ("plek aan te bieden door", "plekken aan te bieden door"),
    Actie.AANVULLEN: ("plek aan te vullen door", "plekken aan te vullen door"),
    Actie.OPLADEN: ("certificaat op te laden door", "certificaten op te laden door"),
    Actie.CERTIFICAAT: ("certificaat te bezorgen aan", "certificaten te bezorgen aan"),
    Actie.OPLEIDEN: ("mentor op te leiden door", "mentoren op te leiden door"),
}
DAARNA = {
    Actie.INDIENEN: "Daarna tekent de leidinggevende, HR of de directeur.",
    Actie.AANBIEDEN: "Daarna de fiche indienen en laten tekenen.",
    Actie.AANVULLEN: "Daarna de fiche indienen en laten tekenen.",
    Actie.CERTIFICAAT: "De opleiding is gevolgd. Datum en bestand ontbreken.",
    Actie.OPLEIDEN: "Schrijf in voor een opleiding. Laad daarna het certificaat op.",
}


statussen.registreer(
    "bewijspakket",
    {
        PakketStatus.AANGEVRAAGD: ("Aangevraagd", "neutraal", "klok"),
        PakketStatus.IN_OPBOUW: ("In opbouw", "info", "bezig"),
        PakketStatus.KLAAR: ("Klaar", "goed", "goed"),
        PakketStatus.MISLUKT: ("Mislukt", "fout", "fout"),
        PakketStatus.GEANNULEERD: ("Geannuleerd", "neutraal", "min"),
    },
)
