"""De ketens bijwerken: elke regel van elk boek krijgt een schakel, en het hoofd gaat naar een bestand (`koppen`)."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection
from django.utils import timezone

from logboek import koppen
from logboek.models import Anker, Schakel
from organisaties.isolatie import namens

BATCH = 5000  # regels per transactie
GENOEG = 50_000  # regels per bestuur en per beurt: een import mag de andere besturen niet laten wachten
TEL_TOT = 1000
logger = structlog.get_logger("logboek")


def te_schakelen() -> list[int]:
    """De besturen met regels zonder schakel. Goedkoop als er niets te doen is."""
    with connection.cursor() as c:
        c.execute("SELECT * FROM logboek_te_schakelen()")
        return [bestuur for (bestuur,) in c.fetchall()]


def schakel(bestuur_id: int, batch: int = BATCH, hoogstens: int = GENOEG) -> int:
    """Schakelt wat bevestigd is, in korte transacties; geeft het aantal. Werkt een ander eraan, dan doet die het."""
    totaal = 0
    while totaal < hoogstens:
        with namens(bestuur=bestuur_id, verzoek="schakel_logboek"), connection.cursor() as c:
            c.execute("SELECT * FROM logboek_schakel(%s, %s)", [bestuur_id, batch])
            aantal, nr, hash_ = c.fetchone()
        if not aantal:
            break
        totaal += aantal
        # na de bevestiging: een hoofd zonder schakels zou een valse melding zijn
        if not koppen.onthoud(bestuur_id, nr, hash_):
            logger.error("de keten is korter dan het bestand met hoofden zegt", bestuur_id=bestuur_id)
            break
        if aantal < batch:
            break
    return totaal


@dataclass(frozen=True)
class Stand:
    """Hoe ver de keten van een bestuur staat, voor het scherm."""

    bewaakt_tot: datetime | None
    schakels: int
    wacht: int
    wacht_sinds: datetime | None
    anker: Anker | None  # het laatste dat lukte
    anker_fout: Anker | None  # als de laatste poging mislukte

    @property
    def telt_verder(self) -> bool:
        return self.wacht >= TEL_TOT

    @property
    def te_lang(self) -> bool:
        """Wacht een regel langer dan een minuut, dan loopt het schakelen niet (belofte 8)."""
        return self.wacht_sinds is not None and (timezone.now() - self.wacht_sinds).total_seconds() > 60


def stand(bestuur_id: int) -> Stand:
    """In drie of vier vragen, hoe groot het logboek ook is. Loopt binnen `namens` van dit bestuur."""
    laatste = Schakel.objects.filter(bestuur=bestuur_id).order_by("-nr").first()
    with connection.cursor() as c:
        c.execute("SELECT wacht, sinds FROM logboek_stand(%s)", [TEL_TOT])
        wacht, sinds = c.fetchone()
    ankers = Anker.objects.filter(bestuur=bestuur_id).order_by("-op", "-pk")
    poging = ankers.first()
    gelukt = poging if poging is None or poging.bestand else ankers.exclude(bestand="").first()
    return Stand(
        bewaakt_tot=laatste.geschakeld_op if laatste else None,
        schakels=laatste.nr if laatste else 0,
        wacht=wacht,
        wacht_sinds=sinds,
        anker=gelukt,
        anker_fout=poging if poging and not poging.bestand else None,
    )
