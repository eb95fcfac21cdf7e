"""Wie hoort van een fiche: de direct leidinggevende en wie die vervangt, en HR als ze terugkomt."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from beheer.stappen import plaatsvervanging as aanduiden
from berichten.models import Bericht
from fiches import stappen
from organisaties.models import Lidmaatschap
from taken.models import Taak
from taken.uitvoering import voer_alles_uit

pytestmark = pytest.mark.django_db


def kreeg(soort="fiche_te_ondertekenen"):
    return sorted(Bericht.objects.filter(soort=soort).values_list("ontvanger__email", flat=True))


def vervang(huis, voor, door):
    return aanduiden.duid_aan(
        huis.actor("beheerder"), voor=huis.leden[voor], plaatsvervanger=huis.leden[door], hoedanigheid=voor,
        van=timezone.localdate(), tot=timezone.localdate() + timedelta(days=1), referentie="besluit 1",
    )  # fmt: skip


def zonder_toegang(huis, *wie):
    Lidmaatschap.objects.filter(pk__in=[huis.leden[rol].pk for rol in wie]).update(ingetrokken_op=timezone.now())


def test_de_leidinggevende_van_deze_mentor(huis):
    with huis.binnen():
        huis.lid("ander", "leidinggevende")
        fiche = huis.fiche()
        (bericht,) = Bericht.objects.all()
    assert bericht.ontvanger == huis.leden["leidinggevende"].gebruiker
    assert bericht.onderwerp == f"Fiche {huis.plek.code} wacht op je handtekening"
    assert bericht.knop_pad == f"/fiches/{fiche.pk}/"


def test_ook_wie_die_vandaag_vervangt(huis):
    with huis.binnen():
        vervang(huis, "leidinggevende", "coordinator")
        vervang(huis, "directeur", "beheerder")  # is niet aan de beurt
        huis.fiche()
        assert kreeg() == ["coordinator@aa.example", "leidinggevende@aa.example"]


def test_zonder_leidinggevende_de_directeur_zijn_vervanger_en_hr(huis):
    with huis.binnen():
        vervang(huis, "directeur", "beheerder")
        vervang(huis, "leidinggevende", "coordinator")  # vervangt iemand zonder toegang: telt niet
        zonder_toegang(huis, "leidinggevende")
        huis.fiche()
        assert kreeg() == ["beheerder@aa.example", "directeur@aa.example", "hr@aa.example"]


def test_nooit_de_mentor_van_de_plek(huis):
    with huis.binnen():
        vervang(huis, "leidinggevende", "mentor")
        huis.fiche()
        assert kreeg() == ["leidinggevende@aa.example"]


def test_ondertekend_dan_hoeft_niemand_meer(huis):
    """Getekend voor de mail weg was: er vertrekt geen, en niemand heeft nog iets te lezen."""
    with huis.binnen():
        huis.ondertekende_fiche()
        assert Bericht.objects.get().gelezen_op is not None
    voer_alles_uit(*Taak.objects.filter(naam="berichten.mail").values_list("pk", flat=True))
    assert mail.outbox == []


def test_teruggestuurd_hoort_hr_met_de_reden(huis):
    with huis.binnen():
        huis.leden["hr2"] = huis.lid("hr2", "hr")
        fiche = huis.fiche()
        stappen.terugsturen(huis.actor("hr2"), fiche, reden="De taken kloppen niet.")
        (bericht,) = Bericht.objects.filter(soort="fiche_terug")
        assert bericht.ontvanger == huis.leden["hr"].gebruiker  # wie het zelf deed, weet het
        assert "De reden: De taken kloppen niet." in bericht.alineas
        assert not Bericht.objects.filter(soort="fiche_te_ondertekenen", gelezen_op=None).exists()
