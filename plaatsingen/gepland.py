"""Wat er voor een dag gepland is zoals een knop het toont, en welke dagen van de laatste weken nog leeg zijn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kern import kalender, opmaak
from kern.periodes import eerste_van_maand
from plaatsingen import patroon, regels
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Onderbreking, Plaatsing, Prestatie, Werkdag
from plaatsingen.regels import Invoer

TERUG = 14  # dagen: zo ver kijkt *Vandaag* terug naar wat vergeten is


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


class Weken:
    """Het weekpatroon, de onderbrekingen en de lege dagen van deze plaatsingen, in vier query's."""

    def __init__(self, plaatsingen: Sequence[Plaatsing], vandaag: date):
        self.vandaag = vandaag
        self.werkdagen: dict[int, list[Werkdag]] = defaultdict(list)
        self.onderbrekingen: dict[int, list[Onderbreking]] = defaultdict(list)
        for model, per in ((Werkdag, self.werkdagen), (Onderbreking, self.onderbrekingen)):
            for rij in model.objects.filter(plaatsing__in=plaatsingen):
                per[rij.plaatsing_id].append(rij)
        sinds = vandaag - timedelta(days=TERUG)
        self.gevuld = set(
            Prestatie.objects.filter(plaatsing__in=plaatsingen, datum__gte=sinds).values_list("plaatsing", "datum")
        )
        self.dicht = set(
            Maandstaat.objects.filter(plaatsing__in=plaatsingen, maand__gte=eerste_van_maand(sinds))
            .exclude(status=MaandStatus.OPEN)
            .values_list("plaatsing", "maand")
        )

    def gepland(self, plaatsing: Plaatsing, dag: date) -> Gepland | None:
        invoer = patroon.gepland_op(self.werkdagen[plaatsing.pk], dag, self.onderbrekingen[plaatsing.pk])
        return Gepland(invoer) if invoer else None

    def onderbroken(self, plaatsing: Plaatsing, dag: date) -> Onderbreking | None:
        return next((o for o in self.onderbrekingen[plaatsing.pk] if o.van <= dag <= o.tot), None)

    def open_dagen(self, plaatsing: Plaatsing) -> list[date]:
        """Werkdagen van de laatste twee weken waarop niets staat, de recentste eerst; vandaag hoort er niet bij."""
        laatst = min(plaatsing.einde, self.vandaag - timedelta(days=1))
        eerst = max(plaatsing.van, self.vandaag - timedelta(days=TERUG))
        dagen = [laatst - timedelta(days=n) for n in range((laatst - eerst).days + 1)]
        return [dag for dag in dagen if self._wacht(plaatsing, dag)]

    def _wacht(self, plaatsing: Plaatsing, dag: date) -> bool:
        pk = plaatsing.pk
        if (pk, dag) in self.gevuld or (pk, eerste_van_maand(dag)) in self.dicht or self.onderbroken(plaatsing, dag):
            return False
        if self.werkdagen[pk]:
            return self.gepland(plaatsing, dag) is not None
        return kalender.is_werkdag(dag)

    def waarom_niet(self, plaatsing: Plaatsing, dag: date) -> str:
        """Waarom er die dag niets ingevuld kan worden en wat te doen; leeg als het kan."""
        weg = self.onderbroken(plaatsing, dag)
        return f"De plaatsing is onderbroken van {weg.van:%d/%m/%Y} tot {weg.tot:%d/%m/%Y}." if weg else ""


def kleed_aan(kaarten: Sequence[Any], vandaag: date) -> None:
    """Elke kaart haar knop *Zoals gepland*, haar lege dagen, en waarom er niets bij kan."""
    weken = Weken([kaart.plaatsing for kaart in kaarten], vandaag)
    for kaart in kaarten:
        kaart.gepland = weken.gepland(kaart.plaatsing, kaart.dag)
        kaart.open_dagen = [dag for dag in weken.open_dagen(kaart.plaatsing) if dag != kaart.dag]
        kaart.waarom = weken.waarom_niet(kaart.plaatsing, kaart.dag)
