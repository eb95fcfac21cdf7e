"""Ondertekenen met een eigen certificaat: enkel onze bytes met één geldige handtekening van de juiste persoon tellen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from berichten.models import Bericht
from documenten import opslag
from documenten.opladen import Opgeladen
from fiches import stappen, tasks
from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, FicheBlad, Handtekening
from fiches.stappen import bevestigen, certificaat
from logboek.models import Gebeurtenis, Wijziging
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur
from rapportage import cijfers, nakijken, tabellen
from taken.models import Taak
from tests.fiches.eigen import RIJKSREGISTER, Uitgever, doe, lever, onze, teken, zet_klaar


@pytest.fixture
def fiche(eigen_fiche):
    return eigen_fiche


def test_een_geldige_handtekening_telt_meteen(huis, fiche, uitgever, caplog):
    """En het rijksregisternummer staat enkel in de PDF zelf: in geen rij, logboek, log, tabel of scherm."""
    rij = zet_klaar(huis, fiche)
    assert rij.status == Aanleverstatus.TE_TEKENEN
    ons = onze(rij)
    kaart = uitgever.kaart("Leidinggevende", "Van Aa")
    getekend = teken(ons, kaart)
    assert RIJKSREGISTER.encode() in bytes.fromhex(
        getekend[len(ons) :].partition(b"/Contents <")[2].partition(b">")[0].decode()
    )
    rij = lever(huis, rij, getekend)
    assert (rij.status, rij.vaststelling) == (Aanleverstatus.BEVESTIGD, "")
    with huis.binnen():
        fiche.refresh_from_db()
        handtekening = Handtekening.objects.get()
        assert fiche.status == Status.ONDERTEKEND
        assert (handtekening.wijze, handtekening.ondertekenaar) == ("certificaat", huis.leden["leidinggevende"])
        assert (handtekening.bevestigd_door, handtekening.scan) == (None, None)
        assert rij.klaar.vastgelegd_op - tasks.SPELING <= handtekening.ondertekend_op <= datetime.now(UTC)
        blad = FicheBlad.objects.get(soort="verzegeld").document
        assert opslag.lees(blad) == getekend  # precies wat de persoon tekende
        assert blad.bewaarklasse == "bewijs"
        uitslag = nakijken._pdf(getekend)
        assert uitslag.kop == "Ongewijzigd en bekend"
        assert nakijken._pdf(ons).kop == "Nog niet ondertekend"
        alles = [list(m.objects.values()) for m in (Aanlevering, Handtekening, Gebeurtenis, Wijziging, Bericht)]
        vandaag = handtekening.ondertekend_op.date()
        type(huis.project).objects.filter(pk=huis.project.pk).update(tot=vandaag)
        huis.project.refresh_from_db()
        (uitkomst,) = cijfers.bereken([huis.project], vandaag)
        assert [f.document for f in uitkomst.fiches] == [blad]
        assert "kan een rijksregisternummer bevatten" in uitkomst.kanttekeningen[0].reden
        alles += [t.rijen for t in tabellen.alle(uitkomst)] + [Taak.objects.values_list("argumenten", "fout")]
    assert RIJKSREGISTER not in json.dumps(repr(alles)) + caplog.text + repr(uitslag)


def test_een_andere_naam_kijkt_een_tweede_persoon_na(huis, fiche, uitgever):
    rij = zet_klaar(huis, fiche)
    rij = lever(huis, rij, teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Bb")))
    assert rij.status == Aanleverstatus.TE_BEVESTIGEN
    assert rij.vaststelling == "De naam in het certificaat is niet die van wie moest tekenen."
    with huis.binnen():
        assert not Handtekening.objects.exists()
        assert Bericht.objects.filter(soort="scan_te_bevestigen").count() == 4  # hr, hr2, directeur, coördinator
        with pytest.raises(PermissionDenied, match="zelf op"):
            huis.leden["leidinggevende"].rollen.append("directeur")
            bevestigen.bevestig(huis.actor("leidinggevende"), rij, vergeleken=True, inhoud_sha256=fiche.inhoud_sha256)
        with pytest.raises(Geweigerd, match="vink het aan"):
            bevestigen.bevestig(huis.actor("hr"), rij, vergeleken=False, inhoud_sha256=fiche.inhoud_sha256)
        handtekening = bevestigen.bevestig(huis.actor("hr"), rij, vergeleken=True, inhoud_sha256=fiche.inhoud_sha256)
        assert (handtekening.wijze, handtekening.bevestigd_door) == ("certificaat", huis.leden["hr"])
    doe("fiches.verzegel")
    with huis.binnen():
        assert opslag.lees(FicheBlad.objects.get(soort="verzegeld").document) == opslag.lees(rij.bestand)


def test_een_vreemde_uitgever_wordt_geweigerd_met_de_reden(huis, fiche, uitgever, tmp_path):
    rij = zet_klaar(huis, fiche)
    (tmp_path / "ander").mkdir()
    vreemd = Uitgever(tmp_path / "ander").kaart("Leidinggevende", "Van Aa")
    rij = lever(huis, rij, teken(onze(rij), vreemd))
    assert rij.status == Aanleverstatus.TE_TEKENEN  # opnieuw proberen kan
    assert "niet van een uitgever die wij vertrouwen" in rij.vaststelling
    with huis.binnen():
        (bericht,) = Bericht.objects.filter(soort="scan_beslist")
        assert bericht.ontvanger == huis.leden["leidinggevende"].gebruiker
    rij = lever(huis, rij, teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Aa")))
    assert rij.status == Aanleverstatus.BEVESTIGD


def test_een_ander_bestand_is_een_zin_bij_het_veld(huis, fiche, uitgever):
    rij = zet_klaar(huis, fiche)
    ons = onze(rij)
    for data, zin in ((ons, "Er staat geen handtekening bij"), (b"%PDF-1.7 iets anders", "niet het document dat wij")):
        with huis.binnen(), pytest.raises(Geweigerd, match=zin) as geweigerd:
            certificaat.lever(huis.actor("leidinggevende"), rij, bestand=Opgeladen(data, "application/pdf", ".pdf"))
        assert geweigerd.value.veld == "bestand"


def test_een_onmogelijk_ogenblik_kijkt_iemand_na(huis, fiche, uitgever, monkeypatch):
    """Een handtekening zonder tijdstempel zegt zelf wanneer: vóór het klaarzetten kan niet."""
    rij = zet_klaar(huis, fiche)
    echt = tasks.beoordeel_ondertekend

    def vroeger(*args):
        oordeel = echt(*args)
        return type(oordeel)(**vars(oordeel) | {"moment": rij.klaar.vastgelegd_op - timedelta(minutes=11)})

    monkeypatch.setattr(tasks, "beoordeel_ondertekend", vroeger)
    rij = lever(huis, rij, teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Aa")))
    assert (rij.status, rij.vaststelling) == (Aanleverstatus.TE_BEVESTIGEN, tasks.ANDER_OGENBLIK)


def test_intussen_ondertekend_of_mentor_geworden(huis, fiche, uitgever):
    """Wie bij het opladen mentor van de plek is, tekent niet; wat elders al ondertekend is, vervalt."""
    rij = zet_klaar(huis, fiche)
    getekend = teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Aa"))
    with huis.binnen():
        lid = huis.leden["leidinggevende"]
        oud = huis.mentor.lidmaatschap
        type(huis.mentor).objects.filter(pk=huis.mentor.pk).update(lidmaatschap=lid)
        with pytest.raises(Geweigerd, match="Je bent de mentor"):
            certificaat.lever(huis.actor("leidinggevende"), rij, bestand=Opgeladen(getekend, "application/pdf", ".pdf"))
        type(huis.mentor).objects.filter(pk=huis.mentor.pk).update(lidmaatschap=oud)
        with pytest.raises(Geweigerd, match="al klaar"):
            certificaat.zet_klaar(
                huis.actor("leidinggevende"), fiche, hoedanigheid="leidinggevende", inhoud_sha256=fiche.inhoud_sha256
            )
    with huis.binnen():
        stappen.ondertekenen(
            huis.actor("directeur"), fiche, hoedanigheid="directeur", inhoud_sha256=fiche.inhoud_sha256
        )
        assert lees_status(rij) == Aanleverstatus.VERVALLEN
        with pytest.raises(Geweigerd, match="al ondertekend"):
            certificaat.lever(huis.actor("leidinggevende"), rij, bestand=Opgeladen(getekend, "application/pdf", ".pdf"))


def lees_status(rij):
    return Aanlevering.objects.get(pk=rij.pk).status


def test_zonder_lijst_of_zonder_keuze(huis, fiche, settings):
    actor, invoer = (
        huis.actor("leidinggevende"),
        {"hoedanigheid": "leidinggevende", "inhoud_sha256": fiche.inhoud_sha256},
    )
    settings.GD_VERTROUWENSLIJST = ""
    with huis.binnen():
        with pytest.raises(Geweigerd, match="geen vertrouwenslijst"):
            certificaat.zet_klaar(actor, fiche, **invoer)
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_certificaat=False)
        with pytest.raises(Geweigerd, match="laat deze manier"):
            certificaat.zet_klaar(actor, fiche, **invoer)


def test_op_het_scherm(huis, fiche, uitgever, als):
    pagina = reverse("fiches:fiche", args=[fiche.pk])
    browser = als(huis.leden["leidinggevende"])
    adres = reverse("fiches:klaarzetten", args=[fiche.pk])
    assertContains(browser.get(pagina), adres)
    assertContains(browser.get(adres), "Vertrouwenslijst van 1 oktober 2026")
    browser.post(adres, {"hoedanigheid": "leidinggevende", "inhoud_sha256": fiche.inhoud_sha256})
    with huis.binnen():
        rij = Aanlevering.objects.get()
    eigen = reverse("fiches:eigen", args=[rij.pk])
    wacht = browser.get(eigen)
    assertContains(wacht, "De PDF wordt klaargezet…")
    assertContains(wacht, 'hx-trigger="load delay:2s"')
    doe("fiches.zet_klaar")
    klaar = browser.get(eigen)
    assertContains(klaar, "je rijksregisternummer in het bestand")
    assertNotContains(klaar, "hx-trigger")
    assertContains(browser.get(pagina), eigen)  # verder waar je was
    ons = b"".join(browser.get(reverse("fiches:te_tekenen", args=[rij.pk])).streaming_content)
    zelfde = browser.post(eigen, {"bestand": SimpleUploadedFile("f.pdf", ons)})
    assertContains(zelfde, "Er staat geen handtekening bij.")
    getekend = teken(ons, uitgever.kaart("Leidinggevende", "Van Aa"))
    assertRedirects(browser.post(eigen, {"bestand": SimpleUploadedFile("f.pdf", getekend)}), eigen)
    assertContains(browser.get(eigen), "Je handtekening wordt nagekeken…")
    doe("fiches.kijk_eigen_na")
    assertRedirects(browser.get(eigen), pagina)
    assertContains(browser.get(pagina), "Ondertekend met een eigen certificaat")
    assert als(huis.leden["directeur"]).get(eigen).status_code == 404  # enkel van wie klaarzette
