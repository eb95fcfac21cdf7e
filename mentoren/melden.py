"""Wie wat hoort over de scan van een certificaat: de tweede persoon, en wie ze oplaadde."""

from django.urls import reverse

from berichten.stappen import Inhoud, aan_leden, aan_rol, handel_af
from mentoren.enums import Scanstatus
from mentoren.models import Certificaatscan
from organisaties.enums import Rol


def scan_te_bevestigen(rij: Certificaatscan) -> None:
    """Aan wie de tweede persoon kan zijn; niet aan wie zelf oplaadde."""
    code = rij.deelname.mentor.code
    inhoud = Inhoud(
        "scan_te_bevestigen",
        f"certificaatscan {rij.pk}",
        f"Certificaat van mentor {code}: bevestig de scan",
        (
            f"{rij.door.gebruiker.volledige_naam} laadde het certificaat van mentor {code} op.",
            "Leg de scan naast de gegevens. Klopt ze, bevestig ze dan. Anders weiger je ze met een reden.",
        ),
        ("Nakijken", reverse("mentoren:scan_bevestigen", args=[rij.pk])),
    )
    for rol in (Rol.HR, Rol.DIRECTEUR, Rol.COORDINATOR):
        aan_rol(rij.bestuur_id, rol, inhoud, behalve=rij.door)


def scan_beslist(rij: Certificaatscan) -> None:
    """Aan wie oplaadde: bevestigd, of geweigerd met de reden."""
    handel_af(rij.bestuur_id, f"certificaatscan {rij.pk}")
    code = rij.deelname.mentor.code
    assert rij.beoordeeld_door is not None
    wie = rij.beoordeeld_door.gebruiker.volledige_naam
    goed = rij.status == Scanstatus.BEVESTIGD
    zinnen = ("De mentor telt nu als opgeleid.",) if goed else (f"De reden: {rij.reden}", "Laad een nieuwe scan op.")
    inhoud = Inhoud(
        "scan_beslist",
        f"certificaatscan {rij.pk} {rij.status}",
        f"Certificaat van mentor {code} is {rij.status}",
        (f"{wie} heeft de scan van het certificaat van mentor {code} {rij.status}.", *zinnen),
        ("Mentor bekijken", reverse("mentoren:mentor", args=[rij.deelname.mentor_id])),
    )
    aan_leden(rij.bestuur_id, [rij.door], inhoud)
