"""Een bestand met uren blijft binnenkomen: met zijn startvoorwaarden, als afwijking, of (demo) in orde en levend."""

from datetime import date, time

import pytest

from organisaties import isolatie
from plaatsingen.enums import SoortAfwijking, Voorwaarde
from plaatsingen.models import Afwijking, Plaatsing, Prestatie, Startvoorwaarde, Werkdag
from plaatsingen.regels import Invoer
from tests.uitwisseling.hulp import importeer, klein, lees, met_uren, plaatsing, schrijf, uren, weigering
from uitwisseling.lijsten.start import OVERGENOMEN, gewoonte
from uitwisseling.toelating import besturen


def binnen():
    return isolatie.namens(bestuur=besturen()[0][0])


def van(code: str) -> list[dict]:
    return [{"plaatsing": code, "soort": soort, "datum": "2023-05-08"} for soort in Voorwaarde.values]


def test_zonder_voorwaarden_wordt_het_een_afwijking_zonder_goedkeurder(leeg, tmp_path):
    d = met_uren("opwijk")
    uit = importeer(schrijf(tmp_path, d))
    assert "een afwijking: uren zonder startvoorwaarden" in uit
    met_prestaties = {p["plaatsing"] for p in d["prestaties"]}
    with binnen():
        rijen = Afwijking.objects.all()
        assert {rij.plaatsing.code for rij in rijen} == met_prestaties
        assert {(r.soort, r.reden, r.goedgekeurd_door) for r in rijen} == {(SoortAfwijking.START, OVERGENOMEN, None)}
        assert not Startvoorwaarde.objects.exists() and not Werkdag.objects.exists()
    assert "er is niets gewijzigd" in importeer(schrijf(tmp_path, d))
    leeg()


def test_met_voorwaarden_is_er_geen_afwijking(leeg, tmp_path):
    d = met_uren("opwijk")
    codes = [p["code"] for p in d["plaatsingen"]]
    d["startvoorwaarden"] = [rij for code in codes for rij in van(code)]
    importeer(schrijf(tmp_path, d))
    with binnen():
        assert not Afwijking.objects.exists() and Prestatie.objects.exists()
        assert Startvoorwaarde.objects.count() == 4 * len(codes)
    d["startvoorwaarden"][0]["datum"] = "2023-05-02"
    uit = importeer(schrijf(tmp_path, d))
    assert "startvoorwaarden, rij 2" in uit and "datum gewijzigd" in uit
    leeg()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"soort": "paspoort"}, "Deze waarde bestaat niet"),
        ({"datum": "2099-01-01"}, "moet nog komen"),
        ({"plaatsing": "X"}, "Er is geen plaatsing"),
    ],
)
def test_een_foute_voorwaarde_weigert_het_bestand(leeg, tmp_path, anders, zin):
    d = met_uren("opwijk")
    d["startvoorwaarden"] = [van("XP1")[0] | anders]
    assert zin in " ".join(weigering(schrijf(tmp_path, d)))


def test_enkel_uren_voor_een_plaatsing_die_al_openstaat_weigert(leeg, tmp_path):
    """Een plaatsing zonder uren krijgt niets cadeau; een later bestand met enkel uren stoot op de regel."""
    d = met_uren("opwijk")
    d["prestaties"] = []
    importeer(schrijf(tmp_path, d))
    with binnen():
        assert not Afwijking.objects.exists()
    later = d | {"plaatsingen": [], "deelnemers": [], "prestaties": [uren("2023-05-09", "09:00", "12:00")]}
    assert "mag nog niet starten" in " ".join(weigering(schrijf(tmp_path, later)))
    leeg()


def test_een_demo_leeft(leeg, tmp_path, demo):
    d = klein("opwijk", plekken=2)
    d["plaatsingen"].append(
        plaatsing("LATER", d["deelnemers"][0]["code"], d["leerwerkplekken"][1]["code"], "2099-01-01", "2099-02-01")
    )
    alle = lees("opwijk")["prestaties"]
    d["prestaties"] = [p for p in alle if p["plaatsing"] in {p["code"] for p in d["plaatsingen"]}]
    importeer(schrijf(tmp_path, d), demo=True)
    with binnen():
        eerste = Plaatsing.objects.order_by("van").first()
        assert eerste.startvoorwaarden.count() == 4 and not Afwijking.objects.exists()
        assert {v.in_orde_op for v in eerste.startvoorwaarden.all()} == {eerste.van}
        assert eerste.werkdagen.exists() and eerste.begeleider_naam and eerste.begeleider_telefoon.startswith("0470 00")
        assert not Plaatsing.objects.get(code="LATER").startvoorwaarden.exists()
    leeg()


def test_de_gewoonte_is_wat_het_vaakst_voorkomt():
    maandag = [Invoer(date(2023, 5, dag), van=time(8), tot=time(12)) for dag in (8, 15, 22)]
    anders = [Invoer(date(2023, 6, 5), van=time(9), tot=time(12)), Invoer(date(2023, 5, 9), minuten=240)]
    weg = [Invoer(date(2023, 6, 12), soort="feestdag")]
    assert gewoonte([*maandag, *anders, *weg]) == [(1, (time(8), time(12), 0, 240), 4)]
