from django.db.models import TextChoices

from kern import statussen


class Status(TextChoices):
    TER_ONDERTEKENING = "ter_ondertekening", "ter ondertekening"
    ONDERTEKEND = "ondertekend", "ondertekend"
    TERUGGESTUURD = "teruggestuurd", "teruggestuurd"
    VERVANGEN = "vervangen", "vervangen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


OVERGANGEN = {
    (None, Status.TER_ONDERTEKENING): ("indienen", "fiche.indienen"),
    (Status.TER_ONDERTEKENING, Status.ONDERTEKEND): ("ondertekenen", "fiche.ondertekenen"),
    (Status.TER_ONDERTEKENING, Status.TERUGGESTUURD): ("terugsturen, met een reden", "fiche.ondertekenen"),
    (Status.TER_ONDERTEKENING, Status.INGETROKKEN): ("intrekken door HR, met een reden", "fiche.indienen"),
    (Status.ONDERTEKEND, Status.VERVANGEN): ("ondertekenen van een nieuwere versie", "fiche.ondertekenen"),
}


class Hoedanigheid(TextChoices):
    """Wie een fiche mag aftekenen (bron 000): precies één van deze drie."""

    LEIDINGGEVENDE = "leidinggevende", "direct leidinggevende van de mentor"
    HR = "hr", "verantwoordelijke HR"
    DIRECTEUR = "directeur", "algemeen directeur"


def als_wat(hoedanigheid: str, plaatsvervanging: dict | None) -> str:
    """De hoedanigheid in woorden; `plaatsvervanging` is wat een handtekening daarvan bevriest (besluit 4)."""
    woord = Hoedanigheid(hoedanigheid).label
    if not plaatsvervanging:
        return woord
    referentie = f" (referentie {plaatsvervanging['referentie']})" if plaatsvervanging["referentie"] else ""
    return f"plaatsvervanger van {plaatsvervanging['voor']}, {woord}{referentie}"


class SoortBlad(TextChoices):
    LEESKOPIE = "leeskopie", "leeskopie"
    VERZEGELD = "verzegeld", "verzegeld"


statussen.registreer(
    "fiche",
    {
        Status.TER_ONDERTEKENING: ("Ter ondertekening", "letop", "pen"),
        Status.ONDERTEKEND: ("Ondertekend", "goed", "goed"),
        Status.TERUGGESTUURD: ("Teruggestuurd", "fout", "terug"),
        Status.INGETROKKEN: ("Ingetrokken", "neutraal", "terug"),
        Status.VERVANGEN: ("Vervangen", "neutraal", "archief"),
    },
)


class Uitkomst(TextChoices):
    """Wat er in een tekenronde met één fiche gebeurde."""

    ONDERTEKEND = "ondertekend", "ondertekend"
    GEWEIGERD = "geweigerd", "niet ondertekend"  # een regel laat het niet toe; de reden zegt wat te doen
    MISLUKT = "mislukt", "niet gelukt"  # onverwacht; opnieuw proberen kan


class Zegelstand(TextChoices):
    """Hoe ver een fiche van een tekenronde staat: afgeleid uit de regel, het blad en de taak, nergens bewaard."""

    VERZEGELD = "verzegeld", "verzegeld"
    BEZIG = "bezig", "wacht op het zegel"
    NIEUWE_POGING = "nieuwe_poging", "nieuwe poging"
    OPGEGEVEN = "opgegeven", "zegel lukte niet"
    NIET = "niet", "niet ondertekend"


statussen.registreer(
    "tekenregel",
    {
        Zegelstand.VERZEGELD: ("Verzegeld", "goed", "zegel"),
        Zegelstand.BEZIG: ("Wacht op het zegel", "info", "klok"),
        Zegelstand.NIEUWE_POGING: ("Nieuwe poging volgt", "letop", "herhaal"),
        Zegelstand.OPGEGEVEN: ("Zegel lukte niet", "fout", "fout"),
        Zegelstand.NIET: ("Niet ondertekend", "fout", "fout"),
    },
)


class Bevestiging(TextChoices):
    """Hoe wie gaat tekenen bewijst wie hij is."""

    KLAAR = "klaar", "minder dan vijf minuten geleden bevestigd"
    WACHTWOORD = "wachtwoord", "het wachtwoord, in het formulier zelf"
    ELDERS = "elders", "een passkey of code, op de pagina om te bevestigen"
