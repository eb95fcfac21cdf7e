"""Uitnodigingen als iCalendar: gelezen met de bibliotheek icalendar, in de tijd van Brussel, ook als de klok verspringt."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from documenten.huisstijl import Stijl
from kern.ical import AFGELAST, BLAD, BRUSSEL, UITNODIGING, Afspraak, Wie, bestand, tijdzone
from kern.mail import Brief, stuur

MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
LANG = "Overleg over één plek; met komma, en een titel die zo lang is dat ze in het bestand zelf gevouwen moet worden"
AFSPRAAK = Afspraak(
    "o1@x",
    2,
    LANG,
    date(2026, 11, 27),
    time(14, 30),
    time(16, 0),
    "Markt 1",
    "1. Kennismaking\n2. Uren",
    "https://x.be/1",
)
VAN, AAN = Wie('Els "E" Van Aa', "els@aa.example"), Wie("Jan", "jan@partner.example")


def lees(bestand_):
    agenda = Calendar.from_ical(bestand_.inhoud)
    assert agenda.errors == []
    (punt,) = agenda.walk("VEVENT")
    assert punt.errors == []
    return agenda, punt


def test_een_uitnodiging():
    uitnodiging = bestand(AFSPRAAK, methode=UITNODIGING, moment=MOMENT, van=VAN, aan=AAN)
    agenda, punt = lees(uitnodiging)
    assert (agenda["METHOD"], agenda["VERSION"]) == ("REQUEST", "2.0")
    assert (punt["UID"], punt["SEQUENCE"], punt["STATUS"], punt["SUMMARY"]) == ("o1@x", 2, "CONFIRMED", LANG)
    assert punt.decoded("dtstart") == datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    assert punt.decoded("dtend") == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert punt["DTSTART"].params["TZID"] == "Europe/Brussels" == agenda.walk("VTIMEZONE")[0]["TZID"]
    assert punt["DESCRIPTION"] == "1. Kennismaking\n2. Uren" and punt["LOCATION"] == "Markt 1"
    assert punt["ORGANIZER"] == "mailto:els@aa.example" and punt["ATTENDEE"] == "mailto:jan@partner.example"
    assert punt["ORGANIZER"].params["CN"] == "Els 'E' Van Aa"
    regels = uitnodiging.inhoud.split(b"\r\n")
    assert b"\n" not in b"".join(regels) and max(map(len, regels)) <= 75  # RFC 5545, 3.1


def test_afgelast_en_een_blad_om_zelf_te_bewaren():
    agenda, punt = lees(bestand(AFSPRAAK, methode=AFGELAST, moment=MOMENT, van=VAN, aan=AAN))
    assert (agenda["METHOD"], punt["STATUS"], punt["UID"]) == ("CANCEL", "CANCELLED", "o1@x")
    agenda, punt = lees(bestand(AFSPRAAK, methode=BLAD, moment=MOMENT))
    assert agenda["METHOD"] == "PUBLISH" and "ATTENDEE" not in punt and "ORGANIZER" not in punt


@pytest.mark.parametrize(
    ("uur", "einduur", "begin", "duur"),
    [
        (None, None, date(2026, 11, 27), timedelta(days=1)),
        (time(23, 30), None, datetime(2026, 11, 27, 23, 30, tzinfo=BRUSSEL), timedelta(hours=1)),
    ],
)
def test_zonder_uur_een_hele_dag_zonder_einduur_een_uur(uur, einduur, begin, duur):
    agenda, punt = lees(bestand(Afspraak("a", 0, "x", date(2026, 11, 27), uur, einduur), methode=BLAD, moment=MOMENT))
    assert punt.decoded("dtstart") == begin and punt.decoded("dtend") - punt.decoded("dtstart") == duur
    assert bool(agenda.walk("VTIMEZONE")) == bool(uur)


def test_de_tijdzone_klopt_rond_beide_wissels_en_nog_jaren():
    """Uur na uur gelijk met de tijdzonegegevens van het systeem; de gemaakte van de bibliotheek zelf was dat niet."""
    zone = tijdzone().to_tz(lookup_tzid=False)
    for dag in (date(2023, 3, 26), date(2026, 3, 29), date(2026, 10, 25), date(2035, 3, 25), date(2026, 7, 1)):
        for uur in range(24):
            plaatselijk = datetime.combine(dag, time(uur))
            if dag.month in (3, 10) and uur in (1, 2):  # het uur dat niet of twee keer bestaat
                continue
            assert plaatselijk.replace(tzinfo=zone).utcoffset() == plaatselijk.replace(tzinfo=BRUSSEL).utcoffset(), (
                plaatselijk
            )


def test_een_uur_in_de_nacht_van_het_zomeruur():
    """29 maart 2026: 01:30 plus een uur is 03:30 op de klok."""
    nacht = Afspraak("n", 0, "x", date(2026, 3, 29), time(1, 30))
    assert nacht.einde == datetime(2026, 3, 29, 3, 30, tzinfo=BRUSSEL)


def test_de_mail_draagt_de_afspraak_als_gedeelte_en_als_bijlage():
    agenda = bestand(AFSPRAAK, methode=UITNODIGING, moment=MOMENT, van=VAN, aan=AAN)
    stijl = Stijl(bestuur_naam="Gemeente X", demo=True)
    stuur("jan@partner.example", Brief("Overleg", ("Dag",), agenda=agenda), stijl=stijl)
    bericht = mail.outbox[0].message()
    delen = [deel for deel in bericht.walk() if deel.get_content_type() == "text/calendar"]
    assert bericht.get_content_type() == "multipart/mixed" and len(delen) == 2
    for deel in delen:
        assert deel.get_param("method") == "REQUEST" and deel.get_content_charset() == "utf-8"
        assert Calendar.from_ical(deel.get_payload(decode=True)).walk("VEVENT")[0]["UID"] == "o1@x"
    assert [deel.get_filename() for deel in delen] == [None, "afspraak.ics"]
    assert b"Content-ID: <eu-embleem>" in bericht.as_bytes()


def test_een_mail_zonder_afspraak_blijft_wat_ze_was():
    stuur("jan@partner.example", Brief("Iets", ("Dag",)), stijl=Stijl(bestuur_naam="Gemeente X", demo=True))
    bericht = mail.outbox[0].message()
    assert bericht.get_content_type() == "multipart/related" and b"text/calendar" not in bericht.as_bytes()
