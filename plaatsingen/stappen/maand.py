"""Stappen van de maandstaat: doorsturen, terugsturen, bevestigen, verbeteren. Bevestigd is vast voor de database."""

from datetime import date

from django.utils import timezone

from kern.periodes import eerste_van_maand, laatste_van_maand
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Plaatsing, Prestatie
from plaatsingen.stappen.bevestiging import bevestig_veel, bevestigen, eis_nakijken, verbeteren
from plaatsingen.stappen.uren import eis_eigen
from plaatsingen.urenstaat import vingerafdruk

__all__ = ["bevestig_veel", "bevestigen", "doorsturen", "terugsturen", "verbeteren", "vingerafdruk"]


def doorsturen(door: Actor, plaatsing: Plaatsing, maand: date, *, op: date | None = None) -> Maandstaat:
    """De mentor, of HR namens de mentor, stuurt een maand door. Is ze al doorgestuurd, dan blijft dat (geen fout)."""
    eis_eigen(door, plaatsing, "maandstaat.doorsturen")
    eerste, op = eerste_van_maand(maand), op or timezone.localdate()
    if op < eerste:
        raise Geweigerd("Deze maand moet nog komen.")
    binnen = (eerste, laatste_van_maand(eerste))
    if not Prestatie.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, datum__range=binnen).exists():
        raise Geweigerd("In deze maand staat nog niets. Vul eerst de dagen in.")
    with grenzen():
        staat, _ = Maandstaat.objects.get_or_create(bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, maand=eerste)
        staat = Maandstaat.objects.select_for_update().get(pk=staat.pk)
        if staat.status != MaandStatus.OPEN:
            return staat
        staat.status, staat.doorgestuurd_op = MaandStatus.DOORGESTUURD, op
        staat.doorgestuurd_door, staat.teruggestuurd_reden = door.lidmaatschap, ""
        staat.save()
        schrijf(door, "maandstaat.doorgestuurd", staat, maand=str(eerste))
    return staat


def terugsturen(door: Actor, staat: Maandstaat, *, reden: str) -> Maandstaat:
    eis_nakijken(door, [staat])
    if not reden.strip():
        raise Geweigerd("Zeg waarom je de maand terugstuurt.", "reden")
    with grenzen():
        staat = Maandstaat.objects.select_for_update().get(pk=staat.pk)
        if staat.status != MaandStatus.DOORGESTUURD:
            raise Geweigerd("Deze maand ligt niet meer bij jou. Herlaad de pagina.")
        staat.status, staat.teruggestuurd_reden = MaandStatus.OPEN, reden.strip()
        staat.doorgestuurd_op = staat.doorgestuurd_door = None
        staat.save()
        schrijf(door, "maandstaat.teruggestuurd", staat, maand=str(staat.maand))
    return staat
