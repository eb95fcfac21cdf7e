"""De agenda als iCalendar: wat erin staat, voor wie, geldig volgens de bibliotheek icalendar, en achter een geheim adres."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from aanmelding import grenzen
from aanmelding.models import Teller
from berichten import agenda, sleutels
from berichten.agenda import Afspraak, als_ics, lokaal
from berichten.models import Agendasleutel
from leerwerkplekken.models import Aanbod
from logboek.models import Gebeurtenis
from organisaties.isolatie import namens
from organisaties.models import Lidmaatschap, Partnerlid, Samenwerking
from plaatsingen.models import Onderbreking, Werkdag
from projecten.models import Subsidieproject
from projecten.stappen import actiepunten, overeenkomsten, overleg
from tests.bouw import Huis

BRUSSEL = ZoneInfo("Europe/Brussels")
NU = datetime(2023, 4, 3, 10, tzinfo=BRUSSEL)


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    """Eén opzet per bestand: een plaatsing op maandag en dinsdag, met een onderbreking en paasmaandag erin."""
    with django_db_blocker.unblock(), transaction.atomic():
        huis = Huis("aa")
        with huis.binnen():
            huis.p = huis.plaatsing(tot=date(2023, 6, 30))
            for weekdag, van, tot in ((1, time(8, 30), time(12)), (2, None, None)):
                Werkdag.objects.create(
                    bestuur=huis.bestuur, plaatsing=huis.p, weekdag=weekdag, van=van, tot=tot, minuten=210,
                    pauze_minuten=15 if van else 0,
                )  # fmt: skip
            Onderbreking.objects.create(
                bestuur=huis.bestuur, plaatsing=huis.p, van=date(2023, 4, 17), tot=date(2023, 4, 23), reden="vakantie"
            )
        yield huis
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet."""


@pytest.fixture
def huis(gebouwd, db):
    with transaction.atomic(), time_machine.travel(NU, tick=False):
        yield gebouwd
        transaction.set_rollback(True)


def van(gebruiker):
    with namens():
        return agenda.van_persoon(gebruiker.pk, NU.date())


def lees(inhoud: bytes) -> Calendar:
    """Leest strikt: geen fout in een onderdeel, CRLF overal, geen regel boven 75 bytes, en elke verplichte eigenschap."""
    kalender = Calendar.from_ical(inhoud)
    regels = inhoud.split(b"\r\n")
    assert b"\n" not in inhoud.replace(b"\r\n", b"") and all(len(regel) <= 75 for regel in regels)
    assert kalender["version"] == "2.0" and kalender["prodid"] and not kalender.errors
    gezien = set()
    for event in kalender.walk("VEVENT"):
        assert not event.errors
        assert event["uid"] not in gezien
        gezien.add(event["uid"])
        assert event.start and event.end and event.start < event.end and event["summary"]
        assert event["dtstamp"].dt.tzinfo and event["last-modified"].dt.tzinfo
    return kalender


def adres_van(huis, wie="mentor"):
    with huis.binnen():
        return f"/agenda/{sleutels.maak(huis.actor(wie))}.ics"


def titels(huis, wie):
    return {a.titel for a in van(huis.leden[wie].gebruiker)}


# --- wat erin staat


def test_de_diensten_van_de_mentor_volgen_het_weekpatroon(huis):
    rij = [a for a in van(huis.leden["mentor"].gebruiker) if a.uid.startswith("dienst-")]
    april = [a for a in rij if a.uid[-10:-3] == "2023-04"]
    # maandag en dinsdag; niet op paasmaandag (10 april), niet in de onderbreking (17 tot 23 april)
    assert [a.uid[-10:] for a in april] == ["2023-04-03", "2023-04-04", "2023-04-11", "2023-04-24", "2023-04-25"]
    assert (april[0].begin, april[0].einde) == (
        lokaal(date(2023, 4, 3), time(8, 30)),
        lokaal(date(2023, 4, 3), time(12)),
    )
    assert april[0].titel == "D001, medewerker groendienst" and april[0].tekst == "Pauze: 15 minuten."
    assert (april[1].begin, april[1].titel) == (date(2023, 4, 4), "D001, medewerker groendienst: 3,5 u")
    assert max(a.begin for a in rij if not isinstance(a.begin, datetime)) == date(2023, 6, 27)


