"""Wat na een overleg moet gebeuren: wie, tegen wanneer, en of het gedaan is. Wie iets opneemt, krijgt bericht."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from berichten.stappen import Inhoud, aan_leden, aan_partner
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner, Lidmaatschap
from organisaties.toegang import Actor, eis
from projecten import uitnodiging
from projecten.models import Actiepunt, Overleg
from projecten.stappen.overleg import aan_tafel, neem
from taken.stappen import plan


def voeg_toe(
    door: Actor, overleg: Overleg, *, wat: str, wie: Lidmaatschap | GlowPartner | str, tegen: date | None = None
) -> Actiepunt:
    """`wie`: een lid, een GLOW-partner, of de naam van iemand van buiten (die krijgt geen bericht)."""
    eis(door, "overleg.bewerken")
    with grenzen():
        overleg = neem(overleg)
        _eis_aan_tafel(overleg, wie)
        punt = Actiepunt(bestuur=overleg.bestuur, overleg=overleg, wat=wat.strip(), tegen=tegen, **_wie(wie))
        punt.save()
        schrijf(door, "actiepunt.gemaakt", punt)
        _meld(door, punt)
    return punt


def wijzig(
    door: Actor, punt: Actiepunt, *, wat: str, wie: Lidmaatschap | GlowPartner | str, tegen: date | None
) -> Actiepunt:
    """Wie het nieuw opneemt, krijgt bericht."""
    eis(door, "overleg.bewerken")
    with grenzen():
        punt = _neem(punt)
        _eis_aan_tafel(punt.overleg, wie)
        nieuw = {"wat": wat.strip(), "tegen": tegen} | _wie(wie)
        gewijzigd = [veld for veld, waarde in nieuw.items() if getattr(punt, veld) != waarde]
        for veld in gewijzigd:
            setattr(punt, veld, nieuw[veld])
        if gewijzigd:
            punt.save(update_fields=gewijzigd)
            schrijf(door, "actiepunt.gewijzigd", punt, velden=gewijzigd)
        if {"lidmaatschap", "glowpartner"} & set(gewijzigd):
            _meld(door, punt)
    return punt


def verwijder(door: Actor, punt: Actiepunt) -> None:
    eis(door, "overleg.bewerken")
    with grenzen():
        punt = _neem(punt)
        schrijf(door, "actiepunt.verwijderd", punt)
        punt.delete()


def vink_af(door: Actor, punt: Actiepunt, *, gedaan: bool) -> Actiepunt:
    """Zet een actiepunt op gedaan, of weer open. Enkel wie het opneemt, of wie het overleg beheert.

    Doet een GLOW-partner dit, dan schrijft een taak van het bestuur het bericht aan wie het overleg plande.
    """
    eis(door, "actiepunt.afvinken")
    with grenzen():
        punt = _neem(punt)
        if not _mag(door, punt):
            raise PermissionDenied("actiepunt van een ander")
        if gedaan == bool(punt.gedaan_op):
            return punt  # twee keer geklikt
        punt.gedaan_op = timezone.localdate() if gedaan else None
        punt.save(update_fields=["gedaan_op"])
        schrijf(door, "actiepunt.gedaan" if gedaan else "actiepunt.heropend", punt)
        if gedaan and door.glowpartner:
            plan("projecten.actiepunt_gedaan", punt.pk, bestuur_id=punt.bestuur_id)
    return punt


def _mag(door: Actor, punt: Actiepunt) -> bool:
    if door.glowpartner:
        return punt.glowpartner_id == door.glowpartner.pk
    van_mij = door.lidmaatschap is not None and punt.lidmaatschap_id == door.lidmaatschap.pk
    return van_mij or door.mag("overleg.bewerken")


def _neem(punt: Actiepunt) -> Actiepunt:
    rijen = Actiepunt.objects.select_for_update(of=("self",)).select_related("bestuur", "overleg__bestuur")
    gevonden = rijen.filter(pk=punt.pk).first()
    if gevonden is None:
        raise Geweigerd("Dit actiepunt is intussen verwijderd.")
    if gevonden.overleg.afgelast_op:
        raise Geweigerd("Dit overleg is afgelast. Aan zijn actiepunten verandert niets meer.")
    return gevonden


def _eis_aan_tafel(overleg: Overleg, wie: Lidmaatschap | GlowPartner | str) -> None:
    """Een GLOW-partner die er niet bij was, kan het overleg niet lezen, en dus ook zijn actiepunt niet."""
    if isinstance(wie, GlowPartner) and wie.pk != overleg.glowpartner_id:
        if not aan_tafel(overleg).filter(glowpartner=wie).exists():
            raise Geweigerd("Deze GLOW-partner is niet bij dit overleg. Zet hem eerst bij de genodigden.", "wie")


def _wie(wie: Lidmaatschap | GlowPartner | str) -> dict[str, object]:
    leeg: dict[str, object] = {"lidmaatschap": None, "glowpartner": None, "wie": ""}
    if isinstance(wie, Lidmaatschap):
        return leeg | {"lidmaatschap": wie}
    if isinstance(wie, GlowPartner):
        return leeg | {"glowpartner": wie}
    return leeg | {"wie": wie.strip()}


def _meld(door: Actor, punt: Actiepunt) -> None:
    """Aan wie het opneemt, behalve aan wie het zelf noteerde."""
    overleg = punt.overleg
    wat = f"{punt.wat} Tegen {datum_woord(punt.tegen)}." if punt.tegen else punt.wat
    inhoud = Inhoud(
        "overleg",
        f"actiepunt {punt.pk} van {punt.lidmaatschap_id or 0} {punt.glowpartner_id or 0}",
        f"Actiepunt voor jou: {overleg.onderwerp}"[:200],
        (f"Uit het overleg van {datum_woord(overleg.datum)} heb je een actiepunt.", wat),
        knop=("Overleg bekijken", uitnodiging.pad(overleg)),
    )
    if punt.lidmaatschap and punt.lidmaatschap != door.lidmaatschap:
        aan_leden(punt.bestuur_id, [punt.lidmaatschap], inhoud)
    elif punt.glowpartner:
        aan_partner(punt.bestuur_id, punt.glowpartner, inhoud)
