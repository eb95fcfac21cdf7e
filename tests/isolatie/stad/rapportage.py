"""Een bewijspakket en een ESF-rapport, gevraagd door de coördinator."""

from datetime import date

from rapportage import stappen
from tests.isolatie.stad.soorten import Bestuur


def gevraagd(b: Bestuur) -> None:
    vraag = b.huis.actor("coordinator"), b.huis.project, date(2023, 12, 31)
    b.ding |= {"pakket": stappen.vraag_pakket(*vraag)[0].pk, "rapport": stappen.vraag_rapport(*vraag)[0].pk}
