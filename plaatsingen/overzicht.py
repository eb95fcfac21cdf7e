"""Wat de schermen van uren tonen: de stand van een maand, de kaarten van een dag, de dagen van een maand. Enkel lezen.

Het aantal query's hangt niet af van het aantal plaatsingen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kern import kalender
from kern.opmaak import opsomming
from kern.periodes import eerste_van_maand, laatste_van_maand, maanden_tussen
from plaatsingen import regels
from plaatsingen.enums import MaandStatus, SoortPrestatie
from plaatsingen.gepland import Gepland, dagen_van
from plaatsingen.models import DeelnemerMaand, Maandstaat, Plaatsing, Prestatie
from plaatsingen.patroon import te_werken
from projecten.regels import Regelboek, Uitkomst

INVOERDER = "ingevoerd_door__gebruiker"


@dataclass(frozen=True)
class Stand:
    """Een maand van een deelnemer, in minuten. `minuten` telt alle plaatsingen in het bestuur samen."""

    minuten: int
    minimum: int
    maximum: int
    dagmaximum: int
    staat: Maandstaat | None = None

    @property
    def rest(self) -> int:
        return max(self.maximum - self.minuten, 0)

    @property
    def status(self) -> str:
        return self.staat.status if self.staat else MaandStatus.OPEN

    @property
    def open(self) -> bool:
        return self.status == MaandStatus.OPEN


@dataclass
class Kaart:
    """Eén deelnemer op één dag."""

    plaatsing: Plaatsing
    dag: date
    stand: Stand
    prestaties: list[Prestatie]
    form: Any = None
    bewaard: dict | None = None
    gepland: Gepland | None = None
    open_dagen: Sequence[date] = ()
    waarom: str = ""  # waarom er die dag niets ingevuld kan worden, en wat te doen

    @property
    def anker(self) -> str:
        return f"kaart-{self.plaatsing.pk}"

    @property
    def signaal(self) -> str:
        return kalender.signaal(self.dag)

    @property
    def na_gepland(self) -> int:
        """Wat de maand telt na *Zoals gepland*."""
        return self.stand.minuten + (self.gepland.minuten if self.gepland else 0)

    @property
    def kan_erbij(self) -> bool:
        """Naast een dag zonder uren (of een afwezigheid) past niets; naast precieze uren wel."""
        return self.stand.open and not self.waarom and all(prestatie.van for prestatie in self.prestaties)


@dataclass(frozen=True)
class Dag:
    datum: date
    prestaties: Sequence[Prestatie]
    te_werken: bool = True

    @property
    def signaal(self) -> str:
        return kalender.signaal(self.datum)

    @property
    def minuten(self) -> int:
        return sum(prestatie.minuten for prestatie in self.prestaties)

    @property
    def soort(self) -> str:
        return self.prestaties[0].soort if self.prestaties else ""

    @property
    def ontbreekt(self) -> bool:
        """Een dag waarop iets in te vullen viel en niets staat: niet ingevuld is iets anders dan afwezig."""
        return not self.prestaties and self.te_werken


@dataclass(frozen=True)
class Maandbeeld:
    plaatsing: Plaatsing
    maand: date
    stand: Stand
    dagen: Sequence[Dag]
    signalen: Sequence[str] = field(default=())

    @property
    def prestaties(self) -> list[Prestatie]:
        return [prestatie for dag in self.dagen for prestatie in dag.prestaties]

    @property
    def minuten(self) -> int:
        """De minuten van deze plaatsing; `stand.minuten` telt ook een andere plaatsing van dezelfde persoon."""
        return sum(dag.minuten for dag in self.dagen)

    @property
    def gewerkte_dagen(self) -> int:
        return sum(1 for dag in self.dagen if dag.minuten)

    @property
    def ontbrekend(self) -> list[date]:
        return [dag.datum for dag in self.dagen if dag.ontbreekt]

    @property
    def afwezig(self) -> list[tuple[str, int]]:
        """Per soort afwezigheid het aantal dagen, enkel wat voorkomt."""
        soorten = [prestatie.soort for prestatie in self.prestaties]
        return [
            (str(SoortPrestatie(soort).label).capitalize(), soorten.count(soort))
            for soort in SoortPrestatie.values
            if soort != SoortPrestatie.GEWERKT and soort in soorten
        ]


def loopt_op(plaatsingen: QuerySet[Plaatsing], dag: date) -> QuerySet[Plaatsing]:
    return loopt_tussen(plaatsingen, dag, dag)


def loopt_tussen(plaatsingen: QuerySet[Plaatsing], eerst: date, laatst: date) -> QuerySet[Plaatsing]:
    """Wie op minstens één van die dagen geplaatst is."""
    einde = Coalesce("beeindigd_op", "tot")
    return plaatsingen.annotate(einddag=einde).filter(van__lte=laatst, einddag__gte=eerst)


def standen(plaatsingen: Sequence[Plaatsing], maand: date) -> dict[int, Stand]:
    """De stand van die kalendermaand per plaatsing."""
    if not plaatsingen:
        return {}
    bestuur, eerste = plaatsingen[0].bestuur_id, eerste_van_maand(maand)
    tellers = dict(
        DeelnemerMaand.objects.filter(
            bestuur=bestuur, maand=eerste, deelnemer__in={p.deelnemer_id for p in plaatsingen}
        ).values_list("deelnemer", "minuten")
    )
    staten = {
        staat.plaatsing_id: staat
        for staat in Maandstaat.objects.filter(bestuur=bestuur, maand=eerste, plaatsing__in=plaatsingen).select_related(
            "bevestigd_door__gebruiker"
        )
    }
    boek = Regelboek({p.leerwerkplek.project.oproep_id for p in plaatsingen}, bestuur)
    return {p.pk: _stand(p, eerste, tellers.get(p.deelnemer_id, 0), staten.get(p.pk), boek) for p in plaatsingen}


def _stand(plaatsing: Plaatsing, maand: date, minuten: int, staat: Maandstaat | None, boek: Regelboek) -> Stand:
    grenzen = boek.op(plaatsing.leerwerkplek.project.oproep_id, maand)
    return Stand(
        minuten=minuten,
        minimum=regels.maandminimum(plaatsing.van, plaatsing.einde, maand, grenzen),
        maximum=grenzen.waarde("minuten_per_maand_max"),
        dagmaximum=grenzen.waarde("minuten_per_dag_max"),
        staat=staat,
    )


def standen_van(plaatsing: Plaatsing, maanden: Sequence[date]) -> dict[date, Stand]:
    """De stand van één plaatsing in elk van die maanden (eerste dagen), in vier query's voor allemaal samen."""
    bestuur = plaatsing.bestuur_id
    tellers = dict(
        DeelnemerMaand.objects.filter(bestuur=bestuur, deelnemer=plaatsing.deelnemer_id, maand__in=maanden).values_list(
            "maand", "minuten"
        )
    )
    staten = Maandstaat.objects.filter(bestuur=bestuur, plaatsing=plaatsing, maand__in=maanden)
    per_maand = {staat.maand: staat for staat in staten}
    boek = Regelboek([plaatsing.leerwerkplek.project.oproep_id], bestuur)
    return {m: _stand(plaatsing, m, tellers.get(m, 0), per_maand.get(m), boek) for m in maanden}


