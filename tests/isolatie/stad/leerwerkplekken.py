"""Plekken, wat er standaard bij hoort, en een plek die geweigerd en opnieuw aangeboden werd."""

from datetime import date

from leerwerkplekken import stappen
from leerwerkplekken.stappen import aanbod as aanbodstappen
from leerwerkplekken.stappen import antwoord
from leerwerkplekken.stappen.noteren import noteer
from organisaties import isolatie
from tests.isolatie.stad.kanaries import kanarie
from tests.isolatie.stad.soorten import Bestuur


def plekken(b: Bestuur) -> None:
    """De standaard van dit bestuur, en een sjabloon."""
    huis = b.huis
    stappen.bewaar_standaard(huis.installatie, huis.bestuur, informatie="Welkom.")
    stappen.bewaar_partnerafspraken(huis.installatie, huis.bestuur, {b.partner.pk: "Elke week bellen."})
    b.ding["sjabloon"] = stappen.maak_sjabloon(huis.installatie, huis.plekken[0], naam="groen").pk
    b.ding |= dict(zip(("plek", "plek_open", "plek_concept"), (plek.pk for plek in huis.plekken), strict=True))


def open_plek(b: Bestuur) -> None:
    """De tweede plek heeft geen einde: daarvoor wordt iemand voorgesteld."""
    b.huis.plekken[1] = stappen.wijzig(b.huis.installatie, b.huis.plekken[1], beschikbaar_tot=None)


def aanbod(b: Bestuur) -> None:
    """Een plek die de partner weigerde en HR opnieuw aanbood, met een vraag en haar antwoord."""
    plek = b.huis.plekken[2]
    with isolatie.namens(gebruiker=b.partnermens.pk, glowpartner=b.partner.pk):
        antwoord.weiger(b.als_partner, plek, reden="andere", nota=f"{b.slug}.aanbodronde.0")
        vraag = antwoord.vraag(b.als_partner, plek, f"Kan het ook later? {b.slug}.aanbodvraag.0")
    with b.huis.binnen():
        hr = b.huis.actor("hr")
        aanbodstappen.beantwoord(hr, vraag, f"Ja, na 13 uur. {kanarie(b.slug, vraag)}")
        (opnieuw,) = stappen.bied_samen_aan(hr, [plek], [b.partner], op=date(2023, 6, 1))
        noot = {"antwoord": "geweigerd", "reden": "taal", "naam": f"An {kanarie(b.slug, opnieuw)}"}
        noteer(hr, opnieuw, op=date(2023, 6, 2), **noot)
    b.ding |= {"aanbod": opnieuw.pk, "aanbodvraag": vraag.pk}
