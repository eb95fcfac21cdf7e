"""Wat de tests van berichten delen: schrijven, en de taken afwerken alsof er tijd voorbijging."""

from datetime import timedelta

from django.utils import timezone

from berichten.models import Bericht
from berichten.stappen import Inhoud, aan_leden
from organisaties.toegang import Actor
from taken.enums import OPEN
from taken.models import Taak
from taken.uitvoering import voer_uit


def inhoud(nummer=1, soort="kandidatuur", **anders):
    velden = {
        "onderwerp": f"Nieuws {nummer}",
        "alineas": ("Er is nieuws.",),
        "knop": ("Kandidaat bekijken", "/kandidaten/"),
    } | anders
    return Inhoud(soort, f"zaak {nummer}", **velden)


def schrijf(huis, aantal=1, rol="hr", **anders):
    """Zoveel berichten aan wie die rol heeft; geeft ze."""
    with huis.binnen():
        return [
            bericht
            for nummer in range(aantal)
            for bericht in aan_leden(huis.bestuur_id, [huis.leden[rol]], inhoud(nummer, **anders))
        ]


def partner(huis):
    lid = huis.partnerlid
    return Actor(lid.gebruiker, glowpartner=huis.partner, rollen=frozenset({"glow"}))


def mailtaken():
    return Taak.objects.filter(naam="berichten.mail", status__in=OPEN).order_by("pk")


def probeer_alles():
    """Elke open mailtaak één poging, alsof haar wachttijd (of haar lease) om is."""
    nummers = list(mailtaken().values_list("pk", flat=True))
    Taak.objects.filter(pk__in=nummers).update(vrij_vanaf=timezone.now() - timedelta(days=1))
    for nummer in nummers:
        voer_uit(nummer)
    return nummers


def werk_af(hoogstens=50):
    for _ in range(hoogstens):
        if not probeer_alles():
            return
    raise AssertionError("niet klaar geraakt")


def standen(huis):
    with huis.binnen():
        return dict(Bericht.objects.order_by("pk").values_list("sleutel", "mail"))
