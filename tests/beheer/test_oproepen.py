"""De keuzes van een bestuur per oproep: grenzen, begindatum, verloop, en dat ze gelden vanaf hun dag."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beheer.stappen import oproepen as stappen
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from projecten.models import OproepInstelling
from projecten.regels import KEUZES, grenzen, keuze
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.plaatsingen.hulp import als, querys

URL = "/beheer/instellingen/oproepen/"


gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def vandaag():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("sleutel", "goed", "fout"),
    [
        ("minuten_per_dag_max", (60, 600, 1440), (0, 45, 61, 1455)),
        ("minimum_naar_rato", (0, 1), (-1, 2)),
        ("reservatie_werkdagen", (1, 10, 60), (0, 61)),
        ("leidinggevende_bevestigt", (0, 1), (-1, 2)),
    ],
)
def test_grenzen(sleutel, goed, fout):
    assert all(keuze(sleutel, waarde).ok for waarde in goed)
    assert not any(keuze(sleutel, waarde).ok for waarde in fout)
    assert keuze(sleutel, 1).bron == "niet gevonden"


def test_een_keuze_geldt_vanaf_haar_dag(huis, vandaag):
    with huis.binnen():
        oproep, door = huis.project.oproep, huis.actor("beheerder")
        morgen = vandaag + timedelta(days=1)
        stappen.kies(door, oproep, "minuten_per_dag_max", waarde=480, vanaf=morgen)
        assert grenzen(oproep, vandaag, huis.bestuur_id).waarde("minuten_per_dag_max") == 600
        op = grenzen(oproep, morgen, huis.bestuur_id)["minuten_per_dag_max"]
        assert (op.waarde, op.bron) == (480, "keuze van het bestuur")
        stappen.kies(door, oproep, "minuten_per_dag_max", waarde=540, vanaf=morgen)  # nog niet begonnen: vervangen
        stappen.kies(door, oproep, "minuten_per_dag_max", waarde=600, vanaf=morgen + timedelta(days=9))
        assert list(OproepInstelling.objects.order_by("vanaf").values_list("waarde", flat=True)) == [540, 600]
        assert Gebeurtenis.objects.filter(wat="instellingen.oproep").count() == 3


def test_wat_niet_mag(huis, vandaag):
    with huis.binnen():
        oproep, door = huis.project.oproep, huis.actor("beheerder")
        for waarde, vanaf, veld in ((30, vandaag, "waarde"), (600, vandaag - timedelta(days=1), "vanaf")):
            with pytest.raises(Geweigerd) as fout:
                stappen.kies(door, oproep, "minuten_per_dag_max", waarde=waarde, vanaf=vanaf)
            assert fout.value.veld == veld
        with pytest.raises(KeyError):
            stappen.kies(door, oproep, "minuten_per_maand_max", waarde=9999, vanaf=vandaag)
        for rol in ("hr", "coordinator", "directeur"):
            with pytest.raises(PermissionDenied):
                stappen.kies(huis.actor(rol), oproep, "minimum_naar_rato", waarde=0, vanaf=vandaag)


def test_het_scherm_toont_bron_en_verloop(huis, vandaag):
    klant = als(huis, "beheerder")
    pagina = klant.get(URL).content.decode()
    assert pagina.count("(niet gevonden). Standaard") == len(KEUZES) and "Hoogstens per dag: 10 u" in pagina
    assert "Keuzes per oproep" in klant.get("/beheer/instellingen/").content.decode()
    url = f"{URL}572/leidinggevende_bevestigt/"
    pagina = klant.post(url, {"waarde": "1", "vanaf": f"{vandaag:%d/%m/%Y}"}, follow=True).content.decode()
    assert "Leidinggevende bevestigt ook: ja" in pagina and "Keuze van het bestuur, sinds" in pagina
    assert "standaard" in klant.get(url).content.decode()
    later = vandaag + timedelta(days=40)
    pagina = klant.post(url, {"waarde": "0", "vanaf": f"{later:%d/%m/%Y}"}, follow=True).content.decode()
    assert "Gepland" in pagina and "Leidinggevende bevestigt ook: ja" in pagina
    assert querys(klant, URL) <= 15


@pytest.mark.parametrize(
    ("sleutel", "waarde", "zin"),
    [
        ("minuten_per_dag_max", "25", "Vul een getal in tussen 1 en 24"),
        ("minuten_per_dag_max", "", "Vul 1 tot 24 uur in"),
        ("minuten_per_dag_max", "7:36", "per kwartier"),
        ("reservatie_werkdagen", "0", "van 1 tot en met 60"),
        ("reservatie_werkdagen", "tien", "van 1 tot en met 60"),
        ("minimum_naar_rato", "misschien", "Kies ja of nee."),
    ],
)
def test_een_verkeerde_waarde_zegt_wat_te_doen(huis, vandaag, sleutel, waarde, zin):
    klant = als(huis, "beheerder")
    pagina = klant.post(f"{URL}572/{sleutel}/", {"waarde": waarde, "vanaf": f"{vandaag:%d/%m/%Y}"}).content.decode()
    assert zin in pagina and (waarde in pagina or sleutel == "minimum_naar_rato")  # een knop kent enkel ja en nee
    gisteren = vandaag - timedelta(days=1)
    pagina = klant.post(f"{URL}572/{sleutel}/", {"waarde": "1", "vanaf": f"{gisteren:%d/%m/%Y}"}).content.decode()
    assert "Kies vandaag of een latere dag." in pagina
    with huis.binnen():
        assert not OproepInstelling.objects.exists()


def test_onbekend_of_een_ander_bestuur(huis):
    klant = als(huis, "beheerder")
    for pad in ("572/minuten_per_maand_max/", "999/minimum_naar_rato/"):
        assert klant.get(URL + pad).status_code == 404
    for rol in ("hr", "mentor", "coordinator"):
        assert als(huis, rol).get(URL).status_code == 403
