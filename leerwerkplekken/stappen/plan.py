"""Het plan van aanpak van een plek bewaren."""

from leerwerkplekken.models import Leerwerkplek, PlanVanAanpak
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij
from logboek.stappen import schrijf
from organisaties.isolatie import grenzen
from organisaties.toegang import Actor, eis

PLAN_VELDEN = ("informatie", "onthaal", "veiligheid", "werkafspraken", "matrix")


def bewaar_plan(door: Actor, plek: Leerwerkplek, *, nagekeken: bool = True, **velden) -> PlanVanAanpak:
    """Bewaart (een deel van) het plan van aanpak; `nagekeken` haalt het merk *standaard* weg."""
    eis(door, "leerwerkplek.bewerken")
    if onbekend := velden.keys() - set(PLAN_VELDEN):
        raise TypeError(f"geen velden van het plan: {onbekend}")
    with grenzen():
        plek = slot(plek)
        plan = plek.plan
        gewijzigd = [veld for veld, waarde in velden.items() if getattr(plan, veld) != waarde]
        for veld in gewijzigd:
            setattr(plan, veld, velden[veld])
        if plan.standaard and nagekeken:
            plan.standaard = False
            gewijzigd.append("standaard")
        if gewijzigd:
            plan.save(update_fields=gewijzigd)
            schrijf(door, "leerwerkplek.plan", plek, velden=gewijzigd)
            werk_status_bij(door, plek)
    return plan
