"""De agenda van een persoon als iCalendar (RFC 5545): wat elke app voor die persoon plant, bij elk bestuur waar die nu
een rol heeft. Elke app meldt in haar `agenda.py` aan wat ze plant: `@afspraken`. Enkel codes, nooit een naam."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from icalendar import Calendar, Event, vDuration

from kern.ical import BRUSSEL, tijdzone
from logboek.models import Wijziging
from organisaties import isolatie
from organisaties.enums import Rol
from organisaties.models import Gebruiker, Partnerlid
from organisaties.toegang import Actor, als_lid, geldige_lidmaatschappen

TERUG, VOORUIT = timedelta(days=31), timedelta(days=366)
ONGEKEND = datetime(2023, 1, 1, tzinfo=UTC)  # de dag waarop GLOW begon: ouder dan elke rij
NAAM = "Gemeenschapsdienst"


@dataclass(frozen=True)
class Afspraak:
    """Eén blokje in een agenda. `uid` is uniek in deze installatie en blijft hetzelfde als de afspraak wijzigt.

    Twee datums: hele dagen, beide inbegrepen. Twee tijdstippen: zoals `lokaal` ze geeft. `pad`: zonder host.
    """

    uid: str
    titel: str
    begin: date
    einde: date
    gewijzigd: datetime = ONGEKEND
    tekst: str = ""
    plaats: str = ""
    pad: str = ""
    overal_uniek: bool = False  # de uid draagt al het hele kenmerk, bv. dat van een uitnodiging per mail


Planner = Callable[[Actor, date, date], Iterable[Afspraak]]
PLANNERS: list[Planner] = []


def afspraken(planner: Planner) -> Planner:
    """Meldt aan wat een app voor een actor plant tussen twee dagen (inbegrepen), in de context van die actor."""
    PLANNERS.append(planner)
    return planner


def lokaal(dag: date, uur: time) -> datetime:
    """Dat uur in België. Springt de klok erover, dan een uur later; komt het twee keer, dan de eerste keer."""
    return datetime.combine(dag, uur, BRUSSEL).astimezone(UTC).astimezone(BRUSSEL)


def gewijzigd_op(bestuur_id: int, onder: str, tabellen: Collection[str], sleutels: Collection[int]) -> dict:
    """Wanneer deze dingen, en wat in `tabellen` onder hen hoort, laatst wijzigden (uit het logboek, één vraag).

    Een GLOW-partner leest het logboek van een bestuur niet: die krijgt niets, en dan telt wat op de rij zelf staat.
    """
    if not bestuur_id or not sleutels:
        return {}
    rijen = Wijziging.objects.filter(bestuur=bestuur_id, tabel__in=[onder, *tabellen], onder__in=sleutels)
    return dict(rijen.order_by().values("onder").annotate(laatst=Max("op")).values_list("onder", "laatst"))


# --- voor één persoon


def van_persoon(gebruiker_id: int, vandaag: date) -> list[Afspraak]:
    """Alles wat voor deze persoon gepland is, elk bestuur en elke partner na elkaar. Binnen `namens(…)`.

    Een ingetrokken rol, een verlopen lidmaatschap of een geblokkeerd account geeft niets: de afspraken verdwijnen.
    """
    gebruiker = Gebruiker.objects.get(pk=gebruiker_id)
    if not gebruiker.is_active:
        return []
    isolatie.word(gebruiker.pk)
    gevonden: dict[str, Afspraak] = {}
    for actor in _actoren(gebruiker, vandaag):
        isolatie.kies(bestuur=actor.bestuur_id, glowpartner=actor.glowpartner.pk if actor.glowpartner else 0)
        for planner in PLANNERS:
            for afspraak in planner(actor, vandaag - TERUG, vandaag + VOORUIT):
                gevonden.setdefault(afspraak.uid, afspraak)
    isolatie.kies()
    isolatie.word(0)
    return sorted(gevonden.values(), key=lambda a: (_als_tijdstip(a.begin), a.uid))


def _actoren(gebruiker: Gebruiker, vandaag: date) -> Iterator[Actor]:
    for lid in list(geldige_lidmaatschappen(gebruiker, vandaag)):
        lid.gebruiker = gebruiker
        yield als_lid(lid)
    for rij in Partnerlid.objects.filter(gebruiker=gebruiker, ingetrokken_op=None).select_related("glowpartner"):
        yield Actor(gebruiker, glowpartner=rij.glowpartner, rollen=frozenset({Rol.GLOW}))


def _als_tijdstip(begin: date) -> datetime:
    return begin if isinstance(begin, datetime) else datetime.combine(begin, time(), BRUSSEL)


# --- als bestand


def als_ics(rij: Iterable[Afspraak]) -> bytes:
    """iCalendar met CRLF en gevouwen regels; dezelfde afspraken geven dezelfde bytes (voor de ETag)."""
    kalender = Calendar()
    kalender.add("prodid", "-//Gemeenschapsdienst//agenda//NL")
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    kalender.add("x-wr-calname", NAAM)
    kalender.add("x-wr-timezone", BRUSSEL.key)
    kalender.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"value": "DURATION"})
    kalender.add("x-published-ttl", vDuration(timedelta(hours=1)))  # Outlook
    kalender.add_component(tijdzone())
    for afspraak in rij:
        kalender.add_component(_event(afspraak))
    return kalender.to_ical()


def _event(a: Afspraak) -> Event:
    event = Event()
    event.add("uid", a.uid if a.overal_uniek else f"{a.uid}@{urlsplit(settings.GD_ADRES).hostname}")
    moment = a.gewijzigd.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", moment)  # zonder METHOD: wanneer de afspraak laatst wijzigde (RFC 5545 §3.8.7.2)
    event.add("last-modified", moment)
    event.add("summary", a.titel)
    hele_dag = not isinstance(a.begin, datetime)
    event.add("dtstart", a.begin)
    event.add("dtend", a.einde + timedelta(days=1) if hele_dag else a.einde)  # DTEND telt zelf niet mee
    if hele_dag:
        event.add("transp", "TRANSPARENT")  # een termijn houdt geen dag bezet
    adres = f"{settings.GD_ADRES}{a.pad}" if a.pad else ""
    velden: tuple[tuple[str, Any], ...] = (
        ("location", a.plaats),
        ("description", "\n".join(deel for deel in (a.tekst, adres) if deel)),
        ("url", adres),
    )
    for naam, waarde in velden:
        if waarde:
            event.add(naam, waarde)
    return event
