"""Een document met een echt (test)zegel."""

import pytest

from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from tests.verapdf import voorbeeld

WOORDEN = {
    "hoedanigheid": "algemeen directeur",
    "reden": "Afgetekend",
    "naam": "Anneleen Van den Eynde",
    "plaats": "Opwijk",
}


@pytest.fixture(scope="module")
def pdf():
    return voorbeeld.document()


@pytest.fixture
def zegel(settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    settings.GD_ZEGEL_PKCS12 = settings.GD_ZEGEL_WACHTWOORD = settings.GD_TSA_URL = ""
    settings.GD_ZEGELS, settings.GD_ZEGEL_NIVEAU, settings.GD_TSA_URLS = "", "", []
    return zegelaar("opwijk", "Gemeente Opwijk")


@pytest.fixture
def verzegeld(pdf, zegel):
    return verzegel(pdf, zegel, **WOORDEN)
