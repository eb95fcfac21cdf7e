"""Wie iets met meer dan één bestuur te maken heeft: een HR-medewerker met twee, en een partner die ook elders werkt."""

from datetime import date

from leerwerkplekken import stappen
from organisaties.models import Gebruiker, GlowPartner, Lidmaatschap, Samenwerking
from tests.bouw import Huis
from tests.isolatie.stad.kanaries import besmet_enkel
from tests.isolatie.stad.soorten import Bestuur, Stad


def bestuur(slug: str, nummer: int) -> Bestuur:
    """Een leeg bestuur met drie plekken; wat ieder van een partner mag weten, heet naar een zwaan."""
    huis = Huis(slug, plekken=3)
    b = Bestuur(slug, huis, huis.partner, huis.partnerlid.gebruiker)
    GlowPartner.objects.filter(pk=b.partner.pk).update(naam=f"Zwaan {nummer}", email=f"zwaan{nummer}@partner.example")
    Gebruiker.objects.filter(pk=b.partnermens.pk).update(naam="Zwaanmens", email=f"mens@zwaan{nummer}.example")
    for rij in (b.partner, b.partnermens):
        rij.refresh_from_db()
    return b


def ververs(huis: Huis) -> None:
    """Na het besmetten: wat het huis vasthoudt, zoals het nu in de databank staat."""
    for rij in (huis.bestuur, huis.organisatie, huis.project, huis.mentor, *huis.plekken, *huis.leden.values()):
        rij.refresh_from_db()


def over_de_grens(stad: Stad) -> None:
    """Iemand is HR bij twee besturen; de partner van het eerste werkt ook met het tweede, voor één plek."""
    mus, vink, _ = stad.besturen
    stad.dubbel = Gebruiker.objects.create_user("dubbel@beide.example", voornaam="Dubbel", naam="Zwaluw")
    for b in (mus, vink):
        with b.huis.binnen():
            Lidmaatschap.objects.create(bestuur=b.huis.bestuur, gebruiker=stad.dubbel, rollen=["hr"])
    with vink.huis.binnen():
        Samenwerking.objects.create(bestuur=vink.huis.bestuur, glowpartner=mus.partner, code="ook")
        stappen.bied_aan(vink.huis.installatie, vink.huis.plekken[1], mus.partner, op=date(2023, 3, 2))
        besmet_enkel(vink, "organisaties.Samenwerking", "leerwerkplekken.Aanbod", "leerwerkplekken.Werkafspraak")
