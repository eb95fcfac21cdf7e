"""Grafieken als vormen voor een SVG, zonder `style`: dezelfde op het scherm, op papier en in de PDF.

Elke grafiek draagt haar tabel en zegt zichzelf in woorden (`tekst`). Een vlak is vol, gestreept of open: dat zie je ook
in grijs. De kleuren op papier staan in `KLEUREN`; op het scherm gaat het thema voor (`.grafiek` in app.css).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kern.opmaak import datum_kort, getal, maand, uren
from kern.tabel import Tabel

BREEDTE, LINKS, RECHTS = 340, 34, 326
RIJ, BALK = 40, 16
MAAND_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PETROL, INKT, GRIJS, GROEN, WIT = "#0e5a67", "#17252a", "#4a5b60", "#1b6537", "#ffffff"
KLEUREN: dict[str, dict[str, str]] = {
    "vol": {"fill": PETROL},
    "open": {"fill": WIT, "stroke": INKT},
    "streep": {"fill": WIT, "stroke": PETROL},
    "ruit": {"fill": "#d7e5e8", "stroke": PETROL},
    "band": {"fill": "#e5f3ea"},
    "achter": {"fill": WIT},
    "as": {"stroke": GRIJS},
    "nu": {"stroke": GRIJS, "stroke-dasharray": "2 3"},
    "doel": {"stroke": INKT, "stroke-width": "1.5", "stroke-dasharray": "5 3"},
    "grens": {"stroke": GROEN, "stroke-width": "1.5"},
    "arcering": {"stroke": PETROL, "stroke-width": "1.5"},
    "lijn": {"fill": "none", "stroke": PETROL, "stroke-width": "2.5"},
    "punt": {"fill": PETROL},
    "tekst": {"fill": GRIJS},
    "sterk": {"fill": INKT, "font-weight": "600"},
    "opvol": {"fill": WIT, "font-weight": "600"},
}


@dataclass(frozen=True)
class Vorm:
    """`deel`: rect, line, polyline, circle of text; `plaats`: haar attributen; `soort`: hoe ze eruitziet."""

    deel: str
    soort: str
    plaats: dict[str, str | float]
    tekst: str = ""

    @property
    def attributen(self) -> dict[str, str | float]:
        """Plaats en kleur; een klasse in de CSS gaat voor op die kleur."""
        return {**KLEUREN[self.soort], **self.plaats}


@dataclass(frozen=True)
class Grafiek:
    naam: str
    tekst: str
    hoogte: int
    vormen: tuple[Vorm, ...]
    tabel: Tabel
    breedte: int = field(default=BREEDTE)


def _vlak(soort: str, x: float, y: float, breedte: float, hoogte: float) -> Vorm:
    return Vorm("rect", soort, {"x": _r(x), "y": _r(y), "width": _r(breedte), "height": _r(hoogte)})


def _lijn(soort: str, x1: float, y1: float, x2: float, y2: float) -> Vorm:
    return Vorm("line", soort, {"x1": _r(x1), "y1": _r(y1), "x2": _r(x2), "y2": _r(y2)})


def _zin(soort: str, x: float, y: float, tekst: str, anker: str = "start") -> Vorm:
    return Vorm("text", soort, {"x": _r(x), "y": _r(y), "text-anchor": anker}, tekst)


def _r(waarde: float) -> float:
    return round(waarde, 1)


# --- een aantal dat in de tijd groeit, tegenover zijn doel


def groei(
    tabel: Tabel, *, dagen: Sequence[date], doel: int, van: date, tot: date, op: date, eenheid: tuple[str, str]
) -> Grafiek:
    """`dagen`: van elk ding de dag vanaf wanneer het telt. De rechterrand is de deadline (`tot`); `op` de peildatum."""
    boven, onder = 26, 136
    top = max(doel, len(dagen), 1)
    periode = max((tot - van).days, 1)

    def x(dag: date) -> float:
        return LINKS + (RECHTS - LINKS) * min(max((dag - van).days, 0), periode) / periode

    def y(aantal: int) -> float:
        return onder - (onder - boven) * aantal / top

    punten, geteld = [(x(van), y(0))], 0
    for dag in sorted(dagen):
        punten += [(x(dag), y(geteld)), (x(dag), y(geteld + 1))]
        geteld += 1
    einde = min(op, tot)
    punten.append((x(einde), y(geteld)))
    links = x(einde) > (LINKS + RECHTS) / 2
    aantal = f"{getal(geteld)} {eenheid[0 if geteld == 1 else 1]}"
    # hoog in het beeld zou het aantal door de lijn of de streep van het doel lopen: dan in de ruimte eronder
    hoog = y(geteld) - 8 if y(geteld) - y(doel) > 22 else (y(geteld) + onder) / 2 + 8
    breed = 7 * len(aantal) + 4
    tekst_x = x(einde) + (-8 if links else 8)
    vormen = [
        _lijn("as", LINKS, onder, RECHTS, onder),
        _lijn("grens", RECHTS, boven - 8, RECHTS, onder),
        _zin("tekst", RECHTS, boven - 12, f"deadline {datum_kort(tot)}", "end"),
        _lijn("doel", LINKS, y(doel), RECHTS, y(doel)),
        _zin("sterk", LINKS, y(doel) - 5, f"doel {getal(doel)}"),
        _lijn("nu", x(einde), boven, x(einde), onder),
        Vorm("polyline", "lijn", {"points": " ".join(f"{_r(a)},{_r(b)}" for a, b in punten)}),
        Vorm("circle", "punt", {"cx": _r(x(einde)), "cy": _r(y(geteld)), "r": 4}),
        _vlak("achter", tekst_x - (breed if links else 2), hoog - 11, breed + 2, 14),
        _zin("sterk", tekst_x, hoog, aantal, "end" if links else "start"),
        _zin("tekst", LINKS - 6, onder + 4, "0", "end"),
        _zin("tekst", LINKS, onder + 17, datum_kort(van)),
        _zin("tekst", RECHTS, onder + 17, datum_kort(tot), "end"),
    ]
    zin = f"Op {datum_kort(op)}: {aantal} van {getal(doel)}. Deadline {datum_kort(tot)}."
    return Grafiek(tabel.titel, zin, onder + 24, tuple(vormen), tabel)


# --- per rij een balk in stukken


@dataclass(frozen=True)
class Stuk:
    soort: str  # vol, ruit, streep of open
    naam: str


def stapel(tabel: Tabel, stukken: Sequence[Stuk], rijen: Sequence[tuple[str, Sequence[int]]], eenheid: str) -> Grafiek:
    """Elke rij is een naam en per stuk een aantal (`eenheid`: waarvan); de langste balk vult de breedte."""
    langste = max([sum(aantallen) for _, aantallen in rijen] + [1])
    vormen: list[Vorm] = []
    hoogte = 0.0
    for nummer, stuk in enumerate(stukken):  # de legende, twee per lijn
        links, hoogte = (nummer % 2) * 170.0, 20.0 * (nummer // 2)
        vormen += [
            *_gevuld(stuk.soort, links + 1, hoogte + 2, 22, 13),
            _zin("tekst", links + 29, hoogte + 13, stuk.naam),
        ]
    hoogte += 28
    for naam, aantallen in rijen:
        totaal = sum(aantallen)
        vormen.append(_zin("sterk", 0, hoogte + 11, _kort(naam)))
        vormen.append(_zin("tekst", BREEDTE - 1, hoogte + 11, getal(totaal), "end"))
        begin = 1.0
        for stuk, aantal in zip(stukken, aantallen, strict=True):
            if aantal:
                lang = (BREEDTE - 2) * aantal / langste
                vormen += _gevuld(stuk.soort, begin, hoogte + 17, lang, BALK)
                vormen += _getal_in(stuk.soort, begin, hoogte + 17, lang, getal(aantal))
                begin += lang
        hoogte += RIJ
    tekst = ". ".join(
        f"{naam}: " + ", ".join(f"{s.naam} {getal(n)}" for s, n in zip(stukken, aantallen, strict=True))
        for naam, aantallen in rijen
    )
    woord = eenheid[1].capitalize()
    return Grafiek(
        tabel.titel, f"{woord} per rij. {tekst}." if rijen else "Nog niets.", round(hoogte), tuple(vormen), tabel
    )


def _gevuld(soort: str, x: float, y: float, breedte: float, hoogte: float) -> list[Vorm]:
    vormen = [_vlak(soort, x, y, breedte, hoogte)]
    if soort == "streep":
        stap = 5.0
        aantal = int((breedte - 1) // stap)
        vormen += [_lijn("arcering", x + n * stap, y, x + n * stap, y + hoogte) for n in range(1, aantal + 1)]
    return vormen


def _getal_in(soort: str, x: float, y: float, breedte: float, tekst: str) -> list[Vorm]:
    ruimte = 7 * len(tekst) + 6
    if breedte < ruimte + 2:
        return []  # het staat in de tabel
    midden = x + breedte / 2
    achter = [_vlak("achter", midden - ruimte / 2, y + 2, ruimte, BALK - 4)] if soort == "streep" else []
    return [*achter, _zin("opvol" if soort == "vol" else "sterk", midden, y + 12.5, tekst, "middle")]


def _kort(naam: str) -> str:
    return naam if len(naam) <= 44 else f"{naam[:43].rstrip()}…"


# --- per maand stippen tegenover een band


def stippen(
    tabel: Tabel, maanden: Sequence[tuple[date, Sequence[int]]], minimum: int, maximum: int, *, leeg: str
) -> Grafiek:
    """Per maand de minuten van elke plaatsing; `minimum` en `maximum` geven de band. Even lang: een grotere stip."""
    boven, onder = 12, 140
    top = max([maximum * 9 // 8, *(m for _, rijen in maanden for m in rijen)]) or 1
    stap = (RECHTS - LINKS) / max(len(maanden), 1)

    def y(minuten: float) -> float:
        return onder - (onder - boven) * minuten / top

    vormen = [
        _vlak("band", LINKS, y(maximum), RECHTS - LINKS, y(minimum) - y(maximum)),
        _lijn("as", LINKS, onder, RECHTS, onder),
        *(_lijn("grens", LINKS, y(grens), RECHTS, y(grens)) for grens in (minimum, maximum)),
        *(_zin("tekst", LINKS - 4, y(grens) + 4, uren(grens), "end") for grens in (0, minimum, maximum)),
    ]
    elke = -(-len(maanden) // 6) or 1
    for nummer, (wanneer, rijen) in enumerate(maanden):
        midden = LINKS + stap * (nummer + 0.5)
        if nummer % elke == 0:
            vormen.append(_zin("tekst", midden, onder + 16, MAAND_KORT[wanneer.month - 1], "middle"))
        for minuten in sorted(set(rijen)):
            straal = min(2.5 + rijen.count(minuten), stap / 2, 8)
            vormen.append(Vorm("circle", "punt", {"cx": _r(midden), "cy": _r(y(minuten)), "r": _r(straal)}))
    gevuld = [(wanneer, rijen) for wanneer, rijen in maanden if rijen]
    if not gevuld:
        vormen.append(_zin("sterk", (LINKS + RECHTS) / 2, (y(minimum) + y(maximum)) / 2 + 4, leeg, "middle"))
    tekst = ", ".join(f"{maand(w)} {uren(min(r))} tot {uren(max(r))}" for w, r in gevuld) or leeg
    return Grafiek(tabel.titel, f"{tekst}.", onder + 24, tuple(vormen), tabel)
