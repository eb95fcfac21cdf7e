"""Wie toegang heeft: zoeken, wijzigen, intrekken en teruggeven. Wat de beheerder doet telt bij het volgende verzoek."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beheer.stappen import personen as stappen
from beheer.stappen import uitnodigen
from logboek.models import Gebeurtenis
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap
from organisaties.toegang import bepaal
from tests.bouw import Huis
from tests.hulp.scherm import aantal, meld_aan, vul_in

pytestmark = pytest.mark.django_db
LIJST = "/beheer/personen/"


@pytest.fixture
def beheerder(huizen):
    return meld_aan(huizen[0].leden["beheerder"].gebruiker)


def bladzijde(huis, rol):
    return f"{LIJST}{huis.leden[rol].pk}/"


def rollen_van(huis, rol):
    with isolatie.namens(gebruiker=huis.leden[rol].gebruiker_id):
        return bepaal(huis.leden[rol].gebruiker).rollen


@pytest.mark.parametrize(
    ("vraag", "erbij", "weg"),
    [
        ("q=hr", "hr@aa.example", "mentor@aa.example"),
        ("q=van+aa+directeur", "directeur@aa.example", "hr@aa.example"),
        ("q=functie+coordinator", "coordinator@aa.example", "hr@aa.example"),
        ("rol=controleur", "controleur@aa.example", "hr@aa.example"),
        ("toegang=zonder", "mentor@aa.example", "hr@aa.example"),
        ("toegang=alles", "mentor@aa.example", "@bb.example"),
        ("", "hr@aa.example", "mentor@aa.example"),
        ("rol=onzin&sorteer=niets&pagina=99", "hr@aa.example", "@bb.example"),
    ],
)
def test_zoeken_en_filteren(huizen, beheerder, vraag, erbij, weg):
    with huizen[0].binnen():
        Lidmaatschap.objects.filter(pk=huizen[0].leden["mentor"].pk).update(ingetrokken_op=timezone.now())
    pagina = beheerder.get(f"{LIJST}?{vraag}").content.decode()
    assert erbij in pagina and weg not in pagina


def test_niemand_gevonden(beheerder):
    assert "Niemand gevonden" in beheerder.get(f"{LIJST}?q=xyz").content.decode()


def test_uitvoer(huizen, beheerder):
    from io import BytesIO

    from openpyxl import load_workbook

    antwoord = beheerder.get(f"{LIJST}?vorm=xlsx&toegang=alles")
    boek = load_workbook(BytesIO(antwoord.getvalue()))
    cellen = [str(cel.value) for blad in boek for rij in blad.iter_rows() for cel in rij]
    assert "hr@aa.example" in cellen and not any("@bb.example" in cel for cel in cellen)


def test_rollen_wijzigen_telt_bij_het_volgende_verzoek(huizen, beheerder):
    aa, _ = huizen
    hr = meld_aan(aa.leden["hr"].gebruiker)
    assert hr.get("/mentoren/").status_code == 200
    waarden = {"rollen": ["coordinator", "beheerder"], "functie": "projectleider", "tot": "31/12/2099"}
    assert vul_in(beheerder, bladzijde(aa, "hr"), "functie", **waarden).status_code == 302
    assert hr.get(LIJST).status_code == 200 and hr.get("/mentoren/nieuw/").status_code == 403
    with aa.binnen():
        lid = Lidmaatschap.objects.get(pk=aa.leden["hr"].pk)
        assert (lid.functie, lid.tot) == ("projectleider", date(2099, 12, 31))
        daad = Gebeurtenis.objects.get(wat="lidmaatschap.gewijzigd")
        assert daad.gegevens == {"van": ["hr"], "naar": ["coordinator", "beheerder"], "tot": "2099-12-31"}


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"rollen": []}, "Kies minstens één rol."),
        ({"rollen": ["controleur", "hr"], "tot": "01/01/2099"}, "Een ESF-controleur heeft geen andere rol."),
        ({"rollen": ["controleur"], "tot": ""}, "Vul in tot wanneer de ESF-controleur toegang heeft."),
        ({"tot": "01/01/2020"}, "Deze dag is voorbij."),
        ({"rollen": ["glow"]}, "glow"),
    ],
)
def test_een_fout_staat_bij_haar_veld(huizen, beheerder, anders, zin):
    antwoord = vul_in(beheerder, bladzijde(huizen[0], "hr"), "functie", **({"functie": "getypt"} | anders))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200 and zin in pagina and 'value="getypt"' in pagina
    assert rollen_van(huizen[0], "hr") == {"hr"}


def test_twee_beheerders_op_dezelfde_persoon(huizen, beheerder):
    aa, _ = huizen
    ander = meld_aan(aa.leden["beheerder"].gebruiker)
    url = bladzijde(aa, "hr")
    from tests.hulp.scherm import velden

    van_eerder = velden(ander.get(url), "functie")
    vul_in(beheerder, url, "functie", functie="eerst bewaard")
    antwoord = ander.post(url, van_eerder | {"functie": "later getypt"})
    pagina = antwoord.content.decode()
    assert "Iemand wijzigde dit intussen." in pagina and "eerst bewaard" in pagina and "later getypt" in pagina


def test_intrekken_toont_wat_nog_verwijst_en_telt_meteen(beheerder_van_volledig):
    huis, beheerder = beheerder_van_volledig
    pagina = beheerder.get(f"{bladzijde(huis, 'mentor')}intrekken/").content.decode()
    assert "Toegang van Mentor Van Vv intrekken?" in pagina and huis.plek.code in pagina and "P001" in pagina
    leiding = beheerder.get(f"{bladzijde(huis, 'leidinggevende')}intrekken/").content.decode()
    assert "Mentor Van Vv" in leiding and huis.plek.code in leiding  # leidt de mentor, en een fiche wacht
    mentor = meld_aan(huis.leden["mentor"].gebruiker)
    assert mentor.get("/uren/").status_code == 200
    for _ in range(2):  # een dubbele klik is één daad
        assert beheerder.post(f"{bladzijde(huis, 'mentor')}intrekken/").status_code == 302
    assert mentor.get("/uren/").status_code == 403 and rollen_van(huis, "mentor") == frozenset()
    with huis.binnen():
        assert Gebeurtenis.objects.filter(wat="lidmaatschap.ingetrokken").count() == 1
    assert "geen toegang sinds" in beheerder.get(bladzijde(huis, "mentor")).content.decode()
    beheerder.post(f"{bladzijde(huis, 'mentor')}teruggeven/")
    assert mentor.get("/uren/").status_code == 200


@pytest.fixture
def beheerder_van_volledig(db):
    huis = Huis("vv")
    with huis.binnen():
        vandaag = timezone.localdate()
        huis.plaatsing(van=vandaag - timedelta(days=1), tot=vandaag + timedelta(days=60))
        huis.fiche(op=vandaag)
    return huis, meld_aan(huis.leden["beheerder"].gebruiker)


def test_intrekken_sluit_ook_de_open_uitnodiging(huizen):
    aa, _ = huizen
    with aa.binnen():
        rij = uitnodigen.nodig_uit(aa.actor("beheerder"), email="nieuw@aa.example", rollen=["hr"])
        lid = aa.lid("nieuw", "hr")
        stappen.trek_in(aa.actor("beheerder"), lid)
        rij.refresh_from_db()
        assert not rij.is_open


@pytest.mark.parametrize("hoe", ["intrekken", "rol weg", "einddatum"])
def test_de_laatste_beheerder_blijft(huizen, beheerder, hoe):
    aa, _ = huizen
    url = bladzijde(aa, "beheerder")
    if hoe == "intrekken":
        antwoord = beheerder.post(f"{url}intrekken/")
    else:
        anders = {"rollen": ["hr"]} if hoe == "rol weg" else {"tot": "31/12/2099"}
        antwoord = vul_in(beheerder, url, "functie", **anders)
    assert "Dit is de enige beheerder zonder einddatum." in antwoord.content.decode()
    assert rollen_van(aa, "beheerder") == {"beheerder"}


@pytest.mark.parametrize("wie", ["met einddatum", "ingetrokken", "geblokkeerd", "vast"])
def test_wie_meetelt_als_andere_beheerder(huizen, wie):
    aa, _ = huizen
    with aa.binnen():
        ander = aa.lid("ander", "beheerder")
        if wie == "met einddatum":
            Lidmaatschap.objects.filter(pk=ander.pk).update(tot=date(2099, 1, 1))
        if wie == "ingetrokken":
            Lidmaatschap.objects.filter(pk=ander.pk).update(ingetrokken_op=timezone.now())
        if wie == "geblokkeerd":
            ander.gebruiker.is_active = False
            ander.gebruiker.save(update_fields=["is_active"])
        if wie == "vast":
            assert stappen.trek_in(aa.actor("beheerder"), aa.leden["beheerder"]).ingetrokken_op
        else:
            with pytest.raises(Geweigerd, match="enige beheerder"):
                stappen.trek_in(aa.actor("beheerder"), aa.leden["beheerder"])


@pytest.mark.parametrize(("dagen", "toegang"), [(-1, set()), (0, {"controleur"}), (1, {"controleur"})])
def test_de_controleur_stopt_vanzelf_na_de_laatste_dag(huizen, dagen, toegang):
    aa, _ = huizen
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=aa.leden["controleur"].pk).update(tot=timezone.localdate() + timedelta(dagen))
    assert rollen_van(aa, "controleur") == toegang
    assert meld_aan(aa.leden["controleur"].gebruiker).get("/project/").status_code == (200 if toegang else 403)


@pytest.mark.parametrize("waarden", [{"rollen": ["controleur", "hr"]}, {"tot": None}])
def test_de_databank_weigert_een_controleur_zonder_einde_of_met_een_andere_rol(huizen, waarden):
    aa, _ = huizen
    with aa.binnen(), pytest.raises(Geweigerd, match="enkel die rol, en altijd een einddatum"), isolatie.grenzen():
        Lidmaatschap.objects.filter(pk=aa.leden["controleur"].pk).update(**waarden)


def test_enkel_de_beheerder_en_enkel_het_eigen_bestuur(huizen, beheerder):
    aa, bb = huizen
    for pad in ("", "intrekken/"):
        assert beheerder.get(f"{bladzijde(bb, 'hr')}{pad}").status_code == 404
        assert beheerder.post(f"{bladzijde(bb, 'hr')}{pad}").status_code == 404
    for pad in ("teruggeven/", "uitnodigen/"):
        assert beheerder.post(f"{bladzijde(bb, 'hr')}{pad}").status_code == 404
        assert beheerder.get(f"{bladzijde(aa, 'hr')}{pad}").status_code == 405
    for rol in ("hr", "directeur", "controleur"):
        ander = meld_aan(aa.leden[rol].gebruiker)
        for pad in ("", "intrekken/"):
            assert ander.get(f"{bladzijde(aa, 'mentor')}{pad}").status_code == 403
        for pad in ("", "intrekken/", "teruggeven/", "uitnodigen/"):
            assert ander.post(f"{bladzijde(aa, 'mentor')}{pad}").status_code == 403


def test_evenveel_vragen_bij_een_en_veel_personen(huizen, beheerder, omvang):
    aa, _ = huizen
    beheerder.get(LIJST)
    with CaptureQueriesContext(connection) as een:
        beheerder.get(LIJST)
    with aa.binnen():
        for n in range(omvang(30, 500)):
            aa.lid(f"p{n}", "hr", "mentor")
    with CaptureQueriesContext(connection) as veel:
        assert "personen" in beheerder.get(LIJST).content.decode()
    assert aantal(een) == aantal(veel) <= 15
