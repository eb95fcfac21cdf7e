"""De publieke projectpagina: wat iedereen zonder aanmelden over een project leest. Geen namen van mensen.

Getallen komen uit `rapportage.tellen` en de plekken zelf; enkel wat niemand kan tellen is getypt (doel, doelgroep …).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from documenten import huisstijl
from documenten.huisstijl import Stijl
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import als_bezoeker_van
from organisaties.models import Organisatie as Bij
from organisaties.models import Samenwerking
from projecten.enums import Met
from projecten.models import Overeenkomst, Subsidieproject
from rapportage.getallen import Doel
from rapportage.tellen import Telling, tel

SECONDEN = 60  # zo lang mag een getal op de pagina oud zijn


class Adres(NamedTuple):
    """Een openbare pagina; `stand` verandert zodra het bestuur iets wijzigt van wat ze toont."""

    bestuur: int
    project: int
    stand: str


@dataclass(frozen=True)
class Functie:
    naam: str
    dienst: str
    plekken: int


@dataclass(frozen=True)
class Organisatie:
    naam: str
    plekken: int
    mentoren: int  # opgeleid, met certificaat
    functies: tuple[Functie, ...]


@dataclass(frozen=True)
class Partner:
    naam: str
    regio: str = ""
    trajecten: int | None = None
    aangeboden: int = 0  # leerwerkplekken die deze partner aangeboden kreeg
    sinds: date | None = None  # begin van de overeenkomst


@dataclass(frozen=True)
class Zuster:
    """Een project van hetzelfde bestuur onder dezelfde oproep, op één rij."""

    code: str
    naam: str
    bedrag: Decimal
    plekken: int
    doel_plekken: int
    opgeleid: int
    doel_mentoren: int
    publiek: bool


@dataclass(frozen=True)
class Pagina:
    """Alles wat de pagina toont, als gewone waarden: zo past ze in de cache en raakt tekenen de databank niet."""

    bestuur: str
    slug: str
    code: str
    titel: str
    oproep: str
    oproep_naam: str
    fonds: str
    doelstelling: str
    van: date
    tot: date
    bedrag: Decimal
    blokken: frozenset[str]
    teksten: dict[str, str]
    acties: tuple[str, ...]
    doelen: tuple[Doel, Doel]
    per_bundel: int
    plekken: int
    aangeboden: int
    plaatsingen: int
    organisaties: tuple[Organisatie, ...]
    partners: tuple[Partner, ...]
    zusters: tuple[Zuster, ...]
    stijl: Stijl
    gemaakt_op: date
    demo: bool = False
    totaal: Zuster | None = None


def zoek(bestuur: str, code: str) -> Adres | None:
    """De openbare pagina op dit adres, of None; kijkt over de besturen heen via `gd_publiek_project`."""
    if "\0" in code:  # PostgreSQL kent dat teken niet, en geen code heeft het
        return None
    with connection.cursor() as c:
        c.execute("SELECT * FROM gd_publiek_project(%s, %s)", [bestuur, code])
        rij = c.fetchone()
    return Adres(*rij) if rij else None


def lees(adres: Adres, dag: date) -> Pagina:
    """De pagina zoals ze op die dag is, hoogstens `SECONDEN` oud. Zonder cache wordt ze telkens geteld."""
    sleutel = f"publiek:{adres.project}:{dag.isoformat()}:{adres.stand}"
    try:
        if (bewaard := cache.get(sleutel)) is not None:
            return bewaard
    except RedisError:  # de pagina hangt niet af van de cache
        return _tel(adres, dag)
    pagina = _tel(adres, dag)
    try:
        cache.set(sleutel, pagina, SECONDEN)
    except RedisError:
        return pagina
    return pagina


def _tel(adres: Adres, dag: date) -> Pagina:
    with als_bezoeker_van(adres.bestuur):
        project = Subsidieproject.objects.select_related("oproep", "bestuur", "organisatie").get(pk=adres.project)
        return maak(project, dag)


def maak(project: Subsidieproject, dag: date) -> Pagina:
    """De pagina van dit project, ook als ze niet openbaar is (het voorbeeld voor de beheerder).

    Van de andere projecten onder dezelfde oproep staan enkel die erop die zelf openbaar zijn.
    """
    zusters = Subsidieproject.objects.filter(bestuur=project.bestuur_id, oproep=project.oproep_id, publiek=True)
    rijen = zusters.exclude(pk=project.pk).select_related("oproep", "organisatie").order_by("code", "pk")
    projecten = sorted([project, *rijen], key=lambda p: (p.code, p.pk))
    per_project = {c.project.pk: c for c in tel(projecten, dag)}
    c = per_project[project.pk]
    stijl = huisstijl.voor(project.bestuur)
    alle = _plekken(projecten)
    return Pagina(
        bestuur=project.bestuur.naam,
        slug=project.bestuur.slug,
        code=project.code,
        titel=project.titel,
        oproep=project.oproep.code,
        oproep_naam=project.oproep.naam,
        fonds=project.oproep.fonds,
        doelstelling=project.oproep.doelstelling,
        van=project.van,
        tot=project.tot,
        bedrag=project.toegekend_bedrag,
        blokken=frozenset(project.publieke_blokken),
        teksten={naam: getattr(project, naam) for naam in ("inleiding", "doelgroep", "achtergrond", "contact")},
        acties=tuple(regel.strip() for regel in project.acties.splitlines() if regel.strip()),
        doelen=c.doelen,
        per_bundel=c.per_bundel,
        plekken=len(alle[project.pk]),
        aangeboden=c.aangeboden_plekken,
        plaatsingen=c.plaatsingen,
        organisaties=_organisaties(alle[project.pk], c),
        partners=_partners(project, c),
        zusters=tuple(_zuster(p, per_project[p.pk], len(alle[p.pk])) for p in projecten) if rijen else (),
        totaal=_totaal(projecten, per_project, alle) if rijen else None,
        stijl=stijl,
        gemaakt_op=dag,
        demo=project.bestuur.is_demo,
    )


def _plekken(projecten: Sequence[Subsidieproject]) -> dict[int, list[Leerwerkplek]]:
    """Per project (pk) de leerwerkplekken die er zijn; een concept is er nog geen."""
    uit: dict[int, list[Leerwerkplek]] = {p.pk: [] for p in projecten}
    rijen = Leerwerkplek.objects.filter(project__in=projecten, bestuur=projecten[0].bestuur_id)
    rijen = rijen.exclude(status=Status.CONCEPT).select_related("organisatie").order_by("code", "pk")
    for plek in rijen:
        uit[plek.project_id].append(plek)
    return uit


def _organisaties(plekken: Sequence[Leerwerkplek], c: Telling) -> tuple[Organisatie, ...]:
    """Op het aantal plekken, dan op naam; met de functies in de volgorde van hun code."""
    per_naam: dict[str, Counter[tuple[str, str]]] = {}
    for plek in plekken:
        per_naam.setdefault(plek.organisatie.naam, Counter())[plek.functie, plek.dienst] += 1
    mentoren: Counter[str] = Counter()
    for rij in Bij.objects.filter(pk__in=c.opgeleid_per_organisatie).order_by("pk"):
        mentoren[rij.naam] += c.opgeleid_per_organisatie[rij.pk]
        per_naam.setdefault(rij.naam, Counter())
    rijen = [
        Organisatie(naam, telling.total(), mentoren[naam], tuple(Functie(*wat, n) for wat, n in telling.items()))
        for naam, telling in per_naam.items()
    ]
    return tuple(sorted(rijen, key=lambda o: (-o.plekken, o.naam)))


def _partners(project: Subsidieproject, c: Telling) -> tuple[Partner, ...]:
    """De GLOW-partners van het bestuur, dan met wie het een overeenkomst heeft (VDAB)."""
    sinds: dict[tuple[str, int | None], date] = {}
    for o in Overeenkomst.objects.filter(bestuur=project.bestuur_id, vervangt=None).order_by("-van"):
        sinds[o.met, o.glowpartner_id] = o.van
    glow = [
        Partner(p.naam, p.regio, p.trajecten, c.aanbod_per_partner.get(p.pk, 0), sinds.get((Met.GLOW, p.pk)))
        for s in Samenwerking.objects.filter(bestuur=project.bestuur_id).select_related("glowpartner").order_by("pk")
        for p in (s.glowpartner,)
    ]
    andere = [Partner(Met(met).label, sinds=van) for (met, _), van in sinds.items() if met == Met.VDAB]
    return (*sorted(glow, key=lambda p: p.naam), *andere)


def _zuster(project: Subsidieproject, c: Telling, plekken: int) -> Zuster:
    return Zuster(
        code=project.code,
        naam=project.organisatie.naam if project.organisatie else project.titel,
        bedrag=project.toegekend_bedrag,
        plekken=plekken,
        doel_plekken=project.doel_leerwerkplekken,
        opgeleid=c.mentoren.resultaat,
        doel_mentoren=project.doel_mentoren,
        publiek=project.publiek,
    )


def _totaal(
    projecten: Sequence[Subsidieproject], per_project: dict[int, Telling], alle: dict[int, list[Leerwerkplek]]
) -> Zuster:
    return Zuster(
        code="",
        naam="Samen",
        bedrag=sum((p.toegekend_bedrag for p in projecten), Decimal(0)),
        plekken=sum(len(alle[p.pk]) for p in projecten),
        doel_plekken=sum(p.doel_leerwerkplekken for p in projecten),
        opgeleid=sum(per_project[p.pk].mentoren.resultaat for p in projecten),
        doel_mentoren=sum(p.doel_mentoren for p in projecten),
        publiek=False,
    )
