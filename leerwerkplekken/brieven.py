"""De berichten over een aanbod. Nooit een naam van een deelnemer: de plek, wat er gebeurde, en een knop."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from berichten.stappen import Inhoud
from kern.opmaak import datum_woord, meervoud
from leerwerkplekken.models import Aanbod, Aanbodvraag
from leerwerkplekken.woorden import reden

HOOGSTENS = 15  # plekken in één bericht


def _plek(aanbod: Aanbod) -> str:
    return f"{aanbod.leerwerkplek.functie} ({aanbod.leerwerkplek.code})"


def _onder_elkaar(regels: Sequence[str]) -> str:
    """Eén alinea, met een streepje per regel; wat te veel is, wordt geteld."""
    over = len(regels) - HOOGSTENS
    meer = [f"En nog {meervoud(over, 'plek', 'plekken')}."] if over > 0 else []
    return "\n".join([*(f"– {regel}" for regel in regels[:HOOGSTENS]), *meer])


def _lijst(rijen: Sequence[Aanbod]) -> str:
    uren = {rij.pk: rij.leerwerkplek.uren_per_maand for rij in rijen}
    return _onder_elkaar([f"{_plek(r)}, {uren[r.pk]} u per maand" if uren[r.pk] else _plek(r) for r in rijen])


def _naar_partner(rijen: Sequence[Aanbod]) -> tuple[str, str]:
    """Naar de plek zelf, of bij meer naar de startpagina van de partner: daar staan ze samen."""
    if len(rijen) == 1:
        return "Plek bekijken", reverse("leerwerkplekken:aangeboden", args=[rijen[0].leerwerkplek_id])
    return "Plekken bekijken", reverse("start")


def _naar_hr(aanbod: Aanbod, tekst: str = "Aanbod bekijken") -> tuple[str, str]:
    return tekst, reverse("leerwerkplekken:aanbod", args=[aanbod.leerwerkplek_id])


def aangeboden(rijen: Sequence[Aanbod], boodschap: str) -> Inhoud:
    """Eén bericht voor al wat één partner in één daad aangeboden kreeg."""
    eerste = rijen[0]
    bestuur = eerste.leerwerkplek.bestuur.naam
    wat = "een plek" if len(rijen) == 1 else meervoud(len(rijen), "plek", "plekken")
    tot = f"Iemand voorstellen kan tot en met {datum_woord(eerste.vervalt_op)}." if eerste.vervalt_op else ""
    alineas = (
        f"{bestuur} biedt je {wat} aan.",
        *([boodschap] if boodschap else []),
        _lijst(rijen),
        *([tot] if tot else []),
    )
    sleutel = f"aanbod {eerste.pk} keer {eerste.keer}"
    return Inhoud("aanbod", sleutel, f"{bestuur} biedt {wat} aan", alineas, _naar_partner(rijen))


def ingetrokken(aanbod: Aanbod) -> Inhoud:
    bestuur = aanbod.leerwerkplek.bestuur.naam
    alineas = (
        f"{bestuur} biedt deze plek niet langer aan: {_plek(aanbod)}.",
        "Nieuwe kandidaten voorstellen kan niet meer. Wie je al voorstelde, blijft kandidaat.",
    )
    sleutel = f"aanbod {aanbod.pk} keer {aanbod.keer} ingetrokken"
    return Inhoud("aanbod", sleutel, "Een aanbod is ingetrokken", alineas, _naar_partner([aanbod]))


def antwoord_op_vraag(vraag: Aanbodvraag) -> Inhoud:
    aanbod = vraag.aanbod
    alineas = (
        f"{aanbod.leerwerkplek.bestuur.naam} antwoordt op je vraag over {_plek(aanbod)}.",
        f"Je vraag: {vraag.vraag}",
        f"Het antwoord: {vraag.antwoord}",
    )
    return Inhoud(
        "aanbod_vraag", f"aanbodvraag {vraag.pk} antwoord", "Antwoord op je vraag", alineas, _naar_partner([aanbod])
    )


def vraag(gesteld: Aanbodvraag) -> Inhoud:
    aanbod = gesteld.aanbod
    alineas = (f"{gesteld.glowpartner} stelt een vraag over {_plek(aanbod)}.", f"De vraag: {gesteld.vraag}")
    onderwerp = f"Vraag over {aanbod.leerwerkplek.code}"
    return Inhoud(
        "aanbod_vraag", f"aanbodvraag {gesteld.pk}", onderwerp, alineas, _naar_hr(aanbod, "Vraag beantwoorden")
    )


def geweigerd(aanbod: Aanbod) -> Inhoud:
    alineas = (f"{aanbod.glowpartner} heeft geen kandidaat voor {_plek(aanbod)}.", f"De reden: {reden(aanbod)}.")
    sleutel = f"aanbod {aanbod.pk} keer {aanbod.keer} geweigerd {aanbod.weiger_reden}"
    return Inhoud(
        "aanbod_antwoord", sleutel, f"Geen kandidaat voor {aanbod.leerwerkplek.code}", alineas, _naar_hr(aanbod)
    )


def genoteerd(aanbod: Aanbod) -> Inhoud:
    """Aan de partner: wat het bestuur als zijn antwoord noteerde, zodat hij het kan rechtzetten."""
    waarom = f"De reden: {reden(aanbod)}." if aanbod.weiger_reden else ""
    alineas = (
        f"{aanbod.genoteerd_naam} van {aanbod.leerwerkplek.bestuur.naam} noteerde je antwoord over {_plek(aanbod)}.",
        f"{aanbod.antwoord_naam} gaf het op {datum_woord(aanbod.antwoord_op)}: {aanbod.get_antwoord_display()}.",
        *([waarom] if waarom else []),
        "Klopt dit niet? Antwoord dan zelf bij de plek.",
    )
    sleutel = f"aanbod {aanbod.pk} keer {aanbod.keer} genoteerd {timezone.now():%Y%m%d%H%M%S}"
    onderwerp = f"Je antwoord over {aanbod.leerwerkplek.code} is genoteerd"
    return Inhoud("aanbod", sleutel, onderwerp, alineas, _naar_partner([aanbod]))


def _vervallen_sleutel(rijen: Sequence[Aanbod]) -> str:
    return f"aanbod vervallen {rijen[0].pk} keer {rijen[0].keer}"


def vervallen_voor_hr(rijen: Sequence[Aanbod]) -> Inhoud:
    lijst = _onder_elkaar([f"{_plek(rij)} bij {rij.glowpartner}" for rij in rijen])
    kop = "Voor deze plekken kwam geen antwoord. De partner kan niemand meer voorstellen."
    alineas = (kop, lijst, "Bied ze opnieuw aan, of bel de partner.")
    knop = ("Aanbod bekijken", f"{reverse('leerwerkplekken:aanbiedingen')}?stand=vervallen")
    return Inhoud("aanbod_antwoord", _vervallen_sleutel(rijen), "Aanbod vervallen zonder antwoord", alineas, knop)


def vervallen_voor_partner(rijen: Sequence[Aanbod]) -> Inhoud:
    kop = f"Je aanbod van {rijen[0].bestuur.naam} is vervallen. Je kan er niemand meer voor voorstellen."
    alineas = (kop, _lijst(rijen), "Wil je de plek toch? Stel een vraag aan het bestuur.")
    return Inhoud("aanbod", _vervallen_sleutel(rijen), "Een aanbod is vervallen", alineas, _naar_partner(rijen))
