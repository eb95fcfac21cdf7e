"""Sjablonen per functie en kopieën: wat meekomt naar een nieuwe plek, en hoeveel klikken dat kost."""

import pytest
from django.core.exceptions import PermissionDenied

from leerwerkplekken import standaard, stappen, werkafspraken
from leerwerkplekken.models import PLAN_VELDEN, Functiesjabloon, Leerwerkplek
from organisaties.isolatie import Geweigerd
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan, velden, vul_in
from tests.leerwerkplekken.hulp import adres, plek_nu

pytestmark = pytest.mark.django_db
PLAN = {
    "informatie": "Je werkt buiten.", "onthaal": "Om 8 uur.", "veiligheid": "Let op.", "risicos": ["snijden"],
    "beschermingsmiddelen": ["handschoenen"], "bus": "Lijn 3.", "fiets": "Stalling.", "taalniveau": "a1",
    "geschikt": ["tempo"], "geschikt_toelichting": "Rustig.", "werkafspraken": "Bel ons.",
}  # fmt: skip
PLEK = {"leerdoelen": ["hagen snoeien"], "begeleider_naam": "Bram Claes", "begeleider_functie": "tuinman"}


@pytest.fixture
def vol(huis):
    """De plek van het huis, met elk veld van het plan anders dan de standaard."""
    with huis.binnen():
        hr = huis.actor("hr")
        stappen.wijzig(hr, huis.plek, **PLEK)
        rij = {"onderwerp": "Materiaal", "mentor": "R", "leidinggevende": "A", "hr": "", "glow": "I"}
        stappen.bewaar_plan(hr, huis.plek, **PLAN, matrix=[*standaard.MATRIX, rij])
        stappen.bewaar_afspraak(hr, huis.plek, huis.partner, "Enkel met jullie.")
    assert {*PLAN, "matrix"} == {*PLAN_VELDEN}
    return huis.plek


def inhoud(plek):
    return {veld: getattr(plek.plan, veld) for veld in PLAN_VELDEN}


def test_van_een_plek_een_sjabloon_en_van_een_sjabloon_een_plek(huis, hr, vol):
    antwoord = vul_in(hr, adres("sjabloon_maak", vol), "naam", naam="Groen")
    with huis.binnen():
        sjabloon = Functiesjabloon.objects.get()
    assert antwoord.status_code == 302 and antwoord["Location"] == adres("sjabloon", sjabloon)
    url = f"{adres('nieuw')}?sjabloon={sjabloon.pk}"
    assert "Je begint met sjabloon <strong>Groen</strong>" in hr.get(url).content.decode()
    begin = velden(hr.get(url), "gezien")
    assert (begin["functie"], begin["uren_per_maand"], begin["code"]) == ("medewerker groendienst", "48", "572-AA-02")
    assert hr.post(url, begin).status_code == 302
    with huis.binnen():
        nieuw = Leerwerkplek.objects.get(code="572-AA-02")
        assert inhoud(nieuw) == inhoud(plek_nu(huis)) and nieuw.plan.standaard
        assert (nieuw.taken, nieuw.leerdoelen, nieuw.competenties) == (vol.taken, PLEK["leerdoelen"], vol.competenties)
        assert nieuw.mentor is None and not nieuw.met_begeleider and werkafspraken.per_partner(nieuw) == []


def test_een_sjabloon_wijzigen_en_verwijderen_raakt_geen_plek(huis, hr, vol):
    with huis.binnen():
        sjabloon = stappen.maak_sjabloon(huis.actor("hr"), vol, naam="Groen")
    url = adres("sjabloon", sjabloon)
    antwoord = vul_in(hr, url, "gezien", naam="Tuin", taken="harken", eigen="rekenen", bus="Lijn 9.", uren_per_maand="")
    assert antwoord.status_code == 302
    with huis.binnen():
        nu = Functiesjabloon.objects.get()
        assert (nu.naam, nu.taken, nu.bus, nu.uren_per_maand) == ("Tuin", ["harken"], "Lijn 9.", None)
        assert "rekenen" in nu.competenties and nu.risicos == ["snijden"] and len(nu.matrix) == 8
        assert plek_nu(huis).plan.bus == "Lijn 3."
    weg = adres("sjabloon_verwijder", sjabloon)
    assert "Sjabloon Tuin verwijderen?" in hr.get(weg).content.decode()
    assert hr.post(weg).status_code == 302 and hr.post(weg).status_code == 404
    with huis.binnen():
        assert not Functiesjabloon.objects.exists() and plek_nu(huis).taken == vol.taken


