"""De schermen van een GLOW-partner, zonder JavaScript: voorstellen, mijn kandidaten, één persoon, intrekken."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kandidaten.models import Kandidatuur
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
INGEVULD = {
    "code": "K-12",
    "voornaam": "Nele",
    "naam": "Janssens",
    "uitkeringsgerechtigd": "on",
    "werkzoekend_sinds": "01/02/2020",
    "intensieve_begeleiding": "on",
    "indicatoren": ["context"],
}


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.partner.gebruiker)


def url(plek):
    return f"/kandidaten/voorstellen/{plek.pk}/"


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def querys(klant, pad):
    with CaptureQueriesContext(connection) as gezien:
        tekst(klant.get(pad))
    return sum(1 for q in gezien if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")))


def test_van_het_aanbod_naar_een_kandidaat(opzet, klant):
    start = tekst(klant.get("/"))
    assert start.count("Kandidaat voorstellen") == 3 == start.count("/aangeboden/") and url(opzet.plek) in start
    begin = velden(klant.get(url(opzet.plek)), "code")
    assert begin["start"] == f"{timezone.localdate():%d/%m/%Y}"
    antwoord = vul_in(klant, url(opzet.plek), "code", **INGEVULD)
    assert antwoord.status_code == 302 and antwoord.url == "/kandidaten/mijn/"
    pagina = tekst(klant.get(antwoord.url))
    assert "K-12 is voorgesteld voor medewerker groendienst." in pagina and "Nele" not in pagina
    assert "Volg op wat HR beslist." in tekst(klant.get("/"))


def test_elke_fout_bij_haar_veld_en_niets_verloren(opzet, klant):
    fout = INGEVULD | {"werkzoekend_sinds": f"{timezone.localdate():%d/%m/%Y}"}
    del fout["uitkeringsgerechtigd"], fout["indicatoren"]
    antwoord = vul_in(klant, url(opzet.plek), "code", **fout)
    pagina = tekst(antwoord)
    assert pagina.count("(bron 00") == 6  # in de samenvatting en bij het veld
    for veld in ("uitkeringsgerechtigd", "werkzoekend_sinds", "indicatoren"):
        assert f"id_{veld}" in pagina
    weer = velden(antwoord, "code")
    assert (weer["code"], weer["voornaam"], weer["intensieve_begeleiding"]) == ("K-12", "Nele", ["on"])
    leeg = tekst(klant.post(url(opzet.plek), {"code": ""}))
    for zin in ("Vul een code in", "Vul de voornaam in.", "Vul de naam in.", "Vul een datum in."):
        assert zin in leeg


def test_twee_keer_versturen_is_geen_fout(opzet, klant):
    vul_in(klant, url(opzet.plek), "code", **INGEVULD)
    antwoord = vul_in(klant, url(opzet.plek), "code", **INGEVULD)
    assert "K-12 is al kandidaat voor deze plek" in tekst(klant.get(antwoord.url))
    with opzet.huis.binnen():
        assert Kandidatuur.objects.count() == 1


def test_iemand_die_je_al_kent(opzet, klant):
    k = opzet.kandidaat("K1")
    opzet.kandidaat("TWEE-1", partner=opzet.tweede)
    pagina = tekst(klant.get(url(opzet.plekken[1])))
    assert ">K1</option>" in pagina and "TWEE-1" not in pagina and "Nele" not in pagina
    assert "Iemand die je al kent" not in tekst(klant.get(url(opzet.plek)))  # die is hier al kandidaat
    pad = f"{url(opzet.plekken[1])}?deelnemer={k.deelnemer_id}"
    antwoord = klant.get(pad)
    assert "Nele Janssens" in tekst(antwoord) and gelezen(antwoord, opzet.huis.bestuur_id) == {k.deelnemer_id}
    begin = velden(antwoord, "werkzoekend_sinds")
    assert "code" not in begin and begin["indicatoren"] == ["werkervaring"]
    assert vul_in(klant, pad, "werkzoekend_sinds").status_code == 302
    with opzet.huis.binnen():
        assert Kandidatuur.objects.filter(deelnemer=k.deelnemer).count() == 2


def test_buiten_het_eigen_bereik_is_er_niets(opzet, klant):
    vreemd = opzet.kandidaat("TWEE-1", partner=opzet.tweede)
    for pad in (
        f"{url(opzet.plek)}?deelnemer={vreemd.deelnemer_id}",
        f"{url(opzet.plek)}?deelnemer=abc",
        f"{url(opzet.plek)}?deelnemer={'9' * 30}",
        f"/kandidaten/personen/{vreemd.deelnemer_id}/",
        f"/kandidaten/personen/{vreemd.deelnemer_id}/wijzigen/",
        f"/kandidaten/mijn/{vreemd.pk}/intrekken/",
        "/kandidaten/voorstellen/999999/",
    ):
        assert klant.get(pad).status_code == 404, pad
    assert "TWEE-1" not in tekst(klant.get("/kandidaten/mijn/"))
    assert klant.get(f"/kandidaten/{vreemd.pk}/").status_code == 403
    assert klant.get("/kandidaten/").status_code == 403


def test_een_gereserveerde_plek(opzet, klant):
    opzet.aanvaard(opzet.kandidaat("TWEE-1", partner=opzet.tweede))
    assert opzet.plek.code not in tekst(klant.get("/"))
    start = tekst(klant.get("/?vrij=alle"))
    assert start.count("Kandidaat voorstellen") == 2 and "Gereserveerd" in start and "TWEE-1" not in start
    assert "Deze plek is gereserveerd tot en met" in tekst(klant.get(url(opzet.plek)))
    antwoord = tekst(klant.post(url(opzet.plek), INGEVULD | {"start": f"{timezone.localdate():%d/%m/%Y}"}))
    assert "Deze plek is gereserveerd tot en met" in antwoord and "K-12" in antwoord


def test_mijn_kandidaten_zegt_wat_er_nu_geldt(opzet, klant):
    a, b, c = opzet.kandidaat("A"), opzet.kandidaat("B"), opzet.kandidaat("C", plek=opzet.plekken[1])
    opzet.intake(a)
    opzet.weiger(b, "vervoer")
    opzet.aanvaard(c)
    pagina = tekst(klant.get("/kandidaten/mijn/"))
    assert "om 14:30, Markt 1." in pagina and "De plek is niet goed te bereiken." in pagina
    assert "Gereserveerd tot en met" in pagina and pagina.count("Intrekken") == 2
    assert "Gemeente AA" in pagina
    enkel = tekst(klant.get("/kandidaten/mijn/?stand=geweigerd"))
    assert ">B</a>" in enkel and ">A</a>" not in enkel
    assert "Geen kandidaten gevonden" in tekst(klant.get("/kandidaten/mijn/?stand=ingetrokken"))
    assert tekst(klant.get("/kandidaten/mijn/?stand=onzin&bestuur=x"))


def test_nog_niemand_voorgesteld(klant):
    assert "Nog geen kandidaten" in tekst(klant.get("/kandidaten/mijn/"))


def test_intrekken_vraagt_het_eerst(opzet, klant):
    k = opzet.kandidaat()
    pad = f"/kandidaten/mijn/{k.pk}/intrekken/"
    assert "Kandidatuur van K1 intrekken?" in tekst(klant.get(pad))
    assert "is ingetrokken. HR krijgt een mail." in tekst(klant.post(pad, follow=True))
    assert "was al ingetrokken" in tekst(klant.post(pad, follow=True))


def test_een_persoon_met_wat_bevestigd_is(opzet, klant):
    k = opzet.kandidaat("K1")
    antwoord = klant.get(f"/kandidaten/personen/{k.deelnemer_id}/")
    pagina = tekst(antwoord)
    assert "Nele Janssens" in pagina and "gebrek aan werkervaring" in pagina and "Nog niet geplaatst." in pagina
    assert gelezen(antwoord, opzet.huis.bestuur_id) == {k.deelnemer_id}
    opzet.aanvaard(k)
    opzet.plaats(opzet.nu(k))
    pagina = tekst(klant.get(f"/kandidaten/personen/{k.deelnemer_id}/"))
    assert "Geplaatst" in pagina and "48 u" in pagina and "Gegevens wijzigen" not in pagina
    assert "Wijzigen kan niet meer" in pagina


def test_gegevens_verbeteren(opzet, klant):
    k = opzet.kandidaat("K1")
    pad = f"/kandidaten/personen/{k.deelnemer_id}/wijzigen/"
    antwoord = vul_in(klant, pad, "code", voornaam="Nel", indicatoren=["context", "werkervaring"])
    assert antwoord.status_code == 302
    assert "Nel Janssens" in tekst(klant.get(antwoord.url))
    fout = vul_in(klant, pad, "code", indicatoren=None)
    assert "minstens één indicator. (bron 001)" in tekst(fout)


def test_evenveel_vragen_bij_een_en_bij_veel(opzet, klant):
    eerste = opzet.kandidaat("K0")
    paden = ("/", "/kandidaten/mijn/", url(opzet.plekken[1]), f"/kandidaten/personen/{eerste.deelnemer_id}/")
    een = [querys(klant, pad) for pad in paden]
    for n in range(1, 12):
        opzet.kandidaat(f"K{n}", start=timezone.localdate() + timedelta(days=n))
    with opzet.partner.binnen():
        opzet.partner.stel_voor(opzet.plekken[2], eerste.deelnemer)
    assert [querys(klant, pad) for pad in paden] == een
    assert max(een) <= 20


def test_de_start_begint_bij_de_plek(opzet, klant):
    later = timezone.localdate() + timedelta(days=30)
    with opzet.huis.binnen():
        plek = opzet.huis.maak_plek(beschikbaar_van=later, beschikbaar_tot=None)
    assert velden(klant.get(url(plek)), "code")["start"] == f"{later:%d/%m/%Y}"
    k = opzet.kandidaat("TWEE-1", partner=opzet.tweede)
    opzet.aanvaard(k)
    plaatsing = opzet.plaats(opzet.nu(k))
    erna = f"{plaatsing.tot + timedelta(days=1):%d/%m/%Y}"
    assert velden(klant.get(url(opzet.plek)), "code")["start"] == erna  # de dag nadat ze weer vrij is
    vroeger = vul_in(klant, url(plek), "code", **INGEVULD | {"start": f"{date(2020, 1, 1):%d/%m/%Y}"})
    assert "Die dag is voorbij" in tekst(vroeger) and "De plek is beschikbaar vanaf" in tekst(vroeger)
