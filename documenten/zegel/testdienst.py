"""De eigen tijdstempeldienst (RFC 3161) van een installatie zonder echt zegel: uitgegeven door haar test-CA, dus TEST.

`GD_TSA_URLS=test` gebruikt ze in het eigen proces; een demo doet dat vanzelf. Ze bewijst niets tegenover een ander.
"""

import secrets
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from . import sleutelmap, testca

BELEID = "1.3.6.1.4.1.99999.1"  # geen echt beleid: het getal is van niemand
SOORTEN = ("sha256", "sha384", "sha512")


class Antwoord(tsp.TimeStampResp):
    """Een antwoord zoals RFC 3161 het beschrijft: bij een weigering is er geen tijdstempel (asn1crypto eist er een)."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class Stempeldienst:
    """Beantwoordt vragen naar RFC 3161 met een sleutel van de test-CA."""

    def __init__(self, sleutel: ec.EllipticCurvePrivateKey, certificaat: x509.Certificate) -> None:
        self.sleutel, self.certificaat = sleutel, certificaat

    @classmethod
    def van_deze_installatie(cls) -> "Stempeldienst":
        """Maakt sleutel en certificaat bij het eerste gebruik. Fouten: ZegelFout."""
        pad = testca.tijdstempelsleutel()
        return _gelezen(pad, sleutelmap.stempel(pad))

    def antwoord_bytes(self, vraag: bytes) -> bytes:
        """Een vraag zoals ze over HTTP binnenkomt; een onleesbare vraag wordt geweigerd zoals het hoort."""
        try:
            gelezen = tsp.TimeStampReq.load(vraag, strict=True)
            gelezen.native  # noqa: B018 - asn1crypto leest pas bij het gebruik
        except (ValueError, TypeError):
            return geweigerd("bad_data_format").dump()
        return self.antwoord(gelezen).dump()

    def antwoord(self, vraag: tsp.TimeStampReq) -> Antwoord:
        """Het tijdstempel op dit ogenblik, of een weigering (een soort hash die we niet kennen)."""
        if vraag["message_imprint"]["hash_algorithm"]["algorithm"].native not in SOORTEN:
            return geweigerd("bad_alg")
        nu = datetime.now(UTC).replace(microsecond=0)
        return Antwoord({"status": {"status": "granted"}, "time_stamp_token": self._token(vraag, nu)})

    def _token(self, vraag: tsp.TimeStampReq, nu: datetime) -> cms.ContentInfo:
        velden = {
            "version": "v1",
            "policy": BELEID,
            "message_imprint": vraag["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": nu,
            "tsa": x509.GeneralName("directory_name", self.certificaat.subject),
        }
        if vraag["nonce"].native is not None:
            velden["nonce"] = vraag["nonce"]
        info = tsp.TSTInfo(velden).dump()
        getekend = self._attributen(info)
        handtekening = self.sleutel.sign(getekend.dump(), ec.ECDSA(hashes.SHA256()))
        ondertekenaar = {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": self.certificaat.issuer,
                    "serial_number": self.certificaat.serial_number,
                }
            },
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": getekend,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": handtekening,
        }
        inhoud = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
            "signer_infos": [ondertekenaar],
        }
        if vraag["cert_req"].native:
            inhoud["certificates"] = [self.certificaat]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(inhoud)})

    def _attributen(self, info: bytes) -> cms.CMSAttributes:
        samenvatting = hashes.Hash(hashes.SHA256())
        samenvatting.update(info)
        kenmerk = tsp.ESSCertIDv2(
            {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "cert_hash": self.certificaat.sha256,
            }
        )
        return cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [samenvatting.finalize()]}),
                cms.CMSAttribute(
                    {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [kenmerk]})]}
                ),
            ]
        )


def geweigerd(waarom: str) -> "Antwoord":
    """Een weigering, met een van de redenen van RFC 3161."""
    return Antwoord({"status": {"status": "rejection", "fail_info": {waarom}}})


@lru_cache(maxsize=8)
def _gelezen(pad: Path, stempel: tuple[int, int]) -> Stempeldienst:
    sleutel, certificaat = sleutelmap.lees_pem(pad)
    return Stempeldienst(sleutel, testca.asn1(certificaat))