def test_termijnen_van_de_mentor(huis):
    rij = {a.uid.partition("-")[0]: a for a in van(huis.leden["mentor"].gebruiker)}
    assert rij["plaatsing"].begin == date(2023, 6, 30) and rij["plaatsing"].titel == "Laatste dag van D001"
    maanden = [a for a in van(huis.leden["mentor"].gebruiker) if a.uid.startswith("maand-")]
    assert [(a.begin, a.titel) for a in maanden][:2] == [
        (date(2023, 4, 5), "Uren van maart 2023 doorsturen"),
        (date(2023, 5, 4), "Uren van april 2023 doorsturen"),
    ]
    evaluaties = [a.titel for a in van(huis.leden["mentor"].gebruiker) if a.uid.startswith("evaluatie-")]
    assert any("D001: laatste dag" in titel for titel in evaluaties)


def test_hr_en_coordinator_zien_enkel_termijnen(huis):
    for wie in ("hr", "coordinator"):
        assert titels(huis, wie) == {"Laatste dag van D001", "Project 572-AA loopt af"}
    assert titels(huis, "directeur") == titels(huis, "beheerder") == titels(huis, "controleur") == set()


def test_de_partner_ziet_zijn_deelnemer(huis):
    (afspraak,) = [a for a in van(huis.partnerlid.gebruiker) if a.uid.startswith("plaatsing-")]
    assert afspraak.titel == "Laatste dag van D001" and "Gemeente AA" in afspraak.tekst


def test_de_partner_ziet_tot_wanneer_hij_kan_antwoorden(huis):
    with huis.binnen():
        Aanbod.objects.update(vervalt_op=date(2023, 4, 28))
    (afspraak,) = [a for a in van(huis.partnerlid.gebruiker) if a.uid.startswith("aanbod-")]
    assert (afspraak.begin, afspraak.titel) == (
        date(2023, 4, 28),
        f"Antwoorden op {huis.plek.code}, medewerker groendienst",
    )
    with huis.binnen():
        Aanbod.objects.update(antwoord="aanvaard", antwoord_op=date(2023, 4, 3))
    assert not [a for a in van(huis.partnerlid.gebruiker) if a.uid.startswith("aanbod-")]


def test_twee_besturen_in_een_agenda_en_een_ingetrokken_rol_verdwijnt(huis):
    ander = Huis("bb")
    hr = huis.leden["hr"].gebruiker
    with ander.binnen():
        lid = Lidmaatschap.objects.create(bestuur=ander.bestuur, gebruiker=hr, rollen=["coordinator"])
    assert {a.titel for a in van(hr)} >= {"Project 572-AA loopt af", "Project 572-BB loopt af"}
    with ander.binnen():
        Lidmaatschap.objects.filter(pk=lid.pk).update(ingetrokken_op=timezone.now())
    assert "Project 572-BB loopt af" not in {a.titel for a in van(hr)}
    with huis.binnen():
        Lidmaatschap.objects.filter(gebruiker=hr).update(tot=date(2023, 4, 2))
    assert van(hr) == []


def test_een_geblokkeerd_account_en_een_ingetrokken_partnerlid(huis):
    mentor, glow = huis.leden["mentor"].gebruiker, huis.partnerlid.gebruiker
    type(mentor).objects.filter(pk=mentor.pk).update(is_active=False)
    assert van(mentor) == []
    with namens(glowpartner=huis.partner.pk):
        Partnerlid.objects.filter(pk=huis.partnerlid.pk).update(ingetrokken_op=timezone.now())
    assert van(glow) == []


