"""Wat verwacht is en wat gedaan, over veel plaatsingen: de lijsten, de startpagina en de tellingen van het rapport.

Het aantal vragen aan de database hangt niet af van het aantal plaatsingen.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Min, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from evaluaties import regels, toegang
from evaluaties.enums import Moment, Richting, Stand, Status
from evaluaties.models import Attest, Evaluatie, Opvolging, Uitstroom
from evaluaties.regels import Opvolgpunt, Verwacht
from kern.periodes import plus_maanden
from organisaties.toegang import Actor
from plaatsingen.models import Plaatsing

NAAR_WERK = (Richting.WERK, Richting.SOCIALE_ECONOMIE)
OPVOLGEN_TOT_MAANDEN = 12  # daarna staat het niet meer op de lijst


@dataclass(frozen=True)
class Regel:
    """Eén verwachte evaluatie: van wie, wanneer, hoe het ermee staat. `bezig`: de status van een open versie."""

    plaatsing: Plaatsing
    wat: Verwacht
    bezig: str = ""
    afgerond: int | None = None  # het nummer van de jongste afgeronde versie


def regels_van(plaatsingen: Iterable[Plaatsing], vandaag: date) -> list[Regel]:
    """Elke verwachte evaluatie van deze plaatsingen, wat het eerst moet bovenaan."""
    lijst = list(plaatsingen)
    afgerond: dict[tuple[int, str], int] = {}
    bezig: dict[tuple[int, str], str] = {}
    gevonden = Evaluatie.objects.filter(plaatsing__in=[p.pk for p in lijst]).order_by("versie")
    for pk, plaatsing, moment, status in gevonden.values_list("pk", "plaatsing", "moment", "status"):
        if status == Status.AFGEROND:
            afgerond[plaatsing, moment] = pk
        else:
            bezig[plaatsing, moment] = status
    rijen = [
        Regel(p, wat, bezig.get((p.pk, wat.moment), ""), afgerond.get((p.pk, wat.moment)))
        for p in lijst
        for wat in verwacht_van(p, [m for m in Moment.values if (p.pk, m) in afgerond], vandaag)
    ]
    return sorted(rijen, key=lambda rij: (rij.wat.uiterlijk, rij.plaatsing.code, rij.plaatsing.pk))


def verwacht_van(plaatsing: Plaatsing, gedaan: Collection[str], vandaag: date) -> list[Verwacht]:
    """Wat deze plaatsing vraagt, en wat er bovenop gebeurde (een te korte plaatsing mag er ook een hebben)."""
    return regels.verwacht(plaatsing.van, plaatsing.tot, plaatsing.einde, gedaan, vandaag)


def met_einde(plaatsingen: QuerySet[Plaatsing]) -> QuerySet[Plaatsing]:
    return plaatsingen.alias(laatste_dag=Coalesce("beeindigd_op", "tot"))


def te_doen(actor: Actor, vandaag: date) -> int:
    """Hoeveel evaluaties nu op deze persoon wachten, in één vraag: dit staat op de startpagina en op *Vandaag*."""
    afgerond = Evaluatie.objects.filter(bestuur=OuterRef("bestuur"), plaatsing=OuterRef("pk"), status=Status.AFGEROND)
    recent = met_einde(toegang.invulbaar(actor)).filter(
        van__lte=vandaag, laatste_dag__gte=plus_maanden(vandaag, -regels.EIND_NOG_MAANDEN)
    )
    recent = recent.annotate(gedaan=ArraySubquery(afgerond.order_by().values("moment")))
    return sum(wat.wacht for p in recent for wat in verwacht_van(p, p.gedaan, vandaag))


# --- na het einde


@dataclass(frozen=True)
class Opvolgregel:
    plaatsing: Plaatsing
    punt: Opvolgpunt
    genoteerd: Uitstroom | Opvolging | None


def genoteerd_van(plaatsingen: Sequence[Plaatsing]) -> dict[int, dict[int, Uitstroom | Opvolging]]:
    """Per plaatsing wat er al genoteerd is: 0 is de uitstroom, 3 en 6 de opvolging."""
    per: dict[int, dict[int, Uitstroom | Opvolging]] = defaultdict(dict)
    nummers = [p.pk for p in plaatsingen]
    for uitstroom in Uitstroom.objects.filter(plaatsing__in=nummers).order_by("pk"):
        per[uitstroom.plaatsing_id][0] = uitstroom
    for opvolging in Opvolging.objects.filter(plaatsing__in=nummers).order_by("pk"):
        per[opvolging.plaatsing_id][opvolging.maanden] = opvolging
    return per


def opvolgregels(actor: Actor, vandaag: date) -> list[Opvolgregel]:
    """Van elke plaatsing die het laatste jaar eindigde: uitstroom en opvolging, wat het eerst moet bovenaan."""
    recent = met_einde(toegang.plaatsingen(actor)).filter(
        laatste_dag__lte=vandaag, laatste_dag__gt=plus_maanden(vandaag, -OPVOLGEN_TOT_MAANDEN)
    )
    lijst = list(recent)
    genoteerd = genoteerd_van(lijst)
    rijen = [
        Opvolgregel(p, punt, genoteerd[p.pk].get(punt.maanden))
        for p in lijst
        for punt in regels.opvolgpunten(p.einde, genoteerd[p.pk], vandaag)
    ]
    return sorted(rijen, key=lambda rij: (rij.punt.vanaf, rij.plaatsing.code, rij.punt.maanden))


def op_te_volgen(actor: Actor, vandaag: date) -> int:
    return sum(rij.punt.stand in (Stand.TE_DOEN, Stand.TE_LAAT) for rij in opvolgregels(actor, vandaag))


# --- tellingen, zonder namen


@dataclass
class Tellingen:
    """Van enkele plaatsingen op een peildatum: evaluaties verwacht en gedaan, attesten, uitstroom, opvolging."""

    verwacht: Counter[str] = field(default_factory=Counter)  # per moment
    gedaan: Counter[str] = field(default_factory=Counter)
    attesten: int = 0
    uitstroom: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # 0, 3, 6 → richting
    niet_bereikt: Counter[int] = field(default_factory=Counter)
    verwachte: list[tuple[int, str, date]] = field(default_factory=list)  # plaatsing, moment, uiterlijk
    gedane: list[tuple[int, str]] = field(default_factory=list)  # plaatsing, moment
    uitgestroomd: list[tuple[int, str]] = field(default_factory=list)  # plaatsing, richting bij het einde
    feiten: list[tuple[int, str, int, str]] = field(default_factory=list)  # plaatsing, soort, maanden, richting
    laat: list[tuple[int, str]] = field(default_factory=list)  # plaatsing, soort: na de peildatum geregistreerd

    @property
    def alle_verwacht(self) -> int:
        return sum(self.verwacht.values())

    @property
    def alle_gedaan(self) -> int:
        return sum(self.gedaan.values())

    @property
    def naar_werk(self) -> int:
        return sum(self.uitstroom[0][richting] for richting in NAAR_WERK)


def tellingen(
    per_groep: Mapping[int, Sequence[Plaatsing]], peildatum: date, *, einde: datetime, toen_gekend: bool = False
) -> dict[int, Tellingen]:
    """Per groep (een project) de tellingen van haar plaatsingen; wat na de peildatum gebeurde telt niet.

    `einde`: het eerste ogenblik na die dag. Wat dan pas geregistreerd werd staat in `laat`, of valt weg: `toen_gekend`.
    """
    uit = {groep: Tellingen() for groep in per_groep}
    van = {p.pk: uit[groep] for groep, plaatsingen in per_groep.items() for p in plaatsingen}
    for groep, plaatsingen in per_groep.items():
        for p in plaatsingen:
            vensters = verwacht_tegen(p.van, p.tot, p.einde, peildatum)
            uit[groep].verwacht.update(v.moment for v in vensters)
            uit[groep].verwachte += [(p.pk, v.moment, v.uiterlijk) for v in vensters]
    for plaatsing, soort, maanden, richting, geregistreerd in _na_het_einde(list(van), peildatum):
        telling = van[plaatsing]
        laat = geregistreerd >= einde
        if laat and toen_gekend:
            continue
        if laat:
            telling.laat.append((plaatsing, soort))
        telling.feiten.append((plaatsing, soort, maanden, richting))
        if soort == "evaluatie":
            telling.gedane.append((plaatsing, richting))
        elif soort == "uitstroom":
            telling.uitgestroomd.append((plaatsing, richting))
        tel(telling, soort, maanden, richting)
    return uit


def verwacht_tegen(van: date, tot: date, einde: date, peildatum: date) -> list[regels.Venster]:
    """De momenten van zo'n plaatsing die op die dag voorbij horen te zijn."""
    return [v for v in regels.vensters(van, tot, einde) if v.uiterlijk <= peildatum]


