"""Elk getal van een project zonder de rijen op te halen: de databank telt, met de voorwaarden van `selecties`.

Voor wie enkel getallen toont. Een vast aantal vragen, één keer vertaald (`kern.bereid`), hoeveel projecten en besturen
het er ook zijn. Stond er op een vorige peildatum bij een bestuur iets anders waarvan een getal afhangt (`Toen`), dan
worden de getallen van zijn projecten, en enkel die, geteld uit de rijen (`cijfers`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.lookups import Exact

from evaluaties import overzicht
from evaluaties.overzicht import Tellingen
from fiches.models import Handtekening
from kern.bereid import Bereid, Gegeven, Kolom, een_van
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Mentor
from mentoren.regels import bewijs
from plaatsingen.models import Plaatsing
from projecten.models import Maatregel, Subsidieproject
from projecten.regels import Regelboek
from rapportage import cijfers, voorwaarden
from rapportage.cijfers import Cijfers
from rapportage.getallen import Getallen
from rapportage.opgeleid import Verdeling
from rapportage.peiling import Peiling, besturen, peil
from rapportage.toen import Toen
from rapportage.voorwaarden import Kijk


@dataclass
class Telling(Getallen):
    """De getallen van een project op een peildatum; uren in minuten. Wat `Cijfers` telt, telt dit ook."""

    peiling: Peiling
    per_bundel: int
    leerwerkplekken: int = 0  # alle, ook wat niet meetelt
    fiches: int = 0
    certificaten: int = 0
    mentoren_van_project: int = 0  # wie voor dit project kan tellen, met of zonder certificaat
    aangeboden_plekken: int = 0
    plaatsingen: int = 0
    maandstaten: int = 0
    bevestigde_minuten: int = 0
    overleg: int = 0
    aanbod_per_partner: dict[int, int] = field(default_factory=dict)
    opgeleid_per_organisatie: Counter[int] = field(default_factory=Counter)
    maatregelen: dict[int, int] = field(default_factory=dict)  # jaar → plekken
    begeleiding: Tellingen = field(default_factory=Tellingen)

    @property
    def aantallen(self) -> tuple[int, int]:
        return self.fiches, self.certificaten

    @property
    def per_jaar(self) -> dict[int, int]:
        return self.maatregelen

    @property
    def aanbod(self) -> int:
        return sum(self.aanbod_per_partner.values())

    @property
    def partners(self) -> int:
        return len(self.aanbod_per_partner)

    @property
    def ontbrekend(self) -> int:
        """Leerwerkplekken en mentoren die niet meetellen."""
        return self.leerwerkplekken - self.fiches + self.mentoren_van_project - self.certificaten


def tel(projecten: Sequence[Subsidieproject], peildatum: date, *, toen_gekend: bool = False) -> list[Telling]:
    """De getallen van deze projecten op die dag, in dezelfde volgorde; dezelfde als die van `cijfers.bereken`."""
    if not projecten:
        return []
    peilingen = peil(projecten, peildatum, toen_gekend=toen_gekend)
    anders = peilingen[0].toen.anders_geteld
    apart = [p for p in peilingen if p.project.bestuur_id in anders]
    gewoon = [p for p in peilingen if p.project.bestuur_id not in anders]
    uit = [van_rijen(c) for c in cijfers.van_peilingen(apart)] if apart else []
    uit += _tel(gewoon) if gewoon else []
    per_project = {t.project.pk: t for t in uit}
    return [per_project[project.pk] for project in projecten]


def van_rijen(c: Cijfers) -> Telling:
    """Dezelfde getallen, uit de rijen geteld."""
    return Telling(
        c.peiling,
        c.per_bundel,
        leerwerkplekken=len(c.leerwerkplekken),
        fiches=len(c.fiches),
        certificaten=len(c.certificaten),
        mentoren_van_project=len(c.certificaten) + len({a.sleutel for a in c.ontbrekend if a.soort == "mentor"}),
        aangeboden_plekken=c.aangeboden_plekken,
        plaatsingen=len(c.plaatsingen),
        maandstaten=len(c.maandstaten),
        bevestigde_minuten=c.bevestigde_minuten,
        overleg=len(c.overleg),
        aanbod_per_partner=dict(Counter(a.glowpartner_id for a in c.aanbod)),
        opgeleid_per_organisatie=Counter(t.mentor.organisatie_id for t in c.certificaten),
        maatregelen=c.per_jaar,
        begeleiding=c.begeleiding,
    )


# --- de vragen

# Wat meetelt zeggen de deelvragen en voorwaarden (`_delen`); hier wordt enkel samengevoegd en geteld.
GETALLEN = """
WITH plek AS MATERIALIZED ({plekken}),
plaatsing AS MATERIALIZED
  (SELECT f.pk, project, plek.van, plek.tot, {plaatsing_telt} AS telt FROM plek JOIN ({plaatsingen}) f ON f.plek = plek.pk),
