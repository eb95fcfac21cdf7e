"""Achter een eigen handtekening komt ons tijdstempel: het bewijst dat ze er toen was, en wordt op tijd hernieuwd."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
import time_machine
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader

from documenten import hernieuwen, opslag
from documenten.models import Hernieuwing
from documenten.opladen import Opgeladen
from documenten.zegel import bewijs, tsa
from documenten.zegel.controle import controleer_pdf, looptijd
from fiches.models import FicheBlad
from fiches.stappen import certificaat
from fiches.verificatie import bekend, zoek
from organisaties.isolatie import namens
from rapportage import nakijken
from taken.models import Taak
from taken.uitvoering import voer_alles_uit, voer_uit
from tests.fiches.eigen import doe, lever, onze, teken, zet_klaar

IN_2038, IN_2040 = datetime(2038, 7, 1, 12, tzinfo=UTC), datetime(2040, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def niveau(settings, tmp_path):
    """Kiest het niveau van het zegel, met de testdienst en een eigen map."""
    settings.GD_ZEGEL_MAP, settings.GD_ZEGELS, settings.GD_ZEGEL_PKCS12 = tmp_path / "zegel", "", ""
    settings.GD_TSA_URLS = ["test"]

    def kies(welk):
        settings.GD_ZEGEL_NIVEAU = welk
        tsa.vergeet()
        bewijs.vergeet()

    yield kies
    tsa.vergeet()
    bewijs.vergeet()


def getekend(huis, eigen_fiche, uitgever):
    """De bytes die de persoon tekende, en het document dat nu het verzegelde exemplaar is."""
    rij = zet_klaar(huis, eigen_fiche)
    data = teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Aa"))
    lever(huis, rij, data)
    with huis.binnen():
        blad = FicheBlad.objects.select_related("document").get(soort="verzegeld").document
        return data, blad, opslag.lees(blad)


def velden(data):
    return [h.field_name for h in PdfFileReader(io.BytesIO(data)).embedded_signatures]


def test_b_t_krijgt_een_tijdstempel(huis, eigen_fiche, uitgever, niveau):
    niveau("B-T")
    data, blad, gestempeld = getekend(huis, eigen_fiche, uitgever)
    assert gestempeld.startswith(data) and velden(gestempeld) == ["Zegel", "EigenHandtekening", "Tijdstempel1"]
    assert (blad.soort, blad.zegel_niveau, blad.archief_tot) == ("fiche", "B-T", None)
    oordeel = controleer_pdf(gestempeld, eigen=True)
    assert (oordeel.redenen, oordeel.niveau) == ([], "B-T")
    kaart = PdfFileReader(io.BytesIO(data)).embedded_signatures[-1].signer_cert  # eindigt vóór zegel en tijdstempel
    assert oordeel.geldig_tot == looptijd(gestempeld).geldig_tot == kaart.not_valid_after
    with namens(alleen_lezen=True):  # wat de persoon zelf bewaarde hoort bij dezelfde fiche
        assert bekend(blad.sha256) == bekend(uit_bytes(data))
    with huis.binnen():
        assert {nakijken._pdf(wat).kop for wat in (data, gestempeld)} == {"Ongewijzigd en bekend"}


def uit_bytes(data):
    return hashlib.sha256(data).hexdigest()


def test_b_lta_wordt_hernieuwd_ook_als_kaart_en_lijst_er_niet_meer_zijn(huis, eigen_fiche, uitgever, niveau, settings):
    niveau("B-LTA")
    data, blad, gestempeld = getekend(huis, eigen_fiche, uitgever)
    assert gestempeld.startswith(data)
    assert velden(gestempeld) == ["Zegel", "Archieftijdstempel1", "EigenHandtekening", "Archieftijdstempel2"]
    assert blad.zegel_niveau == "B-LTA" and blad.archief_tot.year == 2038
    bewijzen = PdfFileReader(io.BytesIO(gestempeld)).root["/DSS"]["/Certs"]
    onderwerpen = {Certificate.load(c.get_object().data).subject.native["common_name"] for c in bewijzen}
    assert {"Citizen CA (test)", "Leidinggevende Van Aa (Signature)"} <= onderwerpen
    settings.GD_VERTROUWENSLIJST = ""
    with time_machine.travel(IN_2038), huis.binnen():
        assert hernieuwen.plan_hernieuwingen(huis.bestuur_id) == 1
    with time_machine.travel(IN_2038):
        assert voer_alles_uit(*Taak.objects.filter(naam=hernieuwen.TAAK).values_list("pk", flat=True)) == []
    with time_machine.travel(IN_2040), huis.binnen():  # de kaart liep af in 2027, het eerste archieftijdstempel in 2038
        nieuw = Hernieuwing.objects.get()
        hernieuwd = opslag.lees(blad)
        assert hernieuwd.startswith(gestempeld) and nieuw.archief_tot.year == 2046
        assert nakijken._pdf(gestempeld).kop == "Niet geldig"
        uitslag = nakijken._pdf(hernieuwd)
        assert uitslag.kop == "Ongewijzigd en bekend" and dict(uitslag.rijen)["Niveau"].startswith("B-LTA")
        assert zoek(eigen_fiche.token).looptijd.geldig_tot == nieuw.archief_tot


def test_zonder_tijdstempelserver_volgt_het_zegel(huis, eigen_fiche, uitgever, niveau, settings):
    """De handtekening staat vast; het verzegelde exemplaar komt er zodra een server antwoordt."""
    niveau("B-T")
    rij = zet_klaar(huis, eigen_fiche)
    settings.GD_TSA_URLS = ["http://127.0.0.1:9/"]
    with huis.binnen():
        opgeladen = Opgeladen(teken(onze(rij), uitgever.kaart("Leidinggevende", "Van Aa")), "application/pdf", ".pdf")
        certificaat.lever(huis.actor("leidinggevende"), rij, bestand=opgeladen)
    doe("fiches.kijk_eigen_na")
    taak = Taak.objects.get(naam="fiches.verzegel")
    voer_uit(taak.pk)
    with huis.binnen():
        assert zoek(eigen_fiche.token).status == "ondertekend" and zoek(eigen_fiche.token).document_sha256 is None
    taak.refresh_from_db()
    assert taak.pogingen == 1 and "TijdstempelFout" in taak.fout
    niveau("B-T")
    settings.GD_TSA_URLS = ["test"]
    Taak.objects.filter(pk=taak.pk).update(vrij_vanaf=taak.gepland_op)
    voer_uit(taak.pk)
    with huis.binnen():
        assert FicheBlad.objects.get(soort="verzegeld").document.sha256 == zoek(eigen_fiche.token).document_sha256
