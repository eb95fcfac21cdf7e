"""Een klein maar volledig bewijspakket, met een eigen testzegel en (op vraag) een eigen tijdstempeldienst."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from documenten.zegel import sleutel, tsa
from rapportage.pakket import asic, leesmij

NAAM = "opwijk-572-01-2026-11-01-bewijspakket.zip"


@pytest.fixture(scope="session")
def _zegelmap(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("zegel")


@pytest.fixture
def zegelaar(settings, _zegelmap):
    settings.GD_ZEGEL_MAP, settings.GD_ZEGEL_PKCS12, settings.GD_ZEGEL_WACHTWOORD = _zegelmap, "", ""
    settings.GD_TSA_URL = ""
    return sleutel.zegelaar("opwijk", "Opwijk")


@pytest.fixture(scope="session")
def _tsa():
    """Een tijdstempeldienst in dit proces: (dienst, wortel als PEM)."""
    nu = datetime.now(UTC)
    sleutels = [rsa.generate_private_key(65537, 2048) for _ in range(2)]
    namen = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)]) for naam in ("Wortel TSA", "TSA")]
    certificaten = []
    for n in range(2):
        bouw = (
            x509.CertificateBuilder()
            .subject_name(namen[n])
            .issuer_name(namen[0])
            .public_key(sleutels[n].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(nu - timedelta(days=1))
            .not_valid_after(nu + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=n == 0, path_length=None), critical=True)
        )
        if n:
            bouw = bouw.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        certificaten.append(bouw.sign(sleutels[0], hashes.SHA256()))
    der = sleutels[1].private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificaat = asn1_x509.Certificate.load(certificaten[1].public_bytes(serialization.Encoding.DER))
    dienst = DummyTimeStamper(certificaat, asn1_keys.PrivateKeyInfo.load(der), [certificaat])
    return SimpleNamespace(dienst=dienst, wortel=certificaten[0].public_bytes(serialization.Encoding.PEM))


@pytest.fixture
def met_tijdstempel(zegelaar, settings, monkeypatch, tmp_path, _tsa):
    """Vanaf hier zegelt `zegelaar` op niveau B-T."""
    settings.GD_ZEGEL_MAP = tmp_path / "zegel-bt"
    (settings.GD_ZEGEL_MAP / "vertrouwd").mkdir(parents=True)
    (settings.GD_ZEGEL_MAP / "vertrouwd" / "tsa.pem").write_bytes(_tsa.wortel)
    settings.GD_TSA_URL = "https://tsa.invalid"
    monkeypatch.setattr(tsa, "_dienst", lambda *_: _tsa.dienst)
    return sleutel.zegelaar("opwijk", "Opwijk")


@pytest.fixture
def inhoud():
    """inhoud(zegelaar, zaad) → naam: bytes, zoals Opwijk: 6 fiches, 3 certificaten, rapport en cijfers."""

    def maak_inhoud(zegelaar, zaad=572, met_tijdstempel=False):
        r = random.Random(zaad)
        uit = {f"fiches/OPW-{n:02}-v{r.randint(1, 3)}.pdf": b"%PDF-1.7\n" + r.randbytes(2500) for n in range(1, 7)}
        uit |= {f"mentoren/M{n:03}-certificaat.{e}": r.randbytes(1200) for n, e in enumerate(("pdf", "jpg", "png"), 1)}
        uit |= {naam: r.randbytes(1500) for naam in ("rapport.pdf", "rapport.xlsx")}
        uit |= {naam: b"code;uren\nP001;32\n" for naam in ("gegevens/uren.csv", "afwijkingen.csv")}
        uit[asic.GEGEVENS] = b'{"schema": 1, "cijfers": {"fiches": 6, "mentoren": 3}}'
        uit[asic.LEESMIJ] = leesmij.tekst(
            bestand=NAAM,
            bestuur="Opwijk",
            project="572-01",
            peildatum=date(2026, 11, 1),
            zegel=zegelaar.naam,
            wortel="https://voorbeeld.be/zegel/wortel.pem",
            register="https://voorbeeld.be/register/",
            met_tijdstempel=met_tijdstempel,
            demo=True,
        )
        return uit

    return maak_inhoud


@pytest.fixture
def pakket(tmp_path, zegelaar, inhoud) -> Path:
    """Een goed pakket op niveau B-B."""
    asic.maak(tmp_path / NAAM, inhoud(zegelaar), zegelaar)
    return tmp_path / NAAM


@pytest.fixture
def pakket_bt(tmp_path, met_tijdstempel, inhoud) -> Path:
    """Een goed pakket op niveau B-T."""
    asic.maak(tmp_path / NAAM, inhoud(met_tijdstempel, met_tijdstempel=True), met_tijdstempel)
    return tmp_path / NAAM


@pytest.fixture
def maak_huis(db):
    """maak_huis(plekken, getekend): een bestuur met zoveel plekken, ondertekend en verzegeld, en drie opgeleide mentoren."""

    def maak(plekken=2, getekend=None, slug="opw", mentoren=1):
        from mentoren import stappen as mentor_stappen
        from taken.uitvoering import voer_alles_uit
        from tests.bouw import Huis

        huis = Huis(slug, plekken=plekken)
        with huis.binnen():
            huis.project.doel_leerwerkplekken, huis.project.doel_mentoren = 6, 2
            huis.project.save()
            for plek in huis.plekken[: plekken if getekend is None else getekend]:
                huis.ondertekende_fiche(plek)
            huis.certificaat()
            for nummer in range(2, mentoren + 1):
                lid = huis.lid(f"mentor{nummer}", "mentor")
                mentor = mentor_stappen.maak_mentor(
                    huis.installatie,
                    lid,
                    organisatie=huis.organisatie,
                    leidinggevende=huis.leden["leidinggevende"],
                    vanaf=date(2023, 1, 1),
                )
                huis.certificaat(mentor)
        voer_alles_uit()
        return huis

    return maak


@pytest.fixture
def teken():
    """teken(huis, plek, op): een ondertekende fiche met een zegel op zijn kortst: enkel dat het document er is, telt."""

    def doe(huis, plek, op=date(2023, 6, 15)):
        from documenten import opslag
        from documenten.enums import Soort
        from fiches import stappen
        from fiches.enums import SoortBlad
        from fiches.models import Fiche, FicheBlad
        from tests.bouw import PDF

        fiche = Fiche.objects.filter(leerwerkplek=plek).first() or huis.fiche(plek, op=op)
        stappen.ondertekenen(huis.actor("hr"), fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256, op=op)
        bestuur = huis.bestuur_id
        document = opslag.leg_vast(
            bestuur, opslag.bewaar(bestuur, PDF), soort=Soort.FICHE, naam=f"{fiche.pk}.pdf", mime="application/pdf"
        )
        FicheBlad.objects.create(bestuur_id=bestuur, fiche=fiche, soort=SoortBlad.VERZEGELD, document=document)

    return doe


@pytest.fixture
def vraag():
    """vraag(huis, peildatum): een gevraagd bewijspakket; de taak wacht."""

    def doe(huis, peildatum=date(2023, 12, 31)):
        from rapportage import stappen

        with huis.binnen():
            return stappen.vraag_pakket(huis.actor("coordinator"), huis.project, peildatum)[0]

    return doe


@pytest.fixture
def voer_uit():
    """voer_uit(huis, pakket of rapport): alle pogingen na elkaar, zonder te wachten; geeft het en de taak, zoals nu."""

    def doe(huis, pakket, pogingen=10):
        from django.db.models.functions import Now

        from taken.enums import OPEN
        from taken.models import Taak
        from taken.uitvoering import voer_uit as een_poging

        for _ in range(pogingen):
            if not Taak.objects.filter(pk=pakket.taak_id, status__in=OPEN).update(vrij_vanaf=Now()):
                break
            een_poging(pakket.taak_id)
        with huis.binnen():
            rij = type(pakket).objects.select_related("document", "project", "bestuur").get(pk=pakket.pk)
        return rij, Taak.objects.get(pk=pakket.taak_id)

    return doe


_GETEKEND: list[bytes] = []


@pytest.fixture
def vast_rapport(monkeypatch):
    """Het rapport in een pakket is één keer echt getekend, en daarna telkens hetzelfde: voor wie er niet naar kijkt."""
    from rapportage import tasks

    echt = tasks.rapport.pdf

    def pdf(*wat):
        if not _GETEKEND:
            _GETEKEND.append(echt(*wat))
        return _GETEKEND[0]

    monkeypatch.setattr(tasks.rapport, "pdf", pdf)


@pytest.fixture
def als(client):
    """als(lid): een browser die aangemeld is als dit lid."""

    def meld_aan(lid):
        client.force_login(lid.gebruiker)
        return client

    return meld_aan
