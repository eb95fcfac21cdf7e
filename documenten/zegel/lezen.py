"""pyHanko 0.38 leest voor elk object uit een objectstroom de inhoudsopgave van die stroom opnieuw, teken voor teken.

Bij een document met enkele zegels is dat drie kwart van het nakijken. Hier wordt ze één keer per stroom gelezen. Het
eerste object van elke stroom, en alles wat er niet uitziet zoals het hoort, leest pyHanko zelf: grenzen, oordelen en
fouten blijven de zijne.
"""

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError, PdfStreamError
from pyhanko.pdf_utils.reader import PdfFileReader

GETALLEN = re.compile(rb"[ \r\n]*\d+(?:[ \r\n]+\d+)*[ \r\n]*")


def onthoud_de_inhoudsopgaven() -> None:
    """Eén keer per proces, voor elke lezer van pyHanko."""
    klasse: Any = PdfFileReader  # voor mypy is een methode niet te vervangen
    klasse._get_object_from_stream = _uit_stroom


def _uit_stroom(lezer: PdfFileReader, nummer: int, stroomnummer: int, plaats: int) -> Any:
    stroom: Any = generic.Reference(stroomnummer, 0, lezer).get_object()
    opgave = getattr(stroom, "gd_opgave", None)
    if opgave is None:
        uit = _pyhanko(lezer, nummer, stroomnummer, plaats)
        stroom.gd_opgave = _inhoudsopgave(stroom)
        return uit
    waar, begin = opgave.get(nummer, (None, 0))
    if waar == plaats:
        bron = BytesIO(stroom.data)
        bron.seek(begin)
        try:
            ding = generic.read_object(bron, generic.Reference(nummer, 0, lezer))
        except (PdfStreamError, PdfReadError):
            return _pyhanko(lezer, nummer, stroomnummer, plaats)
        if not isinstance(ding, generic.StreamObject | generic.IndirectObject):
            return ding
    return _pyhanko(lezer, nummer, stroomnummer, plaats)


def _inhoudsopgave(stroom: Any) -> dict[int, tuple[int, int]]:
    """nummer → (de hoeveelste, waar het begint); leeg als er meer dan getallen staan, of een nummer twee keer."""
    aantal, begin = stroom.get("/N"), stroom.get("/First")
    if not (isinstance(aantal, int) and isinstance(begin, int) and begin >= 0):
        return {}
    kop = stroom.data[:begin]
    getallen = [int(deel) for deel in kop.split()] if GETALLEN.fullmatch(kop) else []
    nummers = getallen[0 : 2 * aantal : 2]
    if len(getallen) != 2 * aantal or len(set(nummers)) != aantal:
        return {}
    return {nummer: (n, begin + verder) for n, (nummer, verder) in enumerate(zip(nummers, getallen[1::2], strict=True))}


_pyhanko = PdfFileReader._get_object_from_stream
