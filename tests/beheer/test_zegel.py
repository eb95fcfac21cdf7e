"""Het zegel op de pagina Instellingen, zijn einde aangekondigd, en een verlopen zegel dat enkel zijn eigen bestuur raakt."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from beheer import zegel as zegelkaart
from beheer.regels import raad
from berichten.herinneringen import SOORTEN, Adressen, van_soort
from berichten.models import Bericht
from documenten import checks
from documenten.zegel.sleutel import stand_van
from fiches.models import FicheBlad
from kern.kalender import is_werkdag
from organisaties.enums import Rol
from taken.models import Taak
from taken.uitvoering import voer_uit
from tests.bouw import Huis
from tests.documenten.test_zegel_bronnen import kaart, p12, stel_in

__all__ = ["kaart", "stel_in"]
MAANDAG = date(2026, 3, 2)


@pytest.fixture
def huis(db):
    return Huis("aa", plekken=0)


def berichten(huis, dag):
    """De onderwerpen die er die dag bijkomen, met wie ze krijgt."""
    voor = set(Bericht.objects.values_list("pk", flat=True))
    van_soort(SOORTEN["zegel_loopt_af"], Adressen(huis.bestuur_id, dag))
    nieuw = Bericht.objects.exclude(pk__in=voor).select_related("ontvanger").order_by("pk")
    return [(b.ontvanger.email.partition("@")[0], b.onderwerp) for b in nieuw]


def test_het_einde_wordt_vier_keer_aangekondigd(huis, kaart, stel_in):
    stel_in(p12(kaart, "aa", "Gemeente AA", dagen=365))
    tot = stand_van("aa").geldig_tot.date()
    gekregen = {}
    with huis.binnen():
        for over in range(70, -5, -1):
            if is_werkdag(dag := tot - timedelta(days=over)) and (nieuw := berichten(huis, dag)):
                gekregen[over] = nieuw
        alineas = Bericht.objects.order_by("pk").last().alineas
    assert len(gekregen) == 4 and all(wie == [("beheerder", wie[0][1])] for wie in gekregen.values())
    for drempel, over in zip((60, 30, 14, 7), gekregen, strict=True):
        assert drempel - 5 <= over <= drempel  # op die dag, of de eerste werkdag erna
        assert gekregen[over][0][1] == f"Het zegel loopt over {over} dagen af"
    assert "Gemeente AA" in alineas[0] and "niets meer verzegeld" in alineas[1] and "Uitgever Gemeente AA" in alineas[2]


def test_een_testzegel_kondigt_niets_aan(huis, django_assert_num_queries):
    with huis.binnen(), django_assert_num_queries(0):
        assert SOORTEN["zegel_loopt_af"].zoek(huis.bestuur_id, MAANDAG) == []


def test_een_zegel_dat_niet_te_lezen_is_kondigt_niets_aan_en_breekt_niets(huis, kaart, stel_in):
    stel_in('[aa]\npkcs12 = "/er/niet.p12"')
    with huis.binnen():
        assert berichten(huis, MAANDAG) == []


def test_wat_de_pagina_meldt(huis, kaart, stel_in):
    stel_in(p12(kaart, "aa", "Gemeente AA"))
    tot, verwacht = stand_van("aa").geldig_tot.date(), {
        61: "", 60: "Het zegel loopt over 60 dagen af", 1: "Het zegel loopt over 1 dag af",
        0: "Het zegel loopt vandaag af", -1: "Het zegel is verlopen",
    }  # fmt: skip
    assert {n: zegelkaart.kaart(huis.bestuur, tot - timedelta(days=n)).kop for n in verwacht} == verwacht


def test_de_pagina_instellingen(huis, client, kaart, stel_in, settings):
    client.force_login(huis.leden[Rol.BEHEERDER].gebruiker)
    adres = reverse("beheer:instellingen")
    scherm = client.get(adres)
    assertContains(scherm, "Testzegel: wat verzegeld wordt is niet rechtsgeldig")
    assertContains(scherm, "B-B: zonder tijdstempel")
    assertContains(scherm, "Later is dan niet te bewijzen wanneer er verzegeld werd.")
    stel_in(p12(kaart, "aa", "Gemeente AA", dagen=20))
    settings.GD_TSA_URLS = ["https://een.example/tsa", "https://twee.example/tsa"]
    scherm = client.get(adres)
    assertContains(scherm, "Gemeente AA")
    assertContains(scherm, "Uitgever Gemeente AA")
    assertContains(scherm, "B-T: met tijdstempel")
    assertContains(scherm, "een.example, twee.example")
    assertContains(scherm, "Vraag op tijd een nieuw zegel aan.")
    assertNotContains(scherm, "testzegel")
    stel_in('[aa]\npkcs12 = "/er/niet.p12"')
    scherm = client.get(adres)
    assertContains(scherm, "Het zegel is niet te lezen")
    assertContains(scherm, "/er/niet.p12 is er niet")


def test_een_verlopen_zegel_stopt_enkel_zijn_eigen_bestuur(db, kaart, stel_in):
    stel_in(p12(kaart, "aa", "Gemeente AA", dagen=-1) + p12(kaart, "bb", "Gemeente BB"))
    huizen = {slug: Huis(slug) for slug in ("aa", "bb")}
    for huis in huizen.values():
        with huis.binnen():
            huis.ondertekende_fiche()
    for pk in Taak.objects.filter(naam__startswith="fiches.").values_list("pk", flat=True):
        voer_uit(pk)
    taken = {(t.bestuur_id, t.naam): t for t in Taak.objects.filter(naam__startswith="fiches.")}
    fout = taken[huizen["aa"].bestuur_id, "fiches.verzegel"]
    assert fout.status == "wacht" and fout.fout.startswith("CertificaatVerlopen")
    assert raad(fout.fout) == "Het certificaat van het zegel is niet meer geldig. Vraag een nieuw en probeer opnieuw."
    assert [t.status for t in taken.values() if t.pk != fout.pk] == ["klaar"] * 3
    with huizen["bb"].binnen():
        assert FicheBlad.objects.get(soort="verzegeld").document.zegel_certificaat


def test_wat_check_deploy_zegt(kaart, stel_in, settings):
    assert [m.id for m in checks.zegel(None)] == ["documenten.I001", "documenten.I002"]
    stel_in(p12(kaart, "aa", "Gemeente AA"))
    settings.GD_TSA_URLS = ["test"]
    assert [m.id for m in checks.zegel(None)] == ["documenten.W001"]
    settings.GD_TSA_URLS = ["https://een.example/tsa"]
    assert checks.zegel(None) == []
    settings.GD_ZEGEL_NIVEAU = "B-XL"
    assert [m.id for m in checks.zegel(None)] == ["documenten.E001"]


def test_een_zegel_gelezen_op_een_ander_uur(kaart, stel_in):
    """Het einde is een dag in België, ook als het certificaat in UTC net ervoor eindigt."""
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC)):
        assert zegelkaart.op(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
