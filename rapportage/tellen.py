"""Elk getal van een project zonder de rijen op te halen: de databank telt, met de voorwaarden van `selecties`.

Voor wie enkel getallen toont. Een vast aantal vragen, één keer vertaald (`kern.bereid`), hoeveel projecten en besturen
het er ook zijn. Stond er op een vorige peildatum bij een bestuur iets anders waarvan een getal afhangt (`Toen`), dan
worden de getallen van zijn projecten, en enkel die, geteld uit de rijen (`cijfers`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, DateField, DateTimeField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from evaluaties import overzicht
from evaluaties.overzicht import Tellingen
from fiches.models import Handtekening
from kern.bereid import Bereid, Gegeven, een_van
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


class Vragen(NamedTuple):
    getallen: Bereid  # (soort, project, wie, wat, aantal)
    plaatsingen: Bereid  # (project, van, tot, einde, aantal)
    projecten: Bereid
    plekken: Bereid
    mentoren: Bereid
    certificaten: Bereid  # (mentor, dag)


class _Project(NamedTuple):
    pk: int
    bestuur_id: int
    oproep_id: int
    organisatie_id: int | None
    code: str


class _Plek(NamedTuple):
    """De eerste plek van een mentor in een project."""

    vastgelegd_op: datetime
    pk: int
    mentor_id: int
    project_id: int


class _Mentor(NamedTuple):
    pk: int
    bestuur_id: int
    organisatie_id: int
    project_id: int | None


@cache
def vragen(*, toen_gekend: bool) -> Vragen:
    dag, vandaag = Gegeven("dag", DateField()), Gegeven("vandaag", DateField())
    kijk = Kijk(dag, Gegeven("einde", DateTimeField()), vandaag, toen_gekend)
    van_bestuur = een_van("bestuur", "besturen")
    projecten = Subsidieproject.objects.filter(van_bestuur).order_by("code", "pk")
    eerste = Leerwerkplek.objects.filter(van_bestuur, mentor__isnull=False).distinct("mentor", "project")
    eerste = eerste.order_by("mentor", "project", "vastgelegd_op", "pk")
    deelnames = Deelname.objects.filter(bewijs(dag), kijk.mee(), van_bestuur).order_by()
    return Vragen(
        Bereid(*_plekken(kijk), *_aanbod(kijk), *_maanden(kijk), _overleg(kijk), _maatregelen(), *_feiten(kijk)),
        Bereid(_plaatsingen(kijk)),
        Bereid(projecten.values_list("pk", "bestuur", "oproep", "organisatie", "code")),
        Bereid(eerste.values_list("vastgelegd_op", "pk", "mentor", "project")),
        Bereid(Mentor.objects.filter(van_bestuur).order_by().values_list("pk", "bestuur", "organisatie", "project")),
        Bereid(deelnames.values_list("mentor", "certificaat_datum")),
    )


def _binnen(kijk: Kijk, rijen: QuerySet, pad: str, *, dag: str = "", maand: str = "") -> QuerySet:
    """De rijen van de gevraagde projecten; `pad` leidt naar het project (zie `peiling.van_projecten`)."""
    van, tot = F(f"{pad}__van"), F(f"{pad}__tot")
    if maand:
        rijen = rijen.filter(kijk.in_maand(maand, van, tot))
    elif dag:
        rijen = rijen.filter(kijk.op_dag(dag, van, tot))
    return rijen.filter(een_van(pad, "projecten")).order_by().annotate(van_project=F(pad))


def _groep(rijen: QuerySet, soort: str, aantal: Any, *, wie: Any = None, wat: Any = None) -> QuerySet:
    """(soort, project, wie, wat, aantal), per project."""
    rijen = rijen.annotate(deel=Value(soort), wie=wie or Value(0), wat=wat or Value(""))
    rijen = rijen.values("deel", "van_project", "wie", "wat").annotate(aantal=aantal)
    return rijen.values_list("deel", "van_project", "wie", "wat", "aantal")


def _plekken(kijk: Kijk) -> list[QuerySet]:
    """Alle plekken, en die met een fiche die in de periode ondertekend en verzegeld is, welke versie ook."""
    plekken = _binnen(kijk, Leerwerkplek.objects.filter(kijk.mee()), "project")
    tekens = Handtekening.objects.filter(kijk.mee(), kijk.mee("fiche__vastgelegd_op"))
    tekens = tekens.filter(kijk.mee("fiche__leerwerkplek__vastgelegd_op"))
    tekens = tekens.filter(fiche__in=voorwaarden.verzegeld(kijk).values("fiche"))
    tekens = _binnen(kijk, tekens, "fiche__leerwerkplek__project", dag="ondertekend_op__date")
    return [
        _groep(plekken, "leerwerkplekken", Count("pk")),
        _groep(tekens, "fiches", Count("fiche__leerwerkplek", distinct=True)),
    ]


def _aanbod(kijk: Kijk) -> list[QuerySet]:
    rijen = _binnen(kijk, Aanbod.objects.filter(kijk.mee()), "leerwerkplek__project", dag="aangeboden_op")
    return [
        _groep(rijen, "aanbod", Count("pk"), wie=F("glowpartner")),
        _groep(rijen, "aangeboden_plekken", Count("leerwerkplek", distinct=True)),
    ]


def _maanden(kijk: Kijk) -> list[QuerySet]:
    """De bevestigde minuten; `wie` is het aantal maanden."""
    versies = _binnen(
        kijk, voorwaarden.bevestigd(kijk), "staat__plaatsing__leerwerkplek__project", maand="staat__maand"
    )
    oude = _binnen(kijk, voorwaarden.zonder_versie(kijk), "plaatsing__leerwerkplek__project", maand="maand")
    return [
        rijen.annotate(deel=Value("maanden"), wat=Value(""))
        .values("deel", "van_project", "wat")
        .annotate(wie=Count("pk"), aantal=Sum("minuten"))
        .values_list("deel", "van_project", "wie", "wat", "aantal")
        for rijen in (versies, oude)
    ]


def _overleg(kijk: Kijk) -> QuerySet:
    """Van het bestuur, in de periode van elk project."""
    rijen = voorwaarden.gehouden(kijk).filter(kijk.op_dag("datum", OuterRef("van"), OuterRef("tot")))
    aantal = rijen.filter(bestuur=OuterRef("bestuur")).order_by().values("bestuur").annotate(n=Count("pk")).values("n")
    projecten = Subsidieproject.objects.filter(een_van("pk", "projecten")).order_by()
    projecten = projecten.annotate(deel=Value("overleg"), wie=Value(0), wat=Value(""))
    return projecten.annotate(aantal=Coalesce(Subquery(aantal), 0)).values_list("deel", "pk", "wie", "wat", "aantal")


def _maatregelen() -> QuerySet:
    """Per bestuur (op de plaats van het project) en jaar (`wie`); een register zonder dag, zie `selecties`."""
    rijen = Maatregel.objects.filter(een_van("bestuur", "besturen"), een_van("jaar", "jaren")).order_by()
    return _groep(rijen.annotate(van_project=F("bestuur")), "maatregelen", Sum("plekken"), wie=F("jaar"))


def _feiten(kijk: Kijk) -> list[QuerySet]:
    """Evaluaties, attesten, uitstroom en opvolging van de plaatsingen die tellen."""
    uit = []
    for rijen in overzicht.feiten(kijk.dag):
        mee = rijen.filter(kijk.mee(), kijk.mee("plaatsing__vastgelegd_op"))
        mee = _binnen(kijk, mee, "plaatsing__leerwerkplek__project", dag="plaatsing__van")
        groepen = mee.values("soort", "van_project", "na", "waarheen").annotate(n=Count("plaatsing", distinct=True))
        uit.append(groepen.values_list("soort", "van_project", "na", "waarheen", "n"))
    return uit


def _plaatsingen(kijk: Kijk) -> QuerySet:
    """Per project en periode; een einde van na de peildatum was er toen nog niet."""
    rijen = _binnen(kijk, Plaatsing.objects.filter(kijk.mee()), "leerwerkplek__project", dag="van")
    rijen = rijen.annotate(einde_toen=voorwaarden.einde(kijk))
    groepen = rijen.values("van_project", "van", "tot", "einde_toen").annotate(aantal=Count("pk"))
    return groepen.values_list("van_project", "van", "tot", "einde_toen", "aantal")


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
    for project, van, tot, einde, aantal in stel.plaatsingen.rijen(**gegevens):
        t = uit[project]
        t.plaatsingen += aantal
        for venster in overzicht.verwacht_tegen(van, tot, einde, eerste.peildatum):
            t.begeleiding.verwacht[venster.moment] += aantal
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


ENKEL = frozenset({"leerwerkplekken", "fiches", "aangeboden_plekken", "overleg"})


def _vul_mentoren(uit: dict[int, Telling], stel: Vragen, gegevens: dict[str, Any], peiling: Peiling) -> None:
    dagen: dict[int, list[date]] = defaultdict(list)
    for mentor, dag in stel.certificaten.rijen(**gegevens):
        dagen[mentor].append(dag)
    verdeling = Verdeling(
        _kende(peiling.toen, peiling.einde),
        map(_Project._make, stel.projecten.rijen(**gegevens)),
        map(_Plek._make, sorted(stel.plekken.rijen(**gegevens))),
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


def _kende(toen: Toen, einde: datetime) -> Callable[[Any], bool]:
    """Zoals `Toen.kende`, voor de rijen hier."""

    def kende(rij: _Project | _Plek | _Mentor) -> bool:
        if isinstance(rij, _Plek):
            return rij.vastgelegd_op < einde
        return toen.kende_nummer(Mentor if isinstance(rij, _Mentor) else Subsidieproject, rij.pk)

    return kende
