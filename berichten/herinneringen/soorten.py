"""Wat op iemand kan wachten: een zaak, haar soort, en de brief die eruit volgt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from berichten.ritmes import RITMES, Ritme
from kern.opmaak import meervoud
from organisaties.models import GlowPartner, Lidmaatschap

HOOGSTENS_REGELS = 10


@dataclass(frozen=True)
class Zaak:
    """Eén ding dat op iemand wacht. `sleutel` noemt het binnen zijn soort; nergens de naam van een deelnemer.

    `sinds`: vanaf wanneer het wacht, of de dag waarnaar afgeteld wordt. Op wie het wacht: `leden`, al wie `rol` heeft,
    of een hele partner. `regels`: wat er in het bericht over te zeggen valt; `aantal`: wat een brief wil optellen.
    """

    sleutel: str
    kort: str
    sinds: date
    regels: tuple[str, ...] = ()
    knop: tuple[str, str] = ("", "")
    leden: tuple[Lidmaatschap, ...] = ()
    rol: str = ""
    partner: GlowPartner | None = None
    aantal: int = 0


@dataclass(frozen=True)
class Brief:
    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str]


Zoeker = Callable[[int, date], list[Zaak]]
Briefmaker = Callable[[Sequence[Zaak], date], Brief]


@dataclass(frozen=True)
class Soort:
    """`kop`: hoe de lijst van wat wacht heet; leeg: niet met de hand. `alle`: wat daar staat, als dat meer is."""

    naam: str
    zoek: Zoeker
    alle: Zoeker
    brief: Briefmaker
    kop: str = ""

    @property
    def ritme(self) -> Ritme:
        return RITMES[self.naam]


SOORTEN: dict[str, Soort] = {}


def herinnering(naam: str, *, brief: Briefmaker, kop: str = "", alle: Zoeker | None = None) -> Callable:
    """Meldt een soort aan. LookupError zonder ritme; ValueError als ze al bestaat."""

    def registreer(zoek: Zoeker) -> Zoeker:
        if naam not in RITMES:
            raise LookupError(f"geen ritme voor {naam}")
        if naam in SOORTEN:
            raise ValueError(f"herinnering {naam} bestaat al")
        SOORTEN[naam] = Soort(naam, zoek, alle or zoek, brief, kop)
        return zoek

    return registreer


def opgesomd(kop: str, woord: tuple[str, str], inleiding: tuple[str, str], knop: Callable[[], tuple[str, str]]):
    """Een brief die opsomt: `kop` met de ene zaak of hoeveel het er zijn (`woord`), en hun regels eronder.

    `inleiding`: de eerste zin bij één zaak, en het einde ervan bij meer ("… wachten op je handtekening.").
    """

    def brief(zaken: Sequence[Zaak], dag: date) -> Brief:
        aantal = meervoud(len(zaken), *woord)
        een = len(zaken) == 1
        regels = [regel for zaak in zaken[:HOOGSTENS_REGELS] for regel in zaak.regels]
        if len(zaken) > HOOGSTENS_REGELS:
            regels.append(f"En nog {len(zaken) - HOOGSTENS_REGELS}.")
        eerste = inleiding[0] if een else f"{aantal} {inleiding[1]}"
        eigen = zaken[0].knop if een or len({zaak.knop for zaak in zaken}) == 1 else ("", "")
        return Brief(f"{kop}: {zaken[0].kort if een else aantal}", (eerste, *regels), eigen if eigen[1] else knop())

    return brief
