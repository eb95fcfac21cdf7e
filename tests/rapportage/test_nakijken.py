"""Een bestand laten nakijken: exacte redenen, in de achtergrond, en niets blijft op schijf."""

import io
import os
import time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from documenten import opslag
from fiches import stappen
from leerwerkplekken import stappen as plek_stappen
from rapportage import nakijken, tasks
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.documenten.test_zegel_pdf import overplak

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def geroepen(settings, tmp_path, monkeypatch):
    """De bel gaat niet naar een werker; de test voert zelf uit."""
    settings.GD_NAKIJK_MAP = tmp_path / "nakijken"
    cache.clear()
    gevraagd: list[str] = []

    def roep(naam, token, **_):
        assert naam == "rapportage.kijk_na"
        gevraagd.append(token)
        return True

    monkeypatch.setattr("rapportage.views.nakijken.roep", roep)
    return gevraagd


def verstuur(client, inhoud, naam="x.pdf"):
    return client.post(reverse("nakijken"), {"bestand": SimpleUploadedFile(naam, inhoud)})


def kijk_na(client, geroepen, settings, inhoud):
    antwoord = verstuur(client, inhoud)
    assert antwoord.status_code == 302, antwoord.content.decode()[-3000:]
    assertContains(client.get(antwoord.url), "We kijken je bestand na")
    assert client.get(antwoord.url, headers={"hx-request": "true"}).status_code == 204
    tasks.kijk_na(geroepen.pop())
    assert list(settings.GD_NAKIJK_MAP.iterdir()) == []
    return client.get(antwoord.url)


def test_van_geldig_tot_vervangen(client, geroepen, settings):
    huis = Huis()
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    assert voer_alles_uit(*Taak.objects.filter(status="wacht").values_list("pk", flat=True)) == []
    with huis.binnen():
        data = opslag.lees(fiche.bladen.get(soort="verzegeld").document)
    scherm = kijk_na(client, geroepen, settings, data)
    for zin in (
        "Ongewijzigd en bekend",
        "TEST: dit zegel",
        "B-B: zonder tijdstempel",
        "Certificaat geldig tot",
        fiche.code,
    ):
        assertContains(scherm, zin)
    assertContains(scherm, reverse("verificatie", args=[fiche.token]))
    for lid in huis.leden.values():
        with huis.binnen():
            assert lid.gebruiker.naam not in scherm.content.decode()

    scherm = kijk_na(client, geroepen, settings, overplak(data))
    assertContains(scherm, "Niet geldig")
    assertContains(scherm, "Na de laatste handtekening is nog iets aan het document toegevoegd.")

    with huis.binnen():
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, functie="iets anders")
        tweede = huis.fiche()
        stappen.ondertekenen(huis.actor("hr"), tweede, hoedanigheid="hr", inhoud_sha256=tweede.inhoud_sha256)
    assertContains(kijk_na(client, geroepen, settings, data), "Ongewijzigd, maar vervangen")


def test_wat_geen_document_van_ons_is(client, geroepen, settings):
    from tests.verapdf import voorbeeld

    kaal = voorbeeld.document()
    assertContains(kijk_na(client, geroepen, settings, kaal), "Dit document draagt geen zegel.")
    assertContains(kijk_na(client, geroepen, settings, b"%PDF-1.7\nrommel"), "geen leesbare PDF")
    assertContains(kijk_na(client, geroepen, settings, kaal + b"\ntrailer << /Encrypt 1 0 R >>"), "versleuteld")
    assertContains(kijk_na(client, geroepen, settings, b"PK\x03\x04rommel"), "Dit is een ZIP, maar geen bewijspakket")
    half = b"PK\x03\x04" + bytes(26) + b"mimetype" + b"rommel"
    assertContains(kijk_na(client, geroepen, settings, half), "Vraag het bestuur om het origineel.")


@pytest.mark.parametrize(
    ("inhoud", "zin"), [(b"", "Dit bestand is leeg"), (b"GIF89a", "Dit is geen PDF"), (b"%PDF-" + bytes(200), "10 MB")]
)
def test_geweigerd_bij_het_veld(client, geroepen, settings, inhoud, zin):
    settings.OPLADEN_MAX_BYTES = 100
    assertContains(verstuur(client, inhoud), zin)
    assert geroepen == []
    assert not settings.GD_NAKIJK_MAP.exists()


def test_zonder_bestand(client, geroepen):
    assertContains(client.post(reverse("nakijken")), "Kies een PDF of een bewijspakket.")


def test_zonder_werkers_of_te_druk_blijft_er_niets(client, geroepen, settings, monkeypatch):
    monkeypatch.setattr("rapportage.views.nakijken.roep", lambda *a, **k: False)
    assertContains(verstuur(client, b"%PDF-1.7"), "Nakijken kan nu even niet.")
    assert list(settings.GD_NAKIJK_MAP.iterdir()) == []
    settings.NAKIJKEN_WACHTENDEN = 0
    assertContains(verstuur(client, b"%PDF-1.7"), "Nakijken kan nu even niet.")


def test_ook_na_een_fout_is_het_bestand_weg(client, geroepen, settings, monkeypatch):
    antwoord = verstuur(client, b"%PDF-1.7")

    def stuk(f):
        raise MemoryError

    monkeypatch.setattr(nakijken, "kijk", stuk)
    with pytest.raises(MemoryError):
        tasks.kijk_na(geroepen[0])
    assert list(settings.GD_NAKIJK_MAP.iterdir()) == []
    assertContains(client.get(antwoord.url), "Nakijken lukte niet")


def test_wat_bleef_liggen_wordt_geveegd(geroepen, settings):
    oud, nieuw = (nakijken.neem_aan(lambda: [b"%PDF-"]) for _ in range(2))
    vroeger = time.time() - 901
    os.utime(nakijken._pad(oud), (vroeger, vroeger))
    call_command("veeg_nakijken")
    assert (nakijken.wacht(oud), nakijken.wacht(nieuw)) == (False, True)
    tasks.kijk_na(oud)  # een late bel doet niets
    assert nakijken.lees(oud) is None


@pytest.mark.parametrize("token", ["0" * 32, "..", "x"])
def test_een_uitslag_die_er_niet_is(client, geroepen, token):
    antwoord = client.get(reverse("nakijken_uitslag", args=[token]))
    assert antwoord.status_code == 404
    assert "Deze uitslag is er niet meer" in antwoord.content.decode()


def test_niet_eindeloos(client, geroepen, settings):
    settings.NAKIJKEN_WACHTENDEN = 100
    codes = [verstuur(client, io.BytesIO(b"%PDF-1.7").read()).status_code for _ in range(31)]
    assert codes[-2:] == [302, 429]
