"""Samenwerkingsovereenkomsten met VDAB en GLOW-partners: bewaren, het document opladen, verlengen."""

from datetime import date, timedelta

from django.utils import timezone

from documenten import opslag
from documenten.enums import Soort
from documenten.opladen import Opgeladen
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis
from projecten.enums import Met
from projecten.models import Overeenkomst

MET_WIE = (Met.GLOW, Met.VDAB)


def maak(door: Actor, bestuur: Bestuur, *, bestand: Opgeladen | None = None, **gegevens: object) -> Overeenkomst:
    """Een nieuwe overeenkomst; `bestand` is het getekende document."""
    eis(door, "overeenkomst.beheren")
    rij = Overeenkomst(bestuur=bestuur, **gegevens)
    _controleer(rij)
    with grenzen():
        rij.save()
        schrijf(door, "overeenkomst.gemaakt", rij, van=str(rij.van))
        _bewaar_bestand(door, rij, bestand)
    return rij


def wijzig(door: Actor, rij: Overeenkomst, *, bestand: Opgeladen | None = None, **gegevens: object) -> Overeenkomst:
    """Wijzigt de gegevens; een nieuw bestand vervangt het vorige, dat bewaard blijft."""
    eis(door, "overeenkomst.beheren")
    with grenzen():
        rij = _neem(rij)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(rij, veld) != waarde]
        for veld in gewijzigd:
            setattr(rij, veld, gegevens[veld])
        _controleer(rij)
        if gewijzigd:
            rij.save(update_fields=gewijzigd)
            schrijf(door, "overeenkomst.gewijzigd", rij, velden=gewijzigd)
        _bewaar_bestand(door, rij, bestand)
    return rij


def verlengen(
    door: Actor, oud: Overeenkomst, *, bestand: Opgeladen | None = None, van: date, **gegevens: object
) -> Overeenkomst:
    """Een verlenging is een nieuwe rij met dezelfde partner: de oude blijft zoals ze getekend werd."""
    eis(door, "overeenkomst.beheren")
    with grenzen():
        oud = _neem(oud)
        if oud.tot is None:
            raise Geweigerd("Deze overeenkomst heeft geen einde. Vul eerst haar einddatum in.", "van")
        if van <= oud.tot:
            dag = oud.tot + timedelta(days=1)
            raise Geweigerd(f"De vorige loopt nog die dag. Begin ten vroegste op {dag:%d/%m/%Y}.", "van")
        nieuw = Overeenkomst(
            bestuur_id=oud.bestuur_id, met=oud.met, glowpartner=oud.glowpartner, vervangt=oud, van=van, **gegevens
        )
        _controleer(nieuw)
        nieuw.save()
        schrijf(door, "overeenkomst.verlengd", nieuw, vorige=oud.pk)
        _bewaar_bestand(door, nieuw, bestand)
    return nieuw


def _neem(rij: Overeenkomst) -> Overeenkomst:
    rijen = Overeenkomst.objects.select_for_update(of=("self",)).select_related("glowpartner")
    return rijen.get(pk=rij.pk, bestuur=rij.bestuur_id)


def _controleer(rij: Overeenkomst) -> None:
    """Met een GLOW-partner of met VDAB (bron 001); getekend is een feit, dus niet in de toekomst."""
    if rij.met not in MET_WIE or (rij.met == Met.GLOW) != bool(rij.glowpartner_id):
        raise Geweigerd("Een overeenkomst is met een GLOW-partner of met VDAB. Kies een van beide.", "met")
    if rij.getekend_op and rij.getekend_op > timezone.localdate():
        raise Geweigerd("Deze dag moet nog komen. Vul in wanneer de overeenkomst getekend is.", "getekend_op")


def _bewaar_bestand(door: Actor, rij: Overeenkomst, bestand: Opgeladen | None) -> None:
    if bestand is None:
        return
    bewaard = opslag.bewaar(rij.bestuur_id, bestand.inhoud, bestand.achtervoegsel)
    rij.document = opslag.leg_vast(
        rij.bestuur_id,
        bewaard,
        soort=Soort.OVEREENKOMST,
        naam=f"overeenkomst-{rij.pk}-{rij.van.isoformat()}{bestand.achtervoegsel}",
        mime=bestand.mime,
    )
    rij.save(update_fields=["document"])
    schrijf(door, "overeenkomst.document", rij, sha256=bewaard.sha256)
