"""Willekeurige reeksen van daden: nooit boven 64 uur, de teller klopt, bevestigd is vast en elke versie blijft."""

import json
from datetime import date, time

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kern.bevroren import sha256
from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen.enums import SoortPrestatie
from plaatsingen.models import DeelnemerMaand, Maandstaat, MaandstaatVersie, Onderbreking, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import uren as urenstappen

DAGEN = st.sampled_from([date(2023, maand, dag) for maand in (6, 7) for dag in range(1, 15)])
MINUTEN = st.integers(1, 40).map(lambda n: n * 15) | st.sampled_from([456, 600, 7, 0])
UUR = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
INVOER = st.one_of(
    st.builds(Invoer, DAGEN, minuten=MINUTEN),
    st.builds(Invoer, DAGEN, soort=st.sampled_from(SoortPrestatie.values), minuten=MINUTEN),
    st.builds(Invoer, DAGEN, van=UUR, tot=UUR, pauze_minuten=st.sampled_from([0, 15, 30])),
)
MAAND = st.sampled_from([date(2023, 6, 1), date(2023, 7, 1)])
DAAD = st.one_of(
    st.tuples(st.just("in"), INVOER),
    st.tuples(st.just("in"), INVOER),
    st.tuples(st.just("wijzig"), INVOER, st.integers(0, 50)),
    st.tuples(st.just("weg"), st.integers(0, 50)),
    st.tuples(st.sampled_from(["door", "terug", "bevestig"]), MAAND),
    st.tuples(st.sampled_from(["door", "bevestig", "verbeter", "veel", "omzeil"]), MAAND),
    st.tuples(st.just("stop"), DAGEN),
    st.tuples(st.just("onderbreek"), DAGEN),
)


class Reeks:
    def __init__(self, huis, plaatsing):
        self.plaatsing, self.mentor, self.hr = plaatsing, huis.actor("mentor"), huis.actor("hr")
        self.coordinator, self.installatie = huis.actor("coordinator"), huis.installatie
        self.bevestigd: dict[date, int] = {}
        self.versies: dict[tuple[date, int], tuple[int, str]] = {}

    def doe(self, daad):
        with transaction.atomic():
            getattr(self, f"_{daad[0]}")(*daad[1:])

    def _in(self, invoer):
        urenstappen.voer_in(self.mentor, self.plaatsing, invoer)

    def _kies(self, n):
        rijen = list(Prestatie.objects.order_by("pk"))
        return rijen[n % len(rijen)] if rijen else None

    def _wijzig(self, invoer, n):
        if prestatie := self._kies(n):
            urenstappen.wijzig(self.mentor, prestatie, invoer)

    def _weg(self, n):
        if prestatie := self._kies(n):
            urenstappen.verwijder(self.mentor, prestatie)

    def _door(self, maand):
        maandstappen.doorsturen(self.mentor, self.plaatsing, maand)

    def _terug(self, maand):
        if staat := Maandstaat.objects.filter(maand=maand).first():
            maandstappen.terugsturen(self.hr, staat, reden="kijk na")

    def _bevestig(self, maand):
        if staat := Maandstaat.objects.filter(maand=maand).first():
            self._noteer(maandstappen.bevestigen(self.hr, staat))

    def _veel(self, _maand):
        staten = list(Maandstaat.objects.select_related("plaatsing").order_by("pk"))
        for uitslag in maandstappen.bevestig_veel(self.coordinator, staten):
            if not uitslag.reden:
                self._noteer(uitslag.staat)

    def _noteer(self, staat):
        versie = staat.versies.get(versie=staat.versie)
        self.bevestigd[staat.maand] = staat.minuten
        self.versies.setdefault((staat.maand, staat.versie), (staat.minuten, versie.inhoud_sha256))

    def _verbeter(self, maand):
        if staat := Maandstaat.objects.filter(maand=maand).first():
            maandstappen.verbeteren(self.hr, staat, reden="fout")
            del self.bevestigd[maand]

    def _omzeil(self, maand):
        """Rechtstreeks heropenen, zonder de stap: dat lukt nooit."""
        with grenzen():
            velden = {"bevestigd_op": None, "minuten": None, "bevestigd_door": None}
            Maandstaat.objects.filter(maand=maand, status="bevestigd").update(status="open", **velden)

    def _stop(self, dag):
        with grenzen():
            Plaatsing.objects.filter(pk=self.plaatsing.pk).update(beeindigd_op=dag, einde_reden="werk")

    def _onderbreek(self, dag):
        with grenzen():
            Onderbreking.objects.create(
                bestuur=self.plaatsing.bestuur, plaatsing=self.plaatsing, van=dag, tot=dag, reden="sluiting"
            )

    def controleer(self):
        rijen = Prestatie.objects.all()
        for maand in (6, 7):
            echt = rijen.filter(datum__month=maand).aggregate(s=Sum("minuten"))["s"] or 0
            teller = DeelnemerMaand.objects.filter(maand=date(2023, maand, 1)).first()
            assert echt == (teller.minuten if teller else 0) <= 3840
            if date(2023, maand, 1) in self.bevestigd:
                assert echt == self.bevestigd[date(2023, maand, 1)]
        bewaard = MaandstaatVersie.objects.values_list("staat__maand", "versie", "minuten", "inhoud_sha256", "inhoud")
        assert {(m, v): (minuten, sha) for m, v, minuten, sha, _ in bewaard} == self.versies
        for *_, minuten, sha, inhoud in bewaard:
            dagen = json.loads(inhoud)["dagen"]
            assert sha256(inhoud) == sha and sum(dag["minuten"] for dag in dagen) == minuten
        assert set(Maandstaat.objects.filter(status="bevestigd").values_list("maand", flat=True)) == set(self.bevestigd)
        for dag in rijen.values("datum").distinct().order_by():
            minuten = rijen.filter(datum=dag["datum"]).aggregate(s=Sum("minuten"))["s"]
            assert minuten <= 600
        assert all(r.minuten % 15 == 0 or r.minuten == 456 for r in rijen)
        assert not rijen.exclude(soort="gewerkt").filter(minuten__gt=0).exists()


@pytest.mark.django_db
def test_geen_reeks_breekt_een_regel(huis, omvang):
    with huis.binnen():
        plaatsing = huis.plaatsing()
    geweigerd = gelukt = 0

    @settings(
        max_examples=omvang(15, 400),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        print_blob=False,
    )
    @given(st.lists(DAAD, min_size=5, max_size=40))
    def een_reeks(daden):
        nonlocal geweigerd, gelukt
        with huis.binnen():
            reeks, punt = Reeks(huis, plaatsing), transaction.savepoint()
            for daad in daden:
                try:
                    reeks.doe(daad)
                    gelukt += 1
                except Geweigerd:
                    geweigerd += 1
            reeks.controleer()
            transaction.savepoint_rollback(punt)

    een_reeks()
    assert geweigerd > 20 and gelukt > 20
