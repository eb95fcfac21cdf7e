"""Elke stap van een controle kijkt zelf na wie ze mag doen, en neemt wat net nog past."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from berichten.models import Bericht
from controles.models import TEKST, Regel, Steekproef, Vraag
from controles.stappen import antwoorden, beheren, uitvoeren
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from rapportage.models import Controle
from tests.controles.hulp import Opzet, vandaag
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)
WIE = {"email": " An.Peeters@WSE.example ", "voornaam": "An", "naam": "Peeters"}


def gesteld(opzet, tekst="Waar is de affiche?"):
    with opzet.als_controleur():
        return Vraag(pk=uitvoeren.stel(opzet.controleur, opzet.controle, tekst))


def test_elke_stap_weigert_wie_ze_niet_mag(huis):
    vraag, controle, dag = gesteld(huis), huis.controle, timezone.localdate()
    hr, mentor, controleur = (huis.huis.actor(rol) for rol in ("hr", "mentor", "controleur"))
    for stap, wie in (
        (lambda door: uitvoeren.trek_steekproef(door, controle, aantal=1, peildatum=huis.a.tot), (hr, mentor)),
        (lambda door: uitvoeren.stel(door, controle, "x"), (hr, mentor)),
        (lambda door: uitvoeren.sluit_af(door, vraag), (hr, mentor)),
        (lambda door: uitvoeren.heropen(door, vraag, "x"), (hr, mentor)),
        (lambda door: antwoorden.antwoord(door, vraag, "x"), (controleur, mentor)),
        (lambda door: beheren.maak(door, huis.a, **WIE, van=dag, tot=dag), (controleur, mentor)),
        (lambda door: beheren.wijzig_einde(door, controle, tot=vandaag(3)), (controleur, mentor)),
        (lambda door: beheren.trek_in(door, controle), (controleur, mentor)),
        (lambda door: beheren.stuur_opnieuw(door, controle, gezien=1), (controleur, mentor)),
    ):
        for door in wie:
            with huis.huis.binnen(), pytest.raises(PermissionDenied):
                stap(door)
    with huis.huis.binnen():
        assert (Controle.objects.count(), Regel.objects.count(), Steekproef.objects.count()) == (1, 1, 0)


def test_een_tekst_die_net_past(huis):
    vol = "x" * TEKST
    vraag = gesteld(huis, vol)
    with huis.huis.binnen():
        with pytest.raises(Geweigerd, match="Vul een antwoord in"):
            antwoorden.antwoord(huis.huis.actor("hr"), vraag, vol + "x")
        antwoorden.antwoord(huis.huis.actor("hr"), vraag, vol)
    with huis.als_controleur():
        for stap in (uitvoeren.heropen, uitvoeren.sluit_af):
            with pytest.raises(Geweigerd, match="Vul een tekst in"):
                stap(huis.controleur, vraag, vol + "x")
        with pytest.raises(Geweigerd, match="Vul een tekst in"):
            uitvoeren.heropen(huis.controleur, vraag, "  ")
        uitvoeren.heropen(huis.controleur, vraag, vol)
        uitvoeren.sluit_af(huis.controleur, vraag, vol)
    with huis.huis.binnen():
        assert set(Regel.objects.order_by("pk").values_list("tekst", flat=True)) == {vol}
        assert Regel.objects.count() == 4


def test_hetzelfde_antwoord_op_een_andere_vraag_is_geen_dubbele_klik(huis):
    een, ander = gesteld(huis), gesteld(huis, "Waar is het certificaat?")
    with huis.huis.binnen():
        for vraag in (een, ander):
            assert antwoorden.antwoord(huis.huis.actor("hr"), vraag, "Hier.").vraag_id == vraag.pk
        assert Regel.objects.filter(soort="antwoord").count() == 2
        assert Gebeurtenis.objects.filter(wat="controlevraag.beantwoord").count() == 2
        assert Bericht.objects.filter(soort="controle", onderwerp__startswith="Antwoord op vraag").count() == 2


def test_elke_regel_van_de_controleur_wekt_een_werker_na_de_commit(
    huis, monkeypatch, django_capture_on_commit_callbacks
):
    gewekt = []
    monkeypatch.setattr(uitvoeren, "wek", lambda taak, naam: gewekt.append(naam))
    with django_capture_on_commit_callbacks(execute=True):
        vraag = gesteld(huis)
        with huis.als_controleur():
            uitvoeren.sluit_af(huis.controleur, vraag)
            uitvoeren.sluit_af(huis.controleur, vraag)  # een dubbele klik plant niets
            uitvoeren.heropen(huis.controleur, vraag, "Nog iets.")
        assert gewekt == []
    assert gewekt == ["controles.gevraagd"] * 3


def test_de_steekproef_neemt_vandaag_en_een_zaad_met_spaties_errond(huis):
    dag = timezone.localdate()
    with huis.huis.binnen():
        type(huis.a).objects.filter(pk=huis.a.pk).update(tot=dag + timedelta(days=9))
    with huis.als_controleur():
        pk = uitvoeren.trek_steekproef(huis.controleur, huis.controle, aantal=1, peildatum=dag, zaad=" esf-1 ")
    with huis.huis.binnen():
        rij = Steekproef.objects.get(pk=pk)
    assert (rij.peildatum, rij.zaad, rij.aantal) == (dag, "esf-1", 1)


def test_wie_uitnodigt_twee_keer_klikt_en_later_wijzigt(huis):
    """Het adres is klein en zonder spaties; dezelfde controle komt er één keer; een ander project is een andere."""
    coordinator, dag = huis.huis.actor("coordinator"), timezone.localdate()
    with huis.huis.binnen():
        een, nieuw = beheren.maak(coordinator, huis.a, **WIE, van=dag, tot=vandaag(5))
        assert nieuw and een.email == "an.peeters@wse.example" and (een.voornaam, een.naam) == ("An", "Peeters")
        assert beheren.maak(coordinator, huis.a, **WIE, van=dag, tot=vandaag(5)) == (een, False)
        ander, nieuw = beheren.maak(coordinator, huis.b, **WIE, van=dag, tot=vandaag(5))
        assert nieuw and ander.pk != een.pk
        lid = huis.huis.leden["controleur"]
        zelf, _ = beheren.maak(
            coordinator, huis.b, email=lid.gebruiker.email, voornaam="x", naam="x", van=dag, tot=vandaag(5)
        )
        assert (zelf.voornaam, zelf.naam) == (lid.gebruiker.voornaam, lid.gebruiker.naam)
        beheren.wijzig_einde(coordinator, een, tot=vandaag(5))  # niets gewijzigd: niets in het logboek
        beheren.wijzig_einde(coordinator, een, tot=vandaag(6))
        with pytest.raises(Geweigerd, match="ligt voor de eerste"):
            beheren.wijzig_einde(coordinator, een, tot=vandaag(-1))
        with pytest.raises(Geweigerd, match="voorbij"):
            beheren.wijzig_einde(coordinator, huis.controle, tot=vandaag(-1))
        beheren.trek_in(coordinator, een)
        beheren.trek_in(coordinator, een)
        gedaan = Gebeurtenis.objects.filter(ding="rapportage.controle", sleutel=een.pk).order_by("pk")
        assert list(gedaan.values_list("wat", flat=True)) == [
            "controle.gemaakt", "controle.gewijzigd", "controle.ingetrokken",
        ]  # fmt: skip
        assert Controle.objects.filter(email="an.peeters@wse.example").count() == 2
        uitnodiging = beheren.wachtende_uitnodiging(ander)
        beheren.stuur_opnieuw(coordinator, ander, gezien=uitnodiging.zending)
        assert beheren.wachtende_uitnodiging(ander).zending == uitnodiging.zending + 1
        with pytest.raises(Geweigerd):
            beheren.stuur_opnieuw(coordinator, zelf, gezien=1)
