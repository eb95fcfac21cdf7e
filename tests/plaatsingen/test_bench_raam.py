"""Het raam van de metingen: tabel, JSON, en `--streng` dat een gemist doel niet laat passeren."""

import argparse
import json

import pytest

from bench import raam
from bench.raam import Cijfer, Verslag

GOED = Verslag("proef", [Cijfer("sneller", [2.4, 2.6, 2.5], minstens=2.5), Cijfer("rijen", [12], vorm=".0f")])
GEMIST = Verslag("proef", [Cijfer("sneller", [2.4, 2.6, 2.49], minstens=2.5)])


def keuze(*argumenten: str) -> argparse.Namespace:
    lezer = argparse.ArgumentParser()
    raam.opties(lezer)
    return lezer.parse_args(argumenten)


def test_de_tabel_zet_het_doel_naast_elk_cijfer():
    kop, sneller, rijen, machine, slot = GOED.tekst().splitlines()
    assert kop.split() == ["mediaan", "spreiding", "doel"]
    assert sneller.split() == ["sneller", "2.50", "2.40", "tot", "2.60", "≥", "2.5", "gehaald"]
    assert rijen.split() == ["rijen", "12"]
    assert "kernen" in machine and slot == "in orde"


@pytest.mark.parametrize(
    ("verslag", "argumenten", "code"),
    [
        (GOED, ["--streng"], 0),
        (GEMIST, ["--streng"], 1),
        (GEMIST, [], 0),
        (Verslag("x", [], ["stuk"]), ["--streng"], 1),
    ],
)
def test_streng_faalt_op_een_gemist_doel_of_een_fout(verslag, argumenten, code, capsys):
    assert raam.sluit_af(verslag, keuze(*argumenten)) == code
    assert ("niet in orde" in capsys.readouterr().out) is not verslag.gehaald


def test_json_draagt_elke_waarde_en_het_oordeel(tmp_path, capsys):
    bestand = tmp_path / "uit.json"
    assert raam.sluit_af(GEMIST, keuze("--json", str(bestand))) == 0
    uit = json.loads(bestand.read_text())
    assert (uit["meting"], uit["gehaald"]) == ("proef", False)
    assert uit["cijfers"][0] == {
        "naam": "sneller", "mediaan": 2.49, "waarden": [2.4, 2.6, 2.49], "minstens": 2.5, "hoogstens": None,
        "gehaald": False,
    }  # fmt: skip


@pytest.mark.parametrize(("waarde", "gehaald"), [(1.30, True), (1.31, False)])
def test_een_bovengrens_hoort_er_zelf_bij(waarde, gehaald):
    assert Cijfer("bodem", [waarde], hoogstens=1.30).gehaald is gehaald


def test_een_meting_zonder_waarden_is_een_fout():
    with pytest.raises(ValueError, match="geen enkele waarde"):
        Cijfer("leeg", [])
