"""Wie mag aftekenen (bron 000), dag voor dag en rol voor rol."""

from datetime import date, timedelta

import pytest

from fiches import regels, stappen
from fiches.enums import Hoedanigheid
from mentoren import stappen as mentor_stappen
from mentoren.models import Mentor
from organisaties.isolatie import Geweigerd

OVERDRACHT = date(2023, 7, 1)
DAG = timedelta(days=1)


def hoedanigheden(fiche, lid, op):
    return [g.hoedanigheid for g in regels.gezag(fiche, lid, op)]


@pytest.mark.parametrize(
    ("wie", "verwacht"),
    [
        ("leidinggevende", ["leidinggevende"]),
        ("hr", ["hr"]),
        ("directeur", ["directeur"]),
        ("mentor", []),
        ("coordinator", []),
        ("controleur", []),
        ("beheerder", []),
    ],
)
def test_wie_in_welke_hoedanigheid(huis, wie, verwacht):
    with huis.binnen():
        assert hoedanigheden(huis.fiche(), huis.leden[wie], date(2023, 6, 15)) == verwacht


def test_leidinggevende_van_een_andere_mentor_mag_niet(huis):
    with huis.binnen():
        ander = huis.lid("ander", "leidinggevende")
        fiche = huis.fiche()
        assert hoedanigheden(fiche, ander, date(2023, 6, 15)) == []
        reden = regels.bezwaar(fiche, ander, Hoedanigheid.LEIDINGGEVENDE, date(2023, 6, 15))
        assert reden == "Je was op die dag niet de direct leidinggevende van deze mentor."


def test_leiding_wisselt_op_de_dag_zelf(huis):
    """Wie vroeger leidde mag niet meer; wie op die dag leidde wel. De grens ligt op de dag van overdracht."""
    with huis.binnen():
        fiche, oud, nieuw = huis.fiche(), huis.leden["leidinggevende"], huis.lid("nieuw", "leidinggevende")
        mentor_stappen.zet_leiding(huis.installatie, huis.mentor, nieuw, vanaf=OVERDRACHT)
        assert hoedanigheden(fiche, oud, OVERDRACHT - DAG) == ["leidinggevende"]
        assert hoedanigheden(fiche, oud, OVERDRACHT) == []
        assert hoedanigheden(fiche, nieuw, OVERDRACHT - DAG) == []
        assert hoedanigheden(fiche, nieuw, OVERDRACHT) == ["leidinggevende"]
        assert regels.gezag(fiche, nieuw, OVERDRACHT)[0].vanaf == "2023-07-01"


@pytest.mark.parametrize("rol", ["hr", "directeur"])
def test_nooit_de_mentor_van_de_plek_ook_niet_met_een_andere_rol(huis, rol):
    with huis.binnen():
        lid = huis.leden["mentor"]
        lid.rollen = ["mentor", rol]
        lid.save()
        fiche = huis.fiche()
        assert hoedanigheden(fiche, lid, date(2023, 6, 15)) == []
        assert regels.bezwaar(fiche, lid, rol, date(2023, 6, 15)) == regels.IS_MENTOR


def test_wie_intussen_mentor_werd_mag_evenmin(huis):
    """HR wordt na het indienen de mentor van de plek: de fiche noemt nog de vorige, tekenen mag niet meer."""
    with huis.binnen():
        fiche, hr = huis.fiche(), huis.leden["hr"]
        mentor = mentor_stappen.maak_mentor(
            huis.installatie,
            hr,
            organisatie=huis.organisatie,
            dienst="HR",
            leidinggevende=huis.leden["directeur"],
            vanaf=date(2023, 1, 1),
        )
        huis.plek.mentor = Mentor.objects.get(pk=mentor.pk)
        huis.plek.save()
        fiche.refresh_from_db()
        fiche.leerwerkplek.refresh_from_db()
        assert hoedanigheden(fiche, hr, date(2023, 6, 15)) == []


def test_wie_meer_rollen_heeft_kiest(huis):
    with huis.binnen():
        lid = huis.leden["leidinggevende"]
        lid.rollen = ["leidinggevende", "hr", "directeur"]
        lid.save()
        assert hoedanigheden(huis.fiche(), lid, date(2023, 6, 15)) == ["leidinggevende", "hr", "directeur"]


@pytest.mark.parametrize("hoedanigheid", ["hr", "directeur"])
def test_de_rol_moet_er_zijn(huis, hoedanigheid):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(Geweigerd, match="Je hebt de rol niet"):
            stappen.ondertekenen(
                huis.actor("leidinggevende"), fiche, hoedanigheid=hoedanigheid, inhoud_sha256=fiche.inhoud_sha256
            )
