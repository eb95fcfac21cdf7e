"""Een vraag die Django één keer in SQL vertaalt en daarna telkens met andere gegevens stelt.

Vertalen kost een milliseconde per samengestelde vraag, vaak meer dan ze te beantwoorden. De voorwaarden blijven gewone
querysets: wat pas bij het stellen bekend is, staat erin als `Gegeven`.
"""

from collections.abc import Sequence
from string import Formatter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Expression, F, Field, Lookup, Q, QuerySet
from django.db.models.sql import Query


class _Plaats(str):
    """Waar in de lijst van waarden dit gegeven komt."""


class Gegeven(Expression):
    """Een waarde die bij het stellen van de vraag ingevuld wordt."""

    def __init__(self, naam: str, veld: Field) -> None:
        super().__init__(output_field=veld)
        self.naam = naam

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (_Plaats(self.naam),)


class _EenVan(Lookup):
    lookup_name = "een_van"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        links, waarden = self.process_lhs(compiler, connection)
        rechts, nummers = compiler.compile(self.rhs)
        return f"{links} = ANY({rechts})", (*waarden, *nummers)


def een_van(veld: str, naam: str) -> Lookup:
    """Voor een filter: dit veld is een van de nummers in dat gegeven (een lijst)."""
    return _EenVan(F(veld), Gegeven(naam, ArrayField(BigIntegerField())))


class Kolom(Expression):
    """Een kolom van een deelvraag van het sjabloon, zoals `plek.van`."""

    def __init__(self, naam: str, veld: Field) -> None:
        super().__init__(output_field=veld)
        self.naam = naam

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self.naam, ()


def _vertaal(deel: QuerySet | Q) -> tuple[str, Sequence[Any]]:
    if isinstance(deel, QuerySet):
        return deel.query.get_compiler(connection=connection).as_sql()
    los = Query(None)  # een voorwaarde op kolommen van het sjabloon hoort bij geen tabel
    return los.get_compiler(connection=connection).compile(deel.resolve_expression(los))


class Bereid:
    """Een sjabloon in SQL met querysets (`values_list`) als deelvragen, en voorwaarden op hun kolommen.

    `SELECT count(*) FROM ({plekken}) plek WHERE {telt}`. Het sjabloon voegt samen en telt; waarop een rij meetelt,
    staat in de delen. Wat er gelezen mag worden beslist ook hier de databank (RLS).
    """

    def __init__(self, sjabloon: str, **delen: QuerySet | Q) -> None:
        stukken: list[str] = []
        self._waarden: list[Any] = []
        for tekst, naam, _, _ in Formatter().parse(sjabloon):
            stukken.append(tekst)
            if naam:
                sql, waarden = _vertaal(delen[naam])
                stukken.append(sql)
                self._waarden += waarden
        self._sql = "".join(stukken)

    def rijen(self, **gegevens: Any) -> list[tuple]:
        """Stelt de vraag; elk `Gegeven` krijgt de waarde met zijn naam."""
        waarden = [gegevens[w] if isinstance(w, _Plaats) else w for w in self._waarden]
        with connection.cursor() as c:
            c.execute(self._sql, waarden)
            return c.fetchall()
