"""De meting zelf, in het klein: dezelfde code als `script/bench uren`, met draden in plaats van processen."""

from dataclasses import replace

import pytest

from bench import uren as bench
from plaatsingen.models import MaandstaatVersie, Prestatie


@pytest.mark.django_db(transaction=True)
def test_een_kleine_meting_telt_alles_na(transactional_db):
    huis, paren = bench.bouw(3, 2)
    uitslag = bench.meet(huis, paren, dagen=4, ronden=2, verbindingen=2, processen=False)
    assert (uitslag.fouten, uitslag.rijen, uitslag.boven, uitslag.verschil) == ([], 6 * 4, 0, 0)
    assert len(uitslag.stap) == len(uitslag.kaal) == 2 and all(snelheid > 0 for snelheid in uitslag.stap + uitslag.kaal)
    with huis.binnen():
        assert MaandstaatVersie.objects.count() == 6
        assert not Prestatie.objects.exclude(minuten=bench.MINUTEN).exists()


@pytest.mark.django_db(transaction=True)
def test_tegenproef_een_fout_telt(transactional_db):
    """Dezelfde dag nog eens: de database weigert, en de meting zegt het."""
    huis, paren = bench.bouw(1, 1)
    rijen = [bench.Invulling(*paren[0], bench.MAAND)] * 2
    with huis.binnen():
        leden = {lid.pk: lid for lid in bench.Lidmaatschap.objects.select_related("gebruiker", "bestuur")}
    for doe in (bench.Verbinding.stap, bench.Verbinding.kaal):
        with huis.binnen():
            Prestatie.objects.all()._raw_delete("default")
        _, fouten = bench.tegelijk(huis, leden, doe, rijen, 1, processen=False)
        assert len(fouten) == 1
        assert "prestatie_uniek" in fouten[0] or "Op dat uur staat er al iets" in fouten[0]


def test_de_grens_is_een_kwart():
    goed = bench.Uitslag(stap=[25.0, 30.0, 20.0], kaal=[100.0, 100.0, 100.0])
    assert goed.verhouding == 0.25 and goed.verslag().gehaald
    for slecht in (replace(goed, stap=[24.0] * 3), replace(goed, fouten=["x"]), replace(goed, boven=1),
                   replace(goed, verschil=1)):  # fmt: skip
        assert not slecht.verslag().gehaald and "niet in orde" in slecht.verslag().tekst()
