"""Wanneer een evaluatie, attest, uitstroom en opvolging verwacht zijn. Zuivere functies, zonder klok of database.

De bronnen zeggen dat er geëvalueerd wordt (bron 001), niet wanneer: de termijnen hieronder zijn een keuze van de
toepassing (beslissing 0018).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from evaluaties.enums import Moment, Stand
from evaluaties.models.einde import MAANDEN
from kern.kalender import is_werkdag, plus_werkdagen
from kern.opmaak import datum_woord
from kern.periodes import plus_maanden
from projecten.regels import Uitkomst

WERKDAGEN = 10  # de start: de eerste tien; het einde: de laatste tien
ROND_HET_MIDDEN = timedelta(days=7)
EIND_NOG_MAANDEN = 3  # zo lang na het einde is een eindevaluatie nog zinvol
OPVOLG_MARGE = timedelta(days=31)  # zo lang na de opvolgdatum is opvolgen nog op tijd
DAG = timedelta(days=1)
BRON = "keuze van de toepassing"


@dataclass(frozen=True)
class Venster:
    """Wanneer een evaluatie gebeurt: vanaf en uiterlijk, beide dagen inbegrepen."""

    moment: Moment
    vanaf: date
    uiterlijk: date


@dataclass(frozen=True)
class Verwacht:
    moment: Moment
    vanaf: date
    uiterlijk: date
    stand: Stand

    @property
    def wacht(self) -> bool:
        return self.stand in (Stand.TE_DOEN, Stand.TE_LAAT)


@lru_cache(maxsize=4096)
def laatste_werkdagen(dag: date, aantal: int) -> date:
    """De eerste van de zoveel laatste werkdagen tot en met die dag."""
    nog = aantal - is_werkdag(dag)
    while nog:
        dag -= DAG
        nog -= is_werkdag(dag)
    return dag


def vensters(van: date, tot: date, einde: date) -> list[Venster]:
    """De momenten die bij deze plaatsing horen, in volgorde. Vensters overlappen nooit: is ze te kort, dan valt het
    tussentijdse moment weg, en is ze heel kort ook dat van de start. Het einde blijft altijd.

    `tot` is het geplande einde (daarvan hangt het midden af), `einde` het werkelijke.
    """
    eind = Venster(Moment.EIND, max(van, laatste_werkdagen(einde, WERKDAGEN)), einde)
    start = Venster(Moment.START, van, plus_werkdagen(van, WERKDAGEN))
    midden = van + (tot - van) // 2
    tussen = Venster(Moment.TUSSENTIJDS, midden - ROND_HET_MIDDEN, midden + ROND_HET_MIDDEN)
    gevonden = [start] if start.uiterlijk < eind.vanaf else []
    if gevonden and start.uiterlijk < tussen.vanaf and tussen.uiterlijk < eind.vanaf:
        gevonden.append(tussen)
    return [*gevonden, eind]


def verwacht(van: date, tot: date, einde: date, gedaan: Collection[str], vandaag: date) -> list[Verwacht]:
    """Elk moment met zijn stand op die dag.

    Begint het volgende venster, dan is het vorige niet meer in te halen: *niet gebeurd*. Dat van het einde kan nog drie
    maanden.
    """
    rij = vensters(van, tot, einde)
    uit = []
    for n, venster in enumerate(rij):
        later = rij[n + 1 :]
        in_te_halen = not any(v.moment in gedaan for v in later)
        laatst = later[0].vanaf - DAG if later else plus_maanden(einde, EIND_NOG_MAANDEN)
        stand = Stand.GEDAAN if venster.moment in gedaan else _stand(venster, in_te_halen, laatst, vandaag)
        uit.append(Verwacht(venster.moment, venster.vanaf, venster.uiterlijk, stand))
    return uit


def _stand(venster: Venster, in_te_halen: bool, laatst: date, vandaag: date) -> Stand:
    if not in_te_halen or vandaag > laatst:
        return Stand.GEMIST
    if vandaag < venster.vanaf:
        return Stand.KOMT
    return Stand.TE_DOEN if vandaag <= venster.uiterlijk else Stand.TE_LAAT


def mag_beginnen(moment: Moment, van: date, tot: date, einde: date, vandaag: date) -> Uitkomst:
    """Een evaluatie kan vanaf de start; die van het einde pas in de laatste tien werkdagen."""
    eind = vensters(van, tot, einde)[-1]
    vanaf = eind.vanaf if moment == Moment.EIND else van
    return Uitkomst(
        ok=vandaag >= vanaf,
        waarde=vandaag,
        grens=vanaf,
        bron=BRON,
        uitleg=f"De {moment.label} kan vanaf {datum_woord(vanaf)}.",
    )


def volledig(scores: Iterable[tuple[str, int | None]]) -> Uitkomst:
    """Bespreken kan als de mentor bij elke competentie iets koos."""
    ontbreekt = [naam for naam, score in scores if score is None]
    return Uitkomst(
        ok=not ontbreekt,
        waarde=ontbreekt,
        uitleg=f"Kies nog een antwoord van de mentor bij: {', '.join(ontbreekt)}.",
    )


# --- na het einde


def attest_kan(einde: date, vandaag: date) -> Uitkomst:
    """Een attest gaat over een plaatsing die afgelopen is, of vandaag afloopt."""
    return Uitkomst(
        ok=vandaag >= einde,
        waarde=vandaag,
        grens=einde,
        bron=BRON,
        uitleg=f"Deze plaatsing loopt tot {datum_woord(einde)}. Een attest maken kan vanaf die dag.",
    )


def uitstroom_kan(einde: date, datum: date, vandaag: date) -> list[Uitkomst]:
    """Uitstroom is bekend vanaf de laatste dag, en ligt niet in de toekomst."""
    return [
        Uitkomst(
            ok=vandaag >= einde,
            grens=einde,
            bron=BRON,
            uitleg=f"Deze plaatsing loopt tot {datum_woord(einde)}. Uitstroom noteren kan vanaf die dag.",
        ),
        Uitkomst(
            ok=einde <= datum <= max(vandaag, einde),
            waarde=datum,
            uitleg=f"Kies een datum van {datum_woord(einde)} tot en met vandaag.",
            veld="datum",
        ),
    ]


def opvolgdatum(einde: date, maanden: int) -> date:
    """Drie of zes kalendermaanden na het einde; 31 augustus geeft 30 november en 28 (of 29) februari."""
    return plus_maanden(einde, maanden)


def opvolging_kan(einde: date, maanden: int, op: date, vandaag: date) -> list[Uitkomst]:
    vanaf = opvolgdatum(einde, maanden)
    return [
        Uitkomst(
            ok=maanden in MAANDEN,
            waarde=maanden,
            grens=MAANDEN,
            bron=BRON,
            uitleg="Opvolgen gebeurt na 3 en na 6 maanden.",
        ),
        Uitkomst(
            ok=vanaf <= op <= vandaag,
            waarde=op,
            grens=vanaf,
            uitleg=f"Opvolgen na {maanden} maanden kan van {datum_woord(vanaf)} tot en met vandaag.",
            veld="gedaan_op",
        ),
    ]


@dataclass(frozen=True)
class Opvolgpunt:
    """Uitstroom (`maanden` 0) of een opvolging, met de dag waarop ze verwacht is."""

    maanden: int
    vanaf: date
    stand: Stand


def opvolgpunten(einde: date, genoteerd: Mapping[int, object], vandaag: date) -> list[Opvolgpunt]:
    """Wat na het einde te noteren valt. `genoteerd`: wat er al staat, met 0 voor de uitstroom zelf."""
    punten = []
    for maanden in (0, *MAANDEN):
        vanaf = opvolgdatum(einde, maanden)
        if maanden in genoteerd:
            stand = Stand.GEDAAN
        elif vandaag < vanaf:
            stand = Stand.KOMT
        else:
            stand = Stand.TE_DOEN if vandaag <= vanaf + OPVOLG_MARGE else Stand.TE_LAAT
        punten.append(Opvolgpunt(maanden, vanaf, stand))
    return punten
