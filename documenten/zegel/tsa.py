"""Tijdstempels (RFC 3161) van de servers in `GD_TSA_URLS`: elk met een tijdslimiet, en valt er een uit de volgende.

Een server die faalde wordt `RUST` seconden overgeslagen zolang een andere antwoordt. Elk proces onthoudt dat voor zich.
Een antwoord telt pas als het bij onze vraag hoort en van een uitgever komt die deze installatie vertrouwt.
"""

import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
import structlog
from asn1crypto import cms, tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from . import instelling, sleutel, testca
from .fouten import TijdstempelFout
from .testdienst import Antwoord, Stempeldienst

RUST = 300.0
GEDULD = 15.0  # daarna wordt er geen volgende server meer gevraagd: een taak heeft dertig seconden
UUR = 3600
GROOTST = 64 * 1024
SPELING = timedelta(minutes=10)
Uit = TypeVar("Uit")

_rust: dict[str, float] = {}  # adres → tot wanneer het overgeslagen wordt (time.monotonic)
_slot = Lock()
logboek = structlog.get_logger("documenten.zegel")


def met_tijdstempel(werk: Callable[[TimeStamper | None], Uit]) -> Uit:
    """Doet `werk` met de eerste server die het helemaal afmaakt; met None bij niveau B-B.

    Het werk begint bij een andere server helemaal opnieuw: zo horen alle tijdstempels en bewijzen erin bij elkaar.
    Fouten: TijdstempelFout als geen enkele server voldoet.
    """
    alle = instelling.tijdstempelservers()
    if instelling.niveau() == "B-B":
        return werk(None)
    klachten: list[str] = []
    einde = time.monotonic() + GEDULD
    for adres in _volgorde(alle):
        if klachten and time.monotonic() > einde:
            break
        try:
            uit = werk(_dienst(adres, str(settings.GD_ZEGEL_MAP), int(time.time() // UUR)))
        except TimestampRequestError as fout:
            with _slot:
                _rust[adres] = time.monotonic() + RUST
            klachten.append(f"{_kort(adres)} {fout}")
            logboek.warning("een tijdstempelserver voldoet niet", exc_info=fout)
            continue
        with _slot:
            _rust.pop(adres, None)
        return uit
    raise TijdstempelFout(
        f"De tijdstempelserver antwoordt niet: kijk GD_TSA_URLS na en probeer opnieuw. ({'; '.join(klachten)})"
    )


def rust() -> list[str]:
    """De servers die dit proces nu overslaat, kort genoemd."""
    with _slot:
        return [_kort(adres) for adres in instelling.tijdstempelservers() if _rust.get(adres, 0.0) > time.monotonic()]


def vergeet() -> None:
    """Niets meer overslaan; ook de gelezen diensten vergeten."""
    with _slot:
        _rust.clear()
    _dienst.cache_clear()


def _volgorde(alle: list[str]) -> list[str]:
    """Wie niet rust, in volgorde van voorkeur; daarna nog één die rust: wie het eerst weer aan de beurt is."""
    nu = time.monotonic()
    with _slot:
        tot = {adres: _rust.get(adres, 0.0) for adres in alle}
    wakker = [adres for adres in alle if tot[adres] <= nu]
    rustend = sorted((adres for adres in alle if tot[adres] > nu), key=lambda adres: tot[adres])
    return wakker + rustend[:1]


def _kort(adres: str) -> str:
    return urlsplit(adres).netloc.rpartition("@")[2] or adres


@lru_cache(maxsize=16)
def _dienst(adres: str, map_: str, uur: int) -> TimeStamper:
    """Onthoudt een uur welk certificaat de server heeft; langer niet, want dat verandert soms."""
    return Eigen() if adres == instelling.TEST else Server(adres)


class _Nagekeken(TimeStamper):
    """Geeft alleen een tijdstempel door dat klopt. Fouten: TimestampRequestError, met waarom als zin."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, vraag = self.request_cms(message_digest, md_algorithm)
        try:
            antwoord = await self.async_request_tsa_response(vraag)
            token = _token(antwoord, nonce)
            await _keur(token, message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as fout:
            raise TimestampRequestError("geeft een antwoord dat geen tijdstempel is") from fout
        self._register_dummy(md_algorithm, token)  # over dit certificaat komt het bewijs in het document
        return token


class Eigen(_Nagekeken):
    """De testdienst van deze installatie, in dit proces."""

    def __init__(self) -> None:
        testca.tijdstempelsleutel()  # haar wortel is er dan, voor iemand vraagt wie wij vertrouwen
        super().__init__()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return Stempeldienst.van_deze_installatie().antwoord(req)


class Server(_Nagekeken):
    """Een server over HTTP(S). Elke vraag heeft haar eigen verbinding: draden delen niets."""

    def __init__(self, adres: str) -> None:
        self.adres = adres
        super().__init__()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        limiet = aiohttp.ClientTimeout(total=settings.GD_TSA_TIJDSLIMIET)
        koppen = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        try:
            async with (
                aiohttp.ClientSession(timeout=limiet, trust_env=True) as sessie,
                sessie.post(self.adres, data=req.dump(), headers=koppen, allow_redirects=False) as antwoord,
            ):
                if antwoord.status != 200:
                    raise TimestampRequestError(f"antwoordt met {antwoord.status}")
                inhoud = await antwoord.content.read(GROOTST)
                while len(inhoud) < GROOTST and (deel := await antwoord.content.read(GROOTST - len(inhoud))):
                    inhoud += deel
        except TimeoutError as fout:
            raise TimestampRequestError(f"antwoordt niet binnen {settings.GD_TSA_TIJDSLIMIET:g} seconden") from fout
        except (aiohttp.ClientError, ssl.SSLError, ValueError) as fout:
            raise TimestampRequestError("is niet te bereiken") from fout
        return Antwoord.load(inhoud, strict=True)


def _token(antwoord: tsp.TimeStampResp, nonce: int | None) -> cms.ContentInfo:
    if antwoord["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise TimestampRequestError("weigert de vraag")
    token = antwoord["time_stamp_token"]
    if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
        raise TimestampRequestError("antwoordt op een andere vraag (nonce)")
    return token


async def _keur(token: cms.ContentInfo, hash_: bytes, soort: str) -> None:
    """Hoort het bij deze bytes, klopt de handtekening, is de uitgever van ons, en staat de klok gelijk?"""
    afdruk = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
    if afdruk["hash_algorithm"]["algorithm"].native != soort or afdruk["hashed_message"].native != hash_:
        raise TimestampRequestError("stempelt iets anders dan gevraagd (hash)")
    vertrouwen = ValidationContext(trust_roots=sleutel.wortels(), allow_fetching=False, revocation_mode="soft-fail")
    staat = await validate_tst_signed_data(token["content"], vertrouwen, lambda _: hash_)
    if not (staat["intact"] and staat["valid"]):
        raise TimestampRequestError("zet een handtekening die niet klopt")
    if not staat["validation_path"]:
        raise TimestampRequestError("is van een uitgever die wij niet vertrouwen: zet diens wortel in vertrouwd/")
    if abs(staat["timestamp"] - datetime.now(UTC)) > SPELING:
        raise TimestampRequestError("heeft een klok die meer dan tien minuten van de onze verschilt")
