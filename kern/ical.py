"""Een afspraak als iCalendar (RFC 5545, 5546), in de tijd van Brussel. De enige plaats die uitnodigingen opstelt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

BRUSSEL = ZoneInfo("Europe/Brussels")
MAKER = "-//Gemeenschapsdienst//Overleg//NL"
DUUR = timedelta(hours=1)  # wie geen einduur geeft, krijgt een uur in zijn agenda
UITNODIGING, AFGELAST, BLAD = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Wie:
    naam: str
    email: str


@dataclass(frozen=True)
class Afspraak:
    """Eén afspraak. `uid` blijft, `volgnummer` stijgt bij elke wijziging; zonder `uur` duurt ze de hele dag."""

    uid: str
    volgnummer: int
    titel: str
    dag: date
    uur: time | None = None
    einduur: time | None = None
    plaats: str = ""
    tekst: str = ""
    url: str = ""

    @property
    def begin(self) -> datetime | date:
        return datetime.combine(self.dag, self.uur, BRUSSEL) if self.uur else self.dag

    @property
    def einde(self) -> datetime | date:
        """Een uur na het begin als er geen einduur is; een hele dag eindigt de dag erna (RFC 5545, 3.6.1)."""
        if self.uur is None:
            return self.dag + timedelta(days=1)
        if self.einduur is None:  # in werkelijke tijd: ook in de nacht dat de klok verspringt
            begin = datetime.combine(self.dag, self.uur, BRUSSEL)
            return (begin.astimezone(UTC) + DUUR).astimezone(BRUSSEL)
        return datetime.combine(self.dag, self.einduur, BRUSSEL)


@dataclass(frozen=True)
class Agendabestand:
    """Wat een mail meedraagt. `methode`: REQUEST (nieuw of gewijzigd), CANCEL of PUBLISH."""

    methode: str
    inhoud: bytes


def bestand(
    afspraak: Afspraak, *, methode: str, moment: datetime, van: Wie | None = None, aan: Wie | None = None
) -> Agendabestand:
    """De afspraak voor één genodigde: op de uitnodiging staat enkel wie uitnodigt en wie ze krijgt.

    REQUEST en CANCEL vragen `van` en `aan`; PUBLISH (een bestand om zelf in de agenda te zetten) niet.
    """
    agenda = Calendar()
    agenda.add("prodid", MAKER)
    agenda.add("version", "2.0")
    agenda.add("method", methode)
    if afspraak.uur:
        agenda.add_component(tijdzone())
    agenda.add_component(_gebeurtenis(afspraak, methode, moment, van, aan))
    return Agendabestand(methode, agenda.to_ical())


def tijdzone() -> Timezone:
    """VTIMEZONE van Brussel als twee regels (RFC 5545, 3.6.5), zoals Outlook ze wil.

    `Calendar.add_missing_timezones` schrijft zestig jaar losse datums, en laat het zomeruur een uur te laat beginnen.
    """
    zone = Timezone()
    zone.add("tzid", BRUSSEL.key)
    for deel, naam, sinds, maand, van, naar in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2, 1),
    ):
        deel.add("tzname", naam)
        deel.add("dtstart", sinds)
        deel.add("rrule", {"freq": "yearly", "bymonth": maand, "byday": "-1su"})
        deel.add("tzoffsetfrom", timedelta(hours=van))
        deel.add("tzoffsetto", timedelta(hours=naar))
        zone.add_component(deel)
    return zone


def _gebeurtenis(afspraak: Afspraak, methode: str, moment: datetime, van: Wie | None, aan: Wie | None) -> Event:
    punt = Event()
    punt.add("uid", afspraak.uid)
    punt.add("sequence", afspraak.volgnummer)
    punt.add("dtstamp", moment.astimezone(UTC))
    punt.add("dtstart", afspraak.begin)
    punt.add("dtend", afspraak.einde)
    punt.add("summary", afspraak.titel)
    punt.add("status", "CANCELLED" if methode == AFGELAST else "CONFIRMED")
    for naam, waarde in (("location", afspraak.plaats), ("description", afspraak.tekst), ("url", afspraak.url)):
        if waarde:
            punt.add(naam, waarde)
    if van is not None:
        punt.add("organizer", _adres(van))
    if aan is not None:
        genodigde = _adres(aan)
        genodigde.params["ROLE"] = "REQ-PARTICIPANT"
        genodigde.params["PARTSTAT"] = "NEEDS-ACTION"
        genodigde.params["RSVP"] = "TRUE"
        punt.add("attendee", genodigde)
    return punt


def _adres(wie: Wie) -> vCalAddress:
    adres = vCalAddress(f"mailto:{wie.email}")
    adres.params["CN"] = wie.naam.replace('"', "'")  # RFC 5545, 3.2: geen aanhalingstekens in een parameter
    return adres
