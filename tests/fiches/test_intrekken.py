"""HR haalt een ingediende versie terug voor ze ondertekend is; daarna helpt enkel een nieuwe versie."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from berichten.models import Bericht
from fiches import stappen
from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd

DAG = date(2023, 6, 15)


def teken(huis, fiche):
    return stappen.ondertekenen(
        huis.actor("directeur"), fiche, hoedanigheid="directeur", inhoud_sha256=fiche.inhoud_sha256, op=DAG
    )


def test_een_ingetrokken_versie_tekent_niemand_meer(huis):
    with huis.binnen():
        fiche = stappen.intrekken(huis.actor("hr"), huis.fiche(), reden=" Verkeerde mentor. ", op=DAG)
        assert (fiche.status, fiche.teruggestuurd_reden) == (Status.INGETROKKEN, "Verkeerde mentor.")
        assert (fiche.teruggestuurd_door, fiche.teruggestuurd_op) == (huis.leden["hr"], DAG)
        assert Gebeurtenis.objects.filter(wat="fiche.ingetrokken", sleutel=fiche.pk).count() == 1
        assert not Bericht.objects.filter(soort="fiche_te_ondertekenen", gelezen_op=None).exists()
        with pytest.raises(Geweigerd, match="al ingetrokken"):
            teken(huis, fiche)
        with pytest.raises(Geweigerd, match="al ingetrokken"):
            stappen.terugsturen(huis.actor("directeur"), fiche, reden="neen")
        with pytest.raises(Geweigerd, match="al ingetrokken"):  # tweemaal klikken
            stappen.intrekken(huis.actor("hr"), fiche, reden="nog eens")
        assert not Handtekening.objects.exists()
        assert huis.fiche().versie == 2


def test_na_ondertekenen_trekt_niemand_nog_in(huis):
    with huis.binnen():
        fiche = huis.fiche()
        teken(huis, fiche)
        with pytest.raises(Geweigerd, match="al ondertekend"):
            stappen.intrekken(huis.actor("hr"), fiche, reden="te laat")
        assert Fiche.objects.get().status == Status.ONDERTEKEND


@pytest.mark.parametrize("rol", ["leidinggevende", "directeur"])
def test_enkel_hr_trekt_in(huis, rol):
    with huis.binnen(), pytest.raises(PermissionDenied):
        stappen.intrekken(huis.actor(rol), huis.fiche(), reden="neen")


def test_zonder_reden_niet_ook_niet_in_de_databank(huis):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(Geweigerd, match="Zeg waarom je de fiche intrekt"):
            stappen.intrekken(huis.actor("hr"), fiche, reden="  ")
        with pytest.raises(IntegrityError, match="fiche_ingetrokken_met_reden"), transaction.atomic():
            Fiche.objects.filter(pk=fiche.pk).update(status=Status.INGETROKKEN)


def test_intrekken_op_het_scherm(huis, als, client):
    with huis.binnen():
        fiche = huis.fiche()
    pagina, adres = (reverse(f"fiches:{naam}", args=[fiche.pk]) for naam in ("fiche", "intrekken"))
    assertNotContains(als(huis.leden["directeur"]).get(pagina), adres)
    assert als(huis.leden["directeur"]).get(adres).status_code == 403
    browser = als(huis.leden["hr"])
    assertContains(browser.get(pagina), adres)
    assertContains(browser.get(reverse("fiches:nakijken", args=[huis.plek.pk])), adres)
    assertContains(browser.post(adres, {"reden": " "}), "Zeg waarom je de fiche intrekt.")
    na = browser.post(adres, {"reden": "De uren kloppen niet."}, follow=True)
    for zin in ("versie 1, is ingetrokken.", "Ingetrokken door", "De uren kloppen niet.", "dien de fiche opnieuw in"):
        assertContains(na, zin)
    assertContains(browser.post(adres, {"reden": "Opnieuw."}, follow=True), "intussen ingetrokken")
    assertContains(browser.get(reverse("fiches:nakijken", args=[huis.plek.pk])), "Versie 1 werd ingetrokken")
    assertContains(browser.get(reverse("leerwerkplekken:takenlijst", args=[huis.plek.pk])), "Versie 1 is ingetrokken")
    openbaar = client.get(reverse("verificatie", args=[fiche.token]))
    assertContains(openbaar, "HR trok deze versie in. Ze is niet getekend.")
    assertNotContains(openbaar, "De uren kloppen niet.")
