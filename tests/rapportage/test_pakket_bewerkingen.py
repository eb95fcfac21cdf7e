"""Elke wijziging aan een pakket wordt geweigerd, of is met naam bewezen onschadelijk; een gewone controle laat er door.

De enige onschadelijke klasse is `tijdstempelomhulsel`: bytes rond het tijdstempel die zijn dienst niet ondertekent.
Wat ondertekend is, wie tekende, het ogenblik en elk bestand dat een gewone unzip ziet, zijn dan gelijk gebleven.
"""

import hashlib
import random
import struct
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import cms as asn1_cms
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from documenten.zegel import cms, sleutel
from rapportage.pakket import asic, zipvorm
from tests.hulp.pakket import EINDE, Deel, Rechter, bouw, een_byte, met_nieuwe_lijsten, ontleed


def test_de_bouwer_van_deze_test_bouwt_het_goede_pakket_na(pakket):
    ruw = pakket.read_bytes()
    assert bouw(ontleed(ruw)) == ruw, "anders zou elke bewerking geweigerd worden om de bouwer"


# --- omgezette bytes


def kaal(ruw, r):
    """Eén byte anders; de helft in de koppen, tafel en lijsten, waar een willekeurige plaats zelden valt."""
    structuur = ruw.index(b"SHA256SUMS", ruw.index(b"rapport.xlsx")) - 30
    plaats = r.randrange(len(ruw)) if r.random() < 0.5 else r.randrange(structuur, len(ruw))
    ander = bytearray(ruw)
    ander[plaats] ^= r.randrange(1, 256)
    return bytes(ander)


def crc_hersteld(ruw, r):
    """Eén byte inhoud anders, en de CRC in beide koppen volgt: het ZIP zelf verraadt niets meer."""
    delen = ontleed(ruw)
    een_byte(r.choice(delen), r)
    return bouw(delen)


def alles_hersteld(ruw, r):
    """Inhoud anders, en CRC, SHA256SUMS en inhoudslijst volgen: alleen het zegel kan het nog zeggen."""
    delen = ontleed(ruw)
    een_byte(r.choice([d for d in delen if d.naam.startswith(("fiches/", "mentoren/", "rapport"))]), r)
    return bouw(met_nieuwe_lijsten(delen))


@pytest.mark.parametrize("niveau", ["B-B", "B-T"])
def test_omgezette_bytes(request, omvang, niveau):
    ruw = request.getfixturevalue("pakket" if niveau == "B-B" else "pakket_bt").read_bytes()
    rechter, r = Rechter(ruw), random.Random(10_000)
    wegen = (kaal, kaal, crc_hersteld, alles_hersteld)
    for n in range(omvang(200, 5_000)):
        weg = wegen[n % 4]
        rechter.oordeel(weg(ruw, r), (n, weg.__name__))
    rechter.besluit(f"omgezette bytes, {niveau}")
    if niveau == "B-B":
        assert set(rechter.telling) == {"geweigerd"}, "zonder tijdstempel is er geen onschadelijke byte"


@pytest.mark.parametrize("niveau", ["B-B", "B-T"])
def test_elke_byte_van_het_kale_zegel(request, omvang, niveau):
    """Het zegel byte voor byte, met herstelde CRC: de som van het ZIP mag hier niet helpen."""
    ruw = request.getfixturevalue("pakket" if niveau == "B-B" else "pakket_bt").read_bytes()
    rechter, r = Rechter(ruw), random.Random(1)
    zegel = ontleed(ruw)[-1].inhoud
    plaatsen = range(len(zegel))
    for plaats in omvang(r.sample(plaatsen, 120), plaatsen):
        delen = ontleed(ruw)
        ander = bytearray(zegel)
        ander[plaats] ^= 1 << r.randrange(8)
        delen[-1].inhoud = bytes(ander)
        rechter.oordeel(bouw(delen), plaats)
    rechter.besluit(f"bytes van het zegel, {niveau} ({len(zegel)} bytes)")
    if niveau == "B-B":
        assert set(rechter.telling) == {"geweigerd"}


# --- bewerkingen aan de bouw; elke functie krijgt verse delen en een toevalsbron, en geeft de bytes


def _inhoud(delen, r):
    return r.choice([d for d in delen if d.naam.startswith(("fiches/", "mentoren/", "rapport"))])


def dubbel_met_andere_inhoud(delen, r):
    """Wie de eerste leest ziet de vervalsing, wie via de tafel gaat het origineel."""
    doel = _inhoud(delen, r)
    delen.insert(r.randrange(delen.index(doel) + 1), Deel(doel.naam, b"%PDF-1.7 vervalst"))
    return bouw(delen)


