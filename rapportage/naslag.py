"""Lijsten met de rijen achter de tabellen per organisatie, verhouding, evaluatie en uitstroom (zie `lijsten`)."""

from evaluaties.enums import Moment, Richting
from kern.tabel import Tabel
from projecten.models import Maatregel
from rapportage import overzichten, ratio
from rapportage.cijfers import Cijfers
from rapportage.geheel import Geheel, projecten

NA = {0: "bij het einde", 3: "na 3 maanden", 6: "na 6 maanden"}
NIET_BEREIKT, ATTEST = "niet bereikt", "attest voor de deelnemer"


def mentoren(c: Cijfers) -> Tabel:
    """Elke mentor van het project, met wat er nog ontbreekt om te tellen."""
    rijen = [(t.mentor.code, t.mentor.organisatie.naam, True, "") for t in c.certificaten]
    rijen += [(a.code, a.organisatie, False, a.reden) for a in c.ontbrekend if a.soort == "mentor"]
    koppen = ("Code", "Organisatie", "Telt mee", "Waarom niet")
    return Tabel("alle_mentoren", "Mentoren, met en zonder certificaat", koppen, sorted(rijen))


def open_plekken(c: Cijfers) -> Tabel:
    rijen = [
        (plek.code, plek.functie, plek.organisatie.naam, plek.mentor.code if plek.mentor else "")
        for plek in ratio.open_plekken(c)
    ]
    return Tabel("open_plekken", "Open leerwerkplekken", ("Code", "Functie", "Organisatie", "Mentor"), rijen)


def begeleiders(c: Cijfers | Geheel) -> Tabel:
    """Elke opgeleide mentor uit de verhouding, één keer, met de open plekken die deze begeleidt."""
    plekken: dict[int | None, list[str]] = {}
    for plek in ratio.open_plekken(c):
        plekken.setdefault(plek.mentor_id, []).append(plek.code)
    rijen = sorted((m.code, ", ".join(plekken.get(m.pk, []))) for m in ratio.begeleiders(c))
    uitleg = "Ze begeleiden een open plek, of tellen voor het project en zijn nog in dienst."
    return Tabel("begeleiders", "Opgeleide mentoren", ("Code", "Open plekken"), rijen, uitleg)


def evaluaties(c: Cijfers) -> Tabel:
    per = {p.pk: p for p in c.plaatsingen}
    rijen = sorted(
        (per[pk].code, per[pk].leerwerkplek.code, Moment(waarheen).label if soort == "evaluatie" else ATTEST)
        for pk, soort, _, waarheen in c.begeleiding.feiten
        if soort in ("evaluatie", "attest")
    )
    koppen = ("Plaatsing", "Leerwerkplek", "Evaluatie")
    return Tabel("evaluaties_en_attesten", "Afgeronde evaluaties en attesten", koppen, rijen)


def uitstroom(c: Cijfers) -> Tabel:
    """Waar elke plaatsing naartoe ging, bij het einde en daarna."""
    per = {p.pk: p for p in c.plaatsingen}
    rijen = sorted(
        (per[pk].code, per[pk].leerwerkplek.code, NA[na], Richting(waarheen).label if waarheen else NIET_BEREIKT)
        for pk, soort, na, waarheen in c.begeleiding.feiten
        if soort in ("uitstroom", "opvolging")
    )
    koppen = ("Plaatsing", "Leerwerkplek", "Na", "Richting")
    return Tabel("uitstroom_per_plaatsing", "Uitstroom per plaatsing", koppen, rijen)


def register(c: Cijfers | Geheel) -> Tabel:
    """Elke andere maatregel, in het jaar van elk project en het jaar ervoor; ze zijn van het bestuur."""
    per: dict[int, Maatregel] = {m.pk: m for deel in _delen(c) for m in deel.maatregelen}
    rijen = [
        (m.get_soort_display(), m.uitvoerder.naam if m.uitvoerder else "", str(m.jaar), m.plekken)
        for m in sorted(per.values(), key=lambda m: (m.jaar, m.soort, m.pk))
    ]
    return Tabel("register", "Plekken in andere maatregelen", ("Maatregel", "Uitvoerder", "Jaar", "Plekken"), rijen)


def later(c: Cijfers | Geheel) -> Tabel:
    """Elk feit dat meetelt en pas na de peildatum geregistreerd is."""
    rijen = [(overzichten.SOORTEN[soort], code) for soort, code in c.laat]
    return Tabel("later_geregistreerd", "Na de peildatum geregistreerd", ("Wat", "Welke"), rijen)


def alle_projecten(c: Cijfers | Geheel) -> Tabel:
    """Elk project, en of het zijn doelen haalde."""
    delen = _delen(c)
    tabel = projecten(Geheel(delen))
    rijen = [(*rij, deel.gehaald) for rij, deel in zip(tabel.rijen[:-1], delen, strict=True)]
    return Tabel("projecten", tabel.titel, (*tabel.koppen, "Gehaald"), rijen, tabel.uitleg)


def _delen(c: Cijfers | Geheel) -> list[Cijfers]:
    return list(c.delen) if isinstance(c, Geheel) else [c]
