"""Wat iedereen met de QR-code over een fiche te weten komt. De databank geeft één rij prijs, zonder namen."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection

from documenten import opslag
from documenten.models import Document
from documenten.zegel.controle import Looptijd, looptijd
from fiches.enums import Hoedanigheid, Status

NIVEAUS = {
    "B-B": "B-B: zonder tijdstempel",
    "B-T": "B-T: met tijdstempel",
    "B-LTA": "B-LTA: met tijdstempels voor de lange duur",
}


@dataclass(frozen=True)
class Verificatie:
    bestuur: str
    code: str
    versie: int
    status: str
    inhoud_sha256: str
    hoedanigheid: str | None
    ondertekend_op: datetime | None
    document_sha256: str | None
    zegel_niveau: str | None
    nieuwste: int | None  # de hoogste versie die ooit ondertekend werd
    is_demo: bool
    plaatsvervanger: bool
    verzegeld_op: datetime | None
    bestuur_id: int
    bestand: str | None
    wijze: str | None

    @property
    def vervangen_door(self) -> int | None:
        return self.nieuwste if self.status == Status.VERVANGEN else None

    @property
    def looptijd(self) -> Looptijd | None:
        """Van het zegel; None zolang het er niet is, of als het bestand nu niet te lezen is."""
        return _looptijd(self.bestuur_id, self.bestand) if self.bestand else None

    @property
    def hoedanigheid_woord(self) -> str:
        """Enkel de hoedanigheid: deze bladzijde noemt geen namen."""
        if not self.hoedanigheid:
            return ""
        woord = Hoedanigheid(self.hoedanigheid).label
        return f"plaatsvervanger van de {woord}" if self.plaatsvervanger else woord


@lru_cache(maxsize=4096)  # een verzegeld bestand verandert nooit
def _looptijd(bestuur_id: int, bestand: str) -> Looptijd | None:
    pad = opslag.pad(Document(bestuur_id=bestuur_id, bestand=bestand))
    return looptijd(pad.read_bytes()) if pad.is_file() else None


def zoek(token: str) -> Verificatie | None:
    """De staat van de fiche met dit token, of None. Kijkt over de besturen heen via `fiche_verificatie`."""
    if "\0" in token:  # PostgreSQL kent dat teken niet, en geen token heeft het
        return None
    with connection.cursor() as c:
        c.execute("SELECT * FROM fiche_verificatie(%s)", [token])
        rij = c.fetchone()
    return Verificatie(*rij) if rij else None


@dataclass(frozen=True)
class Bekend:
    """Een verzegeld bestand dat wij bewaren. `token`, `code`, `versie` en `status`: enkel als het een fiche is."""

    bestuur: str
    soort: str
    token: str | None
    code: str | None
    versie: int | None
    status: str | None
    is_demo: bool


def bekend(sha256: str) -> Bekend | None:
    """Het verzegelde bestand met deze sha256 (hex), bij welk bestuur ook, of None. Zonder namen."""
    with connection.cursor() as c:
        c.execute("SELECT * FROM bestand_bekend(%s)", [sha256])
        rij = c.fetchone()
    return Bekend(*rij) if rij else None
