"""Rekentijd per verzegelde fiche, naast de naïeve weg en naast de ondergrens van WeasyPrint, in dezelfde run.

Elke kant heeft een eigen proces en de ronden wisselen af; er telt enkel rekentijd van dat proces. Zie docs/bench.md.
"""

import argparse
import base64
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from unittest.mock import patch

import django

if __name__ == "__main__":
    django.setup()

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench import opstelling, raam
from bench.opstelling import Getekend, Kant, Maak
from bench.raam import Cijfer, Verslag
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from fiches import pdf
from gemeenschapsdienst.celery import maak_werker_klaar, ruim_op
from kern.pdf import boom, document, motor, stijl, tekening
from kern.qr import modules

NAIEF, VLOER, VLOER_LTA = 2.5, 1.30, 1.45
# Vaste tabellen met losse randen en zonder uitvullen zijn een deel van wat hier gemeten wordt: wie dat niet koos, schrijft
# tabellen zoals CSS ze standaard maakt. Dezelfde naïeve weg met onze zuinige stijl staat er ter kennisname naast.
GEWOON = "table{table-layout:auto;border-collapse:collapse}p,li,td{text-align:justify}"


def fiche_pdf(stuk: Getekend) -> bytes:
    """De pagina's zoals de taak ze maakt, nog zonder zegel."""
    return pdf.definitief(stuk.fiche, stuk.handtekening)


def product(stukken: list[Getekend], niveau: str) -> Callable[[], Maak]:
    """Zoals de taak `fiches.verzegel`: tekenen op papier van PDF/A-3a, en verzegelen op dit niveau."""

    def klaarzetten() -> Maak:
        settings.GD_ZEGEL_NIVEAU = niveau
        maak_werker_klaar()

        def maak(nummer: int) -> bytes:
            stuk = stukken[nummer % len(stukken)]
            zegel = zegelaar(stuk.bestuur.slug, stuk.bestuur.naam, stuk.bestuur.kbo_nummer)
            h = stuk.handtekening
            uit = verzegel(fiche_pdf(stuk), zegel, hoedanigheid=h.als, reden="Afgetekend", naam=h.naam)
            if uit.niveau != niveau:
                raise ValueError(f"niveau {uit.niveau} in plaats van {niveau}")
            return uit.bytes

        return maak

    return klaarzetten


def opdracht_van(stuk: Getekend) -> tuple[str, dict]:
    """De HTML en de opties die het product aan zijn renderer geeft."""
    gevangen = []

    def vang(html: str, **opties: object) -> bytes:
        gevangen.append((html, opties))
        return b""

    with patch.object(document, "render", vang):
        fiche_pdf(stuk)
    return gevangen[0]


def vloer(stukken: list[Getekend]) -> Callable[[], Maak]:
    """WeasyPrint zelf, met alles gedeeld en de HTML klaar: dezelfde pagina's als PDF/A-3a, zonder ons werk en zegel."""

    def klaarzetten() -> Maak:
        maak_werker_klaar()
        klaar = [opdracht_van(stuk) for stuk in stukken]

        def maak(nummer: int) -> bytes:
            html, o = klaar[nummer % len(klaar)]
            beelden = {f"banner-{n}": beeld for n, beeld in enumerate(o["banner"].beelden)}
            huis, letters = stijl.huisstijl()
            stijlen = [huis, stijl.merkstijl(o["merk"]), stijl.stijlblad(o["css"])]
            pagina = motor.Pagina(boom.lees(html), motor.Ophaler(beelden))
            return pagina.write_pdf(
                stylesheets=stijlen,
                font_config=letters,
                cache=tekening.tekeningen(beelden, o["qr"]),
                attachments=[motor.Attachment(string=b.inhoud, name=b.naam) for b in o["bijlagen"]],
                pdf_variant="pdf/a-3a",
            )

        return maak

    return klaarzetten


def naief(stukken: list[Getekend], tsa: str, extra: str = "") -> Callable[[], Maak]:
    """Dezelfde pagina's zoals een handleiding het toont: elk document leest alles opnieuw en tekent met RSA.

    `extra`: CSS die erbij komt, bv. `GEWOON`.
    """

    def klaarzetten() -> Maak:
        klaar = [_los(stuk, extra) for stuk in stukken]
        signer, dienst = _rsa_signer(), timestamps.HTTPTimeStamper(tsa)

        def maak(nummer: int) -> bytes:
            html, bijlagen = klaar[nummer % len(klaar)]
            bijlage = [motor.Attachment(string=b.inhoud, name=b.naam) for b in bijlagen]
            blad = motor.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", attachments=bijlage)
            uit = BytesIO()
            gegevens = signers.PdfSignatureMetadata(
                field_name="Zegel", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", certify=True
            )
            schrijver = IncrementalPdfFileWriter(BytesIO(blad))
            signers.sign_pdf(schrijver, gegevens, signer, timestamper=dienst, output=uit)
            return uit.getvalue()

        return maak

    return klaarzetten


