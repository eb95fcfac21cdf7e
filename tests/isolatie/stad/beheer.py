"""Wat de beheerder doet, van het bestuur en van de partner: uitnodigen, en een plaatsvervanger aanduiden."""

from datetime import timedelta

from django.utils import timezone

from beheer.link import Link, adres
from beheer.models import Partneruitnodiging, Uitnodiging
from organisaties import isolatie
from organisaties.models import Gebruiker, Partnerlid, Plaatsvervanging
from organisaties.personen import zorg_voor_partnerlid
from tests.isolatie.stad.kanaries import kanarie
from tests.isolatie.stad.soorten import Bestuur


def uitnodiging(b: Bestuur) -> None:
    huis = b.huis
    rij = Uitnodiging.objects.create(
        bestuur=huis.bestuur,
        email=f"nieuw@{b.slug}.example",
        naam="Nieuw",
        rollen=["hr"],
        organisatie=huis.organisatie,
        door=huis.leden["beheerder"],
        vervalt_op=timezone.now() + timedelta(days=7),
    )
    token = adres(Link("b", b.pk, rij.pk, rij.nonce)).rstrip("/").rpartition("/")[2]
    b.ding |= {"uitnodiging": rij.pk, "uitnodigingstoken": token, "lid": huis.leden["mentor"].pk, "bestuur": b.pk}


def plaatsvervanging(b: Bestuur) -> None:
    """HR vervangt later de directeur."""
    vandaag, leden = timezone.localdate(), b.huis.leden
    b.ding["plaatsvervanging"] = Plaatsvervanging.objects.create(
        bestuur=b.huis.bestuur,
        voor=leden["directeur"],
        plaatsvervanger=leden["hr"],
        hoedanigheid="directeur",
        van=vandaag + timedelta(days=30),
        tot=vandaag + timedelta(days=40),
        referentie=f"{b.slug}.plaatsvervanging.0",
    ).pk


def collegas(b: Bestuur) -> None:
    """Bij de partner van dit bestuur: nog een collega, en een open uitnodiging."""
    collega = b.huis.gebruiker("collega")
    Gebruiker.objects.filter(pk=collega.pk).update(naam="Zwaanmens", email=f"collega@{b.partner.email}")
    with isolatie.namens(glowpartner=b.partner.pk):
        lid, _ = zorg_voor_partnerlid(b.partner, collega, "begeleider")
        rij = Partneruitnodiging.objects.create(
            glowpartner=b.partner, email=f"nieuw@{b.partner.email}", vervalt_op=timezone.now() + timedelta(days=7)
        )
        Partnerlid.objects.filter(pk=lid.pk).update(functie=kanarie(b.slug, lid))
        Partneruitnodiging.objects.filter(pk=rij.pk).update(naam=kanarie(b.slug, rij), functie=kanarie(b.slug, rij))
    b.ding |= {"collega": lid.pk, "partneruitnodiging": rij.pk}
