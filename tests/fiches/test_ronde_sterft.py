"""Een tekenronde wanneer er iets sterft: wie tekent, en wie verzegelt. Niets verloren, niets twee keer."""

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
from fiches import aftekenen, ronde, rondestand
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
HALVERWEGE, NA_DE_COMMIT = 1, 0  # na hoeveel geplande zegels wie tekent sterft; 0: pas als alles vastligt


@pytest.fixture
def huis(transactional_db, monkeypatch):
    """Niemand wordt gewekt, de lease is kort."""
    monkeypatch.setattr(stappen, "wek", lambda taak_id, naam="": None)
    monkeypatch.setattr(stappen, "LEASE", LEASE)
    return Huis()


def teken(huis, gezien, sleutel):
    with huis.binnen():
        return ronde.onderteken_samen(huis.actor("leidinggevende"), gezien, voorkeur="", sleutel=sleutel)


def sterf_tijdens_het_tekenen(huis, gezien, sleutel, na, *, los=False):
    """In een kind. `los`: elke fiche in haar eigen transactie, zoals het niet hoort."""
    sluit_verbindingen()
    if kind := os.fork():
        return wacht(kind)
    try:
        gepland = []

        def tel(naam, nummer, **anders):
            if na and len(gepland) == na:
                os.kill(os.getpid(), signal.SIGKILL)
            gepland.append(stappen.plan(naam, nummer, **anders))
            return gepland[-1]

        aftekenen.plan = tel
        for deel in [[g] for g in gezien] if los else [gezien]:
            teken(huis, deel, uuid4() if los else sleutel)
        os.kill(os.getpid(), signal.SIGKILL)
    except BaseException:
        traceback.print_exc()
    connections.close_all()
    os._exit(70)


def getekend(huis):
    with huis.binnen():
        return Handtekening.objects.count(), Tekenronde.objects.count()


def test_een_ronde_overleeft_elke_dood(huis, omvang):
    """Halverwege het tekenen geldt niets, daarna alles, en hetzelfde formulier nog eens maakt het af: één keer. Wie verzegelt
    sterft bij elke fiche op een ander punt; de veger brengt ze terug, en elke fiche heeft één zegel."""
    plaatsen = VERZEGELT[: omvang(2, 4)]
    with huis.binnen():
        huis.fiche(), kopieen(huis, len(plaatsen) + 1)
        alle = [k.gezien for k in kies(huis.actor("leidinggevende"), Keuze()).te_tekenen]
    Taak.objects.update(status="geannuleerd")
    controle, gezien, sleutel = alle[:2], alle[2:], uuid4()

    # controle: zonder één transactie blijft er een halve ronde over, en dat ziet dit harnas
    assert sterf_tijdens_het_tekenen(huis, controle, sleutel, HALVERWEGE, los=True) == -signal.SIGKILL
    assert getekend(huis) == (1, 1)

    assert sterf_tijdens_het_tekenen(huis, gezien, sleutel, HALVERWEGE) == -signal.SIGKILL
    assert getekend(huis) == (1, 1)
    assert sterf_tijdens_het_tekenen(huis, gezien, sleutel, NA_DE_COMMIT) == -signal.SIGKILL
    assert getekend(huis) == (1 + len(gezien), 2)
    gevonden, nieuw = teken(huis, gezien, sleutel)
    assert not nieuw and getekend(huis) == (1 + len(gezien), 2)
    with huis.binnen():
        taken = list(gevonden.regels.order_by("fiche").values_list("taak_id", flat=True))
    assert len(set(taken)) == len(gezien)

    for taak, plaats in zip(taken, plaatsen, strict=True):
        assert wacht(splits_af(taak, plaats)) == -signal.SIGKILL
    with huis.binnen():
        assert rondestand.stand(gevonden).verzegeld == 1  # enkel wie stierf nadat alles vastlag
    werk_af(taken)
    with huis.binnen():
        bladen = Counter(FicheBlad.objects.filter(soort="verzegeld").values_list("fiche", flat=True))
        stand = rondestand.stand(gevonden)
    assert bladen == Counter({g.fiche: 1 for g in gezien})
    assert (stand.zin, stand.loopt) == (f"Alle {len(gezien)} fiches zijn verzegeld.", False)


def werk_af(taken):
    """Zoals de veger: opnieuw, zodra de lease van wie stierf om is."""
    einde = time.monotonic() + 60
    while open_ := list(Taak.objects.filter(pk__in=taken, status__in=OPEN).order_by("pk").values_list("pk", flat=True)):
        assert time.monotonic() < einde
        time.sleep(LEASE.total_seconds() / 2)
        for taak in open_:
            assert wacht(splits_af(taak)) == 0
