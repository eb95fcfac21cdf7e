"""Sjablonen per functie: gemaakt van een plek, en het begin van een nieuwe plek."""

from leerwerkplekken import planstandaard
from leerwerkplekken.models import Functiesjabloon, Leerwerkplek
from leerwerkplekken.stappen.gedeeld import slot
from leerwerkplekken.stappen.plan import bewaar_plan
from leerwerkplekken.stappen.plek import maak
from logboek.stappen import schrijf
from organisaties.isolatie import grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis

VAN_DE_PLEK = ("functie", "taken", "leerdoelen", "competenties", "uren_per_maand", "uurrooster", "vereisten")
NAAR_DE_PLEK = ("taken", "leerdoelen", "competenties")  # de rest staat in het formulier van een nieuwe plek


def maak_sjabloon(door: Actor, plek: Leerwerkplek, *, naam: str) -> Functiesjabloon:
    """Bewaart functie, taken, leerdoelen, competenties en plan van deze plek. Geweigerd bij een naam die al bestaat."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = slot(plek)
        inhoud = {veld: getattr(plek, veld) for veld in VAN_DE_PLEK} | planstandaard.velden(plek.plan)
        sjabloon = Functiesjabloon.objects.create(bestuur=plek.bestuur, naam=naam.strip(), **inhoud)
        schrijf(door, "functiesjabloon.gemaakt", sjabloon, leerwerkplek=plek.pk)
    return sjabloon


def wijzig_sjabloon(door: Actor, sjabloon: Functiesjabloon, **velden) -> Functiesjabloon:
    """Wijzigt een sjabloon. Plekken die ermee begonnen, veranderen niet."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        sjabloon = Functiesjabloon.objects.select_for_update().get(pk=sjabloon.pk)
        gewijzigd = [veld for veld, waarde in velden.items() if getattr(sjabloon, veld) != waarde]
        for veld in gewijzigd:
            setattr(sjabloon, veld, velden[veld])
        if gewijzigd:
            sjabloon.save(update_fields=gewijzigd)
            schrijf(door, "functiesjabloon.gewijzigd", sjabloon, velden=gewijzigd)
    return sjabloon


def verwijder_sjabloon(door: Actor, sjabloon: Functiesjabloon) -> None:
    """Verwijdert een sjabloon. Plekken die ermee begonnen, blijven zoals ze zijn."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        schrijf(door, "functiesjabloon.verwijderd", sjabloon)
        sjabloon.delete()


def maak_van_sjabloon(door: Actor, bestuur: Bestuur, sjabloon: Functiesjabloon, **gegevens) -> Leerwerkplek:
    """Een nieuwe plek met `gegevens` (zie `maak`) en met taken, leerdoelen, competenties en plan van het sjabloon."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        van_sjabloon = {veld: getattr(sjabloon, veld) for veld in NAAR_DE_PLEK}
        plek = maak(door, bestuur, **van_sjabloon | gegevens)
        bewaar_plan(door, plek, nagekeken=False, **planstandaard.velden(sjabloon))
        plek.refresh_from_db()
        plek.__dict__.pop("plan", None)
    return plek
