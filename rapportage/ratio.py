"""Hoeveel plekken er per opgeleide mentor zijn, en wie van de richtlijn afwijkt (bron 002: een signaal)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kern.opmaak import getal, meervoud
from kern.tabel import Tabel
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from rapportage.peiling import TellendCertificaat
from rapportage.vooruitblik import Verhouding

if TYPE_CHECKING:
    from rapportage.cijfers import Cijfers
    from rapportage.geheel import Geheel


@dataclass
class _Telling:
    plekken: list[Leerwerkplek] = field(default_factory=list)
    mentoren: set[int] = field(default_factory=set)


def begeleiders(c: "Cijfers | Geheel") -> list[Mentor]:
    """De opgeleide mentoren van de verhouding: wie een open plek begeleidt, of er telt en nog in dienst is."""
    per = {plek.mentor.pk: plek.mentor for plek in open_plekken(c) if plek.mentor and plek.mentor.pk in c.opgeleid}
    return list((per | {t.mentor.pk: t.mentor for t in c.certificaten if _in_dienst(t, c)}).values())


def open_plekken(c: "Cijfers | Geheel") -> list[Leerwerkplek]:
    return [plek for plek in c.leerwerkplekken if plek.status != Status.GESLOTEN]


def _in_dienst(t: TellendCertificaat, c: "Cijfers | Geheel") -> bool:
    return t.mentor.vertrokken_op is None or t.mentor.vertrokken_op > c.peiling.peildatum


def verhouding(c: "Cijfers | Geheel") -> Tabel:
    """Per organisatie: open plekken tegenover de opgeleide mentoren die ze begeleiden of er voor het project tellen."""
    per: dict[str, _Telling] = defaultdict(_Telling)
    open_ = open_plekken(c)
    for plek in open_:
        per[plek.organisatie.naam].plekken.append(plek)
        if plek.mentor_id in c.opgeleid:
            per[plek.organisatie.naam].mentoren.add(plek.mentor_id)
    for t in c.certificaten:
        if _in_dienst(t, c):
            per[t.mentor.organisatie.naam].mentoren.add(t.mentor.pk)
    per_mentor = Counter(plek.mentor_id for plek in open_)
    grens = c.grenzen.waarde("plekken_per_mentor")
    rijen = [_rij(naam, t, grens, _uitzonderingen(t.plekken, per_mentor, c, grens)) for naam, t in sorted(per.items())]
    if len(rijen) > 1:
        alles = _Telling(open_, {m for t in per.values() for m in t.mentoren})
        rijen.append(_rij("Samen", alles, grens, ""))
    return Tabel(
        "verhouding",
        "Plekken per opgeleide mentor",
        ("Organisatie", "Open plekken", "Opgeleide mentoren", "Per mentor", "Te veel", "Uitzonderingen"),
        rijen,
        f"Richtlijn: hoogstens {grens} open plekken per opgeleide mentor. Meer is een signaal.",
    )


def _rij(naam: str, t: _Telling, grens: int, uitzonderingen: str) -> tuple[object, ...]:
    v = Verhouding(len(t.plekken), len(t.mentoren), grens)
    per = getal(v.per_mentor, 1) if v.per_mentor is not None else ""
    return naam, v.plekken, v.mentoren, per, v.te_veel, uitzonderingen


def _uitzonderingen(
    plekken: Sequence[Leerwerkplek], per_mentor: Counter[int | None], c: "Cijfers | Geheel", grens: int
) -> str:
    """Elke mentor met meer plekken dan de richtlijn (over al diens plekken), en plekken zonder opgeleide mentor."""
    codes = {plek.mentor_id: plek.mentor.code for plek in plekken if plek.mentor}
    uit = [
        f"{code} begeleidt {meervoud(per_mentor[pk], 'plek', 'plekken')}"
        for pk, code in sorted(codes.items(), key=lambda paar: paar[1])
        if per_mentor[pk] > grens
    ]
    zonder = [plek.code for plek in plekken if plek.mentor_id is None]
    niet = [plek.code for plek in plekken if plek.mentor_id is not None and plek.mentor_id not in c.opgeleid]
    uit += [f"zonder mentor: {', '.join(zonder)}"] if zonder else []
    uit += [f"mentor niet opgeleid: {', '.join(niet)}"] if niet else []
    return "; ".join(uit)
