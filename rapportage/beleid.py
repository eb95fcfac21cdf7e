"""Het lokaal sociaal beleid in een jaar (bron 004): wat het systeem telt, en wat iemand met een bron invulde."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kern.tabel import Tabel
from projecten.enums import Met, Meting, SoortMaatregel
from projecten.models import (
    Beleidsdoel,
    Maatregel,
    Overleg,
    Regieactie,
    Regiegemeente,
    SocialeOpdracht,
    Subsidieproject,
)
from projecten.regels import INWONERS_SAMEN, meting_van, minder_plekken
from rapportage.tellen import tel

Rij = TypeVar("Rij", Maatregel, Beleidsdoel)
OVERLEG = {
    Met.VDAB: Meting.OVERLEG_VDAB,
    Met.WIJK_WERKEN: Meting.OVERLEG_WIJK_WERKEN,
    Met.GLOW: Meting.OVERLEG_GLOW,
}


@dataclass(frozen=True)
class Doelrij:
    """Een indicator met haar cijfer: `zelf` geteld, of ingevuld met een bron."""

    rij: Beleidsdoel
    indicator: str
    realisatie: int | None
    bron: str
    zelf: bool

    @property
    def gehaald(self) -> bool | None:
        """None zolang er geen streefcijfer of geen cijfer is."""
        if self.realisatie is None or self.rij.streefcijfer is None:
            return None
        return self.realisatie >= self.rij.streefcijfer


@dataclass(frozen=True)
class Maatregelrij:
    """Eén maatregel bij één uitvoerder; `rij` is die van het jaar zelf, `vorig` het aantal van het jaar ervoor."""

    soort: str
    uitvoerder: str
    rij: Maatregel | None
    vorig: int | None

    @property
    def plekken(self) -> int | None:
        return self.rij.plekken if self.rij else None

    @property
    def verschil(self) -> int | None:
        return None if self.plekken is None or self.vorig is None else self.plekken - self.vorig

    @property
    def minder(self) -> bool:
        return minder_plekken(self.vorig, self.plekken)

    @property
    def gehaald(self) -> bool | None:
        return None if self.rij is None or self.rij.doel is None else self.rij.plekken >= self.rij.doel


@dataclass(frozen=True)
class Jaarbeeld:
    jaar: int
    doelen: list[Doelrij]
    maatregelen: list[Maatregelrij]
    totaal: int | None
    totaal_vorig: int | None
    acties: list[Regieactie]
    gemeenten: list[Regiegemeente]
    opdrachten: list[SocialeOpdracht]

    nodig = INWONERS_SAMEN

    @property
    def minder(self) -> bool:
        """Het signaal: samen minder plekken in andere maatregelen dan het jaar ervoor."""
        return minder_plekken(self.totaal_vorig, self.totaal)

    @property
    def inwoners(self) -> int:
        return sum(g.inwoners for g in self.gemeenten)

    @property
    def genoeg_inwoners(self) -> bool:
        return self.inwoners >= INWONERS_SAMEN

    @property
    def acties_gedaan(self) -> int:
        return sum(actie.gedaan_op is not None for actie in self.acties)

    @property
    def gehaald(self) -> int:
        return sum(bool(d.gehaald) for d in self.doelen)

    @property
    def leeg(self) -> bool:
        return not (self.doelen or self.maatregelen or self.acties or self.opdrachten)


def jaren(bestuur_id: int) -> list[int]:
    """De jaren waarvoor er iets staat, het nieuwste eerst."""
    alle: set[int] = set()
    for model in (Maatregel, Beleidsdoel, Regieactie, SocialeOpdracht):
        alle |= set(model.objects.filter(bestuur=bestuur_id).order_by("jaar").values_list("jaar", flat=True).distinct())
    return sorted(alle, reverse=True)


def over_te_nemen(bestuur_id: int, jaar: int) -> tuple[list[Maatregel], list[Beleidsdoel]]:
    """Wat in het jaar ervoor stond en in dit jaar nog niet."""
    in_jaren = {"bestuur": bestuur_id, "jaar__in": (jaar - 1, jaar)}
    maatregelen = Maatregel.objects.filter(**in_jaren).select_related("uitvoerder").order_by("soort", "pk")
    doelen = Beleidsdoel.objects.filter(**in_jaren).order_by("doel", "actie", "indicator", "pk")
    return (
        _enkel_vorig(maatregelen, jaar, lambda m: (m.soort, m.uitvoerder_id)),
        _enkel_vorig(doelen, jaar, lambda d: (d.doel, d.actie, d.indicator)),
    )


def _enkel_vorig(rijen: Iterable[Rij], jaar: int, sleutel: Callable[[Rij], tuple]) -> list[Rij]:
    rijen = list(rijen)
    er_al = {sleutel(rij) for rij in rijen if rij.jaar == jaar}
    return [rij for rij in rijen if rij.jaar == jaar - 1 and sleutel(rij) not in er_al]


def jaarbeeld(bestuur_id: int, jaar: int, vandaag: date) -> Jaarbeeld:
    """Alles van een jaar; wat het systeem telt gaat tot en met vandaag. Het aantal vragen is vast."""
    eigen = {"bestuur": bestuur_id, "jaar": jaar}
    maatregelen = _maatregelen(bestuur_id, jaar)
    acties = list(Regieactie.objects.filter(**eigen).order_by("soort", "omschrijving", "pk"))
    opdrachten = list(SocialeOpdracht.objects.filter(**eigen).order_by("onderwerp", "pk"))
    tellingen = _tellingen(bestuur_id, jaar, vandaag, maatregelen)
    tellingen[Meting.REGIE] = sum(actie.gedaan_op is not None for actie in acties)
    tellingen[Meting.OPDRACHTEN] = len(opdrachten)
    doelen = Beleidsdoel.objects.filter(**eigen).order_by("doel", "actie", "indicator", "pk")
    return Jaarbeeld(
        jaar=jaar,
        doelen=[_doelrij(rij, tellingen) for rij in doelen],
        maatregelen=maatregelen,
        totaal=_som(m.plekken for m in maatregelen),
        totaal_vorig=_som(m.vorig for m in maatregelen),
        acties=acties,
        gemeenten=list(Regiegemeente.objects.filter(bestuur=bestuur_id).order_by("naam", "pk")),
        opdrachten=opdrachten,
    )


def _som(getallen: Iterable[int | None]) -> int | None:
    """None als er geen enkel getal is."""
    gevuld = [getal for getal in getallen if getal is not None]
    return sum(gevuld) if gevuld else None


def _maatregelen(bestuur_id: int, jaar: int) -> list[Maatregelrij]:
    """Elke maatregel en uitvoerder die dit jaar of vorig jaar plekken had."""
    rijen = Maatregel.objects.filter(bestuur=bestuur_id, jaar__in=(jaar - 1, jaar)).select_related("uitvoerder")
    per_jaar: dict[tuple[str, str, int | None], dict[int, Maatregel]] = {}
    for rij in rijen.order_by("pk"):
        naam = rij.uitvoerder.naam if rij.uitvoerder else ""
        per_jaar.setdefault((rij.soort, naam, rij.uitvoerder_id), {})[rij.jaar] = rij
    volgorde = {soort: n for n, soort in enumerate(SoortMaatregel.values)}
    return [
        Maatregelrij(
            SoortMaatregel(soort).label, naam, van.get(jaar), van[jaar - 1].plekken if jaar - 1 in van else None
        )
        for (soort, naam, _), van in sorted(per_jaar.items(), key=lambda paar: (volgorde[paar[0][0]], paar[0][1]))
    ]


def _tellingen(
    bestuur_id: int, jaar: int, vandaag: date, maatregelen: Sequence[Maatregelrij]
) -> dict[Meting, int | None]:
    begin, eind = date(jaar, 1, 1), min(date(jaar, 12, 31), vandaag)
    uit: dict[Meting, int | None] = {}
    for soort in SoortMaatregel:
        uit[Meting(f"plekken {soort.value}")] = _som(m.plekken for m in maatregelen if m.soort == soort.label)
    gehouden = Overleg.objects.filter(bestuur=bestuur_id, datum__range=(begin, eind), afgelast_op=None).order_by("pk")
    per_soort = Counter(gehouden.values_list("met", flat=True))
    uit |= {meting: per_soort[met] for met, meting in OVERLEG.items()}
    projecten = Subsidieproject.objects.filter(bestuur=bestuur_id, van__lte=eind, tot__gte=begin)
    lopend = list(projecten.select_related("oproep").order_by("code", "pk"))
    uit[Meting.GEMEENSCHAPSDIENST] = sum(t.plekken.resultaat for t in tel(lopend, eind))
    return uit


def _doelrij(rij: Beleidsdoel, tellingen: dict[Meting, int | None]) -> Doelrij:
    meting = None if rij.bron else meting_van(rij.indicator)
    if meting is None:
        return Doelrij(rij, rij.indicator, rij.realisatie, rij.bron, False)
    return Doelrij(rij, meting.label, tellingen[meting], "", True)


ZELF = "zelf geteld"


def tabellen(beeld: Jaarbeeld) -> list[Tabel]:
    """De export: een blad per onderdeel."""
    jaar = beeld.jaar
    return [
        Tabel(
            "doelen",
            f"Doelen {jaar}",
            ("Doel", "Actie", "Indicator", "Streefcijfer", "Realisatie", "Gehaald", "Bron"),
            [
                (
                    d.rij.doel, d.rij.actie, d.indicator, d.rij.streefcijfer, d.realisatie, d.gehaald,
                    ZELF if d.zelf else d.bron,
                )
                for d in beeld.doelen
            ],
        ),
        Tabel(
            "maatregelen",
            f"Plekken in andere maatregelen {jaar}",
            ("Maatregel", "Uitvoerder", str(jaar - 1), str(jaar), "Verschil", "Doel", "Activiteiten"),
            [
                (
                    m.soort, m.uitvoerder, m.vorig, m.plekken, m.verschil, m.rij.doel if m.rij else None,
                    ", ".join(m.rij.activiteiten) if m.rij else "",
                )
                for m in beeld.maatregelen
            ],
        ),
        Tabel(
            "regierol",
            f"Acties in de regierol sociale economie {jaar}",
            ("Soort", "Actie", "Partners", "Gebeurd op"),
            [(a.get_soort_display(), a.omschrijving, ", ".join(a.partners), a.gedaan_op) for a in beeld.acties],
        ),
        Tabel(
            "inwoners",
            "Gemeenten en inwoners",
            ("Gemeente", "Inwoners"),
            [(g.naam, g.inwoners) for g in beeld.gemeenten],
        ),
        Tabel(
            "opdrachten",
            f"Voorbehouden en sociale opdrachten {jaar}",
            ("Onderwerp", "Soort", "Uitvoerder", "Bedrag"),
            [(o.onderwerp, o.get_soort_display(), o.uitvoerder, o.bedrag) for o in beeld.opdrachten],
        ),
    ]  # fmt: skip
