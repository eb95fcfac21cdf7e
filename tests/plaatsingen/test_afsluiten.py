"""*Maand afsluiten*: wat opvalt bovenaan, alles of een keuze bevestigen, en wie dat mag."""

import re
import time
from datetime import date

import pytest

from organisaties.models import Organisatie
from plaatsingen.models import Afwijking, Maandstaat, Onderbreking, Prestatie, Werkdag
from plaatsingen.stappen import maand as stappen
from projecten.models import OproepInstelling
from tests.bouw import Huis
from tests.plaatsingen.hulp import Mentor, als, querys

JUNI, MAANDAG = date(2023, 6, 1), date(2023, 6, 5)
URL = "/uren/maandstaten/afsluiten/?maand=2023-06"


def plaats(huis, code, *, minuten=48 * 60, door=True, **anders):
    """Een plaatsing met uren in juni, al dan niet doorgestuurd."""
    p = huis.plaatsing(deelnemer=huis.deelnemer(f"D{code}"), plek=huis.maak_plek(**anders), code=f"P{code}", uren=48)
    mentor = Mentor(huis, p)
    if minuten:
        mentor.maand_vol(JUNI, minuten)
    if door:
        mentor.stuur_door(JUNI)
    return p


def tekst(klant, url=URL):
    antwoord = klant.get(url)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def keuzes(pagina):
    return re.findall(r'name="kies" value="([^"]+)"', pagina)


@pytest.fixture
def klant(huis):
    return als(huis, "hr")


def test_zonder_plaatsing_en_met_een(huis, klant):
    assert "Niemand geplaatst in deze maand" in tekst(klant)
    with huis.binnen():
        plaats(huis, "1")
    pagina = tekst(klant)
    assert "Klaar om te bevestigen" in pagina and "Kijk eerst na" not in pagina and len(keuzes(pagina)) == 1
    assert "checked" in pagina and "Filip" not in pagina
    pagina = klant.post(URL, {"kies": keuzes(pagina)}, follow=True).content.decode()
    assert "1 maand is bevestigd" in pagina and "Juni 2023 is afgesloten." in pagina
    with huis.binnen():
        assert Maandstaat.objects.get().is_bevestigd


def test_wat_opvalt_staat_bovenaan_met_de_reden(huis, klant):
    with huis.binnen():
        plaats(huis, "1", door=False)
        plaats(huis, "2", minuten=60)
        boven = plaats(huis, "3", minuten=50 * 60)
        Afwijking.objects.create(
            bestuur=huis.bestuur, plaatsing=boven, soort="boven_maximum", maand=JUNI, minuten=90, reden="x"
        )
        patroon = plaats(huis, "4", door=False)
        Werkdag.objects.create(bestuur=huis.bestuur, plaatsing=patroon, weekdag=5, minuten=240)
        Onderbreking.objects.create(
            bestuur=huis.bestuur, plaatsing=patroon, van=date(2023, 6, 12), tot=date(2023, 6, 18), reden="vakantie"
        )
        Mentor(huis, patroon).uren(date(2023, 6, 20), soort="afwezig_niet_verwittigd")
        Mentor(huis, patroon).stuur_door(JUNI)
        plaats(huis, "5")
    pagina = tekst(klant)
    eerst, klaar = pagina.split("Klaar om te bevestigen")
    for zin in (
        "De mentor stuurde deze maand nog niet door.",
        "1 u; het minimum is 32 u.",
        "50 u; gepland was 48 u.",
        "Afwijking: 1,5 u boven het maximum.",
        "Niet ingevuld: 9/6, 23/6 en 30/6.",
        "Afwezig zonder te verwittigen: 1 dag.",
    ):
        assert zin in eerst, zin
    assert "checked" not in eerst.split("Kijk eerst na")[1] and "D5" in klaar and len(keuzes(eerst)) == 3


def test_elk_met_een_eigen_uitslag(huis, klant):
    with huis.binnen():
        plaats(huis, "1"), plaats(huis, "2"), plaats(huis, "3")
    kies = keuzes(tekst(klant))
    with huis.binnen():
        Prestatie.objects.filter(plaatsing__code="P1", datum=date(2023, 6, 1)).update(minuten=465)
        stappen.terugsturen(huis.actor("hr"), Maandstaat.objects.get(plaatsing__code="P2"), reden="kijk na")
    pagina = klant.post(URL, {"kies": kies}, follow=True).content.decode()
    assert "1 maand is bevestigd" in pagina and "2 maanden zijn niet bevestigd" in pagina
    assert re.search(r"D1</strong>: De uren van deze maand zijn intussen gewijzigd", pagina)
    assert re.search(r"D2</strong>: De mentor heeft deze maand nog niet doorgestuurd", pagina)
    assert "niet bevestigd</p>" not in tekst(klant)  # één keer getoond
    assert "1 maand was al bevestigd" in klant.post(URL, {"kies": kies[2:]}, follow=True).content.decode()


