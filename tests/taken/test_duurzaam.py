"""Een werker die tussen gelijk welke twee stappen sterft, verliest geen fiche en verzegelt er geen twee keer.

Elk kind is een afgesplitst proces dat één taak uitvoert en zichzelf op een gekozen plaats SIGKILL stuurt. De bel is een
lijst: wat een dood kind moest doen brengt alleen de veger terug. De controles zetten telkens één bescherming uit.
"""

import asyncio
import os
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from documenten import opslag, verzegeld
from documenten.models import Document
from documenten.zegel.controle import controleer_pdf
from fiches import pdf
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from taken import register, stappen
from taken.enums import OPEN, Status
from taken.models import Taak
from tests.bouw import Huis
from tests.hulp.databank import als_app, als_eigenaar
from tests.hulp.sterven import NA, VOOR, splits_af, wacht

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = timedelta(seconds=0.4)
SAMEN = {
    "voor het nemen": (stappen, "neem", VOOR),
    "na het nemen": (stappen, "neem", NA),
    "halverwege het bestand": (os, "fsync", VOOR),
    "na het bestand": (opslag, "bewaar", NA),
    "na het afvinken": (stappen, "rond_af", NA),
    "na de rij van het document": (opslag, "leg_vast", NA),
    "na de rij van het blad": (FicheBlad, "save", NA),
    "na de commit": (register.VERWERKERS, "functie", NA),
}
PUNTEN = {
    "fiches.leeskopie": SAMEN | {"na het lezen": (pdf, "leeskopie", VOOR), "na het tekenen": (pdf, "leeskopie", NA)},
    "fiches.verzegel": SAMEN
    | {
        "na het lezen": (pdf, "definitief", VOOR),
        "na het tekenen": (pdf, "definitief", NA),
        "na het zegel": (verzegeld, "verzegel", NA),
    },
}


def test_een_kind_deelt_geen_verbinding_met_wie_het_afsplitste(bel):
    """Ook niet als een browser intussen een lus open hield: het kind ziet dan de verbinding van daarvoor."""
    huis = Huis()
    onderteken(huis)
    taak_id = Taak.objects.filter(naam="fiches.leeskopie").values_list("pk", flat=True).get()
    connection.ensure_connection()
    lus = asyncio.new_event_loop()
    buiten = asyncio._get_running_loop()  # None, of die van een browser uit een vorige test
    asyncio._set_running_loop(None)
    connection.ensure_connection()
    asyncio._set_running_loop(lus)
    try:
        assert wacht(splits_af(taak_id)) == 0
    finally:
        asyncio._set_running_loop(None)
        lus.close()
    try:
        assert Taak.objects.get(pk=taak_id).status == Status.KLAAR
    finally:
        asyncio._set_running_loop(buiten)


@pytest.fixture
def bel(monkeypatch):
    """Wat gebeld werd. Geen Celery: elk kind krijgt precies één taak, en de lease is kort."""
    lijst = []
    monkeypatch.setattr(stappen, "wek", lambda taak_id, naam="": lijst.append(taak_id))
    monkeypatch.setattr(stappen, "LEASE", LEASE)
    return lijst


def onderteken(huis):
    """Fiches met hun taken; de berichten erover hebben hun eigen harnas (tests/berichten/test_sterven.py)."""
    with huis.binnen():
        fiches = [huis.ondertekende_fiche(plek) for plek in huis.plekken]
    for pk in Taak.objects.filter(naam="berichten.mail").values_list("pk", flat=True).order_by("pk"):
        stappen.annuleer(pk)
    return fiches


