"""Stappen van de maandstaat: doorsturen, terugsturen, bevestigen. Bevestigd is vast, ook voor de database."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from kern.periodes import eerste_van_maand, laatste_van_maand
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Plaatsing, Prestatie
from plaatsingen.stappen.uren import eis_eigen


def prestaties_van(plaatsing: Plaatsing, maand: date):
    eerste = eerste_van_maand(maand)
    return Prestatie.objects.filter(
        bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, datum__range=(eerste, laatste_van_maand(eerste))
    )


def vingerafdruk(prestaties: Iterable[Prestatie]) -> str:
    """Kort kenmerk van de uren van een maand, ongeacht hun volgorde: verandert met elke dag, soort of minuut."""
    inhoud = sorted(f"{p.datum} {p.soort} {p.van} {p.tot} {p.minuten}" for p in prestaties)
    return sha256("\n".join(inhoud).encode()).hexdigest()[:16]


def doorsturen(door: Actor, plaatsing: Plaatsing, maand: date, *, op: date | None = None) -> Maandstaat:
    """De mentor, of HR namens de mentor, stuurt een maand door. Is ze al doorgestuurd, dan blijft dat (geen fout)."""
    eis_eigen(door, plaatsing, "maandstaat.doorsturen")
    eerste, op = eerste_van_maand(maand), op or timezone.localdate()
    if op < eerste:
        raise Geweigerd("Deze maand moet nog komen.")
    if not prestaties_van(plaatsing, eerste).exists():
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
    eis(door, "maandstaat.bevestigen")
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


def bevestigen(door: Actor, staat: Maandstaat, *, op: date | None = None, gezien: str | None = None) -> Maandstaat:
    """Bevestigt een doorgestuurde maand en legt haar minuten vast. Daarna wijzigt er niets meer.

    `gezien` is de `vingerafdruk` van wat op het scherm stond: staat er intussen iets anders, dan wordt geweigerd.
    Neemt eerst de teller van de deelnemer: wie op dat ogenblik uren bewaart is ervoor of erna, nooit ertussen.
    """
    eis(door, "maandstaat.bevestigen")
    with grenzen():
        plaatsing = staat.plaatsing
        with connection.cursor() as c:
            c.execute("SELECT deelnemermaand_neem(%s, %s)", [plaatsing.deelnemer_id, staat.maand])
        staat = Maandstaat.objects.select_for_update().get(pk=staat.pk)
        if staat.status == MaandStatus.BEVESTIGD:
            return staat
        if staat.status != MaandStatus.DOORGESTUURD:
            raise Geweigerd("De mentor heeft deze maand nog niet doorgestuurd.")
        prestaties = list(prestaties_van(plaatsing, staat.maand))
        if gezien is not None and gezien != vingerafdruk(prestaties):
            raise Geweigerd("De uren van deze maand zijn intussen gewijzigd. Kijk ze opnieuw na.")
        staat.minuten = sum(prestatie.minuten for prestatie in prestaties)
        staat.status, staat.bevestigd_op = MaandStatus.BEVESTIGD, op or timezone.localdate()
        staat.bevestigd_door = door.lidmaatschap
        staat.save()
        schrijf(door, "maandstaat.bevestigd", staat, maand=str(staat.maand), minuten=staat.minuten)
    return staat
