"""Rekenen met kalendermaanden en periodes; geen klok, geen database."""

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import F, Func, Value


def plus_maanden(dag: date, aantal: int) -> date:
    """Dezelfde dag zoveel kalendermaanden later; in een kortere maand haar laatste dag (zoals PostgreSQL)."""
    maand = dag.month - 1 + aantal
    jaar, maand = dag.year + maand // 12, maand % 12 + 1
    return date(jaar, maand, min(dag.day, monthrange(jaar, maand)[1]))


def eerste_van_maand(dag: date) -> date:
    return dag.replace(day=1)


def laatste_van_maand(dag: date) -> date:
    return dag.replace(day=monthrange(dag.year, dag.month)[1])


def maanden_tussen(van: date, tot: date) -> list[date]:
    """De eerste dag van elke maand die de periode raakt."""
    maand, maanden = eerste_van_maand(van), []
    while maand <= tot:
        maanden.append(maand)
        maand = plus_maanden(maand, 1)
    return maanden


def dagen_in(van: date, tot: date, maand: date) -> int:
    """Hoeveel kalenderdagen van die maand binnen van … tot liggen."""
    begin, einde = max(van, eerste_van_maand(maand)), min(tot, laatste_van_maand(maand))
    return max((einde - begin) // timedelta(days=1) + 1, 0)


class Periode(Func):
    """daterange(van, tot, '[]') voor uitsluitingen: beide dagen tellen mee."""

    function = "daterange"

    def __init__(self, van, tot):
        super().__init__(
            F(van) if isinstance(van, str) else van,
            F(tot) if isinstance(tot, str) else tot,
            Value("[]"),
        )
