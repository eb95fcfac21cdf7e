"""Wie de handtekening zet: een sleutel in dit proces, in een HSM (PKCS#11), of bij een dienst van elders (CSC API).

Alle drie geven bij ECDSA de lage s, en een CMS met dezelfde vorm: de keten zonder wortel.
"""

from threading import Lock
from typing import Any

import aiohttp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .fouten import DienstFout, SleutelOntbreekt

LIMIET = 10  # seconden per vraag aan een dienst van elders
# Orde van de groep: bij ECDSA is (r, n-s) even geldig als (r, s); alleen de lage s is toegelaten.
ORDE = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    "secp521r1": int(
        "01" + "FF" * 32 + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        16,
    ),
}


def lage_s(handtekening: bytes, certificaat: x509.Certificate) -> bytes:
    """Dezelfde handtekening in de afgesproken vorm; RSA blijft wat ze is."""
    if certificaat.public_key.algorithm != "ec":
        return handtekening
    r, s = decode_dss_signature(handtekening)
    return encode_dss_signature(r, min(s, ORDE[certificaat.public_key.curve[1]] - s))


def _register(keten: list[x509.Certificate]) -> SimpleCertificateStore:
    register = SimpleCertificateStore()
    register.register_multiple(keten[1:])  # het certificaat van het zegel voegt pyHanko zelf toe
    return register


class SnelleSigner(SimpleSigner):
    """Een sleutel in dit proces; houdt de gelezen sleutel bij (SimpleSigner leest ze per handtekening opnieuw)."""

    def __init__(self, sleutel: Any, keten: list[x509.Certificate]) -> None:
        der = sleutel.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        super().__init__(
            signing_cert=keten[0],
            signing_key=asn1_keys.PrivateKeyInfo.load(der),
            cert_registry=_register(keten),
            embed_roots=False,
        )
        self.sleutel = sleutel

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Handtekening over `data`; bij `dry_run` alleen bytes van de grootste lengte."""
        hashing = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.sleutel, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self.sleutel.key_size // 8)
            return self.sleutel.sign(data, padding.PKCS1v15(), hashing)
        if dry_run:
            return bytes(self.sleutel.curve.key_size // 4 + 10)
        return lage_s(self.sleutel.sign(data, ec.ECDSA(hashing)), self.signing_cert)


class HsmSigner(Signer):
    """Een sleutel die haar HSM nooit verlaat. Opent de sessie bij de eerste handtekening, en opnieuw na een fout."""

    def __init__(self, module: str, token: str, sleutel: str, pin: str, keten: list[x509.Certificate]) -> None:
        super().__init__(signing_cert=keten[0], cert_registry=_register(keten), embed_roots=False)
        self.module, self.token, self.sleutel, self.pin = module, token, sleutel, pin
        self.slot = Lock()  # een sessie is niet van twee draden tegelijk
        self.sessie: Any = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Handtekening over `data`. Fouten: SleutelOntbreekt (token, pin of sleutel), DienstFout."""
        if dry_run:
            return bytes(512)
        with self.slot:
            return lage_s(await self._teken(data, digest_algorithm), self.signing_cert)

    async def _teken(self, data: bytes, digest_algorithm: str) -> bytes:
        from pkcs11 import exceptions  # pas nu: laadt een bibliotheek in C
        from pyhanko.sign.pkcs11 import PKCS11Signer

        try:
            if self.sessie is None:
                self.sessie = self._open()
            signer = PKCS11Signer(
                self.sessie, signing_cert=self.signing_cert, key_label=self.sleutel, use_raw_mechanism=True
            )
            return await signer.async_sign_raw(data, digest_algorithm)
        except (exceptions.PKCS11Error, RuntimeError) as fout:
            self.sessie = None
            raise SleutelOntbreekt(
                f"De HSM tekent niet ({type(fout).__name__}): kijk token “{self.token}”, pin en sleutel"
                f" “{self.sleutel}” na."
            ) from fout

    def _open(self) -> Any:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session

        return open_pkcs11_session(
            self.module, token_criteria=TokenCriteria(label=self.token), user_pin=self.pin or None
        )


class DienstSigner(Signer):
    """Een ondertekendienst van elders, volgens de CSC API; enkel de hash gaat ernaartoe, nooit het document."""

    def __init__(self, adres: str, referentie: str, token: str, pin: str, keten: list[x509.Certificate]) -> None:
        super().__init__(signing_cert=keten[0], cert_registry=_register(keten), embed_roots=False)
        self.dienst = CSCServiceSessionInfo(adres.rstrip("/"), referentie, oauth_token=token or None)
        self.pin, self.keten = pin, keten
        self.gegevens: CSCCredentialInfo | None = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Handtekening over `data`. Fouten: DienstFout; SleutelOntbreekt als de dienst een ander zegel heeft."""
        if dry_run:
            return bytes(512)
        limiet = aiohttp.ClientTimeout(total=LIMIET)
        try:
            async with aiohttp.ClientSession(timeout=limiet, trust_env=True) as sessie:
                signer = CSCSigner(sessie, await self._beheer(sessie), sign_timeout=LIMIET, embed_roots=False)
                return lage_s(await signer.async_sign_raw(data, digest_algorithm), self.signing_cert)
        except (SigningError, aiohttp.ClientError, TimeoutError, ValueError) as fout:
            raise DienstFout(
                f"De ondertekendienst {self.dienst.service_url} tekent niet: kijk de dienst en haar token na,"
                " en probeer opnieuw."
            ) from fout

    async def _beheer(self, sessie: aiohttp.ClientSession) -> CSCAuthorizationManager:
        if self.gegevens is None:  # één keer per proces
            gegevens = await fetch_certs_in_csc_credential(sessie, self.dienst, timeout=LIMIET)
            if gegevens.signing_cert.dump() != self.keten[0].dump():
                raise SleutelOntbreekt(
                    f"De ondertekendienst {self.dienst.service_url} tekent met een ander certificaat dan dat in keten:"
                    " zet daar het nieuwe, met zijn uitgevers."
                )
            self.gegevens = gegevens
        return _Machtiging(self.dienst, self.gegevens, sessie, self.pin)


class _Machtiging(CSCAuthorizationManager):
    """Vraagt per handtekening toestemming voor precies deze hash (SAD)."""

    def __init__(
        self, dienst: CSCServiceSessionInfo, gegevens: CSCCredentialInfo, sessie: aiohttp.ClientSession, pin: str
    ) -> None:
        super().__init__(dienst, gegevens)
        self.sessie, self.pin = sessie, pin

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        vraag = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self.pin or None)
        adres = self.csc_session_info.endpoint_url("credentials/authorize")
        async with self.sessie.post(adres, headers=self.auth_headers, json=vraag, raise_for_status=True) as antwoord:
            return self.parse_csc_auth_response(await antwoord.json())
