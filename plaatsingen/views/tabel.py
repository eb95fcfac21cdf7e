"""Meer rijen tegelijk bewaren (een ploeg op een dag, een maand van HR): elke rij lukt of zegt waarom niet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest

from kern import opmaak
from organisaties.isolatie import Geweigerd
from plaatsingen.forms.dag import RijForm
from plaatsingen.overzicht import Kaart
from plaatsingen.stappen import uren as stappen
from plaatsingen.views import hulp


@dataclass
class Uitslag:
    """Wat er met de rijen gebeurde; `fouten`: het formulier van elke rij die niet lukte, met zijn reden."""

    bewaard: list[int] = field(default_factory=list)
    gewist: int = 0
    fouten: dict[str, RijForm] = field(default_factory=dict)


def formulier(kaart: Kaart, prefix: str, data=None, *, kies_gepland: bool = False) -> RijForm:
    plan = kaart.gepland
    return RijForm(
        data,
        prefix=prefix,
        initial={"keuze": plan.waarde} if kies_gepland and plan else None,
        dagmaximum=kaart.stand.dagmaximum,
        rest=kaart.stand.rest + sum(prestatie.minuten for prestatie in kaart.prestaties),
        gepland=(plan.waarde, plan.tekst) if plan else None,
    )


def bewaar(request: HttpRequest, kaarten: Iterable[Kaart]) -> Uitslag:
    """Elke ingevulde rij apart: wat lukt blijft, ook als een andere rij niet lukt."""
    uitslag = Uitslag()
    for kaart in kaarten:
        form: RijForm = kaart.form
        if form.leeg and not form.wil_wissen:
            continue
        if not form.is_valid_rij():
            uitslag.fouten[form.prefix] = form
            continue
        try:
            _bewaar(request, kaart, uitslag)
        except Geweigerd as geweigerd:
            form.neem_over(geweigerd)
            uitslag.fouten[form.prefix] = form
    return uitslag


def _bewaar(request: HttpRequest, kaart: Kaart, uitslag: Uitslag) -> None:
    form: RijForm = kaart.form
    if form.wil_wissen:
        for prestatie in kaart.prestaties:
            stappen.verwijder(request.actor, prestatie)
            uitslag.gewist += 1
        if form.leeg:
            return
    invoer = form.invoer(kaart.dag)
    if stappen.zelfde(kaart.plaatsing, invoer):
        return
    if len(kaart.prestaties) == 1 and not form.wil_wissen and kaart.prestaties[0].van is None:
        oud = kaart.prestaties[0]
        stappen.wijzig(request.actor, oud, invoer, opmerking=oud.opmerking)
        uitslag.bewaard.append(oud.pk)
    elif prestatie := hulp.voer_in(request, kaart.plaatsing, invoer, form):
        uitslag.bewaard.append(prestatie.pk)


def meld(request: HttpRequest, uitslag: Uitslag, enkel: str, veel: str) -> None:
    """Eén zin over wat lukte en één over wat niet lukte."""
    if uitslag.bewaard:
        messages.success(request, f"Bewaard voor {opmaak.meervoud(len(uitslag.bewaard), enkel, veel)}.")
    if uitslag.gewist:
        messages.success(request, f"Gewist: {opmaak.meervoud(uitslag.gewist, 'invoer', 'invoeren')}.")
    if uitslag.fouten:
        aantal = opmaak.meervoud(len(uitslag.fouten), enkel, veel)
        messages.error(request, f"Niet bewaard voor {aantal}. De reden staat erbij.")
    if not (uitslag.bewaard or uitslag.gewist or uitslag.fouten):
        messages.info(request, "Er was niets nieuws om te bewaren.")


def zet_formulieren(kaarten: Sequence[Kaart], fouten: dict[str, RijForm], naam, *, kies_gepland: bool = False) -> None:
    """Elke rij een formulier: met wat er niet lukte, of een vers. `naam` geeft het voorvoegsel van een kaart."""
    for kaart in kaarten:
        kan = kies_gepland and not kaart.prestaties and kaart.kan_erbij
        kaart.form = fouten.get(naam(kaart)) or formulier(kaart, naam(kaart), kies_gepland=kan)
