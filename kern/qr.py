"""QR-codes als tekening: SVG voor het scherm, tekenopdrachten voor een PDF. Geen pixels, dus scherp op elke maat."""

from collections.abc import Iterator

import segno

RAND = 4  # witte rand in modules, zoals ISO/IEC 18004 vraagt


def modules(tekst: str) -> tuple[int, list[tuple[int, int, int]]]:
    """De code als zwarte stroken: (zijde in modules met rand, [(x, y, breedte), …]). Foutcorrectie M, vast masker."""
    matrix = segno.make(tekst, error="m", mask=4, boost_error=False, micro=False).matrix
    return len(matrix) + 2 * RAND, [(x + RAND, y + RAND, n) for y, rij in enumerate(matrix) for x, n in _stroken(rij)]


def svg(tekst: str) -> str:
    """De code als SVG-element, één pad, in de kleur van de tekst."""
    zijde, stroken = modules(tekst)
    pad = "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in stroken)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {zijde} {zijde}" aria-hidden="true">'
        f'<path fill="currentColor" d="{pad}"/></svg>'
    )


def pdf_opdrachten(tekst: str) -> tuple[int, bytes]:
    """(zijde in modules, PDF-operatoren die de code in zwart tekenen)."""
    zijde, stroken = modules(tekst)
    return zijde, ("0 0 0 rg\n" + "\n".join(f"{x} {y} {n} 1 re" for x, y, n in stroken) + "\nf").encode()


def _stroken(rij: bytearray) -> Iterator[tuple[int, int]]:
    cellen = bytes(rij)
    x = cellen.find(1)
    while x >= 0:
        eind = cellen.find(0, x)
        eind = len(cellen) if eind < 0 else eind
        yield x, eind - x
        x = cellen.find(1, eind)
