"""De publieke pagina achter de QR-code: van elke staat de waarheid, zonder namen."""

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from fiches.models import Fiche
from leerwerkplekken import stappen as plek_stappen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit

pytestmark = pytest.mark.django_db(transaction=True)


def adres(fiche):
    return reverse("verificatie", args=[fiche.token])


def werk_af():
    assert voer_alles_uit(*Taak.objects.filter(status="wacht").values_list("pk", flat=True)) == []


def test_van_ter_ondertekening_tot_vervangen(huis, client):
    with huis.binnen():
        fiche = huis.fiche()
    assertContains(client.get(adres(fiche)), "Deze versie is nog niet ondertekend.")
    with huis.binnen():
        from fiches import stappen

        stappen.ondertekenen(
            huis.actor("directeur"), fiche, hoedanigheid="directeur", inhoud_sha256=fiche.inhoud_sha256
        )
    assertContains(client.get(adres(fiche)), "Ondertekend, het zegel volgt")
    werk_af()
    scherm = client.get(adres(fiche))
    assertContains(scherm, "Deze versie is de geldige.")
    with huis.binnen():
        blad = Fiche.objects.get().bladen.get(soort="verzegeld")
        for stuk in (
            fiche.inhoud_sha256,
            blad.document.sha256,
            "B-B: zonder tijdstempel",
            "Verzegeld op",
            "Zegel geldig tot",
            "TEST: geen rechtsgeldig zegel",
            "Algemeen directeur".lower(),
            "Demogegevens",
            "Testzegel",
        ):
            assertContains(scherm, stuk)
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, functie="iets anders")
        tweede = huis.fiche()
    assertContains(client.get(adres(fiche)), "Deze versie is de geldige.")
    assertContains(client.get(adres(tweede)), "Deze versie is nog niet ondertekend.")
    with huis.binnen():
        stappen.ondertekenen(huis.actor("hr"), tweede, hoedanigheid="hr", inhoud_sha256=tweede.inhoud_sha256)
    assertContains(client.get(adres(fiche)), "Vervangen door versie 2")


def test_zonder_namen_en_niet_te_vinden(huis, client):
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    scherm = client.get(adres(fiche))
    for lid in huis.leden.values():
        with huis.binnen():
            assertNotContains(scherm, lid.gebruiker.voornaam + " Van")
    assert scherm["X-Robots-Tag"] == "noindex"
    assert scherm["Cache-Control"] == "private, max-age=30"


def test_raden_houdt_op(huis, client):
    """Wie vindt telt niet; wie raadt wel."""
    with huis.binnen():
        fiche = huis.fiche()
    assert {client.get(adres(fiche)).status_code for _ in range(3)} == {200}
    codes = [client.get(reverse("verificatie", args=["A" * 22])).status_code for _ in range(51)]
    assert codes[-2:] == [404, 429]


def test_een_index_voor_alle_besturen(huis):
    with huis.binnen(), connection.cursor() as c:
        c.execute("SELECT indexname FROM pg_indexes WHERE tablename IN ('fiches_fiche', 'documenten_document')")
        assert {"fiche_token_publiek", "document_sha256_publiek"} <= {naam for (naam,) in c.fetchall()}


@pytest.mark.parametrize("token", ["onbekend", "A" * 22, "%25", "' OR 1=1 --", "A\0", "é😀"])
def test_een_onbekend_token_bestaat_niet(huis, client, token):
    with huis.binnen():
        huis.fiche()
    assert client.get(reverse("verificatie", args=[token])).status_code == 404


def test_werkt_ook_aangemeld_bij_een_ander_bestuur(huis, client):
    from tests.bouw import Huis

    with huis.binnen():
        fiche = huis.fiche()
    client.force_login(Huis("bb").leden["hr"].gebruiker)
    assertContains(client.get(adres(fiche)), fiche.code)
