"""Wanneer een soort bericht gemaild wordt, naar de keuze van wie het krijgt."""

from berichten.enums import Mail, Wanneer
from berichten.soorten import Soort

MAIL = {Wanneer.DIRECT: Mail.WACHT, Wanneer.DAGELIJKS: Mail.DAGELIJKS, Wanneer.NOOIT: Mail.GEEN}


def keuzes(soort: Soort) -> list[Wanneer]:
    """Wat iemand voor deze soort kan kiezen. Een verplichte mail is niet af te zetten, enkel te bundelen."""
    return [wanneer for wanneer in Wanneer if not (soort.verplicht and wanneer == Wanneer.NOOIT)]


def wanneer(soort: Soort, keuze: str | None) -> Wanneer:
    """Wat geldt: de keuze van de persoon als ze (nog) mag, anders die van de soort."""
    return Wanneer(keuze) if keuze in keuzes(soort) else Wanneer(soort.wanneer)


def mail(soort: Soort, keuze: str | None) -> Mail:
    """Hoe de mail van een nieuw bericht begint."""
    return MAIL[wanneer(soort, keuze)]
