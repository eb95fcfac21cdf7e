"""Elk van de vijf bestanden, op tientallen manieren gebroken: de juiste lijst, rij, sleutel en reden, en niets geschreven."""

import os

import pytest
from django.core.management import ManagementUtility

from tests.uitwisseling.breuken import BREUKEN
from tests.uitwisseling.hulp import BESTANDEN, aantallen, importeer, met_uren, schrijf, weigering

OVERAL = (
    "sleutel_ontbreekt", "onbekende_sleutel", "onbekende_lijst", "verkeerde_soort", "datum_bestaat_niet", "slecht_adres",
    "dubbele_code", "onbekende_mentor", "onbekende_organisatie", "te_veel_uren_per_maand", "te_weinig_uren_per_maand",
    "zes_maanden_en_een_dag", "twee_op_een_plek", "een_op_twee_plekken", "drieentwintig_maanden_werkzoekend",
    "plek_niet_aangeboden_aan_de_partner", "vijfenzestig_uur_in_een_maand", "meer_dan_tien_uur_op_een_dag",
    "uren_buiten_de_plaatsing", "uren_overlappen", "mentor_tekent_zelf",
    "andermans_leidinggevende_tekent",
)  # fmt: skip
ANDERE = [naam for naam in BESTANDEN if naam != "opwijk"]
# kort: elke breuk in Opwijk, en die van overal in één ander bestand; volledig: in alle vijf
VOLLEDIG = os.environ.get("GD_VOLLEDIG") == "1"
GEVALLEN = [("opwijk", breuk) for breuk in BREUKEN] + [
    (naam, breuk)
    for nummer, breuk in enumerate(OVERAL)
    for naam in (ANDERE if VOLLEDIG else [ANDERE[nummer % len(ANDERE)]])
]


@pytest.fixture(scope="module")
def voor(transactional_db):
    """Het aantal rijen van elke tabel vóór de eerste weigering: zo moet het blijven."""
    return aantallen()


def hoort_er(regels: list[str], lijst: str, rij: int | None, sleutel: str | None, reden: str) -> bool:
    waar = ", ".join([lijst, *([f"rij {rij}"] if rij else []), *([sleutel] if sleutel else [])])
    return any(regel.startswith(f"{waar}: ") and reden in regel for regel in regels)


@pytest.mark.parametrize(("naam", "breuk"), GEVALLEN)
def test_gebroken_bestand_wordt_geweigerd(naam, breuk, voor, tmp_path):
    d = met_uren(naam)
    verwacht = BREUKEN[breuk](d)
    regels = weigering(schrijf(tmp_path, d))
    assert hoort_er(regels, *verwacht), regels
    assert len(regels) == 2, "één breuk is één fout, zonder nasleep"
    assert "1 fout in" in regels[-1] and "er is niets geïmporteerd" in regels[-1]
    assert aantallen() == voor


@pytest.mark.parametrize("naam", BESTANDEN)
def test_zonder_breuk_zou_het_bestand_laden(naam, leeg, tmp_path):
    """De positieve controle van de test hierboven."""
    assert "geïmporteerd" in importeer(schrijf(tmp_path, met_uren(naam)))
    leeg()


def test_alle_fouten_in_een_keer(voor, tmp_path):
    d = met_uren("opwijk")
    samen = ["getal_als_naam", "slecht_adres", "onbekende_oproep", "datum_anders_geschreven", "negatieve_uren",
             "uren_in_de_toekomst", "afwezig_met_uren", "onbekende_lijst"]  # fmt: skip
    verwacht = [BREUKEN[breuk](d) for breuk in samen]
    regels = weigering(schrijf(tmp_path, d))
    gevonden = [fout for fout in verwacht if hoort_er(regels, *fout)]
    assert [fout for fout in verwacht if fout not in gevonden and fout[0] != "prestaties"] == []
    assert f"{len(regels) - 1} fouten" in regels[-1]
    assert aantallen() == voor


def test_een_plaatsing_kan_meer_dan_een_reden_hebben(voor, tmp_path):
    d = met_uren("opwijk")
    d["plaatsingen"][-1] |= {"tot": "2024-05-07", "uren_per_maand": 20}
    d["deelnemers"][-2]["uitkeringsgerechtigd"] = False
    regels = weigering(schrijf(tmp_path, d))
    assert hoort_er(regels, "plaatsingen", len(d["plaatsingen"]) + 1, "tot", "zes maanden")
    assert hoort_er(regels, "plaatsingen", len(d["plaatsingen"]) + 1, "uren_per_maand", "32 tot 64")
    assert hoort_er(regels, "deelnemers", len(d["deelnemers"]), "uitkeringsgerechtigd", "XP1")
    assert len(regels) == 4


def test_een_uur_dat_niet_bestaat(voor, tmp_path):
    """De nacht van 26 maart 2023: tussen 2 en 3 uur is er geen tijd."""
    d = met_uren("opwijk")
    d["plaatsingen"][-1] |= {"van": "2023-03-20", "tot": "2023-09-19"}
    d["prestaties"].append(d["prestaties"][-1] | {"datum": "2023-03-26", "van": "02:30", "tot": "04:30"})
    regels = weigering(schrijf(tmp_path, d))
    assert hoort_er(regels, "prestaties", len(d["prestaties"]) + 1, "van", "zomeruur")


def test_de_opdracht_eindigt_met_een(voor, tmp_path, capsys):
    d = met_uren("opwijk")
    BREUKEN["onbekende_mentor"](d)
    with pytest.raises(SystemExit) as einde:
        ManagementUtility(["manage.py", "importeer", str(schrijf(tmp_path, d)), "--skip-checks"]).execute()
    assert einde.value.code == 1
    assert "leerwerkplekken, rij 4, mentor: Er is geen mentor" in capsys.readouterr().err
