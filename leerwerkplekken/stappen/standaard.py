"""Het standaardplan van het bestuur: waarmee nieuwe plekken beginnen, en wat nog standaard is mee laten volgen."""

from collections.abc import Mapping

from leerwerkplekken import planstandaard
from leerwerkplekken.models import (
    PLAN_VELDEN,
    Leerwerkplek,
    Partnerafspraak,
    Planstandaard,
    PlanVanAanpak,
    Werkafspraak,
)
from leerwerkplekken.regels import matrix_bezwaren
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij
from leerwerkplekken.stappen.plan import zet_plan
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis


def bewaar_standaard(door: Actor, bestuur: Bestuur, **velden) -> Planstandaard:
    """Bewaart (een deel van) het standaardplan. Bestaande plekken veranderen niet: zie `pas_standaard_toe`.

    Geweigerd als de rollen onvolledig zijn: elke nieuwe plek zou ermee beginnen.
    """
    eis(door, "planstandaard.beheren")
    if onbekend := velden.keys() - set(PLAN_VELDEN):
        raise TypeError(f"geen velden van het plan: {onbekend}")
    with grenzen():
        Bestuur.objects.select_for_update(no_key=True).get(pk=bestuur.pk)
        nu = planstandaard.van(bestuur.pk)
        gewijzigd = [veld for veld, waarde in velden.items() if nu[veld] != waarde]
        if bezwaren := matrix_bezwaren((nu | velden)["matrix"]):
            raise Geweigerd.om([(zin, None) for zin in bezwaren])
        rij, _ = Planstandaard.objects.update_or_create(bestuur=bestuur, defaults=nu | velden)
        if gewijzigd:
            schrijf(door, "planstandaard.gewijzigd", rij, velden=gewijzigd)
    return rij


def bewaar_partnerafspraken(door: Actor, bestuur: Bestuur, teksten: Mapping[int, str]) -> None:
    """Waarmee de werkafspraken met deze partners (nummers) beginnen; leeg: met die van de plek."""
    eis(door, "planstandaard.beheren")
    with grenzen():
        Bestuur.objects.select_for_update(no_key=True).get(pk=bestuur.pk)
        nu = planstandaard.afspraken(bestuur.pk)
        for partner, tekst in sorted(teksten.items()):
            if tekst.strip() == nu.get(partner, ""):
                continue
            rijen = Partnerafspraak.objects.filter(bestuur=bestuur, glowpartner=partner)
            if not tekst.strip():
                rijen.delete()
            elif not rijen.update(tekst=tekst.strip()):
                Partnerafspraak.objects.create(bestuur=bestuur, glowpartner_id=partner, tekst=tekst.strip())
            schrijf(door, "planstandaard.partner", bestuur, glowpartner=partner)


def pas_standaard_toe(door: Actor, bestuur: Bestuur) -> list[Leerwerkplek]:
    """Zet het standaardplan op elke open plek waarvan het plan nog *standaard* is; geeft de plekken die wijzigden.

    Wat een plek zelf wijzigde (`PlanVanAanpak.eigen`) en eigen werkafspraken blijven. Een ingediende fiche ook.
    """
    eis(door, "planstandaard.beheren")
    nieuw, afspraken = planstandaard.van(bestuur.pk), planstandaard.afspraken(bestuur.pk)
    gewijzigd = []
    with grenzen():
        for pk in planstandaard.nog_standaard(bestuur.pk).values_list("leerwerkplek", flat=True):
            plek = slot(Leerwerkplek(pk=pk))
            plan = plek.plan
            velden = zet_plan(plan, {v: w for v, w in nieuw.items() if v not in plan.eigen}, eigen=False)
            if velden:
                plan.save(update_fields=velden)
            if _volg_afspraken(plan, afspraken) or velden:
                schrijf(door, "leerwerkplek.plan", plek, velden=velden)
                werk_status_bij(door, plek)
                gewijzigd.append(plek)
    return gewijzigd


def _volg_afspraken(plan: PlanVanAanpak, afspraken: Mapping[int, str]) -> int:
    """Werkafspraken die nog standaard zijn, volgen die van de partner of van de plek; geeft hoeveel er wijzigden."""
    rijen = Werkafspraak.objects.filter(bestuur=plan.bestuur_id, leerwerkplek=plan.leerwerkplek_id, standaard=True)
    aantal = 0
    for rij in rijen.order_by("pk"):
        tekst = afspraken.get(rij.glowpartner_id, plan.werkafspraken)
        if rij.tekst != tekst:
            rij.tekst = tekst
            rij.save(update_fields=["tekst"])
            aantal += 1
    return aantal
