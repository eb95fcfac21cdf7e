"""Mijn deelnemers: wie een GLOW-partner voorstelde of liet plaatsen, met de uren per maand en wat er komt.

Op code, zonder namen. Het aantal vragen aan de database hangt niet af van het aantal deelnemers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from evaluaties.enums import Stand as EvaluatieStand
from evaluaties.overzicht import Regel, regels_van
from kandidaten.models import Kandidatuur
from kandidaten.stand import met_plaatsing, plekstanden
from kandidaten.stand import stand as stand_van
from kern import statussen
from kern.periodes import dagen_in, laatste_van_maand, maanden_tussen
from kern.tabel import Duur, Tabel
from organisaties.toegang import Actor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Deelnemer, Maandstaat, Plaatsing, Prestatie
from projecten.regels import Grenzen, Regelboek

statussen.registreer(
    "deelnemer",
    {
        "lopend": ("Nu geplaatst", "goed", "klok"),
        "gepland": ("Start binnenkort", "info", "kalender"),
        "kandidaat": ("Kandidaat", "info", "mens"),
        "beeindigd": ("Plaatsing voorbij", "neutraal", "vinkje"),
        "geen": ("Zonder plek", "letop", "zoek"),
    },
)
STANDEN = {
    "lopend": "nu geplaatst",
    "gepland": "start binnenkort",
    "kandidaat": "kandidaat",
    "beeindigd": "plaatsing voorbij",
    "geen": "zonder plek",
}


@dataclass(frozen=True)
class Maand:
    """De uren van een plaatsing in één maand; `staat` leeg: nog niet doorgestuurd. Het minimum geldt voor een hele."""

    maand: date
    minuten: int
    staat: str
    minimum: int
    maximum: int

    @property
    def bevestigd(self) -> bool:
        return self.staat == MaandStatus.BEVESTIGD


@dataclass
class Beeld:
    """Eén deelnemer: de plaatsing die telt (lopend, anders de eerstvolgende, anders de laatste) of de kandidaturen."""

    deelnemer: Deelnemer
    stand: str
    plaatsing: Plaatsing | None = None
    kandidaturen: list[Kandidatuur] = field(default_factory=list)
    maanden: list[Maand] = field(default_factory=list)
    evaluatie: Regel | None = None

    @property
    def recent(self) -> list[Maand]:
        """De jongste twee maanden, de jongste eerst."""
        return self.maanden[:-3:-1]

    @property
    def vroeger(self) -> list[Maand]:
        return self.maanden[-3::-1]


def deelnemers(actor: Actor, dag: date) -> QuerySet[Deelnemer]:
    """De eigen deelnemers, met `nu`, `straks`, `ooit` en `kandidaat`: of er zo'n plaatsing of kandidatuur is."""
    if actor.glowpartner is None or not actor.mag("uren.uitwisselen"):
        return Deelnemer.objects.none()
    van_hem = {"bestuur": OuterRef("bestuur"), "deelnemer": OuterRef("pk")}
    geplaatst = Plaatsing.objects.alias(eind=Coalesce("beeindigd_op", "tot")).filter(**van_hem)
    open_ = met_plaatsing(Kandidatuur.objects.filter(afgesloten_op=None, **van_hem)).filter(plaatsing=None)
    return (
        Deelnemer.objects.filter(glowpartner=actor.glowpartner)
        .select_related("bestuur")
        .annotate(
            nu=Exists(geplaatst.filter(van__lte=dag, eind__gte=dag)),
            straks=Exists(geplaatst.filter(van__gt=dag)),
            ooit=Exists(geplaatst),
            kandidaat=Exists(open_),
        )
    )


def in_stand(stand: str) -> Q:
    """Voor een filter op `deelnemers`: dezelfde volgorde als `stand`."""
    return {
        "lopend": Q(nu=True),
        "gepland": Q(nu=False, straks=True),
        "kandidaat": Q(nu=False, straks=False, kandidaat=True),
        "beeindigd": Q(nu=False, straks=False, kandidaat=False, ooit=True),
    }.get(stand, Q(ooit=False, kandidaat=False))


def stand(rij) -> str:
    vragen = {"lopend": rij.nu, "gepland": rij.straks, "kandidaat": rij.kandidaat, "beeindigd": rij.ooit}
    return next((naam for naam, klopt in vragen.items() if klopt), "geen")


def beelden(rijen: Sequence[Deelnemer], dag: date) -> list[Beeld]:
    """Wat de lijst van elke deelnemer toont."""
    uit = {rij.pk: Beeld(rij, stand(rij)) for rij in rijen}
    for pk, plaatsing in _plaatsingen(uit, dag).items():
        uit[pk].plaatsing = plaatsing
    open_ = met_plaatsing(Kandidatuur.objects.filter(deelnemer__in=uit, afgesloten_op=None)).filter(plaatsing=None)
    for kandidatuur in open_.select_related("leerwerkplek").order_by("-voorgesteld_op", "-pk"):
        kandidatuur.nu = stand_van(kandidatuur, dag)
        uit[kandidatuur.deelnemer_id].kandidaturen.append(kandidatuur)
    getoond = {b.plaatsing.pk: b for b in uit.values() if b.plaatsing}
    for pk, maanden in uren([b.plaatsing for b in getoond.values()], dag).items():
        getoond[pk].maanden = maanden
    for regel in regels_van([b.plaatsing for b in getoond.values()], dag):
        beeld = getoond[regel.plaatsing.pk]
        if beeld.evaluatie is None and regel.wat.stand not in (EvaluatieStand.GEDAAN, EvaluatieStand.GEMIST):
            beeld.evaluatie = regel
    return list(uit.values())


