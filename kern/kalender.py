"""De tien wettelijke feestdagen (wet van 4 januari 1974, KB van 18 april 1974). Een signaal, nooit een weigering."""

from datetime import date, timedelta
from functools import cache, lru_cache

VAST = {
    (1, 1): "Nieuwjaar",
    (5, 1): "Dag van de Arbeid",
    (7, 21): "Nationale feestdag",
    (8, 15): "O.L.V.-Hemelvaart",
    (11, 1): "Allerheiligen",
    (11, 11): "Wapenstilstand",
    (12, 25): "Kerstmis",
}
NA_PASEN = {1: "Paasmaandag", 39: "Hemelvaart", 50: "Pinkstermaandag"}


@cache
def pasen(jaar: int) -> date:
    """Paaszondag in de gregoriaanse kalender (Meeus/Jones/Butcher)."""
    a, (b, c) = jaar % 19, divmod(jaar, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    maand, dag = divmod(h + m - 7 * n + 114, 31)
    return date(jaar, maand, dag + 1)


def feestdag(dag: date) -> str:
    """De naam van de feestdag, of leeg."""
    vast = VAST.get((dag.month, dag.day))
    return vast or NA_PASEN.get((dag - pasen(dag.year)) // timedelta(days=1), "")


def signaal(dag: date) -> str:
    """Wat er bijzonder is aan deze dag om te werken: een feestdag of het weekend; anders leeg."""
    return feestdag(dag) or ("zaterdag" if dag.weekday() == 5 else "zondag" if dag.weekday() == 6 else "")


def is_werkdag(dag: date) -> bool:
    """Maandag tot en met vrijdag, geen wettelijke feestdag."""
    return not signaal(dag)


@lru_cache(maxsize=4096)
def plus_werkdagen(dag: date, aantal: int) -> date:
    """De zoveelste werkdag na die dag (de dag zelf telt niet mee)."""
    while aantal:
        dag += timedelta(days=1)
        aantal -= is_werkdag(dag)
    return dag


def werkdag_van_maand(maand: date, hoeveelste: int) -> date:
    """De eerste, derde … werkdag van een kalendermaand."""
    return plus_werkdagen(maand.replace(day=1) - timedelta(days=1), hoeveelste)