def tel(telling: Tellingen, soort: str, maanden: int, richting: str, aantal: int = 1) -> None:
    """Zoveel plaatsingen met dit feit erbij (zie `feiten`)."""
    if soort == "evaluatie":
        telling.gedaan[richting] += aantal
    elif soort == "attest":
        telling.attesten += aantal
    elif richting:
        telling.uitstroom[maanden][richting] += aantal
    else:
        telling.niet_bereikt[maanden] += aantal


def feiten(peildatum: Any) -> dict[str, QuerySet]:
    """Wat tot die dag (of uitdrukking) afgerond, gemaakt of genoteerd is, met `soort`, `na` (maanden) en `waarheen`
    (richting, of moment van een evaluatie). Een plaatsing kan er meer versies van hebben: ze telt één keer."""

    def rijen(model: type[Model], soort: str, datum: str, maanden: Any, richting: Any) -> QuerySet:
        gevonden = model._default_manager.filter(**{f"{datum}__lte": peildatum}).order_by()
        return gevonden.annotate(soort=Value(soort), na=maanden, waarheen=richting)

    return {
        "evaluatie": rijen(Evaluatie, "evaluatie", "afgerond_op", Value(0), F("moment")),
        "attest": rijen(Attest, "attest", "gemaakt_op", Value(0), Value("")),
        "uitstroom": rijen(Uitstroom, "uitstroom", "datum", Value(0), F("richting")),
        "opvolging": rijen(Opvolging, "opvolging", "gedaan_op", F("maanden"), F("richting")),
    }


def _na_het_einde(plaatsingen: list[int], peildatum: date) -> QuerySet:
    """(plaatsing, soort, maanden, richting of moment, geregistreerd) in één vraag; van meer versies de eerste."""
    eerste, *andere = (
        rijen.filter(plaatsing__in=plaatsingen)
        .values_list("plaatsing", "soort", "na", "waarheen")
        .annotate(eerst=Min("vastgelegd_op"))
        for rijen in feiten(peildatum).values()
    )
    return eerste.union(*andere, all=True)
