"""De schermen van HR: de lijst, één kandidaat, intake, aanvaarden, weigeren, reserveren."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from logboek.models import Leesregel
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import meld_aan, velden, vul_in
from tests.kandidaten.test_schermen_partner import querys, tekst

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.huis.leden["hr"].gebruiker)


def datum(dagen):
    return f"{timezone.localdate() + timedelta(days=dagen):%d/%m/%Y}"


def test_de_lijst_toont_codes_en_geen_namen(opzet, klant):
    opzet.kandidaat("K1")
    pagina = tekst(klant.get("/kandidaten/"))
    assert "K1" in pagina and "1 kandidaat te behandelen" in pagina and "Nele" not in pagina
    with opzet.huis.binnen():
        assert not Leesregel.objects.exists()


def test_de_startpagina_telt_wat_wacht(opzet, klant):
    assert "Er wacht geen kandidaat." in tekst(klant.get("/"))
    opzet.intake(opzet.kandidaat("K1"))
    opzet.aanvaard(opzet.kandidaat("K2", plek=opzet.plekken[1]))
    assert '<a href="/kandidaten/">Kandidaten te behandelen</a></h2>\n    <p class="cijfer">1</p>' in tekst(
        klant.get("/")
    )


def test_filters(opzet, klant):
    a, b = opzet.kandidaat("A1"), opzet.kandidaat("B1", plek=opzet.plekken[1], partner=opzet.tweede)
    opzet.weiger(a)
    for vraag, wel, niet in (
        ("", "B1", "A1"),
        ("?stand=geweigerd", "A1", "B1"),
        (f"?stand=alle&plek={opzet.plek.pk}", "A1", "B1"),
        (f"?stand=alle&partner={opzet.tweede.glowpartner.pk}", "B1", "A1"),
    ):
        pagina = tekst(klant.get(f"/kandidaten/{vraag}"))
        assert f">{wel}<" in pagina and f">{niet}<" not in pagina, vraag
    assert "Geen kandidaten gevonden" in tekst(klant.get("/kandidaten/?stand=ingetrokken"))
    assert ">B1<" in tekst(klant.get("/kandidaten/?stand=onzin&plek=x&partner=9999999999"))
    volgorde = tekst(klant.get("/kandidaten/?stand=alle&sorteer=-kandidaat"))
    assert volgorde.index(">B1<") < volgorde.index(">A1<")
    assert b.pk


def test_leeg(klant):
    assert "Geen kandidaten te behandelen" in tekst(klant.get("/kandidaten/"))


def test_een_kandidaat_met_naam_en_voorwaarden(opzet, klant):
    k = opzet.kandidaat("K1")
    antwoord = klant.get(f"/kandidaten/{k.pk}/")
    pagina = tekst(antwoord)
    assert "Nele Janssens" in pagina and gelezen(antwoord, opzet.huis.bestuur_id) == {k.deelnemer_id}
    vandaag = timezone.localdate()
    assert f"Bevestigd door Partner aa op {vandaag.day} " in pagina and "Ja, met 1 indicator" in pagina
    assert "gebrek aan werkervaring" not in pagina and pagina.count("Klopt<") == 3 and "bron 001" in pagina
    with opzet.huis.binnen():
        type(k.deelnemer).objects.filter(pk=k.deelnemer_id).update(uitkeringsgerechtigd=False)
    pagina = tekst(klant.get(f"/kandidaten/{k.pk}/"))
    assert "Niet alle voorwaarden kloppen." in pagina and "Dat is een voorwaarde." in pagina


def test_intake_plannen_en_verzetten(opzet, klant):
    k = opzet.kandidaat("K1")
    pad = f"/kandidaten/{k.pk}/intake/"
    assert velden(klant.get(pad), "plaats")["plaats"] == "Markt 1"  # het adres van de organisatie
    fout = tekst(vul_in(klant, pad, "plaats", datum=datum(-1), uur="9:00"))
    assert "Die dag is voorbij" in fout and 'value="9:00"' in fout
    antwoord = vul_in(klant, pad, "plaats", datum=datum(3), uur="14u30")
    pagina = tekst(klant.get(antwoord.url))
    assert "om 14:30, Markt 1. De partner krijgt een mail." in pagina and "Intake verzetten" in pagina
    assert "Intake van K1 verzetten" in tekst(klant.get(pad))
    assert "Maak" not in tekst(klant.post(pad, {"datum": "x", "uur": "", "plaats": ""}))


def test_aanvaarden_vraagt_het_eerst(opzet, klant):
    k, ander = opzet.kandidaat("K1"), opzet.kandidaat("TWEE-1", partner=opzet.tweede)
    vraag = tekst(klant.get(f"/kandidaten/{k.pk}/aanvaarden/"))
    assert "K1 aanvaarden?" in vraag and "TWEE-1: geweigerd" in vraag and "Gereserveerd tot en met" in vraag
    assert "K1 is aanvaard." in tekst(klant.post(f"/kandidaten/{k.pk}/aanvaarden/", follow=True))
    assert "is al aanvaard" in tekst(klant.post(f"/kandidaten/{k.pk}/aanvaarden/", follow=True))
    pagina = tekst(klant.post(f"/kandidaten/{ander.pk}/aanvaarden/", follow=True))
    assert "is intussen geweigerd" in pagina and "De plek ging naar een andere kandidaat" in pagina.replace(
        "de plek", "De plek"
    )


def test_van_aanvaard_naar_plaatsen(opzet, klant):
    k = opzet.kandidaat("K1")
    opzet.aanvaard(k)
    vraag = f"?deelnemer={k.deelnemer_id}&leerwerkplek={opzet.plek.pk}"
    assert f"/plaatsingen/nieuw/{vraag}" in tekst(klant.get(f"/kandidaten/{k.pk}/"))
    begin = velden(klant.get(f"/plaatsingen/nieuw/{vraag}"), "deelnemer")
    assert (begin["deelnemer"], begin["leerwerkplek"]) == (str(k.deelnemer_id), str(opzet.plek.pk))


def test_weigeren(opzet, klant):
    k = opzet.kandidaat("K1")
    pad = f"/kandidaten/{k.pk}/weigeren/"
    assert "Kies een reden." in tekst(klant.post(pad, {"nota": ""}))
    assert "Zeg in enkele woorden" in tekst(klant.post(pad, {"reden": "andere"}))
    assert "Kies een reden uit de lijst." in tekst(klant.post(pad, {"reden": "ziekte"}))
    assert "K1 is geweigerd" in tekst(klant.post(pad, {"reden": "taken", "nota": "wil binnen werken"}, follow=True))
    pagina = tekst(klant.get(f"/kandidaten/{k.pk}/"))
    assert "(wil binnen werken)" in pagina and "Intake plannen" not in pagina
    assert "is intussen geweigerd" in tekst(klant.post(pad, {"reden": "taken"}))


def test_reserveren_en_loslaten(opzet, klant):
    k = opzet.kandidaat("K1")
    opzet.intake(k)
    assert "10 werkdagen" in tekst(klant.get(f"/kandidaten/{k.pk}/reserveren/"))
    assert "De plek is gereserveerd tot en met" in tekst(klant.post(f"/kandidaten/{k.pk}/reserveren/", follow=True))
    assert "Reservatie voor K1 intrekken?" in tekst(klant.get(f"/kandidaten/{k.pk}/reservatie-intrekken/"))
    pagina = tekst(klant.post(f"/kandidaten/{k.pk}/reservatie-intrekken/", follow=True))
    assert "niet meer gereserveerd voor K1" in pagina and "Plek reserveren" in pagina


def test_een_verlopen_reservatie_zegt_wat_te_doen(opzet, klant):
    k = opzet.kandidaat("K1")
    tot = opzet.aanvaard(k).gereserveerd_tot
    with time_machine.travel(tot + timedelta(days=1)):
        klant = meld_aan(opzet.huis.leden["hr"].gebruiker)
        pagina = tekst(klant.get(f"/kandidaten/{k.pk}/"))
        assert "De plek is niet meer gereserveerd" in pagina and "Opnieuw reserveren" in pagina
        assert "Reservatie verlopen" in tekst(klant.get("/kandidaten/?stand=verlopen"))


def test_geplaatst(opzet, klant):
    k = opzet.kandidaat("K1")
    opzet.aanvaard(k)
    opzet.plaats(opzet.nu(k))
    pagina = tekst(klant.get(f"/kandidaten/{k.pk}/"))
    assert (
        "Geplaatst" in pagina
        and f"/plaatsingen/{opzet.nu(k).plaatsing}/" in pagina
        and "Weigeren" not in pagina
        and "reserveren" not in pagina
    )
    assert "K1" in tekst(klant.get("/kandidaten/?stand=geplaatst"))


def test_als_werkmap_met_codes(opzet, klant):
    from io import BytesIO

    import openpyxl

    opzet.kandidaat("K1")
    antwoord = klant.get("/kandidaten/?vorm=xlsx")
    assert antwoord.status_code == 200
    cellen = [str(c) for blad in openpyxl.load_workbook(BytesIO(antwoord.content)) for rij in blad.values for c in rij]
    assert "K1" in cellen and "Nele" not in " ".join(cellen)


def test_de_geschiedenis_in_woorden(opzet, klant):
    k = opzet.kandidaat("K1")
    opzet.aanvaard(k)
    pagina = tekst(klant.get(f"/geschiedenis/kandidatuur/{k.pk}/"))
    assert (
        "stelde deelnemer K1 voor leerwerkplek" in pagina and "wijzigde status van voorgesteld naar aanvaard" in pagina
    )


def test_evenveel_vragen_bij_een_en_bij_veel(opzet, klant):
    eerste = opzet.kandidaat("K0")
    paden = ("/", "/kandidaten/?stand=alle", f"/kandidaten/{eerste.pk}/")
    een = [querys(klant, pad) for pad in paden]
    for n in range(1, 12):
        k = opzet.kandidaat(f"K{n}", partner=(opzet.partner, opzet.tweede)[n % 2])
        if n % 3 == 0:
            opzet.intake(k)
    assert [querys(klant, pad) for pad in paden] == een
    assert een[1] <= 15 and een[2] <= 20, een
