"""Ons tijdstempel achter een eigen handtekening: er verandert verder niets, en wat iemand nog toevoegt valt op."""

import io
import random

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel

from documenten.zegel import bewijs, testca, tsa
from documenten.zegel.afsluiten import sluit_af
from documenten.zegel.cms import draai
from documenten.zegel.controle import _status, controleer_pdf
from documenten.zegel.fouten import ZegelFout
from documenten.zegel.pades import VELD_PERSOON, stempel, verzegel
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testdienst import Stempeldienst
from tests.documenten.conftest import WOORDEN
from tests.documenten.test_zegel_pdf import overplak, persoon, teken


@pytest.fixture(params=["B-T", "B-LTA"])
def stuk(request, pdf, zegel, settings):
    """(getekend, afgesloten) op dit niveau."""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], request.param
    tsa.vergeet()
    bewijs.vergeet()
    verzegeld = verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN).bytes
    getekend = teken(verzegeld, persoon(settings), VELD_PERSOON)
    yield getekend, sluit_af(getekend, wortels())
    tsa.vergeet()


def test_er_komen_enkel_bewijzen_en_een_tijdstempel_bij(stuk):
    getekend, uit = stuk
    assert uit.startswith(getekend) and controleer_pdf(uit).ok
    lezer = PdfFileReader(io.BytesIO(uit))
    zegel, eigen = lezer.embedded_regular_signatures
    status = draai(_status(eigen, wortels()))
    assert status.bottom_line and status.modification_level == ModificationLevel.LTA_UPDATES
    assert draai(_status(zegel, wortels())).bottom_line
    bladen = [PdfFileReader(io.BytesIO(data)).root["/Pages"]["/Kids"][0] for data in (getekend, uit)]
    assert bladen[0]["/Contents"].data == bladen[1]["/Contents"].data


def test_aanvallen(stuk, omvang):
    """Een tekening erover, een bit om, bytes erachter, en een tweede handtekening: voor of na ons tijdstempel."""
    getekend, uit = stuk
    toeval = random.Random(6)
    for data in (overplak(uit), uit + b"\n", teken_nog_eens(uit), herschreven(uit)):
        assert not controleer_pdf(data, eigen=True).ok
    with pytest.raises(ZegelFout):  # wat tussen handtekening en tijdstempel komt, dekken wij niet toe
        sluit_af(overplak(getekend), wortels())
    for plaats in toeval.sample(range(len(uit)), omvang(4, 400)):
        vals = bytearray(uit)
        vals[plaats] ^= 1 << toeval.randrange(8)
        oordeel = controleer_pdf(bytes(vals), eigen=True)
        assert not oordeel.ok or oordeel.niveau != controleer_pdf(uit).niveau, plaats


def teken_nog_eens(data):
    """Een veld dat iemand zelf toevoegt en een waarde geeft."""
    schrijver = IncrementalPdfFileWriter(io.BytesIO(data))
    vak = generic.DictionaryObject(
        {generic.pdf_name("/FT"): generic.pdf_name("/Tx"), generic.pdf_name("/T"): generic.pdf_string("x")}
    )
    formulier = schrijver.root["/AcroForm"]
    formulier["/Fields"].append(schrijver.add_object(vak))
    schrijver.update_container(formulier["/Fields"])
    uit = io.BytesIO()
    schrijver.write(uit)
    return uit.getvalue()


def herschreven(data):
    """De handtekening van de persoon weg: een andere waarde in haar vak."""
    schrijver = IncrementalPdfFileWriter(io.BytesIO(data))
    vak = next(v.get_object() for v in schrijver.root["/AcroForm"]["/Fields"] if v.get_object()["/T"] == VELD_PERSOON)
    del vak["/V"]
    schrijver.update_container(vak)
    uit = io.BytesIO()
    schrijver.write(uit)
    return uit.getvalue()


def test_een_tijdstempel_van_een_vreemde_telt_niet(pdf, zegel, settings, tmp_path):
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-T"
    tsa.vergeet()
    verzegeld = verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN).bytes
    eigen, settings.GD_ZEGEL_MAP = settings.GD_ZEGEL_MAP, tmp_path / "elders"
    dienst = Stempeldienst.van_deze_installatie()
    settings.GD_ZEGEL_MAP = eigen
    assert testca.stempelwortel().exists()

    class Vreemd(tsa.TimeStamper):
        async def async_request_tsa_response(self, req):
            return dienst.antwoord(req)

    oordeel = controleer_pdf(draai(stempel(verzegeld, Vreemd())))
    assert oordeel.redenen == [
        "Een tijdstempel is niet geldig, is verlopen, of komt van een uitgever die wij niet vertrouwen."
    ]


def test_zonder_tijdstempelserver_blijft_het_wat_het_was(verzegeld, settings):
    getekend = teken(verzegeld.bytes, persoon(settings), VELD_PERSOON)
    assert sluit_af(getekend, wortels()) == getekend
