"""Fiches van vóór de ingebruikname: de scan met haar echte dag, bevestigd door een tweede persoon, geteld en gemerkt."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from documenten import huisstijl, opslag
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from fiches import stappen
from fiches.enums import Status
from fiches.models import Aanlevering, Fiche, FicheBlad
from fiches.stappen import aanleveren, bevestigen
from kern import bevroren
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur
from rapportage import cijfers, inhoud
from rapportage.rapport import PAPIER
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF

DAG = date(2023, 4, 12)
SCAN = Opgeladen(PDF, "application/pdf", ".pdf")


@pytest.fixture
def oud(huis, monkeypatch):
    """Een bestuur dat de toepassing sinds 1 september 2023 gebruikt en oude scans toelaat."""
    monkeypatch.setattr("documenten.scan.lees", lambda inhoud: Gelezen(1, ()))
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_vooraf=True, ingebruikname=date(2023, 9, 1))
        huis.bestuur.refresh_from_db()
        huis.plek.refresh_from_db()
    return huis


def lever(huis, plek=None, **anders):
    gegevens = {"naam": "An Peeters", "functie": "diensthoofd", "hoedanigheid": "leidinggevende", "datum": DAG} | anders
    return aanleveren.lever_vooraf(huis.actor("hr"), plek or huis.plek, bestand=SCAN, **gegevens)


def sha(rij):
    plek = Leerwerkplek.objects.get(pk=rij.leerwerkplek_id)
    return bevroren.sha256(bevroren.canoniek(aanleveren.inhoud_van_vooraf(plek, rij.getekend_op)))


def bevestig(huis, rij, wie="directeur", vergeleken=True):
    return bevestigen.bevestig(huis.actor(wie), rij, vergeleken=vergeleken, inhoud_sha256=sha(rij))


def test_telt_op_haar_echte_dag_en_is_gemerkt(oud):
    with oud.binnen():
        rij = lever(oud)
        assert not Fiche.objects.exists()  # ze ontstaat pas als iemand bevestigt
        handtekening = bevestig(oud, rij)
        assert (handtekening.wijze, handtekening.naam, handtekening.ondertekenaar) == ("vooraf", "An Peeters", None)
        fiche = Fiche.objects.get()
        assert (fiche.status, fiche.versie, fiche.ingediend_op) == (Status.ONDERTEKEND, 1, DAG)
    assert voer_alles_uit(*Taak.objects.filter(naam="fiches.verzegel").values_list("pk", flat=True)) == []
    with oud.binnen():
        for peildatum, telt in ((date(2023, 4, 11), 0), (DAG, 1), (date(2023, 12, 31), 1)):
            (uitkomst,) = cijfers.bereken([oud.project], peildatum)
            assert len(uitkomst.fiches) == telt
        assert "geregistreerd op" in " ".join(a.reden for a in uitkomst.kanttekeningen)
        alles = inhoud.verzamel(uitkomst, oud.bestuur, huisstijl.voor(oud.bestuur))
        (tabel,) = [t for t in alles.tabellen if t.naam == "fiches"]
        assert dict(zip(tabel.koppen, tabel.rijen[0], strict=True))["Wijze"] == "papier, vóór ingebruikname"
        assert "Wijze" in PAPIER["fiches"]  # ook op het gedrukte rapport
        code = oud.plek.code
        assert {f"fiches/{code}-v1.pdf", f"scans/{code}-v1.pdf"} == set(alles.bewijzen)
        pakket = inhoud._pakket(alles, fiche.vastgelegd_op)
        assert pakket["codes"]["papier_voor_ingebruikname"] == {"leerwerkplekken": [code], "mentoren": []}
        blad = FicheBlad.objects.get(soort="verzegeld").document
        tekst = " ".join(" ".join(p.extract_text() for p in PdfReader(opslag.pad(blad)).pages).split())
    assert "Op papier ondertekend op 12 april 2023, vóór ingebruikname" in tekst
    assert "Op papier ondertekend door An Peeters op 12 april 2023, bevestigd door Directeur Van Aa" in tekst


@pytest.mark.parametrize(
    ("dag", "mag"), [(date(2023, 8, 31), True), (date(2023, 9, 1), False), (date(2023, 9, 20), False)]
)
def test_de_dag_ligt_voor_de_ingebruikname(oud, dag, mag):
    with oud.binnen(), time_machine.travel("2023-09-20T10:00:00Z", tick=False):
        if mag:
            assert lever(oud, datum=dag).getekend_op == dag
        else:
            with pytest.raises(Geweigerd, match="Vul een dag in vóór 1 september 2023") as geweigerd:
                lever(oud, datum=dag)
            assert geweigerd.value.veld == "datum"


def test_niet_zonder_tweede_persoon_en_altijd_vergeleken(oud):
    with oud.binnen():
        rij = lever(oud)
        with pytest.raises(PermissionDenied, match="Je laadde dit zelf op"):
            bevestig(oud, rij, "hr")
        with pytest.raises(Geweigerd, match="vink het aan"):
            bevestig(oud, rij, vergeleken=False)


def test_wat_intussen_wijzigde_leg_je_opnieuw_naast_de_scan(oud):
    with oud.binnen():
        rij = lever(oud)
        gezien = sha(rij)
        plek_stappen.wijzig(oud.installatie, oud.plek, functie="iets anders")
        with pytest.raises(Geweigerd, match="wijzigden intussen"):
            bevestigen.bevestig(oud.actor("directeur"), rij, vergeleken=True, inhoud_sha256=gezien)
        assert not Fiche.objects.exists()


def test_niet_als_de_plek_al_een_fiche_heeft(oud):
    with oud.binnen():
        oud.fiche()
        with pytest.raises(Geweigerd, match="heeft al een fiche"):
            lever(oud)


def test_eerst_beslissen_over_de_scan_dan_pas_indienen(oud):
    with oud.binnen():
        rij = lever(oud)
        with pytest.raises(Geweigerd, match="een scan van een getekende fiche te bevestigen"):
            stappen.indienen(oud.actor("hr"), oud.plek, op=date(2023, 10, 1))
        aanleveren.trek_in(oud.actor("hr"), rij)
        stappen.indienen(oud.actor("hr"), oud.plek, op=date(2023, 10, 1))
        with pytest.raises(Geweigerd, match="al vervallen"):
            bevestig(oud, rij)


def test_nooit_de_mentor_en_niet_zonder_mentor(oud):
    with oud.binnen():
        with pytest.raises(Geweigerd, match="mentor van de plek"):
            lever(oud, naam="mentor  van AA")
        zonder = oud.maak_plek(mentor=None)
        with pytest.raises(Geweigerd, match="functie en de mentor"):
            lever(oud, zonder)
        Bestuur.objects.filter(pk=oud.bestuur_id).update(teken_vooraf=False)
        with pytest.raises(Geweigerd, match="laat deze manier"):
            lever(oud)


def test_een_nieuwe_versie_vervangt_ze(oud):
    with oud.binnen():
        bevestig(oud, lever(oud))
        plek_stappen.wijzig(oud.installatie, Leerwerkplek.objects.get(pk=oud.plek.pk), functie="tuinhulp")
        tweede = oud.fiche(Leerwerkplek.objects.get(pk=oud.plek.pk), op=date(2023, 10, 1))
        assert tweede.versie == 2
        stappen.ondertekenen(
            oud.actor("directeur"), tweede, hoedanigheid="directeur", inhoud_sha256=tweede.inhoud_sha256
        )
        assert list(Fiche.objects.order_by("versie").values_list("status", flat=True)) == ["vervangen", "ondertekend"]


def test_op_het_scherm(oud, als):
    nakijken, adres = (reverse(f"fiches:{naam}", args=[oud.plek.pk]) for naam in ("nakijken", "vooraf"))
    hr = als(oud.leden["hr"])
    assertContains(hr.get(nakijken), adres)
    gegevens = {"naam": "An Peeters", "functie": "", "hoedanigheid": "directeur", "datum": "12/04/2023"}
    fout = hr.post(adres, gegevens | {"datum": "12/10/2023", "bestand": SimpleUploadedFile("s.pdf", PDF)})
    assertContains(fout, "Vul een dag in vóór 1 september 2023")
    assertContains(fout, "An Peeters")
    assertRedirects(hr.post(adres, gegevens | {"bestand": SimpleUploadedFile("s.pdf", PDF)}), nakijken)
    assertContains(hr.get(nakijken), "Scan intrekken")
    with oud.binnen():
        rij = Aanlevering.objects.get()
        gezien = sha(rij)
    assertNotContains(hr.get(reverse("fiches:te_ondertekenen")), rij.naam)  # niemand moet ze nog tekenen
    coordinator = als(oud.leden["coordinator"])
    bevestigen_url = reverse("fiches:bevestigen", args=[rij.pk])
    scherm = coordinator.get(bevestigen_url)
    assertContains(scherm, "Deze fiche is getekend vóór de ingebruikname.")
    assertContains(scherm, "onkruid wieden")
    klaar = coordinator.post(bevestigen_url, {"vergeleken": "on", "inhoud_sha256": gezien}, follow=True)
    assertContains(klaar, "Papier, vóór ingebruikname")
    hr = als(oud.leden["hr"])
    assertContains(hr.get(reverse("leerwerkplekken")), "papier, vóór ingebruikname")
    assertNotContains(hr.get(nakijken), adres)


def test_zonder_de_keuze_is_er_niets_te_zien(huis, als):
    adres = reverse("fiches:vooraf", args=[huis.plek.pk])
    hr = als(huis.leden["hr"])
    assertNotContains(hr.get(reverse("fiches:nakijken", args=[huis.plek.pk])), adres)
    assert hr.get(adres).status_code == 403
