"""Maanden bevestigen, één of veel tegelijk, en een bevestigde verbeteren. Elke bevestiging bevriest een versie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kern import bevroren
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import (
    toegang,
    urenstaat,
)
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, MaandstaatVersie, Prestatie
from taken.stappen import plan

GEWIJZIGD = "De uren van deze maand zijn intussen gewijzigd. Kijk ze opnieuw na."
VELDEN = ["status", "bevestigd_op", "bevestigd_door", "minuten"]


@dataclass(frozen=True)
class Uitslag:
    """Hoe het met één maand afliep: `reden` leeg is bevestigd; `was_al`: er hoefde niets meer te gebeuren."""

    staat: Maandstaat
    reden: str = ""
    was_al: bool = False


def eis_nakijken(door: Actor, staten: Sequence[Maandstaat]) -> None:
    """PermissionDenied als deze actor niet elke van deze maanden mag nakijken (rol, en voor een leiding ook wie)."""
    eis(door, "maandstaat.nakijken")
    if door.mag("maandstaat.bevestigen"):
        return
    mag = set(toegang.maandstaten(door).filter(pk__in=[s.pk for s in staten]).values_list("pk", flat=True))
    if any(staat.pk not in mag for staat in staten):
        raise PermissionDenied("maandstaat.nakijken: niet van een eigen mentor")


def bevestigen(door: Actor, staat: Maandstaat, *, op: date | None = None, gezien: str | None = None) -> Maandstaat:
    """Bevestigt een doorgestuurde maand en legt haar minuten vast. Daarna wijzigt er niets meer.

    `gezien` is de `vingerafdruk` van wat op het scherm stond: staat er intussen iets anders, dan wordt geweigerd.
    """
    (uitslag,) = bevestig_veel(door, [staat], gezien={} if gezien is None else {staat.pk: gezien}, op=op)
    if uitslag.reden:
        raise Geweigerd(uitslag.reden)
    return uitslag.staat


def bevestig_veel(
    door: Actor, staten: Sequence[Maandstaat], *, gezien: Mapping[int, str] | None = None, op: date | None = None
) -> list[Uitslag]:
    """Bevestigt deze maanden van één bestuur; elke met haar eigen uitslag, in dezelfde volgorde.

    Wat niet (meer) kan blijft staan met de reden; de rest gaat door. Neemt eerst de tellers van de deelnemers, in één
    vaste volgorde: wie op dat ogenblik uren bewaart is ervoor of erna, nooit ertussen. PermissionDenied als één ervan
    niet van deze actor is. Eén taak per maand maakt daarna de urenstaat.
    """
    eis_nakijken(door, staten)
    if not staten:
        return []
    with grenzen():
        _neem_tellers(staten)
        vast = Maandstaat.objects.select_for_update(of=("self",)).select_related(*urenstaat.MET_ALLES)
        nu = {staat.pk: staat for staat in vast.filter(pk__in=[s.pk for s in staten]).order_by("pk")}
        geordend = [nu[staat.pk] for staat in staten]
        prestaties = urenstaat.prestaties_per_staat(geordend)
        uitslagen = [_oordeel(staat, prestaties[staat.pk], (gezien or {}).get(staat.pk)) for staat in geordend]
        _bevestig(door, [u.staat for u in uitslagen if not u.reden and not u.was_al], prestaties, op)
    return uitslagen


def _neem_tellers(staten: Sequence[Maandstaat]) -> None:
    deelnemers, maanden = [staat.plaatsing.deelnemer_id for staat in staten], [staat.maand for staat in staten]
    with connection.cursor() as c:
        c.execute("SELECT deelnemermaanden_neem(%s::bigint[], %s::date[])", [deelnemers, maanden])


def _oordeel(staat: Maandstaat, prestaties: list[Prestatie], gezien: str | None) -> Uitslag:
    if staat.is_bevestigd:
        return Uitslag(staat, was_al=True)
    if staat.status != MaandStatus.DOORGESTUURD:
        return Uitslag(staat, "De mentor heeft deze maand nog niet doorgestuurd.")
    if gezien is not None and gezien != urenstaat.vingerafdruk(prestaties):
        return Uitslag(staat, GEWIJZIGD)
    return Uitslag(staat)


def _bevestig(door: Actor, staten: list[Maandstaat], prestaties: dict[int, list[Prestatie]], op: date | None) -> None:
    for staat in staten:
        staat.minuten = sum(prestatie.minuten for prestatie in prestaties[staat.pk])
        staat.status, staat.bevestigd_op = MaandStatus.BEVESTIGD, op or timezone.localdate()
        staat.bevestigd_door = door.lidmaatschap
    Maandstaat.objects.bulk_update(staten, VELDEN, batch_size=500)
    bevries(staten, prestaties)
    for staat in staten:
        schrijf(
            door,
            "maandstaat.bevestigd",
            staat,
            maand=str(staat.maand),
            minuten=staat.minuten,
            versie=staat.versie,
        )


def bevries(staten: Sequence[Maandstaat], prestaties: dict[int, list[Prestatie]]) -> list[MaandstaatVersie]:
    """Bewaart van deze bevestigde staten de versie zoals ze nu is, en vraagt hun urenstaten aan."""
    inhoud = urenstaat.stel_samen(staten, prestaties)
    rijen = [_versie(staat, bevroren.canoniek(inhoud[staat.pk])) for staat in staten]
    versies = MaandstaatVersie.objects.bulk_create(rijen)
    for versie in versies:
        plan("plaatsingen.urenstaat", versie.pk, bestuur_id=versie.bestuur_id)
    return versies


def _versie(staat: Maandstaat, tekst: str) -> MaandstaatVersie:
    assert staat.minuten is not None and staat.bevestigd_op is not None  # zo is bevestigd (maandstaat_status)
    return MaandstaatVersie(
        bestuur_id=staat.bestuur_id,
        staat=staat,
        versie=staat.versie,
        minuten=staat.minuten,
        inhoud=tekst,
        inhoud_sha256=bevroren.sha256(tekst),
        bevestigd_op=staat.bevestigd_op,
        bevestigd_door=staat.bevestigd_door,
    )


def verbeteren(door: Actor, staat: Maandstaat, *, reden: str) -> Maandstaat:
    """Heropent een bevestigde maand als de volgende versie, met een reden; de mentor kan dan weer invullen.

    De bevestigde versie blijft bewaard en telt tot de nieuwe bevestigd is. Een maand van voor er versies waren, krijgt
    haar versie hier: sinds het bevestigen wijzigde er niets.
    """
    eis(door, "maandstaat.verbeteren")
    reden = reden.strip()
    if not reden:
        raise Geweigerd("Zeg waarom je deze bevestigde maand heropent.", "reden")
    with grenzen():
        vast = Maandstaat.objects.select_for_update(of=("self",)).select_related(*urenstaat.MET_ALLES)
        staat = vast.get(pk=staat.pk)
        if not staat.is_bevestigd:
            raise Geweigerd("Deze maand is niet bevestigd. Verbeteren hoeft dan niet: de mentor kan ze aanpassen.")
        vul_versie_aan([staat])
        staat.status, staat.versie, staat.verbetering_reden = MaandStatus.OPEN, staat.versie + 1, reden
        staat.teruggestuurd_reden = reden  # zo leest de mentor bovenaan de maand wat er moet gebeuren
        staat.doorgestuurd_op = staat.doorgestuurd_door = staat.minuten = None
        staat.bevestigd_op = staat.bevestigd_door = None
        staat.save()
        schrijf(door, "maandstaat.heropend", staat, maand=str(staat.maand), versie=staat.versie)
    return staat


def vul_versie_aan(staten: Sequence[Maandstaat]) -> int:
    """Geeft bevestigde staten (met `MET_ALLES`) die nog geen versie hebben er een; hun aantal."""
    van_deze = MaandstaatVersie.objects.filter(staat__in=[s.pk for s in staten])
    bewaard = set(van_deze.values_list("staat", "versie"))
    zonder = [staat for staat in staten if staat.is_bevestigd and (staat.pk, staat.versie) not in bewaard]
    return len(bevries(zonder, urenstaat.prestaties_per_staat(zonder)))


def vul_ontbrekende_aan(hoogstens: int = 200) -> int:
    """Zoveel bevestigde maanden van het huidige bestuur zonder bewaarde versie krijgen die; hoeveel het er waren.

    Voor maanden van voor er versies waren. Sindsdien wijzigden hun uren niet: dat liet de database niet toe.
    """
    heeft = MaandstaatVersie.objects.filter(
        bestuur=OuterRef("bestuur"), staat=OuterRef("pk"), versie=OuterRef("versie")
    )
    zonder = Maandstaat.objects.filter(~Exists(heeft), status=MaandStatus.BEVESTIGD).order_by("pk")
    with grenzen():
        vast = zonder.select_for_update(of=("self",)).select_related(*urenstaat.MET_ALLES)
        return vul_versie_aan(list(vast[:hoogstens]))
