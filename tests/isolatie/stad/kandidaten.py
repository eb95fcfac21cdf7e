"""Iemand die de partner voorstelde, met een intake."""

from datetime import date, time, timedelta

from django.utils import timezone

from kandidaten.stappen import behandelen, voorstellen
from kandidaten.stappen.voorstellen import Criteria, Persoon
from organisaties import isolatie
from tests.isolatie.stad.soorten import Bestuur


def kandidaat(b: Bestuur) -> None:
    vandaag, plek = timezone.localdate(), b.huis.plekken[1]
    criteria, start = Criteria(True, date(2020, 1, 1), True, ["context"]), vandaag + timedelta(days=200)
    with isolatie.namens(gebruiker=b.partnermens.pk, glowpartner=b.partner.pk):
        k = voorstellen.stel_voor(b.als_partner, plek, Persoon("K001", "Ilse", "Peeters"), criteria, start=start)
    with b.huis.binnen():
        behandelen.plan_intake(
            b.huis.actor("hr"), k, datum=vandaag + timedelta(days=3), uur=time(14, 30), plaats="Markt 1"
        )
    b.ding["kandidatuur"] = k.pk