def werk_af(bel, seinen, *, veger=True, hoogstens=60.0):
    """Werkt de bel af tot ze zwijgt; `seinen`: per taaknaam de punten waarop nog een kind sterft. Geeft wie er stierf."""
    doden, einde = Counter(), time.monotonic() + hoogstens
    while time.monotonic() < einde:
        while bel:
            taak_id = bel.pop(0)
            naam = Taak.objects.values_list("naam", flat=True).get(pk=taak_id)
            if naam not in PUNTEN:  # gebeld voor wat `onderteken` annuleerde
                continue
            punt = seinen[naam].pop() if seinen.get(naam) else None
            uitkomst = wacht(splits_af(taak_id, PUNTEN[naam][punt] if punt else None))
            assert uitkomst == (-signal.SIGKILL if punt else 0), (naam, punt)
            if punt:
                doden[naam, punt] += 1
        if not veger or not Taak.objects.filter(status__in=OPEN).exists():
            return doden
        time.sleep(LEASE.total_seconds() / 4)
        stappen.veeg()
    raise AssertionError("niet klaar geraakt")


def tel(huis, soort):
    with huis.binnen():
        return Counter(FicheBlad.objects.filter(soort=soort).values_list("fiche", flat=True))


def test_geen_fiche_verloren_geen_twee_keer_verzegeld(bel, omvang):
    """Elk punt van beide taken (21 keer SIGKILL), en daarna klopt alles: rijen, bestanden, zegels, pogingen."""
    huis = Huis(plekken=omvang(4, 40))
    fiches = onderteken(huis)
    seinen = {naam: sorted(punten) * omvang(1, 5) for naam, punten in PUNTEN.items()}
    aantal = sum(map(len, seinen.values()))
    assert aantal >= 20

    doden = werk_af(bel, seinen, hoogstens=omvang(120, 1200))

    assert sum(doden.values()) == aantal
    assert not Taak.objects.exclude(status=Status.KLAAR).exclude(naam="berichten.mail").exists()
    for soort in SoortBlad.values:
        assert tel(huis, soort) == Counter({fiche.pk: 1 for fiche in fiches})
    # een dode poging telt mee, behalve wie stierf voor het nemen
    ongezien = sum(n for (_, punt), n in doden.items() if punt == "voor het nemen")
    # na de commit is de taak klaar: wie daar sterft, wordt niet opnieuw gedaan
    na_commit = sum(n for (_, punt), n in doden.items() if punt == "na de commit")
    pogingen = sum(Taak.objects.order_by("pk").values_list("pogingen", flat=True))
    assert pogingen == 2 * len(fiches) + aantal - ongezien - na_commit
    with huis.binnen():
        documenten = list(Document.objects.order_by("pk"))
        assert len(documenten) == 2 * len(fiches)
        for document in documenten:
            inhoud = opslag.lees(document)  # bestaat, en heeft de sha256 van de rij
            assert controleer_pdf(inhoud).ok == (document.soort == "fiche")
        op_schijf = len(os.listdir(settings.GD_OPSLAG / str(huis.bestuur_id)))
        assert op_schijf > len(documenten)  # de resten van wie stierf na het schrijven
        assert opslag.veeg_wezen(huis.bestuur_id, ouder_dan=-1) == op_schijf - len(documenten)
        assert all(opslag.pad(document).exists() for document in documenten)


def test_controle_zonder_veger_gaat_er_werk_verloren(bel):
    huis = Huis(plekken=2)
    onderteken(huis)
    seinen = {"fiches.leeskopie": [], "fiches.verzegel": ["na het zegel"]}
    werk_af(bel, seinen, veger=False)
    assert sum(tel(huis, SoortBlad.VERZEGELD).values()) == 1
    werk_af(bel, {})  # en de veger brengt het terug
    assert sum(tel(huis, SoortBlad.VERZEGELD).values()) == 2