def kaarten(plaatsingen: QuerySet[Plaatsing], dag: date) -> list[Kaart]:
    """Een kaart per plaatsing die op die dag loopt, op naam."""
    lopend = list(loopt_op(plaatsingen, dag).order_by("deelnemer__voornaam", "deelnemer__naam", "pk"))
    per_plaatsing = defaultdict(list)
    for prestatie in Prestatie.objects.filter(plaatsing__in=lopend, datum=dag).select_related(INVOERDER):
        per_plaatsing[prestatie.plaatsing_id].append(prestatie)
    stand = standen(lopend, dag)
    return [Kaart(p, dag, stand[p.pk], van(p, per_plaatsing[p.pk])) for p in lopend]


def van(plaatsing: Plaatsing, prestaties: list[Prestatie]) -> list[Prestatie]:
    """Dezelfde prestaties, met de plaatsing die er al is: zo vraagt `ingevoerd_namens` niets meer."""
    for prestatie in prestaties:
        prestatie.plaatsing = plaatsing
    return prestaties


def maanden(plaatsing: Plaatsing, vandaag: date) -> list[date]:
    """De maanden waarin er iets in te vullen was of is, oudste eerst."""
    return maanden_tussen(plaatsing.van, max(min(plaatsing.einde, vandaag), plaatsing.van))


