"""Wat een mentor nog moet doorsturen: de herinnering en de startpagina zeggen hetzelfde."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from organisaties.models import Lidmaatschap
from organisaties.toegang import geldig
from plaatsingen.maandregels import Maandregel, lopend_in, maandregels, voorbije
from plaatsingen.models import Plaatsing


def _geladen(bestuur_id: int) -> QuerySet[Plaatsing]:
    return Plaatsing.objects.filter(bestuur=bestuur_id).select_related(
        "leerwerkplek__project", "leerwerkplek__mentor__lidmaatschap", "vervangend_mentor__lidmaatschap"
    )


def per_lid(bestuur_id: int, maand: date, vandaag: date) -> dict[int, list[Maandregel]]:
    """Per lidmaatschap de plaatsingen van die maand die nog door te sturen zijn.

    Van de mentor van de plek; heeft die geen toegang meer, dan van de vervangende mentor; anders niemand.
    """
    leden = set(Lidmaatschap.objects.filter(geldig(vandaag), bestuur=bestuur_id).values_list("pk", flat=True))
    uit: dict[int, list[Maandregel]] = {}
    for regel in maandregels(lopend_in(_geladen(bestuur_id), maand), vandaag):
        p = regel.plaatsing
        mentoren = [m.lidmaatschap_id for m in (p.leerwerkplek.mentor, p.vervangend_mentor) if m is not None]
        if regel.door_te_sturen and (lid := next((m for m in mentoren if m in leden), None)):
            uit.setdefault(lid, []).append(regel)
    return uit


def van_lid(lid: Lidmaatschap, maand: date) -> Sequence[Maandregel]:
    """Wat deze persoon van die maand nu nog moet doorsturen."""
    return per_lid(lid.bestuur_id, maand, timezone.localdate()).get(lid.pk, [])


def voorbije_van(plaatsingen: QuerySet[Plaatsing], vandaag: date) -> list[Maandregel]:
    """Elke voorbije maand van deze plaatsingen die nog door te sturen is, de oudste eerst."""
    regels = maandregels(voorbije(plaatsingen.filter(van__lte=vandaag), vandaag), vandaag)
    return sorted((r for r in regels if r.door_te_sturen), key=lambda r: (r.maand, r.plaatsing.pk))
