"""Maandstaten: HR en coördinator kijken na, bevestigen of sturen terug."""

from datetime import date

import pytest

from kern.periodes import plus_maanden
from logboek.models import Leesregel
from plaatsingen.models import Maandstaat
from plaatsingen.stappen import maand as stappen
from tests.bouw import Huis
from tests.plaatsingen.hulp import Mentor, als, querys

MAANDAG, JUNI = date(2023, 6, 5), date(2023, 6, 1)


@pytest.fixture
def mentor(huis):
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing())
        mentor.maand_vol(JUNI, 41 * 60)
    return mentor


@pytest.fixture
def staat(huis, mentor):
    with huis.binnen():
        return mentor.stuur_door(JUNI)


@pytest.fixture(params=["hr", "coordinator"])
def klant(huis, request):
    return als(huis, request.param)


def tekst(klant, url):
    antwoord = klant.get(url)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def stand(huis, staat):
    with huis.binnen():
        return Maandstaat.objects.get(pk=staat.pk)


def gezien(klant, staat):
    return tekst(klant, f"/uren/maandstaten/{staat.pk}/").split('name="gezien" value="')[1].split('"')[0]


def test_de_lijst_toont_codes_en_geen_namen(huis, staat, klant):
    pagina = tekst(klant, "/uren/maandstaten/")
    assert "D001" in pagina and "Juni 2023" in pagina and "41 u" in pagina and "Filip Pauwels" not in pagina
    with huis.binnen():
        assert not Leesregel.objects.exists()


def test_een_staat_openen_toont_de_naam_en_noteert_het(huis, staat, klant):
    pagina = tekst(klant, f"/uren/maandstaten/{staat.pk}/")
    assert "Filip Pauwels" in pagina and "41 u op 6 dagen" in pagina and "Bevestigen" in pagina
    with huis.binnen():
        assert Leesregel.objects.get().sleutel == staat.plaatsing.deelnemer_id


def test_bevestigen(huis, staat, klant):
    url = f"/uren/maandstaten/{staat.pk}/bevestigen/"
    antwoord = klant.post(url, {"gezien": gezien(klant, staat)}, follow=True)
    assert "Juni 2023 van D001 is bevestigd: 41 u." in antwoord.content.decode()
    assert (stand(huis, staat).status, stand(huis, staat).minuten) == ("bevestigd", 41 * 60)
    assert "was al bevestigd" in klant.post(url, {}, follow=True).content.decode()
    pagina = tekst(klant, f"/uren/maandstaten/{staat.pk}/")
    assert "Deze maand is bevestigd." in pagina and "Terugsturen" not in pagina


def test_zonder_of_met_een_ander_beeld_wordt_niets_bevestigd(huis, staat, klant):
    for waarde in ("", "iets"):
        antwoord = klant.post(f"/uren/maandstaten/{staat.pk}/bevestigen/", {"gezien": waarde}, follow=True)
        assert "intussen gewijzigd" in antwoord.content.decode()
    assert stand(huis, staat).status == "doorgestuurd"


def test_terugsturen_met_een_reden(huis, staat, klant):
    url = f"/uren/maandstaten/{staat.pk}/terugsturen/"
    assert "Zeg wat de mentor moet aanpassen." in klant.post(url, {"reden": " "}).content.decode()
    lang = klant.post(url, {"reden": "x" * 301}).content.decode()
    assert "x" * 301 in lang and stand(huis, staat).status == "doorgestuurd"
    antwoord = klant.post(url, {"reden": "Dinsdag ontbreekt."}, follow=True)
    assert "is teruggestuurd. De mentor ziet je reden." in antwoord.content.decode()
    assert (stand(huis, staat).status, stand(huis, staat).teruggestuurd_reden) == ("open", "Dinsdag ontbreekt.")
    nog_eens = klant.post(url, {"reden": "Nog eens."}).content.decode()
    assert "ligt niet meer bij jou" in nog_eens
    assert "Deze maand ligt bij de mentor." in tekst(klant, f"/uren/maandstaten/{staat.pk}/")


def test_signalen(huis, klant):
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing())
        mentor.uren(date(2023, 6, 10), 240)  # een zaterdag
        staat = mentor.stuur_door(JUNI)
    pagina = tekst(klant, f"/uren/maandstaten/{staat.pk}/")
    assert (
        "4 u gewerkt; het minimum is 32 u." in pagina and "op een feestdag: 10/6." in pagina and "staat niets" in pagina
    )
    assert "4 u gewerkt; het minimum is 32 u." in tekst(klant, "/uren/maandstaten/")


def test_filters(huis, mentor, staat, klant):
    with huis.binnen():
        mentor.uren(date(2023, 7, 3), 240)
        juli = mentor.stuur_door(date(2023, 7, 1))
        stappen.bevestigen(huis.actor("hr"), juli)
    for vraag, wel, niet in (
        ("", "juni 2023", "juli 2023"),
        ("?status=bevestigd", "juli 2023", "juni 2023"),
        ("?status=alle&maand=2023-07", "juli 2023", "juni 2023"),
        (f"?status=alle&mentor={huis.mentor.pk}", "juli 2023", "augustus 2023"),
    ):
        pagina = tekst(klant, f"/uren/maandstaten/{vraag}")
        assert f"Maandstaten van {wel}" in pagina and f"Maandstaten van {niet}" not in pagina
    assert "Geen maandstaten gevonden" in tekst(klant, "/uren/maandstaten/?status=open")
    assert "Selecteer een geldige keuze" in tekst(klant, "/uren/maandstaten/?maand=x")


def test_lege_lijst(huis, klant):
    assert "Niets om na te kijken" in tekst(klant, "/uren/maandstaten/")


@pytest.mark.parametrize("rol", ["mentor", "directeur", "controleur", "beheerder"])
def test_wie_niet_mag(huis, staat, rol):
    klant, basis = als(huis, rol), f"/uren/maandstaten/{staat.pk}/"
    for url in ("/uren/maandstaten/", basis):
        assert klant.get(url).status_code == 403
    for url in (f"{basis}bevestigen/", f"{basis}terugsturen/"):
        assert klant.post(url, {"reden": "x"}).status_code == 403
    assert stand(huis, staat).status == "doorgestuurd"


def test_een_ander_bestuur(huis, staat):
    klant, basis = als(Huis("bb"), "hr"), f"/uren/maandstaten/{staat.pk}/"
    assert klant.get(basis).status_code == 404
    for url in (f"{basis}bevestigen/", f"{basis}terugsturen/"):
        assert klant.post(url, {"reden": "x", "gezien": "x"}).status_code == 404
    assert "Niets om na te kijken" in tekst(klant, "/uren/maandstaten/")


def test_een_get_bevestigt_niets(huis, staat, klant):
    assert klant.get(f"/uren/maandstaten/{staat.pk}/bevestigen/").status_code == 405
    assert stand(huis, staat).status == "doorgestuurd"


def test_evenveel_querys_met_1_en_60_staten(huis, staat, klant):
    def tel():
        return querys(klant, "/uren/maandstaten/?status=alle")

    een = tel()
    with huis.binnen():
        for n in range(20):
            p = huis.plaatsing(deelnemer=huis.deelnemer(f"E{n}"), plek=huis.maak_plek(), code=f"E{n}")
            for m in range(3):
                Mentor(huis, p).uren(plus_maanden(date(2023, 3, 6), m), 240)
                Mentor(huis, p).stuur_door(plus_maanden(date(2023, 3, 1), m))
    assert tel() == een <= 15
    assert "61 maandstaten" in tekst(klant, "/uren/maandstaten/?status=alle")
