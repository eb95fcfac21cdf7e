"""De instellingen van een bestuur, en de bladzijde met rechten."""

import pytest

from logboek.models import Gebeurtenis
from organisaties.daden import DADEN
from organisaties.enums import Rol
from organisaties.models import Bestuur
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
URL = "/beheer/instellingen/"


@pytest.fixture
def aan(huizen):
    """aa met een verplichte tweede factor; de beheerder bewees die."""
    aa, _ = huizen
    with aa.binnen():
        aa.bestuur.tweede_factor = True
        aa.bestuur.save(update_fields=["tweede_factor"])
    return aa


@pytest.fixture
def beheerder(huizen, monkeypatch):
    monkeypatch.setattr("aanmelding.middleware.eist_tweede_factor", lambda actor: False)
    return meld_aan(huizen[0].leden["beheerder"].gebruiker)


def bestuur(huis):
    with huis.binnen():
        return Bestuur.objects.get(pk=huis.bestuur_id)


def test_uitzetten_vraagt_een_reden_en_waarschuwt(aan, beheerder):
    eerst = beheerder.get(URL)
    assert eerst.status_code == 200 and "melding-letop" not in eerst.content.decode()
    for reden in ("", "   "):
        fout = vul_in(beheerder, URL, "uitnodiging_dagen", tweede_factor=None, reden=reden, uitnodiging_dagen="9")
        assert "Zeg waarom de tweede factor niet verplicht is." in fout.content.decode()
        assert velden(fout, "uitnodiging_dagen")["uitnodiging_dagen"] == "9" and bestuur(aan).tweede_factor
    klaar = vul_in(beheerder, URL, "uitnodiging_dagen", tweede_factor=None, reden="We wachten op sleutels.")
    assert klaar.url == URL
    pagina = beheerder.get(URL).content.decode()
    assert "De tweede factor is niet verplicht" in pagina and "We wachten op sleutels." in pagina
    assert "Uitgezet door Beheerder Van Aa op" in pagina and "Zet ze weer aan" in pagina
    with aan.binnen():
        daad = Gebeurtenis.objects.get(wat="instellingen.tweede_factor")
        assert daad.gegevens == {"verplicht": False} and "sleutels" not in repr(list(Gebeurtenis.objects.values()))
    assert not bestuur(aan).tweede_factor
    vul_in(beheerder, URL, "uitnodiging_dagen", tweede_factor="on")
    assert (bestuur(aan).tweede_factor, bestuur(aan).tweede_factor_reden) == (True, "")


@pytest.mark.parametrize(
    ("dagen", "mag"), [("0", False), ("1", True), ("30", True), ("31", False), ("een", False), ("", False)]
)
def test_de_dagen_van_een_uitnodiging(aan, beheerder, dagen, mag):
    antwoord = vul_in(beheerder, URL, "uitnodiging_dagen", uitnodiging_dagen=dagen)
    assert antwoord.status_code == (302 if mag else 200)
    if mag:
        assert bestuur(aan).uitnodiging_dagen == int(dagen)
    else:
        assert "Vul een aantal dagen in van 1 tot en met 30." in antwoord.content.decode()


def test_twee_beheerders_tegelijk(aan, beheerder):
    van_eerder = velden(beheerder.get(URL), "uitnodiging_dagen")
    vul_in(beheerder, URL, "uitnodiging_dagen", uitnodiging_dagen="3")
    antwoord = beheerder.post(URL, van_eerder | {"uitnodiging_dagen": "20"})
    assert "Iemand wijzigde dit intussen." in antwoord.content.decode() and bestuur(aan).uitnodiging_dagen == 3


@pytest.mark.parametrize("url", [URL, "/beheer/rechten/"])
@pytest.mark.parametrize("rol", [rol for rol in Rol.values if rol not in ("glow", "beheerder")])
def test_enkel_de_beheerder(huizen, url, rol):
    klant = meld_aan(huizen[0].leden[rol].gebruiker)
    assert klant.get(url).status_code == 403 and klant.post(url).status_code == 403


def test_de_rechten_zijn_die_van_de_tabel(beheerder):
    """Het scherm en de tabel die beslist zijn dezelfde gegevens: even veel vinkjes, elke omschrijving, elke groep."""
    antwoord = beheerder.get("/beheer/rechten/")
    pagina = antwoord.content.decode()
    assert pagina.count('aria-label="mag"') == sum(len(daad.rollen) for daad in DADEN)
    assert pagina.count("mag niet") == sum(len(Rol) - len(daad.rollen) for daad in DADEN)
    from django.utils.html import escape

    for daad in DADEN:
        assert escape(daad.uitleg) in pagina and daad.groep in pagina
