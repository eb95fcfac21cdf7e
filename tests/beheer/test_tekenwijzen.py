"""De manieren van ondertekenen die een bestuur toelaat, en de vertrouwenslijst die een eigen certificaat mogelijk maakt."""

import base64
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from documenten.zegel import vertrouwenslijst
from documenten.zegel.sleutel import wortels
from logboek.models import Gebeurtenis
from organisaties.models import Bestuur
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
URL = "/beheer/instellingen/ondertekenen/"
SVC = "http://uri.etsi.org/TrstSvc/"


def lijst_xml(
    certificaat: bytes, *, status="granted", doel="ForeSignatures", volgende="2099-01-01T00:00:00Z", soort="CA/QC"
):
    """Een vertrouwenslijst met één dienst, in de vorm van ETSI TS 119 612."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>
<SchemeTerritory>BE</SchemeTerritory><ListIssueDateTime>2026-10-01T08:00:00Z</ListIssueDateTime>
<NextUpdate><dateTime>{volgende}</dateTime></NextUpdate></SchemeInformation>
<TrustServiceProviderList><TrustServiceProvider><TSPServices><TSPService><ServiceInformation>
<ServiceTypeIdentifier>{SVC}Svctype/{soort}</ServiceTypeIdentifier>
<ServiceDigitalIdentity><DigitalId><X509Certificate>{base64.b64encode(certificaat).decode()}</X509Certificate></DigitalId></ServiceDigitalIdentity>
<ServiceStatus>{SVC}TrustedList/Svcstatus/{status}</ServiceStatus>
<ServiceInformationExtensions><Extension><AdditionalServiceInformation><URI>{SVC}TrustedList/SvcInfoExt/{doel}</URI></AdditionalServiceInformation></Extension></ServiceInformationExtensions>
</ServiceInformation></TSPService></TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>"""


@pytest.fixture
def zet_lijst(settings, tmp_path):
    def zet(**anders):
        pad = tmp_path / "tl-be.xml"
        pad.write_text(lijst_xml(wortels()[0].dump(), **anders))
        settings.GD_VERTROUWENSLIJST = str(pad)
        return pad

    return zet


@pytest.fixture
def beheerder(huizen):
    return meld_aan(huizen[0].leden["beheerder"].gebruiker)


def bestuur(huis):
    with huis.binnen():
        return Bestuur.objects.get(pk=huis.bestuur_id)


def test_standaard_enkel_in_de_toepassing(huizen, beheerder):
    assert bestuur(huizen[0]).wijzen == {"toepassing"}
    assert bestuur(huizen[0]).in_gebruik_sinds == timezone.localdate()
    assertContains(beheerder.get("/beheer/instellingen/"), "Een fiche kan nu ondertekend worden: in de toepassing.")
    scherm = beheerder.get(URL)
    for zin in ("Bewijst dat een tweede persoon de scan", "Bewijst dat iemand met een eigen aanmelding"):
        assertContains(scherm, zin)  # wat elke manier bewijst


def test_kiezen(huizen, beheerder):
    klaar = vul_in(beheerder, URL, "ingebruikname", teken_papier="on", teken_vooraf="on", ingebruikname="01/09/2023")
    assert klaar.status_code == 302
    nu = bestuur(huizen[0])
    assert (nu.wijzen, nu.in_gebruik_sinds) == ({"toepassing", "papier", "vooraf"}, date(2023, 9, 1))
    with huizen[0].binnen():
        daad = Gebeurtenis.objects.get(wat="instellingen.tekenwijzen")
    assert daad.gegevens == {"wijzen": ["papier", "toepassing", "vooraf"], "ingebruikname": "2023-09-01"}
    assertContains(beheerder.get("/beheer/instellingen/"), "op papier en papier, vóór ingebruikname")


def test_minstens_een_manier_voor_nieuwe_fiches(huizen, beheerder):
    fout = vul_in(beheerder, URL, "ingebruikname", teken_toepassing=None, teken_vooraf="on")
    assertContains(fout, "Laat minstens één manier toe om een nieuwe fiche te ondertekenen.")
    with huizen[0].binnen(), pytest.raises(IntegrityError, match="bestuur_kan_ondertekenen"), transaction.atomic():
        Bestuur.objects.filter(pk=huizen[0].bestuur_id).update(teken_toepassing=False)


@pytest.mark.parametrize(("dagen", "mag"), [(0, True), (1, False)])
def test_de_dag_van_ingebruikname(huizen, beheerder, dagen, mag):
    dag = timezone.localdate() + timedelta(days=dagen)
    antwoord = vul_in(beheerder, URL, "ingebruikname", ingebruikname=f"{dag:%d/%m/%Y}")
    assert (antwoord.status_code == 302) is mag
    if not mag:
        assertContains(antwoord, "Deze dag moet nog komen. Kies vandaag of vroeger.")


def test_zonder_lijst_geen_eigen_certificaat(huizen, beheerder, zet_lijst):
    """De pagina zegt waarom; wie het toch verstuurt, kiest het niet."""
    assertContains(beheerder.get(URL), "Nu niet te kiezen. Deze installatie heeft geen vertrouwenslijst.")
    vul_in(beheerder, URL, "ingebruikname", teken_certificaat="on")
    assert "certificaat" not in bestuur(huizen[0]).wijzen
    zet_lijst()
    scherm = beheerder.get(URL)
    assertContains(scherm, "Vertrouwenslijst BE van 1 oktober 2026")
    assertContains(scherm, "De handtekening van de lijst is niet nagekeken")
    vul_in(beheerder, URL, "ingebruikname", teken_certificaat="on")
    assert "certificaat" in bestuur(huizen[0]).wijzen


def test_een_oude_lijst_wordt_gezegd(beheerder, zet_lijst):
    zet_lijst(volgende="2026-11-01T00:00:00Z")
    assertContains(beheerder.get(URL), "Sinds 1 november 2026 is er een nieuwere.")


@pytest.mark.parametrize(
    ("anders", "telt"),
    [
        ({}, True),
        ({"status": "withdrawn"}, False),
        ({"doel": "ForeSeals"}, False),
        ({"doel": "ForeSeals</URI><URI>http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures"}, True),
        ({"soort": "TSA/QTST"}, False),
    ],
)
def test_welke_uitgevers_tellen(zet_lijst, anders, telt):
    zet_lijst(**anders)
    if telt:
        assert [c.sha256 for c in vertrouwenslijst.lijst().uitgevers] == [wortels()[0].sha256]
    else:
        assert "beschadigd" in vertrouwenslijst.waarom_niet()


def test_een_kapotte_of_verdwenen_lijst(zet_lijst):
    pad = zet_lijst()
    for inhoud in ("geen xml", "<a/>", lijst_xml(b"geen certificaat")):
        pad.write_text(inhoud)
        assert "beschadigd" in vertrouwenslijst.waarom_niet()
    bom = "<!DOCTYPE a [<!ENTITY b 'xx'>]><a>&b;</a>"
    pad.write_text(bom)
    assert "beschadigd" in vertrouwenslijst.waarom_niet()
    pad.unlink()
    assert "niet te lezen" in vertrouwenslijst.waarom_niet()


def test_enkel_de_beheerder(huizen):
    for rol in ("hr", "directeur"):
        assert meld_aan(huizen[0].leden[rol].gebruiker).get(URL).status_code == 403
    assertNotContains(meld_aan(huizen[0].leden["hr"].gebruiker).get("/"), URL)
