"""Plannen, nemen, afronden, mislukken, annuleren. Elke wijziging is één UPDATE die zegt welke toestand ze verwacht."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from taken.enums import OPEN, Status
from taken.models import Taak
from taken.register import VERWERKERS
from taken.wekker import wek

LEASE = timedelta(seconds=settings.TAKEN_LEASE)

NEEM = """
    UPDATE taken_taak
       SET status = 'bezig', claim = gen_random_uuid(), pogingen = pogingen + 1,
           vrij_vanaf = statement_timestamp() + %(lease)s
     WHERE id = (SELECT id FROM taken_taak
                  WHERE status IN ('wacht', 'bezig') AND vrij_vanaf <= statement_timestamp()
                    AND (id = %(id)s OR %(id)s IS NULL)
                  ORDER BY vrij_vanaf, id LIMIT 1 FOR UPDATE SKIP LOCKED)
 RETURNING *"""


class ClaimKwijt(Exception):
    """Een andere werker nam over na onze lease, of iemand annuleerde: stop en bewaar niets."""


def plan(naam: str, *nummers: int, bestuur_id: int) -> Taak:
    """Schrijft de taak in de transactie van de stap; de bel gaat pas na de commit.

    LookupError bij een naam zonder verwerker; RuntimeError buiten een transactie.
    """
    if naam not in VERWERKERS:
        raise LookupError(f"geen verwerker {naam}")
    if not connection.in_atomic_block:
        raise RuntimeError("plan() hoort in de transactie van de stap")
    taak = Taak.objects.create(naam=naam, argumenten=list(nummers), bestuur_id=bestuur_id)
    transaction.on_commit(lambda: wek(taak.pk, naam))
    return taak


def neem(taak_id: int | None = None) -> Taak | None:
    """Neemt deze taak, of de oudste die aan de beurt is. None: genomen, klaar of nog niet aan de beurt."""
    return next(iter(Taak.objects.raw(NEEM, {"id": taak_id, "lease": LEASE})), None)


def _van_ons(taak: Taak):
    return Taak.objects.filter(pk=taak.pk, claim=taak.claim, status=Status.BEZIG)


def verleng(taak: Taak, **voortgang: Any) -> None:
    if not _van_ons(taak).update(vrij_vanaf=Now() + LEASE, **voortgang):
        raise ClaimKwijt


def rond_af(taak: Taak) -> None:
    if not _van_ons(taak).update(status=Status.KLAAR, claim=None, fout="", klaar_op=Now()):
        raise ClaimKwijt


def mislukt(taak: Taak, fout: str, *, opgeven: bool) -> None:
    status = Status.MISLUKT if opgeven else Status.WACHT
    wachttijd = timedelta(seconds=min(2**taak.pogingen, 600))
    _van_ons(taak).update(status=status, claim=None, fout=fout[:200], vrij_vanaf=Now() + wachttijd)


def annuleer(taak_id: int) -> bool:
    """Ook terwijl ze loopt: zonder claim stopt haar volgende levensteken haar en wordt haar resultaat geweigerd."""
    taken = Taak.objects.filter(pk=taak_id, status__in=OPEN)
    return bool(taken.update(status=Status.GEANNULEERD, claim=None, klaar_op=Now()))


def opnieuw(taak_id: int) -> bool:
    """Een opgegeven taak krijgt een nieuwe kans; de bel gaat na de commit."""
    if not Taak.objects.filter(pk=taak_id, status=Status.MISLUKT).update(
        status=Status.WACHT, pogingen=0, vrij_vanaf=Now()
    ):
        return False
    naam = Taak.objects.values_list("naam", flat=True).get(pk=taak_id)
    transaction.on_commit(lambda: wek(taak_id, naam))
    return True


def veeg(hoogstens: int = 500) -> int:
    """Belt opnieuw voor wat aan de beurt is en niet gehoord werd: verloren bericht, dode werker, nieuwe poging."""
    doof = Taak.objects.filter(status__in=OPEN, vrij_vanaf__lte=Now(), gewekt_op__lt=Now() - LEASE / 2)
    te_wekken = list(doof.order_by("vrij_vanaf").values_list("pk", "naam")[:hoogstens])
    Taak.objects.filter(pk__in=[pk for pk, _ in te_wekken]).update(gewekt_op=Now())
    for taak_id, naam in te_wekken:
        wek(taak_id, naam)
    return len(te_wekken)
