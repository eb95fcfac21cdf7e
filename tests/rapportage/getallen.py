"""Tellen in de databank (`rapportage.tellen`) geeft dezelfde getallen als de rijen (`rapportage.cijfers`)."""

from dataclasses import fields

from rapportage import tellen

LIJSTEN = {"verwachte", "gedane", "uitgestroomd", "feiten", "laat"}  # wie, en niet hoeveel
GEVOLG = (
    "doelen", "gehaald", "verzekerd", "op_het_spel", "andere_maatregelen", "verdringing", "aanbod", "partners",
    "ontbrekend", "dagen_over",
)  # fmt: skip


def getallen(telling):
    """Elk getal van een telling, met zijn naam; wat nul is blijft weg uit een uitsplitsing."""
    uit = {v.name: getattr(telling, v.name) for v in fields(telling) if v.name not in ("peiling", "begeleiding")}
    uit |= {naam: getattr(telling, naam) for naam in GEVOLG}
    for veld in (v.name for v in fields(telling.begeleiding) if v.name not in LIJSTEN):
        uit[veld] = _plat(getattr(telling.begeleiding, veld))
    return {naam: dict(waarde) if isinstance(waarde, dict) else waarde for naam, waarde in uit.items()}


def _plat(waarde):
    if not isinstance(waarde, dict):
        return waarde
    return {k: v for k, v in ((k, _plat(v)) for k, v in waarde.items()) if v}


def telt_hetzelfde(cijfers, dag, **hoe):
    """`cijfers`: van deze projecten op die dag, in die kijk. Geeft de tellingen."""
    geteld = tellen.tel([c.project for c in cijfers], dag, **hoe)
    assert [getallen(t) for t in geteld] == [getallen(tellen.van_rijen(c)) for c in cijfers]
    for t, c in zip(geteld, cijfers, strict=True):
        assert t.ontbrekend == len({(a.soort, a.sleutel) for a in c.ontbrekend})
    return geteld