aanbod AS MATERIALIZED
  (SELECT project, pk, wie FROM plek JOIN ({aanbod}) f ON f.plek = plek.pk WHERE {aanbod_telt}),
maand AS (SELECT * FROM ({maanden}) a UNION ALL SELECT * FROM ({oude_maanden}) b)
SELECT 'leerwerkplekken', project, 0, '', count(*) FROM plek WHERE mee GROUP BY project
UNION ALL
SELECT 'fiches', project, 0, '', count(DISTINCT pk)
  FROM plek JOIN ({fiches}) f ON f.plek = plek.pk WHERE mee AND {fiche_telt} GROUP BY project
UNION ALL
SELECT 'aanbod', project, wie, '', count(*) FROM aanbod GROUP BY project, wie
UNION ALL
SELECT 'aangeboden_plekken', project, 0, '', count(DISTINCT pk) FROM aanbod GROUP BY project
UNION ALL
SELECT 'maanden', project, count(*), '', sum(minuten)
  FROM plaatsing JOIN maand ON plaatsing = pk WHERE {maand_telt} GROUP BY project
UNION ALL
SELECT 'overleg', project, 0, '', count(*)
  FROM ({projecten}) p JOIN ({overleg}) f USING (bestuur) WHERE {overleg_telt} GROUP BY project
UNION ALL
SELECT 'maatregelen', bestuur, jaar, '', sum(plekken) FROM ({maatregelen}) m GROUP BY bestuur, jaar
UNION ALL
SELECT soort, project, na, waarheen, count(DISTINCT plaatsing)
  FROM ({evaluatie} UNION ALL {attest} UNION ALL {uitstroom} UNION ALL {opvolging}) f JOIN plaatsing ON plaatsing = pk
 WHERE telt GROUP BY soort, project, na, waarheen
"""
PLAATSINGEN = """
SELECT dag, f.tot, einde, array_agg(project)
  FROM ({plekken}) plek JOIN ({plaatsingen}) f ON f.plek = plek.pk WHERE {plaatsing_telt} GROUP BY dag, f.tot, einde
