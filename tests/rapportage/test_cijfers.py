"""Wat telt op een peildatum, aan zijn grenzen: de datum van het feit, de periode, het zegel, het bestand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documenten import opslag
from fiches import stappen as fiche_stappen
from fiches.enums import SoortBlad
from fiches.models import Fiche, FicheBlad
from leerwerkplekken import stappen as plek_stappen
from mentoren import stappen as mentor_stappen
from mentoren.models import Deelname, Mentor
from plaatsingen.models import Maandstaat
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Actiepunt, Overleg, Subsidieproject
from rapportage import cijfers, tabellen
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF, Huis
from tests.hulp.huizen import eens
from tests.rapportage.getallen import telt_hetzelfde
from tests.rapportage.scenarios import verzegel

pytestmark = pytest.mark.django_db
EINDE = date(2023, 12, 31)


gebouwd_huis, huis = eens(lambda: Huis("aa", plekken=2))


def tel(huis, peildatum=EINDE, project=None):
    """De cijfers uit de rijen; wat de databank telt, is telkens hetzelfde."""
    (uit,) = cijfers.bereken([project or huis.project], peildatum)
    telt_hetzelfde([uit], peildatum)
    return uit


def test_een_fiche_telt_vanaf_de_dag_van_de_handtekening_en_met_zegel(huis):
    with huis.binnen():
        huis.ondertekende_fiche(op=date(2023, 6, 15))
        assert tel(huis).plekken.resultaat == 0
        assert {o.reden for o in tel(huis).ontbrekend if o.code == huis.plek.code} == {"ondertekend, zegel volgt"}
    with huis.binnen():
        verzegel()
        assert tel(huis, date(2023, 6, 14)).plekken.resultaat == 0
        assert tel(huis, date(2023, 6, 15)).plekken.resultaat == 1
        assert tel(huis, EINDE).plekken.resultaat == 1


@pytest.mark.parametrize(
    ("dag", "telt"),
    [(date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 0)],
)
def test_enkel_binnen_de_periode_van_het_project(huis, dag, telt):
    with huis.binnen():
        fiche = huis.fiche(op=date(2023, 1, 1))
        fiche_stappen.ondertekenen(
            huis.actor("hr"), fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256, op=dag
        )
    with huis.binnen():
        verzegel()
        uitkomst = tel(huis, date(2024, 6, 1))
        assert uitkomst.plekken.resultaat == telt
        redenen = {o.reden for o in uitkomst.ontbrekend if o.code == huis.plek.code}
        assert redenen == (set() if telt else {"ondertekend buiten de periode van het project"})


def test_op_een_peildatum_telt_de_toen_nieuwste_ondertekende_versie(huis):
    with huis.binnen():
        huis.ondertekende_fiche(op=date(2023, 6, 15))
        plek_stappen.wijzig(huis.installatie, huis.plek, uren_per_maand=40)
        huis.ondertekende_fiche(op=date(2023, 9, 1), hoedanigheid="directeur")
    with huis.binnen():
        verzegel()
        assert [f.fiche.versie for f in tel(huis, date(2023, 8, 31)).fiches] == [1]
        assert [f.fiche.versie for f in tel(huis, date(2023, 9, 1)).fiches] == [2]


def test_een_open_correctie_laat_de_ondertekende_versie_tellen(huis):
    with huis.binnen():
        huis.ondertekende_fiche(op=date(2023, 6, 15))
        plek_stappen.wijzig(huis.installatie, huis.plek, uren_per_maand=40)
        huis.fiche(op=date(2023, 9, 1))
    with huis.binnen():
        verzegel()
        assert [f.fiche.versie for f in tel(huis).fiches] == [1]


def test_een_toezegging_zonder_bestand_telt_niet(huis):
    with huis.binnen():
        opleiding = mentor_stappen.maak_opleiding(
            huis.installatie, huis.bestuur, code="O", titel="O", datum=date(2023, 5, 1)
        )
        mentor_stappen.registreer_deelname(huis.installatie, opleiding, huis.mentor, certificaat_datum=date(2023, 5, 2))
        assert tel(huis).mentoren.resultaat == 0
        assert {o.reden for o in tel(huis).ontbrekend if o.soort == "mentor"} == {
            "certificaat toegezegd, bestand ontbreekt"
        }


@pytest.mark.parametrize(
    ("peildatum", "telt"), [(date(2023, 5, 29), 0), (date(2023, 5, 30), 1), (date(2023, 12, 31), 1)]
)
def test_een_certificaat_telt_vanaf_zijn_datum(huis, peildatum, telt):
    with huis.binnen():
        huis.certificaat(datum=date(2023, 5, 30))
        assert tel(huis, peildatum).mentoren.resultaat == telt


@pytest.mark.parametrize(
    ("dag", "telt"),
    [(date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 0)],
)
def test_een_certificaat_telt_in_de_periode_van_het_project(huis, dag, telt):
    """Een tweede mentor zonder certificaat mist altijd; een oud certificaat naast een dat telt stoort niet."""
    with huis.binnen():
        een = huis.certificaat()
        ander = Deelname.objects.get(pk=een.pk)
        ander.pk, ander.opleiding = (
            None,
            mentor_stappen.maak_opleiding(huis.installatie, huis.bestuur, code="O2", titel="O", datum=date(2020, 5, 1)),
        )
        ander.save()
        for pk, op in ((een.pk, date(2021, 1, 1)), (ander.pk, dag)):
            Deelname.objects.filter(pk=pk).update(certificaat_datum=op)
        mentor_stappen.maak_mentor(huis.installatie, huis.lid("bo", "mentor"), organisatie=huis.organisatie)
        c = tel(huis, date(2024, 6, 1))
        assert c.mentoren.resultaat == telt
        assert len({a.sleutel for a in c.ontbrekend if a.soort == "mentor"}) == 2 - telt


def test_een_vertrokken_mentor_blijft_tellen(huis):
    with huis.binnen():
        huis.certificaat()
        Mentor.objects.filter(pk=huis.mentor.pk).update(vertrokken_op=date(2023, 6, 1))
        assert tel(huis).mentoren.resultaat == 1


def test_een_mentor_telt_voor_hoogstens_een_project(huis):
    """Dat van de eigen organisatie gaat voor dat van het hele bestuur (domein §3)."""
    with huis.binnen():
        huis.certificaat()
        district = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-D", titel="District", organisatie=huis.organisatie,
            van=date(2023, 1, 1), tot=EINDE, doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
        beide = cijfers.bereken([huis.project, district], EINDE)
        assert [c.mentoren.resultaat for c in beide] == [0, 1]


def test_uren_tellen_wanneer_de_maand_bevestigd_is(huis):
    with huis.binnen():
        plaatsing = huis.plaatsing()
        uren.voer_in(huis.actor("mentor"), plaatsing, Invoer(date(2023, 3, 2), minuten=240))
        staat = maand.doorsturen(huis.actor("mentor"), plaatsing, date(2023, 3, 1), op=date(2023, 4, 1))
        assert tel(huis).bevestigde_minuten == 0
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
        assert tel(huis, date(2023, 4, 4)).bevestigde_minuten == 0
        assert tel(huis, date(2023, 4, 5)).bevestigde_minuten == 240


def test_aanbod_en_overleg_op_hun_datum(huis):
    with huis.binnen():
        Overleg.objects.create(bestuur=huis.bestuur, datum=date(2023, 4, 18), met="vdab", onderwerp="Kennismaking")
        assert [len(tel(huis, date(2023, *d)).aanbod) for d in ((2, 28), (3, 1))] == [0, 2]
        assert [len(tel(huis, date(2023, *d)).overleg) for d in ((4, 17), (4, 18))] == [0, 1]


@pytest.mark.parametrize(
    ("plekken", "mentoren", "euro"),
    [
        (0, 0, "0"),
        (2, 1, "0"),
        (3, 0, "0"),
        (3, 1, "7396.85"),
        (5, 2, "7396.85"),
        (6, 2, "14793.69"),
        (9, 3, "14793.69"),
    ],
)
def test_naar_rato_van_volledige_bundels(plekken, mentoren, euro):
    project = Subsidieproject(doel_leerwerkplekken=6, doel_mentoren=2, toegekend_bedrag=Decimal("14793.69"))
    verwacht = Decimal(euro)
    assert abs(cijfers.naar_rato(project, plekken, mentoren, 3) - verwacht) <= Decimal("0.01")


def test_het_aantal_vragen_groeit_niet_met_de_projecten(huis):
    def vragen(projecten):
        with CaptureQueriesContext(connection) as c:
            for uit in cijfers.bereken(projecten, EINDE):
                assert uit.plekken.doel
        return len(c)

    with huis.binnen():
        een = list(Subsidieproject.objects.select_related("oproep").order_by("pk"))
        eerst = vragen(een)
        for n in range(4):
            Subsidieproject.objects.create(
                bestuur=huis.bestuur, oproep=huis.project.oproep, code=f"P{n}", titel="x", van=date(2023, 1, 1),
                tot=EINDE, doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=1,
            )  # fmt: skip
        alle = list(Subsidieproject.objects.select_related("oproep").order_by("pk"))
        assert vragen(alle) == eerst <= 17


def test_de_tabellen_zeggen_hetzelfde_als_de_cijfers(huis):
    with huis.binnen():
        huis.certificaat()
        huis.ondertekende_fiche()
    voer_alles_uit()  # een echt zegel: het niveau staat in de tabel
    with huis.binnen():
        c = tel(huis)
        per_naam = {t.naam: t for t in tabellen.alle(c)}
        assert len(per_naam["fiches"].rijen) == c.plekken.resultaat == 1
        assert per_naam["fiches"].uitleg == "Verzegeld zonder tijdstempel (niveau B-B): 1 van 1."
        assert len(per_naam["mentoren"].rijen) == c.mentoren.resultaat == 1
        assert len(per_naam["aanbod"].rijen) == len(c.aanbod) == 2
        assert per_naam["resultaten"].rijen[0][1:] == (1, 3)
        assert [rij[1] for rij in per_naam["afwijkingen"].rijen if not rij[3]] == [huis.plekken[1].code]
        assert Fiche.objects.count() == 1


def test_een_leeskopie_is_geen_zegel(huis):
    with huis.binnen():
        fiche = huis.ondertekende_fiche(op=date(2023, 6, 15))
        document = opslag.leg_vast(
            huis.bestuur_id, opslag.bewaar(huis.bestuur_id, PDF), soort="fiche", naam="a.pdf", mime="application/pdf"
        )
        FicheBlad.objects.create(bestuur=huis.bestuur, fiche=fiche, soort=SoortBlad.LEESKOPIE, document=document)
        assert tel(huis).plekken.resultaat == 0


def test_een_maand_van_voor_er_versies_waren_telt_op_de_dag_van_haar_bevestiging(huis):
    """Ook als een andere maand wel versies heeft; een maand die enkel doorgestuurd is telt niet."""
    with huis.binnen():
        plaatsing = huis.plaatsing()
        uren.voer_in(huis.actor("mentor"), plaatsing, Invoer(date(2023, 4, 3), minuten=60))
        staat = maand.doorsturen(huis.actor("mentor"), plaatsing, date(2023, 4, 1), op=date(2023, 5, 1))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 5, 3))
        uren.voer_in(huis.actor("mentor"), plaatsing, Invoer(date(2023, 3, 6), minuten=240))
        oud = {"bestuur": huis.bestuur, "plaatsing": plaatsing, "doorgestuurd_op": date(2023, 4, 1)}
        Maandstaat.objects.create(
            **oud, maand=date(2023, 3, 1), status="bevestigd", bevestigd_op=date(2023, 5, 5), minuten=240
        )
        Maandstaat.objects.create(**oud, maand=date(2023, 5, 1), status="doorgestuurd")
        for dag, verwacht in ((2, 0), (3, 60), (4, 60), (5, 300)):
            op = date(2023, 5, dag)
            assert tel(huis, op).bevestigde_minuten == verwacht, dag


def test_een_overleg_telt_tot_de_dag_van_het_afgelasten(huis):
    """Op de dag zelf niet meer; wie er een achteraf noteert en afgelast, telt het nooit; wat nog moet komen evenmin."""
    vandaag, nu, dag = timezone.localdate(), timezone.now(), timedelta(days=1)
    with huis.binnen():
        Subsidieproject.objects.filter(pk=huis.project.pk).update(tot=vandaag + 30 * dag)
        huis.project.refresh_from_db()
        vast = {"bestuur": huis.bestuur, "met": "vdab", "onderwerp": "x"}
        Overleg.objects.create(
            **vast, datum=date(2023, 4, 18), vastgelegd_op=nu - 5 * dag, afgelast_reden="ziek", afgelast_op=nu - dag
        )
        Overleg.objects.create(**vast, datum=date(2023, 4, 19), afgelast_reden="ziek", afgelast_op=nu)
        Overleg.objects.create(**vast, datum=vandaag + dag)
        for n, verwacht in ((-3, 1), (-2, 1), (-1, 0), (0, 0), (2, 0)):
            assert len(tel(huis, vandaag + n * dag).overleg) == verwacht, n


def test_actiepunten_tellen_zoals_ze_toen_genoteerd_en_gedaan_waren(huis):
    """Van een overleg dat pas later genoteerd is, telt alles; een punt is gedaan vanaf zijn dag."""
    nu, dag = timezone.now(), timedelta(days=1)
    with huis.binnen():
        vroeg = Overleg.objects.create(
            bestuur=huis.bestuur, met="vdab", onderwerp="x", datum=date(2023, 4, 18), vastgelegd_op=nu - 9 * dag
        )
        laat = Overleg.objects.create(bestuur=huis.bestuur, met="vdab", onderwerp="y", datum=date(2023, 4, 19))
        vandaag = timezone.localdate()
        for overleg, genoteerd, gedaan in (
            (vroeg, nu - 6 * dag, None), (vroeg, nu - 6 * dag, vandaag - 3 * dag), (vroeg, nu, vandaag - 4 * dag),
            (laat, nu, vandaag - 3 * dag), (laat, nu, vandaag),
        ):  # fmt: skip
            Actiepunt.objects.create(
                bestuur=huis.bestuur, overleg=overleg, wat="z", wie="An", gedaan_op=gedaan, vastgelegd_op=genoteerd
            )
        Subsidieproject.objects.filter(pk=huis.project.pk).update(tot=vandaag)
        huis.project.refresh_from_db()
        gezien = {
            n: [(o.aantal_punten, o.gedane_punten) for o in tel(huis, vandaag - n * dag).overleg] for n in (7, 4, 3, 0)
        }
        assert gezien == {7: [(0, 0), (2, 0)], 4: [(2, 0), (2, 0)], 3: [(2, 1), (2, 1)], 0: [(3, 2), (2, 2)]}
