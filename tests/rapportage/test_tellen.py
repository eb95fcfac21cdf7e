"""Enkel tellen geeft dezelfde getallen als de rijen: elk soort feit, aan elke grens, en in een vast aantal vragen.

Op willekeurige reeksen en op elke vorige dag: `test_zoals_toen.py`. Op de vijf besturen: `overal.py`.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluaties.models import Opvolging, Uitstroom
from evaluaties.stappen import einde
from leerwerkplekken import stappen as plek_stappen
from organisaties.models import Organisatie
from plaatsingen.models import Maandstaat
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Maatregel, Overleg, Subsidieproject
from projecten.stappen import overleg as overleg_stappen
from rapportage import cijfers, tellen, telvragen
from tests.bouw import Huis
from tests.evaluaties.hulp import afgerond
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan
from tests.rapportage.getallen import getallen, telt_hetzelfde
from tests.rapportage.scenarios import verzegel

pytestmark = pytest.mark.django_db
VAN, TOT = date(2023, 1, 1), date(2023, 12, 31)


def bouw():
    """Twee projecten met van elk soort feit iets, ook op en net naast een grens."""
    huis = Huis("aa", plekken=4)
    with huis.binnen():
        huis.district = Organisatie.objects.create(
            bestuur=huis.bestuur, code="dis", naam="District", soort="lokaal_bestuur", adres="Plein 1"
        )
        huis.ander = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-D", titel="District", organisatie=huis.district,
            van=date(2023, 4, 1), tot=date(2023, 6, 15), doel_leerwerkplekken=1, doel_mentoren=1,
            toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
        huis.plekken += [huis.maak_plek(project=huis.ander, code=f"DIS-{n}") for n in (1, 2)]
        for plek, op in zip(
            huis.plekken, (VAN, date(2023, 6, 15), date(2024, 1, 1), None, date(2023, 6, 15), date(2023, 6, 16)),
            strict=True,
        ):  # fmt: skip
            if op:
                huis.ondertekende_fiche(plek, hoedanigheid="hr", op=op)
        plek_stappen.wijzig(huis.installatie, huis.plekken[1], uren_per_maand=40)
        huis.ondertekende_fiche(huis.plekken[1], op=date(2023, 9, 1), hoedanigheid="directeur")
        verzegel()
        huis.certificaat()
        _plaatsingen(huis)
        for dag, met in ((VAN, "vdab"), (date(2023, 6, 15), "vdab"), (date(2024, 1, 1), "vdab"), (TOT, "wijk_werken")):
            Overleg.objects.create(bestuur=huis.bestuur, datum=dag, met=met, onderwerp=f"{dag}")
        overleg_stappen.last_af(huis.actor("coordinator"), Overleg.objects.get(datum=VAN), reden="ziek")
        for jaar, plekken in ((2021, 5), (2022, 8), (2023, 6), (2024, 4)):
            Maatregel.objects.create(bestuur=huis.bestuur, soort="art60", jaar=jaar, plekken=plekken)
    return huis


def _plaatsingen(huis):
    huis.plaatsingen = [
        huis.plaatsing(
            deelnemer=huis.deelnemer(f"D{n}"), plek=plek, code=f"P{n}", van=van, tot=van + timedelta(days=90)
        )
        for n, (plek, van) in enumerate(
            zip(huis.plekken, (VAN, date(2023, 3, 1), TOT, date(2023, 4, 1), date(2023, 3, 1)), strict=False)
        )
    ]  # de laatste begon voor haar project
    for n, plaatsing in enumerate(huis.plaatsingen[:2] + huis.plaatsingen[4:]):
        dag = plaatsing.van + timedelta(days=1)
        uren.voer_in(huis.actor("hr"), plaatsing, Invoer(dag, minuten=240 + 60 * n))
        staat = maand.doorsturen(huis.actor("hr"), plaatsing, dag.replace(day=1), op=date(2023, 4, 3))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
    maand.verbeteren(huis.actor("hr"), Maandstaat.objects.get(plaatsing=huis.plaatsingen[0]), reden="vergeten")
    een = huis.plaatsingen[0]
    for plaatsing, richting in zip(huis.plaatsingen[::2], ("werk", "opleiding", "werk"), strict=True):
        Uitstroom.objects.create(bestuur=huis.bestuur, plaatsing=plaatsing, richting=richting, datum=date(2023, 6, 1))
    Opvolging.objects.create(bestuur=huis.bestuur, plaatsing=een, maanden=3, bereikt=False, gedaan_op=date(2023, 9, 1))
    afgerond(huis, een, op=date(2023, 1, 10))
    einde.maak_attest(huis.actor("hr"), een, met_uren=True, met_competenties=True, op=date(2023, 4, 5))


gebouwd_huis, huis = eens(bouw)


@pytest.fixture
def binnen(huis):
    with huis.binnen():
        yield huis


def projecten():
    return list(Subsidieproject.objects.select_related("oproep").order_by("code"))


def beide(dag, **hoe):
    return telt_hetzelfde(cijfers.bereken(projecten(), dag, **hoe), dag, **hoe)


def op(dag, **hoe):
    """Beide tellingen, alsof het die dag is: van een vorige dag leest de toepassing ook het logboek."""
    with time_machine.travel(dag, tick=False):
        return beide(dag, **hoe)


def test_elk_getal_is_er(binnen):
    """Elk soort getal is ergens niet nul: anders bewijst gelijk zijn niets."""
    alle = op(date(2024, 3, 1))
    leeg = {naam for naam in getallen(alle[0]) if not any(getallen(t)[naam] for t in alle)}
    assert leeg == {"gehaald"}
    gewoon, district = alle
    assert (gewoon.leerwerkplekken, gewoon.fiches, district.leerwerkplekken, district.fiches) == (4, 2, 2, 1)
    assert (gewoon.plaatsingen, gewoon.maandstaten, gewoon.bevestigde_minuten) == (4, 2, 540)
    assert (gewoon.overleg, district.overleg) == (2, 1)
    assert gewoon.andere_maatregelen == (8, 6) and gewoon.verdringing


def test_op_elke_grens(binnen):
    """De dag zelf en de dag ervoor: van een periode, een handtekening, een certificaat, een bevestiging, een maand."""
    grenzen = (VAN, date(2023, 4, 1), date(2023, 4, 5), date(2023, 5, 30), date(2023, 6, 15), TOT)
    dagen = {grens + timedelta(days=n) for grens in grenzen for n in (-1, 0)}
    gezien = [[getallen(t) for t in op(dag)] for dag in sorted(dagen)]
    assert all(een != twee for een, twee in pairwise(gezien)), "elke grens verandert iets"


def test_zoals_toen_gekend(binnen):
    vandaag = timezone.localdate()
    assert [getallen(t) for t in beide(vandaag, toen_gekend=True)] == [getallen(t) for t in beide(vandaag)]
    niets = op(date(2024, 3, 1), toen_gekend=True)  # alles hier is na die dag geregistreerd
    assert not any(t.leerwerkplekken or t.fiches or t.plaatsingen or t.bevestigde_minuten for t in niets)


STUKKEN = {  # waar de telling iets anders zegt dan de rijen
    "periode van een fiche": ("GETALLEN", "WHERE mee AND {fiche_telt}", "WHERE mee"),
    "een plek telt één keer": ("GETALLEN", "'fiches', project, 0, '', count(DISTINCT pk)", "'fiches', project, 0, '', count(pk)"),
    "maand in de periode": ("GETALLEN", "WHERE {maand_telt}", ""),
    "periode van een overleg": ("GETALLEN", "WHERE {overleg_telt}", ""),
    "periode van een plaatsing": ("PLAATSINGEN", "WHERE {plaatsing_telt}", ""),
    "plaatsing van een feit": ("GETALLEN", "WHERE telt", ""),
}  # fmt: skip


@pytest.mark.parametrize("stuk", STUKKEN)
def test_controle_een_voorwaarde_minder_valt_op(binnen, monkeypatch, stuk):
    naam, deel, anders = STUKKEN[stuk]
    sjabloon = getattr(telvragen, naam)
    assert deel in sjabloon
    monkeypatch.setattr(telvragen, naam, sjabloon.replace(deel, anders))
    monkeypatch.setattr(tellen, "vragen", telvragen.vragen.__wrapped__)
    with pytest.raises(AssertionError):
        for dag in (date(2023, 6, 15), date(2024, 3, 1)):
            op(dag)


def test_evenveel_vragen_voor_een_en_voor_meer_projecten(binnen):
    def gesteld(rijen):
        with CaptureQueriesContext(connection) as c:
            tellen.tel(rijen, timezone.localdate())
        return len(c)

    alle = projecten()
    assert gesteld(alle[:1]) == gesteld(alle) == 7 and gesteld([]) == 0


def test_de_voortgang_van_alle_projecten_telt_enkel(huis):
    """Evenveel vragen bij meer projecten en plekken, en minder dan om de rijen te lezen."""
    klant = meld_aan(huis.leden["coordinator"].gebruiker)

    def gesteld():
        with CaptureQueriesContext(connection) as c:
            assert klant.get(reverse("rapportage:voortgang")).status_code == 200
        return len(c)

    eerst = gesteld()
    with huis.binnen():
        ander = Subsidieproject.objects.get(pk=huis.ander.pk)
        ander.pk, ander.code = None, "572-E"
        ander.save()
        huis.maak_plek(project=ander, code="E-1")
    assert gesteld() == eerst <= 21


def test_in_de_volgorde_van_de_vraag(binnen):
    alle = projecten()[::-1]
    assert [t.project for t in tellen.tel(alle, timezone.localdate())] == alle
