"""Wanneer een feit telt, als voorwaarde voor de databank. `selecties` haalt er de rijen mee, `tellen` telt ze ermee.

Een dag of ogenblik mag een waarde zijn, of een uitdrukking die pas bij het stellen een waarde krijgt (`Gegeven`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, Expression, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncMonth
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, MaandstaatVersie
from projecten.models import Overleg

Grens = Expression | F  # van een project
Feit = str | Expression  # een veld, of een kolom (`kern.bereid.Kolom`)


@dataclass(frozen=True)
class Kijk:
    """De peildatum, het eerste ogenblik erna, vandaag, en of enkel telt wat toen ook al geregistreerd was."""

    dag: date | Expression
    einde: datetime | Expression
    vandaag: date | Expression
    toen_gekend: bool = False

    def mee(self, pad: str = "vastgelegd_op") -> Q:
        """Wat in deze kijk meetelt, naar het ogenblik waarop het geregistreerd is."""
        return Q(**{f"{pad}__lt": self.einde}) if self.toen_gekend else Q()

    def op_dag(self, feit: Feit, van: Grens, tot: Grens) -> Q:
        """Het feit ligt op zijn dag in de periode, en ten laatste op de peildatum (besluit 1)."""
        dag = F(feit) if isinstance(feit, str) else feit
        return Q(GreaterThanOrEqual(dag, van), LessThanOrEqual(dag, tot), LessThanOrEqual(dag, self.dag))

    def in_maand(self, maand: Feit, van: Grens, tot: Grens) -> Q:
        """De maand raakt de periode en begon ten laatste op de peildatum; `van` is een uitdrukking."""
        return self.op_dag(maand, TruncMonth(van), tot)


def verzegeld(kijk: Kijk) -> QuerySet[FicheBlad]:
    """De bladen die bewijzen dat een ondertekende fiche bestaat (besluit 3)."""
    return FicheBlad.objects.filter(kijk.mee("document__vastgelegd_op"), soort=SoortBlad.VERZEGELD)


def bevestigd(kijk: Kijk) -> QuerySet[MaandstaatVersie]:
    """Van elke maand de jongste versie die tot de peildatum bevestigd is."""
    tot_dan = MaandstaatVersie.objects.filter(kijk.mee(), bevestigd_op__lte=kijk.dag)
    return tot_dan.order_by("staat_id", "-versie").distinct("staat_id")


def zonder_versie(kijk: Kijk) -> QuerySet[Maandstaat]:
    """Bevestigde maanden van voor er versies bewaard werden: die tellen zoals ze bevestigd staan."""
    bewaard = MaandstaatVersie.objects.filter(bestuur=OuterRef("bestuur"), staat=OuterRef("pk"))
    return Maandstaat.objects.filter(~Exists(bewaard), status=MaandStatus.BEVESTIGD, bevestigd_op__lte=kijk.dag)


def gehouden(kijk: Kijk) -> QuerySet[Overleg]:
    """Wat op de peildatum afgelast was telt niet, en wat nog moet komen evenmin, ook op een latere peildatum."""
    niet_afgelast = Q(afgelast_op=None) | Q(afgelast_op__date__gt=kijk.dag, vastgelegd_op__lt=kijk.einde)
    return Overleg.objects.filter(kijk.mee(), niet_afgelast, datum__lte=kijk.vandaag)


def einde(kijk: Kijk) -> Case:
    """De laatste dag van een plaatsing, zoals ze op de peildatum bekend was: een vroeger einde geldt vanaf die dag."""
    return Case(When(beeindigd_op__lte=kijk.dag, then="beeindigd_op"), default="tot")
