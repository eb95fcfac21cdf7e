"""Een overleg met alles wat erbij hoort, zoals één actor het mag zien: voor de pagina, de lijst en het werkblad."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kern.onderdelen import Rij
from kern.tabel import Tabel
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.toegang import zichtbaar_voor as plekken_van
from organisaties.toegang import Actor
from plaatsingen.models import OverlegPlaatsing, OverlegPlek, Plaatsing
from plaatsingen.toegang import zichtbaar_voor as plaatsingen_van
from projecten import uitnodiging
from projecten.enums import OverlegStand
from projecten.models import Actiepunt, Genodigde, Overleg
from projecten.overzicht import met_punten, overlegstand
from projecten.stappen.overleg import aan_tafel


@dataclass(frozen=True)
class Dossier:
    overleg: Overleg
    stand: str
    rijen: list[Rij]
    genodigden: list[Genodigde]
    punten: list[Actiepunt]
    plekken: list[Leerwerkplek]
    plaatsingen: list[Plaatsing]


def dossier(actor: Actor, overleg: Overleg, vandaag: date) -> Dossier:
    """Wie enkel genodigd is ziet geen plek of plaatsing die hij anders ook niet ziet."""
    return Dossier(
        overleg,
        overlegstand(overleg, vandaag),
        _rijen(actor, overleg),
        [] if actor.glowpartner else list(aan_tafel(overleg)),
        list(punten(actor, overleg)),
        list(plekken(actor, overleg)),
        list(plaatsingen(actor, overleg)),
    )


def punten(actor: Actor, overleg: Overleg) -> QuerySet[Actiepunt]:
    """Van een overleg ziet een GLOW-partner enkel de eigen actiepunten; zonder de leden van het bestuur te noemen."""
    rijen = Actiepunt.objects.filter(bestuur=overleg.bestuur_id, overleg=overleg).order_by("tegen", "pk")
    if actor.glowpartner:
        return rijen.filter(glowpartner=actor.glowpartner).select_related("glowpartner")
    return rijen.select_related("lidmaatschap__gebruiker", "glowpartner")


def plekken(actor: Actor, overleg: Overleg) -> QuerySet[Leerwerkplek]:
    banden = OverlegPlek.objects.filter(bestuur=overleg.bestuur_id, overleg=overleg)
    return plekken_van(actor).filter(pk__in=banden.values("leerwerkplek")).order_by("code", "pk")


def plaatsingen(actor: Actor, overleg: Overleg) -> QuerySet[Plaatsing]:
    banden = OverlegPlaatsing.objects.filter(bestuur=overleg.bestuur_id, overleg=overleg)
    zichtbaar = Plaatsing.objects.filter(pk__in=plaatsingen_van(actor).values("pk"))
    return zichtbaar.filter(pk__in=banden.values("plaatsing")).select_related("deelnemer").order_by("code", "pk")


def _rijen(actor: Actor, overleg: Overleg) -> list[Rij]:
    wie = Rij("Bestuur", overleg.bestuur.naam) if actor.glowpartner else Rij("Met", overleg.met_wie)
    rijen = [Rij("Wanneer", uitnodiging.wanneer(overleg)), wie, Rij("Waar", overleg.plaats)]
    if overleg.afgelast_op:
        rijen.append(Rij("Gaat niet door", overleg.afgelast_reden))
    if not actor.glowpartner and overleg.organisator:
        rijen.append(Rij("Gepland door", overleg.organisator.gebruiker.volledige_naam))
    return [*rijen, Rij("Agenda", overleg.agenda)]


def tabel(rijen: QuerySet[Overleg], vandaag: date, *, partner: bool) -> Tabel:
    """De lijst voor het werkblad: dezelfde kolommen als het scherm, met agenda en besluiten."""
    koppen = [
        "Datum", "Uur", "Onderwerp", "Bestuur" if partner else "Met", "Plaats", "Stand", "Agenda", "Besluiten",
        "Actiepunten", "Open actiepunten",
    ]  # fmt: skip
    return Tabel(
        "Overleg",
        "Overleg",
        koppen,
        [
            [
                o.datum,
                f"{o.uur:%H:%M}" if o.uur else "",
                o.onderwerp,
                o.bestuur.naam if partner else o.met_wie,
                o.plaats,
                OverlegStand(overlegstand(o, vandaag)).label,
                "; ".join(o.agenda),
                "; ".join(o.besluiten),
                o.punten,
                o.open_punten,
            ]
            for o in rijen
        ],
    )


def over_plek(plek: Leerwerkplek, overleg: QuerySet[Overleg]) -> QuerySet[Overleg]:
    """Het overleg dat over deze plek ging, het nieuwste eerst."""
    banden = OverlegPlek.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek).values("overleg")
    return met_punten(overleg.filter(pk__in=banden)).order_by("-datum", "-pk")


def over_plaatsing(plaatsing: Plaatsing, overleg: QuerySet[Overleg]) -> QuerySet[Overleg]:
    banden = OverlegPlaatsing.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing).values("overleg")
    return met_punten(overleg.filter(pk__in=banden)).order_by("-datum", "-pk")
