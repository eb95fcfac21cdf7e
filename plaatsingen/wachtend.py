"""Wat een mentor nog moet doorsturen: de herinnering en de startpagina zeggen hetzelfde."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from kern.periodes import laatste_van_maand, plus_maanden
from organisaties.models import Lidmaatschap
from organisaties.toegang import geldig
from plaatsingen import gepland
from plaatsingen.enums import MaandStatus
from plaatsingen.maandregels import Maandregel, lopend_in, maandregels, voorbije
from plaatsingen.models import Maandstaat, Plaatsing

TERUG_MAANDEN = 6  # een plaatsing die langer geleden eindigde, staat niet meer in de lijst van wat wacht


def _geladen(bestuur_id: int) -> QuerySet[Plaatsing]:
    return Plaatsing.objects.filter(bestuur=bestuur_id).select_related(
        "deelnemer", "leerwerkplek__project",
        "leerwerkplek__mentor__lidmaatschap__gebruiker", "vervangend_mentor__lidmaatschap__gebruiker",
    )  # fmt: skip


def per_lid(bestuur_id: int, maand: date, vandaag: date) -> dict[int, list[Maandregel]]:
    """Per lidmaatschap de plaatsingen van die maand die nog door te sturen zijn.

    Van de mentor van de plek; heeft die geen toegang meer, dan van de vervangende mentor; anders niemand.
    """
    in_die_maand = _geladen(bestuur_id).filter(van__lte=laatste_van_maand(maand), tot__gte=maand)
    return _verdeel(bestuur_id, maandregels(lopend_in(in_die_maand, maand), vandaag), vandaag)


def alle_per_lid(bestuur_id: int, vandaag: date) -> dict[int, list[Maandregel]]:
    """Zoals `per_lid`, van elke voorbije maand van wie de laatste `TERUG_MAANDEN` maanden nog geplaatst was."""
    recent = _geladen(bestuur_id).filter(van__lte=vandaag, tot__gte=plus_maanden(vandaag, -TERUG_MAANDEN))
    return _verdeel(bestuur_id, maandregels(voorbije(recent, vandaag), vandaag), vandaag)


def _verdeel(bestuur_id: int, regels: Sequence[Maandregel], vandaag: date) -> dict[int, list[Maandregel]]:
    if not (open_ := [regel for regel in regels if regel.door_te_sturen]):
        return {}
    leden = set(Lidmaatschap.objects.filter(geldig(vandaag), bestuur=bestuur_id).values_list("pk", flat=True))
    uit: dict[int, list[Maandregel]] = {}
    for regel in open_:
        p = regel.plaatsing
        mentoren = [m.lidmaatschap_id for m in (p.leerwerkplek.mentor, p.vervangend_mentor) if m is not None]
        if lid := next((m for m in mentoren if m in leden), None):
            uit.setdefault(lid, []).append(regel)
    return uit


def vergeten_dagen(plaatsingen: QuerySet[Plaatsing], vandaag: date) -> list[tuple[date, Plaatsing]]:
    """Werkdagen van de laatste twee weken zonder uren, per plaatsing die begonnen is; de oudste eerst."""
    begonnen = gepland.met_week(plaatsingen.filter(van__lte=vandaag), vandaag)
    paren = [(dag, p) for p in begonnen for dag in gepland.week(p, vandaag).open_dagen()]
    return sorted(paren, key=lambda paar: (paar[0], paar[1].pk))


def teruggestuurd(plaatsingen: QuerySet[Plaatsing]) -> QuerySet[Maandstaat]:
    """De maanden van deze plaatsingen die terugkwamen en nog niet opnieuw doorgestuurd zijn."""
    open_ = Maandstaat.objects.filter(plaatsing__in=plaatsingen.order_by().values("pk"), status=MaandStatus.OPEN)
    rijen = open_.exclude(teruggestuurd_reden="").select_related("plaatsing__deelnemer", "plaatsing__leerwerkplek")
    return rijen.order_by("maand", "pk")


def voorbije_van(plaatsingen: QuerySet[Plaatsing], vandaag: date) -> list[Maandregel]:
    """Elke voorbije maand van deze plaatsingen die nog door te sturen is, de oudste eerst."""
    regels = maandregels(voorbije(plaatsingen.filter(van__lte=vandaag), vandaag), vandaag)
    return sorted((r for r in regels if r.door_te_sturen), key=lambda r: (r.maand, r.plaatsing.pk))
