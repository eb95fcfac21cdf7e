"""Het plan van aanpak van een plek bewaren, en de werkafspraken met elke GLOW-partner."""

from collections.abc import Mapping
from typing import Any

from leerwerkplekken import planstandaard
from leerwerkplekken.models import PLAN_VELDEN, Leerwerkplek, PlanVanAanpak, Werkafspraak
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner
from organisaties.toegang import Actor, eis


def bewaar_plan(door: Actor, plek: Leerwerkplek, *, nagekeken: bool = True, **velden) -> PlanVanAanpak:
    """Bewaart (een deel van) het plan van aanpak; `nagekeken` haalt het merk *standaard* weg.

    Wat hier anders wordt, is vanaf nu eigen aan de plek: een nieuw standaardplan raakt het niet meer.
    """
    eis(door, "leerwerkplek.bewerken")
    if onbekend := velden.keys() - set(PLAN_VELDEN):
        raise TypeError(f"geen velden van het plan: {onbekend}")
    with grenzen():
        plek = slot(plek)
        plan = plek.plan
        gewijzigd = zet_plan(plan, velden, eigen=True)
        if plan.standaard and nagekeken:
            plan.standaard = False
            gewijzigd.append("standaard")
        if gewijzigd:
            plan.save(update_fields=[*gewijzigd, "eigen"])
            schrijf(door, "leerwerkplek.plan", plek, velden=gewijzigd)
            werk_status_bij(door, plek)
    return plan


def zet_plan(plan: PlanVanAanpak, velden: Mapping[str, Any], *, eigen: bool) -> list[str]:
    """Zet deze velden, zonder te bewaren; geeft wat anders werd. Werkafspraken die nog gelijk liepen, gaan mee.

    `eigen`: onthoud dat deze plek ze zelf koos.
    """
    gewijzigd = [veld for veld, waarde in velden.items() if getattr(plan, veld) != waarde]
    if "werkafspraken" in gewijzigd:
        gelijk = Werkafspraak.objects.filter(
            bestuur=plan.bestuur_id, leerwerkplek=plan.leerwerkplek_id, standaard=True, tekst=plan.werkafspraken
        )
        gelijk.update(tekst=velden["werkafspraken"])
    for veld in gewijzigd:
        setattr(plan, veld, velden[veld])
    if eigen:
        plan.eigen = sorted({*plan.eigen, *gewijzigd})
    return gewijzigd


def begin_afspraak(plek: Leerwerkplek, glowpartner: GlowPartner) -> Werkafspraak:
    """De werkafspraken met deze partner, zodra de plek hem aangeboden wordt; wat er al staat, blijft."""
    tekst = planstandaard.afspraken(plek.bestuur_id).get(glowpartner.pk, plek.plan.werkafspraken)
    rij, _ = Werkafspraak.objects.get_or_create(
        bestuur=plek.bestuur, leerwerkplek=plek, glowpartner=glowpartner, defaults={"tekst": tekst}
    )
    return rij


def bewaar_afspraak(door: Actor, plek: Leerwerkplek, glowpartner: GlowPartner, tekst: str) -> Werkafspraak:
    """Bewaart wat voor deze plek met deze partner afgesproken is. Geweigerd zonder tekst."""
    eis(door, "leerwerkplek.bewerken")
    if not tekst.strip():
        raise Geweigerd(f"Noteer wat je met {glowpartner.naam} afspreekt.", f"afspraak_{glowpartner.pk}")
    with grenzen():
        plek = slot(plek)
        rij = begin_afspraak(plek, glowpartner)
        if rij.tekst != tekst:
            rij.tekst, rij.standaard = tekst, False
            rij.save(update_fields=["tekst", "standaard"])
            schrijf(door, "leerwerkplek.werkafspraken", plek, glowpartner=glowpartner.pk)
    return rij
