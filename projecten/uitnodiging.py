"""Een overleg in woorden en als afspraak: voor de mail, het bestand en de agenda dezelfde inhoud."""

from django.conf import settings
from django.urls import reverse

from kern.ical import Afspraak
from kern.opmaak import datum_lang, tijd
from projecten.models import Overleg


def wanneer(overleg: Overleg) -> str:
    """dinsdag 4 maart 2025, van 14:30 tot 16:00."""
    if overleg.uur is None:
        return datum_lang(overleg.datum)
    if overleg.einduur is None:
        return f"{datum_lang(overleg.datum)} om {tijd(overleg.uur)}"
    return f"{datum_lang(overleg.datum)}, van {tijd(overleg.uur)} tot {tijd(overleg.einduur)}"


def punten(overleg: Overleg) -> list[str]:
    return [f"{nummer}. {punt}" for nummer, punt in enumerate(overleg.agenda, 1)]


def pad(overleg: Overleg) -> str:
    return reverse("overleg:overleg", args=[overleg.pk])


def afspraak(overleg: Overleg) -> Afspraak:
    """Het overleg als afspraak; `uid` en `volgnummer` blijven die van het overleg."""
    agenda = ["Agenda:", *punten(overleg)] if overleg.agenda else []
    return Afspraak(
        uid=str(overleg.uid),
        volgnummer=overleg.volgnummer,
        titel=overleg.onderwerp,
        dag=overleg.datum,
        uur=overleg.uur,
        einduur=overleg.einduur,
        plaats=overleg.plaats,
        tekst="\n".join([f"{overleg.bestuur.naam} met {overleg.met_wie}", *agenda]),
        url=f"{settings.GD_ADRES}{pad(overleg)}",
    )


def alineas(overleg: Overleg, aanhef: str) -> tuple[str, ...]:
    """De mail: wat er gebeurt, wanneer, waar en waarover."""
    delen = [aanhef, f"Wanneer: {wanneer(overleg)}."]
    if overleg.plaats:
        delen.append(f"Waar: {overleg.plaats}.")
    if overleg.agenda:
        delen.append(f"Agenda: {'; '.join(punten(overleg))}.")
    return tuple(delen)
