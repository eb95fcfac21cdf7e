"""Veel schrijvers tegelijk, op echte verbindingen: nooit boven 64 uur, geen rij verloren, de teller klopt.

Kort: 20 schrijvers × 10 ronden. `script/test --volledig`: 50 × 1000 (belofte 11).
"""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Sum

from kern.periodes import plus_maanden
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.toegang import installatie
from plaatsingen.models import DeelnemerMaand, Maandstaat, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import start
from plaatsingen.stappen import uren as urenstappen
from tests.bouw import Huis
from tests.hulp.databank import als_app, als_eigenaar
from tests.plaatsingen.hulp import Mentor

pytestmark = pytest.mark.django_db(transaction=True)
EERSTE, MAX = date(2023, 3, 1), 3840


def een_voor_een(rijen):
    for rij in rijen:
        rij.save()


def ruw(rijen):
    with connection.cursor() as c:
        for r in rijen:
            c.execute(
                "INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, van, tot, pauze_minuten,"
                " minuten, opmerking) VALUES (%s, %s, %s, 'gewerkt', %s, %s, 0, %s, '')",
                [r.bestuur_id, r.plaatsing_id, r.datum, r.van, r.tot, r.minuten],
            )


MANIEREN = [een_voor_een, Prestatie.objects.bulk_create, ruw]


@pytest.fixture
def huis(transactional_db):
    return Huis("aa")


@pytest.fixture
def plaatsing(huis):
    with huis.binnen():
        return huis.plaatsing()


def tegelijk(schrijvers: int, taak, ronden: int = 1) -> list[list]:
    """`taak(i, ronde)` in elke draad, elke ronde allemaal klaar voor de start; per schrijver de antwoorden."""
    start = Barrier(schrijvers)

    def een(i):
        try:
            return [taak(i, n) for n in range(ronden) if start.wait(60) >= 0]
        finally:
            connection.close()

    with ThreadPoolExecutor(schrijvers) as ploeg:
        return list(ploeg.map(een, range(schrijvers)))