def dubbel_gelijk(delen, r):
    doel = r.choice(delen)
    delen.insert(r.randrange(len(delen) + 1), Deel(doel.naam, doel.inhoud))
    return bouw(delen)


def dubbel_in_de_tafel(delen, r):
    doel = r.choice(delen)
    ruw = bouw([*delen, Deel(doel.naam, doel.inhoud)])
    kort = len(Deel(doel.naam, doel.inhoud).lokale_bytes())
    plek = ruw.index(b"PK\1\2") - kort
    return ruw[:plek] + ruw[plek + kort :]


def andere_volgorde(delen, r):
    a, b = r.sample(range(len(delen)), 2)
    delen[a], delen[b] = delen[b], delen[a]
    return bouw(delen)


def verwisselde_inhoud(delen, r):
    a, b = r.sample([d for d in delen if d.naam.startswith(("fiches/", "mentoren/"))], 2)
    a.inhoud, b.inhoud = b.inhoud, a.inhoud
    return bouw(delen)


def bytes_tussen(delen, r):
    r.choice(delen).erna = r.randbytes(r.randint(1, 40))
    return bouw(delen)


def bytes_achteraan(delen, r):
    return bouw(delen) + r.randbytes(r.randint(1, 40))


def commentaar(delen, r):
    return bouw(delen, commentaar=r.randbytes(r.randint(1, 40)))


def commentaar_bij_bestand(delen, r):
    r.choice(delen).centraal["commentaar"] = b"goedgekeurd"
    return bouw(delen)


def ervoor(delen, r):
    return bouw(delen, vooraf=r.randbytes(r.randint(1, 40)), verschuif=r.random() < 0.5)


def ingang_vooraan(delen, r):
    return bouw([Deel("aaa.txt", b"eerst"), *delen])


def andere_naam(delen, r):
    _inhoud(delen, r).naam = f"fiches/VALS-{r.randrange(100)}-v1.pdf"
    return bouw(delen)


def naam_alleen_in_de_tafel(delen, r):
    _inhoud(delen, r).centraal["naam"] = r.choice(["fiches/VALS-v1.pdf", "../weg.pdf", "fiches/\u202efdp.exe"])
    return bouw(delen)


def naam_alleen_in_de_kop(delen, r):
    _inhoud(delen, r).lokaal["naam"] = r.choice(["fiches/VALS-v1.pdf", "../weg.pdf", "/etc/cron.d/x"])
    return bouw(delen)


def hoofdletter(delen, r):
    doel = _inhoud(delen, r)
    doel.naam = doel.naam.upper()
    return bouw(delen)


def extra_veld(delen, r):
    extra = struct.pack("<2H", 0x5455, 5) + r.randbytes(5)
    getattr(r.choice(delen), r.choice(["lokaal", "centraal"]))["extra"] = extra
    return bouw(delen)


def unicodenaam(delen, r):
    """Info-ZIP's extra veld geeft een ander programma een andere naam."""
    doel = _inhoud(delen, r)
    anders = struct.pack("<BI", 1, zlib.crc32(doel.naam.encode())) + b"fiches/vals.pdf"
    for kop in (doel.lokaal, doel.centraal):
        kop["extra"] = struct.pack("<2H", 0x7075, len(anders)) + anders
    return bouw(delen)


def samengedrukt(delen, r):
    doel = r.choice(delen)
    pers = zlib.compressobj(wbits=-15)
    anders = {"methode": 8, "ruw": pers.compress(doel.inhoud) + pers.flush()}
    doel.lokaal, doel.centraal = dict(anders), dict(anders)
    return bouw(delen)


def ander_veld(delen, r):
    """Eén veld van één kop: vlaggen, datum, versie, kenmerken (een koppeling, een uitvoerbaar bestand)."""
    doel = r.choice(delen)
    wat, waarde = r.choice(
        [
            ("vlaggen", 0x800),
            ("vlaggen", 0x1),
            ("datum", 0x5A21),
            ("tijd", 0x6000),
            ("versie", 63),
            ("extern", 0o120777 << 16),
            ("extern", 0x10),
            ("intern", 1),
            ("schijf", 1),
        ]
    )
    doel.centraal[wat] = waarde
    if r.random() < 0.5:
        doel.lokaal[wat] = waarde
    return bouw(delen)


