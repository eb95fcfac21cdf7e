"""Een tekenronde wanneer er iets sterft: wie tekent, of wie verzegelt. Niets verloren, niets twee keer."""

import os
import signal
import time
import traceback
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from documenten import opslag, verzegeld
from fiches import melden, ronde, rondestand
from fiches.models import FicheBlad, Handtekening, Tekenronde
from fiches.selectie import Keuze, kies
from taken import register, stappen
from taken.enums import OPEN
from taken.models import Taak
from tests.bouw import Huis
from tests.fiches.veel import kopieen
from tests.hulp.databank import sluit_verbindingen
from tests.hulp.sterven import NA, splits_af, wacht

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = timedelta(seconds=0.4)
VERZEGELT = [
    (opslag, "leg_vast", NA),
    (register.VERWERKERS, "functie", NA),
    (stappen, "neem", NA),
    (verzegeld, "verzegel", NA),
]


@pytest.fixture
def huis(transactional_db, monkeypatch):
    """Vier fiches ter ondertekening; niemand wordt gewekt, de lease is kort."""
    monkeypatch.setattr(stappen, "wek", lambda taak_id, naam="": None)
    monkeypatch.setattr(stappen, "LEASE", LEASE)
    huis = Huis()
    with huis.binnen():
        huis.fiche(), kopieen(huis, 3)
    Taak.objects.update(status="geannuleerd")
    return huis


def op_scherm(huis):
    with huis.binnen():
        return [k.gezien for k in kies(huis.actor("leidinggevende"), Keuze()).te_tekenen]


def teken(huis, gezien, sleutel):
    with huis.binnen():
        return ronde.onderteken_samen(huis.actor("leidinggevende"), gezien, voorkeur="", sleutel=sleutel)


def sterf_tijdens_het_tekenen(huis, gezien, sleutel, plaats, los=False):
    """In een kind: SIGKILL bij de tweede fiche, of pas wanneer alles vastligt. `los`: elke fiche in haar eigen transactie."""
    sluit_verbindingen()
    if kind := os.fork():
        return wacht(kind)
    try:
        geteld, echt = [], melden.ondertekend

        def tel(fiche):
            echt(fiche)
            geteld.append(fiche.pk)
            if plaats == "halverwege" and len(geteld) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        melden.ondertekend = tel
        for deel in [[g] for g in gezien] if los else [gezien]:
            teken(huis, deel, uuid4() if los else sleutel)
        os.kill(os.getpid(), signal.SIGKILL)
    except BaseException:
        traceback.print_exc()
    connections.close_all()
    os._exit(70)


@pytest.mark.parametrize(("plaats", "al_getekend"), [("halverwege", 0), ("na de commit", 4)])
def test_wie_tekent_sterft(huis, plaats, al_getekend):
    """Halverwege geldt niets; daarna alles. Hetzelfde formulier nog eens versturen maakt het af, één keer."""
    gezien, sleutel = op_scherm(huis), uuid4()
    assert sterf_tijdens_het_tekenen(huis, gezien, sleutel, plaats) == -signal.SIGKILL
    with huis.binnen():
        assert (Handtekening.objects.count(), Tekenronde.objects.count()) == (al_getekend, int(al_getekend > 0))
    gevonden, nieuw = teken(huis, gezien, sleutel)
    assert nieuw is (al_getekend == 0)
    with huis.binnen():
        assert Handtekening.objects.count() == 4 and gevonden.regels.count() == 4
    assert Taak.objects.filter(naam="fiches.verzegel").count() == 4


def test_controle_in_losse_transacties_blijft_er_een_halve_ronde(huis):
    """Dat het harnas een halve ronde zou zien."""
    sterf_tijdens_het_tekenen(huis, op_scherm(huis), uuid4(), "halverwege", los=True)
    with huis.binnen():
        assert Handtekening.objects.count() == 1


def test_wie_verzegelt_sterft(huis, omvang):
    """Elke fiche van de ronde sterft op een ander punt; de veger brengt ze terug, en elk heeft één zegel."""
    plaatsen = VERZEGELT[: omvang(2, 4)]
    gevonden, _ = teken(huis, op_scherm(huis)[: len(plaatsen)], uuid4())
    with huis.binnen():
        taken = list(gevonden.regels.order_by("fiche").values_list("taak_id", flat=True))
    for taak, plaats in zip(taken, plaatsen, strict=True):
        assert wacht(splits_af(taak, plaats)) == -signal.SIGKILL
    with huis.binnen():
        assert rondestand.stand(gevonden).verzegeld == 1  # enkel wie stierf nadat alles vastlag
    einde = time.monotonic() + 60
    while open_ := list(Taak.objects.filter(pk__in=taken, status__in=OPEN).order_by("pk").values_list("pk", flat=True)):
        assert time.monotonic() < einde
        time.sleep(LEASE.total_seconds() / 2)
        for taak in open_:
            assert wacht(splits_af(taak)) == 0
    with huis.binnen():
        bladen = Counter(FicheBlad.objects.filter(soort="verzegeld").values_list("fiche", flat=True))
        stand = rondestand.stand(gevonden)
    assert len(bladen) == len(plaatsen) and set(bladen.values()) == {1}
    assert (stand.zin, stand.loopt) == (f"Alle {len(plaatsen)} fiches zijn verzegeld.", False)
