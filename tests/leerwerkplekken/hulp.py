"""Wat de tests van plan, standaard en sjablonen delen."""

from datetime import date

from django.urls import reverse

from leerwerkplekken.models import Leerwerkplek
from organisaties.models import GlowPartner, Samenwerking


def adres(naam, *delen):
    return reverse(f"leerwerkplekken:{naam}", args=[getattr(deel, "pk", deel) for deel in delen])


def plek_nu(huis, plek=None):
    """De plek zoals ze nu in de databank staat, met haar plan (binnen `huis.binnen()`)."""
    return Leerwerkplek.objects.select_related("mentor", "bestuur").get(pk=(plek or huis.plek).pk)


def tweede_partner(huis):
    partner = GlowPartner.objects.create(naam="Tweede partner", email="tweede@partner.example")
    Samenwerking.objects.create(bestuur=huis.bestuur, glowpartner=partner, code="tweede", van=date(2023, 1, 1))
    return partner
