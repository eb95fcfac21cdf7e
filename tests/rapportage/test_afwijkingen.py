"""Wat HR bij een plaatsing tegen de regel in toeliet staat in het rapport en in afwijkingen.csv, en telt nergens mee."""

from datetime import date

from kern.tabel import als_csv
from plaatsingen.stappen import start, verloop
from rapportage import cijfers, tabellen
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.plaatsingen.hulp import Mentor, als

EINDE = date(2023, 12, 31)


gebouwd_huis, huis = eens(lambda: Huis("aa"))


def tel(huis, op=EINDE):
    return cijfers.bereken([huis.project], op)[0]


def rijen(c):
    return [(a.code, a.reden, a.telt) for a in c.afwijkingen if a.soort == "plaatsing"]


def test_met_goedkeurder_en_reden(huis):
    with huis.binnen():
        plaatsing = huis.plaatsing(geldig=False)
        directeur = huis.leden["directeur"]
        start.laat_starten(huis.actor("hr"), plaatsing, goedgekeurd_door=directeur, reden="de polis volgt")
        Mentor(huis, plaatsing).maand_vol(date(2023, 5, 1))
        verloop.noteer_boven_maximum(
            huis.actor("hr"),
            plaatsing,
            maand=date(2023, 5, 1),
            minuten=210,
            goedgekeurd_door=directeur,
            reden="een klus",
        )
        c = tel(huis)
        gestart, boven = rijen(c)
        assert gestart[0] == "P001" and "zonder alle documenten; goedgekeurd door Directeur Van Aa" in gestart[1]
        assert "de polis volgt" in gestart[1] and "3,5 u boven het maximum in mei 2023, telt nergens mee" in boven[1]
        assert c.bevestigde_minuten == 0 and len(c.plaatsingen) == 1
        blad = als_csv(next(t for t in tabellen.alle(c) if t.naam == "afwijkingen")).decode()
        assert "3,5 u boven het maximum" in blad and "een klus" in blad and "Filip" not in blad
        assert len(rijen(tel(huis, date(2023, 4, 30)))) == 1  # mei telt pas mee vanaf mei
        assert rijen(tel(huis, date(2023, 2, 28))) == []  # nog niet begonnen
    pagina = als(huis, "coordinator").get(f"/project/{huis.project.pk}/?peildatum=2023-12-31").content.decode()
    assert "goedgekeurd door Directeur Van Aa" in pagina and f"/plaatsingen/{plaatsing.pk}/" in pagina


def test_een_import_zonder_goedkeurder_zegt_dat(huis):
    with huis.binnen():
        start.neem_over(huis.installatie, huis.plaatsing(geldig=False), reden="Overgenomen uit een bestand.")
        ((_, zin, telt),) = rijen(tel(huis))
        assert "door niemand goedgekeurd" in zin and telt