def test_een_partner_ziet_nooit_een_deelnemer_van_een_ander(huis):
    with huis.binnen():
        from organisaties.models import Gebruiker, GlowPartner
        from organisaties.personen import zorg_voor_partnerlid

        ander = GlowPartner.objects.create(naam="Ander", email="ander@x.example")
        Samenwerking.objects.create(bestuur=huis.bestuur, glowpartner=ander, code="ander")
        iemand = Gebruiker.objects.create_user("iemand@x.example", voornaam="I", naam="E")
        zorg_voor_partnerlid(ander, iemand)
    assert van(iemand) == []


def test_wat_wijzigt_krijgt_een_nieuwer_last_modified_en_houdt_zijn_uid(huis):
    def dienst():
        return next(a for a in van(huis.leden["mentor"].gebruiker) if a.uid.endswith("2023-04-03"))

    voor = dienst()
    with huis.binnen():
        Werkdag.objects.filter(plaatsing=huis.p, weekdag=1).update(van=time(9))
    na = dienst()
    assert na.uid == voor.uid and na.begin > voor.begin and na.gewijzigd > voor.gewijzigd


def test_nergens_een_naam(huis):
    gevuld = 0
    for lid in (*huis.leden.values(), huis.partnerlid):
        tekst = als_ics(van(lid.gebruiker)).decode()
        assert "Filip" not in tekst and "Pauwels" not in tekst
        gevuld += "BEGIN:VEVENT" in tekst
    assert gevuld >= 3


def test_overleg_actiepunten_en_overeenkomsten(huis):
    """Wie erbij is ziet het overleg, met de UID van de uitnodiging; afgelast verdwijnt het."""
    with huis.binnen():
        hr = huis.actor("hr")
        tafel = overleg.Tafel(leden=(huis.leden["mentor"],), partners=(huis.partner,))
        o = overleg.plan(
            hr, huis.bestuur, tafel, datum=date(2023, 5, 2), uur=time(14, 30), met="andere", onderwerp="Opvolging",
            plaats="Zaal 1", agenda=["Stand"],
        )  # fmt: skip
        actiepunten.voeg_toe(hr, o, wat="Bel VDAB", wie=huis.leden["mentor"], tegen=date(2023, 5, 9))
        overeenkomsten.maak(
            hr, huis.bestuur, van=date(2023, 1, 1), tot=date(2023, 11, 30), met="vdab", onderwerp="Afspraken"
        )
    for gebruiker in (huis.leden["mentor"].gebruiker, huis.leden["hr"].gebruiker, huis.partnerlid.gebruiker):
        (afspraak,) = [a for a in van(gebruiker) if a.titel == "Opvolging"]
        assert (afspraak.begin, afspraak.einde) == (
            lokaal(date(2023, 5, 2), time(14, 30)),
            lokaal(date(2023, 5, 2), time(15, 30)),
        )
        assert afspraak.plaats == "Zaal 1" and "1. Stand" in afspraak.tekst
        (event,) = lees(als_ics([afspraak])).walk("VEVENT")
        assert event["uid"] == str(o.uid)
    assert "Actiepunt: Bel VDAB" in titels(huis, "mentor") and "Actiepunt: Bel VDAB" not in titels(huis, "hr")
    assert "Overeenkomst met VDAB loopt af" in titels(huis, "coordinator")
    assert "Opvolging" not in titels(huis, "coordinator") | titels(huis, "controleur") | titels(huis, "leidinggevende")
    with huis.binnen():
        overleg.last_af(hr, o, reden="ziek")
    assert not {"Opvolging", "Actiepunt: Bel VDAB"} & titels(huis, "mentor")


# --- het bestand


def test_geldig_volgens_icalendar_met_de_zone_van_brussel(huis):
    kalender = lees(als_ics(van(huis.leden["mentor"].gebruiker)))
    (zone,) = kalender.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Brussels" and kalender["x-wr-calname"] == "Gemeenschapsdienst"
    assert kalender["refresh-interval"].dt == timedelta(hours=1)
    dienst = next(e for e in kalender.walk("VEVENT") if "2023-04-03" in e["uid"])
    assert dienst["dtstart"].params["TZID"] == "Europe/Brussels"
    assert dienst.start == datetime(2023, 4, 3, 8, 30, tzinfo=BRUSSEL) and dienst["uid"].endswith("@127.0.0.1")