"""


class Vragen(NamedTuple):
    getallen: Bereid  # (soort, project, wie, wat, aantal)
    plaatsingen: Bereid  # (van, tot, einde, [project van elke plaatsing])
    projecten: Bereid  # `_Project`, op code
    plekken: Bereid  # `_Plek`, in volgorde
    mentoren: Bereid  # `_Mentor`
    certificaten: Bereid  # (mentor, dag)


class _Project(NamedTuple):
    pk: int
    bestuur_id: int
    oproep_id: int
    organisatie_id: int | None
    code: str


class _Plek(NamedTuple):
    """De eerste plek van een mentor in een project; `kende`: of ze er op de peildatum al was."""

    mentor_id: int
    project_id: int
    kende: bool


class _Mentor(NamedTuple):
    pk: int
    bestuur_id: int
    organisatie_id: int
    project_id: int | None


@cache
def vragen(*, toen_gekend: bool) -> Vragen:
    dag, vandaag = Gegeven("dag", DateField()), Gegeven("vandaag", DateField())
    kijk = Kijk(dag, Gegeven("einde", DateTimeField()), vandaag, toen_gekend)
    delen = _delen(kijk)
    van_bestuur = een_van("bestuur", "besturen")
    eerste = Leerwerkplek.objects.filter(van_bestuur, mentor__isnull=False).distinct("mentor_id", "project_id")
    eerste = eerste.order_by("mentor_id", "project_id", "vastgelegd_op", "pk")
    return Vragen(
        Bereid(GETALLEN, **delen),
        Bereid(PLAATSINGEN, **delen),
        Bereid(
            "{p}", p=Subsidieproject.objects.filter(van_bestuur).order_by("code", "pk").values_list(*_Project._fields)
        ),
        Bereid(
            "SELECT mentor_id, project_id, kende FROM ({p}) p ORDER BY vastgelegd_op, id",
            p=eerste.annotate(kende=Q(vastgelegd_op__lt=kijk.einde)).values_list(*_Plek._fields, "vastgelegd_op", "id"),
        ),
        Bereid("{m}", m=Mentor.objects.filter(van_bestuur).order_by().values_list(*_Mentor._fields)),
        Bereid(
            "{d}",
            d=Deelname.objects.filter(bewijs(dag), kijk.mee(), van_bestuur)
            .order_by()
            .values_list("mentor", "certificaat_datum"),
        ),
    )


def _delen(kijk: Kijk) -> dict[str, QuerySet | Q]:
    """Per naam in het sjabloon: welke rijen tellen, en wanneer hun dag in de periode van het project ligt.

    Welke projecten het zijn, zegt `plek`; welke besturen er te zien zijn, de databank.
    """
    van, tot, dag = (Kolom(naam, DateField()) for naam in ("plek.van", "plek.tot", "f.dag"))
    mee = kijk.mee()
    tekens = Handtekening.objects.filter(
        mee, kijk.mee("fiche__vastgelegd_op"),
        Exists(voorwaarden.verzegeld(kijk).filter(bestuur=OuterRef("bestuur"), fiche=OuterRef("fiche"))),
    )  # fmt: skip
    plekken = Leerwerkplek.objects.filter(een_van("project", "projecten"))
    altijd = ExpressionWrapper(mee or Q(pk__isnull=False), output_field=BooleanField())
    rijen: dict[str, QuerySet] = {
        "plekken": plekken.annotate(van=F("project__van"), tot=F("project__tot"), mee=altijd),
        "fiches": tekens.annotate(plek=F("fiche__leerwerkplek"), dag=F("ondertekend_op__date")),
        "plaatsingen": Plaatsing.objects.annotate(
            plek=F("leerwerkplek"), dag=F("van"), einde=voorwaarden.einde(kijk), mee=altijd
        ),
        "aanbod": Aanbod.objects.filter(mee).annotate(
            plek=F("leerwerkplek"), wie=F("glowpartner"), dag=F("aangeboden_op")
        ),
        "maanden": voorwaarden.bevestigd(kijk).annotate(plaatsing=F("staat__plaatsing"), dag=F("staat__maand")),
        "oude_maanden": voorwaarden.zonder_versie(kijk).annotate(dag=F("maand")),
        "projecten": Subsidieproject.objects.filter(een_van("pk", "projecten")).annotate(project=F("pk")),
        "overleg": voorwaarden.gehouden(kijk).annotate(dag=F("datum")),
        "maatregelen": Maatregel.objects.filter(een_van("bestuur", "besturen"), een_van("jaar", "jaren")),
    }
    for naam, feiten in overzicht.feiten(kijk.dag).items():
        rijen[naam] = feiten.filter(mee)
    maand_van, maand_tot, maand = (Kolom(n, DateField()) for n in ("plaatsing.van", "plaatsing.tot", "maand.dag"))
    return {naam: _kolommen(naam, alle) for naam, alle in rijen.items()} | {
        "fiche_telt": kijk.op_dag(dag, van, tot),
        "aanbod_telt": kijk.op_dag(dag, van, tot),
        "plaatsing_telt": kijk.op_dag(dag, van, tot) & Q(Exact(Kolom("f.mee", BooleanField()), True)),
        "maand_telt": kijk.in_maand(maand, maand_van, maand_tot),
        "overleg_telt": kijk.op_dag(dag, Kolom("p.van", DateField()), Kolom("p.tot", DateField())),
    }


KOLOMMEN = {
    "plekken": "pk project van tot mee", "fiches": "plek dag", "plaatsingen": "pk plek dag tot einde mee",
    "aanbod": "plek wie dag", "maanden": "plaatsing dag minuten", "oude_maanden": "plaatsing dag minuten",
    "projecten": "project bestuur van tot", "overleg": "bestuur dag", "maatregelen": "bestuur jaar plekken",
}  # fmt: skip
FEIT = "plaatsing soort na waarheen"


def _kolommen(naam: str, rijen: QuerySet) -> QuerySet:
    """Wat het sjabloon ervan leest. De volgorde blijft enkel waar ze kiest (de jongste versie)."""
    kolommen = KOLOMMEN.get(naam, FEIT).split()
    return (rijen if rijen.query.distinct else rijen.order_by()).values_list(*kolommen)


# --- de antwoorden


def _tel(peilingen: Sequence[Peiling]) -> list[Telling]:
    eerste, kijk, wie = peilingen[0], peilingen[0].kijk, sorted(besturen(peilingen))
    jaren = sorted({p.van.year - n for p in peilingen for n in (0, 1)})
    gegevens = {
        "projecten": [p.project.pk for p in peilingen], "besturen": wie, "jaren": jaren, "dag": kijk.dag,
        "einde": kijk.einde, "vandaag": kijk.vandaag,
    }  # fmt: skip
    stel = vragen(toen_gekend=eerste.toen_gekend)
    regels = Regelboek({p.project.oproep_id for p in peilingen})
    bundel = cache(lambda oproep, van: regels.op(oproep, van).waarde("bundel_leerwerkplekken"))
    uit = {p.project.pk: Telling(p, bundel(p.project.oproep_id, p.van)) for p in peilingen}
    _vul(uit, stel.getallen.rijen(**gegevens))
    _vul_plaatsingen(uit, stel.plaatsingen.rijen(**gegevens), eerste.peildatum)
    _vul_mentoren(uit, stel, gegevens, eerste)
    return list(uit.values())


def _vul(uit: dict[int, Telling], rijen: Iterable[tuple]) -> None:
    maatregelen: dict[int, dict[int, int]] = defaultdict(dict)
    for soort, project, wie, wat, aantal in rijen:
        if soort == "maatregelen":
            maatregelen[project][wie] = aantal
        elif soort == "aanbod":
            uit[project].aanbod_per_partner[wie] = aantal
        elif soort == "maanden":
            uit[project].maandstaten += wie
            uit[project].bevestigde_minuten += aantal
        elif soort in ENKEL:
            setattr(uit[project], soort, aantal)
        else:
            overzicht.tel(uit[project].begeleiding, soort, wie, wat, aantal)
    for t in uit.values():
        per = maatregelen[t.project.bestuur_id]
        t.maatregelen = {jaar: n for jaar, n in per.items() if 0 <= t.jaar - jaar <= 1}


def _vul_plaatsingen(uit: dict[int, Telling], rijen: Iterable[tuple], dag: date) -> None:
    """Elke rij zegt van welke projecten er een plaatsing in die periode is."""
    alle: Counter[int] = Counter()
    per_moment: dict[str, Counter[int]] = defaultdict(Counter)
    for van, tot, einde, projecten in rijen:
        alle.update(projecten)
        for venster in overzicht.verwacht_tegen(van, tot, einde, dag):
            per_moment[venster.moment].update(projecten)
    for project, aantal in alle.items():
        uit[project].plaatsingen = aantal
    for moment, per_project in per_moment.items():
        for project, aantal in per_project.items():
            uit[project].begeleiding.verwacht[moment] = aantal


ENKEL = frozenset({"leerwerkplekken", "fiches", "aangeboden_plekken", "overleg"})


def _vul_mentoren(uit: dict[int, Telling], stel: Vragen, gegevens: dict[str, Any], peiling: Peiling) -> None:
    dagen: dict[int, list[date]] = defaultdict(list)
    for mentor, dag in stel.certificaten.rijen(**gegevens):
        dagen[mentor].append(dag)
    verdeling = Verdeling(
        _kende(peiling.toen),
        map(_Project._make, stel.projecten.rijen(**gegevens)),
        map(_Plek._make, stel.plekken.rijen(**gegevens)),
    )
    grenzen = {pk: (t.peiling.van, t.peiling.tot) for pk, t in uit.items()}
    alle = map(_Mentor._make, stel.mentoren.rijen(**gegevens))
    oproepen = {t.project.oproep_id for t in uit.values()}
    for project, kandidaat in verdeling.kandidaten(alle, oproepen, toen_gekend=peiling.toen_gekend):
        if (t := uit.get(project)) is None:
            continue
        t.mentoren_van_project += 1
        van, tot = grenzen[project]
        if any(van <= dag <= tot for dag in dagen.get(kandidaat.mentor.pk, ())):
            t.certificaten += 1
            t.opgeleid_per_organisatie[kandidaat.mentor.organisatie_id] += 1


def _kende(toen: Toen) -> Callable[[Any], bool]:
    """Zoals `Toen.kende`, voor de rijen hier."""

    def kende(rij: _Project | _Plek | _Mentor) -> bool:
        if isinstance(rij, _Plek):
            return rij.kende
        return toen.kende_nummer(Mentor if isinstance(rij, _Mentor) else Subsidieproject, rij.pk)

    return kende