def haal_in(bel, huis):
    """Een kind valt stil net voor het afronden; een ander neemt over en rondt af; dan wordt het eerste wakker."""
    (taak_id,) = Taak.objects.filter(naam="fiches.verzegel").values_list("pk", flat=True)
    with patch.object(stappen, "LEASE", timedelta(hours=1)):  # hoe traag de machine ook is
        traag = splits_af(taak_id, SAMEN["na het bestand"], signal.SIGSTOP)
        assert os.WIFSTOPPED(os.waitpid(traag, os.WUNTRACED)[1])
        assert wacht(splits_af(taak_id)) == 0
        assert not tel(huis, SoortBlad.VERZEGELD), "zolang de lease loopt neemt niemand over"
    Taak.objects.filter(pk=taak_id).update(vrij_vanaf=Now())  # en nu is ze om
    assert wacht(splits_af(taak_id)) == 0
    assert sum(tel(huis, SoortBlad.VERZEGELD).values()) == 1
    os.kill(traag, signal.SIGCONT)
    assert wacht(traag) == 0
    return sum(tel(huis, SoortBlad.VERZEGELD).values())


def zonder_claim(taak):
    Taak.objects.filter(pk=taak.pk).update(status=Status.KLAAR, claim=None, klaar_op=Now())


def test_wie_ingehaald_werd_bewaart_niets(bel):
    huis = Huis()
    onderteken(huis)
    assert haal_in(bel, huis) == 1
    with huis.binnen():
        assert Document.objects.filter(soort="fiche").count() == 1
    assert Taak.objects.get(naam="fiches.verzegel").status == Status.KLAAR


def test_zonder_de_claim_houdt_de_unieke_sleutel_stand(bel, monkeypatch):
    huis = Huis()
    onderteken(huis)
    monkeypatch.setattr(stappen, "rond_af", zonder_claim)
    assert haal_in(bel, huis) == 1
    with huis.binnen():
        assert Document.objects.filter(soort="fiche").count() == 1  # alles of niets


def test_controle_zonder_claim_en_zonder_sleutel_zijn_er_twee(bel, monkeypatch):
    huis = Huis()
    onderteken(huis)
    monkeypatch.setattr(stappen, "rond_af", zonder_claim)
    sleutel = next(c for c in FicheBlad._meta.constraints if c.name == "ficheblad_uniek")
    als_eigenaar()
    with connection.schema_editor() as schema:
        schema.remove_constraint(FicheBlad, sleutel)
    als_app()
    try:
        assert haal_in(bel, huis) == 2
    finally:
        als_eigenaar()
        with connection.cursor() as c:
            c.execute("TRUNCATE fiches_ficheblad")
        with connection.schema_editor() as schema:
            schema.add_constraint(FicheBlad, sleutel)
        als_app()


# --- een echte Celery-worker


def kinderen(pid):
    return [int(nummer) for nummer in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def tot(klaar, seconden=40):
    einde = time.monotonic() + seconden
    while time.monotonic() < einde:
        if uitkomst := klaar():
            return uitkomst
        time.sleep(0.02)
    raise AssertionError("duurde te lang")


def test_een_echte_worker_en_de_veger(celery_werker):
    """Het kind van de worker sterft terwijl het werkt; Celery vergeet de taak, de veger niet."""
    huis = Huis(plekken=2)
    fiches = onderteken(huis)
    gedood = set()

    def af():
        levend = Taak.objects.filter(status=Status.BEZIG, vrij_vanaf__gt=Now())
        claim = levend.values_list("claim", flat=True).first()
        if claim and len(gedood) < 2:
            for kind in kinderen(celery_werker.pid):
                os.kill(kind, signal.SIGKILL)
            # de klok vooruit: de lease van wie stierf is om, en niemand belde er nog voor
            voorbij = timedelta(seconds=settings.TAKEN_LEASE)
            stil = levend.filter(claim=claim)  # leeg als het kind net klaar was
            if stil.update(vrij_vanaf=F("vrij_vanaf") - voorbij, gewekt_op=F("gewekt_op") - voorbij):
                gedood.add(claim)
                stappen.veeg()
        return not Taak.objects.filter(status__in=OPEN).exists()

    tot(af)
    assert len(gedood) == 2
    assert sum(Taak.objects.order_by("pk").values_list("pogingen", flat=True)) == 2 * len(fiches) + len(gedood)
    for soort in SoortBlad.values:
        assert tel(huis, soort) == Counter({fiche.pk: 1 for fiche in fiches})