def test_een_naam_bestaat_maar_een_keer_en_is_nodig(huis, hr):
    url = adres("sjabloon_maak", huis.plek)
    assert vul_in(hr, url, "naam", naam="Groen").status_code == 302
    tweede = vul_in(hr, url, "naam", naam="groen")
    assert tweede.context["form"].errors["naam"] == ["Er is al een sjabloon met deze naam. Kies een andere naam."]
    leeg = vul_in(hr, url, "naam", naam="")
    assert leeg.context["form"].errors["naam"] == ["Vul een naam in, bijvoorbeeld “winkelmedewerker”."]


@pytest.mark.parametrize("raar", ["x", "-1", "0", "9" * 30, "999999"])
def test_een_sjabloon_dat_er_niet_is(hr, raar):
    assert hr.get(adres("nieuw"), {"sjabloon": raar}).status_code == 404


def test_sjablonen_blijven_binnen_het_bestuur_en_bij_hr(huis, hr):
    ander = Huis("bb")
    with ander.binnen():
        vreemd = stappen.maak_sjabloon(ander.actor("hr"), ander.plek, naam="Van een ander")
    assert "Nog geen sjablonen" in hr.get(adres("sjablonen")).content.decode()
    for naam in ("sjabloon", "sjabloon_verwijder"):
        assert hr.get(adres(naam, vreemd)).status_code == 404
    klant = meld_aan(huis.leden["coordinator"].gebruiker)
    assert klant.get(adres("sjablonen")).status_code == 403


def test_een_lange_lijst_kost_evenveel_vragen(huis, hr, django_assert_max_num_queries):
    def maak(begin, aantal):
        with huis.binnen():
            Functiesjabloon.objects.bulk_create(
                Functiesjabloon(bestuur=huis.bestuur, naam=f"Sjabloon {n}", functie="kok")
                for n in range(begin, begin + aantal)
            )

    maak(0, 1)
    assert "1 sjabloon" in hr.get(adres("sjablonen")).content.decode()
    maak(1, 499)
    with django_assert_max_num_queries(15):
        pagina = hr.get(adres("sjablonen")).content.decode()
    assert "500 sjablonen" in pagina and pagina.count("?sjabloon=") == 50


def test_een_kopie_neemt_het_hele_plan_en_de_begeleider_mee(huis, hr, vol):
    """Negen klikken: lijst, plek, Kopiëren, partner aanvinken, Kopie maken, fiche nakijken, indienen: het zijn er zeven."""
    klikken = [hr.get("/leerwerkplekken/"), hr.get(adres("takenlijst", vol)), hr.get(adres("kopieer", vol))]
    assert adres("kopieer", vol) in klikken[1].content.decode()
    gegevens = velden(klikken[2], "volgende") | {"partners": [huis.partner.pk], "aangeboden_op": "2023-05-01"}
    klikken += ["aanvinken", hr.post(adres("kopieer", vol), gegevens)]
    with huis.binnen():
        kopie = Leerwerkplek.objects.get(code="572-AA-02")
        assert inhoud(kopie) == inhoud(plek_nu(huis))
        assert {veld: getattr(kopie, veld) for veld in PLEK} == PLEK
        assert werkafspraken.met(kopie, huis.partner) == "Enkel met jullie."
        assert kopie.status == "aangeboden" and not kopie.plan.standaard
    assert len(klikken) <= 9 and klikken[-1]["Location"] == adres("takenlijst", kopie)


def test_gelijke_plekken_elk_met_hetzelfde_plan(huis, vol):
    with huis.binnen():
        kopieen = stappen.kopieer(huis.actor("hr"), vol, aantal=3)
        assert all(inhoud(plek_nu(huis, kopie)) == inhoud(plek_nu(huis)) for kopie in kopieen)
        assert len({kopie.code for kopie in kopieen}) == 3


def test_wie_niet_mag_maakt_geen_sjabloon(huis):
    with huis.binnen():
        with pytest.raises(PermissionDenied):
            stappen.maak_sjabloon(huis.actor("coordinator"), huis.plek, naam="x")
        with pytest.raises(Geweigerd, match="Vul een naam in"):
            stappen.maak_sjabloon(huis.actor("hr"), huis.plek, naam=" ")