def _plaatsingen(deelnemers_: dict[int, Beeld], dag: date) -> dict[int, Plaatsing]:
    """Per deelnemer de plaatsing die telt."""
    per: dict[int, list[Plaatsing]] = defaultdict(list)
    rijen = Plaatsing.objects.filter(deelnemer__in=deelnemers_).select_related(
        "bestuur", "deelnemer", "leerwerkplek__organisatie"
    )
    for plaatsing in rijen.order_by("van", "pk"):
        per[plaatsing.deelnemer_id].append(plaatsing)
    return {pk: next((p for p in plaatsingen if p.einde >= dag), plaatsingen[-1]) for pk, plaatsingen in per.items()}


def uren(plaatsingen: Sequence[Plaatsing], dag: date) -> dict[int, list[Maand]]:
    """Per plaatsing elke begonnen maand, de oudste eerst: ingevuld, en of het bestuur ze bevestigde."""
    nummers = [p.pk for p in plaatsingen]
    sommen = Prestatie.objects.filter(plaatsing__in=nummers).order_by().annotate(maand=TruncMonth("datum"))
    gewerkt = {(p, m): n for p, m, n in sommen.values_list("plaatsing", "maand").annotate(n=Sum("minuten"))}
    staten = Maandstaat.objects.filter(plaatsing__in=nummers).order_by()
    status = {(p, m): s for p, m, s in staten.values_list("plaatsing", "maand", "status")}
    oproep = {pk: s.oproep_id for pk, s in plekstanden([p.leerwerkplek for p in plaatsingen], dag).items()}
    boek = Regelboek(set(oproep.values()))  # wat een bestuur zelf koos, ziet een partner niet
    return {
        p.pk: [
            _maand(p, m, gewerkt.get((p.pk, m), 0), status.get((p.pk, m), ""), boek.op(oproep[p.leerwerkplek_id], m))
            for m in _begonnen(p, dag)
        ]
        for p in plaatsingen
    }


def _begonnen(plaatsing: Plaatsing, dag: date) -> list[date]:
    return maanden_tussen(plaatsing.van, min(plaatsing.einde, dag)) if plaatsing.van <= dag else []


def _maand(plaatsing: Plaatsing, maand: date, minuten: int, staat: str, grenzen: Grenzen) -> Maand:
    heel = dagen_in(plaatsing.van, plaatsing.einde, maand) >= laatste_van_maand(maand).day
    minimum = grenzen.waarde("minuten_per_maand_min") if heel else 0
    return Maand(maand, minuten, staat, minimum, grenzen.waarde("minuten_per_maand_max"))


def tabellen(gevonden: Sequence[Beeld]) -> list[Tabel]:
    """Twee bladen voor het werkblad, op code: de deelnemers, en hun uren per maand."""
    deelnemers_ = Tabel(
        "Deelnemers",
        "Deelnemers",
        [
            "Deelnemer",
            "Stand",
            "Bestuur",
            "Leerwerkplek",
            "Functie",
            "Van",
            "Tot en met",
            "Volgende evaluatie",
            "Uiterlijk",
        ],
        [_cellen(beeld) for beeld in gevonden],
    )
    uren_ = Tabel(
        "Uren per maand",
        "Uren per maand",
        ["Deelnemer", "Bestuur", "Leerwerkplek", "Maand", "Uren", "Bevestigd"],
        [[*_wie(b), f"{m.maand:%Y-%m}", Duur(m.minuten), m.bevestigd] for b in gevonden for m in b.maanden],
    )  # fmt: skip
    return [deelnemers_, uren_]


def _wie(beeld: Beeld) -> list[str]:
    plek = beeld.plaatsing.leerwerkplek.code if beeld.plaatsing else ""
    return [beeld.deelnemer.code, beeld.deelnemer.bestuur.naam, plek]


def _cellen(beeld: Beeld) -> list[object]:
    p, evaluatie = beeld.plaatsing, beeld.evaluatie
    plek = p.leerwerkplek if p else beeld.kandidaturen[0].leerwerkplek if beeld.kandidaturen else None
    return [
        beeld.deelnemer.code,
        STANDEN[beeld.stand],
        beeld.deelnemer.bestuur.naam,
        plek.code if plek else "",
        plek.functie if plek else "",
        p.van if p else None,
        p.einde if p else None,
        evaluatie.wat.moment.label if evaluatie else "",
        evaluatie.wat.uiterlijk if evaluatie else None,
    ]
