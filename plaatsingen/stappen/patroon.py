"""Het weekpatroon en de begeleiding van een plaatsing bewaren."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

from kern.periodes import eerste_van_maand
from logboek.stappen import schrijf
from mentoren.models import Mentor
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.models import Deelnemer, DeelnemerMaand, Onderbreking, Plaatsing, Prestatie, Werkdag
from plaatsingen.patroon import Maandplan, Weekdag, voorzien
from plaatsingen.regels import VanTot
from projecten import regels as oproepregels
from projecten.models import Oproep
from projecten.regels import Regelboek

BEGELEIDING = ("vervangend_mentor", "begeleider_naam", "begeleider_telefoon", "begeleider_email")


def vooruitzicht(
    oproep: Oproep,
    werkdagen: Sequence[Weekdag],
    van: date,
    tot: date,
    *,
    bestuur_id: int,
    deelnemer: Deelnemer | None = None,
    plaatsing: Plaatsing | None = None,
) -> list[Maandplan]:
    """Wat dit patroon per maand oplevert, voor het bewaard is; met wat de deelnemer elders al telt."""
    boek = Regelboek([oproep.pk], bestuur_id)
    wie = plaatsing.deelnemer_id if plaatsing else deelnemer.pk if deelnemer else None
    weg: list[VanTot] = list(Onderbreking.objects.filter(plaatsing=plaatsing)) if plaatsing else []
    elders = _elders(bestuur_id, wie, plaatsing) if wie else {}
    return voorzien(werkdagen, van, tot, lambda dag: boek.op(oproep.pk, max(dag, van)), weg, elders)


def _elders(bestuur_id: int, deelnemer: int, plaatsing: Plaatsing | None) -> dict[date, int]:
    """Minuten per maand die deze deelnemer al telt, buiten deze plaatsing."""
    tellers = dict(
        DeelnemerMaand.objects.filter(bestuur=bestuur_id, deelnemer=deelnemer).values_list("maand", "minuten")
    )
    if plaatsing is not None:
        eigen = Prestatie.objects.filter(bestuur=bestuur_id, plaatsing=plaatsing).order_by()
        for datum, minuten in eigen.values_list("datum").annotate(som=Sum("minuten")):
            tellers[eerste_van_maand(datum)] = tellers.get(eerste_van_maand(datum), 0) - minuten
    return tellers


def zet_patroon(door: Actor, plaatsing: Plaatsing, werkdagen: Sequence[Werkdag]) -> list[Werkdag]:
    """Vervangt het weekpatroon. Geweigerd als een maand daarmee boven 64 uur komt: dat kan nooit ingevuld worden."""
    eis(door, "plaatsing.bewerken")
    plek = plaatsing.leerwerkplek
    with grenzen():
        Plaatsing.objects.select_for_update(of=("self",)).get(pk=plaatsing.pk)
        plannen = vooruitzicht(
            plek.project.oproep, werkdagen, plaatsing.van, plaatsing.einde, bestuur_id=plaatsing.bestuur_id,
            plaatsing=plaatsing,
        )  # fmt: skip
        oproepregels.eis(*(u for plan in plannen for u in plan.uitkomsten))
        Werkdag.objects.filter(plaatsing=plaatsing).delete()
        for werkdag in werkdagen:
            werkdag.bestuur_id, werkdag.plaatsing = plaatsing.bestuur_id, plaatsing
        nieuw = Werkdag.objects.bulk_create(werkdagen)
        schrijf(door, "plaatsing.patroon", plaatsing, dagen=[w.weekdag for w in werkdagen])
    return nieuw


def zet_begeleiding(
    door: Actor,
    plaatsing: Plaatsing,
    *,
    vervangend_mentor: Mentor | None = None,
    begeleider_naam: str = "",
    begeleider_telefoon: str = "",
    begeleider_email: str = "",
) -> list[str]:
    """De vervangende mentor en de trajectbegeleider; geeft de velden die veranderden."""
    eis(door, "plaatsing.bewerken")
    if vervangend_mentor is not None and vervangend_mentor.pk == plaatsing.leerwerkplek.mentor_id:
        raise Geweigerd("Dit is al de mentor van de plek. Kies iemand anders.", "vervangend_mentor")
    nieuw = dict(
        zip(BEGELEIDING, (vervangend_mentor, begeleider_naam, begeleider_telefoon, begeleider_email), strict=True)
    )
    with grenzen():
        plaatsing = Plaatsing.objects.select_for_update(of=("self",)).get(pk=plaatsing.pk)
        gewijzigd = [veld for veld, waarde in nieuw.items() if getattr(plaatsing, veld) != waarde]
        if gewijzigd:
            for veld in gewijzigd:
                setattr(plaatsing, veld, nieuw[veld])
            plaatsing.save(update_fields=gewijzigd)
            schrijf(door, "plaatsing.begeleiding", plaatsing, velden=gewijzigd)
    return gewijzigd
