from django.db.models import TextChoices

from kern import statussen


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


class Blok(TextChoices):
    """Wat op de publieke projectpagina kan staan; de volgorde is die van de pagina."""

    DOEL = "doel", "doel"
    DOELGROEP = "doelgroep", "voor wie"
    ACTIES = "acties", "acties en resultaten"
    ORGANISATIES = "organisaties", "organisaties en leerwerkplekken"
    PARTNERS = "partners", "partners"
    FINANCIERING = "financiering", "financiering"
    ACHTERGROND = "achtergrond", "achtergrond"
    CONTACT = "contact", "contact"


def alle_blokken() -> list[str]:
    return list(Blok.values)


class OverlegStand(TextChoices):
    """Volgt uit de datum en uit afgelasten; wordt niet bewaard."""

    KOMT = "komt", "Gepland"
    VANDAAG = "vandaag", "Vandaag"
    GEWEEST = "geweest", "Geweest"
    AFGELAST = "afgelast", "Afgelast"


class OvereenkomstStand(TextChoices):
    """Volgt uit de periode en uit de verlenging; wordt niet bewaard."""

    KOMT = "komt", "Begint nog"
    LOOPT = "loopt", "Loopt"
    LOOPT_AF = "loopt_af", "Loopt af"
    VERLENGD = "verlengd", "Verlengd"
    VOORBIJ = "voorbij", "Voorbij"


class ProspectStatus(TextChoices):
    VERKEND = "verkend", "verkend"
    TOEGEZEGD = "toegezegd", "toegezegd"
    AFGEHAAKT = "afgehaakt", "afgehaakt"


PROSPECT = "prospect.beheren"
# (van, naar): hoe de knop heet en welke daad ervoor nodig is. Bron 003 noemt deze drie statussen en geen andere.
OVERGANGEN = {
    (None, ProspectStatus.VERKEND): ("Prospect toevoegen", PROSPECT),
    (ProspectStatus.VERKEND, ProspectStatus.TOEGEZEGD): ("Toegezegd", PROSPECT),
    (ProspectStatus.VERKEND, ProspectStatus.AFGEHAAKT): ("Afgehaakt", PROSPECT),
    (ProspectStatus.TOEGEZEGD, ProspectStatus.VERKEND): ("Terug naar verkend", PROSPECT),
    (ProspectStatus.TOEGEZEGD, ProspectStatus.AFGEHAAKT): ("Afgehaakt", PROSPECT),
    (ProspectStatus.AFGEHAAKT, ProspectStatus.VERKEND): ("Opnieuw verkennen", PROSPECT),
}

statussen.registreer(
    "overleg",
    {
        OverlegStand.KOMT: ("Gepland", "info", "kalender"),
        OverlegStand.VANDAAG: ("Vandaag", "letop", "klok"),
        OverlegStand.GEWEEST: ("Geweest", "goed", "goed"),
        OverlegStand.AFGELAST: ("Afgelast", "neutraal", "dicht"),
    },
)
statussen.registreer(
    "overeenkomst",
    {
        OvereenkomstStand.KOMT: ("Begint nog", "info", "kalender"),
        OvereenkomstStand.LOOPT: ("Loopt", "goed", "goed"),
        OvereenkomstStand.LOOPT_AF: ("Loopt af", "letop", "klok"),
        OvereenkomstStand.VERLENGD: ("Verlengd", "neutraal", "herhaal"),
        OvereenkomstStand.VOORBIJ: ("Voorbij", "fout", "letop"),
    },
)
statussen.registreer(
    "prospect",
    {
        ProspectStatus.VERKEND: ("Verkend", "info", "zoek"),
        ProspectStatus.TOEGEZEGD: ("Toegezegd", "goed", "goed"),
        ProspectStatus.AFGEHAAKT: ("Afgehaakt", "neutraal", "dicht"),
    },
)
