import pytest

from kern.nummers import nummer, nummers


@pytest.mark.parametrize(("tekst", "getal"), [("1", 1), ("007", 7), ("9" * 18, 10**18 - 1), ("٣", 3)])
def test_een_nummer(tekst, getal):
    assert nummer(tekst) == getal


@pytest.mark.parametrize("tekst", ["", "0", "²", "-1", "+1", "1.0", "1e9", " 1", "9" * 19, "abc", "\0"])
def test_geen_nummer_is_nul_en_dat_heeft_geen_rij(tekst):
    assert nummer(tekst) == 0


def test_nummers_een_keer_en_op_volgorde():
    assert nummers(["3", "1", "x", "3", "", "2"]) == [3, 1, 2]
