"""Wie wat hoort: één bericht per gebeurtenis, in de inbox en per mail, met de code en een knop, nooit met een naam."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from berichten.models import Bericht
from gemeenschapsdienst.celery import app
from organisaties.models import Lidmaatschap
from plaatsingen.models import Deelnemer
from taken.models import Taak
from taken.uitvoering import voer_alles_uit

pytestmark = pytest.mark.django_db
HR, PARTNER, TWEEDE = "hr@aa.example", "glow@aa.example", "tweede@aa.example"  # wie voor de partner werkt


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def post(opzet):
    """`post()`: wat er sinds de vorige keer verstuurd is, als (aan, onderwerp, tekst)."""
    mail.outbox.clear()

    def haal():
        open_ = Taak.objects.filter(status__in=["wacht", "bezig"], naam__regex="^(kandidaten|berichten)").order_by("pk")
        while nummers := list(open_.values_list("pk", flat=True)):
            assert voer_alles_uit(*nummers) == []
        berichten = [(b.to[0], b.subject, b.body + b.alternatives[0][0]) for b in mail.outbox]
        mail.outbox.clear()
        for _, onderwerp, tekst in berichten:
            for naam in ("Nele", "Janssens"):
                assert naam not in onderwerp and naam not in tekst
        return sorted(berichten)

    yield haal
    mail.outbox.clear()


def test_elke_persoon_van_hr_hoort_van_een_nieuwe_kandidaat(opzet, post):
    with opzet.huis.binnen():
        opzet.huis.lid("hr2", "hr", "coordinator")
        weg = opzet.huis.lid("hr3", "hr")
        Lidmaatschap.objects.filter(pk=weg.pk).update(ingetrokken_op=timezone.now())
    k = opzet.kandidaat("K-9")
    berichten = post()
    assert {aan for aan, *_ in berichten} == {HR, "hr2@aa.example"} and len(berichten) == 2
    assert {onderwerp for _, onderwerp, _ in berichten} == {"Nieuwe kandidaat K-9"}
    assert f"/kandidaten/{k.pk}/" in berichten[0][2] and "Partner aa stelt kandidaat K-9 voor." in berichten[0][2]
    assert post() == []


def test_de_partner_hoort_van_elke_afspraak_een_keer(opzet, post):
    k = opzet.kandidaat()
    post()
    opzet.intake(k, 3)
    opzet.intake(k, 3)  # twee keer gestuurd
    ((aan, onderwerp, tekst),) = post()
    assert (aan, onderwerp) == (PARTNER, "Intake voor kandidaat K1")
    assert "om 14:30, Markt 1" in tekst and f"/kandidaten/personen/{k.deelnemer_id}/" in tekst
    opzet.intake(k, 4)
    opzet.intake(k, 5)  # verzet voor de eerste mail weg was: enkel de laatste afspraak telt
    assert len(post()) == 1


def test_aanvaard_en_wie_ernaast_grijpt(opzet, post):
    k = opzet.kandidaat("K1")
    for code in ("TWEE-1", "TWEE-2"):
        opzet.kandidaat(code, partner=opzet.tweede)
    post()
    opzet.aanvaard(k)
    (een, twee) = post()
    assert (een[0], een[1]) == (PARTNER, "Kandidaat K1 is aanvaard") and "gereserveerd tot en met" in een[2]
    assert (twee[0], twee[1]) == (TWEEDE, "Een plek is ingenomen")
    assert "De kandidaten TWEE-1 en TWEE-2 gaan" in twee[2] and "/kandidaten/mijn/" in twee[2]


@pytest.mark.parametrize(
    ("reden", "nota", "zin"),
    [
        ("uurrooster", "", "De reden: het uurrooster past niet."),
        ("uurrooster", "enkel voormiddag", "De reden: het uurrooster past niet (enkel voormiddag)."),
        ("andere", "de ploeg is vol", "De reden: de ploeg is vol."),
    ],
)
def test_de_reden_in_woorden(opzet, post, reden, nota, zin):
    k = opzet.kandidaat()
    post()
    opzet.weiger(k, reden, nota)
    ((aan, onderwerp, tekst),) = post()
    assert (aan, onderwerp) == (PARTNER, "Kandidaat K1 is niet aanvaard") and zin in tekst


def test_hr_hoort_het_als_een_partner_intrekt(opzet, post):
    k = opzet.kandidaat()
    opzet.intake(k)
    post()
    opzet.trek_in(k)
    assert [(aan, onderwerp) for aan, onderwerp, _ in post()] == [(HR, "Kandidaat K1 is ingetrokken")]


def test_een_ingetrokken_reservatie_hoort_de_partner(opzet, post):
    k = opzet.kandidaat()
    opzet.aanvaard(k)
    post()
    opzet.laat_los(k)
    assert [(aan, onderwerp) for aan, onderwerp, _ in post()] == [
        (PARTNER, "Reservatie voor kandidaat K1 is ingetrokken")
    ]


def test_de_opdracht_laat_vervallen_en_zegt_het_een_keer(opzet, post):
    k, geplaatst = opzet.kandidaat("K1"), opzet.kandidaat("K2", plek=opzet.plekken[1])
    tot = opzet.aanvaard(k).gereserveerd_tot
    opzet.aanvaard(geplaatst)
    opzet.plaats(opzet.nu(geplaatst))
    post()
    with time_machine.travel(tot):
        call_command("verloop_reservaties")
        assert post() == []  # de laatste dag telt nog mee, en wie geplaatst is hoort niets
    with time_machine.travel(tot + timedelta(days=1)):
        call_command("verloop_reservaties")
        call_command("verloop_reservaties")
        onderwerp = "Reservatie voor kandidaat K1 is vervallen"
        assert [(aan, kop) for aan, kop, _ in post()] == [(PARTNER, onderwerp), (HR, onderwerp)]


def test_de_opdracht_staat_elke_dag_op_het_uurwerk():
    plan = app.conf.beat_schedule["verloop_reservaties"]
    assert plan["args"] == ["verloop_reservaties"] and plan["schedule"].hour == {5}


def test_een_mail_die_niet_weg_raakt_krijgt_niemand_twee_keer(opzet, post, monkeypatch):
    """Elke persoon van HR heeft een eigen bericht en een eigen taak: wie al een mail kreeg, krijgt er bij de nieuwe poging geen tweede."""
    with opzet.huis.binnen():
        opzet.huis.lid("hr2", "hr")
    opzet.kandidaat()
    weg = []

    def stuur(aan, brief, **_):
        if aan == HR and not weg:
            weg.append("mislukt")
            raise OSError
        weg.append(aan)

    monkeypatch.setattr("berichten.tasks.stuur", stuur)
    open_ = Taak.objects.filter(status="wacht", naam__regex="^(kandidaten|berichten)")
    while nummers := list(open_.order_by("pk").values_list("pk", flat=True)):
        Taak.objects.filter(pk__in=nummers).update(vrij_vanaf=timezone.now() - timedelta(seconds=5))
        voer_alles_uit(*nummers)
    assert sorted(weg) == sorted([HR, "hr2@aa.example", "mislukt"])


def test_een_mail_over_iemand_die_intussen_veranderde_gaat_niet_weg(opzet, post):
    k = opzet.kandidaat()
    post()
    opzet.intake(k)
    opzet.trek_in(k)
    assert [aan for aan, *_ in post()] == [HR]
    with opzet.huis.binnen():
        assert Deelnemer.objects.filter(pk=k.deelnemer_id).exists()


def test_elk_nieuws_staat_ook_in_de_inbox(opzet, post):
    k = opzet.kandidaat()
    opzet.intake(k)
    post()
    with opzet.huis.binnen():
        berichten = {(b.ontvanger.email, b.glowpartner, b.onderwerp, b.knop_pad) for b in Bericht.objects.all()}
    assert berichten == {
        (HR, None, "Nieuwe kandidaat K1", f"/kandidaten/{k.pk}/"),
        (PARTNER, opzet.huis.partner, "Intake voor kandidaat K1", f"/kandidaten/personen/{k.deelnemer_id}/"),
    }
