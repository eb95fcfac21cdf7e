"""Een nieuw jaar begint met de maatregelen en doelen van het vorige; de getallen vult iemand in."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projecten.models import Beleidsdoel, Maatregel
from projecten.stappen import beleid as stappen
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
ADRES = "/beleid/overnemen/?jaar=2023"


def _huis():
    huis = Huis("aa")
    with huis.binnen():
        wie = huis.actor("hr")

        def voeg(model, **velden):
            return stappen.voeg_toe(wie, huis.bestuur, model, **velden)

        huis.art60 = voeg(Maatregel, soort="art60", jaar=2022, plekken=8, doel=10)
        huis.wijk = voeg(
            Maatregel,
            soort="wijk_werken",
            jaar=2022,
            plekken=4,
            uitvoerder=huis.organisatie,
            activiteiten=["Tuin", "Hulp"],
        )
        huis.doel = voeg(
            Beleidsdoel, doel="Naar werk", actie="Begeleiden", indicator="art60", jaar=2022, streefcijfer=10, realisatie=9,
            bron="Jaarverslag",
        )  # fmt: skip
    return huis


gebouwd_huis, huis = eens(_huis)


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


def van_2023(huis):
    with huis.binnen():
        maatregelen = Maatregel.objects.filter(jaar=2023).order_by("soort", "pk")
        doelen = Beleidsdoel.objects.filter(jaar=2023)
        return (
            [(m.soort, m.plekken, m.doel, m.uitvoerder_id, m.activiteiten) for m in maatregelen],
            [(d.indicator, d.streefcijfer, d.realisatie, d.bron) for d in doelen],
        )


def test_dezelfde_maatregelen_en_doelen_met_nieuwe_getallen(huis):
    browser = meld_aan(huis.leden["coordinator"].gebruiker)
    assert f'href="{ADRES}"' in browser.get("/beleid/?jaar=2023").content.decode()
    pagina = browser.get(ADRES)
    assert "8 plekken in 2022" in tekst(pagina) and "Gemeente aa: 4 plekken in 2022" in tekst(pagina)
    assert not re.search(rf'name="plekken_{huis.art60.pk}"[^>]*value=', pagina.content.decode()), "niets telt ongetypt"
    gegevens = {
        f"plekken_{huis.art60.pk}": "9", f"streef_{huis.art60.pk}": "12", f"plekken_{huis.wijk.pk}": "0",
        f"neem_{huis.doel.pk}": "on", f"cijfer_{huis.doel.pk}": "11",
    }  # fmt: skip
    antwoord = browser.post(ADRES, gegevens, follow=True)
    assert "3 rijen overgenomen uit 2022." in tekst(antwoord) and "Neem over" not in tekst(antwoord)
    verwacht = (
        [("art60", 9, 12, None, []), ("wijk_werken", 0, None, huis.organisatie.pk, ["Tuin", "Hulp"])],
        [("art60", 11, None, "Jaarverslag")],
    )
    assert van_2023(huis) == verwacht
    antwoord = browser.post(ADRES, gegevens, follow=True)  # nog eens geklikt
    assert "Er is niets over te nemen." in tekst(antwoord) and van_2023(huis) == verwacht


def test_leeg_komt_niet_mee_en_een_fout_laat_alles_staan(huis):
    browser = meld_aan(huis.leden["hr"].gebruiker)
    niets = browser.post(ADRES, {f"streef_{huis.art60.pk}": "10"})
    assert "Vul minstens één aantal plekken in, of vink een doel aan." in tekst(niets)
    fout = browser.post(ADRES, {f"plekken_{huis.art60.pk}": "9", f"plekken_{huis.wijk.pk}": "veel"})
    assert "Vul een heel getal in" in tekst(fout) and 'value="9"' in fout.content.decode()
    assert 'value="veel"' in fout.content.decode() and van_2023(huis) == ([], [])
    browser.post(ADRES, {f"plekken_{huis.art60.pk}": "9"})
    assert van_2023(huis) == ([("art60", 9, None, None, [])], [])
    assert "Gemeente aa: 4 plekken" in tekst(browser.get(ADRES)) and "8 plekken" not in tekst(browser.get(ADRES))


def test_een_tweede_tabblad_laat_staan_wat_er_al_is(huis):
    """Beide tabbladen toonden alles; het tweede bewaart na het eerste."""
    with huis.binnen():
        wie = huis.actor("hr")
        alles = {"maatregelen": {huis.art60.pk: (9, 10), huis.wijk.pk: (4, None)}, "doelen": {huis.doel.pk: 10}}
        assert stappen.neem_over(wie, huis.bestuur, 2023, **alles) == (3, 0)
        anders = {"maatregelen": {huis.art60.pk: (1, 1), huis.wijk.pk: (1, 1)}, "doelen": {huis.doel.pk: 1}}
        assert stappen.neem_over(wie, huis.bestuur, 2023, **anders) == (0, 3)
        assert set(Maatregel.objects.filter(jaar=2023).values_list("plekken", "doel")) == {(9, 10), (4, None)}
        rij = Maatregel.objects.get(jaar=2023, soort="art60")
        stappen.verwijder(wie, rij)  # ongedaan: dan staat ze er weer om over te nemen
        assert stappen.neem_over(wie, huis.bestuur, 2023, **alles) == (1, 2)
        with pytest.raises(PermissionDenied):
            stappen.neem_over(huis.actor("mentor"), huis.bestuur, 2023, **alles)


def test_een_ander_bestuur_een_andere_rol_en_een_jaar_zonder_iets(huis):
    ander = Huis("bb")
    with ander.binnen():
        alles = {"maatregelen": {huis.art60.pk: (9, 10)}, "doelen": {huis.doel.pk: 10}}
        assert stappen.neem_over(ander.actor("hr"), ander.bestuur, 2023, **alles) == (0, 0)
    antwoord = meld_aan(ander.leden["hr"].gebruiker).get(ADRES, follow=True)
    assert "Er is niets over te nemen." in tekst(antwoord)
    assert meld_aan(huis.leden["mentor"].gebruiker).get(ADRES).status_code == 403


def test_nul_en_veel_rijen_een_vast_aantal_vragen(huis):
    browser = meld_aan(huis.leden["hr"].gebruiker)

    def vragen():
        with CaptureQueriesContext(connection) as gesteld:
            assert browser.get(ADRES).status_code == 200
        return len(gesteld)

    eerst = vragen()
    with huis.binnen():
        Beleidsdoel.objects.bulk_create(
            Beleidsdoel(bestuur=huis.bestuur, doel=f"D{n}", actie="a", indicator="i", jaar=2022, bron="b")
            for n in range(40)
        )
    assert vragen() == eerst
