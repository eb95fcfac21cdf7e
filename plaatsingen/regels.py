"""De regels van een plaatsing en haar uren (domein §4). Zuivere functies; de grenzen komen uit de oproep."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from kern.periodes import dagen_in, laatste_van_maand, plus_maanden
from plaatsingen.enums import SoortPrestatie, Verloop, Voorwaarde
from projecten.regels import Grenzen, Uitkomst

BRUSSEL = ZoneInfo("Europe/Brussels")
KWARTIER = 15
WERKDAG = 7 * 60 + 36  # de gewone Vlaamse werkdag, ook zonder veelvoud van een kwartier


def uur(minuten: int) -> str:
    """Minuten als tekst voor een zin: 2,5 u · 40 u · 7 u 36 min."""
    if minuten % 15 == 0:
        waarde = (Decimal(minuten) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        return f"{waarde:f}".replace(".", ",") + " u"
    return f"{minuten // 60} u {minuten % 60} min"


# --- wie


def toelaatbaarheid(
    *,
    uitkeringsgerechtigd: bool,
    werkzoekend_sinds: date,
    intensieve_begeleiding: bool,
    indicatoren: int,
    start: date,
    grenzen: Grenzen,
) -> list[Uitkomst]:
    """Mag deze persoon starten op die dag? Elke voorwaarde die niet klopt, met haar bron (bron 000–003)."""
    maanden = grenzen["werkzoekend_maanden"]
    vroegst = plus_maanden(werkzoekend_sinds, maanden.waarde)
    nodig = grenzen["indicatoren"]
    return [
        Uitkomst(
            ok=uitkeringsgerechtigd,
            waarde=uitkeringsgerechtigd,
            grens=True,
            bron="bron 000–003",
            uitleg="Deze persoon heeft geen recht op een werkloosheidsuitkering. Dat is een voorwaarde.",
            veld="uitkeringsgerechtigd",
        ),
        Uitkomst(
            ok=start >= vroegst,
            waarde=werkzoekend_sinds,
            grens=maanden.waarde,
            bron=maanden.bron,
            uitleg=f"Nog geen {maanden.waarde} maanden werkzoekend bij de start. Starten kan vanaf {vroegst:%d/%m/%Y}.",
            veld="werkzoekend_sinds",
        ),
        Uitkomst(
            ok=intensieve_begeleiding and indicatoren >= nodig.waarde,
            waarde=indicatoren,
            grens=nodig.waarde,
            bron=nodig.bron,
            uitleg="Bevestig de nood aan intensieve begeleiding met minstens één indicator.",
            veld="indicatoren",
        ),
    ]


# --- hoe lang


def uiterste_tot(van: date, grenzen: Grenzen) -> date:
    """De laatste dag die nog mag: van + zes kalendermaanden − 1 dag (bron 001)."""
    return plus_maanden(van, grenzen.waarde("maanden_max")) - timedelta(days=1)


def duur(van: date, tot: date, grenzen: Grenzen) -> Uitkomst:
    uiterste = uiterste_tot(van, grenzen)
    return Uitkomst(
        ok=tot <= uiterste,
        waarde=tot,
        grens=uiterste,
        bron=grenzen["maanden_max"].bron,
        uitleg=f"Een plaatsing duurt hoogstens zes maanden. Kies ten laatste {uiterste:%d/%m/%Y}.",
        veld="tot",
    )


def verloop(van: date, einde: date, vandaag: date) -> Verloop:
    """Gepland, lopend of beëindigd: enkel de datums beslissen (besluit 6)."""
    if vandaag < van:
        return Verloop.GEPLAND
    return Verloop.LOPEND if vandaag <= einde else Verloop.BEEINDIGD


# --- mag ze beginnen, loopt ze door


class VanTot(Protocol):
    """Een periode, beide dagen inbegrepen."""

    @property
    def van(self) -> date: ...
    @property
    def tot(self) -> date: ...


def ontbrekende_voorwaarden(in_orde: Collection[str]) -> list[Voorwaarde]:
    """Wat er nog moet zijn voor iemand begint, in vaste volgorde."""
    return [soort for soort in Voorwaarde if soort not in in_orde]


def mag_starten(in_orde: Collection[str], met_afwijking: bool) -> Uitkomst:
    """Uren mogen zodra alle voorwaarden in orde zijn, of HR een afwijking noteerde (bron: keuze van dit product).

    Of ze er zijn telt, niet sinds wanneer: een laat genoteerde Dimona maakt vroegere uren niet ongedaan.
    """
    open_ = ontbrekende_voorwaarden(in_orde)
    namen = ", ".join(str(soort.label) for soort in open_)
    return Uitkomst(
        ok=not open_ or met_afwijking,
        waarde=sorted(in_orde),
        grens=list(Voorwaarde.values),
        uitleg=f"Deze plaatsing mag nog niet starten. Dit ontbreekt: {namen}. Vraag het aan HR.",
        veld="datum",
    )


def niet_onderbroken(datum: date, onderbrekingen: Iterable[VanTot]) -> Uitkomst:
    """In een onderbreking wordt niet gewerkt en ook geen afwezigheid genoteerd."""
    weg = next((o for o in onderbrekingen if o.van <= datum <= o.tot), None)
    periode = f"van {weg.van:%d/%m/%Y} tot {weg.tot:%d/%m/%Y}" if weg else ""
    return Uitkomst(
        ok=weg is None,
        waarde=datum,
        uitleg=f"De plaatsing is onderbroken {periode}. Kies een andere dag.",
        veld="datum",
    )


# --- de werkafspraken

AFSPRAKEN = {  # waarover een handtekening gaat: veranderde een van deze, dan klopt het document niet meer
    "de periode": ("van", "tot"),
    "de leerwerkplek": ("leerwerkplek",),
    "de mentor": ("mentor", "vervangend_mentor"),
    "de uren": ("uren_per_maand", "werkdagen"),
}


def gewijzigde_afspraken(getekend: Mapping[str, object], nu: Mapping[str, object]) -> list[str]:
    """Wat er aan de plaatsing veranderde sinds de werkafspraken voorgelegd werden, in woorden.

    Leeg: niets, of het document is van voor de momentopname bestond. Een vroeger einde telt niet: de afspraken waren
    zo, ze lopen alleen niet meer door (keuze van dit product).
    """
    if not getekend:
        return []
    return [wat for wat, velden in AFSPRAKEN.items() if any(getekend.get(veld) != nu.get(veld) for veld in velden)]


# --- hoeveel uren


@dataclass(frozen=True)
class Invoer:
    """Eén dag zoals ingevuld: exacte uren (`van`–`tot` met pauze) of een aantal minuten."""

    datum: date
    soort: str = SoortPrestatie.GEWERKT
    van: time | None = None
    tot: time | None = None
    pauze_minuten: int = 0
    minuten: int | None = None


def _ogenblik(dag: date, uur_: time) -> datetime | None:
    """Lokale tijd als ogenblik; de eerste bij twee, None als ze niet bestaat (de nacht van het zomeruur)."""
    lokaal = datetime.combine(dag, uur_)
    ogenblik = lokaal.replace(tzinfo=BRUSSEL, fold=0).astimezone(UTC)
    return ogenblik if ogenblik.astimezone(BRUSSEL).replace(tzinfo=None) == lokaal else None


def verstreken(dag: date, van: time, tot: time) -> int | None:
    """Verstreken minuten tussen twee lokale tijden op die dag; None als een van beide niet bestaat."""
    begin, einde = _ogenblik(dag, van), _ogenblik(dag, tot)
    return None if begin is None or einde is None else int((einde - begin).total_seconds() // 60)


def minuten_van(invoer: Invoer) -> tuple[int, list[Uitkomst]]:
    """De gewerkte minuten en wat er niet aan klopt. Afwezig of sluitingsdag: 0 minuten."""
    if invoer.soort != SoortPrestatie.GEWERKT:
        return 0, []
    if invoer.van is None or invoer.tot is None:
        minuten = invoer.minuten or 0
        return minuten, [_stap(minuten)]
    if invoer.tot <= invoer.van:
        return 0, [_fout("Het einduur ligt voor het beginuur. Pas een van beide aan.", "tot")]
    totaal = verstreken(invoer.datum, invoer.van, invoer.tot)
    if totaal is None:
        return 0, [_fout("Dit uur bestaat niet: in deze nacht begint het zomeruur. Kies een ander uur.", "van")]
    minuten = totaal - invoer.pauze_minuten
    if minuten <= 0:
        return 0, [_fout("De pauze is langer dan de werktijd. Pas de pauze aan.", "pauze_minuten")]
    return minuten, [_stap(minuten)]


def _fout(uitleg: str, veld: str) -> Uitkomst:
    return Uitkomst(ok=False, uitleg=uitleg, veld=veld)


def _stap(minuten: int) -> Uitkomst:
    return Uitkomst(
        ok=minuten > 0 and (minuten % KWARTIER == 0 or minuten == WERKDAG),
        waarde=minuten,
        grens=KWARTIER,
        uitleg="Vul uren per kwartier in, bijvoorbeeld 7,5. Een volledige werkdag mag 7:36 zijn.",
        veld="uren",
    )


def dagmaximum(minuten: int, grenzen: Grenzen) -> Uitkomst:
    """Al de uren van één dag samen (keuze van het bestuur; bron: niet gevonden)."""
    grens = grenzen["minuten_per_dag_max"]
    return Uitkomst(
        ok=minuten <= grens.waarde,
        waarde=minuten,
        grens=grens.waarde,
        bron=grens.bron,
        uitleg=f"Hoogstens {uur(grens.waarde)} per dag. Vul minder uren in.",
        veld="uren",
    )


def maandmaximum(reeds: int, erbij: int, grenzen: Grenzen) -> Uitkomst:
    """Reeds ingevulde en nieuwe minuten van één deelnemer in één kalendermaand: samen ≤ 64 uur (bron 000, 001)."""
    grens = grenzen["minuten_per_maand_max"]
    rest = max(grens.waarde - reeds, 0)
    nog = f"Nog {uur(rest)} deze maand." if rest else "De maand is vol."
    return Uitkomst(
        ok=reeds + erbij <= grens.waarde,
        waarde=reeds + erbij,
        grens=grens.waarde,
        bron=grens.bron,
        uitleg=f"Daarmee komt deze maand boven {uur(grens.waarde)}. {nog}",
        veld="uren",
    )


def maandminimum(van: date, einde: date, maand: date, grenzen: Grenzen) -> int:
    """Het minimum in minuten voor die maand: 32 uur, in een onvolledige maand naar rato van de kalenderdagen."""
    minimum = grenzen.waarde("minuten_per_maand_min")
    dagen, heel = dagen_in(van, einde, maand), laatste_van_maand(maand).day
    if dagen >= heel or not grenzen.waarde("minimum_naar_rato"):
        return minimum
    return minimum * dagen // heel


def minimum(minuten: int, van: date, einde: date, maand: date, grenzen: Grenzen) -> Uitkomst:
    """Minstens 32 uur per maand: een signaal, het blokkeert niets (bron 000, 001)."""
    ondergrens = maandminimum(van, einde, maand, grenzen)
    return Uitkomst(
        ok=minuten >= ondergrens,
        waarde=minuten,
        grens=ondergrens,
        bron=grenzen["minuten_per_maand_min"].bron,
        uitleg=f"Deze maand telt {uur(minuten)}; het minimum is {uur(ondergrens)}.",
        weigert=False,
    )


def binnen(datum: date, van: date, einde: date, vandaag: date) -> Uitkomst:
    """Een dag binnen de plaatsing en niet in de toekomst (besluit 7)."""
    if not van <= datum <= einde:
        uitleg = f"Deze dag valt buiten de plaatsing ({van:%d/%m/%Y} tot {einde:%d/%m/%Y})."
    else:
        uitleg = "Deze dag moet nog komen. Vul uren in vanaf de dag zelf."
    return Uitkomst(ok=van <= datum <= min(einde, vandaag), waarde=datum, uitleg=uitleg, veld="datum")
