"""Enkel tellen geeft dezelfde getallen als de rijen: elk soort feit, aan elke grens, en in een vast aantal vragen.

Op willekeurige reeksen en op elke vorige dag: `test_zoals_toen.py`. Op de vijf besturen: `overal.py`.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluaties.models import Attest, Evaluatie, Opvolging, Uitstroom
from leerwerkplekken import stappen as plek_stappen
from mentoren.models import Mentor
from organisaties.models import Organisatie
from plaatsingen.models import Maandstaat, MaandstaatVersie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Maatregel, Overleg, Subsidieproject
from projecten.stappen import overleg as overleg_stappen
from rapportage import cijfers, opgeleid, selecties, tellen, voorwaarden
from rapportage.voorwaarden import Kijk
from tests.bouw import Huis
from tests.hulp.huizen import eens
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
        huis.plaatsing(deelnemer=huis.deelnemer(f"D{n}"), plek=plek, code=f"P{n}", van=van, tot=van + timedelta(days=90))
        for n, (plek, van) in enumerate(zip(huis.plekken, (VAN, date(2023, 3, 1), TOT, date(2023, 4, 1)), strict=False))
    ]
    for n, plaatsing in enumerate(huis.plaatsingen[:2]):
        dag = plaatsing.van + timedelta(days=1)
        uren.voer_in(huis.actor("hr"), plaatsing, Invoer(dag, minuten=240 + 60 * n))
        staat = maand.doorsturen(huis.actor("hr"), plaatsing, dag.replace(day=1), op=date(2023, 4, 3))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
    maand.verbeteren(huis.actor("hr"), Maandstaat.objects.get(plaatsing=huis.plaatsingen[0]), reden="vergeten")
    een, twee = huis.plaatsingen[:2]
    for nummer, plaatsing in enumerate((een, twee)):
        Uitstroom.objects.create(
            bestuur=huis.bestuur, plaatsing=plaatsing, richting=("werk", "opleiding")[nummer], datum=date(2023, 6, 1)
        )
    Opvolging.objects.create(
        bestuur=huis.bestuur, plaatsing=een, maanden=3, bereikt=False, gedaan_op=date(2023, 9, 1)
    )


gebouwd_huis, huis = eens(bouw)


@pytest.fixture
def binnen(huis):
    with huis.binnen():
        yield huis


def projecten():
    return list(Subsidieproject.objects.select_related("oproep").order_by("code"))


def beide(dag, **hoe):
    return telt_hetzelfde(cijfers.bereken(projecten(), dag, **hoe), dag, **hoe)


def test_elk_getal_is_er(binnen):
    """Elk soort getal is ergens niet nul: anders bewijst gelijk zijn niets."""
    nu = date(2024, 3, 1)
    with time_machine.travel(nu, tick=False):
        alle = beide(nu)
    leeg = {naam for naam in getallen(alle[0]) if not any(getallen(t)[naam] for t in alle)}
    assert leeg <= {"gedaan", "attesten", "dagen_over", "gehaald"}
    gewoon, district = alle
    assert (gewoon.leerwerkplekken, gewoon.fiches, district.leerwerkplekken, district.fiches) == (4, 2, 2, 1)
    assert (gewoon.plaatsingen, gewoon.maandstaten, gewoon.bevestigde_minuten) == (4, 2, 540)
    assert (gewoon.overleg, district.overleg) == (2, 1)
    assert gewoon.andere_maatregelen == (8, 6) and gewoon.verdringing
