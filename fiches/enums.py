from django.db.models import TextChoices

from kern import statussen

VERKLARING = "Ik heb deze fiche gelezen en teken ze af als {hoedanigheid} van {organisatie}."


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


class Aanleverstatus(TextChoices):
    """Hoe ver een fiche is die niet in de toepassing zelf ondertekend wordt."""

    KLAARZETTEN = "klaarzetten", "wordt klaargezet"
    TE_TEKENEN = "te_tekenen", "klaar om te ondertekenen"
    NA_TE_KIJKEN = "na_te_kijken", "wordt nagekeken"
    TE_BEVESTIGEN = "te_bevestigen", "te bevestigen"
    BEVESTIGD = "bevestigd", "bevestigd"
    GEWEIGERD = "geweigerd", "geweigerd"
    VERVALLEN = "vervallen", "vervallen"


LOPEND = (
    Aanleverstatus.KLAARZETTEN,
    Aanleverstatus.TE_TEKENEN,
    Aanleverstatus.NA_TE_KIJKEN,
    Aanleverstatus.TE_BEVESTIGEN,
)
ANDERS = "vanzelf: de fiche is anders ondertekend, teruggestuurd of ingetrokken"
AANLEVEREN = {
    (None, Aanleverstatus.TE_BEVESTIGEN): ("een scan opladen", "fiche.aanleveren"),
    (None, Aanleverstatus.KLAARZETTEN): ("kiezen voor een eigen certificaat", "fiche.ondertekenen"),
    (Aanleverstatus.KLAARZETTEN, Aanleverstatus.TE_TEKENEN): ("klaarzetten, vanzelf", "fiche.ondertekenen"),
    (Aanleverstatus.TE_TEKENEN, Aanleverstatus.NA_TE_KIJKEN): ("de getekende PDF opladen", "fiche.ondertekenen"),
    (Aanleverstatus.NA_TE_KIJKEN, Aanleverstatus.TE_TEKENEN): (
        "afgekeurd, met de reden, vanzelf",
        "fiche.ondertekenen",
    ),
    (Aanleverstatus.NA_TE_KIJKEN, Aanleverstatus.TE_BEVESTIGEN): (
        "manueel na te kijken, vanzelf",
        "fiche.ondertekenen",
    ),
    (Aanleverstatus.NA_TE_KIJKEN, Aanleverstatus.BEVESTIGD): ("geldig, vanzelf", "fiche.ondertekenen"),
    (Aanleverstatus.TE_BEVESTIGEN, Aanleverstatus.BEVESTIGD): (
        "bevestigen door een tweede persoon",
        "fiche.bevestigen",
    ),
    (Aanleverstatus.TE_BEVESTIGEN, Aanleverstatus.GEWEIGERD): ("weigeren, met een reden", "fiche.bevestigen"),
    (Aanleverstatus.TE_BEVESTIGEN, Aanleverstatus.VERVALLEN): (
        f"intrekken door wie oplaadde, of {ANDERS}",
        "fiche.aanleveren",
    ),
    **{
        (status, Aanleverstatus.VERVALLEN): (ANDERS, "fiche.ondertekenen")
        for status in LOPEND
        if status != Aanleverstatus.TE_BEVESTIGEN
    },
}


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


statussen.registreer(
    "aanlevering",
    {
        Aanleverstatus.KLAARZETTEN: ("Wordt klaargezet", "info", "klok"),
        Aanleverstatus.TE_TEKENEN: ("Klaar om te ondertekenen", "letop", "pen"),
        Aanleverstatus.NA_TE_KIJKEN: ("Wordt nagekeken", "info", "klok"),
        Aanleverstatus.TE_BEVESTIGEN: ("Te bevestigen", "letop", "oog"),
        Aanleverstatus.BEVESTIGD: ("Bevestigd", "goed", "goed"),
        Aanleverstatus.GEWEIGERD: ("Geweigerd", "fout", "terug"),
        Aanleverstatus.VERVALLEN: ("Vervallen", "neutraal", "archief"),
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
