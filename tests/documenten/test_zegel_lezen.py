"""Met de onthouden inhoudsopgave leest pyHanko hetzelfde als zonder, ook uit een bestand waaraan geknoeid is."""

import io
import random

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

from documenten.zegel import lezen
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from tests.documenten.conftest import WOORDEN


@pytest.fixture
def data(pdf, zegel, settings):
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-LTA"
    return verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN).bytes


def in_stromen(lezer):
    """(nummer, stroom, plaats) van elk object dat in een stroom zit."""
    for nummer in range(1, lezer.trailer["/Size"]):
        waar = lezer.xrefs[Reference(nummer, 0)]
        if isinstance(waar, ObjStreamRef):
            yield nummer, waar.obj_stream_id, waar.ix_in_stream


def gelezen(hoe, lezer, *waar):
    try:
        return repr(hoe(lezer, *waar))
    except (PdfError, ValueError, TypeError, AssertionError) as fout:
        return type(fout), str(fout)


def stromen_van(lezer):
    nummers = sorted({stroom for _, stroom, _ in in_stromen(lezer)})
    return {nummer: Reference(nummer, 0, lezer).get_object() for nummer in nummers}


def test_elk_object_is_hetzelfde_en_de_opgave_wordt_een_keer_gelezen(data, monkeypatch):
    assert PdfFileReader._get_object_from_stream is lezen._uit_stroom
    gewoon, snel = PdfFileReader(io.BytesIO(data)), PdfFileReader(io.BytesIO(data))
    waar = list(in_stromen(gewoon))
    verwacht = [gelezen(lezen._pyhanko, gewoon, *w) for w in waar]
    trage = []
    traag = lezen._pyhanko
    monkeypatch.setattr(lezen, "_pyhanko", lambda *wat: trage.append(wat) or traag(*wat))
    assert [gelezen(lezen._uit_stroom, snel, *w) for w in waar] == verwacht
    assert len(waar) > 100 and len(trage) == len(stromen_van(snel))


def test_een_verkeerde_plaats_of_een_vreemd_nummer_weigert_hij_ook(data):
    gewoon, snel = PdfFileReader(io.BytesIO(data)), PdfFileReader(io.BytesIO(data))
    (nummer, stroom, plaats), (ander, *_) = list(in_stromen(gewoon))[:2]
    gelezen(lezen._uit_stroom, snel, nummer, stroom, plaats)  # de opgave is nu gekend
    for wat in (
        (nummer, stroom, plaats + 1),
        (ander, stroom, plaats),
        (99_999, stroom, plaats),
        (nummer, stroom, 10**6),
    ):
        verwacht = gelezen(lezen._pyhanko, gewoon, *wat)
        assert verwacht[0] is not str and gelezen(lezen._uit_stroom, snel, *wat) == verwacht


def test_in_willekeurig_geknoei_oordeelt_hij_als_pyhanko(data, omvang):
    """Een ander teken in de inhoudsopgave: dezelfde objecten, en dezelfde weigering met dezelfde woorden."""
    toeval = random.Random(8)
    lezer = PdfFileReader(io.BytesIO(data))
    waar, stromen = list(in_stromen(lezer)), stromen_van(lezer)
    heel = {nummer: stroom.data for nummer, stroom in stromen.items()}
    geweigerd = 0
    for _ in range(omvang(60, 2000)):
        nummer = toeval.choice(list(stromen))
        stroom, bytes_ = stromen[nummer], bytearray(heel[nummer])
        bytes_[toeval.randrange(stroom["/First"])] = toeval.choice(b"0179 \n\t\x0b\x00-.%x")
        stroom._data = bytes(bytes_)
        stroom.gd_opgave = lezen._inhoudsopgave(stroom)
        for w in toeval.sample([w for w in waar if w[1] == nummer], 8):
            verwacht = gelezen(lezen._pyhanko, lezer, *w)
            geweigerd += isinstance(verwacht, tuple)
            assert gelezen(lezen._uit_stroom, lezer, *w) == verwacht
        stroom._data = heel[nummer]
    assert geweigerd > 20
