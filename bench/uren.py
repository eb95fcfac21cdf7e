"""Maandeinde: 500 mentoren vullen 20.000 dagen in over 16 verbindingen, naast kale INSERTs van dezelfde rijen.

Beide kanten schrijven precies dezelfde rijen in dezelfde tabel, onder dezelfde rol, rijbeveiliging, sleutels, triggers en
logboek; elke rij in een eigen transactie. De stap is `uren.voer_in`: recht, elke regel, bewaren en noteren. De plaatsing
is al opgehaald, zoals *Hele ploeg* en de wachtrij van een telefoon dat één keer per verzoek doen. De ronden wisselen af
wie eerst komt; tussenin wordt gewist. Zie docs/bench.md.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Barrier
from typing import Any, NamedTuple

import django
from django.db import connection, transaction
from django.db.models import F, Sum

if __name__ == "__main__":
    django.setup()

from bench import raam
from bench.raam import Cijfer, Verslag
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Mentor
from organisaties import isolatie, toegang
from organisaties.models import Gebruiker, Lidmaatschap
from plaatsingen.enums import Voorwaarde
from plaatsingen.models import Deelnemer, DeelnemerMaand, Maandstaat, Plaatsing, Prestatie, Startvoorwaarde
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import uren as urenstappen
from plaatsingen.toegang import eigen
from tests.bouw import Huis

MAAND = date(2023, 5, 1)
VAN, TOT = date(2023, 4, 1), date(2023, 9, 30)
MINIMUM = 0.25  # van de snelheid van kale INSERTs
MINUTEN = 180
INSERT = (
    "INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, pauze_minuten, minuten, opmerking,"
    " ingevoerd_door_id) VALUES (%s, %s, %s, 'gewerkt', 0, %s, '', %s)"
)


class Invulling(NamedTuple):
    """Eén dag die een mentor invult."""

    lid: int
    plaatsing: int
    datum: date


@dataclass
class Uitslag:
    stap: list[float] = field(default_factory=list)  # rijen per seconde, per ronde
    kaal: list[float] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)
    rijen: int = 0
    boven: int = 0  # deelnemers boven 64 uur
    verschil: int = 0  # tellers die niet met de rijen kloppen
    doorgestuurd: float = 0.0  # seconden voor elke maand
    bevestigd: float = 0.0

    @property
    def verhoudingen(self) -> list[float]:
        return [stap / kaal for stap, kaal in zip(self.stap, self.kaal, strict=True)]

    @property
    def verhouding(self) -> float:
        return statistics.median(self.verhoudingen)

    def verslag(self) -> Verslag:
        """De cijfers met hun doel; rijen en duur zijn ter kennisname."""
        return Verslag(
            "uren",
            [
                Cijfer("invoer door de stap (rijen/s)", self.stap, vorm=".0f"),
                Cijfer("kale INSERT (rijen/s)", self.kaal, vorm=".0f"),
                Cijfer("verhouding", self.verhoudingen, minstens=MINIMUM),
                Cijfer("rijen", [self.rijen], vorm=".0f"),
                Cijfer("fouten", [len(self.fouten)], hoogstens=0, vorm=".0f"),
                Cijfer("deelnemers boven 64 uur", [self.boven], hoogstens=0, vorm=".0f"),
                Cijfer("tellers die niet kloppen", [self.verschil], hoogstens=0, vorm=".0f"),
                Cijfer("doorsturen (s)", [self.doorgestuurd], vorm=".1f"),
                Cijfer("bevestigen in één daad (s)", [self.bevestigd], vorm=".1f"),
            ],
            self.fouten,
        )


def bouw(mentoren: int, per_mentor: int) -> tuple[Huis, list[tuple[int, int]]]:
    """Een bestuur met zoveel mentoren en elk zoveel deelnemers; geeft (lidmaatschap, plaatsing) per deelnemer.

    In bulk: wat hier klaargezet wordt, wordt niet gemeten.
    """
    huis = Huis("bench", plekken=1)
    with huis.binnen():
        leden = _mentoren(huis, mentoren)
        plekken = Leerwerkplek.objects.bulk_create(
            Leerwerkplek(
                bestuur=huis.bestuur, code=f"B{m}-{d}", functie="medewerker groendienst", organisatie=huis.organisatie,
                project=huis.project, mentor=mentor, taken=[], competenties=[],
            )
            for m, mentor in enumerate(leden)
            for d in range(per_mentor)
        )  # fmt: skip
        Aanbod.objects.bulk_create(
            Aanbod(bestuur=huis.bestuur, leerwerkplek=plek, glowpartner=huis.partner, aangeboden_op=MAAND)
            for plek in plekken
        )
        deelnemers = Deelnemer.objects.bulk_create(
            Deelnemer(
                bestuur=huis.bestuur, code=f"D{plek.code}", voornaam="Bench", naam="Bench", glowpartner=huis.partner,
                uitkeringsgerechtigd=True, werkzoekend_sinds=date(2020, 1, 1), intensieve_begeleiding=True,
            )
            for plek in plekken
        )  # fmt: skip
        plaatsingen = Plaatsing.objects.bulk_create(
            Plaatsing(
                bestuur=huis.bestuur, code=f"P{plek.code}", deelnemer=deelnemer, leerwerkplek=plek,
                glowpartner=huis.partner, van=VAN, tot=TOT, uiterste_tot=TOT, uren_per_maand=64,
            )
            for plek, deelnemer in zip(plekken, deelnemers, strict=True)
        )  # fmt: skip
        Startvoorwaarde.objects.bulk_create(
            Startvoorwaarde(bestuur=huis.bestuur, plaatsing=plaatsing, soort=soort, in_orde_op=VAN)
            for plaatsing in plaatsingen
            for soort in Voorwaarde
        )
    return huis, [(p.leerwerkplek.mentor.lidmaatschap_id, p.pk) for p in plaatsingen]


def _mentoren(huis: Huis, aantal: int) -> list[Mentor]:
    mensen = Gebruiker.objects.bulk_create(
        Gebruiker(email=f"bench{m}@bench.example", voornaam="Mentor", naam=f"Bench {m}") for m in range(aantal)
    )
    leden = Lidmaatschap.objects.bulk_create(
        Lidmaatschap(bestuur=huis.bestuur, gebruiker=mens, rollen=["mentor"], organisatie=huis.organisatie)
        for mens in mensen
    )
    return Mentor.objects.bulk_create(
        Mentor(bestuur=huis.bestuur, lidmaatschap=lid, code=f"B{m:04}", organisatie=huis.organisatie)
        for m, lid in enumerate(leden)
    )


Doe = Callable[["Verbinding", "Invulling"], None]


class Verbinding:
    """Wat één verbinding bij de hand heeft: haar mentoren en hun plaatsingen."""

    def __init__(self, huis: Huis, leden: dict[int, Lidmaatschap], rijen: Sequence[Invulling]) -> None:
        self.bestuur, self.leden = huis.bestuur_id, leden
        self.door = {lid: toegang.als_lid(leden[lid]) for lid in {rij.lid for rij in rijen}}
        with isolatie.namens(bestuur=self.bestuur, alleen_lezen=True):
            nummers = {rij.plaatsing for rij in rijen}
            self.plaatsingen = {p.pk: p for door in self.door.values() for p in eigen(door).filter(pk__in=nummers)}

    def stap(self, rij: Invulling) -> None:
        """Eén invoer door de stap."""
        with isolatie.namens(bestuur=self.bestuur, gebruiker=self.leden[rij.lid].gebruiker_id):
            plaatsing = self.plaatsingen[rij.plaatsing]
            urenstappen.voer_in(self.door[rij.lid], plaatsing, Invoer(rij.datum, minuten=MINUTEN))

    def kaal(self, rij: Invulling) -> None:
        """Dezelfde rij met een INSERT."""
        gebruiker = self.leden[rij.lid].gebruiker_id
        with isolatie.namens(bestuur=self.bestuur, gebruiker=gebruiker), connection.cursor() as c:
            c.execute(INSERT, [self.bestuur, rij.plaatsing, rij.datum, MINUTEN, rij.lid])

    def warm_op(self, doe: Doe, rij: Invulling) -> None:
        """Eén keer alles, en terug: een werker die al draait betaalt dat niet meer."""
        try:
            with transaction.atomic():
                doe(self, rij)
                raise _Terug
        except _Terug:
            pass


class _Terug(Exception):
    pass


def _werk(huis: Huis, leden: dict[int, Lidmaatschap], doe: Doe, rijen: Sequence[Invulling], start: Any) -> tuple:
    """Eén verbinding: wacht tot iedereen klaarstaat en schrijft haar deel; geeft (begin, einde, fouten)."""
    connection.close()
    verbinding, fouten = Verbinding(huis, leden, rijen), []
    verbinding.warm_op(doe, rijen[0])
    start.wait(300)
    begin = time.monotonic()
    for rij in rijen:
        try:
            doe(verbinding, rij)
        except Exception as fout:  # een meting telt elke fout, welke ook
            fouten.append(f"{type(fout).__name__}: {fout}"[:200])
    einde = time.monotonic()
    connection.close()
    return begin, einde, fouten


def _kind(pijp: Any, *argumenten: Any) -> None:
    pijp.send(_werk(*argumenten))
    pijp.close()


def tegelijk(huis: Huis, leden: dict[int, Lidmaatschap], doe: Doe, rijen: Sequence[Invulling], verbindingen: int, *,
             processen: bool) -> tuple[float, list[str]]:  # fmt: skip
    """Alle rijen, verdeeld per mentor over de verbindingen; geeft rijen per seconde en de fouten.

    `processen`: elk een eigen proces, zoals de werkers van de webserver; anders draden (voor een test).
    """
    volgorde = {lid: n for n, lid in enumerate(sorted({rij.lid for rij in rijen}))}
    delen = [[rij for rij in rijen if volgorde[rij.lid] % verbindingen == n] for n in range(verbindingen)]
    delen = [deel for deel in delen if deel]
    if not processen:
        start: Any = Barrier(len(delen))
        with ThreadPoolExecutor(len(delen)) as ploeg:
            uit = list(ploeg.map(lambda deel: _werk(huis, leden, doe, deel, start), delen))
    else:
        connection.close()
        omgeving = multiprocessing.get_context("fork")
        start, pijpen, kinderen = omgeving.Barrier(len(delen)), [], []
        for deel in delen:
            hier, daar = omgeving.Pipe(duplex=False)
            kind = omgeving.Process(target=_kind, args=(daar, huis, leden, doe, deel, start))
            kind.start()
            pijpen.append(hier)
            kinderen.append(kind)
        uit = [pijp.recv() for pijp in pijpen]
        for kind in kinderen:
            kind.join()
    duur = max(einde for _, einde, _ in uit) - min(begin for begin, _, _ in uit)
    return len(rijen) / duur, [fout for *_, fouten in uit for fout in fouten]


def meet(huis: Huis, paren: Sequence[tuple[int, int]], *, dagen: int, ronden: int, verbindingen: int,
         processen: bool = True, meld: Callable[[str], None] = lambda zin: None) -> Uitslag:  # fmt: skip
    """Elke ronde een deel van de dagen, eerst de ene kant en dan de andere; de rijen van de tweede blijven staan.

    Daarna het maandeinde zelf: elke maand doorsturen, en alles in één daad bevestigen.
    """
    uitslag = Uitslag()
    with huis.binnen():
        leden = {lid.pk: lid for lid in Lidmaatschap.objects.select_related("gebruiker", "bestuur")}
    kalender = [MAAND + timedelta(days=n) for n in range(dagen)]
    for ronde in range(ronden):
        nu = kalender[ronde * dagen // ronden : (ronde + 1) * dagen // ronden]
        rijen = [Invulling(lid, plaatsing, dag) for lid, plaatsing in paren for dag in nu]
        kanten: list[tuple[Doe, list[float]]] = [(Verbinding.stap, uitslag.stap), (Verbinding.kaal, uitslag.kaal)]
        for plaats, (doe, snelheden) in enumerate(kanten if ronde % 2 else kanten[::-1]):
            if plaats:
                with huis.binnen():
                    Prestatie.objects.filter(datum__in=nu)._raw_delete("default")
            snelheid, fouten = tegelijk(huis, leden, doe, rijen, verbindingen, processen=processen)
            snelheden.append(snelheid)
            uitslag.fouten += fouten
        meld(f"ronde {ronde + 1}: {len(rijen)} rijen, {uitslag.stap[-1]:.0f} en {uitslag.kaal[-1]:.0f} per seconde")
    _kijk_na(huis, uitslag)
    _maandeinde(huis, leden, paren, uitslag)
    return uitslag


def _kijk_na(huis: Huis, uitslag: Uitslag) -> None:
    with huis.binnen():
        uitslag.rijen = Prestatie.objects.count()
        uitslag.boven = DeelnemerMaand.objects.filter(minuten__gt=3840).count()
        som = Prestatie.objects.values("plaatsing__deelnemer").order_by().annotate(som=Sum("minuten"))
        echt = dict(som.values_list("plaatsing__deelnemer", "som"))
        tellers = dict(DeelnemerMaand.objects.annotate(wie=F("deelnemer")).values_list("wie", "minuten"))
        uitslag.verschil = sum(1 for wie in {*echt, *tellers} if echt.get(wie, 0) != tellers.get(wie, 0))


def _maandeinde(huis: Huis, leden: dict[int, Lidmaatschap], paren: Sequence[tuple[int, int]], uitslag: Uitslag) -> None:
    begin = time.monotonic()
    for lid, plaatsing in paren:
        with huis.binnen():
            door = toegang.als_lid(leden[lid])
            maandstappen.doorsturen(door, eigen(door).get(pk=plaatsing), MAAND)
    uitslag.doorgestuurd, begin = time.monotonic() - begin, time.monotonic()
    with huis.binnen():
        staten = list(Maandstaat.objects.select_related("plaatsing").order_by("pk"))
        uitslagen = maandstappen.bevestig_veel(huis.actor("hr"), staten)
        uitslag.fouten += [u.reden for u in uitslagen if u.reden]
    uitslag.bevestigd = time.monotonic() - begin


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als de stap geen kwart haalt van de kale INSERT of iets niet klopt."""
    lezer = argparse.ArgumentParser(prog="script/bench uren", description=__doc__)
    lezer.add_argument("--mentoren", type=int, default=500)
    lezer.add_argument("--deelnemers", type=int, default=2, help="per mentor")
    lezer.add_argument("--dagen", type=int, default=20, help="dagen per deelnemer, in even grote ronden")
    lezer.add_argument("--ronden", type=int, default=10)
    lezer.add_argument("--verbindingen", type=int, default=16)
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    begin = time.monotonic()
    huis, paren = bouw(keuze.mentoren, keuze.deelnemers)
    print(f"{keuze.mentoren} mentoren en {len(paren)} deelnemers klaar in {time.monotonic() - begin:.0f} s", flush=True)
    uitslag = meet(
        huis,
        paren,
        dagen=keuze.dagen,
        ronden=keuze.ronden,
        verbindingen=keuze.verbindingen,
        meld=lambda zin: print(zin, flush=True),
    )
    return raam.sluit_af(uitslag.verslag(), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