@pytest.mark.parametrize(
    ("dag", "uur", "utc"),
    [
        (date(2026, 3, 29), time(1, 59), (0, 59)),
        (date(2026, 3, 29), time(2, 30), (1, 30)),  # bestaat niet: 03:30 zomertijd
        (date(2026, 3, 29), time(3, 0), (1, 0)),
        (date(2026, 10, 25), time(1, 59), (23, 59)),
        (date(2026, 10, 25), time(2, 30), (0, 30)),  # komt twee keer: de eerste
        (date(2026, 10, 25), time(3, 0), (2, 0)),
    ],
)
def test_de_twee_vreemde_nachten(dag, uur, utc):
    """Wat een agenda uit het bestand leest met onze VTIMEZONE, is het ogenblik dat bedoeld was."""
    moment = lokaal(dag, uur)
    inhoud = als_ics([Afspraak("x", "x", moment, moment + timedelta(hours=1))])
    (event,) = lees(inhoud).walk("VEVENT")
    assert (event.start.astimezone(UTC).hour, event.start.astimezone(UTC).minute) == utc
    zone = next(iter(Calendar.from_ical(inhoud).walk("VTIMEZONE"))).to_tz(
        lookup_tzid=False
    )  # enkel wat in het bestand staat
    op_de_klok = event.start.replace(tzinfo=None)
    assert op_de_klok.replace(tzinfo=zone).utcoffset() == event.start.utcoffset()


def test_lange_regels_en_vreemde_tekens():
    titel = "Café; één, twee\\drie \N{SNOWMAN} " + "ë" * 120
    (event,) = lees(als_ics([Afspraak("x", titel, NU.date(), NU.date(), tekst="a\nb", plaats="Markt 1, Aalst")])).walk(
        "VEVENT"
    )
    assert event["summary"] == titel and event["description"] == "a\nb" and event["location"] == "Markt 1, Aalst"
    assert event.end - event.start == timedelta(days=1) and event["transp"] == "TRANSPARENT"


def test_een_lege_agenda_is_geldig():
    assert lees(als_ics([])).walk("VEVENT") == []


def test_zonder_vouwen_zou_de_controle_falen():
    """Positieve controle: de strenge lezer ziet een te lange regel, een kale LF en een dubbele UID."""
    goed = als_ics([Afspraak("x", "y" * 100, NU.date(), NU.date())])
    for kapot in (
        goed.replace(b"\r\n ", b""),
        goed.replace(b"\r\n", b"\n"),
        als_ics([Afspraak("x", "y", NU.date(), NU.date())] * 2),
    ):
        with pytest.raises(AssertionError):
            lees(kapot)


# --- het geheime adres


def test_ophalen_zonder_aanmelden_en_304(huis):
    adres = adres_van(huis)
    antwoord = Client().get(adres)
    assert antwoord.status_code == 200 and antwoord["Content-Type"] == "text/calendar; charset=utf-8"
    assert antwoord["X-Robots-Tag"] == "noindex" and "private" in antwoord["Cache-Control"]
    assert len(lees(antwoord.content).walk("VEVENT")) > 10
    assert not antwoord.cookies
    nog_eens = Client().get(adres, headers={"if-none-match": antwoord["ETag"]})
    assert (nog_eens.status_code, nog_eens.content) == (304, b"")
    with huis.binnen():
        Subsidieproject.objects.update(code="NIEUW")
        huis.p.beeindigd_op, huis.p.einde_reden = date(2023, 5, 31), "werk"
        huis.p.save(update_fields=["beeindigd_op", "einde_reden"])
    assert Client().get(adres, headers={"if-none-match": antwoord["ETag"]}).status_code == 200


def test_ook_voor_wie_als_iemand_anders_aangemeld_is(huis):
    adres, klant = adres_van(huis), Client()
    klant.force_login(huis.leden["beheerder"].gebruiker)
    assert b"D001" in klant.get(adres).content
    assert klant.get("/").status_code == 200


