"""Overeenkomsten: de grens van 90 en 30 dagen, verlengen als nieuwe rij, het document, en wie erbij mag."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from documenten.enums import Soort
from documenten.opladen import Opgeladen
from organisaties.isolatie import Geweigerd
from projecten.models import Overeenkomst
from projecten.overzicht import aflopende_overeenkomsten, met_opvolger, overeenkomststand
from projecten.stappen import overeenkomsten as stappen
from tests.bouw import PDF

pytestmark = pytest.mark.django_db
DAG = date(2025, 3, 4)


def maak(huis, tot=None, **anders):
    gegevens = {"met": "glow", "glowpartner": huis.partner, "van": date(2024, 1, 1), "onderwerp": "Toeleiding"} | anders
    return stappen.maak(huis.actor("hr"), huis.bestuur, tot=tot, **gegevens)


@pytest.mark.parametrize(
    ("dagen", "drempel", "stand"),
    [(91, None, "loopt"), (90, 90, "loopt_af"), (31, 90, "loopt_af"), (30, 30, "loopt_af"), (0, 30, "loopt_af"),
     (-1, None, "voorbij"), (None, None, "loopt")],
)  # fmt: skip
def test_negentig_en_dertig_dagen(huis, bb, dagen, drempel, stand):
    tot = None if dagen is None else DAG + timedelta(days=dagen)
    with bb.binnen():
        maak(bb, DAG)  # een ander bestuur telt niet mee
    with huis.binnen():
        maak(huis, tot)
        gevonden = aflopende_overeenkomsten(huis.bestuur_id, DAG)
        assert [(rij.dagen, rij.drempel) for rij in gevonden] == ([(dagen, drempel)] if drempel else [])
        assert overeenkomststand(met_opvolger(Overeenkomst.objects).get(), DAG) == stand


def test_verlengen_is_een_nieuwe_rij_en_stopt_de_herinnering(huis):
    with huis.binnen():
        oud = maak(huis, DAG + timedelta(days=10))
        hr, begin = huis.actor("coordinator"), DAG + timedelta(days=11)
        with pytest.raises(Geweigerd, match="ten vroegste op 15/03/2025") as fout:
            stappen.verlengen(hr, oud, van=begin - timedelta(days=1), onderwerp="Nog eens")
        assert fout.value.veld == "van"
        nieuw = stappen.verlengen(hr, oud, van=begin, tot=None, onderwerp="Nog eens")
        assert nieuw.pk != oud.pk and (nieuw.glowpartner, nieuw.vervangt) == (huis.partner, oud)
        oud.refresh_from_db()
        assert oud.onderwerp == "Toeleiding" and aflopende_overeenkomsten(huis.bestuur_id, DAG) == []
        assert overeenkomststand(met_opvolger(Overeenkomst.objects).get(pk=oud.pk), DAG) == "verlengd"
        with pytest.raises(Geweigerd, match="al verlengd"):  # dubbel geklikt, of twee tabbladen
            stappen.verlengen(hr, oud, van=begin + timedelta(days=1), onderwerp="Nog eens")
        with pytest.raises(Geweigerd, match="geen einde"):
            stappen.verlengen(hr, nieuw, van=date(2030, 1, 1), onderwerp="x")


def test_het_document_en_de_regels(huis):
    with huis.binnen():
        rij = maak(huis, bestand=Opgeladen(PDF, "application/pdf", ".pdf"), getekend_op=date(2024, 1, 2))
        eerste = rij.document
        assert (eerste.soort, eerste.mime, eerste.grootte) == (Soort.OVEREENKOMST, "application/pdf", len(PDF))
        rij = stappen.wijzig(
            huis.actor("hr"), rij, onderwerp="Anders", bestand=Opgeladen(PDF, "application/pdf", ".pdf")
        )
        assert rij.document.pk != eerste.pk and rij.onderwerp == "Anders"
        for anders, veld in (
            ({"met": "andere", "glowpartner": None}, "met"),
            ({"met": "glow", "glowpartner": None}, "met"),
            ({"getekend_op": date(2999, 1, 1)}, "getekend_op"),
            ({"tot": date(2023, 12, 31), "van": date(2024, 1, 1), "met": "vdab", "glowpartner": None}, "tot"),
            ({}, "van"),  # zelfde partner, zelfde begin
        ):
            with pytest.raises(Geweigerd) as fout:
                maak(huis, **anders)
            assert fout.value.veld == veld, anders


@pytest.mark.parametrize("rol", ["mentor", "controleur", "directeur", "beheerder"])
def test_enkel_hr_en_coordinator(huis, rol):
    with huis.binnen():
        rij = maak(huis, DAG)
        for stap in (stappen.wijzig, stappen.verlengen):
            with pytest.raises(PermissionDenied):
                stap(huis.actor(rol), rij, van=DAG, onderwerp="x")
