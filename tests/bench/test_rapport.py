"""De meting van de getallen in het klein, met een tegenproef per doel."""

import pytest

from bench import rapport, rapport_gegevens, rapport_sql


@pytest.mark.django_db(transaction=True)
def test_een_kleine_meting_telt_langs_beide_wegen_hetzelfde(monkeypatch):
    """Vijf besturen: het vijfde heeft twee projecten. Zegt een van beide iets anders, dan is dat een fout."""
    nummers = rapport_gegevens.veel(5, 26)
    with rapport_gegevens.over_alle_besturen():
        tijden, vragen, fouten = rapport.meet(nummers, ronden=1)
        geteld = rapport.kanten(nummers)["tellen"]()
        assert fouten == [] and len(geteld) == 6 and sum(t.leerwerkplekken for t in geteld) == 131
        assert set(rapport.leeg(geteld)) <= {"gehaald", "op_het_spel"}, "van elk soort getal is er iets"
        assert vragen == {"tellen": 8, "sql": 7} and all(len(waarden) == 1 for waarden in tijden.values())
        assert rapport.meet(nummers[:1], ronden=0)[1] == vragen
        cijfers, fouten = rapport.vorige_dag(nummers, ronden=1)
        assert len(cijfers) == 3 and "uit de rijen komt iets anders dan uit de databank" not in fouten
        monkeypatch.setattr(rapport_sql, "AANTALLEN", rapport_sql.AANTALLEN.replace("'verzegeld'", "'leeskopie'"))
        _, _, fouten = rapport.meet(nummers, ronden=0)
        namen = {fout.split(":")[0].split(" ")[1] for fout in fouten}
        assert {"fiches", "ontbrekend"} <= namen <= {"fiches", "ontbrekend", "gehaald", "verzekerd", "op_het_spel"}


def tijden(antwerpen=(15.0, 10.0), veel=(150.0, 100.0)):
    namen = ("tellen", "sql")
    return {
        "Antwerpen": {naam: [ms] for naam, ms in zip(namen, antwerpen, strict=True)},
        "veel": {naam: [ms] for naam, ms in zip(namen, veel, strict=True)},
    }


VRAGEN = {"Antwerpen": {"tellen": 8, "sql": 7}, "veel": {"tellen": 8, "sql": 7}}


@pytest.mark.parametrize(
    ("anders", "gemist"),
    [
        ({}, set()),
        ({"tijden": tijden(antwerpen=(15.1, 10.0))}, {"Antwerpen: tellen / met de hand"}),
        ({"tijden": tijden(veel=(150.1, 100.0))}, {"veel: tellen / met de hand"}),
        ({"vragen": VRAGEN | {"veel": {"tellen": 9, "sql": 7}}}, {"vragen meer bij de grootste maat"}),
    ],
)
def test_elk_doel_kan_gemist_worden(anders, gemist):
    uit = rapport.verslag(anders.get("tijden", tijden()), anders.get("vragen", VRAGEN), [])
    assert {c.naam for c in uit.cijfers if not c.gehaald} == gemist and uit.gehaald == (not gemist)


def test_een_getal_dat_verschilt_is_een_gemist_doel():
    assert not rapport.verslag(tijden(), VRAGEN, ["P1 fiches: 3 tegenover 4"]).gehaald
