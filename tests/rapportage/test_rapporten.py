"""Het ESF-rapport als PDF is een taak: vragen, volgen, stoppen, opnieuw, ophalen; van één project en van alle samen."""

import re
import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from aanmelding import herbevestig
from documenten import opslag
from documenten.enums import Soort
from documenten.models import Huisstijl
from documenten.zegel.fouten import ZegelFout
from kern.opmaak import datum_kort
from logboek.models import Gebeurtenis, Leesregel
from organisaties.isolatie import Geweigerd
from projecten.models import Subsidieproject
from rapportage import stappen, tasks
from rapportage.models import Rapport
from taken import stappen as taken
from taken.enums import Status
from taken.models import Taak
from tests.bouw import PDF as BLAD
from tests.bouw import Huis, zonder_project
from tests.hulp.huizen import eens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bevestigd")]
LIJST = "/project/rapporten/"
EINDE = date(2023, 12, 31)


@pytest.fixture
def bevestigd(monkeypatch):
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)


@pytest.fixture
def vlug(monkeypatch):
    """Wat er op het blad staat, kijken test_geheel en test_rapport na; hier gaat het om de weg ernaartoe."""
    for naam in ("pdf", "pdf_geheel"):
        monkeypatch.setattr(tasks.rapport, naam, lambda *wat: BLAD)
    monkeypatch.setattr(tasks.verzegeld, "verzegel", lambda blad, *wat, **hoe: Gezegeld())
    monkeypatch.setattr(tasks.verzegeld, "looptijd", lambda blad: None)


class Gezegeld:
    bytes, niveau, certificaat_sha256 = BLAD, "B-B", ""


def _huis():
    huis = Huis("opw")
    with huis.binnen():
        huis.certificaat()
        Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-D", titel="District", van=date(2023, 2, 1),
            tot=EINDE, doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
    return huis


gebouwd_huis, huis = eens(_huis)


def vraag(huis, project=None, dag=EINDE, **hoe):
    with huis.binnen():
        return stappen.vraag_rapport(huis.actor("coordinator"), project, dag, **hoe)


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


@pytest.mark.programma("pdfsig")
def test_van_vraag_tot_verzegeld_rapport_over_alle_projecten(huis, als, voer_uit, tmp_path):
    browser = als(huis.leden["coordinator"])
    geheel = browser.get("/project/rapport/?peildatum=31/12/2023&toen_gekend=on").content.decode()
    naar = re.search(r'href="(/project/rapporten/[^"]*)"', geheel)[1].replace("&amp;", "&")
    formulier = browser.get(naar).content.decode()
    assert 'value="31/12/2023"' in formulier and re.search(r'name="toen_gekend"[^>]*checked', formulier)
    scherm = browser.post(LIJST, {"project": "", "peildatum": "31/12/2023", "toen_gekend": "on"}).url
    assert "Het rapport wacht op zijn beurt." in tekst(browser.get(scherm))
    with huis.binnen():
        rij = Rapport.objects.get()
    rij, taak = voer_uit(huis, rij)
    assert taak.status == Status.KLAAR and rij.toen_gekend and rij.project is None
    pagina = tekst(browser.get(scherm))
    assert (
        "Het rapport is klaar om op te halen." in pagina and "Alle projecten samen. Stand op 31 december 2023" in pagina
    )
    blad = b"".join(browser.get(f"{scherm}ophalen/").streaming_content)
    (tmp_path / "rapport.pdf").write_bytes(blad)
    zegel = subprocess.run(["pdfsig", "-nocert", tmp_path / "rapport.pdf"], capture_output=True, text=True)
    assert "Signature is Valid" in zegel.stdout and "Total document signed" in zegel.stdout
    eerste = PdfReader(tmp_path / "rapport.pdf").pages[0].extract_text()
    assert "Gefinancierd door de Europese Unie" in eerste and "Demogegevens" in eerste and "572-D" in eerste
    assert (
        rij.document.naam == "esf-rapport-opw-2023-12-31-zoals-toen-gekend.pdf" and rij.document.soort == Soort.RAPPORT
    )
    assert "register staat" in pagina and "ESF-rapport" in tekst(browser.get(f"/register/{rij.document.sha256}/"))
    assert "Wie haalde het op?" in pagina and "coordinator" in tekst(browser.get(scherm)).partition("Wie haalde")[2]
    with huis.binnen():
        assert Leesregel.objects.filter(ding="rapportage.rapport", sleutel=rij.pk, doel="ophalen").count() == 1
        assert Gebeurtenis.objects.filter(wat="rapport.gevraagd").count() == 1