@pytest.mark.parametrize("kies", [[], ["x"], ["1"], ["999999999:0123456789abcdef"], ["1:zz"]])
def test_niets_of_onzin_aangevinkt(huis, klant, kies):
    with huis.binnen():
        plaats(huis, "1")
    assert "Vink minstens één maand aan." in klant.post(URL, {"kies": kies}, follow=True).content.decode()
    with huis.binnen():
        assert not Maandstaat.objects.filter(status="bevestigd").exists()


def test_per_organisatie(huis, klant):
    with huis.binnen():
        ander = Organisatie.objects.create(bestuur=huis.bestuur, code="vzw", naam="Vzw Hof", soort="vzw")
        plaats(huis, "1"), plaats(huis, "2", organisatie=ander)
    assert "DD" not in tekst(klant) and "D1" in tekst(klant) and "D2" in tekst(klant)
    pagina = tekst(klant, f"{URL}&organisatie={ander.pk}")
    assert "D2" in pagina and "D1<" not in pagina and "Vzw Hof" in pagina
    assert "Selecteer een geldige keuze" in tekst(klant, f"{URL}&organisatie=0")
    assert tekst(klant, "/uren/maandstaten/afsluiten/")  # zonder maand: de vorige


def zet_aan(huis):
    OproepInstelling.objects.create(
        bestuur=huis.bestuur, oproep=huis.project.oproep, sleutel="leidinggevende_bevestigt", vanaf=JUNI, waarde=1
    )


def test_een_leidinggevende_ziet_enkel_eigen_mentoren_en_enkel_als_het_aan_staat(huis):
    from mentoren import stappen as mentor_stappen

    with huis.binnen():
        plaats(huis, "1")
        lid, baas = huis.lid("mentor2", "mentor"), huis.lid("baas2", "leidinggevende")
        ander = mentor_stappen.maak_mentor(
            huis.installatie, lid, organisatie=huis.organisatie, dienst="x", leidinggevende=baas, vanaf=JUNI
        )
        plek = huis.maak_plek(mentor=ander)
        p = huis.plaatsing(deelnemer=huis.deelnemer("D2"), plek=plek, code="P2", uren=48)
        huis.leden["mentor"], oud = lid, huis.leden["mentor"]
        Mentor(huis, p).maand_vol(JUNI, 48 * 60)
        Mentor(huis, p).stuur_door(JUNI)
        huis.leden["mentor"] = oud
    leiding, hr = als(huis, "leidinggevende"), als(huis, "hr")
    assert "HR bevestigt de maanden" in tekst(leiding) and "Maandstaten</a>" not in tekst(leiding, "/")
    alle = keuzes(tekst(hr))
    with huis.binnen():
        zet_aan(huis)
    pagina = tekst(leiding)
    assert "D1" in pagina and "D2" not in pagina and "Maandstaten" in tekst(leiding, "/")
    assert "D2" not in tekst(leiding, "/uren/maandstaten/?status=alle")
    leiding.post(URL, {"kies": alle})
    with huis.binnen():
        assert list(Maandstaat.objects.filter(status="bevestigd").values_list("plaatsing__code", flat=True)) == ["P1"]
        vreemd = Maandstaat.objects.get(plaatsing__code="P2")
    for url in ("", "bevestigen/", "terugsturen/"):
        klant = leiding.post if url else leiding.get
        assert klant(f"/uren/maandstaten/{vreemd.pk}/{url}").status_code == 404


def test_een_ander_bestuur_bevestigt_niets(huis, klant):
    with huis.binnen():
        plaats(huis, "1")
    kies = keuzes(tekst(klant))
    assert "Vink minstens" in als(Huis("bb"), "hr").post(URL, {"kies": kies}, follow=True).content.decode()
    with huis.binnen():
        assert Maandstaat.objects.get().status == "doorgestuurd"


def test_evenveel_querys_met_1_en_veel_en_alles_in_een_keer(huis, klant, omvang):
    """Kort met 20, volledig met 500: de pagina vraagt evenveel, en alles bevestigen duurt seconden."""
    aantal = omvang(20, 500)
    with huis.binnen():
        plaats(huis, "1")
    een = querys(klant, URL)
    with huis.binnen():
        for n in range(2, aantal + 1):
            p = huis.plaatsing(deelnemer=huis.deelnemer(f"D{n}"), plek=huis.maak_plek(), code=f"P{n}", uren=48)
            Prestatie.objects.bulk_create(
                Prestatie(bestuur=huis.bestuur, plaatsing=p, datum=JUNI.replace(day=d), minuten=480)
                for d in range(1, 7)
            )
            Mentor(huis, p).stuur_door(JUNI)
    assert querys(klant, URL) == een <= 15
    kies = keuzes(tekst(klant))
    assert len(kies) == aantal
    begin = time.monotonic()
    pagina = klant.post(URL, {"kies": kies}, follow=True).content.decode()
    assert time.monotonic() - begin < 60 and f"{aantal} maanden zijn bevestigd" in pagina
