"""Elke soort herinnering met echte stappen: wie ze krijgt, op welke dag, en wat erin staat (nooit een naam)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from berichten.herinneringen import SOORTEN, Adressen, herinner, van_soort
from berichten.models import Bericht
from kandidaten import leeg
from kern.kalender import is_werkdag, plus_werkdagen
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Aanbod
from plaatsingen.stappen import plaatsing as plaatsing_stappen
from projecten.stappen import actiepunten, overeenkomsten, overleg
from tests.bouw import Huis
from tests.hulp.huizen import eens

gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def binnen(huis):
    with huis.binnen():
        yield huis


def nieuw(huis, soort, dag):
    """Per ontvanger wat er die dag van die soort bijkomt."""
    voor = set(Bericht.objects.values_list("pk", flat=True))
    if is_werkdag(dag):  # de rest van `herinner`, enkel voor deze soort: dat scheelt
        van_soort(SOORTEN[soort], Adressen(huis.bestuur_id, dag))
    rijen = (
        Bericht.objects.filter(soort=soort, sleutel__startswith="herinnering")
        .exclude(pk__in=voor)
        .select_related("ontvanger")
    )
    return {b.ontvanger.email.partition("@")[0]: b for b in rijen}


def dagen(huis, soort, *datums):
    return [len(nieuw(huis, soort, dag)) for dag in datums]


def test_een_plaatsing_die_afloopt(binnen):
    """Tot 31 augustus 2023: 1 en 24 augustus zijn de dagen."""
    p = binnen.plaatsing()
    soort = "plaatsing_loopt_af"
    assert dagen(binnen, soort, date(2023, 7, 31)) == [0]
    per = nieuw(binnen, soort, date(2023, 8, 1))
    assert {wie: b.knop_pad for wie, b in per.items()} == {
        "hr": f"/plaatsingen/{p.pk}/",
        "mentor": "/evaluaties/",
        "glow": f"/kandidaten/personen/{p.deelnemer_id}/",
    }
    assert per["glow"].glowpartner == binnen.partner
    assert "D001, medewerker groendienst: over 30 dagen, op 31 augustus 2023." in per["hr"].alineas
    assert dagen(binnen, soort, date(2023, 8, 2), date(2023, 8, 23), date(2023, 8, 24), date(2023, 8, 25)) == [
        0,
        0,
        3,
        0,
    ]
    assert dagen(binnen, soort, date(2023, 9, 1)) == [0]


def test_vroeger_gestopt_is_gestopt(binnen):
    p = binnen.plaatsing()
    plaatsing_stappen.beeindig(binnen.actor("hr"), p, op=date(2023, 7, 10), reden="werk gevonden")
    assert dagen(binnen, "plaatsing_loopt_af", date(2023, 8, 1)) == [0]
    assert dagen(binnen, "plaatsing_loopt_af", date(2023, 7, 6)) == [3]


def test_een_aanbod_zonder_antwoord(binnen):
    """Aangeboden op woensdag 1 maart 2023: na vijf werkdagen, woensdag 8 maart."""
    soort = "aanbod_te_beantwoorden"
    assert dagen(binnen, soort, date(2023, 3, 7), date(2023, 3, 8), date(2023, 3, 9)) == [0, 1, 0]
    (bericht,) = Bericht.objects.filter(soort=soort, sleutel__startswith="herinnering")
    assert (bericht.ontvanger, bericht.glowpartner) == (binnen.partnerlid.gebruiker, binnen.partner)
    assert "medewerker groendienst" in bericht.onderwerp and "aangeboden op 1 maart 2023" in bericht.alineas[1]
    Aanbod.objects.update(antwoord="geweigerd", antwoord_op=date(2023, 3, 9))
    assert dagen(binnen, soort, date(2023, 3, 15)) == [0]


def test_een_aanbod_dat_verviel_of_vernieuwd_werd(binnen):
    """Vervallen vraagt geen antwoord meer; na het vernieuwen telt het opnieuw van die dag."""
    soort = "aanbod_te_beantwoorden"
    Aanbod.objects.update(vervalt_op=date(2023, 3, 8), antwoord="bekijkt", antwoord_op=date(2023, 3, 2))
    assert dagen(binnen, soort, date(2023, 3, 8), date(2023, 3, 15)) == [1, 0]
    Aanbod.objects.update(vernieuwd_op=date(2023, 4, 3), vervalt_op=date(2023, 6, 1))
    assert dagen(binnen, soort, date(2023, 4, 7), date(2023, 4, 11)) == [0, 1]  # 10 april is paasmaandag
    (bericht,) = Bericht.objects.filter(soort=soort, sleutel__contains="2023-04-11")
    assert "aangeboden op 3 april 2023. Antwoorden kan tot en met 1 juni 2023." in bericht.alineas[1]


def test_een_plek_die_leeg_blijft(binnen):
    """Open sinds 1 februari 2023; hoeveel dagen te lang is, kiest het bestuur."""
    soort = "plek_leeg"
    eerste = next(
        d for d in (date(2023, 2, 1) + timedelta(days=n) for n in range(120)) if leeg.van_bestuur(binnen.bestuur_id, d)
    )
    assert dagen(binnen, soort, eerste - timedelta(days=1)) == [0]
    while not is_werkdag(eerste):
        eerste += timedelta(days=1)
    per = nieuw(binnen, soort, eerste)
    assert sorted(per) == ["glow", "hr"] and per["glow"].glowpartner == binnen.partner
    assert "dagen leeg. Het ligt aan:" in per["hr"].alineas[1]
    assert (
        per["hr"].knop_pad == "/kandidaten/lege-plekken/" and per["glow"].knop_pad == "/kandidaten/mijn/lege-plekken/"
    )
    assert dagen(binnen, soort, eerste, plus_werkdagen(eerste, 19), plus_werkdagen(eerste, 20)) == [0, 0, 2]
    plek_stappen.sluit(binnen.actor("hr"), binnen.plek)
    assert dagen(binnen, soort, plus_werkdagen(eerste, 60)) == [0]


def test_een_gesloten_plek_vraagt_geen_antwoord(binnen):
    plek_stappen.sluit(binnen.actor("hr"), binnen.plek)
    assert dagen(binnen, "aanbod_te_beantwoorden", date(2023, 3, 8)) == [0]


def test_een_evaluatie_die_aan_de_beurt_is(binnen):
    """De startevaluatie kan vanaf de eerste dag (1 maart) en staat dan elke vijf werkdagen, tot ze gebeurd is."""
    p = binnen.plaatsing()
    soort = "evaluatie_te_doen"
    assert dagen(binnen, soort, date(2023, 2, 28)) == [0]
    per = nieuw(binnen, soort, date(2023, 3, 1))
    assert list(per) == ["mentor"] and per["mentor"].knop_pad == f"/evaluaties/plaatsing/{p.pk}/"
    assert "D001" in per["mentor"].onderwerp and "Filip" not in str(per["mentor"].alineas)
    assert dagen(binnen, soort, date(2023, 3, 2), date(2023, 3, 7), date(2023, 3, 8)) == [0, 0, 1]


def test_een_mentor_zonder_certificaat(binnen):
    """Zonder opleiding sinds het begin (2 januari was de eerste werkdag van 2023), met opleiding sinds die dag."""
    soort = "certificaat_ontbreekt"
    assert dagen(binnen, soort, date(2023, 1, 12), date(2023, 1, 13)) == [0, 1]
    (bericht,) = Bericht.objects.filter(soort=soort, sleutel__startswith="herinnering")
    assert bericht.ontvanger == binnen.leden["hr"].gebruiker
    assert bericht.alineas[1] == f"{binnen.mentor.code} Mentor Van Aa: nog geen opleiding gevolgd."
    binnen.certificaat(datum=date(2023, 5, 30))
    assert dagen(binnen, soort, date(2023, 6, 30)) == [0]


def test_een_project_dat_afloopt_zegt_wat_ontbreekt(binnen):
    """Tot 31 december 2023: 90 dagen ervoor is maandag 2 oktober."""
    soort = "project_deadline"
    binnen.fiche(op=date(2023, 9, 1))
    assert dagen(binnen, soort, date(2023, 9, 29)) == [0]
    per = nieuw(binnen, soort, date(2023, 10, 2))
    assert sorted(per) == ["coordinator", "hr"]
    bericht = per["coordinator"]
    assert bericht.onderwerp == "Project 572-AA loopt over 90 dagen af"
    assert bericht.knop_pad == f"/project/{binnen.project.pk}/"
    assert bericht.alineas == [
        "Project 572-AA loopt over 90 dagen af, op 31 december 2023.",
        "Leerwerkplekken met ondertekende fiche: 0 van 3.",
        "Opgeleide mentoren met certificaat: 0 van 1.",
        "Te ondertekenen: 1 fiche, bij Leidinggevende Van Aa (1).",
        f"Zonder certificaat: {binnen.mentor.code} Mentor Van Aa.",
        "Op het spel bij alles of niets: € 7.396,84.",
        "Op het spel naar rato van volledige bundels: € 7.396,84.",
    ]
    einde = date(2023, 12, 31)
    for n in (60, 30, 14, 7):
        drempel = einde - timedelta(days=n)
        while not is_werkdag(drempel):  # 24 december is een zondag, 25 een feestdag: dan de 26ste
            drempel += timedelta(days=1)
        assert dagen(binnen, soort, drempel, drempel) == [2, 0], n


def test_is_alles_gehaald_dan_gaat_er_niets_uit(binnen):
    type(binnen.project).objects.update(doel_leerwerkplekken=0, doel_mentoren=0)
    assert dagen(binnen, "project_deadline", date(2023, 10, 2)) == [0]


def test_een_overeenkomst_die_afloopt(binnen):
    """Tot 31 december 2023: 90 dagen ervoor is 2 oktober, 30 dagen is vrijdag 1 december."""
    soort, coordinator = "overeenkomst_loopt_af", binnen.actor("coordinator")
    gegevens = {"met": "glow", "glowpartner": binnen.partner, "onderwerp": "Samenwerking"}
    rij = overeenkomsten.maak(coordinator, binnen.bestuur, van=date(2023, 1, 1), tot=date(2023, 12, 31), **gegevens)
    assert dagen(binnen, soort, date(2023, 9, 29)) == [0]
    per = nieuw(binnen, soort, date(2023, 10, 2))
    assert sorted(per) == ["coordinator", "hr"]
    assert per["hr"].alineas[1] == "Samenwerking, met Partner aa: over 90 dagen, op 31 december 2023."
    assert dagen(binnen, soort, date(2023, 10, 3), date(2023, 11, 30), date(2023, 12, 1)) == [0, 0, 2]
    overeenkomsten.maak(coordinator, binnen.bestuur, van=date(2024, 1, 1), tot=None, **gegevens)
    type(rij).objects.filter(van=date(2024, 1, 1)).update(vervangt=rij)  # verlengd: niets meer te doen
    assert dagen(binnen, soort, date(2023, 12, 29)) == [0]


def test_een_actiepunt_dat_klaar_moest_zijn(binnen):
    """Tegen dinsdag 6 juni 2023: die dag, en dan na vijf werkdagen."""
    soort, hr = "overleg", binnen.actor("hr")
    tafel = overleg.Tafel(leden=(binnen.leden["mentor"],), partners=(binnen.partner,))
    o = overleg.plan(hr, binnen.bestuur, tafel, datum=date(2023, 6, 1), met="andere", onderwerp="Opvolging")
    for wie in (binnen.leden["mentor"], binnen.partner):
        punt = actiepunten.voeg_toe(hr, o, wat="Bel VDAB", wie=wie, tegen=date(2023, 6, 6))
    Bericht.objects.all().delete()
    assert dagen(binnen, soort, date(2023, 6, 5)) == [0]
    per = nieuw(binnen, soort, date(2023, 6, 6))
    assert sorted(per) == ["glow", "mentor"] and per["glow"].glowpartner == binnen.partner
    assert per["mentor"].alineas[1] == "Bel VDAB (tegen 6 juni 2023, Opvolging)" and per["mentor"].knop_pad
    actiepunten.vink_af(hr, punt, gedaan=True)
    assert dagen(binnen, soort, date(2023, 6, 7), date(2023, 6, 12), date(2023, 6, 13)) == [0, 0, 1]


def test_het_aantal_vragen_hangt_niet_af_van_hoeveel_er_wacht(binnen):
    def tel(soort, dag):
        with CaptureQueriesContext(connection) as gezien:
            gevonden = SOORTEN[soort].alle(binnen.bestuur_id, dag)
        return len(gevonden), len(gezien)

    def fiches(aantal):
        for _ in range(aantal):
            binnen.fiche(binnen.maak_plek(), op=date(2023, 6, 1))

    fiches(1)
    een = {soort: tel(soort, date(2023, 10, 2)) for soort in ("fiche_te_ondertekenen", "project_deadline")}
    fiches(6)
    veel = {soort: tel(soort, date(2023, 10, 2)) for soort in een}
    assert een["fiche_te_ondertekenen"][0] < veel["fiche_te_ondertekenen"][0]
    assert {soort: vragen for soort, (_, vragen) in een.items()} == {s: vragen for s, (_, vragen) in veel.items()}


def test_geen_enkel_bericht_noemt_een_deelnemer(binnen):
    """Dagen waarop samen elke soort aan de beurt is: nergens de naam, wel de code."""
    p = binnen.plaatsing()
    binnen.fiche(op=date(2023, 6, 1))
    for dag in (date(2023, 4, 6), date(2023, 6, 12), date(2023, 8, 1), date(2023, 10, 2)):
        herinner(binnen.bestuur_id, dag)
    alles = [
        f"{b.onderwerp} {b.alineas} {b.knop_pad}" for b in Bericht.objects.filter(sleutel__startswith="herinnering")
    ]
    assert len(alles) > 10 and not any(
        naam in tekst for tekst in alles for naam in (p.deelnemer.naam, p.deelnemer.voornaam)
    )
    assert {b.soort for b in Bericht.objects.filter(sleutel__startswith="herinnering")} >= set(SOORTEN) - {
        "overleg",
        "overeenkomst_loopt_af",
        "plek_leeg",
        "zegel_loopt_af",  # gaat over het bestuur
    }