def test_dubbel_gevraagd_is_een_rapport_en_een_andere_kijk_een_ander(huis, als, vlug, voer_uit):
    browser, gegevens = als(huis.leden["coordinator"]), {"project": huis.project.pk, "peildatum": "31/12/2023"}
    (adres,) = {browser.post(LIJST, gegevens).url for _ in range(2)}
    assert "werd al gemaakt" in tekst(browser.get(adres))
    eerste, nieuw = vraag(huis, huis.project)
    assert not nieuw
    anders = [vraag(huis), vraag(huis, huis.project, toen_gekend=True), vraag(huis, huis.project, date(2023, 12, 30))]
    assert all(n for _, n in anders) and len({r.pk for r, _ in anders} | {eerste.pk}) == 4
    voer_uit(huis, eerste)
    assert vraag(huis, huis.project)[1], "wat klaar is, is de stand van toen: een nieuwe vraag telt opnieuw"
    pagina = tekst(browser.get(LIJST))
    assert pagina.count("Alle projecten samen") == 2 and "zoals toen gekend" in pagina  # de keuze en de rij


def test_een_gestorven_poging_verliest_niets_en_een_tweede_doet_niets(huis, vlug, voer_uit, monkeypatch):
    rij, _ = vraag(huis)
    echt, keren = tasks.verzegeld.verzegel, []

    def valt_weg(*wat, **hoe):
        keren.append(1)
        if len(keren) == 1:
            raise SystemExit  # zoals een gedode werker: niets wordt nog genoteerd
        return echt(*wat, **hoe)

    monkeypatch.setattr(tasks.verzegeld, "verzegel", valt_weg)
    with pytest.raises(SystemExit):
        voer_uit(huis, rij)
    rij, taak = voer_uit(huis, rij)
    assert taak.status == Status.KLAAR and taak.pogingen == 2 and rij.document and rij.reden == ""
    Taak.objects.filter(pk=taak.pk).update(status=Status.WACHT)
    weer, _ = voer_uit(huis, rij)
    assert weer.document_id == rij.document_id and len(keren) == 2


def test_mislukt_zegt_waarom_en_wat_je_doet(huis, als, vlug, voer_uit, monkeypatch):
    rij, _ = vraag(huis, huis.project)

    def kapot(*wat, **hoe):
        raise ZegelFout("Het zegel van dit bestuur is verlopen. Vraag een nieuw aan.")

    with monkeypatch.context() as m:
        m.setattr(tasks.verzegeld, "verzegel", kapot)
        _, taak = voer_uit(huis, rij)
    browser, scherm = als(huis.leden["coordinator"]), f"{LIJST}{rij.pk}/"
    pagina = tekst(browser.get(scherm))
    assert (
        taak.status == Status.MISLUKT and "Het zegel van dit bestuur is verlopen." in pagina and "4 pogingen" in pagina
    )
    assert "Het rapport wordt opnieuw gemaakt." in tekst(browser.post(f"{scherm}opnieuw/", follow=True))
    rij, taak = voer_uit(huis, rij)
    assert taak.status == Status.KLAAR and rij.document
    assert "niet mislukt" in tekst(browser.post(f"{scherm}opnieuw/", follow=True))


def test_stoppen_laat_niets_achter(huis, als, vlug, voer_uit, monkeypatch):
    rij, _ = vraag(huis)
    browser, scherm = als(huis.leden["coordinator"]), f"{LIJST}{rij.pk}/"
    assert "Er is geen rapport bewaard." in tekst(browser.post(f"{scherm}annuleren/", follow=True))
    assert "liep niet meer" in tekst(browser.post(f"{scherm}annuleren/", follow=True))
    assert "Opnieuw maken" in tekst(browser.get(scherm)) and browser.get(f"{scherm}ophalen/").status_code == 404
    rij, _ = vraag(huis)
    echt = tasks.verzegeld.verzegel
    monkeypatch.setattr(
        tasks.verzegeld, "verzegel", lambda *wat, **hoe: taken.annuleer(rij.taak_id) and echt(*wat, **hoe)
    )
    rij, taak = voer_uit(huis, rij)
    assert taak.status == Status.GEANNULEERD and rij.document is None, "geannuleerd terwijl het bezig was"


def test_de_voortgang_komt_zonder_herladen(huis, als):
    rij, _ = vraag(huis)
    Taak.objects.filter(pk=rij.taak_id).update(
        status=Status.BEZIG, claim="7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11", fase=1
    )
    browser, scherm = als(huis.leden["coordinator"]), f"{LIJST}{rij.pk}/"
    pagina = browser.get(scherm).content.decode()
    teken = re.search(r"gezien=([^\"]+)", pagina)[1]
    for stap in ("Cijfers tellen", "Bladzijden tekenen", "Rapport verzegelen"):
        assert stap in pagina
    htmx = {"HX-Request": "true"}
    assert browser.get(f"{scherm}?gezien={teken}", headers=htmx).status_code == 204
    Taak.objects.filter(pk=rij.taak_id).update(fase=2)
    deel = browser.get(f"{scherm}?gezien={teken}", headers=htmx)
    assert "<html" not in deel.content.decode() and "Rapport verzegelen." in tekst(deel)


