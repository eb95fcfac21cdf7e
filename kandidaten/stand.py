"""Wat uit datums en plaatsingen volgt en niet bewaard wordt: wie geplaatst is, wat gereserveerd is, wat nog vrij is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kandidaten.enums import Stand, Status
from kandidaten.models import GESLOTEN, OPEN, Kandidatuur
from leerwerkplekken.enums import Status as PlekStatus
from leerwerkplekken.models import Leerwerkplek
from plaatsingen.models import Plaatsing


def met_plaatsing(rijen: QuerySet[Kandidatuur]) -> QuerySet[Kandidatuur]:
    """Voegt `plaatsing` toe: het nummer van de plaatsing die eruit kwam, of None.

    Dat is er een van dezelfde persoon op dezelfde plek, die eindigt na de dag waarop die kon starten.
    """
    geplaatst = Plaatsing.objects.alias(eind=Coalesce("beeindigd_op", "tot")).filter(
        bestuur=OuterRef("bestuur"),
        deelnemer=OuterRef("deelnemer"),
        leerwerkplek=OuterRef("leerwerkplek"),
        eind__gte=OuterRef("start"),
    )
    return rijen.annotate(plaatsing=Subquery(geplaatst.order_by("van", "pk").values("pk")[:1]))


def reservatie_loopt(kandidatuur: Kandidatuur, dag: date) -> bool:
    """Ook waar: op de laatste dag zelf. Wie geplaatst is, heeft geen reservatie meer nodig."""
    return kandidatuur.gereserveerd_tot is not None and kandidatuur.gereserveerd_tot >= dag


def stand(kandidatuur: Kandidatuur, dag: date) -> str:
    """De stand op die dag (`Stand`), voor een rij uit `met_plaatsing`."""
    if kandidatuur.status in GESLOTEN:
        return kandidatuur.status
    if kandidatuur.plaatsing:  # ook als HR plaatste zonder eerst te aanvaarden
        return Stand.GEPLAATST
    if kandidatuur.status in OPEN:
        return kandidatuur.status
    return Stand.AANVAARD if reservatie_loopt(kandidatuur, dag) else Stand.VERLOPEN


def in_stand(gekozen: str, dag: date) -> Q:
    """De rijen uit `met_plaatsing` met deze stand op die dag: dezelfde regels als `stand`, voor een lijst."""
    niet_geplaatst, loopt = Q(plaatsing=None), Q(gereserveerd_tot__gte=dag)
    if gekozen in GESLOTEN:
        return Q(status=gekozen)
    return {
        Stand.AANVAARD: Q(status=Status.AANVAARD) & niet_geplaatst & loopt,
        Stand.VERLOPEN: Q(status=Status.AANVAARD)
        & niet_geplaatst
        & (Q(gereserveerd_tot=None) | Q(gereserveerd_tot__lt=dag)),
        Stand.GEPLAATST: ~Q(status__in=GESLOTEN) & Q(plaatsing__isnull=False),
    }.get(gekozen, Q(status=gekozen) & niet_geplaatst)


TE_DOEN = Q(status__in=OPEN, plaatsing=None)  # wacht op HR; voor rijen uit `met_plaatsing`


@dataclass(frozen=True)
class Plekstand:
    """Of een plek te krijgen is, zonder te zeggen door wie ze bezet is."""

    oproep_id: int
    gereserveerd_tot: date | None
    bezet_tot: date | None
    gesloten: bool

    @property
    def soort(self) -> str:
        if self.gesloten:
            return "gesloten"
        if self.gereserveerd_tot:
            return "gereserveerd"
        return "bezet" if self.bezet_tot else "vrij"

    @property
    def te_krijgen(self) -> bool:
        """Of een partner er iemand voor kan voorstellen; voor een bezette plek is dat iemand voor daarna."""
        return self.soort in ("vrij", "bezet")

    @property
    def tot(self) -> date | None:
        return self.gereserveerd_tot or self.bezet_tot


def plekstanden(plekken: Iterable[Leerwerkplek], dag: date) -> dict[int, Plekstand]:
    """De stand van elke plek op die dag, in één query; plekken buiten het bereik van wie kijkt ontbreken."""
    gesloten = {plek.pk: plek.status == PlekStatus.GESLOTEN for plek in plekken}
    with connection.cursor() as c:
        c.execute(
            "SELECT leerwerkplek_id, oproep_id, gereserveerd_tot, bezet_tot FROM kandidatuur_plekken(%s, %s)",
            [list(gesloten), dag],
        )
        return {pk: Plekstand(*rest, gesloten=gesloten[pk]) for pk, *rest in c.fetchall()}
