"""De tellingen van het rapport: op de peildatum, per project, zonder namen, en met een vast aantal vragen."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluaties import overzicht
from evaluaties.stappen import einde
from projecten.models import Subsidieproject
from rapportage import cijfers, tabellen
from tests.evaluaties.hulp import EIND, afgerond, bespreek

LAAT = date(2024, 6, 1)


def vul(huis):
    plaatsing = huis.plaatsing()
    afgerond(huis, plaatsing, "start", op=date(2023, 3, 8))
    bespreek(huis, plaatsing, "tussentijds", op=date(2023, 6, 1))
    afgerond(huis, plaatsing, "eind", op=EIND)
    hr = huis.actor("hr")
    einde.noteer_uitstroom(hr, plaatsing, richting="opleiding", datum=EIND)
    einde.noteer_opvolging(hr, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1))
    einde.noteer_opvolging(hr, plaatsing, 6, richting="", gedaan_op=date(2024, 3, 1))
    einde.maak_attest(hr, plaatsing, met_uren=True, met_competenties=True, op=EIND)
    return plaatsing


def op(huis, dag):
    return cijfers.bereken(list(Subsidieproject.objects.select_related("oproep").order_by("pk")), dag)[0].begeleiding


def test_op_de_peildatum(binnen):
    vul(binnen)
    begin, zomer, later = op(binnen, date(2023, 3, 14)), op(binnen, date(2023, 6, 30)), op(binnen, LAAT)
    assert (begin.alle_verwacht, begin.alle_gedaan) == (0, 1)  # gedaan voor het moest
    assert (zomer.alle_verwacht, zomer.alle_gedaan, zomer.attesten) == (2, 1, 0)  # besproken is niet afgerond
    assert (later.alle_verwacht, later.alle_gedaan, later.attesten) == (3, 2, 1)
    assert (later.uitstroom[0]["opleiding"], later.uitstroom[3]["werk"], later.niet_bereikt[6]) == (1, 1, 1)
    assert op(binnen, date(2023, 11, 30)).uitstroom[3]["werk"] == 0
    assert later.naar_werk == 0


def test_een_nieuwe_versie_telt_niet_dubbel(binnen):
    from evaluaties.stappen import evaluatie as stappen
    from tests.evaluaties.hulp import stem_en_rond_af

    plaatsing = binnen.plaatsing()
    nieuw = stappen.verbeter(binnen.actor("hr"), afgerond(binnen, plaatsing), reden="fout")
    stappen.bespreek(binnen.actor("hr"), nieuw)
    stem_en_rond_af(binnen, plaatsing)
    assert op(binnen, date(2030, 1, 1)).gedaan["start"] == 1


def test_de_tabellen_van_het_rapport(binnen):
    vul(binnen)
    (c,) = cijfers.bereken(list(Subsidieproject.objects.select_related("oproep").order_by("pk")), LAAT)
    per_naam = {t.naam: t for t in tabellen.alle(c)}
    assert per_naam["evaluaties"].rijen == [
        ("startevaluatie", 1, 1),
        ("tussentijdse evaluatie", 1, 0),
        ("eindevaluatie", 1, 1),
        ("attest voor de deelnemer", None, 1),
    ]
    rijen = {rij[0]: rij[1:] for rij in per_naam["uitstroom"].rijen}
    assert (rijen["opleiding"], rijen["werk"], rijen["niet bereikt"]) == ((1, 0, 0), (0, 1, 0), (None, 0, 1))
    assert not any(
        "Pauwels" in str(t.rijen) or "D001" in str(t.rijen)
        for n, t in per_naam.items()
        if n in ("evaluaties", "uitstroom")
    )


def test_evenveel_vragen_voor_een_als_voor_veel(binnen):
    """Lijsten en tellingen: hoeveel plaatsingen er ook zijn."""

    def vragen():
        with CaptureQueriesContext(connection) as gezien:
            hr = binnen.actor("hr")
            overzicht.te_doen(hr, EIND)
            overzicht.opvolgregels(hr, EIND)
            op(binnen, LAAT)
        return len(gezien)

    vul(binnen)
    eerst = vragen()
    for n in range(12):
        plek = binnen.maak_plek()
        afgerond(binnen, binnen.plaatsing(deelnemer=binnen.deelnemer(f"D9{n:02}"), plek=plek, code=f"P9{n:02}"), "eind")
    assert vragen() == eerst
