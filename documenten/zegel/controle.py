"""Nakijken van een verzegelde PDF, zonder net, met de uitgevers die deze installatie vertrouwt.

`controleer_pdf`: draagt dit bestand ons zegel en is het niet veranderd? `beoordeel_ondertekend`: is wat iemand
terugstuurt ons document met precies zijn eigen handtekening erbij?
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import takewhile
from typing import Any, NamedTuple

from asn1crypto.parser import peek
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffPolicy, FormUpdatingRule, StandardDiffPolicy
from pyhanko.sign.diff_analysis.constants import FORMFIELD_ALWAYS_MODIFIABLE, VALUE_UPDATE_KEYS
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from . import duurzaam as duur
from .cms import _tijdstempel, draai
from .pades import VELD_PERSOON, VELD_ZEGEL
from .sleutel import is_testcertificaat, wortels

# Sommige programma's zetten bij het tekenen ook een datum (/M) op het vak zelf. Dat verandert niets wat iemand ziet.
_SOEPEL = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(
                always_modifiable=FORMFIELD_ALWAYS_MODIFIABLE | {"/M"}, value_update_keys=VALUE_UPDATE_KEYS | {"/M"}
            ),
            GenericFieldModificationRule(),
        ]
    ),
)


class Persoon(NamedTuple):
    """Wie er moest tekenen, zoals die bij ons heet."""

    voornaam: str
    naam: str


@dataclass(frozen=True)
class Oordeel:
    """Of een PDF ons zegel draagt en niet veranderd is.

    `niveau` (B-B, B-T of B-LTA), `ondertekenaar`, `certificaat_sha256` en `moment` gaan over het zegel, leeg zonder
    leesbaar zegel. `redenen`: Nederlandse zinnen, leeg als `ok`. `is_test`: het zegel is rechtens niets waard.
    `manueel`: niet `ok`, maar ook niet fout; een tweede persoon kijkt het na. `geldig_tot`: einde van het certificaat,
    bij B-LTA dat van het jongste tijdstempel. `einde`: tot welke byte ons eigen werk gaat.
    """

    ok: bool
    redenen: list[str]
    niveau: str = ""
    ondertekenaar: str = ""
    certificaat_sha256: str = ""
    moment: datetime | None = None
    is_test: bool = False
    manueel: bool = False
    geldig_tot: datetime | None = None
    einde: int = 0


class Looptijd(NamedTuple):
    """Tot wanneer het zegel na te kijken is (einde van het certificaat, of van dat van het tijdstempel)."""

    geldig_tot: datetime
    is_test: bool


def looptijd(data: bytes) -> Looptijd | None:
    """De looptijd van het zegel op een document dat wij zelf bewaren, zonder het na te kijken; None zonder zegel."""
    alle = PdfFileReader(BytesIO(data)).embedded_signatures
    if not alle:
        return None
    laatste = alle[-1]  # een archieftijdstempel, als dat er is
    stempel = _tijdstempel(laatste.signer_info)
    houder = extract_certificate_info(stempel["content"]).signer_cert if stempel is not None else laatste.signer_cert
    return Looptijd(_tot(houder), is_testcertificaat(alle[0].signer_cert))


def controleer_pdf(
    data: bytes,
    *,
    origineel: bytes | None = None,
    vertrouwd: list[Certificate] | None = None,
) -> Oordeel:
    """Oordeelt over `data`; met `origineel` moet het ook dát document zijn (gelijk, of met een handtekening erbij).

    `vertrouwd`: de wortels, standaard `sleutel.wortels()`. Geeft altijd een oordeel, ook over onleesbare bytes.
    """
    if origineel is not None and not data.startswith(origineel):
        return Oordeel(
            False,
            ["Dit is niet het document dat wij verzegelden, of het is herschreven."],
        )
    try:
        return draai(_oordeel(data, wortels() if vertrouwd is None else vertrouwd))
    except Exception as fout:  # vijandige bytes mogen overal struikelen; ook dan volgt een oordeel
        return Oordeel(
            False,
            [f"Dit is geen leesbare PDF of het zegel is beschadigd ({type(fout).__name__})."],
        )


async def _oordeel(data: bytes, vertrouwd: list[Certificate]) -> Oordeel:
    lezer = PdfFileReader(BytesIO(data))
    handtekeningen, alle = lezer.embedded_regular_signatures, lezer.embedded_signatures
    if not handtekeningen:
        return Oordeel(False, ["Dit document draagt geen zegel."])
    redenen: list[str] = []
    duurzaam = await duur.keur(handtekeningen[0], vertrouwd)
    statussen = [duurzaam or await _status(handtekeningen[0], vertrouwd)]
    statussen += [await _status(handtekening, vertrouwd) for handtekening in handtekeningen[1:]]
    for handtekening, status in zip(handtekeningen, statussen, strict=True):
        naam = "Het zegel" if handtekening is handtekeningen[0] else f"De handtekening “{handtekening.field_name}”"
        redenen += [f"{naam} {gebrek}" for gebrek in _gebreken(status)]
    if duurzaam is None and len(alle) > len(handtekeningen):
        redenen.append("Een tijdstempel voor de lange duur is niet geldig, of verlopen zonder dat het hernieuwd werd.")
    redenen += _vorm(alle, data)
    zegel, certificaat = handtekeningen[0], statussen[0].signing_cert
    stempel = statussen[0].timestamp_validity
    return Oordeel(
        ok=not redenen,
        redenen=redenen,
        niveau="B-LTA" if duurzaam else "B-T" if stempel and stempel.valid and stempel.trusted else "B-B",
        ondertekenaar=certificaat.subject.native.get("common_name", ""),
        certificaat_sha256=certificaat.sha256.hex(),
        moment=stempel.timestamp if stempel else zegel.self_reported_timestamp,
        is_test=is_testcertificaat(certificaat),
        geldig_tot=_tot(alle[-1].signer_cert if duurzaam else certificaat),
        einde=_einde(alle),
    )


def _einde(alle: list[EmbeddedPdfSignature]) -> int:
    """Tot waar ons eigen werk gaat: het zegel, en de archieftijdstempels die er meteen op volgen."""
    eigen = [alle[0], *takewhile(lambda h: h.sig_object_type == "/DocTimeStamp", alle[1:])]
    return sum(list(eigen[-1].byte_range)[2:])


async def _status(
    handtekening: EmbeddedPdfSignature, vertrouwd: list[Certificate], regels: DiffPolicy = DEFAULT_DIFF_POLICY
) -> Any:
    vertrouwen = ValidationContext(trust_roots=vertrouwd, allow_fetching=False, revocation_mode="soft-fail")
    return await async_validate_pdf_signature(handtekening, vertrouwen, diff_policy=regels)


def _gebreken(status: Any) -> list[str]:
    """Wat er aan één handtekening schort, de eerste oorzaak alleen: de rest volgt eruit."""
    if not status.intact:
        return ["hoort niet bij deze inhoud: er is iets aan het document veranderd."]
    if not status.valid:
        return ["heeft een ongeldige handtekening."]
    if not status.trusted:
        return ["komt niet van een uitgever die wij vertrouwen, of is verlopen."]
    if not status.bottom_line:
        return ["laat niet toe wat er daarna aan het document gewijzigd is."]
    return []


def _vorm(handtekeningen: list[EmbeddedPdfSignature], data: bytes) -> list[str]:
    """Het zegel komt eerst en certificeert, de laatste (ook een archieftijdstempel) dekt het hele bestand."""
    zegel, laatste = handtekeningen[0], handtekeningen[-1]
    if zegel.sig_object_type == "/DocTimeStamp":
        return ["Er staat iets voor het zegel."]
    redenen = []
    if zegel.field_name != VELD_ZEGEL or zegel.docmdp_level not in (
        MDPPerm.NO_CHANGES,
        MDPPerm.FILL_FORMS,
    ):
        redenen.append("De eerste handtekening is geen zegel dat het document vastlegt.")
    if laatste.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        redenen.append("Na de laatste handtekening is nog iets aan het document toegevoegd.")
    if not all(_zuiver(h, data) for h in handtekeningen if h is zegel or h.sig_object_type == "/DocTimeStamp"):
        redenen.append("Het zegel heeft bytes die er niet horen.")
    return redenen


def _zuiver(zegel: EmbeddedPdfSignature, data: bytes) -> bool:
    """De plaats van een handtekening, het enige dat niet ondertekend is, bevat die en dan niets dan nullen."""
    _, begin, einde, _ = zegel.byte_range
    inhoud = zegel.pkcs7_content
    plaats, hex_ = data[begin + 1 : einde - 1], inhoud.hex().encode()
    return plaats in (hex_, hex_.upper()) and not any(inhoud[peek(inhoud) :])


def beoordeel_ondertekend(
    verzegeld: bytes, opgeladen: bytes, verwacht: Persoon, vertrouwd: list[Certificate]
) -> Oordeel:
    """Is `opgeladen` ons `verzegeld` document met precies één handtekening erbij, van `verwacht`, die het afsluit?

    `vertrouwd`: de wortels die voor een handtekening van een persoon tellen; het zegel zelf moet van `wortels()` komen.
    Uit: `ok` (geldig), `manueel` (de naam of een onschuldige wijziging vraagt een tweede persoon), of geen van beide
    (ongeldig), telkens met `redenen`. `ondertekenaar`, `certificaat_sha256`, `moment` en `geldig_tot` gaan hier over
    de handtekening van de persoon. Geeft altijd een oordeel, ook over onleesbare bytes.
    """
    if opgeladen == verzegeld:
        return Oordeel(False, ["Er staat geen handtekening bij. Onderteken het document eerst en laad het dan op."])
    if not opgeladen.startswith(verzegeld):
        return Oordeel(
            False,
            ["Dit is niet het document dat wij verzegelden, of je programma herschreef het. Onderteken het origineel."],
        )
    try:
        return draai(_oordeel_persoon(verzegeld, opgeladen, verwacht, vertrouwd))
    except Exception as fout:  # vijandige bytes mogen overal struikelen; ook dan volgt een oordeel
        return Oordeel(False, [f"Wat erbij kwam is niet te lezen ({type(fout).__name__}). Onderteken het origineel."])


async def _oordeel_persoon(
    verzegeld: bytes, opgeladen: bytes, verwacht: Persoon, vertrouwd: list[Certificate]
) -> Oordeel:
    eerder = PdfFileReader(BytesIO(verzegeld)).embedded_signatures
    alle = PdfFileReader(BytesIO(opgeladen)).embedded_signatures
    nieuw = alle[len(eerder) :]
    if [h.field_name for h in nieuw] != [VELD_PERSOON]:
        return Oordeel(False, [_niet_een(len(nieuw))])
    zegel, eigen = alle[0], nieuw[0]
    status = await _status(eigen, vertrouwd)
    redenen = [f"De handtekening {gebrek}" for gebrek in _gebreken(status)] + _vorm([zegel, eigen], opgeladen)
    if not _zuiver(eigen, opgeladen):
        redenen.append("De handtekening heeft bytes die er niet horen.")
    if not _sluit_af(eigen):
        redenen.append("De handtekening sluit het document niet af. Onderteken in het vak dat klaarstaat.")
    van_zegel, twijfel = await _zegel_na_persoon(zegel)
    redenen += van_zegel
    if not _heet(status.signing_cert, verwacht):
        twijfel.append("De naam in het certificaat is niet die van wie moest tekenen.")
    stempel = status.timestamp_validity
    return Oordeel(
        ok=not redenen and not twijfel,
        redenen=redenen or twijfel,
        niveau="B-T" if stempel and stempel.valid and stempel.trusted else "B-B",
        ondertekenaar=_leesbaar(status.signing_cert),
        certificaat_sha256=status.signing_cert.sha256.hex(),
        moment=stempel.timestamp if stempel else eigen.self_reported_timestamp,
        is_test=is_testcertificaat(status.signing_cert),
        manueel=not redenen and bool(twijfel),
        geldig_tot=_tot(status.signing_cert),
    )


def _niet_een(aantal: int) -> str:
    if aantal == 0:
        return "Er staat geen handtekening bij, maar er is wel iets aan het document toegevoegd."
    if aantal == 1:
        return "De handtekening staat niet in het vak dat klaarstaat. Onderteken in dat vak."
    return "Er staan meer handtekeningen bij dan één. Onderteken het origineel één keer."


async def _zegel_na_persoon(zegel: EmbeddedPdfSignature) -> tuple[list[str], list[str]]:
    """Wat het zegel van de wijziging zegt: (redenen om te weigeren, redenen om zelf te kijken)."""
    gebreken = _gebreken(await _status(zegel, wortels()))
    if not gebreken:
        return [], []
    lezer = PdfFileReader(zegel.reader.stream)  # een oordeel hangt aan zijn lezer: met andere regels een nieuwe
    if not _gebreken(await _status(lezer.embedded_signatures[0], wortels(), _SOEPEL)):
        return [], ["Het programma zette ook een datum op een vak. Dat is meestal onschuldig."]
    return [f"Het zegel {gebrek}" for gebrek in gebreken], []


def _sluit_af(handtekening: EmbeddedPdfSignature) -> bool:
    slot = handtekening.fieldmdp
    return slot is not None and slot.action == FieldMDPAction.ALL


def _tot(certificaat: Certificate) -> datetime:
    return certificaat["tbs_certificate"]["validity"]["not_after"].native


def _leesbaar(certificaat: Certificate) -> str:
    """Wie het certificaat noemt; een rijksregisternummer (serialNumber van een eID) komt hier nooit in."""
    naam = certificaat.subject.native
    return " ".join(filter(None, (naam.get("given_name"), naam.get("surname")))) or naam.get("common_name", "")


def _heet(certificaat: Certificate, verwacht: Persoon) -> bool:
    """Dezelfde familienaam en één voornaam gemeen, zonder te letten op hoofdletters, accenten en leestekens."""
    naam = certificaat.subject.native
    voor, achter = _woorden(verwacht.voornaam), _woorden(verwacht.naam)
    if naam.get("surname") and naam.get("given_name"):
        return _woorden(naam["surname"]) == achter and bool(set(_woorden(naam["given_name"])) & set(voor))
    geheel = _woorden(re.sub(r"\(.*?\)", "", naam.get("common_name", "")))  # "Jan Peeters (Signature)"
    if not achter or len(geheel) <= len(achter):
        return False
    if geheel[-len(achter) :] == achter:
        return geheel[0] in voor
    return geheel[: len(achter)] == achter and geheel[len(achter)] in voor


def _woorden(tekst: str) -> list[str]:
    kaal = "".join(t for t in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(t))
    return re.findall(r"[^\W\d_]+", kaal.casefold())
