"""Een werker die sterft terwijl hij mailt: nergens een dubbel, niets verloren, en wat niet te weten is heet onzeker."""

import os
import signal
from collections import Counter

import pytest

from berichten import tasks, verzenden
from berichten.enums import Mail
from berichten.models import Bericht
from kern import postbode
from taken import register, stappen
from taken.models import Taak
from tests.berichten.hulp import mailtaken, schrijf, standen, werk_af
from tests.bouw import Huis
from tests.hulp.sterven import NA, VOOR, splits_af, wacht

pytestmark = pytest.mark.django_db(transaction=True)

# plaats → hoe het afloopt als de werker daar sterft, en hoe vaak de mail dan bij de server kwam
PUNTEN = {
    "voor het nemen": ((stappen, "neem", VOOR), Mail.VERZONDEN, 1),
    "na het nemen": ((stappen, "neem", NA), Mail.VERZONDEN, 1),
    "na het lezen": ((postbode, "verbinding", VOOR), Mail.VERZONDEN, 1),
    "met een open verbinding": ((tasks, "verleng", VOOR), Mail.VERZONDEN, 1),
    "bezig, nog niet vastgelegd": ((verzenden, "begin", NA), Mail.VERZONDEN, 1),
    "bezig vastgelegd": ((tasks, "_geef_af", VOOR), Mail.ONZEKER, 0),
    "na het afgeven": ((tasks, "stuur", NA), Mail.ONZEKER, 1),
    "verzonden, nog niet vastgelegd": ((verzenden, "verzonden", NA), Mail.ONZEKER, 1),
    "verzonden vastgelegd": ((tasks, "_geef_af", NA), Mail.VERZONDEN, 1),
    "na alles": ((register.VERWERKERS, "functie", NA), Mail.VERZONDEN, 1),
}


@pytest.fixture
def huis(transactional_db, monkeypatch):
    monkeypatch.setattr(stappen, "wek", lambda taak_id, naam="": None)
    return Huis("aa", plekken=0)


def kreeg(postkantoor):
    return Counter(mail["Subject"] for _, mail in postkantoor.ontvangen)


def test_op_elk_punt(huis, postkantoor, omvang):
    rondes = omvang(1, 10)
    schrijf(huis, len(PUNTEN) * rondes)
    nummers = list(mailtaken().values_list("pk", "argumenten"))
    with huis.binnen():
        sleutels = dict(Bericht.objects.order_by("pk").values_list("pk", "sleutel"))
    verwacht = {}
    for (taak, (bericht,)), (plaats, stand, aantal) in zip(nummers, list(PUNTEN.values()) * rondes, strict=True):
        assert wacht(splits_af(taak, plaats)) == -signal.SIGKILL, plaats
        verwacht[sleutels[bericht]] = (stand, aantal)
    werk_af()
    aankomst = kreeg(postkantoor)
    echt = {sleutel: (mail, aankomst[f"Nieuws {sleutel[5:]}"]) for sleutel, mail in standen(huis).items()}
    assert echt == verwacht
    assert not Taak.objects.exclude(status="klaar").exists()


def test_de_werker_sterft_terwijl_de_server_aanneemt(huis, postkantoor):
    schrijf(huis)
    (taak,) = mailtaken()
    kind = splits_af(taak.pk)
    postkantoor.bij_aankomst = lambda aan: os.kill(kind, signal.SIGKILL)
    assert wacht(kind) == -signal.SIGKILL
    postkantoor.bij_aankomst = lambda aan: None
    werk_af()
    assert list(standen(huis).values()) == [Mail.ONZEKER] and len(postkantoor.ontvangen) == 1


@pytest.mark.parametrize(
    ("plaats", "tussen"),
    [((tasks, "verleng", VOOR), Mail.VERZONDEN), ((tasks, "stuur", VOOR), Mail.ONZEKER)],
    ids=["voor bezig", "na bezig"],
)
def test_wie_ingehaald_werd_maakt_geen_dubbel(huis, postkantoor, plaats, tussen):
    """Een werker valt stil, een ander neemt over, en dan wordt de eerste wakker. Wie verstuurde, zegt het achteraf ook."""
    schrijf(huis)
    (taak,) = mailtaken()
    traag = splits_af(taak.pk, plaats, signal.SIGSTOP)
    assert os.WIFSTOPPED(os.waitpid(traag, os.WUNTRACED)[1])
    werk_af()
    assert list(standen(huis).values()) == [tussen]
    os.kill(traag, signal.SIGCONT)
    assert wacht(traag) == 0
    assert list(standen(huis).values()) == [Mail.VERZONDEN] and len(postkantoor.ontvangen) == 1


def test_controle_zonder_bezig_komt_de_mail_twee_keer(huis, postkantoor, monkeypatch):
    monkeypatch.setattr(verzenden, "begin", lambda bericht_id: 1)
    schrijf(huis)
    (taak,) = mailtaken()
    assert wacht(splits_af(taak.pk, (tasks, "stuur", NA))) == -signal.SIGKILL
    werk_af(hoogstens=5)
    assert len(postkantoor.ontvangen) == 2
