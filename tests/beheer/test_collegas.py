"""De mensen van een GLOW-partner beheren elkaar. Geen bestuur en geen andere partner ziet ze of zet er iemand bij."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from beheer.models import Partnergebeurtenis, Partneruitnodiging
from organisaties import isolatie
from organisaties.models import GlowPartner, Lidmaatschap, Partnerlid
from organisaties.personen import zorg_voor_partnerlid
from tests.hulp.scherm import aantal, meld_aan, vul_in

pytestmark = pytest.mark.django_db
URL = "/beheer/collegas/"
WIE = {"email": "Noor@Partner.example", "voornaam": "Noor", "naam": "Claes", "functie": "trajectbegeleider"}
ACCOUNT = {"wachtwoord": "vier gewone woorden hier", "wachtwoord2": "vier gewone woorden hier"}


@pytest.fixture
def glow(huizen):
    return meld_aan(huizen[0].partnerlid.gebruiker)


def collega(huis, wie="collega"):
    with huis.binnen():
        return zorg_voor_partnerlid(huis.partner, huis.gebruiker(wie), "begeleider")[0]


def test_een_collega_uitnodigen_en_aanvaarden(huizen, glow, werk_af, link_in, client):
    aa, bb = huizen
    assert vul_in(glow, f"{URL}nieuw/", "email", **WIE).url == URL
    (bericht,) = werk_af()
    html, _ = bericht.alternatives[0]
    for tekst in (bericht.body, html):
        assert "Glow Van Aa van Partner aa nodigt je uit" in tekst and "Gefinancierd door de Europese Unie" in tekst
    pagina = glow.get(URL).content.decode()
    assert "Open uitnodigingen" in pagina and "noor@partner.example" in pagina and "Verstuurd" in pagina
    pad = link_in(bericht)
    assert "Partner aa" in client.get(pad).content.decode()
    assert vul_in(client, pad, "wachtwoord", **ACCOUNT).url == "/"
    assert client.get(pad).status_code == 410
    pagina = glow.get(URL).content.decode()
    assert "Noor Claes" in pagina and "Noor Claes kwam erbij" in pagina and "Open uitnodigingen" not in pagina
    ik = {"login": "noor@partner.example", "password": ACCOUNT["wachtwoord"]}
    assert "Vrije leerwerkplekken" in client.post("/aanmelden/", ik, follow=True).content.decode()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"email": "noor"}, "Vul een geldig e-mailadres in"),
        ({"naam": ""}, "Vul dit in."),
        ({"email": "glow@aa.example"}, "Deze persoon werkt al voor jouw organisatie."),
    ],
)
def test_een_fout_staat_bij_haar_veld(huizen, glow, anders, zin):
    antwoord = vul_in(glow, f"{URL}nieuw/", "email", **(WIE | anders))
    assert antwoord.status_code == 200 and zin in antwoord.content.decode()


def test_twee_keer_klikken_opnieuw_sturen_en_intrekken(huizen, glow, werk_af, link_in, client):
    for _ in range(2):
        assert vul_in(glow, f"{URL}nieuw/", "email", **WIE).status_code == 302
    (bericht,) = werk_af()
    with isolatie.namens(glowpartner=huizen[0].partner.pk):
        rij = Partneruitnodiging.objects.get()
    for _ in range(2):
        glow.post(f"{URL}uitnodigingen/{rij.pk}/opnieuw/", {"zending": "1"})
    (opnieuw,) = werk_af()
    assert client.get(link_in(bericht)).status_code == 410 and client.get(link_in(opnieuw)).status_code == 200
    weg = f"{URL}uitnodigingen/{rij.pk}/intrekken/"
    assert "noor@partner.example intrekken?" in glow.get(weg).content.decode()
    for _ in range(2):
        assert glow.post(weg).url == URL
    assert "ingetrokken. Vraag aan Partner aa" in client.get(link_in(opnieuw)).content.decode()


def test_intrekken_en_teruggeven_telt_bij_het_volgende_verzoek(huizen, glow):
    lid = collega(huizen[0])
    ander = meld_aan(lid.gebruiker)
    assert ander.get(URL).status_code == 200
    assert "Collega Van Aa intrekken?" in glow.get(f"{URL}{lid.pk}/intrekken/").content.decode()
    for _ in range(2):
        assert glow.post(f"{URL}{lid.pk}/intrekken/").url == URL
    assert ander.get(URL).status_code == 403
    pagina = glow.get(URL).content.decode()
    assert "De toegang van Collega Van Aa is ingetrokken" in pagina and "Teruggeven" in pagina
    nog_eens = vul_in(glow, f"{URL}nieuw/", "email", **(WIE | {"email": lid.gebruiker.email}))
    assert "Geef die terug in de lijst" in nog_eens.content.decode()
    glow.post(f"{URL}{lid.pk}/teruggeven/")
    assert ander.get(URL).status_code == 200
    with isolatie.namens(glowpartner=huizen[0].partner.pk):
        wat = list(
            Partnergebeurtenis.objects.filter(gebruiker_id=lid.gebruiker_id)
            .order_by("pk")
            .values_list("wat", "door_id")
        )
    wie = huizen[0].partnerlid.gebruiker_id
    assert wat == [("toegevoegd", None), ("ingetrokken", wie), ("hersteld", wie)]


def test_de_laatste_blijft(huizen, glow):
    antwoord = glow.post(f"{URL}{huizen[0].partnerlid.pk}/intrekken/", follow=True)
    assert "Dit is de laatste persoon van jouw organisatie." in antwoord.content.decode()
    assert glow.get(URL).status_code == 200


def test_geen_andere_partner_en_geen_bestuur(huizen, glow):
    aa, bb = huizen
    vreemd = collega(bb)
    for pad in ("intrekken/", "teruggeven/"):
        assert glow.post(f"{URL}{vreemd.pk}/{pad}").status_code == 404
    with isolatie.namens(glowpartner=bb.partner.pk):
        rij = Partneruitnodiging.objects.create(glowpartner=bb.partner, email="x@bb.example")
    for pad in ("opnieuw/", "intrekken/"):
        assert glow.post(f"{URL}uitnodigingen/{rij.pk}/{pad}").status_code == 404
    pagina = glow.get(URL).content.decode()
    assert "@aa.example" in pagina and "@bb.example" not in pagina
    for rol in ("hr", "beheerder", "coordinator", "controleur"):
        klant = meld_aan(aa.leden[rol].gebruiker)
        for pad in (URL, f"{URL}nieuw/", f"{URL}{aa.partnerlid.pk}/intrekken/"):
            assert klant.get(pad).status_code == 403
        assert klant.post(f"{URL}{aa.partnerlid.pk}/intrekken/").status_code == 403


def test_de_databank_zelf_toont_en_schrijft_enkel_voor_de_eigen_partner(huizen):
    """Ook zonder één filter in de code. Een bestuur ziet niemand van een partner en kan er niemand bij zetten."""
    aa, bb = huizen
    collega(bb)
    with isolatie.namens(glowpartner=aa.partner.pk):
        assert list(Partnerlid.objects.values_list("glowpartner", flat=True)) == [aa.partner.pk]
        assert set(Partnergebeurtenis.objects.values_list("glowpartner", flat=True)) == {aa.partner.pk}
        assert not Partnerlid.objects.filter(glowpartner=bb.partner).update(functie="x")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Partnerlid.objects.create(glowpartner=bb.partner, gebruiker=aa.leden["hr"].gebruiker)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Partneruitnodiging.objects.create(glowpartner=bb.partner, email="x@bb.example")
    with aa.binnen():
        assert not Partnerlid.objects.exists() and not Partneruitnodiging.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Partnerlid.objects.create(glowpartner=aa.partner, gebruiker=aa.leden["hr"].gebruiker)
    with isolatie.namens(gebruiker=aa.partnerlid.gebruiker_id):  # voor de keuze: de eigen rij, en geen andere
        assert list(Partnerlid.objects.values_list("pk", flat=True)) == [aa.partnerlid.pk]


def test_de_geschiedenis_is_niet_te_wijzigen(huizen):
    with isolatie.namens(glowpartner=huizen[0].partner.pk):
        for poging in (
            lambda: Partnergebeurtenis.objects.all().delete(),
            lambda: Partnergebeurtenis.objects.update(wat="x"),
            lambda: Partnergebeurtenis.objects.create(glowpartner=huizen[0].partner, wat="x", gebruiker_id=1),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                poging()


def test_bij_besturen_en_een_partner_tegelijk(huizen):
    """Iemand kan bij een bestuur en bij een partner werken, en wisselt; de rechten lopen nooit door elkaar."""
    aa, bb = huizen
    wie = aa.partnerlid.gebruiker
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=wie, rollen=["hr"])
    klant = meld_aan(wie)
    assert klant.get(URL).status_code == 403 and "Gemeente BB" in klant.get("/").content.decode()
    assert klant.post("/kies/", {"waarde": f"g{aa.partner.pk}"}).status_code == 302
    assert klant.get(URL).status_code == 200 and klant.get("/mentoren/").status_code == 403


def test_evenveel_vragen(huizen, glow):
    collega(huizen[0])
    vul_in(glow, f"{URL}nieuw/", "email", **WIE)
    glow.get(URL)
    with CaptureQueriesContext(connection) as een:
        glow.get(URL)
    for n in range(12):
        collega(huizen[0], f"c{n}")
        vul_in(glow, f"{URL}nieuw/", "email", **(WIE | {"email": f"p{n}@partner.example"}))
    glow.get(URL)  # toont de meldingen
    with CaptureQueriesContext(connection) as veel:
        glow.get(URL)
    assert aantal(een) == aantal(veel) <= 15
    assert GlowPartner.objects.count() == 2
