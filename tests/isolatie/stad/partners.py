"""Contactpersonen van het bestuur en van de partner, en een zoekopdracht."""

from organisaties import isolatie
from partners.models import Contactkaart, Partnerkaart, Zoekopdracht
from tests.isolatie.stad.kanaries import kanarie
from tests.isolatie.stad.soorten import Bestuur


def contactkaart(b: Bestuur) -> None:
    kaart = Contactkaart.objects.create(bestuur=b.huis.bestuur, naam="Hilde", telefoon="02 123 45 67")
    b.ding["contactkaart"] = kaart.pk


def van_de_partner(b: Bestuur) -> None:
    """Een contactpersoon van de partner (elk bestuur dat met hem werkt leest ze) en een zoekopdracht (enkel de persoon)."""
    with isolatie.namens(glowpartner=b.partner.pk, gebruiker=b.partnermens.pk):
        kaart = Partnerkaart.objects.create(glowpartner=b.partner, naam="Zwaanmens", telefoon="02 123 45 67")
        zoek = Zoekopdracht.objects.create(
            glowpartner=b.partner, gebruiker=b.partnermens, naam="groen", vraag={"q": "groen"}
        )
        Partnerkaart.objects.filter(pk=kaart.pk).update(naam=kanarie(b.slug, kaart), functie=kanarie(b.slug, kaart))
        Zoekopdracht.objects.filter(pk=zoek.pk).update(naam=kanarie(b.slug, zoek))
    b.ding |= {"partnerkaart": kaart.pk, "zoekopdracht": zoek.pk}
