"""Welke documenten een nieuw archieftijdstempel nodig hebben: ruim voor het certificaat van het vorige eindigt."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from documenten.models import Document, Hernieuwing
from taken.enums import OPEN, Status
from taken.models import Taak
from taken.stappen import plan

TAAK = "documenten.hernieuw"
VOORAF = timedelta(days=180)
RUST = timedelta(days=7)  # na opgeven begint het vanzelf opnieuw; intussen staat het bij de taken


def bijna_op(archief_tot: datetime | None) -> bool:
    return archief_tot is not None and archief_tot < timezone.now() + VOORAF


def plan_hernieuwingen(bestuur_id: int, hoogstens: int = 500) -> int:
    """Plant een taak per document dat aan de beurt is, wat het eerst eindigt eerst; geeft hoeveel. Binnen `namens`.

    Wat al gepland is, of net opgegeven werd, komt er niet nog eens bij.
    """
    laatste = Hernieuwing.objects.filter(bestuur=OuterRef("bestuur"), document=OuterRef("pk")).order_by("-nr")
    aan_de_beurt = (
        Document.objects.filter(bestuur=bestuur_id, archief_tot__lt=timezone.now() + VOORAF)
        .annotate(tot=Coalesce(Subquery(laatste.values("archief_tot")[:1]), "archief_tot"))
        .filter(tot__lt=timezone.now() + VOORAF)
        .order_by("tot", "pk")
        .values_list("pk", flat=True)[:hoogstens]
    )
    onderweg = Q(status__in=OPEN) | Q(status=Status.MISLUKT, gepland_op__gt=timezone.now() - RUST)
    taken = Taak.objects.filter(onderweg, naam=TAAK, bestuur_id=bestuur_id).values_list("argumenten", flat=True)
    al = {pk for argumenten in taken for pk in argumenten}
    te_doen = [pk for pk in aan_de_beurt if pk not in al]
    for pk in te_doen:
        plan(TAAK, pk, bestuur_id=bestuur_id)
    return len(te_doen)