@pytest.mark.parametrize(
    ("dag", "zin"),
    [
        ("", "Vul een datum in."),
        ("31/12/2022", "Het eerste project begint op 1 januari 2023."),
        (None, "Deze peildatum moet nog komen."),
    ],
)
def test_een_peildatum_die_niet_kan(huis, als, dag, zin):
    dag = datum_kort(timezone.localdate() + timedelta(days=1)) if dag is None else dag
    antwoord = als(huis.leden["coordinator"]).post(LIJST, {"project": "", "peildatum": dag})
    assert zin in tekst(antwoord)
    assert not dag or f'value="{dag}"' in antwoord.content.decode()
    with huis.binnen():
        assert not Rapport.objects.exists()
        with pytest.raises(Geweigerd, match="Het project begint op 1 februari 2023"):
            stappen.vraag_rapport(
                huis.actor("coordinator"), Subsidieproject.objects.get(code="572-D"), date(2023, 1, 31)
            )


def test_zonder_project_of_banner_een_zin(huis, als):
    antwoord = als(zonder_project("coordinator")).post(LIJST, {"project": "", "peildatum": "31/12/2023"})
    assert "Er is nog geen project." in tekst(antwoord)
    with huis.binnen():
        Huisstijl.objects.create(bestuur=huis.bestuur, banner_tekst="")
    antwoord = als(huis.leden["coordinator"]).post(LIJST, {"project": "", "peildatum": "31/12/2023"})
    assert "Dit bestuur heeft geen logobanner." in tekst(antwoord)


def test_na_de_bevestiging_staat_alles_er_nog(huis, als, monkeypatch):
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: False)
    gegevens = {"project": huis.project.pk, "peildatum": "30/06/2023", "toen_gekend": "on"}
    browser = als(huis.leden["coordinator"])
    naar = browser.post(LIJST, gegevens).url
    assert "peildatum" in naar and "toen_gekend" in naar and f"{huis.project.pk}" in naar
    assert "ophalen" in browser.get(f"{LIJST}1/ophalen/").url, "ook ophalen vraagt eerst te bevestigen"
    with huis.binnen():
        assert not Rapport.objects.exists()


def test_wie_wat_mag(huis, als, vlug, voer_uit):
    van_een, van_alles = (voer_uit(huis, vraag(huis, project)[0])[0] for project in (huis.project, None))
    for rol in ("hr", "mentor", "directeur", "beheerder"):
        browser = als(huis.leden[rol])
        for pad in (LIJST, f"{LIJST}{van_een.pk}/", f"{LIJST}{van_een.pk}/ophalen/"):
            assert browser.get(pad).status_code == 403
        assert browser.post(LIJST, {"project": "", "peildatum": "31/12/2023"}).status_code == 403
    ander = als(Huis("bb").leden["coordinator"])
    for pad in ("", "ophalen/"):
        assert ander.get(f"{LIJST}{van_een.pk}/{pad}").status_code == 404
    for daad in ("annuleren", "opnieuw"):
        assert ander.post(f"{LIJST}{van_een.pk}/{daad}/").status_code == 404
    controleur = als(huis.leden["controleur"])
    pagina = tekst(controleur.get(LIJST))
    assert "572-OPW" in pagina and "Rapport maken" not in pagina and "Alle projecten samen" not in pagina
    assert b"".join(controleur.get(f"{LIJST}{van_een.pk}/ophalen/").streaming_content) == BLAD
    assert controleur.get(f"{LIJST}{van_alles.pk}/").status_code == 404, (
        "gaat ook over projecten die hij niet controleert"
    )
    assert controleur.post(LIJST, {"project": "", "peildatum": "31/12/2023"}).status_code == 403
    opslag.pad(van_een.document).write_bytes(b"iets anders")
    antwoord = als(huis.leden["coordinator"]).get(f"{LIJST}{van_een.pk}/ophalen/", follow=True)
    assert "Maak een nieuw rapport." in tekst(antwoord)


def test_nul_en_veel_rijen_een_vast_aantal_vragen(huis, als):
    browser = als(huis.leden["coordinator"])
    assert "Nog geen rapport" in tekst(browser.get(LIJST))

    def vragen(aantal):
        with huis.binnen():
            Rapport.objects.bulk_create(
                Rapport(bestuur=huis.bestuur, peildatum=EINDE, aangevraagd_door=huis.leden["coordinator"])
                for _ in range(aantal)
            )
        with CaptureQueriesContext(connection) as gesteld:
            assert browser.get(LIJST).status_code == 200
        return len(gesteld)

    assert vragen(2) == vragen(60)