def maandbeeld(plaatsing: Plaatsing, maand: date, vandaag: date) -> Maandbeeld:
    """Elke dag van de plaatsing in die maand, tot vandaag."""
    eerste = eerste_van_maand(maand)
    per_dag = defaultdict(list)
    for prestatie in Prestatie.objects.filter(
        bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, datum__range=(eerste, laatste_van_maand(eerste))
    ).select_related(INVOERDER):
        per_dag[prestatie.datum] += van(plaatsing, [prestatie])
    begin = max(plaatsing.van, eerste)
    einde = min(plaatsing.einde, laatste_van_maand(eerste), vandaag)
    datums = {begin + timedelta(days=n) for n in range((einde - begin).days + 1)} | set(per_dag)
    weekdagen, onderbroken = dagen_van(plaatsing)
    dagen = [Dag(datum, per_dag.get(datum, []), te_werken(datum, weekdagen, onderbroken)) for datum in sorted(datums)]
    beeld = Maandbeeld(plaatsing, eerste, standen([plaatsing], eerste)[plaatsing.pk], dagen)
    return Maandbeeld(plaatsing, eerste, beeld.stand, dagen, signalen(beeld))


def signalen(beeld: Maandbeeld) -> list[str]:
    """Wat opvalt aan een maand en niets blokkeert."""
    onder = te_weinig(beeld.minuten, beeld.stand.minimum)
    bijzonder = [dag.datum for dag in beeld.dagen if dag.minuten and dag.signaal]
    gevonden = [onder.uitleg] if not onder.ok else []
    if beeld.ontbrekend:
        gevonden.append(f"Op {dagen_in_woorden(beeld.ontbrekend)} staat niets: niet gewerkt en ook niet afwezig.")
    if bijzonder:
        gevonden.append(f"Gewerkt in het weekend of op een feestdag: {dagen_in_woorden(bijzonder)}.")
    return gevonden


def te_weinig(minuten: int, minimum: int) -> Uitkomst:
    uitleg = f"{regels.uur(minuten)} gewerkt; het minimum is {regels.uur(minimum)}."
    return Uitkomst(ok=minuten >= minimum, waarde=minuten, grens=minimum, uitleg=uitleg, weigert=False)


def dagen_in_woorden(datums: Iterable[date]) -> str:
    """'3/6, 5/6 en 6/6'; bij meer dan zes de eerste vijf en hoeveel er nog zijn; leeg als er geen zijn."""
    alle = [f"{dag.day}/{dag.month}" for dag in datums]
    if len(alle) > 6:
        return f"{', '.join(alle[:5])} en nog {len(alle) - 5} dagen"
    return opsomming(alle)


def met_minuten(staten: QuerySet[Maandstaat]) -> QuerySet[Maandstaat]:
    """Voegt `totaal` toe: de minuten die nu in de maand staan (bij een bevestigde gelijk aan `minuten`)."""
    som = (
        Prestatie.objects.filter(
            Q(datum__gte=OuterRef("maand"), datum__year=OuterRef("maand__year"), datum__month=OuterRef("maand__month")),
            bestuur=OuterRef("bestuur"),
            plaatsing=OuterRef("plaatsing"),
        )
        .order_by()
        .values("plaatsing")
        .annotate(som=Sum("minuten"))
        .values("som")
    )
    return staten.annotate(
        totaal=Coalesce(Subquery(som, output_field=IntegerField()), 0), code=F("plaatsing__deelnemer__code")
    )


def met_minimum(staten: Sequence[Maandstaat]) -> Sequence[Maandstaat]:
    """Zet op elke staat `signaal`: de zin over het minimum als het niet gehaald is, anders leeg."""
    if not staten:
        return staten
    boek = Regelboek({s.plaatsing.leerwerkplek.project.oproep_id for s in staten}, staten[0].bestuur_id)
    for staat in staten:
        stand = _stand(staat.plaatsing, staat.maand, staat.totaal, None, boek)
        onder = te_weinig(staat.totaal, stand.minimum)
        staat.signaal = "" if onder.ok else onder.uitleg
    return staten
