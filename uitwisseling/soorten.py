"""De soorten waarden van een rij: van wat een lezer las naar wat een model bewaart, of een `Onjuist` met raad.

Een lezer geeft waarden zoals JSON ze kent (tekst, getal, ja/nee, lijst); een lezer van een werkblad mag ook echte
datums en uren geven en splitst lijsten zelf.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, TextChoices

from uitwisseling.fouten import Onjuist

CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
UUR = re.compile(r"([01]?\d|2[0-3])[:.u]([0-5]\d)")
VROEGST, LAATST = 1900, 2100


@dataclass(frozen=True)
class Soort:
    """`lees` krijgt nooit een lege waarde: leeg is None, en `Sleutel.verplicht` beslist daarover."""

    def lees(self, waarde: Any) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Tekst(Soort):
    max: int = 10_000

    def lees(self, waarde: Any) -> str:
        if not isinstance(waarde, str):
            raise Onjuist("Dit is geen tekst.", "Zet de waarde tussen aanhalingstekens.")
        if "\0" in waarde or any("\ud800" <= teken <= "\udfff" for teken in waarde):
            raise Onjuist("Deze tekst bevat een teken dat niet bewaard kan worden.", "Typ de tekst opnieuw.")
        tekst = waarde.strip()
        if len(tekst) > self.max:
            raise Onjuist(f"Deze tekst telt {len(tekst)} tekens.", f"Kort hem in tot hoogstens {self.max} tekens.")
        return tekst


def van(model: type[Model], naam: str) -> Tekst:
    """Tekst die in dit veld past."""
    return Tekst(model._meta.get_field(naam).max_length or Tekst.max)


@dataclass(frozen=True)
class Code(Soort):
    def lees(self, waarde: Any) -> str:
        tekst = Tekst().lees(waarde)
        if not CODE.fullmatch(tekst):
            raise Onjuist(
                "Dit is geen code.", "Gebruik 1 tot 40 letters, cijfers, punten, streepjes of liggende streepjes."
            )
        return tekst


@dataclass(frozen=True)
class Slug(Soort):
    def lees(self, waarde: Any) -> str:
        tekst = Tekst().lees(waarde)
        if not SLUG.fullmatch(tekst):
            raise Onjuist("Dit is geen slug.", "Gebruik 1 tot 40 kleine letters, cijfers en streepjes.")
        return tekst


@dataclass(frozen=True)
class Email(Soort):
    def lees(self, waarde: Any) -> str:
        tekst = Tekst().lees(waarde).lower()
        try:
            if len(tekst) > 254:
                raise ValidationError("te lang")
            validate_email(tekst)
        except ValidationError as fout:
            raise Onjuist("Dit is geen e-mailadres.", "Schrijf het als naam@voorbeeld.be.") from fout
        return tekst


@dataclass(frozen=True)
class Cijfers(Soort):
    """Een nummer van vast aantal cijfers (KBO, NIS); punten, spaties en streepjes mogen ertussen."""

    aantal: int

    def lees(self, waarde: Any) -> str:
        kaal = re.sub(r"[ .-]", "", Tekst().lees(waarde))
        if not re.fullmatch(rf"[0-9]{{{self.aantal}}}", kaal):
            raise Onjuist("Dit nummer klopt niet.", f"Vul {self.aantal} cijfers in.")
        return kaal


@dataclass(frozen=True)
class Datum(Soort):
    def lees(self, waarde: Any) -> date:
        if isinstance(waarde, datetime):
            waarde = waarde.date()
        if isinstance(waarde, str) and DATUM.fullmatch(waarde.strip()):
            try:
                waarde = date.fromisoformat(waarde.strip())
            except ValueError as fout:
                raise Onjuist("Deze dag bestaat niet.", "Kijk de datum na.") from fout
        if not isinstance(waarde, date):
            raise Onjuist("Dit is geen datum.", "Schrijf ze als JJJJ-MM-DD, bijvoorbeeld 2023-05-31.")
        if not VROEGST <= waarde.year <= LAATST:
            raise Onjuist("Dit jaartal kan niet.", f"Kies een datum tussen {VROEGST} en {LAATST}.")
        return waarde


@dataclass(frozen=True)
class Maand(Datum):
    """Een kalendermaand: JJJJ-MM, of een dag erin. Geeft de eerste dag."""

    def lees(self, waarde: Any) -> date:
        if isinstance(waarde, str) and re.fullmatch(r"\d{4}-\d{2}", waarde.strip()):
            waarde = f"{waarde.strip()}-01"
        return super().lees(waarde).replace(day=1)


@dataclass(frozen=True)
class Uur(Soort):
    def lees(self, waarde: Any) -> time:
        if isinstance(waarde, time):
            return waarde.replace(second=0, microsecond=0, tzinfo=None)
        gevonden = UUR.fullmatch(waarde.strip()) if isinstance(waarde, str) else None
        if gevonden is None:
            raise Onjuist("Dit is geen uur.", "Schrijf het als UU:MM, bijvoorbeeld 08:30.")
        return time(int(gevonden[1]), int(gevonden[2]))


def _getal(waarde: Any, voorbeeld: str) -> Decimal:
    if isinstance(waarde, int | float | Decimal) and not isinstance(waarde, bool):
        getal = Decimal(str(waarde))
    else:
        try:
            getal = Decimal(waarde.strip().replace(",", ".")) if isinstance(waarde, str) else Decimal("NaN")
        except InvalidOperation:
            getal = Decimal("NaN")
    if not getal.is_finite():
        raise Onjuist("Dit is geen getal.", f"Vul een getal in, bijvoorbeeld {voorbeeld}.")
    return getal


@dataclass(frozen=True)
class Geheel(Soort):
    min: int = 0
    max: int = 2_147_483_647

    def lees(self, waarde: Any) -> int:
        getal = _getal(waarde, "3")
        if getal != getal.to_integral_value():
            raise Onjuist("Dit is geen geheel getal.", "Vul een getal zonder cijfers na de komma in.")
        if not self.min <= getal <= self.max:
            raise Onjuist("Dit getal kan niet.", f"Kies een getal van {self.min} tot {self.max}.")
        return int(getal)


@dataclass(frozen=True)
class Jaar(Geheel):
    """Schuift mee met de datums, in hele jaren."""

    min: int = VROEGST
    max: int = LAATST


@dataclass(frozen=True)
class Bedrag(Soort):
    """Een getal met hoogstens twee cijfers na de komma, niet negatief."""

    cijfers: int = 12

    def lees(self, waarde: Any) -> Decimal:
        getal = _getal(waarde, "7396,84")
        if getal < 0:
            raise Onjuist("Dit getal is negatief.", "Vul 0 of meer in.")
        if getal >= Decimal(10) ** (self.cijfers - 2) or getal != getal.quantize(Decimal("0.01")):
            raise Onjuist("Dit getal heeft te veel cijfers.", "Vul hoogstens twee cijfers na de komma in.")
        return getal


@dataclass(frozen=True)
class Minuten(Soort):
    """Uren als decimaal getal of als U:MM; geeft minuten (0 tot 24 uur)."""

    def lees(self, waarde: Any) -> int:
        gevonden = re.fullmatch(r"(\d{1,2}):([0-5]\d)", waarde.strip()) if isinstance(waarde, str) else None
        if gevonden:
            minuten = Decimal(int(gevonden[1]) * 60 + int(gevonden[2]))
        else:
            minuten = _getal(waarde, "7,5") * 60
        if minuten < 0:
            raise Onjuist("Uren kunnen niet negatief zijn.", "Vul 0 of meer in, bijvoorbeeld 7,5.")
        if minuten > 24 * 60 or minuten != minuten.to_integral_value():
            raise Onjuist("Zoveel uren kunnen niet op één dag.", "Vul uren per kwartier in, bijvoorbeeld 7,5 of 7:30.")
        return int(minuten)


JA, NEE = {"ja", "true", "waar", "1"}, {"nee", "false", "onwaar", "0"}


@dataclass(frozen=True)
class JaNee(Soort):
    def lees(self, waarde: Any) -> bool:
        if isinstance(waarde, bool):
            return waarde
        woord = waarde.strip().lower() if isinstance(waarde, str) else None
        if woord not in JA | NEE:
            raise Onjuist("Dit is geen ja of nee.", "Vul true of false in (in een werkblad: ja of nee).")
        return woord in JA


@dataclass(frozen=True)
class Keuze(Soort):
    uit: tuple[str, ...]

    def lees(self, waarde: Any) -> str:
        if not isinstance(waarde, str) or waarde.strip() not in self.uit:
            raise Onjuist("Deze waarde bestaat niet.", f"Kies uit: {', '.join(self.uit)}.")
        return waarde.strip()


def uit(keuzes: type[TextChoices]) -> Keuze:
    return Keuze(tuple(keuze for keuze in keuzes.values if keuze))


@dataclass(frozen=True)
class Lijst(Soort):
    van: Soort
    max: int = 200

    def lees(self, waarde: Any) -> list:
        if not isinstance(waarde, list):
            raise Onjuist("Dit is geen lijst.", "Zet de waarden tussen [ en ] (in een werkblad: gescheiden door ;).")
        if len(waarde) > self.max:
            raise Onjuist(f"Deze lijst telt {len(waarde)} waarden.", f"Houd het bij {self.max}.")
        return ontdubbel(self.van.lees(deel) for deel in waarde if not leeg(deel))


@dataclass(frozen=True)
class Verwijzing(Soort):
    """Naar een rij van een andere lijst, op code of e-mailadres (`soort`). `ook`: woorden die zichzelf betekenen."""

    lijst: str
    soort: Soort = Code()
    ook: frozenset[str] = frozenset()

    def lees(self, waarde: Any) -> str:
        return self.soort.lees(waarde)


def leeg(waarde: Any) -> bool:
    return waarde is None or waarde == "" or waarde == [] or (isinstance(waarde, str) and not waarde.strip())


def ontdubbel(waarden: Iterable) -> list:
    return list(dict.fromkeys(waarden))