def rij(plaatsing, maand: date, i: int, k: int) -> Prestatie:
    """Een vak van vijf minuten voor deze schrijver, met een uur als inhoud: zo overlapt niets en telt alles."""
    begin = i * 10 + k * 5
    van, tot = time(begin // 60, begin % 60), time((begin + 5) // 60, (begin + 5) % 60)
    return Prestatie(
        bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, datum=maand.replace(day=5), van=van, tot=tot, minuten=60
    )


def ronden(plaatsingen: dict[date, Plaatsing], schrijvers: int) -> dict[date, int]:
    """Een ronde per maand: elke schrijver probeert twee uur, op zijn manier. Geeft per maand de minuten die lukten."""
    per_ronde = list(plaatsingen.items())

    def schrijf(i, n):
        maand, plaatsing = per_ronde[n]
        try:
            with isolatie.namens(bestuur=plaatsing.bestuur_id), isolatie.grenzen():
                MANIEREN[i % 3]([rij(plaatsing, maand, i, k) for k in range(2)])
            return 120
        except Geweigerd:
            return 0

    gelukt = tegelijk(schrijvers, schrijf, len(per_ronde))
    return {maand: sum(eigen[n] for eigen in gelukt) for n, (maand, _) in enumerate(per_ronde)}


def echt(plaatsing, maand: date) -> int:
    volgende = plus_maanden(maand, 1)
    rijen = Prestatie.objects.filter(plaatsing=plaatsing, datum__gte=maand, datum__lt=volgende)
    return rijen.aggregate(s=Sum("minuten"))["s"] or 0


def zoveel_maanden(eerste: Plaatsing, aantal: int) -> dict[date, Plaatsing]:
    """Opeenvolgende plaatsingen van zes maanden voor dezelfde deelnemer: zo heeft elke ronde haar eigen maand."""
    maanden = {}
    for n in range(0, aantal, 6):
        van = plus_maanden(date(2030, 1, 1), n)
        tot = plus_maanden(van, 6) - timedelta(days=1)
        gegevens = {veld: getattr(eerste, veld) for veld in ("bestuur", "deelnemer", "leerwerkplek", "glowpartner")}
        plaatsing = Plaatsing.objects.create(
            **gegevens, code=f"R{n}", van=van, tot=tot, uiterste_tot=tot, uren_per_maand=48
        )
        start.alles_in_orde(installatie(eerste.bestuur), plaatsing, op=van)
        maanden |= {plus_maanden(van, k): plaatsing for k in range(min(6, aantal - n))}
    return maanden


def test_nooit_boven_64_uur_en_niets_verloren(huis, plaatsing, omvang):
    schrijvers, aantal = omvang((20, 10), (50, 1000))
    with huis.binnen():
        maanden = zoveel_maanden(plaatsing, aantal)
    gelukt = ronden(maanden, schrijvers)
    assert len(gelukt) == aantal
    with huis.binnen():
        tellers = dict(DeelnemerMaand.objects.values_list("maand", "minuten"))
        for maand, p in maanden.items():
            assert echt(p, maand) == tellers[maand] == gelukt[maand] == min(MAX, 120 * schrijvers)


def test_boven_de_grens_met_veel_schrijvers(plaatsing):
    """40 × 2 uur: precies 32 raken binnen, de rest wordt geweigerd."""
    assert ronden({EERSTE: plaatsing}, 40) == {EERSTE: MAX}


def test_zonder_de_trigger_gaat_het_erover(plaatsing):
    """Tegenproef: zet de bewaking af en dezelfde schrijvers gaan erover. De meting ziet het dus als het misgaat."""
    zet_trigger(aan=False)
    try:
        assert ronden({EERSTE: plaatsing}, 40) == {EERSTE: 40 * 120}
        with isolatie.namens(bestuur=plaatsing.bestuur_id):
            assert echt(plaatsing, EERSTE) == 40 * 120 > MAX
    finally:
        zet_trigger(aan=True)


def zet_trigger(*, aan: bool) -> None:
    als_eigenaar()
    try:
        with connection.cursor() as c:
            c.execute(f"ALTER TABLE plaatsingen_prestatie {'ENABLE' if aan else 'DISABLE'} TRIGGER telt_bij")
    finally:
        als_app()


def test_geen_deadlock_in_een_bulk(huis, omvang):
    """Elke schrijver raakt dezelfde deelnemers in een andere volgorde aan."""
    schrijvers, aantal = omvang((20, 5), (50, 40))
    with huis.binnen():
        plaatsingen = [
            huis.plaatsing(deelnemer=huis.deelnemer(f"D{i}"), plek=huis.maak_plek(), code=f"P{i}") for i in range(5)
        ]

    def schrijf(i, n):
        volgorde = random.Random(i * 1000 + n).sample(plaatsingen, 5)
        rijen = [rij(p, EERSTE, i, 0) for p in volgorde]
        for r in rijen:
            r.datum, r.minuten = EERSTE + timedelta(days=n), 1
        with isolatie.namens(bestuur=huis.bestuur_id):
            Prestatie.objects.bulk_create(rijen)

    tegelijk(schrijvers, schrijf, aantal)
    with huis.binnen():
        assert DeelnemerMaand.objects.aggregate(s=Sum("minuten"))["s"] == Prestatie.objects.count()
        assert Prestatie.objects.count() == schrijvers * aantal * 5


def test_bevestigen_tegen_bewaren(huis, plaatsing, omvang):
    """Uren zitten in het bevestigde totaal, of ze zijn geweigerd: nooit ertussen."""
    for n in range(omvang(6, 60)):
        with huis.binnen():
            code, maand = f"R{n}", date(2023, 3, 1)
            p = huis.plaatsing(deelnemer=huis.deelnemer(code), plek=huis.maak_plek(), code=code)
            mentor = Mentor(huis, p)
            mentor.uren(maand, 60)
            staat = mentor.stuur_door(maand)
        hr = huis.actor("hr")

        def doe(i, _, p=p, staat=staat, maand=maand, hr=hr):
            with isolatie.namens(bestuur=huis.bestuur_id):
                if i == 0:
                    maandstappen.bevestigen(hr, staat)
                    return 0
                try:
                    with isolatie.grenzen():
                        MANIEREN[i % 3]([rij(p, maand, i, 0)])
                    return 60
                except Geweigerd:
                    return 0

        erbij = sum(sum(tegelijk(8, doe), []))
        with huis.binnen():
            assert Maandstaat.objects.get(pk=staat.pk).minuten == 60 + erbij == echt(p, maand)


def test_stoppen_tegen_bewaren(huis):
    """Een vervroegd einde en uren na die dag: één van beide."""
    from plaatsingen.stappen import plaatsing as plaatsingstappen

    for n in range(6):
        with huis.binnen():
            p = huis.plaatsing(deelnemer=huis.deelnemer(f"D{n}"), plek=huis.maak_plek(), code=f"P{n}")

        def doe(i, _, p=p):
            try:
                with isolatie.namens(bestuur=huis.bestuur_id), isolatie.grenzen():
                    if i == 0:
                        plaatsingstappen.beeindig(huis.installatie, p, op=date(2023, 3, 4), reden="werk")
                    elif i == 1:
                        Plaatsing.objects.filter(pk=p.pk).update(tot=date(2023, 3, 4))
                    else:
                        MANIEREN[i % 3]([rij(p, EERSTE, i, 0)])
            except Geweigerd:
                pass

        tegelijk(6, doe)
        with huis.binnen():
            p.refresh_from_db()
            assert (p.einde == date(2023, 3, 4)) != Prestatie.objects.filter(plaatsing=p).exists()


def test_twee_keer_dezelfde_invoer_tegelijk(huis, plaatsing):
    """Acht keer hetzelfde formulier: één rij, en de anderen krijgen een zin."""
    mentor = huis.actor("mentor")

    def doe(*_):
        try:
            with isolatie.namens(bestuur=huis.bestuur_id):
                urenstappen.voer_in(mentor, plaatsing, Invoer(date(2023, 6, 5), minuten=240))
            return 1
        except Geweigerd:
            return 0

    assert sum(sum(tegelijk(8, doe), [])) == 1
    with huis.binnen():
        assert Prestatie.objects.count() == 1 and DeelnemerMaand.objects.get().minuten == 240
