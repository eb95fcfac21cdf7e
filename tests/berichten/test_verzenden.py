"""Mail langs een echte SMTP-server die weg is, weigert, hangt of afbreekt: elk bericht komt één keer toe, of het is onzeker
en een mens beslist. Geen enkel gaat verloren. De controles zetten telkens één bescherming uit, en dan gaat het mis."""

import random
from collections import Counter

import pytest

from berichten import verzenden
from berichten.enums import Mail
from berichten.models import Bericht
from kern import postbode
from taken.enums import Status
from taken.models import Taak
from tests.berichten.hulp import mailtaken, probeer_alles, schrijf, standen, werk_af
from tests.bouw import Huis
from tests.hulp import smtp
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db


gebouwd_huis, huis = eens(lambda: Huis("aa", plekken=0))


def stand(huis):
    (een,) = standen(huis).values()
    return een


def test_alles_gaat_goed(huis, postkantoor):
    (bericht,) = schrijf(huis)
    werk_af()
    ((aan, mail),) = postkantoor.ontvangen
    assert aan == "hr@aa.example" and mail["Subject"] == "Nieuws 0" and mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == verzenden.kenmerk(bericht) and "@127.0.0.1>" in mail["Message-ID"]
    html, tekst = (mail.get_body((soort,)).get_content() for soort in ("html", "plain"))
    for inhoud in (html, tekst):
        assert "Dag Hr," in inhoud and "Er is nieuws." in inhoud and "Gefinancierd door de Europese Unie" in inhoud
        assert "http://127.0.0.1:8000/kandidaten/" in inhoud
    assert html.count("<a href") == 1 and ">Kandidaat bekijken</a>" in html
    with huis.binnen():
        bericht.refresh_from_db()
    assert (bericht.mail, bericht.pogingen) == (Mail.VERZONDEN, 1) and bericht.gemaild_op is not None


@pytest.mark.parametrize("gedrag", smtp.ZEKER_NIET)
def test_zeker_niet_aangenomen_wordt_opnieuw_geprobeerd(huis, postkantoor, gedrag):
    schrijf(huis)
    postkantoor.plan = [gedrag, gedrag]
    probeer_alles()
    assert (stand(huis), postkantoor.ontvangen) == (Mail.WACHT, [])
    (taak,) = mailtaken()
    assert taak.status == Status.WACHT and taak.pogingen == 1 and taak.fout
    werk_af()
    assert stand(huis) == Mail.VERZONDEN and postkantoor.adressen == ["hr@aa.example"]
    with huis.binnen():
        assert Bericht.objects.get().pogingen == 3


@pytest.mark.parametrize("gedrag", smtp.VOORGOED)
def test_voorgoed_geweigerd_wordt_niet_opnieuw_geprobeerd(huis, postkantoor, gedrag):
    schrijf(huis)
    postkantoor.plan = [gedrag]
    werk_af()
    assert stand(huis) == Mail.GEWEIGERD and postkantoor.ontvangen == [] and postkantoor.verbindingen == 1


@pytest.mark.parametrize("gedrag", smtp.MISSCHIEN)
def test_misschien_aangenomen_is_onzeker_en_blijft_liggen(huis, postkantoor, gedrag):
    schrijf(huis)
    postkantoor.plan = [gedrag]
    werk_af()
    assert stand(huis) == Mail.ONZEKER and postkantoor.verbindingen == 1
    assert len(postkantoor.ontvangen) == (gedrag != smtp.VERLIES_NA)


def test_een_server_die_even_weg_is(huis, postkantoor):
    """Zolang hij weg is, gebeurt er niets met de berichten; daarna komt alles één keer toe."""
    schrijf(huis, 5)
    postkantoor.dicht()
    for _ in range(3):
        probeer_alles()
    assert set(standen(huis).values()) == {Mail.WACHT}
    with huis.binnen():
        assert not Bericht.objects.exclude(pogingen=0).exists()  # nooit iets afgegeven
    postkantoor.open()
    werk_af()
    assert set(standen(huis).values()) == {Mail.VERZONDEN}
    assert Counter(mail["Subject"] for _, mail in postkantoor.ontvangen) == {f"Nieuws {n}": 1 for n in range(5)}


def test_drie_dagen_geduld_en_dan_ziet_de_beheerder_de_taak(huis, postkantoor):
    schrijf(huis)
    postkantoor.dicht()
    mailtaken().update(pogingen=399)
    probeer_alles()
    assert Taak.objects.get(naam="berichten.mail").status == Status.MISLUKT and stand(huis) == Mail.WACHT


GEWICHT = {smtp.GOED: 8, smtp.HANGT_VOOR: 0.3, smtp.HANGT_NA: 0.3}


def test_veel_berichten_en_willekeurige_fouten(huis, postkantoor, omvang):
    toeval, aantal = random.Random(5), omvang(40, 1000)
    gedragingen = [smtp.GOED, *smtp.ZEKER_NIET, *smtp.VOORGOED, *smtp.MISSCHIEN]
    gewichten = [GEWICHT.get(gedrag, 1) for gedrag in gedragingen]
    postkantoor.plan = toeval.choices(gedragingen, gewichten, k=aantal * 2)
    schrijf(huis, aantal)
    for ronde in range(60):
        if ronde % 4 == 1:
            postkantoor.dicht()
            probeer_alles()
            postkantoor.open()
        if not probeer_alles():
            break
    uitslag, kreeg = standen(huis), Counter(mail["Message-ID"] for _, mail in postkantoor.ontvangen)
    with huis.binnen():
        kenmerken = {b.sleutel: verzenden.kenmerk(b) for b in Bericht.objects.order_by("pk")}
    assert len(uitslag) == len(set(kenmerken.values())) == aantal
    mag = {Mail.VERZONDEN: {1}, Mail.ONZEKER: {0, 1}, Mail.GEWEIGERD: {0}}
    for sleutel, mail in uitslag.items():
        assert kreeg[kenmerken[sleutel]] in mag[mail], (sleutel, mail)
    assert set(uitslag.values()) == set(mag), "elk soort einde kwam voor"
    assert not mailtaken().exists()


def test_controle_wie_elke_fout_herhaalt_stuurt_dubbel(huis, postkantoor, monkeypatch):
    monkeypatch.setattr(postbode, "oordeel", lambda server, fout: fout)
    schrijf(huis)
    postkantoor.plan = [smtp.BREEK_AF_NA]
    werk_af()
    assert postkantoor.adressen == ["hr@aa.example"] * 2


def test_toch_aangenomen_als_het_daarna_pas_misloopt(huis, postkantoor, monkeypatch):
    """De tijdslimiet slaat toe net na het antwoord van de server: dan is de mail weg, en gaat er geen tweede."""
    echt = postbode._Volgt.data

    def en_dan_te_lang(zelf, msg):
        echt(zelf, msg)
        raise TimeoutError

    monkeypatch.setattr(postbode._Volgt, "data", en_dan_te_lang)
    schrijf(huis)
    werk_af()
    assert stand(huis) == Mail.VERZONDEN and len(postkantoor.ontvangen) == 1
