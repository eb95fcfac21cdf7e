"""Zoekopdrachten bewaren, wijzigen en wissen; en zeggen wat er nieuw bij past."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from berichten.stappen import Inhoud, aan_partnerlid
from kern.opmaak import datum_woord, opsomming
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, GlowPartner
from organisaties.toegang import Actor, eis
from partners.models import Zoekopdracht
from partners.regels import Bordrij

HOOGSTENS = 20  # zoekopdrachten per persoon


def bewaar(door: Actor, naam: str, vraag: dict[str, str], *, mailt: bool, passend: Iterable[int]) -> Zoekopdracht:
    """Bewaart een zoekvraag. `passend`: de plekken die er nu al bij passen; daarover komt geen bericht meer.

    Geweigerd zonder vraag, bij een naam die er al is, of boven het maximum.
    """
    eis(door, "aanbod.bekijken")
    if door.glowpartner is None or door.gebruiker is None:
        raise Geweigerd("Enkel een GLOW-partner bewaart zoekopdrachten.")
    if not vraag:
        raise Geweigerd("Kies eerst waarop je zoekt.")
    eigen = Zoekopdracht.objects.filter(glowpartner=door.glowpartner, gebruiker=door.gebruiker)
    if eigen.count() >= HOOGSTENS:
        raise Geweigerd(f"Je hebt al {HOOGSTENS} zoekopdrachten. Verwijder er eerst een.")
    with grenzen():
        return Zoekopdracht.objects.create(
            glowpartner=door.glowpartner,
            gebruiker=door.gebruiker,
            naam=naam.strip(),
            vraag=vraag,
            mailt=mailt,
            gezien=sorted(passend),
        )


def wijzig(door: Actor, zoek: Zoekopdracht, *, naam: str, mailt: bool, passend: Iterable[int]) -> Zoekopdracht:
    """Een andere naam, of wel of geen bericht. Wie berichten weer aanzet, hoort enkel wat daarna komt."""
    eis(door, "aanbod.bekijken")
    if mailt and not zoek.mailt:
        zoek.gezien = sorted({*zoek.gezien, *passend})
    zoek.naam, zoek.mailt = naam.strip(), mailt
    with grenzen():
        zoek.save(update_fields=["naam", "mailt", "gezien"])
    return zoek


def verwijder(door: Actor, zoek: Zoekopdracht) -> None:
    eis(door, "aanbod.bekijken")
    zoek.delete()


def meld(bestuur: Bestuur, glowpartner: GlowPartner, gebruiker_id: int, rij: Bordrij, namen: Sequence[str]) -> None:
    """Eén bericht aan één persoon over één plek, ook als ze bij meer zoekopdrachten past. Namens het bestuur."""
    plek = rij.plek
    waar = ", ".join(deel for deel in (plek.organisatie.naam, rij.gemeente) if deel)
    alineas = [
        f"{bestuur.naam} heeft een plek die past bij je zoekopdracht: {opsomming([f'“{naam}”' for naam in namen])}.",
        f"De plek: {plek.functie} ({plek.code}), {waar}.",
    ]
    if rij.vrij_op:
        alineas.append(f"Starten kan vanaf {datum_woord(rij.vrij_op)}.")
    inhoud = Inhoud(
        soort="zoekopdracht",
        sleutel=f"zoekopdracht plek {plek.pk}",
        onderwerp=f"Een nieuwe plek: {plek.functie}"[:200],
        alineas=tuple(alineas),
        knop=("Plek bekijken", reverse("leerwerkplekken:aangeboden", args=[plek.pk])),
    )
    aan_partnerlid(bestuur.pk, glowpartner, gebruiker_id, inhoud)


def markeer(zoek: Zoekopdracht, plekken: Iterable[int]) -> None:
    """Deze plekken zijn gemeld: ze komen in geen volgend bericht. In de context van wie zoekt."""
    zoek.gezien = sorted({*zoek.gezien, *plekken})
    zoek.save(update_fields=["gezien"])
