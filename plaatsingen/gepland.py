"""Wat er voor een dag gepland is zoals een knop het toont, en welke dagen van de laatste weken nog leeg zijn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from kern import opmaak
from kern.periodes import eerste_van_maand
from plaatsingen import patroon, regels
from plaatsingen.afspraken import Afspraken
from plaatsingen.enums import MaandStatus, SoortAfwijking
from plaatsingen.models import Afwijking, Maandstaat, Onderbreking, Plaatsing, Prestatie, Startvoorwaarde, Werkdag
from plaatsingen.regels import Invoer

TERUG = 14  # dagen: zo ver kijkt *Vandaag* terug naar wat vergeten is
VAN_TOT = JSONObject(van="van", tot="tot")
GESLOTEN = (MaandStatus.DOORGESTUURD, MaandStatus.BEVESTIGD)


@dataclass(frozen=True)
class Gepland:
    """Wat het weekpatroon voor een dag voorziet."""

    invoer: Invoer

    @property
    def minuten(self) -> int:
        return regels.minuten_van(self.invoer)[0]

    @property
    def waarde(self) -> str:
        """Zoals een knop het verstuurt: wat iemand zag, niet wat het patroon intussen geworden is."""
        i = self.invoer
        return f"{i.van:%H:%M}-{i.tot:%H:%M}-{i.pauze_minuten}" if i.van and i.tot else str(self.minuten)

    @property
    def tekst(self) -> str:
        i, uren = self.invoer, opmaak.uren(self.minuten)
        return f"{uren} ({opmaak.tijd(i.van)} – {opmaak.tijd(i.tot)})" if i.van and i.tot else uren


@dataclass(frozen=True)
class Weekdag:
    """Eén dag van het weekpatroon, los van de databank."""

    weekdag: int
    van: time | None
    tot: time | None
    pauze_minuten: int
    minuten: int


@dataclass(frozen=True)
class Periode:
    van: date
    tot: date


@dataclass(frozen=True)
class Week:
    """Wat *Vandaag* van één plaatsing weet: afspraken, weekpatroon, en wat de laatste weken al gevuld of dicht is."""

    plaatsing: Plaatsing
    vandaag: date
    afspraken: Afspraken
    patroon: Sequence[Weekdag]
    gevuld: frozenset[date] = field(default=frozenset())
    dicht: frozenset[date] = field(default=frozenset())

    def gepland(self, dag: date) -> Gepland | None:
        invoer = patroon.gepland_op(self.patroon, dag, self.afspraken.onderbrekingen)
        return Gepland(invoer) if invoer else None

    def waarom_niet(self, dag: date) -> str:
        """Waarom er die dag niets ingevuld kan worden en wat te doen; leeg als het kan."""
        return next((u.uitleg for u in self.afspraken.uitkomsten(dag) if not u.ok), "")

    def open_dagen(self) -> list[date]:
        """Werkdagen van de laatste twee weken waarop niets staat, de recentste eerst; vandaag hoort er niet bij."""
        laatst = min(self.plaatsing.einde, self.vandaag - timedelta(days=1))
        eerst = max(self.plaatsing.van, self.vandaag - timedelta(days=TERUG))
        dagen = [laatst - timedelta(days=n) for n in range((laatst - eerst).days + 1)]
        return [dag for dag in dagen if self._wacht(dag)]

    def _wacht(self, dag: date) -> bool:
        if dag in self.gevuld or eerste_van_maand(dag) in self.dicht or self.waarom_niet(dag):
            return False
        return patroon.te_werken(dag, {w.weekdag for w in self.patroon}, self.afspraken.onderbrekingen)


def _rijen(model: type[Model], waarde: Any, **keuze: Any) -> ArraySubquery:
    rijen = model._default_manager.filter(bestuur=OuterRef("bestuur"), plaatsing=OuterRef("pk"), **keuze).order_by()
    return ArraySubquery(rijen.values(rij=waarde))


def met_week(plaatsingen: QuerySet[Plaatsing], vandaag: date) -> QuerySet[Plaatsing]:
    """Wat `week` nodig heeft, in dezelfde query als de plaatsingen zelf."""
    sinds = vandaag - timedelta(days=TERUG)
    return plaatsingen.annotate(
        w_voorwaarden=_rijen(Startvoorwaarde, F("soort")),
        w_toegelaten=_rijen(Afwijking, F("pk"), soort=SoortAfwijking.START),
        w_weg=_rijen(Onderbreking, VAN_TOT),
        w_dagen=_rijen(Werkdag, JSONObject(**{naam: naam for naam in Weekdag.__annotations__})),
        w_gevuld=_rijen(Prestatie, F("datum"), datum__gte=sinds),
        w_dicht=_rijen(Maandstaat, F("maand"), maand__gte=eerste_van_maand(sinds), status__in=GESLOTEN),
    )


def dagen_van(plaatsing: Plaatsing) -> tuple[set[int], list[Periode]]:
    """De weekdagen van het patroon en de onderbrekingen van één plaatsing, in één query."""
    van_haar = Plaatsing.objects.filter(pk=plaatsing.pk)
    weekdagen, weg = van_haar.values_list(_rijen(Werkdag, F("weekdag")), _rijen(Onderbreking, VAN_TOT)).get()
    return set(weekdagen), _periodes(weg)


def _periodes(rijen: Sequence[dict[str, str]]) -> list[Periode]:
    return [Periode(date.fromisoformat(rij["van"]), date.fromisoformat(rij["tot"])) for rij in rijen]


def week(plaatsing: Any, vandaag: date) -> Week:
    """De week van een plaatsing uit `met_week`."""
    p = plaatsing
    weg = _periodes(p.w_weg)
    dagen = [Weekdag(**dag | {naam: _tijd(dag[naam]) for naam in ("van", "tot")}) for dag in p.w_dagen]
    afspraken = Afspraken(frozenset(p.w_voorwaarden), bool(p.w_toegelaten), tuple(weg))
    return Week(p, vandaag, afspraken, dagen, frozenset(p.w_gevuld), frozenset(p.w_dicht))


def _tijd(tekst: str | None) -> time | None:
    return time.fromisoformat(tekst) if tekst else None


def kleed_aan(kaarten: Sequence[Any], vandaag: date) -> None:
    """Elke kaart (haar plaatsing uit `met_week`) haar knop *Zoals gepland*, lege dagen, en waarom er niets bij kan."""
    for kaart in kaarten:
        van_haar = week(kaart.plaatsing, vandaag)
        kaart.gepland = van_haar.gepland(kaart.dag)
        kaart.open_dagen = [dag for dag in van_haar.open_dagen() if dag != kaart.dag]
        kaart.waarom = van_haar.waarom_niet(kaart.dag)
