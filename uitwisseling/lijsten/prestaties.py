"""Prestaties: elke rij gekeurd met de regels van het scherm, tellers in het geheugen, en dan veel tegelijk bewaard."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from kern.periodes import eerste_van_maand
from organisaties.isolatie import Geweigerd
from plaatsingen import afspraken
from plaatsingen.afspraken import Afspraken
from plaatsingen.enums import MaandStatus, SoortPrestatie
from plaatsingen.models import Maandstaat, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import uren as stappen
from projecten.regels import Regelboek, weigeringen
from uitwisseling.context import Context, Overgeslagen
from uitwisseling.lijsten import start
from uitwisseling.rijen import Rij

PER_KEER = 1000
HELE_DAG = (0, 24 * 60)


@dataclass
class Regel:
    """Een rij van het bestand met haar plaats in de databank (`bestaand`) en haar gekeurde minuten."""

    rij: Rij
    plaatsing: Plaatsing
    invoer: Invoer
    bestaand: Prestatie | None
    minuten: int = 0

    @property
    def opmerking(self) -> str:
        if self.bestaand and not self.rij.heeft("opmerking"):
            return self.bestaand.opmerking
        return self.rij["opmerking"] or ""

    @property
    def gelijk(self) -> bool:
        b, i = self.bestaand, self.invoer
        return b is not None and (b.soort, b.van, b.tot, b.pauze_minuten, b.minuten, b.opmerking) == (
            i.soort, i.van, i.tot, i.pauze_minuten, self.minuten, self.opmerking,
        )  # fmt: skip

    @property
    def oproep_id(self) -> int:
        return self.plaatsing.leerwerkplek.project.oproep_id

    @property
    def verschil(self) -> int:
        return self.minuten - (self.bestaand.minuten if self.bestaand else 0)


class Tellers:
    """Wat er per dag en per maand al staat: eerst wat in de databank blijft, dan rij na rij wat erbij komt."""

    def __init__(self) -> None:
        self.maand: dict[tuple[int, date], int] = defaultdict(int)
        self.dag: dict[tuple[int, date], int] = defaultdict(int)
        self.vakken: dict[tuple[int, date], list[tuple[int, int, str]]] = defaultdict(list)

    def tel(self, plaatsing: Plaatsing, datum: date, minuten: int, vak: tuple[int, int], waar: str) -> None:
        self.maand[plaatsing.deelnemer_id, eerste_van_maand(datum)] += minuten
        self.dag[plaatsing.pk, datum] += minuten
        self.vakken[plaatsing.pk, datum].append((*vak, waar))

    def overlapt(self, plaatsing: Plaatsing, datum: date, vak: tuple[int, int]) -> str:
        """Waar het vak mee overlapt; leeg als het vrij is."""
        begin, einde = vak
        andere = self.vakken[plaatsing.pk, datum]
        return next((waar for van, tot, waar in andere if begin < tot and van < einde), "")


def verwerk(ctx: Context, rijen: list[Rij]) -> None:
    regels = _lees(ctx, rijen)
    start.vul_aan(ctx, ((regel.plaatsing, regel.invoer) for regel in regels))
    afgesproken = afspraken.van(ctx.bestuur.pk, {regel.plaatsing.pk for regel in regels})
    tellers = _wat_blijft(ctx, regels)
    boek = Regelboek({regel.oproep_id for regel in regels}, ctx.bestuur.pk)
    staten = Maandstaat.objects.filter(bestuur=ctx.bestuur).exclude(status=MaandStatus.OPEN)
    ingestuurd = set(staten.values_list("plaatsing", "maand"))
    goed = []
    for regel in regels:
        with ctx.rij(regel.rij):
            _keur(ctx, regel, tellers, boek, afgesproken[regel.plaatsing.pk])
            if not regel.gelijk and (regel.plaatsing.pk, eerste_van_maand(regel.invoer.datum)) in ingestuurd:
                stappen.eis_open(ctx.door, regel.plaatsing, regel.invoer.datum)
            goed.append(regel)
    _bewaar(ctx, goed)


def _lees(ctx: Context, rijen: list[Rij]) -> list[Regel]:
    regels = []
    for rij in rijen:
        with ctx.rij(rij):
            if rij.afgekeurd:
                raise Overgeslagen
            ctx.los_op(rij)
            regels.append(Regel(rij, rij["plaatsing"], _invoer(rij), None))
    plaatsingen = {regel.plaatsing.pk for regel in regels}
    bestaand = {
        (p.plaatsing_id, p.datum, p.van): p
        for p in Prestatie.objects.filter(bestuur=ctx.bestuur, plaatsing__in=plaatsingen).order_by("pk")
    }
    for regel in regels:
        regel.bestaand = bestaand.get((regel.plaatsing.pk, regel.invoer.datum, regel.invoer.van))
    return regels


def _invoer(rij: Rij) -> Invoer:
    """De rij zoals iemand ze op het scherm zou invullen; `Geweigerd` met alles wat elkaar tegenspreekt."""
    redenen = list(_tegenspraak(rij))
    if redenen:
        raise Geweigerd.om(redenen)
    if rij["soort"] != SoortPrestatie.GEWERKT:
        return Invoer(rij["datum"], rij["soort"])
    return Invoer(rij["datum"], rij["soort"], rij["van"], rij["tot"], rij["pauze_minuten"] or 0, rij["uren"])


def _tegenspraak(rij: Rij) -> Iterator[tuple[str, str | None]]:
    van, tot, pauze, uren = rij["van"], rij["tot"], rij["pauze_minuten"], rij["uren"]
    if rij["soort"] != SoortPrestatie.GEWERKT:
        if van or tot or pauze or uren:
            sleutel = next(naam for naam in ("uren", "van", "tot", "pauze_minuten") if rij[naam])
            yield "Bij een afwezigheid of sluitingsdag horen geen uren. Laat ze leeg.", sleutel
        return
    if (van is None) != (tot is None):
        yield "Begin en einde horen samen. Vul van en tot allebei in.", "tot" if van else "van"
    elif van is not None and uren is not None:
        yield "Er staan uren én een begin en einde. Vul maar één van beide in.", "uren"
    elif van is None and uren is None:
        yield "Er staan geen uren. Vul van en tot in, of uren.", "uren"
    if van is None and pauze:
        yield "Een pauze hoort bij van en tot. Trek ze af van de uren en laat ze leeg.", "pauze_minuten"


def _wat_blijft(ctx: Context, regels: list[Regel]) -> Tellers:
    """De uren in de databank die het bestand niet noemt, van elke deelnemer die erin voorkomt."""
    tellers = Tellers()
    genoemd = {regel.bestaand.pk for regel in regels if regel.bestaand}
    deelnemers = {regel.plaatsing.deelnemer_id for regel in regels}
    andere = Prestatie.objects.filter(bestuur=ctx.bestuur, plaatsing__deelnemer__in=deelnemers).exclude(pk__in=genoemd)
    for prestatie in andere.select_related("plaatsing").order_by("pk"):
        vak = _vak(prestatie.van, prestatie.tot)
        tellers.tel(prestatie.plaatsing, prestatie.datum, prestatie.minuten, vak, "wat er die dag al staat")
    return tellers


def _vak(van: time | None, tot: time | None) -> tuple[int, int]:
    """De minuten van de dag die een prestatie inneemt; zonder uren de hele dag, zoals in de databank."""
    if van is None or tot is None:
        return HELE_DAG
    return van.hour * 60 + van.minute, tot.hour * 60 + tot.minute


def _keur(ctx: Context, regel: Regel, tellers: Tellers, boek: Regelboek, afgesproken: Afspraken) -> None:
    plaatsing, invoer = regel.plaatsing, regel.invoer
    regel.minuten, uitkomsten = stappen.keur(
        plaatsing,
        invoer,
        boek.op(regel.oproep_id, invoer.datum),
        vandaag=ctx.uiterlijk,
        afgesproken=afgesproken,
        dag_reeds=tellers.dag[plaatsing.pk, invoer.datum],
        maand_reeds=tellers.maand[plaatsing.deelnemer_id, eerste_van_maand(invoer.datum)],
    )
    redenen = [(u.uitleg, _sleutel(regel.rij, u.veld)) for u in weigeringen(uitkomsten)]
    vak = _vak(invoer.van, invoer.tot)
    if waar := tellers.overlapt(plaatsing, invoer.datum, vak):
        sleutel_ = "van" if invoer.van else "datum"
        redenen.append((f"Dit overlapt met {waar}. Pas de uren aan of verwijder een van beide.", sleutel_))
    if redenen:
        raise Geweigerd.om(redenen)
    tellers.tel(plaatsing, invoer.datum, regel.minuten, vak, f"rij {regel.rij.nummer}")


def _sleutel(rij: Rij, veld: str | None) -> str | None:
    """Wie van en tot invulde, kent het veld uren niet."""
    return "tot" if veld == "uren" and rij["van"] else veld


def _bewaar(ctx: Context, regels: list[Regel]) -> None:
    """Eerst wat al bestond (minder uren voor meer, zodat een maand niet tijdelijk vol raakt), dan al het nieuwe."""
    for regel in sorted((r for r in regels if r.bestaand), key=lambda r: r.verschil):
        if not regel.gelijk:
            with ctx.rij(regel.rij), transaction.atomic():
                regel.bestaand.plaatsing = regel.plaatsing
                stappen.wijzig(ctx.door, regel.bestaand, regel.invoer, opmerking=regel.opmerking)
        _tel(ctx, regel, [] if regel.gelijk else ["uren"])
    nieuw = sorted((r for r in regels if not r.bestaand), key=lambda r: r.plaatsing.deelnemer_id)
    for begin in range(0, len(nieuw), PER_KEER):
        _voer_in(ctx, nieuw[begin : begin + PER_KEER])
    for regel in nieuw:
        _tel(ctx, regel, None)


def _voer_in(ctx: Context, regels: list[Regel]) -> None:
    """In één opdracht; weigert de databank toch, dan rij na rij om te weten welke het is."""
    try:
        with transaction.atomic():
            stappen.voer_veel_in(ctx.door, _opdracht(regels))
    except Geweigerd:
        for regel in regels:
            with ctx.rij(regel.rij), transaction.atomic():
                stappen.voer_veel_in(ctx.door, _opdracht([regel]))


def _opdracht(regels: Iterable[Regel]) -> list[tuple[Plaatsing, Invoer, int, str]]:
    return [(regel.plaatsing, regel.invoer, regel.minuten, regel.opmerking) for regel in regels]


def _tel(ctx: Context, regel: Regel, gewijzigd: list[str] | None) -> None:
    ctx.verslag.tel(regel.rij.lijst, regel.rij.nummer, ctx.naam(regel.rij), gewijzigd)