def test_laatst_opgehaald_en_enkel_de_hash_bewaard(huis):
    adres = adres_van(huis)
    sleutel = Agendasleutel.objects.get()
    assert sleutel.sha256 not in adres and len(sleutel.sha256) == 64 and sleutel.laatst_opgehaald_op is None
    Client().get(adres)
    sleutel.refresh_from_db()
    assert sleutel.laatst_opgehaald_op is not None


@pytest.mark.parametrize("wat", ["vernieuwd", "ingetrokken"])
def test_een_oud_adres_werkt_niet_meer(huis, wat):
    adres = adres_van(huis)
    with huis.binnen():
        if wat == "vernieuwd":
            nieuw = sleutels.maak(huis.actor("mentor"))
        else:
            assert sleutels.trek_in(huis.actor("mentor")) and not sleutels.trek_in(huis.actor("mentor"))
    assert Client().get(adres).status_code == 404
    if wat == "vernieuwd":
        assert Client().get(f"/agenda/{nieuw}.ics").status_code == 200


def test_raden_houdt_op(huis, monkeypatch):
    """Wie het juiste adres heeft, telt nooit mee."""
    (grens,) = grenzen.GRENZEN["agenda"]
    assert (grens.hoogstens, grens.venster) == (50, timedelta(minutes=15))
    monkeypatch.setitem(grenzen.GRENZEN, "agenda", (replace(grens, hoogstens=3),))
    adres = adres_van(huis)
    for _ in range(4):
        assert Client().get(adres).status_code == 200
    antwoorden = [Client().get(f"/agenda/{'x' * 43}{n}.ics").status_code for n in range(4)]
    assert antwoorden == [404] * 3 + [429]
    assert Teller.objects.count() == 1


@pytest.mark.parametrize("methode", ["post", "put", "delete"])
def test_enkel_lezen(huis, methode):
    assert getattr(Client(), methode)(adres_van(huis)).status_code in (403, 405)


# --- het scherm


def test_maken_tonen_vernieuwen_en_intrekken(huis):
    klant = Client()
    klant.force_login(huis.leden["mentor"].gebruiker)
    assert "Agenda-adres maken" in klant.get("/profiel/agenda/").content.decode()
    assert klant.post("/profiel/agenda/").status_code == 302
    eerst = klant.get("/profiel/agenda/").content.decode()
    adres = re.search(r'value="http://[^/]+(/agenda/[^"]+)"', eerst)[1]
    assert "webcal://" in eerst and "Nog niet opgehaald." in eerst
    assert Client().get(adres).status_code == 200
    opnieuw = klant.get("/profiel/agenda/").content.decode()
    assert adres not in opnieuw and "Laatst opgehaald op" in opnieuw
    klant.post("/profiel/agenda/")
    assert Client().get(adres).status_code == 404
    assert "is ingetrokken" in klant.post("/profiel/agenda/intrekken/", follow=True).content.decode()
    assert not Agendasleutel.objects.exists()
    assert "Er is niets gewijzigd" in klant.post("/profiel/agenda/intrekken/", follow=True).content.decode()
    with huis.binnen():
        assert sorted(Gebeurtenis.objects.filter(wat__startswith="account.agenda").values_list("wat", flat=True)) == [
            "account.agenda_gemaakt", "account.agenda_gemaakt", "account.agenda_ingetrokken",
        ]  # fmt: skip


def test_zonder_de_verplichte_tweede_factor_geen_adres(huis):
    with huis.binnen():
        type(huis.bestuur).objects.filter(pk=huis.bestuur.pk).update(tweede_factor=True)
    klant = Client()
    klant.force_login(huis.leden["mentor"].gebruiker)
    pagina = klant.get("/profiel/agenda/").content.decode()
    assert "Stel eerst je tweede factor in" in pagina and "Agenda-adres maken" not in pagina
    assert klant.post("/profiel/agenda/")["Location"] == "/profiel/tweede-factor/"
    assert not Agendasleutel.objects.exists()
