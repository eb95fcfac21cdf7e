"""Een document laat buiten Python niets achter: wat WeasyPrint bij Pango vergeet, gaat terug."""

import ctypes
import gc

from kern.pdf.stijl import huisstijl
from tests.verapdf import voorbeeld

VELDEN = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


class Stand(ctypes.Structure):
    _fields_ = [(naam, ctypes.c_size_t) for naam in VELDEN]


def in_gebruik():
    """Bytes die C nu in gebruik heeft (glibc)."""
    vraag = ctypes.CDLL(None).mallinfo2
    vraag.restype = Stand
    gc.collect()
    return vraag().uordblks


def groei(aantal):
    """Bytes per document die in gebruik blijven, nadat alles geladen is."""
    voorbeeld.document()
    begin = in_gebruik()
    uit = {voorbeeld.document() for _ in range(aantal)}
    assert len(uit) == 1
    return (in_gebruik() - begin - sum(map(len, uit))) / aantal


def test_wat_pango_kreeg_gaat_terug(monkeypatch, omvang):
    aantal = omvang(8, 100)
    nu = groei(aantal)
    letters = huisstijl()[1]
    monkeypatch.setattr(letters, "font_features", {})  # WeasyPrint zoals het is
    vroeger = groei(aantal)
    assert vroeger > 8_000, "WeasyPrint geeft nu zelf alles terug: kern/pdf/geheugen.py kan weg"
    assert nu < vroeger / 2


def test_de_bytes_zijn_dezelfde(monkeypatch):
    letters = huisstijl()[1]
    nu = voorbeeld.document()
    monkeypatch.setattr(letters, "font_features", {})
    assert voorbeeld.document() == nu
