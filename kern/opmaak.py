"""Belgisch-Nederlandse opmaak van datums, uren, bedragen en nummers: één plaats voor scherm, mail, PDF en uitvoer."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
KWARTIER = 15


def _lokaal(waarde: date | datetime) -> date | datetime:
    if isinstance(waarde, datetime) and timezone.is_aware(waarde):
        return timezone.localtime(waarde)
    return waarde


def datum_lang(waarde: date | datetime) -> str:
    """'dinsdag 4 maart 2025'; een tijdstip eerst naar Europe/Brussels."""
    dag = _lokaal(waarde)
    return f"{DAGEN[dag.weekday()]} {datum_woord(dag)}"


def datum_woord(waarde: date | datetime) -> str:
    """'4 maart 2025'."""
    dag = _lokaal(waarde)
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def datum_kort(waarde: date | datetime) -> str:
    """'04/03/2025'."""
    dag = _lokaal(waarde)
    return f"{dag.day:02d}/{dag.month:02d}/{dag.year:04d}"


def maand(waarde: date | datetime) -> str:
    """'maart 2025'."""
    dag = _lokaal(waarde)
    return f"{MAANDEN[dag.month - 1]} {dag.year}"


def tijd(waarde: time | datetime) -> str:
    """'14:30'."""
    moment = timezone.localtime(waarde) if isinstance(waarde, datetime) and timezone.is_aware(waarde) else waarde
    return f"{moment.hour:02d}:{moment.minute:02d}"


def tijdstip(waarde: datetime) -> str:
    """'04/03/2025 om 14:30'."""
    return f"{datum_kort(waarde)} om {tijd(waarde)}"


def getal(waarde: float | Decimal, decimalen: int = 0) -> str:
    """'1.234,50': duizendtallen met een punt, half naar boven afgerond."""
    rond = Decimal(str(waarde)).quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)
    rond = rond + 0  # geen '-0'
    return f"{rond:,.{decimalen}f}".translate(str.maketrans(",.", ".,"))


def euro(bedrag: float | Decimal) -> str:
    """Bedrag in euro → '€ 14.793,69'."""
    return f"€ {getal(bedrag, 2)}"


def uren(minuten: int) -> str:
    """Minuten → '7,5 u' bij hele kwartieren, anders '7 u 36 min'."""
    teken, rest = ("−", -minuten) if minuten < 0 else ("", minuten)
    if rest % KWARTIER == 0:
        return f"{teken}{_decimaal(rest)} u"
    heel, over = divmod(rest, 60)
    return f"{teken}{heel} u {over} min" if heel else f"{teken}{over} min"


def uren_invoer(minuten: int) -> str:
    """Minuten zoals iemand ze intikt: '7,5' bij hele kwartieren, anders '7:36'."""
    if minuten % KWARTIER == 0:
        return _decimaal(minuten)
    return f"{minuten // 60}:{minuten % 60:02d}"


def _decimaal(minuten: int) -> str:
    return f"{Decimal(minuten) / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def kbo_cijfers(tekst: str) -> str:
    """'BE 0123.456.749' → '0123456749'; wat geen tien cijfers heeft komt terug zonder scheidingstekens."""
    kaal = re.sub(r"[\s./-]", "", tekst.strip().upper().removeprefix("BE"))
    return f"0{kaal}" if re.fullmatch(r"[2-9][0-9]{8}", kaal) else kaal


def kbo_controle(nummer: str) -> bool:
    """Klopt het ondernemingsnummer: tien cijfers, begint met 0 of 1, de laatste twee zijn 97 − (eerste acht mod 97)."""
    cijfers = kbo_cijfers(nummer)
    if not re.fullmatch(r"[01][0-9]{9}", cijfers):
        return False
    return 97 - int(cijfers[:8]) % 97 == int(cijfers[8:])


def kbo(nummer: str) -> str:
    """'0123456749' → '0123.456.749'; een nummer van een andere lengte blijft staan zoals het is."""
    cijfers = kbo_cijfers(nummer)
    return f"{cijfers[:4]}.{cijfers[4:7]}.{cijfers[7:]}" if len(cijfers) == 10 else nummer


def opsomming(delen: Iterable[object]) -> str:
    """['a', 'b', 'c'] → 'a, b en c'."""
    woorden = [str(deel) for deel in delen]
    if len(woorden) < 2:
        return "".join(woorden)
    return f"{', '.join(woorden[:-1])} en {woorden[-1]}"


def hoofdletter(waarde: object) -> str:
    """Eerste letter groot, de rest blijft: 'algemeen directeur' → 'Algemeen directeur', en 'WES' blijft 'WES'."""
    tekst = str(waarde)
    return tekst[:1].upper() + tekst[1:]


def meervoud(aantal: int, enkel: str, veel: str) -> str:
    """(1, 'fiche', 'fiches') → '1 fiche'; (0, …) → '0 fiches'."""
    return f"{getal(aantal)} {enkel if aantal == 1 else veel}"


def grootte(bytes_: int) -> str:
    """Bytes → '812 B', '12 kB', '1,4 MB' (tientallig)."""
    if bytes_ < 1000:
        return f"{bytes_} B"
    if bytes_ < 999_500:
        return f"{getal(Decimal(bytes_) / 1000)} kB"
    return f"{getal(Decimal(bytes_) / 1_000_000, 1)} MB"
