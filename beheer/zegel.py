"""Het zegel van een bestuur voor wie het beheert: welk het is, tot wanneer het geldt, en wat er mis is."""

from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import timezone

from documenten.zegel import instelling
from documenten.zegel.sleutel import stand_van
from fiches.verificatie import NIVEAUS
from kern.onderdelen import Rij
from kern.opmaak import datum_woord, meervoud
from organisaties.models import Bestuur

EERST = 60  # dagen voor het einde: de vroegste aankondiging (zie `berichten.ritmes`)


@dataclass(frozen=True)
class Zegelkaart:
    """`kleur`, `kop` en `uitleg` van de melding erboven; zonder kop is er niets te melden."""

    rijen: list[Rij]
    kleur: str = ""
    kop: str = ""
    uitleg: list[str] = field(default_factory=list)


def kaart(bestuur: Bestuur, vandaag: date) -> Zegelkaart:
    """Wat de pagina Instellingen over het zegel zegt. Leest enkel certificaten; vraagt niets aan een ander."""
    stand = stand_van(bestuur.slug)
    if stand is None:
        return Zegelkaart([Rij("Zegel", "Testzegel: wat verzegeld wordt is niet rechtsgeldig"), *_hoe()])
    if stand.geldig_tot is None:
        wat = [stand.fout, "Zolang wordt er niets verzegeld."]
        return Zegelkaart(_hoe(), "fout", "Het zegel is niet te lezen", wat)
    tot = op(stand.geldig_tot)
    wie = [Rij("Zegel", stand.naam), Rij("Uitgegeven door", stand.uitgever), Rij("Geldig tot", datum_woord(tot))]
    return Zegelkaart([*wie, *_hoe()], *_melding(tot, vandaag))


def op(moment: datetime) -> date:
    """De dag in België waarop een certificaat eindigt."""
    return timezone.localtime(moment).date()


def _melding(tot: date, vandaag: date) -> tuple[str, str, list[str]]:
    dagen = (tot - vandaag).days
    if dagen < 0:
        wat = ["Er wordt niets meer verzegeld. Vraag een nieuw zegel aan.", "Wat al verzegeld is, blijft bewaard."]
        return "fout", "Het zegel is verlopen", wat
    if dagen > EERST:
        return "", "", []
    wanneer = f"over {meervoud(dagen, 'dag', 'dagen')}" if dagen else "vandaag"
    return "letop", f"Het zegel loopt {wanneer} af", ["Vraag op tijd een nieuw zegel aan."]


def _hoe() -> list[Rij]:
    niveau, servers = instelling.niveau(), instelling.tijdstempelservers()
    namen = ["Testdienst van deze installatie" if s == instelling.TEST else urlsplit(s).hostname or s for s in servers]
    return [
        Rij("Niveau", NIVEAUS.get(niveau, niveau)),
        Rij(
            "Tijdstempels van",
            ", ".join(namen) or "Geen. Later is dan niet te bewijzen wanneer er verzegeld werd.",
        ),
    ]
