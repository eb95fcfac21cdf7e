"""De meting van het bewijspakket in het klein, met een tegenproef per doel."""

import pytest

from bench import pakket

MATEN = (2, 4, 6)


@pytest.fixture(autouse=True)
def _eigen_map(settings, tmp_path):
    settings.GD_OPSLAG, settings.GD_ZEGEL_MAP = tmp_path / "opslag", tmp_path / "zegel"
    settings.GD_ZEGELS = settings.GD_ZEGEL_PKCS12 = ""


def test_een_kleine_meting_maakt_echte_pakketten(settings):
    verslag = pakket.meet(ronden=2, maten=MATEN, grootte=5000)
    assert verslag.fouten == [] and not list(settings.GD_OPSLAG.iterdir())
    cijfers = {c.naam: c for c in verslag.cijfers}
    assert len(cijfers["pakket / bytes, 6 fiches"].waarden) == 2
    assert cijfers["pakket / bytes, 6 fiches"].midden > 1 and cijfers["groei van de geheugenpiek (MB)"].gehaald


def verslag(groei=1.0, fouten=(), **anders):
    tijden = {("pakket", n): [15.0 + n] for n in MATEN} | {("bytes", n): [12.0 + n] for n in MATEN}
    tijden |= {(f"cpu {kant}", n): list(tijden[kant, n]) for kant in ("pakket", "bytes") for n in MATEN}
    for sleutel, waarden in anders.items():
        kant, _, n = sleutel.rpartition("_")
        tijden[kant.replace("_", " "), int(n)] = waarden
    return pakket.verslag(tijden, MATEN, groei, list(fouten))


@pytest.mark.parametrize(
    ("anders", "gemist"),
    [
        ({}, set()),
        ({"pakket_2": [28.1]}, {"pakket / bytes, 2 fiches"}),
        ({"pakket_6": [36.1]}, {"pakket / bytes, 6 fiches"}),
        ({"cpu_pakket_4": [21.0]}, {"4 fiches / rechte lijn"}),
        ({"cpu_pakket_4": [17.0]}, {"4 fiches / rechte lijn"}),
        ({"groei": 20.1}, {"groei van de geheugenpiek (MB)"}),
    ],
)
def test_elk_doel_kan_gemist_worden(anders, gemist):
    uit = verslag(**anders)
    assert {c.naam for c in uit.cijfers if not c.gehaald} == gemist and uit.gehaald == (not gemist)


def test_een_slecht_pakket_is_een_gemist_doel(tmp_path):
    def kapot(doel, stukken):
        pakket.pakket()(doel, stukken)
        doel.write_bytes(doel.read_bytes()[:-1])

    with pakket.bestanden(2, 100) as (map_, alle):
        fouten = pakket.keur(kapot, map_ / "uit.zip", pakket.eerste(alle, 2))
    assert fouten and not verslag(fouten=fouten).gehaald


def test_een_maker_die_alles_onthoudt_wordt_gezien():
    onthouden = []

    def alles(doel, stukken):
        onthouden.append([p.read_bytes() for p in stukken.values() if not isinstance(p, bytes)])
        doel.write_bytes(b"")

    with pakket.bestanden(6, 6_000_000) as (map_, alle):
        assert pakket.geheugen(alles, map_ / "uit.zip", alle, MATEN) > pakket.GROEI
