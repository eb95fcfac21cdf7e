"""Wat een persoon elders ondertekende: is het ons document met precies zijn eigen handtekening erbij?"""

import re
import unicodedata
from io import BytesIO
from typing import NamedTuple

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, FormUpdatingRule, StandardDiffPolicy
from pyhanko.sign.diff_analysis.constants import FORMFIELD_ALWAYS_MODIFIABLE, VALUE_UPDATE_KEYS
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.fields import FieldMDPAction
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .cms import draai
from .controle import VREEMD_STEMPEL, Oordeel, _gebreken, _status, _tot, _vorm, _zuiver
from .pades import VELD_PERSOON
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
    status = await _status(eigen, vertrouwd, stempels=[*vertrouwd, *wortels()])
    gebreken = _gebreken(status)
    redenen = [f"De handtekening {gebrek}" for gebrek in gebreken if gebrek != VREEMD_STEMPEL]
    redenen += _vorm([zegel, eigen], opgeladen)
    if not _zuiver(eigen, opgeladen):
        redenen.append("De handtekening heeft bytes die er niet horen.")
    if not _sluit_af(eigen):
        redenen.append("De handtekening sluit het document niet af. Onderteken in het vak dat klaarstaat.")
    van_zegel, twijfel = await _zegel_na_persoon(zegel)
    redenen += van_zegel
    if VREEMD_STEMPEL in gebreken:
        twijfel.append(f"De handtekening {VREEMD_STEMPEL}")
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
