"""Certificaten van vóór de ingebruikname: de scan telt op haar echte dag, zodra een tweede persoon ze bevestigde."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from berichten.models import Bericht
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from mentoren import stappen
from mentoren.models import Certificaatscan, Deelname
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur
from rapportage import cijfers, tabellen
from tests.bouw import PDF, Huis

pytestmark = pytest.mark.django_db
DAG = date(2023, 5, 30)
SCAN = Opgeladen(PDF, "application/pdf", ".pdf")


@pytest.fixture
def huis(db, monkeypatch):
    monkeypatch.setattr("documenten.scan.lees", lambda inhoud: Gelezen(1, ()))
    huis = Huis()
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_vooraf=True, ingebruikname=date(2023, 9, 1))
    return huis


@pytest.fixture
def deelname(huis):
    with huis.binnen():
        opleiding = stappen.maak_opleiding(
            huis.installatie, huis.bestuur, code="MO", titel="Mentoropleiding", datum=date(2023, 5, 23)
        )
        nieuw = stappen.registreer_deelname(huis.installatie, opleiding, huis.mentor)
        return Deelname.objects.select_related("bestuur", "opleiding").get(pk=nieuw.pk)


def lever(huis, deelname, datum=DAG, ondertekenaar="Jo Claes", hoedanigheid="lesgever"):
    return stappen.lever_scan(
        huis.actor("hr"), deelname, SCAN, datum=datum, ondertekenaar=ondertekenaar, hoedanigheid=hoedanigheid
    )


def als(lid):
    klant = Client()
    klant.force_login(lid.gebruiker)
    return klant


def tellend(huis, dag=date(2023, 12, 31)):
    (uitkomst,) = cijfers.bereken([huis.project], dag)
    return uitkomst


def test_telt_pas_na_bevestiging_en_op_zijn_echte_dag(huis, deelname):
    with huis.binnen():
        rij = lever(huis, deelname)
        assert tellend(huis).certificaten == []
        stappen.bevestig_scan(huis.actor("directeur"), rij)
        assert [len(tellend(huis, dag).certificaten) for dag in (date(2023, 5, 29), DAG)] == [0, 1]
        (tabel,) = [t for t in tabellen.alle(tellend(huis)) if t.naam == "mentoren"]
        rijen = dict(zip(tabel.koppen, tabel.rijen[0], strict=True))
        assert rijen["Wijze"] == "papier, vóór ingebruikname"
        assert rijen["Certificaat van"] == DAG
        rij.refresh_from_db()
        assert (rij.status, rij.beoordeeld_door) == ("bevestigd", huis.leden["directeur"])
        assert sorted(b.ontvanger.email for b in Bericht.objects.filter(soort="scan_beslist")) == ["hr@aa.example"]


def test_nooit_wie_oplaadde_of_de_mentor_zelf(huis, deelname):
    with huis.binnen():
        mentor = huis.leden["mentor"]
        mentor.rollen = ["mentor", "coordinator"]
        mentor.save(update_fields=["rollen"])
        rij = lever(huis, deelname)
        for wie, zin in (("hr", "zelf op"), ("mentor", "eigen certificaat"), ("leidinggevende", "fiche.bevestigen")):
            with pytest.raises(PermissionDenied, match=zin):
                stappen.bevestig_scan(huis.actor(wie), rij)
        with pytest.raises(IntegrityError, match="certificaatscan_tweede_persoon"), transaction.atomic():
            Certificaatscan.objects.filter(pk=rij.pk).update(status="bevestigd", beoordeeld_door=huis.leden["hr"])
        with pytest.raises(IntegrityError, match="certificaatscan_beoordeeld"), transaction.atomic():
            Certificaatscan.objects.filter(pk=rij.pk).update(status="bevestigd")


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"datum": date(2023, 9, 1)}, "geen certificaat van vóór"),
        ({"datum": date(2023, 5, 22)}, "niet van voor de opleiding"),
        ({"ondertekenaar": " "}, "Vul in wie het ondertekende"),
        ({"hoedanigheid": ""}, "Vul in wie het ondertekende"),
    ],
)
def test_wat_niet_kan(huis, deelname, anders, zin):
    with huis.binnen(), pytest.raises(Geweigerd, match=zin):
        lever(huis, deelname, **anders)


def test_weigeren_en_opnieuw(huis, deelname):
    with huis.binnen():
        rij = lever(huis, deelname)
        with pytest.raises(Geweigerd, match="al een scan"):
            lever(huis, deelname)
        stappen.weiger_scan(huis.actor("coordinator"), rij, reden="Een andere mentor.")
        assert "De reden: Een andere mentor." in Bericht.objects.get(soort="scan_beslist").alineas
        with pytest.raises(Geweigerd, match="al geweigerd"):
            stappen.bevestig_scan(huis.actor("coordinator"), rij)
        assert lever(huis, deelname).status == "te_bevestigen"


def test_zonder_tweede_persoon_gaat_het_niet(huis, deelname):
    """De gewone weg weigert een oud certificaat waar het bestuur voor de tweede persoon koos; daarna kan ze weer."""
    with huis.binnen():
        with pytest.raises(Geweigerd, match="van vóór de ingebruikname"):
            stappen.voeg_certificaat_toe(huis.actor("hr"), deelname, SCAN, datum=DAG)
        stappen.voeg_certificaat_toe(huis.actor("hr"), deelname, SCAN, datum=date(2023, 9, 1))
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_vooraf=False)
        deelname.bestuur.refresh_from_db()
        stappen.voeg_certificaat_toe(huis.actor("hr"), deelname, SCAN, datum=DAG)


def test_op_het_scherm(huis, deelname):
    hr, adres = als(huis.leden["hr"]), reverse("mentoren:opladen", args=[deelname.pk])
    gegevens = {"certificaat_datum": "30/05/2023", "ondertekenaar": "", "hoedanigheid": "lesgever"}
    fout = hr.post(adres, gegevens | {"bestand": SimpleUploadedFile("c.pdf", PDF)})
    assertContains(fout, "Vul in wie het ondertekende: dit certificaat is van vóór de ingebruikname.")
    goed = gegevens | {"ondertekenaar": "Jo Claes", "bestand": SimpleUploadedFile("c.pdf", PDF)}
    mentor = reverse("mentoren:mentor", args=[deelname.mentor_id])
    assertContains(hr.post(adres, goed, follow=True), "Een tweede persoon bevestigt het.")
    assertContains(hr.get(mentor), "Scan te bevestigen")
    with huis.binnen():
        rij = Certificaatscan.objects.get()
    zelf = reverse("mentoren:scan_bevestigen", args=[rij.pk])
    assert hr.get(zelf).status_code == 403
    directeur = als(huis.leden["directeur"])
    assertContains(directeur.get(reverse("fiches:te_bevestigen")), zelf)
    assertContains(directeur.get(zelf), "Jo Claes, lesgever")
    assert b"".join(directeur.get(reverse("mentoren:scan", args=[rij.pk])).streaming_content) == PDF
    assertRedirects(directeur.post(zelf), reverse("fiches:te_bevestigen"))
    assertContains(directeur.post(zelf, follow=True), "Deze scan is al bevestigd.")
    assertContains(hr.get(mentor), "Papier, vóór ingebruikname")
    assertContains(hr.get(reverse("mentoren:lijst")), "papier, vóór ingebruikname")


def test_een_nieuwe_opleiding_met_haar_scan(huis):
    hr, adres = als(huis.leden["hr"]), reverse("mentoren:deelname", args=[huis.mentor.pk])
    gegevens = {
        "titel": "Mentoropleiding", "code": "MO2", "datum": "23/05/2023", "aanwezig": "on", "ondertekenaar": "Jo Claes",
        "certificaat_datum": "30/05/2023", "hoedanigheid": "lesgever", "bestand": SimpleUploadedFile("c.pdf", PDF),
    }  # fmt: skip
    assertContains(hr.post(adres, gegevens, follow=True), "Een tweede persoon bevestigt de scan.")
    with huis.binnen():
        assert Certificaatscan.objects.get().deelname.certificaat is None


def test_zonder_de_keuze_vraagt_niemand_wie_tekende(huis, deelname):
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_vooraf=False)
    hr, adres = als(huis.leden["hr"]), reverse("mentoren:opladen", args=[deelname.pk])
    assertNotContains(hr.get(adres), "Wie ondertekende het?")
    gegevens = {"certificaat_datum": "30/05/2023", "bestand": SimpleUploadedFile("c.pdf", PDF)}
    assertContains(hr.post(adres, gegevens, follow=True), "De mentor telt nu als opgeleid.")