def _los(stuk: Getekend, extra: str) -> tuple[str, list]:
    """Eén HTML-tekst waar alles in staat: letters als TTF, banner en QR-code als SVG."""
    html, o = opdracht_van(stuk)
    familie = [("Dienst Sans", gewicht, naam) for gewicht, naam in stijl.GEWICHTEN.items()]
    letters = "".join(
        f"@font-face{{font-family:'{wie}';font-weight:{gewicht};src:url('{(stijl.LETTERS / f'{naam}.ttf').as_uri()}')}}"
        for wie, gewicht, naam in [*familie, ("Banner", 500, stijl.UBUNTU)]
    )
    blad = f"<style>{letters}{stijl.STIJL.read_text('utf-8')}{o['css']}{extra}</style></head>"
    beelden = {f"banner-{n}": (beeld.mime, beeld.inhoud) for n, beeld in enumerate(o["banner"].beelden)}
    zijde, stroken = modules(o["qr"])
    pad = "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in stroken)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {zijde} {zijde}"><path d="{pad}"/></svg>'
    beelden["qr"] = ("image/svg+xml", svg.encode())
    for naam, (mime, inhoud) in beelden.items():
        html = html.replace(f"asset:{naam}", f"data:{mime};base64,{base64.b64encode(inhoud).decode()}")
    return html.replace("</head>", blad), o["bijlagen"]


def _rsa_signer() -> signers.SimpleSigner:
    sleutel = rsa.generate_private_key(65537, 2048)
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bench")])
    nu = datetime.now(UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=30))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificaat.public_bytes(der)),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            sleutel.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        ),
        cert_registry=SimpleCertificateStore(),
    )


def meet(stukken: list[Getekend], tsa: str, *, ronden: int, per_ronde: int, warm: Sequence[int] = (1, 2)) -> Verslag:
    """Elke ronde maakt elke kant evenveel documenten, in een volgorde die doorschuift; `warm` vooraf, buiten de telling."""
    opstelling.zet_tijdstempel(tsa)
    kanten = {
        "bt": Kant("fiche B-T", product(stukken, "B-T"), ruim_op),
        "lta": Kant("fiche B-LTA", product(stukken, "B-LTA"), ruim_op),
        "naief": Kant("naïef", naief(stukken, tsa, GEWOON)),
        "zuinig": Kant("naïef, zuinige stijl", naief(stukken, tsa)),
        "vloer": Kant("ondergrens", vloer(stukken), ruim_op),
    }
    tijden: dict[str, list[float]] = {sleutel: [] for sleutel in kanten}
    try:
        grootte = {sleutel: kant.meet([0, *warm])[1] for sleutel, kant in kanten.items()}  # een werker betaalt dat eens
        for ronde in range(ronden):
            volgorde = list(kanten)
            for sleutel in volgorde[ronde % 5 :] + volgorde[: ronde % 5]:
                nummers = [ronde * per_ronde + n for n in range(per_ronde)]
                tijden[sleutel].append(kanten[sleutel].meet(nummers)[0])
    finally:
        for kant in kanten.values():
            kant.sluit()
    return verslag(tijden, grootte)


def verslag(tijden: dict[str, list[float]], grootte: dict[str, int]) -> Verslag:
    """De tijden ter kennisname, de verhoudingen met hun doel; elke verhouding is van één ronde."""

    def verhouding(boven: str, onder: str) -> list[float]:
        return [a / b for a, b in zip(tijden[boven], tijden[onder], strict=True)]

    return Verslag(
        "fiche",
        [
            Cijfer("fiche B-T (ms rekentijd)", tijden["bt"], vorm=".0f"),
            Cijfer("fiche B-LTA (ms rekentijd)", tijden["lta"], vorm=".0f"),
            Cijfer("naïef, RSA-2048 B-T (ms rekentijd)", tijden["naief"], vorm=".0f"),
            Cijfer("naïef met onze zuinige stijl (ms rekentijd)", tijden["zuinig"], vorm=".0f"),
            Cijfer("ondergrens van WeasyPrint (ms rekentijd)", tijden["vloer"], vorm=".0f"),
            Cijfer("naïef / fiche B-T", verhouding("naief", "bt"), minstens=NAIEF),
            Cijfer("naïef met onze zuinige stijl / fiche B-T", verhouding("zuinig", "bt")),
            Cijfer("fiche B-T / ondergrens", verhouding("bt", "vloer"), hoogstens=VLOER),
            Cijfer("fiche B-LTA / ondergrens", verhouding("lta", "vloer"), hoogstens=VLOER_LTA),
            Cijfer("grootte B-T (KB)", [grootte["bt"] / 1e3], vorm=".0f"),
            Cijfer("grootte naïef (KB)", [grootte["naief"] / 1e3], vorm=".0f"),
        ],
    )


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als een verhouding gemist is."""
    lezer = argparse.ArgumentParser(prog="script/bench fiche", description=__doc__)
    lezer.add_argument("--fiches", type=int, default=10, help="verschillende fiches")
    lezer.add_argument("--ronden", type=int, default=12)
    lezer.add_argument("--per-ronde", type=int, default=4, help="documenten per kant en ronde")
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    stukken = opstelling.ondertekend(keuze.fiches)
    with opstelling.tijdstempelserver() as tsa:
        return raam.sluit_af(meet(stukken, tsa, ronden=keuze.ronden, per_ronde=keuze.per_ronde), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
