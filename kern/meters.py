"""Meters als getallen voor een SVG: alles in procenten van de breedte, zodat geen `style` nodig is.

Kleur zegt nooit iets alleen: er staat altijd een zin bij, en strepen met hun waarde.
"""

from dataclasses import dataclass, field

from kern import opmaak


@dataclass(frozen=True)
class Merk:
    plaats: str  # procent, met een punt
    tekst: str
    anker: str  # SVG text-anchor


@dataclass(frozen=True)
class Meter:
    naam: str
    tekst: str
    uitleg: str
    kleur: str
    deel: str  # procent gevuld
    extra: str = "0"  # procent dat er nog bij zou komen
    merken: list[Merk] = field(default_factory=list)
    adres: str = ""  # de lijst achter het getal


def _procent(deel: float, geheel: float) -> str:
    return f"{min(100.0, max(0.0, 100 * deel / geheel)):.2f}" if geheel else "0"


def _merk(waarde: int, schaal: int, tekst: str) -> Merk:
    plaats = _procent(waarde, schaal)
    anker = "start" if float(plaats) < 8 else "end" if float(plaats) > 92 else "middle"
    return Merk(plaats, tekst, anker)


def urenmeter_van(minuten: int, minimum: int, maximum: int, extra: int = 0, naam: str = "Deze maand") -> Meter:
    """Minuten van een maand. minimum 0: geen streep; maximum 0: geen grens. `extra`: nog niet bewaarde minuten."""
    schaal = max(maximum, minuten + extra, minimum) or 1
    tekst = f"{_kaal(minuten)} van {opmaak.uren(maximum)}" if maximum else opmaak.uren(minuten)
    if extra:
        tekst += f"; hierna {opmaak.uren(minuten + extra)}"
    kleur, uitleg = _oordeel(minuten + extra, minimum, maximum)
    merken = [_merk(grens, schaal, opmaak.uren(grens)) for grens in sorted({minimum, maximum}) if grens]
    return Meter(naam, tekst, uitleg, kleur, _procent(minuten, schaal), _procent(extra, schaal), merken)


def _oordeel(totaal: int, minimum: int, maximum: int) -> tuple[str, str]:
    if maximum and totaal > maximum:
        return "fout", f"{opmaak.uren(totaal - maximum)} boven het maximum."
    if maximum and totaal == maximum:
        return "letop", "Het maximum is bereikt."
    if totaal < minimum:
        return ("info", f"Nog {opmaak.uren(minimum - totaal)} tot het minimum van {opmaak.uren(minimum)}.")
    if maximum:
        return "goed", f"Nog {opmaak.uren(maximum - totaal)} tot het maximum."
    return "goed", ""


def _kaal(minuten: int) -> str:
    """'41' naast '64 u': de eenheid staat maar één keer als beide hele kwartieren zijn."""
    tekst = opmaak.uren(minuten)
    return tekst.removesuffix(" u")


def voortgang_van(waarde: int, doel: int, naam: str, eenheid: str = "", adres: str = "") -> Meter:
    """Resultaat tegenover doel, met een streep bij het doel; boven het doel loopt de balk door. `adres`: de lijst."""
    schaal = max(waarde, doel) or 1
    tekst = f"{opmaak.getal(waarde)} {eenheid}".strip()
    if waarde < doel:
        kleur, uitleg = "info", f"Nog {opmaak.getal(doel - waarde)} tot het doel van {opmaak.getal(doel)}."
    else:
        meer = f", {opmaak.getal(waarde - doel)} meer" if waarde > doel else ""
        kleur, uitleg = "goed", f"Doel van {opmaak.getal(doel)} gehaald{meer}."
    merken = [_merk(doel, schaal, f"doel {opmaak.getal(doel)}")]
    return Meter(naam, tekst, uitleg, kleur, _procent(waarde, schaal), "0", merken, adres)