def bestand_weg(delen, r):
    delen.remove(r.choice(delen))
    return bouw(delen)


def uit_de_tafel(delen, r):
    r.choice(delen).in_tafel = False
    return bouw(delen)


def bestand_erbij(delen, r):
    naam = r.choice(["fiches/NIEUW-v1.pdf", "META-INF/extra.xml", "META-INF/signature2.p7s", "fiches/", "zz.txt"])
    delen.insert(r.randrange(1, len(delen) + 1), Deel(naam, b""))
    return bouw(delen)


def verborgen_bestand_erbij(delen, r):
    delen.insert(r.randrange(1, len(delen) + 1), Deel("fiches/VERBORGEN.pdf", b"x", in_tafel=False))
    return bouw(delen)


def bestand_erbij_met_lijsten(delen, r):
    delen.insert(-3, Deel("zz-nieuw.pdf", b"%PDF"))
    return bouw(met_nieuwe_lijsten(delen))


def tweede_pakket_erachter(delen, r):
    vals = [Deel(d.naam, d.inhoud) for d in delen]
    een_byte(_inhoud(vals, r), r)
    paar = [bouw(delen), bouw(vals)]
    return b"".join(paar if r.random() < 0.5 else reversed(paar))


def afgekapt(delen, r):
    ruw = bouw(delen)
    return ruw[: r.randrange(len(ruw))]


def zip64_zonder_reden(delen, r):
    ruw = bouw(delen)
    einde = ruw.rindex(b"PK\5\6")
    n, begin = EINDE.unpack(ruw[einde:])[5:7]
    groot = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, len(delen), len(delen), n, begin)
    return ruw[:einde] + groot + struct.pack("<4sIQI", b"PK\6\7", 0, einde, 1) + ruw[einde:]


def ander_zegel(delen, r):
    """Een tweede, echt zegel van dezelfde uitgever over dezelfde inhoudslijst."""
    delen[-1].inhoud = cms.onderteken_los(delen[-2].inhoud, sleutel.zegelaar("ander", "Ander bestuur"))
    return bouw(delen)


def zegel_met_bytes_erna(delen, r):
    delen[-1].inhoud += r.randbytes(r.randint(1, 20))
    return bouw(delen)


def lijst_met_witruimte(delen, r):
    doel = r.choice([d for d in delen if d.naam in (asic.SOMMEN, asic.LIJST, asic.MIMETYPE)])
    doel.inhoud += r.choice([b"\n", b" ", b"\r\n", b"<!-- -->"])
    return bouw(delen)


