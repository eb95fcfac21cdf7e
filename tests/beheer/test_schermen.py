"""De schermen van de beheerder: enkel de eigen rol, enkel het eigen bestuur."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from logboek.models import Gebeurtenis
from organisaties.models import Lidmaatschap
from taken.models import Taak
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import aantal

pytestmark = pytest.mark.django_db


gebouwd_huis, huizen = eens(lambda: (Huis("aa", plekken=0), Huis("bb", plekken=0)))


def klant(huis, rol):
    c = Client()
    c.force_login(huis.leden[rol].gebruiker)
    return c


def taak(huis, status="mislukt"):
    with transaction.atomic():
        return Taak.objects.create(
            naam="fiches.verzegel",
            argumenten=[1],
            bestuur_id=huis.bestuur_id,
            status=status,
            fout="SleutelOntbreekt in x.py:1",
        )


@pytest.mark.parametrize("url", ["/beheer/personen/", "/beheer/taken/"])
@pytest.mark.parametrize(
    "rol", ["hr", "mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]
)
def test_enkel_de_beheerder(huizen, url, rol):
    assert klant(huizen[0], rol).get(url).status_code == (200 if rol == "beheerder" else 403)


def test_personen_van_het_eigen_bestuur_met_hun_rollen(huizen):
    pagina = klant(huizen[0], "beheerder").get("/beheer/personen/").content.decode()
    assert "hr@aa.example" in pagina and "projectcoördinator" in pagina
    assert "@bb.example" not in pagina


def test_een_opgegeven_taak_krijgt_een_nieuwe_kans(huizen):
    aa, bb = huizen
    eigen, vreemd, klaar = taak(aa), taak(bb), taak(aa, "klaar")
    beheerder = klant(aa, "beheerder")
    pagina = beheerder.get("/beheer/taken/").content.decode()
    assert "Fiche verzegelen" in pagina and "SleutelOntbreekt" in pagina and f"({vreemd.pk})" not in pagina
    assert beheerder.post(f"/beheer/taken/{vreemd.pk}/opnieuw/").status_code == 404
    assert beheerder.get(f"/beheer/taken/{eigen.pk}/opnieuw/").status_code == 405
    assert klant(aa, "hr").post(f"/beheer/taken/{eigen.pk}/opnieuw/").status_code == 403
    assert "opnieuw geprobeerd" in beheerder.post(f"/beheer/taken/{eigen.pk}/opnieuw/", follow=True).content.decode()
    eigen.refresh_from_db()
    assert (eigen.status, eigen.pogingen) == ("wacht", 0)
    tweede_klik = beheerder.post(f"/beheer/taken/{eigen.pk}/opnieuw/", follow=True).content.decode()
    assert "loopt al of is klaar" in tweede_klik
    beheerder.post(f"/beheer/taken/{klaar.pk}/opnieuw/")
    klaar.refresh_from_db()
    assert klaar.status == "klaar"
    with aa.binnen():
        assert Gebeurtenis.objects.filter(wat="taak.opnieuw").count() == 1


def test_niets_aan_de_hand(huizen):
    assert "Alles is klaar" in klant(huizen[0], "beheerder").get("/beheer/taken/").content.decode()


@pytest.mark.parametrize("url", ["/beheer/personen/", "/beheer/taken/"])
def test_evenveel_vragen_bij_veel_rijen(huizen, url):
    aa, _ = huizen
    beheerder = klant(aa, "beheerder")
    taak(aa)
    beheerder.get(url)
    with CaptureQueriesContext(connection) as een:
        beheerder.get(url)
    with aa.binnen():
        for n in range(20):
            Lidmaatschap.objects.create(bestuur=aa.bestuur, gebruiker=aa.gebruiker(f"p{n}"), rollen=["hr"])
    for _ in range(20):
        taak(aa)
    with CaptureQueriesContext(connection) as veel:
        beheerder.get(url)
    assert aantal(een) == aantal(veel) <= 15
