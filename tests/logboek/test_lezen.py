"""Belofte 9: wie een naam van een deelnemer ziet, staat in het leesboek vóór de naam vertrekt; anders vertrekt er niets."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.db.transaction import atomic
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from logboek import stappen
from logboek.models import Leesregel
from organisaties import isolatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from tests.bouw import Huis
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
DAG = date(2023, 6, 5)


@pytest.fixture
def huis(db):
    with time_machine.travel("2023-06-15 10:00+02:00", tick=False):
        huis = Huis("aa", plekken=3)
        with huis.binnen():
            huis.plaatsingen = []
            for n, plek in enumerate(huis.plekken):
                deelnemer = huis.deelnemer(f"D{n}", voornaam="Kanarie", naam=f"Geel{n}")
                huis.plaatsingen.append(huis.plaatsing(deelnemer=deelnemer, plek=plek, code=f"P{n}"))
            huis.prestatie = uren.voer_in(huis.installatie, huis.plaatsingen[0], Invoer(DAG, minuten=60))
        yield huis


def test_elk_scherm_met_een_naam_noteert_ze(huis):
    alle = {p.deelnemer_id for p in huis.plaatsingen}
    een = {huis.plaatsingen[0].deelnemer_id}
    pk = huis.plaatsingen[0].pk
    mentor = meld_aan(huis.leden["mentor"].gebruiker)
    for url, wie in (
        ("/uren/", alle),
        (f"/uren/?dag={DAG}", alle),
        (f"/uren/{pk}/{DAG}/", een),
        (f"/uren/invoer/{huis.prestatie.pk}/", een),
        (f"/uren/invoer/{huis.prestatie.pk}/verwijderen/", een),
        ("/uren/maand/", alle),
        (f"/uren/maand/{pk}/2023-06/doorsturen/", een),
    ):
        antwoord = mentor.get(url)
        assert "Kanarie" in antwoord.content.decode(), url
        assert gelezen(antwoord, huis.bestuur_id) == wie, url
    with huis.binnen():
        staat = maand.doorsturen(huis.installatie, huis.plaatsingen[0], DAG)
    antwoord = meld_aan(huis.leden["hr"].gebruiker).get(f"/uren/maandstaten/{staat.pk}/")
    assert "Kanarie" in antwoord.content.decode() and gelezen(antwoord, huis.bestuur_id) == een


def test_een_regel_zegt_wie_waarom_en_in_welk_verzoek(huis):
    antwoord = meld_aan(huis.leden["mentor"].gebruiker).get(f"/uren/{huis.plaatsingen[0].pk}/{DAG}/")
    with huis.binnen():
        (regel,) = Leesregel.objects.filter(verzoek=antwoord.wsgi_request.nummer)
    assert (regel.gebruiker_id, regel.doel) == (huis.leden["mentor"].gebruiker_id, "uren invullen")
    assert regel.glowpartner_id is None and regel.txid > 0


def test_een_formulier_met_een_fout_toont_de_naam_opnieuw_en_noteert_dat(huis):
    pk = huis.plaatsingen[1].pk
    antwoord = meld_aan(huis.leden["mentor"].gebruiker).post(f"/uren/{pk}/{DAG}/", {f"p{pk}-uren": "99"})
    assert antwoord.status_code == 200 and "Kanarie" in antwoord.content.decode()
    assert gelezen(antwoord, huis.bestuur_id) == {huis.plaatsingen[1].deelnemer_id}


def test_lukt_noteren_niet_dan_vertrekt_er_niets(huis, monkeypatch):
    monkeypatch.setattr(stappen, "LEES", "SELECT logboek_lees_stuk(%s, %s, %s, %s)")
    klant = meld_aan(huis.leden["mentor"].gebruiker)
    klant.raise_request_exception = False
    antwoord = klant.get("/uren/")
    assert antwoord.status_code == 500
    assert "Kanarie" not in antwoord.content.decode()
    with huis.binnen():
        assert not Leesregel.objects.exists()


def test_twee_keer_in_een_verzoek_is_een_regel_en_een_query(huis):
    deelnemers = [p.deelnemer for p in huis.plaatsingen]
    with huis.binnen(gebruiker=huis.leden["hr"].gebruiker_id, alleen_lezen=True, verzoek="v"):
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            stappen.lees(deelnemers, doel="test")
        stappen.lees([*deelnemers, deelnemers[0]], doel="test")
        stappen.lees(deelnemers[:1], doel="iets anders")
        assert Leesregel.objects.count() == 4
    assert len(vragen) == 1


def test_een_partner_leest_in_meer_besturen(huis):
    bb = Huis("bb")
    with bb.binnen():
        from leerwerkplekken.stappen import bied_aan

        bied_aan(bb.installatie, bb.plek, huis.partner)
        ander = bb.deelnemer("D9", glowpartner=huis.partner)
    with isolatie.namens(glowpartner=huis.partner.pk, gebruiker=huis.partnerlid.gebruiker_id, alleen_lezen=True):
        stappen.lees([huis.plaatsingen[0].deelnemer, ander], doel="kandidaat volgen")
    for bestuur, deelnemer in ((huis, huis.plaatsingen[0].deelnemer), (bb, ander)):
        with bestuur.binnen():
            (regel,) = Leesregel.objects.all()
        assert (regel.sleutel, regel.glowpartner_id) == (deelnemer.pk, huis.partner.pk)


def test_niemand_noteert_een_blik_in_een_ander_bestuur(huis):
    bb = Huis("bb")
    with bb.binnen(gebruiker=1), pytest.raises(ProgrammingError, match="ander bestuur"), atomic():
        stappen.lees([huis.plaatsingen[0].deelnemer], doel="test")