BEWERKINGEN = [
    dubbel_met_andere_inhoud,
    dubbel_gelijk,
    dubbel_in_de_tafel,
    andere_volgorde,
    verwisselde_inhoud,
    bytes_tussen,
    bytes_achteraan,
    commentaar,
    commentaar_bij_bestand,
    ervoor,
    ingang_vooraan,
    andere_naam,
    naam_alleen_in_de_tafel,
    naam_alleen_in_de_kop,
    hoofdletter,
    extra_veld,
    unicodenaam,
    samengedrukt,
    ander_veld,
    bestand_weg,
    uit_de_tafel,
    bestand_erbij,
    verborgen_bestand_erbij,
    bestand_erbij_met_lijsten,
    tweede_pakket_erachter,
    afgekapt,
    zip64_zonder_reden,
    ander_zegel,
    zegel_met_bytes_erna,
    lijst_met_witruimte,
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bewerkingen_aan_de_bouw(pakket, omvang):
    ruw = pakket.read_bytes()
    rechter, r = Rechter(ruw), random.Random(600)
    for n in range(omvang(60, 600)):
        bewerking = BEWERKINGEN[n % len(BEWERKINGEN)]
        ander = bewerking(ontleed(ruw), r)
        assert ander != ruw, bewerking.__name__
        rechter.oordeel(ander, (n, bewerking.__name__))
        rechter.gewone_controle(ander, bewerking.__name__)
    rechter.besluit("bewerkingen aan de bouw")
    assert set(rechter.telling) == {"geweigerd"}
    # Tegenproef: de gewone controle laat er door, ook de gevaarlijkste.
    print(f"een gewone controle laat er {len(rechter.doorgelaten)} door: {dict(Counter(rechter.doorgelaten))}")
    assert "dubbel_met_andere_inhoud" in rechter.doorgelaten
    assert len(rechter.doorgelaten) >= omvang(60, 600) // 4


# --- het zegel


def test_weggehaald_tijdstempel_wordt_gezien(pakket_bt, settings):
    delen = ontleed(pakket_bt.read_bytes())
    settings.GD_TSA_URL = ""
    delen[-1].inhoud = cms.onderteken_los(delen[-2].inhoud, sleutel.zegelaar("opwijk", "Opwijk"))
    controle = asic.controleer(BytesIO(bouw(delen)), sleutel.wortels())
    assert controle.afwijkingen == ["Het pakket zegt een tijdstempel te hebben, maar het zegel heeft er geen."]
    assert controle.sha256 is None


@pytest.mark.parametrize(("later", "aanvaard"), [(timedelta(0), True), (timedelta(minutes=11), False)])
def test_ander_echt_tijdstempel(pakket_bt, _tsa, later, aanvaard):
    """Een tweede stempel van dezelfde dienst op dezelfde handtekening zegt hetzelfde; alleen het register ziet het."""
    ruw = pakket_bt.read_bytes()
    delen = ontleed(ruw)
    ci = asn1_cms.ContentInfo.load(delen[-1].inhoud)
    si = ci["content"]["signer_infos"][0]
    som = hashlib.sha256(si["signature"].native).digest()
    ogenblik = datetime.now(UTC) + later
    dienst = DummyTimeStamper(_tsa.dienst.tsa_cert, _tsa.dienst.tsa_key, _tsa.dienst.certs_to_embed, fixed_dt=ogenblik)
    stempel = cms.draai(dienst.async_timestamp(som, "sha256"))
    si["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [stempel]}]
    delen[-1].inhoud = ci.dump()
    goed, anders = (asic.controleer(BytesIO(b), sleutel.wortels()) for b in (ruw, bouw(delen)))
    if aanvaard:
        assert anders.afwijkingen == []
        assert anders.inhoud == goed.inhoud
        assert anders.zegel["ondertekend"] == goed.zegel["ondertekend"]
        assert anders.sha256 != goed.sha256
    else:
        assert anders.afwijkingen == ["Het tijdstempel ligt niet bij het ogenblik van verzegelen."]


def test_leeg_zegel(pakket):
    delen = ontleed(pakket.read_bytes())
    delen[-1].inhoud = b""
    (zin,) = asic.controleer(BytesIO(bouw(delen)), sleutel.wortels()).afwijkingen
    assert "zegel is niet leesbaar" in zin


def test_andere_uitgever(pakket, tmp_path, settings):
    settings.GD_ZEGEL_MAP = tmp_path / "andere-installatie"
    with pakket.open("rb") as f:
        controle = asic.controleer(f, sleutel.wortels())
    assert controle.afwijkingen == ["Het zegel komt niet van een vertrouwde uitgever."]


# --- wat geen pakket is


def _diep(delen):
    next(d for d in delen if d.naam == asic.GEGEVENS).inhoud = b"[" * 200_000
    return bouw(met_nieuwe_lijsten(delen))


def _diepe_der(delen):
    delen[-1].inhoud = b"\x30\x80" * 60_000
    return bouw(delen)


def _teveel(delen):
    delen[-1].inhoud = bytes(1 << 19)
    return bouw(delen)


@pytest.mark.parametrize(
    "maak",
    [
        lambda delen: b"",
        lambda delen: b"PK\3\4",
        lambda delen: b"PK\5\6" + bytes(18),
        lambda delen: random.Random(3).randbytes(4096),
        lambda delen: bouw([Deel("a.txt", b"gewoon")]),
        lambda delen: bouw(delen)[:30] + b"\xff" * 200,
        lambda delen: b"PK\3\4" + b"\xff" * 60 + bytes(100_000),
        _diep,
        _diepe_der,
        _teveel,
    ],
    ids=["leeg", "kop", "leeg zip", "ruis", "gewoon zip", "kop vol", "zip64-grootte", "json", "der", "groot zegel"],
)
def test_vreemde_bestanden_geven_een_zin(pakket, maak):
    controle = asic.controleer(BytesIO(maak(ontleed(pakket.read_bytes()))), sleutel.wortels())
    assert controle.afwijkingen
    assert all(zin.endswith(".") for zin in controle.afwijkingen)


def test_veel_ingangen_kosten_geen_geheugen(monkeypatch):
    monkeypatch.setattr(zipvorm, "TEN_HOOGSTE", 50)
    veel = bouw([Deel(f"{n}.csv", b"") for n in range(60)])
    assert asic.controleer(BytesIO(veel), []).afwijkingen == ["Er zijn meer dan 50 bestanden."]
